"""What labels can come from, as plain values: a vector layer or a raster, with names and colours already known."""

from __future__ import annotations

from dataclasses import dataclass

from ..classes.class_styles import ClassStyle


@dataclass(frozen=True)
class VectorLabels:
    """Labels drawn as polygons, lines or points.

    `layer` may be None where the file has only one; without `class_field` every feature is of class 1. `buffer_map`
    widens (below 0: shrinks) every geometry, in map units of the label layer.
    """

    path: str
    layer: str | None = None
    class_field: str | None = None
    buffer_map: float = 0.0
    styles: tuple[ClassStyle, ...] = ()


@dataclass(frozen=True)
class RasterLabels:
    """Labels that are the first band of a raster, on any grid and in any reference system."""

    path: str
    styles: tuple[ClassStyle, ...] = ()
