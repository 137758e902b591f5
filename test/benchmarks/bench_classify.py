"""Classification against its limits: what it costs around the network, how much of the whole is the network, cancel, memory.

    .venv/bin/python test/benchmarks/bench_classify.py [SIZE]

A network of one 1 x 1 convolution lets all the rest show; three real ones are compared with their bare forward passes over
the very same tiles, and their share of the CPU time is taken within the run itself, which a busy machine sways less. All rates are per
second of CPU time on one thread; where two figures make a ratio, their runs take turns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from measure import BANDS, cpu_seconds, say, write_image
from osgeo import gdal
from pixel_classifier.models.core.description import ModelDescription, write_description
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.prediction import classify
from pixel_classifier.models.prediction.forward import prepare_network
from pixel_classifier.models.prediction.tile_reader import TileReader
from pixel_classifier.models.prediction.tiles import lay_tiles
from pixel_classifier.models.runtime.precision import autocast_dtype
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable, distinct_color
from pixel_classifier.rasters.core.errors import Cancelled
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.row_reader import RowReader
from pixel_classifier.rasters.reading.warped import resampled, resampled_grid

CLASSES = 5
CPU = torch.device("cpu")
NETWORKS = (("unet", "resnet34"), ("pspnet", "resnet34"), ("deeplabv3", "resnet18"))
TILE_PX, OVERLAP_PX, BATCH = 512, 64, 32


def write_model(folder: Path, bands: int = BANDS, dtype: str = "uint16") -> Path:
    """Writes a model folder without weights: the networks are put in its place."""
    classes = ClassTable(tuple(ClassEntry(n + 1, f"class {n + 1}", distinct_color(n)) for n in range(CLASSES)))
    means = tuple(750.0 * number for number in range(1, bands + 1))
    folder.mkdir()
    write_description(
        folder,
        ModelDescription(
            "unet", "resnet34", classes, tuple(f"Band {n}" for n in range(1, bands + 1)), dtype, means,
            (500.0,) * bands, (1.0,) * bands, (6000.0,) * bands, (1.0, 1.0), "", 256, 0,
        ),
    )  # fmt: skip
    return folder


@contextmanager
def network_in_place(network: torch.nn.Module) -> Iterator[None]:
    """Lets classifications take this network instead of the model folder's."""
    load = classify.load_network
    classify.load_network = lambda *_: network
    try:
        yield
    finally:
        classify.load_network = load


def near_free(bands: int = BANDS) -> torch.nn.Module:
    """Returns a network that does next to nothing."""
    return torch.nn.Conv2d(bands, CLASSES, 1)


def request(raster: Path, model: Path, output: Path, overlap_px: int = OVERLAP_PX) -> ClassifyRequest:
    """Returns a classification with the benchmark's tiles."""
    return ClassifyRequest(
        str(raster), str(model), str(output), tile_size_px=TILE_PX, overlap_px=overlap_px, batch_size=1, device="cpu"
    )


def decode(path: Path) -> None:
    """Reads the image in bands of whole blocks, the quickest way that GDAL has."""
    raster = gdal.Open(str(path))
    for y in range(0, raster.RasterYSize, 256):
        raster.ReadRaster(0, y, raster.RasterXSize, min(256, raster.RasterYSize - y))


def bare_forward(network: torch.nn.Module, size: int, ready: bool) -> Callable[[], object]:
    """Returns the forward passes alone over the tiles of a raster of that size; of a network as classified, or as built."""
    dtype = autocast_dtype(CPU) if ready else None
    network = prepare_network(network, BANDS, CPU, dtype) if ready else network.eval()
    window = Window(0, 0, size, size)
    layout = lay_tiles(window, window, TILE_PX, OVERLAP_PX, 32)
    kind = torch.channels_last if ready else torch.contiguous_format
    tiles = {
        (row.length, column.length): torch.randn(1, BANDS, row.length, column.length).to(memory_format=kind)
        for row in layout.rows
        for column in layout.columns
    }

    def forward() -> None:
        with torch.inference_mode(), torch.autocast("cpu", dtype=dtype or torch.bfloat16, enabled=dtype is not None):
            for row in layout.rows:
                for column in layout.columns:
                    network(tiles[row.length, column.length])

    return forward


