"""The demo's scene keeps its promises: deterministic, sparse, pure polygons in the west, overlapping classes."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parent / "demo"))

import demo
import scene

SIZE = 448


@pytest.fixture(scope="module")
def small() -> scene.Scene:
    return scene.make_scene(SIZE)


def test_is_the_same_each_time(small):
    again = scene.make_scene(SIZE)
    assert np.array_equal(small.image, again.image)
    assert np.array_equal(small.truth, again.truth)
    assert np.array_equal(small.labels, again.labels)


def test_has_nodata_where_the_truth_has_nothing(small):
    nothing = (small.image == scene.NODATA).all(0)
    assert np.array_equal(nothing, small.truth == 0)
    assert 0.005 < nothing.mean() < 0.1
    assert (small.image[:, ~nothing] != scene.NODATA).all()


def test_holds_every_class_in_both_halves(small):
    for half in (small.truth[:, : SIZE // 2], small.truth[:, SIZE // 2 :]):
        assert set(np.unique(half)) - {0} == set(scene.VALUES.values())


def test_labels_are_true_sparse_and_in_the_west(small):
    labelled = small.labels > 0
    assert (small.truth[labelled] == small.labels[labelled]).all()
    assert set(np.unique(small.labels)) - {0} == set(scene.VALUES.values())
    assert not labelled[:, scene.TRAINING_COLUMNS * SIZE // scene.SIZE_PX :].any()
    assert labelled.mean() < 0.1


def test_no_two_classes_can_be_told_apart_by_one_band(small):
    """Of each pair that the scene is about, a fifth at least of the pixels have values of the other, in every band."""
    for one, other in (("orchard", "forest"), ("orchard", "meadow"), ("building", "road")):
        for band in small.image:
            a, b = (band[small.truth == scene.VALUES[name]] for name in (one, other))
            low, high = np.percentile(b, (5, 95))
            assert ((a >= low) & (a <= high)).mean() > 0.2


def test_files_are_georeferenced_named_and_styled(small, tmp_path):
    files = scene.write_scene(tmp_path, small)
    image = gdal.Open(str(files.image))
    assert image.RasterCount == 4
    assert image.GetRasterBand(4).DataType == gdal.GDT_UInt16
    assert image.GetRasterBand(4).GetNoDataValue() == scene.NODATA
    assert image.GetRasterBand(4).GetColorInterpretation() != gdal.GCI_AlphaBand
    assert image.GetSpatialRef().GetAuthorityCode(None) == str(scene.EPSG)
    truth = gdal.Open(str(files.truth))
    truth.GetGeoTransform()  # GDAL 3.6 reads the sidecar with the category names only now
    assert truth.GetRasterBand(1).GetRasterCategoryNames() == ["", *scene.CLASSES]
    source = ogr.Open(str(files.labels))
    layer = source.GetLayer(0)
    assert np.array_equal(demo.burn_labels(files), small.labels)
    assert {feature["class"] for feature in layer} == set(scene.CLASSES)
    assert files.labels.with_suffix(".qml").is_file()
