"""Labels from vectors and rasters: burnt where they lie, with the values and names the user gave."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, ogr
from pixel_classifier.rasters.classes.class_styles import ClassStyle
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import Cancelled, LabelError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels, open_labels
from pixel_classifier.rasters.reading.dataset import describe
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.writing.raster_writer import RasterWriter
from rasters_data import (
    TRANSFORM,
    UTM,
    WGS84,
    Notes,
    make_layer,
    make_raster,
    pixel_square,
    square,
    system,
)

GRID = Grid(60, 40, TRANSFORM, system(UTM).ExportToWkt())
FIELD = "class"


def read_all(source, grid=GRID, table=None, notes=None):
    reader = open_labels(source, grid, notes or Notes(), table)
    values, known = reader.read(grid.window)
    reader.close()
    assert values.dtype == np.int32 and known.dtype == bool and values.shape == known.shape
    return reader.class_table, values, known


def expected(*squares: tuple[int, int, int, int, int], grid=GRID) -> np.ndarray:
    """Returns labels with (x, y, right, bottom, value) rectangles, later on top."""
    values = np.zeros((grid.height, grid.width), np.int32)
    for x, y, right, bottom, value in squares:
        values[y:bottom, x:right] = value
    return values


# Vector classes ------------------------------------------------------------------------------------------------------


def test_integer_classes_keep_their_values_and_later_features_lie_on_top(tmp_path):
    rows = [(pixel_square(2, 3, 20, 12), 1000), (pixel_square(10, 5, 30, 20), -7), (pixel_square(0, 30, 5, 40), 14)]
    path = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger)
    table, values, known = read_all(VectorLabels(path, class_field=FIELD))
    assert table.values == (-7, 14, 1000) and table.names == ("-7", "14", "1000")
    assert (values == expected((2, 3, 20, 12, 1000), (10, 5, 30, 20, -7), (0, 30, 5, 40, 14))).all()
    assert known.all()


def test_text_classes_are_numbered_in_alphabetical_order(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), "wood"), (pixel_square(6, 0, 9, 5), "Acker"), (pixel_square(6, 6, 9, 9), "wood")]
    table, values, _ = read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD))
    assert dict(zip(table.names, table.values)) == {"Acker": 1, "wood": 2}
    assert (values[0, 0], values[0, 7], values[7, 7]) == (2, 1, 2)


def test_whole_numbers_written_as_text_keep_their_values(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), "312"), (pixel_square(6, 0, 9, 5), "52")]
    notes = Notes()
    table, values, _ = read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD), notes=notes)
    assert table.values == (52, 312) and values[0, 0] == 312
    assert "whole numbers as text" in notes.infos[0]


def test_codes_that_differ_by_leading_zeros_only_stay_different_classes(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), "01"), (pixel_square(6, 0, 9, 5), "1")]
    table, _, _ = read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD))
    assert table.names == ("01", "1") and table.values == (1, 2)


def test_without_a_field_every_feature_is_class_1(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), None)], field_type=None)
    table, values, _ = read_all(VectorLabels(path))
    assert table.values == (1,) and (values == expected((0, 0, 5, 5, 1))).all()


def test_whole_numbers_in_a_real_field_are_classes_and_fractions_are_refused(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), 3.0)], field_type=ogr.OFTReal)
    assert read_all(VectorLabels(path, class_field=FIELD))[0].values == (3,)
    path = make_layer(tmp_path / "m.gpkg", [(pixel_square(0, 0, 5, 5), 3.25)], field_type=ogr.OFTReal)
    with pytest.raises(LabelError, match=r"\"class\".*3\.25"):
        read_all(VectorLabels(path, class_field=FIELD))


def test_features_without_a_class_or_geometry_are_left_out_and_counted(tmp_path):
    there, unclear = pixel_square(0, 0, 5, 5), pixel_square(6, 0, 9, 5)
    rows = [(there, "a"), (unclear, None), (unclear, " "), (None, "a")]
    notes = Notes()
    _, values, _ = read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD), notes=notes)
    assert (values == expected((0, 0, 5, 5, 1))).all()
    assert any("empty in 2 features" in warning for warning in notes.warnings)
    assert any("1 features have no geometry" in warning for warning in notes.warnings)


def test_a_field_with_300_classes_is_refused_by_name_and_number(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), f"name {number}") for number in range(300)]
    with pytest.raises(LabelError, match=r"\"class\".*300 different values.*254"):
        read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD))


def test_class_0_beside_others_is_warned_of_and_means_not_labelled(tmp_path):
    rows = [(pixel_square(0, 0, 9, 9), 2), (pixel_square(0, 0, 3, 3), 0)]
    notes = Notes()
    path = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger)
    table, values, _ = read_all(VectorLabels(path, class_field=FIELD), notes=notes)
    assert table.values == (2,) and (values == expected((0, 0, 9, 9, 2), (0, 0, 3, 3, 0))).all()
    assert "not labelled" in notes.warnings[0]


def test_class_0_alone_is_refused(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 9, 9), 0)], field_type=ogr.OFTInteger)
    with pytest.raises(LabelError, match="class 0 only"):
        read_all(VectorLabels(path, class_field=FIELD))


def test_class_values_beyond_32_bits_are_refused(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 9, 9), 2**40)], field_type=ogr.OFTInteger64)
    with pytest.raises(LabelError, match="1099511627776"):
        read_all(VectorLabels(path, class_field=FIELD))


def test_an_empty_layer_and_an_empty_field_are_refused(tmp_path):
    with pytest.raises(LabelError, match="no features with a geometry"):
        read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", []), class_field=FIELD))
    path = make_layer(tmp_path / "m.gpkg", [(pixel_square(0, 0, 9, 9), None)])
    with pytest.raises(LabelError, match=r"\"class\".*empty in all 1"):
        read_all(VectorLabels(path, class_field=FIELD))


def test_a_missing_field_names_those_there_are(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 9, 9), "a")])
    with pytest.raises(LabelError, match=r"no field \"kind\".*class"):
        read_all(VectorLabels(path, class_field="kind"))


def test_names_and_colours_come_from_the_styles_given(tmp_path):
    path = make_layer(
        tmp_path / "l.gpkg", [(pixel_square(0, 0, 9, 9), 3), (pixel_square(9, 9, 12, 12), 5)], field_type=ogr.OFTInteger
    )
    styles = (ClassStyle("3.0", "Wald", (1, 2, 3)), ClassStyle("77", "unused", (9, 9, 9)))
    table, _, _ = read_all(VectorLabels(path, class_field=FIELD, styles=styles))
    assert table.classes[0] == ClassEntry(3, "Wald", (1, 2, 3))
    assert table.classes[1].name == "5" and table.classes[1].color != (1, 2, 3)


# Appending: a class table is there already ---------------------------------------------------------------------------

GIVEN = ClassTable((ClassEntry(5, "wood", (1, 1, 1)), ClassEntry(9, "water", (2, 2, 2))))


def test_text_is_matched_by_name_to_classes_that_are_there(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "water")])
    table, values, _ = read_all(VectorLabels(path, class_field=FIELD), table=GIVEN)
    assert table == GIVEN and (values == expected((0, 0, 5, 5, 9))).all()


def test_classes_that_are_not_there_yet_are_refused_by_name(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "water"), (pixel_square(0, 0, 5, 5), "road")])
    with pytest.raises(LabelError, match=r"not there yet: road\. .*5 \(wood\), 9 \(water\)"):
        read_all(VectorLabels(path, class_field=FIELD), table=GIVEN)
    path = make_layer(tmp_path / "m.gpkg", [(pixel_square(0, 0, 5, 5), 7)], field_type=ogr.OFTInteger)
    with pytest.raises(LabelError, match="not there yet: 7"):
        read_all(VectorLabels(path, class_field=FIELD), table=GIVEN)
    path = make_raster(tmp_path / "l.tif", np.full((40, 60), 7, np.uint8))
    with pytest.raises(LabelError, match="not there yet: 7"):
        read_all(RasterLabels(path), table=GIVEN)


# Geometries ----------------------------------------------------------------------------------------------------------


def test_windows_of_any_size_put_together_are_the_whole(tmp_path):
    line = "LINESTRING(500003 5999991,500597 5999644)"
    rows = [(pixel_square(2.3, 3.6, 20.2, 12.1), 1), ("POINT(500205 5999795)", 2), (line, 3)]
    path = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger)
    reader = open_labels(VectorLabels(path, class_field=FIELD), GRID, Notes())
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
    notes = Notes()
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


def test_a_circle_is_round(tmp_path):
    circle = "CURVEPOLYGON(CIRCULARSTRING(500000 5999800,500200 6000000,500400 5999800,500200 5999600,500000 5999800))"
    path = make_layer(tmp_path / "l.gpkg", [(circle, "a")])
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD))
    assert values.sum() == pytest.approx(np.pi * 20**2, rel=0.02)


# Reference systems ---------------------------------------------------------------------------------------------------


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


def test_labels_without_a_reference_system_are_taken_to_be_in_the_rasters_and_said(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "a")], epsg=None)
    notes = Notes()
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD), notes=notes)
    assert values[:5, :5].all() and "no coordinate reference system" in notes.warnings[0]


def test_a_raster_without_a_reference_system_is_taken_to_be_in_the_labels_and_said(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "a")])
    notes = Notes()
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


# Files ---------------------------------------------------------------------------------------------------------------


def test_a_layer_is_chosen_by_name_and_asked_for_where_it_is_not_clear(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "a")], layer="one")
    make_layer(tmp_path / "l.gpkg", [(pixel_square(9, 9, 12, 12), "b")], layer="two")
    table, values, _ = read_all(VectorLabels(path, layer="two", class_field=FIELD))
    assert table.names == ("b",) and values[10, 10] == 1
    with pytest.raises(LabelError, match=r"2 layers.*one, two"):
        read_all(VectorLabels(path, class_field=FIELD))
    with pytest.raises(LabelError, match=r"no layer \"three\".*one, two"):
        read_all(VectorLabels(path, layer="three", class_field=FIELD))


def test_a_file_that_is_no_vector_layer_is_named(tmp_path, capfd):
    (tmp_path / "l.gpkg").write_text("nothing")
    with pytest.raises(LabelError, match=r"l\.gpkg cannot be opened"):
        read_all(VectorLabels(str(tmp_path / "l.gpkg")))
    assert capfd.readouterr() == ("", "")


def test_reading_labels_can_be_cancelled(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "a")])
    with pytest.raises(Cancelled):
        read_all(VectorLabels(path, class_field=FIELD), notes=Notes(stop=True))
    path = make_raster(tmp_path / "l.tif", np.ones((40, 60), np.uint8))
    with pytest.raises(Cancelled):
        read_all(RasterLabels(path), notes=Notes(stop=True))


# Label rasters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int32", "uint32", "float32", "float64"])
def test_label_rasters_of_every_dtype_keep_their_values(tmp_path, dtype):
    labels = np.zeros((40, 60), dtype)
    labels[3:9, 4:20], labels[20:30, 30:] = 1, 200
    table, values, known = read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)))
    assert table.values == (1, 200) and (values == labels).all() and known.all()


def test_nodata_and_mask_of_a_label_raster_are_not_class_0(tmp_path):
    labels = np.ones((40, 60), np.float32)
    labels[0], labels[1], labels[2] = np.nan, -9999, 0
    _, values, known = read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels, nodata=-9999)))
    assert not known[:2].any() and known[2:].all() and (values[:3] == 0).all()
    mask = np.ones((40, 60), bool)
    mask[5:9] = False
    _, values, known = read_all(
        RasterLabels(make_raster(tmp_path / "m.tif", np.full((40, 60), 4, np.uint8), mask=mask))
    )
    assert (known == mask).all() and (values == np.where(mask, 4, 0)).all()


def test_fractions_in_a_label_raster_are_refused_by_value(tmp_path):
    labels = np.ones((40, 60), np.float32)
    labels[20, 30] = 2.75
    with pytest.raises(LabelError, match=r"l\.tif holds 2\.75"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)))


def test_an_image_given_as_labels_is_refused(tmp_path):
    labels = np.arange(2400, dtype=np.uint16).reshape(40, 60)
    with pytest.raises(LabelError, match="more than 254 different values"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)))


def test_a_label_raster_of_0_or_nodata_only_is_refused(tmp_path):
    with pytest.raises(LabelError, match="class 0 only"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", np.zeros((40, 60), np.uint8))))
    with pytest.raises(LabelError, match="nothing but nodata"):
        read_all(RasterLabels(make_raster(tmp_path / "m.tif", np.full((40, 60), 7, np.uint8), nodata=7)))


def test_label_values_beyond_32_bits_are_refused(tmp_path):
    with pytest.raises(LabelError, match="4294967295"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", np.full((40, 60), 2**32 - 1, np.uint32))))


def test_a_finer_label_raster_is_sampled_at_the_nearest_pixel(tmp_path):
    rng = np.random.default_rng(3)
    fine = rng.integers(1, 5, (120, 180)).astype(np.uint8)
    path = make_raster(tmp_path / "l.tif", fine, transform=(500_000.0, 10 / 3, 0.0, 6_000_000.0, 0.0, -10 / 3))
    _, values, known = read_all(RasterLabels(path))
    assert (values == fine[1::3, 1::3]).all() and known.all()


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "float32"])
def test_beyond_a_smaller_label_raster_nothing_is_known(tmp_path, dtype):
    labels = np.full((10, 20), 3, dtype)
    labels[0, 0], labels[9, 19] = 0, 9
    path = make_raster(tmp_path / "l.tif", labels, transform=(500_100.0, 10.0, 0.0, 5_999_950.0, 0.0, -10.0), nodata=9)
    table, values, known = read_all(RasterLabels(path))
    inside = np.zeros((40, 60), bool)
    inside[5:15, 10:30] = True
    inside[14, 29] = False
    assert table.values == (3,) and (known == inside).all()
    assert (values == expected((10, 5, 30, 15, 3), (10, 5, 11, 6, 0), (29, 14, 30, 15, 0))).all()


def test_a_label_raster_in_degrees_lands_on_the_right_pixels(tmp_path):
    labels = expected((5, 6, 30, 20, 7), (31, 21, 50, 35, 300)).astype(np.int32)
    path = make_raster(tmp_path / "utm.tif", labels)
    gdal.Warp(str(tmp_path / "l.tif"), path, dstSRS="EPSG:4326", xRes=2e-5, yRes=2e-5, dstNodata=-1).FlushCache()
    table, values, known = read_all(RasterLabels(str(tmp_path / "l.tif")))
    assert table.values == (7, 300)
    assert (values == labels).mean() > 0.99 and known.mean() > 0.99


def test_a_label_raster_for_a_south_up_image_is_turned_over(tmp_path):
    labels = expected((5, 6, 30, 20, 7)).astype(np.uint8)
    path = make_raster(tmp_path / "l.tif", labels)
    grid = Grid(60, 40, (500_000.0, 10.0, 0.0, 5_999_600.0, 0.0, 10.0), GRID.crs_wkt)
    reader = open_labels(RasterLabels(path), grid, Notes())
    values, known = reader.read(Window(0, 10, 60, 30))
    assert (values == labels[::-1][10:]).all() and known.all()


def test_a_label_raster_for_an_image_from_east_to_west_is_mirrored(tmp_path):
    labels = expected((5, 6, 30, 20, 7)).astype(np.uint8)
    path = make_raster(tmp_path / "l.tif", labels)
    grid = Grid(60, 40, (500_600.0, -10.0, 0.0, 6_000_000.0, 0.0, -10.0), GRID.crs_wkt)
    _, values, known = read_all(RasterLabels(path), grid=grid)
    assert (values == labels[:, ::-1]).all() and known.all()


@pytest.mark.parametrize("x", [100_000.0, 300_000.0, 600_000.0])
def test_a_global_label_raster_fits_an_image_on_either_side_of_the_central_meridian(tmp_path, x):
    labels = np.full((180, 360), 7, np.uint8)
    path = make_raster(tmp_path / "l.tif", labels, transform=(-180.0, 1.0, 0.0, 90.0, 0.0, -1.0), epsg=4326)
    grid = Grid(60, 40, (x, 10.0, 0.0, 6_000_000.0, 0.0, -10.0), GRID.crs_wkt)
    _, values, known = read_all(RasterLabels(path), grid=grid)
    assert (values == 7).all() and known.all()


def test_a_label_raster_with_an_alpha_band_is_known_where_that_is_on(tmp_path):
    labels = expected((0, 0, 60, 40, 7)).astype(np.uint8)
    alpha = np.full(labels.shape, 255, np.uint8)
    alpha[:, :30] = 0
    path = make_raster(tmp_path / "l.tif", np.stack([labels, alpha]), alpha=2)
    for grid in (GRID, Grid(60, 40, (500_000.0, 10.0, 0.0, 5_999_600.0, 0.0, 10.0), GRID.crs_wkt)):
        _, values, known = read_all(RasterLabels(path), grid=grid)
        assert (known == (alpha != 0)).all() and (values[known] == 7).all()


def test_a_label_raster_elsewhere_is_refused_with_both_extents(tmp_path):
    path = make_raster(tmp_path / "l.tif", np.ones((10, 10), np.uint8), transform=(0.0, 1.0, 0.0, 10.0, 0.0, -1.0))
    with pytest.raises(LabelError, match=r"x 0 to 10, y 0 to 10, the raster covers x 500000 to 500600"):
        read_all(RasterLabels(path))


def test_rasters_without_georeference_fit_by_size(tmp_path):
    labels = expected((5, 6, 30, 20, 7)).astype(np.uint8)
    image = make_raster(tmp_path / "i.tif", labels, transform=None, epsg=None)
    path = make_raster(tmp_path / "l.tif", labels, transform=None, epsg=None)
    _, values, _ = read_all(RasterLabels(path), grid=describe(image).grid)
    assert (values == labels).all()
    larger = make_raster(tmp_path / "m.tif", np.pad(labels, ((0, 5), (0, 5))), transform=None, epsg=None)
    _, values, _ = read_all(RasterLabels(larger), grid=describe(image).grid)
    assert (values == labels).all()


def test_a_class_raster_of_our_own_brings_its_names_and_colours(tmp_path):
    classes = ClassTable((ClassEntry(3, "wood", (1, 120, 3)), ClassEntry(12, "water", (0, 0, 250))))
    path = str(tmp_path / "l.tif")
    with RasterWriter(path, GRID, "uint8", nodata=0) as writer:
        writer.set_classes(classes)
        writer.write(GRID.window, expected((0, 0, 9, 9, 3), (20, 20, 30, 30, 12)).astype(np.uint8))
    assert read_all(RasterLabels(path))[0] == classes
    finer = Grid(120, 80, (500_000.0, 5.0, 0.0, 6_000_000.0, 0.0, -5.0), GRID.crs_wkt)
    assert read_all(RasterLabels(path), grid=finer)[0] == classes
    styled = RasterLabels(path, styles=(ClassStyle("3", "Forst", (9, 8, 7)),))
    assert read_all(styled)[0].classes[0] == ClassEntry(3, "Forst", (9, 8, 7))


def test_colours_that_a_palette_does_not_set_are_not_all_black(tmp_path):
    labels = expected((0, 0, 9, 9, 3), (9, 9, 12, 12, 4), (20, 20, 30, 30, 12))
    path = make_raster(tmp_path / "l.tif", labels.astype(np.uint8))
    colors = gdal.ColorTable()
    colors.SetColorEntry(12, (0, 0, 250, 255))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetRasterColorTable(colors)
    dataset = None
    table, _, _ = read_all(RasterLabels(path))
    assert table.classes[2].color == (0, 0, 250)
    assert len({entry.color for entry in table.classes}) == 3


def test_labels_in_more_than_one_band_are_read_from_the_first_and_said(tmp_path):
    labels = np.stack([np.full((40, 60), 2), np.full((40, 60), 3)]).astype(np.uint8)
    notes = Notes()
    table, _, _ = read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)), notes=notes)
    assert table.values == (2,) and "2 bands" in notes.warnings[0]


# Real imagery --------------------------------------------------------------------------------------------------------


def test_kampala_polygons_burnt_equal_the_label_raster(shared_data):
    folder = shared_data / "kampala"
    with RasterReader(str(folder / "blockB_label.tif")) as reader:
        truth = reader.read(reader.grid.window)[0]
    grid = describe(str(folder / "blockB_image.tif")).grid
    _, values, _ = read_all(VectorLabels(str(folder / "labels.geojson")), grid=grid)
    assert (values == truth).mean() > 0.9999


def test_landsat_polygons_and_label_raster_agree_though_their_systems_are_named_differently(shared_data):
    folder = shared_data / "nc_landsat7"
    grid = describe(str(folder / "lsat7_2000_10.tif")).grid
    _, polygons, _ = read_all(VectorLabels(str(folder / "landsat96_polygons.shp"), class_field="id"), grid=grid)
    _, raster, _ = read_all(RasterLabels(str(folder / "landsat96_labelled_pixels.tif")), grid=grid)
    both = polygons != 0
    assert both.sum() > 2000 and (polygons[both] == raster[both]).mean() > 0.99
