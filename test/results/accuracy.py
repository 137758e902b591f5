"""How good the maps are that a user gets with the defaults, on real imagery, beside a random forest and a plain script.

    .venv/bin/python test/results/accuracy.py [--only SET ...] [--seeds 0 1 2] [--methods METHOD ...] [--sets FOLDER] [--work build/accuracy]

Every set is described by a JSON file (described_sets.py); only chip size, classes and ignore class come from it, and nothing else is set.
The methods:

    ours                  export, train and classify through qgis_process, with the defaults
    VALIDATION_SHARE=0    the same with this set; so with any other settings, separated by commas, each a column of its own
    plain                 a plain script (plain_script.py) that trains on the same chips for the CPU time that the training of `ours` took,
                          classified in tiles of two sizes, of which the better is shown
    forest                a per-pixel random forest of the same labelled pixels

The CPU time is that of all of it, child processes included. Each finished run is kept in WORK/SET/seedN/METHOD.json and not made again
unless the description of its set has changed (for `plain`, the time of ours). At the end one table is printed (table.py).
"""

from __future__ import annotations

import argparse
import itertools
import json
import operator
import os
import subprocess
import sys
from functools import reduce
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from described_sets import DescribedSet, SetError, read_set
from headless import ROOT, Headless, HeadlessError
from methods import (
    FOREST,
    METHODS,
    OURS,
    PLAIN,
    Classified,
    Commands,
    by_forest,
    by_pixel_classifier,
    by_plain_script,
    cpu_seconds,
)
from scoring import score
from splits import Part, parts_of
from table import markdown

SETS = Path(__file__).resolve().parent / "sets"
DATA = Path(os.environ.get("PIXEL_CLASSIFIER_DATA") or ROOT.parent / "shared" / "data")


class Harness:
    """Runs methods on sets and keeps what has finished in `work`."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._commands = Commands(Headless(work / "profile", environment=Path(sys.prefix)))
        describe = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
        self._version = subprocess.run(describe, capture_output=True, text=True, check=False).stdout.strip()

    def finished(self, described: DescribedSet, seed: int, method: str) -> dict | None:
        """Returns the kept run; None where there is none of the set as it is described now, or of a plain script with the time of ours."""
        path = self._path(described, seed, method)
        record = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        if record is None or record["description"] != described.description():
            return None
        return record if method != PLAIN or record["training"] == self._times_of_ours(described, seed) else None

    def _times_of_ours(self, described: DescribedSet, seed: int) -> list[dict[str, float]]:
        """Returns the CPU time of each training, nothing where ours has not been run."""
        ours = self.finished(described, seed, OURS)
        return [{"cpu_seconds": training["cpu_seconds"]} for training in ours["training"]] if ours else []

    def run(self, described: DescribedSet, seed: int, method: str) -> None:
        """Trains, classifies and evaluates; keeps the run. Raises HeadlessError, SetError."""
        path, scores, total, training = self._path(described, seed, method), [], 0.0, []
        parts = parts_of(described, path.with_suffix(""), seed)
        values = tuple(sorted({int(value) for part in parts for value in part.labels}))
        for number, part in enumerate(parts):
            before = cpu_seconds()
            result = self._classified(described, seed, method, part, number)
            total += cpu_seconds() - before
            training.append(result.training)
            scores.append([score(part.truth, classes, values) for classes in result.maps])
        best = max((reduce(operator.add, pooled) for pooled in zip(*scores)), key=lambda pooled: pooled.mean_iou)
        print(f"{described.name}  seed {seed}  {method}: {best}  {total / 60:.1f} CPU min", flush=True)
        record = {
            "set": described.name, "seed": seed, "method": method, "version": self._version,
            "threads": os.environ.get("OMP_NUM_THREADS"), "description": described.description(),
            "cpu_seconds": total, "training": training, "accuracy": best.accuracy, "mean_iou": best.mean_iou,
            "ious": best.ious, "values": values, "confusion": best.confusion.tolist(),
        }  # fmt: skip
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(record, indent=1), encoding="utf-8")
        partial.replace(path)

    def _classified(self, described: DescribedSet, seed: int, method: str, part: Part, number: int) -> Classified:
        folder = self._path(described, seed, method).with_suffix("") / part.name
        folder.mkdir(exist_ok=True)
        if method == FOREST:
            return by_forest(part, seed)
        if method != PLAIN:
            return by_pixel_classifier(part, seed, method, folder, self._commands)
        times = self._times_of_ours(described, seed)
        if not times:
            raise SetError(f"{PLAIN} takes the CPU time of {OURS}, which has not been run.")
        return by_plain_script(part, seed, times[number]["cpu_seconds"], folder, self._commands)

    def _path(self, described: DescribedSet, seed: int, method: str) -> Path:
        return self._work / described.name / f"seed{seed}" / f"{method}.json"


def main() -> int:
    """Runs what is not finished and prints the table; returns the exit status, 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=Path, default=SETS, help="a folder of descriptions")
    parser.add_argument("--only", nargs="+", metavar="SET", help="names of sets, in this order")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--methods", nargs="+", default=METHODS)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "accuracy")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    harness, sets, failures = Harness(options.work.resolve()), [], []
    for name in options.only or sorted(path.stem for path in options.sets.glob("*.json")):
        try:
            sets.append(read_set(options.sets.resolve() / f"{name}.json", DATA.resolve()))
        except SetError as error:
            failures.append(str(error))
    for seed, described, method in itertools.product(options.seeds, sets, options.methods):
        try:
            if harness.finished(described, seed, method) is None:
                harness.run(described, seed, method)
        except (HeadlessError, SetError) as error:
            failures.append(f"{described.name}, seed {seed}, {method}: {error}")
    runs = [harness.finished(*run) for run in itertools.product(sets, options.seeds, options.methods)]
    print(markdown([run for run in runs if run], options.methods))
    print("".join(f"\nNOT RUN: {failure}" for failure in failures), file=sys.stderr)
    return bool(failures or not sets)


if __name__ == "__main__":
    sys.exit(main())
