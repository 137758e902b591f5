"""Data that nobody should feed to the algorithms, made by code: spoilt copies of the tiny scene and of its results."""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from osgeo import gdal, ogr, osr
from tiny_scene import HEIGHT, LEFT, PIXEL, RECTANGLES, TOP, WIDTH

NORTH_UP = (LEFT, PIXEL, 0, TOP, 0, -PIXEL)
NO_LABELS = np.zeros((HEIGHT, WIDTH), np.uint8)
_SMALL_TILES = ("TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=32", "INTERLEAVE=PIXEL")
TYPES = {"uint8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "float32": gdal.GDT_Float32}


def read_pixels(path: str) -> np.ndarray:
    """Returns a uint16 raster as (bands, height, width)."""
    dataset = gdal.Open(path)
    raw = dataset.ReadRaster(buf_type=gdal.GDT_UInt16)
    return np.frombuffer(raw, np.uint16).reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize).copy()


def write_image(
    path: Path,
    pixels: np.ndarray,
    nodata: float | None = None,
    geotransform: tuple = NORTH_UP,
    epsg: int | None = 32633,
    options: tuple[str, ...] = (),
) -> str:
    """Writes an array (bands, height, width) as GeoTIFF."""
    bands, height, width = pixels.shape
    path.parent.mkdir(parents=True, exist_ok=True)
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), width, height, bands, TYPES[pixels.dtype.name], list(options))
    dataset.SetGeoTransform(geotransform)
    if epsg:
        srs = osr.SpatialReference()
        srs.ImportFromEPSG(epsg)
        dataset.SetProjection(srs.ExportToWkt())
    for number, band in enumerate(pixels, 1):
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
        dataset.GetRasterBand(number).WriteRaster(0, 0, width, height, np.ascontiguousarray(band).tobytes())
    del dataset
    return str(path)


def write_features(path: Path, values: list, wkts: list[str] | None = None, kind: int = ogr.OFTString) -> str:
    """Writes a GeoPackage with a field `class`: the scene's four rectangles, or other polygons, None for NULL."""
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(32633)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer(path.stem, srs, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", kind))
    shapes = wkts or [wkt for wkt, _, _ in RECTANGLES]
    layer.StartTransaction()
    for number, value in enumerate(values):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(shapes[number % len(shapes)]))
        if value is None:
            feature.SetFieldNull(0)
        else:
            feature.SetField(0, value)
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del layer, dataset
    return str(path)


def square(x: float, y: float, side: float) -> str:
    """Returns a square in map units as WKT."""
    return f"POLYGON (({x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y}))"


def tree(folder: Path) -> dict[str, str]:
    """Returns what is in a folder, hidden files too: names and the hash of the content."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(folder.rglob("*"))
    }


def extent(left: float, bottom: float, right: float, top: float) -> str:
    """Returns an extent as a parameter's text."""
    return f"{left},{right},{bottom},{top} [EPSG:32633]"


