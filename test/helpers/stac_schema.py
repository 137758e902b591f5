"""Validates items of models by the schema of the STAC extension Machine Learning Model."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from pixel_classifier.models.exchange.stac_item import EXTENSION

SCHEMA = Path(__file__).resolve().parent / "stac_mlm" / "schema.json"
CLASSES = {
    "type": "array",
    "items": {
        "required": ["value", "description"],
        "properties": {
            "value": {"type": "integer"},
            "name": {"type": "string", "pattern": "^[0-9A-Za-z-_]+$"},
            "description": {"type": "string", "minLength": 1},
            "color_hint": {"type": "string", "pattern": "^([0-9A-F]{6})$"},
        },
    },
}
"""What Classification 1.1 asks of classes, in our words; the schema of MLM refers to it."""
ELSEWHERE = {
    "https://stac-extensions.github.io/classification/v1.1.0/schema.json": {
        "definitions": {"fields": {"properties": {"classification:classes": CLASSES}}}
    },
    "https://stac-extensions.github.io/processing/v1.1.0/schema.json": {
        "definitions": {
            "fields": {
                "properties": {"processing:expression": {"type": "object", "required": ["format", "expression"]}}
            }
        }
    },
    "https://stac-extensions.github.io/raster/v1.1.0/schema.json": {
        "definitions": {"bands": {"items": {"properties": {"data_type": {"enum": ["uint8", "uint16", "float32"]}}}}}
    },
}


def errors_of(content: dict) -> list[str]:
    """Returns what the schema of MLM finds wrong in the item of a model; skips a test where jsonschema is missing."""
    jsonschema = pytest.importorskip(
        "jsonschema", reason="jsonschema is a package of QGIS's Python on some systems only"
    )
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert schema["$id"] == EXTENSION
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its successor is not in the jsonschema of Debian 12
        resolver = jsonschema.RefResolver.from_schema(schema, store=ELSEWHERE)
    return [error.message for error in jsonschema.Draft7Validator(schema, resolver=resolver).iter_errors(content)]
