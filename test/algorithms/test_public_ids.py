"""Public identifiers never change: scripts, models and command lines of users rely on them.

public_ids.json lists each algorithm with the ids, types, choices and defaults of its parameters and the ids of its outputs. What is new is
added to the file by hand, at the place where it belongs in the dialog; nothing in it is renamed or removed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import (
    Qgis,
    QgsProcessingAlgorithm,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsVariantUtils,
)

RECORDED = json.loads(Path(__file__).with_name("public_ids.json").read_text(encoding="utf-8"))


def public_ids(algorithm: QgsProcessingAlgorithm) -> dict[str, dict]:
    """Returns parameters and outputs of an algorithm by id, with all that a script may rely on."""
    parameters = {}
    for definition in algorithm.parameterDefinitions():
        default = definition.defaultValue()
        described = {"type": definition.type(), "default": None if QgsVariantUtils.isNull(default) else default}
        if definition.flags() & Qgis.ProcessingParameterFlag.Optional:
            described["optional"] = True
        if isinstance(definition, QgsProcessingParameterEnum):
            described["choices"] = " ".join(definition.options())
        if isinstance(definition, QgsProcessingParameterNumber):
            described["number"] = f"{definition.dataType().name} {definition.minimum():g} {definition.maximum():g}"
        parameters[definition.name()] = described
    outputs = {output.name(): output.type() for output in algorithm.outputDefinitions()}
    return {"parameters": parameters, "outputs": outputs}


def test_the_algorithms_are_those_of_the_list(provider):
    assert sorted(algorithm.id() for algorithm in provider.algorithms()) == sorted(RECORDED)


@pytest.mark.parametrize("algorithm_id", sorted(RECORDED))
def test_ids_types_choices_and_defaults_stay_what_they_are(provider, algorithm_id):
    algorithm = next(one for one in provider.algorithms() if one.id() == algorithm_id)
    found, recorded = public_ids(algorithm), RECORDED[algorithm_id]
    assert list(found["parameters"]) == list(recorded["parameters"])
    assert found == recorded
