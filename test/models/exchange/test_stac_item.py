"""The STAC item of a model: valid by the schema of the extension, and its assets are the files of the folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import torch
from listener import Listener
from model_samples import description
from pixel_classifier.models.core.requests import ExportModelRequest
from pixel_classifier.models.exchange.export import export_model
from pixel_classifier.models.exchange.stac_item import model_name
from pixel_classifier.models.networks.build import build_network
from pixel_classifier.models.networks.model_folder import network_spec, save_model
from pixel_classifier.rasters.core.errors import OutputError, SettingsError
from pixel_classifier.rasters.core.progress import SilentReporter
from stac_schema import errors_of


@pytest.fixture
def item(tmp_path):
    """The item of a model of awkward names, in a folder beside the model's."""
    folder = tmp_path / "Wälder (2)"
    folder.mkdir()
    (tmp_path / "catalogue").mkdir()
    about = description("pixel", "none", 4, band_names=("red", "nir", "red", ""), band_stds=(12.5, 0.0, 1.0, 2.0))
    torch.manual_seed(0)
    save_model(folder, build_network(network_spec(about)), network_spec(about), about)
    path = tmp_path / "catalogue" / "item.json"
    export_model(ExportModelRequest(str(folder), str(path), "stac"), SilentReporter())
    return path


def test_the_item_is_valid_and_the_schema_finds_what_is_not(item):
    content = json.loads(item.read_text(encoding="utf-8"))
    assert errors_of(content) == []
    for spoil in (
        lambda content: content["properties"].pop("mlm:output"),
        lambda content: content["assets"]["model"].pop("mlm:artifact_type"),
        lambda content: content["properties"].pop("bands"),
        lambda content: content["properties"]["mlm:output"][0]["classification:classes"][0].update(name="forêt"),
        lambda content: content["properties"]["mlm:input"][0]["value_scaling"][0].pop("stddev"),
    ):
        spoilt = json.loads(json.dumps(content))
        spoil(spoilt)
        assert errors_of(spoilt) != []


def test_the_item_states_bands_scaling_classes_and_files(item):
    content = json.loads(item.read_text(encoding="utf-8"))
    properties = content["properties"]
    assert [band["name"] for band in properties["bands"]] == ["red_1", "nir", "red_3", "unnamed_4"]
    assert properties["mlm:input"][0]["bands"] == ["red_1", "nir", "red_3", "unnamed_4"]
    assert properties["mlm:input"][0]["value_scaling"][1] == {"type": "z-score", "mean": 100.25, "stddev": 1.0}
    classes = properties["mlm:output"][0]["classification:classes"]
    assert [(each["value"], each["name"], each["description"]) for each in classes] == [
        (3, "for_t", "forêt"),
        (900, "water", "water"),
        (70000, "x", "x"),
    ]
    assert classes[1]["color_hint"] == "1E3CFF" and properties["datetime"].startswith("2026-01-01")
    assert content["geometry"] is None and "bbox" not in content
    for asset in content["assets"].values():
        assert os.path.isfile(item.parent / asset["href"]) and not os.path.isabs(asset["href"])
    assert properties["mlm:total_parameters"] > 0


@pytest.mark.parametrize(
    ("folder", "name"), [("model", "model"), ("7 classes!", "model 7 classes"), ("ü", "model"), ("a b.c-d_", "a b.c-d")]
)
def test_names_of_folders_become_names_of_models(folder, name):
    assert model_name(Path("/somewhere") / folder) == name


def test_what_does_not_fit_is_refused(item, tmp_path):
    folder = str(tmp_path / "Wälder (2)")
    with pytest.raises(OutputError, match=r"ends in \.json"):
        export_model(ExportModelRequest(folder, str(tmp_path / "item.onnx"), "stac"), SilentReporter())
    with pytest.raises(SettingsError, match="tile size is 64 pixels, but a STAC item has none"):
        export_model(ExportModelRequest(folder, str(tmp_path / "item.json"), "stac", 64), SilentReporter())


def test_chips_that_are_not_used_are_pointed_out(item, tmp_path):
    listener = Listener()
    request = ExportModelRequest(str(tmp_path / "Wälder (2)"), str(tmp_path / "other.json"), "stac", chips="chips")
    export_model(request, listener)
    assert listener.warnings == ["CHIPS is chips, and is not used: it belongs to the format int8."]
