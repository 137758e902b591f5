"""Folders of segmentation_models_pytorch's `save_pretrained`, without a model.json of ours: config.json and model.safetensors.

They state network, bands and classes, but not how values are scaled: that is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from ...rasters.classes.class_table import ClassEntry, ClassTable, distinct_color
from ...rasters.core.errors import ModelError, SettingsError
from ...rasters.core.progress import Reporter
from ..core.description import ModelDescription
from ..core.normalization import scaling_for
from .build import architecture_of, network_from_config
from .model_folder import CONFIG, load_weights, read_config
from .model_source import ModelSource

_CHIP_PX = 256
"""Taken for the side of the training images, which the folder does not state."""


def open_smp_folder(folder: Path, band_scaling: Sequence[tuple[float, float]], reporter: Reporter) -> ModelSource:
    """Opens such a folder for classification; logs what it does not state and is assumed.

    `band_scaling` is mean and standard deviation of each band. Raises SettingsError where it is missing or does not fit, ModelError
    where the folder is damaged or its network cannot be built.
    """
    config = read_config(folder)
    bands, channels = config["in_channels"], config["classes"]
    if not (type(bands) is int and type(channels) is int and bands > 0 and channels > 0):
        raise ModelError(
            f"{folder / CONFIG} has {bands!r} bands and {channels!r} classes. Restore the folder from a copy."
        )
    if not band_scaling:
        raise SettingsError(
            f"{folder} holds a network of {bands} bands without a model.json, so the scaling of its bands is unknown. Give the band scaling "
            "(BAND_SCALING): mean and standard deviation of each band in units of the raster, such as 123.7 58.4; 116.3 57.1; 103.5 57.4 "
            "for bytes and ImageNet's values; 0 255 for values divided by 255."
        )
    scaling = scaling_for(band_scaling, bands, str(folder))
    # A single channel separates a class from the background.
    first, count = (0, 2) if channels == 1 else (1, channels)
    names = ("background", "1") if channels == 1 else tuple(str(value) for value in range(1, channels + 1))
    reporter.info(
        f"{folder} states no classes: they have the values {first} to {first + count - 1}, in the order of its output channels. Pixel size "
        "and values of the raster are not compared with those of the training."
    )
    description = ModelDescription(
        architecture=architecture_of(config),
        encoder=str(config["encoder_name"]),
        class_table=ClassTable(tuple(ClassEntry(first + n, name, distinct_color(n)) for n, name in enumerate(names))),
        band_names=tuple(f"Band {number}" for number in range(1, bands + 1)),
        dtype="",
        band_means=scaling.means,
        band_stds=scaling.stds,
        band_minimums=scaling.means,
        band_maximums=scaling.means,
        pixel_size_map=(0.0, 0.0),
        crs_wkt="",
        chip_size_px=_CHIP_PX,
        ignore_class=None if channels == 1 else 0,
    )
    return ModelSource(str(folder), description, lambda: _load(folder, config))


def _load(folder: Path, config: dict) -> nn.Module:
    """Returns the network without an activation, so that it returns logits."""
    try:
        network = network_from_config({**config, "activation": None})
    except SettingsError as error:
        raise ModelError(f"The network of {folder} cannot be built here: {error}") from error
    load_weights(folder, network)
    return AgainstBackground(network).eval() if config["classes"] == 1 else network.eval()


class AgainstBackground(nn.Module):
    """Adds the logits of the background, 0, to a network with one output channel."""

    def __init__(self, network: nn.Module) -> None:
        """Takes the network, which returns (n, 1, h, w)."""
        super().__init__()
        self.network = network

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Returns logits (n, 2, h, w)."""
        logits = self.network(images)
        return torch.cat([torch.zeros_like(logits), logits], 1)
