"""Geometries of every kind and CRS fall on the right pixels."""

from __future__ import annotations

import numpy as np
import pytest
from label_samples import FIELD, GRID, expected, read_all
from listener import Listener
from osgeo import gdal, ogr
from pixel_classifier.rasters.core.errors import LabelError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.labels.rasterize import PolygonMask
from pixel_classifier.rasters.labels.sources import VectorLabels, open_labels
from rasters_data import TRANSFORM, WGS84, make_layer, pixel_square, square, system


def test_windows_of_any_size_put_together_are_the_whole(tmp_path):
    line = "LINESTRING(500003 5999991,500597 5999644)"
    rows = [(pixel_square(2.3, 3.6, 20.2, 12.1), 1), ("POINT(500205 5999795)", 2), (line, 3)]
    path = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger)
    reader = open_labels(VectorLabels(path, class_field=FIELD), GRID, Listener())
    whole, _ = reader.read(GRID.window)
    for height, width in ((7, 60), (40, 13), (1, 1)):
        pieces = np.zeros_like(whole)
        for y in range(0, 40, height):
            for x in range(0, 60, width):
                window = Window(x, y, width, height).intersection(GRID.window)
                pieces[y : window.bottom, x : window.right] = reader.read(window)[0]
        assert (pieces == whole).all()


def test_points_and_lines_mark_the_pixels_they_touch(tmp_path):
    rows = [("POINT(500205 5999795)", 2), ("LINESTRING(500001 5999999,500099 5999999)", 3)]
    path = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger)
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD))
    assert (values == expected((20, 20, 21, 21, 2), (0, 0, 10, 1, 3))).all()


def test_geocentric_coordinates_are_refused_with_the_remedy(tmp_path):
    path = make_layer(
        tmp_path / "l.gpkg", [("POINT Z(4000000 1000000 4900000)", 1)], field_type=ogr.OFTInteger, epsg=4978
    )
    with pytest.raises(LabelError, match=r"geocentric coordinates \(WGS 84\).*ogr2ogr -t_srs EPSG:4326"):
        read_all(VectorLabels(path, class_field=FIELD))


def test_a_buffer_widens_points_in_map_units(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [("POINT(500205 5999795)", "a")])
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD, buffer_map=25.0))
    rows, columns = np.nonzero(values)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (18, 22, 18, 22)
    assert values.sum() == 21


def test_a_buffer_below_0_shrinks_polygons_and_may_leave_nothing(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(10, 10, 20, 20), "a"), (pixel_square(30, 30, 32, 32), "a")])
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD, buffer_map=-20.0))
    assert (values == expected((12, 12, 18, 18, 1))).all()


def test_a_buffer_of_many_degrees_is_warned_of(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(square(15, 54, 15.01, 54.01), "a")], epsg=WGS84)
    notes = Listener()
    read_all(VectorLabels(path, class_field=FIELD, buffer_map=5.0), notes=notes)
    assert any("5 degrees" in warning for warning in notes.warnings)


@pytest.mark.parametrize("buffer_map", [0.0, 0.01])
def test_overlapping_parts_and_crossing_edges_do_not_cancel_out(tmp_path, buffer_map):
    overlapping = f"MULTIPOLYGON({pixel_square(0, 0, 10, 10)[7:]},{pixel_square(5, 5, 15, 15)[7:]})"
    bow_tie = "POLYGON((500300 6000000,500500 5999800,500500 6000000,500300 5999800,500300 6000000))"
    path = make_layer(tmp_path / "l.gpkg", [(overlapping, "a"), (bow_tie, "a")])
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD, buffer_map=buffer_map))
    assert values[:10, :10].all() and values[5:15, 5:15].all()
    assert values[10, 32] and values[10, 47] and not values[2, 40] and not values[18, 40]


def test_holes_stay_holes(tmp_path):
    outer, inner = pixel_square(0, 0, 20, 20), pixel_square(5, 5, 10, 10)
    path = make_layer(tmp_path / "l.gpkg", [(f"POLYGON({outer[8:-1]},{inner[8:-1]})", "a")])
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD))
    assert (values == expected((0, 0, 20, 20, 1), (5, 5, 10, 10, 0))).all()


