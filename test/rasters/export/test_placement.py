"""Chips around labelled pixels, from raster and labels to the folder."""

from __future__ import annotations

import os
import tempfile

import numpy as np
import pytest
from chip_scenes import noise, pixel_box, read_features, write_boxes, write_raster
from hypothesis import given, settings
from hypothesis import strategies as st
from listener import Listener
from osgeo import gdal, ogr
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.core.errors import LabelError, SettingsError
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.export.placement import ClassBalancedChips, SampledChip
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from pixel_classifier.rasters.reading.reader import RasterReader

QUIET = SilentReporter()
SIZE = 32


def exported(raster, labels, output, reporter=QUIET, **settings):
    settings = {"chip_size_px": SIZE, "stride_px": 16, "placement": "labels", **settings}
    export_chips(ExportRequest(str(raster), labels, str(output), **settings), reporter)
    return read_chip_folder(str(output), QUIET)


def windows_of(folder):
    return [(record.window.x, record.window.y) for record in folder.chips]


def drawn_per_class(folder):
    values = [record.placed_for for record in folder.chips]
    return {value: values.count(value) for value in folder.class_table.values}


@settings(max_examples=25, deadline=None)
@given(
    width=st.integers(1, 150),
    height=st.integers(1, 150),
    density=st.sampled_from([0.001, 0.02, 0.5]),
    quota=st.integers(1, 12),
    placement=st.sampled_from(["labels", "both"]),
    seed=st.integers(0, 1000),
)
def test_every_class_is_seen_in_chips_inside_the_raster_and_none_comes_twice(
    width, height, density, quota, placement, seed
):
    random = np.random.default_rng(seed)
    truth = random.choice([0, 3, 700], (height, width), p=[1 - density, density / 2, density / 2]).astype("int32")
    truth[random.integers(height), random.integers(width)] = 9
    with tempfile.TemporaryDirectory() as place:
        raster = write_raster(os.path.join(place, "a.tif"), noise(1, height, width))
        labels = RasterLabels(write_raster(os.path.join(place, "b.tif"), truth))
        folder = exported(
            raster, labels, os.path.join(place, "chips"), placement=placement, chips_per_class=quota, seed=seed
        )
        chips = [(record, read_chip(folder, record)) for record in folder.chips]
    windows = windows_of(folder)
    assert len(set(windows)) == len(windows)
    for x, y in windows:
        assert 0 <= x <= max(0, width - SIZE)
        assert 0 <= y <= max(0, height - SIZE)
    for record, chip in chips:
        assert record.placed_for is None or (chip.values == record.placed_for).any()
        assert placement == "both" or record.placed_for is not None
    for value, count in drawn_per_class(folder).items():
        assert any(value in chip.values for _, chip in chips)
        assert count <= min(quota, (truth == value).sum())


@settings(max_examples=20, deadline=None)
@given(
    pixels=st.lists(st.integers(1, 60), min_size=1, max_size=4),
    quota=st.integers(1, 25),
    placement=st.sampled_from(["labels", "both"]),
    seed=st.integers(0, 1000),
)
def test_each_class_gets_its_quota_or_a_chip_for_each_pixel(pixels, quota, placement, seed):
    random = np.random.default_rng(seed)
    truth = np.zeros((128, 160), "uint8")
    inner = truth[SIZE:-SIZE, SIZE:-SIZE]  # near an edge there are fewer ways to lay a chip around a pixel
    places = random.permutation(inner.size)
    for value, count in enumerate(pixels, 1):
        inner[np.unravel_index(places[:count], inner.shape)] = value
        places = places[count:]
    with tempfile.TemporaryDirectory() as place:
        raster = write_raster(os.path.join(place, "a.tif"), noise(1, *truth.shape))
        labels = RasterLabels(write_raster(os.path.join(place, "b.tif"), truth))
        folder = exported(
            raster, labels, os.path.join(place, "chips"), placement=placement, chips_per_class=quota, seed=seed
        )
    assert drawn_per_class(folder) == {value: min(quota, count) for value, count in enumerate(pixels, 1)}
    for record in folder.chips:
        if record.placed_for is not None:
            window = record.window
            quarter = SIZE // 4
            core = truth[window.y + quarter : window.bottom - quarter, window.x + quarter : window.right - quarter]
            assert (core == record.placed_for).any()


@pytest.fixture
def large(tmp_path):
    """An image of 2000 x 2000 pixels with a large class, a second one in three places, and one of nine pixels."""
    raster = write_raster(
        tmp_path / "large.tif", noise(1, 2000, 2000, "uint8"), options=["TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256"]
    )
    boxes = [
        ("field", 0, 0, 1500, 1200),
        ("wood", 1600, 100, 40, 40),
        ("wood", 1700, 900, 40, 40),
        ("wood", 100, 1800, 40, 40),
        ("pond", 1203, 1707, 3, 3),
    ]
    return raster, boxes


