"""Writes a vector layer into a new GeoPackage, with all of its features or an error."""

from __future__ import annotations

import contextlib
import math
import traceback
from collections.abc import Iterable, Mapping, Sequence

from osgeo import gdal, ogr

from ..core.crs import crs_from_wkt
from ..core.errors import OutputError
from ..core.gdal_calls import GDAL_ERRORS, gdal_errors_as, gdal_failures, reason

TEXT, WHOLE, REAL = ogr.OFTString, ogr.OFTInteger64, ogr.OFTReal
POINT, POLYGON = ogr.wkbPoint, ogr.wkbPolygon

_DECLARE = (
    (
        "INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition) "
        "VALUES ({name}, 100000, 'NONE', 100000, {definition})"
    ),
    "UPDATE gpkg_contents SET srs_id = 100000",
    "UPDATE gpkg_geometry_columns SET srs_id = 100000",
)
"""What declares a CRS for the one layer of a file: 100000 is the number that GDAL gives the first CRS without a code."""
_SAME_UNITS = 1e-9
"""The foot and the US survey foot differ by 2e-6."""

Row = tuple[ogr.Geometry, Mapping[str, object]]
"""A feature: its geometry, and its values by field; other fields stay null."""


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

    `what` names the result in the error. Raises OutputError; the caller removes what was written until then.
    """
    with gdal_errors_as(
        lambda why: OutputError(f"{what} cannot be written: {why}. Free some space or choose another file.")
    ):
        try:
            _write(path, name, crs_wkt, geometry_type, fields, rows)
        except BaseException as error:
            traceback.clear_frames(error.__traceback__)  # they hold the file open, and Windows removes no open file
            raise


def _write(
    path: str, name: str, crs_wkt: str, geometry_type: int, fields: Sequence[tuple[str, int]], rows: Iterable[Row]
) -> None:
    """Writes the file, up to the first failure."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    if source is None:
        return
    # GDAL reports a CRS that only newer texts (WKT2) hold, such as one with a rotated pole, as an error, and writes it
    with gdal_failures() as failures, contextlib.suppress(*GDAL_ERRORS):
        source.CreateLayer(name, crs_from_wkt(crs_wkt, keep_local=True), geometry_type)
    if source.GetLayerCount() == 0:
        raise RuntimeError(reason(failures))
    del source
    keep_units(path, crs_wkt)
    source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = source.GetLayer(0)
    for field, kind in fields:
        layer.CreateField(ogr.FieldDefn(field, kind))
    layer.StartTransaction()
    for geometry, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        for field, value in values.items():
            feature[field] = value
        if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
            return
    layer.CommitTransaction()


def keep_units(path: str, crs_wkt: str) -> None:
    """Declares the CRS of the one layer of a GeoPackage anew, where GDAL has written it with other units.

    It takes UTM in feet or kilometres for UTM in metres. Raises RuntimeError where the file cannot be changed.
    """
    crs = crs_from_wkt(crs_wkt)
    source = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
    written = source.GetLayer(0).GetSpatialRef()
    if crs is None or written is None or not crs.IsProjected():
        return
    if math.isclose(written.GetLinearUnits(), crs.GetLinearUnits(), rel_tol=_SAME_UNITS):
        return
    name, definition = ("'" + text.replace("'", "''") + "'" for text in (crs.GetName(), crs.ExportToWkt()))
    for statement in _DECLARE:
        source.ExecuteSQL(statement.format(name=name, definition=definition))
