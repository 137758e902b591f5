"""What a classification depends on, as a record beside its finished strips: only strips of the same run are put together.

A *strip* is the rows of the maps that one row of tiles finishes. It depends on the raster, the model, the settings and the tiles, and on
what computes it; not on which run computes it, nor when.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch

from ...rasters.core.grid import Grid
from ...rasters.core.tiling import Span
from ...rasters.labels.rasterize import PolygonMask
from ...rasters.reading.dataset import RasterDataset
from ...rasters.reading.file_state import file_states
from ..core.description import ModelDescription
from ..core.digests import digest_of_files
from ..core.parts import part_of
from ..core.requests import ClassifyRequest
from ..core.serialization import to_data
from ..core.versions import plugin_version
from ..networks.open_model import model_files
from ..openvino_runtime.package import version as openvino_version
from ..runtime.devices import Runtime
from ..runtime.precision import precision_name
from .map_pieces import WantedMaps
from .model_grid import ModelGrid
from .tiles import TileLayout

_TITLES = {
    "raster": "the raster, its size or its time of change", "grid": "the raster's grid, CRS or NoData", "model": "the model",
    "bands": "the bands", "missing": "undeclared NoData", "mask": "the mask polygons", "tiles": "the extent, or size and overlap of the tiles",
}  # fmt: skip
"""What is compared as a whole; of the others both values are named."""


@dataclass(frozen=True)
class Strip:
    """The strip of the `number`-th row of tiles: its rows on the model grid (`rows`) and on that of the maps (`result`)."""

    number: int
    rows: Span
    result: Span


@dataclass(frozen=True)
class RunRecord:
    """A run: what its strips depend on (`identity`, plain data), the strips, and what joining them needs.

    `grid` is that of the maps, `mask_grid` that of the raster, on which mask polygons were taken, None without a mask.
    """

    identity: Mapping[str, Any]
    strips: tuple[Strip, ...]
    request: ClassifyRequest
    grid: Grid
    model: ModelDescription
    mask_grid: Grid | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where the strips do not lie one below the other in the grid of the maps."""
        below = 0
        for strip in self.strips:
            if not below <= strip.result.start <= strip.result.stop <= self.grid.height or strip.number < 0:
                raise ValueError(f"strip {strip.number} of rows {strip.result} in a map of {self.grid.height} rows")
            below = strip.result.stop
        if not self.grid.is_usable:
            raise ValueError(f"a map of {self.grid.width} x {self.grid.height} pixels at {self.grid.geotransform}")

    @functools.cached_property
    def digest(self) -> str:
        """Returns a short digest of the identity, by which strips of one run are known."""
        text = json.dumps(self.identity, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def strips_of(layout: TileLayout, model_grid: ModelGrid) -> tuple[Strip, ...]:
    """Returns the strips of all rows of tiles that finish a row of the result."""
    strips = []
    for number in range(len(layout.rows)):
        rows = layout.result_rows(number)
        if rows.length > 0:
            strips.append(Strip(number, rows, model_grid.result_rows(rows)))
    return tuple(strips)


def identity_of(
    request: ClassifyRequest,
    raster: RasterDataset,
    bands: tuple[int, ...],
    missing: tuple[tuple[float, ...], ...],
    polygons: PolygonMask | None,
    layout: TileLayout,
    runtime: Runtime,
) -> dict[str, Any]:
    """Returns what the pixels of a run depend on, as plain data. Raises OSError where the model cannot be read."""
    info = raster.info
    maps = WantedMaps.of(request)
    return {
        "raster": to_data(raster.states_when_opened or file_states((request.raster,))),
        "grid": repr((info.grid, info.nodata, info.nodata_ranges)),
        "model": model_digest(request.model),
        "bands": list(bands),
        "missing": repr(missing),
        "mask": None if polygons is None else polygons.digest(),
        "tiles": to_data(layout),
        "BAND_SCALING": to_data(request.band_scaling),
        "RESAMPLE": request.resample,
        "TEST_TIME_AUGMENTATION": request.augmentation,
        "BATCH_SIZE": request.batch_size,
        "CONFIDENCE": maps.confidence,
        "UNCERTAINTY": maps.uncertainty,
        "SET_SIZE": maps.set_size,
        "PROBABILITIES": request.probability_type if maps.probabilities else None,
        "device": runtime.openvino or runtime.device.type,
        "precision": _precision(runtime),
        "PyTorch": torch.__version__,
        "OpenVINO": openvino_version() if runtime.openvino else None,
        "version of the plugin": plugin_version(),
    }


def _precision(runtime: Runtime) -> str:
    """Returns the precision of the network, in 8 bits with that of its other layers: CPUs differ in it."""
    rest = f" beside {precision_name(runtime.precision)}" if runtime.quantized else ""
    return runtime.precision_name + rest


def kept_request(request: ClassifyRequest) -> ClassifyRequest:
    """Returns a request as its strips keep it: with absolute paths, and the number of parts that a queue told."""
    part = part_of(request)
    return replace(absolute(request), parts=part.count if part else request.parts)


def absolute(request: ClassifyRequest) -> ClassifyRequest:
    """Returns a request with absolute paths, but of inputs that only GDAL reaches."""
    paths = {name: os.path.abspath(path) for name, path in request.output_paths.items() if path}
    mask = request.mask and replace(request.mask, path=_absolute_file(request.mask.path))
    return replace(
        request, raster=_absolute_file(request.raster), model=os.path.abspath(request.model), mask=mask, **paths
    )


def _absolute_file(path: str) -> str:
    return os.path.abspath(path) if os.path.exists(path) else path


def differences(here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    """Returns in which points two runs differ, for a sentence."""
    found = []
    for key, value in here.items():
        if there.get(key) != value:
            found.append(_TITLES.get(key) or f"{key} ({value} here, {there.get(key)} there)")
    return "; ".join(found)


def model_digest(model: str) -> str:
    """Returns a digest of the content of a model's files, the same for copies of them."""
    return digest_of_files(model_files(model))
