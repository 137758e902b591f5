"""Classes of vector layers: their values, names and colours."""

from __future__ import annotations

import numpy as np
import pytest
from label_samples import FIELD, expected, read_all
from listener import Listener
from osgeo import gdal, ogr
from pixel_classifier.rasters.classes.class_styles import ClassStyle
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import LabelError
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from rasters_data import UTM, make_layer, make_raster, pixel_square, system


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


def test_texts_in_an_encoding_that_the_file_does_not_state_stay_readable_and_apart(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), "\xc4cker"), (pixel_square(6, 0, 9, 5), "\xd6cker")]
    driver = ogr.GetDriverByName("ESRI Shapefile")
    source = driver.CreateDataSource(str(tmp_path / "l.shp"))
    layer = source.CreateLayer("l", system(UTM), ogr.wkbPolygon, ["ENCODING=ISO-8859-1"])
    layer.CreateField(ogr.FieldDefn(FIELD, ogr.OFTString))
    for wkt, text in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(FIELD, text)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    feature = layer = source = None
    (tmp_path / "l.cpg").write_text("UTF-8")
    notes = Listener()
    table, values, _ = read_all(VectorLabels(str(tmp_path / "l.shp"), class_field=FIELD), notes=notes)
    assert table.names == ("\xc4cker", "\xd6cker") and sorted(np.unique(values)) == [0, 1, 2]
    assert any("not UTF-8" in warning and ".cpg" in warning for warning in notes.warnings)


def test_texts_that_could_not_be_decoded_are_pointed_out(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), "\N{REPLACEMENT CHARACTER}cker"), (pixel_square(6, 0, 9, 5), "wood")]
    notes = Listener()
    read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD), notes=notes)
    assert any("could not be decoded" in warning and "cker" in warning for warning in notes.warnings)


def test_a_table_without_geometries_is_refused_with_the_cure(tmp_path):
    (tmp_path / "points.csv").write_text("x,y,class\n500005,5999995,a\n")
    with pytest.raises(LabelError, match=r"points\.csv holds no layer with geometries.*Delimited Text"):
        read_all(VectorLabels(str(tmp_path / "points.csv"), class_field=FIELD))


def test_whole_numbers_with_decimals_in_a_text_field_keep_values_names_and_colours(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), "1.0"), (pixel_square(6, 0, 9, 5), "7.0"), (pixel_square(6, 6, 9, 9), "12.0")]
    styles = (ClassStyle("1.0", "Water", (0, 0, 255)), ClassStyle("7", "Wood", (0, 99, 0)))
    path = make_layer(tmp_path / "l.gpkg", rows)
    table, _, _ = read_all(VectorLabels(path, class_field=FIELD, styles=styles))
    assert (
        table.values == (1, 7, 12)
        and table.names == ("Water", "Wood", "12.0")
        and table.classes[0].color == (0, 0, 255)
    )


def test_whole_numbers_written_as_text_keep_their_values(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), "312"), (pixel_square(6, 0, 9, 5), "52")]
    notes = Listener()
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
    for number, shown in ((3.25, r"3\.25"), (0.9999999999999999, r"0\.9999999999999999")):  # never "holds 1"
        path = make_layer(tmp_path / f"{number}.gpkg", [(pixel_square(0, 0, 5, 5), number)], field_type=ogr.OFTReal)
        with pytest.raises(LabelError, match=rf"\"class\" .*holds {shown}, which"):
            read_all(VectorLabels(path, class_field=FIELD))


def test_features_without_a_class_or_geometry_are_left_out_and_counted(tmp_path):
    there, unclear = pixel_square(0, 0, 5, 5), pixel_square(6, 0, 9, 5)
    rows = [(there, "a"), (unclear, None), (unclear, " "), (None, "a")]
    notes = Listener()
    _, values, _ = read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD), notes=notes)
    assert (values == expected((0, 0, 5, 5, 1))).all()
    said = [warning.replace("\u00a0", " ") for warning in notes.warnings]
    assert any("empty in 2 features; they are left out" in warning for warning in said)
    assert any("1 feature without a geometry is left out" in warning for warning in said)


