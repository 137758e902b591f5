"""Chips to look at in a report: picture, label and prediction, the best and the worst of those that were judged.

A contact sheet of the augmentation: some training chips as they are, and as the network is shown them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ..core.normalization import Scaling, scale_batch
from ..core.text import percent
from ..data.batches import LabelledChips
from ..reports.images import chip_picture, fitted, stretch_limits, stretched_between, visible_bands
from ..reports.training_report import AugmentationSheet, AugmentedChip, AugmentedView, Example
from ..runtime.devices import Runtime
from .augmentation import Augmentation

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


MOST_CHIPS = 4
_CHIPS_LOOKED_AT = 256
_SIDE_PX = 128
_ALL_TOGETHER = 2
"""Columns that show all kinds at once: two draws tell what one cannot."""
_NAMES = {
    "symmetries": "turned, mirrored", "scale": "scale", "gain": "contrast", "offset": "level", "noise": "noise",
}  # fmt: skip


def make_augmentation_sheet(
    chips: LabelledChips, augmentation: Augmentation, scaling: Scaling, band_names: Sequence[str], seed: int
) -> AugmentationSheet | None:
    """Returns up to `MOST_CHIPS` training chips: as they are, with each kind that is on alone, and twice with all.

    None where nothing is switched on, or no chip has a label. The same seed gives the same sheet; it needs no dice of the
    training. Colours are stretched by the chip as it is, so that a change of contrast or level is seen.
    """
    positions = telling_chips(chips)
    if not augmentation.active or not positions:
        return None
    side = chips.cache.chip_px
    shown = visible_bands(band_names)
    bands = list(dict.fromkeys(shown))
    raw, missing = chips.cache.read(chips.rows[positions])
    raw = raw[:, bands, :side, :side]
    missing = None if missing is None else missing[:, bands, :side, :side]
    scaled = scale_batch(raw, missing, [scaling.means[band] for band in bands], [scaling.stds[band] for band in bands])
    pixels = torch.from_numpy(scaled)
    labels = torch.from_numpy(np.stack([chips.labels[chips.label_rows[p]][:side, :side] for p in positions]))

    kinds = [(_NAMES[name], augmentation.only(name)) for name in augmentation.active]
    if len(kinds) > 1:
        kinds += [("all together", augmentation)] * _ALL_TOGETHER
    columns = [("as it is", pixels, labels)]
    for number, (name, kind) in enumerate(kinds):
        columns.append((name, *kind(pixels, labels, torch.Generator().manual_seed(seed % 2**31 + number))))

    order = [bands.index(band) for band in shown]
    rows = []
    for row, position in enumerate(positions):
        limits = stretch_limits(scaled[row], scaled[row] != 0)
        views = (
            AugmentedView(
                _picture(seen[row].numpy(), limits, order), fitted(moved[row].numpy().copy(), _SIDE_PX, _SIDE_PX)
            )
            for _, seen, moved in columns
        )
        rows.append(AugmentedChip(chips.cache.chips[chips.rows[position]].record.stem, tuple(views)))
    return AugmentationSheet(tuple(name for name, _, _ in columns), tuple(rows))


def telling_chips(chips: LabelledChips) -> list[int]:
    """Returns the positions of up to `MOST_CHIPS` chips with labels: each adds classes that those before do not show.

    Where none adds a class, the one with most classes and then most labelled pixels is next. At most `_CHIPS_LOOKED_AT`
    chips, evenly spread, are looked at.
    """
    spread = np.unique(np.linspace(0, len(chips) - 1, min(len(chips), _CHIPS_LOOKED_AT)).round().astype(int))
    counts = {}
    for position in spread.tolist():
        found = np.bincount(chips.labels[chips.label_rows[position]].reshape(-1), minlength=IGNORED_INDEX + 1)
        if found[:IGNORED_INDEX].any():
            counts[position] = found[:IGNORED_INDEX]
    chosen: list[int] = []
    seen = np.zeros(IGNORED_INDEX, bool)
    while counts and len(chosen) < MOST_CHIPS:
        best = max(
            counts,
            key=lambda p: (((counts[p] > 0) & ~seen).sum(), (counts[p] > 0).sum(), counts[p].sum(), -p),
        )
        seen |= counts.pop(best) > 0
        chosen.append(best)
    return chosen


def _picture(pixels: np.ndarray, limits: Sequence[tuple[float, float]], order: Sequence[int]) -> np.ndarray:
    """Returns a scaled chip (bands, h, w) as uint8 (h, w, 3); pixels without any band are white."""
    there = pixels != 0
    picture = np.moveaxis(stretched_between(pixels, there, limits)[list(order)], 0, -1)
    picture[~there.any(0)] = 255
    return fitted(picture, _SIDE_PX, _SIDE_PX)
