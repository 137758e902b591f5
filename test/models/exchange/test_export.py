"""Export Model: what onnxruntime, Deepness and GeoDeep get is what the model folder gives; the file comes whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from listener import Listener
from network_samples import lived_in
from pixel_classifier.models.core.description import ModelDescription
from pixel_classifier.models.core.requests import ClassifyRequest, ExportModelRequest
from pixel_classifier.models.exchange import export, onnx_file
from pixel_classifier.models.exchange.export import export_model
from pixel_classifier.models.networks.build import build_network
from pixel_classifier.models.networks.model_folder import load_model, network_spec, save_model
from pixel_classifier.models.networks.open_model import open_model
from pixel_classifier.models.prediction import classify, runtime_choice
from pixel_classifier.rasters.core.errors import BackendError, ModelError, OutputError, SettingsError
from pixel_classifier.rasters.core.progress import SilentReporter
from prediction_samples import BANDS, description, noise, read, write_scene

for package in ("onnx", "onnxscript", "onnxruntime"):
    pytest.importorskip(
        package, reason=f"{package} is an optional package, which Set Up Deep Learning installs with ONNX"
    )
TILE_PX = 64
TEMPERATURE = 1.7


def save(folder, architecture="pixel", **changes) -> ModelDescription:
    """Writes a model folder whose network has seen data, with a temperature of its own."""
    encoder = "none" if architecture == "pixel" else "resnet18"
    about = description(architecture=architecture, encoder=encoder, calibration={"temperature": TEMPERATURE}, **changes)
    torch.manual_seed(0)
    network = lived_in(build_network(network_spec(about)))
    if architecture != "pixel":  # logits that tell classes apart, as after a training
        for name, module in network.named_modules():
            if name.endswith("segmentation_head"):
                module[0].weight.data.mul_(20)
    folder.mkdir()
    save_model(folder, network, network_spec(about), about)
    return about


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A U-Net as a folder and as ONNX, for the tests that read both."""
    folder = tmp_path_factory.mktemp("unet")
    save(folder / "model", "unet")
    result = export_model(
        ExportModelRequest(str(folder / "model"), str(folder / "model.onnx"), tile_size_px=TILE_PX), Listener()
    )
    assert result.equal_labels >= export.FEWEST_EQUAL_LABELS
    return folder


def session_of(path):
    import onnxruntime

    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def run(path, values):
    session = session_of(path)
    (found,) = session.run(None, {session.get_inputs()[0].name: values.astype(np.float32)})
    return found


def metadata_of(path):
    return {key: json.loads(text) for key, text in session_of(path).get_modelmeta().custom_metadata_map.items()}


def expected(folder, values):
    """Returns the calibrated probabilities of the model folder for values of the raster (bands, height, width)."""
    network, about = load_model(folder)
    means, stds = (torch.tensor(each).view(-1, 1, 1) for each in (about.band_means, about.band_stds))
    with torch.inference_mode():
        logits = network((torch.from_numpy(values.astype(np.float32)) - means)[None] / stds)
    return torch.softmax(logits / TEMPERATURE, 1).numpy()


def test_raw_values_in_and_calibrated_probabilities_out(exported):
    values = noise(TILE_PX, TILE_PX)
    found = run(exported / "model.onnx", values[None])
    wanted = expected(exported / "model", values)
    np.testing.assert_allclose(found, wanted, atol=1e-3)
    np.testing.assert_allclose(found.sum(1), 1, atol=1e-5)
    assert np.mean(found.argmax(1) == wanted.argmax(1)) >= 0.999
    assert len(np.unique(wanted.argmax(1))) == 3


