"""Paletted imagery: bands of indices into a table of colours, read as the colours that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from osgeo import gdal

from ..core.errors import RasterError
from ..core.gdal_calls import gdal_errors_as, gdal_failures
from .dataset import RasterDataset
from .virtual_copy import virtual_copy

_OPAQUE = 255
_LARGEST_INDEX = {"uint8": 255, "uint16": 65_535}
_Colour = tuple[int, int, int, int]


def imagery(raster: RasterDataset, band_numbers: Sequence[int] | None) -> RasterDataset:
    """Returns a raster as imagery: a virtual raster over the colours (red, green, blue) of a paletted one, else itself.

    Indices are arbitrary numbers, and the same colour has another one in the next file. Palettes of greys give one band; colours
    that are transparent or NoData give an alpha band. Bands that are chosen explicitly (`band_numbers`) are read as they are.
    The description's notes name the choice. Raises RasterError.
    """
    paletted = _paletted_bands(raster)
    if not paletted:
        return raster
    several = raster.info.band_count > 1
    if band_numbers is not None or several:
        chosen = [number for number in paletted if band_numbers is None or number in band_numbers]
        if chosen:
            note = (
                f"Band {', '.join(map(str, chosen))} of {raster.path} is paletted: its values are indices into a table of "
                "colours, and are used as they are. "
            )
            cure = "Expand the palette first (Raster > Conversion > PCT to RGB)" if several else "Choose no bands"
            raster.info = replace(raster.info, notes=(*raster.info.notes, f"{note}{cure} to use the colours."))
        return raster
    return _expanded(raster, paletted[0])


def is_grey_ramp(table: gdal.ColorTable) -> bool:
    """Returns whether each index of a palette stands for the grey of the same value, so that indices are values."""
    return all(tuple(table.GetColorEntry(index)[:3]) == (index,) * 3 for index in range(table.GetCount()))


def _paletted_bands(raster: RasterDataset) -> list[int]:
    """Returns the bands that declare a palette."""
    found = []
    with gdal_failures():
        for number in raster.info.data_bands:
            band = raster.handle.GetRasterBand(number)
            is_index = band.GetColorInterpretation() == gdal.GCI_PaletteIndex
            table = band.GetRasterColorTable() if is_index else None
            if table and raster.info.band_dtypes[number - 1] in _LARGEST_INDEX and not is_grey_ramp(table):
                found.append(number)
    return found


def _expanded(raster: RasterDataset, number: int) -> RasterDataset:
    """Returns a virtual raster over the colours of a paletted band."""
    info = raster.info
    colours = _colours(raster, number)
    is_grey = all(red == green == blue for red, green, blue, alpha in colours if alpha)
    has_alpha = any(alpha != _OPAQUE for *_, alpha in colours)
    bands = 1 if is_grey else 3
    table = gdal.ColorTable()
    for index, colour in enumerate(colours):
        table.SetColorEntry(index, colour)
    with gdal_errors_as(lambda why: RasterError(f"The palette of {raster.path} cannot be expanded: {why}.")):
        source = virtual_copy(raster.handle, [number])
        band = source.GetRasterBand(1)
        band.DeleteNoDataValue()
        band.SetRasterColorTable(table)
        handle = gdal.Translate("", source, format="VRT", rgbExpand="rgba" if has_alpha else "rgb")
        if is_grey:
            handle = gdal.Translate("", handle, format="VRT", bandList=[1, 4] if has_alpha else [1])
    count = bands + has_alpha
    note = (
        f"{raster.path} is paletted: {'the greys' if is_grey else 'red, green and blue'} of its table of colours are used, "
        f"as {bands} {'band' if bands == 1 else 'bands'}, instead of the indices. To use the indices, choose band {number}."
    )
    info = replace(
        info,
        band_count=count,
        band_dtypes=("uint8",) * count,
        nodata=(None,) * count,
        nodata_ranges=(),
        band_scales=(),
        band_names=tuple(f"Band {place}" for place in range(1, count + 1)),
        alpha_band=count if has_alpha else None,
        alpha_threshold=_OPAQUE / 2,
        notes=(*info.notes, note),
    )
    return RasterDataset.virtual(raster, handle, info, raster.mirrored, lambda again: _expanded(again, number))


def _colours(raster: RasterDataset, number: int) -> list[_Colour]:
    """Returns the colour of each index that the band's type can hold; transparent where it is NoData or has none."""
    info, band = raster.info, raster.handle.GetRasterBand(number)
    table, declared = band.GetRasterColorTable(), band.GetNoDataValue()
    colours: list[_Colour] = [table.GetColorEntry(index) for index in range(table.GetCount())]
    largest = _LARGEST_INDEX[info.band_dtypes[number - 1]]
    colours = colours[: largest + 1] + [(0, 0, 0, _OPAQUE)] * (largest + 1 - len(colours))
    if (
        declared is not None and 0 <= declared <= largest
    ):  # GDAL makes it transparent, also where its NoData is switched off
        colours[int(declared)] = (*colours[int(declared)][:3], _OPAQUE)
    value = info.nodata[number - 1]
    ranges = list(info.nodata_ranges[number - 1]) if any(info.nodata_ranges) else []
    for low, high in [*ranges, *([] if value is None else [(value, value)])]:
        for index in range(max(0, int(low)), min(largest, int(high)) + 1):
            colours[index] = (0, 0, 0, 0)
    return colours
