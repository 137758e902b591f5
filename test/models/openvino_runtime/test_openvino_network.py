"""Networks by OpenVINO: the logits of PyTorch, in 8 bits nearly so, kept for the next run and never trusted from elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from network_samples import BANDS, lived_in, logits
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.pixel_network import PixelNetwork
from pixel_classifier.models.openvino_runtime import compiled_network, open_network, package
from pixel_classifier.models.openvino_runtime.activation_table import (
    ActivationTable,
    measure,
    read_table,
    save_table,
    weights_digest,
)
from pixel_classifier.models.openvino_runtime.compiled_network import CompiledNetwork, Compiler
from pixel_classifier.models.openvino_runtime.open_network import Form, graph_of, open_compiled
from pixel_classifier.models.openvino_runtime.quantized_graph import activation_limits, weight_steps
from pixel_classifier.rasters.core.errors import BackendError, Cancelled, ModelError
from pixel_classifier.rasters.core.progress import SilentReporter
from safetensors.numpy import save_file

pytest.importorskip("openvino")
HELPERS = Path(__file__).resolve().parents[2] / "helpers"


def network(architecture="unet", encoder="resnet18"):
    torch.manual_seed(2)
    return lived_in(build_network(NetworkSpec(architecture, encoder, BANDS, 4)))


def share_of_equal_labels(one, other):
    return float((one.argmax(1) == other.argmax(1)).float().mean())


@pytest.fixture(scope="module")
def unet():
    """A network, its logits in float32, and the table of its activations."""
    made = network()
    expected = logits(made)
    images = torch.randn(4, BANDS, 96, 64, generator=torch.Generator().manual_seed(1))
    fused = network()
    open_network.fuse_batch_norms(fused, BANDS)
    return made, expected, measure(fused, images.split(1))


@pytest.mark.parametrize(("architecture", "encoder"), [("pspnet", "resnet18"), ("pixel", "none")])
def test_float32_gives_the_logits_of_pytorch_for_images_of_any_size(architecture, encoder):
    expected = logits(network(architecture, encoder))
    found = logits(
        open_compiled(lambda: network(architecture, encoder), BANDS, Form("CPU", "float32"), SilentReporter())
    )
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-3 * float(expected.abs().max()))


def test_a_device_that_wants_one_size_gets_a_graph_for_each(monkeypatch):
    monkeypatch.setattr(compiled_network, "_TAKE_ANY_SIZE", ())
    compiler = Compiler(graph_of(network("pixel", "none"), BANDS, None), "CPU", "float32")
    fixed = CompiledNetwork(compiler, lambda: None)
    assert share_of_equal_labels(logits(fixed), logits(network("pixel", "none"))) > 0.999
    fixed(torch.zeros(1, BANDS, 64, 64))
    shapes = [list(compiler(size).input(0).shape) for size in ((96, 64), (64, 64))]
    assert shapes == [[1, BANDS, 96, 64], [1, BANDS, 64, 64]]


def test_what_cannot_be_computed_here_is_a_sentence_before_the_work(monkeypatch):
    def failing(*_):
        raise RuntimeError("Exception from node.cpp:823:\nConvolution object is not initialized")

    monkeypatch.setattr(
        CompiledNetwork, "_request", lambda *_: SimpleNamespace(set_input_tensor=failing, cancel=failing)
    )
    with pytest.raises(ModelError, match=r"OpenVINO cannot compute the network here: Convolution object.*float32"):
        open_compiled(lambda: network("pixel", "none"), BANDS, Form("CPU", "float32"), SilentReporter())


def test_8_bits_give_nearly_the_labels_of_float32_and_compute_in_integers(unet):
    _, expected, table = unet
    compiler = Compiler(graph_of(network(), BANDS, table), "CPU", "float32")
    found = logits(CompiledNetwork(compiler, lambda: None))
    assert share_of_equal_labels(found, expected) > 0.95, "of random weights, whose classes lie close"
    assert not torch.equal(found, expected)
    kinds = [node.get_rt_info()["runtimePrecision"].value for node in compiler((-1, -1)).get_runtime_model().get_ops()
             if node.get_rt_info()["layerType"].value == "Convolution"]  # fmt: skip
    assert len(kinds) == len(table.layers)
    assert {str(kind) for kind in kinds} <= {"u8", "i8"}, "all convolutions, those behind concatenations too"


LARGE = {
    "all": (1.0, 1.0, 1.0, 1.0), "one in four": (1.0, 0.0, 0.0, 0.0), "the third": (0.0, 0.0, 1.0, 0.0),
    "opposites": (1.0, -1.0, -1.0, 1.0), "two alike": (-1.0, 1.0, 0.0, 1.0),
}  # fmt: skip
KERNELS = ({"kernel_size": 1}, {"kernel_size": 3}, {"kernel_size": 3, "stride": 2}, {"kernel_size": 3, "dilation": 2})


@pytest.mark.parametrize(("channels", "low"), [(BANDS, 0.0), (64, -1.0)])
def test_sums_of_the_largest_weights_and_values_do_not_overflow_on_any_cpu(channels, low):
    """Without VNNI a CPU adds two products in 16 bits: with weights up to 127 that were all alike the sums were a third too small."""
    images = torch.full((1, channels, 64, 96), 1.0)
    images[..., :8] = low
    for kind in KERNELS:
        layer = torch.nn.Conv2d(channels, 16 * len(LARGE), bias=False, **kind).requires_grad_(False)
        for number, pattern in enumerate(LARGE.values()):
            layer.weight[number :: len(LARGE)] = torch.tensor(pattern).repeat(16)[:channels, None, None]
        chain = torch.nn.Sequential(layer).eval()
        expected = chain(images)
        table = measure(chain, [images])
        found = CompiledNetwork(Compiler(graph_of(chain, channels, table), "CPU", "float32"), lambda: None)(images)
        torch.testing.assert_close(found, expected, rtol=0.01, atol=0.01 * float(expected.abs().max()))


def test_the_components_of_many_bands_are_not_quantised():
    """In 8 bits of the large ones nothing of the small ones would be left."""
    bands, images = 40, torch.randn(2, 40, 32, 32, generator=torch.Generator().manual_seed(1))
    made = lived_in(PixelNetwork(bands, 3, components=30)).requires_grad_(False)
    assert list(measure(made, images.split(1)).layers) == ["encoder.0", "encoder.4", "segmentation_head.0"]


def test_correcting_the_biases_undoes_what_rounding_the_weights_shifts():
    torch.manual_seed(0)
    layer = torch.nn.Conv2d(BANDS, 8, 3, bias=False).requires_grad_(False)
    images = torch.rand(4, BANDS, 40, 40) + 3
    table = measure(torch.nn.Sequential(layer), images.split(1))
    expected = layer(images).mean((0, 2, 3))
    steps = torch.from_numpy(weight_steps(layer.weight.detach().numpy()))
    exact = layer.weight.detach().clone()

    def shift():
        layer.weight.data = torch.round(exact / steps) * steps
        found = layer(images).mean((0, 2, 3))
        layer.weight.data = exact
        return float((found - expected).abs().max())

    before = shift()
    table.correct_biases(torch.nn.Sequential(layer))
    assert shift() < 0.2 * before


def test_a_table_comes_back_from_its_file_but_not_for_other_weights(unet, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    save_table(tmp_path, unet[2])
    found = read_table(tmp_path)
    assert list(found.layers) == list(unet[2].layers)
    assert found.ranges["encoder.conv1"] == pytest.approx(unet[2].ranges["encoder.conv1"])
    (tmp_path / "model.safetensors").write_bytes(b"others")
    assert read_table(tmp_path) is None
    (tmp_path / "int8.safetensors").write_bytes(b"torn")
    with pytest.raises(ModelError, match=r"int8\.safetensors is damaged"):
        read_table(tmp_path)


@pytest.mark.parametrize("trial", ["[" * 100_000, '{"pixels": ' + "9" * 5000 + "}"])
def test_a_table_with_a_trial_that_nobody_can_read_is_damaged(unet, tmp_path, trial):
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    metadata = {"weights_sha256": weights_digest(tmp_path), "trial": trial}
    save_file({"0000 encoder.conv1": np.zeros(6, np.float32)}, tmp_path / "int8.safetensors", metadata=metadata)
    with pytest.raises(ModelError, match=r"int8\.safetensors is damaged"):
        read_table(tmp_path)


def test_values_that_are_not_finite_have_no_range(unet):
    chain = torch.nn.Sequential(torch.nn.Conv2d(BANDS, 2, 1)).requires_grad_(False)
    with pytest.raises(ModelError, match="layer 0 are not finite"):
        measure(chain, [torch.full((1, BANDS, 8, 8), float("nan"))])


def test_of_the_mean_of_networks_each_keeps_its_first_and_last_layer():
    names = [f"members.{member}.{layer}" for member in (0, 1) for layer in ("first", "middle", "last")]
    table = ActivationTable(dict.fromkeys(names))
    assert list(table.without_ends().layers) == ["members.0.middle", "members.1.middle"]
    assert list(ActivationTable(dict.fromkeys("abcd")).without_ends().layers) == ["b", "c"]


def test_a_table_of_another_network_is_refused(unet):
    with pytest.raises(ModelError, match="has a layer"):
        graph_of(network("pixel", "none"), BANDS, unet[2])


@pytest.mark.parametrize(("low", "high"), [(0.0, 6.0), (-2.5, 3.0), (0.5, 2.0), (-1.0, 0.0), (0.0, 0.0)])
def test_limits_hold_zero_as_one_of_256_levels(low, high):
    below, above = activation_limits(low, high)
    step = (above - below) / 255
    assert step > 0 and abs(round(-below / step) - -below / step) < 1e-6
    assert below <= 0 <= above and above - below == pytest.approx(max(high, 1e-6) - min(low, 0))


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Gives a function that opens the network in a model folder, and returns it and how often it was converted."""
    monkeypatch.setenv("PIXEL_CLASSIFIER_CACHE", str(tmp_path / "caches"))
    (tmp_path / "model").mkdir()

    def open_(digest="a", folder=tmp_path / "model"):
        loaded = []

        def load():
            loaded.append(1)
            return network("pixel", "none")

        return open_compiled(load, BANDS, Form("CPU", "float32"), SilentReporter(), folder, digest), len(loaded)

    return open_


