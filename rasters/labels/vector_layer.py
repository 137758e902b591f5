"""Opens a layer of a vector file and reads its features."""

from __future__ import annotations

from collections.abc import Iterator

from osgeo import gdal, ogr, osr

from ..core.crs import earth_crs
from ..core.errors import LabelError
from ..core.gdal_calls import gdal_errors_ignored, gdal_exceptions_as, opened, plain_text, reason
from ..core.grid import Extent

_FEATURES_AT_ONCE = 64
"""Watching for failures takes longer than reading one feature."""


class VectorLayer:
    """An open layer of a vector file. Close it after use, such as by `contextlib.closing`."""

    def __init__(self, path: str, name: str | None, operation: str = "") -> None:
        """Opens a layer; without a name, the file's only layer with geometries.

        `operation` is the coordinate operation to the raster's CRS, as in `core.crs.transform_between`. Raises LabelError where the
        file cannot be opened, or the layer is missing or ambiguous.
        """
        self.path, self.operation = path, operation
        self._dataset = opened(
            path,
            gdal.OF_VECTOR,
            lambda why: LabelError(f"The vector layer {path} cannot be opened: {why}."),
            open_options=["@WRITE_GFS=NO"],  # GDAL would leave a file beside GML
        )
        self._layer = _find_layer(path, self._dataset, name)

    def close(self) -> None:
        """Closes the file."""
        self._layer = self._dataset = None

    @property
    def crs(self) -> osr.SpatialReference | None:
        """Returns the layer's CRS, axes in GIS order; None where it is unknown."""
        return earth_crs(self._layer.GetSpatialRef())

    @property
    def extent(self) -> Extent | None:
        """Returns the layer's extent in its own map units, None where it is empty."""
        found = None
        with gdal_errors_ignored():
            self._layer.SetSpatialFilter(None)
            found = self._layer.GetExtent()
        if found is None or not self._layer.GetFeatureCount():
            return None
        xmin, xmax, ymin, ymax = found
        return xmin, ymin, xmax, ymax

    @property
    def field_names(self) -> list[str]:
        """Returns the names of the fields, in their order."""
        definition = self._layer.GetLayerDefn()
        return [plain_text(definition.GetFieldDefn(number).GetName()) for number in range(definition.GetFieldCount())]

    def field(self, name: str) -> tuple[int, int]:
        """Returns index and OGR type of a field, that of texts for yes and no. Raises LabelError, which lists the fields, where it is missing."""
        definition, names = self._layer.GetLayerDefn(), self.field_names
        wanted = [number for number, given in enumerate(names) if given == name] or [
            number for number, given in enumerate(names) if given.lower() == name.lower()
        ]
        if not wanted:
            raise LabelError(
                f'{self.path} has no field "{name}". Choose one of its fields: {", ".join(names) or "it has none"}.'
            )
        found = definition.GetFieldDefn(wanted[0])
        return wanted[0], ogr.OFTString if found.GetSubType() == ogr.OFSTBoolean else found.GetType()

    def features(self, extent: Extent | None = None) -> Iterator[ogr.Feature]:
        """Yields the features in file order; with an extent in the layer's map units, those that may intersect it."""
        self._layer.SetSpatialFilter(None)
        if extent is not None:
            self._layer.SetSpatialFilterRect(*extent)
        self._layer.ResetReading()
        at_end = False
        while not at_end:
            features, at_end = self._next_features()
            yield from features

    def _next_features(self) -> tuple[list[ogr.Feature], bool]:
        """Returns the next features, and whether they are the last."""
        features: list[ogr.Feature] = []
        survived = 0
        with gdal_exceptions_as(self._cut_short) as failures:
            while len(features) < _FEATURES_AT_ONCE:
                feature = self._layer.GetNextFeature()
                if feature is None:
                    break
                features.append(feature)
                survived = len(failures)
        at_end = len(features) < _FEATURES_AT_ONCE
        if at_end and failures[survived:]:
            raise self._cut_short(reason(failures[survived:]))
        return features, at_end

    def _cut_short(self, why: str) -> LabelError:
        """Returns the error for a file that ends before its last feature."""
        return LabelError(f"{self.path} cannot be read to its end: {why}.")


def field_text(feature: ogr.Feature, number: int) -> str:
    """Returns the value of a field as text: true or false, dates and times as ISO 8601 writes them, and all else as OGR does."""
    definition = feature.GetFieldDefnRef(number)
    if definition.GetSubType() == ogr.OFSTBoolean:
        return "true" if feature.GetFieldAsInteger(number) else "false"
    kind = definition.GetType()
    if kind not in (ogr.OFTDate, ogr.OFTTime, ogr.OFTDateTime):
        return feature.GetFieldAsString(number)
    year, month, day, hour, minute, second, _ = feature.GetFieldAsDateTime(number)
    date, time = f"{year:04d}-{month:02d}-{day:02d}", f"{hour:02d}:{minute:02d}:{int(second):02d}"
    return date if kind == ogr.OFTDate else time if kind == ogr.OFTTime else f"{date}T{time}"


def _find_layer(path: str, dataset: gdal.Dataset, name: str | None) -> ogr.Layer:
    """Returns the layer of that name, or the only one with geometries."""
    layers = [dataset.GetLayer(number) for number in range(dataset.GetLayerCount())]
    spatial = [layer for layer in layers if layer.GetGeomType() != ogr.wkbNone]
    chosen = [layer for layer in layers if layer.GetName() == name] if name else spatial
    if len(chosen) == 1:
        return chosen[0]
    there = ", ".join(layer.GetName() for layer in spatial) or "none with geometries"
    if name:
        raise LabelError(f'{path} has no layer "{name}". Its layers: {there}.')
    if not spatial:
        raise LabelError(
            f"{path} holds no layer with geometries. Save a table of coordinates, or of geometries as text, as a layer first: in QGIS by Layer > Add "
            "Layer > Add Delimited Text Layer, and Export."
        )
    raise LabelError(f"{path} has {len(spatial)} layers, and none was chosen. Name one of them: {there}.")
