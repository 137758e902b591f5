"""Export Training Chips, from raster and labels to a folder that training can read."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import plugin_package
import pytest
from chip_scenes import grid_of, nodata_of, noise, pixel_box, read_features, write_boxes, write_raster
from hypothesis import given, settings
from hypothesis import strategies as st
from listener import Listener, Overwriter
from osgeo import gdal, ogr
from pixel_classifier.rasters.chips.lost_labels import LostLabels
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.classes.class_styles import ClassStyle
from pixel_classifier.rasters.core.errors import (
    Cancelled,
    ChipsError,
    LabelError,
    OutputError,
    PixelClassifierError,
    RasterError,
    SettingsError,
)
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export import cutting
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from pixel_classifier.rasters.reading import dataset
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.reader import RasterReader
from windows_rules import rules_below

QUIET = SilentReporter()
SMALL = {"chip_size_px": 32, "stride_px": 16}


@pytest.fixture
def scene(tmp_path):
    """An 80 x 64 image of three bands with two labelled boxes."""
    raster = write_raster(tmp_path / "scene.tif", noise(3, 64, 80), names=("red", "green", "nir"))
    labels = write_boxes(tmp_path / "labels.gpkg", [pixel_box(2, 4, 4, 10, 6), pixel_box(700, 60, 40, 8, 8)])
    return ExportRequest(raster, VectorLabels(labels, class_field="class"), str(tmp_path / "chips"), **SMALL)


def changed(request, **values):
    return ExportRequest(**{**{name: getattr(request, name) for name in request.__dataclass_fields__}, **values})


def exported(request, reporter=QUIET):
    result = export_chips(request, reporter)
    return result, read_chip_folder(result.folder, QUIET)


def mosaic(folder, width, height):
    """Puts all chips together again: per pixel, the set of values and of "nothing here" that chips hold."""
    values, nothing = {}, {}
    for record in folder.chips:
        chip = read_chip(folder, record)
        for y, x in np.ndindex(chip.values.shape):
            place = (record.window.x + x, record.window.y + y)
            values.setdefault(place, set()).add(int(chip.values[y, x]))
            nothing.setdefault(place, set()).add(bool(chip.label_nodata_mask[y, x]))
    return values, nothing


def files_below(path):
    return sorted(os.path.join(root, name) for root, _, names in os.walk(path) for name in names)


def contents(path):
    return {name: Path(name).read_bytes() for name in files_below(path)}


@pytest.mark.parametrize("changing", ["raster", "labels"])
def test_a_raster_that_is_overwritten_while_it_is_read_gives_no_chips(tmp_path, changing):
    paths = {name: write_raster(tmp_path / f"{name}.tif", noise(1, 640, 96)) for name in ("raster", "labels", "other")}
    labels = RasterLabels(paths["labels"])
    overwriter = Overwriter(paths[changing], Path(paths["other"]).read_bytes())
    request = ExportRequest(paths["raster"], labels, str(tmp_path / "chips"), **SMALL)
    with pytest.raises(RasterError, match="was changed while it was read"):
        export_chips(request, Listener(overwriter))
    assert overwriter.is_done and not os.path.exists(request.output)


def test_empty_chip_size_and_stride_fit_the_raster_and_the_chips_that_are_there(scene):
    class Told(SilentReporter):
        lines = ()

        def info(self, message):
            self.lines = (*self.lines, message)

    told = Told()
    _, chips = exported(changed(scene, chip_size_px=None, stride_px=None), told)
    assert (chips.chip_size_px, chips.stride_px) == (32, 16)
    (said,) = [line for line in told.lines if "one every" in line]
    assert said.startswith("Chips of 32 x 32 pixels, one every 16 pixels (CHIP_SIZE automatic: ")
    assert "shorter side" in said and said.endswith("; STRIDE automatic: half of the chip size).")
    other = changed(scene, chip_size_px=64, stride_px=None, output=f"{scene.output}-64")
    _, chips = exported(other)
    assert (chips.chip_size_px, chips.stride_px) == (64, 32)
    _, chips = exported(changed(other, chip_size_px=None, append=True), told)
    assert chips.chip_size_px == 64 and "that of the chips in the folder" in told.lines[-1] + "".join(told.lines)


@settings(max_examples=15, deadline=None)
@given(
    width=st.integers(1, 70),
    height=st.integers(1, 70),
    stride=st.integers(9, 32),
    values=st.lists(st.integers(-3000, 70000).filter(bool), min_size=1, max_size=3, unique=True),
    keep_empty=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_every_labelled_pixel_survives_with_its_value(width, height, stride, values, keep_empty, seed):
    random = np.random.default_rng(seed)
    truth = random.choice([0, *values], (height, width), p=[0.7, *[0.3 / len(values)] * len(values)]).astype("int32")
    truth[0, 0] = values[0]
    image = noise(2, height, width, "int16", seed)
    gaps = random.random((height, width)) < 0.1
    gaps[0, 0] = False
    image[:, gaps] = -99
    with tempfile.TemporaryDirectory() as place:
        raster = write_raster(os.path.join(place, "a.tif"), image, nodata=-99)
        labels = write_raster(os.path.join(place, "b.tif"), truth)
        request = ExportRequest(
            raster, RasterLabels(labels), os.path.join(place, "chips"), chip_size_px=32, stride_px=stride,
            keep_empty=keep_empty,
        )  # fmt: skip
        _, folder = exported(request)
        found, nothing = mosaic(folder, width, height)
        for place, seen in found.items():
            x, y = place
            inside = x < width and y < height
            empty = not inside or gaps[y, x]
            assert nothing[place] == {bool(empty)}
            assert seen == {0 if empty else int(truth[y, x])}
        for y, x in np.argwhere((truth != 0) & ~gaps):
            assert (x, y) in found
        if keep_empty:
            assert {(x, y) for y, x in np.argwhere(~gaps)} <= set(found)
        assert sum(folder.class_pixels().values()) == sum(
            int((chip.values != 0).sum()) for chip in (read_chip(folder, record) for record in folder.chips)
        )


def test_chips_hold_the_very_pixels_of_the_scene(scene):
    _, folder = exported(scene)
    image = gdal.Open(scene.raster).ReadAsArray()
    for record in folder.chips:
        window = record.window
        chip = read_chip(folder, record)
        np.testing.assert_array_equal(chip.pixels, image[:, window.y : window.bottom, window.x : window.right])
        assert not chip.nodata_mask.any()


def test_result_and_log_tell_what_was_exported(scene):
    listener = Listener()
    result, folder = exported(scene, listener)
    assert (result.chip_count, result.class_count) == (len(folder.chips), 2)
    assert folder.band_names == ("red", "green", "nir")
    assert folder.pixel_size_map == (10.0, 10.0)
    assert any(f"{result.chip_count} chips written" in line for line in listener.infos)
    assert any("Class 700" in line for line in listener.infos)
    assert listener.fractions == sorted(listener.fractions)
    assert listener.fractions[-1] == 1.0
    assert not listener.warnings


def test_bands_are_chosen_and_ordered(scene):
    _, folder = exported(changed(scene, band_numbers=(3, 1)))
    assert folder.band_names == ("nir", "red")
    assert folder.band_numbers == (3, 1)
    image = gdal.Open(scene.raster).ReadAsArray()
    record = folder.chips[0]
    window = record.window
    np.testing.assert_array_equal(
        read_chip(folder, record).pixels[0], image[2, window.y : window.bottom, window.x : window.right]
    )


def test_chips_are_georeferenced_and_named_by_digits(scene):
    _, folder = exported(scene)
    for record in folder.chips:
        assert record.stem.isdigit()
        assert len(record.stem) == 12
        for path in (folder.image_path(record), folder.label_path(record)):
            dataset = gdal.Open(path)
            assert dataset.GetSpatialRef().GetAuthorityCode(None) == "32633"
            assert dataset.GetGeoTransform() == grid_of(folder, record).geotransform


def test_statistics_are_those_of_the_written_chips(scene, tmp_path):
    image = noise(2, 40, 40, "float32")
    image[0, :5] = np.nan
    image[:, 20:25, 20:25] = -1
    raster = write_raster(tmp_path / "gaps.tif", image, nodata=-1)
    _, folder = exported(changed(scene, raster=raster))
    chips = [read_chip(folder, record) for record in folder.chips]
    for band, found in enumerate(folder.statistics):
        values = np.concatenate([chip.pixels[band][~chip.nodata_mask] for chip in chips]).astype(float)
        values = values[np.isfinite(values) & (values != -1)]
        assert found.count == values.size
        assert found.mean == pytest.approx(values.mean())
        assert found.std == pytest.approx(values.std())
        assert (found.minimum, found.maximum) == (values.min(), values.max())


def test_small_raster_gives_one_padded_chip(scene, tmp_path):
    raster = write_raster(tmp_path / "small.tif", noise(3, 20, 25))
    result, folder = exported(changed(scene, raster=raster))
    assert result.chip_count == 1
    chip = read_chip(folder, folder.chips[0])
    assert chip.pixels.shape == (3, 32, 32)
    expected = np.ones((32, 32), bool)
    expected[:20, :25] = False
    np.testing.assert_array_equal(chip.nodata_mask, expected)
    np.testing.assert_array_equal(chip.label_nodata_mask, expected)
    assert folder.chips[0].nodata_px == expected.sum()
    assert all(band.count == 500 for band in folder.statistics)


def test_outside_of_the_mask_is_nothing_not_class_zero(scene, tmp_path):
    mask = write_boxes(tmp_path / "mask.gpkg", [pixel_box(1, 0, 0, 20, 20)])
    _, folder = exported(changed(scene, mask=MaskPolygons(mask), keep_empty=True))
    _, nothing = mosaic(folder, 80, 64)
    assert all(seen == {not (x < 20 and y < 20)} for (x, y), seen in nothing.items())
    assert sum(record.nodata_px for record in folder.chips)


def test_pixels_beyond_the_extent_are_not_exported(scene):
    extent = (500000.0, 4999800.0, 500200.0, 5000000.0)
    _, folder = exported(changed(scene, extent_map=extent))
    _, nothing = mosaic(folder, 80, 64)
    assert all(seen == {not (x < 20 and y < 20)} for (x, y), seen in nothing.items())


def test_strips_without_labels_are_not_read_and_no_block_twice(scene, tmp_path, monkeypatch):
    labels = write_boxes(tmp_path / "low.gpkg", [pixel_box(1, 4, 100, 20, 90), pixel_box(2, 40, 100, 4, 4)])
    raster = write_raster(
        tmp_path / "tall.tif", noise(2, 256, 64), options=["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
    )
    read = np.zeros(256, int)
    original = RasterReader.read_into

    def counting(self, window, buffer, row):
        if window.width > 4:  # the corners, which a collar would fill, are looked at first
            read[window.y : window.bottom] += 1
        original(self, window, buffer, row)

    monkeypatch.setattr(RasterReader, "read_into", counting)
    exported(changed(scene, raster=raster, labels=VectorLabels(labels, class_field="class")))
    assert read.max() == 1
    assert not read[:80].any()
    assert read[100:190].all()
    assert not read[224:].any()


def test_only_chips_with_enough_labels_are_kept(scene):
    _, everything = exported(scene)
    _, some = exported(changed(scene, minimum_labelled_share=0.05))
    assert 0 < len(some.chips) < len(everything.chips)
    assert all(sum(record.class_pixels(some.class_table.values).values()) >= 0.05 * 1024 for record in some.chips)
    assert all(record.class_counts for record in everything.chips)


def test_empty_chips_are_kept_on_demand_but_not_where_there_is_nothing(scene, tmp_path):
    image = noise(3, 64, 80)
    image[:, :, 48:] = 0
    raster = write_raster(tmp_path / "half.tif", image, nodata=0)
    _, folder = exported(changed(scene, raster=raster, keep_empty=True))
    windows = {(record.window.x, record.window.y) for record in folder.chips}
    assert windows == {(x, y) for x in (0, 16, 32) for y in (0, 16, 32)}
    assert any(not record.class_counts and record.unlabelled_px for record in folder.chips)


def test_class_names_of_text_labels_are_kept(scene, tmp_path):
    boxes = [("water", *pixel_box(0, 4, 4, 10, 6)[1:]), ("forest", *pixel_box(0, 40, 40, 9, 9)[1:])]
    labels = write_boxes(tmp_path / "text.gpkg", boxes, kind=ogr.OFTString)
    _, folder = exported(changed(scene, labels=VectorLabels(labels, class_field="class")))
    assert dict(zip(folder.class_table.names, folder.class_table.values)) == {"forest": 1, "water": 2}


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int32", "float32", "float64"])
def test_all_dtypes_are_exported_unchanged(scene, tmp_path, dtype):
    image = noise(4, 32, 32, dtype)
    raster = write_raster(tmp_path / "typed.tif", image)
    _, folder = exported(changed(scene, raster=raster))
    assert folder.dtype == dtype
    np.testing.assert_array_equal(read_chip(folder, folder.chips[0]).pixels, image)


def test_nodata_of_each_band_is_kept(scene, tmp_path):
    raster = write_raster(tmp_path / "one.tif", noise(1, 32, 32, "int16"))
    vrt = gdal.BuildVRT(str(tmp_path / "two.vrt"), [raster, raster], separate=True)
    vrt.GetRasterBand(1).SetNoDataValue(-1)
    vrt.GetRasterBand(2).SetNoDataValue(-2)
    vrt = None
    _, folder = exported(changed(scene, raster=str(tmp_path / "two.vrt")))
    assert folder.nodata == (-1.0, -2.0)
    assert nodata_of(folder.image_path(folder.chips[0])) is None


def test_footprints_tell_what_chips_hold(scene, tmp_path):
    path = str(tmp_path / "footprints.gpkg")
    result, folder = exported(changed(scene, footprints=path))
    assert result.footprints == path
    epsg, features = read_features(path)
    assert epsg == "32633"
    assert len(features) == len(folder.chips)
    for feature, record in zip(features, folder.chips):
        assert feature["stem"] == record.stem
        xmin, xmax, ymin, ymax = feature["box"]
        assert (xmin, ymin, xmax, ymax) == grid_of(folder, record).extent_map()
        assert feature["share_2"] + feature["share_700"] == pytest.approx(feature["labelled_share"])
        assert feature["dominant_value"] == max(record.class_counts, key=lambda pair: pair[1])[0]


@pytest.mark.parametrize("names, is_warned", [(("wood", "wood"), True), (("wood", "water"), False)])
def test_classes_of_one_name_are_pointed_out(scene, names, is_warned):
    styles = tuple(ClassStyle(key, name, (0, 0, int(key) % 255)) for key, name in zip(("2", "700"), names))
    listener = Listener()
    exported(changed(scene, labels=replace(scene.labels, styles=styles)), listener)
    found = [line for line in listener.warnings if "The classes 2, 700 have the same name, “wood”" in line]
    assert len(found) == is_warned


def test_chips_of_other_images_that_are_replaced_are_pointed_out(scene, tmp_path):
    listener = Listener()
    exported(scene, listener)
    exported(scene, listener)  # the same once more
    assert not [text for text in listener.warnings if "replaces" in text]
    later = changed(scene, raster=write_raster(tmp_path / "later.tif", noise(3, 64, 80), names=("red", "green", "nir")))
    exported(changed(later, append=True), listener)
    assert not [text for text in listener.warnings if "replaces" in text]
    exported(later, listener)
    assert [
        text
        for text in listener.warnings
        if "holds chips of other images (scene), which this export replaces" in text and "APPEND" in text
    ]


def test_result_of_an_earlier_run_is_replaced(scene):
    exported(scene)
    result, folder = exported(changed(scene, minimum_labelled_share=0.05))
    assert len(files_below(result.folder)) == 2 * len(folder.chips) + 4


# Adding a scene


def second_scene(tmp_path, **raster):
    path = write_raster(
        tmp_path / "second.tif", noise(3, 40, 40, seed=7), origin=(600000.0, 5000000.0),
        **{"names": ("red", "green", "nir"), **raster},
    )  # fmt: skip
    labels = write_boxes(tmp_path / "second.gpkg", [pixel_box(700, 4, 4, 20, 20, origin=(600000.0, 5000000.0))])
    return {"raster": path, "labels": VectorLabels(labels, class_field="class"), "append": True}


def test_another_scene_is_added(scene, tmp_path):
    _, first = exported(scene)
    footprints = str(tmp_path / "both.gpkg")
    result, both = exported(changed(scene, **second_scene(tmp_path), footprints=footprints))
    assert both.chips[: len(first.chips)] == first.chips
    assert result.chip_count == len(both.chips) > len(first.chips)
    assert [scene.name for scene in both.scenes] == ["scene", "second"]
    assert [int(record.stem) for record in both.chips] == list(range(len(both.chips)))
    added = both.statistics[0].count - first.statistics[0].count
    assert added == 1024 * (len(both.chips) - len(first.chips))
    assert read_chip(both, both.chips[-1]).values.max() == 700
    assert len(read_features(footprints)[1]) == len(both.chips)
    lines = (tmp_path / "chips" / "map.txt").read_text().splitlines()
    assert len(lines) == len(both.chips)


def test_adding_to_a_new_folder_starts_one(scene):
    _, folder = exported(changed(scene, append=True))
    assert folder.chips[0].stem == "000000000000"


def test_same_scene_added_again_is_no_second_scene(scene):
    exported(scene)
    listener = Listener()
    _, folder = exported(changed(scene, append=True), listener)
    assert len(folder.scenes) == 1
    (said,) = (line for line in listener.infos if "has a chip already" in line)
    assert "another class" not in said


@pytest.mark.parametrize("is_other_date", [False, True])
def test_labels_that_contradict_those_of_chips_at_the_same_place_are_counted(scene, tmp_path, is_other_date):
    single = {"chip_size_px": 32, "stride_px": 32}
    exported(changed(scene, **single))
    boxes = [pixel_box(700, 4, 4, 10, 6), pixel_box(700, 60, 40, 8, 8), pixel_box(2, 40, 4, 5, 5)]
    corrected = VectorLabels(write_boxes(tmp_path / "corrected.gpkg", boxes), class_field="class")
    raster = scene.raster
    if is_other_date:  # the ground may have changed
        raster = write_raster(tmp_path / "later.tif", noise(3, 64, 80, seed=5), names=("red", "green", "nir"))
    listener = Listener()
    exported(changed(scene, raster=raster, labels=corrected, append=True, **single), listener)
    warned = [line for line in listener.warnings if "has a chip already" in line]
    assert len(warned) == (not is_other_date)
    assert all("60\N{NO-BREAK SPACE}pixels have another class there, which takes the place" in line for line in warned)


def test_an_image_of_another_day_on_the_same_grid_is_a_scene_of_its_own(scene, tmp_path):
    exported(scene)
    later = write_raster(tmp_path / "later.tif", noise(3, 64, 80, seed=9), names=("red", "green", "nir"))
    listener = Listener()
    _, folder = exported(changed(scene, raster=later, append=True), listener)
    assert [each.name for each in folder.scenes] == ["scene", "later"]
    assert {record.scene for record in folder.chips} == {0, 1}
    assert not [line for line in [*listener.infos, *listener.warnings] if "has a chip already" in line]
    _, folder = exported(changed(scene, raster=later, append=True), listener)
    assert len(folder.scenes) == 2 and [line for line in listener.infos if "has a chip already" in line]


def test_the_same_image_by_another_name_is_no_second_scene(scene, tmp_path):
    exported(scene)
    copied = str(tmp_path / "copy.tif")
    shutil.copyfile(scene.raster, copied)
    assert len(exported(changed(scene, raster=copied, append=True))[1].scenes) == 1


@pytest.mark.parametrize(
    ("change", "raster", "words"),
    [
        ({"chip_size_px": 64}, {}, ["32", "64"]),
        ({"band_numbers": (1, 2)}, {}, ["3", "2"]),
        ({}, {"names": ("red", "blue", "nir")}, ["green", "blue"]),
        ({}, {"nodata": 5}, ["None", "5"]),
    ],
)
def test_scene_that_does_not_fit_is_refused_naming_both(scene, tmp_path, change, raster, words):
    exported(scene)
    before = contents(scene.output)
    with pytest.raises(ChipsError) as caught:
        export_chips(changed(scene, **second_scene(tmp_path, **raster), **change), QUIET)
    assert all(word in str(caught.value) for word in words)
    assert contents(scene.output) == before


def test_scene_with_another_class_is_refused(scene, tmp_path):
    exported(scene)
    before = files_below(scene.output)
    labels = write_boxes(tmp_path / "other.gpkg", [pixel_box(3, 4, 4, 10, 6)])
    with pytest.raises(LabelError):
        export_chips(changed(scene, labels=VectorLabels(labels, class_field="class"), append=True), QUIET)
    assert files_below(scene.output) == before


NAMED = (ClassStyle("2", "lake", (0, 0, 255)), ClassStyle("700", "wood", (0, 99, 0)))


def label_kinds(folder, styles):
    """Returns the same labels as polygons, of numbers and of numbers as text, and as a raster."""
    boxes = [pixel_box(2, 4, 4, 10, 6), pixel_box(700, 60, 40, 8, 8)]
    pixels = np.zeros((64, 80), np.uint16)
    pixels[4:10, 4:14], pixels[40:48, 60:68] = 2, 700
    return {
        "numbers": VectorLabels(write_boxes(folder / "n.gpkg", boxes), class_field="class", styles=styles),
        "texts": VectorLabels(
            write_boxes(folder / "t.gpkg", [(str(value), *box) for value, *box in boxes], kind=ogr.OFTString),
            class_field="class",
            styles=styles,
        ),
        "raster": RasterLabels(write_raster(folder / "l.tif", pixels), styles),
    }


@pytest.mark.parametrize("kind", ["numbers", "texts", "raster"])
def test_labels_whose_legend_names_the_numbers_otherwise_than_the_folder_are_not_added(scene, tmp_path, kind):
    exported(changed(scene, labels=VectorLabels(scene.labels.path, class_field="class", styles=NAMED)))
    other = (ClassStyle("2", "wood", (0, 99, 0)), ClassStyle("700", "lake", (0, 0, 255)))
    with pytest.raises(LabelError, match='the class value 2 "wood", and the folder calls it "lake"'):
        export_chips(changed(scene, labels=label_kinds(tmp_path, other)[kind], append=True), QUIET)


@pytest.mark.parametrize("kind", ["numbers", "texts", "raster"])
@pytest.mark.parametrize("styles, is_warned", [((), True), (NAMED, False)])
def test_numbers_without_names_that_are_added_to_named_classes_are_pointed_out(
    scene, tmp_path, kind, styles, is_warned
):
    exported(changed(scene, labels=VectorLabels(scene.labels.path, class_field="class", styles=NAMED)))
    notes = Listener()
    _, folder = exported(changed(scene, labels=label_kinds(tmp_path, styles)[kind], append=True), notes)
    assert folder.class_table.names == ("lake", "wood")
    assert any("taken to be the classes 2 (lake), 700 (wood)" in line for line in notes.warnings) == is_warned


def test_chips_of_others_are_not_added_to(scene, tmp_path):
    (tmp_path / "chips" / "images").mkdir(parents=True)
    with pytest.raises(ChipsError, match=r"chips\.json"):
        export_chips(changed(scene, append=True), QUIET)


def test_cancelled_addition_leaves_the_folder_as_it_was(scene, tmp_path):
    exported(scene)
    before = contents(scene.output)
    with pytest.raises(Cancelled):
        export_chips(changed(scene, **second_scene(tmp_path)), Listener(cancel_at=0.5))
    assert contents(scene.output) == before
    assert sorted(os.listdir(scene.output)) == [
        "chips.json", "esri_accumulated_stats.json", "esri_model_definition.emd", "images", "labels", "map.txt",
    ]  # fmt: skip


def test_addition_that_cannot_be_moved_in_leaves_the_folder_as_it_was(scene, tmp_path, monkeypatch):
    _, first = exported(scene)
    original = os.replace

    def failing(source, target):
        if "labels" in os.path.dirname(target) and "chips" in target and ".partial" in source:
            raise OSError(28, "No space left on device")
        original(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputError, match="No space left"):
        export_chips(changed(scene, **second_scene(tmp_path)), QUIET)
    assert read_chip_folder(scene.output, QUIET) == first
    assert len(files_below(scene.output)) == 2 * len(first.chips) + 4


PROGRAM = """
import os, pickle, signal, sys
from plugin_package import ROOT
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import export_chips

