from __future__ import annotations

import contextlib
import tempfile
from dataclasses import replace

import numpy as np
import pytest
from chip_samples import bare_folder, scene, table
from listener import Listener
from pixel_classifier.models.data.chip_cache import ChipCache, padded_side
from pixel_classifier.models.data.chip_set import join_folders
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX
from pixel_classifier.rasters.core.errors import Cancelled, LabelError, OutputError


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
    chip_set = replace(join_folders([folder], 0, listener), class_table=table("water", "forest", "field"))
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
