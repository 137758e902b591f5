"""The pieces of which drawings for reports are made: lines, texts and the SVG around them.

The drawings stand in the report's HTML without any script, style sheet or identifier of their own, so that several of
them get along in one page, and each also prints.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..core.text import escape

INK = "#1d2a35"
MUTED = "#5d6b78"
GRID = "#e3e8ec"
ACCENT = "#b0413e"
FONT = "'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif"


def drawing(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    """Returns a scalable drawing with a name for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%" role="img" '
        f'aria-label="{escape(title)}" font-family="{FONT}">{"".join(parts)}</svg>'
    )


def text(
    x: float, y: float, words: str, anchor: str = "start", size: int = 11, color: str = MUTED, bold: bool = False
) -> str:
    """Returns words at a point; `anchor` is start, middle or end."""
    style = f'font-size="{size}" fill="{color}" text-anchor="{anchor}"' + (' font-weight="600"' if bold else "")
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, color: str, extra: str = "") -> str:
    """Returns a thin line; `extra` are further attributes."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-width="1"{extra}/>'


def coordinates(points: Sequence[tuple[float, float]]) -> str:
    """Returns points as a polyline or polygon has them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
