"""Label and reference rasters of the whole globe serve images anywhere on it."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject
from tiny_scene import read_values

SIZE, PIXEL = 64, 2000.0


def write(path, values, transform, epsg):
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(epsg)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], 1, gdal.GDT_Byte)
    dataset.SetGeoTransform(transform)
    dataset.SetProjection(srs.ExportToWkt())
    dataset.GetRasterBand(1).WriteRaster(0, 0, values.shape[1], values.shape[0], values.tobytes())
    dataset = None
    return str(path)


@pytest.mark.parametrize(
    ("epsg", "left", "top"),
    [
        (32633, 300000.0, 5400000.0),  # west of the central meridian
        (32633, 600000.0, 5400000.0),
        (32633, 440000.0, 5400000.0),
        (32733, 300000.0, 6000000.0),
        (32601, 440000.0, 5400000.0),
        (32601, 220000.0, 5400000.0),  # across the antimeridian
        (3035, 4300000.0, 3200000.0),
        (3857, 1500000.0, 6000000.0),
    ],
)
def test_a_global_raster_labels_and_assesses_images_on_both_sides_of_the_central_meridian(
    run, tmp_path, epsg, left, top
):
    rows, columns = np.mgrid[0:900, 0:1800]
    world = write(
        tmp_path / "world.tif", ((rows // 2 + columns // 2) % 5 + 1).astype(np.uint8), (-180, 0.2, 0, 90, 0, -0.2), 4326
    )
    image = np.full((SIZE, SIZE), 7, np.uint8)
    path = write(tmp_path / "image.tif", image, (left, PIXEL, 0, top, 0, -PIXEL), epsg)
    run(
        "exporttrainingchips",
        INPUT=path,
        LABEL_RASTER=world,
        CHIP_SIZE=SIZE,
        STRIDE=SIZE,
        OUTPUT=str(tmp_path / "chips"),
    )
    found = read_values(next(tmp_path.glob("chips/labels/*.tif")))
    to_world = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(f"EPSG:{epsg}"), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    )
    expected = np.zeros((SIZE, SIZE), int)
    for row in range(SIZE):
        for column in range(SIZE):
            point = to_world.transform(QgsPointXY(left + (column + 0.5) * PIXEL, top - (row + 0.5) * PIXEL))
            expected[row, column] = (int((90 - point.y()) / 0.2) // 2 + int((point.x() + 180) / 0.2) // 2) % 5 + 1
    assert (found == expected).mean() > 0.97
    result = run(
        "assessclassification",
        INPUT=write(tmp_path / "map.tif", expected.astype(np.uint8), (left, PIXEL, 0, top, 0, -PIXEL), epsg),
        REFERENCE_RASTER=world,
    )
    assert result["ACCURACY"] > 0.97 and result["PIXELS"] == SIZE * SIZE
