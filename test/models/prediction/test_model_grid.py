"""Imagery is compared with that of the training by the size of its pixels on the ground."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from listener import Listener
from osgeo import osr
from pixel_classifier.models.prediction.model_grid import ModelGrid
from pixel_classifier.rasters.core.grid import Grid, Window
from prediction_samples import description


def wkt(code):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    return crs.ExportToWkt()


def grid_of(size, code, y):
    return Grid(400, 300, (0.0, size, 0.0, y, 0.0, -size), wkt(code))


@pytest.mark.parametrize(
    ("trained", "raster", "factor"),
    [
        (("utm", 2.0), (4.0, 3857, 8_399_737.0), 1.0),  # at 60°, 4 units are 2 m
        (("utm", 4.0), (4.0, 3857, 8_399_737.0), 2.0),
        (("utm", 2.0), (4.0, 3857, 0.0), 0.5),
        (("mercator", 4.0), (4.0, 3857, 8_399_737.0), 1.0),
        (("mercator", 4.0), (2.0, 32633, 6_651_411.0), 1.0),
    ],
)
def test_units_of_web_mercator_are_not_taken_for_metres(trained, raster, factor):
    code, size = {"utm": 32633, "mercator": 3857}[trained[0]], trained[1]
    model = description(crs_wkt=wkt(code), pixel_size_map=(size, size))
    grid = grid_of(*raster)
    found = ModelGrid.of(model, SimpleNamespace(grid=grid), Window(0, 0, 400, 300), True, Listener())
    assert found.factor == pytest.approx(factor, rel=0.02)
