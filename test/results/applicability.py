"""Whether distances to the training pixels, in a network's features, find wrong pixels better than entropy: of the runs that accuracy.py has kept.

    .venv/bin/python test/results/applicability.py --work build/accuracy --only salinas_a_west --method ARCHITECTURE=pixel [--seeds 0 1 2]

Features are the input of the network's last layer; of the mean of two networks those of the first one. Distances are to labelled training pixels
drawn at random. Per run a line has the share of wrong pixels and, for each way, the area under the ROC curve of finding them (0.5 is chance).
Meyer and Pebesma 2021 (https://doi.org/10.1111/2041-210X.13650), Sun et al. 2022 (https://proceedings.mlr.press/v162/sun22d.html).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

import plugin_package  # noqa: F401 (registers the package pixel_classifier)
from accuracy import DATA, SETS
from described_sets import read_set
from headless import ROOT
from methods import OURS
from osgeo import gdal
from pixel_classifier.models.core.description import ModelDescription
from pixel_classifier.models.networks.model_folder import load_model
from pixel_classifier.models.runtime.device_input import DeviceInput
from pixels import read
from scipy.spatial import cKDTree
from splits import Part, parts_of

TRAINING_PIXELS, TEST_PIXELS, TILE_PX, NEAREST = 5000, 20_000, 512, 10


class Features:
    """A network that returns, for images, the features of its last layer and the class probabilities."""

    def __init__(self, folder: Path) -> None:
        network, self.model = load_model(folder)
        self._network = getattr(network, "members", [network])[0]
        last = [module for module in self._network.modules() if isinstance(module, torch.nn.Conv2d)][-1]
        last.register_forward_pre_hook(lambda _, inputs: setattr(self, "_found", inputs[0]))
        self._input = DeviceInput(self.model.band_means, self.model.band_stds, torch.device("cpu"))

    def __call__(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Returns features (n, height, width) and probabilities (classes, height, width) of (bands, height, width)."""
        height, width = pixels.shape[1:]
        padded = np.pad(pixels, ((0, 0), (0, -height % 32), (0, -width % 32)), mode="edge")
        with torch.no_grad():
            shares = torch.softmax(self._network(self._input(padded[None], None)).float(), 1)[0]
        found = torch.nn.functional.interpolate(self._found.float(), padded.shape[1:], mode="bilinear")[0]
        return found.numpy()[:, :height, :width], shares.numpy()[:, :height, :width]


def auc(score: np.ndarray, wrong: np.ndarray) -> float:
    """Returns the area under the ROC curve of finding wrong pixels by a score, with ties counted half."""
    _, index, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[index]
    positive, negative = wrong.sum(), (~wrong).sum()
    return float((ranks[wrong].sum() - positive * (positive + 1) / 2) / (positive * negative))


def of_training(features: Features, chips: Path, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Returns features (n, f) of labelled training pixels drawn at random, and their class values."""
    found, classes = [], []
    values = [entry.value for entry in features.model.class_table.classes]
    paths = sorted((chips / "images").glob("*.tif"))
    for path in paths:
        labels = gdal.Open(str(chips / "labels" / path.name)).ReadAsArray()
        known = np.flatnonzero(np.isin(labels, values))
        known = generator.permutation(known)[: max(1, 4 * TRAINING_PIXELS // len(paths))]
        found.append(features(_image(path, features.model))[0].reshape(-1, labels.size)[:, known].T)
        classes.append(labels.ravel()[known])
    chosen = generator.permutation(sum(map(len, classes)))[:TRAINING_PIXELS]
    return np.concatenate(found)[chosen], np.concatenate(classes)[chosen]


def of_truth(
    features: Features, part: Part, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns features (n, f), probabilities (n, classes) and whether they are wrong (n) of pixels with a truth drawn at random."""
    pixels = read(part.raster)
    entries = features.model.class_table.classes
    truth = np.full(part.truth.shape, -1)
    for number, entry in enumerate(entries):
        truth[part.truth == part.codes.get(entry.name, entry.value)] = number
    chosen = np.zeros(truth.size, bool)
    chosen[generator.permutation(np.flatnonzero(truth >= 0))[:TEST_PIXELS]] = True
    chosen = chosen.reshape(truth.shape)
    found, shares, wrong = [], [], []
    for y in range(0, truth.shape[0], TILE_PX):
        for x in range(0, truth.shape[1], TILE_PX):
            inside = slice(y, y + TILE_PX), slice(x, x + TILE_PX)
            here = chosen[inside]
            if here.any():
                of_tile, likely = features(np.ascontiguousarray(pixels[(slice(None), *inside)]))
                found.append(of_tile[:, here].T)
                shares.append(likely[:, here].T)
                wrong.append(likely.argmax(0)[here] != truth[inside][here])
    return np.concatenate(found), np.concatenate(shares), np.concatenate(wrong)


def _image(path: Path, model: ModelDescription) -> np.ndarray:
    pixels = read(path)
    return np.ascontiguousarray(pixels[: model.band_count])


def scores(training: np.ndarray, classes: np.ndarray, test: np.ndarray, shares: np.ndarray) -> dict[str, np.ndarray]:
    """Returns by the name of each way how likely pixels are to be wrong, (n)."""
    mean, std = training.mean(0), training.std(0) + 1e-9
    standard, standard_test = (training - mean) / std, (test - mean) / std
    nearest, _ = cKDTree(standard).query(standard_test, NEAREST)
    unit, unit_test = (each / (np.linalg.norm(each, axis=1, keepdims=True) + 1e-12) for each in (training, test))
    of_unit, _ = cKDTree(unit).query(unit_test, NEAREST)
    entropy = -(shares * np.log(np.maximum(shares, 1e-12))).sum(1)
    centres = np.stack([training[classes == value].mean(0) for value in np.unique(classes)])
    within = training - centres[np.searchsorted(np.unique(classes), classes)]
    inverse = np.linalg.pinv(np.cov(within.T) + 1e-6 * np.eye(training.shape[1]))
    away = test[:, None] - centres
    rank = lambda values: np.argsort(np.argsort(values))
    return {
        "entropy": entropy,
        "nearest, standardized": nearest[:, 0],
        "tenth, standardized": nearest[:, -1],
        "tenth, unit length": of_unit[:, -1],
        "Mahalanobis": np.einsum("nci,ij,ncj->nc", away, inverse, away).min(1),
        "ranks of entropy and tenth, unit length": rank(entropy) + rank(of_unit[:, -1]),
    }


def line(part: Part, folder: Path, seed: int) -> str:
    """Returns the figures of the model in a folder on the truth of its part."""
    generator = np.random.default_rng(seed)
    features = Features(folder / "model")
    training, classes = of_training(features, part.chips or folder / "chips", generator)
    test, shares, wrong = of_truth(features, part, generator)
    found = {name: round(auc(score, wrong), 3) for name, score in scores(training, classes, test, shares).items()}
    return f"wrong {wrong.sum()} of {wrong.size}; {json.dumps(found)}"


def main() -> None:
    """Prints a line for each run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "accuracy")
    parser.add_argument("--only", nargs="+", metavar="SET", required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--method", default=OURS)
    options = parser.parse_args()
    for name in options.only:
        described = read_set(SETS / f"{name}.json", DATA.resolve())
        for seed in options.seeds:
            folder = options.work.resolve() / name / f"seed{seed}" / options.method
            for part in parts_of(described, folder, seed):
                print(name, f"seed {seed}", part.name, line(part, folder / part.name, seed), flush=True)


if __name__ == "__main__":
    main()
