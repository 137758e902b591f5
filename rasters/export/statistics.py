"""Statistics of the pixels of all chips of an image; a pixel counts once for each chip that holds it.

Chips of a strip share most of their columns, and strips some of their rows. Where sums are exact, columns are summed once and
weighted by the number of chips that hold them, and sums of rows that the next strip shares are kept for it.
"""

from __future__ import annotations

import math

import numpy as np

from ..core.band_statistics import BandStatistics, RunningStatistics
from ..reading.nodata import band_missing

_ROWS_AT_ONCE = 32
"""Of this many rows of a strip the float64 values stay in the CPU's cache."""
_LARGEST_COUNT = 2**30
"""Of this many values of 16 bits the sum of squares fits into int64."""


class ChipStatistics:
    """Gathers the statistics, per band, of all chips that are cut from an image."""

    def __init__(self, nodata: tuple[float | None, ...], size_px: int, stride_px: int) -> None:
        """Takes the NoData value of each band, and the side of the chips and the distance of strips in pixels."""
        self._nodata, self._size, self._stride = nodata, size_px, stride_px
        shared = math.gcd(size_px, stride_px)
        self._rows = shared if shared >= _ROWS_AT_ONCE else size_px
        """Rows whose sums are kept together."""
        self._sums: dict[tuple[int, int], np.ndarray] = {}
        """Sums and sums of squares of bands and columns, (2, bands, columns), by the rows from which and up to which they are."""
        self._running = RunningStatistics(len(nodata))

    def result(self) -> tuple[BandStatistics, ...]:
        """Returns the statistics over the valid values of all chips so far, per band."""
        return self._running.result()

    def add_chip(self, pixels: np.ndarray, nodata_mask: np.ndarray) -> None:
        """Adds one chip: pixels (bands, height, width), and where the image is NoData, bool (height, width)."""
        self._running.add(pixels, self._missing(pixels, nodata_mask))

    def add_strip(self, pixels: np.ndarray, nodata_mask: np.ndarray, starts: np.ndarray, top: int) -> None:
        """Adds the chips of a strip that begin at its columns `starts`.

        `pixels` (bands, height, width) and `nodata_mask` (height, width) are the whole strip, whose first row is `top` of the image.
        """
        times = np.zeros(pixels.shape[2], np.int64)
        for start in starts.tolist():
            times[start : start + self._size] += 1
        count = pixels.shape[1] * int(times.sum())
        is_exact = pixels.dtype.kind in "iu" and pixels.dtype.itemsize <= 2 and count <= _LARGEST_COUNT
        is_shorter = len(starts) * self._size >= pixels.shape[2]
        if is_exact and is_shorter and self._missing(pixels, nodata_mask) is None:
            sums = self._column_sums(pixels, top)
            self._running.merge([_weighted(*band, times, count) for band in zip(pixels, *sums)])
            return
        for start in starts.tolist():
            part = slice(start, start + self._size)
            self.add_chip(pixels[:, :, part], nodata_mask[:, part])

    def _column_sums(self, pixels: np.ndarray, top: int) -> np.ndarray:
        """Returns the sums and the sums of squares of bands and columns, float64 (2, bands, columns), of a strip from row `top` on."""
        kept, self._sums = self._sums, {}
        total = np.zeros((2, pixels.shape[0], pixels.shape[2]))
        for first in range(0, pixels.shape[1], self._rows):
            part = pixels[:, first : first + self._rows]
            rows = top + first, top + first + part.shape[1]
            sums = kept.get(rows)
            if sums is None:
                sums = np.stack([_sums_of_columns(values) for values in part], 1)
            if first >= self._stride:
                self._sums[rows] = sums
            total += sums
        return total

    def _missing(self, pixels: np.ndarray, nodata_mask: np.ndarray) -> np.ndarray | None:
        """Returns which values to leave out, bool for all bands (height, width) or for each; None for none."""
        gaps = [band_missing(values, value) for values, value in zip(pixels, self._nodata)]
        if any(gap is not None and gap.any() for gap in gaps):
            return np.stack([nodata_mask if gap is None else gap | nodata_mask for gap in gaps])
        return nodata_mask if nodata_mask.any() else None


def _sums_of_columns(values: np.ndarray) -> np.ndarray:
    """Returns the sum and the sum of squares of each column, float64 (2, width), of integers of at most 16 bits (height, width)."""
    result = np.zeros((2, values.shape[1]))
    sums, squares = result
    for top in range(0, len(values), _ROWS_AT_ONCE):
        numbers = values[top : top + _ROWS_AT_ONCE].astype(np.float64)
        sums += numbers.sum(axis=0)
        squares += np.multiply(numbers, numbers, out=numbers).sum(axis=0)
    return result


def _weighted(
    values: np.ndarray, sums: np.ndarray, squares: np.ndarray, times: np.ndarray, count: int
) -> BandStatistics:
    """Returns the statistics of one band (height, width), integers of at most 16 bits, whose columns count some `times`.

    `sums` and `squares` are of the columns. `count` is the number of values, each as often as it counts.
    """
    held = times > 0
    counted = values if held.all() else values[:, held]
    total, total_squares = int(sums.astype(np.int64) @ times), int(squares.astype(np.int64) @ times)
    return BandStatistics(
        float(counted.min()),
        float(counted.max()),
        total / count,
        (count * total_squares - total * total) / count,
        count,
    )
