"""Charts as inline SVG: losses, accuracy and learning rate over the epochs, the learning-rate finder, the bands' values.

They have no script, style sheet or identifier, so that several of them stand in one page, and they print.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...rasters.core.number_text import percent
from ..accuracy.calibration import Calibration
from ..core.history import EpochRecord, LrFinderCurve
from ..core.text import number

INK, MUTED, GRID, ACCENT = "#1d2a35", "#5d6b78", "#e3e8ec", "#b0413e"
RATE_COLOR, LOSS_COLOR = "#6b4e9b", "#0a5f8a"

_HEADROOM = 0.25
"""Share of the fall of the loss that is shown above its start; a diverging end is cut off there."""


@dataclass(frozen=True)
class Series:
    """One line of a chart: its name, CSS colour, values (None or NaN where there is none), and whether it is dashed."""

    name: str
    color: str
    values: tuple[float | None, ...]
    dashed: bool = False


@dataclass(frozen=True)
class _Axes:
    """The plot area of a chart of `width` x `height`, and where values lie on it; values beyond the y axis are clipped."""

    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    log_x: bool = False
    width: int = 480
    height: int = 280
    left: int = 54
    right: int = 14
    top: int = 44
    margin_bottom: int = 42

    @property
    def bottom(self) -> int:
        """Returns the y coordinate of the x axis."""
        return self.height - self.margin_bottom

    def x(self, value: float) -> float:
        """Returns the x coordinate of a value."""
        low, high, value = (math.log10(v) for v in (*self.x_limits, value)) if self.log_x else (*self.x_limits, value)
        return self.left + (value - low) / (high - low) * (self.width - self.left - self.right)

    def y(self, value: float) -> float:
        """Returns the y coordinate of a value."""
        low, high = self.y_limits
        return self.bottom - (min(max(value, low), high) - low) / (high - low) * (self.bottom - self.top)

    def frame(
        self, x_name: str, x_ticks: Sequence[float], x_label: Callable[[float], str], y_label: Callable[[float], str],
        y_count: int = 5, x_grid: bool = False, x_marks: bool = True,
    ) -> list[str]:  # fmt: skip
        """Returns grid lines, ticks with their labels, the x axis and its name."""
        right, parts = self.width - self.right, []
        for tick in nice_ticks(*self.y_limits, y_count):
            parts.append(_line(self.left, self.y(tick), right, self.y(tick), GRID))
            parts.append(_text(self.left - 7, self.y(tick) + 4, y_label(tick), "end"))
        for tick in x_ticks:
            x = self.x(tick)
            parts += [_line(x, self.top, x, self.bottom, GRID)] if x_grid else []
            parts += [_line(x, self.bottom, x, self.bottom + 4, MUTED)] if x_marks else []
            parts.append(_text(x, self.bottom + 17, x_label(tick), "middle"))
        parts.append(_line(self.left, self.bottom, right, self.bottom, MUTED))
        parts.append(_text((self.left + right) / 2, self.height - 6, x_name, "middle"))
        return parts

    def mark(self, value: float, words: str, y: float, margin: float = 110) -> list[str]:
        """Returns a dashed vertical line at a value, and its words, legible on top of a curve."""
        x = self.x(value)
        anchor, shift = ("end", -6) if x > self.width - margin else ("start", 6)
        label = _text(x + shift, y, words, anchor, color=ACCENT)
        halo = label.replace("<text ", '<text stroke="#ffffff" stroke-width="3" ', 1)
        return [_line(x, self.top - 4, x, self.bottom, ACCENT, ' stroke-dasharray="3 3"'), halo + label]

    def drawing(self, title: str, parts: Sequence[str]) -> str:
        """Returns the SVG, which scales to the width of its place."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="100%" role="img" '
            f"aria-label=\"{html.escape(title)}\" font-family=\"'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif\">"
            f"{''.join(parts)}</svg>"
        )


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


