"""The data sheet of a report: what the model learnt from, in words and tables: pixels, chips, classes, bands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..core.description import ModelDescription
from ..core.quantiles import CORE
from ..core.text import DASH, column, escape, label_of, number, percent, value_text, whole
from .charts import band_chart
from .confusion_matrix import swatch
from .sections import UNBROKEN_CLASSES, facts_html

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
        return "1 map unit" if (width, unit) == (1, " map units") else number(width) + unit
    return f"{number(width)} × {number(height)}{unit}"


def data_sheet_html(about: ModelDescription, ground_html: str = "") -> str:
    """Returns what a model was trained on; `ground_html`, a map of the ground, stands below the facts."""
    facts = [
        ("Bands", whole(about.band_count)),
        ("Data type", about.dtype),
        ("Pixel size", pixel_size_text(about.pixel_size_map, about.crs_wkt)),
        ("Coordinate system", crs_text(about.crs_wkt)),
        ("Chip size", f"{about.chip_size_px} × {about.chip_size_px} pixels"),
        (
            "Ignored class",
            "none, every value is a class" if about.ignore_class is None else f"{about.ignore_class} (not labelled)",
        ),
        *split_facts(about.split),
        *_labelled_share(about),
    ]
    return f'<div class="keep"><h2>Data sheet</h2>{facts_html(facts)}</div>{ground_html}{class_counts_html(about)}{bands_html(about)}'


def class_counts_html(about: ModelDescription) -> str:
    """Returns the labelled pixels of each class in training and validation, and its weight in the loss, as a table.

    Nothing where the description has no counts.
    """
    uses = [(use, _counts(about, f"{use}_pixels")) for use in ("training", "validation")]
    uses = [(use, counts) for use, counts in uses if counts and sum(counts)]
    weights = about.training.get("class_weights")
    weights = weights if isinstance(weights, Mapping) and weights else None
    if not uses:
        return ""
    heads = "".join(f"<th>{use}<br>pixels</th><th>share</th>" for use, _ in uses) + (
        "<th>weight</th>" if weights else ""
    )
    rows = []
    for index, entry in enumerate(about.class_table.classes):
        cells = "".join(
            f"<td>{whole(counts[index])}</td><td>{percent(counts[index] / sum(counts)) if counts[index] else DASH}</td>"
            for _, counts in uses
        )
        weight = f"<td>{number(weights.get(str(entry.value)), 3)}</td>" if weights else ""
        rows.append(
            f"<tr><td class=left>{swatch(entry.color)}</td><td>{entry.value}</td>"
            f'<td class="name break"><bdi>{escape(entry.name)}</bdi></td>{cells}{weight}</tr>'
        )
    sums = "".join(f"<td>{whole(sum(counts))}</td><td></td>" for _, counts in uses) + ("<td></td>" if weights else "")
    note = '<p class="note lead">Weight: how much a pixel of the class counts in the loss.</p>' if weights else ""
    keep = ' class="keep"' if about.class_count <= UNBROKEN_CLASSES else ""
    return (
        f'<div{keep}><h3>Labels</h3>{note}<table class="list counts"><thead><tr><th></th><th>value</th><th class="name">class</th>'
        f'{heads}</tr></thead><tbody>{"".join(rows)}<tr class="sum"><td></td><td></td><td class="name">sum</td>{sums}'
        "</tr></tbody></table></div>"
    )


def _counts(about: ModelDescription, key: str) -> list[int] | None:
    """Returns the pixels of each class that the split records, None where it does not."""
    found = about.split.get(key)
    if not isinstance(found, Mapping):
        return None
    return [int(found.get(str(value)) or 0) for value in about.class_table.values]


def _labelled_share(about: ModelDescription) -> list[tuple[str, str]]:
    """Returns which share of the training chips' pixels has a label, as a fact; nothing where that is unknown."""
    counts, chips = _counts(about, "training_pixels"), about.split.get("training_chips")
    if not counts or not isinstance(chips, int) or chips < 1:
        return []
    share = min(sum(counts) / (chips * about.chip_size_px**2), 1.0)
    return [("Labelled share", f"{percent(share)} of the training chips’ pixels")]


def split_facts(split: Mapping[str, object]) -> list[tuple[str, str]]:
    """Returns how chips and pixels were shared out between training and validation, as names and values."""
    kind, unit = split.get("kind"), split.get("unit_px")
    size = f"{number(unit)} × {number(unit)} pixels"
    sentences = {
        "blocks": f"blocks of {size}; training chips that touch a validation chip are left out",
        "cells": f"squares of {size} within the chips; their labels validate, the others train",
        "none": "none, everything trains",
    }
    facts = [("Split", sentences[kind])] if kind in sentences else []
    for key, value in split.items():
        if isinstance(value, Mapping):
            counts = [count for count in value.values() if isinstance(count, int)]
            facts.append((label_of(key), f"{whole(sum(counts))} labelled"))
        elif key not in ("kind", "unit_px"):
            facts.append((label_of(key), value_text(value)))
    return facts


def bands_html(description: ModelDescription) -> str:
    """Returns the bands' statistics as a table, in several columns where they are many, and then as a drawing too."""
    count = description.band_count
    named = any(name != f"Band {number}" for number, name in enumerate(description.band_names, start=1))
    longest = max(len(name) for name in description.band_names) if named else 0
    columns = 1 if count <= 16 else 2 if count <= 40 or longest > 12 else 3 if named else 4
    rows = -(-count // columns)
    small = columns > 1
    tables = [
        _band_table(description, range(start, min(start + rows, count)), small, named)
        for start in range(0, count, rows)
    ]
    chart = (
        "<h3>Bands</h3>"
        '<p class="note">Over the valid pixels of the training chips; the network sees (value − mean) / '
        "standard deviation.</p>"
    )
    if count >= CHARTED_BANDS:
        chart += band_chart(
            description.band_names, description.band_means, description.band_stds,
            description.band_minimums, description.band_maximums,
        )  # fmt: skip
    chart = f'<div class="keep">{chart}</div>'
    if not small:
        return chart + tables[0]
    cells = "".join(f"<td>{table}</td>" for table in tables)
    return f'{chart}<table class="columns"><tbody><tr>{cells}</tr></tbody></table>'


def _band_table(description: ModelDescription, bands: Sequence[int], small: bool, named: bool) -> str:
    """Returns the statistics of some bands (from 0), one per row; names only where they say more than the number."""
    columns = [description.band_means, description.band_stds, description.band_minimums, description.band_maximums]
    heads = ["mean", "st.&nbsp;dev." if small else "standard deviation", "min" if small else "minimum"]
    heads.append("max" if small else "maximum")
    if description.band_quantiles and not small:
        columns += [tuple(quantiles[place] for quantiles in description.band_quantiles) for place in CORE]
        heads += ["0.5 % lie below", "0.5 % above"]
    texts = [column(values) for values in columns]
    names = [f'<td class="name break">{escape(name)}</td>' if named else "" for name in description.band_names]
    rows = "".join(
        f"<tr><td>{band + 1}</td>{names[band]}{''.join(f'<td>{text[band]}</td>' for text in texts)}</tr>"
        for band in bands
    )
    head = '<th class="name">name</th>' if named else ""
    return (
        f'<table class="list bands{" small" if small else ""}"><thead><tr><th>band</th>{head}'
        f"{''.join(f'<th>{each}</th>' for each in heads)}</tr></thead><tbody>{rows}</tbody></table>"
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
