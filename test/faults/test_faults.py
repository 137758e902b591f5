"""A short campaign with faults, the same each time: `make test-faults` tries more of them."""

from __future__ import annotations

import pytest
from faults import KILLS, OTHERS, READS_IMAGE, Trials, why_no_mounts
from steps import Ground

NEEDS_MOUNTS = ("full disk", "read-only folder")
STEPS = ("export", "train", "classify", "parts", "join")
SHORT = [
    *((fault, step) for fault in KILLS for step in STEPS),
    ("file size limit", "train"), ("file size limit", "classify"), ("full disk", "export"), ("read-only folder", "classify"),
    ("unreadable tile", "classify"), ("replaced raster", "export"), ("replaced raster", "classify"),
    ("full disk", "join"), ("two runs", "join"), ("clock jumps", "train"), ("out of memory", "classify"),
]  # fmt: skip


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    return Trials(Ground(tmp_path_factory.mktemp("faults").resolve() / "ground"), seed=1)


@pytest.mark.parametrize(("fault", "name"), SHORT)
def test_a_fault_leaves_inputs_and_results_whole_and_the_next_run_succeeds(trials, fault, name):
    assert fault in KILLS or name in READS_IMAGE or fault not in ("unreadable tile", "replaced raster")
    step = trials.ground.steps[name]
    if fault in KILLS:
        trials.kill(step, 0, KILLS[fault])
    else:
        reason = why_no_mounts(trials.ground.folder / "small") if fault in NEEDS_MOUNTS else ""
        if reason:
            pytest.skip(f"no file system of its own can be mounted: {reason}")
        getattr(trials, OTHERS[fault])(step, 0)
    tally = trials.tallies[(fault, name)]
    assert tally.tried == 1 and tally.problems == []


def test_what_is_left_half_or_changed_is_found(trials):
    step = trials.ground.steps["classify"]
    trials.ground.prepare(step, trials.out, with_earlier=True)
    classes = trials.out / "classes.tif"
    whole = classes.read_bytes()
    classes.write_bytes(whole[: len(whole) // 2])
    (trials.out / "stray.tmp").write_text("left")
    (trials.out / "areas.csv").unlink()
    (trials.ground.inputs / "new.txt").write_text("new")
    try:
        answered = type("Child", (), {"status": 0, "answer": {}})()
        found = " ".join(trials.problems_after(step, {"classes.tif": "1", "areas.csv": "2"}, answered))
    finally:
        (trials.ground.inputs / "new.txt").unlink()
    for problem in ("classes.tif is not whole", "areas.csv is gone", "left stray.tmp", "new.txt has changed"):
        assert problem in found
