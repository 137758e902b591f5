"""Scenes that do not belong together are pointed out with both values, and refused where it is absurd."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from listener import Listener
from pixel_classifier.rasters.chips.scene_comparison import ComparedScene, compare_scenes, pixel_side
from pixel_classifier.rasters.core.band_statistics import statistics_of
from pixel_classifier.rasters.core.errors import ChipsError
from pixel_classifier.rasters.core.grid import Grid
from rasters_data import system

LAND = np.random.default_rng(0).normal(0.3, 0.05, 1000)


def scene(name="a", pixel=10.0, epsg=32633, gain=1.0, scales=(), shift=0.0):
    x, y, size = (500_000.0, 6_000_000.0, pixel) if epsg == 32633 else (15.0, 54.1, pixel / 111_320)
    if epsg == 3857:
        x, y, size = 1_669_792.0, 7_200_000.0, pixel
    grid = Grid(60, 40, (x, size, 0.0, y, 0.0, -size), system(epsg).ExportToWkt() if epsg else "")
    return ComparedScene(name, grid, ("red",), (statistics_of(LAND * gain + shift),), scales)


def warnings(first, other):
    notes = Listener()
    compare_scenes(first, other, notes)
    return notes.warnings


def test_a_scene_of_chips_at_absurd_places_takes_no_memory():
    """A damaged position of one chip gave a scene of 7 · 10¹² rows, and asked for 50.8 TiB."""
    for epsg in (32633, 3857, 4326):
        near = scene(epsg=epsg).grid
        side, unit = pixel_side(Grid(60, 7 * 10**12, near.geotransform, near.crs_wkt))
        assert unit == "m" and side >= 0


@given(st.integers(1, 100), st.integers(2, 9))
def test_other_pixel_sizes_are_warned_of_with_both(pixel, factor):
    for sizes in ((pixel, pixel * factor), (pixel * factor, pixel)):
        (warning,) = warnings(scene("old", sizes[0]), scene("new", sizes[1]))
        assert f"{sizes[0]:.4g} m in old and {sizes[1]:.4g} m in new" in warning


def test_pixels_of_other_orders_of_size_are_refused():
    with pytest.raises(ChipsError, match="10 m in a and 250 m in b"):
        compare_scenes(scene(), scene("b", 250.0), Listener())


def test_the_same_scene_and_another_place_of_it_are_alike():
    assert not warnings(scene(), scene("b", 10.2))
    assert not warnings(scene(epsg=None), scene("b", 10.0, epsg=None))


def test_pixel_sizes_are_those_on_the_ground_in_any_crs():
    scale = 1 / np.cos(np.radians(54.1))
    assert not warnings(scene(), scene("b", 10.0 * scale, epsg=3857))
    (one, *_, last) = [*warnings(scene(), scene("b", 10.0, epsg=4326)), ""]
    assert (
        "degrees" in one
        or "degrees" in last
        or any("degrees" in w for w in warnings(scene(), scene("b", 13.0, epsg=4326)))
    )


def test_other_scale_and_offset_of_a_band_are_warned_of():
    (warning,) = warnings(scene(scales=((1e-4, 0.0),)), scene("b", scales=((1e-4, -0.1),)))
    assert "red: scale 0.0001, offset 0 and scale 0.0001, offset -0.1" in warning
    assert not warnings(scene(scales=((1e-4, 0.0),)), scene("b"))  # chips of earlier versions know none
    notes = Listener()
    compare_scenes(scene(scales=((1.0, 0.0),)), scene("b", scales=((1e-4, -0.1),)), notes)
    assert not notes.warnings and "Only one of a and b declares scale and offset" in notes.infos[0]


def test_values_of_other_units_are_refused_and_shifted_ones_warned_of():
    with pytest.raises(ChipsError, match=r"different scales.*mean 0\.\d+ and \d{4}"):
        compare_scenes(scene(), scene("b", gain=10_000), Listener())
    (warning,) = warnings(scene(), scene("b", shift=0.4))
    assert "red: mean 0.29" in warning