def test_a_compiled_network_is_kept_for_the_next_run_and_made_anew_for_another_model(opened, tmp_path):
    first, converted = opened()
    second, again = opened()
    assert (converted, again) == (1, 0)
    torch.testing.assert_close(logits(second), logits(first), rtol=0, atol=0)
    assert [path.name for path in (tmp_path / "model" / "openvino").iterdir()] == ["cpu-float32.blob"]
    assert opened("b")[1] == 1
    assert opened("b")[1] == 0


@pytest.mark.parametrize("harm", ["another user", "other content", "torn", "empty", "empty key"])
def test_what_was_kept_elsewhere_or_changed_is_made_anew(opened, tmp_path, monkeypatch, harm):
    opened()
    file = tmp_path / "model" / "openvino" / "cpu-float32.blob"
    content = file.read_bytes()
    if harm == "another user":
        monkeypatch.setenv("PIXEL_CLASSIFIER_CACHE", str(tmp_path / "of another"))
    elif harm == "empty key":  # of a process that was killed, or a full disk
        (tmp_path / "caches" / "openvino.key").write_bytes(b"")
    else:
        file.write_bytes({"other content": content[:-1] + b"x", "torn": content[:40], "empty": b""}[harm])
    assert opened()[1] == 1
    assert opened()[1] == 0


