"""Mask polygons: inside is inside, in any reference system."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from pixel_classifier.rasters.core.errors import SettingsError
from pixel_classifier.rasters.core.gdal_calls import gdal_warnings_to
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.labels.rasterize import PolygonMask
from rasters_data import TRANSFORM, UTM, make_layer, pixel_square, square, system

GRID = Grid(60, 40, TRANSFORM, system(UTM).ExportToWkt())


def test_pixels_in_any_polygon_are_inside(tmp_path):
    rows = [(pixel_square(2, 3, 20, 12), None), (pixel_square(15, 10, 25, 20), None)]
    mask = PolygonMask(MaskPolygons(make_layer(tmp_path / "m.gpkg", rows, field_type=None)), GRID)
    inside = np.zeros((40, 60), bool)
    inside[3:12, 2:20] = inside[10:20, 15:25] = True
    assert (mask.read(GRID.window) == inside).all()
    assert (mask.read(Window(10, 8, 20, 9)) == inside[8:17, 10:30]).all()


def test_a_mask_in_degrees_covers_the_same_pixels(tmp_path):
    projected = make_layer(tmp_path / "utm.gpkg", [(pixel_square(2, 3, 20, 12), None)], field_type=None)
    gdal.VectorTranslate(str(tmp_path / "d.gpkg"), projected, dstSRS="EPSG:4326")
    inside = PolygonMask(MaskPolygons(str(tmp_path / "d.gpkg"), "labels"), GRID).read(GRID.window)
    assert inside[3:12, 2:20].all() and inside.sum() == 9 * 18


@pytest.mark.parametrize("wkt, said", [
    (square(0, 0, 10, 10), r"mask polygons.*x 500000 to 500600"), ("POINT(500205 5999795)", r"m\.gpkg has points or lines and no polygon"),
], ids=["elsewhere", "no polygon"])  # fmt: skip
def test_a_mask_without_polygons_on_the_raster_is_refused_with_the_reason(tmp_path, wkt, said):
    path = make_layer(tmp_path / "m.gpkg", [(wkt, None)], field_type=None)
    with pytest.raises(SettingsError, match=said):
        PolygonMask(MaskPolygons(path), GRID)


def test_a_mask_that_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"mask cannot be used.*gone\.gpkg"):
        PolygonMask(MaskPolygons(str(tmp_path / "gone.gpkg")), GRID)


def test_gdal_says_nothing_of_the_reference_system_of_shapes(tmp_path):
    said = []
    with gdal_warnings_to(said.append):
        mask = PolygonMask(
            MaskPolygons(make_layer(tmp_path / "mask.gpkg", [(pixel_square(1, 1, 3, 3), None)], field_type=None)), GRID
        )
        assert mask.read(GRID.window).any()
    assert not said
