"""Draws the maps of finished runs of `make accuracy` side by side: forest, an earlier default, the defaults, and where those are right.

    .venv/bin/python test/results/map_pictures.py SET SEED METHOD PICTURE [--work build/accuracy]

METHOD is that of the earlier default, such as `ARCHITECTURE=unet`; it and `ours` must have run (accuracy.py). Sets of one part only.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "test" / "helpers"), str(ROOT / "test" / "demo")]

import picture
from accuracy import DATA, SETS
from described_sets import read_set
from methods import FOREST, OURS, by_forest, in_truth_values
from pixels import NO_CLASS, read
from splits import parts_of

COLORS = (
    (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167), (120, 120, 120),
)  # fmt: skip
RIGHT, WRONG = (170, 210, 190), (190, 60, 50)


def main() -> None:
    """Draws the picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set")
    parser.add_argument("seed", type=int)
    parser.add_argument("method")
    parser.add_argument("picture", type=Path)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "accuracy")
    options = parser.parse_args()
    folder = options.work / options.set / f"seed{options.seed}"
    records = {name: json.loads((folder / f"{name}.json").read_text()) for name in (FOREST, options.method, OURS)}
    (part,) = parts_of(read_set(SETS / f"{options.set}.json", DATA.resolve()), folder / "pictures", options.seed)
    maps = {FOREST: by_forest(part, options.seed).maps[0]}
    for method in (options.method, OURS):
        classes = read(folder / method / "classes.tif")[0]
        maps[method] = in_truth_values(classes, part.chips or folder / method / "chips", part.codes)
    values = records[OURS]["values"]
    maps[FOREST] = np.where(np.isin(maps[OURS], values), maps[FOREST], NO_CLASS)  # it names NoData, too
    colors = dict(zip(values, COLORS))
    titles = {FOREST: "Random forest", options.method: options.method, OURS: "The defaults"}
    panels = [
        (f"{title}: mean IoU {records[name]['mean_iou']:.3f}", picture.paint(maps[name], colors))
        for name, title in titles.items()
    ]
    known, right = part.truth != NO_CLASS, maps[OURS] == part.truth
    panels.append(("The defaults: right and wrong", picture.paint(np.where(known, 1 + right, 0), {2: RIGHT, 1: WRONG})))
    legend = [
        picture.LegendEntry(
            f"class {value}",
            colors[value],
            records[OURS]["ious"].get(str(value)),
            records[FOREST]["ious"].get(str(value)),
        )
        for value in values
    ]
    picture.draw(
        options.picture, panels, legend, [f"{name}: OA {record['accuracy']:.3f}" for name, record in records.items()]
    )


if __name__ == "__main__":
    main()
