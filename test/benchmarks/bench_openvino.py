"""PyTorch against OpenVINO on a CPU: classifications end to end in each precision, one thread, in alternation, in one run.

    .venv/bin/python test/benchmarks/bench_openvino.py [--size 1024] [--rounds 3] [--naip ../shared/data/naip] [MODEL_FOLDER ...]

The model folders are of Train Pixel Classifier with INT8=always, trained on the chips of `naip`. Rates are of a scene of that size, put together
from the validation images; labels equal to float32 and the mean IoU are of these images. Without a model folder, a U-Net on ResNet-18 is trained
on the demo's scene for five epochs and classifies that. ONEDNN_MAX_CPU_ISA=AVX512_CORE_VNNI switches bfloat16 and AMX off. Without bfloat16,
ratios are against PyTorch float32.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from bench_seams import model_of, pixels_of
from measure import cpu_seconds, say
from osgeo import gdal
from pixel_classifier.models.accuracy.metrics import Scores, confusion_matrix
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.prediction.classify import classify
from pixel_classifier.models.runtime.precision import autocast_dtype
from pixel_classifier.rasters.core.progress import SilentReporter
from scene import write_scene as write_demo_scene

SIDE_PX, EPOCHS = 256, 5


@dataclass(frozen=True)
class Way:
    """A way to compute: a device and a precision of Classify Pixels."""

    name: str
    device: str
    precision: str


TORCH = Way("PyTorch bfloat16", "cpu", "bfloat16")
WAYS = (
    TORCH,
    Way("PyTorch float32", "cpu", "float32"),
    Way("OpenVINO bfloat16", "openvino:cpu", "bfloat16"),
    Way("OpenVINO float32", "openvino:cpu", "float32"),
    Way("OpenVINO int8", "cpu", "int8"),
)


def write_scene(path: Path, folder: Path, size: int) -> np.ndarray:
    """Writes a scene of validation images side by side, and returns its labels (size, size)."""
    names = sorted((folder / "images").glob("*.tif"))
    cells = size // SIDE_PX
    if cells**2 > len(names):
        raise SystemExit(
            f"{folder} has {len(names)} images, which fill a scene of {int(len(names) ** 0.5) * SIDE_PX} pixels at most."
        )
    first = gdal.Open(str(names[0]))
    options = ["TILED=YES", "COMPRESS=DEFLATE", "PHOTOMETRIC=MINISBLACK"]
    raster = gdal.GetDriverByName("GTiff").Create(str(path), size, size, first.RasterCount, gdal.GDT_Byte, options)
    raster.SetGeoTransform((500000, first.GetGeoTransform()[1], 0, 5400000, 0, first.GetGeoTransform()[5]))
    raster.SetProjection(first.GetProjection())
    labels = np.zeros((size, size), np.uint8)
    for number, name in enumerate(names[: cells**2]):
        row, column = divmod(number, cells)
        raster.WriteArray(gdal.Open(str(name)).ReadAsArray(), column * SIDE_PX, row * SIDE_PX)
        place = slice(row * SIDE_PX, (row + 1) * SIDE_PX), slice(column * SIDE_PX, (column + 1) * SIDE_PX)
        labels[place] = gdal.Open(str(folder / "labels" / name.name)).ReadAsArray()
    raster.FlushCache()
    return labels


def compare(model: Path, request: ClassifyRequest, labels: np.ndarray, ways: tuple[Way, ...], rounds: int) -> None:
    """Prints rate, ratio, equal labels and mean IoU of each way for one model."""
    description = read_description(model)
    values = np.array(description.class_table.values)
    known = np.isin(labels, values)
    times: dict[Way, list[float]] = {way: [] for way in ways}
    maps = {}
    for number in range(rounds + 1):  # the first converts and compiles
        for way in ways:
            asked = replace(request, model=str(model), device=way.device, precision=way.precision)
            took = cpu_seconds(lambda: classify(asked, SilentReporter()), 1)  # noqa: B023
            if number:
                times[way].append(took)
            maps[way] = gdal.Open(request.output).ReadAsArray()
    exact = next(way for way in ways if way.name == "PyTorch float32")
    reference = TORCH if TORCH in ways else exact
    print(
        f"{description.architecture} on {description.encoder}, {labels.shape[1]} x {labels.shape[0]} pixels, times {reference.name} = 1"
    )
    for way in ways:
        ratio = statistics.median(own / other for own, other in zip(times[reference], times[way]))
        scores = Scores.of(
            confusion_matrix(
                np.searchsorted(values, labels[known]), np.searchsorted(values, maps[way][known]), len(values)
            )
        )
        note = f"x{ratio:.2f}, equal {np.mean(maps[way] == maps[exact]):.2%}, mean IoU {scores.mean_iou:.4f}"
        say(way.name, labels.size / 1e6 / min(times[way]), "Mpixel per CPU-s", note)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="*", type=Path)
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--naip", type=Path, default=Path("../shared/data/naip"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    limit = os.environ.get("ONEDNN_MAX_CPU_ISA", "")
    has_bfloat16 = not limit and autocast_dtype(torch.device("cpu")) is not None
    ways = tuple(way for way in WAYS if has_bfloat16 or way.precision != "bfloat16")
    with tempfile.TemporaryDirectory() as work:
        folder, models = Path(work), arguments.models
        if models:
            labels = write_scene(folder / "image.tif", arguments.naip / "val", arguments.size)
        else:
            write_demo_scene(folder)
            labels = pixels_of(folder / "truth.tif")[0].astype(np.uint8)
            models = [model_of(folder, "unet", EPOCHS, learning_rate=0.001, refit="never", int8="always")]
        request = ClassifyRequest(
            str(folder / "image.tif"), "", str(folder / "map.tif"), tile_size_px=512, overlap_px=64, batch_size=1
        )
        for model in models:
            compare(model, request, labels, ways, arguments.rounds)


if __name__ == "__main__":
    main()
