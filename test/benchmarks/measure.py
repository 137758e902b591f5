"""What the benchmarks share: a scene of any size, CPU time, and lines of result."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))
sys.modules.setdefault("triton", None)

import plugin_package  # noqa: F401 (registers the package pixel_classifier)

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

BANDS = 4


def cpu_seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Returns the least CPU time, of all threads, that some repeats of the work took."""
    times = []
    for _ in range(repeats):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def say(what: str, value: float, unit: str, note: str = "") -> None:
    """Prints a line of result."""
    print(f"{what:52} {value:9.2f} {unit:18} {note}".rstrip(), flush=True)


def write_image(path: Path, width: int, height: int, seed: int = 0) -> Path:
    """Writes a tiled, deflated uint16 image of four bands that compresses as imagery does (to about 60 %)."""
    options = ["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "PHOTOMETRIC=MINISBLACK", "BIGTIFF=IF_SAFER"]
    raster = gdal.GetDriverByName("GTiff").Create(str(path), width, height, BANDS, gdal.GDT_UInt16, options)
    raster.SetGeoTransform((500000, 1, 0, 5400000, 0, -1))
    raster.SetProjection(_reference().ExportToWkt())
    generator = np.random.default_rng(seed)
    for y in range(0, height, 256):
        rows = min(256, height - y)
        slow = 1500 + 700 * np.sin(np.arange(width) / 90.0)[None, :] * np.cos(np.arange(y, y + rows) / 70.0)[:, None]
        for number in range(1, BANDS + 1):
            values = (slow * number / 2 + generator.normal(0, 25, (rows, width))).clip(1, 60000).astype(np.uint16)
            raster.GetRasterBand(number).WriteRaster(0, y, width, rows, values.tobytes())
    raster.FlushCache()
    return path


def write_labels(path: Path, width: int, height: int, count: int, seed: int = 1) -> Path:
    """Writes rectangles of five classes (integer field `class`) all over an image of that size."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("labels", _reference(), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTInteger))
    generator = np.random.default_rng(seed)
    for number in range(count):
        x, y = generator.uniform(0, width - 80), generator.uniform(0, height - 80)
        right, bottom = x + generator.uniform(10, 80), y + generator.uniform(10, 80)
        corners = ((x, y), (right, y), (right, bottom), (x, bottom), (x, y))
        ring = ",".join(f"{500000 + px:.2f} {5400000 - py:.2f}" for px, py in corners)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("class", number % 5 + 1)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
        layer.CreateFeature(feature)
    return path


def _reference() -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32633)
    return reference
