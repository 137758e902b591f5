"""Prints the table of docs/results.md from the lines that comparison.py wrote: mean and span over the seeds.

    .venv/bin/python test/results/table.py build/comparison/comparison.txt...

Of the plain script's two sizes of tiles the one with the higher mean IoU, on average, is shown. Bold is the best of each figure.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

LINE = re.compile(r"(\w+) +(ours|forest|plain \dx) +seed (\d+) (.*?) +OA ([\d.]+) +mIoU ([\d.]+)")
METHODS = ("ours", "plain", "forest")


@dataclass
class Figures:
    """Overall accuracy and mean IoU of one method on one job, by seed."""

    accuracy: dict[int, float] = field(default_factory=dict)
    iou: dict[int, float] = field(default_factory=dict)

    def means(self) -> tuple[float, float]:
        """Returns mean overall accuracy and mean of the mean IoU."""
        return mean(self.accuracy.values()), mean(self.iou.values())


def read_lines(paths: list[Path]) -> dict[str, dict[str, Figures]]:
    """Returns the figures by job and method."""
    jobs: dict[str, dict[str, Figures]] = {}
    for line in "\n".join(path.read_text(encoding="utf-8") for path in paths).splitlines():
        found = LINE.match(line)
        if found is None:
            continue
        protocol, method, seed, what, accuracy, iou = found.groups()
        part = re.sub(r"^(unet \w+|-) ?", "", what).strip()
        figures = jobs.setdefault(f"`{protocol}` {part}".strip(), {}).setdefault(method, Figures())
        figures.accuracy[int(seed)], figures.iou[int(seed)] = float(accuracy), float(iou)
    return jobs


def with_better_tiles(methods: dict[str, Figures]) -> dict[str, Figures]:
    """Returns ours, the plain script with the better size of tiles, and the forest."""
    plain = [figures for name, figures in methods.items() if name.startswith("plain")]
    better = {"plain": max(plain, key=lambda figures: figures.means()[1])} if plain else {}
    return {name: figures for name, figures in {**methods, **better}.items() if name in METHODS}


def cell(values: dict[int, float], is_best: bool) -> str:
    """Returns mean and span of a figure."""
    text = f"{mean(values.values()):.3f}"
    text = f"**{text}**" if is_best else text
    return text if len(values) == 1 else f"{text} ({min(values.values()):.3f}–{max(values.values()):.3f})"


def main() -> None:
    """Prints the table."""
    print("| PROTOCOL | seeds | | ours | plain script | forest |")
    print("| --- | --- | --- | --- | --- | --- |")
    for job, methods in read_lines([Path(name) for name in sys.argv[1:]]).items():
        shown = with_better_tiles(methods)
        seeds = len(shown["ours"].iou)
        for number, (title, measure) in enumerate((("OA", "accuracy"), ("mIoU", "iou"))):
            best = max(figures.means()[number] for figures in shown.values())
            cells = [
                cell(getattr(shown[name], measure), shown[name].means()[number] == best) if name in shown else "–"
                for name in METHODS
            ]
            print(f"| {job if number == 0 else ''} | {seeds if number == 0 else ''} | {title} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
