"""Folders of chips that others have written."""

from __future__ import annotations

import time

import numpy as np
import pytest
from chip_scenes import add_esri_files, grid_of, make_bare, noise, write_raster
from listener import Listener
from osgeo import gdal
from pixel_classifier.rasters.chips import scan
from pixel_classifier.rasters.chips.files import MOST_SIDE_PX
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.core.errors import Cancelled, ChipsError
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.core.progress import SilentReporter
from rasters_data import make_raster, write_sparse

QUIET = SilentReporter()
CLASSES = [{"Value": 1, "Name": "Water", "Color": [0, 112, 255]}, {"Value": 300, "Name": "Roof", "Color": [255, 0, 0]}]


def two_labels(dtype="uint8"):
    first, second = np.zeros((32, 32), dtype), np.zeros((32, 32), dtype)
    first[:8], second[:, :4] = 1, 2
    return {"a": first, "b": second}


def test_bare_pairs_are_read_with_their_values(tmp_path):
    labels = two_labels()
    folder = read_chip_folder(str(make_bare(tmp_path, labels)), QUIET)
    assert (folder.kind, folder.chip_size_px, folder.dtype, len(folder.band_names)) == ("bare", 32, "uint8", 4)
    assert folder.class_table.values == (0, 1, 2)
    assert folder.class_pixels() == {0: 2 * 1024 - 256 - 128, 1: 256, 2: 128}
    for record in folder.chips:
        chip = read_chip(folder, record)
        np.testing.assert_array_equal(chip.values, labels[record.stem])
        assert not chip.nodata_mask.any()
        assert not chip.label_nodata_mask.any()


def test_neighbouring_chips_share_a_scene(tmp_path):
    folder = read_chip_folder(str(make_bare(tmp_path, two_labels())), QUIET)
    assert [record.window for record in folder.chips] == [Window(0, 0, 32, 32), Window(32, 0, 32, 32)]
    assert len(folder.scenes) == 1
    assert grid_of(folder, folder.chips[1]).geotransform[0] == 500320.0


def test_chips_without_georeference_stay_apart(tmp_path):
    folder = read_chip_folder(str(make_bare(tmp_path, two_labels(), origin=None, epsg=None)), QUIET)
    assert [record.scene for record in folder.chips] == [0, 1]


def test_images_and_labels_may_have_different_formats(tmp_path):
    make_bare(tmp_path, two_labels(), origin=None, epsg=None)
    for name in ("a", "b"):
        path = str(tmp_path / "labels" / name)
        gdal.GetDriverByName("PNG").CreateCopy(path + ".png", gdal.Open(path + ".tif"))
        (tmp_path / "labels" / f"{name}.tif").unlink()
    folder = read_chip_folder(str(tmp_path), QUIET)
    assert folder.class_pixels()[1] == 256
    assert read_chip(folder, folder.chips[0]).values.max() == 1


def test_files_that_windows_leaves_in_folders_of_pictures_are_no_chips(tmp_path):
    make_bare(tmp_path, two_labels())
    for name in ("Thumbs.db", "desktop.ini"):
        (tmp_path / "images" / name).write_text("not shown by Windows")
    assert len(read_chip_folder(str(tmp_path), QUIET).chips) == 2