TIN = (
    "TIN(((500000 6000000,500100 6000000,500000 5999900,500000 6000000)),"
    "((500100 6000000,500100 5999900,500000 5999900,500100 6000000)))"
)


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON Z((500000 6000000 5,500100 6000000 5,500100 5999900 5,500000 5999900 5,500000 6000000 5))",
        "POLYGON ZM((500000 6000000 5 1,500100 6000000 5 1,500100 5999900 5 1,500000 5999900 5 1,500000 6000000 5 1))",
        "GEOMETRYCOLLECTION(POLYGON((500000 6000000,500100 6000000,500100 5999900,500000 5999900,500000 6000000)))",
        "CURVEPOLYGON(COMPOUNDCURVE((500000 6000000,500100 6000000,500100 5999900,500000 5999900,500000 6000000)))",
        "MULTISURFACE(((500000 6000000,500100 6000000,500100 5999900,500000 5999900,500000 6000000)))",
        TIN,
    ],
    ids=["heights", "measures", "collection", "curve polygon", "multisurface", "tin"],
)
def test_every_kind_of_polygon_is_burnt(tmp_path, wkt):
    path = make_layer(tmp_path / "l.gpkg", [(wkt, "a")])
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD))
    assert (values == expected((0, 0, 10, 10, 1))).all()


@pytest.mark.parametrize("buffer_map", [0.0, 5.0])
def test_a_ring_that_the_file_leaves_open_covers_what_the_closed_one_does(tmp_path, buffer_map):
    corners = "500000 6000000,500010 5999985,500000 5999985,500010 6000000"
    read = []
    for name, text in (("open", corners), ("closed", f"{corners},500000 6000000")):
        path = make_layer(tmp_path / f"{name}.gpkg", [(f"POLYGON(({text}))", "a")])
        read.append(read_all(VectorLabels(path, class_field=FIELD, buffer_map=buffer_map))[1])
    assert (read[0] == read[1]).all() and read[1][:2, 0].all()


def test_a_circle_is_round(tmp_path):
    circle = "CURVEPOLYGON(CIRCULARSTRING(500000 5999800,500200 6000000,500400 5999800,500200 5999600,500000 5999800))"
    path = make_layer(tmp_path / "l.gpkg", [(circle, "a")])
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD))
    assert values.sum() == pytest.approx(np.pi * 20**2, rel=0.02)


@pytest.mark.parametrize(("driver", "ending"), [("GPKG", "gpkg"), ("GeoJSON", "geojson"), ("ESRI Shapefile", "shp")])
def test_labels_in_degrees_fall_on_the_same_pixels(tmp_path, driver, ending):
    projected = make_layer(tmp_path / "utm.gpkg", [(pixel_square(5, 6, 30, 20), "a")])
    path = tmp_path / f"degrees.{ending}"
    gdal.VectorTranslate(
        str(path), projected, format=driver, dstSRS="EPSG:4326", layerCreationOptions=["COORDINATE_PRECISION=12"]
        if driver == "GeoJSON" else [],
    )  # fmt: skip
    _, values, _ = read_all(VectorLabels(str(path), class_field=FIELD))
    assert (values == expected((5, 6, 30, 20, 1))).all()


def test_long_straight_edges_bend_with_the_projection(tmp_path):
    grid = Grid(800, 600, (3_600_000.0, 1000.0, 0.0, 3_300_000.0, 0.0, -1000.0), system(3035).ExportToWkt())
    path = make_layer(tmp_path / "l.gpkg", [(square(0, 50, 30, 52), "a")], epsg=WGS84)
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD), grid=grid)
    dense = ogr.CreateGeometryFromWkt(square(0, 50, 30, 52))
    dense.Segmentize(0.01)
    path = make_layer(tmp_path / "d.gpkg", [(dense.ExportToWkt(), "a")], epsg=WGS84)
    _, exact, _ = read_all(VectorLabels(path, class_field=FIELD), grid=grid)
    assert exact.sum() > 50_000
    assert (values != exact).sum() < 0.002 * exact.sum()


