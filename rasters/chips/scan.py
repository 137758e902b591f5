"""Reads the chips of an external folder once: the headers of images, and the counts of labels."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from osgeo import gdal

from ..classes.class_values import check_class_values, fits_class_values
from ..core.crs import crs_from_wkt, is_same
from ..core.dtypes import common_dtype
from ..core.errors import ChipsError, LabelError
from ..core.gdal_calls import gdal_exceptions_as, plain_text
from ..core.grid import PIXELS_AS_MAP_UNITS, Grid
from ..reading.alpha import count_values as add_values
from ..reading.alpha import mask_threshold
from ..reading.nodata import missing_values, nodata_pixels
from ..reading.palette import is_grey_ramp
from .files import dtype_name, open_chip, read_bands, read_label, read_mask, unusable
from .scene_grouping import NO_GEOREFERENCE

_COUNTABLE = ("uint8", "uint16")
_MOST_SHIFT_PX = 0.5
"""Corners of a label that lie farther from those of its image are not due to rounding."""


@dataclass(frozen=True)
class ImageHeader:
    """The header of an image chip.

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
    """The contents of a label: number of pixels per value other than 0, of value 0, and of NoData.

    `is_elsewhere` is whether its georeference is another one than that of its image.
    """

    class_counts: tuple[tuple[int, int], ...]
    unlabelled_px: int
    nodata_px: int
    is_elsewhere: bool = False


def read_header(path: str) -> ImageHeader:
    """Reads the header of an image chip. Raises ChipsError."""
    with gdal_exceptions_as(partial(unusable, path)):
        return _header(open_chip(path), path)


def _header(dataset: gdal.Dataset, path: str) -> ImageHeader:
    """Returns the header of an open image chip."""
    bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
    if not bands:
        raise ChipsError(f"The chip {path} has no bands. Remove it or export it again.")
    palettes = [band.GetRasterColorTable() for band in bands if band.GetColorInterpretation() == gdal.GCI_PaletteIndex]
    if any(table and not is_grey_ramp(table) for table in palettes):
        raise ChipsError(
            f"The chip {path} is paletted: its values are indices into a table of colours. Expand the palette of all images first, "
            "in QGIS by Raster > Conversion > PCT to RGB."
        )
    dtypes = [dtype_name(dataset, number, path) for number in range(1, len(bands) + 1)]
    alpha = [number for number, band in enumerate(bands, 1) if band.GetColorInterpretation() == gdal.GCI_AlphaBand]
    transform = tuple(dataset.GetGeoTransform(can_return_null=True) or NO_GEOREFERENCE)
    grid = Grid(dataset.RasterXSize, dataset.RasterYSize, transform, plain_text(dataset.GetProjection() or ""))
    if not grid.is_usable:
        raise ChipsError(
            f"The chip {path} has a geotransform that cannot be computed with: {transform}. Export it again, or remove it."
        )
    return ImageHeader(
        grid,
        common_dtype(dtypes).name,
        tuple(plain_text(band.GetDescription()) or f"Band {number}" for number, band in enumerate(bands, 1)),
        tuple(band.GetNoDataValue() for band in bands),
        alpha[-1] if alpha and len(bands) > 1 else None,
    )


def alpha_threshold(paths: Sequence[str], band_number: int, dtype: str) -> float | None:
    """Returns the value that valid pixels exceed in a band flagged as alpha of some chips; None where it is no mask.

    Aerial chips of four bands often flag their near infrared as alpha.
    """
    counts: Counter[float] = Counter()
    for path in paths:
        with gdal_exceptions_as(partial(unusable, path)):
            add_values(counts, read_bands(open_chip(path), (band_number,), "float64", path))
    return mask_threshold(counts, dtype)


def count_label(path: str, image: Grid, image_nodata: np.ndarray | None) -> LabelCounts:
    """Counts the values of the label of an image chip; `image_nodata` (height, width) is True where the image is NoData.

    Raises ChipsError for labels of several bands, of another size, or with fractions or values beyond 32 bits.
    """
    with gdal_exceptions_as(partial(unusable, path)):
        return _counted(open_chip(path), path, image, image_nodata)


def _counted(dataset: gdal.Dataset, path: str, image: Grid, image_nodata: np.ndarray | None) -> LabelCounts:
    """Counts the values of an open label."""
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
    values, gaps = read_label(dataset, path)
    if not fits_class_values(values.dtype):
        try:
            check_class_values(values[~gaps], f"The label {path}")
        except LabelError as error:
            raise ChipsError(str(error)) from error
    if image_nodata is not None:
        gaps |= image_nodata
    counts = dict(count_values(values[~gaps] if gaps.any() else values))
    unlabelled = counts.pop(0, 0)
    return LabelCounts(tuple(counts.items()), unlabelled, int(gaps.sum()), _is_elsewhere(dataset, image))


def _is_elsewhere(label: gdal.Dataset, image: Grid) -> bool:
    """Returns whether a label of as many pixels lies elsewhere on the map than its image, or is turned over; False where one has no georeference."""
    transform = label.GetGeoTransform(can_return_null=True)
    own = Grid(image.width, image.height, tuple(transform or NO_GEOREFERENCE), plain_text(label.GetProjection() or ""))
    if any(grid.geotransform in (NO_GEOREFERENCE, PIXELS_AS_MAP_UNITS) for grid in (own, image)) or not own.is_usable:
        return False
    if not is_same(crs_from_wkt(own.crs_wkt), crs_from_wkt(image.crs_wkt)):
        return False
    corners = zip(own.corners_map(own.window), image.corners_map(image.window))
    return max(math.dist(image.to_pixel(*one), image.to_pixel(*other)) for one, other in corners) > _MOST_SHIFT_PX


def count_values(values: np.ndarray) -> list[tuple[int, int]]:
    """Returns pairs of value and number of pixels, by value, of an array of whole numbers (any dtype and shape)."""
    if values.dtype.name in _COUNTABLE:
        counts = np.bincount(values.ravel())
        present = np.flatnonzero(counts)
        return [(int(value), int(counts[value])) for value in present]
    present, counts = np.unique(values, return_counts=True)
    return [(int(value), int(count)) for value, count in zip(present, counts)]


def image_nodata_mask(
    path: str,
    band_numbers: tuple[int, ...],
    dtype: str,
    nodata: tuple[float | None, ...],
    mask_band: int | None,
    threshold: float,
) -> np.ndarray | None:
    """Returns where an image chip is NoData: bool (height, width); None, without reading it, where no pixel can be.

    `band_numbers` (from 1) and `nodata` describe its data bands, `mask_band` is its alpha band, in
    which valid pixels exceed `threshold`.
    """
    with gdal_exceptions_as(partial(unusable, path)):
        dataset = open_chip(path)
        mask = read_mask(dataset, path)
        if mask is None and mask_band is not None:
            mask = read_bands(dataset, (mask_band,), "float64", path)[0] > threshold
        if mask is None and not dtype.startswith("float") and all(value is None for value in nodata):
            return None
        return nodata_pixels(missing_values(read_bands(dataset, band_numbers, dtype, path), nodata), nodata, mask)
