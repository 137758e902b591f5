"""Augmentation of whole batches, on the device.

Imagery seen from above has no up or down, so the eight transforms of D4 keep it realistic. So do, within limits, another
ground sample distance (scale), another haze or exposure (gain and offset of a band) and a noisier sensor. Pixels are
normalised, (value - mean) / standard deviation; a missing value is 0 and stays 0, as in prediction: gain leaves 0 as it is,
offset and noise skip it. Labels move with their pixels and are never interpolated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ..networks.d4 import TRANSFORMS, transformed
from ..runtime.device_input import sent

D4 = TRANSFORMS["8"]


@dataclass(frozen=True)
class Augmentation:
    """The kinds of augmentation, random for each sample; 0 or False switches a kind off.

    `d4` is a random D4 transform. `scale` is the largest relative zoom: 0.25 samples factors from 1 / 1.25 to 1.25, evenly
    on a logarithmic scale. `gain` is the largest relative change of a band's contrast: 0.1 samples factors from 0.9 to 1.1.
    `offset` is the largest shift of a band, and `noise` the standard deviation of Gaussian noise, both in standard
    deviations of the band.
    """

    d4: bool = True
    scale: float = 0.0
    gain: float = 0.0
    offset: float = 0.0
    noise: float = 0.0

    @property
    def active(self) -> tuple[str, ...]:
        """Returns the names of the kinds that are switched on, in the order in which they are applied."""
        return tuple(entry.name for entry in fields(self) if getattr(self, entry.name))

    def only(self, name: str) -> Augmentation:
        """Returns the augmentation with nothing but one of its kinds."""
        return Augmentation(**{"d4": False, name: getattr(self, name)})

    def to_json(self) -> dict:
        """Returns the settings as model.json records them."""
        return {
            "symmetries": self.d4,
            "scale": self.scale,
            "gain": self.gain,
            "offset": self.offset,
            "noise": self.noise,
        }

    def __call__(
        self, pixels: torch.Tensor, labels: torch.Tensor, generator: torch.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns an augmented batch: pixels float (n, bands, h, w), h = w, normalised; labels uint8 (n, h, w).

        All random numbers derive from `generator`, of the CPU, whatever device the batch is on. Shapes, dtypes and memory layout
        stay; the tensors given are not changed, and returned where everything is off. A sample that would lose all its
        labels by the change of scale keeps its scale.
        """
        if self.d4:
            pixels, labels = transform_each(pixels, labels, generator)
        if self.scale:
            pixels, labels = _zoomed(pixels, labels, self.scale, generator)
        if self.gain or self.offset or self.noise:
            pixels = _shaded(pixels, self.gain, self.offset, self.noise, generator)
        return pixels, labels


def transform_each(
    pixels: torch.Tensor, labels: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Applies a random D4 transform to each sample of a batch, chosen by `generator` (of the CPU).

    `pixels` is (n, bands, h, w), `labels` (n, h, w), h = w. Returns new tensors of the same shapes, dtypes and
    memory layout.
    """
    choices = torch.randint(len(D4), (len(pixels),), generator=generator)
    moved_pixels, moved_labels = torch.empty_like(pixels), torch.empty_like(labels)
    order = sent(choices.argsort(stable=True), pixels.device)
    for transform, samples in zip(D4, order.split(choices.bincount(minlength=len(D4)).tolist())):
        if len(samples):
            moved_pixels[samples] = transformed(pixels[samples], transform)
            moved_labels[samples] = transformed(labels[samples], transform)
    return moved_pixels, moved_labels


def _zoomed(
    pixels: torch.Tensor, labels: torch.Tensor, scale: float, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Shows each sample through a window that is smaller (zoom in) or larger (zoom out) than it, anywhere on it.

    Beyond the edge the pixels are mirrored: the mean in their place would be an edge to learn, and would shift
    the statistics of batch normalisation. There is no label there.
    """
    random = torch.rand((3, len(pixels)), generator=generator)
    half = torch.exp((2 * random[0] - 1) * math.log1p(scale))  # half the window's side; half the sample's is 1
    middles = (2 * random[1:] - 1) * (1 - half).abs()
    half, *middles = sent(torch.cat((half[None], middles)), pixels.device)
    steps = (2 * torch.arange(labels.shape[-1], device=pixels.device) + 1) / labels.shape[-1] - 1
    rows, columns = (middle[:, None] + half[:, None] * steps for middle in middles)

    moved = _nearest(labels, rows, columns)
    lost = (labels != IGNORED_INDEX).any((1, 2)) & ~(moved != IGNORED_INDEX).any((1, 2))
    moved = torch.where(lost[:, None, None], labels, moved)
    rows, columns = (torch.where(lost[:, None], steps, places) for places in (rows, columns))
    shape = (*rows.shape, columns.shape[1])
    grid = torch.stack((columns[:, None, :].expand(shape), rows[:, :, None].expand(shape)), -1).to(pixels.dtype)
    seen = torch.nn.functional.grid_sample(pixels, grid, "bilinear", "reflection", align_corners=False)
    return _laid_out_like(pixels, seen), moved


def _nearest(labels: torch.Tensor, rows: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
    """Returns the labels at coordinates (n, side) of rows and columns, -1 to 1 over the sample; ignored beyond it."""
    side = labels.shape[-1]
    down, across = (((places + 1) * (side / 2)).floor().long() for places in (rows, columns))
    inside = ((down >= 0) & (down < side))[:, :, None] & ((across >= 0) & (across < side))[:, None, :]
    samples = torch.arange(len(labels), device=labels.device)[:, None, None]
    found = labels[samples, down.clamp(0, side - 1)[:, :, None], across.clamp(0, side - 1)[:, None, :]]
    return torch.where(inside, found, torch.full_like(found, IGNORED_INDEX))


def _shaded(pixels: torch.Tensor, gain: float, offset: float, noise: float, generator: torch.Generator) -> torch.Tensor:
    """Changes the contrast and level of each band of each sample and adds noise; exact zeros, missing values, stay."""
    shape = (2, *pixels.shape[:2], 1, 1)
    gains, offsets = sent(2 * torch.rand(shape, generator=generator) - 1, pixels.device).to(pixels.dtype)
    shaded = pixels * (1 + gain * gains) + offset * offsets
    if noise:
        # On the device: normal numbers for all pixels would take the CPU longer than a GPU needs for the step.
        seed = int(torch.randint(2**62, (), generator=generator))
        there = torch.Generator(pixels.device).manual_seed(seed)
        shaded += noise * torch.randn(pixels.shape, generator=there, dtype=pixels.dtype, device=pixels.device)
    return _laid_out_like(pixels, shaded.masked_fill_(pixels == 0, 0))


def _laid_out_like(model: torch.Tensor, batch: torch.Tensor) -> torch.Tensor:
    """Returns a batch in the memory layout of another."""
    if model.is_contiguous(memory_format=torch.channels_last) and not model.is_contiguous():
        return batch.contiguous(memory_format=torch.channels_last)
    return batch.contiguous()
