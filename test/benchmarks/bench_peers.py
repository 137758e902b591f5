"""Classification and export beside other programs, in turns: the same rasters, networks, labels and tiles, each on one thread.

    [ROUNDS=3] .venv/bin/python test/benchmarks/bench_peers.py [SIZE]

GeoDeep is installed by pip in an environment of its own, `build/peers`, which is kept. Deepness is no package: it takes part where the
variable DEEPNESS names the folder that its package `deepness` lies in, the `src` of its repository. Both run their
networks by ONNX Runtime in float32 and crop the tiles; *Classify Pixels* blends them, writes the class raster and counts the areas. The time
to load the network counts for none of them. Where this CPU computes in 8 bits with OpenVINO, *Classify Pixels* takes part with such a form, too, which
gives a random network other classes but takes as long as a trained one. Deepness exports PNG files, without georeference, and masks that do not tell the classes apart.
geoai, which only exports, takes part where the variable GEOAI names a Python that has it.

Exports are told apart by little more than the making of files, and ext4 is slow to make them for some minutes after others were removed: TMPDIR
may name a folder in memory.
"""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from unittest import mock

import numpy as np
import torch
from bench_classify import CLASSES, TILE_PX, near_free, network_in_place, request, write_model
from bench_export import CHIP_PX, STRIDE_PX
from measure import cpu_seconds, say, write_image, write_labels
from osgeo import gdal
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.networks.batch_norm_folding import fuse_batch_norms
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.model_folder import save_model
from pixel_classifier.models.openvino_runtime import package
from pixel_classifier.models.openvino_runtime.activation_table import measure, save_table
from pixel_classifier.models.prediction import classify, runtime_choice
from pixel_classifier.models.runtime.precision import cpu_has_int8
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import VectorLabels

BANDS = 3
UNET = NetworkSpec("unet", "resnet34", BANDS, CLASSES)
ROUNDS = int(os.environ.get("ROUNDS", "3"))
PEER = Path(__file__).with_name("peer.py")
REQUIREMENTS = ("geodeep==0.9.13", "onnxruntime==1.32.0", "onnx==1.23.2", "opencv-python-headless==4.12.0.88")


def environment() -> Path:
    """Returns the Python of the peers' environment, which is made if there is none."""
    folder = Path(__file__).resolve().parents[2] / "build" / "peers"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        base = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
        subprocess.run([base, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "-q", "install", *REQUIREMENTS], check=True)
        (folder / "complete").touch()
    return python


