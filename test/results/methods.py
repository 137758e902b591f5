"""The ways to a class raster that are compared: Pixel Classifier through `qgis_process`, a random forest, a plain script."""

from __future__ import annotations

import json
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from headless import Headless, command_line
from pixels import NO_CLASS, read
from plain_script import PlainScript
from splits import Part

OURS, PLAIN, FOREST = "ours", "plain", "forest"
NOT_VALIDATED = "VALIDATION_SHARE=0"
"""A method with a `=` is ours with other settings than the defaults, separated by commas."""
METHODS = (OURS, FOREST, PLAIN, NOT_VALIDATED)
EXPORT_SETTINGS = ("CHIP_SIZE", "STRIDE", "PLACEMENT", "CHIPS_PER_CLASS", "MIN_LABELLED")
CLASSIFY_SETTINGS = ("TILE_SIZE", "OVERLAP", "TEST_TIME_AUGMENTATION", "PRECISION")
TREES, FOREST_PIXELS = 60, 400_000


@dataclass(frozen=True)
class Classified:
    """Class rasters in values of the truth, of which the best is meant, and the results of the training with its CPU seconds."""

    maps: tuple[np.ndarray, ...]
    training: dict[str, object] = field(default_factory=dict)


def cpu_seconds() -> float:
    """Returns the CPU time of this process and of the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


class Commands:
    """Runs the algorithms as a user does, and prints each command as one would type it."""

    def __init__(self, headless: Headless) -> None:
        self._headless = headless

    def run(self, algorithm: str, **inputs: object) -> dict[str, object]:
        """Runs an algorithm; prints warnings; returns its results and `cpu_seconds`."""
        inputs = {key: str(value) if isinstance(value, Path) else value for key, value in inputs.items()}
        print("$", command_line(algorithm, inputs), flush=True)
        before = cpu_seconds()
        results = self._headless.run(algorithm, **inputs)
        warnings = results.pop("log").get("warning", [])
        print("".join(f"  warning: {line}\n" for line in warnings), end="", flush=True)
        return {**results, "cpu_seconds": cpu_seconds() - before}

    def chips(self, part: Part, folder: Path, settings: dict[str, str]) -> Path:
        """Returns the training chips of a part, exported unless it comes with them."""
        if part.chips is None:
            self.run("exporttrainingchips", **{**part.export, **settings}, OUTPUT=folder / "chips")
        return part.chips or folder / "chips"


def by_pixel_classifier(part: Part, seed: int, method: str, folder: Path, commands: Commands) -> Classified:
    """Exports, trains and classifies, with the defaults but for what the set decides and what the method names."""
    settings = dict(word.split("=", 1) for word in method.split(",")) if method != OURS else {}
    exporting, classifying = (
        {key: settings.pop(key) for key in keys if key in settings} for keys in (EXPORT_SETTINGS, CLASSIFY_SETTINGS)
    )
    model, classes, report = folder / "model", folder / "classes.tif", folder / "report.html"
    chips = commands.chips(part, folder, exporting)
    training = commands.run(
        "trainpixelclassifier", CHIPS=chips, **{**part.train, **settings}, SEED=seed, REPORT=report, OUTPUT=model
    )
    commands.run("classifypixels", INPUT=part.raster, MODEL=model, **{**part.classify, **classifying}, OUTPUT=classes)
    return Classified((in_truth_values(read(classes)[0], chips, part.codes),), training)


def by_plain_script(part: Part, seed: int, seconds: float, folder: Path, commands: Commands) -> Classified:
    """Trains a plain script on the same chips for so many CPU seconds; classifies in tiles of the chips' size and of twice that."""
    chips = commands.chips(part, folder, {})
    script = PlainScript(chips, part.train.get("IGNORE_CLASS", 0))
    script.train(seed, seconds)
    maps = (script.classify(part.raster, times * script.chip_size_px) for times in (1, 2))
    return Classified(tuple(in_truth_values(values, chips, part.codes) for values in maps), {"cpu_seconds": seconds})


def by_forest(part: Part, seed: int) -> Classified:
    """Fits a per-pixel random forest to the raw bands of the same labelled pixels."""
    from sklearn.ensemble import RandomForestClassifier

    samples, labels = part.pixels, part.labels
    if labels.size > FOREST_PIXELS:
        chosen = np.random.default_rng(seed).choice(labels.size, FOREST_PIXELS, replace=False)
        samples, labels = samples[:, chosen], labels[chosen]
    forest = RandomForestClassifier(TREES, n_jobs=2, random_state=seed).fit(_rows(samples), labels)
    return Classified((forest.predict(_rows(read(part.raster))).reshape(part.truth.shape),))


def _rows(pixels: np.ndarray) -> np.ndarray:
    """Returns (bands, ...) as float32 (n, bands)."""
    return np.nan_to_num(pixels.reshape(len(pixels), -1).T.astype(np.float32))


def in_truth_values(classes: np.ndarray, chips: Path, codes: dict[str, int]) -> np.ndarray:
    """Returns a class raster with the truth's class values in place of those that the export gave to texts."""
    if not codes:
        return classes
    result = np.full(classes.shape, NO_CLASS, np.int32)
    for entry in json.loads((chips / "chips.json").read_text(encoding="utf-8"))["classes"]:
        result[classes == entry["value"]] = codes.get(entry["name"], NO_CLASS)
    return result
