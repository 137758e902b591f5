"""Files as results: written under a temporary name beside the final place, and renamed when whole."""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..core.errors import OutputError
from .temporary_names import partial_name

if TYPE_CHECKING:
    from typing_extensions import Self

_SIDECARS = (".aux.xml", ".ovr", ".msk", ".msk.ovr", "-wal", "-shm", "-journal")
"""What GDAL and SQLite keep beside a file; left there, it would be read with the new one."""


class AtomicFile:
    """A file to write under its temporary name, `temporary`. Use it in a `with` statement.

    Leaving it gives the file its final name, `path`; leaving it by an error removes the file.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        """Prepares to write `path`; makes nothing yet. The temporary name has the same ending."""
        self.path = os.fspath(path)
        folder, name = os.path.split(os.path.abspath(path))
        stem, ending = os.path.splitext(name)
        self.temporary = os.path.join(folder, partial_name(stem, ending))

    def __enter__(self) -> Self:
        """Returns the file."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Gives the file its final name, or removes it where an error came up. Raises OutputError."""
        try:
            if kind is None:
                self.put_in_place()
        finally:
            self.discard()

    def write_text(self, text: str) -> None:
        """Writes text as UTF-8 under the temporary name. Raises OutputError."""
        with self.errors(), open(self.temporary, "wb") as file:
            file.write(text.encode("utf-8", "replace"))

    def put_in_place(self) -> None:
        """Gives the file its final name, with the sidecars it has; those of an earlier file go. Raises OutputError."""
        with self.errors():
            os.replace(self.temporary, self.path)
            for ending in _SIDECARS:
                if os.path.lexists(self.path + ending):
                    os.remove(self.path + ending)
            for name in self._leftovers():
                os.replace(name, self.path + name[len(self.temporary) :])

    def discard(self) -> None:
        """Removes what lies under the temporary name."""
        for name in self._leftovers():
            with contextlib.suppress(OSError):
                os.remove(name)

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:
        """Turns an error of the operating system into an OutputError that names the file."""
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be written: {error.strerror or error}. Free some space there, or close the file in "
                "other programs and as a layer in QGIS."
            ) from error

    def _leftovers(self) -> list[str]:
        """Returns the file under its temporary name and its sidecars, as far as they exist."""
        return glob.glob(f"{glob.escape(self.temporary)}*")


class PendingFile(AtomicFile):
    """A file that is written by a function once all other results are whole: `complete` calls it."""

    def __init__(self, path: str, write: Callable[[str], None]) -> None:
        """Prepares to write `path` by `write`, a function of the temporary path."""
        super().__init__(path)
        self._write = write

    def complete(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Writes the file under its temporary name. Raises OutputError."""
        with self.errors():
            self._write(self.temporary)


def write_texts(texts: dict[str, str] | dict[os.PathLike, str]) -> None:
    """Writes texts, by path, as UTF-8; all are whole before the first takes its final name. Raises OutputError."""
    with contextlib.ExitStack() as stack:
        for path, text in reversed(list(texts.items())):  # the stack names them in the order given
            stack.enter_context(AtomicFile(path)).write_text(text)
