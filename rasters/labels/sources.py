"""What labels can come from, as plain values: a vector layer or a raster, with names and colours already known."""

from __future__ import annotations

from dataclasses import dataclass

from ..classes.class_table import RGB


@dataclass(frozen=True)
class ClassStyle:
    """Name and colour of a class; `key` is the value of the class field or label raster, written as text."""

    key: str
    name: str
    color: RGB


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


def styles_by_key(styles: tuple[ClassStyle, ...]) -> dict[str, tuple[str, RGB]]:
    """Returns names and colours by key; keys that are whole numbers lose their decimals ("3.0" is "3")."""
    return {canonical_key(style.key): (style.name, style.color) for style in styles}


def canonical_key(key: str) -> str:
    """Returns a key with a whole number written as such, other text trimmed."""
    text = key.strip()
    try:
        number = float(text) if "." in text else None
    except ValueError:
        return text
    return str(int(number)) if number is not None and number.is_integer() else text
