"""The findings of a check of the installation: plain values, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ..reports.page import render


class Status(Enum):
    """The status of a finding."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """What was found about a subject, and the remedy unless the status is ok."""

    subject: str
    found: str
    status: Status = Status.OK
    remedy: str = ""

    def __str__(self) -> str:
        """Returns the finding as a line of a log."""
        mark = "" if self.status is Status.OK else f" [{self.status.value}]"
        return f"{self.subject}: {self.found}{mark}{f' {self.remedy}' if self.remedy else ''}"


@dataclass(frozen=True)
class InspectRequest:
    """Requests the findings on an engine's Python, without PyTorch loaded; `numpy` is the version of QGIS, "" if unknown."""

    numpy: str = ""


@dataclass(frozen=True)
class Inspected:
    """The findings on an engine's Python; `missing` are the packages without which no network can run."""

    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class TryRequest:
    """Requests a short run of a network on a device."""

    device: str = "cpu"


@dataclass(frozen=True)
class Tried:
    """The findings of that run, and the other devices."""

    findings: tuple[Finding, ...]
    other_devices: tuple[str, ...] = ()


def page(findings: Iterable[Finding], title: str, conclusion: str) -> str:
    """Returns the findings as an HTML page of its own. Raises OutputError without jinja2."""
    return render("installation.html.j2", findings=tuple(findings), title=title, conclusion=conclusion)
