"""Writes the features of a layer into a new GeoPackage, all or an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from osgeo import ogr, osr

from ..core.errors import OutputError
from ..core.gdal_calls import gdal_failures, reason

TEXT, WHOLE, REAL = ogr.OFTString, ogr.OFTInteger64, ogr.OFTReal
POINT, POLYGON = ogr.wkbPoint, ogr.wkbPolygon

Row = tuple[ogr.Geometry, Mapping[str, object]]
"""A feature: its geometry, and its values by field; a field that is not named stays null."""


def reference_of(crs_wkt: str) -> osr.SpatialReference | None:
    """Returns a CRS with x before y; None where it is unknown."""
    if not crs_wkt:
        return None
    reference = osr.SpatialReference(crs_wkt)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def write_layer(
    path: str,
    name: str,
    crs_wkt: str,
    geometry_type: int,
    fields: Sequence[tuple[str, int]],
    rows: Iterable[Row],
    what: str,
) -> None:
    """Writes one layer of that name, in the given CRS ('' = unknown), with `fields` of (name, type).

    `what` names the result in the error. Raises OutputError; what is there of the file then is the caller's to remove.
    """
    with gdal_failures() as failures:
        try:
            written = _write(path, name, crs_wkt, geometry_type, fields, rows)
        except RuntimeError as error:
            raise _not_written(what, reason(failures, error)) from error
    if not written or failures:
        raise _not_written(what, reason(failures))


def _write(
    path: str, name: str, crs_wkt: str, geometry_type: int, fields: Sequence[tuple[str, int]], rows: Iterable[Row]
) -> bool:
    """Writes the file; returns whether GDAL said so. Raises RuntimeError where GDAL raises."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    if source is None:
        return False
    layer = source.CreateLayer(name, reference_of(crs_wkt), geometry_type)
    for field, kind in fields:
        layer.CreateField(ogr.FieldDefn(field, kind))
    layer.StartTransaction()
    for geometry, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        for field, value in values.items():
            feature[field] = value
        if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
            return False
    return layer.CommitTransaction() == ogr.OGRERR_NONE


def _not_written(what: str, why: str) -> OutputError:
    return OutputError(f"{what} cannot be written: {why}. Free some space or choose another file.")
