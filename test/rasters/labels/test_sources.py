"""Opening labels: layers, files, and real imagery."""

from __future__ import annotations

import numpy as np
import pytest
from label_samples import FIELD, read_all
from pixel_classifier.rasters.core.errors import Cancelled, LabelError
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from pixel_classifier.rasters.reading.dataset import describe
from pixel_classifier.rasters.reading.reader import RasterReader
from rasters_data import (
    Notes,
    make_layer,
    make_raster,
    pixel_square,
)


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
