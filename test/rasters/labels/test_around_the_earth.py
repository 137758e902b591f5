"""Labels on both sides of the antimeridian, and around a pole, fall on the pixels whose centres lie in them."""

from __future__ import annotations

import numpy as np
import pytest
from label_samples import FIELD, read_all
from osgeo import ogr, osr
from pixel_classifier.rasters.core.crs import crs_from_wkt, turn_map
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.labels.rasterize import PolygonMask
from pixel_classifier.rasters.labels.sources import VectorLabels
from rasters_data import WGS84, make_layer, system

PACIFIC, MERCATOR, UTM_60_SOUTH, ANTARCTIC, ARCTIC = 3832, 3857, 32760, 3031, 3413
HALF_TURN_M = 20037508.342789244


def between(source, target):
    return osr.CoordinateTransformation(system(source), system(target))


def box(epsg, west, south, east, north):
    """Returns a box of longitudes and latitudes as WKT, with straight edges in another CRS."""
    (left, bottom, _), (right, top, _) = between(WGS84, epsg).TransformPoints([(west, south), (east, north)])
    return square(left, bottom, right, top)


def square(left, bottom, right, top):
    return f"POLYGON(({left} {bottom},{right} {bottom},{right} {top},{left} {top},{left} {bottom}))"


def grid(epsg, left, top, pixel, width=60, height=40):
    return Grid(width, height, (left, pixel, 0.0, top, 0.0, -pixel), system(epsg).ExportToWkt())


def truth(own, epsg_of_grid, epsg, polygons):
    """Returns the value of the last polygon in which each pixel's centre lies, by its longitude from -180 to 180."""
    to_degrees, to_labels = between(epsg_of_grid, WGS84), between(WGS84, epsg)
    shapes = [(ogr.CreateGeometryFromWkt(wkt), value) for wkt, value in polygons]
    values = np.zeros((own.height, own.width), np.int32)
    for row, column in np.ndindex(values.shape):
        longitude, latitude, _ = to_degrees.TransformPoint(*own.to_map(column + 0.5, row + 0.5))
        x, y, _ = to_labels.TransformPoint((longitude + 180) % 360 - 180, latitude)
        if np.isfinite((x, y)).all():
            point = ogr.CreateGeometryFromWkt(f"POINT({x} {y})")
            values[row, column] = ([0] + [value for shape, value in shapes if shape.Contains(point)])[-1]
    return values


GRIDS = {
    "east of 180 degrees": (WGS84, grid(WGS84, 179.9, -17, 0.003)),
    "west of -180 degrees": (WGS84, grid(WGS84, -180.1, -17, 0.003)),
    "Web Mercator": (MERCATOR, grid(MERCATOR, HALF_TURN_M - 10_000, -1_920_000, 330)),
    "the Earth": (WGS84, grid(WGS84, -180, 90, 4.5, 80, 40)),
    "the Earth in Web Mercator": (MERCATOR, grid(MERCATOR, -HALF_TURN_M, HALF_TURN_M, HALF_TURN_M / 30, 60, 60)),
}


@pytest.mark.parametrize(
    "epsg, name", [(PACIFIC, name) for name in GRIDS] + [(UTM_60_SOUTH, name) for name in list(GRIDS)[:3]]
)
def test_labels_across_the_antimeridian(tmp_path, name, epsg):
    epsg_of_grid, own = GRIDS[name]
    large = 12.0 if "Earth" in name else 0.0
    polygons = [
        (box(epsg, 179.92 - large, -17.1 - large, 179.98, -17.02 + large), 1),
        (box(epsg, 179.98, -17.1 - large, -179.95 + large, -17.02 + large), 2),
    ]
    path = make_layer(tmp_path / "l.gpkg", polygons, field_type=ogr.OFTInteger, epsg=epsg)
    wanted = truth(own, epsg_of_grid, epsg, polygons)
    values = read_all(VectorLabels(path, class_field=FIELD), own)[1]
    assert wanted.any() and (values == wanted).all()
    assert (PolygonMask(MaskPolygons(path, None, ""), own).read(own.window) == (wanted != 0)).all()