@pytest.mark.parametrize("kind", ["vector", "raster"])
def test_nine_pixels_in_a_large_scene_are_seen_nine_times(large, tmp_path, kind):
    raster, boxes = large
    if kind == "vector":
        polygons = [(name, *pixel_box(0, *box)[1:]) for name, *box in boxes]
        path = write_boxes(tmp_path / "labels.gpkg", polygons, kind=ogr.OFTString)
        labels = VectorLabels(path, class_field="class")
    else:
        truth = np.zeros((2000, 2000), "uint8")
        for name, x, y, width, height in boxes:
            truth[y : y + height, x : x + width] = {"field": 1, "pond": 2, "wood": 3}[name]
        labels = RasterLabels(write_raster(tmp_path / "truth.tif", truth, options=["COMPRESS=DEFLATE"]))
    listener = Listener()
    folder = exported(raster, labels, tmp_path / "chips", listener, chips_per_class=12)
    field, pond, wood = folder.class_table.values
    if kind == "vector":
        assert folder.class_table.names == ("field", "pond", "wood")
    assert drawn_per_class(folder) == {field: 12, pond: 9, wood: 12}
    woods = [record.window for record in folder.chips if record.placed_for == wood]
    for x, y in ((1600, 100), (1700, 900), (100, 1800)):
        assert any(abs(window.x - x) < 64 and abs(window.y - y) < 64 for window in woods), "every patch has a chip"
    assert any("9 labelled pixels; 9 chips" in line for line in listener.infos)
    assert folder.class_pixels()[pond] > 9, "pixels in several chips count in each"
    assert folder.stride_px == 0


def two_boxes(tmp_path):
    raster = write_raster(tmp_path / "scene.tif", noise(2, 120, 160))
    path = write_boxes(tmp_path / "labels.gpkg", [pixel_box(2, 40, 40, 10, 6), pixel_box(700, 110, 70, 8, 8)])
    return raster, VectorLabels(path, class_field="class")


def test_the_same_seed_gives_the_same_chips_and_another_seed_others(tmp_path):
    raster, labels = two_boxes(tmp_path)
    first, again, other = (
        exported(raster, labels, tmp_path / name, chips_per_class=5, seed=seed)
        for name, seed in (("a", 3), ("b", 3), ("c", 4))
    )
    assert first.chips == again.chips
    assert first.statistics == again.statistics
    assert windows_of(first) != windows_of(other)


def test_both_is_the_sliding_window_and_more(tmp_path):
    raster, labels = two_boxes(tmp_path)
    window = exported(raster, labels, tmp_path / "window", placement="window")
    both = exported(raster, labels, tmp_path / "both", placement="both", chips_per_class=5)
    assert all(record.placed_for is None for record in window.chips)
    slid = [record for record in both.chips if record.placed_for is None]
    assert [(record.window, record.class_counts) for record in slid] == [
        (record.window, record.class_counts) for record in window.chips
    ]
    assert drawn_per_class(both) == {2: 5, 700: 5}
    assert both.stride_px == 16
    assert windows_of(both) == sorted(windows_of(both), key=lambda place: place[1])


def test_footprints_tell_how_chips_were_placed(tmp_path):
    raster, labels = two_boxes(tmp_path)
    path = tmp_path / "footprints.gpkg"
    folder = exported(raster, labels, tmp_path / "chips", placement="both", chips_per_class=3, footprints=str(path))
    _, features = read_features(path)
    for feature, record in zip(features, folder.chips):
        assert feature["placement"] == ("window" if record.placed_for is None else "labels")
        assert (feature["drawn_value"], feature["drawn_class"]) == (
            (None, None) if record.placed_for is None else (record.placed_for, str(record.placed_for))
        )
    assert {feature["drawn_value"] for feature in features} == {None, 2, 700}


def test_chips_lie_inside_the_extent_and_the_mask_hides_labels(tmp_path):
    raster, labels = two_boxes(tmp_path)
    mask = write_boxes(tmp_path / "mask.gpkg", [pixel_box(1, 0, 0, 100, 120)])
    extent = (500300.0, 4999200.0, 501500.0, 4999700.0)  # columns 30 to 150, rows 30 to 80
    folder = exported(raster, labels, tmp_path / "chips", chips_per_class=4, mask=MaskPolygons(mask), extent_map=extent)
    assert drawn_per_class(folder) == {2: 4, 700: 0}
    assert all(30 <= x <= 150 - SIZE and 30 <= y <= 80 - SIZE for x, y in windows_of(folder))