@pytest.mark.parametrize("epsg, outline", [
    (WGS84, (-180.0, -90.0, 180.0, 90.0)), (WGS84, (-10.0, 30.0, 179.0, 80.0)), (3857, (-2.0e7, -2.0e7, 2.0e7, 2.0e7)),
])  # fmt: skip
@pytest.mark.parametrize("buffer_map", [0.0, -0.0001])
def test_polygons_that_reach_farther_than_the_projection_of_the_raster_are_not_lost(
    tmp_path, epsg, outline, buffer_map
):
    hole = "(15.001 54.144,15.001 54.145,15.003 54.145,15.003 54.144,15.001 54.144)"
    wkt = square(*outline)[:-1] + (f",{hole})" if epsg == WGS84 else ")")
    path, notes = make_layer(tmp_path / "l.gpkg", [(wkt, "a")], epsg=epsg), Listener()
    values = read_all(VectorLabels(path, class_field=FIELD, buffer_map=buffer_map), notes=notes)[1]
    assert 0 < np.count_nonzero(values == 0) < 400 if epsg == WGS84 else values.all()
    assert notes.warnings == []
    mask = PolygonMask(MaskPolygons(path, None, ""), GRID)
    assert buffer_map or (mask.read(GRID.window) == (values != 0)).all()


def test_labels_without_a_reference_system_are_taken_to_be_in_the_rasters_and_said(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "a")], epsg=None)
    notes = Listener()
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD), notes=notes)
    assert values[:5, :5].all() and "no coordinate reference system" in notes.warnings[0]


def test_a_raster_without_a_reference_system_is_taken_to_be_in_the_labels_and_said(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "a")])
    notes = Listener()
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD), grid=Grid(60, 40, TRANSFORM), notes=notes)
    assert values[:5, :5].all() and "raster has no coordinate reference system" in notes.warnings[0]


def test_a_south_up_raster_gets_its_labels_the_right_way_round(tmp_path):
    grid = Grid(60, 40, (500_000.0, 10.0, 0.0, 5_999_600.0, 0.0, 10.0), GRID.crs_wkt)
    rows = [(pixel_square(2, 3, 20, 12), "a"), ("POINT(500305 5999795)", "a")]
    path = make_layer(tmp_path / "l.gpkg", rows)
    north_up = read_all(VectorLabels(path, class_field=FIELD))[1]
    south_up = read_all(VectorLabels(path, class_field=FIELD), grid=grid)[1]
    assert (south_up[::-1] == north_up).all() and north_up.any()


def test_labels_beside_the_raster_are_refused_with_both_extents(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(square(0, 0, 10, 10), "a")])
    both = r"x 0 to 10, y 0 to 10, the raster covers x 500000 to 500600, y 5999600 to 6000000"
    with pytest.raises(LabelError, match=both):
        read_all(VectorLabels(path, class_field=FIELD))


def test_polygons_that_reach_beyond_the_raster_are_cut_at_its_edge(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(-1000, -1000, 5, 1000), "a")])
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD))
    assert (values == expected((0, 0, 5, 40, 1))).all()


@pytest.mark.parametrize("buffer", [0.0, 5.0, -5.0])
def test_coordinates_that_are_not_finite_are_left_out_and_counted(tmp_path, buffer):
    path = str(tmp_path / "l.fgb")
    source = ogr.GetDriverByName("FlatGeobuf").CreateDataSource(path)
    layer = source.CreateLayer("l", system(32633), ogr.wkbUnknown)
    line, ring = ogr.Geometry(ogr.wkbLineString), ogr.Geometry(ogr.wkbLinearRing)
    for number in range(20):
        line.AddPoint_2D(500000 + 7 * number % 50, float("inf") if number == 9 else 5999900 - number)
        ring.AddPoint_2D(500100 + number, float("nan") if number == 9 else 5999900 - number * number)
    ring.CloseRings()
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    for geometry in (line, polygon, ogr.CreateGeometryFromWkt(pixel_square(2, 2, 20, 20))):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)
    source = layer = None
    notes = Listener()
    reader = open_labels(VectorLabels(path, buffer_map=buffer), GRID, notes)
    assert reader.read(GRID.window)[0].any()
    assert "2 geometries have coordinates that are not finite" in " ".join(notes.warnings)


