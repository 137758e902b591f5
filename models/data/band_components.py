"""The principal components of the bands of training chips: the directions in which their pixels differ, those that differ most first.

The bands of a hyperspectral sensor are hundreds of views of a few quantities, so what separates two classes is a small difference of large and
nearly equal values. The pixel network is more accurate with the components as its input (docs/results.md): the optimizer can learn a component that
varies little as fast as one that varies much. Weights of the bands that are kept within the same components by force gain nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX
from ..core.normalization import Scaling, scale_batch
from .batches import LabelledChips

MOST_BANDS = 30
"""So many bands are taken as they are; of more, so many components and further ones up to `VARIANCE_SHARE`."""
VARIANCE_SHARE = 0.999
"""By this, dimensions that all differ keep nearly all components, as those of embeddings should (none were at hand); hyperspectral
bands need fewer than `MOST_BANDS` for it."""
MOST_CHIPS, MOST_PIXELS = 512, 1 << 14
FEWEST_PIXELS = 2 * MOST_BANDS
"""Fewer labelled pixels leave directions open in which they do not differ, and other pixels may."""


@dataclass(frozen=True)
class BandComponents:
    """`directions` float32 (components, bands), of unit length, and `means` float32 (bands,), both of the normalised bands.

    `share` is that of the variance which the components hold.
    """

    directions: np.ndarray
    means: np.ndarray
    share: float

    def __len__(self) -> int:
        """Returns the number of components."""
        return len(self.directions)


def band_components(chips: LabelledChips, scaling: Scaling) -> BandComponents | None:
    """Returns the components of the chips' labelled pixels, of all valid ones where those are few; None for `MOST_BANDS` or fewer.

    Of more than `MOST_CHIPS` or `MOST_PIXELS`, evenly distributed ones are taken.
    """
    if chips.cache.bands <= MOST_BANDS:
        return None
    chosen = np.arange(len(chips))[:: -(-len(chips) // MOST_CHIPS)]
    labelled = sum(map(chips.labelled_pixels, chosen))
    everywhere = labelled < FEWEST_PIXELS
    stride = -(-(len(chosen) * chips.cache.side_px**2 if everywhere else labelled) // MOST_PIXELS)
    pixels = np.concatenate([_pixels(chips, chip, scaling, everywhere)[:, ::stride] for chip in chosen], 1)
    means = pixels.mean(1)
    variances, directions = np.linalg.eigh(np.cov(pixels))
    variances, directions = np.maximum(variances[::-1], 0), directions[:, ::-1].T
    held = np.cumsum(variances) / max(variances.sum(), np.finfo(float).tiny)
    kept = min(max(int(np.searchsorted(held, VARIANCE_SHARE)) + 1, MOST_BANDS), len(held))
    return BandComponents(
        np.ascontiguousarray(directions[:kept], np.float32), means.astype(np.float32), float(held[kept - 1])
    )


def _pixels(chips: LabelledChips, chip: int, scaling: Scaling, everywhere: bool) -> np.ndarray:
    """Returns the normalised values (bands, pixels) of a chip's labelled pixels, or of all with a value, as float32."""
    pixels, missing = chips.cache.read([int(chips.rows[chip])])
    values = scale_batch(pixels, missing, scaling.means, scaling.stds)[0]
    if not everywhere:
        return values[:, chips.labels_of(chip) != IGNORED_INDEX]
    return values[:, np.ones(values.shape[1:], bool) if missing is None else ~missing[0].all(0)]