def test_the_graph_has_what_both_programs_read(exported):
    import onnx

    model = onnx.load(str(exported / "model.onnx"))
    assert [(each.domain, each.version) for each in model.opset_import] == [("", onnx_file.OPSET)]
    assert model.ir_version == onnx_file.FORMAT_VERSION
    session = session_of(exported / "model.onnx")
    assert session.get_inputs()[0].shape == [1, BANDS, TILE_PX, TILE_PX]
    assert session.get_outputs()[0].shape == [1, 3, TILE_PX, TILE_PX]
    found = metadata_of(exported / "model.onnx")
    assert found["model_type"] == "Segmentor"
    assert found["class_names"] == {"0": "water", "1": "forest", "2": "town"}
    assert found["resolution"] == 200 and found["tile_size"] == found["tiles_size"] == TILE_PX
    assert found["tiles_overlap"] == 12 and found["seg_thresh"] == 0 and found["seg_small_segment"] == 0


def test_deepness_feeds_the_graph_with_the_values_of_the_raster(exported):
    """Deepness: (value / 255 - mean) / std, from its metadata."""
    found = metadata_of(exported / "model.onnx")
    mean, std = (np.array(found[f"standardization_{name}"]).reshape(-1, 1, 1) for name in ("mean", "std"))
    values = noise(TILE_PX, TILE_PX).astype(np.float32)
    np.testing.assert_allclose((values / 255 - mean) / std, values, rtol=1e-5)


def test_geodeep_divides_bytes_by_255_and_makes_polygons_of_all_classes(tmp_path):
    about = save(
        tmp_path / "model", band_names=("r", "g", "b"), dtype="uint8", band_means=(90.0, 100.0, 110.0), band_stds=(30.0,) * 3,
        band_minimums=(0.0,) * 3, band_maximums=(255.0,) * 3,
    )  # fmt: skip
    path = tmp_path / "model.onnx"
    export_model(ExportModelRequest(str(tmp_path / "model"), str(path), "onnx_geodeep", TILE_PX), SilentReporter())
    values = np.random.default_rng(1).integers(0, 256, (3, TILE_PX, TILE_PX)).astype(np.uint8)
    found, wanted = run(path, values[None] / 255.0), expected(tmp_path / "model", values)
    assert found.shape == (1, 4, TILE_PX, TILE_PX) and found[:, 0].max() == 0, "GeoDeep makes no polygons of class 0"
    np.testing.assert_allclose(found[:, 1:], wanted, atol=1e-5)
    metadata = metadata_of(path)
    assert metadata["class_names"] == {"0": "background", "1": "water", "2": "forest", "3": "town"}
    std = np.array(metadata["standardization_std"])
    np.testing.assert_allclose(std, 1)
    source = open_model(str(path), (), SilentReporter())
    assert source.description == about
    with pytest.raises(SettingsError, match=r"model\.onnx holds the scaling of its bands"):
        open_model(str(path), ((0.0, 255.0),), SilentReporter())
    with torch.inference_mode():
        images = torch.randn(2, 3, TILE_PX, TILE_PX)
        again = torch.softmax(source.load()(images), 1)
        np.testing.assert_allclose(again, torch.softmax(load_model(tmp_path / "model")[0](images), 1), atol=1e-4)


@pytest.mark.parametrize("program", ["geodeep", "deepness"])
def test_the_programs_that_a_file_is_for_find_the_classes_of_pytorch(tmp_path, repository, program):
    """By their own code, which cuts a scene of one tile, runs the network and decides."""
    python, folders = repository / "build" / "peers" / "bin" / "python", os.environ.get("DEEPNESS", "")
    if not python.exists():
        pytest.skip(f"no GeoDeep in {python}: test/benchmarks/bench_peers.py installs it")
    if program == "deepness":
        if not folders:
            pytest.skip("no Deepness: set DEEPNESS to the folder src of its repository")
        folders = os.pathsep.join((folders, str(Path(find_spec("qgis").origin).parents[1])))
    bytes_of_three_bands = {
        "band_names": ("r", "g", "b"), "dtype": "uint8", "band_means": (90.0, 100.0, 110.0), "band_stds": (30.0,) * 3,
        "band_minimums": (0.0,) * 3, "band_maximums": (255.0,) * 3,
    }  # fmt: skip
    save(tmp_path / "model", "unet", **bytes_of_three_bands)
    file, classes = tmp_path / "model.onnx", tmp_path / "classes.npy"
    kind = "onnx_geodeep" if program == "geodeep" else "onnx"
    export_model(ExportModelRequest(str(tmp_path / "model"), str(file), kind, TILE_PX), SilentReporter())
    values = np.random.default_rng(1).integers(1, 256, (3, TILE_PX, TILE_PX)).astype(np.uint8)
    pixel = 2 if program == "geodeep" else 1  # metres: GeoDeep takes the model's, Deepness what the program asks for
    raster = write_scene(tmp_path / "scene.tif", values, transform=(500_000, pixel, 0, 5_600_000, 0, -pixel))
    command = [python, repository / "test" / "benchmarks" / "peer.py", program, raster, file, folders, classes]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [str(part) for part in command], input="", capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr[-2000:]
    wanted, found = expected(tmp_path / "model", values)[0].argmax(0), np.load(classes).squeeze()
    assert np.mean(found - 1 == wanted) >= 0.999, "both number the classes from 1"


