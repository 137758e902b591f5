"""Seams: labels change across the borders of tiles as often as anywhere else, as in one pass over the whole image.

First what any network needs that sees no further than half of the overlap, and whose answers at the very edge of a tile are
wrong, as real ones' are; then the architectures, their last layer fitted to what the image shows. Networks that are trained as a
whole are measured by the benchmark of the seams.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from pixel_classifier.models.networks.build import NetworkSpec, build_network, pools_over_tiles
from pixel_classifier.models.prediction.blending import RowMosaic
from pixel_classifier.models.prediction.forward import prepare_network
from pixel_classifier.models.prediction.tiles import TileLayout, default_overlap_px, lay_tiles
from pixel_classifier.rasters.core.grid import Window
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


def tiled(network: nn.Module, pixels: torch.Tensor, layout: TileLayout, linear: bool = False) -> np.ndarray:
    """Classifies tile by tile."""
    mosaic, parts = RowMosaic(layout, CLASSES, linear=linear), []
    filled = nn.functional.pad(pixels, (0, -pixels.shape[3] % 32, 0, -pixels.shape[2] % 32), mode="reflect")
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
        crossing = np.zeros(len(changes), bool)
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


def fitted(architecture: str) -> nn.Module:
    """Returns a network of random weights whose last layer tells which band is the strongest around a pixel (least squares)."""
    torch.manual_seed(0)
    network = build_network(NetworkSpec(architecture, "resnet18", CLASSES, CLASSES)).eval()
    pixels = image()[..., -320:, -320:]
    seen, hook = [], network.decoder.register_forward_hook(lambda _, __, output: seen.append(output[0]))
    with torch.inference_mode():
        network.encoder.train()(pixels)  # the encoder's normalisations learn what its layers give
        network.eval()(pixels)
        hook.remove()
        features = seen[-1].flatten(1).T
        around = nn.functional.avg_pool2d(pixels, 9, 1, 4, count_include_pad=False)
        strongest = nn.functional.adaptive_avg_pool2d(around, seen[-1].shape[1:])[0].argmax(0).flatten()
        means, stds = features.mean(0), features.std(0) + 1e-6
        scaled = (features - means) / stds
        wanted = scaled.T @ (nn.functional.one_hot(strongest, CLASSES) - 1 / CLASSES)
        found = (
            torch.linalg.solve(scaled.T @ scaled + 0.01 * len(scaled) * torch.eye(len(means)), wanted) / stds[:, None]
        )
        head = network.segmentation_head[0]
        middle = head.weight.shape[-1] // 2
        head.weight.zero_()
        head.weight[:, :, middle, middle] = 6 * found.T
        head.bias.copy_(-6 * means @ found)
    return nn.Sequential(prepare_network(network, CLASSES, torch.device("cpu"), None), nn.Softmax(1))


def across_cuts(labels: np.ndarray, layout: TileLayout) -> float:
    """Returns the share of neighbouring pixels with different labels right across the borders of tiles without overlap."""
    columns = np.array([span.start for span in layout.columns[1:]]) - 1
    rows = np.array([span.start for span in layout.rows[1:]]) - 1
    return float(
        np.mean([(np.diff(labels, axis=1) != 0)[:, columns].mean(), (np.diff(labels, axis=0) != 0)[rows].mean()])
    )


@pytest.mark.parametrize("architecture", ["unet", "pspnet", "deeplabv3"])
def test_the_architectures_change_labels_across_borders_as_often_as_elsewhere(architecture):
    """Within a quarter of the usual rate, which is the chance of so small an image; without overlap it is half as much again, and more."""
    side = 512
    pixels, window = image()[..., :side, :side].contiguous(), Window(0, 0, side, side)
    layout, bare = (lay_tiles(window, window, 256, overlap, 32) for overlap in (default_overlap_px(256), 0))
    assert len(layout.rows) > 2 and layout.pixels / window.pixels <= 1.35
    network = fitted(architecture)
    with torch.inference_mode():
        whole = network(pixels)[0].argmax(0).numpy()
        blended = tiled(network, pixels, layout, linear=pools_over_tiles(architecture))
        cropped = tiled(network, pixels, bare)
    seams, elsewhere = change_rates(blended, layout)
    seams_of_whole, elsewhere_of_whole = change_rates(whole, layout)
    tolerance = elsewhere_of_whole / 4
    assert elsewhere > 0.01, "there must be something to see"
    assert abs((seams - elsewhere) - (seams_of_whole - elsewhere_of_whole)) < tolerance
    assert across_cuts(cropped, bare) - across_cuts(whole, bare) > 2 * tolerance
