"""A map of three classes, made in code, and what it can be assessed by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.writing.raster_writer import RasterWriter

WIDTH, HEIGHT = 60, 40
PIXEL = 10.0
TRANSFORM = (500_000.0, PIXEL, 0.0, 6_000_000.0, 0.0, -PIXEL)
TABLE = ClassTable(
    (
        ClassEntry(3, "meadow", (10, 200, 30)),
        ClassEntry(4, "lake <&>", (20, 40, 220)),
        ClassEntry(700, "town", (200, 30, 30)),
    )
)


def system(code: int) -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def truth() -> np.ndarray:
    """Returns the classes on the ground: meadow in the west, lake in the middle, town in the east."""
    values = np.full((HEIGHT, WIDTH), 3, np.uint16)
    values[:, 20:40], values[:, 40:] = 4, 700
    return values


def mapped() -> np.ndarray:
    """Returns what the map says: two columns of lake are meadow to it, and its ten uppermost rows are nodata."""
    values = truth()
    values[:, 20:22] = 3
    values[:10] = 0
    return values


def write_map(
    path: Path, values: np.ndarray, *, nodata: float | None = 0, table=TABLE, epsg=32633, transform=TRANSFORM
):
    height, width = values.shape
    grid = Grid(width, height, transform, system(epsg).ExportToWkt() if epsg else "")
    with RasterWriter(str(path), grid, values.dtype, nodata=nodata) as writer:
        if table is not None:
            writer.set_classes(table)
        writer.write(grid.window, values)
    return str(path)


def point(x: float, y: float) -> str:
    """Returns the middle of a pixel of the map as WKT in its map units."""
    return f"POINT ({TRANSFORM[0] + (x + 0.5) * PIXEL} {TRANSFORM[3] - (y + 0.5) * PIXEL})"


def rectangle(x: float, y: float, right: float, bottom: float) -> str:
    """Returns columns and rows of the map as WKT in its map units."""
    left, top = TRANSFORM[0] + x * PIXEL, TRANSFORM[3] - y * PIXEL
    far, low = TRANSFORM[0] + right * PIXEL, TRANSFORM[3] - bottom * PIXEL
    return f"POLYGON (({left} {low}, {far} {low}, {far} {top}, {left} {top}, {left} {low}))"


def write_layer(path: Path, rows: list[tuple[str, object]], epsg: int = 32633) -> str:
    """Writes geometries (WKT in the map's CRS) with a field `class`, of text or of whole numbers, in another CRS if asked."""
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer("reference", system(epsg), ogr.wkbUnknown)
    is_text = any(isinstance(value, str) for _, value in rows)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString if is_text else ogr.OFTInteger))
    way = osr.CoordinateTransformation(system(32633), system(epsg))
    for wkt, value in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        geometry = ogr.CreateGeometryFromWkt(wkt)
        geometry.Transform(way)
        feature.SetGeometry(geometry)
        if value is not None:
            feature.SetField("class", value)
        layer.CreateFeature(feature)
    dataset.FlushCache()
    return str(path)
