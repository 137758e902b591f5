from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from chip_samples import folder_of
from listener import Listener
from osgeo import osr
from pixel_classifier.models.data.chip_set import join_classes, join_folders
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import ChipsError, SettingsError


def test_folders_must_have_as_many_bands():
    with pytest.raises(ChipsError, match="band count is 2 in a and 3 in b"):
        join_folders([folder_of("a"), folder_of("b", bands=3)], 0, Listener())


def test_folders_must_have_one_data_type():
    with pytest.raises(ChipsError, match="data type is uint8 in a and uint16 in b"):
        join_folders([folder_of("a"), folder_of("b", dtype="uint16")], 0, Listener())


def test_folders_must_have_one_chip_size():
    with pytest.raises(ChipsError, match="chip size is 64 in a and 128 in b"):
        join_folders([folder_of("a"), folder_of("b", chip=128)], 0, Listener())


def test_chips_below_the_smallest_side_are_refused_with_the_cure():
    with pytest.raises(SettingsError, match=r"chips in a are 31 pixels wide.*at least 32"):
        join_folders([folder_of("a", chip=31)], 0, Listener())


def test_a_value_with_two_names_is_refused_naming_both():
    with pytest.raises(ChipsError, match='value 2 is called "forest" in a and "field" in b'):
        join_classes([folder_of("a"), folder_of("b", names=("water", "field"))], 0)


def test_bare_numbers_adopt_the_proper_names_in_either_order():
    named, bare = folder_of("a"), folder_of("b", kind="bare", names=("1", "2", "3"))
    for folders in ([named, bare], [bare, named]):
        assert join_classes(folders, 0).names == ("water", "forest", "3")


def test_numbers_that_other_folders_name_are_pointed_out():
    notes = Listener()
    join_folders([folder_of("a"), folder_of("b", names=("1", "2"))], 0, notes)
    assert any(
        "classes of b are numbers without names" in line and "1 (water), 2 (forest)" in line for line in notes.warnings
    )
    notes = Listener()
    join_folders([folder_of("a"), folder_of("b")], 0, notes)
    assert notes.warnings == []


def test_where_every_value_is_a_class_0_of_our_own_chips_becomes_background():
    assert join_classes([folder_of(unlabelled=5)], None).values == (0, 1, 2)
    assert join_classes([folder_of(unlabelled=5)], None).names[0] == "background"
    assert join_classes([folder_of(unlabelled=0)], None).values == (1, 2)
    assert join_classes([folder_of(unlabelled=5)], 0).values == (1, 2)


def test_an_ignored_class_other_than_0_is_left_out():
    assert join_classes([folder_of()], 2).values == (1,)


def test_nodata_is_never_class_0():
    chips = join_folders([folder_of()], None, Listener())
    nodata = np.array([[True, False]])
    assert chips.indices(np.array([[0, 0]]), nodata).tolist() == [[255, 0]]


def test_recorded_pixels_count_the_background_of_our_own_chips():
    assert join_folders([folder_of()], None, Listener()).recorded_class_pixels() == (10, 20, 40)
    assert join_folders([folder_of()], 0, Listener()).recorded_class_pixels() == (20, 40)


def test_folders_of_the_same_ground_overlap_and_of_no_crs_do_not():
    same = join_folders([folder_of("a"), folder_of("b")], 0, Listener())
    assert same.chips[0].extent.overlaps(same.chips[2].extent)
    assert not same.chips[0].extent.overlaps(same.chips[3].extent)
    nowhere = join_folders([folder_of("a", crs=""), folder_of("b", crs="")], 0, Listener())
    assert not nowhere.chips[0].extent.overlaps(nowhere.chips[2].extent)


