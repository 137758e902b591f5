from __future__ import annotations

import pytest
from pixel_classifier.models.reports.data_sheet import crs_text, pixel_size_text
from report_demo import UTM


@pytest.mark.parametrize(
    ("wkt", "text"),
    [
        (UTM, "WGS 84 / UTM zone 17N (EPSG:32617)"),
        ('PROJCRS["ETRS89 / LAEA",CONVERSION["x",ID["EPSG",19986]],ID["EPSG",3035]]', "ETRS89 / LAEA (EPSG:3035)"),
        ('PROJCS["mine",GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]],UNIT["metre",1,AUTHORITY["EPSG","9001"]]]', "mine"),
        ("", "unknown"),
    ],
)
def test_coordinate_systems_are_named_by_their_own_code_only(wkt, text):
    assert crs_text(wkt) == text


@pytest.mark.parametrize(
    ("size", "wkt", "text"),
    [
        ((0.6, 0.6), UTM, "0.6 m"),
        ((10.0, 20.0), UTM, "10 × 20 m"),
        ((0.0001, 0.0001), 'GEOGCS["WGS 84",UNIT["degree",0.0174]]', "1e−4 degrees"),
        ((3.0, 3.0), 'PROJCS["x",UNIT["US survey foot",0.3048]]', "3 feet"),
        ((1.0, 1.0), "", "1 map unit"),
        ((2.0, 2.0), "", "2 map units"),
    ],
)
def test_pixel_sizes_have_their_unit(size, wkt, text):
    assert pixel_size_text(size, wkt) == text
