"""Chips to look at in a report: picture, label and prediction, the best and the worst of those that were judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ..rasters.classes import IGNORED_INDEX
from .batches import LabelledChips, Scaling
from .evaluation import Runtime
from .formats import percent
from .pictures import chip_picture
from .report import Example
from .scaling import scale_batch

MOST_EXAMPLES = 8
_FEWEST_LABELLED_SHARE = 0.25
"""Chips with less than this share of the median chip's labelled pixels say too little to be an example."""


def make_examples(
    network: torch.nn.Module,
    chips: LabelledChips,
    chip_accuracies: np.ndarray,
    scaling: Scaling,
    band_names: Sequence[str],
    runtime: Runtime,
) -> tuple[Example, ...]:
    """Returns up to `MOST_EXAMPLES` chips with the network's prediction: the best first, the worst last.

    `chip_accuracies` (chips,) is the share of each chip's labelled pixels that the network has right.
    """
    network.eval()
    side = chips.cache.chip_px
    examples = []
    for position in best_and_worst(chips, chip_accuracies):
        pixels, missing = chips.cache.read([chips.rows[position]])
        scaled = torch.from_numpy(scale_batch(pixels, missing, scaling.means, scaling.stds))
        with torch.inference_mode(), runtime.autocast():
            predicted = network(runtime.upload(scaled)).max(1).indices[0].to(torch.uint8).cpu().numpy()
        gaps = np.zeros(pixels[0].shape, bool) if missing is None else missing[0]
        nothing = gaps.all(0)[:side, :side]
        source = chips.cache.chips[chips.rows[position]]
        examples.append(
            Example(
                title=f"{source.record.stem}: {percent(chip_accuracies[position])} right",
                rgb=chip_picture(pixels[0][:, :side, :side], band_names, ~gaps[:, :side, :side]),
                label_index=chips.cache.labels[chips.rows[position]][:side, :side].copy(),
                predicted_index=np.where(nothing, np.uint8(IGNORED_INDEX), predicted[:side, :side]),
            )
        )
    return tuple(examples)


def best_and_worst(chips: LabelledChips, chip_accuracies: np.ndarray) -> list[int]:
    """Returns positions of chips in falling order of accuracy: half of them the best, half the worst."""
    labelled = np.array([np.count_nonzero(chips.labels[row] != IGNORED_INDEX) for row in chips.label_rows])
    telling = labelled >= _FEWEST_LABELLED_SHARE * np.median(labelled[labelled > 0])
    judged = np.flatnonzero(np.isfinite(chip_accuracies) & telling)
    order = judged[np.argsort(-chip_accuracies[judged], kind="stable")]
    if len(order) > MOST_EXAMPLES:
        order = np.concatenate([order[: MOST_EXAMPLES // 2], order[-MOST_EXAMPLES // 2 :]])
    return order.tolist()
