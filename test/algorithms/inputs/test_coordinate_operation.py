"""Labels and masks are reprojected as QGIS draws them: by the operation of the project, or QGIS's default."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, ogr
from pixel_classifier.algorithms.engine.reporter import FeedbackReporter
from pixel_classifier.algorithms.inputs.coordinate_operation import coordinate_operation, inverted
from pixel_classifier.rasters.core.crs import crs_from_wkt, transform_between
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDatumTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from rasters_data import make_raster
from tiny_scene import Log, read_values

PAIRS = [
    ("EPSG:31467", "EPSG:25832", (3500000.0, 5500000.0)),
    ("EPSG:31467", "EPSG:4326", (3500000.0, 5500000.0)),
    ("EPSG:4314", "EPSG:25832", (9.0, 49.6)),
    ("EPSG:4326", "EPSG:27700", (-1.5, 52.0)),
    ("EPSG:27700", "EPSG:4326", (430000.0, 300000.0)),
    ("EPSG:2154", "EPSG:27572", (700000.0, 6600000.0)),
    ("EPSG:4326", "EPSG:32633", (15.0, 50.0)),
    ("EPSG:4326", "EPSG:31467", (9.0, 49.6)),
    ("EPSG:31467", "EPSG:3035", (3500000.0, 5500000.0)),
    ("ESRI:104223", "EPSG:26910", (-123.0, 45.1)),  # north before east, as of EPSG, but of other authorities
    ("EPSG:26910", "ESRI:104223", (500000.0, 5000000.0)),
    ("ESRI:104905", "ESRI:103885", (1.6, 3.3)),
    ("IAU_2015:49900", "IAU_2015:49910", (1.6, 3.3)),
    ("EPSG:3903", "EPSG:32635", (500000.0, 7000000.0)),  # with heights
]


def crs(text):
    return QgsCoordinateReferenceSystem(text)


def context_with(source, target, operation=None):
    transforms = QgsCoordinateTransformContext()
    if operation:
        transforms.addCoordinateOperation(crs(source), crs(target), operation, False)
    context = QgsProcessingContext()
    context.setTransformContext(transforms)
    return context


def assert_as_in_qgis(source, target, point, context):
    operation = coordinate_operation("labels", crs(source), crs(target), context, FeedbackReporter(Log()))
    expected = QgsCoordinateTransform(crs(source), crs(target), context.transformContext()).transform(
        QgsPointXY(*point)
    )
    ends = [crs_from_wkt(crs(text).toWkt()) for text in (source, target)]
    found = transform_between(*ends, operation).TransformPoint(*point)
    assert found[:2] == pytest.approx((expected.x(), expected.y()), abs=1e-3 if abs(expected.x()) > 360 else 1e-8)
    back = transform_between(*reversed(ends), operation, inverse=True).TransformPoint(*found[:2])
    assert back[:2] == pytest.approx(
        point, abs=1e-3 if abs(point[0]) > 360 else 1e-7
    )  # Helmert steps invert to a centimetre


@pytest.mark.parametrize(("source", "target", "point"), PAIRS)
def test_points_lie_where_qgis_has_them_by_default(qgis_app, source, target, point):
    assert_as_in_qgis(source, target, point, context_with(source, target))


@pytest.mark.parametrize(("source", "target", "point"), PAIRS)
def test_points_lie_where_qgis_has_them_by_the_operation_of_the_project(qgis_app, source, target, point):
    for details in QgsDatumTransform.operations(crs(source), crs(target)):
        if details.isAvailable:
            assert_as_in_qgis(source, target, point, context_with(source, target, details.proj))
    for details in QgsDatumTransform.operations(crs(target), crs(source)):
        if details.isAvailable:  # chosen for the other direction
            assert_as_in_qgis(source, target, point, context_with(target, source, details.proj))


def test_an_inverted_operation_turns_its_steps(qgis_app):
    assert inverted("+proj=utm +zone=33") == "+proj=pipeline +step +inv +proj=utm +zone=33"
    text = "+proj=pipeline +step +inv +proj=utm +zone=32 +step +proj=push +v_3 +step +proj=cart"
    assert inverted(text) == (
        "+proj=pipeline +step +inv +proj=cart +step +inv +proj=push +v_3 +step +proj=utm +zone=32"
    )
    assert inverted(inverted(text)) == text


def test_layers_in_the_same_crs_or_without_one_need_no_operation(qgis_app):
    log, context = Log(), QgsProcessingContext()
    for source, target in (("EPSG:32633", "EPSG:32633"), ("", "EPSG:32633"), ("EPSG:32633", "")):
        assert coordinate_operation("labels", crs(source), crs(target), context, FeedbackReporter(log)) == ""
    assert log.lines == []


SHIFTED = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=utm +zone=33 +ellps=WGS84 "
    "+step +proj=affine +xoff=20 +yoff=0"
)


@pytest.fixture
def lonlat(scene, tmp_path):
    """Polygons and label raster of the scene in longitude and latitude."""
    polygons, raster = str(tmp_path / "lonlat.gpkg"), str(tmp_path / "lonlat.tif")
    gdal.VectorTranslate(polygons, scene.polygons, dstSRS="EPSG:4326", reproject=True)
    gdal.Warp(raster, scene.label_raster, dstSRS="EPSG:4326", dstNodata=0, xRes=1e-5, yRes=1e-5)
    return polygons, raster


@pytest.mark.parametrize(
    ("way", "operation"), [(("EPSG:4326", "EPSG:32633"), SHIFTED), (("EPSG:32633", "EPSG:4326"), inverted(SHIFTED))]
)
def test_labels_label_rasters_masks_and_references_lie_where_the_project_has_them(
    run, scene, lonlat, tmp_path, qgis_new_project, way, operation
):
    polygons, raster = lonlat
    transforms = QgsProject.instance().transformContext()
    transforms.addCoordinateOperation(crs(way[0]), crs(way[1]), operation, False)
    QgsProject.instance().setTransformContext(transforms)
    asked = {
        "INPUT": scene.image,
        "CHIP_SIZE": 128,
        "STRIDE": 128,
        "EXTENT": "500000,500256,5399744,5400000 [EPSG:32633]",
    }
    log = Log()
    run("exporttrainingchips", log, LABELS=polygons, CLASS_FIELD="code", OUTPUT=str(tmp_path / "a"), **asked)
    assert any("chosen in the project" in line for line in log.lines)
    found = read_values(next(tmp_path.glob("a/labels/*.tif")))
    assert (found[20:50, 15:85] == 3).all() and (found[20:50, :15] != 3).all() and (found[20:50, 85:95] == 0).all()
    run("exporttrainingchips", LABEL_RASTER=raster, OUTPUT=str(tmp_path / "b"), **asked)
    found = read_values(next(tmp_path.glob("b/labels/*.tif")))
    assert (found[20:50, 12:88] == 3).all() and (found[20:50, :8] != 3).all() and (found[20:50, 92:] == 700).all()
    run("exporttrainingchips", LABEL_RASTER=scene.label_raster, MASK=polygons, OUTPUT=str(tmp_path / "c"), **asked)
    found = read_values(next(tmp_path.glob("c/labels/*.tif")))
    assert (found[20:50, 15:80] == 3).all() and (found[20:50, 80:85] == 700).all() and (found[20:50, 85:95] == 0).all()
    result = run("assessclassification", INPUT=scene.label_raster, REFERENCE=polygons, CLASS_FIELD="code")
    assert result["ACCURACY"] == pytest.approx(
        1 - 5 / 135, abs=0.005
    )  # five of 135 columns of reference lie off their class


@pytest.mark.parametrize("operation", [None, SHIFTED])
def test_reference_rasters_and_maps_lie_where_the_project_has_them(run, scene, lonlat, qgis_new_project, operation):
    polygons, raster = lonlat
    if operation:
        transforms = QgsProject.instance().transformContext()
        transforms.addCoordinateOperation(crs("EPSG:4326"), crs("EPSG:32633"), operation, False)
        QgsProject.instance().setTransformContext(transforms)
    wrong = 10 / 150 if operation else 0  # ten columns of the 150 that both rasters cover
    for name, given in (
        ("reference", {"INPUT": scene.label_raster, "REFERENCE_RASTER": raster}),
        ("map", {"INPUT": raster, "REFERENCE_RASTER": scene.label_raster}),
    ):
        log = Log()
        result = run("assessclassification", log, **given)
        assert result["ACCURACY"] == pytest.approx(1 - wrong, abs=0.005), name
        assert any("chosen in the project" in line for line in log.lines) == bool(operation), name
    pixels = run("assessclassification", INPUT=scene.label_raster, REFERENCE_RASTER=raster)["PIXELS"]
    assert pixels == pytest.approx((150 if operation else 160) * 128, rel=0.02)
    masked = run("assessclassification", INPUT=scene.label_raster, REFERENCE_RASTER=raster, MASK=polygons)["PIXELS"]
    assert masked == pytest.approx((135 if operation else 140) * 105, rel=0.02), (
        "of 160 columns, five of the mask lie outside"
    )


BY_GRID = "EPSG:31467"
"""QGIS reprojects it by a grid of corrections, which ends beyond the borders of Germany."""
SIDE = 64


def scene_around(folder, x, y):
    """Writes a plain image of UTM zone 33 whose middle is (x, y); returns its path and geotransform."""
    transform = (x - 320.0, 10.0, 0.0, y + 320.0, 0.0, -10.0)
    pixels = np.random.default_rng(7).integers(1, 250, (2, SIDE, SIDE)).astype(np.uint8)
    return make_raster(folder / "image.tif", pixels, transform=transform), transform


def labels_and_truth(transform):
    """Returns polygons in the CRS of the grid, and their class values (SIDE, SIDE) as QGIS draws them."""
    to_image = QgsCoordinateTransform(crs(BY_GRID), crs("EPSG:32633"), QgsProject.instance())
    layer = QgsVectorLayer(f"Polygon?crs={BY_GRID}&field=code:integer", "cadastre", "memory")
    canvas = gdal.GetDriverByName("MEM").Create("", SIDE, SIDE, 1, gdal.GDT_Byte)
    canvas.SetGeoTransform(transform)
    drawn = ogr.GetDriverByName("Memory").CreateDataSource("")
    shapes = drawn.CreateLayer("shapes")
    shapes.CreateField(ogr.FieldDefn("code", ogr.OFTInteger))
    for number in range(16):
        column, row = 4 + 15 * (number % 4), 4 + 15 * (number // 4)
        left, top = transform[0] + 10 * column + 3.3, transform[3] - 10 * row + 3.3
        geometry = QgsGeometry.fromRect(QgsRectangle(left, top - 100, left + 100, top))
        geometry.transform(to_image, Qgis.TransformDirection.Reverse)
        feature = QgsFeature(layer.fields())
        feature.setAttributes([number % 3 + 1])
        feature.setGeometry(geometry)
        assert layer.dataProvider().addFeatures([feature])[0]
        geometry.transform(QgsCoordinateTransform(crs(BY_GRID), crs("EPSG:32633"), QgsProject.instance()))
        shape = ogr.Feature(shapes.GetLayerDefn())
        shape.SetField(0, number % 3 + 1)
        shape.SetGeometry(ogr.CreateGeometryFromWkt(geometry.asWkt(6)))
        shapes.CreateFeature(shape)
    gdal.RasterizeLayer(canvas, [1], shapes, options=["ATTRIBUTE=code"])
    return layer, np.frombuffer(canvas.ReadRaster(), np.uint8).reshape(SIDE, SIDE)


@pytest.mark.filterwarnings("ignore:.*spatial reference.*")
@pytest.mark.parametrize(
    ("longitude", "latitude"), [(14.0, 51.0), (15.669, 51.0), (15.0, 45.0)], ids=["inside", "at the edge", "beyond"]
)
def test_labels_beyond_the_reach_of_the_operation_lie_where_qgis_shows_them(
    run, tmp_path, qgis_new_project, longitude, latitude
):
    degrees = QgsCoordinateTransform(crs("EPSG:4326"), crs("EPSG:32633"), QgsProject.instance())
    middle = degrees.transform(QgsPointXY(longitude, latitude))
    image, transform = scene_around(tmp_path, middle.x(), middle.y())
    layer, truth = labels_and_truth(transform)
    asked = {"INPUT": image, "CHIP_SIZE": SIDE, "STRIDE": SIDE}
    log = Log()
    run("exporttrainingchips", log, LABELS=layer, CLASS_FIELD="code", OUTPUT=str(tmp_path / "a"), **asked)
    np.testing.assert_array_equal(read_values(next(tmp_path.glob("a/labels/*.tif"))), truth)
    assert any("does not reach" in line for line in log.warnings) == (latitude < 50 or longitude > 15)
    make_raster(tmp_path / "truth.tif", truth, transform=transform)
    gdal.Warp(str(tmp_path / "gk.tif"), str(tmp_path / "truth.tif"), dstSRS=BY_GRID, xRes=1, yRes=1, dstNodata=0)
    log = Log()
    raster = str(tmp_path / "gk.tif")
    run("exporttrainingchips", log, LABEL_RASTER=raster, OUTPUT=str(tmp_path / "b"), **asked)
    np.testing.assert_array_equal(read_values(next(tmp_path.glob("b/labels/*.tif"))), truth)
    assert any("does not reach" in line for line in log.warnings) == (latitude < 50 or longitude > 15)
