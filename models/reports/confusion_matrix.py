"""The confusion matrix of a report: a heat-shaded table (a picture for many classes), and the most frequent confusions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...rasters.core.number_text import DASH, NBSP, percent, whole
from ..core.text import brief, css_color
from .images import png_data_uri

ROOMY_CLASSES = 8
"""Up to this many classes, columns are headed by horizontal names."""
NUMBERED_CLASSES = 32
"""Up to this many classes, the matrix is a table with numbers; beyond, a picture."""

_CORRECT = (0, 114, 136)
_WRONG = (226, 88, 28)
_STRONGEST = 0.72
_TINY = 1e-300
"""Less than any row of a matrix that occurs adds up to."""


@dataclass(frozen=True)
class MixUp:
    """Pixels of one class taken for another: both as indices, the count, and the share (0 to 1) of the true class."""

    truth: int
    predicted: int
    pixels: int
    share: float


def mix_ups(confusion: np.ndarray, most: int, weights: np.ndarray | None = None) -> tuple[MixUp, ...]:
    """Returns the largest mix-ups, at most `most` of them, from a matrix (k, k) of counts.

    `weights` (k, k) are what its cells stand for, such as shares of the area; None for the counts themselves.
    """
    weights = confusion if weights is None else weights
    errors = weights.copy()
    np.fill_diagonal(errors, 0)
    totals = weights.sum(axis=1)
    order = np.argsort(-errors, axis=None, kind="stable")[:most]
    pairs = [divmod(int(flat), len(errors)) for flat in order]
    return tuple(
        MixUp(truth, predicted, int(confusion[truth, predicted]), float(errors[truth, predicted] / totals[truth]))
        for truth, predicted in pairs
        if errors[truth, predicted] > 0
    )


def heat_color(share: float | None, correct: bool) -> tuple[int, int, int]:
    """Returns the shade of a cell: white for none, ever darker blue-green where correct, orange where wrong.

    Wrong shares are shaded by their square root, so that a few percent are visible.
    """
    if not share:
        return 255, 255, 255
    strength = _STRONGEST * share if correct else share**0.5
    red, green, blue = (round(255 + (part - 255) * strength) for part in (_CORRECT if correct else _WRONG))
    return red, green, blue


@dataclass(frozen=True)
class Cell:
    """One cell: the share of its row in percent, the count below it, its CSS classes and colour (empty for none)."""

    share: str
    count: str = ""
    kind: str = ""
    color: str = ""


@dataclass(frozen=True)
class MatrixView:
    """A confusion matrix as the templates show it.

    `size` is the table's CSS class: roomy, dense or tiny. With too many classes for a table, `picture` is the data URI of a
    PNG with one square per cell, and there are no rows. Totals are counts as text.
    """

    size: str
    rows: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[str, ...]
    column_totals: tuple[str, ...]
    total: str
    mix_ups: tuple[MixUp, ...]
    picture: str = ""


def matrix_view(confusion: np.ndarray, weights: np.ndarray | None = None) -> MatrixView:
    """Returns what a report shows of a matrix (k, k) of counts, rows the truth, columns the prediction.

    The shares of rows are those of `weights` (k, k), such as shares of the area that the counts of a sample stand for; None for
    the counts themselves.
    """
    count, weights = len(confusion), confusion if weights is None else weights
    confused = mix_ups(confusion, 3 if count < 5 else 6, weights)
    if count > NUMBERED_CLASSES:
        return MatrixView("", (), (), (), "", confused, _picture(weights))
    size = "roomy" if count <= ROOMY_CLASSES else "dense" if count <= 16 else "tiny"
    number = whole if size == "roomy" else brief
    totals = confusion.sum(1).tolist()
    return MatrixView(
        size,
        tuple(
            tuple(
                _cell(pixels, weight / max(sum(row_weights), _TINY), bool(total), truth == other, number)
                for other, (pixels, weight) in enumerate(zip(row, row_weights))
            )
            for truth, (row, row_weights, total) in enumerate(zip(confusion.tolist(), weights.tolist(), totals))
        ),
        tuple(map(number, totals)),
        tuple(map(number, confusion.sum(0).tolist())),
        number(int(confusion.sum())),
        confused,
    )


def _cell(pixels: int, share: float, occurs: bool, correct: bool, number: Callable[[int], str]) -> Cell:
    hit = "hit" if correct else ""
    if not occurs:
        return Cell(DASH, kind=hit)
    if not pixels:
        return Cell("·", kind=f"{hit} none".strip())
    text = percent(share, 0).replace(f"{NBSP}%", "")
    text = "<1" if share < 0.005 else ">99" if share < 1 and text in ("99", "100") and share >= 0.995 else text
    return Cell(text, number(pixels), hit, css_color(heat_color(share, correct)))


def _picture(weights: np.ndarray) -> str:
    """Returns the shares of rows as a picture with a square per cell, as a data URI."""
    shares = weights / np.maximum(weights.sum(axis=1, keepdims=True), _TINY)
    hits = np.eye(len(weights), dtype=bool)
    strength = np.where(hits, _STRONGEST * shares, np.sqrt(shares))[..., None]
    target = np.where(hits[..., None], _CORRECT, _WRONG)
    cells = (255 + (target - 255) * strength).round().astype(np.uint8)
    size = max(2, 720 // len(weights))
    return png_data_uri(cells.repeat(size, axis=0).repeat(size, axis=1))
