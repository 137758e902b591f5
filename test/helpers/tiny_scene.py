"""A scene of two classes, made by code, small enough to train on in seconds."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
from osgeo import gdal, ogr, osr
from qgis.core import QgsProcessingFeedback
from rasters_data import make_raster

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

WIDTH, HEIGHT = 160, 128
LEFT, TOP, PIXEL = 500000.0, 5400000.0, 2.0
TRANSFORM = (LEFT, PIXEL, 0.0, TOP, 0.0, -PIXEL)
MEADOW, WATER = 3, 700
QUICK = {
    "ARCHITECTURE": "unet",
    "ENCODER": "resnet18",
    "EPOCHS": 2,
    "BATCH_SIZE": 2,
    "LEARNING_RATE": 0.003,
    "REFIT": "never",
    "DEVICE": "cpu",
}


def write_scene(folder: Path) -> SimpleNamespace:
    """Writes the scene's files into a folder."""
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(32633)
    generator = np.random.default_rng(7)
    water = np.zeros((HEIGHT, WIDTH), bool)
    water[:, WIDTH // 2 :] = True
    pixels = generator.normal(600, 60, (3, HEIGHT, WIDTH)) + water * np.array([500, 200, -300]).reshape(3, 1, 1)
    pixels = pixels.clip(1, 4000).astype(np.uint16)
    pixels[:, :10] = 0
    image = folder / "image.tif"
    make_raster(image, pixels, transform=TRANSFORM, nodata=0)
    truth = np.where(water, WATER, MEADOW).astype(np.uint16)
    label_raster = folder / "labels.tif"
    make_raster(label_raster, truth, transform=TRANSFORM)
    polygons = folder / "labels.gpkg"
    write_polygons(polygons, srs)
    return SimpleNamespace(
        folder=folder, image=str(image), polygons=str(polygons), label_raster=str(label_raster), truth=truth
    )


def rectangle(x0: int, y0: int, x1: int, y1: int) -> str:
    """Returns a rectangle of pixels as WKT in map units."""
    left, right = LEFT + x0 * PIXEL, LEFT + x1 * PIXEL
    top, bottom = TOP - y0 * PIXEL, TOP - y1 * PIXEL
    return f"POLYGON (({left} {top}, {right} {top}, {right} {bottom}, {left} {bottom}, {left} {top}))"


RECTANGLES = (
    (rectangle(5, 15, 75, 60), MEADOW, "meadow"),
    (rectangle(85, 15, 155, 60), WATER, "water"),
    (rectangle(5, 65, 75, 125), MEADOW, "meadow"),
    (rectangle(85, 65, 155, 125), WATER, "water"),
)


def write_polygons(path: Path, srs: osr.SpatialReference) -> None:
    """Writes `RECTANGLES` as GeoPackage, layer `polygons`."""
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("polygons", srs, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTInteger))
    layer.CreateField(ogr.FieldDefn("cover", ogr.OFTString))
    for wkt, code, cover in RECTANGLES:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        feature.SetField("code", code)
        feature.SetField("cover", cover)
        layer.CreateFeature(feature)
    dataset.FlushCache()


def read_values(path: str) -> np.ndarray:
    """Returns a raster's first band as int64 (height, width)."""
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    raw = band.ReadRaster(0, 0, dataset.RasterXSize, dataset.RasterYSize, buf_type=gdal.GDT_Int32)
    return np.frombuffer(raw, np.int32).reshape(dataset.RasterYSize, dataset.RasterXSize).astype(np.int64)


class Log(QgsProcessingFeedback):
    """Keeps what is said."""

    def __init__(self):
        super().__init__(False)
        self.lines, self.warnings, self.shares = [], [], []
        self.progressChanged.connect(self.shares.append)

    def pushInfo(self, text):
        self.lines.append(text)

    def pushWarning(self, text):
        self.warnings.append(text)
