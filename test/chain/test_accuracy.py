"""The program behind `make accuracy`, on a tiny scene: what it asks of the algorithms, what it keeps and what it prints."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tiny_scene import MEADOW, WATER, write_scene

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "test" / "results"))
PROGRAM = ROOT / "test" / "results" / "accuracy.py"
QUICK = "ARCHITECTURE=unet,EPOCHS=1,REFIT=never,ENCODER=resnet18,LEARNING_RATE=0.003"


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    """A folder with the scene and a description of it: texts as labels, numbers in the truth."""
    folder = tmp_path_factory.mktemp("sets")
    write_scene(folder)
    describe(folder, "tiny", truth="labels.tif", classes={"meadow": MEADOW, "water": WATER})
    return folder


def describe(folder: Path, name: str, **keys: object) -> Path:
    """Writes a description of the scene."""
    content = {"raster": "image.tif", "labels": "labels.gpkg", "field": "cover", "chip_size_px": 64, **keys}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(content))
    return path


def read_set(path: Path):
    from described_sets import read_set

    return read_set(path, path.parent)


def run(sets: Path, work: Path, *arguments: str, seeds: str = "0") -> subprocess.CompletedProcess:
    """Runs the program."""
    command = [sys.executable, PROGRAM, "--sets", sets, "--work", work, "--only", "tiny", "--seeds", seeds, "--methods"]
    return subprocess.run([*map(str, command), *arguments], capture_output=True, text=True, check=False)


def test_all_methods_run_finished_runs_are_kept_and_one_table_is_printed(sets, tmp_path):
    done = run(sets, tmp_path, "forest")
    assert done.returncode == 0, done.stdout + done.stderr
    kept = tmp_path / "tiny" / "seed0"
    finished = json.loads((kept / "forest.json").read_text())
    assert finished["values"] == [MEADOW, WATER] and finished["accuracy"] > 0.9
    ours = {**finished, "method": "ours", "training": [{"cpu_seconds": 1.0}], "accuracy": 0.123, "mean_iou": 0.111}
    (kept / "ours.json").write_text(json.dumps(ours))

    methods = ("ours", "forest", "plain", QUICK)
    done = run(sets, tmp_path, *methods)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"tiny  seed 0  {QUICK}: OA" in done.stdout
    assert "seed 0  ours:" not in done.stdout and "seed 0  forest:" not in done.stdout, "these had finished"
    for algorithm in ("exporttrainingchips", "trainpixelclassifier", "classifypixels"):
        assert f"qgis_process run pixelclassifier:{algorithm} --" in done.stdout
    plain = json.loads((kept / "plain.json").read_text())
    assert np.sum(plain["confusion"]) == np.sum(finished["confusion"]), "all are evaluated on the same pixels"
    quick = json.loads((kept / f"{QUICK}.json").read_text())
    assert quick["cpu_seconds"] > quick["training"][0]["cpu_seconds"] > 0 and quick["training"][0]["EPOCHS_RUN"] == 1

    again = run(sets, tmp_path, *methods)
    assert "qgis_process" not in again.stdout
    table = done.stdout[done.stdout.index("| set |") :]
    assert again.stdout == table
    assert f"| set | seeds | | ours | random forest | plain script | {QUICK} |" in table
    assert re.search(
        r"\| tiny \| 0 \| OA \| 0\.123 \| \**[01]\.\d{3}\** \| \**[01]\.\d{3}\** \| \**[01]\.\d{3}\** \|", table
    )
    assert re.search(r"\|  \|  \| CPU min \| \d", table)


def test_a_failure_is_told_the_rest_goes_on_and_the_status_is_1(sets, tmp_path):
    done = run(sets, tmp_path, "plain", "forest")
    assert done.returncode == 1
    assert "NOT RUN: tiny, seed 0, plain: " in done.stderr and "CPU time of ours" in done.stderr
    assert re.search(r"\| tiny \| 0 \| OA \| – \| \*\*[01]\.\d{3}\*\* \|", done.stdout)


def test_a_run_of_another_description_is_not_taken_for_finished(sets, tmp_path):
    from accuracy import Harness

    harness, described = Harness(tmp_path / "work"), read_set(sets / "tiny.json")
    harness.run(described, 0, "forest")
    assert harness.finished(described, 0, "forest") and not harness.finished(described, 1, "forest")
    other = describe(tmp_path, "tiny", raster="image.tif", split="halves")
    for name in ("image.tif", "labels.gpkg"):
        (tmp_path / name).symlink_to(sets / name)
    assert harness.finished(read_set(other), 0, "forest") is None


def test_a_plain_script_of_another_time_than_ours_is_not_taken_for_finished(sets, tmp_path):
    from accuracy import Harness

    harness, described = Harness(tmp_path), read_set(sets / "tiny.json")
    (tmp_path / "tiny" / "seed0").mkdir(parents=True)
    for method, seconds in (("ours", 5.0), ("plain", 5.0), ("ours", 6.0)):
        run = {"description": described.description(), "training": [{"cpu_seconds": seconds, "EPOCHS_RUN": 3}]}
        run["training"] = run["training"] if method == "ours" else [{"cpu_seconds": seconds}]
        (tmp_path / "tiny" / "seed0" / f"{method}.json").write_text(json.dumps(run))
        finished = harness.finished(described, 0, "plain")
        assert (finished is not None) == (method == "plain")


class Recorder:
    """Stands in for the algorithms; notes what they are asked and writes a class raster."""

    def __init__(self, part):
        self.part, self.asked = part, {}

    def run(self, algorithm, **inputs):
        from pixels import write_band

        self.asked[algorithm] = inputs
        if algorithm == "classifypixels":
            write_band(inputs["OUTPUT"], self.part.raster, np.ones(self.part.truth.shape))
        return {"cpu_seconds": 1.0}

    def chips(self, part, folder, settings):
        from methods import Commands

        (folder / "chips").mkdir()
        classes = [{"value": 1, "name": "water"}, {"value": 2, "name": "meadow"}]
        (folder / "chips" / "chips.json").write_text(json.dumps({"classes": classes}))
        return Commands.chips(self, part, folder, settings)


@pytest.mark.parametrize("zero_is_a_class", [False, True])
def test_nothing_is_set_but_what_the_set_decides(sets, tmp_path, zero_is_a_class):
    from methods import by_pixel_classifier
    from splits import parts_of

    kept = {"split": "halves"} if not zero_is_a_class else {"split": "halves", "ignore_class": None}
    part, _ = parts_of(read_set(describe(sets, "halves", **kept)), tmp_path, 0)
    recorder = Recorder(part)
    result = by_pixel_classifier(part, 7, "ours", tmp_path, recorder)
    extra = [{"KEEP_EMPTY"}, {"IGNORE_CLASS"}] if zero_is_a_class else [set(), set()]
    export, train, classify = recorder.asked.values()
    assert set(export) == {"INPUT", "LABELS", "CLASS_FIELD", "CHIP_SIZE", "STRIDE", "OUTPUT"} | extra[0]
    assert set(train) == {"CHIPS", "SEED", "REPORT", "OUTPUT"} | extra[1] and train["SEED"] == 7
    assert set(classify) == {"INPUT", "MODEL", "OUTPUT"}
    assert (result.maps[0] == 2).all(), "the export numbered the texts in another way than the truth does"


@pytest.mark.parametrize(
    ("keys", "trainings"),
    [
        ({"split": "halves"}, 2),
        ({"split": "west_to_east"}, 1),
        ({"split": "west_to_east", "labels": "labels.tif", "field": None}, 1),
        ({"split": {"pixels_percent": 5}, "labels": "labels.tif", "field": None}, 1),
    ],
)
def test_what_is_learned_is_not_evaluated(sets, tmp_path, keys, trainings):
    from pixels import NO_CLASS, read_classes
    from splits import parts_of

    parts = parts_of(read_set(describe(sets, "split", **keys)), tmp_path, 0)
    assert len(parts) == trainings
    for part in parts:
        learned = part.export.get("LABELS") or part.export["LABEL_RASTER"]
        known = read_classes(learned, part.raster, keys.get("field", "cover"), part.codes, 0) != NO_CLASS
        assert known.sum() == part.labels.size > 0
        assert (part.truth != NO_CLASS).any() and not (known & (part.truth != NO_CLASS)).any()
        assert (part.truth[:10] == NO_CLASS).all(), "the imagery has no data there"


def test_a_set_that_would_be_evaluated_on_what_it_learned_is_refused(sets):
    from described_sets import SetError

    with pytest.raises(SetError, match="evaluated on what it learned"):
        read_set(describe(sets, "itself"))
    with pytest.raises(SetError, match=r"nothing\.tif"):
        read_set(describe(sets, "missing", truth="nothing.tif"))
    with pytest.raises(SetError, match="epochs"):
        read_set(describe(sets, "settings", truth="labels.tif", epochs=5))


def test_paths_are_relative_or_absolute(sets):
    here = read_set(describe(sets, "here", truth="labels.tif"))
    moved = read_set(describe(sets, "moved", raster=str(sets / "image.tif"), truth=str(sets / "labels.t*")))

    assert moved.paths(moved.raster) == here.paths(here.raster)
    assert moved.paths(moved.truth) == here.paths(here.truth)


def test_sparse_labels_lie_inside_polygons_that_the_seed_places(tmp_path):
    from random_polygons import keep_inside_polygons

    dense = [np.full((64, 64), 3), np.full((64, 64), 4)]
    first, again, other = (keep_inside_polygons(dense, 0.1, 0, np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert 0.1 <= np.count_nonzero(first) / np.size(first) < 0.2
    assert set(np.unique(first[0])) <= {0, 3} and set(np.unique(first[1])) <= {0, 4}


def test_a_pixel_without_a_class_counts_as_an_error():
    from scoring import score

    truth, found = np.array([[1, 1, 5, 5, -1]]), np.array([[1, 0, 5, 1, 5]])
    result = score(truth, found, (1, 5))
    assert result.accuracy == 0.5
    assert result.ious == {1: pytest.approx(1 / 3), 5: 0.5}
    assert (result + result).confusion.sum() == 8


def test_the_table_gives_means_the_worst_seeds_and_how_ours_fares():
    from table import markdown

    def kept(name, method, seed, figure):
        figures = {"accuracy": figure, "mean_iou": figure / 2, "cpu_seconds": 90.0}
        return {"set": name, "method": method, "seed": seed, "version": "v1", **figures}

    runs = [kept("a", "ours", seed, figure) for seed, figure in enumerate((0.9, 0.7, 0.8))]
    runs += [kept("a", "forest", seed, 0.75) for seed in range(3)] + [kept("b", "forest", 0, 0.5)]
    lines = markdown(runs, ["ours", "forest"]).splitlines()
    assert lines[2] == "| a | 0 1 2 | OA | **0.800** (0.700–0.900) | 0.750 (0.750–0.750) |"
    assert lines[4] == "|  |  | CPU min | 1.5 | 1.5 |"
    assert lines[5] == "| b | 0 | OA | – | **0.500** |"
    assert lines[-2].startswith("mIoU of ours beside random forest, 1 sets: +0.025 in the mean")
    assert lines[-2].endswith("ahead on 1, with the worst seed on 0")
    assert lines[-1] == "Version of the code: v1"
