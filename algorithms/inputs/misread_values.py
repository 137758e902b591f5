"""Finds values of parameters that QGIS would read as something else: text in place of a number becomes the default, "no" true.

A choice that there is not becomes the default, too, and an extent with an unknown CRS one in the CRS of the raster. QGIS checks the
choices of the steps of a model no more than their numbers.
"""

from __future__ import annotations

import math
import os
import re

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterNumber,
    QgsProperty,
    QgsRectangle,
    QgsVariantUtils,
)
from qgis.PyQt.QtCore import QCoreApplication

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_BANDS = re.compile(r"\s*[1-9]\d*\s*(;\s*[1-9]\d*\s*)*", re.ASCII)
_TRUTH = ("true", "false", "1", "0", "yes")
"""What QGIS reads as it is meant; any other text, "no" included, is true to it."""
_EXTENT = re.compile(r"\s*([^,\[\]]+),([^,\[\]]+),([^,\[\]]+),([^,\[\]]+?)\s*(?:\[(.*)\])?\s*")
"""Four coordinates and the CRS that they are in."""
_UNLIMITED = 1e300
"""QGIS gives a number without a limit the largest float."""
_BEYOND, _SHOWN_LIMIT = 2**31, 2e9
"""Whole numbers from the first on are 0 to QGIS; the second is the limit that messages give, in few digits."""


def is_empty(value: object) -> bool:
    """Returns whether a value is None, NULL or blank text."""
    return QgsVariantUtils.isNull(value) or (isinstance(value, str) and not value.strip())


def is_misread(definition: QgsProcessingParameterDefinition, value: object) -> bool:
    """Returns whether QGIS would read another value than was given. Expressions are left to QGIS."""
    if is_empty(value) or isinstance(value, QgsProperty):
        return False
    if isinstance(definition, QgsProcessingParameterNumber):
        if isinstance(value, bool) or not (isinstance(value, (int, float)) or _NUMBER.fullmatch(str(value))):
            return True
        number = float(value)
        return not math.isfinite(number) or (
            _is_whole(definition) and not (number.is_integer() and -_BEYOND <= number < _BEYOND)
        )
    if isinstance(definition, QgsProcessingParameterBand):
        parts = value if isinstance(value, (list, tuple)) else [value]
        return not all(_BANDS.fullmatch(str(part)) for part in parts)
    if isinstance(definition, QgsProcessingParameterBoolean):
        return isinstance(value, str) and value.strip().lower() not in _TRUTH
    if isinstance(definition, QgsProcessingParameterEnum):
        return definition.usesStaticStrings() and str(value) not in definition.options()
    return isinstance(definition, QgsProcessingParameterExtent) and isinstance(value, str) and _is_misread_extent(value)


def _is_misread_extent(text: str) -> bool:
    """Returns whether a text lists coordinates that are not numbers, or are in a CRS that QGIS does not know."""
    found = _EXTENT.fullmatch(text)
    if found is None or os.path.exists(text):
        return False
    *coordinates, crs = found.groups()
    return not all(map(_NUMBER.fullmatch, coordinates)) or not (
        not (crs or "").strip() or QgsCoordinateReferenceSystem(crs).isValid()
    )


def extent_without_code(value: object) -> QgsRectangle | None:
    """Returns the rectangle of an extent whose brackets are empty, None for any other value.

    So does a dialog write an extent in a CRS that has no code, such as EPSG:4326.
    """
    found = _EXTENT.fullmatch(value) if isinstance(value, str) and not os.path.exists(value) else None
    if found is None or found.group(5) is None or found.group(5).strip():
        return None
    left, right, lower, upper = (float(number) for number in found.groups()[:4])
    return QgsRectangle(left, lower, right, upper)


def refused_value(definition: QgsProcessingParameterDefinition, value: object) -> str:
    """Returns the message for a value that cannot be used, "" for parameters of other kinds, where QGIS has its own."""
    valid = _valid_values(definition, value)
    return (
        QCoreApplication.translate("PixelClassifier", "{name} is {value}. {valid}").format(
            name=definition.name(), value=value, valid=valid
        )
        if valid
        else ""
    )


def _valid_values(definition: QgsProcessingParameterDefinition, value: object) -> str:
    """Returns the sentence on the valid values of a number, a choice, bands or a check box, "" for other parameters."""
    if isinstance(definition, QgsProcessingParameterEnum):
        return QCoreApplication.translate("PixelClassifier", "Choose one of: {options}.").format(
            options=", ".join(definition.options())
        )
    if isinstance(definition, QgsProcessingParameterBand):
        return QCoreApplication.translate(
            "PixelClassifier", "Give band numbers from 1 on, separated by semicolons, such as 1;3."
        )
    if isinstance(definition, QgsProcessingParameterBoolean):
        return QCoreApplication.translate("PixelClassifier", "Give true or false.")
    if isinstance(definition, QgsProcessingParameterExtent):
        return QCoreApplication.translate(
            "PixelClassifier",
            "Give xmin,xmax,ymin,ymax, with another CRS than the raster's in brackets ([EPSG:4326]), or a layer."
        )  # fmt: skip
    if not isinstance(definition, QgsProcessingParameterNumber):
        return ""
    low, high = definition.minimum(), definition.maximum()
    if _is_whole(definition) and _is_too_large(value):
        low, high = max(low, -_SHOWN_LIMIT), min(high, _SHOWN_LIMIT)
    number = (
        QCoreApplication.translate("PixelClassifier", "whole number")
        if _is_whole(definition)
        else QCoreApplication.translate("PixelClassifier", "number")
    )
    if high < _UNLIMITED and low > -_UNLIMITED:
        return QCoreApplication.translate("PixelClassifier", "Choose a {number} from {low:g} to {high:g}.").format(
            number=number, low=low, high=high
        )
    if low > -_UNLIMITED:
        return QCoreApplication.translate("PixelClassifier", "Choose a {number} of at least {low:g}.").format(
            number=number, low=low
        )
    return QCoreApplication.translate("PixelClassifier", "Give a {number}, or leave it empty.").format(number=number)


def _is_too_large(value: object) -> bool:
    """Returns whether a value is a whole number that QGIS does not hold."""
    return _NUMBER.fullmatch(str(value)) is not None and abs(float(str(value))) >= _BEYOND


def _is_whole(definition: QgsProcessingParameterNumber) -> bool:
    return definition.dataType() == Qgis.ProcessingNumberParameterType.Integer
