"""Folders as results: built beside the final place, put there when whole, and never over anything of the user's.

A folder that holds an earlier result is known by a marker file in it. What a new result does not bring itself, a
note of the user's for instance, stays where it is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import uuid
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from ..core.errors import OutputError
from .checks import check_name, check_replaceable
from .folder_lock import AnotherRunError, added_meanwhile, locked
from .renaming import free_path, is_disk_full, rename, replace
from .temporary_names import REPLACED, partial_name, remove_dead_leftovers

if TYPE_CHECKING:
    from typing_extensions import Self

_IGNORED_NAMES = (".DS_Store", "Thumbs.db", "desktop.ini")
_LONGEST_INSIDE = len("/images/0000000000.tif.aux.xml")


def check_folder(final: str, marker: str, tolerated: Collection[str] = ()) -> None:
    """Checks, before any work, that a result folder may be written to `final`.

    `marker` is the name of the file that marks an earlier result of the same kind. `tolerated` are names that may lie there without it.
    What killed runs left there is removed. Raises OutputError where `final` is a file, or a folder that holds anything but such a result,
    or a file that a program has open.
    """
    check_name(final, inside=_LONGEST_INSIDE)
    remove_dead_leftovers(final)
    if not os.path.lexists(final):
        return
    if not os.path.isdir(final):
        raise OutputError(f"{final} is a file, but the result is a folder. Choose another name.")
    try:
        names = [name for name in os.listdir(final) if name not in tolerated and not _is_ignorable(name)]
    except OSError as error:
        raise OutputError(f"The folder {final} cannot be read: {error.strerror}. Choose another one.") from error
    if names and marker not in names:
        raise OutputError(
            f"The folder {final} holds other things ({', '.join(sorted(names)[:3])}). "
            "Nothing is overwritten there: choose a new or an empty folder."
        )
    for name in names:
        check_replaceable(os.path.join(final, name))


class FolderWriter:
    """Gives a folder, `path`, to build a result in, and puts it in place on leaving the `with` statement.

    Leaving by an error removes what was built, and leaves an earlier result as it was. A whole result cannot be put in
    place while a program has a file of an earlier one open. It is then kept beside it, under a name that the error
    gives.
    """

    def __init__(self, final: str, marker: str, tolerated: Collection[str] = (), is_first: bool = False) -> None:
        """Prepares to write the folder `final`; nothing is made before the `with` statement is entered.

        What is `tolerated` there stays where it is. With `is_first` there is no earlier result: one that another run has
        put there meanwhile is not replaced, and leaving the `with` statement raises AnotherRunError.

        Raises OutputError as `check_folder` does.
        """
        check_folder(final, marker, tolerated)
        self.final, self._marker, self._tolerated = os.path.realpath(final), marker, tolerated
        self._is_first = is_first
        self.path = self._aside = ""
        self._made_parents: list[str] = []

    def __enter__(self) -> Self:
        """Makes the temporary folder. Raises OutputError where that is not allowed."""
        parent, name = os.path.split(self.final)
        partial = partial_name(name)
        exists = os.path.isdir(self.final)
        # A folder that is mounted has its own file system: its temporary folder must lie inside.
        places = [self.final] if exists and os.path.ismount(self.final) else [parent, *([self.final] if exists else [])]
        failure: OSError | None = None
        try:
            self._make_parents(parent)
        except OSError as error:
            failure, places = error, []
        for place in places:
            try:
                os.mkdir(os.path.join(place, partial))
            except OSError as error:
                failure = error
            else:
                self.path = os.path.join(place, partial)
                return self
        self._remove_parents()
        raise OutputError(
            f"The folder {self.final} cannot be made: {failure.strerror if failure else 'no place for it'}. "
            "Choose a place that can be written to."
        ) from failure

    def __exit__(self, error_type: type[BaseException] | None, failure: BaseException | None, *_: object) -> None:
        """Puts the result in place, or removes it where an error came up.

        Messages of an OutputError name the final folder where they named the temporary one.
        """
        try:
            if error_type is None:
                self._put_in_place()
        except AnotherRunError:
            raise
        except (OSError, OutputError) as error:
            reason = getattr(error, "strerror", None) or str(error).rstrip(".")
            cure = (
                "Free some space there."
                if is_disk_full(error)
                else "Is something in that folder open in another program?"
            )
            raise OutputError(
                f"The result cannot be put in place as {self.final}: {reason}. {self._kept()}{cure}"
            ) from error
        finally:
            if not self._holds_earlier():
                shutil.rmtree(self.path, ignore_errors=True)
            self._remove_parents()
        if isinstance(failure, OutputError) and self.path in str(failure):
            raise OutputError(str(failure).replace(self.path, self.final)) from failure

    def _kept(self) -> str:
        """Gives the result, which could not be put in place, a name that is not taken; returns a sentence with it."""
        kept = free_path(self.final)
        try:
            if self._holds_earlier():
                kept = self.path
            else:
                rename(self.path, kept)
        except OSError:
            return ""
        return f"It is complete and was kept as {kept}. "

    def _holds_earlier(self) -> bool:
        """Returns whether entries of an earlier result, put aside, could not be put back."""
        return bool(self._aside) and os.path.isdir(self._aside) and bool(os.listdir(self._aside))

    def _make_parents(self, parent: str) -> None:
        """Makes the folders above the final one, and remembers which were missing."""
        missing = []
        while not os.path.isdir(parent):
            if os.path.lexists(parent):
                raise NotADirectoryError(errno.ENOTDIR, f"{parent} is a file", parent)
            missing.append(parent)
            parent, tail = os.path.split(parent)
            if not tail:
                break
        for folder in reversed(missing):
            os.mkdir(folder)
            self._made_parents.append(folder)

    def _remove_parents(self) -> None:
        """Removes the folders made above the final one that are still empty."""
        for folder in reversed(self._made_parents):
            with contextlib.suppress(OSError):
                os.rmdir(folder)

    def _put_in_place(self) -> None:
        """Renames the folder, or exchanges its entries for those of an earlier result."""
        if not os.path.isdir(self.final):
            try:
                rename(self.path, self.final)
            except OSError:
                self._check_first()
                raise
        elif self._is_first:
            with locked(self.final):
                self._check_first()
                self._exchange()
        else:
            self._exchange()

    def _check_first(self) -> None:
        """Raises AnotherRunError where another run has put a result there, and this one is to be the first."""
        if self._is_first and os.path.lexists(os.path.join(self.final, self._marker)):
            raise added_meanwhile(self.final)

    def _exchange(self) -> None:
        """Exchanges the entries of an earlier result for the new ones, the marker last."""
        check_folder(self.final, self._marker, self._tolerated)
        names = sorted(os.listdir(self.path), key=lambda name: name == self._marker)
        self._aside = os.path.join(self.path, f"{REPLACED}{uuid.uuid4().hex[:8]}")
        os.mkdir(self._aside)
        moved: list[tuple[str, str]] = []
        try:
            for name in reversed(names):
                if os.path.lexists(os.path.join(self.final, name)):
                    _move(moved, os.path.join(self.final, name), os.path.join(self._aside, name))
            for name in names:
                _move(moved, os.path.join(self.path, name), os.path.join(self.final, name))
        except OSError:
            for source, target in reversed(moved):
                rename(target, source)
            os.rmdir(self._aside)
            raise
        shutil.rmtree(self._aside, ignore_errors=True)


def _move(moved: list[tuple[str, str]], source: str, target: str) -> None:
    """Renames a file or folder and notes it."""
    rename(source, target)
    moved.append((source, target))


def _is_ignorable(name: str) -> bool:
    """Returns whether an entry of a folder is no user's file: left by a desktop, or by a run that was killed."""
    return name in _IGNORED_NAMES or (name.startswith(".") and ".partial-" in name)


