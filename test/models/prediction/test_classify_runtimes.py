"""Both runtimes, PyTorch and OpenVINO, give the same maps by the same tests; where OpenVINO is missing that is a sentence."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from listener import Listener
from osgeo import gdal
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.prediction import classify
from pixel_classifier.rasters.core.errors import BackendError, Cancelled, SettingsError
from pixel_classifier.rasters.core.progress import SilentReporter
from prediction_samples import Local, description, left_behind, noise, read, whole_image
from torch import nn

RUNTIMES = ("cpu", "openvino:cpu")
needs_openvino = pytest.mark.usefixtures("openvino")


@pytest.fixture
def openvino():
    return pytest.importorskip("openvino")


@pytest.fixture(params=RUNTIMES)
def asked(request, setup):
    """Gives a function that returns the arguments of a request for one of the runtimes, in float32."""
    if request.param != "cpu":
        pytest.importorskip("openvino")

    def prepare(*arguments, **scene):
        return {**setup(*arguments, **scene), "device": request.param, "precision": "float32"}

    return prepare


def test_every_map_is_that_of_one_pass_over_the_whole_image(asked, tmp_path):
    network, pixels = Local(), noise(96, 150)
    paths = {name: str(tmp_path / "out" / f"{name}.tif") for name in ("confidence", "probabilities", "uncertainty")}
    classify.classify(ClassifyRequest(**asked(pixels, network), **paths), SilentReporter())
    wanted = whole_image(network, pixels, description())
    ordered = np.sort(wanted, axis=0)
    clear = ordered[-1] - ordered[-2] > 1e-4
    values = np.array(description().class_table.values)
    np.testing.assert_array_equal(read(str(tmp_path / "out" / "map.tif"))[0][clear], values[wanted.argmax(0)][clear])
    np.testing.assert_allclose(read(paths["probabilities"]), wanted, atol=1e-4)
    np.testing.assert_allclose(read(paths["confidence"])[0], 100 * ordered[-1], atol=0.6)
    np.testing.assert_allclose(read(paths["uncertainty"])[0], 100 * (1 - ordered[-1] + ordered[-2]), atol=0.6)


def test_looking_from_all_sides_gives_the_mean(asked, tmp_path):
    network, pixels = Local(), noise(64, 64)
    probabilities = str(tmp_path / "out" / "p.tif")
    request = ClassifyRequest(**asked(pixels, network), augmentation="4", probabilities=probabilities)
    classify.classify(request, SilentReporter())
    turned = [np.rot90(whole_image(network, np.rot90(pixels, n, (1, 2)), description()), -n, (1, 2)) for n in range(4)]
    np.testing.assert_allclose(read(probabilities), np.mean(turned, axis=0), atol=1e-4)


def test_another_pixel_size_is_resampled(asked, tmp_path):
    pixels = np.repeat(np.repeat(noise(40, 48), 2, 1), 2, 2)
    request = ClassifyRequest(**asked(pixels, transform=(500000.0, 1.0, 0.0, 4000000.0, 0.0, -1.0)), resample=True)
    classify.classify(request, SilentReporter())
    found = read(request.output)[0]
    assert found.shape == (80, 96)
    assert set(np.unique(found)) <= set(description().class_table.values)


def test_labels_do_not_depend_on_the_threads(asked):
    arguments, maps = asked(noise(96, 150)), []
    before = torch.get_num_threads()
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            classify.classify(ClassifyRequest(**arguments), SilentReporter())
            maps.append(read(arguments["output"]))
    finally:
        torch.set_num_threads(before)
    np.testing.assert_array_equal(*maps)


def peak_mb():
    """Returns the highest resident memory since the last call."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="needs Linux's count of resident memory")
def test_memory_does_not_grow_with_the_height(asked):
    arguments, peaks = asked(np.tile(noise(512, 384), (1, 32, 1))), []
    west, north, cell = 500000, 4000000, 2
    for rows in (1024, 1024, 16384):  # the first warms up
        extent = west, north - rows * cell, west + 384 * cell, north
        peak_mb()
        classify.classify(ClassifyRequest(**{**arguments, "extent_map": extent}), SilentReporter())
        peaks.append(peak_mb())
    assert read(arguments["output"]).shape[-2:] == (16384, 384)
    assert peaks[2] < peaks[1] + 30, "the logits alone take 75 MB"


