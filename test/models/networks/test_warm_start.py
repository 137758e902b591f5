from __future__ import annotations

import pytest
import torch
from listener import Listener
from model_samples import CLASSES, description
from pixel_classifier.models.networks.build import NetworkSpec, build_network, suitable_depth
from pixel_classifier.models.networks.warm_start import band_columns, class_rows, transfer_weights
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import SettingsError

BANDS = ("Band 1", "Band 2", "Band 3", "Band 4")
OTHERS = ClassTable((ClassEntry(2, "road", (0, 0, 0)), *CLASSES.classes[1:]))


def network_of(classes=3, bands=4, chip_px=64, seed=0):
    torch.manual_seed(seed)
    return build_network(NetworkSpec("unet", "resnet18", bands, classes, suitable_depth("unet", chip_px))).eval()


def inherited(table=CLASSES, bands=BANDS, chip_px=64):
    """Returns a new network, the old one, what was inherited, and what was said of it."""
    old, new, listener = network_of(), network_of(len(table), len(bands), chip_px, seed=1), Listener()
    result = transfer_weights(new, table, bands, old, description())
    result.report("the old model", description(), listener)
    return new, old, result, listener.infos[0]


def test_with_the_same_classes_and_bands_the_whole_network_is_kept():
    new, old, result, said = inherited()
    pixels = torch.randn(1, 4, 64, 64)
    with torch.inference_mode():
        assert torch.equal(new(pixels), old(pixels))
    assert result.arrays == result.total
    assert "The bands are the same." in said and "new: none" in said


def test_a_known_class_keeps_its_output_wherever_it_stands_and_a_new_one_is_named():
    new, old, _, said = inherited(OTHERS)
    pixels = torch.randn(1, 4, 64, 64)
    with torch.inference_mode():
        assert torch.allclose(new(pixels)[:, 1:], old(pixels)[:, 1:], atol=1e-5)
        assert not torch.allclose(new(pixels)[:, 0], old(pixels)[:, 0], atol=1e-2)
    assert "Classes kept: 900 (water), 70000 (x); new: 2 (road)" in said


def test_bands_are_found_by_name_whatever_their_order():
    new, old, _, said = inherited(bands=BANDS[::-1])
    pixels = torch.randn(1, 4, 64, 64)
    with torch.inference_mode():
        assert torch.allclose(new(pixels.flip(1)), old(pixels), atol=1e-3)
    assert "found among the model's by name" in said


def test_another_number_of_bands_adapts_the_first_convolution():
    new, old, _, said = inherited(bands=("x",))
    assert torch.allclose(new.encoder.conv1.weight, old.encoder.conv1.weight.sum(1, keepdim=True))
    assert "made for 4 bands, is adapted to 1" in said


@pytest.mark.parametrize(
    ("new", "columns", "words"),
    [
        (("a", "b"), [0, 1], "The bands are the same."),
        (("b",), [1], "by name"),
        (("b", "a"), [1, 0], "by name"),
        (("x", "y"), [0, 1], "x, y are taken for the model's a, b"),
        (("x", "y", "z"), None, "made for 2 bands, is adapted to 3"),
    ],
)
def test_bands_go_by_name_then_by_order(new, columns, words):
    found, said = band_columns(new, ("a", "b"))
    assert found == columns
    assert words in said


def test_a_class_of_the_same_value_and_another_name_is_a_new_one():
    renamed = ClassTable((ClassEntry(3, "grass", (0, 0, 0)), ClassEntry(900, "water", (9, 9, 9))))
    assert class_rows(renamed, CLASSES) == (None, 1)


def test_a_network_of_another_depth_keeps_what_fits():
    _, _, result, _ = inherited(chip_px=128)
    assert result.total > result.arrays > result.total / 2


def test_a_model_that_shares_too_little_is_refused():
    with pytest.raises(SettingsError, match=r"shares \d+ of the network's \d+ arrays: its chips had 64 pixels"):
        transfer_weights(network_of(), CLASSES, BANDS, torch.nn.Conv2d(4, 3, 1), description())
