"""Normalization of band values to network input, for training and for classification."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...rasters.core.errors import SettingsError

NARROW_DTYPES = frozenset(("uint8", "int8", "uint16", "int16", "float16", "float32"))
"""Dtypes whose values float32 holds exactly enough to subtract the mean."""


@dataclass(frozen=True)
class Scaling:
    """Mean and standard deviation of each band, in raster units."""

    means: tuple[float, ...]
    stds: tuple[float, ...]


def scale_batch(
    pixels: np.ndarray, missing: np.ndarray | None, means: Sequence[float], stds: Sequence[float]
) -> np.ndarray:
    """Subtracts each band's mean and divides by its standard deviation; missing values become 0, the mean.

    `pixels` is (..., bands, height, width) of any numeric dtype; `missing` bool of the same shape, None where no
    value is missing. A standard deviation of 0 (a constant band) counts as 1. 32-bit integers and float64 are
    subtracted in float64, so that large offsets lose no precision. Returns a new float32 array of the same shape; it is
    finite wherever the values that are not missing are.
    """
    working = np.float32 if pixels.dtype.name in NARROW_DTYPES else np.float64
    band_means = np.asarray(means, working).reshape(-1, 1, 1)
    band_stds = np.asarray([std if std > 0 else 1.0 for std in stds], working).reshape(-1, 1, 1)
    scaled = pixels.astype(working)
    if missing is not None:
        np.copyto(scaled, band_means, where=missing)
    scaled -= band_means
    scaled /= band_stds
    return scaled.astype(np.float32, copy=False)


def parse_scaling(text: str) -> tuple[tuple[float, float], ...]:
    """Returns mean and standard deviation of each band from a text such as "123.7 58.4; 116.3 57.1", () for an empty one.

    Raises SettingsError that names the part which is no such pair.
    """
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        try:
            mean, std = map(float, re.split(r"[,\s]+", part))
        except ValueError:
            mean, std = math.nan, math.nan
        if not (math.isfinite(mean) and math.isfinite(std) and std > 0):
            raise SettingsError(
                f"The band scaling has '{part}'. Give mean and standard deviation of each band in units of the raster, with "
                "semicolons between bands, such as 123.7 58.4; 116.3 57.1; 103.5 57.4."
            )
        pairs.append((mean, std))
    return tuple(pairs)


def scaling_for(pairs: Sequence[tuple[float, float]], bands: int, model: str) -> Scaling:
    """Returns the scaling of this many bands; a single pair is that of all. Raises SettingsError for another number of pairs."""
    if len(pairs) not in (1, bands):
        raise SettingsError(
            f"The band scaling has {len(pairs)} pairs, and {model} takes {bands} bands. Give one pair for each, or one for all."
        )
    each = tuple(pairs) * (bands if len(pairs) == 1 else 1)
    return Scaling(tuple(mean for mean, _ in each), tuple(std for _, std in each))