class AppendWriter:
    """Adds files to a folder that is in use; an interruption at any moment leaves it readable. Use it in a `with` statement.

    New files are collected in a subfolder, `path`, and moved in when all are whole: those of the `subfolders` first, the
    `marker`, which lists them, last. Until then the folder is what it was, and files that no marker lists are overwritten
    by the next attempt.
    """

    def __init__(self, final: str, subfolders: Sequence[str], marker: str, before: bytes | None = None) -> None:
        """Makes the subfolder in the existing folder `final`. Raises OutputError, also where a program holds the marker.

        Where `before`, the content of the marker that this addition starts from, is given, nothing is moved in once it has changed.
        """
        self._final, self._subfolders, self._marker, self._before = final, subfolders, marker, before
        remove_dead_leftovers(final)
        check_replaceable(os.path.join(final, marker))
        self.path = os.path.join(final, partial_name("append"))
        try:
            os.mkdir(self.path)
        except OSError as error:
            raise OutputError(
                f"Nothing can be written to {final} ({error.strerror}). Choose another folder."
            ) from error

    def __enter__(self) -> Self:
        """Returns the writer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, *_: object) -> None:
        """Moves everything in, unless there was an error; removes the subfolder. Raises OutputError.

        Messages of an OutputError name the folder where they named the subfolder.
        """
        moved: list[str] = []
        try:
            if kind is None:
                with locked(self._final):
                    self._check_unchanged()
                    self._move_in(moved)
        except OSError as error:
            for path in moved:
                with contextlib.suppress(OSError):
                    os.remove(path)
            raise OutputError(f"Nothing can be added to {self._final}: {error.strerror}.") from error
        finally:
            shutil.rmtree(self.path, ignore_errors=True)
        if isinstance(failure, OutputError) and self.path in str(failure):
            raise OutputError(str(failure).replace(self.path, self._final)) from failure

    def _check_unchanged(self) -> None:
        """Raises AnotherRunError where another run has added to the folder meanwhile: this one would remove that from the marker."""
        if self._before is None:
            return
        with open(os.path.join(self._final, self._marker), "rb") as file:
            is_changed = file.read() != self._before
        if is_changed:
            raise added_meanwhile(self._final)

    def _move_in(self, moved: list[str]) -> None:
        """Moves the files of the subfolders, then the others, the marker last; lists the former in `moved`."""
        for subfolder in self._subfolders:
            for name in sorted(os.listdir(os.path.join(self.path, subfolder))):
                target = os.path.join(self._final, subfolder, name)
                replace(os.path.join(self.path, subfolder, name), target)
                moved.append(target)
        names = [name for name in sorted(os.listdir(self.path)) if os.path.isfile(os.path.join(self.path, name))]
        for name in sorted(names, key=lambda name: name == self._marker):
            replace(os.path.join(self.path, name), os.path.join(self._final, name))
            moved.clear()
