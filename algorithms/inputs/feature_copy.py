"""Copies features of any QGIS source (memory layers, selections, databases) to a file that GDAL reads; for `processAlgorithm`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingUtils,
    QgsVariantUtils,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...rasters.core.errors import LabelError
from ...rasters.core.progress import stop_if_cancelled
from ..engine.reporter import FeedbackReporter
from .coordinate_operation import coordinate_operation
from .layers import source_crs
from .parameter_values import ParameterValues
from .styles import value_key

if TYPE_CHECKING:
    from ...rasters.labels.mask_polygons import MaskPolygons

_WHOLE = (QMetaType.Type.Int, QMetaType.Type.UInt, QMetaType.Type.LongLong, QMetaType.Type.ULongLong)
_REAL = (QMetaType.Type.Double, QMetaType.Type.Float)
_FEATURES_PER_CHECK = 1000
# names that no field of a user is likely to have
_LAYER_OPTIONS = ["FID=copied fid", "GEOMETRY_NAME=copied shape", "SPATIAL_INDEX=NO"]


@contextmanager
def working_folder(context: QgsProcessingContext) -> Iterator[Path]:
    """Makes a folder for the files of one run, and removes it at the end.

    A file that something still holds open, as the traceback of an error may, stays: Windows removes no open file, and that must not
    hide the error.
    """
    place = QgsProcessingUtils.tempFolder(context)
    with TemporaryDirectory(prefix="pixel_classifier_", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def copy_features(
    source: QgsProcessingFeatureSource,
    path: Path,
    class_field: str | None,
    context: QgsProcessingContext,
    reporter: FeedbackReporter,
    more_fields: Sequence[str] = (),
    geometry_check: Qgis.InvalidGeometryCheck = Qgis.InvalidGeometryCheck.NoCheck,
    crs: QgsCoordinateReferenceSystem | None = None,
) -> str:
    """Copies geometries, in their order and CRS (`crs`, or that of the source), and the class field to a new GeoPackage; returns its path.

    `more_fields` are copied, too, as far as the source has them. Integers stay integers and real numbers stay real; all else becomes text.
    The selection and the filter of the source apply. Invalid geometries are copied as they are, unless `geometry_check` leaves them out or
    stops at the first; curves become straight segments. Warns of features that are left out, also those without a geometry. Raises
    LabelError where no feature is left, QgsProcessingException where the file cannot be written, and for an invalid geometry.
    """
    fields, indices = QgsFields(), []
    if class_field is not None:
        index = source.fields().lookupField(class_field)
        if index < 0:
            names = ", ".join(source.fields().names())
            raise LabelError(
                f"The layer “{source.sourceName()}” has no field “{class_field}”. Choose one of its fields: {names}."
            )
        indices.append(index)
        fields.append(QgsField(class_field, _stored_type(source.fields().at(index))))
    for name in more_fields:
        index = source.fields().lookupField(name)
        if index >= 0 and index not in indices:
            indices.append(index)
            fields.append(QgsField(name, _stored_type(source.fields().at(index))))
    crs = source.sourceCrs() if crs is None else crs
    copied = _write_features(source, path, fields, indices, geometry_check, crs, context, reporter)
    if not crs.authid():
        from ...rasters.layers.geopackage import keep_units

        keep_units(str(path), crs.toWkt(Qgis.CrsWktVariant.PreferredGdal))
    reporter.add_alias(str(path), f"“{source.sourceName()}”")
    if copied == 0 and source.wkbType() == QgsWkbTypes.Type.NoGeometry:
        raise LabelError(
            f"“{source.sourceName()}” is a table without geometries. Load a table of coordinates, or of geometries as text, by Layer > Add Layer > "
            "Add Delimited Text Layer, and choose that layer."
        )
    if copied == 0:
        raise LabelError(
            f"The layer “{source.sourceName()}” has no feature with a geometry. "
            "If only selected features are to be used, check the selection."
        )
    return str(path)


def _write_features(
    source: QgsProcessingFeatureSource,
    path: Path,
    fields: QgsFields,
    indices: list[int],
    geometry_check: Qgis.InvalidGeometryCheck,
    crs: QgsCoordinateReferenceSystem,
    context: QgsProcessingContext,
    reporter: FeedbackReporter,
) -> int:
    """Writes the features with a geometry, and the fields at `indices`; returns their number.

    The file is closed on every way out: an error's traceback would hold it open, and Windows removes no open file.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.layerOptions = "GPKG", "features", _LAYER_OPTIONS
    any_type = QgsWkbTypes.Type.Unknown  # layers may mix types, and hold others than they declare
    writer = QgsVectorFileWriter.create(str(path), fields, any_type, crs, context.transformContext(), options)
    try:
        if writer.hasError():
            raise _not_copied(source, path, writer.errorMessage())
        request = QgsFeatureRequest()
        request.setSubsetOfAttributes(indices)
        copied, without, invalid = 0, 0, 0
        for feature in source.getFeatures(request, Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks):
            if copied % _FEATURES_PER_CHECK == 0:
                stop_if_cancelled(reporter)
            if not feature.hasGeometry():
                without += 1
                continue
            copy = QgsFeature(fields)
            geometry = feature.geometry()
            if geometry_check != Qgis.InvalidGeometryCheck.NoCheck and not geometry.isGeosValid():
                if geometry_check == Qgis.InvalidGeometryCheck.AbortOnInvalid:
                    raise _invalid_geometry(source, feature)
                invalid += 1
                continue
            geometry.convertToStraightSegment()
            copy.setGeometry(geometry)
            for position, index in enumerate(indices):
                copy.setAttribute(position, _stored_value(feature.attribute(index), fields.at(position)))
            if not writer.addFeature(copy, QgsFeatureSink.Flag.FastInsert):
                raise _not_copied(source, path, writer.errorMessage())
            copied += 1
        for count, what in ((without, "no geometry"), (invalid, "an invalid geometry")):
            if count:
                of, have, are = ("feature", "has", "is") if count == 1 else ("features", "have", "are")
                reporter.warning(f"{count} {of} of “{source.sourceName()}” {have} {what} and {are} left out.")
        return copied
    finally:
        del writer


