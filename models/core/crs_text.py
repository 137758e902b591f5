"""A coordinate reference system (CRS) as text for logs and reports, read from its WKT without GDAL.

Models are described and reported where there is no GDAL, as in a training on arrays. What transforms coordinates is in
`rasters.core.crs`.
"""

from __future__ import annotations

import re

_OUTER_AUTHORITY = re.compile(
    r'(?:AUTHORITY\["(?P<a>[^"]+)",\s*"(?P<b>[^"]+)"\]|ID\["(?P<c>[^"]+)",\s*"?(?P<d>[^",\]]+)"?\])\s*\]\s*$'
)
_UNIT = re.compile(r'(?:LENGTHUNIT|UNIT)\["([^"]+)"')
_GEOGRAPHIC = re.compile(r"\b(?:GEOGCS|GEOGCRS|GEOGRAPHICCRS|GEODCRS|GEODETICCRS)\s*\[", re.IGNORECASE)
_HEIGHTS = re.compile(r"\b(?:VERT_CS|VERTCRS|VERTICALCRS)\s*\[", re.IGNORECASE)
_PROJECTED = re.compile(r"\b(?:PROJCS|PROJCRS|PROJECTEDCRS)\s*\[", re.IGNORECASE)


def crs_text(crs_wkt: str) -> str:
    """Returns name and code of a CRS: WGS 84 / UTM zone 32N (EPSG:32632)."""
    name = re.search(r'\[\s*"([^"]*)"', crs_wkt)
    if not name:
        return "unknown"
    code = _OUTER_AUTHORITY.search(crs_wkt)
    if not code:
        return name.group(1)
    return f"{name.group(1)} ({code['a'] or code['c']}:{code['b'] or code['d']})"


def is_geographic(crs_wkt: str) -> bool | None:
    """Returns whether map units are degrees, also in a compound CRS with heights; None without a CRS."""
    if not crs_wkt:
        return None
    return bool(_GEOGRAPHIC.search(crs_wkt)) and not _PROJECTED.search(crs_wkt)


def unit_text(crs_wkt: str) -> str:
    """Returns the unit of the coordinates: of a projected CRS the last one that its WKT names, before that of heights."""
    if is_geographic(crs_wkt):
        return "degrees"
    units = [unit.lower() for unit in _UNIT.findall(_HEIGHTS.split(crs_wkt, 1)[0])]
    if not units:
        return "map units"
    if units[-1].startswith("met"):
        return "m"
    return "feet" if "foot" in units[-1] or "feet" in units[-1] else units[-1]