def alternated(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Returns the least CPU time of two kinds of work that take turns."""
    times = [(cpu_seconds(first, 1), cpu_seconds(second, 1)) for _ in range(rounds)]
    return min(a for a, _ in times), min(b for _, b in times)


def overhead(image: Path, size: int, model: Path, output: Path) -> None:
    """Prints what all but the network costs."""
    pixels = np.square(size) / 1e6
    for what, overlap, augmentation in (("blending", OVERLAP_PX, "none"), ("no overlap", 0, "none")):
        asked = replace(request(image, model, output, overlap), augmentation=augmentation)
        with network_in_place(near_free()):
            took, decoding = alternated(lambda: classify.classify(asked, SilentReporter()), lambda: decode(image), 4)  # noqa: B023
        say(f"near-free network, {what}", pixels / took, "Mpixel per CPU-s", f"{took / decoding:.1f} times decoding")
    say("decoding alone", pixels / decoding, "Mpixel per CPU-s")


def seconds_of(work: Callable[[], object]) -> tuple[float, float]:
    """Returns the time on the clock, and the CPU time of this thread alone."""
    before = time.perf_counter(), time.thread_time()
    work()
    return time.perf_counter() - before[0], time.thread_time() - before[1]


def rows_read(raster: RasterDataset) -> None:
    """Reads all rows of a raster, as the tiles need them."""
    with RasterReader(raster) as reader:
        rows, height = RowReader(reader, reader.grid.window), reader.grid.height
        for y in range(0, height, TILE_PX):
            rows.rows(y, min(height, y + TILE_PX))


def resampled_view(image: Path, threads: int) -> RasterDataset:
    """Returns the raster in pixels of half the size."""
    raster = RasterDataset(str(image), threads)
    return resampled(raster, resampled_grid(raster.info.grid, 0.5), 0.5)


def decoding_on_threads(image: Path) -> None:
    """Prints how much sooner the raster is decoded, and resampled, by the threads that do so beside a GPU."""
    threads = min(8, os.cpu_count() or 1)
    for what, view in (
        ("decoding", lambda count: RasterDataset(str(image), count)),
        ("resampling", lambda count: resampled_view(image, count)),
    ):
        pairs = [[seconds_of(lambda: rows_read(view(count))) for count in (1, threads)] for _ in range(5)]  # noqa: B023
        ratio = np.median([one[0] / several[0] for one, several in pairs])
        say(f"{what} on {threads} threads", ratio, "times as fast", "on the clock, against one")
        left = np.median([several[1] / one[1] for one, several in pairs])
        say(f"{what}, share that stays on the calling thread", left, "", "of the CPU time on one thread")


def tiles_read(image: Path, cut_on_device: bool, threads: int) -> None:
    """Reads the tiles of a raster as the thread does that reads ahead; a GPU cuts them itself."""
    with RasterReader(str(image), threads=threads) as reader:
        window = reader.grid.window
        layout = lay_tiles(window, window, TILE_PX, OVERLAP_PX, 32)
        for _ in TileReader(reader, layout, None, 4, cut_on_device=cut_on_device).batches(BATCH):
            pass


def reading_tiles(folder: Path, size: int) -> None:
    """Prints how fast tiles are read for a CPU and for a GPU, and the limit of the thread that reads, if others decode."""
    image, threads = write_image(folder / "tall.tif", size, 4 * size), min(8, os.cpu_count() or 1)
    pixels = 4 * np.square(size) / 1e6
    pairs = [[seconds_of(lambda: tiles_read(image, uncut, threads)) for uncut in (False, True)] for _ in range(5)]  # noqa: B023
    for way, what in enumerate(("read and cut", "read, not cut")):
        clock, alone = (min(pair[way][kind] for pair in pairs) for kind in (0, 1))
        say(f"tiles {what}, {threads} threads", pixels / clock, "Mpixel per s", "of clock")
        say(f"tiles {what}, limit of the reading thread", pixels / alone, "Mpixel per CPU-s", "without decoding")
    ratio = np.median([cut[1] / uncut[1] for cut, uncut in pairs])
    say("tiles not cut, against cut", ratio, "times as fast", "on the reading thread, without decoding")


class NetworkClock:
    """The CPU time that a network takes in all its runs."""

    def __init__(self, network: torch.nn.Module) -> None:
        self.seconds, self._since = 0.0, 0.0
        network.register_forward_pre_hook(self._start)
        network.register_forward_hook(self._stop)

    def _start(self, *_: object) -> None:
        self._since = time.thread_time()

    def _stop(self, *_: object) -> None:
        self.seconds += time.thread_time() - self._since


def real_networks(image: Path, size: int, model: Path, output: Path) -> None:
    """Prints how much of a classification its network is, and what preparing it gains."""
    asked = request(image, model, output)
    for architecture, encoder in NETWORKS:
        network = build_network(NetworkSpec(architecture, encoder, BANDS, CLASSES))
        plain = bare_forward(network, size, False)
        as_built = cpu_seconds(plain, 1)
        ready = bare_forward(network, size, True)
        clock, shares = NetworkClock(network), []

        def timed() -> None:
            since, inside = time.process_time(), clock.seconds  # noqa: B023
            classify.classify(asked, SilentReporter())
            shares.append((clock.seconds - inside) / (time.process_time() - since))  # noqa: B023

        with network_in_place(network):
            whole, forward = alternated(timed, ready, 3)
        name = f"{architecture} on {encoder}"
        say(f"{name}, all of it", np.square(size) / 1e6 / whole, "Mpixel per CPU-s", f"{size} x {size} pixels")
        say(f"{name}, the network's share of it", np.median(shares), "", "1 = nothing but the network")
        say(f"{name}, bare forward passes over the whole", forward / whole, "")
        say(
            f"{name}, prepared against as built",
            as_built / forward,
            "times as fast",
            "folded, channels last, bf16 where faster",
        )


class Stopwatch(SilentReporter):
    """Wishes to stop at some moment and knows since when."""

    since: float | None = None

    def stop(self) -> None:
        """Wishes to stop from now on."""
        self.since = time.perf_counter()

    def cancelled(self) -> bool:
        """Tells whether to stop."""
        return self.since is not None


def cancelling(image: Path, model: Path, output: Path) -> None:
    """Prints how long it takes until a run in the midst of its forward passes has ended; seconds on the clock."""
    for architecture, encoder, batch in (
        ("unet", "resnet34", 1),
        ("unet", "resnet34", 8),
        ("deeplabv3", "resnet101", 1),
    ):
        network, waits = build_network(NetworkSpec(architecture, encoder, BANDS, CLASSES)), []
        for number in range(5):
            watch = Stopwatch()
            timer = threading.Timer(3 + 0.7 * number, watch.stop)
            timer.start()
            with network_in_place(network), suppress(Cancelled):
                classify.classify(replace(request(image, model, output), batch_size=batch), watch)
            if watch.since is not None:
                waits.append(time.perf_counter() - watch.since)
            timer.cancel()
        name = f"{architecture} on {encoder}, {batch} at a time"
        say(f"cancel, {name}", max(waits), "s at most", f"median {np.median(waits):.2f} s")


def memory_peak_mb() -> float:
    """Returns the highest resident memory of this process since it was last reset, in MB (Linux only)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def print_peak(raster: str, model: str, output: str) -> None:
    """Classifies with a near-free network and prints the process's peak memory in MB above what it had before."""
    near_free()(torch.zeros(1, BANDS, 64, 64))
    Path("/proc/self/clear_refs").write_text("5")
    before = memory_peak_mb()
    with network_in_place(near_free()):
        classify.classify(request(Path(raster), Path(model), Path(output)), SilentReporter())
    print(memory_peak_mb() - before)


def peak_mb(raster: Path, model: Path, output: Path) -> float:
    """Returns the peak memory, in MB, of a process of its own that classifies with a near-free network."""
    command = [sys.executable, __file__, "--peak", str(raster), str(model), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def main() -> None:
    """Prints the figures."""
    torch.set_num_threads(1)
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        model, output = write_model(folder / "model"), folder / "classes.tif"
        print(f"{BANDS} bands, {CLASSES} classes, tiles of {TILE_PX} pixels, overlap {OVERLAP_PX}")
        image = write_image(folder / "a.tif", size, size)
        overhead(image, size, model, output)
        decoding_on_threads(image)
        reading_tiles(folder, size)
        cancelling(image, model, output)
        real_networks(image, size, model, output)
        if not Path("/proc/self/clear_refs").exists():
            return
        lowest = 0.0
        for times in (1, 2, 4):
            tall = write_image(folder / "b.tif", size, times * size)
            peak = peak_mb(tall, model, output)
            lowest = lowest or peak
            say(f"peak memory, {size} x {times * size}", peak, "MB above idle", f"{peak / lowest:.2f} times as much")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        print_peak(*sys.argv[2:5])
    else:
        main()
