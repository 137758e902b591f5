"""Virtual copies (VRT) of open datasets, with other NoData values or masks than the files declare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from osgeo import gdal

from ..core.dtypes import set_nodata


def virtual_copy(source: gdal.Dataset, bands: Sequence[int] | None = None) -> gdal.Dataset:
    """Returns a virtual copy of the bands of a dataset, by default of all, and of its mask."""
    band = source.GetRasterBand(1)
    flags = band.GetMaskFlags()
    is_masked = bool(flags & gdal.GMF_PER_DATASET and not flags & gdal.GMF_ALPHA)
    copies_mask = is_masked and source.GetDriver().ShortName == "VRT" and bool(source.GetDescription())
    options = {} if bands is None else {"bandList": list(bands)}
    if not copies_mask:
        return _translated(source, **options)
    # GDAL keeps the relative path in the mask of a virtual raster, and would read another file, or none.
    copy = _translated(source, maskBand="none", **options)
    _add_mask(copy, source, (1,))
    return copy


def declare_nodata(copy: gdal.Dataset, nodata: Sequence[float | None]) -> None:
    """Declares the NoData value of each band of a virtual copy, None for none."""
    for number, value in enumerate(nodata, 1):
        band = copy.GetRasterBand(number)
        if value is not None:
            set_nodata(band, value)
        elif band.GetNoDataValue() is not None:
            band.DeleteNoDataValue()


def with_common_mask(source: gdal.Dataset, bands: Sequence[int]) -> gdal.Dataset:
    """Returns a virtual copy of a dataset whose pixels are valid where a mask of these bands is: GDAL warps no masks of single bands."""
    copy = _translated(source)
    _add_mask(copy, source, bands)
    return copy


def with_nodata_where_masked(
    source: gdal.Dataset, nodata: Sequence[float | None], error: Callable[[str], Exception]
) -> gdal.Dataset:
    """Returns a virtual copy of a dataset that has NoData where its mask is off: GDAL warps no mask of what declares NoData.

    Raises `error(reason)` where only some of the bands have a NoData value.
    """
    if None in nodata:
        raise error("it has a mask, and only some of its bands have a NoData value. Give all bands one first")
    copy = _translated(source, maskBand="none")
    declare_nodata(copy, nodata)
    for number in range(1, copy.RasterCount + 1):
        copy.GetRasterBand(number).SetMetadataItem(
            "source_0",
            f"<ComplexSource>{_source(source, str(number))}<UseMaskBand>true</UseMaskBand></ComplexSource>",
            "vrt_sources",
        )
    return copy


def with_alpha_off_where_masked(source: gdal.Dataset, alpha_band: int) -> gdal.Dataset:
    """Returns a virtual copy of a dataset whose alpha is 0 where its mask is off: GDAL warps one of them only."""
    copy = _translated(source, maskBand="none")
    # over the alpha itself lies the mask where it is not 255, "on"
    copy.GetRasterBand(alpha_band).SetMetadataItem(
        "source_1",
        f"<ComplexSource>{_source(source, f'mask,{alpha_band}')}<NODATA>255</NODATA></ComplexSource>",
        "new_vrt_sources",
    )
    return copy


def _translated(source: gdal.Dataset, **options: object) -> gdal.Dataset:
    """Returns a virtual copy. Raises RuntimeError where GDAL makes none, as of a copy that has no name itself."""
    copy = gdal.Translate("", source, format="VRT", **options)
    if copy is None:
        raise RuntimeError("GDAL makes no copy of it")
    return copy


def _add_mask(copy: gdal.Dataset, source: gdal.Dataset, bands: Sequence[int]) -> None:
    """Gives a virtual raster a mask that is on where a mask of these bands of the `source` is."""
    copy.CreateMaskBand(gdal.GMF_PER_DATASET)
    mask = copy.GetRasterBand(1).GetMaskBand()
    for number in bands:
        mask.SetMetadataItem(
            f"source_{number}",
            f"<ComplexSource>{_source(source, f'mask,{number}')}<NODATA>0</NODATA></ComplexSource>",
            "new_vrt_sources",
        )


def _source(source: gdal.Dataset, band: str) -> str:
    """Returns the elements by which a virtual raster names a band of a dataset."""
    path = escape(source.GetDescription(), quote=False)
    return f'<SourceFilename relativeToVRT="0">{path}</SourceFilename><SourceBand>{band}</SourceBand>'
