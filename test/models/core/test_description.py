"""model.json: whole on the way out and back, and one clear sentence for whatever is not a model folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import model_samples
import numpy as np
import pytest
from model_samples import CLASSES, description
from pixel_classifier.models.core import versions
from pixel_classifier.models.core.description import DESCRIPTION, ModelDescription, read_description, write_description
from pixel_classifier.rasters.classes.class_table import ClassTable
from pixel_classifier.rasters.core.errors import ModelError


@pytest.fixture
def folder(tmp_path):
    write_description(tmp_path, description())
    return tmp_path


def rewrite(folder, **changes):
    content = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    content.update(changes)
    (folder / DESCRIPTION).write_text(json.dumps(content), encoding="utf-8")


def test_what_was_written_is_read_back_equal(folder):
    assert read_description(folder) == description()
    assert read_description(str(folder)).class_table == CLASSES


def test_model_json_is_plain_json_with_the_users_own_values_and_names(folder):
    text = (folder / DESCRIPTION).read_text(encoding="utf-8")
    content = json.loads(text, parse_constant=pytest.fail)  # neither NaN nor Infinity, which JSON does not know
    assert [entry["value"] for entry in content["class_table"]] == [3, 900, 70000]
    assert "forêt" in text
    assert content["band_count"] == 4


def test_numpy_numbers_and_undefined_metrics_are_stored(tmp_path):
    metrics = {
        "mean_iou": np.float32(0.25),
        "kappa": float("nan"),
        "confusion": np.eye(2, dtype=np.int64),
        "3": (np.True_,),
    }
    write_description(tmp_path, description(metrics=metrics))
    assert read_description(tmp_path).metrics == {
        "mean_iou": 0.25, "kappa": None, "confusion": [[1, 0], [0, 1]], "3": [True],
    }  # fmt: skip


@pytest.mark.parametrize("temperature", [0, -1, "2", None, True, 1e9])
def test_a_temperature_that_cannot_be_is_a_damaged_model(folder, temperature):
    rewrite(folder, calibration={"temperature": temperature})
    with pytest.raises(ModelError, match="calibration has the temperature"):
        read_description(folder)


@pytest.mark.parametrize("lowest", [[0.1], [0.1, "2"], [0.1, -1], [0.1, 2], [0.1, None], "ab", {"0": 1}, None])
def test_thresholds_that_cannot_be_are_a_damaged_model(folder, lowest):
    classes = [{"possible_from": each} for each in lowest] if isinstance(lowest, list) else lowest
    rewrite(folder, prediction_sets={"coverage": 0.9, "classes": classes})
    with pytest.raises(ModelError, match="prediction_sets has the thresholds"):
        read_description(folder)


def test_something_that_json_cannot_hold_is_refused_when_written(tmp_path):
    with pytest.raises(TypeError, match="object"):
        write_description(tmp_path, description(training={"thing": object()}))


@pytest.mark.parametrize("change", [{"band_means": (1.0,)}, {"band_names": ()}, {"class_table": ClassTable(())}])
def test_bands_and_classes_must_agree(change):
    with pytest.raises(ModelError):
        description(**change)


def check_refusal(folder, *parts):
    with pytest.raises(ModelError) as refusal:
        read_description(folder)
    message = str(refusal.value)
    assert str(folder) in message
    for part in parts:
        assert part in message
    return message


def test_missing_folder_is_named(tmp_path):
    check_refusal(tmp_path / "nowhere", "There is no model folder", "Choose the folder")


def test_empty_folder_is_called_empty(tmp_path):
    check_refusal(tmp_path, "is empty", "Choose the folder")
    (tmp_path / "checkpoint").mkdir()
    check_refusal(tmp_path, "was interrupted", "RESUME to finish it")


def test_file_in_place_of_a_folder_is_named(tmp_path):
    path = tmp_path / "model.dlpk"
    path.touch()
    check_refusal(path, "is a file", "Choose the folder")


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["config.json", "model.safetensors"], "another program"),
        (["landcover.emd", "landcover.pth"], "ArcGIS"),
        (["landcover.dlpk"], "ArcGIS"),
        (["chips.json", "images", "labels"], "training chips"),
        (["photo.jpg", "letter.txt"], "letter.txt"),
    ],
)
def test_foreign_folders_are_recognised(tmp_path, names, says):
    for name in names:
        (tmp_path / name).touch()
    check_refusal(tmp_path, says, "Train Pixel Classifier")


def test_damaged_json_is_called_damaged(folder):
    text = (folder / DESCRIPTION).read_text(encoding="utf-8")
    (folder / DESCRIPTION).write_text(text[: len(text) // 2], encoding="utf-8")
    check_refusal(folder, "damaged", "train the model again")
    (folder / DESCRIPTION).write_bytes(b"\xff\xfe\x00broken")
    check_refusal(folder, "damaged")


def test_json_that_is_no_object_is_refused(folder):
    (folder / DESCRIPTION).write_text("[1, 2]")
    check_refusal(folder, "JSON object")


def test_newer_format_asks_to_update_and_names_both_versions(folder, monkeypatch):
    monkeypatch.setattr("pixel_classifier.models.core.description.plugin_version", lambda: "1.4.0")
    rewrite(folder, format_version=2, plugin_version="9.8.7")
    check_refusal(folder, "9.8.7", "1.4.0", "Update the plugin")


@pytest.mark.parametrize("value", [None, "1", 0, True])
def test_model_json_of_another_program_has_no_format_version(folder, value):
    rewrite(folder, format_version=value)
    check_refusal(folder, "format_version", "did not write it")


@pytest.mark.parametrize("key", ["class_table", "band_means", "architecture", "ignore_class", "plugin_version"])
def test_missing_key_is_named(folder, key):
    content = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    del content[key]
    (folder / DESCRIPTION).write_text(json.dumps(content))
    check_refusal(folder, f"lacks {key}", "train the model again")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("chip_size_px", "64"),
        ("band_stds", [1, 2, "x", 4]),
        ("band_means", 3),
        ("band_means", [1, 2, 3, None]),
        ("pixel_size_map", [1, 2, 3]),
        ("class_table", [{"value": 1}]),
        ("class_table", [{"value": 1, "name": "a", "color": [0, 0, 0]}] * 2),
        ("metrics", [1]),
        ("crs_is_geographic", 0),
        ("encoder", None),
    ],
)
def test_unusable_value_is_named(folder, key, value):
    rewrite(folder, **{key: value})
    check_refusal(folder, key, "train the model again")


@pytest.mark.parametrize("constant", ["NaN", "-Infinity"])
def test_json_with_numbers_that_are_not_finite_is_called_damaged(folder, constant):
    text = (folder / DESCRIPTION).read_text(encoding="utf-8")
    (folder / DESCRIPTION).write_text(text.replace("12.5", constant), encoding="utf-8")
    check_refusal(folder, "damaged", constant)


def test_a_model_of_version_0_1_0_is_read_and_written_byte_for_byte(tmp_path):
    recorded = Path(model_samples.__file__).with_name("version_0_1_0") / "model" / DESCRIPTION
    (tmp_path / DESCRIPTION).write_bytes(recorded.read_bytes())
    write_description(tmp_path, read_description(tmp_path))
    assert (tmp_path / DESCRIPTION).read_text(encoding="utf-8") == recorded.read_text(encoding="utf-8")


def test_bands_that_do_not_agree_are_refused(folder):
    rewrite(folder, band_stds=[1.0])
    check_refusal(folder, "band_stds has 1 entries for 4 bands")


def test_unknown_keys_of_the_same_format_are_left_aside(folder):
    rewrite(folder, note="my best model")
    assert read_description(folder) == description()


def test_plugin_version_comes_from_metadata(tmp_path):
    metadata = tmp_path / "metadata.txt"
    assert versions.plugin_version(metadata) == "unknown"
    metadata.write_text("[general]\nname=Pixel Classifier\nversion=1.2.3\nabout=100% open\n", encoding="utf-8")
    assert versions.plugin_version(metadata) == "1.2.3"
    metadata.write_text("not an ini file", encoding="utf-8")
    assert versions.plugin_version(metadata) == "unknown"


def test_package_versions_name_what_trained_a_model():
    found = versions.package_versions()
    assert found["torch"].startswith("2.")
    assert found.keys() >= {"python", "numpy", "segmentation_models_pytorch", "timm", "torchvision"}


def test_description_and_choices_need_no_torch(repository):
    code = (
        "import sys; sys.path.insert(0, 'test/helpers'); import plugin_package\n"
        "import pixel_classifier.models.core.description, pixel_classifier.models.core.options\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=repository, check=False).returncode == 0


def test_description_is_a_value():
    with pytest.raises(AttributeError):
        description().encoder = "x"
    assert ModelDescription.from_json(description().to_json()) == description()


@pytest.mark.parametrize(
    "change",
    [
        {"source_bands": [1, 2, 3, 9], "source_band_count": 4}, {"source_bands": [0, 1, 2, 3], "source_band_count": 4},
        {"source_bands": [1], "source_band_count": 4}, {"undeclared_nodata": [[1.0]]}, {"band_scales": [[1.0, 0.0]] * 9},
    ],
)  # fmt: skip
def test_lists_by_band_that_do_not_fit_the_bands_are_refused(change):
    with pytest.raises(ModelError, match="bands"):
        ModelDescription.from_json({**description().to_json(), **change})
