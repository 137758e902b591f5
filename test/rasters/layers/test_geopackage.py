"""Layers of results lie where they belong: in the CRS of the raster, also where GDAL takes it for another."""

from __future__ import annotations

import pytest
from osgeo import gdal, ogr, osr
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.layers.geopackage import POINT, TEXT, keep_units, write_layer


def utm(units: str, datum: str = "WGS84", zone: int = 33) -> osr.SpatialReference:
    crs = osr.SpatialReference()
    crs.ImportFromProj4(f"+proj=utm +zone={zone} +datum={datum} +units={units}")
    return crs


@pytest.mark.parametrize(
    "crs", [utm("km"), utm("us-ft", "NAD83", 11), utm("ft", "NAD83", 11), utm("us-ft", "NAD27", 11), utm("m")]
)
def test_utm_in_feet_or_kilometres_is_not_taken_for_metres(tmp_path, crs):
    path = str(tmp_path / "layer.gpkg")
    point = ogr.CreateGeometryFromWkt("POINT (500 5400)")
    write_layer(
        path, "it's a layer", crs.ExportToWkt(), POINT, [("name", TEXT)], [(point, {"name": "one"})], "The layer"
    )
    layer = (dataset := gdal.OpenEx(path)).GetLayer(0)
    assert layer.GetSpatialRef().GetLinearUnits() == pytest.approx(crs.GetLinearUnits(), rel=1e-9)
    feature = layer.GetNextFeature()
    assert feature["name"] == "one" and feature.geometry().GetX() == 500
    assert layer.GetName() == "it's a layer" and dataset.GetLayerCount() == 1


@pytest.mark.parametrize("code", [4326, 32633, 2263])
def test_a_crs_with_a_code_keeps_it(tmp_path, code):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    path = str(tmp_path / "layer.gpkg")
    write_layer(path, "a", crs.ExportToWkt(), POINT, [], [], "The layer")
    keep_units(path, crs.ExportToWkt())
    assert gdal.OpenEx(path).GetLayer(0).GetSpatialRef().GetAuthorityCode(None) == str(code)


def test_a_crs_with_a_rotated_pole_is_written(tmp_path):
    """So are grids of weather models. GDAL calls it an error that the older text of a CRS cannot hold it, and writes the newer one."""
    crs = osr.SpatialReference()
    crs.SetFromUserInput("+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39.25 +lon_0=18 +R=6371229 +type=crs")
    path = str(tmp_path / "layer.gpkg")
    point = ogr.CreateGeometryFromWkt("POINT (5 6)")
    write_layer(path, "a", crs.ExportToWkt(["FORMAT=WKT2"]), POINT, [], [(point, {})], "The layer")
    layer = (dataset := gdal.OpenEx(path)).GetLayer(0)
    assert layer.GetSpatialRef().IsSame(crs) and layer.GetNextFeature().geometry().GetX() == 5 and dataset is not None


def test_a_layer_that_gdal_refuses_is_an_error_with_its_reason(tmp_path):
    with pytest.raises(OutputError, match=r"The layer cannot be written: .*reserved geopackage prefix"):
        write_layer(str(tmp_path / "layer.gpkg"), "gpkg_contents", "", POINT, [], [], "The layer")
