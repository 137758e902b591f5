"""What a repetition of a training run needs: its settings, parameters and versions, as a part of its report."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from .description import ModelDescription
from .formats import escape
from .report_sections import facts_html, facts_of

NETWORK_NAMES = {
    "unet": "U-Net", "pspnet": "PSPNet", "deeplabv3": "DeepLabV3", "deeplabv3plus": "DeepLabV3+",
    "unetplusplus": "U-Net++", "fpn": "FPN", "segformer": "SegFormer", "upernet": "UPerNet",
}  # fmt: skip

_ELSEWHERE = ("history", "range_test", "class_weights", "parameters", "algorithm")
"""Settings that the report shows in another form."""
_PLAIN = re.compile(r"[\w./:@%+,=-]*", re.ASCII)


def run_html(about: ModelDescription) -> str:
    """Returns the settings of a run as a table, and its parameters as a command where the description has them."""
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
    return f"<h2>To repeat this run</h2>{facts_html(facts)}{_parameters_html(about.training)}"


def command_text(algorithm: str, parameters: Mapping[str, object]) -> str:
    """Returns a run as a command of qgis_process, quoted for a POSIX shell: NAME=value, lists as repeated names."""
    words = []
    for name, value in parameters.items():
        for part in value if isinstance(value, (list, tuple)) else (value,):
            words.append(f"{name}={_quoted(part)}")
    head = ["qgis_process", "run", algorithm, "--"] if algorithm else []
    return " ".join([*head, *words])


def _parameters_html(training: Mapping[str, object]) -> str:
    parameters = training.get("parameters")
    if not isinstance(parameters, Mapping) or not parameters:
        return ""
    algorithm = training.get("algorithm")
    text = command_text(algorithm if isinstance(algorithm, str) else "", parameters)
    return f'<div class="keep"><h3>As a command</h3><p class="command break">{escape(text)}</p></div>'


def _quoted(value: object) -> str:
    """Returns a value as a word of a shell: nothing for None, true and false, structures as JSON."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if _PLAIN.fullmatch(text):
        return text
    return "'" + text.replace("'", "'\"'\"'") + "'"
