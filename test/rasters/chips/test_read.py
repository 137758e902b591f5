"""Folders of our own: what the manifest keeps, and what reading a chip gives."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import replace

import numpy as np
import pytest
from chip_scenes import grid_of, noise
from described_chips import described
from pixel_classifier.rasters.chips.files import write_chip
from pixel_classifier.rasters.chips.manifest import write_manifest
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.core.errors import ChipsError, OutputError
from pixel_classifier.rasters.core.progress import SilentReporter

QUIET = SilentReporter()


@pytest.fixture
def written(tmp_path):
    """Two chips on disk and their manifest."""
    folder = described(tmp_path, nodata=(None, None))
    for room in ("images", "labels"):
        (tmp_path / room).mkdir()
    nothing = np.zeros((32, 32), bool)
    nothing[:, :3] = True
    gaps = nothing.copy()
    gaps[:4] = True
    for record in folder.chips:
        values = np.full((1, 32, 32), 700, "int16")
        values[:, 10:12] = -5
        values[:, 20:] = 0
        grid = grid_of(folder, record)
        write_chip(folder.image_path(record), grid, noise(2, 32, 32, "float32"), mask=~nothing)
        write_chip(folder.label_path(record), grid, np.where(gaps, 0, values).astype("int16"), mask=~gaps)
    write_manifest(folder, str(tmp_path))
    return tmp_path


def without_nan(folder):
    return replace(folder, nodata=tuple(str(value) for value in folder.nodata))


def test_manifest_keeps_everything(written):
    folder = replace(described(written), band_scales=((1.0, 0.0), (0.0001, -0.1)))
    write_manifest(folder, str(written))
    assert without_nan(read_chip_folder(str(written), QUIET)) == without_nan(folder)
    assert sorted(os.listdir(written)) == ["chips.json", "images", "labels"]


def test_counts_of_all_chips_are_summed():
    assert described("x").class_pixels() == {-5: 10, 700: 28}


def test_chip_tells_nothing_from_not_labelled(written):
    folder = read_chip_folder(str(written), QUIET)
    chip = read_chip(folder, folder.chips[0])
    assert chip.pixels.shape == (2, 32, 32)
    assert chip.pixels.dtype == np.float32
    assert chip.values.dtype == np.int32
    assert set(np.unique(chip.values)) == {-5, 0, 700}
    assert chip.nodata_mask[:, :3].all()
    assert not chip.nodata_mask[:, 3:].any()
    assert chip.label_nodata_mask[:4].all()
    assert chip.label_nodata_mask[:, :3].all()
    unlabelled = (chip.values == 0) & ~chip.label_nodata_mask
    assert unlabelled[20:, 3:].all()
    assert not unlabelled[:20].any()


def test_chips_are_read_from_several_threads(written):
    folder = read_chip_folder(str(written), QUIET)
    expected = read_chip(folder, folder.chips[0]).pixels
    wrong = []

    def work():
        for _ in range(20):
            if not np.array_equal(read_chip(folder, folder.chips[0]).pixels, expected):
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_missing_chip_is_named(written):
    (written / "labels" / "000000000001.tif").unlink()
    with pytest.raises(ChipsError, match=r"1 of 2 chips are missing in .*labels.*000000000001\.tif"):
        read_chip_folder(str(written), QUIET)


def test_damaged_chip_is_named(written):
    folder = read_chip_folder(str(written), QUIET)
    path = written / "images" / "000000000000.tif"
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(ChipsError, match=r"000000000000\.tif"):
        read_chip(folder, folder.chips[0])


def test_manifest_of_a_newer_version_says_update(written):
    path = written / "chips.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format_version": 99}))
    with pytest.raises(ChipsError, match=r"format version 99.*Update the plugin"):
        read_chip_folder(str(written), QUIET)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: text.replace('"scene":0', '"scene":3'),
        lambda text: text.replace('"stem":"000000000000"', '"stem":"../../secret"'),
        lambda text: text.replace('"chip_size_px":32', '"chip_size_px":null'),
        lambda text: text.replace('"value":700', '"value":-5'),
    ],
)
def test_damaged_manifest_is_said(written, damage):
    path = written / "chips.json"
    path.write_text(damage(path.read_text()))
    with pytest.raises(ChipsError, match="damaged"):
        read_chip_folder(str(written), QUIET)


def test_folder_without_chips_is_said(written):
    write_manifest(described(written, chips=(), nodata=(None, None)), str(written))
    with pytest.raises(ChipsError, match="holds no chips"):
        read_chip_folder(str(written), QUIET)


def test_manifest_that_cannot_be_written_leaves_the_old_one(written, monkeypatch):
    before = (written / "chips.json").read_text()

    def full(*_):
        raise OSError(28, "No space left on device")

    for renaming in ("replace", "rename"):
        monkeypatch.setattr(os, renaming, full)
    with pytest.raises(OutputError, match=r"chips\.json cannot be written: No space left"):
        write_manifest(described(written), str(written))
    assert sorted(os.listdir(written)) == ["chips.json", "images", "labels"]
    assert (written / "chips.json").read_text() == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("dtype", "complex64"), ("dtype", ["uint8"]), ("bands", []), ("chip_size_px", 10**400), ("chip_size_px", 64), ("stride_px", float("inf")),
        ("scenes", [{"name": "a", "width": 9, "height": 9, "geotransform": [0] * 6, "crs_wkt": ""}]),
        ("scenes", [{"name": "a", "width": 9, "height": 2**31 - 1, "geotransform": [0, 1, 0, 0, 0, 1], "crs_wkt": ""}]),
        ("scenes", [{"name": "a", "width": 9, "height": 9, "geotransform": ["inf", 1, 0, 0, 0, 1], "crs_wkt": ""}]),
    ],
)  # fmt: skip
def test_a_hostile_manifest_is_called_damaged(written, key, value):
    content = json.loads((written / "chips.json").read_text())
    (written / "chips.json").write_text(json.dumps({**content, key: value}))
    with pytest.raises(ChipsError, match="is damaged"):
        read_chip_folder(str(written), QUIET)


def test_a_manifest_nested_too_deeply_is_called_damaged(written):
    (written / "chips.json").write_text("[" * 100_000)
    with pytest.raises(ChipsError, match="nested too deeply"):
        read_chip_folder(str(written), QUIET)
