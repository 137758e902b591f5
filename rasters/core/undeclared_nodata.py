"""Finds values that are frequent, far from all others and declared by nobody: usually NoData that a file does not declare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .number_text import percent
from .progress import Reporter

_LEAST_SHARE = 0.001
"""Of the values, such a one has at least this share."""
_LEAST_SHARE_OF_ZERO = 0.01
"""Of floats, exact zeros among other values have at least this share."""
_LEAST_OTHERS = 16
"""Fewer different other values are classes or switches rather than measurements."""
_MOST_FOUND = 3
_USUAL_GAP = 0.05
"""Values that are usual for NoData lie at least this part of the others' range away from them."""
_USUAL = (-9999.0, -99999.0, -999.0, -99.0, -32768.0, -32767.0, 65535.0, 32767.0, -3.4028234663852886e38, 1e20)
_CERTAIN_GAP = 10.0
"""A value this many ranges away from all others is taken for NoData, whatever its number."""
_LARGEST = tuple(float(np.iinfo(dtype).max) for dtype in (np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32))
"""Where saturated pixels end, such as bright clouds and roofs, also in floats that were converted from whole numbers."""
_LEAST_CERTAIN_SHARE, _LEAST_CERTAIN_COUNT = 0.01, 20
"""A value at which pixels saturate is certain only if it is so frequent that values just below it would have been seen, too."""
_OFTEN = 100
"""An exact zero among floats is this many times as frequent as any other value."""
_SAMPLED_VALUES, _LEAST_SAMPLED, _MOST_SAMPLED = 2**20, 2**12, 2**16
"""How many values of all bands together are sampled, and of one band at least and at most."""
_SHOWN = 4


@dataclass(frozen=True)
class FarOffValue:
    """A value that looks like NoData, and its share of the values.

    `is_certain` where hardly anything else can be meant.
    """

    value: float
    share: float
    is_certain: bool = False


def far_off_values(values: np.ndarray) -> tuple[FarOffValue, ...]:
    """Returns the values, of some pixels of one band on one axis, that look like undeclared NoData; at most 3.

    The lowest or highest value is one where the gap to the next is at least the range of 99 % of the others. For numbers that are usual for
    NoData, and for 0 among floats, a twentieth of that range is enough. In floats, so is an exact 0 that is far more frequent than any
    other value. Values that are not finite are left out. A value at which bright pixels saturate, such as 65535, is certain only where it
    does not continue the others. At least 1 % have it then, and none of the others lies in the upper half of what it would extend.
    """
    if values.dtype.kind == "f":
        values = values[np.isfinite(values)]
    numbers, counts = _counted(values)
    total = int(counts.sum())
    found: list[FarOffValue] = []
    while len(found) < _MOST_FOUND and len(numbers) > _LEAST_OTHERS:
        place, is_certain = _far_off(numbers, counts, total, values.dtype.kind == "f")
        if place is None:
            break
        found.append(FarOffValue(float(numbers[place]), float(counts[place]) / total, is_certain))
        numbers, counts = np.delete(numbers, place), np.delete(counts, place)
    return tuple(found)


