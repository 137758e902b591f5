"""Made-up training runs that look like real ones, for the tests of the report and for looking at it.

Run as a script it writes reports into a folder: `python test/models/report_demo.py FOLDER`.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import plugin_package  # noqa: F401

from pixel_classifier.models.accuracy.calibration import calibrate
from pixel_classifier.models.accuracy.metrics import Scores, confusion_matrix
from pixel_classifier.models.accuracy.prediction_sets import find_prediction_sets
from pixel_classifier.models.accuracy.validation_pixels import ValidationPixels
from pixel_classifier.models.core.description import ModelDescription
from pixel_classifier.models.core.history import EpochRecord, LrFinderCurve
from pixel_classifier.models.core.label_summary import ClassLabels, LabelAdvice, LabelSummary
from pixel_classifier.models.core.normalization import Scaling
from pixel_classifier.models.core.quantiles import QUANTILE_SHARES
from pixel_classifier.models.core.serialization import to_data
from pixel_classifier.models.data.batches import LabelledChips
from pixel_classifier.models.data.chip_geometry import ChipExtent
from pixel_classifier.models.data.split import Split, no_split, split_by_blocks, split_by_cells
from pixel_classifier.models.optimization.augmentation import Augmentation
from pixel_classifier.models.reports.distance_section import SHARES, SplitDistances
from pixel_classifier.models.reports.images import chip_picture
from pixel_classifier.models.reports.tables import write_epochs_csv, write_metrics_csv
from pixel_classifier.models.reports.training_report import Example, TrainingReport, write_report
from pixel_classifier.models.training.report_samples import AugmentationSheet, make_augmentation_sheet
from pixel_classifier.models.training.split_map import SplitMap, make_split_map
from pixel_classifier.rasters.chips.lost_labels import LostLabels
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX, ClassEntry, ClassTable, distinct_color
from pixel_classifier.rasters.core.number_text import percent

UTM = (
    'PROJCS["WGS 84 / UTM zone 17N",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]],'
    'PROJECTION["Transverse_Mercator"],'
    'UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","32617"]]'
)
LAND_COVER = (
    (11, "Open water", (74, 123, 176)), (21, "Developed, open space", (224, 200, 190)),
    (24, "Developed, high intensity", (190, 40, 30)), (41, "Deciduous forest", (104, 171, 95)),
    (42, "Evergreen forest", (28, 95, 44)), (71, "Grassland", (227, 223, 160)),
    (82, "Cultivated crops", (170, 112, 40)), (256, "Wetland & marsh <reed>", (108, 159, 184)),
)  # fmt: skip
AWKWARD = (
    "Ünïcode wâld",
    "森林",
    "غابة",
    "a < b & c > d",
    'says "hello"',
    "<script>alert(1)</script>",
    "x" * 60,
    "naïve, tab\tand\x07bell",
)


def validation_pixels(rng, classes: int) -> ValidationPixels:
    """Returns those of a network that is too sure."""
    logits = rng.normal(0, 2, (4000, classes))
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    truth = (rng.random((4000, 1)) > shares.cumsum(1)[:, :-1]).sum(1)
    return ValidationPixels.of(shares**1.8, truth, rng.integers(0, 20, 4000))


def on_confidence(rng, classes: int) -> dict:
    """Returns calibration and prediction sets of a description."""
    pixels = validation_pixels(rng, classes)
    return {"calibration": to_data(calibrate(pixels)), "prediction_sets": to_data(find_prediction_sets(pixels, 512))}


def class_table(count: int, awkward: bool = False) -> ClassTable:
    if count <= len(LAND_COVER) and not awkward:
        return ClassTable(tuple(ClassEntry(*entry) for entry in LAND_COVER[:count]))
    crops = (
        "Winter wheat",
        "Spring barley",
        "Maize",
        "Sugar beet",
        "Potato",
        "Rapeseed",
        "Grass, permanent",
        "Orchard",
        "Vineyard",
        "Fallow",
    )
    names = [AWKWARD[i] if awkward and i < len(AWKWARD) else f"{crops[i % 10]} {i // 10 + 1}" for i in range(count)]
    return ClassTable(tuple(ClassEntry(i * 3 + 1, names[i], distinct_color(i)) for i in range(count)))


def scene(rng: np.random.Generator, table: ClassTable, bands: int, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns a chip of irregular patches (bands, side, side) uint16 and its class indices."""
    count = len(table)
    centres = rng.integers(0, side, (9, 2))
    kinds = rng.integers(0, count, 9)
    rows, columns = np.mgrid[:side, :side]
    wobble = 6 * np.sin(columns / 7.0) + 5 * np.cos(rows / 9.0)
    distance = [np.hypot(rows - y + wobble, columns - x - wobble) for y, x in centres]
    truth = kinds[np.argmin(distance, axis=0)].astype(np.uint8)
    spectra = np.random.default_rng(5).uniform(400, 3200, (count, bands))
    pixels = spectra[truth].transpose(2, 0, 1) * rng.normal(1, 0.09, (1, side, side)) + rng.normal(
        0, 90, (bands, side, side)
    )
    return pixels.clip(0, 65535).astype(np.uint16), truth


