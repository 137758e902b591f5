"""How true confidence and prediction sets are on ground that neither trained nor validated, of the runs that accuracy.py has kept.

    .venv/bin/python test/results/confidence.py --work build/accuracy --only nc_landsat7 salinas_a_west [--seeds 0 1 2] [--gain 0.8]

Each model that METHOD (ours) of accuracy.py has left in WORK classifies its raster once more, with class probabilities. Per run a line has
the temperature; the overall accuracy; the expected calibration error (15 bins) at a temperature of 1 and at the model's; and the coverage
of the prediction sets, their mean size, and the share of pixels with one class and how many of these are correct. The sets are computed
here, from the thresholds in model.json. A gain multiplies all values of the raster first, as another season or sensor would. Of a set that is trained in several parts each part has a line.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from accuracy import DATA, SETS
from described_sets import read_set
from headless import ROOT, Headless
from methods import OURS, Commands
from osgeo import gdal
from pixels import read
from splits import Part, parts_of

BINS = 15


def softmax(logs: np.ndarray, temperature: float) -> np.ndarray:
    """Returns the probabilities (n, classes) at a temperature."""
    scaled = np.exp((logs - logs.max(1, keepdims=True)) / temperature)
    return scaled / scaled.sum(1, keepdims=True)


def calibration_error(shares: np.ndarray, truth: np.ndarray) -> float:
    """Returns the expected calibration error of probabilities (n, classes), with true class indices (n,)."""
    confidence, correct = shares.max(1), shares.argmax(1) == truth
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    sure, right = (np.bincount(number, weights=values, minlength=BINS) for values in (confidence, correct))
    return float(np.abs(sure - right).sum() / truth.size)


def brightened(raster: Path, gain: float, target: Path) -> Path:
    """Writes a raster with its valid values times the gain, rounded and limited as its type takes them, and returns its path."""
    source = gdal.Open(str(raster))
    copy = gdal.GetDriverByName("GTiff").CreateCopy(str(target), source)
    for number in range(1, source.RasterCount + 1):
        band = source.GetRasterBand(number)
        values, valid = band.ReadAsArray(), band.GetMaskBand().ReadAsArray() > 0
        scaled = values * gain
        if values.dtype.kind in "iu":
            limits = np.iinfo(values.dtype)
            scaled = np.clip(np.round(scaled), limits.min, limits.max)
        copy.GetRasterBand(number).WriteArray(np.where(valid, scaled, values).astype(values.dtype))
    copy.FlushCache()
    return target


def line(part: Part, folder: Path, commands: Commands, gain: float = 1.0) -> str:
    """Returns the figures of the model in a folder on the truth of its part."""
    model = json.loads((folder / "model" / "model.json").read_text(encoding="utf-8"))
    probabilities = folder / "probabilities.tif"
    raster = part.raster if gain == 1 else brightened(part.raster, gain, folder / "brightened.tif")
    commands.run(
        "classifypixels", INPUT=raster, MODEL=folder / "model", **part.classify, PRECISION="float32",
        OUTPUT=folder / "classes_again.tif", PROBABILITIES=probabilities,
    )  # fmt: skip
    values = [entry["value"] for entry in model["class_table"]]
    shares, index = read(probabilities), np.full(part.truth.shape, -1)
    for number, value in enumerate(values):
        index[part.truth == part.codes.get(model["class_table"][number]["name"], value)] = number
    known = (index >= 0) & (np.nan_to_num(shares).sum(0) > 0)
    truth, shares = index[known], shares[:, known].T.astype(np.float64)
    temperature = model["calibration"]["temperature"]
    logs = np.log(np.maximum(shares, 1e-12)) * temperature
    errors = [calibration_error(softmax(logs, each), truth) for each in (1.0, temperature)]
    thresholds = np.array([entry["possible_from"] for entry in model["prediction_sets"]["classes"]])
    sets = shares >= np.minimum(thresholds, shares.max(1, keepdims=True))
    held, sizes = sets[np.arange(truth.size), truth], sets.sum(1)
    one = held[sizes == 1].mean() if (sizes == 1).any() else float("nan")
    return (
        f"{model['architecture']}: temperature {temperature:.2f}, OA {(shares.argmax(1) == truth).mean():.3f}, error {errors[0]:.3f} -> {errors[1]:.3f}, "
        f"coverage {held.mean():.3f}, {sizes.mean():.2f} classes, one class {(sizes == 1).mean():.3f}, correct there {one:.3f}"
    )


def main() -> None:
    """Prints a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "accuracy")
    parser.add_argument("--only", nargs="+", metavar="SET", required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--method", default=OURS)
    parser.add_argument("--gain", type=float, default=1.0)
    options = parser.parse_args()
    commands = Commands(Headless(options.work / "profile", environment=Path(sys.prefix)))
    for name in options.only:
        described = read_set(SETS / f"{name}.json", DATA.resolve())
        for seed in options.seeds:
            folder = options.work.resolve() / name / f"seed{seed}" / options.method
            for part in parts_of(described, folder, seed):
                print(
                    name, f"seed {seed}", part.name, line(part, folder / part.name, commands, options.gain), flush=True
                )


if __name__ == "__main__":
    main()
