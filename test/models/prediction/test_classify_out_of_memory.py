"""Out of memory anywhere on the device: the next attempt is logged, and the map is the same."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from listener import Listener
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.prediction import classify, tile_run
from pixel_classifier.models.prediction.blending import RowMosaic
from pixel_classifier.models.prediction.forward import prepare_network
from pixel_classifier.models.prediction.map_pieces import PieceMaker
from pixel_classifier.models.prediction.memory_fallback import DeviceOutOfMemory
from pixel_classifier.rasters.core.errors import SettingsError
from prediction_samples import CLASSES, Local, description, left_behind, noise, read, whole_image

HEIGHT, WIDTH = 300, 420


class SmallDevice:
    """Stands for a device with `room` bytes, which the sums of a row of tiles and the tiles that come to them share."""

    def __init__(self, monkeypatch, room):
        self.refused = refused = []

        class Counted(RowMosaic):
            def add(self, column, probabilities):
                if (self._sums.numel() + probabilities.numel()) * 4 > room:
                    refused.append(tuple(probabilities.shape))
                    raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB.")
                super().add(column, probabilities)

        monkeypatch.setattr(tile_run, "RowMosaic", Counted)


def expected(pixels):
    return np.array(CLASSES.values)[whole_image(Local(), pixels, description()).argmax(0)]


def classified(asked, journal=None, **changes):
    classify.classify(ClassifyRequest(**{**asked, **changes}), journal or Listener())
    return read(asked["output"])[0]


def test_a_row_of_tiles_that_does_not_fit_beside_a_batch_halves_the_batch(setup, monkeypatch):
    pixels = noise(HEIGHT, WIDTH)
    asked = setup(pixels, Local())
    undisturbed = classified(asked, batch_size=4)

    def refuse(self, *_):
        if len(taken) < 1:
            taken.append(True)
            raise torch.cuda.OutOfMemoryError("CUDA out of memory.")
        return kept(self, *_)

    taken, kept = [], RowMosaic.add
    monkeypatch.setattr(RowMosaic, "add", refuse)
    network, journal = Local(), Listener()
    asked = setup(pixels, network)
    np.testing.assert_array_equal(classified(asked, journal, batch_size=4), undisturbed)
    (warning,) = [each for each in journal.warnings if "does not hold" in each]
    assert "also the sums that blend a row of tiles of 64 x 64 pixels: starting again with 2 at a time" in warning
    assert max(shape[0] for shape in network.shapes[1:]) == 2


@pytest.mark.parametrize(
    ("owner", "method"), [(RowMosaic, "__init__"), (RowMosaic, "next_row"), (PieceMaker, "_classify")]
)
def test_wherever_it_happens_the_map_is_the_same_and_no_half_file_is_left(setup, monkeypatch, tmp_path, owner, method):
    pixels = noise(HEIGHT, WIDTH)
    asked = setup(pixels, Local())
    kept, times = getattr(owner, method), []

    def refuse(self, *arguments):
        times.append(1)
        if len(times) <= 2:
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")
        return kept(self, *arguments)

    monkeypatch.setattr(owner, method, refuse)
    journal = Listener()
    np.testing.assert_array_equal(classified(asked, journal, batch_size=4), expected(pixels))
    assert [each.rpartition(" with ")[2] for each in journal.warnings if "does not hold" in each] == [
        "2 at a time.", "1 at a time.",
    ]  # fmt: skip
    assert [name for name in left_behind(tmp_path) if "xml" not in name] == ["map.tif"]


def test_blending_that_never_fits_is_tried_with_smaller_tiles_and_then_refused(setup, monkeypatch, tmp_path):
    asked = setup(noise(HEIGHT, WIDTH), Local())

    def refuse(self, *_):
        raise MemoryError

    monkeypatch.setattr(RowMosaic, "add", refuse)
    journal = Listener()
    with pytest.raises(SettingsError, match=r"does not hold also the sums that blend a row of tiles"):
        classified({**asked, "tile_size_px": 256}, journal, batch_size=1)
    assert any("starting again with tiles of 128 pixels" in each for each in journal.warnings)
    assert left_behind(tmp_path) == []


def test_a_small_device_blends_smaller_tiles_to_the_same_map(setup, monkeypatch):
    pixels = noise(HEIGHT, WIDTH)
    asked = setup(pixels, Local())
    device = SmallDevice(monkeypatch, room=900_000)
    journal = Listener()
    found = classified({**asked, "tile_size_px": 256}, journal, batch_size=1)
    np.testing.assert_array_equal(found, expected(pixels))
    assert len(device.refused) == 1
    assert any("starting again with tiles of 128 pixels" in each for each in journal.warnings)


def test_another_fault_there_is_not_taken_for_lack_of_memory(setup, monkeypatch):
    asked = setup(noise(HEIGHT, WIDTH), Local())

    def broken(self, *_):
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr(RowMosaic, "add", broken)
    with pytest.raises(RuntimeError, match="shapes"):
        classified(asked)


def test_a_network_that_does_not_fit_is_said_so(monkeypatch):
    network = Local()

    def refuse(*_, **__):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(network, "to", refuse)
    with pytest.raises(DeviceOutOfMemory, match="the network"):
        prepare_network(network, 2, torch.device("cpu"), None)
