"""Finds enum members that are used without their enum (`Qt.AlignLeft`), which Qt6 and so QGIS 4 no longer know.

    python qt6_enums.py [--qgis-python PYTHON] PATH...

Run by a Python that has PyQt6, whose classes tell what moved where. `--qgis-python` names a Python that can import
qgis.core: then QGIS's own enums are checked too. flake8-qgis has the other rules of the move to Qt6, not this one.
"""

from __future__ import annotations

import argparse
import ast
import enum
import importlib
import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtXml", "QtSql", "QtPrintSupport")

LIST_QGIS_ENUMS = """
import enum, inspect, json
import qgis.core, qgis.gui, qgis.analysis

moved = {}
for module in (qgis.core, qgis.gui, qgis.analysis):
    for owner in vars(module).values():
        if not inspect.isclass(owner) or issubclass(owner, enum.Enum):
            continue
        for name in dir(owner):
            try:
                kind = type(getattr(owner, name))
            except Exception:
                continue
            if type(kind).__name__ == "enumtype" and "." in kind.__qualname__:
                moved[f"{owner.__name__}.{name}"] = f"{kind.__qualname__}.{name}"
print(json.dumps(moved))
"""


def qt_enums() -> dict[str, str]:
    """Returns `Class.member` -> `Class.Enum.member` for every member that Qt6 reaches through its enum only."""
    moved = {}
    for module in (importlib.import_module(f"PyQt6.{name}") for name in QT_MODULES):
        for owner in vars(module).values():
            if not inspect.isclass(owner) or issubclass(owner, enum.Enum):
                continue
            for name in dir(owner):
                kind = getattr(owner, name, None)
                if inspect.isclass(kind) and issubclass(kind, enum.Enum):
                    members = (member for member in kind.__members__ if not hasattr(owner, member))
                    moved.update({f"{owner.__name__}.{m}": f"{owner.__name__}.{name}.{m}" for m in members})
    return moved


def qgis_enums(python: str) -> dict[str, str]:
    """Returns the same for QGIS's own classes, as the given Python sees them."""
    done = subprocess.run([python, "-c", LIST_QGIS_ENUMS], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def unscoped_uses(source: str, moved: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yields line, what is written and what to write instead, for each use in the source text of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            written = f"{owner}.{node.attr}"
            if written in moved:
                yield node.lineno, written, moved[written]


def main() -> int:
    """Prints each use; returns 1 where there is any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--qgis-python")
    parser.add_argument("paths", nargs="+", type=Path)
    arguments = parser.parse_args()
    moved = qt_enums()
    if arguments.qgis_python:
        moved.update(qgis_enums(arguments.qgis_python))
    found = 0
    for top in arguments.paths:
        for path in sorted(top.rglob("*.py")) if top.is_dir() else [top]:
            for line, written, instead in unscoped_uses(path.read_text(encoding="utf-8"), moved):
                print(f"{path}:{line}: {written} -> {instead}")
                found += 1
    print(f"{found} unscoped enum members ({len(moved)} names known)", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
