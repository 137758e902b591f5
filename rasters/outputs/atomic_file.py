"""A file that a run writes beside its rasters: under a temporary name first, in place only when all results are whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..core.errors import OutputError
from .atomic_folder import check_writable
from .temporary_names import partial_name

if TYPE_CHECKING:
    from typing_extensions import Self


def check_file(path: str, endings: tuple[str, ...], what: str) -> None:
    """Raises OutputError, before any work, where a file cannot be written to `path` or has none of the `endings`."""
    if os.path.splitext(path)[1].lower() not in endings:
        raise OutputError(f"{what} cannot be written as {path}. Give it a name that ends in {' or '.join(endings)}.")
    if os.path.isdir(path):
        raise OutputError(f"{path} is a folder. Give the result a file name that is not taken.")
    check_writable(os.path.dirname(os.path.abspath(path)))


class PendingFile:
    """A file written at the end of a run by `write`, a function of the path under which it is to write. Use it in a `with` statement."""

    def __init__(self, path: str, write: Callable[[str], None]) -> None:
        """Prepares to write to `path`."""
        self.path, self._write = path, write
        folder, name = os.path.split(os.path.abspath(path))
        stem, ending = os.path.splitext(name)
        self._temporary = os.path.join(folder, partial_name(stem, ending))

    def __enter__(self) -> Self:
        """Returns the file."""
        return self

    def complete(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Writes the file under its temporary name. Raises OutputError."""
        try:
            self._write(self._temporary)
        except OSError as error:
            raise self._refused(error) from error

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Gives the file its final name, or removes it where an error came up. Raises OutputError."""
        if kind is None:
            try:
                os.replace(self._temporary, self.path)
            except OSError as error:
                raise self._refused(error) from error
        for ending in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                os.remove(self._temporary + ending)

    def _refused(self, error: OSError) -> OutputError:
        return OutputError(f"{self.path} cannot be written: {error.strerror or error}. Is it open in another program?")
