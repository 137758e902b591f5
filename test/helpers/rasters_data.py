"""Small rasters and vector layers made in code, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

UTM = 32633
WGS84 = 4326
TRANSFORM = (500_000.0, 10.0, 0.0, 6_000_000.0, 0.0, -10.0)


def system(code: int) -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


GDAL_TYPES = {
    "uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "uint32": gdal.GDT_UInt32,
    "int32": gdal.GDT_Int32, "float32": gdal.GDT_Float32, "float64": gdal.GDT_Float64, "complex64": gdal.GDT_CFloat32,
    "int64": gdal.GDT_Int64, "int8": gdal.GDT_Int8 if hasattr(gdal, "GDT_Int8") else gdal.GDT_Byte,
}  # fmt: skip


def write_sparse(path: Path, side_px: int, bands: int = 1) -> None:
    """Writes a GeoTIFF of bytes that declares so many columns and rows and holds no pixel."""
    options = ["SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=4096", "BLOCKYSIZE=4096"]
    gdal.GetDriverByName("GTiff").Create(str(path), side_px, side_px, bands, gdal.GDT_Byte, options=options)


def make_raster(
    path: Path,
    pixels: np.ndarray,
    *,
    transform: tuple[float, ...] | None = TRANSFORM,
    epsg: int | None = UTM,
    nodata: float | Sequence[float | None] | None = None,
    options: Sequence[str] = (),
    alpha: int | None = None,
    mask: np.ndarray | None = None,
    names: Sequence[str] = (),
) -> str:
    """Writes pixels (bands, height, width) or (height, width) as GeoTIFF and returns its path.

    `nodata` is for all bands or one for each; without `transform` and `epsg` the raster lies nowhere.
    """
    pixels = pixels[np.newaxis] if pixels.ndim == 2 else pixels
    bands, height, width = pixels.shape
    if pixels.dtype == np.int8 and GDAL_TYPES["int8"] == gdal.GDT_Byte:
        options = [*options, "PIXELTYPE=SIGNEDBYTE"]
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), width, height, bands, GDAL_TYPES[pixels.dtype.name], options=list(options)
    )
    if transform is not None:
        dataset.SetGeoTransform(transform)
    if epsg is not None:
        dataset.SetProjection(system(epsg).ExportToWkt())
    for number, value in enumerate(nodata if isinstance(nodata, Sequence) else [nodata] * bands, 1):
        band = dataset.GetRasterBand(number)
        if value is not None:
            band.SetNoDataValue(value)
        if number == alpha:
            band.SetColorInterpretation(gdal.GCI_AlphaBand)
        if names:
            band.SetDescription(names[number - 1])
    if mask is not None:
        gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES")
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
    dataset.WriteRaster(0, 0, width, height, np.ascontiguousarray(pixels), buf_type=GDAL_TYPES[pixels.dtype.name])
    if mask is not None:
        band = dataset.GetRasterBand(1).GetMaskBand()
        band.WriteRaster(0, 0, width, height, mask.astype(np.uint8) * 255, buf_type=gdal.GDT_Byte)
    dataset.FlushCache()
    return str(path)


def give_bands_masks(path: str, valid: np.ndarray) -> str:
    """Gives each band of a file a mask of its own, bool (bands, height, width), in a sidecar; returns the path."""
    dataset = gdal.Open(path)
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", "NO")
    for number in range(1, len(valid) + 1):
        dataset.GetRasterBand(number).CreateMaskBand(0)
    gdal.SetThreadLocalConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
    for number, mask in enumerate(valid, 1):
        rows = np.ascontiguousarray(mask, np.uint8) * 255
        dataset.GetRasterBand(number).GetMaskBand().WriteRaster(0, 0, rows.shape[1], rows.shape[0], rows.tobytes())
    return path


def square(xmin: float, ymin: float, xmax: float, ymax: float) -> str:
    """Returns a rectangle as WKT."""
    return f"POLYGON(({xmin} {ymin},{xmax} {ymin},{xmax} {ymax},{xmin} {ymax},{xmin} {ymin}))"


def pixel_square(x: float, y: float, right: float, bottom: float) -> str:
    """Returns the rectangle that covers those columns and rows of the standard raster, as WKT in its map units."""
    x0, size, _, y0, _, _ = TRANSFORM
    return square(x0 + x * size, y0 - bottom * size, x0 + right * size, y0 - y * size)


def make_layer(
    path: Path,
    rows: list[tuple[str | None, object]],
    *,
    field_type: int | None = ogr.OFTString,
    epsg: int | None = UTM,
    driver: str = "GPKG",
    layer: str = "labels",
) -> str:
    """Writes features (geometry as WKT, value of the field `class`) and returns the path; adds a layer to a GPKG."""
    if path.exists():
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    else:
        dataset = gdal.GetDriverByName(driver).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    created = dataset.CreateLayer(layer, system(epsg) if epsg else None, ogr.wkbUnknown)
    if field_type is not None:
        created.CreateField(ogr.FieldDefn("class", field_type))
    for wkt, value in rows:
        feature = ogr.Feature(created.GetLayerDefn())
        if field_type is not None and value is not None:
            feature.SetField("class", value)
        if wkt is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        created.CreateFeature(feature)
    dataset.FlushCache()
    return str(path)


def write_envi(folder: Path, pixels: np.ndarray, line: str) -> str:
    """Writes pixels (bands, height, width) as a file of ENVI with a further `line` in its header, in ISO 8859-1; returns its path."""
    image = make_raster(folder / "envi.tif", pixels)
    path = folder / "a.img"
    gdal.Translate(str(path), image, format="ENVI")
    (folder / "envi.tif").unlink()
    (folder / "a.img.aux.xml").unlink(missing_ok=True)
    header = (folder / "a.hdr").read_bytes()
    header = header[: header.find(b"band names")] if b"band names" in header else header
    (folder / "a.hdr").write_bytes(header + line.encode("latin-1") + b"\n")
    return str(path)
