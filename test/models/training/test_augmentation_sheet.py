from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from pixel_classifier.models.core.normalization import Scaling
from pixel_classifier.models.data.batches import LabelledChips
from pixel_classifier.models.optimization.augmentation import Augmentation
from pixel_classifier.models.training.report_samples import MOST_CHIPS, make_augmentation_sheet, varied_chips
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX

EVERYTHING = Augmentation(scale=0.25, gain=0.2, offset=0.2, noise=0.1)


def chips(count=6, bands=4, side=32, padded=48, gap=False):
    """Chips of noise, each half labelled with its own number; padded with nothing, as the cache has them."""
    rng = np.random.default_rng(0)
    pixels = np.zeros((count, bands, padded, padded), np.uint16)
    pixels[:, :, :side, :side] = rng.integers(900, 1100, (count, bands, side, side))
    missing = np.ones(pixels.shape, bool)
    missing[:, :, :side, :side] = False
    if gap:
        missing[:, :, :8, :side] = True
    labels = np.full((count, padded, padded), IGNORED_INDEX, np.uint8)
    labels[:, : side // 2, :side] = np.arange(count)[:, None, None]
    records = [SimpleNamespace(record=SimpleNamespace(stem=f"chip {n}")) for n in range(count)]
    cache = SimpleNamespace(read=lambda rows: (pixels[rows], missing[rows]), chip_px=side, chips=records)
    return LabelledChips(cache, np.arange(count), labels, np.arange(count))


def sheet(augmentation, some=None, bands=4, seed=5):
    names = [f"Band {n}" for n in range(1, bands + 1)]
    return make_augmentation_sheet(
        some or chips(bands=bands), augmentation, Scaling((1000.0,) * bands, (60.0,) * bands), names, seed
    )


def test_there_is_a_column_for_each_kind_that_is_on_and_two_for_all():
    found = sheet(EVERYTHING)
    assert found.columns == (
        "as it is", "rotated, mirrored", "scale", "contrast", "level", "noise", "all together", "all together",
    )  # fmt: skip
    assert len(found.rows) == MOST_CHIPS and {len(row.views) for row in found.rows} == {8}
    assert sheet(Augmentation(noise=0.1)).columns == (
        "as it is",
        "rotated, mirrored",
        "noise",
        "all together",
        "all together",
    )
    assert sheet(Augmentation()).columns == ("as it is", "rotated, mirrored")


def test_nothing_is_shown_where_nothing_is_changed_or_nothing_is_labelled():
    bare = chips()
    bare.labels[:] = IGNORED_INDEX
    assert sheet(Augmentation(d4=False)) is None and sheet(EVERYTHING, bare) is None


def test_each_kind_changes_what_it_names_and_nothing_else():
    row = sheet(EVERYTHING).rows[0]
    plain, turned, scaled, contrast, level, noise, once, again = row.views
    for view in (contrast, level, noise):
        assert np.array_equal(view.label_index, plain.label_index)
        assert not np.array_equal(view.rgb, plain.rgb)
    assert sorted(np.unique(turned.label_index)) == sorted(np.unique(plain.label_index))
    assert not np.array_equal(scaled.rgb, plain.rgb)
    assert not np.array_equal(once.rgb, again.rgb)


def test_the_same_seed_gives_the_same_sheet():
    first, second, other = sheet(EVERYTHING), sheet(EVERYTHING), sheet(EVERYTHING, seed=6)
    pairs = [(a, b) for x, y in zip(first.rows, second.rows) for a, b in zip(x.views, y.views)]
    assert all(np.array_equal(a.rgb, b.rgb) and np.array_equal(a.label_index, b.label_index) for a, b in pairs)
    assert not np.array_equal(first.rows[0].views[-1].rgb, other.rows[0].views[-1].rgb)


@pytest.mark.parametrize("bands", [1, 2, 3, 13])
def test_any_number_of_bands_can_be_seen_and_the_padding_cannot(bands):
    view = sheet(EVERYTHING, bands=bands).rows[0].views[0]
    assert view.rgb.shape == (128, 128, 3) and view.rgb.dtype == np.uint8
    assert not (view.rgb == 255).all(-1)[100:, 100:].all()
    assert (view.rgb[..., 0] == view.rgb[..., 1]).all() == (bands < 3)


def test_what_is_missing_is_white_before_and_after():
    row = sheet(Augmentation(d4=False, gain=0.2, offset=0.2, noise=0.1), chips(gap=True)).rows[0]
    assert all((view.rgb[:32] == 255).all() for view in row.views)


def test_chips_that_show_other_classes_are_chosen_first():
    some = chips(count=20)
    some.labels[:, :16] = 0
    some.labels[7, :4], some.labels[11, :4], some.labels[11, 4:8] = 1, 2, 3
    some.labels[3] = IGNORED_INDEX
    chosen = varied_chips(some)
    assert chosen[:2] == [11, 7] and len(set(chosen)) == MOST_CHIPS and 3 not in chosen
