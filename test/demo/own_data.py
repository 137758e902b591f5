"""One's own raster and labels: a part of the labels is kept apart by space, so that network and forest are evaluated on new ground."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal
from sklearn.ensemble import RandomForestClassifier

HELD_OUT_SHARE, LEAST_SHARE, MOST_SHARE = 0.3, 0.1, 0.5
GAP_PX = 32
"""Ground between what trains and what evaluates, in pixels."""
FOREST_TREES, FOREST_PIXELS = 60, 200_000
STRIP_PX = 256

Window = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels of the raster; half open."""


@dataclass(frozen=True)
class Parting:
    """A straight cut through a raster: the part that trains, and the part beyond a gap, to the `side`, that evaluates."""

    side: str
    training: Window
    evaluated: Window
    geotransform: tuple[float, ...]

    def extent(self, window: Window) -> str:
        """Returns a part's extent as qgis_process takes it."""
        x0, width, _, y0, _, height = self.geotransform
        left, top, right, bottom = window
        ends = (x0 + width * left, x0 + width * right, y0 + height * bottom, y0 + height * top)
        return ",".join(f"{end:.12g}" for end in (*sorted(ends[:2]), *sorted(ends[2:])))


def part_by_space(chips: Path) -> Parting | None:
    """Finds the cut that keeps most classes on both sides and about a third of the labels for evaluation.

    `chips` is a folder that was exported from the whole raster. None where no cut leaves all classes to learn and two to
    evaluate, and where the raster is not north up.
    """
    manifest = json.loads((chips / "chips.json").read_text(encoding="utf-8"))
    scene, values = manifest["scenes"][0], [entry["value"] for entry in manifest["classes"]]
    if scene["geotransform"][2] or scene["geotransform"][4]:
        return None
    counts = np.zeros((len(manifest["chips"]), len(values)))
    for row, chip in enumerate(manifest["chips"]):
        for value, count in chip["classes"]:
            counts[row, values.index(value)] = count
    windows = np.array([chip["window"] for chip in manifest["chips"]])
    step = manifest["chip_size_px"] // 2
    best: tuple[tuple[int, float], Parting] | None = None
    for axis, length in enumerate((scene["width"], scene["height"])):
        starts, stops = windows[:, axis], windows[:, axis] + windows[:, 2 + axis]
        for cut in range(step, length - step, step):
            for forward in (True, False):
                before, after = counts[stops <= cut].sum(0), counts[starts >= cut].sum(0)
                cost = _cost(*((before, after) if forward else (after, before)))
                if cost is not None and (best is None or cost < best[0]):
                    best = cost, _parting(scene, axis, cut, forward)
    return best[1] if best else None


def _cost(learning: np.ndarray, evaluating: np.ndarray) -> tuple[int, float] | None:
    """Returns how bad a cut is: how many classes cannot be evaluated, and the share's error; None where a class is not learned.

    Both count the labelled pixels of the chips that lie wholly on their side, by class.
    """
    total = learning.sum() + evaluating.sum()
    evaluated = np.count_nonzero(evaluating)
    if not learning.all() or evaluated < 2 or not LEAST_SHARE <= evaluating.sum() / total <= MOST_SHARE:
        return None
    return len(evaluating) - evaluated, abs(evaluating.sum() / total - HELD_OUT_SHARE)


def _parting(scene: dict, axis: int, cut: int, forward: bool) -> Parting:
    """Returns the cut as two windows; `forward` evaluates the part to the right, or below."""
    low, high = [0, 0, scene["width"], scene["height"]], [0, 0, scene["width"], scene["height"]]
    low[2 + axis], high[axis] = cut, cut
    if forward:
        high[axis] += GAP_PX
    else:
        low[2 + axis] -= GAP_PX
    side = (("east", "south") if forward else ("west", "north"))[axis]
    training, evaluated = (low, high) if forward else (high, low)
    return Parting(side, tuple(training), tuple(evaluated), tuple(scene["geotransform"]))


def write_forest_map(chips: Path, raster: str, classes: Path, target: Path, window: Window) -> None:
    """Writes the map of a per-pixel random forest that learned the labelled pixels of the chips.

    It is a copy of the network's map, `classes`, with the same names and colours, changed inside the window.
    """
    forest = _fitted_forest(chips)
    copy = gdal.GetDriverByName("GTiff").CreateCopy(str(target), gdal.Open(str(classes)), options=["COMPRESS=DEFLATE"])
    image = gdal.Open(raster)
    left, top, right, bottom = window
    for y in range(top, bottom, STRIP_PX):
        rows = min(STRIP_PX, bottom - y)
        pixels = np.atleast_3d(image.ReadAsArray(left, y, right - left, rows))
        pixels = pixels.reshape(image.RasterCount, -1).T.astype(np.float32)
        predicted = forest.predict(np.nan_to_num(pixels)).reshape(rows, right - left)
        copy.GetRasterBand(1).WriteArray(predicted, left, y)
    copy.FlushCache()


def _fitted_forest(chips: Path) -> RandomForestClassifier:
    """Fits the forest to the labelled pixels of all chips, at most `FOREST_PIXELS` of them drawn at random."""
    spectra, values = [], []
    for path in sorted((chips / "images").glob("*.tif")):
        label = gdal.Open(str(chips / "labels" / path.name)).ReadAsArray()
        image = gdal.Open(str(path)).ReadAsArray().reshape(-1, *label.shape)
        spectra.append(image[:, label != 0].T.astype(np.float32))
        values.append(label[label != 0])
    pixels, labels = np.nan_to_num(np.concatenate(spectra)), np.concatenate(values)
    if len(labels) > FOREST_PIXELS:
        chosen = np.random.default_rng(0).choice(len(labels), FOREST_PIXELS, replace=False)
        pixels, labels = pixels[chosen], labels[chosen]
    return RandomForestClassifier(FOREST_TREES, n_jobs=2, random_state=0).fit(pixels, labels)


def read_assessment(table: Path) -> tuple[float, dict[int, float]]:
    """Returns overall accuracy and IoU per class value from a table of Assess Classification."""
    with table.open(encoding="utf-8", newline="") as file:
        *rows, overall = csv.DictReader(file)
    evaluated = [row for row in rows if int(row["samples"])]
    return float(overall["accuracy"]), {int(row["class"]): float(row["iou"]) for row in evaluated}
