"""The style of an assessment sample: a drop-down list of classes for the reference, and nothing that gives away the map's class.

It is stored in the GeoPackage as the default style, so that it also holds for a result of `qgis_process` and on another computer.
"""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsEditorWidgetSetup,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsSingleSymbolRenderer,
    QgsValueMapFieldFormatter,
    QgsVectorLayer,
)

from ...rasters.core.errors import OutputError
from ...rasters.core.number_text import DASH
from ...rasters.core.sample_design import HIDDEN_FIELDS, POINT_FIELD, REFERENCE_FIELD
from .renderers import Styling

_KEY_FIELD = "fid"
"""The number that GeoPackage gives each point, beside our own."""
_RING = {"name": "circle", "color": "255,255,255,60", "outline_color": "#d81b60", "outline_width": "0.7", "size": "4"}


def sample_points(choices: Sequence[tuple[str, object]]) -> Styling:
    """Returns the styling of a sample whose references are one of `choices`, names and values, or empty.

    Without an entry for it, QGIS cannot empty a reference again that was chosen by mistake. All points look alike, and
    the fields of the design are hidden in form and table, and the file's own key is, which nobody should edit.
    """

    def style(layer: QgsVectorLayer) -> None:
        fields = layer.fields()
        names = [name for name, _ in choices]
        unique = [name if names.count(name) == 1 else f"{name} ({value})" for name, value in choices]
        entries = [{name: str(value)} for name, (_, value) in zip(unique, choices)]
        entries.append({DASH: QgsValueMapFieldFormatter.NULL_VALUE})
        layer.setEditorWidgetSetup(fields.indexOf(REFERENCE_FIELD), QgsEditorWidgetSetup("ValueMap", {"map": entries}))
        hidden = (*HIDDEN_FIELDS, _KEY_FIELD)
        for name in hidden:
            layer.setEditorWidgetSetup(fields.indexOf(name), QgsEditorWidgetSetup("Hidden", {}))
        form = layer.editFormConfig()
        form.setReadOnly(fields.indexOf(POINT_FIELD), True)
        layer.setEditFormConfig(form)
        table = layer.attributeTableConfig()
        table.update(fields)
        columns = table.columns()
        for column in columns:
            column.hidden = column.hidden or column.name in hidden
        table.setColumns(columns)
        layer.setAttributeTableConfig(table)
        layer.setDisplayExpression(f'"{POINT_FIELD}"')
        layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(_RING)))

    return style


def store_style(path: str, styling: Styling) -> None:
    """Styles the only layer of a GeoPackage and stores the style in it as the default. Raises OutputError.

    The file is closed on every way out: an error's traceback would hold it open, and Windows renames no open file.
    """
    layer = QgsVectorLayer(path, "sample", "ogr")
    try:
        if not layer.isValid():
            raise OutputError(
                f"The style of the sample cannot be stored: {path} cannot be opened. Choose another file."
            )
        styling(layer)
        problem = _stored_as_default(layer)
    finally:
        del layer
    if problem:
        reason = " ".join(problem.split()).rstrip(".")
        raise OutputError(f"The style of the sample cannot be stored in {path}: {reason}. Choose another file.")


def _stored_as_default(layer: QgsVectorLayer) -> str:
    """Stores the style of a layer in its file as the default; returns the problem, empty for none."""
    if not hasattr(layer, "saveStyleToDatabaseV2"):  # before QGIS 3.44, which deprecates the other
        return layer.saveStyleToDatabase("default", "", True, "")
    result, problem = layer.saveStyleToDatabaseV2("default", "", True, "")
    return "" if result == QgsMapLayer.SaveStyleResult.Success else problem or "QGIS did not store it"
