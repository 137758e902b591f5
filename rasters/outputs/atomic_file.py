"""Files as results: written under a temporary name beside the final place, and renamed when whole."""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..core.errors import OutputError
from .renaming import flush_to_disk, free_path, is_disk_full, rename, replace
from .temporary_names import partial_name, remove_dead_leftovers

if TYPE_CHECKING:
    from typing_extensions import Self

_SIDECARS = (".aux.xml", ".ovr", ".msk", ".msk.ovr", ".vat.dbf", ".vat.cpg", "-wal", "-shm", "-journal")
"""What GDAL and SQLite keep beside a file; left there, it would be read with the new one."""


class AtomicFile:
    """A file to write under its temporary name, `temporary`. Use it in a `with` statement.

    Leaving it gives the file its final name, `path`; leaving it by an error removes the file. A whole file may not get
    its final name, since a program has an earlier file open or the disk is full. It is then kept under another name,
    which the error gives.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        """Prepares to write `path`; makes nothing yet, and removes what killed runs left there. The temporary name has the same ending."""
        remove_dead_leftovers(os.fspath(path))
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
        sidecars = [name[len(self.temporary) :] for name in self._leftovers() if name != self.temporary]
        earlier = [(self.path + ending, f"{self.temporary}{ending}.earlier") for ending in _SIDECARS]
        aside = []
        try:
            for source, target in earlier:
                if os.path.lexists(source):
                    rename(source, target)
                    aside.append((source, target))
            flush_to_disk(self.temporary)
            replace(self.temporary, self.path)
        except OSError as error:
            for source, target in aside:
                with contextlib.suppress(OSError):
                    rename(target, source)
            raise self._kept(sidecars, error) from error
        with self.errors():
            for ending in sidecars:
                replace(self.temporary + ending, self.path + ending)
        self.discard()
        flush_to_disk(os.path.dirname(self.temporary))

    def _kept(self, sidecars: Sequence[str], error: OSError) -> OutputError:
        """Gives the file and its sidecars a name that is not taken; returns the error with it."""
        if not os.path.lexists(self.temporary):
            return self._error(error)
        kept = free_path(self.path)
        with self.errors():
            for ending in ("", *sidecars):
                rename(self.temporary + ending, kept + ending)
        reason = error.strerror or error
        if os.path.isdir(self.path):  # Windows only denies the access
            return OutputError(
                f"{self.path} cannot be written: a folder has that name. The new file is complete and was kept as {kept}."
            )
        if is_disk_full(error):
            return OutputError(
                f"{self.path} cannot be written: {reason}. The new file is complete and was kept as {kept}. Free some space there before you "
                "rename it."
            )
        return OutputError(
            f"{self.path} cannot be replaced: {reason}. The new file is complete and was kept as {kept}. Close the old one in other programs "
            "and as a layer in QGIS before you rename it."
        )

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
            raise self._error(error) from error

    def _error(self, error: OSError) -> OutputError:
        """Returns the error that names the file."""
        return OutputError(
            f"{self.path} cannot be written: {error.strerror or error}. Free some space there, or close the file in "
            "other programs and as a layer in QGIS."
        )

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


def put_all_in_place(files: Sequence[AtomicFile], written: Sequence[str] = ()) -> None:
    """Gives complete files their final names, in order. Those that cannot have them are kept, as `AtomicFile` does.

    `written` are paths of other results of the run. Raises OutputError with what could not be replaced, and what was written, after all
    of them were tried.
    """
    paths, failures = list(written), []
    for file in files:
        try:
            file.put_in_place()
            paths.append(file.path)
        except OutputError as error:
            failures.append(error)
    if failures:
        rest = f" The other results were written: {', '.join(paths)}." if paths else ""
        raise OutputError(" ".join(map(str, failures)) + rest) from failures[0]


def write_texts(texts: dict[str, str] | dict[os.PathLike, str]) -> None:
    """Writes texts, by path, as UTF-8; all are whole before the first takes its final name. Raises OutputError."""
    with contextlib.ExitStack() as stack:
        files = []
        for path, text in texts.items():
            files.append(AtomicFile(path))
            stack.callback(files[-1].discard)
            files[-1].write_text(text)
        put_all_in_place(files)
