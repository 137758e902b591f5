"""A model as classification takes it: a description, and a function that loads the network.

A model comes from a model folder, an .onnx file, or a folder of segmentation_models_pytorch. Its network maps images,
normalised by the means and standard deviations of the description, to logits: one channel per class of the description.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn

from ..core.description import ModelDescription


@dataclass(frozen=True)
class TileRules:
    """What tiles a network takes that does not take any: squares of `side_px`, with an overlap of `overlap_px`, None for the usual."""

    side_px: int
    overlap_px: int | None = None


@dataclass(frozen=True)
class ModelSource:
    """A model that can be loaded.

    `name` is what messages call it. `tiles` is None where the network takes tiles of many sizes. `is_for_bytes` is whether the model
    states no scaling and values from 0 to 255 are assumed. `runs_on_cpu_only` is whether no other device runs it.
    """

    name: str
    description: ModelDescription
    load: Callable[[], nn.Module]
    tiles: TileRules | None = None
    is_for_bytes: bool = False
    runs_on_cpu_only: bool = False
