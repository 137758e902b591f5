"""Packs an exported ONNX model as an Esri model package (.dlpk): a zip of the model, its definition (.emd) and a raster function of our own.

ArcGIS's own classes cannot read networks of segmentation_models_pytorch, so the definition names our raster function, resources/esri.
Source: https://github.com/Esri/raster-deep-learning, docs/writing_model_definition.md.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from ..core.description import ModelDescription

RASTER_FUNCTION = Path(__file__).resolve().parents[2] / "resources" / "esri" / "PixelClassifier.py"


def definition(model: ModelDescription, name: str, tile_px: int, padding_px: int) -> str:
    """Returns the text of the model definition of a package with `name`.onnx."""
    content = {
        "Framework": "ONNX",
        "ModelConfiguration": "PixelClassifier",
        "ModelFile": f"{name}.onnx",
        "ModelName": name,
        "ModelType": "ImageClassification",
        "InferenceFunction": RASTER_FUNCTION.name,
        "ImageHeight": tile_px,
        "ImageWidth": tile_px,
        "ModelPadding": padding_px,
        "BatchSize": 1,
        "ExtractBands": [number - 1 for number in model.source_bands or range(1, model.band_count + 1)],
        "BandMeans": list(model.band_means),
        "Classes": [
            {"Value": entry.value, "Name": entry.name, "Color": list(entry.color)}
            for entry in model.class_table.classes
        ],
    }
    return json.dumps(content, indent=1) + "\n"


def write_package(path: str, onnx: bytes, model: ModelDescription, name: str, tile_px: int, padding_px: int) -> None:
    """Writes a package to `path`. Raises OSError."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(f"{name}.emd", definition(model, name, tile_px, padding_px))
        package.writestr(f"{name}.onnx", onnx)
        package.write(RASTER_FUNCTION, RASTER_FUNCTION.name)