class Killing(SilentReporter):
    def progress(self, fraction):
        if fraction > 0.5:
            os.kill(os.getpid(), signal.SIGKILL)

export_chips(pickle.loads(bytes.fromhex(sys.argv[1])), Killing())
"""


@pytest.mark.parametrize("append", [False, True])
def test_an_export_to_the_same_place_removes_what_a_killed_one_left(scene, tmp_path, append):
    if append:
        export_chips(scene, QUIET)
        scene = changed(scene, **second_scene(tmp_path))
    request = changed(scene, footprints=str(tmp_path / "footprints.gpkg"))
    helpers = str(Path(plugin_package.__file__).parent)
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, pickle.dumps(request).hex()],
        env={**os.environ, "PYTHONPATH": helpers},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert list(tmp_path.rglob(".*partial*")) != []
    export_chips(request, QUIET)
    assert list(tmp_path.rglob(".*partial*")) == []


class Opens(SilentReporter):
    """Opens a file at the first progress, as another program does during the work, and keeps it open."""

    def __init__(self, path):
        self.path, self.file = path, None

    def progress(self, fraction):
        self.file = self.file or open(self.path, "rb")  # noqa: SIM115


@pytest.mark.parametrize("held", ["footprints.gpkg", "chips/chips.json"])
def test_a_result_that_another_program_opens_during_the_work_is_kept_under_another_name(scene, tmp_path, held):
    request = changed(scene, footprints=str(tmp_path / "footprints.gpkg"))
    export_chips(request, QUIET)
    opens = Opens(tmp_path / held)
    with rules_below(tmp_path), pytest.raises(OutputError, match=r"was kept as .* \(2\)"):
        export_chips(request, opens)
    opens.file.close()
    folder = "chips" if held.endswith(".gpkg") else "chips (2)"
    assert len(read_chip_folder(str(tmp_path / folder), QUIET).chips) == len(
        read_chip_folder(scene.output, QUIET).chips
    )
    assert sorted(path.name for path in tmp_path.glob("*footprints*")) == (
        ["footprints (2).gpkg", "footprints.gpkg"] if held.endswith(".gpkg") else ["footprints.gpkg"]
    )
    assert list(tmp_path.rglob(".*")) == []


def test_footprints_that_are_open_are_refused_before_the_work(scene, tmp_path):
    request = changed(scene, footprints=str(tmp_path / "footprints.gpkg"))
    export_chips(request, QUIET)
    before = contents(scene.output)
    layer = ogr.Open(request.footprints)
    with (
        rules_below(tmp_path),
        pytest.raises(OutputError, match=r"footprints\.gpkg cannot be replaced.*as a layer in QGIS"),
    ):
        export_chips(request, QUIET)
    layer = None  # noqa: F841 (closes it)
    assert contents(scene.output) == before


# What cannot work


def test_extent_elsewhere_names_both_extents(scene):
    with pytest.raises(SettingsError) as caught:
        export_chips(changed(scene, extent_map=(0.0, 0.0, 100.0, 100.0)), QUIET)
    assert "x 0 to 100" in str(caught.value)
    assert "x 500000 to 500800" in str(caught.value)


def test_labels_beside_the_extent_are_said(scene):
    with pytest.raises(LabelError, match="No label lies in the exported part"):
        export_chips(changed(scene, extent_map=(500200.0, 4999900.0, 500400.0, 5000000.0)), QUIET)


def test_too_high_a_share_says_the_best_seen(scene):
    with pytest.raises(SettingsError, match=r"90\.00\s%.*the best has 6\.25\s%"):
        export_chips(changed(scene, minimum_labelled_share=0.9), QUIET)


def test_image_that_is_all_nodata_is_said(scene, tmp_path):
    raster = write_raster(tmp_path / "void.tif", np.full((3, 64, 80), 7, "uint16"), nodata=7)
    with pytest.raises(RasterError, match=r"no valid pixel.*\(7\)"):
        export_chips(changed(scene, raster=raster), QUIET)


def test_labels_on_nodata_only_are_said(scene, tmp_path):
    image = noise(3, 64, 80)
    image[:, :16, :20] = image[:, 40:, 56:] = 0
    raster = write_raster(tmp_path / "gaps.tif", image, nodata=0)
    with pytest.raises(LabelError, match="All labels lie where"):
        export_chips(changed(scene, raster=raster), QUIET)


@pytest.mark.parametrize("size", [0, 16, 100, 257])
def test_chip_size_that_fits_no_network_is_refused(scene, size):
    with pytest.raises(SettingsError, match=f"{size} pixels.*multiple of 32"):
        export_chips(changed(scene, chip_size_px=size), QUIET)


def test_chips_that_could_not_be_read_again_are_not_cut(scene):
    with pytest.raises(SettingsError, match="16416 pixels, and chips of at most 16384 are read"):
        export_chips(changed(scene, chip_size_px=16_416), QUIET)


@pytest.mark.parametrize("values", [{"stride_px": 0}, {"minimum_labelled_share": 1.5}])
def test_senseless_settings_are_refused(scene, values):
    with pytest.raises(SettingsError):
        export_chips(changed(scene, **values), QUIET)


def test_output_that_holds_an_input_is_refused(scene, tmp_path):
    with pytest.raises(OutputError, match=r"scene\.tif"):
        export_chips(changed(scene, output=str(tmp_path)), QUIET)
    with pytest.raises(OutputError, match=r"scene\.tif"):
        export_chips(changed(scene, output=scene.raster), QUIET)
    link = tmp_path / "link"
    link.symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(OutputError, match=r"scene\.tif"):
        export_chips(changed(scene, output=str(link)), QUIET)
    assert os.path.isfile(scene.raster)


@pytest.mark.parametrize("name", ["scene.shp", "labels.gpkg", "chips/inside.gpkg", "missing/a.gpkg"])
def test_footprints_that_cannot_be_are_refused(scene, tmp_path, name):
    with pytest.raises(OutputError):
        export_chips(changed(scene, footprints=str(tmp_path / name)), QUIET)
    assert not os.path.exists(scene.output)


def test_footprints_never_overwrite_the_geopackage_that_imagery_or_labels_are_a_table_of(scene, tmp_path):
    pixels = (np.arange(64 * 80).reshape(64, 80) % 2 + 1).astype(np.uint8)
    plain, both = write_raster(tmp_path / "plain.tif", pixels[None]), tmp_path / "both.gpkg"
    gdal.Translate(str(both), plain, format="GPKG", creationOptions=["RASTER_TABLE=a", "TILE_FORMAT=PNG"])
    before = both.read_bytes()
    table = f"GPKG:{both}:a"
    for values in ({"raster": table}, {"labels": RasterLabels(table)}):
        with pytest.raises(OutputError, match=r"overwrite the input .*both\.gpkg"):
            export_chips(changed(scene, footprints=str(both), **values), QUIET)
    assert both.read_bytes() == before


def test_footprints_never_replace_a_geopackage_with_other_layers(scene, tmp_path):
    other = tmp_path / "project.gpkg"
    write_boxes(other, [pixel_box(1, 0, 0, 5, 5)])
    before = other.read_bytes()
    with pytest.raises(OutputError, match=r"The footprints would replace .*project\.gpkg"):
        export_chips(changed(scene, footprints=str(other)), QUIET)
    assert other.read_bytes() == before and not os.path.exists(scene.output)
    own = str(tmp_path / "own.gpkg")
    for _ in range(2):
        export_chips(changed(scene, footprints=own), QUIET)


def test_gaps_of_a_mosaic_without_nodata_are_pointed_out(scene, tmp_path):
    mosaic, notes = str(tmp_path / "mosaic.vrt"), Listener()
    left, bottom, right, top = RasterDataset(scene.raster).info.grid.extent_map()
    gdal.BuildVRT(mosaic, [scene.raster], outputBounds=(left, bottom, 2 * right - left, top)).FlushCache()
    export_chips(changed(scene, raster=mosaic), notes)
    assert any("lies in none of its files" in warning for warning in notes.warnings)


def test_a_folder_that_holds_the_files_of_a_virtual_raster_is_not_replaced(scene, tmp_path):
    export_chips(scene, QUIET)
    chip = min((tmp_path / "chips" / "images").iterdir())
    mosaic_file = str(tmp_path / "mosaic.vrt")
    gdal.BuildVRT(mosaic_file, [str(chip)]).FlushCache()
    with pytest.raises(OutputError, match=r"holds the input .*images"):
        export_chips(changed(scene, raster=mosaic_file), QUIET)
    assert chip.is_file()


def test_folder_with_other_things_is_left_alone(scene, tmp_path):
    (tmp_path / "chips").mkdir()
    (tmp_path / "chips" / "thesis.doc").write_text("years of work")
    with pytest.raises(OutputError, match=r"thesis\.doc|chips"):
        export_chips(scene, QUIET)
    assert os.listdir(tmp_path / "chips") == ["thesis.doc"]


@pytest.mark.parametrize("cancel_at", [0.0, 0.11, 0.5, 0.9])
def test_cancelled_export_leaves_nothing(scene, tmp_path, cancel_at):
    before = files_below(tmp_path)
    with pytest.raises(Cancelled):
        export_chips(changed(scene, footprints=str(tmp_path / "f.gpkg")), Listener(cancel_at=cancel_at))
    assert files_below(tmp_path) == before
    assert not os.path.exists(scene.output)


def test_failure_in_the_middle_keeps_the_earlier_result(scene, tmp_path, monkeypatch):
    _, first = exported(scene)
    before = files_below(tmp_path)
    calls = []

    def failing(*_):
        calls.append(1)
        if len(calls) > 2:
            raise RasterError("unreadable block")
        return original(*_)

    original = cutting.RowReader.rows
    monkeypatch.setattr(cutting.RowReader, "rows", failing)
    with pytest.raises(PixelClassifierError, match="unreadable block"):
        export_chips(changed(scene, footprints=str(tmp_path / "f.gpkg")), QUIET)
    assert files_below(tmp_path) == before
    assert read_chip_folder(scene.output, QUIET) == first


# What works, but should be known


def test_odd_values_and_constant_bands_are_said(scene, tmp_path):
    image = noise(3, 64, 80, "float32")
    image[0, 10, 10:13], image[0, 11, 11], image[2] = np.nan, np.inf, 5
    listener = Listener()
    exported(changed(scene, raster=write_raster(tmp_path / "odd.tif", image)), listener)
    assert any("Band 1 has 3 NaN and 1 infinite" in line for line in listener.warnings)
    assert any("Band 3 is constant (5)" in line for line in listener.warnings)
    assert len(listener.warnings) == 2


def test_raster_without_crs_works_with_a_warning(scene, tmp_path):
    raster = write_raster(tmp_path / "bare.tif", noise(3, 64, 80), epsg=None)
    listener = Listener()
    result, folder = exported(changed(scene, raster=raster), listener)
    assert result.chip_count
    assert folder.crs_wkt == ""
    assert any("no coordinate reference system" in line for line in listener.warnings)


def test_raster_without_georeference_works(scene, tmp_path):
    raster = write_raster(tmp_path / "plain.tif", noise(3, 40, 40), origin=None, epsg=None)
    labels = write_raster(tmp_path / "truth.tif", np.full((40, 40), 14, "uint8"), origin=None, epsg=None)
    result, folder = exported(changed(scene, raster=raster, labels=RasterLabels(labels)))
    assert result.chip_count == 4
    assert folder.class_pixels() == {14: 4 * 1024}


def test_single_class_is_said(scene, tmp_path):
    labels = write_boxes(tmp_path / "single.gpkg", [pixel_box(1, 4, 4, 10, 6)])
    listener = Listener()
    result, _ = exported(changed(scene, labels=VectorLabels(labels)), listener)
    assert result.class_count == 1
    assert any("only one class" in line for line in listener.warnings)


def test_single_class_on_all_valid_pixels_is_said_also_where_chips_without_labels_are_kept(scene, tmp_path):
    labels = write_raster(tmp_path / "l.tif", np.ones((64, 80), np.uint8))
    listener = Listener()
    exported(changed(scene, labels=RasterLabels(labels), keep_empty=True), listener)
    assert any("only one class" in line for line in listener.warnings)
    assert not any("have no label" in line for line in listener.infos)


def test_class_that_is_in_no_chip_is_said(scene):
    listener = Listener()
    exported(changed(scene, minimum_labelled_share=0.0615), listener)
    assert any("No chip holds a pixel of class 2" in line for line in listener.warnings)


def test_memory_does_not_grow_with_the_height(scene, tmp_path):
    peaks = []
    for height in (256, 2048):
        raster = write_raster(tmp_path / f"{height}.tif", noise(2, height, 256), options=["BLOCKYSIZE=16"])
        box = pixel_box(1, 0, 0, 256, height)
        labels = write_boxes(tmp_path / f"{height}.gpkg", [box, pixel_box(2, 0, 0, 9, 9)])
        request = changed(
            scene, raster=raster, labels=VectorLabels(labels, class_field="class"), chip_size_px=64, stride_px=64,
            output=str(tmp_path / f"chips{height}"),
        )  # fmt: skip
        tracemalloc.start()
        export_chips(request, QUIET)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0] + 200_000


def test_disk_that_fills_up_leaves_nothing(scene, tmp_path, monkeypatch):
    before = files_below(tmp_path)
    written = []

    def full(*_, **__):
        written.append(1)
        if len(written) > 3:
            raise OutputError("No space left on device")
        original(*_, **__)

    original = cutting.write_chip
    monkeypatch.setattr(cutting, "write_chip", full)
    with pytest.raises(OutputError, match="No space left"):
        export_chips(changed(scene, footprints=str(tmp_path / "f.gpkg")), QUIET)
    assert files_below(tmp_path) == before
    assert not os.path.exists(scene.output)


def test_single_class_with_real_zeros_needs_no_warning(scene, tmp_path):
    labels = write_boxes(tmp_path / "single.gpkg", [pixel_box(1, 4, 4, 10, 6)])
    listener = Listener()
    exported(changed(scene, labels=VectorLabels(labels), keep_empty=True), listener)
    assert not listener.warnings
    assert any("empty ignore class" in line for line in listener.infos)


def test_without_our_manifest_the_folder_is_still_one_of_esri(scene, tmp_path):
    image = noise(3, 64, 80)
    image[:, :, 70:] = 0
    raster = write_raster(tmp_path / "edge.tif", image, nodata=0, names=("red", "green", "nir"))
    _, own = exported(changed(scene, raster=raster))
    os.remove(os.path.join(own.path, "chips.json"))
    foreign = read_chip_folder(own.path, QUIET)
    assert foreign.kind == "esri"
    assert foreign.band_names == own.band_names
    assert foreign.nodata == own.nodata
    assert foreign.statistics == own.statistics
    assert foreign.class_table.without(0) == own.class_table
    assert [record.class_counts for record in foreign.chips] == [record.class_counts for record in own.chips]
    assert [record.nodata_px for record in foreign.chips] == [record.nodata_px for record in own.chips]
    first, second = (read_chip(folder, folder.chips[-1]) for folder in (own, foreign))
    np.testing.assert_array_equal(first.label_nodata_mask, second.label_nodata_mask)
    np.testing.assert_array_equal(first.pixels, second.pixels)
    assert first.label_nodata_mask.any()


def test_polygons_smaller_than_a_pixel_are_counted_in_the_log(scene, tmp_path):
    small = [pixel_box(4, 10 + 2 * x + 0.1, 30.1, 0.3, 0.3) for x in range(10)]
    labels = write_boxes(tmp_path / "small.gpkg", [*small, pixel_box(7, 40, 40, 10, 10), pixel_box(4, 44, 40, 2, 10)])
    for placement in ("window", "labels", "both"):
        notes = Listener()
        request = changed(scene, labels=VectorLabels(labels, class_field="class"), placement=placement)
        _, folder = exported(request, notes)
        assert folder.label_losses == (LostLabels(4, 11, 10, 0, 0), LostLabels(7, 1, 0, 20, 0))
        _, folder = exported(changed(request, append=True))
        assert folder.label_losses == (LostLabels(4, 22, 20, 0, 0), LostLabels(7, 2, 0, 40, 0))
        assert any("10 of 12 label features (83.3\u00a0%) label no pixel" in line for line in notes.warnings)
        assert any(
            "20 of 100 labelled pixels (20.0\u00a0%) are claimed by two classes" in line for line in notes.warnings
        )
        assert "4 | 11 | 10 | 0 | 0" in notes.infos and "7 | 1 | 0 | 20 | 0" in notes.infos


@pytest.mark.parametrize("placement", ["window", "labels", "both"])
def test_labels_on_nodata_are_counted_once_however_many_chips_show_them(scene, tmp_path, placement):
    pixels = noise(3, 64, 80)
    pixels[:, :, 64:] = 0
    raster = write_raster(tmp_path / "hole.tif", np.where(pixels == 0, 0, pixels.clip(1)), nodata=0)
    pixels[:, :, :64] = pixels[:, :, :64].clip(1)
    notes = Listener()
    exported(changed(scene, raster=raster, placement=placement, chips_per_class=40), notes)
    assert any("32 of 124 labelled pixels" in line for line in notes.warnings)
    assert "700 | 1 | 0 | 0 | 32" in notes.infos


def test_undeclared_minus_9999_is_pointed_out_with_its_share(scene, tmp_path):
    pixels = (noise(3, 64, 80) / 200).astype(np.float32)
    pixels[1, :, 60:] = -9999
    for nodata, expected in ((None, 1), (-9999, 0)):
        notes = Listener()
        raster = write_raster(tmp_path / f"{nodata}.tif", pixels, nodata=nodata, names=("red", "green", "nir"))
        exported(changed(scene, raster=raster), notes)
        found = [line for line in notes.warnings if "look like NoData" in line]
        assert len(found) == expected and all("green: -9999 in 25.0\u00a0%" in line for line in found)


@pytest.mark.parametrize("unlabelled, values", [(-1, {0, 1}), (None, {-1, 0, 1}), (0, {-1, 1}), (1, {-1, 0})])
def test_a_mask_of_minus_1_0_and_1_keeps_each_value_but_the_unlabelled_one(scene, tmp_path, unlabelled, values):
    labels = np.random.default_rng(0).integers(-1, 2, (64, 80)).astype(np.int16)
    source = RasterLabels(write_raster(tmp_path / "l.tif", labels), unlabelled=unlabelled)
    notes = Listener()
    result, folder = exported(changed(scene, labels=source), notes)
    assert set(result.class_table.values) == values and set(folder.class_pixels()) == values
    found, nothing = mosaic(folder, 80, 64)
    for (x, y), seen in found.items():
        value = int(labels[y, x])
        if value in values:
            assert seen == {value} and nothing[x, y] == {False}
        elif unlabelled:
            assert nothing[x, y] == {True}
    assert ("0 is a class of its own" in " ".join(notes.infos)) == (0 in values)


def test_image_and_label_raster_are_opened_once(scene, tmp_path, monkeypatch):
    labels = write_raster(tmp_path / "l.tif", np.random.default_rng(0).integers(1, 4, (64, 80)).astype(np.uint8))
    paths, opened = [], dataset.opened
    monkeypatch.setattr(dataset, "opened", lambda path, *rest: paths.append(path) or opened(path, *rest))
    exported(changed(scene, labels=RasterLabels(labels)))
    assert sorted(paths) == sorted([scene.raster, labels])


def test_labels_whose_0_means_unlabelled_are_not_added_where_0_is_a_class(scene, tmp_path):
    labels = np.random.default_rng(0).integers(-1, 2, (64, 80)).astype(np.int16)
    exported(changed(scene, labels=RasterLabels(write_raster(tmp_path / "l.tif", labels), unlabelled=-1)))
    with pytest.raises(ChipsError, match="0 is a class there"):
        exported(changed(scene, append=True))


def test_a_background_that_is_declared_as_nodata_is_named_with_the_cure(scene, tmp_path):
    labels = np.zeros((64, 80), np.uint8)
    labels[10:30, 10:50] = 1
    notes = Listener()
    exported(
        changed(scene, labels=RasterLabels(write_raster(tmp_path / "l.tif", labels, nodata=0)), keep_empty=True), notes
    )
    (warning,) = [line for line in notes.warnings if "declares 0 as NoData: 84.4\u00a0% of the pixels" in line]
    assert "-unsetnodata" in warning and "only one other value" in warning


def test_pixels_that_a_label_raster_declares_nodata_are_in_the_table_of_lost_labels(scene, tmp_path):
    labels = np.zeros((64, 80), np.uint8)
    labels[10:30, 10:50], labels[40:50, 10:50], labels[0] = 1, 3, 2
    source = RasterLabels(write_raster(tmp_path / "l.tif", labels, nodata=2))
    for placement in ("window", "labels"):
        notes = Listener()
        _, folder = exported(changed(scene, labels=source, placement=placement), notes)
        assert folder.label_losses == (LostLabels(2, label_nodata_px=80),)
        assert "2 | 0 | 0 | 0 | 0 | 80" in notes.infos
        assert any("declares 2 as NoData: 1.6\u00a0% of the pixels" in line for line in notes.warnings)
    _, folder = exported(changed(scene, labels=source, append=True))
    assert folder.label_losses == (LostLabels(2, label_nodata_px=160),)


def test_of_labels_that_are_added_a_nodata_value_that_is_a_class_there_is_warned_of(scene, tmp_path):
    labels = np.random.default_rng(0).choice(np.array([1, 5, 9], np.uint8), (64, 80))
    exported(changed(scene, labels=RasterLabels(write_raster(tmp_path / "l.tif", labels))))
    notes = Listener()
    source = RasterLabels(write_raster(tmp_path / "m.tif", labels, nodata=9))
    _, folder = exported(changed(scene, labels=source, append=True), notes)
    assert any("9 is a class of the folder" in line for line in notes.warnings)
    assert folder.label_losses == (LostLabels(9, label_nodata_px=int((labels == 9).sum())),)


@pytest.mark.parametrize("pixel, expected", [(30.0, "10 m in .* and 30 m"), (10.3, None)])
def test_a_scene_of_another_pixel_size_is_added_with_a_warning(scene, tmp_path, pixel, expected):
    exported(scene)
    raster = write_raster(tmp_path / "b.tif", noise(3, 64, 80), pixel=pixel, names=("red", "green", "nir"))
    labels = write_boxes(tmp_path / "b.gpkg", [pixel_box(2, 4, 4, 10, 6, pixel=pixel)])
    notes = Listener()
    exported(changed(scene, raster=raster, labels=VectorLabels(labels, class_field="class"), append=True), notes)
    found = [line for line in notes.warnings if "A pixel measures" in line]
    assert len(found) == (expected is not None) and all(re.search(expected, line) for line in found)


def test_a_scene_of_other_units_is_not_added(scene, tmp_path):
    for name, gain in (("a", 1.0), ("b", 1e-4)):
        pixels = (noise(3, 64, 80) * gain).astype(np.float32)
        raster = write_raster(tmp_path / f"{name}.tif", pixels, names=("red", "green", "nir"))
        request = changed(scene, raster=raster, append=True)
        if name == "a":
            exported(request)
        else:
            with pytest.raises(ChipsError, match="different scales"):
                exported(request)


def test_of_two_additions_at_once_one_is_refused_and_nothing_is_lost(scene, tmp_path, monkeypatch):
    exported(scene)
    others = []
    for name in ("b", "c"):
        raster = write_raster(tmp_path / f"{name}.tif", noise(3, 64, 80, seed=ord(name)), names=("red", "green", "nir"))
        others.append(changed(scene, raster=raster, append=True))

    class Meanwhile(Listener):
        """Runs the other addition when this one is nearly done."""

        def progress(self, fraction):
            super().progress(fraction)
            if fraction == 1 and not finished:
                finished.append(True)
                exported(others[1])

    finished = []
    with pytest.raises(OutputError, match="Another run has added"):
        export_chips(others[0], Meanwhile())
    _, folder = exported(others[0])
    chips = len(folder.chips)
    assert chips % 3 == 0 and len({record.stem for record in folder.chips}) == chips
    assert not [name for name in os.listdir(scene.output) if "partial" in name]


@pytest.mark.parametrize("is_made", [False, True])
def test_of_two_first_exports_that_append_the_later_one_is_refused(scene, tmp_path, is_made):
    if is_made:
        os.mkdir(scene.output)
    requests = []
    for name in ("b", "c"):
        raster = write_raster(tmp_path / f"{name}.tif", noise(3, 64, 80, seed=ord(name)), names=("red", "green", "nir"))
        requests.append(changed(scene, raster=raster, append=True))

    class Meanwhile(Listener):
        """Runs the other export when this one is nearly done."""

        def progress(self, fraction):
            super().progress(fraction)
            if fraction == 1 and not finished:
                finished.append(exported(requests[1]))

    finished = []
    with pytest.raises(OutputError, match=r"^Another run has added to .*chips meanwhile"):
        export_chips(requests[0], Meanwhile())
    first = finished[0][1]
    assert read_chip_folder(scene.output, QUIET) == first and sorted(os.listdir(tmp_path)) == sorted(
        ["scene.tif", "labels.gpkg", "b.tif", "c.tif", "chips"]
    )
    assert not [name for name in os.listdir(scene.output) if "partial" in name]
    _, folder = exported(requests[0])
    assert len(folder.chips) == 2 * len(first.chips)


def test_numbers_beyond_float32_that_nobody_declared_are_missing(tmp_path):
    """Many programs write -1.8e308 for NoData of real numbers; no network computes with it, and no statistics hold it."""
    pixels = noise(1, 64, 80, "float64")
    pixels[0, :8, :10] = -np.finfo(np.float64).max
    raster = write_raster(tmp_path / "a.tif", pixels)
    labels = write_boxes(tmp_path / "labels.gpkg", [pixel_box(1, 0, 0, 40, 64), pixel_box(2, 40, 0, 40, 64)])
    heard = Listener()
    _, folder = exported(
        ExportRequest(raster, VectorLabels(labels, class_field="class"), str(tmp_path / "chips"), **SMALL), heard
    )
    assert folder.statistics[0].minimum >= 1 and folder.statistics[0].maximum < 200
    assert sum("80 values beyond 1e+36" in line for line in heard.warnings) == 1
    assert read_chip(folder, folder.chips[0]).nodata_mask.sum() == 80


def test_a_declared_number_beyond_float32_needs_no_word(tmp_path):
    pixels = noise(1, 64, 80, "float64")
    pixels[0, :8, :10] = -np.finfo(np.float64).max
    raster = write_raster(tmp_path / "a.tif", pixels, nodata=-np.finfo(np.float64).max)
    labels = write_boxes(tmp_path / "labels.gpkg", [pixel_box(1, 0, 0, 40, 64), pixel_box(2, 40, 0, 40, 64)])
    heard = Listener()
    exported(ExportRequest(raster, VectorLabels(labels, class_field="class"), str(tmp_path / "chips"), **SMALL), heard)
    assert not any("beyond" in line for line in heard.warnings)


def test_an_empty_band_that_alone_declares_nodata_is_named(scene, tmp_path):
    """A stack (VRT) has the NoData value of each file: a band without a value leaves no pixel."""
    pixels = noise(3, 64, 80)
    pixels[1] = 0
    names = ("red", "empty", "nir")
    raster = write_raster(tmp_path / "stack.tif", pixels, names=names)
    stack = gdal.BuildVRT(str(tmp_path / "stack.vrt"), [raster])
    stack.GetRasterBand(2).SetNoDataValue(0)
    for number, name in enumerate(names, 1):
        stack.GetRasterBand(number).SetDescription(name)
    stack = None
    request = changed(scene, raster=str(tmp_path / "stack.vrt"))
    with pytest.raises(RasterError, match=r"Of its 3 bands only empty declares .* empty, choose the others \(BANDS\)"):
        export_chips(request, QUIET)
    assert export_chips(changed(request, band_numbers=(1, 3)), QUIET).chip_count
