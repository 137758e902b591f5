"""Writes places that are worth a label next as a point layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from osgeo import ogr, osr

from .errors import OutputError
from .gdal_errors import gdal_failures, reason

LAYER = "label_next"


@dataclass(frozen=True)
class DoubtfulPlace:
    """A place in map units, how much the class is in doubt around it (0 to 1), and the class that was chosen there."""

    x_map: float
    y_map: float
    uncertainty: float
    class_value: int
    class_name: str


def write_places(path: str, places: Sequence[DoubtfulPlace], crs_wkt: str) -> None:
    """Writes a GeoPackage with one point per place, the most doubtful first, in the given CRS ('' = unknown).

    Fields: rank (from 1), uncertainty (0 to 1), class_value and class_name. Raises OutputError.
    """
    with gdal_failures() as failures:
        try:
            written = _write(path, places, crs_wkt)
        except RuntimeError as error:
            raise OutputError(_not_written(reason(failures, error))) from error
    if not written or failures:
        raise OutputError(_not_written(reason(failures)))


def _write(path: str, places: Sequence[DoubtfulPlace], crs_wkt: str) -> bool:
    """Writes the file; returns whether GDAL said so. Raises RuntimeError where GDAL raises."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    if source is None:
        return False
    reference = None
    if crs_wkt:
        reference = osr.SpatialReference(crs_wkt)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    layer = source.CreateLayer(LAYER, reference, ogr.wkbPoint)
    for name, kind in (
        ("rank", ogr.OFTInteger),
        ("uncertainty", ogr.OFTReal),
        ("class_value", ogr.OFTInteger64),
        ("class_name", ogr.OFTString),
    ):
        layer.CreateField(ogr.FieldDefn(name, kind))
    layer.StartTransaction()
    for rank, place in enumerate(places, 1):
        feature = ogr.Feature(layer.GetLayerDefn())
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(place.x_map, place.y_map)
        feature.SetGeometry(point)
        feature["rank"], feature["uncertainty"] = rank, place.uncertainty
        feature["class_value"], feature["class_name"] = place.class_value, place.class_name
        if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
            return False
    return layer.CommitTransaction() == ogr.OGRERR_NONE


def _not_written(why: str) -> str:
    return f"The places to label next cannot be written: {why}. Free some space or choose another file."
