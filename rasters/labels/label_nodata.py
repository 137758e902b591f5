"""The NoData value of a label raster: whether it may hide a class, and the sentence that names it.

Most label rasters declare their background, or a value such as 255, as NoData, and mean "not labelled" by it. That is right, and only
logged. A warning is due where the declaration contradicts what else is known of the classes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping

from ..classes.class_table import RGB
from ..classes.class_values import is_class_value
from ..core.number_text import percent
from ..reading.dataset import RasterDataset
from .label_counts import WORTH_A_WARNING

_NOT_A_CLASS = re.compile(r"no[\s_-]*data|unclassified|un-?label+ed|unknown|void|none|fill", re.IGNORECASE)
"""Names in a legend by which a value means "not labelled"."""
USUAL = frozenset(
    {-99, -999, -9999, -99999, -128, -32768, -32767, -(2**31), 127, 255, 999, 9999, 32767, 65535, 99999, 2**31 - 1}
)
"""Numbers that are usual for NoData in rasters of classes."""
_FAR = 10
"""Such a number is NoData where it lies so many times the range of the other values away from them."""


def as_class_value(nodata: float | None) -> int | None:
    """Returns a NoData value as the class value that it could be, None where none can be (fractions, NaN, beyond 32 bits)."""
    if nodata is None or not math.isfinite(nodata) or not float(nodata).is_integer() or not is_class_value(int(nodata)):
        return None
    return int(nodata)


def is_named_class(value: int, styles: Mapping[int, tuple[str, RGB]]) -> bool:
    """Returns whether a legend names a value, other than by its number or as "not labelled"."""
    name = styles.get(value, ("", None))[0].strip()
    return name not in ("", str(value)) and not _NOT_A_CLASS.search(name)


def why_a_class(value: int, classes: Collection[int], unlabelled: int | None, is_named: bool, is_known: bool) -> str:
    """Returns why a NoData value is probably a class, "" without a sign of that.

    `classes` are the other values, `is_named` and `is_known` whether the legend, or the folder to which chips are added, has it
    as a class.
    """
    if is_known:
        return f"{value} is a class of the folder that the chips are added to"
    if value == unlabelled:
        return "there is only one other value" if len(classes) == 1 else ""
    if is_named:
        return f"the legend of the raster has a class {value}"
    if value == 0:
        return "the unlabelled value is not 0, so that 0 is to be a class"
    if len(classes) == 1:
        return "there is only one other value"
    if {value - 1, value + 1} <= set(classes):
        return f"{value - 1} and {value + 1} are classes"
    return ""


def undeclared_nodata(classes: Collection[int], unlabelled: int | None) -> int | None:
    """Returns the class that looks like NoData which nobody declared, such as 255 or -9999 far from all others; None without one.

    `unlabelled` is the value of unlabelled pixels, which lies among the others.
    """
    for value in (min(classes, default=None), max(classes, default=None)):
        others = {*classes, *([] if unlabelled is None else [unlabelled])} - {value}
        if value not in USUAL or not others - {0, unlabelled}:
            continue
        gap = min(abs(value - other) for other in others)
        if gap >= _FAR * (max(others) - min(others) + 1):
            return value
    return None


def undeclared_sentence(value: int, share: float, path: str) -> str:
    """Returns a sentence on a class that looks like undeclared NoData, and its share (0 to 1) of the pixels."""
    return (
        f"The label raster {path} holds {value} in {percent(share)} of the pixels, far from its other values and not declared as NoData: it "
        f"is a class. Where it means “not labelled”, declare it (gdal_edit.py -a_nodata {value} {path}, or in QGIS the layer's properties, "
        "Transparency)."
    )


def nodata_sentence(raster: RasterDataset, share: float, why: str) -> str:
    """Returns a sentence on the NoData value of the first band and its share (0 to 1) of the pixels; "" without any.

    `why` is the reason to take it for a class, as of `why_a_class`.
    """
    value = raster.info.nodata[0]
    if value is None or not share:
        return ""
    on_layer = is_set_on_layer(raster)
    what = (
        f"{value:g} is NoData in the layer of the label raster {raster.path}"
        if on_layer
        else f"The label raster {raster.path} declares {value:g} as NoData"
    )
    text = f"{what}: {percent(share)} of the pixels are NoData there, neither labelled nor background."
    if as_class_value(value) is None:
        return text
    cure = (
        "remove it from the layer's additional NoData values"
        if on_layer
        else f"remove that declaration (gdal_edit.py -unsetnodata {raster.path})"
    )
    doubt = f" That looks wrong: {why}." if why else ""
    return (
        f"{text}{doubt} Where {value:g} is a class, such as the background of QGIS's Rasterize, {cure} and leave the unlabelled "
        "value empty."
    )


def is_set_on_layer(raster: RasterDataset) -> bool:
    """Returns whether the NoData value of the first band comes from the layer in QGIS, not from the file."""
    settings = raster.settings.nodata[:1]
    if not settings or not settings[0].ranges:
        return False
    return not settings[0].keeps_declared or raster.handle.GetRasterBand(1).GetNoDataValue() is None


def is_worth_a_warning(pixels: int, labelled_px: int) -> bool:
    """Returns whether this many pixels of a value that may be a class are more than `WORTH_A_WARNING` of all labelled ones."""
    return pixels > WORTH_A_WARNING * (pixels + labelled_px)
