"""Draws the curve of docs/results.md: accuracy by the share of the pixels that are labelled, network beside forest.

    .venv/bin/python test/results/sparse_curve.py build/accuracy docs/images/sparse.svg

The figures are those of the runs that accuracy.py has kept of the naip sets: the mean over the seeds, and the lowest and highest as a
line. SVG by hand, so that nothing is needed to draw it.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

WIDTH, HEIGHT = 760, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 130, 30, 50
LOWEST, HIGHEST, STEP = 0.5, 0.9, 0.1
COLORS = {"network": "#0072b2", "forest": "#d55e00"}
METHODS = {"ours": "network", "forest": "forest"}
MEASURES = {"OA": ("accuracy", "5,4"), "mIoU": ("mean_iou", "none")}


@dataclass(frozen=True)
class Point:
    """The figures that one measure has with a share (percent) of the pixels."""

    percent: float
    figures: tuple[float, ...]


def read_figures(work: Path) -> dict[tuple[str, str], list[Point]]:
    """Returns the points in rising order by method and measure."""
    figures: dict[tuple[str, str], dict[float, list[float]]] = {}
    for path in sorted(work.glob("naip*/seed*/*.json")):
        run = json.loads(path.read_text(encoding="utf-8"))
        split = run["description"]["split"]
        percent = split["polygons_percent"] if split else 100.0
        for measure, (key, _) in MEASURES.items() if run["method"] in METHODS else ():
            shares = figures.setdefault((METHODS[run["method"]], measure), {})
            shares.setdefault(percent, []).append(run[key])
    return {
        key: [Point(percent, tuple(shares[percent])) for percent in sorted(shares)] for key, shares in figures.items()
    }


def across(percent: float, lowest: float) -> float:
    """Returns where a share of the pixels lies, in pixels from the left: logarithmic."""
    return LEFT + (WIDTH - LEFT - RIGHT) * math.log(percent / lowest) / math.log(100 / lowest)


def up(figure: float) -> float:
    """Returns where a figure lies, in pixels from the top."""
    return TOP + (HEIGHT - TOP - BOTTOM) * (HIGHEST - figure) / (HIGHEST - LOWEST)


def drawing(curves: dict[tuple[str, str], list[Point]]) -> str:
    """Returns the SVG."""
    shares = [point.percent for point in next(iter(curves.values()))]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for number in range(round((HIGHEST - LOWEST) / STEP) + 1):
        figure = LOWEST + number * STEP
        y = up(figure)
        lines.append(f'<line x1="{LEFT}" y1="{y:.0f}" x2="{WIDTH - RIGHT}" y2="{y:.0f}" stroke="#dddddd"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{figure:.1f}</text>')
    for percent in shares:
        x = across(percent, shares[0])
        lines.append(f'<text x="{x:.0f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{percent:g} %</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    lines.append(
        f'<text x="{middle:.0f}" y="{HEIGHT - 10}" text-anchor="middle">training pixels that are labelled</text>'
    )
    for (method, measure), points in curves.items():
        places = [(across(point.percent, shares[0]), up(mean(point.figures))) for point in points]
        color = COLORS[method]
        for (x, _), point in zip(places, points):
            ends = f'y1="{up(min(point.figures)):.1f}" y2="{up(max(point.figures)):.1f}"'
            lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" {ends} stroke="{color}" stroke-width="1.5"/>')
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        lines.append(
            f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{MEASURES[measure][1]}"/>'
        )
        lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>' for x, y in places]
        x, y = places[-1]
        lines.append(f'<text x="{x + 10:.0f}" y="{y + 4:.0f}" fill="{color}">{method}, {measure}</text>')
    return "\n".join([*lines, "</svg>", ""])


def main() -> None:
    """Writes the picture."""
    work, target = map(Path, sys.argv[1:])
    target.write_text(drawing(read_figures(work)), encoding="utf-8")


if __name__ == "__main__":
    main()
