"""The point layer of an assessment sample, whose references an interpreter fills in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from osgeo import gdal, ogr

from ..core.errors import OutputError
from ..core.gdal_calls import gdal_errors_ignored
from ..core.number_text import whole
from ..core.sample_design import (
    INCLUSION,
    POINT_FIELD,
    REFERENCE_FIELD,
    STRATUM,
    STRATUM_HA,
    STRATUM_NAME,
    STRATUM_PIXELS,
    STRATUM_SHARE,
    Stratum,
)
from .geopackage import POINT, REAL, TEXT, WHOLE, Row, write_layer

LAYER = "assessment_sample"


@dataclass(frozen=True)
class SamplePoint:
    """A point in map units, its stratum and the stratum's name, and the probability, 0 to 1, with which it was drawn."""

    x_map: float
    y_map: float
    stratum: Stratum
    stratum_name: str
    inclusion: float


def write_sample(path: str, points: Sequence[SamplePoint], crs_wkt: str, reference_is_text: bool) -> None:
    """Writes a GeoPackage of points, numbered in the order given, in the given CRS ('' = unknown).

    Fields: point (from 1) and reference (empty: a class value, or a class name where `reference_is_text`). The others are the design: the
    stratum with its name, size in pixels, share of the ground and area in hectares (NULL where unknown), and the inclusion probability.
    Raises OutputError.
    """
    fields = (
        (POINT_FIELD, WHOLE), (REFERENCE_FIELD, TEXT if reference_is_text else WHOLE), (STRATUM, WHOLE), (STRATUM_NAME, TEXT),
        (STRATUM_PIXELS, WHOLE), (STRATUM_SHARE, REAL), (STRATUM_HA, REAL), (INCLUSION, REAL),
    )  # fmt: skip
    write_layer(path, LAYER, crs_wkt, POINT, fields, _rows(points), "The assessment sample")


def check_no_references(path: str) -> None:
    """Raises OutputError where `path` is a sample in which references were filled in: they cost days, and would be lost."""
    count = 0
    with gdal_errors_ignored():
        source = gdal.OpenEx(path, gdal.OF_VECTOR)
        layer = None if source is None else source.GetLayerByName(LAYER)
        if layer is not None and layer.GetLayerDefn().GetFieldIndex(REFERENCE_FIELD) >= 0:
            layer.SetAttributeFilter(f"{REFERENCE_FIELD} IS NOT NULL")
            count = layer.GetFeatureCount()
    if count:
        raise OutputError(
            f"{path} holds an earlier sample with {whole(count)} references, which would be lost. Choose another file, or delete it first."
        )


def _rows(points: Sequence[SamplePoint]) -> Iterator[Row]:
    """Yields the features."""
    for number, point in enumerate(points, 1):
        geometry = ogr.Geometry(ogr.wkbPoint)
        geometry.AddPoint_2D(point.x_map, point.y_map)
        stratum = point.stratum
        values = {
            POINT_FIELD: number,
            STRATUM: stratum.value,
            STRATUM_NAME: point.stratum_name,
            STRATUM_PIXELS: stratum.pixels,
            STRATUM_SHARE: stratum.share,
            INCLUSION: point.inclusion,
        }
        if stratum.area_ha is not None:
            values[STRATUM_HA] = stratum.area_ha
        yield geometry, values