def write_bytes_image(path: Path, size: int) -> Path:
    """Writes an image of three bands of bytes, the only kind that all the programs take."""
    wide = write_image(path.with_suffix(".wide.tif"), size, size)
    options = gdal.TranslateOptions(
        bandList=[1, 2, 3],
        outputType=gdal.GDT_Byte,
        scaleParams=[[0, 6000, 0, 255]],
        creationOptions=["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "PHOTOMETRIC=RGB"],
    )
    gdal.Translate(str(path), str(wide), options=options)
    return path


def write_onnx(network: torch.nn.Module, path: Path) -> Path:
    """Writes the network, with a softmax after it, for ONNX Runtime; the package onnx, that this takes, is the peers'."""
    warnings.simplefilter("ignore")  # the way by TorchScript is old, but asks for no more packages here
    saved, shape = path.with_suffix(".pt"), (1, BANDS, TILE_PX, TILE_PX)
    probabilities = torch.nn.Sequential(network, torch.nn.Softmax(dim=1)).eval()
    torch.jit.save(torch.jit.trace(probabilities, torch.zeros(shape)), saved)
    packages = Path(torch.__file__).parents[1]
    subprocess.run([environment(), "-W", "ignore", PEER, "export", saved, path, packages, *map(str, shape)], check=True)
    return path


class Peer:
    """Another program, waiting in a process of its own for the word to do its work."""

    def __init__(self, python: Path | str, program: str, raster: Path, with_file: Path, folders: str = "") -> None:
        command = [python, PEER, program, raster, with_file, folders]
        self._log = with_file.with_suffix(f".{program}.log")
        variables = {**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                env=variables,
            )  # fmt: skip
        self.shape = tuple(int(word) for word in self._answer().removeprefix("ready").split())

    def close(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.wait()

    def seconds(self) -> float:
        """Returns the CPU seconds of doing its work once more."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        line = self._process.stdout.readline()
        if not line:
            end = self._log.read_text()[-2000:]
            raise RuntimeError(f"{self._process.args} ended with {self._process.wait()}:\n{end}")
        return line


def deepness_folders() -> str:
    """Returns where Deepness and QGIS lie, "" where Deepness is not named."""
    folder = os.environ.get("DEEPNESS")
    return os.pathsep.join((folder, str(Path(find_spec("qgis").origin).parents[1]))) if folder else ""


def exporting_programs() -> list[tuple[str, Path | str, str]]:
    """Returns the programs that export and are named: what they are called, their Python, and where they lie."""
    programs = [("deepness", environment(), deepness_folders())] if deepness_folders() else []
    return [*programs, ("geoai", os.environ["GEOAI"], "")] if os.environ.get("GEOAI") else programs


def compare_exports(work: Path, size: int) -> None:
    """Prints how the exports fare, where a program to compare with is named."""
    exporting = exporting_programs()
    if not exporting:
        return
    image = write_image(work / "export.tif", size, size)
    polygons = write_labels(work / "labels.gpkg", size, size, size // 2)
    labels = VectorLabels(str(polygons), class_field="class")

    def export() -> None:
        folder = tempfile.mkdtemp(dir=work)  # which is removed at the end of all
        asked = ExportRequest(str(image), labels, str(Path(folder, "chips")), None, CHIP_PX, STRIDE_PX)
        export_chips(asked, SilentReporter())

    with ExitStack() as stack:
        peers = {
            name: stack.enter_context(closing(Peer(python, f"{name}-export", image, polygons, folders)))
            for name, python, folders in exporting
        }
        (count,) = {count for peer in peers.values() for count in peer.shape}
        times = [
            {"Export Training Chips": cpu_seconds(export, 1), **{name: peer.seconds() for name, peer in peers.items()}}
            for _ in range(2 * ROUNDS)
        ]
    say_times("export", count, "chips per CPU-s", times)


def say_times(what: str, amount: float, unit: str, times: list[dict[str, float]]) -> None:
    """Prints the rate of each program, the first being ours, and how many times ours it takes, from the seconds of each turn."""
    ours, *_ = times[0]
    for program in times[0]:
        ratio = median(turn[program] / turn[ours] for turn in times)
        note = "" if program == ours else f"{ratio:.2f} times the time of {ours}"
        say(f"{what}, {program}", amount / min(turn[program] for turn in times), unit, note)


def in_8_bits(network: torch.nn.Module, raster: Path, work: Path) -> Callable[[], float]:
    """Returns a function that classifies with the 8-bit form of the U-Net, opened once, and returns the CPU seconds; it has run once."""
    folder = work / "int8"
    folder.mkdir()
    save_model(folder, network, UNET, read_description(work / "model"))
    measured, loaded = copy.deepcopy(network).eval(), copy.deepcopy(network)
    fuse_batch_norms(measured, BANDS)
    save_table(folder, measure(measured, torch.randn(2, BANDS, 128, 128).split(1)))
    asked = replace(request(raster, folder, work / "classes.tif"), precision="int8")
    open_compiled, opened = runtime_choice.open_compiled, []

    def open_once(*parts: object) -> torch.nn.Module:
        opened[:] = opened or [open_compiled(*parts)]
        return opened[0]

    def seconds() -> float:
        with network_in_place(loaded), mock.patch.object(runtime_choice, "open_compiled", open_once):
            return cpu_seconds(lambda: classify.classify(asked, SilentReporter()), 1)

    seconds()
    return seconds


def compare(name: str, network: torch.nn.Module, raster: Path, work: Path, rounds: int) -> None:
    """Prints how the programs fare with one network, and if it is the U-Net, with its 8-bit form."""
    path = write_onnx(network, work / f"{name.split()[0]}.onnx")
    asked = request(raster, work / "model", work / "classes.tif")
    size = gdal.Open(str(raster)).RasterYSize
    programs = {"geodeep": "", **({"deepness": deepness_folders()} if deepness_folders() else {})}
    with ExitStack() as stack:
        stack.enter_context(network_in_place(network))
        works: dict[str, Callable[[], float]] = {
            "Classify Pixels": lambda: cpu_seconds(lambda: classify.classify(asked, SilentReporter()), 1)
        }
        if hasattr(network, "encoder") and package.is_installed() and cpu_has_int8():
            works["Classify Pixels, 8 bits"] = in_8_bits(network, raster, work)
        for program, folder in programs.items():
            peer = stack.enter_context(closing(Peer(environment(), program, raster, path, folder)))
            if peer.shape[-2:] != (size, size):
                raise RuntimeError(f"{program} classified {peer.shape} pixels in place of {size} x {size}.")
            works[program] = peer.seconds
        times = [{program: work() for program, work in works.items()} for _ in range(rounds)]
    say_times(name, np.square(size) / 1e6, "Mpixel per CPU-s", times)


def main() -> None:
    """Prints the figures."""
    try:
        environment()
    except subprocess.CalledProcessError as error:
        print(f"Not measured: the other programs cannot be installed ({error}).")
        return
    torch.set_num_threads(1)
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        write_model(folder / "model", BANDS, "uint8")
        raster = write_bytes_image(folder / "image.tif", size)
        print(f"{size} x {size} pixels, {BANDS} bands of uint8, {CLASSES} classes, tiles of {TILE_PX} pixels")
        compare("near-free network", near_free(BANDS), raster, folder, 2 * ROUNDS)
        compare_exports(folder, size)
        compare("unet on resnet34", build_network(UNET), raster, folder, ROUNDS)


if __name__ == "__main__":
    main()
