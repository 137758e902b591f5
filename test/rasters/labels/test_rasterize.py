"""Mask polygons: inside is inside, in any reference system."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, ogr
from pixel_classifier.rasters.core.errors import SettingsError
from pixel_classifier.rasters.core.gdal_calls import gdal_warnings_to
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.labels import large_polygons, rasterize
from pixel_classifier.rasters.labels.geometry import Shape
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.labels.rasterize import PolygonMask, Rasterizer
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


def rings_as_shape(rings):
    """Returns rings, whose last vertex is not the first, as a polygon; they may cross themselves and each other."""
    texts = (", ".join(f"{x!r} {y!r}" for x, y in [*ring, ring[0]]) for ring in rings)
    polygon = ogr.CreateGeometryFromWkt(f"POLYGON (({'), ('.join(texts)}))")
    left, right, lower, upper = polygon.GetEnvelope()
    return Shape(polygon, 1, (left, lower, right, upper))


@settings(max_examples=300)
@given(st.data())
def test_of_a_large_polygon_the_same_pixels_are_covered(data):
    """What lies in the rows of a window is rasterized alone: each pixel has what it has in the whole polygon."""
    coordinate = st.floats(-30, 70).map(lambda number: round(number * 4) / 4)
    rings = data.draw(
        st.lists(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=40), min_size=1, max_size=4)
    )
    direction = data.draw(st.sampled_from([-1.0, 1.0]))
    grid = Grid(40, 40, (0.0, 1.0, 0.0, 40.0 if direction < 0 else 0.0, 0.0, direction))
    shape = rings_as_shape(rings)
    whole = Rasterizer([shape], grid).rasterize(grid.window)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(large_polygons, "_MANY_VERTICES", 2)
        patched.setattr(rasterize, "_ROWS_AT_ONCE", data.draw(st.integers(1, 12)))
        assert (Rasterizer([shape], grid).rasterize(grid.window) == whole).all()


def test_edges_of_a_large_polygon_far_from_a_window_are_not_asked(monkeypatch):
    """A raster that was made into polygons has some of a million vertices: each row of pixels asked all of them."""
    side = [(0.0, float(y)) for y in range(10_000)] + [(5.0 + y % 2, float(y)) for y in range(10_000, -1, -1)]
    asked = []
    rasterized = rasterize._rasterized

    def counted(grid, shapes, dtype):
        asked.extend(shape.geometry.GetGeometryRef(0).GetPointCount() for shape in shapes)
        return rasterized(grid, shapes, dtype)

    monkeypatch.setattr(rasterize, "_rasterized", counted)
    grid = Grid(20, 10_000, (0.0, 1.0, 0.0, 10_000.0, 0.0, -1.0))
    values = Rasterizer([rings_as_shape([side])], grid).rasterize(Window(0, 5000, 20, 100))
    assert values.any(1).all() and max(asked) < 300
