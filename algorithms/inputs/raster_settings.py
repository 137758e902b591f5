"""Reads what QGIS has for a raster layer in place of its file: the CRS and the NoData values set on the layer.

For `prepareAlgorithm`, on the thread of the layer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsProcessingFeedback,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterRange,
)

if TYPE_CHECKING:
    from ...rasters.reading.layer_settings import BandNodata, LayerSettings

_THREE_BANDS = "multibandcolor"
_SHOWN = 8


def raster_settings(layer: QgsRasterLayer, feedback: QgsProcessingFeedback) -> LayerSettings:
    """Returns what counts in place of the values of the layer's file; logs each difference with both values.

    Warns of values that only the display leaves out.
    """
    from ...rasters.reading.layer_settings import LayerSettings

    _warn_of_transparency(layer, feedback)
    return LayerSettings(_crs_wkt(layer, feedback), _nodata(layer, feedback))


def _crs_wkt(layer: QgsRasterLayer, feedback: QgsProcessingFeedback) -> str | None:
    """Returns the layer's CRS as WKT, "" where it has none; None where it is that of the file."""
    own, file = layer.crs(), layer.dataProvider().crs()
    if own == file or not (own.isValid() or file.isValid()):
        return None
    if crs_name(own) != crs_name(file):
        message = f"The layer “{layer.name()}” has {crs_name(own)} in QGIS, its file has {crs_name(file)}. The layer's is used."
        (feedback.pushWarning if file.isValid() else feedback.pushInfo)(message)
    return own.toWkt(Qgis.CrsWktVariant.PreferredGdal) if own.isValid() else ""


def crs_name(crs: QgsCoordinateReferenceSystem) -> str:
    """Returns the name of a CRS for a message."""
    return f"the CRS {crs.userFriendlyIdentifier()}" if crs.isValid() else "no CRS"


def _nodata(layer: QgsRasterLayer, feedback: QgsProcessingFeedback) -> tuple[BandNodata, ...]:
    """Returns the NoData settings of all bands, () where each is as in the file."""
    from ...rasters.reading.layer_settings import BandNodata, ranges_text

    provider = layer.dataProvider()
    bands = range(1, provider.bandCount() + 1)
    ignored = {
        band for band in bands if provider.sourceHasNoDataValue(band) and not provider.useSourceNoDataValue(band)
    }
    added = {band: _ranges(provider, band) for band in bands if provider.userNoDataValues(band)}
    if not ignored and not any(added.values()):
        return ()
    if ignored:
        values = sorted({provider.sourceNoDataValue(band) for band in ignored})
        feedback.pushWarning(
            f"The NoData value of the file ({', '.join(f'{value:.10g}' for value in values)}) is switched off in the layer "
            f"“{layer.name()}”: its pixels are used as data."
        )
    for ranges in dict.fromkeys(added.values()):
        feedback.pushInfo(f"The layer “{layer.name()}” has additional NoData values in QGIS: {ranges_text(ranges)}.")
    return tuple(BandNodata(band not in ignored, added.get(band, ())) for band in bands)


def _warn_of_transparency(layer: QgsRasterLayer, feedback: QgsProcessingFeedback) -> None:
    """Warns of values that are invisible in the layer, and yet data: transparency is a choice of display, NoData one of meaning."""
    renderer = layer.renderer()
    if renderer is None:
        return
    hidden, transparency = [], renderer.rasterTransparency()
    if transparency is not None:
        hidden += [
            f"{pixel.min:.10g}" if pixel.min == pixel.max else f"{pixel.min:.10g} to {pixel.max:.10g}"
            for pixel in transparency.transparentSingleValuePixelList()
            if pixel.opacity == 0 and renderer.type() != _THREE_BANDS
        ]
        hidden += [
            f"({pixel.red:.10g}, {pixel.green:.10g}, {pixel.blue:.10g})"
            for pixel in transparency.transparentThreeValuePixelList()
            if pixel.opacity == 0 and renderer.type() == _THREE_BANDS
        ]
    if hidden:
        shown = ", ".join(hidden[:_SHOWN]) + (", …" if len(hidden) > _SHOWN else "")
        feedback.pushWarning(
            f"The layer “{layer.name()}” shows {shown} as transparent in QGIS. That is display only: these pixels are used as data. To leave "
            "them out, make them additional NoData values of the layer (Properties > Transparency)."
        )
    band = renderer.alphaBand()
    provider = layer.dataProvider()
    if band > 0 and provider.colorInterpretation(band) != Qgis.RasterColorInterpretation.AlphaBand:
        feedback.pushWarning(
            f"Band {band} is the transparency band of the layer “{layer.name()}” in QGIS. That is display only: pixels that it hides are used as "
            f"data. To use it as a mask, declare it as alpha in the file (gdal_edit.py -colorinterp_{band} alpha)."
        )


def _ranges(provider: QgsRasterDataProvider, band: int) -> tuple[tuple[float, float], ...]:
    """Returns the additional NoData values of a band as ranges of the numbers in its file, both ends included.

    QGIS gives them in the units of a band's scale and offset.
    """
    scale, offset = provider.bandScale(band) or 1.0, provider.bandOffset(band)
    return tuple(_range_in_file(given, scale, offset) for given in provider.userNoDataValues(band))


def _range_in_file(given: QgsRasterRange, scale: float, offset: float) -> tuple[float, float]:
    """Returns the lowest and the highest number of a range; an end that is not set is infinite."""
    low = -math.inf if math.isnan(given.min()) else given.min()
    high = math.inf if math.isnan(given.max()) else given.max()
    bounds, kinds = given.bounds(), QgsRasterRange.BoundsType
    ends = [
        (_in_file(low, scale, offset), bounds in (kinds.IncludeMax, kinds.Exclusive)),
        (_in_file(high, scale, offset), bounds in (kinds.IncludeMin, kinds.Exclusive)),
    ]
    (lowest, without_lowest), (highest, without_highest) = ends if scale > 0 else reversed(ends)
    return (
        _next(lowest, math.inf) if without_lowest else lowest,
        _next(highest, -math.inf) if without_highest else highest,
    )


def _in_file(value: float, scale: float, offset: float) -> float:
    """Returns the number in the file of a value in the units of a band's scale and offset."""
    number = (value - offset) / scale
    if (scale, offset) != (1.0, 0.0) and math.isfinite(number) and math.isclose(number, round(number), abs_tol=1e-6):
        return float(round(number))  # whole numbers come out as 602.9999999999999
    return number


def _next(value: float, towards: float) -> float:
    """Returns the next real number in a direction."""
    import numpy as np

    return float(np.nextafter(value, towards))