def test_classify_pixels_gives_the_same_map_of_the_file_and_of_the_folder(exported, tmp_path, monkeypatch):
    monkeypatch.setattr(runtime_choice, "autocast_dtype", lambda device: None)
    pixels = noise(150, 210)
    pixels[:, 20:50, 60:90] = 0
    raster = write_scene(tmp_path / "scene.tif", pixels, nodata=0)
    maps = {}
    for name in ("model", "model.onnx"):
        outputs = {each: str(tmp_path / f"{name}_{each}.tif") for each in ("output", "probabilities")}
        request = ClassifyRequest(
            raster, str(exported / name), device="cpu", tile_size_px=TILE_PX, overlap_px=16, **outputs
        )
        classify.classify(request, SilentReporter())
        maps[name] = {each: read(path) for each, path in outputs.items()}
    same = maps["model"]["output"] == maps["model.onnx"]["output"]
    assert same.mean() >= 0.95, "tiles lie elsewhere, since those of the file have one size"
    assert np.array_equal(maps["model"]["output"] == 0, maps["model.onnx"]["output"] == 0)
    whole = write_scene(tmp_path / "whole.tif", noise(TILE_PX, TILE_PX))
    labels = []
    for name in ("model", "model.onnx"):
        output = str(tmp_path / f"{name}_whole.tif")
        classify.classify(
            ClassifyRequest(whole, str(exported / name), output, device="cpu", tile_size_px=TILE_PX), SilentReporter()
        )
        labels.append(read(output))
    assert np.mean(labels[0] == labels[1]) >= 0.999


def test_a_file_with_more_bands_than_its_tiles_have_pixels_to_a_side_classifies(tmp_path):
    """A U-Net of hyperspectral imagery with chips of 64 pixels was exported, and then refused as no segmentation model."""
    bands = 70
    many = {
        "band_means": (500.0,) * bands,
        "band_stds": (100.0,) * bands,
        "band_minimums": (0.0,) * bands,
        "band_maximums": (1e3,) * bands,
    }
    names = tuple(f"band {number}" for number in range(bands))
    save(tmp_path / "model", "unet+pixel", band_names=names, **many)
    file, output = str(tmp_path / "model.onnx"), str(tmp_path / "map.tif")
    export_model(ExportModelRequest(str(tmp_path / "model"), file, tile_size_px=TILE_PX), Listener())
    raster = write_scene(tmp_path / "scene.tif", noise(TILE_PX, TILE_PX, bands))
    classify.classify(ClassifyRequest(raster, file, output, device="cpu"), SilentReporter())
    assert np.all(read(output) > 0)


@pytest.mark.parametrize(
    "architecture",
    ["unet+pixel", "pspnet", "deeplabv3", "deeplabv3plus", "segformer", "fpn", "unetplusplus", "upernet"],
)
def test_other_architectures_are_exported(tmp_path, architecture):
    save(tmp_path / "model", architecture)
    result = export_model(
        ExportModelRequest(str(tmp_path / "model"), str(tmp_path / "m.onnx"), tile_size_px=TILE_PX), Listener()
    )
    assert result.equal_labels >= export.FEWEST_EQUAL_LABELS