def test_a_field_that_looks_like_an_identifier_is_warned_of(tmp_path):
    squares = [pixel_square(4 * number, 0, 4 * number + 3, 3) for number in range(13)]
    numbers = list(range(1, 14))
    for given, field, warnings in (
        (numbers, FIELD, 1),
        ([1, *numbers[:-1]], FIELD, 0),
        (numbers[:5], FIELD, 0),
        (numbers[:5], "id", 1),
    ):
        notes = Listener()
        path = make_layer(tmp_path / f"{len(given)}-{field}-{warnings}.gpkg", list(zip(squares, map(str, given))))
        if field != FIELD:
            gdal.OpenEx(path, gdal.OF_UPDATE).ExecuteSQL(f'ALTER TABLE labels RENAME COLUMN "{FIELD}" TO "{field}"')
        read_all(VectorLabels(path, class_field=field), notes=notes)
        assert sum("If it is an identifier" in warning for warning in notes.warnings) == warnings


def test_a_field_with_300_classes_is_refused_by_name_and_number(tmp_path):
    rows = [(pixel_square(0, 0, 5, 5), f"name {number}") for number in range(300)]
    with pytest.raises(LabelError, match=r"\"class\".*300 different values.*254"):
        read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD))


def test_class_0_beside_others_is_warned_of_and_means_not_labelled(tmp_path):
    rows = [(pixel_square(0, 0, 9, 9), 2), (pixel_square(0, 0, 3, 3), 0)]
    notes = Listener()
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


def test_texts_that_look_alike_are_classes_of_their_own_with_a_warning(tmp_path):
    spellings = ["Forest", "forest", "Fl\u00e4che", "Fla\u0308che", "\u200bWater", "Water", "Wood", "Wood "]
    rows = [(pixel_square(4 * place, 0, 4 * place + 3, 5), text) for place, text in enumerate(spellings)]
    notes = Listener()
    table, _, _ = read_all(VectorLabels(make_layer(tmp_path / "l.gpkg", rows), class_field=FIELD), notes=notes)
    assert len(table.names) == 7, "blanks at the ends do not count"
    (line,) = notes.warnings
    assert (
        "“Forest” and “forest”" in line
        and "Water" in line
        and "Wood" not in line
        and "each is a class of its own" in line
    )


@pytest.mark.parametrize("values, is_warned", [((1, 2, -9999), True), ((1, 2, 255), True), ((1, 2, 700), False)])
def test_a_number_that_looks_like_nodata_in_a_class_field_is_warned_of(tmp_path, values, is_warned):
    rows = [(pixel_square(9 * place, 0, 9 * place + 5, 5), value) for place, value in enumerate(values)]
    path, notes = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger), Listener()
    table, _, _ = read_all(VectorLabels(path, class_field=FIELD), notes=notes)
    assert set(table.values) == set(values)
    assert any(f"holds {values[2]}, far from" in line for line in notes.warnings) == is_warned


BOOLEANS = (ogr.OFTInteger, ogr.OFSTBoolean, (1, 0), ("false", "true"))
DATES = (ogr.OFTDate, ogr.OFSTNone, ("2021/03/04", "2020/01/02"), ("2020-01-02", "2021-03-04"))
TIMES = (
    ogr.OFTDateTime,
    ogr.OFSTNone,
    ("2021/03/04 05:06:07", "2020/01/02"),
    ("2020-01-02T00:00:00", "2021-03-04T05:06:07"),
)


@pytest.mark.parametrize("kind, subtype, given, names", [BOOLEANS, DATES, TIMES])
def test_yes_and_no_and_dates_are_the_classes_that_qgis_shows(tmp_path, kind, subtype, given, names):
    path = tmp_path / "l.gpkg"
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer, field = dataset.CreateLayer("labels", system(UTM), ogr.wkbPolygon), ogr.FieldDefn(FIELD, kind)
    field.SetSubType(subtype)
    layer.CreateField(field)
    for place, value in enumerate(given):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(FIELD, value)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(pixel_square(9 * place, 0, 9 * place + 5, 5)))
        layer.CreateFeature(feature)
    dataset = layer = feature = None
    table, values, _ = read_all(VectorLabels(str(path), class_field=FIELD))
    assert table.names == names and (values[0, 0], values[0, 10]) == (2, 1)
