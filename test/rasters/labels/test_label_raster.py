"""Label rasters: their classes, NoData and grids."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from label_samples import GRID, expected, read_all
from listener import Listener
from osgeo import gdal, osr
from pixel_classifier.rasters.classes.class_raster import ClassRaster
from pixel_classifier.rasters.classes.class_styles import ClassStyle
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import LabelError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.labels.sources import RasterLabels, open_labels
from pixel_classifier.rasters.reading.dataset import RasterDataset, describe
from pixel_classifier.rasters.reading.layer_settings import BandNodata, LayerSettings
from pixel_classifier.rasters.writing.raster_writer import RasterWriter
from rasters_data import TRANSFORM, make_raster, system


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int32", "uint32", "float32", "float64"])
def test_label_rasters_of_every_dtype_keep_their_values(tmp_path, dtype):
    labels = np.zeros((40, 60), dtype)
    labels[3:9, 4:20], labels[20:30, 30:] = 1, 200
    table, values, known = read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)))
    assert table.values == (1, 200) and (values == labels).all() and known.all()


def test_nodata_and_mask_of_a_label_raster_are_not_class_0(tmp_path):
    labels = np.ones((40, 60), np.float32)
    labels[0], labels[1], labels[2] = np.nan, -9999, 0
    _, values, known = read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels, nodata=-9999)))
    assert not known[:2].any() and known[2:].all() and (values[:3] == 0).all()
    mask = np.ones((40, 60), bool)
    mask[5:9] = False
    _, values, known = read_all(
        RasterLabels(make_raster(tmp_path / "m.tif", np.full((40, 60), 4, np.uint8), mask=mask))
    )
    assert (known == mask).all() and (values == np.where(mask, 4, 0)).all()


def test_fractions_in_a_label_raster_are_refused_by_value(tmp_path):
    labels = np.ones((40, 60), np.float32)
    labels[20, 30] = 2.75
    with pytest.raises(LabelError, match=r"l\.tif holds 2\.75"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)))


def test_of_a_label_raster_only_the_part_to_read_is_searched_for_classes(tmp_path):
    labels = np.ones((40, 60), np.float32)
    labels[:20, :30], labels[30, 50] = 4, 2.75
    source = RasterLabels(make_raster(tmp_path / "l.tif", labels))
    reader = open_labels(source, GRID, Listener(), window=Window(0, 0, 40, 20))
    assert reader.class_table.values == (1, 4)
    assert open_labels(source, GRID, Listener(), reader.class_table, Window(0, 0, 30, 10)).class_table.values == (1, 4)
    with pytest.raises(LabelError, match=r"2\.75"):
        open_labels(source, GRID, Listener())


def test_an_image_given_as_labels_is_refused(tmp_path):
    labels = np.arange(2400, dtype=np.uint16).reshape(40, 60)
    with pytest.raises(LabelError, match="more than 254 different values"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)))


def test_a_label_raster_of_0_or_nodata_only_is_refused(tmp_path):
    with pytest.raises(LabelError, match="holds 0 only"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", np.zeros((40, 60), np.uint8))))
    with pytest.raises(LabelError, match="nothing but NoData"):
        read_all(RasterLabels(make_raster(tmp_path / "m.tif", np.full((40, 60), 7, np.uint8), nodata=7)))


def test_label_values_beyond_32_bits_are_refused(tmp_path):
    with pytest.raises(LabelError, match="4294967295"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", np.full((40, 60), 2**32 - 1, np.uint32))))


def test_a_finer_label_raster_is_sampled_at_the_nearest_pixel(tmp_path):
    rng = np.random.default_rng(3)
    fine = rng.integers(1, 5, (120, 180)).astype(np.uint8)
    path = make_raster(tmp_path / "l.tif", fine, transform=(500_000.0, 10 / 3, 0.0, 6_000_000.0, 0.0, -10 / 3))
    _, values, known = read_all(RasterLabels(path))
    assert (values == fine[1::3, 1::3]).all() and known.all()


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "float32"])
def test_beyond_a_smaller_label_raster_nothing_is_known(tmp_path, dtype):
    labels = np.full((10, 20), 3, dtype)
    labels[0, 0], labels[9, 19] = 0, 9
    path = make_raster(tmp_path / "l.tif", labels, transform=(500_100.0, 10.0, 0.0, 5_999_950.0, 0.0, -10.0), nodata=9)
    table, values, known = read_all(RasterLabels(path))
    inside = np.zeros((40, 60), bool)
    inside[5:15, 10:30] = True
    inside[14, 29] = False
    assert table.values == (3,) and (known == inside).all()
    assert (values == expected((10, 5, 30, 15, 3), (10, 5, 11, 6, 0), (29, 14, 30, 15, 0))).all()


def test_a_label_raster_in_degrees_lands_on_the_right_pixels(tmp_path):
    labels = expected((5, 6, 30, 20, 7), (31, 21, 50, 35, 300)).astype(np.int32)
    path = make_raster(tmp_path / "utm.tif", labels)
    gdal.Warp(str(tmp_path / "l.tif"), path, dstSRS="EPSG:4326", xRes=2e-5, yRes=2e-5, dstNodata=-1).FlushCache()
    table, values, known = read_all(RasterLabels(str(tmp_path / "l.tif")))
    assert table.values == (7, 300)
    assert (values == labels).mean() > 0.99 and known.mean() > 0.99


def test_a_label_raster_for_a_south_up_image_is_turned_over(tmp_path):
    labels = expected((5, 6, 30, 20, 7)).astype(np.uint8)
    path = make_raster(tmp_path / "l.tif", labels)
    grid = Grid(60, 40, (500_000.0, 10.0, 0.0, 5_999_600.0, 0.0, 10.0), GRID.crs_wkt)
    reader = open_labels(RasterLabels(path), grid, Listener())
    values, known = reader.read(Window(0, 10, 60, 30))
    assert (values == labels[::-1][10:]).all() and known.all()


def test_a_label_raster_for_an_image_from_east_to_west_is_mirrored(tmp_path):
    labels = expected((5, 6, 30, 20, 7)).astype(np.uint8)
    path = make_raster(tmp_path / "l.tif", labels)
    grid = Grid(60, 40, (500_600.0, -10.0, 0.0, 6_000_000.0, 0.0, -10.0), GRID.crs_wkt)
    _, values, known = read_all(RasterLabels(path), grid=grid)
    assert (values == labels[:, ::-1]).all() and known.all()


@pytest.mark.parametrize("x", [100_000.0, 300_000.0, 600_000.0])
def test_a_global_label_raster_fits_an_image_on_either_side_of_the_central_meridian(tmp_path, x):
    labels = np.full((180, 360), 7, np.uint8)
    path = make_raster(tmp_path / "l.tif", labels, transform=(-180.0, 1.0, 0.0, 90.0, 0.0, -1.0), epsg=4326)
    grid = Grid(60, 40, (x, 10.0, 0.0, 6_000_000.0, 0.0, -10.0), GRID.crs_wkt)
    _, values, known = read_all(RasterLabels(path), grid=grid)
    assert (values == 7).all() and known.all()


def test_a_label_raster_with_an_alpha_band_is_known_where_that_is_on(tmp_path):
    labels = expected((0, 0, 60, 40, 7)).astype(np.uint8)
    alpha = np.full(labels.shape, 255, np.uint8)
    alpha[:, :30] = 0
    path = make_raster(tmp_path / "l.tif", np.stack([labels, alpha]), alpha=2)
    for grid in (GRID, Grid(60, 40, (500_000.0, 10.0, 0.0, 5_999_600.0, 0.0, 10.0), GRID.crs_wkt)):
        _, values, known = read_all(RasterLabels(path), grid=grid)
        assert (known == (alpha != 0)).all() and (values[known] == 7).all()


def test_a_label_raster_elsewhere_is_refused_with_both_extents(tmp_path):
    path = make_raster(tmp_path / "l.tif", np.ones((10, 10), np.uint8), transform=(0.0, 1.0, 0.0, 10.0, 0.0, -1.0))
    with pytest.raises(LabelError, match=r"x 0 to 10, y 0 to 10, the raster covers x 500000 to 500600"):
        read_all(RasterLabels(path))


def test_labels_of_the_raster_s_size_without_georeference_are_refused_with_the_command_that_gives_it(tmp_path):
    labels = expected((5, 6, 30, 20, 7)).astype(np.uint8)
    path = make_raster(tmp_path / "l.tif", labels, transform=None, epsg=None)
    with pytest.raises(LabelError, match="as many pixels as the raster, but no georeference") as refused:
        read_all(RasterLabels(path))
    corners = str(refused.value).split("-a_ullr ")[1].split()[:4]
    gdal.Translate(str(tmp_path / "placed.tif"), path, outputBounds=[float(corner) for corner in corners])
    assert (read_all(RasterLabels(str(tmp_path / "placed.tif")))[1] == labels).all()

    smaller = make_raster(tmp_path / "s.tif", labels[1:], transform=None, epsg=None)
    with pytest.raises(LabelError, match=r"Choose labels for this raster\.$"):
        read_all(RasterLabels(smaller))


def test_rasters_without_georeference_fit_by_size(tmp_path):
    labels = expected((5, 6, 30, 20, 7)).astype(np.uint8)
    image = make_raster(tmp_path / "i.tif", labels, transform=None, epsg=None)
    path = make_raster(tmp_path / "l.tif", labels, transform=None, epsg=None)
    _, values, _ = read_all(RasterLabels(path), grid=describe(image).grid)
    assert (values == labels).all()
    larger = make_raster(tmp_path / "m.tif", np.pad(labels, ((0, 5), (0, 5))), transform=None, epsg=None)
    _, values, _ = read_all(RasterLabels(larger), grid=describe(image).grid)
    assert (values == labels).all()


def test_a_class_raster_of_our_own_brings_its_names_and_colours(tmp_path):
    classes = ClassTable((ClassEntry(3, "wood", (1, 120, 3)), ClassEntry(12, "water", (0, 0, 250))))
    path = str(tmp_path / "l.tif")
    with RasterWriter(path, GRID, "uint8", nodata=0) as writer:
        writer.set_classes(classes)
        writer.write(GRID.window, expected((0, 0, 9, 9, 3), (20, 20, 30, 30, 12)).astype(np.uint8))
    assert read_all(RasterLabels(path))[0] == classes
    finer = Grid(120, 80, (500_000.0, 5.0, 0.0, 6_000_000.0, 0.0, -5.0), GRID.crs_wkt)
    assert read_all(RasterLabels(path), grid=finer)[0] == classes
    styled = RasterLabels(path, styles=(ClassStyle("3", "Forst", (9, 8, 7)),))
    assert read_all(styled)[0].classes[0] == ClassEntry(3, "Forst", (9, 8, 7))


def test_colours_that_a_palette_does_not_set_are_not_all_black(tmp_path):
    labels = expected((0, 0, 9, 9, 3), (9, 9, 12, 12, 4), (20, 20, 30, 30, 12))
    path = make_raster(tmp_path / "l.tif", labels.astype(np.uint8))
    colors = gdal.ColorTable()
    colors.SetColorEntry(12, (0, 0, 250, 255))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetRasterColorTable(colors)
    dataset = None
    table, _, _ = read_all(RasterLabels(path))
    assert table.classes[2].color == (0, 0, 250)
    assert len({entry.color for entry in table.classes}) == 3


def test_labels_in_more_than_one_band_are_read_from_the_first_and_said(tmp_path):
    labels = np.stack([np.full((40, 60), 2), np.full((40, 60), 3)]).astype(np.uint8)
    notes = Listener()
    table, _, _ = read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)), notes=notes)
    assert table.values == (2,) and "2 bands" in notes.warnings[0]


def colours(*triples: tuple[int, int, int]) -> np.ndarray:
    """Returns a raster (3, height, width) of random colours among these."""
    return np.moveaxis(np.array(triples, np.uint8)[np.random.default_rng(0).integers(0, len(triples), (40, 60))], -1, 0)


@pytest.mark.parametrize("options", [("PHOTOMETRIC=RGB",), ("PHOTOMETRIC=MINISBLACK",)])
def test_labels_that_are_colours_are_refused_with_the_cure(tmp_path, options):
    six = colours((255, 255, 255), (0, 0, 255), (0, 255, 255), (0, 255, 0), (255, 255, 0), (255, 0, 0))
    with pytest.raises(LabelError, match=r"l\.tif holds colours in bands 1, 2, 3.*0, 0, 255.*RGB to PCT"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", six, options=options)))


def test_two_colours_are_refused_also_beside_an_alpha_band(tmp_path):
    pixels = np.concatenate([colours((255, 0, 0), (0, 0, 255)), np.full((1, 40, 60), 255, np.uint8)])
    with pytest.raises(LabelError, match="holds colours"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", pixels, options=("PHOTOMETRIC=RGB",), alpha=4)))


def test_labels_saved_as_grey_pictures_keep_their_values(tmp_path):
    grey = colours((1, 1, 1), (2, 2, 2), (7, 7, 7))
    table, values, _ = read_all(RasterLabels(make_raster(tmp_path / "l.tif", grey, options=("PHOTOMETRIC=RGB",))))
    assert table.values == (1, 2, 7) and (values == grey[0]).all()


def test_of_several_bands_of_classes_the_first_is_read_with_a_warning(tmp_path):
    bands = np.random.default_rng(0).integers(1, 5, (3, 40, 60)).astype(np.int16)
    notes = Listener()
    _, values, _ = read_all(RasterLabels(make_raster(tmp_path / "l.tif", bands)), notes=notes)
    assert (values == bands[0]).all() and "band 1" in notes.warnings[0]


NODATA_CASES = [
    ({1, 2, 3}, 0, 0, (), ""),
    ({1, 2, 3}, 255, 0, (), ""),
    ({0, 1, 2}, 255, None, (), ""),
    ({1, 2, 3}, -9999, 0, (), ""),
    ({1, 2}, 0, 0, (ClassStyle("0", "background", (9, 9, 9)),), ""),
    ({1, 2}, 7, 0, (ClassStyle("7", "No data", (9, 9, 9)),), ""),
    ({1, 2}, 7, 0, (ClassStyle("7", "7", (9, 9, 9)),), ""),
    ({1}, 0, 0, (), "only one other value"),
    ({1, 2}, 0, None, (), "0 is to be a class"),
    ({1, 2}, 0, -1, (), "0 is to be a class"),
    ({1, 3}, 2, 0, (), "1 and 3 are classes"),
    ({1, 2}, 7, 0, (ClassStyle("7", "forest", (9, 9, 9)),), "the legend of the raster has a class 7"),
]


@pytest.mark.parametrize("classes, nodata, unlabelled, styles, why", NODATA_CASES)
def test_a_nodata_value_that_is_probably_a_class_is_warned_of(tmp_path, classes, nodata, unlabelled, styles, why):
    labels = np.random.default_rng(0).choice(np.array([*classes, nodata], np.int16), (40, 60))
    path = make_raster(tmp_path / "l.tif", labels, nodata=nodata)
    notes = Listener()
    table, _, _ = read_all(RasterLabels(path, styles, unlabelled=unlabelled), notes=notes)
    assert set(table.values) == classes
    (line,) = [line for line in (*notes.infos, *notes.warnings) if f"declares {nodata} as NoData" in line]
    assert (line in notes.warnings) == bool(why) and why in line


def test_few_pixels_of_a_nodata_value_that_may_be_a_class_are_only_logged(tmp_path):
    labels = np.ones((40, 60), np.uint8)
    labels[20:], labels[0, :24] = 3, 2
    for count, is_warned in ((24, False), (25, True)):
        labels[0, :count] = 2
        notes = Listener()
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels, nodata=2)), notes=notes)
        assert (
            bool(notes.warnings) == is_warned
            and any("declares 2 as NoData" in line for line in notes.infos) != is_warned
        )


@pytest.mark.parametrize("pixel", [10.0, 5.0])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32"])
def test_what_a_label_raster_declares_nodata_is_counted_and_what_it_does_not_cover_is_not(tmp_path, pixel, dtype):
    labels = np.full((20, 30), 3, dtype)
    labels[:6] = 9
    path = make_raster(
        tmp_path / "l.tif", labels, transform=(500_100.0, pixel, 0.0, 5_999_950.0, 0.0, -pixel), nodata=9
    )
    reader = open_labels(RasterLabels(path), GRID, Listener())
    for y in (0, 8, 8, 20, 0):
        reader.read(Window(0, y, 60, 20))
    assert reader.counts().nodata_px == {9: 6 * 30 if pixel == 10.0 else 3 * 15}


def test_a_nodata_value_that_is_no_class_value_is_named_and_not_counted(tmp_path):
    labels = np.ones((40, 60), np.float32)
    labels[0], labels[20:] = -3.4e38, 2
    notes = Listener()
    reader = open_labels(RasterLabels(make_raster(tmp_path / "l.tif", labels, nodata=-3.4e38)), GRID, notes)
    reader.read(GRID.window)
    assert not reader.counts().nodata_px and any("as NoData: 2.5" in line for line in notes.infos)


def test_nodata_set_on_the_layer_of_a_label_raster_names_the_layer_as_its_place(tmp_path):
    labels = np.ones((40, 60), np.uint8)
    labels[:20], labels[20:30] = 3, 2
    source = RasterLabels(
        make_raster(tmp_path / "l.tif", labels), settings=LayerSettings(None, (BandNodata(True, ((2.0, 2.0),)),))
    )
    notes = Listener()
    read_all(source, notes=notes)
    (warning,) = notes.warnings
    assert "2 is NoData in the layer" in warning and "unsetnodata" not in warning


@pytest.mark.parametrize("scale, offset, count", [(0.1, 0.0, 1), (1.0, 100.0, 1), (1.0, 0.0, 0), (None, None, 0)])
def test_scale_and_offset_of_a_raster_of_classes_are_named_as_not_counting(tmp_path, scale, offset, count):
    path = make_raster(tmp_path / "l.tif", expected((0, 0, 60, 20, 3), (0, 20, 60, 40, 7)).astype(np.uint8))
    if scale is not None:
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.GetRasterBand(1).SetScale(scale)
        dataset.GetRasterBand(1).SetOffset(offset)
        dataset = None
    labels, classes = Listener(), Listener()
    assert read_all(RasterLabels(path), notes=labels)[0].values == (3, 7)
    ClassRaster(RasterDataset(path)).report(classes)
    for notes, what in ((labels, "The label raster"), (classes, "The class raster")):
        assert len(notes.warnings) == count
        assert all(
            line.startswith(what) and f"scale {scale:g} and offset {offset:g}" in line for line in notes.warnings
        )


EASTWARD, AROUND_GREENWICH = (0.0, 1.0, 0.0, 90.0, 0.0, -1.0), (-180.0, 1.0, 0.0, 90.0, 0.0, -1.0)


@pytest.mark.parametrize("labels_from, image_from", [(EASTWARD, AROUND_GREENWICH), (AROUND_GREENWICH, EASTWARD)])
@pytest.mark.parametrize("longitude", [-120, -1, 60, 179])
def test_labels_and_image_may_count_longitudes_from_0_or_from_minus_180(tmp_path, labels_from, image_from, longitude):
    quarters = np.repeat(np.array([1, 2, 3, 4], np.uint8), 90)[None].repeat(180, 0)  # from 0 to the east
    labels = np.roll(quarters, -int(labels_from[0]) % 360, axis=1)
    path = make_raster(tmp_path / "l.tif", labels, transform=labels_from, epsg=4326)
    x0 = (longitude - image_from[0]) % 360 + image_from[0]
    grid = Grid(40, 10, (x0, 0.05, 0.0, 40.0, 0.0, -0.05), system(4326).ExportToWkt())
    _, values, known = read_all(RasterLabels(path), grid=grid)
    east = (longitude + 0.05 * (np.arange(40) + 0.5)) % 360
    assert known.all() and (values == (east // 90 + 1)[None]).all()


@pytest.mark.parametrize("zone, longitude", [(32614, -99), (32632, 9)])
def test_a_global_label_raster_from_0_to_360_degrees_fits_a_projected_image(tmp_path, zone, longitude):
    labels = np.repeat(np.array([1, 2, 3, 4], np.uint8), 90)[None].repeat(180, 0)
    path = make_raster(tmp_path / "l.tif", labels, transform=EASTWARD, epsg=4326)
    grid = Grid(60, 40, (500_000.0, 10.0, 0.0, 4_000_000.0, 0.0, -10.0), system(zone).ExportToWkt())
    _, values, known = read_all(RasterLabels(path), grid=grid)
    assert known.all() and (values == longitude % 360 // 90 + 1).all()


UNDECLARED_CASES = [
    ({0, 1, 2, -9999}, 0, -9999),
    ({1, 2, 3, 255}, 0, 255),
    ({-1, 0, 1, 65535}, -1, 65535),
    ({0, 255}, 0, None),
    ({0, 255}, None, None),
    ({1, 2, 3, 700}, 0, None),
    ({85, 170, 255}, 0, None),
    ({-1, 0, 1}, 0, None),
    ({-99, -98, 3}, 0, None),
]


@pytest.mark.parametrize("values, unlabelled, found", UNDECLARED_CASES)
def test_a_class_that_looks_like_undeclared_nodata_is_warned_of_with_its_share(tmp_path, values, unlabelled, found):
    labels = np.random.default_rng(0).choice(np.array(sorted(values), np.int32), (40, 60))
    notes = Listener()
    read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels), unlabelled=unlabelled), notes=notes)
    lines = [line for line in notes.warnings if "not declared as NoData" in line]
    assert bool(lines) == (found is not None)
    if lines:
        share = 100 * (labels == found).mean()
        assert f"holds {found} in {share:.1f}" in lines[0] and f"-a_nodata {found}" in lines[0]


def test_an_unlabelled_value_that_the_raster_does_not_hold_is_named_and_hides_no_other(tmp_path):
    labels = np.random.default_rng(0).choice(np.array([0, 1, 2, 255], np.uint8), (40, 60))
    path = make_raster(tmp_path / "l.tif", labels)
    notes = Listener()
    open_labels(RasterLabels(path, unlabelled=254), GRID, notes)
    assert [
        line for line in notes.infos if "does not hold 254, the unlabelled value" in line and "0, 1, 2, 255" in line
    ]
    assert [line for line in notes.warnings if "holds 255 in" in line]
    notes = Listener()
    open_labels(RasterLabels(path, unlabelled=255), GRID, notes)
    open_labels(RasterLabels(make_raster(tmp_path / "b.tif", labels % 2 + 1)), GRID, notes)
    assert not [line for line in notes.infos + notes.warnings if "unlabelled value" in line]


def test_a_class_that_the_legend_names_is_no_undeclared_nodata(tmp_path):
    labels = np.random.default_rng(0).choice(np.array([1, 2, 255], np.uint8), (40, 60))
    styles = tuple(
        ClassStyle(key, name, (9, 9, 9)) for key, name in (("1", "Rock"), ("2", "Scree"), ("255", "Glacier"))
    )
    notes = Listener()
    read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels), styles), notes=notes)
    assert not notes.warnings


def test_a_huge_label_value_is_refused_with_nodata_as_a_cure(tmp_path):
    labels = np.ones((40, 60), np.float32)
    labels[:20] = 1e20
    with pytest.raises(LabelError, match=r"e\+20; class values.*-a_nodata"):
        read_all(RasterLabels(make_raster(tmp_path / "l.tif", labels)))


def test_classes_that_the_legend_leaves_out_are_named(tmp_path):
    labels = np.ones((40, 60), np.uint8)
    labels[:10], labels[10:20], labels[20:22] = 4, 7, 0
    path = make_raster(tmp_path / "l.tif", labels)
    for values, unlisted in (((1,), "4, 7"), ((1, 4, 7), None), ((), None)):
        notes = Listener()
        legend = tuple(ClassStyle(str(value), f"class {value}", (value, 0, 0)) for value in values)
        open_labels(RasterLabels(path, legend), GRID, notes)
        found = [warning for warning in notes.warnings if "legend" in warning]
        assert bool(found) == (unlisted is not None) and all(f"no entry for {unlisted}," in line for line in found)


def named_system(name):
    found = osr.SpatialReference()
    found.SetFromUserInput(name)
    return found.ExportToWkt()


@pytest.mark.parametrize(
    ("image", "labels"),
    [
        ("EPSG:32633", "EPSG:32633+5773"), ("EPSG:32633+5773", "EPSG:32633"), ("EPSG:32633+5773", "EPSG:32633+3855"),
        ("EPSG:32633", "EPSG:4326+5773"), ("EPSG:32633+5773", "EPSG:4979"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("moved", [0.0, 2.0])
def test_classes_stay_the_same_between_crs_with_and_without_heights(tmp_path, image, labels, moved):
    """GDAL took the classes for heights and added those of the geoid: 0, 1 and 2 were 46, 47 and 48, in the CRS of many drones and scanners."""
    grid = replace(GRID, crs_wkt=named_system(image))
    values = np.zeros((40, 60), np.uint8)
    values[:14], values[26:] = 1, 2
    path = make_raster(tmp_path / "l.tif", values, transform=(TRANSFORM[0] + moved, *TRANSFORM[1:]), epsg=None)
    if labels.startswith(("EPSG:4326", "EPSG:4979")):
        options = {"srcSRS": "EPSG:32633", "dstSRS": "EPSG:4326", "xRes": 5e-5, "yRes": 5e-5, "dstNodata": 0}
        gdal.Warp(str(tmp_path / "degrees.tif"), path, **options).FlushCache()
        path = str(tmp_path / "degrees.tif")
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetProjection(named_system(labels))
    dataset = None
    table, found, _ = read_all(RasterLabels(path), grid)
    assert table.values == (1, 2)
    assert (found[2:38, 2:58] == values[2:38, 2:58]).mean() > 0.95
    assert (found[4:10, 2:58] == 1).all() and (found[17:23] == 0).all() and (found[29:36, 2:58] == 2).all()


@pytest.mark.parametrize("where", ["in the file", "beside it", "cog", "vrt"])
def test_classes_are_those_of_the_raster_not_of_its_overviews(tmp_path, where):
    """Overviews of classes 1 and 3 by averages, or by the cubic ones of a COG, hold 2: on coarser imagery three of four pixels were 2."""
    fine = np.random.default_rng(0).choice(np.array([1, 3], np.uint8), (800, 1200))
    path = make_raster(tmp_path / "l.tif", fine, transform=(TRANSFORM[0], 0.5, 0.0, TRANSFORM[3], 0.0, -0.5))
    if where == "cog":
        gdal.Translate(str(tmp_path / "cog.tif"), path, format="COG")
        path = str(tmp_path / "cog.tif")
    else:
        is_inside = where == "in the file"
        gdal.Open(path, gdal.GA_Update if is_inside else gdal.GA_ReadOnly).BuildOverviews("AVERAGE", [2, 4, 8])
    if where == "vrt":
        gdal.Translate(str(tmp_path / "l.vrt"), path, format="VRT")
        path = str(tmp_path / "l.vrt")
    table, values, _ = read_all(RasterLabels(path))
    assert table.values == (1, 3)
    assert (values == fine[10::20, 10::20]).all()
