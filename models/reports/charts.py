"""Line charts as inline SVG: what happened over the epochs, and how the bands' values are spread."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..core.text import number, percent
from . import svg
from .svg import ACCENT, GRID, INK, MUTED

Scale = Callable[[float], float]
"""Where on the drawing a value lies."""

_WIDTH, _HEIGHT = 480, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 14, 44, 42


@dataclass(frozen=True)
class Series:
    """One line of a chart: its name, CSS colour, values (None or NaN where there is none), and whether it is dashed."""

    name: str
    color: str
    values: tuple[float | None, ...]
    dashed: bool = False


def nice_ticks(low: float, high: float, count: int = 5, whole_only: bool = False) -> tuple[float, ...]:
    """Returns round numbers that lie evenly from `low` to `high` or just inside, about `count` of them.

    Steps are 1, 2 or 5 times a power of ten, at least 1 with `whole_only`.
    """
    span = high - low
    if not span > 0:
        return (low,)
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    step = max(step, 1.0) if whole_only else step
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(multiple * step for multiple in range(first, last + 1))


def loss_limits(series: Sequence[Series]) -> tuple[float, float]:
    """Returns the axis limits of a loss chart, such that a few wild epochs do not flatten all the others."""
    values = sorted(_known(series))
    if not values:
        return 0.0, 1.0
    usual = values[min(len(values) - 1, int(0.9 * len(values)))]
    top = 1.03 * values[-1] if values[-1] <= 4 * max(usual, 1e-12) else 1.5 * usual
    low = min(values[0], 0.0)
    top = top if top > low else low + 1.0
    ticks = nice_ticks(low, top, 5)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else top - low
    return math.floor(low / step + 1e-9) * step, math.ceil(top / step - 1e-9) * step


def epoch_chart(
    title: str,
    epochs: Sequence[int],
    series: Sequence[Series],
    limits: tuple[float, float],
    best_epoch: int | None = None,
    shares: bool = False,
) -> str:
    """Draws values over epochs and returns the SVG.

    `epochs` are the numbers below the axis, one per value of each series; `limits` the ends of the value axis; `shares`
    writes 0 to 1 as percent. `best_epoch` gets a marked line and a dot on each series. A series of one value is a dot;
    values above the axis are cut off, which a line below the title says.
    """
    first, last = (min(epochs), max(epochs)) if epochs else (0, 1)
    first, last = (first - 1, last + 1) if first == last else (first, last)
    low, high = limits

    def x_of(epoch: float) -> float:
        return _LEFT + (epoch - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    def y_of(value: float) -> float:
        return _HEIGHT - _BOTTOM - (value - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [svg.text(0, 13, title, size=13, color=INK, bold=True), _legend(series)]
    for tick in nice_ticks(low, high):
        label = percent(tick, 0) if shares else number(tick, 3)
        parts.append(svg.line(_LEFT, y_of(tick), _WIDTH - _RIGHT, y_of(tick), GRID))
        parts.append(svg.text(_LEFT - 7, y_of(tick) + 4, label, anchor="end"))
    bottom = _HEIGHT - _BOTTOM
    shown = sorted({int(tick) for tick in nice_ticks(min(epochs), max(epochs), 8, whole_only=True)} if epochs else ())
    if epochs and shown[0] - min(epochs) > (max(epochs) - min(epochs)) * 0.06:
        shown = [min(epochs), *shown]
    for epoch in shown:
        parts.append(svg.line(x_of(epoch), bottom, x_of(epoch), bottom + 4, MUTED))
        parts.append(svg.text(x_of(epoch), bottom + 17, str(epoch), anchor="middle"))
    parts.append(svg.line(_LEFT, bottom, _WIDTH - _RIGHT, bottom, MUTED))
    parts.append(svg.text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 6, "epoch", anchor="middle"))
    kept = best_epoch is not None and best_epoch in epochs
    if kept:
        parts.append(svg.line(x_of(best_epoch), _TOP - 4, x_of(best_epoch), bottom, ACCENT, ' stroke-dasharray="3 3"'))
    for entry in series:
        parts.append(_curve(entry, epochs, (low, high), x_of, y_of, best_epoch))
    if kept:
        parts.append(_kept_label(x_of(best_epoch), bottom - 8 if shares else _TOP + 9, best_epoch))
    highest = max(_known(series), default=low)
    if highest > high * (1 + 1e-9):
        note = f"cut off: highest value {number(highest, 3)}"
        parts.append(svg.text(_WIDTH - _RIGHT, 13, note, anchor="end", color=ACCENT))
    return svg.drawing(_WIDTH, _HEIGHT, title, parts)


def band_chart(
    names: Sequence[str],
    means: Sequence[float],
    stds: Sequence[float],
    minimums: Sequence[float],
    maximums: Sequence[float],
) -> str:
    """Draws mean, one standard deviation to both sides, and the full range over the band numbers; returns the SVG."""
    width, height, left, top, bottom = 960, 240, 64, 30, 40
    count = len(names)
    low, high = min(minimums), max(maximums)
    high = high if high > low else low + 1

    def x_of(band: float) -> float:
        return left + (band - 0.5) / count * (width - left - 8)

    def y_of(value: float) -> float:
        return height - bottom - (min(max(value, low), high) - low) / (high - low) * (height - top - bottom)

    def ribbon(below: Sequence[float], above: Sequence[float], color: str) -> str:
        points = [(x_of(i + 1), y_of(value)) for i, value in enumerate(above)]
        points += [(x_of(i + 1), y_of(below[i])) for i in range(count - 1, -1, -1)]
        return f'<polygon points="{svg.coordinates(points)}" fill="{color}"/>'

    parts = []
    for tick in nice_ticks(low, high, 4):
        parts.append(svg.line(left, y_of(tick), width - 8, y_of(tick), GRID))
        parts.append(svg.text(left - 7, y_of(tick) + 4, number(tick, 3), anchor="end"))
    parts.append(ribbon(minimums, maximums, "#eef3f6"))
    one_below, one_above = [m - s for m, s in zip(means, stds)], [m + s for m, s in zip(means, stds)]
    parts.append(ribbon(one_below, one_above, "#bcd7e6"))
    line = svg.coordinates([(x_of(i + 1), y_of(mean)) for i, mean in enumerate(means)])
    parts.append(f'<polyline points="{line}" fill="none" stroke="#0a5f8a" stroke-width="1.8"/>')
    parts.append(svg.line(left, height - bottom, width - 8, height - bottom, MUTED))
    for band in sorted({1, *(int(tick) for tick in nice_ticks(1, count, 12, whole_only=True))}):
        parts.append(svg.text(x_of(band), height - bottom + 16, str(band), anchor="middle"))
    parts.append(svg.text((left + width) / 2, height - 5, "band", anchor="middle"))
    x = left
    for label, color in (("mean", "#0a5f8a"), ("± 1 standard deviation", "#bcd7e6"), ("minimum to maximum", "#e3eaef")):
        parts.append(f'<rect x="{x}" y="6" width="14" height="9" fill="{color}"/>')
        parts.append(svg.text(x + 20, 15, label))
        x += 44 + round(6.2 * len(label))
    return svg.drawing(width, height, "Values of the bands", parts)


def _dashes(entry: Series) -> str:
    return ' stroke-dasharray="6 3"' if entry.dashed else ""


def _legend(series: Sequence[Series]) -> str:
    """Returns the names of the lines, each behind a piece of it, in one row above the plot."""
    parts, x = [], _LEFT
    for entry in series:
        parts.append(
            f'<line x1="{x}" y1="28" x2="{x + 22}" y2="28" stroke="{entry.color}" stroke-width="2.4"{_dashes(entry)}/>'
        )
        parts.append(svg.text(x + 28, 32, entry.name, color=INK))
        x += 46 + round(5.6 * len(entry.name))
    return "".join(parts)


def _kept_label(x: float, y: float, epoch: int) -> str:
    """Returns the words beside the upright line of the epoch whose weights were kept, legible on top of a curve."""
    near_right = x > _WIDTH - 110
    anchor, shift = ("end", -6) if near_right else ("start", 6)
    label = svg.text(x + shift, y, f"kept: epoch {epoch}", anchor, color=ACCENT)
    return label.replace("<text ", '<text stroke="#ffffff" stroke-width="3" ', 1) + label


def _curve(
    entry: Series, epochs: Sequence[int], limits: tuple[float, float], x_of: Scale, y_of: Scale, best_epoch: int | None
) -> str:
    """Returns the line of one series, broken where a value is missing, with dots where they help."""
    low, high = limits
    runs, run, dots = [], [], []
    for epoch, value in zip(epochs, entry.values):
        if value is None or not math.isfinite(value):
            runs, run = [*runs, run], []
            continue
        run.append((x_of(epoch), y_of(min(max(value, low), high))))
        if epoch == best_epoch or len(epochs) <= 12:
            dots.append((*run[-1], 4.0 if epoch == best_epoch else 2.2))
    runs.append(run)
    dots += [(*alone[0], 2.2) for alone in runs if len(alone) == 1]
    lines = "".join(
        f'<polyline points="{svg.coordinates(points)}" fill="none" stroke="{entry.color}" stroke-width="2" '
        f'stroke-linejoin="round"{_dashes(entry)}/>'
        for points in runs
        if len(points) > 1
    )
    circles = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{entry.color}" stroke="#ffffff" stroke-width="1"/>'
        for x, y, r in dots
    )
    return lines + circles


def _known(series: Sequence[Series]) -> list[float]:
    """Returns all finite values of all lines."""
    return [value for entry in series for value in entry.values if value is not None and math.isfinite(value)]
