"""A small network, its description and scenes to classify."""

from __future__ import annotations

import numpy as np
import torch
from osgeo import gdal, ogr, osr
from pixel_classifier.models.core.description import ModelDescription
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from torch import nn

CLASSES = ClassTable(
    (
        ClassEntry(3, "water", (0, 0, 255)),
        ClassEntry(300, "forest", (0, 128, 0)),
        ClassEntry(70000, "town", (200, 0, 0)),
    )
)


BANDS = 2


TRANSFORM = (500000.0, 2.0, 0.0, 4000000.0, 0.0, -2.0)


class Local(nn.Module):
    """A network that sees two pixels around, and counts its forward passes; not those in which it is made ready."""

    def __init__(self, bands=BANDS, classes=3, kernel=3, most=None):
        super().__init__()
        torch.manual_seed(1)
        self.first = nn.Conv2d(bands, 8, kernel, padding=kernel // 2)
        self.second = nn.Conv2d(8, classes, kernel, padding=kernel // 2)
        self.most, self.shapes = most, []

    def forward(self, x):
        if torch.is_inference_mode_enabled():
            self.shapes.append(tuple(x.shape))
            if self.most is not None and len(x) > self.most:
                raise RuntimeError("CUDA out of memory. Tried to allocate 20 GiB.")
        return self.second(torch.relu(self.first(x))) * 5


def description(**changes):
    values = {
        "architecture": "unet", "encoder": "resnet18", "class_table": CLASSES, "band_names": ("a", "b"), "dtype": "uint16",
        "band_means": (500.0, 400.0), "band_stds": (100.0, 300.0), "band_minimums": (0.0, 0.0),
        "band_maximums": (1000.0, 1000.0), "pixel_size_map": (2.0, 2.0), "crs_wkt": utm(), "chip_size_px": 64,
        "ignore_class": 0,
    }  # fmt: skip
    return ModelDescription(**{**values, **changes})


def utm():
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32633)
    return crs.ExportToWkt()


def write_scene(path, pixels, nodata=None, crs=True, transform=TRANSFORM, options=()):
    types = {
        "uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16, "float32": gdal.GDT_Float32,
    }  # fmt: skip
    bands, height, width = pixels.shape
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), width, height, bands, types[pixels.dtype.name], options=list(options)
    )
    dataset.SetGeoTransform(transform)
    if crs:
        dataset.SetProjection(utm())
    for number, values in enumerate(pixels, 1):
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
        dataset.GetRasterBand(number).WriteRaster(0, 0, width, height, np.ascontiguousarray(values).tobytes())
    dataset = None
    return str(path)


def write_polygon(path, code, *rings):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer("area", crs, ogr.wkbPolygon)
    for ring in rings:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({','.join(f'{x} {y}' for x, y in ring)}))"))
        layer.CreateFeature(feature)
    feature = layer = dataset = None
    return str(path)


def noise(height, width, bands=BANDS, dtype=np.uint16, seed=0):
    return np.random.default_rng(seed).integers(1, 1000, (bands, height, width)).astype(dtype)


def read(path):
    dataset = gdal.Open(path)
    kind = {gdal.GDT_Byte: np.uint8, gdal.GDT_UInt16: np.uint16, gdal.GDT_Int32: np.int32, gdal.GDT_Float32: np.float32}
    shape = (dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)
    return np.frombuffer(dataset.ReadRaster(), kind[dataset.GetRasterBand(1).DataType]).reshape(shape)


def whole_image(network, pixels, model):
    """Classifies an image in one forward pass, filled up to multiples of 32 by mirroring."""
    means, stds = (np.array(v, np.float32)[:, None, None] for v in (model.band_means, model.band_stds))
    scaled = (pixels.astype(np.float32) - means) / stds
    height, width = pixels.shape[1:]
    filled = np.pad(scaled, ((0, 0), (0, -height % 32), (0, -width % 32)), mode="reflect")
    with torch.inference_mode():
        logits = network(torch.from_numpy(filled)[None])[0]
    return logits.softmax(0)[:, :height, :width].numpy()


def left_behind(tmp_path):
    return sorted(path.name for path in (tmp_path / "out").iterdir())
