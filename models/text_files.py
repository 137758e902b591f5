"""Writes a result that is text, such as a report or a table, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ..rasters.errors import OutputError


def write_whole(path: str | Path, text: str, what: str, kind: str) -> None:
    """Writes a text file as UTF-8 under a temporary name and renames it; an older file is replaced only then.

    `what` names the result in errors ("report"), `kind` the file that is meant ("HTML file"). Raises OutputError where the
    folder is missing, the path is a folder, or the file cannot be written.
    """
    target = Path(path)
    if not target.parent.is_dir():
        raise OutputError(
            f"The folder {target.parent} for the {what} does not exist. Create it, or choose another place."
        )
    if target.is_dir():
        raise OutputError(f"The {what} cannot be written to {target}, which is a folder. Give the name of a {kind}.")
    partial = target.with_name(f".{target.name[:60]}.partial-{os.getpid()}")
    try:
        partial.write_bytes(text.encode("utf-8", "replace"))
        os.replace(partial, target)
    except OSError as error:
        raise OutputError(
            f"The {what} {target} cannot be written: {error.strerror or error}. Choose another place."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()
