"""Missing values and NoData pixels of an image. Pure functions over arrays, and a counter of NaN and infinities.

A *value* is missing where it equals its band's NoData value, is not finite, or is larger than any measurement. A *pixel* is NoData where the mask excludes
it, or where every band that declares a NoData value is missing (where no band declares one: where no band is finite). A
pixel with only some values missing stays usable.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core.number_text import whole
from ..core.progress import Reporter

_HUGE = 1e30
_HUGE_TOLERANCE = 1e-5
_LARGEST = 1e36
"""Larger ones are what programs write for NoData, declared or not: -3.4e38 (QGIS, ArcGIS), 9.97e36 (netCDF), -1.8e308 in float64."""


def band_missing(values: np.ndarray, nodata: float | None) -> np.ndarray | None:
    """Returns which values of one band are missing, bool of their shape; None where none can be.

    `values` may have any shape and numeric dtype; no value is missing in an integer band that declares no NoData value, or one that its
    dtype cannot hold. Huge NoData values such as -3.4e38 are matched with a relative tolerance of 1e-5, because files often declare them
    with fewer digits.
    """
    if values.dtype.kind != "f":
        if nodata is None or not is_representable(nodata, values.dtype):
            return None
        return values == values.dtype.type(int(nodata))
    largest = _largest(values.dtype)
    missing = ~((values <= largest) & (values >= -largest))  # NaN, too
    if nodata is None or not np.isfinite(nodata):
        return missing
    if abs(nodata) < _HUGE:
        return missing | (values == values.dtype.type(nodata))
    size = abs(nodata)
    signed = values if nodata > 0 else -values
    with np.errstate(over="ignore"):
        low, high = values.dtype.type(size * (1 - _HUGE_TOLERANCE)), values.dtype.type(size * (1 + _HUGE_TOLERANCE))
    return missing | ((signed >= low) & (signed <= high))


def _largest(dtype: np.dtype) -> np.floating:
    """Returns the largest number of a dtype that a measurement may have."""
    return dtype.type(min(_LARGEST, float(np.finfo(dtype).max)))


def is_representable(nodata: float, dtype: np.dtype) -> bool:
    """Returns whether a band of that dtype can hold the NoData value."""
    if dtype.kind == "f":
        with np.errstate(over="ignore"):
            return bool(np.isnan(nodata) or np.isinf(nodata) or np.isfinite(dtype.type(nodata)))
    if not np.isfinite(nodata) or nodata != int(nodata):
        return False
    limits = np.iinfo(dtype)
    return bool(limits.min <= nodata <= limits.max)


def missing_values(pixels: np.ndarray, nodata: Sequence[float | None]) -> np.ndarray:
    """Returns bool (bands, height, width): which values of `pixels`, same shape, are missing.

    `nodata` has one entry per band, None where the band declares none.
    """
    missing = np.zeros(pixels.shape, bool)
    for band, value in enumerate(nodata):
        found = band_missing(pixels[band], value)
        if found is not None:
            missing[band] = found
    return missing


def nodata_pixels(missing: np.ndarray, nodata: Sequence[float | None], mask: np.ndarray | None) -> np.ndarray:
    """Returns which pixels are NoData, bool (height, width), from the result of `missing_values`.

    `mask` is bool (height, width), True where the pixel is valid, or None where the raster has no mask.
    """
    declaring = [band for band, value in enumerate(nodata) if value is not None]
    result = missing[declaring].all(axis=0) if declaring else missing.all(axis=0)
    return result if mask is None else result | ~mask


def nodata_pixels_in(pixels: np.ndarray, nodata: Sequence[float | None], mask: np.ndarray | None) -> np.ndarray:
    """Returns the same as `nodata_pixels`, from pixels (bands, height, width).

    It reads no more bands than needed: most images have no missing value in their first band.
    """
    declaring = [band for band, value in enumerate(nodata) if value is not None] or range(len(nodata))
    result: np.ndarray | None = None
    for band in declaring:
        found = band_missing(pixels[band], nodata[band])
        result = found if result is None or found is None else result & found
        if result is None or not result.any():
            result = np.zeros(pixels.shape[1:], bool)
            break
    if result is None:
        result = np.zeros(pixels.shape[1:], bool)
    return result if mask is None else result | ~mask


class NonFiniteCounter:
    """The number of NaN, of infinite values and of finite ones larger than any measurement, of each band so far.

    These are `nan`, `infinite` and `huge`, int64 (bands,).
    """

    def __init__(self, bands: int) -> None:
        """Starts with none, for that many bands."""
        self.nan, self.infinite, self.huge = (np.zeros(bands, np.int64) for _ in range(3))
        self._counted_to = -1

    def add(self, pixels: np.ndarray, y0: int) -> None:
        """Takes rows (bands, height, width) from row `y0` on; rows that come twice are counted once."""
        fresh = pixels[:, max(0, self._counted_to - y0) :]
        self._counted_to = max(self._counted_to, y0 + pixels.shape[1])
        if pixels.dtype.kind != "f":
            return
        for band, values in enumerate(fresh):
            finite = np.isfinite(values)
            self.huge[band] += int(np.count_nonzero(finite & (np.abs(values) > _largest(values.dtype))))
            if not finite.all():
                missing = int(np.isnan(values).sum())
                self.nan[band] += missing
                self.infinite[band] += values.size - int(finite.sum()) - missing

    def warn(self, band_names: Sequence[str], nodata: Sequence[float | None], reporter: Reporter) -> None:
        """Warns of each band with infinite values, or with NaN or larger values than any measurement where that is not its NoData value."""
        for name, value, missing, infinite, huge in zip(band_names, nodata, self.nan, self.infinite, self.huge):
            declared = value is not None and np.isnan(value)
            if huge and (value is None or not abs(value) > _LARGEST):
                reporter.warning(
                    f"{name} has {whole(int(huge))} values beyond {_LARGEST:g} in the rows that were read, which no measurement has: programs write "
                    "-3.4e38 and the like for NoData. They count as missing."
                )
            if infinite or (missing and not declared):
                reporter.warning(
                    f"{name} has {whole(missing)} NaN and {whole(infinite)} infinite values in the rows that were read. "
                    "They count as missing."
                )
