"""An exponential moving average (EMA) of the weights, evaluated and saved in place of the last weights where asked for.

The average along the way lies in a flatter, wider valley of the loss than any single point (Izmailov et al. 2018,
"Averaging weights leads to wider optima"; with a decay as in Tarvainen and Valpola 2017, "Mean teachers").
"""

from __future__ import annotations

from timm.utils import ModelEmaV3
from torch import nn

LONGEST_DECAY = 0.999
_WARM_UP_STEPS = 9


def make_ema(network: nn.Module) -> ModelEmaV3:
    """Returns a copy of the network, on its device, that follows it as `update(network, step)` is called, steps from 1.

    The decay grows with the steps, 1 - 1 / (1 + (step - 1) / 9), up to `LONGEST_DECAY`: the initial weights are soon
    forgotten. Statistics of batch normalisation are averaged alike, as they belong to the averaged weights.
    """
    return ModelEmaV3(network, LONGEST_DECAY, use_warmup=True, warmup_gamma=_WARM_UP_STEPS, warmup_power=1)