def rate_ticks(low: float, high: float) -> tuple[float, ...]:
    """Returns the powers of ten from `low` to `high`; within two decades 2 and 5 times these as well."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    factors = (1, 2, 5) if high < 100 * low else (1,)
    ticks = [factor * 10.0**power for power in decades for factor in factors]
    return tuple(tick for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9))


def loss_limits(series: Sequence[Series]) -> tuple[float, float]:
    """Returns the axis limits of a loss chart, such that a few wild epochs do not flatten all the others."""
    values = sorted(_known(series))
    if not values:
        return 0.0, 1.0
    usual = values[min(len(values) - 1, int(0.9 * len(values)))]
    top = 1.03 * values[-1] if values[-1] <= 4 * max(usual, 1e-12) else 1.5 * usual
    low = min(values[0], 0.0)
    return _rounded(low, top if top > low else low + 1.0)


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
    writes 0 to 1 as percent. `best_epoch` gets a marked line and a dot on each series. A series of one value is a dot.
    Values above the axis are cut off, and a note beside the title reports the highest.
    """
    first, last = (min(epochs), max(epochs)) if epochs else (0, 1)
    axes = _Axes((first - 1, last + 1) if first == last else (first, last), limits)
    shown = sorted({int(tick) for tick in nice_ticks(first, last, 8, whole_only=True)} if epochs else ())
    if epochs and shown[0] - first > (last - first) * 0.06:
        shown = [first, *shown]
    parts = [_title(title), *_legend(axes, [(entry.name, entry.color, entry.dashed) for entry in series])]
    parts += axes.frame("epoch", shown, str, lambda tick: percent(tick, 0) if shares else number(tick, 3))
    mark = []
    if best_epoch is not None and best_epoch in epochs:
        mark = axes.mark(best_epoch, f"kept: epoch {best_epoch}", axes.bottom - 8 if shares else axes.top + 9)
    parts += mark[:1]
    for entry in series:
        parts += _curve(entry, epochs, axes, best_epoch)
    parts += mark[1:]
    highest = max(_known(series), default=limits[0])
    if highest > limits[1] * (1 + 1e-9):
        words = f"cut off: highest value {number(highest, 3)}"
        parts.append(_text(axes.width - axes.right, 13, words, "end", color=ACCENT))
    return axes.drawing(title, parts)


def learning_rate_chart(history: Sequence[EpochRecord], best_epoch: int | None) -> str:
    """Draws the learning rate at the end of each epoch and returns the SVG."""
    rates = tuple(record.learning_rate for record in history)
    highest = max((rate for rate in rates if math.isfinite(rate)), default=0.0) or 1.0
    step = nice_ticks(0, highest)[1]
    limits = 0.0, math.ceil(highest / step - 1e-9) * step
    epochs = [record.epoch for record in history]
    return epoch_chart(
        "Learning rate", epochs, [Series("at the end of the epoch", RATE_COLOR, rates)], limits, best_epoch
    )


def lr_finder_chart(curve: LrFinderCurve) -> str:
    """Draws the smoothed loss over the learning rate, on a logarithmic axis, with the chosen rate; returns the SVG.

    Empty without two finite losses at different rates.
    """
    pairs = zip(curve.learning_rates, curve.losses)
    tried = [(rate, loss) for rate, loss in pairs if rate > 0 and math.isfinite(rate) and math.isfinite(loss)]
    if len({rate for rate, _ in tried}) < 2:
        return ""
    low, high = min(rate for rate, _ in tried), max(rate for rate, _ in tried)
    axes = _Axes((low, high), _finder_limits([loss for _, loss in tried]), log_x=True)
    parts = [_title("Learning-rate finder"), *_legend(axes, [("smoothed training loss", LOSS_COLOR, False)])]
    ticks = rate_ticks(low, high)
    parts += axes.frame("learning rate", ticks, lambda tick: number(tick, 2), lambda tick: number(tick, 3), x_grid=True)
    parts.append(_polyline([(axes.x(rate), axes.y(loss)) for rate, loss in tried], LOSS_COLOR))
    if low <= curve.chosen <= high:
        parts += axes.mark(curve.chosen, f"chosen: {number(curve.chosen, 2)}", axes.top + 9, axes.width / 2)
    return axes.drawing("Learning-rate finder", parts)


