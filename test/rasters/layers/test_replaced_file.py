"""A result takes the place of a whole GeoPackage: of earlier results, never of what a person has made."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, ogr
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.layers.label_next_layer import write_label_next
from pixel_classifier.rasters.layers.replaced_file import check_replaced_file, read_only_uri
from rasters_data import make_raster


def add_layer(path, name, kind=ogr.wkbPolygon):
    driver = ogr.GetDriverByName("GPKG")
    source = ogr.Open(str(path), 1) if path.exists() else driver.CreateDataSource(str(path))
    source.CreateLayer(name, None, kind)


@pytest.mark.parametrize("kind", [ogr.wkbPolygon, ogr.wkbNone])
def test_layers_and_tables_of_a_person_are_named_and_stay(tmp_path, kind):
    path = tmp_path / "it's 100 % #1.gpkg"
    write_label_next(str(path), [], "")
    check_replaced_file(str(path), "The places")
    add_layer(path, "Äcker", kind)
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"The places would replace .*#1\.gpkg.* other layers .* lost: Äcker\."):
        check_replaced_file(str(path), "The places")
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_a_raster_in_a_geopackage_stays(tmp_path):
    path = str(tmp_path / "both.gpkg")
    image = make_raster(tmp_path / "a.tif", np.ones((1, 8, 8), np.uint8))
    gdal.Translate(path, image, format="GPKG", creationOptions=["RASTER_TABLE=ortho"])
    with pytest.raises(OutputError, match="ortho"):
        check_replaced_file(path, "The footprints")


def test_what_is_no_geopackage_is_replaced(tmp_path):
    check_replaced_file(str(tmp_path / "absent.gpkg"), "The sample")
    (tmp_path / "a.gpkg").write_text("no database")
    check_replaced_file(str(tmp_path / "a.gpkg"), "The sample")


@pytest.mark.parametrize(
    ("path", "separator", "address"),
    [
        (r"\\server\share\a b.gpkg", "\\", "file:////server/share/a%20b.gpkg?mode=ro"),
        (r"C:\maps\100 %.gpkg", "\\", "file:///C%3A/maps/100%20%25.gpkg?mode=ro"),
        ("/maps/a\\b#1.gpkg", "/", "file:///maps/a%5Cb%231.gpkg?mode=ro"),
    ],
)
def test_a_geopackage_on_a_network_drive_is_read_too(path, separator, address):
    """SQLite refuses an address that names a server, and the layers there would have been replaced without a word."""
    assert read_only_uri(path, separator) == address
