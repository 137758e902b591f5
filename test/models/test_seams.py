"""Seams: labels change across the borders of tiles as often as anywhere else, as in one pass over the whole image.

Trained networks of the three architectures are measured by the benchmark of the seams; here stands what any network needs that
sees no further than half of the overlap, and whose answers at the very edge of a tile are wrong, as real ones' are.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from pixel_classifier.models.mosaic import RowMosaic
from pixel_classifier.models.networks import default_overlap_px
from pixel_classifier.models.tiles import TileLayout, lay_tiles
from pixel_classifier.rasters.grid import Window
from torch import nn

SIDE, CLASSES = 700, 4


def image() -> torch.Tensor:
    """Noise of several sizes, as land is: large fields and small things in them."""
    generator = torch.Generator().manual_seed(2)
    layers = [torch.randn(1, CLASSES, SIDE // size, SIDE // size, generator=generator) for size in (1, 4, 16, 64)]
    return sum(nn.functional.interpolate(layer, (SIDE, SIDE), mode="bilinear") for layer in layers)


class Surroundings(nn.Module):
    """Gives each pixel the class that is strongest within `reach` pixels; beyond the edge there is nothing to see."""

    def __init__(self, reach: int) -> None:
        super().__init__()
        sides = ((1, 2 * reach + 1), (2 * reach + 1, 1))
        self.mean = nn.Sequential(*(nn.AvgPool2d(k, 1, (k[0] // 2, k[1] // 2), count_include_pad=False) for k in sides))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return (4 * self.mean(images)).softmax(1)


def tiled(network: nn.Module, pixels: torch.Tensor, layout: TileLayout) -> np.ndarray:
    """Classifies tile by tile."""
    mosaic, parts = RowMosaic(layout, CLASSES), []
    filled = nn.functional.pad(pixels, (0, -SIDE % 32, 0, -SIDE % 32), mode="reflect")
    for number, row in enumerate(layout.rows):
        for k, column in enumerate(layout.columns):
            mosaic.add(k, network(filled[:, :, row.start : row.stop, column.start : column.stop])[0])
        parts.append(mosaic.finish_row().clone())
        if number + 1 < len(layout.rows):
            mosaic.next_row()
    return torch.cat(parts, 1).argmax(0).numpy()


def change_rates(labels: np.ndarray, layout: TileLayout) -> tuple[float, float]:
    """Returns the shares of neighbouring pixels with different labels, inside the overlaps and elsewhere."""
    seams, elsewhere = [], []
    for axis, spans in enumerate((layout.rows, layout.columns)):
        changes = np.moveaxis(np.diff(labels.astype(int), axis=axis) != 0, axis, 0)
        crossing = np.zeros(SIDE - 1, bool)
        for earlier, later in zip(spans, spans[1:]):
            crossing[later.start : earlier.stop] = True
        seams.append(changes[crossing].mean())
        elsewhere.append(changes[~crossing].mean())
    return float(np.mean(seams)), float(np.mean(elsewhere))


@pytest.mark.parametrize("reach", [2, 16])
@pytest.mark.parametrize("tile", [256, 384])
def test_labels_change_across_borders_as_often_as_elsewhere(reach, tile):
    pixels, network, window = image(), Surroundings(reach), Window(0, 0, SIDE, SIDE)
    layout = lay_tiles(window, window, tile, default_overlap_px(tile) // 32 * 32, 32, elastic=True)
    assert len(layout.rows) > 1 and len(layout.columns) > 1
    whole = network(pixels)[0].argmax(0).numpy()
    found = tiled(network, pixels, layout)
    seams, elsewhere = change_rates(found, layout)
    seams_of_whole, elsewhere_of_whole = change_rates(whole, layout)
    assert elsewhere > 0.01, "there must be something to see"
    assert abs((seams - elsewhere) - (seams_of_whole - elsewhere_of_whole)) < 0.001
    assert (found != whole).mean() < 0.001 or reach > 8


def test_without_overlap_the_seams_can_be_seen():
    """So the measure above can tell."""
    pixels, network, window = image(), Surroundings(16), Window(0, 0, SIDE, SIDE)
    bare = lay_tiles(window, window, 256, 0, 32)
    measured = lay_tiles(window, window, 256, 32, 32)
    lines = np.array([span.start for span in bare.columns[1:]]) - 1
    found, whole = tiled(network, pixels, bare), network(pixels)[0].argmax(0).numpy()
    across = [np.diff(labels.astype(int), axis=1)[:, lines].astype(bool).mean() for labels in (found, whole)]
    assert len(measured.columns) > 1 and across[0] > 2 * across[1]
