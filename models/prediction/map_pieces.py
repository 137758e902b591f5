"""Finished rows leave the device as pieces of the maps: no more bytes than are asked for, ready to be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ..core.requests import ClassifyRequest
from ..networks.class_decision import as_percent, most_probable, uncertainty
from ..runtime.buffers import Ring, Workspace
from .tiles import TileLayout

NO_PERCENT = 255
"""Stands for "nothing here" in percent."""


@dataclass(frozen=True)
class MapPiece:
    """Some whole rows of the maps, from row `y` of what was asked for on.

    `index` is uint8 (rows, width), the number of the class, `IGNORED_INDEX` where there is none. The others are None where
    they are not asked for: `confidence` and `uncertainty` uint8 (rows, width) in percent, `NO_PERCENT` where there is no
    class; `probabilities` (classes, rows, width) as shares in float32 or, where bytes are asked for, percent in uint8.
    `numberless` counts pixels for which the network gave no number.
    """

    y: int
    index: np.ndarray
    confidence: np.ndarray | None = None
    uncertainty: np.ndarray | None = None
    probabilities: np.ndarray | None = None
    numberless: int = 0

    def taken(self, y: int, rows: np.ndarray, columns: np.ndarray) -> MapPiece:
        """Returns the piece that has, from row `y` on, these rows and columns of this one."""

        def pick(values: np.ndarray | None) -> np.ndarray | None:
            return None if values is None else values.take(rows, axis=-2).take(columns, axis=-1)

        parts = (pick(values) for values in (self.index, self.confidence, self.uncertainty, self.probabilities))
        return MapPiece(y, *parts, numberless=self.numberless)


@dataclass(frozen=True)
class WantedMaps:
    """Which maps are asked for beside the classes; `uncertainty` is its kind, None for none."""

    confidence: bool = False
    uncertainty: str | None = None
    probabilities: bool = False
    probability_bytes: bool = False

    @classmethod
    def of(cls, request: ClassifyRequest) -> WantedMaps:
        """Returns what a request asks for; places to label next are found by their uncertainty."""
        doubt = request.uncertainty or request.label_next
        return cls(
            confidence=request.confidence is not None,
            uncertainty=request.uncertainty_kind if doubt else None,
            probabilities=request.probabilities is not None,
            probability_bytes=request.probability_type == "byte",
        )


class PieceMaker:
    """Makes pieces of the finished rows of a mosaic."""

    def __init__(
        self, layout: TileLayout, maps: WantedMaps, device: torch.device, rows_at_once: int, buffers: int
    ) -> None:  # fmt: skip
        """Pieces end at multiples of `rows_at_once` rows of the result; each is valid until `buffers` more are made."""
        self._layout, self._maps, self._device, self._rows_at_once = layout, maps, device, rows_at_once
        pinned = device.type == "cuda"
        self._bytes = [Ring(buffers, np.uint8, pinned) for _ in range(3)]
        kind = np.uint8 if maps.probability_bytes else np.float32
        self._shares = Ring(buffers, kind, pinned)
        self._index, self._best = Workspace(torch.uint8, device), Workspace(torch.float32, device)

    def pieces(self, number: int, probabilities: torch.Tensor, wanted: np.ndarray) -> Iterator[MapPiece]:
        """Yields the finished rows of the `number`-th row of tiles, as far as they are asked for.

        `probabilities` is float32 (classes, rows, width) of the layout's window, on the device; `wanted` bool (rows, width)
        of all the rows that the row of tiles covers.
        """
        finished, window, asked = self._layout.finished(number), self._layout.window, self._layout.asked
        first, last = max(window.y + finished.start, asked.y), min(window.y + finished.stop, asked.bottom)
        columns = slice(asked.x - window.x, asked.right - window.x)
        y = first
        while y < last:
            stop = min(last, y + self._rows_at_once - (y - asked.y) % self._rows_at_once)
            rows = slice(y - window.y - finished.start, stop - window.y - finished.start)
            yield self._piece(y - asked.y, probabilities[:, rows, columns], wanted[rows, columns])
            y = stop

    @torch.inference_mode()
    def _piece(self, y: int, probabilities: torch.Tensor, wanted: np.ndarray) -> MapPiece:
        shape = tuple(wanted.shape)
        best = self._best.of(shape)
        host = [ring.next(shape) for ring in self._bytes]
        nowhere = None if wanted.all() else ~wanted
        if not wanted.any():
            index = host[0]
            index[...] = IGNORED_INDEX
            numberless = 0
        else:
            index, nowhere, numberless = self._classes(probabilities, best, host[0], nowhere)
        confidence = doubt = shares = None
        if self._maps.confidence:
            confidence = self._brought(as_percent(best), host[1])
            _mark(confidence, nowhere, NO_PERCENT)
        if self._maps.uncertainty:
            doubt = self._brought(as_percent(uncertainty(probabilities, self._maps.uncertainty)), host[2])
            _mark(doubt, nowhere, NO_PERCENT)
        if self._maps.probabilities:
            values = as_percent(probabilities) if self._maps.probability_bytes else probabilities
            shares = self._brought(values, self._shares.next(tuple(probabilities.shape)))
        return MapPiece(y, index, confidence, doubt, shares, numberless)

    def _classes(
        self, probabilities: torch.Tensor, best: torch.Tensor, host: np.ndarray, nowhere: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray | None, int]:
        """Returns the class of each pixel, where there is none (None: nowhere), and how many lack it for want of a number."""
        if self._device.type == "cpu":
            index = host
            most_probable(probabilities, torch.from_numpy(host), best)
        else:
            there = self._index.of(host.shape)
            most_probable(probabilities, there, best)
            index = self._brought(there, host)
        numberless = 0
        if bool(best.max().isnan()):
            without = best.isnan().cpu().numpy()
            numberless = int(without.sum() if nowhere is None else (without & ~nowhere).sum())
            nowhere = without if nowhere is None else nowhere | without
        _mark(index, nowhere, IGNORED_INDEX)
        return index, nowhere, numberless

    def _brought(self, values: torch.Tensor, host: np.ndarray) -> np.ndarray:
        """Returns values of the device on the host, in the given array."""
        torch.from_numpy(host).copy_(values)
        return host


def _mark(values: np.ndarray, nowhere: np.ndarray | None, nothing: int) -> None:
    """Puts what stands for nothing where there is nothing."""
    if nowhere is not None:
        np.copyto(values, np.uint8(nothing), where=nowhere)
