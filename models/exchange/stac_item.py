"""Describes a model folder as an item of a STAC catalogue, by the extension Machine Learning Model (MLM) 1.5.2.

The item refers to the files of the folder by paths relative to itself. Where the training lay is not known to the model, so the item has
no geometry, as STAC allows. Source: https://github.com/stac-extensions/mlm, README and json-schema.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from pathlib import Path

from ...rasters.classes.class_table import ClassTable
from ..core.description import DESCRIPTION, ModelDescription
from ..core.options import NETWORK_NAMES
from ..networks.build import encoder_of
from ..networks.model_folder import CONFIG, WEIGHTS

EXTENSION = "https://stac-extensions.github.io/mlm/v1.5.2/schema.json"


def item_text(folder: Path, model: ModelDescription, path: Path, parameters: int) -> str:
    """Returns the text of the item of a model folder that is to lie at `path`; `parameters` is the number of its weights."""
    name = model_name(folder)
    bands = [{"name": each, "data_type": model.dtype} for each in _distinct(model.band_names)]
    properties = {
        "datetime": model.created or _changed(folder / DESCRIPTION),
        "title": folder.name,
        "description": f"Semantic segmentation of {model.band_count} bands into {model.class_count} classes, trained with Pixel Classifier "
        f"{model.plugin_version}.",
        "bands": bands,
        "mlm:name": name,
        "mlm:architecture": NETWORK_NAMES[model.architecture],
        "mlm:tasks": ["semantic-segmentation"],
        "mlm:framework": "PyTorch",
        "mlm:total_parameters": parameters,
        "mlm:memory_size": os.path.getsize(folder / WEIGHTS),
        "mlm:hyperparameters": {
            "encoder": encoder_of(model.architecture, model.encoder),
            "chip_size": model.chip_size_px,
        },
        "mlm:input": [_input(model, [each["name"] for each in bands])],
        "mlm:output": [_output(model)],
    }
    if "torch" in model.versions:
        properties["mlm:framework_version"] = str(model.versions["torch"])
    item = {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": [EXTENSION],
        "id": name.replace(" ", "_"),
        "geometry": None,
        "properties": properties,
        "links": [],
        "assets": _assets(folder, path),
    }
    return json.dumps(item, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _input(model: ModelDescription, bands: list[str]) -> dict:
    """Returns what the network takes: chips of the scaled bands of these names."""
    return {
        "name": "pixels",
        "bands": bands,
        "input": {
            "shape": [-1, model.band_count, model.chip_size_px, model.chip_size_px],
            "dim_order": ["batch", "bands", "height", "width"],
            "data_type": "float32",
        },
        "value_scaling": [
            {"type": "z-score", "mean": mean, "stddev": std if std > 0 else 1.0}
            for mean, std in zip(model.band_means, model.band_stds)
        ],
    }


def _output(model: ModelDescription) -> dict:
    """Returns what the network gives: logits of the classes, which its temperature calibrates."""
    return {
        "name": "logits",
        "tasks": ["semantic-segmentation"],
        "bands": [],
        "result": {
            "shape": [-1, model.class_count, model.chip_size_px, model.chip_size_px],
            "dim_order": ["batch", "classes", "height", "width"],
            "data_type": "float32",
        },
        "classification:classes": _classes(model.class_table),
        "post_processing_function": {
            "format": "python",
            "expression": f"torch.softmax(logits / {model.temperature!r}, dim=1)",
        },
    }


def model_name(folder: Path) -> str:
    """Returns the name of a folder as MLM takes names: a letter first, then letters, digits, blanks, dots, dashes."""
    name = re.sub(r"[^A-Za-z0-9_.\- ]+", "_", folder.absolute().name).strip("_.- ")
    return name if re.fullmatch(r"[A-Za-z].+", name) and len(name) > 2 else f"model {name}".strip()


def _assets(folder: Path, path: Path) -> dict[str, dict]:
    """Returns the files of the folder as assets, by paths relative to the item; absolute ones on another drive of Windows."""

    def href(name: str) -> str:
        try:
            return Path(os.path.relpath(folder / name, path.absolute().parent)).as_posix()
        except ValueError:
            return (folder / name).absolute().as_uri()

    return {
        "model": {
            "href": href(WEIGHTS),
            "title": "Weights of the network",
            "type": "application/octet-stream",
            "roles": ["mlm:model", "mlm:weights"],
            "mlm:artifact_type": "safetensors.torch.save_file",
        },
        "config": {
            "href": href(CONFIG),
            "title": "Configuration of the network, as in segmentation_models_pytorch",
            "type": "application/json",
            "roles": ["metadata"],
        },
        "description": {
            "href": href(DESCRIPTION),
            "title": "Classes, bands, scaling, metrics and settings",
            "type": "application/json",
            "roles": ["metadata"],
        },
    }


def _classes(table: ClassTable) -> list[dict]:
    """Returns the classes by the extension Classification, whose names have letters, digits, - and _ only."""
    slugs = _distinct([re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_") or "class" for name in table.names])
    return [
        {
            "value": entry.value,
            "name": slug,
            "description": entry.name or str(entry.value),
            "color_hint": "{:02X}{:02X}{:02X}".format(*entry.color),
        }
        for entry, slug in zip(table.classes, slugs)
    ]


def _distinct(names: tuple[str, ...] | list[str]) -> list[str]:
    """Returns names of which none is empty or occurs twice: such get their number."""
    return [
        name if name and names.count(name) == 1 else f"{name or 'unnamed'}_{number}"
        for number, name in enumerate(names, 1)
    ]


def _changed(path: Path) -> str:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.timezone.utc).isoformat(timespec="seconds")
