from __future__ import annotations

import copy

import pytest
import torch
from listener import Listener
from pixel_classifier.models.optimization.losses import SparseLoss
from pixel_classifier.models.optimization.optimizer import set_learning_rate
from pixel_classifier.models.optimization.step import Stepper
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX
from pixel_classifier.rasters.core.errors import SettingsError

RUNTIME = Runtime(torch.device("cpu"), None, 8)


class Narrow(torch.nn.Module):
    """A network without batch statistics that runs out of memory with more than so many chips."""

    def __init__(self, most):
        super().__init__()
        self.layer, self.most, self.seen = torch.nn.Conv2d(2, 3, 3, padding=1), most, []

    def forward(self, pixels):
        self.seen.append(len(pixels))
        if len(pixels) > self.most:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory.")
        return self.layer(pixels)


def batch(chips=8):
    generator = torch.Generator().manual_seed(3)
    labels = torch.randint(0, 3, (chips, 32, 32), generator=generator).to(torch.uint8)
    labels[torch.rand(labels.shape, generator=generator) < 0.5] = IGNORED_INDEX
    labels[1] = IGNORED_INDEX
    return torch.randn((chips, 2, 32, 32), generator=generator), labels


def moved(network, loss="cross_entropy", weights=(1.0, 2.0, 0.5)):
    """Returns the weights after three steps, and what was said."""
    listener = Listener()
    stepper = Stepper(network, SparseLoss(loss, torch.tensor(weights)), RUNTIME, 32, listener)
    for _ in range(3):
        set_learning_rate(stepper.optimizer, 0.01)
        step = stepper(*batch(), keep_predictions=True)
    assert step.predicted.shape == (8, 32, 32)
    return network.layer.weight.detach().clone(), float(step.loss_sum / step.size), listener


@pytest.mark.parametrize("loss", ["cross_entropy", "focal"])
def test_a_batch_that_does_not_fit_is_cut_and_the_step_stays_the_same(loss):
    torch.manual_seed(0)
    roomy = Narrow(8)
    tight = copy.deepcopy(roomy)
    tight.most = 3
    whole, parts = moved(roomy, loss), moved(tight, loss)
    assert torch.allclose(whole[0], parts[0], atol=1e-6)
    assert whole[1] == pytest.approx(parts[1], rel=1e-5)
    assert tight.seen == [8, 4, *[2] * 12], "it is not tried again once it is known"
    assert [line.partition(". ")[0] for line in parts[2].warnings] == [
        f"The memory of cpu does not hold {n} chips of 32 x 32 pixels at once" for n in (8, 4)
    ]
    assert "2 at a time, still 8 per step" in parts[2].warnings[1]
    assert whole[2].warnings == []


def test_a_single_chip_that_does_not_fit_is_a_sentence():
    with pytest.raises(
        SettingsError, match=r"does not hold a batch of 1 chips of 32 x 32 pixels\. Choose a smaller encoder"
    ):
        moved(Narrow(0))


def test_other_errors_are_not_taken_for_a_lack_of_memory():
    network = Narrow(8)
    network.layer = torch.nn.Conv2d(5, 3, 1)
    with pytest.raises(RuntimeError, match="channels"):
        moved(network)
