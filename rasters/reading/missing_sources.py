"""Finds the files that a virtual raster (VRT) is made of and that are not there: it was moved without them, or they were renamed."""

from __future__ import annotations

import contextlib
import os
import re
from html import unescape

from osgeo import gdal

from ..core.gdal_calls import GDAL_ERRORS, gdal_failures
from ..core.number_text import first_of

_SOURCE = re.compile(r"<Source(?:Filename|Dataset)([^>]*)>([^<]+)</Source")
_RELATIVE = 'relativeToVRT="1"'
_DEEPEST = 8
_MOST_SHOWN = 3


def missing_sources(raster: gdal.Dataset, path: str) -> str:
    """Returns a sentence on the missing files of a VRT, also of those that it shows, "" where none is missing or it is no VRT."""
    missing = _missing(raster, path, _DEEPEST)
    if not missing:
        return ""
    files = "a file that is" if len(missing) == 1 else f"{len(missing)} files that are"
    return f"It shows {files} not there: {first_of(missing, _MOST_SHOWN)}. Put {'it' if len(missing) == 1 else 'them'} back, or build the virtual raster anew"


def _missing(raster: gdal.Dataset | None, path: str, depth: int) -> list[str]:
    """Returns the missing files, each once."""
    text: list[str] = []
    with gdal_failures(), contextlib.suppress(*GDAL_ERRORS):
        text = (raster or gdal.Open(path)).GetMetadata("xml:VRT") or []
    found: dict[str, None] = {}
    for options, name in _SOURCE.findall(text[0] if text else ""):
        source = unescape(name).strip()
        if _RELATIVE in options:
            source = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(path)), source))
        if not os.path.isabs(source) or source.startswith("/vsi"):
            continue  # a name that only GDAL understands
        if not os.path.exists(source):
            found[source] = None
        elif depth and source.lower().endswith(".vrt"):
            found.update(dict.fromkeys(_missing(None, source, depth - 1)))
    return list(found)
