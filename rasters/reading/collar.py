"""Collars: the black or white that warping and mosaicking leave around an image, where no NoData value and no mask marks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..core.errors import RasterError
from ..core.grid import Window
from ..core.number_text import percent
from ..core.progress import Reporter
from ..core.tiling import sample_windows
from ..core.undeclared_nodata import far_off_values
from .nodata import nodata_pixels_in
from .reader import RasterReader

_CORNER_PX = 4
"""A corner this wide and high lies in the collar of all but the smallest images; what is seen of the ground differs there."""
_LEAST_SIDE_PX = 8 * _CORNER_PX
"""In smaller images, a corner is no small part."""
_LEAST_SHARE = 0.01
_MOST_AMID_OTHERS = 0.1
"""Of the pixels of a collar no more than this share lie amid others, such as shadows."""
_WHITE = 255.0


@dataclass(frozen=True)
class Collar:
    """The value that all bands have in a collar, and the share (0 to 1) of the sampled pixels that have it."""

    value: float
    share: float


def find_collar(reader: RasterReader, window: Window) -> Collar | None:
    """Returns the collar of an image in a window, None where it has none or one that is marked as NoData.

    In a collar, all bands are 0, or 255 in an image of bytes; so is a whole corner of the window, and a hundredth of its pixels or more.
    None, too, where the value lies far from all others: it is pointed out as such. Nor is it a collar where one band has the value amid
    others, as a canopy model has 0 between trees.
    """
    if min(window.width, window.height) < _LEAST_SIDE_PX:
        return None
    try:
        values = {value for value in map(_only_value, _parts(reader, _corners(window))) if value is not None}
        values &= {0.0, _WHITE} if reader.dtype == np.uint8 else {0.0}
        if not values:
            return None
        parts = list(_parts(reader, sample_windows(window)))
    except RasterError:  # a block that cannot be read is reported where it is needed
        return None
    count = sum(int(valid.sum()) for _, valid in parts)
    collars = {value: [valid & (pixels == value).all(axis=0) for pixels, valid in parts] for value in values}
    value, inside = max(sorted(collars.items()), key=lambda item: sum(int(part.sum()) for part in item[1]))
    collar_px = sum(int(part.sum()) for part in inside)
    if not _LEAST_SHARE * count <= collar_px < count:
        return None
    if len(reader.band_numbers) == 1:
        amid = sum(_amid_others(part, valid & ~part) for part, (_, valid) in zip(inside, parts))
        if amid > _MOST_AMID_OTHERS * collar_px:
            return None
    first = np.concatenate([pixels[0][valid] for pixels, valid in parts])
    is_far_off = any(entry.value == value for entry in far_off_values(first))
    return None if is_far_off else Collar(value, collar_px / count)


def warn_of_collar(collar: Collar | None, path: str, reporter: Reporter) -> None:
    """Warns of a collar, where there is one, with its value, its share and the remedy."""
    if collar is not None:
        reporter.warning(
            f"{percent(collar.share)} of the sampled pixels of {path} are {collar.value:g} in every band, and so is a whole corner of it: that looks "
            "like the collar of a warped or cut image. It is not declared as NoData and is used as data. Where it is a collar, declare it: "
            f"gdal_edit.py -a_nodata {collar.value:g} FILE, or in QGIS the layer's properties, Transparency."
        )


def _corners(window: Window) -> tuple[Window, ...]:
    """Returns the four corners of a window."""
    return tuple(
        Window(x, y, _CORNER_PX, _CORNER_PX)
        for y in (window.y, window.bottom - _CORNER_PX)
        for x in (window.x, window.right - _CORNER_PX)
    )


def _parts(reader: RasterReader, windows: tuple[Window, ...]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yields pixels (bands, height, width) of each window, and which of them are valid, bool (height, width)."""
    for window in windows:
        pixels = reader.read(window)
        yield pixels, ~nodata_pixels_in(pixels, reader.nodata, reader.read_mask(window))


def _amid_others(pixels: np.ndarray, others: np.ndarray) -> int:
    """Returns how many of some pixels, bool (height, width), have `others` on all four sides of them, near or far."""
    amid = pixels.copy()
    for axis in (0, 1):
        amid &= np.logical_or.accumulate(others, axis)
        amid &= np.flip(np.logical_or.accumulate(np.flip(others, axis), axis), axis)
    return int(amid.sum())


def _only_value(corner: tuple[np.ndarray, np.ndarray]) -> float | None:
    """Returns the value that all bands of all pixels of a whole corner have, None where they differ or some are NoData."""
    pixels, valid = corner
    return float(pixels.flat[0]) if valid.all() and (pixels == pixels.flat[0]).all() else None
