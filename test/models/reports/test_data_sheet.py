from __future__ import annotations

import pytest
from pixel_classifier.models.reports.data_sheet import pixel_size_text
from report_demo import UTM


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
