from __future__ import annotations

import contextlib
import tempfile
from dataclasses import replace

import numpy as np
import pytest
from chip_samples import bare_folder, scene, table
from chip_scenes import noise, pixel_box, write_boxes, write_raster
from listener import Listener
from pixel_classifier.models.data.chip_cache import ChipCache, padded_side
from pixel_classifier.models.data.chip_set import join_folders
from pixel_classifier.models.data.label_report import report_labels
from pixel_classifier.models.data.split import no_split
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX
from pixel_classifier.rasters.core.errors import Cancelled, LabelError, OutputError
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import VectorLabels


def cached(folder, ignore_class=0, listener=None):
    listener = listener or Listener()
    chip_set = join_folders([read_chip_folder(str(folder), listener)], ignore_class, listener)
    return contextlib.closing(ChipCache(chip_set, 32, listener, read_chip))


def test_pixels_and_labels_come_back_as_they_were(tmp_path):
    pixels, values = scene(64, dtype="uint16")
    with cached(bare_folder(tmp_path / "chips", pixels, values)) as cache:
        assert len(cache.chips) == 4
        for row, chip in enumerate(cache.chips):
            y, x = (int(part) for part in chip.record.stem.split("_"))
            read, missing = cache.read([row])
            assert read.dtype == np.uint16
            assert missing is None
            assert np.array_equal(read[0], pixels[:, y : y + 32, x : x + 32])
            assert np.array_equal(cache.labels[row], values[y : y + 32, x : x + 32] - 1)
        assert cache.class_pixels.sum() == 64 * 64


def test_missing_values_come_back_and_stay_out_of_the_statistics(tmp_path):
    pixels, values = scene(64, dtype="float32")
    pixels[1, 5:9, 3:20] = -99999
    pixels[2, 40, 40] = np.nan
    with cached(bare_folder(tmp_path / "chips", pixels, values, nodata=-99999)) as cache:
        gaps = 0
        for row in range(4):
            read, missing = cache.read([row])
            gaps += 0 if missing is None else np.count_nonzero(missing)
            assert missing is None or np.array_equal(missing, (read == -99999) | np.isnan(read))
        assert gaps == 4 * 17 + 1
        _, missing = cache.read([0, 1, 2, 3])
        assert np.count_nonzero(missing) == gaps
        statistics = cache.statistics(range(4), Listener())
    for band, measured in enumerate(statistics):
        valid = pixels[band][(pixels[band] != -99999) & np.isfinite(pixels[band])].astype(float)
        assert (measured.count, measured.minimum, measured.maximum) == (valid.size, valid.min(), valid.max())
        assert measured.mean == pytest.approx(valid.mean())
        assert measured.std == pytest.approx(valid.std())


def test_labels_where_the_image_has_nothing_are_ignored(tmp_path):
    pixels, values = scene(64, dtype="float32")
    pixels[:, :10, :10] = -1
    with cached(bare_folder(tmp_path / "chips", pixels, values, nodata=-1)) as cache:
        row = next(n for n, chip in enumerate(cache.chips) if chip.record.stem == "0000_0000")
        assert np.all(cache.labels[row, :10, :10] == 255)
        assert np.all(cache.labels[row, 10:, 10:] != 255)


@pytest.mark.parametrize(("side", "padded"), [(32, 32), (33, 64), (100, 128), (256, 256)])
def test_sides_grow_to_the_next_multiple(side, padded):
    assert padded_side(side, 32) == padded


def test_padding_is_nothing_and_unlabelled(tmp_path):
    pixels, values = scene(80, patch=16)
    with cached(bare_folder(tmp_path / "chips", pixels, values, chip=40, stride=40)) as cache:
        assert (cache.chip_px, cache.side_px) == (40, 64)
        _, missing = cache.read([0])
        assert missing[0, :, 40:].all()
        assert missing[0, :, :, 40:].all()
        assert not missing[0, :, :40, :40].any()
        assert np.all(cache.labels[0, 40:] == 255)
        assert cache.statistics([0], Listener())[0].count == 1600


def test_chips_without_a_label_are_left_out_and_counted(tmp_path):
    pixels, values = scene(64)
    values[:32, :32] = 0
    with cached(bare_folder(tmp_path / "chips", pixels, values)) as cache:
        assert len(cache.chips) == 3
        assert cache.unlabelled_chips == 1
        assert cache.class_pixels.shape == (3, 3)


def test_a_class_without_a_pixel_is_forgotten_and_named(tmp_path):
    pixels, values = scene(64, classes=3)
    values[values == 2] = 0
    listener = Listener()
    folder = read_chip_folder(str(bare_folder(tmp_path / "chips", pixels, values)), listener)
    chip_set = replace(join_folders([folder], 0, Listener()), class_table=table("water", "forest", "field"))
    with contextlib.closing(ChipCache(chip_set, 32, listener, read_chip)) as cache:
        assert cache.chip_set.class_table.names == ("water", "field")
        assert set(np.unique(cache.labels[: len(cache.chips)])) == {0, 1, 255}
        assert np.array_equal(cache.class_pixels.sum(0), [(values == 1).sum(), (values == 3).sum()])
    assert listener.warnings == ["No chip has a pixel of: 2 (forest). The model will not have these classes."]


