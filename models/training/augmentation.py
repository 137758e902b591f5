"""Augmentation on whole batches, on the device: what a chip may be turned into without becoming untrue.

Seen from above there is no up or down: the eight symmetries of the square (the dihedral group) leave imagery true. So
do, within limits, another ground sample distance (scale), another haze or exposure (gain and offset of a band) and a
noisier sensor. Pixels are in the scaled domain, (value - mean) / standard deviation, where a missing value is 0 and
stays 0, as in classification: gain turns about 0, offset and noise spare it. Labels move with their pixels and are
never interpolated.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields

import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.errors import SettingsError

SYMMETRIES = 8


@dataclass(frozen=True)
class Augmentation:
    """What is varied, each sample by draws of its own; 0 or False switches a kind off.

    `scale` is the largest relative zoom: 0.25 draws factors from 1 / 1.25 to 1.25, evenly on a logarithmic scale. `gain` is
    the largest relative change of a band's contrast: 0.1 draws factors from 0.9 to 1.1. `offset` is the largest shift of
    a band, and `noise` the standard deviation of what is added to each pixel, both in standard deviations of the band.
    """

    symmetries: bool = True
    scale: float = 0.0
    gain: float = 0.0
    offset: float = 0.0
    noise: float = 0.0

    def __post_init__(self) -> None:
        """Raises SettingsError naming the first value that would leave no image to learn from."""
        for name, most in (("scale", 1.0), ("gain", 0.9), ("offset", 3.0), ("noise", 3.0)):
            value = getattr(self, name)
            if not 0 <= value <= most:
                raise SettingsError(f"The augmentation {name} is {value:g}. Choose a value from 0 (off) to {most:g}.")

    @property
    def active(self) -> tuple[str, ...]:
        """Returns the names of the kinds that are switched on, in the order in which they are applied."""
        return tuple(entry.name for entry in fields(self) if getattr(self, entry.name))

    def only(self, name: str) -> Augmentation:
        """Returns the augmentation with nothing but one of its kinds."""
        return Augmentation(**{"symmetries": False, name: getattr(self, name)})

    def to_json(self) -> dict:
        """Returns the settings as plain values, ready for JSON."""
        return asdict(self)

    def __call__(
        self, pixels: torch.Tensor, labels: torch.Tensor, generator: torch.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns a batch varied: pixels float (n, bands, h, w), h = w, scaled; labels uint8 (n, h, w).

        All draws come from `generator`, of the CPU, whatever device the batch is on. Shapes, dtypes and memory layout
        stay; the tensors given are left as they are, and returned where everything is off. A sample that would lose
        all its labels by the change of scale keeps its scale.
        """
        if self.symmetries:
            pixels, labels = augment_batch(pixels, labels, generator)
        if self.scale:
            pixels, labels = _zoomed(pixels, labels, self.scale, generator)
        if self.gain or self.offset or self.noise:
            pixels = _shaded(pixels, self.gain, self.offset, self.noise, generator)
        return pixels, labels


def apply_symmetry(batch: torch.Tensor, number: int) -> torch.Tensor:
    """Returns the batch (..., h, w; h = w) turned by `number` % 4 quarter turns, then mirrored where `number` >= 4."""
    turned = torch.rot90(batch, number % 4, (-2, -1))
    return turned.flip(-1) if number >= SYMMETRIES // 2 else turned


def augment_batch(
    pixels: torch.Tensor, labels: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Applies to each sample of a batch a symmetry of its own, drawn from `generator` (of the CPU).

    `pixels` is (n, bands, h, w), `labels` (n, h, w), h = w. Returns new tensors of the same shapes, dtypes and
    memory layout.
    """
    numbers = torch.randint(SYMMETRIES, (len(pixels),), generator=generator)
    turned_pixels, turned_labels = torch.empty_like(pixels), torch.empty_like(labels)
    groups = numbers.argsort(stable=True).to(pixels.device).split(numbers.bincount(minlength=SYMMETRIES).tolist())
    for number, samples in enumerate(groups):
        if not len(samples):
            continue
        turned_pixels[samples] = apply_symmetry(pixels[samples], number)
        turned_labels[samples] = apply_symmetry(labels[samples], number)
    return turned_pixels, turned_labels


def _zoomed(
    pixels: torch.Tensor, labels: torch.Tensor, scale: float, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Shows each sample through a window that is smaller (zoom in) or larger (zoom out) than it, anywhere on it.

    Beyond the edge the pixels are mirrored, for the mean in their place would be an edge to learn, and would shift
    the statistics of batch normalisation; there is no label there, so that nothing untrue is taught.
    """
    draws = torch.rand((3, len(pixels)), generator=generator)
    half = torch.exp((2 * draws[0] - 1) * math.log1p(scale))  # half the window's side; half the sample's is 1
    middles = (2 * draws[1:] - 1) * (1 - half).abs()
    half, *middles = torch.cat((half[None], middles)).to(pixels.device)
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
    """Returns the labels under the places (n, side) of rows and columns, -1 to 1 over the sample; ignored beyond it."""
    side = labels.shape[-1]
    down, across = (((places + 1) * (side / 2)).floor().long() for places in (rows, columns))
    inside = ((down >= 0) & (down < side))[:, :, None] & ((across >= 0) & (across < side))[:, None, :]
    samples = torch.arange(len(labels), device=labels.device)[:, None, None]
    found = labels[samples, down.clamp(0, side - 1)[:, :, None], across.clamp(0, side - 1)[:, None, :]]
    return torch.where(inside, found, torch.full_like(found, IGNORED_INDEX))


def _shaded(pixels: torch.Tensor, gain: float, offset: float, noise: float, generator: torch.Generator) -> torch.Tensor:
    """Changes the contrast and level of each band of each sample and adds noise; exact zeros, missing values, stay."""
    count, bands, height, width = pixels.shape
    draws = (2 * torch.rand((2, count, bands, 1, 1), generator=generator) - 1).to(pixels)
    shaded = torch.addcmul(offset * draws[1], pixels, 1 + gain * draws[0]) if offset else pixels * (1 + gain * draws[0])
    if noise:
        # Normal numbers for one sample are enough: each takes them from another start. Those for all would take the
        # processor longer than a GPU needs for the step.
        size = bands * height * width
        normal = (noise * torch.randn(size, generator=generator)).to(pixels)
        starts = torch.randint(size, (count,), generator=generator).to(pixels.device)
        windows = torch.cat((normal, normal)).unfold(0, size, 1)[starts]
        shaded += windows.view(count, height, width, bands).permute(0, 3, 1, 2)
    if offset or noise:
        shaded.masked_fill_(pixels == 0, 0)
    return _laid_out_like(pixels, shaded)


def _laid_out_like(model: torch.Tensor, batch: torch.Tensor) -> torch.Tensor:
    """Returns a batch in the memory layout of another."""
    if model.is_contiguous(memory_format=torch.channels_last) and not model.is_contiguous():
        return batch.contiguous(memory_format=torch.channels_last)
    return batch.contiguous()
