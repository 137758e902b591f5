"""What an inspection of the installation finds: plain values, and the page that shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ..reports.page import render


class Verdict(Enum):
    """How good a finding is."""

    GOOD = "in order"
    DOUBTFUL = "doubtful"
    BAD = "fault"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, what was found, and for all but a good verdict what cures it."""

    subject: str
    found: str
    verdict: Verdict = Verdict.GOOD
    cure: str = ""

    def __str__(self) -> str:
        """Returns the finding as a line of a log."""
        mark = "" if self.verdict is Verdict.GOOD else f" [{self.verdict.value}]"
        return f"{self.subject}: {self.found}{mark}{f' {self.cure}' if self.cure else ''}"


@dataclass(frozen=True)
class InspectRequest:
    """Asks what an engine's Python has, without loading PyTorch; `numpy` is the version that QGIS runs, "" if unknown."""

    numpy: str = ""


@dataclass(frozen=True)
class Inspected:
    """What an engine's Python has; `missing` are the packages without which nothing can be tried."""

    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class TryRequest:
    """Asks for a short run of a network on a device."""

    device: str = "cpu"


@dataclass(frozen=True)
class Tried:
    """How that went, and which other devices there are."""

    findings: tuple[Finding, ...]
    other_devices: tuple[str, ...] = ()


def page(findings: Iterable[Finding], title: str, conclusion: str) -> str:
    """Returns the findings as an HTML page of its own. Raises OutputError without jinja2."""
    return render("installation.html.j2", findings=tuple(findings), title=title, conclusion=conclusion)
