"""Stores a class table in a raster band, so that QGIS and others open it with its names and colours."""

from __future__ import annotations

from collections.abc import Mapping

from osgeo import gdal

from .class_table import ClassTable

_LARGEST_NAMED_VALUE = 1023
"""Category names are a list from 0 on, so that they are stored only for small values."""


def tag_classes(dataset: gdal.Dataset, classes: ClassTable) -> None:
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


def tag_counts(dataset: gdal.Dataset, classes: ClassTable, counts: Mapping[int, int]) -> None:
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
