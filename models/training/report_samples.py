"""Sample chips for the report: predictions beside labels, best and worst, and training chips before and after augmentation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.number_text import percent
from ..core.normalization import Scaling, scale_batch
from ..data.batches import LabelledChips
from ..optimization.augmentation import Augmentation
from ..reports.images import chip_picture, fitted, stretch_limits, stretched_between, visible_bands
from ..reports.training_report import AugmentationSheet, AugmentedChip, AugmentedView, Example
from .setup import Run

MOST_EXAMPLES = 8
_FEWEST_LABELLED_SHARE = 0.25
"""Chips with less than this share of the median chip's labelled pixels are no examples."""


def make_examples(
    network: torch.nn.Module, run: Run, chips: LabelledChips, chip_accuracies: np.ndarray
) -> tuple[Example, ...]:
    """Returns up to `MOST_EXAMPLES` chips with the network's prediction: the best first, the worst last.

    `chip_accuracies` (chips,) is the share of each chip's labelled pixels that are predicted correctly.
    """
    network.eval()
    side, band_names = chips.cache.chip_px, run.description.band_names
    examples = []
    for position in best_and_worst(chips, chip_accuracies):
        row = chips.rows[position]
        pixels, missing = chips.cache.read([row])
        with torch.inference_mode(), run.runtime.autocast():
            logits = network(run.device_input(pixels, missing))
        predicted = logits.max(1).indices[0].to(torch.uint8).cpu().numpy()
        gaps = np.zeros(pixels[0].shape, bool) if missing is None else missing[0]
        nodata = gaps.all(0)[:side, :side]
        examples.append(
            Example(
                title=f"{chips.cache.chips[row].record.stem}: {percent(chip_accuracies[position])} correct",
                rgb=chip_picture(pixels[0][:, :side, :side], band_names, ~gaps[:, :side, :side]),
                label_index=chips.cache.labels[row][:side, :side].copy(),
                predicted_index=np.where(nodata, np.uint8(IGNORED_INDEX), predicted[:side, :side]),
            )
        )
    return tuple(examples)


def best_and_worst(chips: LabelledChips, chip_accuracies: np.ndarray) -> list[int]:
    """Returns positions of chips in falling order of accuracy: half of them the best, half the worst."""
    labelled = np.array([np.count_nonzero(chips.labels_of(n) != IGNORED_INDEX) for n in range(len(chips))])
    enough = labelled >= _FEWEST_LABELLED_SHARE * np.median(labelled[labelled > 0])
    shown = np.flatnonzero(np.isfinite(chip_accuracies) & enough)
    order = shown[np.argsort(-chip_accuracies[shown], kind="stable")]
    if len(order) > MOST_EXAMPLES:
        order = np.concatenate([order[: MOST_EXAMPLES // 2], order[-MOST_EXAMPLES // 2 :]])
    return order.tolist()


MOST_CHIPS = 4
_MOST_CANDIDATES = 256
_SIDE_PX = 128
_ALL_TOGETHER = 2
"""Columns that show all kinds at once."""
_NAMES = {
    "d4": "rotated, mirrored", "scale": "scale", "gain": "contrast", "offset": "level", "noise": "noise",
}  # fmt: skip


def make_augmentation_sheet(
    chips: LabelledChips, augmentation: Augmentation, scaling: Scaling, band_names: Sequence[str], seed: int
) -> AugmentationSheet | None:
    """Returns up to `MOST_CHIPS` training chips: as they are, with each kind that is on alone, and twice with all.

    None where nothing is switched on, or no chip has a label. The same seed gives the same sheet. Colours are stretched by the
    original chip, so that a change of contrast or level is visible.
    """
    positions = varied_chips(chips)
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
    labels = torch.from_numpy(np.stack([chips.labels_of(p)[:side, :side] for p in positions]))

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


def varied_chips(chips: LabelledChips) -> list[int]:
    """Returns the positions of up to `MOST_CHIPS` chips with labels: each adds classes that those before do not show.

    Where none adds a class, the one with most classes and then most labelled pixels is next. The candidates are at most
    `_MOST_CANDIDATES` chips, evenly spread.
    """
    spread = np.unique(np.linspace(0, len(chips) - 1, min(len(chips), _MOST_CANDIDATES)).round().astype(int))
    counts = {}
    for position in spread.tolist():
        found = np.bincount(chips.labels_of(position).reshape(-1), minlength=IGNORED_INDEX + 1)
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
    """Returns a normalised chip (bands, h, w) as uint8 (h, w, 3); pixels without any band are white."""
    there = pixels != 0
    picture = np.moveaxis(stretched_between(pixels, there, limits)[list(order)], 0, -1)
    picture[~there.any(0)] = 255
    return fitted(picture, _SIDE_PX, _SIDE_PX)
