"""The point layer of places to label next, where a label is likely to help most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from osgeo import ogr

from .geopackage import POINT, REAL, TEXT, WHOLE, Row, write_layer

LAYER = "label_next"


@dataclass(frozen=True)
class UncertainPoint:
    """A point in map units, the uncertainty around it (0 to 1), and the class predicted there."""

    x_map: float
    y_map: float
    uncertainty: float
    class_value: int
    class_name: str


def write_label_next(path: str, points: Sequence[UncertainPoint], crs_wkt: str) -> None:
    """Writes a GeoPackage of points, the most uncertain first, in the given CRS ('' = unknown).

    Fields: rank (from 1), uncertainty (0 to 1), class_value and class_name. Raises OutputError.
    """
    fields = (("rank", WHOLE), ("uncertainty", REAL), ("class_value", WHOLE), ("class_name", TEXT))
    write_layer(path, LAYER, crs_wkt, POINT, fields, _rows(points), "The places to label next")


def _rows(points: Sequence[UncertainPoint]) -> Iterator[Row]:
    """Yields the features."""
    for rank, point in enumerate(points, 1):
        geometry = ogr.Geometry(ogr.wkbPoint)
        geometry.AddPoint_2D(point.x_map, point.y_map)
        yield (
            geometry,
            {
                "rank": rank,
                "uncertainty": point.uncertainty,
                "class_value": point.class_value,
                "class_name": point.class_name,
            },
        )
