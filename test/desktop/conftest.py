"""One visit to a real QGIS for all tests of the desktop."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import plugin_zip
import pytest
from desktop import Visit, visit

ROOT = Path(__file__).resolve().parents[2]
LAST = ROOT / "build" / "desktop"
"""Where pictures and notes of the last visit lie, for `make screenshots` and for people."""
SHOW = {
    "size": 512, "limit_s": 3000.0,
    "export": {"CHIP_SIZE": 64, "STRIDE": 64, "PLACEMENT": "both", "CHIPS_PER_CLASS": 12}, "train": {"EPOCHS": 12},
}  # fmt: skip
"""As in the tutorial."""
QUICK = {
    "size": 320, "limit_s": 600.0,
    "export": {"CHIP_SIZE": 64, "STRIDE": 32}, "train": {"EPOCHS": 2, "BATCH_SIZE": 4, "LEARNING_RATE": 0.002, "REFIT": "never", "ARCHITECTURE": "unet"},
}  # fmt: skip


@pytest.fixture(scope="session")
def visited(tmp_path_factory) -> Visit:
    """Returns what came of the visit. With DESKTOP_SHOW=1 it is longer, for pictures to show."""
    import scene

    if not plugin_zip.IS_CHECKOUT:
        pytest.skip("not a git checkout: the zip that is installed is made from one")
    if shutil.which("Xvfb") is None:
        pytest.fail("There is no Xvfb, in which QGIS could show itself. Run: test/setup.sh desktop")
    kind = SHOW if os.environ.get("DESKTOP_SHOW") else QUICK
    folder = tmp_path_factory.mktemp("a desktop")
    if kind is SHOW:  # a short path, as it is seen in the pictures
        folder = Path(tempfile.gettempdir(), "countryside")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    package = plugin_zip.make_package(folder / "pixel_classifier.zip")
    files = scene.write_scene(folder / "scene", scene.make_scene(kind["size"]))
    order = {
        "image": str(files.image), "labels": str(files.labels), "truth": str(files.truth),
        "export": kind["export"], "train": kind["train"], "epochs_before_leaving": 2 if kind is SHOW else 1,
    }  # fmt: skip
    result = visit(folder, package, Path(sys.prefix), order, kind["limit_s"])
    shutil.rmtree(LAST, ignore_errors=True)
    shutil.copytree(result.folder, LAST)
    (LAST / "qgis.log").write_text(result.output, encoding="utf-8")
    return result


@pytest.fixture(scope="session")
def notes(visited) -> dict:
    """Returns what the story noted."""
    return visited.notes
