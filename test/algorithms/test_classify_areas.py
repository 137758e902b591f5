"""Areas of Classify Pixels are those on the ground, in the table and in the log, whatever the CRS does to them."""

from __future__ import annotations

import csv
import math
import re

import pytest
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsGeometry, QgsProject, QgsRasterLayer
from tiny_scene import HEIGHT, WIDTH, Log

NODATA_ROWS = 10
AT_60_NORTH = 9.0, 60.0
MERCATOR = (
    math.radians(AT_60_NORTH[0]) * 6378137,
    math.log(math.tan(math.pi / 4 + math.radians(AT_60_NORTH[1]) / 2)) * 6378137,
)
PLACES = {
    "EPSG:3857": (*MERCATOR, 2.0, 1 / 3.986),
    "EPSG:32632": (500_000.0, 6_651_000.0, 2.0, 1.0),
    "EPSG:4326": (*AT_60_NORTH, 2e-5, None),
    "EPSG:2263": (980_000.0, 190_000.0, 30.0, None),
}
"""Left, top and pixel size, and the ground area of a square of one map unit in square metres where that is known beforehand."""


def image_in(crs, scene, folder):
    """Writes the image of the scene with its upper left corner at a place; returns its path."""
    left, top, size, _ = PLACES[crs]
    bounds = [left, top, left + WIDTH * size, top - HEIGHT * size]
    gdal.Translate(f"{folder}/image.tif", scene.image, outputSRS=crs, outputBounds=bounds)
    return f"{folder}/image.tif"


def ground_hectares(crs, rows):
    """Returns the ellipsoidal area of some rows of the image, as QGIS measures polygons."""
    left, top, size, _ = PLACES[crs]
    steps = range(WIDTH + 1)
    ring = [(left + x * size, top - rows.start * size) for x in steps]
    ring += [(left + x * size, top - rows.stop * size) for x in reversed(steps)]
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem(crs), QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")
    text = ", ".join(f"{x} {y}" for x, y in [*ring, ring[0]])
    return measure.measureArea(QgsGeometry.fromWkt(f"POLYGON (({text}))")) / 1e4


def hectares_of(table):
    """Returns the sum of hectares and of pixels in the table of areas."""
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sum(float(row["hectares"]) for row in rows), sum(int(row["pixels"]) for row in rows)


def hectares_in(log):
    """Returns the sum of the hectares that the log names."""
    found = [re.search(r"^Class .*, ([\d.,]+) ha\.$", line.replace("\u00a0", "")) for line in log.lines]
    return sum(float(match[1].replace(",", "")) for match in found if match)


@pytest.mark.parametrize("resample", [False, True])
@pytest.mark.parametrize("crs", PLACES)
def test_the_areas_are_those_on_the_ground(run, scene, model, tmp_path, crs, resample):
    log, table = Log(), str(tmp_path / "areas.csv")
    asked = {"MODEL": model["OUTPUT"], "DEVICE": "cpu", "AREAS": table, "OUTPUT": str(tmp_path / "map.tif")}
    run("classifypixels", log, INPUT=image_in(crs, scene, tmp_path), RESAMPLE=resample, **asked)
    found, pixels = hectares_of(table)
    rows = pixels // WIDTH
    assert rows == HEIGHT - NODATA_ROWS
    expected = ground_hectares(crs, range(HEIGHT - rows, HEIGHT))
    assert found == pytest.approx(expected, rel=2e-3)
    assert hectares_in(log) == pytest.approx(expected, rel=5e-3), "of four digits"
    *_, size, known = PLACES[crs]
    if known:
        assert found == pytest.approx(pixels * size**2 * known / 1e4, rel=2e-3)
    named = [line for line in log.lines if line.startswith("Hectares are those on the ground")]
    assert len(named) == (crs == "EPSG:3857") and all("3.99 times" in line for line in named)


def test_the_areas_are_of_the_crs_that_is_set_on_the_layer(run, scene, model, tmp_path, qgis_new_project):
    image = image_in("EPSG:3857", scene, tmp_path)
    gdal.Translate(f"{tmp_path}/none.tif", image, outputSRS="EPSG:32632")
    layer = QgsRasterLayer(f"{tmp_path}/none.tif", "image")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    QgsProject.instance().addMapLayer(layer)
    table = str(tmp_path / "areas.csv")
    asked = {"MODEL": model["OUTPUT"], "DEVICE": "cpu", "AREAS": table, "OUTPUT": str(tmp_path / "map.tif")}
    run("classifypixels", INPUT=layer, **asked)
    assert hectares_of(table)[0] == pytest.approx(ground_hectares("EPSG:3857", range(NODATA_ROWS, HEIGHT)), rel=2e-3)
