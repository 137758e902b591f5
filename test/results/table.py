"""The table of finished runs: means over the seeds, the lowest and highest in parentheses, in bold the best of a row."""

from __future__ import annotations

from statistics import mean

from methods import NOT_VALIDATED, OURS

TITLES = {NOT_VALIDATED: "ours without validation", "plain": "plain script", "forest": "random forest"}
MEASURES = (("OA", "accuracy"), ("mIoU", "mean_iou"))


def markdown(runs: list[dict], methods: list[str]) -> str:
    """Returns the table and, below it, how ours fares beside each method."""
    names = list(dict.fromkeys(run["set"] for run in runs))
    lines = [
        f"| set | seeds | | {' | '.join(TITLES.get(method, method) for method in methods)} |",
        "| --- " * (3 + len(methods)) + "|",
    ]
    for name in names:
        seeds = sorted({run["seed"] for run in runs if run["set"] == name})
        for number, (title, key) in enumerate(MEASURES):
            figures = [_figures(runs, name, method, key) for method in methods]
            best = max(round(mean(of_method), 3) for of_method in figures if of_method)
            first = f"{name} | {' '.join(map(str, seeds))}" if number == 0 else " | "
            lines.append(f"| {first} | {title} | {' | '.join(_cell(of_method, best) for of_method in figures)} |")
        seconds = [_figures(runs, name, method, "cpu_seconds") for method in methods]
        minutes = (f"{mean(of_method) / 60:.1f}" if of_method else "–" for of_method in seconds)
        lines.append(f"|  |  | CPU min | {' | '.join(minutes)} |")
    versions = sorted({run["version"] for run in runs})
    comparisons = [_comparison(runs, names, method) for method in methods if method != OURS]
    return "\n".join([*lines, "", *filter(None, comparisons), f"Version of the code: {', '.join(versions)}"])


def _comparison(runs: list[dict], names: list[str], method: str) -> str:
    """Returns one line on the mean IoU of ours beside a method, "" where no set has both."""
    pairs = [(_figures(runs, name, OURS, "mean_iou"), _figures(runs, name, method, "mean_iou")) for name in names]
    pairs = [(ours, other) for ours, other in pairs if ours and other]
    if not pairs:
        return ""
    gains = [mean(ours) - mean(other) for ours, other in pairs]
    ahead, worst = sum(gain > 0 for gain in gains), sum(min(ours) > mean(other) for ours, other in pairs)
    return (
        f"mIoU of ours beside {TITLES.get(method, method)}, {len(pairs)} sets: {mean(gains):+.3f} in the mean, {min(gains):+.3f} on the "
        f"worst set; ahead on {ahead}, with the worst seed on {worst}"
    )


def _figures(runs: list[dict], name: str, method: str, key: str) -> list[float]:
    return [run[key] for run in runs if (run["set"], run["method"]) == (name, method)]


def _cell(figures: list[float], best: float) -> str:
    """Returns mean, lowest and highest of a figure."""
    if not figures:
        return "–"
    text = f"**{mean(figures):.3f}**" if round(mean(figures), 3) == best else f"{mean(figures):.3f}"
    return text if len(figures) == 1 else f"{text} ({min(figures):.3f}–{max(figures):.3f})"
