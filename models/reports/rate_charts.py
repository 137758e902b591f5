"""The learning rate as inline SVG: the range test that found it, and what it was in each epoch."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..core.history import EpochRecord, RangeTest
from ..core.text import number
from . import svg
from .charts import Series, epoch_chart, nice_ticks
from .svg import ACCENT, GRID, INK, MUTED

RATE_COLOR, LOSS_COLOR = "#6b4e9b", "#0a5f8a"

_WIDTH, _HEIGHT = 480, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 14, 44, 42
_HEADROOM = 0.25
"""How much of the fall of the loss is shown above its start; a diverging end is cut off there."""


def learning_rate_chart(history: Sequence[EpochRecord], best_epoch: int | None) -> str:
    """Draws the learning rate at the end of each epoch and returns the SVG."""
    rates = tuple(record.learning_rate for record in history)
    highest = max((rate for rate in rates if math.isfinite(rate)), default=0.0) or 1.0
    step = nice_ticks(0, highest)[1]
    limits = 0.0, math.ceil(highest / step - 1e-9) * step
    epochs = [record.epoch for record in history]
    series = (Series("at the end of the epoch", RATE_COLOR, rates),)
    return epoch_chart("Learning rate", epochs, series, limits, best_epoch)


def range_test_chart(test: RangeTest) -> str:
    """Draws the smoothed loss over the learning rate, on a logarithmic axis, the chosen rate marked; returns the SVG.

    A test without two finite losses at different rates has nothing to draw and gives an empty text.
    """
    pairs = zip(test.learning_rates, test.losses)
    tried = [(rate, loss) for rate, loss in pairs if rate > 0 and math.isfinite(rate) and math.isfinite(loss)]
    if len({rate for rate, _ in tried}) < 2:
        return ""
    rates = [rate for rate, _ in tried]
    first, last = math.log10(min(rates)), math.log10(max(rates))
    low, high = _loss_limits([loss for _, loss in tried])
    bottom = _HEIGHT - _BOTTOM

    def x_of(rate: float) -> float:
        return _LEFT + (math.log10(rate) - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    def y_of(loss: float) -> float:
        return bottom - (min(max(loss, low), high) - low) / (high - low) * (bottom - _TOP)

    parts = [
        svg.text(0, 13, "Range test", size=13, color=INK, bold=True),
        f'<line x1="{_LEFT}" y1="28" x2="{_LEFT + 22}" y2="28" stroke="{LOSS_COLOR}" stroke-width="2.4"/>',
        svg.text(_LEFT + 28, 32, "smoothed training loss", color=INK),
    ]
    for tick in nice_ticks(low, high):
        parts.append(svg.line(_LEFT, y_of(tick), _WIDTH - _RIGHT, y_of(tick), GRID))
        parts.append(svg.text(_LEFT - 7, y_of(tick) + 4, number(tick, 3), anchor="end"))
    for rate in rate_ticks(min(rates), max(rates)):
        parts.append(svg.line(x_of(rate), _TOP, x_of(rate), bottom, GRID))
        parts.append(svg.line(x_of(rate), bottom, x_of(rate), bottom + 4, MUTED))
        parts.append(svg.text(x_of(rate), bottom + 17, number(rate, 2), anchor="middle"))
    parts.append(svg.line(_LEFT, bottom, _WIDTH - _RIGHT, bottom, MUTED))
    parts.append(svg.text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 6, "learning rate", anchor="middle"))
    curve = svg.coordinates([(x_of(rate), y_of(loss)) for rate, loss in tried])
    parts.append(f'<polyline points="{curve}" fill="none" stroke="{LOSS_COLOR}" stroke-width="2"/>')
    if min(rates) <= test.chosen <= max(rates):
        x = x_of(test.chosen)
        parts.append(svg.line(x, _TOP - 4, x, bottom, ACCENT, ' stroke-dasharray="3 3"'))
        right = x > _WIDTH / 2
        words = f"chosen: {number(test.chosen, 2)}"
        label = svg.text(x + (-6 if right else 6), _TOP + 9, words, "end" if right else "start", color=ACCENT)
        parts += [label.replace("<text ", '<text stroke="#ffffff" stroke-width="3" ', 1), label]
    return svg.drawing(_WIDTH, _HEIGHT, "Range test of the learning rate", parts)


def rate_ticks(low: float, high: float) -> tuple[float, ...]:
    """Returns the powers of ten from `low` to `high`; within one or two decades 2 and 5 times these as well."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    factors = (1, 2, 5) if high < 100 * low else (1,)
    ticks = [factor * 10.0**power for power in decades for factor in factors]
    return tuple(tick for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9))


def _loss_limits(losses: Sequence[float]) -> tuple[float, float]:
    """Returns the ends of the loss axis: from the lowest loss to somewhat above the highest one before it."""
    lowest = min(losses)
    start = max(losses[: losses.index(lowest) + 1])
    fall = (start - lowest) or (max(losses) - lowest) or 1.0
    low, high = lowest - 0.08 * fall, start + _HEADROOM * fall
    ticks = nice_ticks(low, high)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else high - low
    return math.floor(low / step) * step, math.ceil(high / step) * step
