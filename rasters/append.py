"""Adds chips to a folder that is in use, in such a way that an interruption at any moment leaves it readable."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from typing import TYPE_CHECKING

from .chip_folder import IMAGES, LABELS, MANIFEST
from .errors import OutputError

if TYPE_CHECKING:
    from typing_extensions import Self


class AppendWriter:
    """Collects new chips and new manifests in a subfolder and moves them in when all are whole. Use it in a `with` statement.

    The chips go first, the manifest last: until then the folder is what it was, and files that no manifest names are
    overwritten by the next attempt.
    """

    def __init__(self, final: str) -> None:
        """Makes the subfolder in the existing chips folder `final`. Raises OutputError."""
        self._final = final
        try:
            self.path = tempfile.mkdtemp(prefix=".append.partial-", dir=final)
        except OSError as error:
            raise OutputError(
                f"Nothing can be written to {final} ({error.strerror}). Choose another folder."
            ) from error

    def __enter__(self) -> Self:
        """Returns the writer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, *_: object) -> None:
        """Moves everything in, unless there was an error; removes the subfolder. Raises OutputError.

        Messages of an OutputError name the chips folder where they named the subfolder.
        """
        moved: list[str] = []
        try:
            if kind is None:
                self._move_in(moved)
        except OSError as error:
            for path in moved:
                with contextlib.suppress(OSError):
                    os.remove(path)
            raise OutputError(f"The new chips cannot be added to {self._final} ({error.strerror}).") from error
        finally:
            shutil.rmtree(self.path, ignore_errors=True)
        if isinstance(failure, OutputError) and self.path in str(failure):
            raise OutputError(str(failure).replace(self.path, self._final)) from failure

    def _move_in(self, moved: list[str]) -> None:
        """Moves chips, then the files that describe them, the manifest last; lists the chips it has moved in `moved`."""
        for room in (IMAGES, LABELS):
            for name in sorted(os.listdir(os.path.join(self.path, room))):
                target = os.path.join(self._final, room, name)
                os.replace(os.path.join(self.path, room, name), target)
                moved.append(target)
        names = [name for name in sorted(os.listdir(self.path)) if os.path.isfile(os.path.join(self.path, name))]
        for name in sorted(names, key=lambda name: name == MANIFEST):
            os.replace(os.path.join(self.path, name), os.path.join(self._final, name))
            moved.clear()
