from __future__ import annotations

import pytest
from pixel_classifier.models.core.crs_text import crs_text, is_geographic, unit_text
from report_demo import UTM

DEGREES = 'GEOGCS["WGS 84",UNIT["degree",0.0174532925199433]]'
FEET = f'PROJCS["New York Long Island",{DEGREES},UNIT["US survey foot",0.304800609601219]]'
HEIGHT = 'VERT_CS["height",VERT_DATUM["height",2005],UNIT["metre",1]]'


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
    ("wkt", "found", "unit"),
    [
        (DEGREES, True, "degrees"),
        ('GEOGCRS["WGS 84",CS[ellipsoidal,2],ANGLEUNIT["degree",0.0174532925199433]]', True, "degrees"),
        (f'COMPD_CS["WGS 84 + height",{DEGREES},{HEIGHT}]', True, "degrees"),
        (UTM, False, "m"),
        (f'COMPD_CS["with heights",{UTM},{HEIGHT}]', False, "m"),
        (f'COMPD_CS["New York + height",{FEET},{HEIGHT}]', False, "feet"),
        (f'COMPD_CS["with heights",{UTM},{HEIGHT.replace("metre", "US survey foot")}]', False, "m"),
        ('COMPOUNDCRS["x",PROJCRS["y",LENGTHUNIT["foot",0.3048]],VERTCRS["z",LENGTHUNIT["metre",1]]]', False, "feet"),
        ('PROJCRS["x",BASEGEOGCRS["WGS 84"],LENGTHUNIT["metre",1]]', False, "m"),
        ('LOCAL_CS["site",UNIT["metre",1]]', False, "m"),
        ("", None, "map units"),
    ],
)
def test_degrees_are_known_also_beside_heights(wkt, found, unit):
    assert is_geographic(wkt) is found
    assert unit_text(wkt) == unit
