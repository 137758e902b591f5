"""Small invented scenes and folders of chips for the tests of training: written with GDAL alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal
from pixel_classifier.rasters.chips.dataset import ChipDataset, ChipRecord, SceneRecord
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.core.tiling import chip_positions
from rasters_data import UTM, make_raster

gdal.UseExceptions()
SPREAD = 8


def scene(size=192, classes=3, bands=3, seed=0, patch=16, dtype="uint8"):
    """Returns pixels (bands, size, size) and class values 1.. (size, size): patches of classes with noise."""
    generator = np.random.default_rng(seed)
    coarse = generator.integers(1, classes + 1, (size // patch, size // patch))
    values = np.kron(coarse, np.ones((patch, patch), int)).astype(np.int32)
    means = generator.permutation(np.linspace(60, 180, classes * bands)).reshape(classes, bands)
    pixels = means[values - 1].transpose(2, 0, 1) + generator.normal(0, SPREAD, (bands, size, size))
    return pixels.astype(dtype), values


def write_tif(path, pixels, origin=None, nodata=None, names=()):
    """Writes (bands, h, w); `origin` is the column and row of its corner in a UTM scene of 10 m pixels, None for nowhere."""
    transform = None if origin is None else (500000 + 10 * origin[0], 10, 0, 6000000 - 10 * origin[1], 0, -10)
    make_raster(path, pixels, transform=transform, epsg=None if origin is None else UTM, nodata=nodata, names=names)


def bare_folder(path, pixels, values, chip=32, stride=32, located=True, nodata=None, names=(), origin=(0, 0)) -> Path:
    """Writes images/ and labels/ with equal names from a scene, whose corner is `origin` of the UTM scene."""
    path = Path(path)
    (path / "images").mkdir(parents=True)
    (path / "labels").mkdir()
    for y in chip_positions(values.shape[0], chip, stride):
        for x in chip_positions(values.shape[1], chip, stride):
            name = f"{y:04d}_{x:04d}.tif"
            cut = slice(y, y + chip), slice(x, x + chip)
            corner = (x + origin[0], y + origin[1]) if located else None
            write_tif(path / "images" / name, pixels[(slice(None), *cut)], corner, nodata, names)
            write_tif(path / "labels" / name, values[cut][np.newaxis].astype(np.uint8), corner)
    return path


def table(*names: str) -> ClassTable:
    """Returns classes 1.. of those names."""
    return ClassTable(tuple(ClassEntry(n, name, (10 * n, 0, 0)) for n, name in enumerate(names, 1)))


def folder_of(
    path="chips", kind="own", names=("water", "forest"), bands=2, dtype="uint8", chip=64, unlabelled=5, crs="A"
):
    """Returns a folder as value, without files: two chips side by side."""
    chips = tuple(
        ChipRecord(f"{n}", 0, Window(n * chip, 0, chip, chip), ((1, 10), (2, 20)), unlabelled, 0) for n in range(2)
    )
    grid = Grid(4 * chip, 4 * chip, (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), crs)
    return ChipDataset(
        path, chip, chip, tuple(f"Band {n + 1}" for n in range(bands)), tuple(range(1, bands + 1)), dtype, (None,) * bands,
        table(*names), (SceneRecord("scene", grid),), chips, (), kind,
    )  # fmt: skip
