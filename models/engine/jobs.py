"""What an engine process can be asked to do: each a domain function of this room, by name, so that nothing is imported early.

The algorithms hand a job and its request to `algorithms.engine.run`; whether it is done in this process or in
another one, `perform` does it.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from ...rasters.core.progress import Reporter
from ..core.requests import ClassifyRequest, ClassifyResult, TrainRequest, TrainResult
from ..installation.findings import Inspected, InspectRequest, Tried, TryRequest


@dataclass(frozen=True)
class Job:
    """A function `function(request, reporter)` of a module in this room, with the types of its request and result.

    `outputs` names the request's fields that hold a path to be written (or None): what is left of it after a process was
    killed is removed. `needs_backend` tells whether PyTorch must load first.
    """

    module: str
    function: str
    request: type
    result: type
    outputs: tuple[str, ...] = ()
    needs_backend: bool = True

    def output_paths(self, request: object) -> tuple[str, ...]:
        """Returns the paths that a request wants written."""
        return tuple(path for path in (getattr(request, name) for name in self.outputs) if path)


TRAIN = Job("training.train", "train", TrainRequest, TrainResult, ("output", "report", "table", "footprints"))
CLASSIFY = Job(
    "prediction.classify", "classify", ClassifyRequest, ClassifyResult,
    ("output", "confidence", "probabilities", "uncertainty", "areas", "label_next"),
)  # fmt: skip
INSPECT = Job("installation.diagnostics", "inspect", InspectRequest, Inspected, needs_backend=False)
TRY_DEVICE = Job("installation.diagnostics", "try_device", TryRequest, Tried)

JOBS: dict[str, Job] = {job.function: job for job in (TRAIN, CLASSIFY, INSPECT, TRY_DEVICE)}


def perform(job: Job, request: object, reporter: Reporter) -> object:
    """Does a job in this process and returns its result; raises what its function raises."""
    module = importlib.import_module(f"...models.{job.module}", __package__)
    return getattr(module, job.function)(request, reporter)
