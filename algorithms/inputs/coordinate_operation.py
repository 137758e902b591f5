"""The coordinate operation by which QGIS reprojects a layer to the CRS of the image: the project's choice, or QGIS's own.

PROJ and GDAL may choose another one between the same two CRS, which can be metres to hundreds of metres away.
"""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProcessingContext

from ..engine.reporter import FeedbackReporter

_PIPELINE = "+proj=pipeline"
_STEP = "+step "


def coordinate_operation(
    name: str,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
    reporter: FeedbackReporter,
) -> str:
    """Returns the PROJ string, coordinates in GIS order, that takes the layer `name` from one CRS to another.

    "" where nothing is reprojected or QGIS knows no operation. Logs an operation that is not exact, and its accuracy.
    """
    if not (source.isValid() and target.isValid()) or source == target:
        return ""
    transforms = context.transformContext()
    transform = QgsCoordinateTransform(source, target, transforms)
    if not transform.isValid() or transform.isShortCircuited():
        return ""
    details = transform.instantiatedCoordinateOperationDetails()
    chosen = transforms.calculateCoordinateOperation(source, target)
    operation = details.proj or chosen
    if operation and chosen and transforms.mustReverseCoordinateOperation(source, target):
        operation = inverted(operation)
    if operation and (chosen or details.accuracy > 0):
        accuracy = f", accuracy {details.accuracy:g} m" if details.accuracy > 0 else ""
        why = "chosen in the project" if chosen else "QGIS's default"
        reporter.info(
            f"“{name}” is reprojected from {source.authid()} to {target.authid()} by {details.name or operation} "
            f"({why}{accuracy})."
        )
    return operation


def inverted(operation: str) -> str:
    """Returns the PROJ string of the inverse operation: the steps in reverse order, each inverted."""
    text = operation.strip()
    head, *steps = f" {text}".split(f" {_STEP}") if text.startswith(_PIPELINE) else ("", text)
    turned = [_inverted_step(step.strip()) for step in reversed(steps)]
    return " ".join([(head.strip() or _PIPELINE), *(f"{_STEP}{step}" for step in turned)])


def _inverted_step(step: str) -> str:
    words = step.split()
    return " ".join(word for word in words if word != "+inv") if "+inv" in words else f"+inv {step}"
