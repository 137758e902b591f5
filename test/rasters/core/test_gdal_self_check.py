"""GDAL says which one it is, and whether it finds its data."""

from __future__ import annotations

from osgeo import osr
from pixel_classifier.rasters.core import gdal_calls


def test_a_gdal_that_works_has_a_version_and_knows_reference_systems():
    assert gdal_calls.gdal_version()[0].isdigit()
    assert gdal_calls.why_no_crs() == ""


def test_missing_data_of_proj_are_told(monkeypatch):
    class Lost(osr.SpatialReference):
        def ImportFromEPSG(self, code):
            raise RuntimeError("PROJ: proj_create_from_database: Cannot find proj.db")

    monkeypatch.setattr(gdal_calls.osr, "SpatialReference", Lost)
    assert "proj.db" in gdal_calls.why_no_crs()