@pytest.mark.parametrize("far", [-(2**63), 1e9, 1e30])
def test_a_line_that_leads_far_away_is_rasterized_at_once(tmp_path, far):
    rows = [(f"LINESTRING(500015 5999985,500015 {far})", 1)]
    path = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger)
    values, _ = open_labels(VectorLabels(path, class_field=FIELD), GRID, Listener()).read(GRID.window)
    assert values.any() and set(np.nonzero(values)[1]) == {1}


def test_labels_for_an_image_in_longitudes_beyond_180_are_refused_with_the_cure(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(square(-99, 38, -98, 39), "a")], epsg=WGS84)
    grid = Grid(96, 64, (260.0, 0.05, 0.0, 40.0, 0.0, -0.05), system(WGS84).ExportToWkt())
    with pytest.raises(LabelError, match=r"x -99 to -98.*x 260 to 264\.8.*360 degrees.*gdal_edit"):
        read_all(VectorLabels(path, class_field=FIELD), grid=grid)


@pytest.mark.parametrize("narrow, is_warned", [(3, True), (1, False)])
def test_features_that_a_buffer_below_0_leaves_nothing_of_are_counted(tmp_path, narrow, is_warned):
    wide = [(pixel_square(10, 10, 20, 20), "a")] * 100
    path = make_layer(tmp_path / "l.gpkg", [*wide, *[(pixel_square(2, 2, 4, 30), "b")] * narrow])
    notes = Listener()
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD, buffer_map=-15.0), notes=notes)
    (line,) = [line for line in (*notes.warnings, *notes.infos) if "leaves nothing" in line]
    assert f"buffer of -15 leaves nothing of {narrow} of {100 + narrow} features" in line
    assert (line in notes.warnings) == is_warned and set(np.unique(values)) == {0, 1}


@pytest.mark.parametrize("reach_px", [1e8, 4e9, 1e12])
def test_a_polygon_as_large_as_the_earth_in_pixels_of_millimetres_covers_them(tmp_path, reach_px):
    reach = reach_px * TRANSFORM[1]
    around = square(TRANSFORM[0] - reach, TRANSFORM[3] - reach, TRANSFORM[0] + reach, TRANSFORM[3] + reach)
    rows = [(around, 1), (pixel_square(10, 10, 20, 20), 2)]
    path = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger)
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD))
    assert (values == expected((0, 0, 60, 40, 1), (10, 10, 20, 20, 2))).all()
    mask = make_layer(tmp_path / "m.gpkg", [(around, 1)], field_type=ogr.OFTInteger)
    assert PolygonMask(MaskPolygons(mask), GRID).read(GRID.window).all()


RING = "500100 5999900, 500300 5999900, 500300 5999700, 500100 5999700, 500100 5999900"


@pytest.mark.parametrize(
    "outline, buffer",
    [(f"LINESTRING({RING})", 0.0), (f"LINESTRING({RING})", 10.0), (f"MULTILINESTRING(({RING}))", 0.0)],
)
def test_closed_lines_are_pointed_out_as_they_label_no_area(tmp_path, outline, buffer):
    path = make_layer(
        tmp_path / "l.gpkg", [(outline, "a"), ("LINESTRING(500350 5999900, 500390 5999900)", "b"), (outline, "b")]
    )
    log = Listener()
    values, _ = open_labels(VectorLabels(path, class_field=FIELD, buffer_map=buffer), GRID, log).read(GRID.window)
    assert values[20, 20] == 0 and values.any()
    assert any("2 of 3 lines are closed" in text and "Lines to polygons" in text for text in log.warnings)


def test_open_lines_with_a_roundabout_are_not(tmp_path):
    rows = [(f"LINESTRING({RING})", "a"), *[(f"LINESTRING(500350 {y}, 500390 {y})", "b") for y in (5999900, 5999800)]]
    log = Listener()
    open_labels(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD), GRID, log)
    assert not [text for text in log.warnings if "closed" in text]
