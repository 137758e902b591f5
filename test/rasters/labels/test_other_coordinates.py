"""Labels, masks and label rasters of which nothing lies on the image: the error names the CRS, or the order of axes, that is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from label_samples import FIELD, GRID, read_all
from pixel_classifier.rasters.core.crs import crs_from_wkt, point_transform
from pixel_classifier.rasters.core.errors import LabelError, SettingsError
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.labels.other_coordinates import remedy_in_other_coordinates
from pixel_classifier.rasters.labels.rasterize import PolygonMask
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from rasters_data import TRANSFORM, UTM, WGS84, make_layer, make_raster, pixel_square, square, system

TO_DEGREES = point_transform(GRID.crs_wkt, system(WGS84).ExportToWkt())
WEST, SOUTH = TO_DEGREES(500_050.0, 5_999_850.0)
EAST, NORTH = TO_DEGREES(500_150.0, 5_999_950.0)
IN_METRES, IN_DEGREES, SWAPPED = (
    pixel_square(5, 5, 15, 15),
    square(WEST, SOUTH, EAST, NORTH),
    square(SOUTH, WEST, NORTH, EAST),
)
WRONG = {
    "GeoJSON in metres, which QGIS takes for degrees": (IN_METRES, WGS84, r"The layer's CRS \(WGS 84\) is probably wrong: .* the CRS of the raster \(.*zone 33N\)"),
    "another zone": (IN_METRES, 32631, r"The layer's CRS \(.*zone 31N\) is probably wrong: .* the CRS of the raster \(.*zone 33N\)"),
    "degrees, as the CRS of the project": (IN_DEGREES, 3857, r"The layer's CRS \(.*Mercator\) is probably wrong: .*longitude and latitude \(EPSG:4326\)"),
    "degrees without a CRS": (IN_DEGREES, None, r"The layer has no CRS: .*longitude and latitude \(EPSG:4326\)"),
    "latitude before longitude": (SWAPPED, WGS84, r"fits with x and y swapped: it probably has latitude before longitude"),
    "latitude before longitude without a CRS": (SWAPPED, None, r"The layer has no CRS: .*EPSG:4326.*, and swap its x and y"),
}  # fmt: skip


@pytest.mark.parametrize("wkt, epsg, remedy", WRONG.values(), ids=WRONG)
def test_labels_and_masks_with_a_wrong_crs_or_order_of_axes_are_refused_with_the_one_that_fits(
    tmp_path, wkt, epsg, remedy
):
    path = make_layer(tmp_path / "l.gpkg", [(wkt, "a")], epsg=epsg)
    with pytest.raises(LabelError, match=remedy):
        read_all(VectorLabels(path, class_field=FIELD))
    with pytest.raises(SettingsError, match=remedy):
        PolygonMask(MaskPolygons(path), GRID)


def test_a_label_raster_with_a_wrong_crs_is_refused_with_the_one_that_fits(tmp_path):
    labels = make_raster(tmp_path / "l.tif", np.ones((40, 60), np.uint8), transform=TRANSFORM, epsg=3857)
    with pytest.raises(LabelError, match=r"The layer's CRS \(.*Mercator\) is probably wrong: .* the CRS of the raster"):
        read_all(RasterLabels(labels))


def test_labels_that_truly_lie_elsewhere_get_no_such_advice(tmp_path):
    path = make_layer(tmp_path / "l.gpkg", [(pixel_square(5000, 5, 5010, 15), "a")])
    with pytest.raises(LabelError, match=r"Choose labels for this raster\.$"):
        read_all(VectorLabels(path, class_field=FIELD))


def test_there_is_no_advice_for_labels_around_the_image_and_for_images_without_a_crs():
    around = (0.0, 5_000_000.0, 900_000.0, 7_000_000.0)
    assert remedy_in_other_coordinates(around, system(UTM), GRID, may_be_swapped=True) == ""
    without_crs = Grid(60, 40, TRANSFORM, "")
    assert crs_from_wkt(without_crs.crs_wkt) is None
    assert remedy_in_other_coordinates((0.0, 0.0, 1.0, 1.0), system(WGS84), without_crs, may_be_swapped=True) == ""
