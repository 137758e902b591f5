"""The texts to be translated: what the code marks, what the shipped models (.model3) show, and the help pages.

In the code these are the texts, and the contexts, that Qt's lupdate for Python (pylupdate5) finds, which a test compares. It reads neither
.model3 nor pages.
"""

from __future__ import annotations

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = "PixelClassifier"
"""The context of texts outside of classes, of names and search words of algorithms, of models and of help pages."""
CODE = ("provider", "algorithms")
SHOWN_IN_MODELS = ("model_name", "SHORT_DESCRIPTION", "description", "help")
"""The keys of a .model3 for its name and description, and for labels and help of its parameters and results."""


Text = tuple[str, str]
"""Context and source of a text."""


def sources() -> dict[Text, str]:
    """Returns each text of a context once with the file that it is first found in, as a path below the repository."""
    found: dict[Text, str] = {}
    for room in CODE:
        for path in sorted((ROOT / room).rglob("*.py")):
            for text in texts_of_code(path.read_text(encoding="utf-8")):
                found.setdefault(text, path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "resources" / "models").glob("*.model3")):
        for text in texts_of_model(path):
            found.setdefault((CONTEXT, text), path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "resources" / "help").glob("*.html")):
        found[CONTEXT, path.read_text(encoding="utf-8").strip()] = path.relative_to(ROOT).as_posix()
    return found


def is_help_page(file: str) -> bool:
    """Returns whether the file of a text is a help page, which is one text as a whole."""
    return file.endswith(".html")


def texts_of_code(code: str) -> Iterator[Text]:
    """Yields the literals in self.tr(text), whose context is the class, and in translate(CONTEXT, text) and QT_TRANSLATE_NOOP(CONTEXT, text).

    They come in the order of the code. Raises ValueError for a tr() outside of classes, or another context: no translation would be found.
    """
    tree = ast.parse(code)
    owners = {
        call: owner.name
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef)
        for call in ast.walk(owner)
        if isinstance(call, ast.Call)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        arguments = [node.value for node in call.args if isinstance(node, ast.Constant)]
        if name == "tr" and arguments:
            if call not in owners or not _is_of_self(call.func):
                raise ValueError(f"line {call.lineno}: {arguments[0]!r} has no class. Use translate({CONTEXT!r}, …).")
            yield owners[call], arguments[0]
        elif name in ("translate", "QT_TRANSLATE_NOOP") and arguments:
            if arguments[0] != CONTEXT:
                raise ValueError(f"line {call.lineno}: the context is {arguments[0]!r} instead of {CONTEXT!r}")
            for text in arguments[1:]:
                yield CONTEXT, text


def _is_of_self(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "self"


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
