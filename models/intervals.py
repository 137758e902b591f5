"""Confidence intervals of the figures of merit, as a model's metrics keep them. Plain values; who fills them is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .formats import DASH, count_of, number

Interval = tuple[float, float]
CLASS_FIGURES = ("precision", "recall", "f1", "iou")
OVERALL_FIGURES = ("accuracy", "kappa", "mean_iou", "mean_f1")


@dataclass(frozen=True)
class RecordedIntervals:
    """Intervals of the overall figures by name, and of each class's figures in the order of the class table.

    `level` is the confidence level, 0 to 1; `method`, `blocks`, `block_px` and `repeats` tell how they were found. A
    figure without an interval is not in its mapping.
    """

    level: float
    method: str
    blocks: int | None = None
    block_px: int | None = None
    repeats: int | None = None
    overall: Mapping[str, Interval] = field(default_factory=dict)
    classes: tuple[Mapping[str, Interval], ...] = ()

    @classmethod
    def of_metrics(cls, metrics: Mapping[str, object]) -> RecordedIntervals | None:
        """Returns what a model description's metrics hold under "intervals"; None where there is nothing usable."""
        found = metrics.get("intervals")
        if not isinstance(found, Mapping) or not isinstance(found.get("level"), (int, float)):
            return None
        classes = found.get("classes")
        return cls(
            float(found["level"]),
            str(found.get("method") or "bootstrap"),
            *(found.get(key) if isinstance(found.get(key), int) else None for key in ("blocks", "block_px", "repeats")),
            _known(found, OVERALL_FIGURES),
            tuple(_known(entry, CLASS_FIGURES) for entry in classes) if isinstance(classes, (list, tuple)) else (),
        )

    def of_class(self, index: int, figure: str) -> Interval | None:
        """Returns the interval of a figure of the class at a position, None where it has none."""
        return self.classes[index].get(figure) if index < len(self.classes) else None

    @property
    def level_text(self) -> str:
        """Returns the level in words, such as 95 %."""
        return f"{number(100 * self.level, 4)}\u00a0%"

    @property
    def sentence(self) -> str:
        """Returns what the intervals are and how they were found."""
        size = f" of {number(self.block_px)} × {number(self.block_px)} pixels" if self.block_px else ""
        basis = [f"{count_of(self.blocks, 'block', 'blocks')}{size}"] if self.blocks else []
        basis += [count_of(self.repeats, "repeat", "repeats")] if self.repeats else []
        rest = f" ({', '.join(basis)})" if basis else ""
        return f"Ranges in small type are {self.level_text} confidence intervals by {self.method}{rest}."


def share_range(interval: Interval | None) -> str:
    """Returns an interval of a share (0 to 1) in percent, without the sign: 71.2–78.4; nothing for None."""
    if interval is None:
        return ""
    low, high = (f"{100 * end:.1f}".replace("-", "−") for end in interval)
    return f"{low}{DASH}{high}"


def plain_range(interval: Interval | None) -> str:
    """Returns an interval of a plain figure such as kappa: 0.712–0.784; nothing for None."""
    if interval is None:
        return ""
    low, high = (f"{end:.3f}".replace("-", "−") for end in interval)
    return f"{low}{DASH}{high}"


def _known(values: object, names: tuple[str, ...]) -> dict[str, Interval]:
    """Returns the intervals that are there."""
    if not isinstance(values, Mapping):
        return {}
    pairs = {name: values.get(name) for name in names}
    return {name: (float(pair[0]), float(pair[1])) for name, pair in pairs.items() if _is_pair(pair)}


def _is_pair(value: object) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(end, (int, float)) for end in value)
