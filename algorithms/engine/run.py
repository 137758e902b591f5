"""The seam between the algorithms and the work: does a job in this process, or in an engine process of its own.

In the desktop it is always an engine process: it can crash, run out of memory or be killed, and QGIS, which never loads PyTorch
then, says so and goes on. Under qgis_process and in scripts the job is done in this process if PyTorch is at hand there.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication

from ...models.engine.allocation import keep_freed_memory
from ...models.installation import backend, environment
from ...rasters.core.errors import BackendError
from .settings import IN_PROCESS, VARIABLE, settings
from .supervision import supervise

if TYPE_CHECKING:
    from ...models.engine.jobs import Job
    from .reporter import FeedbackReporter

_DESKTOP, _COMMAND_LINE = "desktop", "qgis_process"


@dataclass(frozen=True)
class Place:
    """Where jobs are done: by the Python of that path, or in this process where it is None; `complaint` tells why not.

    `paths` are places of packages that the Python would not find by itself.
    """

    python: str | None = None
    paths: tuple[str, ...] = ()
    complaint: str = ""


def run(job: Job, request: object, reporter: FeedbackReporter) -> Any:  # noqa: ANN401 (the job's result)
    """Does a job where the settings say and returns its result.

    Raises the PixelClassifierError that the work raises, BackendError where PyTorch is missing or does not load, EngineError
    where the engine process cannot be started or dies, and Cancelled.
    """
    place = choose_place()
    if place.complaint:
        raise BackendError(place.complaint)
    if place.python is not None:
        return supervise(place.python, place.paths, job, request, reporter)
    backend.require(reporter.cancelled)
    if QgsApplication.platform() == _COMMAND_LINE:
        keep_freed_memory()
    from ...models.engine.jobs import perform

    return perform(job, request, reporter)


def why_not() -> str:
    """Tells, without importing or starting anything, why no job could be done, and the cure; returns '' where one could."""
    return choose_place().complaint


def choose_place() -> Place:
    """Returns where jobs are done, from the settings, the kind of QGIS and the packages that are found."""
    chosen = settings.engine()
    if chosen == IN_PROCESS or backend.is_too_old():
        return Place(complaint=backend.why_not())
    if chosen:
        return _chosen_python(chosen)
    if QgsApplication.platform() != _DESKTOP and environment.is_complete_here():
        return Place()
    python = environment.environment_python()
    if python is not None:
        return Place(str(python))
    python = environment.own_python()
    if environment.is_complete_here() and python is not None:
        return Place(str(python), environment.places_of_packages())
    return Place(complaint=backend.why_missing())


def _chosen_python(chosen: str) -> Place:
    """Returns the place for a Python that the user chose."""
    found = chosen if Path(chosen).is_file() else shutil.which(chosen)
    if found is not None:
        return Place(found)
    return Place(
        complaint=f"Pixel Classifier is set to run in the Python {chosen}, which does not exist. Give the path of a Python that has "
        f"PyTorch and GDAL (such as {sys.base_prefix}), or empty the setting plugins/pixel_classifier/engine under Settings > "
        f"Options > Advanced (or the environment variable {VARIABLE})."
    )
