"""Class names and colours in a raster band: raster attribute table, category names and colour table, read and written."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from osgeo import gdal, ogr

from ..core.errors import RasterError
from ..core.gdal_calls import gdal_exceptions_as, plain_text
from ..reading.dataset import RasterDataset
from .class_table import RGB, ClassTable, distinct_color

_VALUE_NAMES = ("value", "val", "class value", "classvalue", "id", "cat", "code", "gridcode", "class_id")
_CLASS_NAMES = ("class", "name", "class_name", "classname", "class name", "label", "category", "category name")
_COLOR_NAMES = ("red", "green", "blue")
_NO_VALUES = ("histogram", "count", "opacity", "alpha", "area", *_COLOR_NAMES)
"""Names of columns of numbers that are no class values."""
_NO_VALUE_USAGES = (gdal.GFU_PixelCount, gdal.GFU_Red, gdal.GFU_Green, gdal.GFU_Blue, gdal.GFU_Alpha)
_COLUMN_TYPES = {ogr.OFTInteger: gdal.GFT_Integer, ogr.OFTInteger64: gdal.GFT_Integer, ogr.OFTReal: gdal.GFT_Real}
_TABLE_BESIDE = ".vat.dbf"
"""What follows the name of a raster in that of its table by ArcGIS, which QGIS reads, too."""

_LARGEST_NAMED_VALUE = 1023
"""Category names are a list from 0 on, so that they are stored only for small values."""


def write_classes(dataset: gdal.Dataset, classes: ClassTable) -> None:
    """Stores classes in the first band: attribute table always, colour table and category names where the band can.

    To be called before pixels are written. Colour tables exist for unsigned bands of 8 and 16 bits only.
    """
    band = dataset.GetRasterBand(1)
    largest = max(classes.values, default=0)
    in_range = min(classes.values, default=0) >= 0
    if band.DataType in (gdal.GDT_Byte, gdal.GDT_UInt16) and in_range:
        colors = gdal.ColorTable()
        for entry in classes.classes:
            colors.SetColorEntry(entry.value, (*entry.color, 255))
        band.SetRasterColorTable(colors)
    if in_range and largest <= _LARGEST_NAMED_VALUE:
        names = [""] * (largest + 1)
        for entry in classes.classes:
            names[entry.value] = entry.name
        band.SetRasterCategoryNames(names)
    band.SetDefaultRAT(_attribute_table(classes, None))


def write_class_counts(dataset: gdal.Dataset, classes: ClassTable, counts: Mapping[int, int]) -> None:
    """Stores how many pixels of the first band have each class value, in the attribute table."""
    dataset.GetRasterBand(1).SetDefaultRAT(_attribute_table(classes, counts))


def _attribute_table(classes: ClassTable, counts: Mapping[int, int] | None) -> gdal.RasterAttributeTable:
    """Returns the attribute table that QGIS reads as a legend: value, name and colour of each class, and its pixels."""
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Class", gdal.GFT_String, gdal.GFU_Name)
    for name, usage in (("Red", gdal.GFU_Red), ("Green", gdal.GFU_Green), ("Blue", gdal.GFU_Blue)):
        table.CreateColumn(name, gdal.GFT_Integer, usage)
    table.SetRowCount(len(classes))
    for row, entry in enumerate(classes.classes):
        table.SetValueAsInt(row, 0, entry.value)
        table.SetValueAsString(row, 1, entry.name)
        for column, part in enumerate(entry.color, 2):
            table.SetValueAsInt(row, column, part)
    if counts is not None:
        # Real: whole numbers have 32 bits there, which a large raster outgrows.
        table.CreateColumn("Count", gdal.GFT_Real, gdal.GFU_PixelCount)
        for row, entry in enumerate(classes.classes):
            table.SetValueAsDouble(row, table.GetColumnCount() - 1, float(counts.get(entry.value, 0)))
    return table


def read_class_styles(raster: RasterDataset) -> dict[int, tuple[str, RGB]]:
    """Returns names and colours by value that the first band of a raster declares, as `class_styles_in` does."""
    return class_styles_in(raster.handle, raster.path)


def class_styles_in(dataset: gdal.Dataset, path: str) -> dict[int, tuple[str, RGB]]:
    """Returns names and colours by value that the first band of an open dataset declares, empty where it declares none.

    A value with a colour only is named by its number; one with a name only gets a distinct colour. The attribute
    table comes before category names, and these before the colour table. Raises RasterError where they are damaged.
    """
    band = dataset.GetRasterBand(1)
    names: dict[int, str] = {}
    colors: dict[int, RGB] = {}
    with gdal_exceptions_as(lambda why: RasterError(f"The classes of {path} cannot be read: {why}.")):
        table = band.GetRasterColorTable()
        if table is not None:
            colors = {value: tuple(table.GetColorEntry(value)[:3]) for value in range(table.GetCount())}
        names = {value: plain_text(name) for value, name in enumerate(band.GetRasterCategoryNames() or []) if name}
        for attributes in (_table_beside(path), band.GetDefaultRAT()):
            if attributes is not None:
                table_names, table_colors = _read_attributes(attributes)
                names.update(table_names)
                colors.update(table_colors)
    values = sorted({*names, *colors})
    return {
        value: (names.get(value, str(value)), colors.get(value, distinct_color(number)))
        for number, value in enumerate(values)
    }


def _table_beside(path: str) -> gdal.RasterAttributeTable | None:
    """Returns the attribute table in a file beside a raster (.vat.dbf, by ArcGIS), None without one."""
    beside = path + _TABLE_BESIDE
    if gdal.VSIStatL(beside) is None:
        return None
    layer = (source := gdal.OpenEx(beside, gdal.OF_VECTOR, allowed_drivers=["ESRI Shapefile"])).GetLayer(0)
    fields = [layer.GetLayerDefn().GetFieldDefn(number) for number in range(layer.GetLayerDefn().GetFieldCount())]
    table = gdal.RasterAttributeTable()
    for field in fields:
        table.CreateColumn(
            plain_text(field.GetName()), _COLUMN_TYPES.get(field.GetType(), gdal.GFT_String), gdal.GFU_Generic
        )
    table.SetRowCount(layer.GetFeatureCount())
    for row, feature in enumerate(layer):
        for column in range(len(fields)):
            table.SetValueAsString(row, column, plain_text(feature.GetFieldAsString(column)))
    del layer, source
    return table


def _read_attributes(table: gdal.RasterAttributeTable) -> tuple[dict[int, str], dict[int, RGB]]:
    """Returns names and colours by value from an attribute table with one row per value; values that are not finite are left out."""
    value_column = _value_column(table)
    if value_column is None and not _is_counted_by_value(table):
        return {}, {}
    has_bins, first_value, step = table.GetLinearBinning()
    name_column = _name_column(table)
    color_columns = [
        _column(table, (usage,), (name,))
        for usage, name in zip((gdal.GFU_Red, gdal.GFU_Green, gdal.GFU_Blue), _COLOR_NAMES)
    ]
    names: dict[int, str] = {}
    colors: dict[int, RGB] = {}
    for row in range(table.GetRowCount()):
        if value_column is not None:
            number = table.GetValueAsDouble(row, value_column)
        else:
            number = first_value + row * step if has_bins else row
        if not math.isfinite(number):
            continue
        value = round(number)
        if name_column is not None:
            names[value] = plain_text(table.GetValueAsString(row, name_column))
        if None not in color_columns:
            red, green, blue = (_color_part(table, row, column) for column in color_columns)
            colors[value] = (red, green, blue)
    return {value: name for value, name in names.items() if name}, colors


def _value_column(table: gdal.RasterAttributeTable) -> int | None:
    """Returns the column of class values, by its usage or name, else the first one where it holds whole numbers and is nothing else; or None."""
    found = _column(table, (gdal.GFU_MinMax, gdal.GFU_Min), _VALUE_NAMES)
    if found is None and table.GetColumnCount() and not _is_counted_by_value(table):
        is_whole = table.GetTypeOfCol(0) == gdal.GFT_Integer and table.GetUsageOfCol(0) == gdal.GFU_Generic
        return 0 if is_whole and _name_of(table, 0) not in _NO_VALUES else None
    return found


def _is_counted_by_value(table: gdal.RasterAttributeTable) -> bool:
    """Returns whether no column holds numbers but colours and counts of pixels, so that the place of a row is its class value."""
    return all(
        table.GetTypeOfCol(column) == gdal.GFT_String
        or table.GetUsageOfCol(column) in _NO_VALUE_USAGES
        or _name_of(table, column) in _NO_VALUES
        for column in range(table.GetColumnCount())
    )


def _name_column(table: gdal.RasterAttributeTable) -> int | None:
    """Returns the column of class names, by its usage or name, else the first one of texts that are all different; None without one."""
    texts = [column for column in range(table.GetColumnCount()) if table.GetTypeOfCol(column) == gdal.GFT_String]
    by_usage = [column for column in range(table.GetColumnCount()) if table.GetUsageOfCol(column) == gdal.GFU_Name]
    by_name = [column for name in _CLASS_NAMES for column in texts if _name_of(table, column) == name]
    different = (column for column in texts if _are_different(table, column))
    return next(itertools.chain(by_usage, by_name, different), None)


def _are_different(table: gdal.RasterAttributeTable, column: int) -> bool:
    """Returns whether a column has texts, and each of them once."""
    texts = [
        text for row in range(table.GetRowCount()) if (text := plain_text(table.GetValueAsString(row, column)).strip())
    ]
    return bool(texts) and len(texts) == len(set(texts))


def _name_of(table: gdal.RasterAttributeTable, column: int) -> str:
    return plain_text(table.GetNameOfCol(column)).strip().lower()


def _column(table: gdal.RasterAttributeTable, usages: tuple[int, ...], names: tuple[str, ...]) -> int | None:
    """Returns the first column of one of the usages, else the one of the first name that there is, else None."""
    columns = range(table.GetColumnCount())
    by_usage = [column for column in columns if table.GetUsageOfCol(column) in usages]
    by_name = [column for name in names for column in columns if _name_of(table, column) == name]
    return next(iter(by_usage + by_name), None)


def _color_part(table: gdal.RasterAttributeTable, row: int, column: int) -> int:
    """Returns one part of a colour, 0 to 255, 0 where it is not finite; real columns hold shares of 1."""
    value = table.GetValueAsDouble(row, column)
    if not math.isfinite(value):
        return 0
    if table.GetTypeOfCol(column) == gdal.GFT_Real and value <= 1.0:
        value *= 255.0
    return min(255, max(0, round(value)))
