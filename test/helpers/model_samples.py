"""Small descriptions and networks that several tests of model folders share."""

from __future__ import annotations

from pixel_classifier.models.core.description import ModelDescription
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable

CLASSES = ClassTable(
    (ClassEntry(3, "forêt", (0, 90, 20)), ClassEntry(900, "water", (30, 60, 255)), ClassEntry(70000, "x", (1, 2, 3)))
)


def description(architecture: str = "unet", encoder: str = "resnet18", bands: int = 4, **changes) -> ModelDescription:
    values = {
        "architecture": architecture,
        "encoder": encoder,
        "class_table": CLASSES,
        "band_names": tuple(f"Band {number}" for number in range(1, bands + 1)),
        "dtype": "uint16",
        "band_means": tuple(100.25 * number for number in range(bands)),
        "band_stds": (12.5,) * bands,
        "band_minimums": (0.0,) * bands,
        "band_maximums": (10000.0,) * bands,
        "pixel_size_map": (10.0, 10.0),
        "crs_wkt": 'LOCAL_CS["x"]',
        "chip_size_px": 64,
        "ignore_class": 0,
        "split": {"training_chips": 12, "validation_chips": 4},
        "metrics": {"mean_iou": 0.5, "confusion": [[1, 2, 0], [3, 4, 0], [0, 0, 5]]},
        "training": {"epochs": 3, "seed": 7, "weights": "none"},
        "versions": {"torch": "2.15.0"},
        "created": "2026-01-01T00:00:00+00:00",
        "crs_is_geographic": False,
        "plugin_version": "1.2.3",
    }
    return ModelDescription(**{**values, **changes})