def reliability_chart(calibration: Calibration) -> str:
    """Draws the share of correct pixels over the confidence before and after calibration; returns the SVG.

    Bins with fewer than a thousandth of the pixels are left out: their shares are chance.
    """
    axes = _Axes((0.0, 1.0), (0.0, 1.0), right=26)
    curves = [("before calibration", MUTED, True, calibration.before)]
    if calibration.after:
        curves.append(("calibrated", LOSS_COLOR, False, calibration.after))
    title = "Correct pixels by their confidence"
    lines = [(name, color, dashed) for name, color, dashed, _ in curves]
    parts = [_title(title), *_legend(axes, [*lines, ("ideal", ACCENT, True)])]
    parts += axes.frame("confidence", nice_ticks(0, 1), _whole_percent, _whole_percent, x_grid=True)
    parts.append(_line(axes.x(0), axes.y(0), axes.x(1), axes.y(1), ACCENT, ' stroke-dasharray="3 3"'))
    for _, color, dashed, bins in curves:
        points = [
            (axes.x(each.confidence), axes.y(each.accuracy))
            for each in bins
            if 1000 * each.pixels >= calibration.pixels
        ]
        parts.append(_polyline(points, color, dashed))
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{color}"/>' for x, y in points]
    return axes.drawing(title, parts)


def distance_chart(shares: Sequence[float], curves: Mapping[str, Sequence[float]]) -> str:
    """Draws the share of places over their distance from training labels, in metres, one curve by name; returns the SVG.

    `curves` have the distance at each of the shares, in rising order. The farthest places are cut off where they are few.
    """
    farthest = max(values[_cut(shares)] for values in curves.values()) or 1.0
    unit, metres = ("km", 1000.0) if farthest >= 2000 else ("m", 1.0)
    axes = _Axes((0.0, farthest / metres), (0.0, 1.0), height=220, right=26)
    names = [(name, color, dashed) for name, color, dashed in zip(curves, (LOSS_COLOR, MUTED), (False, True))]
    title = "Share of places within a distance of a training label"
    parts = [_title(title), *_legend(axes, names)]
    parts += axes.frame(
        f"distance ({unit})", nice_ticks(*axes.x_limits, 6), lambda tick: number(tick, 3), _whole_percent, x_grid=True
    )
    for (_, color, dashed), values in zip(names, curves.values()):
        shown = [(distance / metres, share) for share, distance in zip(shares, values) if distance <= farthest]
        parts.append(_polyline([(axes.x(distance), axes.y(share)) for distance, share in shown], color, dashed))
    return axes.drawing(title, parts)


def _cut(shares: Sequence[float]) -> int:
    """Returns the position of the share up to which distances are shown."""
    return round(0.98 * (len(shares) - 1))


def _whole_percent(share: float) -> str:
    """Returns a share in percent without decimals."""
    return percent(share, 0)


def band_chart(
    means: Sequence[float], stds: Sequence[float], minimums: Sequence[float], maximums: Sequence[float]
) -> str:
    """Draws mean, one standard deviation to both sides, and the full range over the band numbers; returns the SVG."""
    count, low, high = len(means), min(minimums), max(maximums)
    axes = _Axes(
        (0.5, count + 0.5), (low, high if high > low else low + 1), width=960, height=240, left=64, right=8, top=30,
        margin_bottom=40,
    )  # fmt: skip

    def ribbon(below: Sequence[float], above: Sequence[float], color: str) -> str:
        points = [(axes.x(i + 1), axes.y(value)) for i, value in enumerate(above)]
        points += [(axes.x(i + 1), axes.y(below[i])) for i in range(count - 1, -1, -1)]
        return f'<polygon points="{_points(points)}" fill="{color}"/>'

    ticks = sorted({1, *(int(tick) for tick in nice_ticks(1, count, 12, whole_only=True))})
    parts = axes.frame("band", ticks, str, lambda tick: number(tick, 3), 4, x_marks=False)
    one_below, one_above = [m - s for m, s in zip(means, stds)], [m + s for m, s in zip(means, stds)]
    parts += [ribbon(minimums, maximums, "#eef3f6"), ribbon(one_below, one_above, "#bcd7e6")]
    parts.append(_polyline([(axes.x(i + 1), axes.y(mean)) for i, mean in enumerate(means)], LOSS_COLOR))
    x = axes.left
    for label, color in (
        ("mean", LOSS_COLOR),
        ("± 1 standard deviation", "#bcd7e6"),
        ("minimum to maximum", "#e3eaef"),
    ):
        parts.append(f'<rect x="{x}" y="6" width="14" height="9" fill="{color}"/>')
        parts.append(_text(x + 20, 15, label))
        x += 44 + round(6.2 * len(label))
    return axes.drawing("Values of the bands", parts)


