"""Runs a job in this process or in an engine process.

In the desktop it is always an engine process: it can crash, run out of memory or be killed without harm to QGIS, which does not
load PyTorch then. Under qgis_process and in scripts the job runs in this process where that finds PyTorch.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication

from ...models.installation import backend, environment
from ...rasters.core.errors import BackendError
from .settings import IN_PROCESS, VARIABLE, settings
from .supervision import supervise

if TYPE_CHECKING:
    from ...models.engine.jobs import Job
    from .reporter import FeedbackReporter

_DESKTOP = "desktop"


@dataclass(frozen=True)
class EngineChoice:
    """Which Python runs the jobs: the one at path `python`, or this process where that is None.

    `package_folders` are folders of packages that this Python does not search by itself. `complaint` is why no job can run, "" where
    one can.
    """

    python: str | None = None
    package_folders: tuple[str, ...] = ()
    complaint: str = ""


def run_job(job: Job, request: object, reporter: FeedbackReporter) -> Any:  # noqa: ANN401 (the job's result)
    """Runs a job where the setting sends it and returns its result.

    Raises the PixelClassifierError that the job raises, and Cancelled. Raises BackendError where PyTorch is missing or
    does not load, EngineError where the engine process cannot be started or dies.
    """
    engine = choose_engine()
    if engine.complaint:
        raise BackendError(engine.complaint)
    if engine.python is not None:
        return supervise(engine.python, engine.package_folders, job, request, reporter)
    backend.load_packages(reporter.cancelled)
    from ...models.engine.jobs import perform

    return perform(job, request, reporter)


def why_no_engine() -> str:
    """Returns why no job can run and the remedy, "" where one can; imports and starts nothing."""
    return choose_engine().complaint


def choose_engine() -> EngineChoice:
    """Returns where jobs run, from the setting, the kind of QGIS and the packages that are found."""
    chosen = settings.engine()
    if chosen == IN_PROCESS or backend.is_python_too_old():
        return EngineChoice(complaint=backend.why_unavailable())
    if chosen:
        return _chosen_python(chosen)
    if QgsApplication.platform() != _DESKTOP and environment.is_complete_here():
        return EngineChoice()
    python = environment.environment_python()
    if python is not None:
        return EngineChoice(str(python))
    python = environment.own_python()
    if environment.is_complete_here() and python is not None:
        return EngineChoice(str(python), environment.package_folders())
    return EngineChoice(complaint=backend.why_missing())


def _chosen_python(chosen: str) -> EngineChoice:
    """Returns the engine for a Python that the user chose."""
    found = chosen if Path(chosen).is_file() else shutil.which(chosen)
    if found is not None:
        return EngineChoice(found)
    return EngineChoice(
        complaint=f"Pixel Classifier is set to run in the Python {chosen}, which does not exist. Give the path of a Python that has "
        f"PyTorch and GDAL (such as {sys.base_prefix}), or empty the setting plugins/pixel_classifier/engine under Settings > "
        f"Options > Advanced (or the environment variable {VARIABLE})."
    )
