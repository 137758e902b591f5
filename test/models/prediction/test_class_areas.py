"""Areas: what each class covers, in pixels and hectares, also where pixels shrink towards the pole."""

from __future__ import annotations

import csv
import re

import numpy as np
import pytest
from listener import Listener
from osgeo import osr
from pixel_classifier.models.prediction.class_areas import AreaCounter
from pixel_classifier.models.prediction.map_pieces import MapPiece
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX, ClassEntry, ClassTable
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.core.pixel_area import map_to_ground_area

CLASSES = ClassTable((ClassEntry(3, "water", (0, 0, 9)), ClassEntry(7, 'wood, "old"', (0, 9, 0))))


def wkt(code):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    return crs.ExportToWkt()


def counted(grid, index, step):
    areas = AreaCounter(grid, CLASSES)
    for y in range(0, grid.height, step):
        areas.add(MapPiece(y, index[y : y + step]))
    return areas


@pytest.mark.parametrize("step", [1, 7, 100])
def test_the_whole_earth_in_degrees_has_the_area_of_its_ellipsoid(step):
    grid = Grid(360, 180, (-180.0, 1.0, 0.0, 90.0, 0.0, -1.0), wkt(4326))
    index = np.zeros((180, 360), np.uint8)
    index[90:] = 1
    north, south = counted(grid, index, step).areas()
    assert north.hectares == pytest.approx(510_065_621.724e6 / 1e4 / 2, rel=1e-9)  # WGS 84's surface is known
    assert south.hectares == pytest.approx(north.hectares)
    assert (north.pixels, north.share) == (90 * 360, 0.5)


def test_the_table_holds_pixels_shares_and_hectares_of_all_classes(tmp_path):
    grid = Grid(10, 10, (0.0, 20.0, 0.0, 0.0, 0.0, -20.0), wkt(32633))
    index = np.full((10, 10), IGNORED_INDEX, np.uint8)
    index[:3] = 1
    counted(grid, index, 4).write_csv(str(tmp_path / "areas.csv"))
    with open(tmp_path / "areas.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["water", 'wood, "old"']
    assert [(row["value"], row["pixels"], float(row["share"])) for row in rows] == [("3", "0", 0), ("7", "30", 1)]
    assert [float(row["hectares"]) for row in rows] == [0, 30 * 400 / 1e4]


def test_without_a_place_on_the_earth_there_are_no_hectares(tmp_path):
    areas = counted(Grid(4, 4, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)), np.zeros((4, 4), np.uint8), 4)
    assert areas.areas()[0].hectares is None
    areas.write_csv(str(tmp_path / "areas.csv"))
    assert (tmp_path / "areas.csv").read_text().splitlines()[1] == "3,water,16,1.000000,"


def test_the_area_of_a_country_is_logged_with_all_its_digits():
    """It read 3.571e+07 ha."""
    counter, log = (
        counted(Grid(4, 4, (0.0, 150_000.0, 0.0, 4e6, 0.0, -150_000.0), wkt(3035)), np.zeros((4, 4), np.uint8), 4),
        Listener(),
    )
    counter.report(log)
    (line,) = (line.replace("\u00a0", " ") for line in log.infos if "Class 3" in line)
    assert re.fullmatch(r"Class 3 water: 16 pixels, 100\.0 %, \d\d \d{3} \d{3} ha\.", line)


def test_classes_around_a_pole_have_the_areas_of_their_own_pixels():
    """One lies at the pole, the other at the edges of the same rows: their pixels differ by a tenth."""
    grid = Grid(152, 152, (-3_800_000.0, 50_000.0, 0.0, 3_800_000.0, 0.0, -50_000.0), wkt(3413))
    index = np.full((152, 152), IGNORED_INDEX, np.uint8)
    index[60:92, 60:92], index[60:92, :32] = 0, 1
    pole, edge = (area.hectares for area in counted(grid, index, 13).areas())
    cells = [grid.subgrid(Window(x, y, 1, 1)) for y in range(60, 92, 4) for x in range(32)]
    truth = sum(50_000.0**2 / map_to_ground_area(cell) for cell in cells) * 4 / 1e4
    assert edge == pytest.approx(truth, rel=0.005) and pole > 1.1 * edge