def test_chips_without_any_label_are_refused_with_the_cure(tmp_path):
    pixels, values = scene(64)
    folder = bare_folder(tmp_path / "chips", pixels, values * 0)
    with pytest.raises(LabelError, match=r"No chip in .*chips has a labelled pixel: all are 0.*IGNORE_CLASS"):
        cached(folder)


def test_a_full_disk_is_a_sentence_and_nothing_is_written(tmp_path, monkeypatch):
    folder = bare_folder(tmp_path / "chips", *scene(64))
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 10}))
    with pytest.raises(OutputError, match=r"decoded chips need .* GB in .*TMPDIR"):
        cached(folder)


def test_cancelling_while_decoding_leaves_nothing(tmp_path, monkeypatch):
    folder = bare_folder(tmp_path / "chips", *scene(64))
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    listener = Listener()
    chip_set = join_folders([read_chip_folder(str(folder), listener)], 0, listener)
    with pytest.raises(Cancelled):
        ChipCache(chip_set, 32, Listener(stop=lambda heard: len(heard.fractions) > 1), read_chip)
    assert list(place.iterdir()) == []


def test_undeclared_minus_9999_counts_as_missing_and_is_warned_of(tmp_path):
    pixels, values = scene(64, dtype="float32")
    pixels[1, 5:9, 3:20] = -9999
    pixels[:, 40:44] = -9999
    listener = Listener()
    with cached(bare_folder(tmp_path / "chips", pixels, values), listener=listener) as cache:
        assert cache.undeclared_nodata == ((-9999.0,),) * 3
        assert np.array_equal(cache.labels == IGNORED_INDEX, (cache.read(range(4))[0] == -9999).all(1))
        read, missing = cache.read(range(4))
        assert np.array_equal(missing, read == -9999)
        assert cache.statistics(range(4), Listener())[1].minimum > 0
    (warning,) = [line for line in listener.warnings if "look like NoData" in line]
    assert "Band 2: -9999" in warning and "count as missing" in warning


def exported_twice(tmp_path, first, second, **image_of_the_second):
    """Returns a folder of chips of one image with some boxes as labels, to which those with others were added."""
    tmp_path.mkdir(exist_ok=True)
    raster = write_raster(tmp_path / "scene.tif", noise(3, 64, 64))
    for number, boxes in enumerate(filter(None, (first, second))):
        if number and image_of_the_second:
            raster = write_raster(tmp_path / "other.tif", noise(3, 64, 64, **image_of_the_second))
        path = write_boxes(tmp_path / f"{number}.gpkg", [pixel_box(*box) for box in boxes])
        labels = VectorLabels(path, class_field="class")
        output = str(tmp_path / "chips")
        export_chips(ExportRequest(raster, labels, output, chip_size_px=32, stride_px=16, append=True), Listener())
    return tmp_path / "chips"


def test_labels_that_are_added_to_an_image_count_as_if_they_had_been_there_from_the_first(tmp_path):
    old, new = [(1, 2, 2, 8, 8), (2, 40, 40, 8, 8)], [(2, 20, 2, 8, 8), (2, 2, 2, 4, 4)]
    listener = Listener()
    with cached(exported_twice(tmp_path / "twice", old, new), listener=listener) as cache:
        windows = [chip.in_scene for chip in cache.chips]
        assert len(windows) == len(set(windows)) and cache.unlabelled_chips == 0
        twice = {window: cache.labels[row].copy() for row, window in enumerate(windows)}
        summary = report_labels(cache, no_split(len(windows)))
        assert cache.class_pixels.sum() == sum((labels != IGNORED_INDEX).sum() for labels in twice.values())
    assert [entry.pixels for entry in summary.classes] == [64 - 16, 64 + 64 + 16]
    assert any("are joined" in line for line in listener.infos)
    with cached(exported_twice(tmp_path / "once", [*old, *new], [])) as cache:
        once = {chip.in_scene: cache.labels[row] for row, chip in enumerate(cache.chips)}
        assert once.keys() == twice.keys() and all(np.array_equal(once[window], twice[window]) for window in once)


def test_labels_of_another_image_at_the_same_place_are_not_joined(tmp_path):
    boxes = [(1, 2, 2, 8, 8), (2, 40, 40, 8, 8)]
    with cached(exported_twice(tmp_path, boxes, boxes, seed=9)) as cache:
        assert len({chip.in_scene for chip in cache.chips}) == len(cache.chips)
        assert {chip.in_scene.scene for chip in cache.chips} == {0, 1}


def test_background_does_not_replace_a_class_that_is_labelled_in_the_same_chip(tmp_path):
    folder = exported_twice(tmp_path, [(1, 2, 2, 8, 8)], [(1, 20, 2, 8, 8)])
    with cached(folder, ignore_class=None) as cache:
        (row,) = [row for row, chip in enumerate(cache.chips) if (chip.in_scene.left, chip.in_scene.top) == (0, 0)]
        assert (cache.labels[row] == 1).sum() == 2 * 64 and (cache.labels[row] == 0).sum() == 1024 - 2 * 64
