"""Small pictures for reports: chips stretched to 8 bits, class indices in the colours of their table, PNG data URIs."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Sequence

import numpy as np

from ...rasters.classes.class_table import ClassTable

SMALLEST_SIDE_PX = 256
LARGEST_SIDE_PX = 512

_GREY, _TRUE_COLOR, _PALETTE = 0, 2, 3
_FILTER_LEFT = 1
"""The PNG filter of differences to the pixel before; 2 is that of differences to the row above."""

_HATCH_LIGHT = (241, 243, 245)
_HATCH_DARK = (203, 209, 215)
_HATCH_PERIOD_PX = 8
_NODATA = (255, 255, 255)
_COLOR_NAMES = (("red", "r", "b04"), ("green", "g", "b03"), ("blue", "b", "b02"))


def png_data_uri(picture: np.ndarray) -> str:
    """Returns a uint8 picture (h, w, 3), or a grey one (h, w), as a PNG in a data URI."""
    return "data:image/png;base64," + base64.b64encode(png_bytes(picture)).decode("ascii")


def png_bytes(picture: np.ndarray) -> bytes:
    """Returns a uint8 picture (h, w, 3), or a grey one (h, w), as a PNG file, by the standard library alone.

    A picture of at most 256 colours, such as a class map, gets a palette. Other rows are stored as differences to the
    row above or to the pixel before, whichever are smaller.
    """
    height, width = picture.shape[:2]
    palette, indices = _palette(picture) if picture.ndim == 3 else (b"", None)
    if indices is not None:
        kind, rows = _PALETTE, np.insert(indices, 0, 0, axis=1)
    else:
        kind, rows = (_TRUE_COLOR if picture.ndim == 3 else _GREY), _filtered(picture.reshape(height, width, -1))
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks if data or kind == b"IEND")


def stretched(pixels: np.ndarray, usable: np.ndarray | None = None) -> np.ndarray:
    """Stretches bands to 8 bits between their 2nd and 98th percentile.

    `pixels` is (bands, h, w) of any numeric dtype; `usable` is bool (h, w) or (bands, h, w), None where every pixel is.
    Values that are not finite are never usable. Returns uint8 (bands, h, w); unusable pixels and constant
    bands become 128, the middle.
    """
    usable = np.isfinite(pixels) & (True if usable is None else usable)
    return stretched_between(pixels, usable, stretch_limits(pixels, usable))


def stretch_limits(pixels: np.ndarray, usable: np.ndarray) -> list[tuple[float, float]]:
    """Returns the 2nd and 98th percentile of the usable values of each band, the extremes where these are equal.

    `pixels` and `usable` (bool) are (bands, h, w). A band without a usable value has 0 and 0.
    """
    limits = []
    for band, keep in zip(pixels, usable):
        values = band[keep].astype(np.float64)
        low, high = np.percentile(values, (2, 98)) if values.size else (0.0, 0.0)
        limits.append((low, high) if high > low or not values.size else (values.min(), values.max()))
    return limits


def stretched_between(pixels: np.ndarray, usable: np.ndarray, limits: Sequence[tuple[float, float]]) -> np.ndarray:
    """Stretches bands (bands, h, w) to 8 bits between given values; unusable pixels and bands without a span become 128."""
    result = np.full(pixels.shape, 128, np.uint8)
    for number, (band, keep, (low, high)) in enumerate(zip(pixels, usable, limits)):
        if high > low:
            scaled = (band[keep].astype(np.float64) - low) * (255 / (high - low))
            result[number][keep] = scaled.clip(0, 255).round()
    return result


def visible_bands(band_names: Sequence[str]) -> tuple[int, int, int]:
    """Chooses the bands, from 0, to show as red, green and blue.

    Bands named so (or B04, B03, B02, as Sentinel-2 has them) are taken, else the first three. Of more than twenty bands these are three
    from the shorter part of the spectrum. A single band, or the first of two, is shown as grey.
    """
    words = [set(re.split(r"[^a-z0-9]+", name.lower())) for name in band_names]
    found = [
        next((band for band, name in enumerate(words) if not name.isdisjoint(wanted) and "edge" not in name), None)
        for wanted in _COLOR_NAMES
    ]
    if None not in found:
        return found[0], found[1], found[2]
    count = len(band_names)
    if count < 3:
        return 0, 0, 0
    return (count * 4 // 10, count * 2 // 10, count // 20) if count > 20 else (0, 1, 2)


def chip_picture(pixels: np.ndarray, band_names: Sequence[str], usable: np.ndarray | None = None) -> np.ndarray:
    """Returns the picture of a chip (bands, h, w) as uint8 (h, w, 3); pixels without any usable band are white."""
    shown = np.asarray(visible_bands(band_names))
    chosen = usable[shown] if usable is not None and usable.ndim == 3 else usable
    picture = np.moveaxis(stretched(pixels[shown], chosen), 0, -1)
    if usable is not None:
        picture[~(usable if usable.ndim == 2 else usable.any(axis=0))] = _NODATA
    return np.ascontiguousarray(picture)


def class_picture(indices: np.ndarray, class_table: ClassTable) -> np.ndarray:
    """Paints class indices, uint8 (h, w), in the colours of their classes; returns uint8 (h, w, 3).

    Pixels of no class (`IGNORED_INDEX`, or an index beyond the table) are hatched in grey.
    """
    colors = np.asarray([entry.color for entry in class_table.classes], np.uint8).reshape(-1, 3)
    known = indices < len(colors)
    picture = hatch(*indices.shape)
    picture[known] = colors[indices[known]]
    return picture


def hatch(height: int, width: int) -> np.ndarray:
    """Returns the grey hatching that stands for "not labelled", uint8 (height, width, 3)."""
    rows, columns = np.mgrid[:height, :width]
    dark = (rows + columns) % _HATCH_PERIOD_PX < 2
    return np.where(dark[..., None], np.uint8(_HATCH_DARK), np.uint8(_HATCH_LIGHT))


def fitted(picture: np.ndarray, smallest_px: int = SMALLEST_SIDE_PX, largest_px: int = LARGEST_SIDE_PX) -> np.ndarray:
    """Brings a picture (h, w) or (h, w, 3) to a size that suits a report, without mixing values.

    Small ones are enlarged by a whole factor to at least `smallest_px` along the longer side, large ones thinned
    to at most `largest_px`. Returns the same dtype.
    """
    longer = max(picture.shape[:2])
    factor = max(1, -(-smallest_px // longer)) if longer < smallest_px else 1
    step = -(-longer // largest_px)
    return picture[::step, ::step].repeat(factor, axis=0).repeat(factor, axis=1)


def _palette(picture: np.ndarray) -> tuple[bytes, np.ndarray | None]:
    """Returns the colours of a picture (h, w, 3) and each pixel's index into them, uint8 (h, w); None for over 256."""
    packed = picture.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colors, indices = np.unique(packed, return_inverse=True)
    if len(colors) > 256:
        return b"", None
    parts = colors[:, np.newaxis] >> np.array([16, 8, 0], np.uint32) & 255
    return parts.astype(np.uint8).tobytes(), indices.reshape(packed.shape).astype(np.uint8)


def _filtered(picture: np.ndarray) -> np.ndarray:
    """Returns the rows of a picture (h, w, channels) as uint8 (h, 1 + w * channels), each led by its PNG filter."""
    height = len(picture)
    left, up = picture.copy(), picture.copy()
    left[:, 1:] -= picture[:, :-1]
    up[1:] -= picture[:-1]
    candidates = np.stack([left.reshape(height, -1), up.reshape(height, -1)])
    # the usual heuristic: the filter whose bytes, taken as signed numbers, have the smallest sum of absolute values
    costs = np.abs(candidates.view(np.int8).astype(np.int16)).sum(2, dtype=np.int64)
    best = costs.argmin(0)
    return np.insert(candidates[best, np.arange(height)], 0, best.astype(np.uint8) + _FILTER_LEFT, axis=1)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Returns a PNG chunk: length, kind, data and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
