"""What a repetition of a training run needs: its settings, parameters and versions, as a part of its report."""

from __future__ import annotations

from ..core.description import ModelDescription
from ..core.options import NETWORK_NAMES
from ..core.text import escape
from .sections import facts_html, facts_of

_ELSEWHERE = ("history", "range_test", "class_weights")
"""Settings that the report shows in another form."""


def run_html(about: ModelDescription, command: str) -> str:
    """Returns the settings of a run as a table, and the command that repeats it, unless that is empty."""
    versions = ", ".join(f"{name} {version}" for name, version in about.versions.items())
    settings = {key: value for key, value in about.training.items() if key not in _ELSEWHERE}
    facts = [
        ("Architecture", f"{NETWORK_NAMES.get(about.architecture, about.architecture)} ({about.architecture})"),
        ("Encoder", about.encoder),
        *facts_of(settings),
        ("Plugin", f"Pixel Classifier {about.plugin_version}, model format {about.format_version}"),
        ("Versions", versions or "unknown"),
        ("Date", about.created or "unknown"),
    ]
    return f"<h2>To repeat this run</h2>{facts_html(facts)}{_command_html(command)}"


def _command_html(command: str) -> str:
    if not command:
        return ""
    return f'<div class="keep"><h3>As a command</h3><p class="command break">{escape(command)}</p></div>'
