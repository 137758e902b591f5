"""Names and colours of classes as they are given from outside, and class tables made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .class_table import RGB, ClassEntry, ClassTable, distinct_color

UNDECODED = "\N{REPLACEMENT CHARACTER}"
"""What stands in a text for letters that could not be decoded."""
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,10}")


@dataclass(frozen=True)
class ClassStyle:
    """Name and colour of a class; `key` is the value of the class field or label raster, written as text."""

    key: str
    name: str
    color: RGB


def styles_by_key(styles: tuple[ClassStyle, ...]) -> dict[str, tuple[str, RGB]]:
    """Returns names and colours by key; whole numbers are found with and without decimals ("3.0" and "3")."""
    found = {canonical_key(style.key): (style.name, style.color) for style in styles}
    return {**found, **{style.key.strip(): (style.name, style.color) for style in styles}}


def styles_by_value(styles: tuple[ClassStyle, ...]) -> dict[int, tuple[str, RGB]]:
    """Returns names and colours by class value; styles of other keys than whole numbers are left out."""
    numbered = ((whole_number(key), style) for key, style in styles_by_key(styles).items())
    return {value: style for value, style in numbered if value is not None}


def of_layer_and_raster(
    styles: tuple[ClassStyle, ...], own: Mapping[int, tuple[str, RGB]]
) -> dict[int, tuple[str, RGB]]:
    """Returns names and colours by class value: those of a layer, and the raster's `own` where the layer has none.

    QGIS reads names as UTF-8, whatever they are: where letters are lost in one, it is the raster's own.
    """
    found = dict(own)
    for value, (name, color) in styles_by_value(styles).items():
        found[value] = (own[value][0] if value in own and UNDECODED in name else name, color)
    return found


def whole_number(key: str) -> int | None:
    """Returns the whole number that a key is, None where it is another text or has more digits than class values have."""
    return int(key) if _WHOLE_NUMBER.fullmatch(key) else None


def canonical_key(key: str) -> str:
    """Returns a key with a whole number written as such, other text trimmed."""
    text = key.strip()
    try:
        number = float(text) if "." in text else None
    except ValueError:
        return text
    return str(int(number)) if number is not None and number.is_integer() else text


def class_table_of(values: Iterable[int], styles: Mapping[int, tuple[str, RGB]]) -> ClassTable:
    """Returns the table of the given values, named and coloured by `styles` as far as these are distinct.

    A value without a style is named by its number; where two classes would share a colour, as the unset entries of a
    colour table do, the later one gets a distinct one. Raises LabelError for more classes than a table can hold.
    """
    entries: list[ClassEntry] = []
    used: set[RGB] = set()
    for number, value in enumerate(sorted(set(values))):
        name, color = styles.get(value, (str(value), distinct_color(number)))
        if color in used:
            color = next(other for other in map(distinct_color, range(number, number + 1000)) if other not in used)
        used.add(color)
        entries.append(ClassEntry(value, name.strip() or str(value), color))
    return ClassTable(tuple(entries))
