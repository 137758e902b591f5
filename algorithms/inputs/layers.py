"""Reads layers of the project as what GDAL opens: paths, bands and extents; for `prepareAlgorithm`, on the thread of the layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProperty,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedGeometry,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from .containers import check_layer_is_named, source_of, unnamed_layer_problem
from .expressions import expression_problem
from .misread_values import extent_without_code, is_misread, refused_value
from .parameter_values import ParameterValues
from .raster_loading import load_raster, no_raster_problem
from .raster_settings import raster_settings
from .wrong_layers import wrong_layer_problem

if TYPE_CHECKING:
    from ...rasters.reading.layer_settings import LayerSettings


@dataclass(frozen=True)
class RasterInput:
    """The imagery of a run.

    `path` is what GDAL opens, `settings` are what counts in place of the values of its file, `crs` is the layer's. `band_numbers` count
    from 1 (None: all bands), `extent_map` is in the raster's CRS, `name` is that of the layer.
    """

    path: str
    band_numbers: tuple[int, ...] | None
    extent_map: tuple[float, float, float, float] | None
    name: str
    crs: QgsCoordinateReferenceSystem
    settings: LayerSettings

    def by_id(self) -> dict[str, Any]:
        """Returns the values of the parameters INPUT, BANDS and EXTENT, as the requests take them."""
        return {"INPUT": self.path, "BANDS": self.band_numbers, "EXTENT": self.extent_map}


def read_raster(values: ParameterValues, feedback: QgsProcessingFeedback) -> RasterInput:
    """Reads the parameters INPUT, BANDS (where the algorithm has it) and EXTENT.

    Raises QgsProcessingException where the raster cannot be used, and where its file or that of MASK holds several layers.
    """
    layer = raster_layer(values, "INPUT", feedback)
    has_bands = values.algorithm.parameterDefinition("BANDS") is not None
    return RasterInput(
        path=raster_path(layer, feedback),
        band_numbers=values.value("BANDS") if has_bands else None,
        extent_map=read_extent(values, layer.crs(), feedback),
        name=layer.name(),
        crs=layer.crs(),
        settings=raster_settings(layer, feedback),
    )


def read_extent(
    values: ParameterValues, crs: QgsCoordinateReferenceSystem, feedback: QgsProcessingFeedback
) -> tuple[float, float, float, float] | None:
    """Reads the parameter EXTENT in a CRS, None where it is empty.

    Raises QgsProcessingException where QGIS cannot read it, and where the file of EXTENT or MASK holds several layers and none is named.
    """
    several = unnamed_layer_problem(values.algorithm, values.parameters, values.context)
    if several:
        raise QgsProcessingException(several)
    if values.is_given("MASK"):
        vector_layer(values, "MASK", feedback)
    definition, given = values.algorithm.parameterDefinition("EXTENT"), values.parameters.get("EXTENT")
    refusal = refused_value(definition, given)
    if is_misread(definition, given):
        raise QgsProcessingException(refusal)
    load_raster(values.parameters.get("EXTENT"), values.context)
    parameters, drawn, project = values.parameters, extent_without_code(given), values.context.project()
    if isinstance(given, QgsReferencedGeometry) and not given.isEmpty():
        parameters = {**parameters, "EXTENT": QgsReferencedRectangle(given.boundingBox(), given.crs())}
    if drawn is not None:
        # A CRS without a code is that of the project, or else of the raster; QGIS takes it to be the raster's always.
        shown = project.crs() if project is not None else crs
        located = QgsReferencedRectangle(drawn, shown if shown.isValid() and not shown.authid() else crs)
        parameters = {**parameters, "EXTENT": located}
    rectangle = values.algorithm.parameterAsExtent(parameters, "EXTENT", values.context, crs)
    if rectangle.isNull():
        if isinstance(given, QgsProperty):
            raise QgsProcessingException(expression_problem(values.algorithm, values.parameters, values.context))
        if values.is_given("EXTENT") and not isinstance(given, QgsRectangle):
            raise QgsProcessingException(refusal)  # QGIS cannot read it, and the whole raster is not meant
        return None
    return rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum()


def raster_layer(values: ParameterValues, name: str, feedback: QgsProcessingFeedback) -> QgsRasterLayer:
    """Returns the raster layer of a parameter.

    Raises QgsProcessingException where it cannot be opened, or where its file holds several rasters and none is named.
    """
    problem = no_raster_problem(values.algorithm, values.parameters)
    problem = problem or wrong_layer_problem(values.algorithm, values.parameters, values.context)
    if problem:
        raise QgsProcessingException(problem)
    load_raster(values.parameters.get(name), values.context)
    layer = values.algorithm.parameterAsRasterLayer(values.parameters, name, values.context)
    if layer is None or not layer.isValid():
        several = unnamed_layer_problem(values.algorithm, values.parameters, values.context)
        raise QgsProcessingException(several or values.algorithm.invalidRasterError(values.parameters, name))
    check_layer_is_named(layer, values.context, feedback)
    return layer


def raster_path(layer: QgsRasterLayer, feedback: QgsProcessingFeedback) -> str:
    """Returns the name under which GDAL opens the layer.

    Raises QgsProcessingException for layers of other providers (web services, on-the-fly rasters).
    """
    if layer.providerType() != "gdal":
        raise QgsProcessingException(
            f"The layer “{layer.name()}” comes from “{layer.providerType()}”, which cannot be read as a raster file. "
            "Save it as GeoTIFF first (Export > Save As…) and use that."
        )
    registry = QgsProviderRegistry.instance()
    parts = registry.decodeUri("gdal", layer.source())
    dropped = _dropped(parts)
    path = registry.encodeUri("gdal", parts)
    if dropped:
        feedback.pushWarning(
            f"The layer “{layer.name()}” has {' and '.join(dropped)} in QGIS, which cannot be used: {path} is read with GDAL's own settings. "
            "If that is not the same raster, save the layer as GeoTIFF first (Export > Save As…)."
        )
    return path


def _dropped(parts: dict[str, Any]) -> list[str]:
    """Removes what only QGIS's provider understands from the parts of a source; returns it for a message, without secrets."""
    options, credentials = parts.pop("openOptions", None), parts.pop("credentialOptions", None)
    configuration = parts.pop("authcfg", None)
    found = [f"the open options {', '.join(options)}"] if options else []
    found += [f"the credential options {', '.join(credentials)}"] if credentials else []
    return found + ([f"the authentication configuration {configuration}"] if configuration else [])