def test_what_does_not_fit_is_refused_before_the_work(tmp_path):
    save(tmp_path / "model")
    asked = {"model": str(tmp_path / "model"), "output": str(tmp_path / "m.onnx")}
    for error, said, changes in (
        (SettingsError, "format is 'tflite'.*onnx", {"format": "tflite"}),
        (OutputError, r"m\.pt.*ends in \.onnx", {"output": str(tmp_path / "m.pt")}),
        (SettingsError, "lies in the model folder", {"output": str(tmp_path / "model" / "m.onnx")}),
        (ModelError, "GeoDeep takes.*3 bands.*2 bands of uint16.*Choose the format onnx", {"format": "onnx_geodeep"}),
        (SettingsError, "tile size is 8 pixels.*32 to 16384", {"tile_size_px": 8}),
        (SettingsError, "tile size is 2147483648 pixels.*32 to 16384", {"tile_size_px": 2**31}),
        (ModelError, "no model folder", {"model": str(tmp_path / "nothing")}),
    ):
        with pytest.raises(error, match=said):
            export_model(ExportModelRequest(**{**asked, **changes}), SilentReporter())
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_tiles_that_the_memory_does_not_hold_are_a_sentence(tmp_path, monkeypatch):
    save(tmp_path / "model")

    def scarce(*_):
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 34359738368 bytes.")

    monkeypatch.setattr(export, "_trial_images", scarce)
    with pytest.raises(SettingsError, match=r"memory does not hold a tile of 64 pixels\. Choose a smaller"):
        export_model(
            ExportModelRequest(str(tmp_path / "model"), str(tmp_path / "m.onnx"), tile_size_px=64), SilentReporter()
        )


def test_a_missing_package_is_named_with_the_cure(tmp_path, monkeypatch):
    save(tmp_path / "model")
    asked = ExportModelRequest(str(tmp_path / "model"), str(tmp_path / "m.onnx"), tile_size_px=TILE_PX)
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    with pytest.raises(BackendError, match=r"onnxscript.*Run Set Up Deep Learning with ONNX"):
        export_model(asked, SilentReporter())
    assert not (tmp_path / "m.onnx").exists()


def test_without_onnxruntime_the_file_is_written_untried_and_that_is_said(tmp_path, monkeypatch):
    save(tmp_path / "model")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    journal = Listener()
    result = export_model(
        ExportModelRequest(str(tmp_path / "model"), str(tmp_path / "m.onnx"), tile_size_px=TILE_PX), journal
    )
    assert result.equal_labels is None and (tmp_path / "m.onnx").is_file()
    assert any("was not tried" in warning and "onnxruntime" in warning for warning in journal.warnings)


def test_a_file_with_other_labels_and_a_network_that_cannot_be_exported_leave_nothing(tmp_path, monkeypatch):
    save(tmp_path / "model")
    asked = ExportModelRequest(str(tmp_path / "model"), str(tmp_path / "m.onnx"), tile_size_px=TILE_PX)
    monkeypatch.setattr(export, "equal_labels", lambda *_: 0.9)
    with pytest.raises(ModelError, match=r"90\.00\s%.*99\.9\s%"):
        export_model(asked, SilentReporter())

    def fail(*_, **__):
        raise torch.onnx.OnnxExporterError("no rule for aten::odd")

    monkeypatch.setattr(torch.onnx, "export", fail)
    with pytest.raises(ModelError, match=r"cannot export Pixel network.*aten::odd.*Choose another"):
        export_model(asked, SilentReporter())
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_model_in_degrees_or_without_a_place_is_warned_of(tmp_path):
    save(tmp_path / "model", crs_wkt="", pixel_size_map=(1.0, 1.0))
    journal = Listener()
    export_model(ExportModelRequest(str(tmp_path / "model"), str(tmp_path / "m.onnx"), tile_size_px=TILE_PX), journal)
    assert "resolution" not in metadata_of(tmp_path / "m.onnx")
    assert any("no pixel size in metres" in warning for warning in journal.warnings)
