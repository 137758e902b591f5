"""Turns finished rows of probabilities into pieces of the maps on the host: only the requested maps, ready to be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from ...rasters.classes.class_table import IGNORED_INDEX
from ..core.requests import ClassifyRequest
from ..networks.class_decision import as_percent, calibrated, most_probable, set_size, uncertainty
from ..runtime.buffers import Ring, Workspace
from ..runtime.devices import Runtime
from .tiles import TileLayout

BYTE_NODATA = 255
"""NoData of maps of bytes other than the classes: percent, and sizes of prediction sets."""
BYTE_MAPS = ("confidence", "uncertainty", "set_size")
"""The fields of those maps."""


@dataclass(frozen=True)
class MapPiece:
    """Whole rows of the maps, from row `y` of the requested window on.

    `index` is uint8 (rows, width), the class index, `IGNORED_INDEX` where there is none. Maps that are not requested are None. `confidence`
    and `uncertainty` are uint8 (rows, width) in percent, `set_size` uint8 (rows, width), the number of possible classes. All three are
    `BYTE_NODATA` where there is no class. `probabilities` is (classes, rows, width), float32 from 0 to 1 or, where bytes are requested,
    uint8 in percent. `nan_pixels` counts the pixels for which the network returned NaN.
    """

    y: int
    index: np.ndarray
    confidence: np.ndarray | None = None
    uncertainty: np.ndarray | None = None
    set_size: np.ndarray | None = None
    probabilities: np.ndarray | None = None
    nan_pixels: int = 0

    def taken(self, y: int, rows: np.ndarray, columns: np.ndarray) -> MapPiece:
        """Returns the piece that has, from row `y` on, these rows and columns of this one."""

        def pick(values: np.ndarray | None) -> np.ndarray | None:
            return None if values is None else values.take(rows, axis=-2).take(columns, axis=-1)

        parts = (
            pick(values)
            for values in (self.index, self.confidence, self.uncertainty, self.set_size, self.probabilities)
        )
        return MapPiece(y, *parts, nan_pixels=self.nan_pixels)

    def leave_out(self, where: np.ndarray) -> None:
        """Makes pixels NoData in place; `where` is bool (rows, width)."""
        _mark(self.index, where, IGNORED_INDEX)
        for values in (self.confidence, self.uncertainty, self.set_size):
            if values is not None:
                _mark(values, where, BYTE_NODATA)


@dataclass(frozen=True)
class WantedMaps:
    """Which maps are requested beside the classes; `uncertainty` is its kind, None for none.

    `temperature` calibrates the probabilities that they show; the classes are the same with any. `possible_from` are the
    lowest probabilities of each class in a prediction set, for `set_size`.
    """

    confidence: bool = False
    uncertainty: str | None = None
    probabilities: bool = False
    probability_bytes: bool = False
    set_size: bool = False
    temperature: float = 1.0
    possible_from: tuple[float, ...] = ()

    @property
    def has_shares(self) -> bool:
        """Returns whether a map depends on how certain the network is."""
        return self.confidence or self.uncertainty is not None or self.probabilities or self.set_size

    @classmethod
    def of(
        cls, request: ClassifyRequest, temperature: float = 1.0, possible_from: tuple[float, ...] = ()
    ) -> WantedMaps:
        """Returns the maps of a request; locations to label next are found by their uncertainty."""
        uncertain = request.uncertainty or request.label_next
        return cls(
            confidence=request.confidence is not None,
            uncertainty=request.uncertainty_kind if uncertain else None,
            probabilities=request.probabilities is not None,
            probability_bytes=request.probability_type == "byte",
            set_size=request.set_size is not None,
            temperature=temperature,
            possible_from=possible_from,
        )


class PieceMaker:
    """Makes pieces of the finished rows of a mosaic."""

    def __init__(
        self, layout: TileLayout, maps: WantedMaps, runtime: Runtime, rows_at_once: int, buffers: int
    ) -> None:  # fmt: skip
        """Pieces end at multiples of `rows_at_once` rows of the result; each is valid until `buffers` more are made."""
        self._layout, self._maps, self._rows_at_once = layout, maps, rows_at_once
        self._on_cpu = runtime.device.type == "cpu"
        kind = np.uint8 if maps.probability_bytes else np.float32
        self._indices, self._confidences, self._uncertainties, self._sizes = (
            Ring(buffers, np.uint8, runtime.pinned) for _ in range(4)
        )
        self._probabilities = Ring(buffers, kind, runtime.pinned)
        self._index, self._best = Workspace(torch.uint8, runtime.device), Workspace(torch.float32, runtime.device)

    def pieces(self, number: int, probabilities: torch.Tensor, wanted: np.ndarray) -> Iterator[MapPiece]:
        """Yields the requested part of the finished rows of the `number`-th row of tiles.

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
        index, best = self._indices.next(shape), self._best.of(shape)
        if wanted.any():
            nan_pixels, nodata = self._classify(probabilities, index, best, None if wanted.all() else ~wanted)
        else:
            index[...] = IGNORED_INDEX
            nan_pixels, nodata = 0, ~wanted
        confidence = doubt = size = shares = None
        if self._maps.has_shares and self._maps.temperature != 1:
            probabilities = calibrated(probabilities, self._maps.temperature)
            best = probabilities.amax(dim=0)
        if self._maps.confidence:
            confidence = _on_host(as_percent(best), self._confidences.next(shape))
            _mark(confidence, nodata, BYTE_NODATA)
        if self._maps.uncertainty:
            percent = as_percent(uncertainty(probabilities, self._maps.uncertainty))
            doubt = _on_host(percent, self._uncertainties.next(shape))
            _mark(doubt, nodata, BYTE_NODATA)
        if self._maps.set_size:
            size = _on_host(set_size(probabilities, self._maps.possible_from), self._sizes.next(shape))
            _mark(size, nodata, BYTE_NODATA)
        if self._maps.probabilities:
            values = as_percent(probabilities) if self._maps.probability_bytes else probabilities
            shares = _on_host(values, self._probabilities.next(tuple(probabilities.shape)))
        return MapPiece(y, index, confidence, doubt, size, shares, nan_pixels)

    def _classify(
        self, probabilities: torch.Tensor, index: np.ndarray, best: torch.Tensor, nodata: np.ndarray | None
    ) -> tuple[int, np.ndarray | None]:
        """Fills `index` and `best`; returns the number of NaN pixels, and `nodata` (None: none) with these added."""
        if self._on_cpu:
            most_probable(probabilities, torch.from_numpy(index), best)
        else:
            on_device = self._index.of(index.shape)
            most_probable(probabilities, on_device, best)
            _on_host(on_device, index)
        nan_pixels = 0
        if bool(best.max().isnan()):
            is_nan = best.isnan().cpu().numpy()
            nan_pixels = int(is_nan.sum() if nodata is None else (is_nan & ~nodata).sum())
            nodata = is_nan if nodata is None else nodata | is_nan
        _mark(index, nodata, IGNORED_INDEX)
        return nan_pixels, nodata


def _on_host(values: torch.Tensor, host: np.ndarray) -> np.ndarray:
    """Copies values from the device into an array of the host; returns the array."""
    torch.from_numpy(host).copy_(values)
    return host


def _mark(values: np.ndarray, nodata: np.ndarray | None, code: int) -> None:
    """Writes the NoData code where `nodata` is True."""
    if nodata is not None:
        np.copyto(values, np.uint8(code), where=nodata)