@contextmanager
def full_disk(folder: Path, kilobytes: int) -> Iterator[bool]:
    """Makes `folder` a disk of that size; yields False where mounting is not allowed and files are kept small instead."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        with small_files(kilobytes * 1024 // 8):
            yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def small_files(size: int) -> Iterator[None]:
    """Lets no file grow beyond `size` bytes, wherever it lies."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Spoiler:
    """Makes spoilt inputs in a folder of its own, from the sound ones of the session."""

    def __init__(self, folder: Path, scene: SimpleNamespace, chips: str, model: str) -> None:
        """Takes the paths of sound chips and of a sound model."""
        self.folder, self.scene, self.chips, self.model = folder, scene, chips, model
        folder.mkdir()

    def image(self, name: str = "image.tif", change: Callable | None = None, **options) -> str:
        """Returns the scene's image after `change(pixels)`, which may return another array."""
        pixels = read_pixels(self.scene.image)
        changed = change(pixels) if change else None
        options = {"nodata": 0, **options}
        return write_image(self.folder / name, pixels if changed is None else changed, **options)

    def features(self, values: list, wkts: list[str] | None = None, kind: int = ogr.OFTString) -> str:
        """Returns a polygon layer with these classes."""
        return write_features(self.folder / "drawn.gpkg", values, wkts, kind)

    def labels(self, pixels: np.ndarray, **options) -> str:
        """Returns a label raster of the array (height, width)."""
        return write_image(self.folder / "labels.tif", pixels[None], **options)

    def file(self, name: str) -> str:
        """Returns the path of a file that holds a few words."""
        (self.folder / name).write_text("a few words")
        return str(self.folder / name)

    def empty(self, name: str) -> str:
        """Returns the path of an empty folder."""
        (self.folder / name).mkdir()
        return str(self.folder / name)

    def link(self, name: str, target: str) -> str:
        """Returns the path of a symbolic link."""
        (self.folder / name).symlink_to(target)
        return str(self.folder / name)

    def torn(self) -> str:
        """Returns an image in small tiles whose file ends in the middle, as after a broken download."""
        return _cut(self.image("torn.tif", options=_SMALL_TILES))

    def garbled(self) -> str:
        """Returns a tall image of which one tile, in rows 480 to 511, cannot be decoded."""
        path = self.image(
            "garbled.tif", lambda pixels: np.tile(pixels, (1, 5, 1)), options=(*_SMALL_TILES, "COMPRESS=DEFLATE")
        )
        dataset = gdal.Open(path)
        offset, size = (
            int(dataset.GetRasterBand(1).GetMetadataItem(f"BLOCK_{what}_2_15", "TIFF")) for what in ("OFFSET", "SIZE")
        )
        del dataset
        with open(path, "r+b") as file:
            file.seek(offset)
            file.write(bytes(size))
        return path

    def torn_labels(self) -> str:
        """Returns a label raster in small tiles whose file ends in the middle."""
        return _cut(write_image(self.folder / "torn.tif", NO_LABELS[np.newaxis] + 1, options=_SMALL_TILES))

    def model_with(self, change: Callable | None = None, weights: Callable | None = None) -> str:
        """Returns a copy of the model after `change(description)`, with the weights file as `weights(bytes)` gives it."""
        copy = self.folder / "spoilt model"
        shutil.copytree(self.model, copy)
        if change:
            description = json.loads((copy / "model.json").read_text())
            change(description)
            (copy / "model.json").write_text(json.dumps(description))
        if weights:
            file = copy / "model.safetensors"
            file.write_bytes(weights(file.read_bytes()))
        return str(copy)

    def bare(
        self,
        name: str,
        size: int = 32,
        bands: int = 3,
        values: tuple[int, ...] = (1, 2),
        missing: float | None = None,
    ) -> str:
        """Returns a bare folder of chips side by side, labelled throughout with `values` in turn.

        With `missing`, all pixels are float32 of that value.
        """
        folder = self.folder / name
        random = np.random.default_rng(3)
        for number in range(4):
            place = (LEFT + number * size * PIXEL, PIXEL, 0, TOP, 0, -PIXEL)
            pixels = random.integers(1, 900, (bands, size, size)).astype(np.uint16)
            if missing is not None:
                pixels = np.full(pixels.shape, missing, np.float32)
            write_image(folder / "images" / f"{number}.tif", pixels, geotransform=place)
            label = np.full((1, size, size), values[number % len(values)], np.uint8)
            write_image(folder / "labels" / f"{number}.tif", label, geotransform=place)
        return str(folder)

    def chips_with(self, change: Callable) -> str:
        """Returns a copy of the chips after `change(folder)`."""
        copy = self.folder / "spoilt chips"
        shutil.copytree(self.chips, copy)
        change(copy)
        return str(copy)


def _cut(path: str) -> str:
    """Takes the last four tenths of a file away."""
    with open(path, "r+b") as file:
        file.truncate(Path(path).stat().st_size * 6 // 10)
    return path
