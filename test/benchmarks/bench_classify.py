"""Classification against its limit: what it costs around the network, and how much of the whole is the network.

    .venv/bin/python test/benchmarks/bench_classify.py [SIZE]

The first figure takes a network of one 1 x 1 convolution, so that all the rest shows. The second compares a real one
with its bare forward passes over the same tiles.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from measure import BANDS, cpu_seconds, say, write_image
from pixel_classifier.models import predict
from pixel_classifier.models.description import ModelDescription
from pixel_classifier.models.devices import autocast_dtype
from pixel_classifier.models.model_folder import save_model
from pixel_classifier.models.networks import NetworkSpec, build_network
from pixel_classifier.models.requests import ClassifyRequest
from pixel_classifier.rasters.classes import ClassEntry, ClassTable, distinct_color
from pixel_classifier.rasters.reporter import SilentReporter

CLASSES = 5
TILE_PX, OVERLAP_PX = 512, 64
ENCODER = "resnet34"


def write_model(folder: Path) -> Path:
    """Writes a model folder with random weights."""
    spec = NetworkSpec("unet", ENCODER, BANDS, CLASSES)
    classes = ClassTable(tuple(ClassEntry(n + 1, f"class {n + 1}", distinct_color(n)) for n in range(CLASSES)))
    means = tuple(750.0 * number for number in range(1, BANDS + 1))
    description = ModelDescription(
        "unet", ENCODER, classes, tuple(f"Band {n}" for n in range(1, BANDS + 1)), "uint16", means, (500.0,) * BANDS,
        (1.0,) * BANDS, (6000.0,) * BANDS, (1.0, 1.0), "", 256, 0,
    )  # fmt: skip
    folder.mkdir()
    save_model(folder, build_network(spec), spec, description)
    return folder


def with_network(network: torch.nn.Module, work: Callable[[], object]) -> Callable[[], object]:
    """Returns the work done with another network than the model folder's."""

    def replaced() -> None:
        load = predict.load_model
        predict.load_model = lambda folder: (network, load(folder)[1])
        try:
            work()
        finally:
            predict.load_model = load

    return replaced


def bare_forward(network: torch.nn.Module, size: int) -> Callable[[], object]:
    """Returns the forward passes alone, over as many pixels as the tiles of a raster of that size hold."""
    network = network.eval().to(memory_format=torch.channels_last)
    device = torch.device("cpu")
    dtype = autocast_dtype(device)
    tiles = round((size / (TILE_PX - OVERLAP_PX)) ** 2)
    batch = torch.randn(1, BANDS, TILE_PX, TILE_PX).to(memory_format=torch.channels_last)

    def forward() -> None:
        with torch.inference_mode(), torch.autocast("cpu", dtype=dtype or torch.bfloat16, enabled=dtype is not None):
            for _ in range(tiles):
                network(batch)

    return forward


def peak_mb(raster: Path, model: Path, output: Path) -> float:
    """Returns the peak memory, in MB, of a process of its own that classifies with a near-free network."""
    command = [sys.executable, __file__, "--peak", str(raster), str(model), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def near_free() -> torch.nn.Module:
    """Returns a network that does next to nothing."""
    return torch.nn.Conv2d(BANDS, CLASSES, 1)


def request(raster: Path, model: Path, output: Path) -> ClassifyRequest:
    """Returns a classification with the benchmark's tiles."""
    return ClassifyRequest(
        str(raster), str(model), str(output), tile_size_px=TILE_PX, overlap_px=OVERLAP_PX, batch_size=1, device="cpu"
    )


def print_peak(raster: str, model: str, output: str) -> None:
    """Classifies with a near-free network and prints the process's peak memory in MB above what it had before."""
    asked = request(Path(raster), Path(model), Path(output))
    network, description = predict.load_model(model)
    del network
    predict.load_model = lambda folder: (near_free(), description)
    near_free()(torch.zeros(1, BANDS, 64, 64))
    Path("/proc/self/clear_refs").write_text("5")
    before = memory_peak_mb()
    predict.classify(asked, SilentReporter())
    print(memory_peak_mb() - before)


def memory_peak_mb() -> float:
    """Returns the highest resident memory of this process since it was last reset, in MB (Linux only)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    """Prints the figures."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    small = min(size, 1024)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        model = write_model(folder / "model")
        image, tall = write_image(folder / "a.tif", size, size), write_image(folder / "b.tif", size, 4 * size)
        few = write_image(folder / "c.tif", small, small)

        def classify(raster: Path) -> Callable[[], object]:
            return lambda: predict.classify(request(raster, model, folder / "classes.tif"), SilentReporter())

        print(f"unet on {ENCODER}, {BANDS} bands, {CLASSES} classes, tiles of {TILE_PX} pixels, overlap {OVERLAP_PX}")
        around = cpu_seconds(with_network(near_free(), classify(image)))
        say("all but the network", np.square(size) / 1e6 / around, "Mpixel per CPU-s", f"{size} x {size} pixels")
        whole = cpu_seconds(classify(few), 1)
        spec = NetworkSpec("unet", ENCODER, BANDS, CLASSES)
        forward = cpu_seconds(bare_forward(build_network(spec), small), 1)
        say("with the network", np.square(small) / 1e6 / whole, "Mpixel per CPU-s", f"{small} x {small} pixels")
        say("against the bare forward passes", forward / whole, "", "1 = nothing but the network")
        if not Path("/proc/self/clear_refs").exists():
            return
        peaks = [peak_mb(raster, model, folder / "classes.tif") for raster in (image, tall)]
        say("peak memory above idle", peaks[0], "MB", f"{size} x {size} pixels")
        say("peak memory of a raster four times as high", peaks[1], "MB", f"{peaks[1] / peaks[0]:.2f} times as much")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        print_peak(*sys.argv[2:5])
    else:
        main()
