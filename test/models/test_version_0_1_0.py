"""Chip datasets and model folders that version 0.1.0 wrote are still read, and its export is repeated.

`test/helpers/version_0_1_0` holds an image of 64 x 64 pixels with its labels, what version 0.1.0 exported of them, and the two
JSON files of a model that it trained on that (its weights would be 45 MB).
"""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
import torch
from osgeo import gdal
from pixel_classifier.models.core.description import read_description, write_description
from pixel_classifier.models.core.requests import ClassifyRequest, TrainRequest
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.model_folder import load_model
from pixel_classifier.models.prediction.classify import classify
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels
from plugin_package import ROOT
from safetensors.torch import save_file

RECORDED = ROOT / "test" / "helpers" / "version_0_1_0"


@pytest.fixture
def model(tmp_path):
    """A model folder with the JSON files of version 0.1.0 and fresh weights."""
    folder = shutil.copytree(RECORDED / "model", tmp_path / "model")
    torch.manual_seed(0)
    depth = json.loads((folder / "config.json").read_text())["encoder_depth"]
    network = build_network(NetworkSpec("unet", "resnet18", 2, 2, depth))
    save_file(network.state_dict(), str(folder / "model.safetensors"))
    return folder


def pixels(path):
    dataset = gdal.Open(str(path))
    return np.frombuffer(dataset.ReadRaster(), np.uint8)


def test_the_export_writes_what_version_0_1_0_wrote(tmp_path):
    labels = RasterLabels(str(RECORDED / "labels.tif"))
    request = ExportRequest(str(RECORDED / "image.tif"), labels, str(tmp_path / "chips"), chip_size_px=32, stride_px=32)
    export_chips(request, SilentReporter())
    recorded = sorted(path.relative_to(RECORDED) for path in (RECORDED / "chips").rglob("*") if path.is_file())
    assert recorded == sorted(path.relative_to(tmp_path) for path in (tmp_path / "chips").rglob("*") if path.is_file())
    for name in recorded:
        if name.suffix == ".tif":
            assert np.array_equal(pixels(RECORDED / name), pixels(tmp_path / name)), name
        elif name.suffix == ".txt":
            assert (RECORDED / name).read_text() == (tmp_path / name).read_text()
        else:
            assert json.loads((RECORDED / name).read_text()) == json.loads((tmp_path / name).read_text()), name


def test_chips_are_read_and_trained_on(tmp_path):
    folder = read_chip_folder(str(RECORDED / "chips"), SilentReporter())
    assert (len(folder.chips), folder.class_table.values, folder.dtype) == (4, (3, 7), "uint16")
    assert read_chip(folder, folder.chips[0]).pixels.shape == (2, 32, 32)
    chips = shutil.copytree(RECORDED / "chips", tmp_path / "chips")
    request = TrainRequest(str(chips), str(tmp_path / "model"), encoder="resnet18", epochs=1, batch_size=2)
    assert train(request, SilentReporter()).class_count == 2


def test_a_model_is_read_and_its_description_written_back_as_it_was(model, tmp_path):
    network, description = load_model(str(model))
    assert description.plugin_version == "0.1.0" and description.class_table.values == (3, 7)
    assert next(network.parameters()).dtype == torch.float32
    (tmp_path / "again").mkdir()
    write_description(str(tmp_path / "again"), read_description(str(model)))
    assert (tmp_path / "again" / "model.json").read_bytes() == (RECORDED / "model" / "model.json").read_bytes()


def test_a_model_classifies(model, tmp_path):
    output = tmp_path / "classes.tif"
    classify(ClassifyRequest(str(RECORDED / "image.tif"), str(model), str(output)), SilentReporter())
    dataset = gdal.Open(str(output))
    classes = pixels(output).view(np.uint8).reshape(64, 64)
    nodata = pixels(RECORDED / "image.tif").view(np.uint16).reshape(2, 64, 64)[0] == 0
    assert nodata.any() and (classes[nodata] == dataset.GetRasterBand(1).GetNoDataValue()).all()
    assert set(np.unique(classes[~nodata])) <= {3, 7}
