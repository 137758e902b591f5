"""Check Installation: reports what is installed, whether it works, and the remedy for each fault. Works where everything is broken."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsProcessingContext, QgsProcessingOutputBoolean
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...models.installation import backend, environment
from ...rasters.core.errors import Cancelled, OutputError, PixelClassifierError
from ..base import VERSION, PixelClassifierAlgorithm, reports_errors
from ..engine.reporter import FeedbackReporter
from ..engine.run import EngineChoice, choose_engine
from ..engine.supervision import supervise


class CheckInstallation(PixelClassifierAlgorithm):
    """Inspects the engine's Python and tries its devices, each in a process of its own."""

    NAME = "checkinstallation"
    TITLE = QT_TRANSLATE_NOOP("PixelClassifier", "Check Installation")
    SUMMARY = QT_TRANSLATE_NOOP(
        "PixelClassifier", "Reports whether training and classification work on this computer, and how to repair them."
    )
    TAGS = QT_TRANSLATE_NOOP(
        "PixelClassifier", "install,installation,pytorch,torch,cuda,gpu,driver,test,diagnosis,troubleshooting"
    )
    GROUP = QT_TRANSLATE_NOOP("PixelClassifier", "Installation")
    GROUP_ID = "installation"
    IS_STEP_OF_MODELS = False
    OK = "OK"
    FAULTS = "FAULTS"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        """Declares the parameters."""
        self.add_report(
            self.tr("Installation report"),
            self.tr("A page with all findings, shown in the Results Viewer. The log has them too."),
        )
        self.addOutput(QgsProcessingOutputBoolean(self.OK, self.tr("Everything works")))
        self.add_result_number(self.FAULTS, self.tr("Number of faults"))

    @reports_errors
    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, reporter: FeedbackReporter
    ) -> dict[str, Any]:
        """Inspects, tries the devices, and reports."""
        from ...models.installation.findings import Status, page

        findings = []
        for finding in _findings(reporter):
            findings.append(finding)
            (reporter.info if finding.status is Status.OK else reporter.warning)(str(finding))
        faults = sum(finding.status is Status.FAULT for finding in findings)
        # In English as the findings are: the report is attached to questions.
        conclusion = "Training and classification work."
        if faults:
            conclusion = f"Faults that prevent training and classification: {faults}."
        reporter.info(conclusion)
        reporter.progress(1)
        outputs = {self.OK: faults == 0, self.FAULTS: faults}
        report = self.parameterAsFileOutput(parameters, self.REPORT, context)
        if not report:
            return outputs
        try:
            text = page(findings, "Check Installation", conclusion)
        except (OutputError, ImportError) as error:  # without jinja2 or numpy: the log has the findings
            reporter.warning(str(error))
            return outputs
        Path(report).write_text(text, encoding="utf-8")
        return {**outputs, self.REPORT: report}


def _findings(reporter: FeedbackReporter) -> Iterator[Any]:
    """Yields the findings of QGIS, of the engine's Python, and of each device."""
    from ...models.engine.jobs import INSPECT, TRY_DEVICE
    from ...models.installation.findings import Finding, InspectRequest, Status, TryRequest

    yield Finding("QGIS", f"{Qgis.QGIS_VERSION} ({QgsApplication.platform()}), Pixel Classifier {VERSION}")
    yield Finding("Python of QGIS", f"{sys.version.split()[0]}, {sys.base_prefix}")
    engine = choose_engine()
    python, paths = _python_to_inspect(engine)
    if engine.complaint:
        yield Finding("Engine", "none", Status.FAULT, engine.complaint)
    else:
        yield Finding("Engine", f"a process of {engine.python}" if engine.python else "the process of QGIS")
    if python is None or backend.is_python_too_old():
        return

    def answer_of(job: object, request: object, subject: str) -> tuple[Any, tuple[Finding, ...]]:
        """Returns the answer of a job, None where it failed, and the findings."""
        try:
            answer = supervise(python, paths, job, request, reporter)
        except Cancelled:
            raise
        except (PixelClassifierError, OSError, MemoryError) as error:
            return None, (Finding(subject, "failed", Status.FAULT, str(error)),)
        return answer, answer.findings

    inspected, found = answer_of(INSPECT, InspectRequest(_numpy_of_qgis()), "Python of the engine")
    yield from found
    if inspected is None or inspected.missing:
        return
    reporter.progress(0.2)
    tried, found = answer_of(TRY_DEVICE, TryRequest("cpu"), "A network on the CPU")
    yield from found
    others = tried.other_devices if tried is not None else ()
    for number, device in enumerate(others):
        reporter.progress(0.4 + 0.6 * number / len(others))
        yield from answer_of(TRY_DEVICE, TryRequest(device), f"A network on {device}")[1]


def _python_to_inspect(engine: EngineChoice) -> tuple[str | None, tuple[str, ...]]:
    """Returns the Python to inspect and further folders of packages: that of the engine, or else any that exists."""
    if engine.python is not None:
        return engine.python, engine.package_folders
    if environment.is_complete_here():
        own = environment.own_python()
        return (str(own) if own else None), environment.package_folders()
    choices = [environment.python_of(folder) for folder in environment.environment_folders()]
    found = next((choice for choice in choices if choice.is_file()), environment.own_python())
    return (str(found) if found else None), ()


def _numpy_of_qgis() -> str:
    """Returns the version of numpy in QGIS, "" where it is unknown."""
    try:
        import numpy
    except ImportError:
        return ""
    return numpy.__version__
