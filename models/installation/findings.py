"""What an inspection of the installation finds: plain values, and the page that shows them."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ..reports.page import STYLE


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
    """Returns the findings as an HTML page of its own."""
    rows = "\n".join(
        f'<tr><td class="left">{html.escape(one.subject)}</td><td class="name break">{_lines(one.found)}</td>'
        f'<td class="left">{one.verdict.value}</td><td class="name break">{_lines(one.cure)}</td></tr>'
        for one in findings
    )
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style></head>'
        f"<body><h1>{html.escape(title)}</h1><p>{html.escape(conclusion)}</p>\n"
        '<table class="list"><thead><tr><th class="left">What</th><th class="left">Found</th><th class="left">Verdict</th>'
        f'<th class="left">Cure</th></tr></thead><tbody>\n{rows}\n</tbody></table></body></html>\n'
    )


def _lines(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
