"""The data sheet of a report: the bands and their values, the pixels' size and place, in words and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .charts import band_chart
from .description import ModelDescription
from .formats import escape, number

CHARTED_BANDS = 8
"""From so many bands on, their values are drawn as well."""

_OUTER_AUTHORITY = re.compile(
    r'(?:AUTHORITY\["(?P<a>[^"]+)",\s*"(?P<b>[^"]+)"\]|ID\["(?P<c>[^"]+)",\s*"?(?P<d>[^",\]]+)"?\])\s*\]\s*$'
)
_UNIT = re.compile(r'(?:LENGTHUNIT|UNIT)\["([^"]+)"')


def crs_text(crs_wkt: str) -> str:
    """Returns name and code of a coordinate reference system given as WKT: WGS 84 / UTM zone 32N (EPSG:32632)."""
    name = re.search(r'\[\s*"([^"]*)"', crs_wkt)
    if not name:
        return "unknown"
    code = _OUTER_AUTHORITY.search(crs_wkt)
    if not code:
        return name.group(1)
    return f"{name.group(1)} ({code['a'] or code['c']}:{code['b'] or code['d']})"


def pixel_size_text(pixel_size_map: tuple[float, float], crs_wkt: str) -> str:
    """Returns width and height of a pixel with their unit, once where they are the same."""
    width, height = pixel_size_map
    unit = f" {_unit(crs_wkt)}"
    if abs(width - height) <= 1e-6 * max(abs(width), abs(height)):
        return number(width) + unit
    return f"{number(width)} × {number(height)}{unit}"


def bands_html(description: ModelDescription) -> str:
    """Returns the bands' statistics as a table, in several columns where they are many, and then as a drawing too."""
    count = description.band_count
    longest = max(len(name) for name in description.band_names)
    columns = 1 if count <= 16 else 2 if count <= 60 or longest > 12 else 3
    rows = -(-count // columns)
    small = columns > 1
    tables = [_band_table(description, range(start, min(start + rows, count)), small) for start in range(0, count, rows)]
    chart = ""
    if count >= CHARTED_BANDS:
        chart = band_chart(
            description.band_names, description.band_means, description.band_stds,
            description.band_minimums, description.band_maximums,
        )  # fmt: skip
    if not small:
        return chart + tables[0]
    cells = "".join(f"<td>{table}</td>" for table in tables)
    return f'{chart}<table class="columns"><tbody><tr>{cells}</tr></tbody></table>'


def _band_table(description: ModelDescription, bands: Sequence[int], small: bool) -> str:
    """Returns the statistics of some bands (from 0), one per row."""
    rows = "".join(
        f'<tr><td>{band + 1}</td><td class="name break">{escape(description.band_names[band])}</td>'
        + "".join(
            f"<td>{number(values[band])}</td>"
            for values in (
                description.band_means, description.band_stds, description.band_minimums, description.band_maximums,
            )  # fmt: skip
        )
        + "</tr>"
        for band in bands
    )
    return (
        f'<table class="list bands{" small" if small else ""}"><thead><tr><th>band</th><th class="name">name</th><th>mean</th>'
        f"<th>{'st.&nbsp;dev.' if small else 'standard deviation'}</th><th>{'min' if small else 'minimum'}</th>"
        f"<th>{'max' if small else 'maximum'}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _unit(crs_wkt: str) -> str:
    """Returns the unit of the coordinates: of a projected system the last one that its WKT names."""
    if re.match(r"\s*GEOG", crs_wkt):
        return "degrees"
    units = [unit.lower() for unit in _UNIT.findall(crs_wkt)]
    if not units:
        return "map units"
    if units[-1].startswith("met"):
        return "m"
    return "feet" if "foot" in units[-1] or "feet" in units[-1] else units[-1]
