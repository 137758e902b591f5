"""A training step never waits for its device, and holds no float64, which Apple's GPU lacks."""

from __future__ import annotations

import pytest
import torch
from listener import Listener
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.optimization.ema import make_ema
from pixel_classifier.models.optimization.losses import SparseLoss
from pixel_classifier.models.optimization.optimizer import on_this_device, set_learning_rate
from pixel_classifier.models.optimization.step import Stepper
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX
from torch.utils._python_dispatch import TorchDispatchMode

WAITING = ("_local_scalar_dense", "nonzero", "masked_select", "unique", "equal", "is_nonzero")
"""Operators whose result, or its shape, the CPU has to know: they wait for a GPU."""
LOSSES = ("cross_entropy", "focal", "dice", "jaccard", "tversky", "cross_entropy_dice")
"""All but the Lovász loss, which sorts the labelled pixels of the present classes alone and reads which these are."""


class Recorder(TorchDispatchMode):
    """Records operators that wait for a GPU, and those with results of float64."""

    def __init__(self):
        super().__init__()
        self.waiting, self.double = set(), set()

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        name = function.name().partition("::")[2].partition(".")[0]
        masks = [one for one in args[1] or () if one is not None] if name.startswith("index") and len(args) > 1 else []
        if name in WAITING or any(getattr(mask, "dtype", None) in (torch.bool, torch.uint8) for mask in masks):
            self.waiting.add(name)
        for value in result if isinstance(result, (tuple, list)) else (result,):
            if isinstance(value, torch.Tensor) and value.dtype is torch.float64:
                self.double.add(name)
        return result


def batch(classes=3):
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(0, classes, (4, 32, 32), generator=generator).to(torch.uint8)
    labels[torch.rand(labels.shape, generator=generator) < 0.5] = IGNORED_INDEX
    return torch.randn((4, 3, 32, 32), generator=generator), labels


def stepper_of(loss="cross_entropy"):
    torch.manual_seed(0)
    network = build_network(NetworkSpec("unet", "resnet18", 3, 3))
    runtime = Runtime(torch.device("cpu"), None, 4)
    stepper = Stepper(network, SparseLoss(loss, torch.tensor([1.0, 2.0, 0.5])), runtime, 32, Listener())
    set_learning_rate(stepper.optimizer, 1e-3)
    return network, stepper


@pytest.mark.parametrize("loss", LOSSES)
def test_a_step_waits_for_nothing_and_stays_in_float32(loss):
    network, stepper = stepper_of(loss)
    ema, sums, given = make_ema(network), torch.zeros(2), batch()
    with Recorder() as recorder:
        for number in range(2):
            step = stepper(*given)
            ema.update(network, number + 1)
            sums += torch.stack((step.loss_sum, step.size))
    assert recorder.waiting == set()
    assert recorder.double == set()


def test_the_recorder_hears_what_waits():
    with Recorder() as recorder:
        values = torch.arange(4.0)
        values[values > 1].sum().item()
    assert {"index", "_local_scalar_dense"} <= recorder.waiting


def test_memory_that_runs_out_in_the_first_update_cuts_the_batch_and_the_step_is_made_once(monkeypatch):
    whole_network, whole = stepper_of()
    network, stepper = stepper_of()
    for module in (*network.modules(), *whole_network.modules()):
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eval()  # its statistics would be those of the micro-batches
    update, failed = stepper.optimizer.step, []

    def full(*arguments, **words):
        if not failed:
            failed.append(True)
            weight = next(network.parameters())
            stepper.optimizer.state[weight]["step"] = torch.tensor(0.0)  # as where the moments do not fit
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return update(*arguments, **words)

    monkeypatch.setattr(stepper.optimizer, "step", full)
    for _ in range(2):
        stepper(*batch())
        whole(*batch())
    assert failed and stepper.micro_batches == 2
    for one, other in zip(network.parameters(), whole_network.parameters()):
        torch.testing.assert_close(one, other, atol=3e-4, rtol=0)
    assert {float(state["step"]) for state in stepper.optimizer.state.values()} == {2.0}


@pytest.mark.parametrize("update", [1, 2])
def test_memory_that_runs_out_in_an_update_of_float16_leaves_a_scaler_that_works(monkeypatch, update):
    """It refused the second try: "unscale_() has already been called on this optimizer since the last update()"."""
    torch.manual_seed(0)
    network = build_network(NetworkSpec("unet", "resnet18", 3, 3))
    stepper = Stepper(network, SparseLoss(), Runtime(torch.device("cpu"), torch.float16, 4), 32, Listener())
    stepper.scaler.load_state_dict({**stepper.scaler.state_dict(), "scale": 4.0})
    clip, calls = torch.nn.utils.clip_grad_norm_, []

    def full(*arguments):
        calls.append(True)
        if len(calls) == update:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return clip(*arguments)

    monkeypatch.setattr(torch.nn.utils, "clip_grad_norm_", full)
    for _ in range(2):
        stepper(*batch())
    assert len(calls) == 3 and stepper.micro_batches == 2
    assert stepper.scaler.get_scale() == 4.0


def test_a_run_that_resumes_on_another_device_keeps_the_implementation_of_that_device():
    _, first = stepper_of()
    first(*batch())
    saved = first.optimizer.state_dict()
    for group in saved["param_groups"]:
        group["fused"] = False  # as on Apple's GPU
    network, second = stepper_of()
    second.optimizer.load_state_dict(on_this_device(saved, second.optimizer))
    assert all(group["fused"] for group in second.optimizer.param_groups)
    second(*batch())
    assert {float(state["step"]) for state in second.optimizer.state.values()} == {2.0}
    assert all(weight.isfinite().all() for weight in network.parameters())


def test_the_scaler_of_gradients_survives_a_change_of_device():
    """A run of float16 saves its scale, any other an empty one."""
    _, stepper = stepper_of()
    stepper.scaler.load_state_dict(torch.amp.GradScaler("cpu", enabled=True).state_dict())
    assert stepper.scaler.state_dict() == {}
