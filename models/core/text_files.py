"""Writes small text results, CSV among them, together or not at all, and checks before any work that they can be written."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...rasters.core.errors import OutputError
from ...rasters.outputs.atomic_folder import check_writable
from ...rasters.outputs.temporary_names import partial_name


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Returns rows as CSV (RFC 4180, numbers with a point); None is an empty cell."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def check_text_outputs(outputs: Sequence[str], inputs: Sequence[str]) -> None:
    """Raises OutputError where a file cannot be written, is one of the inputs, or is asked for twice."""
    taken = [_place(path) for path in inputs]
    for number, path in enumerate(outputs):
        if _place(path) in taken:
            raise OutputError(f"The result would overwrite the input {path}. Choose another name for the result.")
        if _place(path) in [_place(other) for other in outputs[:number]]:
            raise OutputError(f"Two outputs have the same path {path}. Give each its own.")
        if os.path.isdir(path):
            raise OutputError(f"{path} is a folder. Give the result a file name that is not taken.")
        check_writable(os.path.dirname(os.path.abspath(path)))


def write_texts(texts: Mapping[str | os.PathLike, str]) -> None:
    """Writes texts, by path, as UTF-8; all are whole before the first takes its final name.

    Raises OutputError where one cannot be written, and then leaves none behind.
    """
    partial = {path: _beside(path) for path in texts}
    try:
        for path, text in texts.items():
            with _told(path), open(partial[path], "xb") as file:
                file.write(text.encode("utf-8", "replace"))
        for path in texts:
            with _told(path):
                os.replace(partial[path], path)
    finally:
        for name in partial.values():
            with contextlib.suppress(OSError):
                os.remove(name)


@contextlib.contextmanager
def _told(path: str | os.PathLike) -> Iterator[None]:
    """Turns an error of the operating system into one that names the file."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"The result {path} cannot be written: {error.strerror or error}. Free some space there, or choose another place."
        ) from error


def _beside(path: str | os.PathLike) -> str:
    """Returns a temporary name in the folder of a path."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(folder, partial_name(name[:60]))


def _place(path: str) -> str:
    """Returns where a path leads to, the same for all names of a file."""
    return os.path.normcase(os.path.realpath(path))