def _finder_limits(losses: Sequence[float]) -> tuple[float, float]:
    """Returns the ends of the loss axis: from the lowest loss to somewhat above the highest one before it."""
    lowest = min(losses)
    start = max(losses[: losses.index(lowest) + 1])
    fall = (start - lowest) or (max(losses) - lowest) or 1.0
    return _rounded(lowest - 0.08 * fall, start + _HEADROOM * fall)


def _rounded(low: float, high: float) -> tuple[float, float]:
    """Returns the limits of an axis moved outwards to its ticks."""
    ticks = nice_ticks(low, high)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else high - low
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def _curve(entry: Series, epochs: Sequence[int], axes: _Axes, best_epoch: int | None) -> list[str]:
    """Returns the line of one series, broken where a value is missing, with dots at the best and at lone epochs."""
    runs, run, dots = [], [], []
    for epoch, value in zip(epochs, entry.values):
        if value is None or not math.isfinite(value):
            runs, run = [*runs, run], []
            continue
        run.append((axes.x(epoch), axes.y(value)))
        if epoch == best_epoch or len(epochs) <= 12:
            dots.append((*run[-1], 4.0 if epoch == best_epoch else 2.2))
    runs.append(run)
    dots += [(*alone[0], 2.2) for alone in runs if len(alone) == 1]
    return [_polyline(points, entry.color, entry.dashed) for points in runs if len(points) > 1] + [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{entry.color}" stroke="#ffffff" stroke-width="1"/>'
        for x, y, r in dots
    ]


def _known(series: Sequence[Series]) -> list[float]:
    """Returns all finite values of all lines."""
    return [value for entry in series for value in entry.values if value is not None and math.isfinite(value)]


def _title(words: str) -> str:
    return _text(0, 13, words, size=13, color=INK, bold=True)


def _legend(axes: _Axes, entries: Sequence[tuple[str, str, bool]]) -> list[str]:
    """Returns the names of lines, each behind a piece of it, in one row above the plot."""
    parts, x = [], axes.left
    for name, color, dashed in entries:
        dashes = _dashes(dashed)
        parts.append(f'<line x1="{x}" y1="28" x2="{x + 22}" y2="28" stroke="{color}" stroke-width="2.4"{dashes}/>')
        parts.append(_text(x + 28, 32, name, color=INK))
        x += 46 + round(5.6 * len(name))
    return parts


def _text(
    x: float, y: float, words: str, anchor: str = "start", size: int = 11, color: str = MUTED, bold: bool = False
) -> str:
    """Returns words at a point; `anchor` is start, middle or end."""
    style = f'font-size="{size}" fill="{color}" text-anchor="{anchor}"' + (' font-weight="600"' if bold else "")
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{html.escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, color: str, extra: str = "") -> str:
    """Returns a thin line; `extra` are further attributes."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-width="1"{extra}/>'


def _polyline(points: Sequence[tuple[float, float]], color: str, dashed: bool = False) -> str:
    style = f'fill="none" stroke="{color}" stroke-width="2" stroke-linejoin="round"{_dashes(dashed)}'
    return f'<polyline points="{_points(points)}" {style}/>'


def _points(points: Sequence[tuple[float, float]]) -> str:
    """Returns points as the attribute of a polyline or polygon."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _dashes(dashed: bool) -> str:
    return ' stroke-dasharray="6 3"' if dashed else ""
