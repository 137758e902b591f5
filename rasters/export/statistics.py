"""Statistics of the pixels of all chips of an image: those of overlapping chips count for each, but are added up once only.

Chips of the sliding window share their rows with the chips beside them, and most of these with those of the next strip. So columns are added
up, between any two rows at which some chip begins or ends, and each column counts as many times as chips hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.band_statistics import BandStatistics, RunningStatistics
from ..reading.nodata import band_missing

_ROWS_AT_ONCE = 32
"""Of these a strip's float64 stay in the processor's cache."""
_LARGEST_COUNT = 2**30
"""Of so many values of 16 bits the sum of squares is a whole number that int64 holds."""


@dataclass(frozen=True)
class _Columns:
    """Of some rows of one band, per column: the least and the greatest value, their sum and that of their squares (int64)."""

    lows: np.ndarray
    highs: np.ndarray
    sums: np.ndarray
    squares: np.ndarray


class ChipStatistics:
    """Gathers the statistics, per band, of all chips that are cut from an image on the way down."""

    def __init__(self, nodata: tuple[float | None, ...], size_px: int, tops: Sequence[int], bottom: int) -> None:
        """Gets ready for chips of `size_px`; strips of them will begin at some of the rows `tops`, and end before row `bottom`."""
        self._nodata, self._size = nodata, size_px
        ends = (min(top + size_px, bottom) for top in tops)
        self._boundaries = np.unique(np.array([*tops, *ends], np.int64))
        self._running = RunningStatistics(len(nodata))
        self._rows: dict[int, list[_Columns] | None] = {}
        """Of the rows from a boundary to the next one: columns per band, None where a value is missing."""

    def result(self) -> tuple[BandStatistics, ...]:
        """Returns the statistics over the valid values of all chips so far, per band."""
        return self._running.result()

    def add_chip(self, pixels: np.ndarray, nothing: np.ndarray) -> None:
        """Takes one chip, pixels (bands, height, width), and where the image has nothing, bool (height, width)."""
        missing: np.ndarray | None = nothing if nothing.any() else None
        gaps = [band_missing(values, value) for values, value in zip(pixels, self._nodata)]
        if any(gap is not None and gap.any() for gap in gaps):
            missing = np.stack([nothing if gap is None else gap | nothing for gap in gaps])
        self._running.add(pixels, missing)

    def add_strip(self, top: int, pixels: np.ndarray, nothing: np.ndarray, starts: np.ndarray) -> None:
        """Takes the chips of a strip that begin at the columns `starts` of it.

        `pixels` (bands, height, width) and `nothing` (height, width) are the strip, from the image's row `top` on; strips come
        from top to bottom, all of one width.
        """
        columns = self._columns(top, pixels, nothing) if self._is_worth_it(pixels, starts) else None
        if columns is None:
            for start in starts.tolist():
                part = slice(start, start + self._size)
                self.add_chip(pixels[:, :, part], nothing[:, part])
            return
        times = np.zeros(pixels.shape[2], np.int64)
        for start in starts.tolist():
            times[start : start + self._size] += 1
        held, count = times > 0, pixels.shape[1] * int(times.sum())
        self._running.merge(tuple(_of_columns(band, times, held, count) for band in zip(*columns)))

    def _is_worth_it(self, pixels: np.ndarray, starts: np.ndarray) -> bool:
        """Tells whether sums by column are exact, and less work than chip by chip."""
        _, height, width = pixels.shape
        pixels_of_chips = len(starts) * self._size
        is_small = pixels.dtype.kind in "iu" and pixels.dtype.itemsize <= 2
        return is_small and width <= pixels_of_chips and height * pixels_of_chips <= _LARGEST_COUNT

    def _columns(self, top: int, pixels: np.ndarray, nothing: np.ndarray) -> list[list[_Columns]] | None:
        """Returns the sums of the strip's rows, from boundary to boundary; None where a value is missing."""
        bottom = top + pixels.shape[1]
        first, last = np.searchsorted(self._boundaries, [top, bottom])
        self._rows = {begin: known for begin, known in self._rows.items() if begin >= top}
        found = []
        for begin, end in zip(self._boundaries[first:last].tolist(), self._boundaries[first + 1 : last + 1].tolist()):
            if begin not in self._rows:
                rows = slice(begin - top, end - top)
                self._rows[begin] = self._added_up(pixels[:, rows], nothing[rows])
            known = self._rows[begin]
            if known is None:
                return None
            found.append(known)
        return found

    def _added_up(self, pixels: np.ndarray, nothing: np.ndarray) -> list[_Columns] | None:
        """Returns the sums of some rows, band by band; None where a value is missing."""
        gaps = (band_missing(values, value) for values, value in zip(pixels, self._nodata))
        if nothing.any() or any(gap is not None and gap.any() for gap in gaps):
            return None
        return [_add_up(values) for values in pixels]


def _add_up(values: np.ndarray) -> _Columns:
    """Returns the sums of the columns of one band's rows, integers of at most 16 bits; float64 holds them exactly."""
    sums, squares = np.zeros((2, values.shape[1]))
    for top in range(0, len(values), _ROWS_AT_ONCE):
        numbers = values[top : top + _ROWS_AT_ONCE].astype(np.float64)
        sums += numbers.sum(axis=0)
        squares += np.multiply(numbers, numbers, out=numbers).sum(axis=0)
    return _Columns(values.min(axis=0), values.max(axis=0), sums.astype(np.int64), squares.astype(np.int64))


def _of_columns(parts: Sequence[_Columns], times: np.ndarray, held: np.ndarray, count: int) -> BandStatistics:
    """Returns one band's statistics from the columns of some rows, each of which counts some times; `held` tells which do."""
    total = sum(int(part.sums @ times) for part in parts)
    squares = sum(int(part.squares @ times) for part in parts)
    return BandStatistics(
        float(min(part.lows[held].min() for part in parts)),
        float(max(part.highs[held].max() for part in parts)),
        total / count,
        (count * squares - total * total) / count,
        count,
    )
