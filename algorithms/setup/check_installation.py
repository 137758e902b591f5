"""Check Installation: what was found, whether it works, and the cure for each fault. Works where everything is broken."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
)

from ...models.core.versions import plugin_version
from ...models.installation import backend, environment
from ...rasters.core.errors import Cancelled, PixelClassifierError
from ..base import InstallationAlgorithm, seam
from ..engine import run
from ..engine.reporter import FeedbackReporter
from ..engine.supervision import supervise


class CheckInstallation(InstallationAlgorithm):
    """Looks at the engine's Python and tries its devices, each in a process of its own."""

    NAME = "checkinstallation"
    REPORT = "REPORT"
    OK = "OK"
    FAULTS = "FAULTS"

    def displayName(self) -> str:
        """Returns the name for people."""
        return self.tr("Check Installation")

    def shortDescription(self) -> str:
        """Returns one line on what the algorithm does."""
        return self.tr("Tells whether training and classifying will work here, and what cures it if not.")

    def tags(self) -> list[str]:
        """Returns words under which the algorithm is found."""
        return self.tr("install,installation,pytorch,torch,cuda,gpu,driver,test,diagnosis,troubleshooting").split(",")

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self.add(
            QgsProcessingParameterFileDestination(
                self.REPORT, self.tr("Report"), self.tr("HTML files (*.html)"), optional=True
            ),
            self.tr("A page with all findings, shown in the Results Viewer. The log holds them too."),
        )
        self.addOutput(QgsProcessingOutputBoolean(self.OK, self.tr("Everything works")))
        self.addOutput(QgsProcessingOutputNumber(self.FAULTS, self.tr("Number of faults")))

    @seam
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Looks, tries, and tells."""
        from ...models.installation.findings import Verdict, page

        findings = []
        for finding in _findings(reporter):
            findings.append(finding)
            (reporter.info if finding.verdict is Verdict.GOOD else reporter.warning)(str(finding))
        faults = sum(finding.verdict is Verdict.BAD for finding in findings)
        conclusion = self.tr("Training and classifying work here.")
        if faults:
            conclusion = self.tr("{n} faults keep training and classifying from working.").format(n=faults)
        reporter.info(conclusion)
        reporter.progress(1)
        outputs = {self.OK: faults == 0, self.FAULTS: faults}
        report = self.optional_output_file(parameters, self.REPORT, context)
        if not report:
            return outputs
        Path(report).write_text(page(findings, self.displayName(), conclusion), encoding="utf-8")
        return {**outputs, self.REPORT: report}


def _findings(reporter: FeedbackReporter) -> Iterator[Any]:
    """Yields what is found, as `models.findings.Finding`s."""
    from ...models.engine.jobs import INSPECT, TRY_DEVICE
    from ...models.installation.findings import Finding, InspectRequest, TryRequest, Verdict

    yield Finding("QGIS", f"{Qgis.QGIS_VERSION} ({QgsApplication.platform()}), Pixel Classifier {plugin_version()}")
    yield Finding("Python of QGIS", f"{sys.version.split()[0]}, {sys.base_prefix}")
    place = run.choose_place()
    python, paths = _python_to_ask(place)
    if place.complaint:
        yield Finding("Where work runs", "nowhere", Verdict.BAD, place.complaint)
    else:
        yield Finding("Where work runs", f"in a process of {place.python}" if place.python else "in QGIS's own process")
    if python is None or backend.is_too_old():
        return

    def asked(job: object, request: object, subject: str) -> tuple[Any, tuple[Finding, ...]]:
        """Returns the answer, None where there is none, and what was found."""
        try:
            answer = supervise(python, paths, job, request, reporter)
        except Cancelled:
            raise
        except (PixelClassifierError, OSError, MemoryError) as error:
            return None, (Finding(subject, "failed", Verdict.BAD, str(error)),)
        return answer, answer.findings

    inspected, found = asked(INSPECT, InspectRequest(_numpy_of_qgis()), "Python of the engine")
    yield from found
    if inspected is None or inspected.missing:
        return
    reporter.progress(0.2)
    tried, found = asked(TRY_DEVICE, TryRequest("cpu"), "A network on the processor")
    yield from found
    others = tried.other_devices if tried is not None else ()
    for number, device in enumerate(others):
        reporter.progress(0.4 + 0.6 * number / len(others))
        yield from asked(TRY_DEVICE, TryRequest(device), f"A network on {device}")[1]


def _python_to_ask(place: run.Place) -> tuple[str | None, tuple[str, ...]]:
    """Returns the Python that is looked at, and further places of packages; one that is there even where none is complete."""
    if place.python is not None:
        return place.python, place.paths
    if environment.is_complete_here():
        own = environment.own_python()
        return (str(own) if own else None), environment.places_of_packages()
    choices = [environment.python_of(folder) for folder in environment.environment_folders()]
    found = next((choice for choice in choices if choice.is_file()), environment.own_python())
    return (str(found) if found else None), ()


def _numpy_of_qgis() -> str:
    """Returns the version of numpy that QGIS runs, '' where it is unknown."""
    try:
        import numpy
    except ImportError:
        return ""
    return numpy.__version__
