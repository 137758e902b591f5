"""The confusion matrix of a report: a heat-shaded table (a picture for many classes), and the commonest mix-ups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...rasters.classes.class_table import ClassEntry, ClassTable
from ..core.text import DASH, brief, css_color, escape, percent, shorten, whole
from .images import png_data_uri
from .svg import FONT, INK

ROOMY_CLASSES = 8
"""Up to so many classes, columns are headed by names that run straight."""

NUMBERED_CLASSES = 32
"""Up to so many classes, the matrix is a table with numbers; beyond, a picture."""

_RIGHT = (0, 114, 136)
_WRONG = (226, 88, 28)
_STRONGEST = 0.72


@dataclass(frozen=True)
class MixUp:
    """Pixels of one class taken for another: both as indices, the count, and its share (0 to 1) of the true class."""

    truth: int
    predicted: int
    pixels: int
    share: float


def mix_ups(confusion: np.ndarray, most: int) -> tuple[MixUp, ...]:
    """Returns the mix-ups with the most pixels, at most `most` of them, from a matrix (k, k) of counts."""
    errors = confusion.copy()
    np.fill_diagonal(errors, 0)
    totals = confusion.sum(axis=1)
    order = np.argsort(-errors, axis=None, kind="stable")[:most]
    pairs = [divmod(int(flat), len(errors)) for flat in order]
    return tuple(
        MixUp(truth, predicted, int(errors[truth, predicted]), float(errors[truth, predicted] / totals[truth]))
        for truth, predicted in pairs
        if errors[truth, predicted] > 0
    )


def heat_color(share: float | None, correct: bool) -> tuple[int, int, int]:
    """Returns the shade of a cell: white for none, ever darker blue-green where correct, orange where wrong.

    Wrong shares are shaded by their square root, so that the few per cent that matter are seen.
    """
    if not share:
        return 255, 255, 255
    strength = _STRONGEST * share if correct else share**0.5
    red, green, blue = (round(255 + (part - 255) * strength) for part in (_RIGHT if correct else _WRONG))
    return red, green, blue


def confusion_html(confusion: np.ndarray, class_table: ClassTable, counts_in: str = "model.json") -> str:
    """Returns the matrix (k, k; rows the truth, columns the prediction) as HTML, whatever the number of classes.

    `counts_in` names the file with the counts, for where there are too many classes for numbers in the cells.
    """
    if len(class_table) > NUMBERED_CLASSES:
        return _picture(confusion, counts_in)
    return _table(confusion, class_table)


def mix_ups_html(confusion: np.ndarray, class_table: ClassTable, most: int) -> str:
    """Returns the commonest mix-ups as a table; nothing where no pixel is wrong."""
    rows = "".join(
        f'<tr><td class="name">{_named(class_table.classes[pair.truth])}</td>'
        f'<td class="name">{_named(class_table.classes[pair.predicted])}</td>'
        f"<td>{percent(pair.share)}</td><td>{whole(pair.pixels)}</td></tr>"
        for pair in mix_ups(confusion, most)
    )
    if not rows:
        return ""
    return (
        '<h3>Most frequent mix-ups</h3><table class="list mixed"><thead><tr><th class="name">truth</th>'
        f'<th class="name">taken for</th><th>share of the truth</th><th>pixels</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def swatch(color: tuple[int, int, int]) -> str:
    """Returns a small square in a class's colour."""
    return f'<span class="swatch" style="background:{css_color(color)}"></span>'


def _named(entry: ClassEntry) -> str:
    return f'{swatch(entry.color)} <bdi title="{escape(entry.name)}">{escape(shorten(entry.name, 40))}</bdi>'


def _table(confusion: np.ndarray, class_table: ClassTable) -> str:
    count = len(class_table)
    size = "roomy" if count <= ROOMY_CLASSES else "dense" if count <= 16 else "tiny"
    number = whole if size == "roomy" else brief
    heads = "".join(
        f'<th class="col">{swatch(entry.color)}<br>{_name(entry.name, size)}</th>' for entry in class_table.classes
    )
    rows = []
    for truth, entry in enumerate(class_table.classes):
        total = int(confusion[truth].sum())
        cells = "".join(_cell(int(confusion[truth, other]), total, truth == other, number) for other in range(count))
        name = escape(shorten(entry.name, 30 if size == "roomy" else 24))
        rows.append(
            f'<tr><th class="row"><span title="{escape(entry.name)}">{swatch(entry.color)} <bdi>{name}</bdi></span>'
            f"</th>"
            f'{cells}<td class="total">{number(total)}</td></tr>'
        )
    totals = "".join(f'<td class="total">{number(int(total))}</td>' for total in confusion.sum(axis=0))
    return (
        f'<div class="scroll"><table class="matrix {size}">'
        f'<thead><tr><th class="corner" rowspan="2">truth</th><th class="span" colspan="{count}">prediction</th>'
        f'<th class="col total" rowspan="2">truth<br>pixels</th></tr><tr>{heads}</tr></thead>'
        f'<tbody>{"".join(rows)}<tr class="sum"><th class="row">predicted pixels</th>{totals}'
        f'<td class="total">{number(int(confusion.sum()))}</td></tr></tbody></table></div>'
    )


def _cell(pixels: int, total: int, correct: bool, number: Callable[[int], str]) -> str:
    """Returns one cell: the share of the row above the count, shaded."""
    kind = ' class="hit"' if correct else ""
    if not total:
        return f"<td{kind}>{DASH}</td>"
    if not pixels:
        return f'<td class="{"hit " if correct else ""}none">·</td>'
    share = pixels / total
    color = css_color(heat_color(share, correct))
    text = percent(share, 0).replace("\u00a0%", "")
    text = "&lt;1" if share < 0.005 else "&gt;99" if share < 1 and text in ("99", "100") and share >= 0.995 else text
    return f'<td{kind} style="background:{color}">{text}<small>{number(pixels)}</small></td>'


def _name(name: str, size: str) -> str:
    """Returns a column's heading: the name, turned upright where columns are narrow."""
    if size == "roomy":
        return f'<span title="{escape(name)}"><bdi>{escape(shorten(name, 24))}</bdi></span>'
    text = escape(shorten(name, 16))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="14" height="96" viewBox="0 0 14 96" font-family="{FONT}">'
        f"<title>{escape(name)}</title>"
        f'<text transform="translate(11 94) rotate(-90)" font-size="11" fill="{INK}">{text}</text></svg>'
    )


def _picture(confusion: np.ndarray, counts_in: str) -> str:
    """Returns the shares alone, as a picture with a square per cell."""
    totals = np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    shares = confusion / totals
    hits = np.eye(len(confusion), dtype=bool)
    strength = np.where(hits, _STRONGEST * shares, np.sqrt(shares))[..., None]
    target = np.where(hits[..., None], _RIGHT, _WRONG)
    cells = (255 + (target - 255) * strength).round().astype(np.uint8)
    size = max(2, 720 // len(confusion))
    picture = cells.repeat(size, axis=0).repeat(size, axis=1)
    return (
        f'<img class="heat" src="{png_data_uri(picture)}" alt="Confusion matrix">'
        '<p class="note">Rows are the truth, columns the prediction, both in the order of the table above. '
        f"With {len(confusion)} classes the cells bear no numbers; {counts_in} holds the counts.</p>"
    )