def _invalid_geometry(source: QgsProcessingFeatureSource, feature: QgsFeature) -> QgsProcessingException:
    """Returns the error for an invalid geometry, where the user has chosen to stop at one."""
    return QgsProcessingException(
        f"Feature {feature.id()} of “{source.sourceName()}” has an invalid geometry, and the input is set to stop at one. Mend it (Fix "
        "geometries), or set Invalid feature filtering of the input to another choice."
    )


def _not_copied(source: QgsProcessingFeatureSource, path: Path, why: str) -> QgsProcessingException:
    """Returns the error for features that cannot be written to the temporary folder."""
    reason = " ".join(why.split()).rstrip(".")
    return QgsProcessingException(
        f"The features of “{source.sourceName()}” cannot be copied to the temporary folder {path.parent.parent}. Free some "
        f"space there, or choose another one in the Processing options. ({reason})"
    )


def copy_mask(
    values: ParameterValues, name: str, folder: Path, reporter: FeedbackReporter, target: QgsCoordinateReferenceSystem
) -> MaskPolygons | None:
    """Copies the polygons of an optional parameter; returns them as the domain reads them, None without polygons.

    `target` is the CRS to which they will be reprojected. Raises what `copy_features` raises, and QgsProcessingException where the layer
    cannot be opened.
    """
    from ...rasters.labels.mask_polygons import MaskPolygons

    if not values.is_given(name):
        return None
    source = values.source(name)
    check, crs = values.geometry_check(name), source_crs(values, name, source)
    path = copy_features(source, folder / "mask.gpkg", None, values.context, reporter, geometry_check=check, crs=crs)
    operation = coordinate_operation(source.sourceName(), crs, target, values.context, reporter)
    return MaskPolygons(path, None, operation)


def _stored_type(field: QgsField) -> QMetaType.Type:
    if field.type() in _WHOLE:
        return QMetaType.Type.LongLong
    return QMetaType.Type.Double if field.type() in _REAL else QMetaType.Type.QString


def _stored_value(value: object, field: QgsField) -> object:
    if QgsVariantUtils.isNull(value):
        return None
    return value_key(value) if field.type() == QMetaType.Type.QString else value
