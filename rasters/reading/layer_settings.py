"""CRS and NoData values that count in place of those of a raster's file, such as those set on its layer in QGIS.

Requests hold these settings: the module loads where numpy is missing, so that Check Installation can report it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .raster_info import Range, RasterInfo

if TYPE_CHECKING:
    import numpy as np

_SHOWN = 4


@dataclass(frozen=True)
class BandNodata:
    """NoData of a band as set by the user: whether the value that the file declares counts, and further ranges of values."""

    keeps_declared: bool = True
    ranges: tuple[Range, ...] = ()


@dataclass(frozen=True)
class LayerSettings:
    """What counts in place of the file's own values. `crs_wkt` None and bands beyond those of `nodata` are the file's own.

    An empty `crs_wkt` means that the raster has no CRS.
    """

    crs_wkt: str | None = None
    nodata: tuple[BandNodata, ...] = ()


FROM_FILE = LayerSettings()
"""Settings under which everything is as in the file."""


def with_settings(info: RasterInfo, settings: LayerSettings) -> RasterInfo:
    """Returns the description of a raster with these settings; its notes list values that its bands cannot hold.

    Each band has one `nodata` value as before: the declared one where it is kept, else one of the ranges. The other
    values of the ranges are in `nodata_ranges`, and readers replace them by that value.
    """
    if settings.crs_wkt is not None:
        info = replace(info, grid=replace(info.grid, crs_wkt=settings.crs_wkt))
    if not settings.nodata:
        return info
    nodata, ranges, notes = list(info.nodata), list(info.nodata_ranges or [()] * info.band_count), list(info.notes)
    for band, (setting, dtype) in enumerate(zip(settings.nodata, info.band_dtypes)):
        declared = info.nodata[band] if setting.keeps_declared else None
        held = [part for part in (_held(given, dtype) for given in setting.ranges) if part is not None]
        if len(held) < len(setting.ranges):
            notes.append(
                f"Band {band + 1} of {info.path} has the NoData values {ranges_text(setting.ranges)}; {dtype} cannot hold "
                "all of them, and the others are ignored."
            )
        nodata[band] = held[0][0] if declared is None and held else declared
        ranges[band] = tuple(part for part in held if part != (nodata[band], nodata[band]))
    return replace(info, nodata=tuple(nodata), nodata_ranges=tuple(ranges), notes=tuple(notes))


def _held(given: Range, dtype_name: str) -> Range | None:
    """Returns the part of a range that a dtype can hold, as it holds it; None where that is nothing."""
    import numpy as np

    low, high = given
    if math.isnan(low) or math.isnan(high) or low > high:
        return None
    dtype = np.dtype(dtype_name)
    limits = np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype)
    low, high = max(low, float(limits.min)), min(high, float(limits.max))
    if dtype.kind == "f":
        low, high = float(dtype.type(low)), float(dtype.type(high))
    else:
        low, high = math.ceil(low), math.floor(high)
    return (float(low), float(high)) if low <= high else None


def ranges_text(ranges: tuple[Range, ...]) -> str:
    """Returns ranges of values for a message."""
    shown = [f"{low:.10g}" if low == high else f"{low:.10g} to {high:.10g}" for low, high in ranges[:_SHOWN]]
    return ", ".join(shown) + (", …" if len(ranges) > _SHOWN else "")


def unify_nodata(pixels: np.ndarray, nodata: tuple[float | None, ...], ranges: tuple[tuple[Range, ...], ...]) -> None:
    """Replaces, in place, the values in a band's ranges by its NoData value; `pixels` is (bands, height, width)."""
    for values, value, parts in zip(pixels, nodata, ranges):
        for low, high in parts:
            inside = values == values.dtype.type(low)
            if high > low:
                inside = (values >= values.dtype.type(low)) & (values <= values.dtype.type(high))
            values[inside] = value
