"""Learning-rate finder: takes steps with ever larger rates on a copy of the network and evaluates the loss curve.

After Smith 2017, "Cyclical learning rates for training neural networks": too small a rate leaves the loss as it is, a good one
lowers it, too large a one raises it. Two heuristics are common. One is the rate of the steepest slope of the smoothed loss (halved here, as
the smoothed loss lags behind). The other is a fraction of the rate of the lowest loss. On a short run with few batches either can be off by
a factor of three. So the highest rate of the one-cycle schedule is their geometric mean. The fraction is a thirtieth, not the usual tenth:
AdamW with clipped gradients hardly ever diverges, so its lowest loss comes late.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator, Sequence

import numpy as np
import torch

from ...rasters.core.progress import Reporter
from ..core.history import LrFinderCurve
from ..data.batches import make_batches
from ..networks.build import sees_surroundings
from ..optimization.optimizer import set_learning_rate
from ..optimization.seeding import LR_FINDER_EPOCH, augmentation_generator, seeded_network
from ..optimization.step import Stepper
from .setup import Run

LOWEST_RATE, HIGHEST_RATE = 1e-5, 1.0
FEWEST_STEPS, MOST_STEPS = 16, 100
SAFE_RATES = (3e-4, 1e-3)
"""The range of the chosen rate: few noisy steps can point far off, mostly too high.

With the upper limit at 0.003 the finder chose 0.002 to 0.003 nearly everywhere, and 0.001 was better on three of four
scenes: mean IoU 0.267 against 0.232 (Landsat, 34 polygons), 0.987 against 0.982 (hyperspectral, 5 % of the labels),
0.809 against 0.799 (the demo's scene). On the fourth, where a U-Net has to guess from west to east, it was worse, and
the pixel network better than both.
"""
HIGHEST_PIXEL_RATE = 3e-3
"""The highest rate of a network that sees one pixel at a time, which has few weights."""
UNTRIED_RATE = 1e-3
"""The learning rate of a run that is too short for the finder."""
_RUN_SHARE = 1 / 10
_DECAY = 0.9
_DIVERGED = 4.0
_LAG, _LATE = 2.0, 30.0
_SLOPE_SHARE = 0.1
"""The slope of the loss is taken over this part of the steps to either side."""


def count_steps(run_steps: int) -> int:
    """Returns the number of steps before a run of `run_steps`: a tenth of it, at most 100; 0 where that is fewer than 16."""
    steps = min(int(run_steps * _RUN_SHARE), MOST_STEPS)
    return steps if steps >= FEWEST_STEPS else 0


def rates_of(steps: int) -> list[float]:
    """Returns the learning rates of `steps` steps, evenly spaced on a logarithmic scale."""
    span = math.log(HIGHEST_RATE / LOWEST_RATE)
    return [LOWEST_RATE * math.exp(span * step / (steps - 1)) for step in range(steps)]


def smoothed(losses: Sequence[float]) -> list[float]:
    """Returns the exponential moving average of losses, corrected for its start at zero (as Adam's moments are)."""
    average, result = 0.0, []
    for number, loss in enumerate(losses, 1):
        average = _DECAY * average + (1 - _DECAY) * loss
        result.append(average / (1 - _DECAY**number))
    return result


def chosen_rate(rates: Sequence[float], losses: Sequence[float], highest: float = SAFE_RATES[1]) -> float:
    """Returns the learning rate to train with, from the rates tried and their smoothed losses, from `SAFE_RATES` up to `highest`."""
    reach = max(round(_SLOPE_SHARE * len(losses)), 1)
    slopes = {step: losses[step + reach] - losses[step - reach] for step in range(reach, len(losses) - reach)}
    if not slopes:
        return SAFE_RATES[0]
    steepest, lowest = (rates[min(curve, key=curve.__getitem__)] for curve in (slopes, dict(enumerate(losses))))
    return min(max(math.sqrt(steepest / _LAG * lowest / _LATE), SAFE_RATES[0]), highest)


def find_learning_rate(
    network: torch.nn.Module, run: Run, steps: int, reporter: Reporter
) -> tuple[LrFinderCurve, float]:
    """Takes up to `steps` steps with the network, which lies on the device, and gives it its weights back.

    They wait on the CPU meanwhile: the device needs no more memory than for training. Returns the curve and the median
    duration of a step in seconds: the first steps take longer. It ends early once the loss has risen to four times its
    lowest, or is not finite. Raises Cancelled.
    """
    seed = run.request.seed
    stepper = Stepper(network.train(), run.loss, run.runtime, run.data.training.cache.side_px, reporter)
    generator = augmentation_generator(seed, LR_FINDER_EPOCH)
    rates, losses, moments = rates_of(steps), [], [time.monotonic()]
    batches = make_batches(run.data.training, _order(run, steps), run.device_input, reporter)
    with contextlib.closing(batches), seeded_network(seed, LR_FINDER_EPOCH, run.runtime.device), _given_back(network):
        for rate, batch in zip(rates, batches):
            set_learning_rate(stepper.optimizer, rate)
            step = stepper(*run.augmented(batch, generator))
            losses.append(float(run.runtime.ranks.sum(step.loss_sum) / step.size))
            run.runtime.ranks.stop_if_cancelled()
            moments.append(time.monotonic())
            curve = smoothed(losses)
            reporter.progress(len(losses) / steps)
            if not math.isfinite(losses[-1]) or curve[-1] > _DIVERGED * min(curve):
                break
    curve = [loss for loss in smoothed(losses) if math.isfinite(loss)]
    tried = rates[: len(curve)]
    highest = SAFE_RATES[1] if sees_surroundings(run.spec.architecture) else HIGHEST_PIXEL_RATE
    found = LrFinderCurve(tuple(tried), tuple(curve), chosen_rate(tried, curve, highest))
    return found, float(np.median(np.diff(moments)))


@contextlib.contextmanager
def _given_back(network: torch.nn.Module) -> Iterator[None]:
    """Restores weights and buffers of a network in the end, and removes its gradients."""
    initial = {name: value.to("cpu", copy=True) for name, value in network.state_dict().items()}
    try:
        yield
    finally:
        network.load_state_dict(initial)
        network.zero_grad(set_to_none=True)


def _order(run: Run, steps: int) -> list[np.ndarray]:
    """Returns as many batches of chips as there are steps: those of one epoch, over and over."""
    order = run.order(LR_FINDER_EPOCH)
    return [order[step % len(order)] for step in range(steps)]