def test_points_and_lines_across_the_antimeridian(tmp_path):
    own = GRIDS["east of 180 degrees"][1]
    ends = between(WGS84, PACIFIC).TransformPoints([(179.95, -17.0515), (-179.95, -17.0515)])
    (x0, y0, _), (x1, y1, _) = ends
    rows = [(f"POINT({x1} {y1 - 2000})", 2), (f"LINESTRING({x0} {y0},{x1} {y1})", 3)]
    path = make_layer(tmp_path / "l.gpkg", rows, field_type=ogr.OFTInteger, epsg=PACIFIC)
    values = read_all(VectorLabels(path, class_field=FIELD), own)[1]
    assert np.argwhere(values == 2)[:, 1].tolist() == [50]
    columns = sorted(np.argwhere(values == 3)[:, 1].tolist())
    assert columns in (list(range(16, 50)), list(range(16, 51)))  # GDAL 3.10 leaves out the pixel in which a line ends


@pytest.mark.parametrize("epsg, wkt", [
    (ANTARCTIC, square(-2e6, -2e6, 2e6, 2e6)),
    (ANTARCTIC, "POLYGON((-2e6 -2e6,2e6 -2e6,2e6 2e6,-2e6 2e6,-2e6 -2e6),(1e6 -5e5,1.5e6 -5e5,1.5e6 5e5,1e6 5e5,1e6 -5e5))"),
    (ARCTIC, square(-3e6, 1e6, -1e6, 3e6)),
])  # fmt: skip
def test_labels_in_polar_projections_on_a_map_of_the_earth(tmp_path, epsg, wkt):
    own = GRIDS["the Earth"][1]
    path = make_layer(tmp_path / "l.gpkg", [(wkt, 1)], field_type=ogr.OFTInteger, epsg=epsg)
    wanted = truth(own, WGS84, epsg, [(wkt, 1)])
    values = read_all(VectorLabels(path, class_field=FIELD), own)[1]
    assert wanted.any() and (values == wanted).all()


def test_a_turn_of_the_earth_is_known_where_the_map_repeats_itself():
    turns = {code: turn_map(crs_from_wkt(system(code).ExportToWkt())) for code in (WGS84, MERCATOR, PACIFIC, ANTARCTIC)}
    assert turns[WGS84] == pytest.approx(360)
    assert turns[MERCATOR] == turns[PACIFIC] == pytest.approx(2 * HALF_TURN_M)
    assert turns[ANTARCTIC] is None and turn_map(None) is None


def test_a_polygon_that_a_buffer_below_0_divides_lies_on_both_sides_too(tmp_path):
    """Two fields with a narrow path between, in UTM, on an image in degrees: a Python error."""
    (x0, y0, _) = between(WGS84, 32601).TransformPoint(-179.6, 53.0)
    corners = [
        (0, 0),
        (10, 0),
        (10, 4.5),
        (20, 4.5),
        (20, 0),
        (30, 0),
        (30, 10),
        (20, 10),
        (20, 5.5),
        (10, 5.5),
        (10, 10),
        (0, 10),
        (0, 0),
    ]
    outline = ",".join(f"{x0 + 1000 * x} {y0 + 1000 * y}" for x, y in corners)
    path = make_layer(tmp_path / "l.gpkg", [(f"POLYGON(({outline}))", 1)], field_type=ogr.OFTInteger, epsg=32601)
    own = Grid(
        100, 40, (180.0, 0.01, 0.0, 53.2, 0.0, -0.01), system(WGS84).ExportToWkt()
    )  # longitudes go on beyond 180
    _, values, _ = read_all(VectorLabels(path, class_field=FIELD, buffer_map=-600.0), own)
    columns = np.flatnonzero(values.any(0))
    assert (np.diff(columns) > 1).sum() == 1, "two fields"
