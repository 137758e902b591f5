"""Embeddings of 64 signed bytes with NoData, from polygons to a map by the pixel network."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, osr
from tiny_scene import HEIGHT, LEFT, MEADOW, PIXEL, TOP, WATER, WIDTH, Log, read_values

pytestmark = pytest.mark.any_qgis

BANDS, NODATA = 64, -128


@pytest.fixture
def embeddings(scene, tmp_path):
    """An image of signed bytes: a direction of its own for each class, noise, NoData in the uppermost rows."""
    generator = np.random.default_rng(3)
    directions = generator.normal(0, 20, (2, BANDS))
    pixels = directions[(scene.truth == WATER).astype(int)] + generator.normal(0, 25, (HEIGHT, WIDTH, BANDS))
    pixels = pixels.clip(-127, 127).astype(np.int8)
    pixels[:10] = NODATA
    signed, options = getattr(gdal, "GDT_Int8", gdal.GDT_Byte), []
    if signed == gdal.GDT_Byte:
        options.append("PIXELTYPE=SIGNEDBYTE")
    path = tmp_path / "embeddings.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), WIDTH, HEIGHT, BANDS, signed, options)
    dataset.SetGeoTransform((LEFT, PIXEL, 0, TOP, 0, -PIXEL))
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(32633)
    dataset.SetProjection(srs.ExportToWkt())
    for number in range(BANDS):
        band = dataset.GetRasterBand(number + 1)
        band.SetNoDataValue(NODATA)
        band.WriteRaster(0, 0, WIDTH, HEIGHT, np.ascontiguousarray(pixels[..., number]).tobytes())
    dataset = band = None
    return str(path)


def test_embeddings_of_signed_bytes_become_a_map(run, scene, embeddings, tmp_path):
    chips, model, classes = (str(tmp_path / name) for name in ("chips", "model", "classes.tif"))
    log = Log()
    run(
        "exporttrainingchips", INPUT=embeddings, LABELS=scene.polygons, CLASS_FIELD="code", CHIP_SIZE=32, STRIDE=32,
        OUTPUT=chips,
    )  # fmt: skip
    trained = run("trainpixelclassifier", log, CHIPS=chips, ARCHITECTURE="pixel", EPOCHS=2, DEVICE="cpu", OUTPUT=model)
    assert trained["CLASS_COUNT"] == 2 and trained["ACCURACY"] > 0.95
    assert any("sees one pixel at a time" in line for line in log.lines)
    run("classifypixels", INPUT=embeddings, MODEL=model, DEVICE="cpu", OUTPUT=classes)
    found = read_values(classes)
    assert not np.isin(found[:10], (MEADOW, WATER)).any()
    assert (found[10:] == scene.truth[10:]).mean() > 0.95
