"""Rasters on another grid, warped as they are read, without a copy on disk; and back-projection of results from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal

from ..core.band_scales import UNSCALED
from ..core.crs import crs_from_wkt, operation_in_axis_order
from ..core.dtypes import HAS_INT8, common_dtype, gdal_type
from ..core.errors import RasterError
from ..core.gdal_calls import gdal_errors_as
from ..core.grid import Grid, Window
from .dataset import RasterDataset, largest_block, mask_bands
from .layer_settings import ranges_text
from .raster_info import RasterInfo
from .virtual_copy import (
    declare_nodata,
    virtual_copy,
    with_alpha_off_where_masked,
    with_common_mask,
    with_nodata_where_masked,
)

_WARP_ERROR_PX = 0.02
"""How far reprojected pixels may lie from their exact places."""

_LARGEST_ALPHA = 255.0
"""The alpha that GDAL is to write for "on": it computes in float32, which holds no largest 32-bit integer."""


def resampled_grid(grid: Grid, factor: float) -> Grid:
    """Returns the grid of the same extent whose pixels are about `factor` times as large (smaller where it is below 1)."""
    width, height = (max(1, round(length / factor)) for length in (grid.width, grid.height))
    x0, a, b, y0, d, e = grid.geotransform
    steps = (a * grid.width / width, b * grid.height / height, d * grid.width / width, e * grid.height / height)
    return Grid(width, height, (x0, steps[0], steps[1], y0, steps[2], steps[3]), grid.crs_wkt)


def resampled(
    raster: RasterDataset,
    grid: Grid,
    factor: float,
    undeclared: Mapping[int, Sequence[float]] | None = None,
    bands: Sequence[int] | None = None,
) -> RasterDataset:
    """Returns a virtual raster over `raster` on `grid`, whose pixels are `factor` times as large.

    Values are averaged over larger pixels and interpolated (bilinear) into smaller ones. NoData and masked values are left out, and so are
    the `undeclared` values of bands, by their numbers (from 1), and NaN where no other NoData is. A pixel of nothing else has that value. Where each band has a mask of its
    own, those of `bands` count, by default of all. Raises RasterError.
    """
    method = "average" if factor > 1 else "bilinear"
    if any(raster.info.nodata_ranges):
        raise RasterError(
            f"{raster.path} has several NoData values in QGIS ({_values_text(raster.info)}), of which only one can be left out of "
            "resampling. Save the layer as GeoTIFF with one NoData value first, or switch the resampling off."
        )
    if not HAS_INT8 and "int8" in raster.info.band_dtypes:
        raise RasterError(
            f"{raster.path} holds signed bytes, which this GDAL ({gdal.__version__}) would resample as unsigned ones. Convert it to "
            "Int16 first, in QGIS by Raster > Conversion > Translate, or switch the resampling off."
        )
    alpha = raster.info.has_mask and raster.info.alpha_band is None
    nodata = _with_nan(raster, _with_undeclared(raster.info, undeclared or {}))
    return _warped(
        raster,
        grid,
        method,
        alpha,
        lambda why: RasterError(f"{raster.path} cannot be resampled: {why}."),
        nodata=None if nodata == raster.info.nodata else nodata,
        bands=bands,
    )


def _with_nan(raster: RasterDataset, nodata: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """Returns the NoData value of each band, NaN in bands of floats that have none: GDAL would spread it over its neighbours."""
    if raster.info.has_mask or raster.info.alpha_band:
        return nodata
    kinds = (gdal.GetDataTypeName(raster.handle.GetRasterBand(number + 1).DataType) for number in range(len(nodata)))
    return tuple(
        math.nan if value is None and kind.startswith("Float") else value for value, kind in zip(nodata, kinds)
    )


def _with_undeclared(info: RasterInfo, undeclared: Mapping[int, Sequence[float]]) -> tuple[float | None, ...]:
    """Returns the one NoData value of each band, declared or not. Raises RasterError for a band that has several."""
    nodata = list(info.nodata)
    for number, values in undeclared.items():
        declared = nodata[number - 1]
        several = [*values, *([] if declared is None else [declared])]
        if len(several) > 1:
            raise RasterError(
                f"Band {number} of {info.path} has several values that are NoData, declared or not "
                f"({', '.join(f'{value:.10g}' for value in several)}), of which only one can be left out of resampling. Give the band one "
                "NoData value first, or switch the resampling off."
            )
        nodata[number - 1] = several[0] if several else None
    return tuple(nodata)


def nearest(raster: RasterDataset, grid: Grid, error: Callable[[str], Exception], operation: str = "") -> RasterDataset:
    """Returns a virtual raster over the nearest pixels of `raster` on `grid`, in whatever CRS; its last band is alpha.

    Where only one of the two has a CRS, they count as in the same one. NoData values stay in the pixels. So the reader can separate them
    from what lies outside of the raster, where alpha is off, as in the raster's own mask. `operation` is the coordinate operation between
    them, as in `core.crs.transform_between`. Raises `error(reason)` where this is not possible.
    """
    as_stored = (None,) * raster.info.band_count
    return _warped(raster, grid, "near", True, error, operation, as_stored if raster.info.nodata != as_stored else None)


def _warped(
    raster: RasterDataset,
    grid: Grid,
    method: str,
    add_alpha: bool,
    error: Callable[[str], Exception],
    operation: str = "",
    nodata: tuple[float | None, ...] | None = None,
    bands: Sequence[int] | None = None,
) -> RasterDataset:
    """Returns a virtual raster over `raster` on `grid`; `add_alpha` appends a band that is not 0 where it is valid.

    `nodata` has the NoData value of each band while it is warped, None where these are its own. The masks of `bands` count.
    GDAL warps to north-up grids only: for others, rows or columns are mirrored as they are read. It would take overviews where pixels become
    larger: those of classes may be averages of them, which are other classes, and those of images are often the nearest pixels.
    """
    source, info = raster.handle, raster.info
    options: dict = {} if info.alpha_band else {"options": ["-nosrcalpha"]}  # near infrared is often flagged as alpha
    if info.alpha_band and info.alpha_threshold:  # GDAL takes "on" to be the largest value of the type, or 255
        on = 2 * info.alpha_threshold
        info = replace(info, alpha_threshold=min(on, _LARGEST_ALPHA) / 2)
        options["warpOptions"] = [f"SRC_ALPHA_MAX={on:.10g}", f"DST_ALPHA_MAX={min(on, _LARGEST_ALPHA):.10g}"]
    if len({source.GetRasterBand(number).DataType for number in range(1, source.RasterCount + 1)}) > 1:
        options["outputType"] = gdal_type(common_dtype(info.band_dtypes))  # GDAL takes that of the first band for all
    crs, target = crs_from_wkt(info.grid.crs_wkt), crs_from_wkt(grid.crs_wkt)
    reprojects = crs is not None and target is not None and info.grid.crs_wkt != grid.crs_wkt
    if reprojects:
        options.update(srcSRS=crs.ExportToWkt(), dstSRS=target.ExportToWkt(), errorThreshold=_WARP_ERROR_PX)
        if operation:
            options["coordinateOperation"] = operation_in_axis_order(operation, crs, target)
    with gdal_errors_as(error):
        masked = mask_bands(source, bands or info.data_bands)
        if masked and info.alpha_band and (raster.is_virtual or source.GetRasterBand(masked[0]).GetMaskFlags() == 0):
            raise error(
                "it has a mask beside NoData of its palette, or masks of single bands beside an alpha band, and GDAL warps only one of them. Save it "
                "with one of them first"
            )
        if masked and info.alpha_band:
            source = with_alpha_off_where_masked(source, info.alpha_band)
        if add_alpha and masked and any(value is not None for value in nodata or info.nodata):
            source, add_alpha = with_nodata_where_masked(source, nodata or info.nodata, error), False
        elif add_alpha and masked and not source.GetRasterBand(masked[0]).GetMaskFlags():
            source = with_common_mask(source, masked)
        is_unplaced = source.GetGeoTransform(can_return_null=True) is None or (crs is None) != (target is None)
        # that of a palette is in its alpha band
        has_other_nodata = bool(nodata or (raster.settings.nodata and not raster.is_virtual))
        if source is raster.handle and (is_unplaced or has_other_nodata):
            source = virtual_copy(source)
        if is_unplaced:
            source.SetGeoTransform(info.grid.geotransform)
            if not reprojects:
                source.SetProjection("")
        if has_other_nodata:
            declare_nodata(source, nodata or info.nodata)
        handle = gdal.Warp(
            "", source, format="VRT", outputBounds=grid.extent_map(), width=grid.width, height=grid.height,
            resampleAlg=method, dstAlpha=add_alpha, overviewLevel="NONE", **options,
        )  # fmt: skip
    _, a, _, _, _, e = grid.geotransform

    def view_of(again: RasterDataset) -> RasterDataset:
        return _warped(again, grid, method, add_alpha, error, operation, nodata, bands)

    return RasterDataset.virtual(raster, handle, _info_of(info, handle, grid), (a < 0, e > 0), view_of)


def _values_text(info: RasterInfo) -> str:
    """Returns the NoData values of the first band that has several."""
    band = next(number for number, ranges in enumerate(info.nodata_ranges) if ranges)
    return ranges_text(((info.nodata[band], info.nodata[band]), *info.nodata_ranges[band]))


def _info_of(info: RasterInfo, handle: gdal.Dataset, grid: Grid) -> RasterInfo:
    """Returns the description of a warped raster, which may have one more band than its source: alpha."""
    info = replace(info, grid=grid, has_mask=False, block_size=largest_block(handle), driver="VRT", notes=())
    if handle.RasterCount == info.band_count:
        return info
    return replace(
        info,
        band_count=info.band_count + 1,
        band_dtypes=(*info.band_dtypes, info.band_dtypes[-1]),
        nodata=(*info.nodata, None),
        band_names=(*info.band_names, "alpha"),
        alpha_band=info.band_count + 1,
        alpha_threshold=0.0,
        band_scales=(*info.band_scales, UNSCALED) if info.band_scales else (),
    )


@dataclass(frozen=True)
class BackProjection:
    """From maps on a resampled grid back to the raster's own pixels: each takes its nearest.

    `rows` and `columns` are, for each row and column of the requested window, that of the resampled grid's `window` in
    which its centre lies, int64.
    """

    window: Window
    rows: np.ndarray
    columns: np.ndarray

    @classmethod
    def of(cls, asked: Window, grid: Grid, other: Grid) -> BackProjection:
        """Returns the back-projection to the `asked` window of `grid` from the resampled grid `other`."""
        rows = _nearest_pixels(asked.y, asked.height, grid.height, other.height)
        columns = _nearest_pixels(asked.x, asked.width, grid.width, other.width)
        window = Window(
            int(columns[0]), int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
        )  # fmt: skip
        return cls(window, rows - window.y, columns - window.x)

    def rows_of(self, y: int, height: int) -> slice:
        """Returns which rows of the requested window have their nearest among `height` rows of `window` from `y` on."""
        first, last = np.searchsorted(self.rows, (y, y + height))
        return slice(int(first), int(last))


def _nearest_pixels(start: int, count: int, length: int, other: int) -> np.ndarray:
    """Returns the pixel of an axis of `other` pixels in which the centres of `count` pixels of one of `length` lie."""
    return np.minimum(((np.arange(start, start + count) + 0.5) * other / length).astype(np.int64), other - 1)
