"""A training whose batches come to the device ahead, as tensors, is that of arrays: on a GPU they always do."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene
from listener import Listener
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.runtime.device_input import DeviceInput
from pixel_classifier.models.training.train import train
from safetensors.torch import load_file


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    """Chips whose side is no multiple of 32, so that values are missing."""
    pixels, values = scene(160, seed=2)
    values[np.random.default_rng(0).random(values.shape) > 0.3] = 0
    return str(bare_folder(tmp_path_factory.mktemp("chips") / "chips", pixels, values, 40, 40))


def test_a_training_is_the_same_whether_its_batches_are_arrays_or_were_sent_ahead(chips, tmp_path, monkeypatch):
    """Both networks, validation, whole scenes, the report and the final training."""
    sent = []

    def ahead(self, values):
        sent.append(values)
        return None if values is None else torch.from_numpy(values.copy())

    states, figures = [], []
    for name, given in (("arrays", DeviceInput.ahead), ("sent", ahead)):
        monkeypatch.setattr(DeviceInput, "ahead", given)
        request = TrainRequest(
            chips, str(tmp_path / name), architecture="auto", encoder="resnet18", epochs=2, average=True, refit="always",
            scale_jitter=0.2, noise=0.1, int8="never", device="cpu", report=str(tmp_path / f"{name}.html"),
        )  # fmt: skip
        train(request, Listener())
        states.append(load_file(f"{request.output}/model.safetensors"))
        figures.append(read_description(request.output).metrics)
    assert any(values is not None and values.dtype == bool for values in sent), "missing values were sent, too"
    assert figures[0] == figures[1]
    assert states[0].keys() == states[1].keys()
    assert all(torch.equal(value, states[1][key]) for key, value in states[0].items())
