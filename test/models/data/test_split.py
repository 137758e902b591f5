from __future__ import annotations

import numpy as np
import pytest
from chip_samples import write_tif
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from listener import Listener
from pixel_classifier.models.data.chip_geometry import ChipExtent, owned_pixels
from pixel_classifier.models.data.chip_set import join_folders
from pixel_classifier.models.data.split import (
    _Moves,
    choose_units,
    misfit,
    no_split,
    split_by_blocks,
    split_by_cells,
)
from pixel_classifier.rasters.chips.read import read_chip_folder
from pixel_classifier.rasters.core.errors import Cancelled
from pixel_classifier.rasters.core.tiling import chip_positions
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels

CHIP = 64


def places_of(width, height, stride=32, frame=0):
    return [
        ChipExtent(frame, frame, x, y, x + CHIP, y + CHIP)
        for y in chip_positions(height, CHIP, stride)
        for x in chip_positions(width, CHIP, stride)
    ]


def patchy_counts(extents, classes, seed, sparse=0.0):
    generator = np.random.default_rng(seed)
    counts = generator.integers(0, 500, (len(extents), classes)) * (generator.random((len(extents), classes)) >= sparse)
    counts[:, 0] += 1
    return counts


@settings(max_examples=20, deadline=None)
@given(
    st.integers(64, 900), st.integers(64, 900), st.sampled_from([16, 32, 64]), st.integers(2, 5),
    st.floats(0.05, 0.5), st.floats(0, 0.9), st.integers(0, 10**6),
)  # fmt: skip
def test_no_validation_pixel_is_in_a_training_chip_and_every_class_keeps_training(
    width, height, stride, classes, share, sparse, seed
):
    extents = places_of(width, height, stride)
    counts = patchy_counts(extents, classes, seed, sparse)
    split = split_by_blocks(extents, counts, share, seed)
    assume(split is not None)
    for chip in split.validation:
        assert not any(extents[chip].overlaps(extents[other]) for other in split.training)
    assert sorted((*split.training, *split.validation, *split.dropped)) == list(range(len(extents)))
    for chip in split.dropped:
        assert any(extents[chip].overlaps(extents[other]) for other in split.validation)
    assert np.all(counts[list(split.training)].any(0) == counts.any(0))
    validated, trained = counts[list(split.validation)].sum(), counts[list(split.training)].sum()
    assert share / 3 <= validated / (validated + trained) <= 2 * share


def test_a_large_scene_is_split_close_to_the_share_and_its_composition():
    extents = places_of(2048, 2048)
    counts = np.zeros((len(extents), 4), int)
    for chip, extent in enumerate(extents):  # Classes lie in zones, one of them small.
        zone = extent.left * 3 // 2048
        counts[chip, zone] = 4000
        counts[chip, 3] = 500 if extent.top % 512 == 0 and extent.left % 512 == 0 else 0
    split = split_by_blocks(extents, counts, 0.2, 0)
    validation, training = counts[list(split.validation)].sum(0), counts[list(split.training)].sum(0)
    shares = validation / (validation + training)
    assert validation.sum() / (validation + training).sum() == pytest.approx(0.2, abs=0.03)
    assert np.all(shares > 0.08)
    assert np.all(shares < 0.4)
    assert len(split.dropped) < 0.35 * len(extents)


def test_every_class_that_lies_in_two_places_is_validated():
    extents = places_of(1024, 1024, 64)
    counts = np.full((len(extents), 3), (1000, 800, 0))
    counts[[0, -1], 2] = 300
    split = split_by_blocks(extents, counts, 0.2, 1)
    assert counts[list(split.validation)].sum(0).all()
    assert counts[list(split.training)].sum(0).all()


def test_a_class_in_one_place_stays_in_training():
    extents = places_of(1024, 1024, 64)
    counts = np.full((len(extents), 3), (1000, 800, 0))
    counts[100, 2] = 300
    split = split_by_blocks(extents, counts, 0.2, 1)
    assert counts[list(split.training), 2].sum() == 300


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    extents = places_of(1500, 1500, 64)
    counts = patchy_counts(extents, 3, 0)
    first, again, other = (split_by_blocks(extents, counts, 0.2, seed) for seed in (0, 0, 1))
    assert first == again
    assert first != other


def test_chips_that_lie_nowhere_are_blocks_of_their_own():
    extents = [ChipExtent(n, n, 0, 0, CHIP, CHIP) for n in range(20)]
    split = split_by_blocks(extents, patchy_counts(extents, 2, 0), 0.2, 0)
    assert split.dropped == ()
    assert 2 <= len(split.validation) <= 6


def test_scenes_of_the_same_ground_go_together():
    extents = places_of(1024, 1024, 64) + [
        ChipExtent(0, 1, p.left, p.top, p.right, p.bottom) for p in places_of(1024, 1024, 64)
    ]
    split = split_by_blocks(extents, patchy_counts(extents, 2, 0), 0.2, 0)
    ground = {(p.left, p.top) for p in (extents[n] for n in split.validation)}
    assert not ground & {(p.left, p.top) for p in (extents[n] for n in split.training)}


@pytest.mark.parametrize("width", [64, 96])
def test_a_scene_as_small_as_a_chip_cannot_be_split_by_blocks(width):
    extents = places_of(width, 64)
    assert split_by_blocks(extents, patchy_counts(extents, 2, 0), 0.2, 0) is None


