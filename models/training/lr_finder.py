"""Finds a learning rate: steps with ever larger rates on a copy of the network, and a look at the loss.

After Smith 2017, "Cyclical learning rates for training neural networks": where the rate is too small the loss stays, where it is
right the loss falls, where it is too large the loss climbs. Two readings of that curve are usual, and each is off by a factor of three
now and then, as a test is short and its batches differ: the rate at which the smoothed loss falls fastest (halved, as the
smoothed loss lags behind), and a part of the rate at which it is lowest. The highest rate of the one-cycle schedule is their geometric
mean. The part is a thirtieth, not the usual tenth: AdamW with clipped gradients hardly ever diverges, so its lowest loss comes
late (of rates of 0.001, 0.003 and 0.01 on the demo's scene the smallest was the best).
"""

from __future__ import annotations

import contextlib
import copy
import math
from collections.abc import Sequence

import numpy as np
import torch

from ...rasters.core.progress import Reporter, stop_if_cancelled
from ..core.history import RangeTest
from ..data.batches import make_batches
from .optimizer import set_learning_rate
from .seeding import RANGE_TEST_EPOCH, augmentation_draws, network_draws
from .setup import Run
from .step import Stepper

LOWEST_RATE, HIGHEST_RATE = 1e-6, 1.0
FEWEST_STEPS, MOST_STEPS = 40, 100
SAFE_RATES = (3e-4, 3e-3)
"""What the test may choose: few noisy steps can point far off, and AdamW learns well inside these."""
_RUN_SHARE = 1 / 8
_MEMORY = 0.9
_CLIMBED = 4.0
_LAG, _LATE = 2.0, 30.0
_SLOPE_SHARE = 0.1
"""The slope of the loss is taken over this part of the steps to either side."""


def count_steps(run_steps: int) -> int:
    """Returns how many steps a test takes before a run of that many: an eighth of it, 40 to 100."""
    return min(max(round(run_steps * _RUN_SHARE), FEWEST_STEPS), MOST_STEPS)


def rates_of(steps: int) -> list[float]:
    """Returns the learning rates of a test: `steps` of them, evenly spaced on a logarithmic scale."""
    span = math.log(HIGHEST_RATE / LOWEST_RATE)
    return [LOWEST_RATE * math.exp(span * step / (steps - 1)) for step in range(steps)]


def smoothed(losses: Sequence[float]) -> list[float]:
    """Returns the running average of losses, corrected for its start at zero (as Adam's moments are)."""
    average, result = 0.0, []
    for number, loss in enumerate(losses, 1):
        average = _MEMORY * average + (1 - _MEMORY) * loss
        result.append(average / (1 - _MEMORY**number))
    return result


def chosen_rate(rates: Sequence[float], losses: Sequence[float]) -> float:
    """Returns the learning rate to train with, from the rates tried and their smoothed losses, within `SAFE_RATES`."""
    reach = max(round(_SLOPE_SHARE * len(losses)), 1)
    slopes = {step: losses[step + reach] - losses[step - reach] for step in range(reach, len(losses) - reach)}
    if not slopes:
        return SAFE_RATES[0]
    steepest, lowest = (rates[min(curve, key=curve.__getitem__)] for curve in (slopes, dict(enumerate(losses))))
    return min(max(math.sqrt(steepest / _LAG * lowest / _LATE), SAFE_RATES[0]), SAFE_RATES[1])


def find_learning_rate(network: torch.nn.Module, run: Run, steps: int, reporter: Reporter) -> RangeTest:
    """Runs the test on a copy of the network, which lies on the device and stays as it is.

    `steps` is how many batches it takes at most; it ends early once the loss has climbed to four times its lowest, or is no
    number any more. Raises Cancelled.
    """
    runtime, device = run.runtime, run.runtime.device
    stepper = Stepper(copy.deepcopy(network).train(), run.loss, runtime, run.training.cache.side_px, reporter)
    turns = augmentation_draws(run.seed, RANGE_TEST_EPOCH)
    rates, losses = rates_of(steps), []
    batches = make_batches(run.training, _order(run, steps), run.scaling, run.runtime.pinned)
    with contextlib.closing(batches), network_draws(run.seed, RANGE_TEST_EPOCH, device):
        for rate, batch in zip(rates, batches):
            stop_if_cancelled(reporter)
            set_learning_rate(stepper.optimizer, rate)
            pixels, labels = runtime.upload(batch.pixels), batch.labels.to(device, non_blocking=True)
            step = stepper(*run.augmentation(pixels, labels, turns))
            losses.append(float(step.loss_sum / step.size))
            curve = smoothed(losses)
            reporter.progress(len(losses) / steps)
            if not math.isfinite(losses[-1]) or curve[-1] > _CLIMBED * min(curve):
                break
    curve = [loss for loss in smoothed(losses) if math.isfinite(loss)]
    tried = rates[: len(curve)]
    return RangeTest(tuple(tried), tuple(curve), chosen_rate(tried, curve))


def _order(run: Run, steps: int) -> list[np.ndarray]:
    """Returns as many batches of chips as there are steps: those of an epoch, over and over."""
    order = run.order(RANGE_TEST_EPOCH)
    return [order[step % len(order)] for step in range(steps)]
