"""Writes places that are worth a label next as a point layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from osgeo import ogr

from .geopackage import POINT, REAL, TEXT, WHOLE, Row, write_layer

LAYER = "label_next"


@dataclass(frozen=True)
class UncertainPoint:
    """A place in map units, how much the class is in doubt around it (0 to 1), and the class that was chosen there."""

    x_map: float
    y_map: float
    uncertainty: float
    class_value: int
    class_name: str


def write_label_next(path: str, places: Sequence[UncertainPoint], crs_wkt: str) -> None:
    """Writes a GeoPackage with one point per place, the most doubtful first, in the given CRS ('' = unknown).

    Fields: rank (from 1), uncertainty (0 to 1), class_value and class_name. Raises OutputError.
    """
    fields = (("rank", WHOLE), ("uncertainty", REAL), ("class_value", WHOLE), ("class_name", TEXT))
    write_layer(path, LAYER, crs_wkt, POINT, fields, _rows(places), "The places to label next")


def _rows(places: Sequence[UncertainPoint]) -> Iterator[Row]:
    """Yields the features."""
    for rank, place in enumerate(places, 1):
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(place.x_map, place.y_map)
        yield (
            point,
            {
                "rank": rank,
                "uncertainty": place.uncertainty,
                "class_value": place.class_value,
                "class_name": place.class_name,
            },
        )
