"""Reads single chip pairs of a foreign folder: their headers, and what their labels hold.

Finds which chips of a foreign folder lie on a common pixel grid. Pure arithmetic, no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from ...core.errors import ChipsError
from ...core.grid import Grid, Window
from ...reading.nodata import missing_values, nodata_pixels
from ..dataset import SceneRecord
from ..files import dtype_name, label_gaps, open_chip, read_bands, read_mask

_COUNTABLE = ("uint8", "uint16")


@dataclass(frozen=True)
class ImageHeader:
    """What is known of an image chip before its pixels are read.

    `dtype` is the numpy dtype that holds all bands, `alpha_band` the number (from 1; None: none) of the band that is
    flagged as alpha. `band_names` and `nodata` are per band. The grid's geotransform is `NO_GEOREFERENCE` where there is none.
    """

    grid: Grid
    dtype: str
    band_names: tuple[str, ...]
    nodata: tuple[float | None, ...]
    alpha_band: int | None

    @property
    def band_count(self) -> int:
        """Returns the number of bands."""
        return len(self.band_names)


@dataclass(frozen=True)
class LabelCounts:
    """What one label holds: number of pixels per value other than 0, of value 0, and of nothing."""

    class_counts: tuple[tuple[int, int], ...]
    unlabelled_px: int
    nodata_px: int


def read_header(path: str) -> ImageHeader:
    """Reads the header of an image chip. Raises ChipsError."""
    dataset = open_chip(path)
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    if not bands:
        raise ChipsError(f"The chip {path} has no bands. Remove it or export it again.")
    dtypes = [dtype_name(dataset, number, path) for number in range(1, len(bands) + 1)]
    alpha = [number for number, band in enumerate(bands, 1) if band.GetColorInterpretation() == gdal.GCI_AlphaBand]
    transform = tuple(dataset.GetGeoTransform(can_return_null=True) or NO_GEOREFERENCE)
    return ImageHeader(
        Grid(dataset.RasterXSize, dataset.RasterYSize, transform, dataset.GetProjection() or ""),
        np.result_type(*dtypes).name,
        tuple(band.GetDescription() or f"Band {number}" for number, band in enumerate(bands, 1)),
        tuple(band.GetNoDataValue() for band in bands),
        alpha[-1] if alpha and len(bands) > 1 else None,
    )


def alpha_is_mask(paths: Sequence[str], band_number: int, dtype: str) -> bool:
    """Tells whether a band flagged as alpha marks validity in all of these chips: it holds only 0, 1 and the highest value.

    Aerial chips of four bands often flag their near infrared as alpha.
    """
    full = 1.0 if dtype.startswith("float") else float(np.iinfo(dtype).max)
    for path in paths:
        values = read_bands(open_chip(path), (band_number,), "float64", path)
        if not np.isin(values, (0.0, full, 1.0, 255.0)).all():
            return False
    return True


def count_label(path: str, image: Grid, image_nothing: np.ndarray | None) -> LabelCounts:
    """Counts the values of the label of an image chip; `image_nothing` (height, width) marks where the image has nothing.

    Raises ChipsError for labels of several bands, of another size, or with fractions.
    """
    dataset = open_chip(path)
    if dataset.RasterCount != 1:
        raise ChipsError(
            f"The label {path} has {dataset.RasterCount} bands, it must have one that holds class values. "
            "Convert colours to class values first."
        )
    if (dataset.RasterXSize, dataset.RasterYSize) != (image.width, image.height):
        raise ChipsError(
            f"The label {path} has {dataset.RasterXSize} x {dataset.RasterYSize} pixels, its image {image.width} x "
            f"{image.height}. Export them again."
        )
    dtype = dtype_name(dataset, 1, path)
    values = read_bands(dataset, (1,), dtype, path)[0]
    gaps = label_gaps(values, read_mask(dataset, path), dataset.GetRasterBand(1).GetNoDataValue())
    if dtype.startswith("float"):
        gaps |= ~np.isfinite(values)
        fractions = values[~gaps & (values != np.round(values))]
        if fractions.size:
            raise ChipsError(f"The label {path} has the value {fractions[0]}. Class values must be whole numbers.")
    if image_nothing is not None:
        gaps |= image_nothing
    counts = dict(count_values(values[~gaps] if gaps.any() else values))
    unlabelled = counts.pop(0, 0)
    return LabelCounts(tuple(counts.items()), unlabelled, int(gaps.sum()))


def count_values(values: np.ndarray) -> list[tuple[int, int]]:
    """Returns pairs of value and number of pixels, by value, of an array of whole numbers (any dtype and shape)."""
    if values.dtype.name in _COUNTABLE:
        counts = np.bincount(values.ravel())
        present = np.flatnonzero(counts)
        return [(int(value), int(counts[value])) for value in present]
    present, counts = np.unique(values, return_counts=True)
    return [(int(value), int(count)) for value, count in zip(present, counts)]


def image_nothing(
    path: str, band_numbers: tuple[int, ...], dtype: str, nodata: tuple[float | None, ...], mask_band: int | None
) -> np.ndarray | None:
    """Returns where an image chip has nothing: bool (height, width); None, without reading it, where that cannot be.

    `band_numbers` (from 1) and `nodata` describe its data bands, `mask_band` the band that marks validity.
    """
    dataset = open_chip(path)
    mask = read_mask(dataset, path)
    if mask is None and mask_band is not None:
        mask = read_bands(dataset, (mask_band,), "float64", path)[0] != 0
    if mask is None and not dtype.startswith("float") and all(value is None for value in nodata):
        return None
    return nodata_pixels(missing_values(read_bands(dataset, band_numbers, dtype, path), nodata), nodata, mask)


NO_GEOREFERENCE = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
"""The geotransform of a file that has none."""
_SAME_SIZE = 1e-3
"""Pixel sizes of one scene may differ by this share: exports round them."""


def place_chips(
    names: Sequence[str], grids: Sequence[Grid]
) -> tuple[tuple[SceneRecord, ...], tuple[tuple[int, Window], ...]]:
    """Sorts chips into scenes: one per coordinate reference system and pixel size, anchored at its left and top.

    A chip without georeference becomes a scene of its own, called by its name. A rotated chip is placed by its
    centre. Returns the scenes, and for each chip its scene's position and its window in pixels of the scene.
    """
    groups: list[list[int]] = []
    for number, grid in enumerate(grids):
        group = next((group for group in groups if _belong_together(grids[group[0]], grid)), None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    scenes: list[SceneRecord] = []
    places: dict[int, tuple[int, Window]] = {}
    for position, group in enumerate(groups):
        scene, windows = _scene([grids[number] for number in group])
        alone = grids[group[0]].geotransform == NO_GEOREFERENCE
        scenes.append(SceneRecord(names[group[0]] if alone else f"scene {position + 1}", scene))
        places.update({number: (position, window) for number, window in zip(group, windows)})
    return tuple(scenes), tuple(places[number] for number in range(len(grids)))


def _belong_together(first: Grid, second: Grid) -> bool:
    """Tells whether two chips lie on a common grid."""
    if NO_GEOREFERENCE in (first.geotransform, second.geotransform) or first.crs_wkt != second.crs_wkt:
        return False
    same_way = (first.geotransform[5] > 0) == (second.geotransform[5] > 0)
    sizes = zip(first.pixel_size_map, second.pixel_size_map)
    return same_way and all(abs(one - other) <= _SAME_SIZE * one for one, other in sizes)


def _scene(grids: Sequence[Grid]) -> tuple[Grid, list[Window]]:
    """Returns the grid that covers all chips, and each chip's window in it."""
    pixel_width, pixel_height = grids[0].pixel_size_map
    south_up = grids[0].geotransform[5] > 0
    corners = []
    for grid in grids:
        xmin, ymin, xmax, ymax = grid.extent_map()
        x_middle, y_middle = (xmin + xmax) / 2, (ymin + ymax) / 2
        y_half = grid.height * pixel_height / 2
        corners.append((x_middle - grid.width * pixel_width / 2, y_middle - y_half if south_up else y_middle + y_half))
    left = min(x for x, _ in corners)
    top = min(y for _, y in corners) if south_up else max(y for _, y in corners)
    step = pixel_height if south_up else -pixel_height
    windows = [
        Window(round((x - left) / pixel_width), round((y - top) / step), grid.width, grid.height)
        for (x, y), grid in zip(corners, grids)
    ]
    width, height = max(window.right for window in windows), max(window.bottom for window in windows)
    return Grid(width, height, (left, pixel_width, 0.0, top, 0.0, step), grids[0].crs_wkt), windows
