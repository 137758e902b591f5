"""Models of other programs in Classify Pixels: .onnx files as Deepness and GeoDeep have them, folders of segmentation_models_pytorch."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest
import segmentation_models_pytorch as smp
import torch
from listener import Listener
from network_samples import lived_in
from osgeo import gdal
from pixel_classifier.models.core.normalization import parse_scaling
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.networks import onnx_network
from pixel_classifier.models.networks.open_model import open_model
from pixel_classifier.models.prediction import classify, runtime_choice
from pixel_classifier.rasters.core.errors import BackendError, ModelError, SettingsError
from pixel_classifier.rasters.core.progress import SilentReporter
from prediction_samples import description, read, write_scene

SIDE_PX = 64


def write_onnx(
    path, bands=3, channels=2, side=SIDE_PX, batch=1, activation="Softmax", dtype="FLOAT", size=None, kernel=1,
    **metadata
):  # fmt: skip
    """Writes a network of one convolution, with an activation, and metadata as JSON; returns its weights, as (channels, bands) where it sees one pixel."""
    onnx = pytest.importorskip(
        "onnx", reason="onnx is an optional package, which Set Up Deep Learning installs with ONNX"
    )
    pytest.importorskip(
        "onnxruntime", reason="onnxruntime is an optional package, which Set Up Deep Learning installs with ONNX"
    )
    weights = np.random.default_rng(0).normal(0, 2, (channels, bands, kernel, kernel)).astype(np.float32)
    if bands > 1:  # so that each class wins somewhere
        weights -= weights.mean(axis=1, keepdims=True)
    kind = getattr(onnx.TensorProto, dtype)
    helper, size = onnx.helper, size or (side, side)
    nodes = [helper.make_node("Conv", ["image", "weights"], ["logits"], pads=[kernel // 2] * 4)]
    if activation:
        axis = {"axis": 1} if activation == "Softmax" else {}
        nodes.append(helper.make_node(activation, ["logits"], ["found"], **axis))
    graph = helper.make_graph(
        nodes, "network", [helper.make_tensor_value_info("image", kind, [batch, bands, *size])],
        [helper.make_tensor_value_info(nodes[-1].output[0], kind, [batch, channels, *size])],
        [onnx.numpy_helper.from_array(weights.astype(np.float16 if dtype == "FLOAT16" else np.float32), "weights")],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    helper.set_model_props(
        model, {key: value if isinstance(value, str) else json.dumps(value) for key, value in metadata.items()}
    )
    path.write_bytes(model.SerializeToString())
    return weights[..., 0, 0] if kernel == 1 else weights


def scene(tmp_path, bands=3, dtype=np.uint8, height=90, width=150):
    pixels = np.random.default_rng(2).integers(0, np.iinfo(dtype).max, (bands, height, width)).astype(dtype)
    return write_scene(tmp_path / "scene.tif", pixels), pixels


def classified(tmp_path, raster, model, journal=None, **changes):
    output = str(tmp_path / "map.tif")
    classify.classify(ClassifyRequest(raster, str(model), output, device="cpu", **changes), journal or SilentReporter())
    return read(output)[0]


def labels_of(weights, pixels, mean=0.0, std=1.0):
    """Returns the class of each pixel as Deepness computes it."""
    values = (pixels / 255.0 - np.reshape(mean, (-1, 1, 1))) / np.reshape(std, (-1, 1, 1))
    return np.tensordot(weights, values, 1)


@pytest.mark.parametrize("batch", [1, "batch", 4])
def test_a_model_of_deepness_or_geodeep_classifies_with_its_class_names(tmp_path, batch):
    weights = write_onnx(
        tmp_path / "m.onnx",
        batch=batch,
        model_type="Segmentor",
        class_names={"0": "other", "1": "road"},
        resolution=200,
    )
    raster, pixels = scene(tmp_path)
    journal = Listener()
    found = classified(tmp_path, raster, tmp_path / "m.onnx", journal, batch_size=3)
    np.testing.assert_array_equal(found, labels_of(weights, pixels).argmax(0))
    dataset = gdal.Open(str(tmp_path / "map.tif"))
    assert dataset.GetRasterBand(1).GetNoDataValue() == 255, "0 is a class"
    assert any("values are divided by 255" in info for info in journal.infos)
    assert any(f"{SIDE_PX} x {SIDE_PX} pixels" in info for info in journal.infos)


@pytest.mark.parametrize(("percent", "tiles"), [(0, "3 x 2"), (50, "4 x 2")])
def test_tiles_of_a_wider_view_overlap_as_the_metadata_say_and_nodata_stays(tmp_path, percent, tiles):
    weights = write_onnx(tmp_path / "m.onnx", kernel=3, tiles_overlap=percent)
    pixels = np.random.default_rng(2).integers(1, 255, (3, 90, 150)).astype(np.uint8)
    pixels[:, 20:50, 60:90] = 0
    raster, journal = write_scene(tmp_path / "scene.tif", pixels, nodata=0), Listener()
    found = classified(tmp_path, raster, tmp_path / "m.onnx", journal)
    assert any(f"in {tiles} tiles of 64" in info for info in journal.infos), journal.infos
    nodata = pixels[0] == 0
    np.testing.assert_array_equal(found == 255, nodata)
    whole = torch.nn.functional.conv2d(
        torch.from_numpy(pixels / np.float32(255))[None], torch.from_numpy(weights), padding=1
    )
    inside = np.zeros_like(nodata)
    inside[1:-1, 1:-1] = True
    inside[19:51, 59:91] = False  # what the network sees of missing values is not the point
    assert np.mean((whole[0].argmax(0).numpy() == found)[inside]) > 0.99


def test_the_standardization_of_sixteen_bits_and_one_band_is_that_of_the_metadata(tmp_path):
    weights = write_onnx(
        tmp_path / "m.onnx", bands=1, channels=3, model_type="segmentor", class_names=[{"0": "a"}, {"1": "b"}, {"2": "c"}],
        standardization_mean=[100.0], standardization_std=[40.0],
    )  # fmt: skip
    raster, pixels = scene(tmp_path, 1, np.uint16)
    found = classified(tmp_path, raster, tmp_path / "m.onnx")
    np.testing.assert_array_equal(found, labels_of(weights, pixels, [100.0], [40.0]).argmax(0))


def test_values_of_sixteen_bits_without_a_scaling_are_refused_and_work_with_one(tmp_path):
    weights = write_onnx(tmp_path / "m.onnx", class_names={"0": "a", "1": "b"})
    raster, pixels = scene(tmp_path, dtype=np.uint16)
    with pytest.raises(ModelError, match=r"m\.onnx states no scaling.*uint16.*BAND_SCALING"):
        classified(tmp_path, raster, tmp_path / "m.onnx")
    found = classified(tmp_path, raster, tmp_path / "m.onnx", band_scaling=parse_scaling("0 65535"))
    np.testing.assert_array_equal(found, labels_of(weights, pixels / 257.0).argmax(0))


def test_a_scaling_that_overrules_the_metadata_is_said_with_both_values(tmp_path):
    write_onnx(tmp_path / "m.onnx", standardization_mean=[0.5] * 3, standardization_std=[0.25] * 3)
    raster, _ = scene(tmp_path)
    journal = Listener()
    classified(tmp_path, raster, tmp_path / "m.onnx", journal, band_scaling=((10.0, 20.0),))
    assert any("10, 10, 10" in warning and "127.5" in warning and "63.75" in warning for warning in journal.warnings)


def test_a_scaling_is_used_where_the_metadata_state_one_for_other_bands(tmp_path):
    weights = write_onnx(tmp_path / "m.onnx", standardization_mean=[0.5] * 2, standardization_std=[0.25] * 2)
    raster, pixels = scene(tmp_path)
    with pytest.raises(ModelError, match=r"2 means and 2 standard deviations for 3 bands.*BAND_SCALING"):
        classified(tmp_path, raster, tmp_path / "m.onnx")
    journal = Listener()
    found = classified(tmp_path, raster, tmp_path / "m.onnx", journal, band_scaling=((0.0, 255.0),))
    np.testing.assert_array_equal(found, labels_of(weights, pixels).argmax(0))
    assert any("(means 127.5, 127.5, standard deviations 63.75, 63.75)" in warning for warning in journal.warnings)


@pytest.mark.parametrize(("activation", "threshold"), [("Sigmoid", 0.5), ("Sigmoid", 0.9), (None, 0.2)])
def test_one_channel_is_a_class_against_the_background(tmp_path, activation, threshold):
    weights = write_onnx(
        tmp_path / "m.onnx",
        channels=1,
        activation=activation,
        class_names={"0": "bg", "1": "roof"},
        seg_thresh=threshold,
    )
    raster, pixels = scene(tmp_path)
    journal = Listener()
    found = classified(tmp_path, raster, tmp_path / "m.onnx", journal)
    probability = 1 / (1 + np.exp(-labels_of(weights, pixels)[0]))
    clear = abs(probability - threshold) > 1e-5
    np.testing.assert_array_equal(found[clear], (probability >= threshold).astype(np.uint8)[clear])
    assert any("single output channel" in info for info in journal.infos)


@pytest.mark.parametrize(
    ("activation", "said"), [(None, "logits"), ("Sigmoid", "independent"), ("Softmax", "probabilities")]
)
def test_what_the_output_is_taken_for_is_logged(tmp_path, activation, said):
    weights = write_onnx(tmp_path / "m.onnx", channels=4, activation=activation)
    raster, pixels = scene(tmp_path)
    journal = Listener()
    np.testing.assert_array_equal(
        classified(tmp_path, raster, tmp_path / "m.onnx", journal), labels_of(weights, pixels).argmax(0)
    )
    assert any(said in info for info in journal.infos)
    assert any("states no class names" in info for info in journal.infos)


def test_half_precision_any_size_and_a_folder_around_the_file_work(tmp_path):
    folder = tmp_path / "downloaded"
    folder.mkdir()
    weights = write_onnx(folder / "m.onnx", dtype="FLOAT16", size=("height", "width"), tiles_size=SIDE_PX)
    raster, pixels = scene(tmp_path)
    source = open_model(str(folder), (), SilentReporter())
    assert source.tiles is None and source.description.chip_size_px == SIDE_PX
    found = classified(tmp_path, raster, folder, tile_size_px=96)
    assert np.mean(found == labels_of(weights, pixels).argmax(0)) > 0.99
    assert set(np.unique(found)) == {0, 1}


def test_a_raster_smaller_than_the_only_tile_and_another_tile_size(tmp_path):
    weights = write_onnx(tmp_path / "m.onnx")
    raster, pixels = scene(tmp_path, height=9, width=70)
    journal = Listener()
    found = classified(tmp_path, raster, tmp_path / "m.onnx", journal, tile_size_px=128)
    np.testing.assert_array_equal(found, labels_of(weights, pixels).argmax(0))
    assert any(f"{SIDE_PX} pixels instead of 128" in warning for warning in journal.warnings)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"model_type": "Detector"}, "type Detector.*Choose a segmentation model"),
        ({"class_names": {"0": "a", "2": "b"}}, "unusable class_names.*without a gap"),
        ({"class_names": {"0": "a", "1": "b", "2": "c"}}, "name 3 classes.*2 channels"),
        ({"standardization_std": [0.0, 1.0, 1.0]}, "unusable standardization_std.*above 0"),
        ({"standardization_mean": [0.1, 0.2]}, "2 means.*3 bands"),
        ({"resolution": "wide"}, "unusable resolution"),
        ({"dtype": "INT64"}, "cannot be read as a model|takes tensor"),
        ({"size": (SIDE_PX, 2 * SIDE_PX)}, "64, 128.*square"),
        ({"bands": 5}, "5 bands"),
        ({"bands": 100_000, "size": ("y", "x")}, "100000 bands in tiles of 256 pixels.*too much memory"),
        ({"batch": 100_000}, "3 bands in tiles of 64 pixels, 100000 at a time.*too much memory"),
        ({"tiles_size": 48_000, "size": ("y", "x")}, "unusable tiles_size: 48000.*16384 at most"),
    ],
)
def test_what_is_no_segmentation_model_for_the_raster_is_refused(tmp_path, changes, said):
    write_onnx(tmp_path / "m.onnx", **changes)
    raster, _ = scene(tmp_path)
    with pytest.raises(ModelError, match=said):
        classified(tmp_path, raster, tmp_path / "m.onnx")
    assert not (tmp_path / "map.tif").exists()


def test_names_that_are_no_text_are_refused(tmp_path):
    write_onnx(tmp_path / "m.onnx", size=("height", "width"), names=["meadow", "forest"])
    whole = (tmp_path / "m.onnx").read_bytes()
    for name in (b"height", b"meadow"):
        (tmp_path / "m.onnx").write_bytes(whole.replace(name, b"\xff" * len(name)))
        with pytest.raises(ModelError, match=r"m\.onnx has names that are no UTF-8 text"):
            open_model(str(tmp_path / "m.onnx"), (), SilentReporter())


@pytest.mark.parametrize(("tiles", "tried"), [(64, 64), (3008, 512), (4848, 512), (6000, 512), (1023, 512)])
def test_large_tiles_are_tried_with_a_smaller_image_that_halves_as_often(tmp_path, tiles, tried, monkeypatch):
    shapes = []
    run = onnx_network._Graph.run
    monkeypatch.setattr(
        onnx_network._Graph, "run", lambda graph, images: shapes.append(images.shape) or run(graph, images)
    )
    write_onnx(tmp_path / "m.onnx", size=("height", "width"), tiles_size=tiles)
    open_model(str(tmp_path / "m.onnx"), (), SilentReporter())
    assert shapes == [(2, 3, tried, tried)]


def test_a_damaged_file_a_missing_package_and_a_device_that_it_cannot_use(tmp_path, monkeypatch):
    write_onnx(tmp_path / "m.onnx")
    raster, _ = scene(tmp_path)
    monkeypatch.setattr(classify, "choose_device", lambda *_: torch.device("meta"))
    with pytest.raises(SettingsError, match=r"m\.onnx runs on the CPU only, and the device is cuda:0"):
        classify.classify(
            ClassifyRequest(raster, str(tmp_path / "m.onnx"), str(tmp_path / "map.tif"), device="cuda:0"), Listener()
        )
    (tmp_path / "m.onnx").write_bytes(b"torn")
    with pytest.raises(ModelError, match=r"m\.onnx cannot be read as a model by onnxruntime"):
        open_model(str(tmp_path / "m.onnx"), (), SilentReporter())
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(BackendError, match=r"onnxruntime.*Run Set Up Deep Learning with ONNX"):
        open_model(str(tmp_path / "m.onnx"), (), SilentReporter())


@pytest.mark.parametrize(("network_class", "classes"), [(smp.Unet, 3), (smp.Linknet, 3), (smp.FPN, 1)])
def test_a_folder_of_save_pretrained_works_once_the_scaling_is_given(tmp_path, monkeypatch, network_class, classes):
    monkeypatch.setattr(runtime_choice, "autocast_dtype", lambda device: None)
    torch.manual_seed(3)
    network = lived_in(
        network_class("resnet18", encoder_weights=None, in_channels=3, classes=classes, activation="sigmoid")
    )
    network.save_pretrained(str(tmp_path / "smp"))
    raster, pixels = scene(tmp_path, height=64, width=96)
    with pytest.raises(SettingsError, match=r"3 bands without a model\.json.*BAND_SCALING.*116\.3"):
        classified(tmp_path, raster, tmp_path / "smp")
    found = classified(
        tmp_path, raster, tmp_path / "smp", band_scaling=parse_scaling("123.7 58.4; 116.3 57.1; 103.5, 57.4")
    )
    scaled = (pixels - np.reshape([123.7, 116.3, 103.5], (3, 1, 1))) / np.reshape([58.4, 57.1, 57.4], (3, 1, 1))
    with torch.inference_mode():
        output = network(torch.from_numpy(scaled.astype(np.float32))[None])[0].numpy()
    wanted = (output[0] > 0.5).astype(np.uint8) if classes == 1 else output.argmax(0) + 1
    assert np.mean(found == wanted) >= 0.999


def test_a_scaling_for_a_model_that_has_one_and_a_wrong_number_of_pairs_are_refused(setup, tmp_path):
    asked = setup(np.ones((2, 40, 40), np.uint16) * 500)
    with pytest.raises(SettingsError, match=r"holds the scaling of its bands.*BAND_SCALING"):
        classify.classify(ClassifyRequest(**asked, band_scaling=((0.0, 1.0),)), SilentReporter())
    assert description().knows_training_values
    write_onnx(tmp_path / "m.onnx")
    with pytest.raises(SettingsError, match=r"2 pairs.*m\.onnx takes 3 bands"):
        open_model(str(tmp_path / "m.onnx"), ((0.0, 1.0), (0.0, 2.0)), SilentReporter())


@pytest.mark.parametrize("text", ["1", "1 2 3", "a b", "1 0", "1 -2", "nan 1", "1 2; 3"])
def test_a_scaling_that_is_no_list_of_pairs_is_refused_by_its_part(text):
    with pytest.raises(SettingsError, match=r"band scaling has '.*'. Give mean and standard deviation"):
        parse_scaling(text)


def test_a_scaling_may_be_empty_or_written_with_commas():
    assert parse_scaling("  ") == ()
    assert parse_scaling("1.5, 2; 3 4;") == ((1.5, 2.0), (3.0, 4.0))