def test_folders_whose_files_spell_one_crs_in_two_ways_overlap():
    """Each was a frame of its own, so that a pixel of one trained and the same ground of the other validated."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32633)
    esri, other = crs.Clone(), osr.SpatialReference()
    esri.MorphToESRI()
    other.ImportFromEPSG(32634)
    a, b, c = (folder_of(name, crs=each.ExportToWkt()) for name, each in (("a", crs), ("b", esri), ("c", other)))
    chips = join_folders([a, b, c], 0, Listener()).chips
    assert chips[0].extent.overlaps(chips[2].extent)
    assert not chips[0].extent.overlaps(chips[4].extent)


def test_other_band_names_are_said():
    listener = Listener()
    other = folder_of("b")
    object.__setattr__(other, "band_names", ("Red", "NIR"))
    join_folders([folder_of("a"), other], 0, listener)
    assert "Red, NIR" in listener.warnings[0]


@pytest.mark.parametrize("ignored, count", [(9, 1), (2, 0), (0, 0), (None, 0)])
def test_an_ignore_class_that_no_folder_has_is_named_with_the_values_that_there_are(ignored, count):
    notes = Listener()
    join_folders([folder_of("a")], ignored, notes)
    found = [line for line in notes.warnings if "IGNORE_CLASS" in line]
    assert len(found) == count
    assert all(f"is {ignored}, and no chips folder has this value (they have 1, 2)" in line for line in found)


@pytest.mark.parametrize(
    ("kind", "names", "ignored", "is_warned"),
    [
        ("bare", {1: "1", 2: "2", 255: "255"}, 0, True),
        ("esri", {1: "wood", 2: "water", 255: "255"}, None, True),
        ("esri", {1: "wood", 2: "water", 255: "snow"}, 0, False),
        ("bare", {1: "1", 2: "2", 255: "255"}, 255, False),
        ("bare", {0: "0", 255: "255"}, None, False),
        ("bare", {10: "10", 90: "90", 255: "255"}, 0, False),
        ("own", {1: "1", 2: "2", 255: "255"}, 0, False),
    ],
)
def test_255_among_small_classes_of_other_programs_is_warned_of(kind, names, ignored, is_warned):
    classes = ClassTable(tuple(ClassEntry(value, name, (value, 0, 0)) for value, name in names.items()))
    listener = Listener()
    join_folders([replace(folder_of("a", kind=kind), class_table=classes)], ignored, listener)
    found = [line for line in listener.warnings if "hold 255 in" in line and "IGNORE_CLASS" in line]
    assert len(found) == is_warned


@pytest.mark.parametrize(
    ("kind", "names", "ignored", "is_warned"),
    [
        ("bare", {0: "0", 1: "1", 2: "2"}, 0, True),  # other programs often count classes from 0
        ("bare", {0: "background", 1: "wood"}, 0, True),
        ("esri", {0: "background", 1: "wood"}, 0, True),
        ("bare", {0: "0", 1: "wood", 2: "water"}, 0, False),
        ("esri", {0: "0", 1: "1", 2: "2"}, 0, False),  # ArcGIS writes 0 where there is no label
        ("bare", {0: "0", 1: "1", 2: "2"}, None, False),
        ("bare", {0: "0", 1: "1", 2: "2"}, 2, False),
    ],
)
def test_class_0_of_other_programs_that_is_ignored_is_warned_of(kind, names, ignored, is_warned):
    classes = ClassTable(tuple(ClassEntry(value, name, (value, 0, 0)) for value, name in names.items()))
    listener = Listener()
    join_folders([replace(folder_of("a", kind=kind), class_table=classes)], ignored, listener)
    found = [line for line in listener.warnings if "0" in line and "Leave IGNORE_CLASS empty" in line]
    assert len(found) == is_warned


def test_sparse_labels_of_other_programs_get_no_warning_of_class_0():
    classes = ClassTable(tuple(ClassEntry(value, str(value), (value, 0, 0)) for value in (0, 1, 2)))
    listener = Listener()
    join_folders([replace(folder_of("a", kind="bare", unlabelled=1000), class_table=classes)], 0, listener)
    assert listener.warnings == [] and any("hold 0 in 97.1" in line for line in listener.infos)
