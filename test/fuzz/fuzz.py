"""Reads hostile files at random until the time is over, and prints a table: `make fuzz MINUTES=10 SEED=1`.

The status is 1 where there is a finding. An input is repeated by `fuzz.py --only TARGET --seed SEED --input NUMBER`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "helpers")]

import plugin_package  # noqa: F401 (first of all: it makes the package importable)
from guard import Attempt, Outcome, campaign, random_of
from targets import TARGETS


def prepared(target: str, folder: Path) -> Attempt:
    """Makes the whole files of a target in a folder; returns the function that spoils and reads them."""
    place = folder / str(list(TARGETS).index(target))
    place.mkdir()
    kind, method, _ = TARGETS[target]
    return getattr(kind(place), method)


def run(targets: list[str], seed: int, seconds: float, most: int | None = None) -> list[Outcome]:
    """Tries each target for its share of the seconds, or `most` inputs at most."""
    shares = sum(TARGETS[target][2] for target in targets)
    outcomes = []
    with tempfile.TemporaryDirectory() as name:
        for target in targets:
            attempt = prepared(target, Path(name))
            work = Path(name) / "work"
            work.mkdir(exist_ok=True)
            outcomes.append(campaign(target, attempt, work, seed, seconds * TARGETS[target][2] / shares, most))
            print(line_of(outcomes[-1]), flush=True)
        left = {path.name for path in Path(name).iterdir()} - {"work", *map(str, range(len(TARGETS)))}
        if left:
            outcomes[-1].found(f"left {', '.join(sorted(left))} outside the folder", f"seed {seed}")
    return outcomes


HEAD = f"{'target':28}{'inputs':>8}{'refused':>9}{'read':>8}{'CPU s':>8}{'longest s':>11}{'MiB':>6}{'findings':>10}"


def line_of(outcome: Outcome) -> str:
    """Returns an outcome as a line of the table."""
    return (
        f"{outcome.target:28}{outcome.tried:8}{outcome.refused:9}{outcome.accepted:8}{outcome.cpu_s:8.1f}{outcome.longest_s:11.2f}"
        f"{outcome.most_bytes / 2**20:6.0f}{len(outcome.findings):10}"
    )


def repeat(target: str, seed: int, number: int) -> None:
    """Reads one input in this process, and shows what it raises."""
    with tempfile.TemporaryDirectory() as name:
        attempt = prepared(target, Path(name))
        os.chdir(name)
        try:
            attempt(Path(name), random_of(target, seed, number))
        except Exception:  # noqa: BLE001 (to be shown)
            traceback.print_exc()
        else:
            print("accepted")


def main() -> int:
    """Runs the campaign; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--only", action="append", choices=list(TARGETS))
    parser.add_argument("--input", type=int, help="Repeats this input of the one target.")
    options = parser.parse_args()
    targets = options.only or list(TARGETS)
    if options.input is not None:
        repeat(targets[0], options.seed, options.input)
        return 0
    print(f"seed {options.seed}, {options.minutes:g} minutes\n{HEAD}")
    outcomes = run(targets, options.seed, options.minutes * 60)
    print(
        f"{sum(outcome.tried for outcome in outcomes)} inputs, {sum(outcome.cpu_s for outcome in outcomes) / 60:.1f} CPU minutes"
    )
    for outcome in outcomes:
        for text, shown_by in outcome.findings.items():
            print(f"FINDING in {outcome.target}: {text}, {outcome.counts[text]} times, first by {shown_by}")
    return 1 if any(outcome.findings for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
