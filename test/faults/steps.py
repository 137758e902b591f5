"""The steps of the work whose faults are tried: what each reads and writes, and when its results are whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal
from pixel_classifier.models.engine import command_line
from pixel_classifier.models.networks.model_folder import load_model
from pixel_classifier.models.prediction import classify as classification
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.core.progress import SilentReporter
from prediction_samples import write_scene

HEIGHT, WIDTH = 128, 96


@dataclass(frozen=True)
class Step:
    """One command: its arguments for a folder of results, the results by name with the function that raises where one is not whole,
    those that are the same to the byte after each run, the folder of what must lie there before, and how an interrupted run goes on."""

    name: str
    arguments: Callable[[Path], list[str]]
    whole: dict[str, Callable[[Path], None]]
    same: tuple[str, ...]
    before: str = ""
    resume: tuple[str, ...] = ()


class Ground:
    """The inputs of all steps, whole results of each, and results of earlier runs with other settings."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.inputs = folder, folder / "inputs"
        self.inputs.mkdir(parents=True)
        water = np.zeros((HEIGHT, WIDTH), bool)
        water[:, WIDTH // 2 :] = True
        noise = np.random.default_rng(1).normal(500, 50, (2, HEIGHT, WIDTH))
        pixels = (noise + 300 * water).clip(1, 2000).astype(np.uint16)
        self.image = write_scene(self.inputs / "image.tif", pixels, options=("COMPRESS=DEFLATE", "BLOCKYSIZE=16"))
        self.other_image = write_scene(
            folder / "other.tif", pixels[:, ::-1], options=("COMPRESS=DEFLATE", "BLOCKYSIZE=16")
        )
        self.labels = write_scene(self.inputs / "labels.tif", np.where(water, 7, 3).astype(np.uint8)[None])
        self.chips, self.model = self.inputs / "chips", self.inputs / "model"
        succeed(self.exporting(self.chips, []))
        succeed(self.training(self.model, []))
        self.steps = {step.name: step for step in self._steps()}
        self.references: dict[str, Path] = {}
        self.earlier: dict[str, Path] = {}
        for step in self.steps.values():
            self._run_whole(step)
        self.snapshot = snapshot(self.inputs)

    def exporting(self, output: Path, more: list[str]) -> list[str]:
        """Returns the arguments that export training chips."""
        return [
            "export",
            "--INPUT",
            self.image,
            "--LABEL_RASTER",
            self.labels,
            "--CHIP_SIZE",
            "32",
            "--OUTPUT",
            str(output),
            *more,
        ]

    def training(self, output: Path, more: list[str]) -> list[str]:
        """Returns the arguments that train a model."""
        quick = [
            "--ARCHITECTURE",
            "pixel",
            "--EPOCHS",
            "2",
            "--LEARNING_RATE",
            "0.01",
            "--DEVICE",
            "cpu",
            "--REFIT",
            "never",
        ]
        return ["train", "--CHIPS", str(self.chips), "--OUTPUT", str(output), *quick, *more]

    def classifying(self, out: Path, more: list[str]) -> list[str]:
        """Returns the arguments that classify the image."""
        outputs = [
            "--OUTPUT",
            str(out / "classes.tif"),
            "--CONFIDENCE",
            str(out / "confidence.tif"),
            "--AREAS",
            str(out / "areas.csv"),
        ]
        fixed = [
            "--MODEL",
            str(self.model),
            "--TILE_SIZE",
            "32",
            "--OVERLAP",
            "0",
            "--BATCH_SIZE",
            "2",
            "--DEVICE",
            "cpu",
        ]
        return ["classify", "--INPUT", self.image, *fixed, *outputs, *more]

    def _steps(self) -> list[Step]:
        maps = {"classes.tif": raster_is_whole, "confidence.tif": raster_is_whole, "areas.csv": text_is_whole}
        return [
            Step(
                "export",
                lambda out: self.exporting(out / "chips", ["--FOOTPRINTS", str(out / "footprints.gpkg")]),
                {"chips": chips_are_whole, "footprints.gpkg": layer_is_whole},
                ("chips",),
            ),
            Step(
                "train",
                lambda out: self.training(out / "model", ["--REPORT", str(out / "report.html"), "--TABLE", str(out / "table.csv")]),
                {"model": model_is_whole, "report.html": page_is_whole, "table.csv": text_is_whole, "table-epochs.csv": text_is_whole},
                (),
                resume=("--RESUME",),
            ),
            Step("classify", lambda out: self.classifying(out, []), maps, tuple(maps)),
            Step(
                "parts",
                lambda out: self.classifying(out, ["--PART", "2", "--PARTS", "2"]),
                maps, tuple(maps), before="part 1",
            ),
            Step("join", lambda out: ["join", "--OUTPUT", str(out / "classes.tif")], maps, tuple(maps), before="both parts"),
        ]  # fmt: skip

    def _run_whole(self, step: Step) -> None:
        """Runs a step once, and once with other settings, and keeps both results; also what must lie there before."""
        if step.before:
            self._make_parts(step.before)
        reference = self.folder / f"{step.name}-reference"
        self.prepare(step, reference)
        succeed(step.arguments(reference))
        other = {"export": ["--STRIDE", "32"], "train": ["--SEED", "5"]}.get(
            step.name, ["--TEST_TIME_AUGMENTATION", "4"]
        )
        earlier = self.folder / f"{step.name}-earlier"
        earlier.mkdir()
        arguments = (
            self.classifying(earlier, other) if step.name in ("parts", "join") else [*step.arguments(earlier), *other]
        )
        succeed(arguments)
        self.references[step.name], self.earlier[step.name] = reference, earlier

    def _make_parts(self, kind: str) -> None:
        """Computes parts that are not joined."""
        place = self.folder / kind
        if place.exists():
            return
        place.mkdir()
        joined, classification.join_if_whole = (
            classification.join_if_whole,
            lambda *_: classification.ClassifyResult(""),
        )
        try:
            for number in range(1, 2 if kind == "part 1" else 3):
                succeed(self.classifying(place, ["--PART", str(number), "--PARTS", "2"]))
        finally:
            classification.join_if_whole = joined

    def prepare(self, step: Step, out: Path, with_earlier: bool = False) -> None:
        """Empties a folder of results, and fills it with what lies there before the step."""
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        if with_earlier:
            shutil.copytree(self.earlier[step.name], out, dirs_exist_ok=True)
        if step.before:
            shutil.copytree(self.folder / step.before, out, dirs_exist_ok=True)
            record = next((out / "classes.tif.strips").glob("run-*.json"))
            record.write_text(record.read_text().replace(str(self.folder / step.before), str(out)))


def succeed(arguments: list[str]) -> None:
    """Runs a command in a fork, quietly; raises RuntimeError where it fails.

    Where a process has trained, some builds of PyTorch refuse to train in its forks.
    """
    child = os.fork()
    if child == 0:
        status = 70
        try:
            with open(os.devnull, "w") as quiet, contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                status = command_line.run(arguments)
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        raise RuntimeError(f"{arguments[0]} ended with status {status}")


def digest(path: Path) -> str:
    """Returns a digest of a file, or of all that is in a folder."""
    if path.is_dir():
        return hashlib.sha256(repr(sorted(snapshot(path).items())).encode()).hexdigest()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def snapshot(folder: Path) -> dict[str, str]:
    """Returns the digests of all files below a folder, by their paths inside it."""
    return {str(path.relative_to(folder)): digest(path) for path in folder.rglob("*") if path.is_file()}


def raster_is_whole(path: Path) -> None:
    """Raises where a raster cannot be read to the last block, has nothing valid, or statistics that are not its own."""
    dataset = gdal.Open(str(path))
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        values = np.frombuffer(band.ReadRaster(buf_type=gdal.GDT_Float64), np.float64)
        stored = band.GetMetadata()
        valid = values[values != band.GetNoDataValue()] if band.GetNoDataValue() is not None else values
        if not valid.size:
            raise ValueError("nothing is valid")
        for name, found in (("STATISTICS_MINIMUM", valid.min()), ("STATISTICS_MAXIMUM", valid.max())):
            if name in stored and float(stored[name]) != found:
                raise ValueError(f"{name} is {stored[name]}, not {found}")


def chips_are_whole(path: Path) -> None:
    """Raises where a chip that is listed cannot be read."""
    folder = read_chip_folder(str(path), SilentReporter())
    for record in folder.chips:
        read_chip(folder, record)


def model_is_whole(path: Path) -> None:
    """Raises where a model cannot be loaded."""
    load_model(path)


def layer_is_whole(path: Path) -> None:
    """Raises where a layer cannot be read or is empty."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    if not [feature.GetGeometryRef().Area() for feature in dataset.GetLayer(0)]:
        raise ValueError("the layer is empty")


def page_is_whole(path: Path) -> None:
    """Raises where a page does not end as pages do."""
    if not path.read_text(encoding="utf-8").rstrip().endswith("</html>"):
        raise ValueError("the page has no end")


def text_is_whole(path: Path) -> None:
    """Raises where a table is empty or ends within a line."""
    if not path.read_text(encoding="utf-8").endswith("\n"):
        raise ValueError("the table has no end")
