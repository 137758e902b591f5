"""The texts to be translated: what the code marks, what the shipped models (.model3) show, and the help pages.

Qt's lupdate would take the class for the context of `self.tr("…")`, and reads neither .model3 nor pages: this reads all, with one context.
"""

from __future__ import annotations

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = "PixelClassifier"
CODE = ("provider", "algorithms")
SHOWN_IN_MODELS = ("model_name", "SHORT_DESCRIPTION", "description", "help")
"""The keys of a .model3 for its name and description, and for labels and help of its parameters and results."""


def sources() -> dict[str, str]:
    """Returns each text once with the file that it is first found in, as a path below the repository."""
    found: dict[str, str] = {}
    for room in CODE:
        for path in sorted((ROOT / room).rglob("*.py")):
            for text in texts_of_code(path.read_text(encoding="utf-8")):
                found.setdefault(text, path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "resources" / "models").glob("*.model3")):
        for text in texts_of_model(path):
            found.setdefault(text, path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "resources" / "help").glob("*.html")):
        found[path.read_text(encoding="utf-8").strip()] = path.relative_to(ROOT).as_posix()
    return found


def is_help_page(file: str) -> bool:
    """Returns whether the file of a text is a help page, which is one text as a whole."""
    return file.endswith(".html")


def texts_of_code(code: str) -> Iterator[str]:
    """Yields the literals in tr(text), translate(CONTEXT, text) and QT_TRANSLATE_NOOP(CONTEXT, text), in their order.

    Raises ValueError for a literal of another context, which no file has.
    """
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        arguments = [node.value for node in call.args if isinstance(node, ast.Constant)]
        if name == "tr" and arguments:
            yield arguments[0]
        elif name in ("translate", "QT_TRANSLATE_NOOP") and arguments:
            if arguments[0] != CONTEXT:
                raise ValueError(f"line {call.lineno}: the context is {arguments[0]!r} instead of {CONTEXT!r}")
            yield from arguments[1:]


def texts_of_model(path: Path) -> Iterator[str]:
    """Yields name, description, and the labels and help of parameters and results of a .model3."""
    for option in ET.parse(path).getroot().iter("Option"):
        name, text = option.get("name"), option.get("value")
        if name in SHOWN_IN_MODELS and text:
            yield text
        elif (
            name == "help" and text is None
        ):  # the help of all parameters and results by their ids, which are in small letters
            yield from (entry.get("value", "") for entry in option if entry.get("name", "").islower())
