"""Parameters that are given by expressions, as scripts and qgis_process may: their values, and why one has none.

QGIS takes an expression that fails to be left empty, and reads a geometry that one gives for an extent as no extent.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsExpression,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProperty,
)
from qgis.PyQt.QtCore import QCoreApplication

from .misread_values import is_empty


def with_values(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """Returns the parameters with the values of expressions in place of these; those of results, and those that fail, are kept."""
    found = {}
    for definition in _given_by_property(algorithm, parameters):
        value, why = _value(parameters[definition.name()], context)
        if not why and not definition.isDestination():
            found[definition.name()] = value
    return {**parameters, **found}


def expression_problem(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> str:
    """Returns the sentence on the first expression that fails, or gives nothing where a value is required; "" without one."""
    for definition in _given_by_property(algorithm, parameters):
        given = parameters[definition.name()]
        value, why = _value(given, context)
        is_optional = bool(definition.flags() & Qgis.ProcessingParameterFlag.Optional)
        if not why and is_empty(value) and not is_optional and is_empty(definition.defaultValue()):
            why = QCoreApplication.translate("PixelClassifier", "its result is empty")
        if why:
            sentence = QCoreApplication.translate(
                "PixelClassifier", "{name} is the expression {expression}, which has no value: {reason}. Correct it, or give the value itself."
            )  # fmt: skip
            return sentence.format(name=definition.name(), expression=given.asExpression(), reason=why)
    return ""


def _given_by_property(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any]
) -> list[QgsProcessingParameterDefinition]:
    """Returns the definitions of the parameters that are given by a property of QGIS, which may be an expression."""
    return [each for each in algorithm.parameterDefinitions() if isinstance(parameters.get(each.name()), QgsProperty)]


def _value(given: QgsProperty, context: QgsProcessingContext) -> tuple[Any, str]:
    """Returns the value of a property, None where it has none, and why it has none, "" where it may be left empty."""
    kind = given.propertyType()
    if kind not in (Qgis.PropertyType.Expression, Qgis.PropertyType.Field):
        return given.staticValue() if kind == Qgis.PropertyType.Static else None, ""
    scopes, expression = context.expressionContext(), QgsExpression(given.asExpression())
    expression.prepare(scopes)
    value = expression.evaluate(scopes)
    return value, " ".join((expression.parserErrorString() or expression.evalErrorString()).split()).rstrip(".")
