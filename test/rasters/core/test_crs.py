"""CRS: which count as the same, and how points and extents come from one to another."""

from __future__ import annotations

import pytest
from osgeo import osr
from pixel_classifier.rasters.core.crs import (
    crs_from_wkt,
    is_same,
    point_transform,
    transform_between,
    transformed_extent,
)
from pixel_classifier.rasters.core.errors import RasterError

LOCAL = 'LOCAL_CS["site",UNIT["metre",1]]'
UNDEFINED = (
    'ENGCRS["Undefined Cartesian SRS",EDATUM["?"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
)


def wkt(code: int) -> str:
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    return system.ExportToWkt()


@pytest.mark.parametrize("text", ["", "nonsense", LOCAL, UNDEFINED])
def test_texts_that_name_no_place_on_the_earth_are_no_crs(text):
    assert crs_from_wkt(text) is None


def test_a_local_crs_is_kept_where_it_is_written_to_a_file():
    assert crs_from_wkt(LOCAL, keep_local=True).IsLocal()
    assert crs_from_wkt("nonsense", keep_local=True) is None


def test_an_unknown_crs_is_the_same_as_any():
    utm, degrees = crs_from_wkt(wkt(32633)), crs_from_wkt(wkt(4326))
    assert is_same(None, utm) and is_same(utm, utm) and not is_same(utm, degrees)


def test_points_are_transformed_east_before_north():
    x, y = point_transform(wkt(4326), wkt(32633))(15.0, 54.0)
    assert x == pytest.approx(500_000) and y == pytest.approx(5_983_521.66, abs=0.1)
    assert point_transform(wkt(4326), "")(15.0, 54.0) == (15.0, 54.0)


def test_a_point_that_cannot_be_transformed_is_an_error_about_coordinates():
    with pytest.raises(RasterError, match=r"cannot be transformed from WGS 84 / UTM zone 33N to WGS 84\. Reproject"):
        point_transform(wkt(32633), wkt(4326))(1e30, 1e30)


def test_an_extent_across_the_antimeridian_has_no_extent_in_degrees():
    utm, degrees = crs_from_wkt(wkt(32601)), crs_from_wkt(wkt(4326))
    assert transformed_extent(transform_between(utm, degrees), (100_000, 10_000, 900_000, 20_000)) is None
    assert transformed_extent(None, (0, 0, 1, 1)) == (0, 0, 1, 1)
