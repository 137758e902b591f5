"""Class names and colours that a raster carries: raster attribute table, category names, colour table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from osgeo import gdal

from ..core.gdal_calls import gdal_failures
from ..reading.dataset import open_raster
from .class_table import RGB, ClassEntry, ClassTable, distinct_color

_VALUE_NAMES = ("value", "val", "class value", "classvalue")
_CLASS_NAMES = ("class", "name", "class_name", "classname", "class name", "label", "category", "category name")
_COLOR_NAMES = ("red", "green", "blue")


def class_table_of(values: Iterable[int], styles: Mapping[int, tuple[str, RGB]]) -> ClassTable:
    """Returns the table of the given values, named and coloured by `styles` as far as these tell classes apart.

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
        entries.append(ClassEntry(value, name, color))
    return ClassTable(tuple(entries))


def read_class_styles(path: str) -> dict[int, tuple[str, RGB]]:
    """Returns names and colours by value that the first band of a raster declares; empty where it declares none.

    A value with a colour only is named by its number; one with a name only gets a distinct colour. The attribute
    table comes before category names, and these before the colour table. Raises RasterError where the raster cannot
    be opened.
    """
    dataset = open_raster(path)  # kept: its bands do not outlive it
    band = dataset.GetRasterBand(1)
    names: dict[int, str] = {}
    colors: dict[int, RGB] = {}
    with gdal_failures():
        table = band.GetRasterColorTable()
        if table is not None:
            colors = {value: tuple(table.GetColorEntry(value)[:3]) for value in range(table.GetCount())}
        names = {value: name for value, name in enumerate(band.GetRasterCategoryNames() or []) if name}
        attributes = band.GetDefaultRAT()
    if attributes is not None:
        table_names, table_colors = _read_attributes(attributes)
        names.update(table_names)
        colors.update(table_colors)
    values = sorted({*names, *colors})
    return {
        value: (names.get(value, str(value)), colors.get(value, distinct_color(number)))
        for number, value in enumerate(values)
    }


def _read_attributes(table: gdal.RasterAttributeTable) -> tuple[dict[int, str], dict[int, RGB]]:
    """Returns names and colours by value from an attribute table with one row per value."""
    value_column = _column(table, (gdal.GFU_MinMax, gdal.GFU_Min), _VALUE_NAMES)
    if value_column is None:
        return {}, {}
    name_column = _column(table, (gdal.GFU_Name,), _CLASS_NAMES)
    color_columns = [
        _column(table, (usage,), (name,))
        for usage, name in zip((gdal.GFU_Red, gdal.GFU_Green, gdal.GFU_Blue), _COLOR_NAMES)
    ]
    names: dict[int, str] = {}
    colors: dict[int, RGB] = {}
    for row in range(table.GetRowCount()):
        value = round(table.GetValueAsDouble(row, value_column))
        if name_column is not None:
            names[value] = table.GetValueAsString(row, name_column)
        if None not in color_columns:
            red, green, blue = (_color_part(table, row, column) for column in color_columns)
            colors[value] = (red, green, blue)
    return {value: name for value, name in names.items() if name}, colors


def _column(table: gdal.RasterAttributeTable, usages: tuple[int, ...], names: tuple[str, ...]) -> int | None:
    """Returns the first column of one of the usages, else of one of the names, else None."""
    columns = range(table.GetColumnCount())
    by_usage = [column for column in columns if table.GetUsageOfCol(column) in usages]
    by_name = [column for column in columns if table.GetNameOfCol(column).strip().lower() in names]
    return next(iter(by_usage + by_name), None)


def _color_part(table: gdal.RasterAttributeTable, row: int, column: int) -> int:
    """Returns one part of a colour, 0 to 255; real columns hold shares of 1."""
    value = table.GetValueAsDouble(row, column)
    if table.GetTypeOfCol(column) == gdal.GFT_Real and value <= 1.0:
        value *= 255.0
    return min(255, max(0, round(value)))
