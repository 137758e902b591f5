"""Small pictures for reports: chips stretched to 8 bits, class indices in the colours of their table, PNG data URIs."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence

import numpy as np
from PIL import Image

from ...rasters.classes.class_table import ClassTable

SMALLEST_SIDE_PX = 256
LARGEST_SIDE_PX = 512

_HATCH_LIGHT = (241, 243, 245)
_HATCH_DARK = (203, 209, 215)
_HATCH_PERIOD_PX = 8
_NOTHING = (255, 255, 255)
_COLOR_NAMES = (("red", "r", "b04"), ("green", "g", "b03"), ("blue", "b", "b02"))


def png_data_uri(picture: np.ndarray) -> str:
    """Returns a uint8 picture (h, w, 3), or a grey one (h, w), as a PNG in a data URI.

    A picture of few colours, such as a class map, is stored with a palette, without loss.
    """
    image = Image.fromarray(np.ascontiguousarray(picture))
    if picture.ndim == 3 and image.getcolors(256) is not None:
        image = _with_palette(picture)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


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

    Bands named so (or B04, B03, B02, as Sentinel-2 has them) are taken; else the first three, of more than twenty bands
    three from the shorter part of the spectrum, and a single band or the first of two as grey.
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
        picture[~(usable if usable.ndim == 2 else usable.any(axis=0))] = _NOTHING
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


def example_uris(
    rgb: np.ndarray, label: np.ndarray, predicted: np.ndarray, class_table: ClassTable
) -> tuple[str, str, str]:
    """Returns image (uint8 h, w, 3), label and prediction (class indices, uint8 h, w) of a chip as data URIs."""
    maps = (class_picture(fitted(indices), class_table) for indices in (label, predicted))
    first, second = (png_data_uri(picture) for picture in maps)
    return png_data_uri(fitted(rgb)), first, second


def hatch_uri() -> str:
    """Returns a swatch of the hatching as a data URI, for legends."""
    return png_data_uri(hatch(16, 16))


def _with_palette(picture: np.ndarray) -> Image.Image:
    """Returns a picture of at most 256 colours as an image with exactly these in its palette."""
    packed = (picture.astype(np.uint32) << np.uint32([16, 8, 0])).sum(axis=2, dtype=np.uint32)
    colors, indices = np.unique(packed, return_inverse=True)
    image = Image.fromarray(indices.reshape(packed.shape).astype(np.uint8), "P")
    image.putpalette([int(color) >> shift & 255 for color in colors for shift in (16, 8, 0)])
    return image