def prediction(rng: np.random.Generator, truth: np.ndarray, classes: int, share_wrong: float) -> np.ndarray:
    """Returns the truth with blobs of wrong classes."""
    field = rng.normal(0, 1, truth.shape)
    for axis in (0, 1) * 5:
        field = (field + np.roll(field, 1, axis) + np.roll(field, -1, axis)) / 3
    wrong = field > np.quantile(field, 1 - share_wrong)
    shift = 1 + rng.integers(0, max(classes - 1, 1))
    return np.where(wrong, (truth + shift) % classes, truth).astype(np.uint8)


def demo(
    classes: int = 8,
    bands: int = 4,
    epochs: int = 40,
    validation: bool = True,
    awkward: bool = False,
    side: int = 128,
    examples: int = 3,
    spike: bool = False,
    kind: str = "blocks",
    augmented: bool = False,
) -> TrainingReport:
    rng = np.random.default_rng(classes * 1000 + bands)
    table = class_table(classes, awkward)
    names = (
        ("Red", "Green", "Blue", "Near infrared")[:bands]
        if bands <= 4
        else tuple(f"Band {i + 1}" for i in range(bands))
    )
    confusion = np.zeros((classes, classes), np.int64)
    chips, training_chips = [], []
    for number in range(max(examples, 24)):
        pixels, truth = scene(rng, table, bands, side)
        predicted = prediction(rng, truth, classes, 0.05 + 0.25 * rng.random())
        label = truth.copy()
        patches = rng.random((side // 16, side // 16)) < 0.45
        label[patches.repeat(16, 0).repeat(16, 1)] = IGNORED_INDEX
        confusion += confusion_matrix(label, predicted, classes) * 7
        if number >= 16:
            training_chips.append((pixels, label))
        if number < examples:
            usable = np.ones((side, side), bool)
            if number == 1:
                usable[:, : side // 5] = False
                label[~usable] = predicted[~usable] = IGNORED_INDEX
            right = (label == predicted)[label < classes]
            share = float(right.mean()) if right.size else 0.0
            title = f"{number:012d}: {percent(share)} right"
            chips.append((share, Example(title, chip_picture(pixels, names, usable), label, predicted)))
    if classes > 3:
        confusion[3] = 0  # a class without validation pixels
    history = tuple(record(rng, epoch, epochs, validation, spike) for epoch in range(1, epochs + 1))
    spectrum = 900 + 700 * np.sin(np.linspace(0, 5, bands)) ** 2
    training = {
        "epochs": epochs, "batch_size": 8, "learning_rate": 1e-3, "seed": 42, "weights": "imagenet", "device": "cpu",
        "loss": "cross-entropy + dice", "optimizer": "AdamW", "augmentation": AUGMENTATION.to_json(),
        "chips": ["delta-north", "delta-south"],
        "class_weights": {str(value): 1 + 0.1234567 * i for i, value in enumerate(table.values)},
    }  # fmt: skip
    counts = tuple(int(count) for count in rng.integers(2_000, 9_000_000, classes))
    split, split_map = demo_split(kind if validation else "none")
    evaluated = tuple(int(total) for total in confusion.sum(1)) if validation else (0,) * classes
    about_split = {
        "kind": split.kind, "unit_px": split.unit_px, "training_chips": len(split.training),
        "validation_chips": len(split.validation), "left_out_chips": len(split.dropped),
        "training_pixels": dict(zip(map(str, table.values), counts)),
        "validation_pixels": dict(zip(map(str, table.values), evaluated)),
    }  # fmt: skip
    metrics = Scores.of(confusion).record(table, confusion)
    if validation:
        metrics["intervals"] = intervals(metrics)
    description = ModelDescription(
        architecture="unet", encoder="resnet34", class_table=table, band_names=names, dtype="uint16",
        band_means=tuple(spectrum), band_stds=tuple(spectrum / 4), band_minimums=tuple(spectrum * 0.1),
        band_maximums=tuple(spectrum * 3.1),
        band_quantiles=tuple(tuple(mean * (0.1 + 3 * share) for share in QUANTILE_SHARES) for mean in spectrum),
        pixel_size_map=(0.6, 0.6), crs_wkt=UTM, chip_size_px=256, ignore_class=0,
        split=about_split, **on_confidence(rng, len(table)) if validation else {}, labels=to_data(label_summary(split, table, counts, evaluated)), metrics=metrics, training=training,
        versions={"python": "3.11.2", "numpy": "1.24.2", "torch": "2.5.1", "segmentation_models_pytorch": "0.6.0"},
        created="2025-03-14T15:09:26+00:00", plugin_version="0.1.0",
    )  # fmt: skip
    notes = () if validation else ("Class 41 (Deciduous forest) has fewer than 100 labelled pixels.",)
    chips.sort(key=lambda entry: -entry[0])
    return TrainingReport(
        description, history, confusion, tuple(example for _, example in chips), notes, "delta-landcover", counts,
        lr_finder=finder_curve(rng), augmentation_sheet=sheet(training_chips, names) if augmented else None, split_map=split_map,
        distances=DISTANCES if validation else None, command=COMMAND,
    )  # fmt: skip


DISTANCES = SplitDistances(*(tuple(end * share**2 for share in SHARES) for end in (2400, 700)))
COMMAND = (
    "qgis_process run pixelclassifier:trainpixelclassifier --CHIPS=/data/delta-north --EXTRA_CHIPS=/data/delta-south "
    "--ARCHITECTURE=unet --ENCODER=resnet34 --EPOCHS=40 --OUTPUT='/models/delta land cover'"
)
AUGMENTATION = Augmentation(scale=0.25, gain=0.1, offset=0.1, noise=0.05)


def sheet(chips: list[tuple[np.ndarray, np.ndarray]], names: tuple[str, ...]) -> AugmentationSheet:
    """Returns the augmentation sheet of chips that no file holds."""
    pixels, labels = (np.stack(arrays) for arrays in zip(*chips))
    records = [SimpleNamespace(record=SimpleNamespace(stem=f"{number + 100:012d}")) for number in range(len(chips))]
    cache = SimpleNamespace(read=lambda rows: (pixels[rows], None), chip_px=pixels.shape[-1], chips=records)
    rows = np.arange(len(chips))
    scaling = Scaling(tuple(pixels.mean((0, 2, 3)).tolist()), tuple(pixels.std((0, 2, 3)).tolist()))
    return make_augmentation_sheet(LabelledChips(cache, rows, labels, rows), AUGMENTATION, scaling, names, 42)


def label_summary(
    split: Split, table: ClassTable, training: tuple[int, ...], validation: tuple[int, ...]
) -> LabelSummary:
    """Returns a summary of labels with these pixels in training and validation."""
    errors = (0.06, 0.08, 0.8, 0.15) if split.validation else (None,) * 4
    classes = tuple(
        ClassLabels(value, mine + its, 3 + n, mine, 2 + n, its, bool(its) * (1 + n // 2), 1.5 + n)
        for n, (value, mine, its) in enumerate(zip(table.values, training, validation))
    )
    advice = (LabelAdvice(table.values[0], "in the north-east of delta_north_2024.tif, near 512340, 5712330"),)
    losses = tuple(LostLabels(value, 12, 2 * n, 31 * n, 0) for n, value in enumerate(table.values))
    return LabelSummary(
        split.kind, split.unit_px or 512, classes, 9, 6 * bool(split.validation), 1, *errors, advice, losses
    )


@lru_cache
def demo_split(kind: str) -> tuple[Split, SplitMap]:
    """Returns the split of two scenes of overlapping chips, one of them with a hole, and its map."""
    rng = np.random.default_rng(8)
    extents = [
        ChipExtent(0, scene, x, y, x + 256, y + 256)
        for scene, left, columns, rows in ((0, 0, 40, 26), (1, 30_000, 18, 22))
        for x in range(left, left + columns * 128, 128)
        for y in range(0, rows * 128, 128)
        if scene == 0 or (x - 31_200) ** 2 + (y - 1300) ** 2 > 600**2
    ]
    if kind == "blocks":
        split = split_by_blocks(extents, rng.integers(0, 900, (len(extents), 4)), 0.2, 1)
    elif kind == "cells":
        extents = [ChipExtent(0, 0, x, y, x + 128, y + 128) for x in (0, 128, 256) for y in (0, 128)]
        split = split_by_cells(extents, [rng.integers(0, 4, (128, 128)) for _ in extents], 4, 0.2, 1)
    else:
        split = no_split(len(extents))
    return split, make_split_map(split, extents, {0: "delta_north_2024.tif", 1: "delta_south_2024.tif"})


def intervals(metrics: dict) -> dict:
    """Returns intervals about the figures of metrics, as an evaluation would find them."""

    def about(figure: float | None, spread: float) -> list[float] | None:
        return None if figure is None else [max(figure - spread, 0.0), min(figure + 0.8 * spread, 1.0)]

    return {
        "level": 0.95, "method": "spatial block bootstrap", "blocks": 48, "block_px": 512, "repeats": 1000,
        **{name: about(metrics[name], 0.03) for name in ("accuracy", "kappa", "mean_iou", "mean_f1")},
        "classes": [
            {name: about(entry[name], 0.05) for name in ("precision", "recall", "f1", "iou")}
            for entry in metrics["classes"]
        ],
    }  # fmt: skip


def finder_curve(rng: np.random.Generator) -> LrFinderCurve:
    """Returns a curve with a plain, a fall and an explosion."""
    rates = np.geomspace(1e-6, 1, 90)
    losses = 2.1 - 1.3 / (1 + (4e-4 / rates)) + 40 * np.maximum(rates - 0.05, 0) ** 2 + rng.normal(0, 0.012, 90)
    return LrFinderCurve(tuple(rates.tolist()), tuple(losses.tolist()), 1e-3)


def record(rng: np.random.Generator, epoch: int, epochs: int, validation: bool, spike: bool) -> EpochRecord:
    fall = np.exp(-epoch / (epochs / 4 + 1))
    train = 0.22 + 1.7 * fall + rng.normal(0, 0.015)
    held_out = 0.38 + 1.6 * fall + 0.12 * epoch / epochs + rng.normal(0, 0.03) if validation else None
    if spike and epoch == 3:
        train, held_out = 5234.0, float("nan")
    iou = float(0.78 - 0.7 * fall - 0.03 * (epoch / epochs) ** 4 + rng.normal(0, 0.012)) if validation else None
    accuracy = float(0.91 - 0.6 * fall + rng.normal(0, 0.008)) if validation else None
    done = epoch / (epochs + 1)
    rate = 1e-3 * (done / 0.3 if done < 0.3 else 0.5 * (1 + np.cos(np.pi * (done - 0.3) / 0.7)))
    return EpochRecord(epoch, float(train), held_out, iou, accuracy, 41.3 + rng.random(), float(rate))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    usual = demo(examples=8, augmented=True)
    write_report(folder / "usual.html", usual)
    write_metrics_csv(folder / "usual-classes.csv", usual.description)
    write_epochs_csv(folder / "usual-epochs.csv", usual.history)
    write_report(folder / "cells.html", demo(classes=4, epochs=12, kind="cells", augmented=True))
    write_report(
        folder / "many.html", demo(classes=30, bands=204, awkward=True, spike=True, examples=5, augmented=True)
    )
    write_report(folder / "small.html", demo(classes=2, bands=1, epochs=1, validation=False, examples=1, side=32))
    write_report(folder / "one.html", demo(classes=12, bands=13, epochs=1, examples=2))
    write_report(folder / "swarm.html", demo(classes=90, bands=3, epochs=150, examples=2))
