"""Opening labels: layers, files, and real imagery."""

from __future__ import annotations

import numpy as np
import pytest
from label_samples import FIELD, read_all
from listener import Listener
from osgeo import gdal, ogr, osr
from pixel_classifier.rasters.core.errors import Cancelled, LabelError
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from pixel_classifier.rasters.reading.dataset import describe
from pixel_classifier.rasters.reading.reader import RasterReader
from rasters_data import WGS84, make_layer, make_raster, pixel_square, square, system


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


def test_features_outside_the_image_are_counted(tmp_path):
    inside, outside = pixel_square(0, 0, 5, 5), pixel_square(900, 900, 905, 905)
    for number, rows in enumerate(([(inside, "a")], [(inside, "a"), (outside, "a"), (outside, "b")])):
        notes = Listener()
        read_all(VectorLabels(make_layer(tmp_path / f"{number}.gpkg", rows), class_field=FIELD), notes=notes)
        said = [line.replace("\u00a0", " ") for line in notes.infos if "not in the image" in line]
        assert said == (["2 of 3 label features are not in the image."] if number else [])


def test_reading_labels_can_be_cancelled(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(0, 0, 5, 5), "a")])
    with pytest.raises(Cancelled):
        read_all(VectorLabels(path, class_field=FIELD), notes=Listener(cancel_at=0))
    path = make_raster(tmp_path / "l.tif", np.ones((40, 60), np.uint8))
    with pytest.raises(Cancelled):
        read_all(RasterLabels(path), notes=Listener(cancel_at=0))


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


@pytest.mark.parametrize("is_split", [True, False], ids=["split at 180 degrees", "from 179.99 to -179.99"])
@pytest.mark.parametrize("epsg, latitude, side", [(32601, 1.8, 200.0), (3832, -17.0, 2.0)])
def test_polygons_across_the_antimeridian_label_the_same_pixels(tmp_path, epsg, latitude, side, is_split):
    to_degrees = osr.CoordinateTransformation(system(epsg), system(WGS84))
    x, y, _ = osr.CoordinateTransformation(system(WGS84), system(epsg)).TransformPoint(180.0, latitude)
    grid = Grid(60, 40, (x - 25 * side, side, 0.0, y + 20 * side, 0.0, -side), system(epsg).ExportToWkt())
    rows = []
    for left, right in ((3, 25), (25, 51)) if is_split else ((3, 51),):
        outline = ogr.CreateGeometryFromWkt(square(*grid.to_map(left, 31), *grid.to_map(right, 9)))
        outline.Transform(to_degrees)
        points = [(lon, lat) for lon, lat, *_ in outline.GetGeometryRef(0).GetPoints()]
        if is_split:  # the cut lies on 180 degrees, of the sign of its side
            points = [
                (180.0 if left < 25 else -180.0, lat) if abs(lon) > 179.999999 else (lon, lat) for lon, lat in points
            ]
        rows.append(("POLYGON((" + ",".join(f"{lon!r} {lat!r}" for lon, lat in points) + "))", "a"))
    _, values, _ = read_all(
        VectorLabels(make_layer(tmp_path / "l.gpkg", rows, epsg=WGS84), class_field=FIELD), grid=grid
    )
    expected = np.zeros((40, 60), int)
    expected[9:31, 3:51] = 1
    assert np.count_nonzero(values != expected) <= (
        1 if side < 10 else 22
    )  # the meridian is no straight line of pixels


def test_nothing_is_left_beside_gml_without_a_schema(tmp_path):
    layer = make_layer(tmp_path / "l.gpkg", [(pixel_square(2, 3, 20, 12), "a")])
    folder = tmp_path / "gml"
    folder.mkdir()
    path = str(folder / "l.gml")
    gdal.VectorTranslate(path, layer, format="GML")
    (folder / "l.xsd").unlink()
    table, values, _ = read_all(VectorLabels(path, class_field=FIELD))
    assert table.names == ("a",) and values.any() and [entry.name for entry in folder.iterdir()] == ["l.gml"]
