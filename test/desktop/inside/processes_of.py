"""The child processes of QGIS, as Linux tells them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ENGINE = "engine"
"""The last word of the command line of an engine process."""


@dataclass(frozen=True)
class Child:
    """A child process: its number, its command line and its state (Z is a zombie)."""

    number: int
    command: str
    state: str


def children() -> list[Child]:
    """Returns the processes that this one has started and that are not gone altogether."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:  # it has just ended
            continue
        if int(parent) == os.getpid():
            found.append(Child(int(folder.name), command, state))
    return found


def engines() -> list[int]:
    """Returns the numbers of the engine processes."""
    return [child.number for child in children() if child.command.split()[-1:] == [ENGINE]]


def zombies() -> list[int]:
    """Returns the numbers of the children that have ended and were never waited for."""
    return [child.number for child in children() if child.state == "Z"]