def test_labels_where_the_image_has_nothing_are_replaced_by_others(tmp_path):
    image = noise(1, 200, 100)
    image[:, :100] = 0
    raster = write_raster(tmp_path / "half.tif", image, nodata=0)
    boxes = [pixel_box(1, 30, 10, 20, 180), pixel_box(2, 60, 10, 20, 50)]
    labels = VectorLabels(write_boxes(tmp_path / "labels.gpkg", boxes), class_field="class")
    folder = exported(raster, labels, tmp_path / "chips", chips_per_class=8)
    assert drawn_per_class(folder) == {1: 8, 2: 0}
    assert all((read_chip(folder, record).values == 1).any() for record in folder.chips)


def test_chips_with_too_few_labels_are_left_out(tmp_path):
    raster, labels = two_boxes(tmp_path)
    folder = exported(raster, labels, tmp_path / "chips", chips_per_class=20, minimum_labelled_share=0.05)
    assert folder.chips
    assert all(
        sum(record.class_pixels(folder.class_table.values).values()) >= 0.05 * SIZE * SIZE for record in folder.chips
    )
    with pytest.raises(SettingsError, match=r"the best has 6\.25\s%"):
        exported(raster, labels, tmp_path / "none", minimum_labelled_share=0.5)


def test_no_row_of_the_image_is_read_twice_and_none_without_need(tmp_path, monkeypatch):
    raster = write_raster(
        tmp_path / "tall.tif", noise(2, 512, 64), options=["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
    )
    boxes = [pixel_box(1, 20, 150, 20, 90), pixel_box(2, 40, 150, 4, 4)]
    labels = VectorLabels(write_boxes(tmp_path / "low.gpkg", boxes), class_field="class")
    read = np.zeros(512, int)
    original = RasterReader.read_into

    def counting(self, window, buffer, row):
        if window.width > 4:  # the corners, which a collar would fill, are looked at first
            read[window.y : window.bottom] += 1
        original(self, window, buffer, row)

    monkeypatch.setattr(RasterReader, "read_into", counting)
    exported(raster, labels, tmp_path / "chips")
    assert read.max() == 1
    assert read[150:240].all()
    assert not read[:112].any()
    assert not read[288:].any()


def test_odd_values_are_counted_once(tmp_path):
    image = noise(1, 64, 64, "float32")
    image[0, 30, 20:23] = np.nan
    raster = write_raster(tmp_path / "odd.tif", image)
    labels = VectorLabels(write_boxes(tmp_path / "b.gpkg", [pixel_box(1, 20, 20, 30, 30)]))
    listener = Listener()
    exported(raster, labels, tmp_path / "chips", listener)
    assert any("3 NaN and 0 infinite" in line for line in listener.warnings)


def test_chips_hold_the_very_pixels_of_the_scene(tmp_path):
    raster, labels = two_boxes(tmp_path)
    image = gdal.Open(raster).ReadAsArray()
    folder = exported(raster, labels, tmp_path / "chips")
    for record in folder.chips:
        window = record.window
        np.testing.assert_array_equal(
            read_chip(folder, record).pixels, image[:, window.y : window.bottom, window.x : window.right]
        )


def test_labels_beside_the_extent_are_said(tmp_path):
    raster, labels = two_boxes(tmp_path)
    with pytest.raises(LabelError, match="No label lies in the exported part"):
        exported(raster, labels, tmp_path / "chips", extent_map=(500000.0, 4999700.0, 500300.0, 5000000.0))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"placement": "random"}, "random.*window, labels, both"),
        ({"chips_per_class": 0}, "chips per class is 0"),
        ({"chips_per_class": 10_001}, "chips per class is 10001"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_senseless_settings_are_refused(tmp_path, values, words):
    raster, labels = two_boxes(tmp_path)
    with pytest.raises(SettingsError, match=words):
        exported(raster, labels, tmp_path / "chips", **values)
    assert not (tmp_path / "chips").exists()


def test_a_chip_taken_in_vain_is_replaced_by_one_of_its_class_that_lies_no_higher():
    drawn = ClassBalancedChips(
        [SampledChip(40, 0, 1), SampledChip(10, 5, 2)], [SampledChip(5, 9, 2), SampledChip(50, 9, 2)]
    )
    first = drawn.take()
    assert first == SampledChip(10, 5, 2)
    drawn.replace(first)
    assert drawn.take() == SampledChip(40, 0, 1)
    assert drawn.top == 50
    drawn.replace(drawn.take())
    assert drawn.top is None
