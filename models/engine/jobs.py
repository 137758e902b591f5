"""The jobs of an engine: functions of other packages of models/, by name, so that nothing is imported early.

The algorithms pass a job and its request to `algorithms.engine.run.run_job`. `perform` runs it, in this process or in an engine
process.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass

from ...rasters.core.progress import Reporter
from ..core.options import ALL_GPUS, INT8
from ..core.requests import (
    ClassifyRequest,
    ClassifyResult,
    ExportModelRequest,
    ExportModelResult,
    TrainRequest,
    TrainResult,
)
from ..installation.findings import Inspected, InspectRequest, Tried, TryRequest


@dataclass(frozen=True)
class Job:
    """A function `function(request, reporter)` of a module in models/, with the types of its request and result.

    `outputs` are the fields of the request that hold an output path (or None): leftover files of a killed process are removed
    there. `needs_pytorch` is whether PyTorch must be loaded first.
    """

    module: str
    function: str
    request: type
    result: type
    outputs: tuple[str, ...] = ()
    needs_pytorch: bool = True

    def output_paths(self, request: object) -> tuple[str, ...]:
        """Returns the output paths of a request."""
        return tuple(path for path in (getattr(request, name) for name in self.outputs) if path)


TRAIN = Job("training.train", "train", TrainRequest, TrainResult, ("output", "report", "table", "footprints"))
CLASSIFY = Job(
    "prediction.classify", "classify", ClassifyRequest, ClassifyResult,
    ("output", "confidence", "probabilities", "uncertainty", "set_size", "areas", "label_next"),
)  # fmt: skip
EXPORT_MODEL = Job("exchange.export", "export_model", ExportModelRequest, ExportModelResult, ("output",))
QUANTIZE = Job("training.quantize", "quantize_model", ExportModelRequest, ExportModelResult, ("output",))
INSPECT = Job("installation.diagnostics", "inspect", InspectRequest, Inspected, needs_pytorch=False)
TRY_DEVICE = Job("installation.diagnostics", "try_device", TryRequest, Tried)

JOBS: dict[str, Job] = {job.function: job for job in (TRAIN, CLASSIFY, EXPORT_MODEL, QUANTIZE, INSPECT, TRY_DEVICE)}


def export_job(request: ExportModelRequest) -> Job:
    """Returns the job that exports a model in the format of a request."""
    return QUANTIZE if request.format == INT8 else EXPORT_MODEL


def perform(job: Job, request: object, reporter: Reporter) -> object:
    """Runs a job and returns its result, in this process, or on all GPUs where the request is for them; raises what its function raises."""
    if getattr(request, "device", "").strip().lower() == ALL_GPUS and not is_one_of_several():
        return importlib.import_module(f"{__package__}.all_gpus").perform_on_all(job, request, reporter)
    return perform_here(job, request, reporter)


def is_one_of_several() -> bool:
    """Returns whether torchrun started this process together with others, its ranks."""
    return "TORCHELASTIC_RUN_ID" in os.environ and int(os.environ.get("WORLD_SIZE", "1")) > 1


def perform_here(job: Job, request: object, reporter: Reporter) -> object:
    """Runs a job in this process and returns its result; raises what its function raises."""
    function = getattr(importlib.import_module(f"..{job.module}", __package__), job.function)
    if not job.outputs:  # inspections read no raster, and run where GDAL is missing
        return function(request, reporter)
    from ...rasters.core.gdal_calls import gdal_warnings_to

    with gdal_warnings_to(reporter.info):
        return function(request, reporter)
