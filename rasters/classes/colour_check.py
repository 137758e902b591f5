"""Refuses rasters of colours where class values are expected: band 1 of them is how red each class is drawn."""

from __future__ import annotations

import contextlib

import numpy as np
from osgeo import gdal

from ..core.errors import LabelError, RasterError
from ..core.number_text import first_of
from ..core.tiling import sample_windows
from ..reading.dataset import RasterDataset
from ..reading.reader import RasterReader

_COLOURS = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)
_FEW = 256
"""This many different triples of bytes, or fewer, are colours of classes, whatever the bands are called."""
_SHOWN = 6


def check_no_colours(raster: RasterDataset, what: str) -> None:
    """Raises LabelError where a raster of at least three bands holds colours; `what` names it at the start of the message.

    Colours are bands flagged as red, green and blue that differ; equal ones are greys, whose values may be classes.
    Bands of bytes are colours, too, where they hold few different triples, several of which share the value in band 1.
    """
    bands = raster.info.data_bands[:3]
    if len(bands) < 3:
        return
    kinds = tuple(raster.handle.GetRasterBand(number).GetColorInterpretation() for number in bands)
    are_bytes = all(raster.info.band_dtypes[number - 1] == "uint8" for number in bands)
    if kinds != _COLOURS and not are_bytes:
        return
    colours = _sampled_colours(raster, bands)
    if not len(colours) or (colours == colours[:, :1]).all():
        return
    is_ambiguous = len(colours) <= _FEW and len(np.unique(colours[:, 0])) < len(colours)
    if kinds == _COLOURS or is_ambiguous:
        shown = first_of((", ".join(f"{part:g}" for part in colour) for colour in colours.tolist()), _SHOWN, "; ")
        raise LabelError(
            f"{what} holds colours in bands {', '.join(map(str, bands))}, not class values ({shown}): "
            "classes with the same red would become one. Convert the colours to one band of "
            "class values first, in QGIS by Raster > Conversion > RGB to PCT, or by the raster calculator."
        )


def _sampled_colours(raster: RasterDataset, bands: tuple[int, ...]) -> np.ndarray:
    """Returns the different triples of some valid pixels, (colours, 3)."""
    reader = RasterReader(raster, bands)
    found = [np.empty((0, 3))]
    for window in sample_windows(reader.grid.window):
        with contextlib.suppress(RasterError):  # a block that cannot be read is reported where it is needed
            pixels, mask = reader.read(window), reader.read_mask(window)
            triples = pixels.reshape(3, -1).T
            found.append(np.unique(triples if mask is None else triples[mask.ravel()], axis=0))
    return np.unique(np.concatenate(found), axis=0)
