"""Raster checks: a raster that cannot fit the model is refused, one that may not fit is warned of, with both values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pixel_classifier.models.core.description import ModelDescription
from pixel_classifier.models.prediction.raster_checks import check_resolution, check_values, choose_bands
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.band_statistics import BandStatistics
from pixel_classifier.rasters.core.errors import ModelError
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.reading.raster_info import RasterInfo


def model(names=("red", "green", "nir"), mean=1000.0, std=300.0, low=0.0, high=4000.0, dtype="uint16"):
    bands = len(names)
    return ModelDescription(
        "unet", "resnet18", ClassTable((ClassEntry(1, "a", (1, 2, 3)), ClassEntry(2, "b", (3, 2, 1)))), tuple(names), dtype,
        (mean,) * bands, (std,) * bands, (low,) * bands, (high,) * bands, (1.0, 1.0), "", 64, 0,
    )  # fmt: skip


def raster(names, alpha=None):
    bands = len(names)
    return RasterInfo(
        "scene.tif", Grid(10, 10, (0, 1, 0, 0, 0, -1)), bands, ("uint16",) * bands, (None,) * bands, tuple(names), alpha, False,
        (10, 10), "GTiff",
    )  # fmt: skip


def numbered(count):
    return [f"Band {number}" for number in range(1, count + 1)]


def band(low, high, mean=None, std=None, count=1000):
    mean = (low + high) / 2 if mean is None else mean
    std = (high - low) / 4 if std is None else std
    return BandStatistics(low, high, mean, std * std * count, count)


def test_equal_numbers_of_bands_match_by_position():
    assert choose_bands(model(), raster(numbered(3)), None) == ((1, 2, 3), ())


def test_bands_that_the_training_left_out_are_left_out():
    trained = replace(model(), source_bands=(1, 3, 5), source_band_count=5)
    assert choose_bands(trained, raster(numbered(5)), None) == ((1, 3, 5), ())
    assert choose_bands(trained, raster(numbered(6), alpha=2), None) == ((1, 4, 6), ())
    assert choose_bands(trained, raster(numbered(9)), (9, 8, 7, 6, 5)) == ((9, 7, 5), ())
    assert choose_bands(trained, raster(numbered(9)), (9, 8, 7)) == ((9, 8, 7), ())
    assert choose_bands(trained, raster(numbered(3)), None) == ((1, 2, 3), ())


def test_an_alpha_mask_beside_the_bands_is_left_out():
    assert choose_bands(model(), raster(numbered(4), alpha=4), None) == ((1, 2, 3), ())


def test_an_alpha_band_that_the_model_needs_is_data_and_said_so():
    bands, warnings = choose_bands(model(), raster(numbered(3), alpha=3), None)
    assert bands == (1, 2, 3)
    assert "Band 3" in warnings[0] and "alpha" in warnings[0]


def test_too_few_bands_are_refused_with_both_numbers():
    with pytest.raises(ModelError, match=r"3 bands \(red, green, nir\).*has 2\b"):
        choose_bands(model(), raster(numbered(2)), None)


def test_surplus_bands_are_refused_with_the_cure():
    with pytest.raises(ModelError, match=r"trained on 3 bands.*has 5\. Choose the 3"):
        choose_bands(model(), raster(numbered(5)), None)


def test_bands_with_the_names_of_the_models_are_found_among_surplus_ones():
    bands, warnings = choose_bands(model(), raster(["blue", "Green", "red", "NIR", "swir"]), None)
    assert bands == (3, 2, 4)
    assert "3, 2, 4" in warnings[0] and "red, green, nir" in warnings[0]


def test_bands_in_another_order_are_put_right_by_their_names():
    assert choose_bands(model(), raster(["nir", "red", "green"]), None)[0] == (2, 3, 1)
    assert choose_bands(model(), raster(["red", "green", "nir"]), None) == ((1, 2, 3), ())


def test_names_such_as_band_1_say_nothing_about_the_order():
    names = ["Band 2", "Band 1", "Band 3"]
    assert choose_bands(model(numbered(3)), raster(names), None) == ((1, 2, 3), ())
    assert choose_bands(model(["B", "B", "C"]), raster(["C", "B", "B"]), None)[0] == (1, 2, 3)


@pytest.mark.parametrize("names", [
    ["B4, central wavelength 665 nm", "B3, central wavelength 560 nm", "B2, central wavelength 490 nm", "B8, central wavelength 842 nm"],
    ["b04", "b03", "b02", "b08"],
    ["B04_10m", "B03_10m", "B02_10m", "B08_10m"],
])  # fmt: skip
def test_the_bands_of_sentinel_2_are_known_in_the_spellings_of_all_sources(names):
    assert choose_bands(model(["B2", "B3", "B4", "B8"]), raster(names), None)[0] == (3, 2, 1, 4)
    assert choose_bands(model(["B8", "B8A", "B2"]), raster(["B02", "B8A", "B08"]), None)[0] == (3, 2, 1)
    assert choose_bands(model(["B1", "B2"]), raster(["B2-B1", "B1/B2"]), None) == ((1, 2), ())


@pytest.mark.parametrize("trained", [(3, 2, 1), (4, 2, 1), (2, 3, 4)])
def test_unnamed_bands_that_were_chosen_for_the_training_are_chosen_here_and_said(trained):
    model_of_them = model([f"Band {number}" for number in trained])
    bands, (warning,) = choose_bands(model_of_them, raster(numbered(4), alpha=4 if max(trained) < 4 else None), None)
    assert bands == trained and f"trained on the bands {', '.join(map(str, trained))}" in warning
    assert choose_bands(model_of_them, raster(numbered(4)), (1, 2, 3)) == ((1, 2, 3), ())


@pytest.mark.parametrize("names", [numbered(3), ["red", "green", "nir"]])
def test_unnamed_bands_that_were_chosen_for_the_training_and_are_not_here_are_pointed_out(names):
    bands, (warning,) = choose_bands(model(["Band 4", "Band 2", "Band 1"]), raster(names), None)
    assert (
        bands == (1, 2, 3)
        and f"4, 2, 1 of its imagery, which has no names of bands. Here {', '.join(names)} are taken" in warning
    )


@pytest.mark.parametrize("names, chosen, said", [
    (["red", "red", "nir"], None, "red as green"),
    (["NIR", "red", "swir"], None, "NIR as red, red as green"),
    (["red", "green", "nir"], (3, 2, 1), "nir as red, red as nir"),
])  # fmt: skip
def test_names_that_contradict_those_of_the_model_are_pointed_out(names, chosen, said):
    bands, warnings = choose_bands(model(), raster(names), chosen)
    assert bands == (chosen or (1, 2, 3))
    assert len(warnings) == 1 and f"{said} (the raster has" in warnings[0]


def test_chosen_bands_are_taken_as_they_are():
    assert choose_bands(model(), raster(["nir", "red", "green", "x"], alpha=4), (4, 3, 1)) == ((4, 3, 1), ())
    with pytest.raises(ModelError, match=r"3 bands .*2 bands are chosen"):
        choose_bands(model(), raster(numbered(4)), (1, 2))
    with pytest.raises(ModelError, match="Band 9"):
        choose_bands(model(), raster(numbered(4)), (1, 2, 9))


def test_values_like_those_of_the_training_raise_no_warning():
    assert check_values(model(), [band(100, 3000, 900)] * 3) == ()


def test_shifted_values_are_warned_of_with_both_values():
    (warning,) = check_values(model(), [band(100, 3000, 900), band(100, 3000, 900), band(2000, 9000, 5000)])
    assert "nir: 2000 to 9000, mean 5000, here, 0 to 4000, mean 1000, in training" in warning and "red" not in warning


def test_values_far_beyond_the_training_range_are_warned_of():
    (warning,) = check_values(model(), [band(-30000, 3000, 900)] * 3)
    assert "-3e+04 to 3000" in warning
    assert check_values(model(), [band(0, 9000, 1100)] * 3) == ()


def test_fractions_in_front_of_a_model_of_large_numbers_are_refused():
    with pytest.raises(ModelError, match=r"another scale.*0\.02 to 0\.8.*0 to 4000"):
        check_values(model(), [band(0.02, 0.8)] * 3)


def test_large_numbers_in_front_of_a_model_of_fractions_are_refused():
    fractions = model(mean=0.2, std=0.1, low=0, high=1, dtype="float32")
    with pytest.raises(ModelError, match="another scale"):
        check_values(fractions, [band(50, 9000)] * 3)


def test_dark_whole_numbers_are_not_taken_for_fractions():
    (warning,) = check_values(model(std=200), [band(0, 1, 0.3, 0.4)] * 3)
    assert "mean 0.3" in warning


def test_one_band_off_scale_is_warned_of_but_not_refused():
    (warning,) = check_values(model(), [band(60000, 65535), band(100, 2000), band(100, 2000)])
    assert "red" in warning


def test_a_band_constant_in_training_does_not_refuse_other_values():
    constant = replace(model(), band_stds=(0.0, 300.0, 300.0), band_minimums=(5.0, 0, 0), band_maximums=(5.0, 4000, 4000),
                       band_means=(5.0, 1000.0, 1000.0))  # fmt: skip
    (warning,) = check_values(constant, [band(90, 110), band(100, 2000), band(100, 2000)])
    assert "red" in warning


def test_bands_without_a_valid_sampled_pixel_are_skipped():
    assert check_values(model(), [BandStatistics()] * 3) == ()


def test_many_bands_give_one_short_warning():
    names = numbered(200)
    (warning,) = check_values(model(names), [band(2500, 3000, 2900)] * 200)
    assert "and 197 more bands" in warning and len(warning) < 600


@pytest.mark.parametrize("size", [(1.0, 1.0), (1.4, 1.4), (0.7, 0.7), (0.5, 2.0)])
def test_similar_pixels_raise_no_warning(size):
    assert check_resolution((1.0, 1.0), size, "m") == ()


def test_other_pixels_are_warned_of_with_both_sizes():
    (coarse,) = check_resolution((0.6, 0.6), (10.0, 10.0), "m")
    assert "10 m" in coarse and "0.6 m" in coarse and "17 times smaller" in coarse
    (fine,) = check_resolution((0.6, 0.6), (0.1, 0.1), "m")
    assert "6 times larger" in fine
    assert check_resolution((0.0, 0.0), (0.1, 0.1), "m") == ()
