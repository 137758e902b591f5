"""Domain shift: a raster unlike the training imagery is warned of with figures, one like it is not; older models still work."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_samples import description
from osgeo import gdal
from pixel_classifier.models.core.description import DESCRIPTION, read_description, write_description
from pixel_classifier.models.core.quantiles import quantiles_of
from pixel_classifier.models.prediction.raster_checks import check_distribution, check_raster, find_missing
from pixel_classifier.rasters.chips.files import write_chip
from pixel_classifier.rasters.core.errors import ModelError
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.core.progress import SilentReporter, WarningCollector
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.sample import sample_values

GROUND = 16 * 64 * 64  # pixels of as many chips as make a large raster


def land(seed: int = 0, size: int = 5000, mean: float = 1000, std: float = 200) -> np.ndarray:
    return np.random.default_rng(seed).normal(mean, std, size).clip(1).astype(np.uint16)


def model(*bands: np.ndarray, names=("Band 1", "NIR")):
    bands = bands or (land(), land(1))
    return description(
        bands=len(bands), band_names=tuple(names[: len(bands)]), band_quantiles=tuple(quantiles_of(v) for v in bands),
        band_means=tuple(float(v.mean()) for v in bands), band_stds=tuple(float(v.std()) for v in bands),
        band_minimums=tuple(float(v.min()) for v in bands), band_maximums=tuple(float(v.max()) for v in bands),
    )  # fmt: skip


def test_values_beyond_the_trainings_are_warned_of_by_band_share_and_range():
    mixed = np.concatenate([land(2, 630), np.full(370, 2600, np.uint16)])
    (warning,) = check_distribution(model(np.arange(120, 2301), np.arange(120, 2301)), [land(3, 1000), mixed], GROUND)
    assert "Band 2 (NIR): 37\u00a0% of the raster's values lie well outside the range of the training data" in warning
    assert "(130 to 2\u00a0290 for 99 % of it)" in warning
    assert "Band 1" not in warning and "season" in warning


def test_water_that_is_a_little_darker_than_that_of_the_chips_is_no_shift():
    fields, deep = np.random.default_rng(0).normal(4300, 800, 6000), np.random.default_rng(1)
    chips = np.concatenate([fields, deep.normal(1180, 12, 4000)]).astype(np.uint16)
    scene_values = np.concatenate([fields, deep.normal(1130, 12, 4000)]).astype(np.uint16)
    assert check_distribution(model(chips), [scene_values], GROUND) == ()


def test_a_shift_within_the_range_is_warned_of_by_medians_and_distance():
    bright = land(4, mean=1250, std=120)
    (warning,) = check_distribution(model(), [land(5), bright], GROUND)
    assert "Band 2 (NIR): half of the raster's values lie below" in warning and "Band 1" not in warning
    assert "1\u00a025" in warning and "distributions is 0.6" in warning


def test_a_small_raster_of_one_kind_of_land_is_no_shift():
    dark = land(6, mean=750, std=40)
    assert check_distribution(model(), [dark, dark], GROUND - 1) == ()
    assert check_distribution(model(), [dark, dark], GROUND) != ()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["uint8", "int16", "float32"]), st.floats(0.01, 0.6))
def test_the_training_imagery_itself_raises_no_warning(seed, dtype, saturated):
    generator = np.random.default_rng(seed)
    values = generator.gamma(2, 30, 4000).clip(0, 250).astype(dtype)
    values[generator.random(4000) < saturated] = 250
    assert check_distribution(model(values), [values[::7]], GROUND) == ()


def test_of_many_bands_the_worst_are_named():
    names = [f"Band {number}" for number in range(1, 101)]
    many = [land(n, 300) for n in range(100)]
    sample = [*many[:90], *(values + np.uint16(3000) for values in many[90:])]
    (warning,) = check_distribution(model(*many, names=names), sample, GROUND)
    assert "and 6 more bands" in warning and len(warning) < 900


def test_bands_without_a_valid_pixel_are_skipped():
    assert check_distribution(model(), [np.empty(0, np.uint16)] * 2, GROUND) == ()


def scene(path, *bands):
    pixels = np.stack([band.reshape(300, 300) for band in bands])
    write_chip(str(path), Grid(300, 300, (0, 1, 0, 0, 0, -1), ""), pixels)
    return str(path)


def warnings(path, about):
    heard = WarningCollector(SilentReporter())
    with RasterReader(path) as reader:
        sample = sample_values(reader, reader.grid.window)
        missing = find_missing(about, reader, sample, heard)
        check_raster(about, reader, reader.grid.window, sample, missing, heard)
    return [each for each in heard.warnings if "coordinate" not in each]


def test_a_raster_is_checked_once_with_the_finer_figures(tmp_path):
    trained = [land(seed, 90000) for seed in (1, 2)]
    assert warnings(scene(tmp_path / "same.tif", *trained), model(*trained)) == []
    other = scene(tmp_path / "other.tif", trained[0], trained[1] + np.uint16(1500))
    (warning,) = warnings(other, model(*trained))
    assert "Band 2 (NIR): 100\u00a0% of the raster's values" in warning


def test_models_without_a_distribution_are_checked_by_their_means_as_before(tmp_path):
    trained = [land(seed, 90000) for seed in (1, 2)]
    write_description(tmp_path, model(*trained))
    content = json.loads((tmp_path / DESCRIPTION).read_text(encoding="utf-8"))
    del content["band_quantiles"]
    (tmp_path / DESCRIPTION).write_text(json.dumps(content), encoding="utf-8")
    older = read_description(tmp_path)
    assert older.band_quantiles == ()
    (warning,) = warnings(scene(tmp_path / "other.tif", trained[0], trained[1] + np.uint16(1500)), older)
    assert "in training" in warning and "NIR" in warning
    assert warnings(scene(tmp_path / "same.tif", *trained), older) == []


def test_quantiles_come_back_as_written_and_must_fit_the_bands(tmp_path):
    write_description(tmp_path, model())
    assert read_description(tmp_path) == model()
    with pytest.raises(ModelError, match="band_quantiles"):
        description(band_quantiles=((1.0, 2.0),) * 4)


@pytest.mark.parametrize(
    "trained, here, is_warned",
    [(((1e-4, 0.0),) * 2, (1e-4, -0.1), True), ((), (1e-4, 0.0), False), (((1e-4, 0.0),) * 2, None, False)],
)
def test_another_scale_than_that_of_the_training_is_warned_of_and_an_undeclared_one_is_not(
    tmp_path, trained, here, is_warned
):
    bands = [land(seed, 90000) for seed in (1, 2)]
    path = scene(tmp_path / "a.tif", *bands)
    if here is not None:
        declared = gdal.Open(path, gdal.GA_Update)
        for number in (1, 2):
            declared.GetRasterBand(number).SetScale(here[0])
            declared.GetRasterBand(number).SetOffset(here[1])
        declared = None
    found = warnings(path, replace(model(*bands), band_scales=trained))
    assert len(found) == is_warned
    if is_warned:
        assert "Band 1: scale 0.0001, offset 0 and scale 0.0001, offset -0.1" in found[0]


def test_a_band_of_the_model_that_a_raster_has_no_values_in_is_warned_of(tmp_path):
    trained = [land(seed, 90000) for seed in (1, 2)]
    path = scene(tmp_path / "empty.tif", trained[0], np.zeros_like(trained[1]))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(2).SetNoDataValue(0)
    dataset.FlushCache()
    (warning,) = warnings(path, model(*trained))
    assert "no valid value in Band 2" in warning