def vector_layer(values: ParameterValues, name: str, feedback: QgsProcessingFeedback) -> QgsVectorLayer | None:
    """Returns the layer of a feature source, which may be a selection of it; None where there is no layer.

    Raises QgsProcessingException where its file holds several layers and none is named.
    """
    given = source_of(values.parameters[name])
    layer = values.algorithm.parameterAsVectorLayer({name: given}, name, values.context)
    check_layer_is_named(layer, values.context, feedback)
    return layer


def source_crs(values: ParameterValues, name: str, source: QgsProcessingFeatureSource) -> QgsCoordinateReferenceSystem:
    """Returns the CRS of the features of a parameter.

    A layer of geometry collections has none to QGIS, which shows no such layer; there it is the one of its file.
    """
    crs = source.sourceCrs()
    if crs.isValid():
        return crs
    layer = values.algorithm.parameterAsVectorLayer({name: source_of(values.parameters[name])}, name, values.context)
    is_shown = layer is None or layer.isSpatial() or layer.dataProvider() is None
    return crs if is_shown else layer.dataProvider().crs()


def source_files(values: ParameterValues, names: Sequence[str], feedback: QgsProcessingFeedback) -> tuple[str, ...]:
    """Returns the files of the vector layers of some parameters, as far as they are given and come from files.

    Features are copied before they are read, so that only these paths show whether a result would overwrite its input.
    """
    files = []
    for name in names:
        layer = vector_layer(values, name, feedback) if values.is_given(name) else None
        files.append("" if layer is None else _file_of(layer))
    return tuple(filter(None, files))


def overwritten_input(values: ParameterValues) -> str:
    """Returns the sentence on a result that would overwrite the file of a vector layer that it is made from, "" without one."""
    from ...rasters.outputs.checks import is_same_file

    outputs = []
    for definition in values.algorithm.destinationParameterDefinitions():
        given = values.parameters.get(definition.name())
        if isinstance(given, QgsProcessingOutputLayerDefinition):
            given = given.sink.staticValue()
        outputs += [(definition.name(), given)] if isinstance(given, str) and given else []
    for definition in values.algorithm.parameterDefinitions():
        name = definition.name()
        if definition.type() != "source" or not outputs or not values.is_given(name):
            continue
        given = source_of(values.parameters[name])
        layer = values.algorithm.parameterAsVectorLayer({name: given}, name, values.context)
        path = "" if layer is None else _file_of(layer)
        for output, target in outputs:
            if path and is_same_file(target, path):
                sentence = QCoreApplication.translate(
                    "PixelClassifier", "{output} would overwrite the input {path}. Choose another name."
                )
                return sentence.format(output=output, path=path)
    return ""


def _file_of(layer: QgsVectorLayer) -> str:
    """Returns the path of a layer's file, "" where it has none."""
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path") or ""