def test_arcgis_folder_keeps_names_colours_and_statistics(tmp_path):
    labels = {stem: values.astype("uint16") * 300 // 2 for stem, values in two_labels().items()}
    labels["a"][labels["a"] > 0] = 1
    make_bare(tmp_path, labels)
    add_esri_files(tmp_path, "images\\a.tif\tlabels\\a.tif\nimages\\b.tif   labels\\b.tif\n\n", CLASSES)
    folder = read_chip_folder(str(tmp_path), QUIET)
    assert folder.kind == "esri"
    names = {entry.value: (entry.name, entry.color) for entry in folder.class_table.classes}
    assert names[1] == ("Water", (0, 112, 255))
    assert names[300] == ("Roof", (255, 0, 0))
    assert folder.band_names == ("Red", "Green", "Blue", "NIR")
    assert folder.statistics[0].mean == 100.0


def test_old_arcgis_class_keys_are_understood(tmp_path):
    make_bare(tmp_path, two_labels())
    add_esri_files(
        tmp_path, "images/a.tif labels/a.tif\nimages/b.tif labels/b.tif\n", [{"ClassValue": 2, "ClassName": "Old"}]
    )
    folder = read_chip_folder(str(tmp_path), QUIET)
    assert dict(zip(folder.class_table.values, folder.class_table.names)) == {0: "0", 1: "1", 2: "Old"}


def test_arcgis_folder_without_map_is_paired_by_name(tmp_path):
    make_bare(tmp_path, two_labels())
    add_esri_files(tmp_path, "", CLASSES)
    (tmp_path / "map.txt").unlink()
    assert len(read_chip_folder(str(tmp_path), QUIET).chips) == 2


def test_map_that_names_a_missing_file_is_refused(tmp_path):
    make_bare(tmp_path, two_labels())
    add_esri_files(tmp_path, "images\\a.tif labels\\a.tif\nimages\\c.tif labels\\c.tif\n", CLASSES)
    with pytest.raises(ChipsError, match=r"images/c\.tif"):
        read_chip_folder(str(tmp_path), QUIET)


def test_other_kinds_of_arcgis_chips_are_refused(tmp_path):
    make_bare(tmp_path, two_labels())
    add_esri_files(tmp_path, "images\\a.tif labels\\a.tif\n", CLASSES, mode="RCNN_Masks")
    with pytest.raises(ChipsError, match="RCNN_Masks"):
        read_chip_folder(str(tmp_path), QUIET)


def test_damaged_definition_is_refused(tmp_path):
    make_bare(tmp_path, two_labels())
    (tmp_path / "esri_model_definition.emd").write_text('{"Classes": [{"Name"')
    with pytest.raises(ChipsError, match=r"esri_model_definition\.emd is damaged"):
        read_chip_folder(str(tmp_path), QUIET)


def test_near_infrared_flagged_as_alpha_stays_a_band(tmp_path):
    make_bare(tmp_path, two_labels(), options=["PHOTOMETRIC=RGB", "ALPHA=YES"])
    folder = read_chip_folder(str(tmp_path), QUIET)
    assert folder.band_numbers == (1, 2, 3, 4)
    assert not read_chip(folder, folder.chips[0]).nodata_mask.any()


def test_alpha_that_is_a_mask_masks(tmp_path):
    labels = two_labels()
    images = {stem: noise(4, 32, 32, "uint8") for stem in labels}
    for image in images.values():
        image[3] = 255
    images["a"][3, :4] = 0
    make_bare(tmp_path, labels, images, options=["PHOTOMETRIC=RGB", "ALPHA=YES"])
    folder = read_chip_folder(str(tmp_path), QUIET)
    assert folder.band_numbers == (1, 2, 3)
    chip = read_chip(folder, folder.chips[0])
    assert chip.pixels.shape == (3, 32, 32)
    assert chip.nodata_mask[:4].all()
    assert not chip.nodata_mask[4:].any()
    assert folder.chips[0].nodata_px == 128
    assert dict(folder.chips[0].class_counts) == {1: 128}


def test_image_nodata_takes_away_label_pixels(tmp_path):
    labels = two_labels()
    images = {stem: noise(2, 32, 32, "int16") for stem in labels}
    images["b"][:, :16] = -9
    folder = read_chip_folder(str(make_bare(tmp_path, labels, images, nodata=-9)), QUIET)
    assert folder.nodata == (-9.0, -9.0)
    assert folder.chips[1].nodata_px == 512
    assert dict(folder.chips[1].class_counts) == {2: 64}
    assert read_chip(folder, folder.chips[1]).label_nodata_mask[:16].all()


def test_oblong_chips_are_padded_with_nothing(tmp_path):
    values = np.ones((32, 48), "uint8")
    folder = read_chip_folder(str(make_bare(tmp_path, {"a": values})), QUIET)
    chip = read_chip(folder, folder.chips[0])
    assert folder.chip_size_px == 48
    assert chip.pixels.shape == (4, 48, 48)
    assert chip.nodata_mask[32:].all()
    assert not chip.nodata_mask[:32].any()
    assert chip.label_nodata_mask[32:].all()


@pytest.mark.parametrize("what", ["size", "bands", "label size"])
def test_chips_that_do_not_fit_together_name_both_files(tmp_path, what):
    make_bare(tmp_path, two_labels())
    if what == "label size":
        write_raster(tmp_path / "labels" / "b.tif", np.zeros((16, 16), "uint8"))
    else:
        shape = (4, 64, 64) if what == "size" else (3, 32, 32)
        write_raster(tmp_path / "images" / "b.tif", noise(*shape, "uint8"))
    with pytest.raises(ChipsError, match=r"b\.tif") as caught:
        read_chip_folder(str(tmp_path), QUIET)
    assert "a.tif" in str(caught.value) or what == "label size"


def test_label_with_fractions_names_file_and_value(tmp_path):
    make_bare(tmp_path, {"a": np.full((32, 32), 1.5, "float32")})
    with pytest.raises(ChipsError, match=r"a\.tif holds 1\.5, which is no class value"):
        read_chip_folder(str(tmp_path), QUIET)


def test_label_with_three_bands_is_refused(tmp_path):
    make_bare(tmp_path, two_labels())
    write_raster(tmp_path / "labels" / "a.tif", noise(3, 32, 32, "uint8"))
    with pytest.raises(ChipsError, match="3 bands"):
        read_chip_folder(str(tmp_path), QUIET)


def test_image_without_label_is_named(tmp_path):
    make_bare(tmp_path, two_labels())
    (tmp_path / "labels" / "b.tif").unlink()
    with pytest.raises(ChipsError, match=r"images/b\.tif"):
        read_chip_folder(str(tmp_path), QUIET)


def test_missing_folder_says_what_to_run(tmp_path):
    with pytest.raises(ChipsError, match="Export Training Chips"):
        read_chip_folder(str(tmp_path / "nowhere"), QUIET)


def test_folder_of_something_else_says_what_was_looked_for(tmp_path):
    (tmp_path / "readme.txt").write_text("hello")
    with pytest.raises(ChipsError, match=r"chips\.json.*map\.txt.*images and labels"):
        read_chip_folder(str(tmp_path), QUIET)


def test_folder_one_level_too_high_gets_a_hint(tmp_path):
    make_bare(tmp_path / "inner", two_labels())
    with pytest.raises(ChipsError, match=r"Did you mean .*inner\?"):
        read_chip_folder(str(tmp_path), QUIET)
    with pytest.raises(ChipsError, match=r"Did you mean .*inner\?"):
        read_chip_folder(str(tmp_path / "inner" / "images"), QUIET)


def test_a_chip_in_place_of_its_folder_gets_the_folder_of_images_and_labels(tmp_path):
    make_bare(tmp_path, two_labels())
    with pytest.raises(ChipsError, match=rf"such as {tmp_path}\.$"):
        read_chip_folder(str(tmp_path / "images" / "a.tif"), QUIET)


def test_labels_with_an_ending_to_their_names_are_refused_with_both_names(tmp_path):
    make_bare(tmp_path, two_labels())
    for name in ("a", "b"):
        (tmp_path / "labels" / f"{name}.tif").rename(tmp_path / "labels" / f"{name}_mask.tif")
    with pytest.raises(ChipsError, match=r"images/a\.tif and labels/a_mask\.tif\. .* rename the labels"):
        read_chip_folder(str(tmp_path), QUIET)


def test_folders_with_other_names_are_refused_with_the_names_to_give(tmp_path):
    make_bare(tmp_path, two_labels())
    (tmp_path / "labels").rename(tmp_path / "masks")
    with pytest.raises(ChipsError, match=r"the two folders images and labels.* where images, masks hold .*rename"):
        read_chip_folder(str(tmp_path), QUIET)


def test_truncated_chip_names_the_file(tmp_path):
    make_bare(tmp_path, {"a": noise(1, 32, 32, "uint8")[0]})
    path = tmp_path / "labels" / "a.tif"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(ChipsError, match=r"a\.tif"):
        read_chip_folder(str(tmp_path), QUIET)


def test_two_images_of_one_name_are_refused(tmp_path):
    make_bare(tmp_path, two_labels())
    (tmp_path / "images" / "a.png").write_bytes(b"x")
    with pytest.raises(ChipsError, match="Keep one"):
        read_chip_folder(str(tmp_path), QUIET)


@pytest.mark.parametrize("turned", [False, True])
def test_labels_that_lie_elsewhere_than_the_image_of_their_name_are_warned_of(tmp_path, turned):
    labels = {f"c{number}": np.full((32, 32), number + 1, np.uint8) for number in range(3)}
    folder, listener = make_bare(tmp_path / "f", labels), Listener()
    read_chip_folder(str(folder), listener)
    assert not listener.warnings
    if turned:
        transform = (500000.0, 10.0, 0.0, 4999680.0, 0.0, 10.0)
        make_raster(folder / "labels" / "c0.tif", labels["c0"], transform=transform)
    else:
        (folder / "labels" / "c1.tif").replace(folder / "labels" / "c0.tif")
        write_raster(folder / "labels" / "c1.tif", labels["c0"], origin=None, epsg=None)  # no georeference to compare
    read_chip_folder(str(folder), listener)
    (warning,) = listener.warnings
    assert warning.startswith("1 of 3") and "is georeferenced elsewhere" in warning and "labels/c0.tif" in warning


def test_labels_half_a_pixel_away_or_in_pixels_need_no_word(tmp_path):
    labels = {f"c{number}": np.full((32, 32), number + 1, np.uint8) for number in range(2)}
    folder, listener = make_bare(tmp_path / "f", labels), Listener()
    write_raster(folder / "labels" / "c0.tif", labels["c0"], origin=(500003.0, 5000003.0))
    make_raster(folder / "labels" / "c1.tif", labels["c1"], transform=(0.0, 1.0, 0.0, 0.0, 0.0, -1.0), epsg=None)
    read_chip_folder(str(folder), listener)
    assert not listener.warnings


def test_reading_a_folder_can_be_cancelled(tmp_path):
    make_bare(tmp_path, two_labels())
    with pytest.raises(Cancelled):
        read_chip_folder(str(tmp_path), Listener(cancel_at=0.4))


def test_naip_is_read_quickly_with_its_near_infrared(shared_data):
    started = time.process_time()
    folder = read_chip_folder(str(shared_data / "naip" / "train"), QUIET)
    assert time.process_time() - started < 5
    assert (folder.kind, len(folder.chips), folder.chip_size_px) == ("bare", 129, 256)
    assert folder.class_table.values == (0, 1, 2, 3, 4, 5)
    assert folder.band_numbers == (1, 2, 3, 4)
    chip = read_chip(folder, folder.chips[0])
    assert chip.pixels.shape == (4, 256, 256)
    assert not chip.nodata_mask.any()


@pytest.mark.parametrize("side", [MOST_SIDE_PX + 1, 40_000])
def test_a_small_file_that_declares_a_huge_chip_is_refused_before_its_pixels_are_read(tmp_path, monkeypatch, side):
    """Sparse files of 320 KB asked for 11.9 GiB while the folder was listed."""
    make_bare(tmp_path, two_labels())
    write_sparse(tmp_path / "labels" / "a.tif", side)
    write_sparse(tmp_path / "images" / "a.tif", side)
    monkeypatch.setattr(scan, "read_bands", lambda *_: pytest.fail("pixels were read"))
    message = rf"images.a\.tif has {side} x {side} pixels, and at most 16384 x 16384 .*Export Training Chips"
    with pytest.raises(ChipsError, match=message):
        read_chip_folder(str(tmp_path), QUIET)


def test_a_huge_label_of_a_small_image_is_refused(tmp_path):
    make_bare(tmp_path, two_labels())
    write_sparse(tmp_path / "labels" / "b.tif", 40_000)
    with pytest.raises(ChipsError, match=r"labels.b\.tif has 40000 x 40000 pixels, and at most"):
        read_chip_folder(str(tmp_path), QUIET)


@pytest.mark.parametrize(
    ("values", "nodata"),
    [
        (np.array([np.nan, 0, 1], np.float32), None),
        (np.array([np.inf, 0, 1], np.float32), None),
        (np.array([-3.4028234663852886e38, 0, 1], np.float32), -3.4028234663852886e38),
        (np.array([2**32 - 1, 0, 1], np.uint32), 2**32 - 1),
        (np.array([-(2**63), 0, 1], np.int64), -(2**63)),
    ],
)
def test_labels_are_read_as_they_were_counted(tmp_path, values, nodata):
    """An int32 holds no NaN, which became class 0, and none of these NoData values, which became another value."""
    labels = np.tile(values, (32, 11))[:, :32]
    make_bare(tmp_path, {"a": labels, "b": labels})
    for stem in "ab":
        write_raster(tmp_path / "labels" / f"{stem}.tif", labels, nodata=nodata, options=("COMPRESS=DEFLATE",))
    folder = read_chip_folder(str(tmp_path), QUIET)
    chip = read_chip(folder, folder.chips[0])
    assert folder.class_table.values == (0, 1)
    assert folder.chips[0].nodata_px == int(chip.label_nodata_mask.sum()) == 11 * 32
    assert folder.chips[0].unlabelled_px == int((chip.values[~chip.label_nodata_mask] == 0).sum())


def test_signed_bytes_as_labels_keep_their_sign(tmp_path):
    labels = np.tile(np.array([-1, 1], np.int8), (32, 16))
    options = () if hasattr(gdal, "GDT_Int8") else ("PIXELTYPE=SIGNEDBYTE",)
    make_bare(tmp_path, {"a": labels, "b": labels})
    for stem in "ab":
        write_raster(tmp_path / "labels" / f"{stem}.tif", labels, options=options)
    folder = read_chip_folder(str(tmp_path), QUIET)
    assert folder.class_table.values == (-1, 1)
    assert np.unique(read_chip(folder, folder.chips[0]).values).tolist() == [-1, 1]


def test_labels_beyond_32_bits_are_refused_with_the_value(tmp_path):
    make_bare(tmp_path, {"a": np.full((32, 32), 2**32 - 1, np.uint32)})
    with pytest.raises(ChipsError, match=r"a\.tif holds 4294967295; class values must fit into 32 bits"):
        read_chip_folder(str(tmp_path), QUIET)