def _counted(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the different values, ascending and as float64, and how often each occurs. Short integers need no sorting."""
    if values.dtype.kind in "iu" and values.dtype.itemsize <= 2 and values.size:
        lowest = int(values.min())
        counts = np.bincount(values.astype(np.int64) - lowest)
        places = np.flatnonzero(counts)
        return (places + lowest).astype(np.float64), counts[places]
    different, counts = np.unique(values, return_counts=True)
    return different.astype(np.float64), counts


def _far_off(numbers: np.ndarray, counts: np.ndarray, total: int, is_float: bool) -> tuple[int | None, bool]:
    """Returns the position of a far-off value among ascending different ones (None: none), and whether it is certain."""
    last = len(numbers) - 1
    for place, gap in ((0, numbers[1] - numbers[0]), (last, numbers[last] - numbers[last - 1])):
        if counts[place] < max(2, _LEAST_SHARE * total):
            continue
        spread = _core_range(np.delete(numbers, place), np.delete(counts, place))
        is_usual = numbers[place] in _USUAL or (is_float and numbers[place] == 0)
        if spread > 0 and gap >= (_USUAL_GAP if is_usual else 1.0) * spread:
            is_certain = gap >= (1.0 if numbers[place] in _USUAL else _CERTAIN_GAP) * spread
            if place == last and numbers[place] in _LARGEST:
                is_frequent = counts[place] >= max(_LEAST_CERTAIN_COUNT, _LEAST_CERTAIN_SHARE * total)
                is_certain = is_certain and is_frequent and gap >= numbers[last - 1] - numbers[0]
            return place, bool(is_certain)
    zero = int(np.searchsorted(numbers, 0.0))
    if is_float and 0 < zero < last and numbers[zero] == 0 and counts[zero] >= _LEAST_SHARE_OF_ZERO * total:
        others = np.delete(counts, zero)
        if counts[zero] >= _OFTEN * others.max():
            return zero, False
    return None, False


def _core_range(numbers: np.ndarray, counts: np.ndarray) -> float:
    """Returns the range of the middle 99 % of ascending values that occur this many times."""
    ends = np.cumsum(counts)
    low, high = np.searchsorted(ends, (0.005 * ends[-1], 0.995 * ends[-1]))
    return float(numbers[min(high, len(numbers) - 1)] - numbers[low])


class ThinSample:
    """Keeps evenly spread values of an image that is seen in rows: a bounded number, about the same in each band."""

    def __init__(self, bands: int, pixels: int) -> None:
        """Expects an image of that many pixels."""
        wanted = min(max(_SAMPLED_VALUES // max(bands, 1), _LEAST_SAMPLED), _MOST_SAMPLED)
        self._step = max(1, int(np.ceil(np.sqrt(pixels / wanted))))
        self._values: list[list[np.ndarray]] = [[] for _ in range(bands)]
        self._counted_to = -1

    def add(self, pixels: np.ndarray, missing: np.ndarray, y0: int) -> None:
        """Takes rows (bands, height, width) from row `y0` on, and which pixels are missing, bool (height, width).

        Rows that come twice count once.
        """
        first = max(y0, self._counted_to)
        self._counted_to = max(self._counted_to, y0 + pixels.shape[1])
        first += -first % self._step
        thin = (slice(first - y0, None, self._step), slice(None, None, self._step))
        valid = ~missing[thin]
        for band, values in enumerate(pixels):
            self._values[band].append(values[thin][valid])

    def values(self, band: int) -> np.ndarray:
        """Returns the values of a band (from 0) on one axis."""
        found = self._values[band]
        return np.concatenate(found) if found else np.empty(0)


def warn_of_far_off(
    names: Sequence[str], found: Sequence[tuple[FarOffValue, ...]], what: str, consequence: str, reporter: Reporter
) -> None:
    """Warns of values that look like undeclared NoData, one line for all bands; `what` is the raster or the chips.

    `found` has those of each band, `names` the bands' names; `consequence` is a sentence on what becomes of them.
    """
    bands = [(name, entry) for name, entries in zip(names, found) for entry in entries]
    if not bands:
        return
    shown = "; ".join(
        f"{name}: {entry.value:.10g} in {percent(entry.share)} of the sampled pixels" for name, entry in bands[:_SHOWN]
    )
    more = f"; and {len(bands) - _SHOWN} more" if len(bands) > _SHOWN else ""
    value = bands[0][1].value
    reporter.warning(
        f"{what}: values far from all others look like NoData but are not declared ({shown}{more}). {consequence} "
        f"Where they are NoData, declare them: gdal_edit.py -a_nodata {value:.10g} FILE, or in QGIS the layer's properties, "
        "Transparency."
    )


def warn_of_missing(
    names: Sequence[str],
    found: Sequence[tuple[FarOffValue, ...]],
    missing: Sequence[Sequence[float]],
    what: str,
    consequences: tuple[str, str],
    reporter: Reporter,
) -> None:
    """Warns as `warn_of_far_off` of each band's values that count as `missing`, and apart from them of the others.

    `consequences` are the sentences on what becomes of the former and of the latter.
    """
    for counts, consequence in zip((True, False), consequences):
        chosen = [
            tuple(entry for entry in entries if (entry.value in numbers) == counts)
            for entries, numbers in zip(found, missing)
        ]
        warn_of_far_off(names, chosen, what, consequence, reporter)


def certain_values(found: Sequence[tuple[FarOffValue, ...]]) -> tuple[tuple[float, ...], ...]:
    """Returns those of each band that are certain."""
    return tuple(tuple(entry.value for entry in entries if entry.is_certain) for entries in found)


def mark_values(missing: np.ndarray, pixels: np.ndarray, values: Sequence[Sequence[float]]) -> None:
    """Marks in `missing`, bool (bands, height, width), the pixels of the same shape that have one of each band's `values`."""
    for band, numbers in enumerate(values):
        for number in numbers:
            missing[band] |= pixels[band] == pixels.dtype.type(number)
