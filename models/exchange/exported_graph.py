"""The network that is exported: values of the raster in, calibrated class probabilities out, in one module without further inputs."""

from __future__ import annotations

import torch
from torch import nn

from ..networks.onnx_metadata import OwnGraph


class ExportedGraph(nn.Module):
    """Scales values, runs a network, divides its logits by the temperature and returns their softmax."""

    def __init__(self, network: nn.Module, graph: OwnGraph) -> None:
        """Takes a network in evaluation mode on the CPU, and what the graph adds to it."""
        super().__init__()
        model = graph.description
        self.network, self._unit, self._temperature = network, graph.unit, graph.temperature
        self._background = graph.background
        stds = [std if std > 0 else 1.0 for std in model.band_stds]
        self.register_buffer("means", torch.tensor(model.band_means, dtype=torch.float32).view(1, -1, 1, 1))
        self.register_buffer("stds", torch.tensor(stds, dtype=torch.float32).view(1, -1, 1, 1))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Maps values / unit, float32 (1, bands, side, side), to probabilities (1, classes, side, side), after a background of 0 where asked for."""
        logits = self.network((values * self._unit - self.means) / self.stds)
        probabilities = torch.softmax(logits / self._temperature, 1)
        if self._background:
            probabilities = torch.cat([torch.zeros_like(probabilities[:, :1]), probabilities], 1)
        return probabilities