def tiny_labels(extents, values):
    return [values[p.top : p.bottom, p.left : p.right] for p in extents]


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 1000), st.floats(0.1, 0.5), st.sampled_from([64, 96, 128]))
def test_cells_split_the_labels_of_a_tiny_scene(seed, share, size):
    generator = np.random.default_rng(seed)
    values = np.kron(generator.integers(0, 3, (size // 8, size // 8)), np.ones((8, 8))).astype(np.uint8)
    values[generator.random(values.shape) < 0.3] = 255
    extents = places_of(size, size)
    split = split_by_cells(extents, tiny_labels(extents, values), 3, share, seed)
    assert split.kind == "cells"
    inside = np.zeros(values.shape, bool)
    for extent in extents:
        cut = slice(extent.top, extent.bottom), slice(extent.left, extent.right)
        inside[cut] |= split.in_validation_cells(extent, (CHIP, CHIP))
    for extent in extents:  # Overlapping chips agree on which ground validates.
        cut = slice(extent.top, extent.bottom), slice(extent.left, extent.right)
        assert np.array_equal(inside[cut], split.in_validation_cells(extent, (CHIP, CHIP)))
    for value in range(3):
        assert np.any(values[~inside] == value)
    reached = np.count_nonzero(values[inside] != 255) / np.count_nonzero(values != 255)
    assert reached == pytest.approx(share, abs=0.12)


def test_labels_in_a_single_cell_cannot_be_split():
    values = np.full((64, 64), 255, np.uint8)
    values[0, 0], values[0, 1] = 0, 1
    extents = places_of(64, 64)
    assert split_by_cells(extents, tiny_labels(extents, values), 2, 0.2, 0) == no_split(1)


@given(st.integers(0, 1000), st.integers(1, 4), st.floats(0.05, 0.5))
@settings(max_examples=15, deadline=None)
def test_no_choice_of_units_takes_a_class_wholly(seed, classes, share):
    units = np.random.default_rng(seed).integers(0, 3, (12, classes)) * 100
    for chosen in choose_units(units, share, np.random.default_rng(seed)):
        assert np.all((units[~chosen].sum(0) > 0) == (units.sum(0) > 0))


def test_the_misfit_is_nothing_for_the_ideal_and_grows_away_from_it():
    totals = np.array([1000, 100])
    ideal, near, absent, wholly = misfit(np.array([[200, 20], [250, 25], [220, 0], [200, 100]]), totals, 0.2)
    assert ideal == 0
    assert ideal < near < absent < wholly


def test_owned_pixels_of_validation_chips_cover_what_they_cover():
    extents = places_of(128, 128)
    total = sum(own.sum() for _, own in owned_pixels(extents, range(len(extents)), [(CHIP, CHIP)] * len(extents)))
    assert total == 128 * 128


@pytest.mark.parametrize("placement", ["labels", "both"])
def test_chips_around_sparse_labels_are_split_on_separate_ground(tmp_path, placement):
    generator = np.random.default_rng(0)
    truth = np.zeros((1, 640, 640), np.uint8)
    for number in range(40):
        y, x = generator.integers(0, 630, 2)
        truth[0, y : y + 9, x : x + 9] = number % 3 + 1
    truth[0, 300:303, 300:303] = 4
    write_tif(tmp_path / "image.tif", generator.integers(1, 200, (1, 640, 640)).astype(np.uint8), (0, 0))
    write_tif(tmp_path / "truth.tif", truth, (0, 0))
    labels = RasterLabels(str(tmp_path / "truth.tif"))
    request = ExportRequest(
        str(tmp_path / "image.tif"), labels, str(tmp_path / "chips"), chip_size_px=32, stride_px=16,
        placement=placement, chips_per_class=40,
    )  # fmt: skip
    export_chips(request, Listener())
    chip_set = join_folders([read_chip_folder(str(tmp_path / "chips"), Listener())], 0, Listener())
    extents = [chip.extent for chip in chip_set.chips]
    assert [(extent.left, extent.top) for extent in extents] == [
        (chip.record.window.x, chip.record.window.y) for chip in chip_set.chips
    ]
    counts = np.array(
        [
            [dict(chip.record.class_counts).get(value, 0) for value in chip_set.class_table.values]
            for chip in chip_set.chips
        ]
    )
    split = split_by_blocks(extents, counts, 0.2, 0)
    assert counts[list(split.validation)].sum(0)[:3].all()
    assert counts[list(split.training)].sum(0).all(), "the rare class keeps training chips"
    for chip in split.validation:
        assert not any(extents[chip].overlaps(extents[other]) for other in split.training)
    seen = sum(own.sum() for _, own in owned_pixels(extents, split.validation, [(32, 32)] * len(extents)))
    ground = np.zeros((640, 640), bool)
    for chip in split.validation:
        ground[extents[chip].top : extents[chip].bottom, extents[chip].left : extents[chip].right] = True
    assert seen == ground.sum(), "each validation pixel is evaluated once"


@given(st.integers(0, 10**6), st.integers(2, 12), st.integers(1, 6), st.sampled_from([2, 3, 400]), st.floats(0.05, 0.9))
def test_the_estimated_misfit_of_each_move_is_the_exact_one(seed, units, classes, most, share):
    generator = np.random.default_rng(seed)
    pixels = generator.integers(0, most, (units, classes))
    pixels[0] += 1
    totals, chosen = pixels.sum(0), generator.random(units) < 0.4
    taken = pixels[chosen].sum(0)
    moved = taken + np.where(chosen[:, np.newaxis], -pixels, pixels)
    estimated = _Moves(pixels, totals, share)._estimated(chosen, taken)
    np.testing.assert_allclose(estimated, misfit(moved, totals, share), rtol=1e-9, atol=1e-9)


def test_the_search_for_blocks_can_be_cancelled():
    extents = places_of(2048, 2048)
    with pytest.raises(Cancelled):
        split_by_blocks(extents, patchy_counts(extents, 3, 0), 0.2, 0, Listener(stop=lambda _: True))
