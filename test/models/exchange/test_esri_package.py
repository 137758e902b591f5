"""The Esri model package: what is in it, and its raster function called as Esri describes. It was never run in ArcGIS Pro."""

from __future__ import annotations

import importlib.util
import json
import zipfile

import numpy as np
import pytest
import torch
from listener import Listener
from pixel_classifier.models.core.requests import ExportModelRequest
from pixel_classifier.models.exchange.esri_package import definition
from pixel_classifier.models.exchange.export import export_model
from pixel_classifier.models.networks.build import build_network
from pixel_classifier.models.networks.model_folder import network_spec, save_model
from prediction_samples import description, noise

for package in ("onnx", "onnxscript", "onnxruntime"):
    pytest.importorskip(
        package, reason=f"{package} is an optional package, which Set Up Deep Learning installs with ONNX"
    )
SIDE_PX = 64


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """An unpacked package of a pixel network, the network, and what the export said."""
    folder = tmp_path_factory.mktemp("esri")
    about = description(architecture="pixel", encoder="none")
    torch.manual_seed(0)
    network = build_network(network_spec(about)).eval()
    network.segmentation_head[0].weight.data.mul_(20)
    (folder / "model").mkdir()
    save_model(folder / "model", network, network_spec(about), about)
    journal = Listener()
    export_model(ExportModelRequest(str(folder / "model"), str(folder / "land cover.dlpk"), "dlpk", SIDE_PX), journal)
    with zipfile.ZipFile(folder / "land cover.dlpk") as file:
        assert sorted(file.namelist()) == ["PixelClassifier.py", "land_cover.emd", "land_cover.onnx"]
        file.extractall(folder / "unpacked")
    assert any("never run in ArcGIS Pro" in warning for warning in journal.warnings)
    return folder / "unpacked", network, about


def function_of(folder):
    """Returns the raster function of a package, initialized as by ArcGIS."""
    spec = importlib.util.spec_from_file_location("PixelClassifier", folder / "PixelClassifier.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = module.PixelClassifier()
    function.initialize(model=str(folder / "land_cover.emd"))
    return function


def test_the_definition_names_files_classes_and_tiles(package):
    found = json.loads((package[0] / "land_cover.emd").read_text(encoding="utf-8"))
    assert (package[0] / found["ModelFile"]).is_file() and (package[0] / found["InferenceFunction"]).is_file()
    assert found["ModelType"] == "ImageClassification" and found["ImageHeight"] == found["ImageWidth"] == SIDE_PX
    assert found["ExtractBands"] == [0, 1]
    assert found["Classes"][1] == {"Value": 300, "Name": "forest", "Color": [0, 128, 0]}


def test_bands_that_the_training_left_out_are_left_out_of_the_raster_too():
    about = description(source_bands=(1, 3), source_band_count=4)
    assert json.loads(definition(about, "a", SIDE_PX, 8))["ExtractBands"] == [0, 2]


def test_the_function_describes_itself_and_its_result(package):
    function = function_of(package[0])
    assert [each["name"] for each in function.getParameterInfo()] == ["raster", "model", "device"]
    configuration = function.getConfiguration()
    assert configuration["extractBands"] == (0, 1)
    assert configuration["tx"] == configuration["ty"] == SIDE_PX - 2 * configuration["padding"]
    info = function.updateRasterInfo(output_info={})["output_info"]
    rows = json.loads(info["rasterAttributeTable"])["features"]
    assert [row["attributes"]["Value"] for row in rows] == [3, 300, 70000] and info["bandCount"] == 1


@pytest.mark.parametrize("size", [(64, 64), (40, 150), (130, 64)])
def test_blocks_of_any_size_get_the_classes_of_the_network(package, size):
    folder, network, about = package
    function, padding = function_of(folder), 4
    pixels = noise(*size)
    mask = np.ones(pixels.shape, np.uint8)
    mask[:, 10:20, 12:30] = 0
    shape = (size[0] - 2 * padding, size[1] - 2 * padding)
    blocks = function.updatePixels((0, 0), shape, {"pixelType": "i4"}, raster_pixels=pixels, raster_mask=mask)
    scaled = (pixels - np.reshape(about.band_means, (-1, 1, 1))) / np.reshape(about.band_stds, (-1, 1, 1))
    with torch.inference_mode():
        best = network(torch.from_numpy(scaled.astype(np.float32))[None])[0].argmax(0).numpy()
    inner = (slice(padding, -padding), slice(padding, -padding))
    valid = mask[0][inner] != 0
    assert blocks["output_pixels"].shape == (1, *shape) and len(np.unique(best)) == 3
    assert np.mean(blocks["output_pixels"][0][valid] == np.array([3, 300, 70000])[best[inner]][valid]) >= 0.999
    np.testing.assert_array_equal(blocks["output_mask"][0], mask[0][inner])
