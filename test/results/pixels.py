"""Reads imagery and labels as arrays, and writes the rasters and layers of which a split is made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

gdal.UseExceptions()
ogr.UseExceptions()

NO_CLASS = -1
"""Class value of pixels that are neither learned nor evaluated."""


def read(path: Path) -> np.ndarray:
    """Returns a raster's pixels, (bands, height, width)."""
    pixels = gdal.Open(str(path)).ReadAsArray()
    return pixels[None] if pixels.ndim == 2 else pixels


def read_as_float(path: Path, nodata: list[float | None] | None = None) -> np.ndarray:
    """Returns a raster's pixels as float32, NaN where a band has its NoData value (by default the file's) or is not finite."""
    source = gdal.Open(str(path))
    if nodata is None:
        nodata = [source.GetRasterBand(number).GetNoDataValue() for number in range(1, source.RasterCount + 1)]
    pixels = read(path).astype(np.float32)
    values = np.array([np.nan if value is None else value for value in nodata], np.float32)[:, None, None]
    return np.where((pixels == values) | ~(np.abs(pixels) < 1e20), np.nan, pixels)


def read_classes(labels: Path, like: Path, field: str | None, codes: dict[str, int], ignore: int | None) -> np.ndarray:
    """Returns the class values of a vector or raster on the grid of the raster `like`: int32 (height, width), NO_CLASS elsewhere.

    NO_CLASS, too, where no band of `like` has data. `codes` gives the class value of each text of the field; it is empty for numbers.
    """
    values = _rasterized(labels, like, field, codes) if is_vector(labels) else _on_grid(labels, like)
    left_out = np.isnan(read_as_float(like)).all(axis=0) | (values == ignore)
    return np.where(left_out, NO_CLASS, values)


def is_vector(path: Path) -> bool:
    """Returns whether a file holds features rather than pixels."""
    return gdal.OpenEx(str(path)).RasterCount == 0


def _grid_in_memory(like: Path) -> gdal.Dataset:
    """Returns a raster in memory on the grid of `like`, filled with NO_CLASS."""
    source = gdal.Open(str(like))
    target = gdal.GetDriverByName("MEM").Create("", source.RasterXSize, source.RasterYSize, 1, gdal.GDT_Int32)
    target.SetGeoTransform(source.GetGeoTransform())
    target.SetProjection(source.GetProjection())
    target.GetRasterBand(1).Fill(NO_CLASS)
    return target


def _rasterized(vector: Path, like: Path, field: str | None, codes: dict[str, int]) -> np.ndarray:
    """Rasterizes features in their order by GDAL's own rule."""
    dataset = ogr.Open(str(vector))  # the layer lives no longer than its dataset
    layer = dataset.GetLayer(0)
    memory = ogr.GetDriverByName("Memory").CreateDataSource("")
    coded = memory.CreateLayer("coded", layer.GetSpatialRef())
    coded.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    for feature in layer:
        value = feature.GetField(field) if field else 1
        value = codes.get(value) if codes else value
        if value is not None:
            copy = ogr.Feature(coded.GetLayerDefn())
            copy.SetGeometry(feature.GetGeometryRef())
            copy.SetField("value", int(value))
            coded.CreateFeature(copy)
    target = _grid_in_memory(like)
    gdal.RasterizeLayer(target, [1], coded, options=["ATTRIBUTE=value"])
    return target.ReadAsArray()


def _on_grid(raster: Path, like: Path) -> np.ndarray:
    """Returns a raster's first band by nearest neighbour on the grid of `like`; its NoData becomes NO_CLASS."""
    source, target = gdal.Open(str(raster)), _grid_in_memory(like)
    if (source.RasterXSize, source.RasterYSize) == (target.RasterXSize, target.RasterYSize):
        band = source.GetRasterBand(1)
        return np.where(band.GetMaskBand().ReadAsArray() > 0, band.ReadAsArray(), NO_CLASS).astype(np.int32)
    gdal.Warp(target, source, resampleAlg="near")
    return target.ReadAsArray()


def field_values(vector: Path, field: str | None) -> dict[int, object]:
    """Returns the field's value of each feature id."""
    dataset = ogr.Open(str(vector))
    return {feature.GetFID(): feature.GetField(field) if field else 1 for feature in dataset.GetLayer(0)}


def write_features(target: Path, vector: Path, feature_ids: Iterable[int]) -> Path:
    """Copies some features, as Extract by expression does."""
    dataset = ogr.Open(str(vector))
    column = dataset.GetLayer(0).GetFIDColumn() or "FID"
    where = f"{column} IN ({','.join(map(str, feature_ids))})"
    gdal.VectorTranslate(str(target), str(vector), where=where, format="GPKG")
    return target


def write_western_features(target: Path, vector: Path, image: Path) -> Path:
    """Copies what lies in the western half of an image, as Clip does."""
    source = gdal.Open(str(image))
    left, size, _, top, _, step = source.GetGeoTransform()
    middle, bottom = left + size * (source.RasterXSize // 2), top + step * source.RasterYSize
    bounds = map(repr, (left, bottom, middle, top))
    options = ["-makevalid", "-nlt", "PROMOTE_TO_MULTI", "-t_srs", source.GetProjection(), "-clipdst", *bounds]
    gdal.VectorTranslate(str(target), str(vector), format="GPKG", options=options)
    return target


def write_band(target: Path, like: Path, values: np.ndarray) -> Path:
    """Writes class values (height, width) as a GeoTIFF on the grid of the raster `like`, without a NoData value."""
    source = gdal.Open(str(like))
    height, width = values.shape
    data_type = gdal.GDT_Byte if values.max() < 256 else gdal.GDT_UInt16
    raster = gdal.GetDriverByName("GTiff").Create(str(target), width, height, 1, data_type)
    transform = source.GetGeoTransform(can_return_null=True)
    if transform is not None:  # else GDAL would write one of its own, with y downwards
        raster.SetGeoTransform(transform)
    raster.SetProjection(source.GetProjection())
    raster.GetRasterBand(1).WriteArray(values)
    raster.FlushCache()
    return target


def stack(target: Path, sources: list[Path]) -> Path:
    """Joins single-band files to one raster of many bands, as Build virtual raster does (projections of one kind, other names)."""
    names = [str(path) for path in sources]
    gdal.BuildVRT(str(target), names, separate=True, allowProjectionDifference=True, resolution="highest").FlushCache()
    return target


def strip(target: Path, tiles: list[Path]) -> Path:
    """Lays equal tiles side by side in one VRT; classified in tiles of that size without overlap, each is by itself."""
    first = gdal.Open(str(tiles[0]))
    width, height = first.RasterXSize, first.RasterYSize
    dataset = gdal.GetDriverByName("VRT").Create(str(target), width * len(tiles), height, 0)
    dataset.SetGeoTransform((0, *first.GetGeoTransform()[1:3], 0, *first.GetGeoTransform()[4:]))
    for number in range(1, first.RasterCount + 1):
        dataset.AddBand(first.GetRasterBand(number).DataType)
        for position, path in enumerate(tiles):
            dataset.GetRasterBand(number).SetMetadataItem(
                f"source_{position}",
                f"<SimpleSource><SourceFilename>{path}</SourceFilename><SourceBand>{number}</SourceBand>"
                f'<SrcRect xOff="0" yOff="0" xSize="{width}" ySize="{height}"/>'
                f'<DstRect xOff="{position * width}" yOff="0" xSize="{width}" ySize="{height}"/></SimpleSource>',
                "new_vrt_sources",
            )
    dataset.FlushCache()
    return target
