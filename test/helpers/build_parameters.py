"""Describes the parameters of the algorithms for the command line, which runs where there is no QGIS: resources/parameters.json.

`build_models.py` writes the file; a test compares it with what the algorithms declare.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsVariantUtils,
)

PATH = Path(__file__).resolve().parents[2] / "resources" / "parameters.json"
ALGORITHMS = (
    "exporttrainingchips", "trainpixelclassifier", "classifypixels", "drawassessmentsample", "assessclassification",
    "exportmodel",
)  # fmt: skip
UNLIMITED = 1e300


def text_of(algorithms: Iterable[QgsProcessingAlgorithm]) -> str:
    """Returns the text of the file for the algorithms of the provider."""
    by_name = {algorithm.name(): algorithm for algorithm in algorithms}
    described = {
        name: {
            "title": by_name[name].displayName(),
            "summary": by_name[name].shortDescription(),
            "parameters": [described_parameter(each) for each in by_name[name].parameterDefinitions()],
        }
        for name in ALGORITHMS
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def described_parameter(definition: QgsProcessingParameterDefinition) -> dict[str, object]:
    """Returns what the command line needs of a parameter."""
    default = definition.defaultValue()
    found: dict[str, object] = {
        "id": definition.name(), "type": definition.type(), "label": definition.description(), "help": definition.help(),
    }  # fmt: skip
    if not QgsVariantUtils.isNull(default):
        found["default"] = default
    if definition.flags() & Qgis.ProcessingParameterFlag.Optional:
        found["optional"] = True
    if definition.flags() & Qgis.ProcessingParameterFlag.Advanced:
        found["advanced"] = True
    if isinstance(definition, QgsProcessingParameterEnum):
        found["choices"] = definition.options()
    if isinstance(definition, QgsProcessingParameterFile):
        found["type"] = "folder" if definition.behavior() == Qgis.ProcessingFileParameterBehavior.Folder else "file"
    if isinstance(definition, QgsProcessingParameterNumber):
        found["type"] = "integer" if definition.dataType() == Qgis.ProcessingNumberParameterType.Integer else "number"
        for name, value in (("minimum", definition.minimum()), ("maximum", definition.maximum())):
            if abs(value) < UNLIMITED and not (found["type"] == "integer" and abs(value) >= 2**31 - 1):
                found[name] = int(value) if float(value).is_integer() else value
    return found