class Slow(nn.Module):
    """A network whose forward pass over one tile takes many seconds."""

    def __init__(self, layers=12):
        super().__init__()
        self.first = nn.Conv2d(2, 96, 3, padding=1)
        self.middle = nn.Sequential(*(nn.Conv2d(96, 96, 3, padding=1) for _ in range(layers)))
        self.last = nn.Conv2d(96, 3, 1)

    def forward(self, x):
        return self.last(self.middle(self.first(x)))


class Stopping(Listener):
    """Asks to stop once the tiles are announced and a moment has passed."""

    def __init__(self, after_s):
        super().__init__()
        self.after_s, self.since = after_s, None

    def info(self, message):
        if message.startswith("Classifying"):
            threading.Timer(self.after_s, self.stop).start()

    def stop(self):
        self.since = time.process_time()

    def cancelled(self):
        return self.since is not None


def test_cancel_ends_a_long_forward_pass_within_a_second_of_cpu_time(asked, tmp_path):
    arguments = {**asked(noise(512, 512), Slow()), "tile_size_px": 512}
    reporter = Stopping(0.2)
    with pytest.raises(Cancelled):
        classify.classify(ClassifyRequest(**arguments), reporter)
    assert time.process_time() - reporter.since < 1
    assert left_behind(tmp_path) == []


@needs_openvino
def test_the_log_names_runtime_and_precision_and_what_is_missing_is_named_with_the_cure(setup, monkeypatch):
    arguments, journal = setup(noise(64, 64)), Listener()
    classify.classify(ClassifyRequest(**{**arguments, "device": "openvino:cpu", "precision": "float32"}), journal)
    assert any("OpenVINO 2" in info and "in float32" in info for info in journal.infos)
    with pytest.raises(SettingsError, match=r"finds no device openvino:npu.*openvino:cpu"):
        classify.classify(ClassifyRequest(**{**arguments, "device": "openvino:npu"}), Listener())
    with pytest.raises(SettingsError, match=r"has no 8-bit form.*Export Model"):
        classify.classify(ClassifyRequest(**arguments, precision="int8"), Listener())


class Seam:
    """OpenVINO's core on a computer with two GPUs, which the CPU computes for."""

    def __init__(self, core):
        self._core, self.available_devices, self.compiled_for = core, ["CPU", "GPU.0", "GPU.1"], []

    def get_property(self, _, name):
        return self._core.get_property("CPU", name)

    def compile_model(self, graph, device, properties):
        self.compiled_for.append(device)
        return self._core.compile_model(graph, "CPU", properties)


@needs_openvino
def test_a_gpu_that_openvino_finds_is_a_device_and_computes(setup, monkeypatch):
    from pixel_classifier.models.openvino_runtime import compiled_network, package

    seam = Seam(package.core())
    for module in (package, compiled_network):
        monkeypatch.setattr(module, "core", lambda: seam)
    assert package.devices() == ("openvino:cpu", "openvino:gpu")
    arguments, maps = {**setup(noise(96, 150)), "precision": "float32"}, []
    for device in ("cpu", "openvino:gpu"):
        classify.classify(ClassifyRequest(**{**arguments, "device": device}), SilentReporter())
        maps.append(read(arguments["output"]))
    assert "GPU" in seam.compiled_for
    assert np.mean(maps[0] == maps[1]) > 0.999


def test_without_openvino_its_devices_are_refused_and_all_else_works(setup, monkeypatch):
    from pixel_classifier.models.openvino_runtime import package

    arguments = setup(noise(64, 64))
    package.core.cache_clear()
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(BackendError, match=r"openvino, which does not load.*Set Up Deep Learning with OpenVINO"):
        classify.classify(ClassifyRequest(**{**arguments, "device": "openvino:cpu"}), Listener())
    classify.classify(ClassifyRequest(**arguments), SilentReporter())
    assert gdal.Open(arguments["output"]).RasterXSize == 64