def test_a_model_folder_that_cannot_be_written_is_no_obstacle(opened, tmp_path):
    (tmp_path / "model" / "openvino").write_text("a file in the place of the folder")
    found, converted = opened()
    assert converted == 1
    assert logits(found).shape[1] == 4


def test_what_lies_in_the_place_of_the_kept_network_is_neither_read_nor_added_to(opened, tmp_path):
    cache = tmp_path / "model" / "openvino"
    (cache / "cpu-float32.blob").mkdir(parents=True)
    for _ in range(2):
        assert opened()[1] == 1
    assert [path.name for path in cache.iterdir()] == ["cpu-float32.blob"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_the_kept_network_does_not_hold_up_the_run(opened, tmp_path):
    (tmp_path / "model" / "openvino").mkdir()
    os.mkfifo(tmp_path / "model" / "openvino" / "cpu-float32.blob")
    assert (opened()[1], opened()[1]) == (1, 0)


class StoppedAt(SilentReporter):
    """Asks to stop when it is asked for the n-th time."""

    def __init__(self, call):
        self.calls, self.call = 0, call

    def cancelled(self):
        self.calls += 1
        return self.calls >= self.call


def test_cancel_ends_a_conversion_between_two_layers():
    stopped = StoppedAt(8)
    with pytest.raises(Cancelled):
        open_compiled(network, BANDS, Form("CPU", "float32"), stopped)
    assert stopped.calls < 12, "within the layers of the first forward pass"


def test_a_network_that_cannot_be_compiled_is_a_sentence(monkeypatch):
    class Failing:
        def compile_model(self, *_):
            raise RuntimeError("Exception from plugin.cpp:1:\nno memory.")

    compiler = Compiler(graph_of(network("pixel", "none"), BANDS, None), "CPU", "float32")
    monkeypatch.setattr(compiled_network, "core", Failing)
    with pytest.raises(
        ModelError, match=r"OpenVINO cannot compute the network here: no memory\. Choose the device cpu"
    ):
        compiler((64, 64))


def test_a_version_without_what_is_used_is_a_sentence_with_the_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", SimpleNamespace(__version__="2023.0.1"))
    with pytest.raises(BackendError, match=r"OpenVINO 2023\.0\.1 .* lacks what is used\. Run Set Up Deep Learning"):
        package.openvino()


WATCHED = """
import sys
connections = []
sys.addaudithook(lambda event, _: connections.append(event) if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname") else None)
sys.path.insert(0, {helpers!r})
import plugin_package, torch, json
from pixel_classifier.models.networks.pixel_network import PixelNetwork
from pixel_classifier.models.openvino_runtime.open_network import Form, open_compiled
from pixel_classifier.rasters.core.progress import SilentReporter
found = open_compiled(lambda: PixelNetwork(2, 3), 2, Form("CPU", "float32"), SilentReporter())
found(torch.zeros(1, 2, 32, 32))
print(json.dumps([connections, sorted(n for n in sys.modules if n.startswith("openvino_telemetry") and sys.modules[n] is not None)]))
"""


def test_no_connection_is_opened_and_no_telemetry_is_loaded():
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.format(helpers=str(HELPERS))], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == [[], []]


def test_the_cpu_is_a_device_and_others_are_refused_by_name():
    assert "openvino:cpu" in package.devices()
    assert package.device_of("openvino:cpu") == "CPU"
    assert package.device_of("cuda:0") == ""
