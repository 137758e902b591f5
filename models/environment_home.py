"""Where environments are made: beside the one in use, under a number of their own, and in use once a pointer names them.

A virtual environment cannot be renamed, so it is built where it stays. Only the pointer, a small file in the user's data folder,
is exchanged, in one step, when the new one has been proven. Until then the former one works, and what a set-up that
failed, was cancelled or killed has built is removed, by it or by the next one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

from .environment import POINTER, data_folder, pointed_environment

_PREFIX = "pixel_classifier-"
_MARK = "made by Set Up Deep Learning"
"""Name of a file in every environment made here: nothing else is ever removed."""


def home_in_use(platform: str = sys.platform) -> Path | None:
    """Returns the folder in which the environment in use was made, to repair it there; None where there is none."""
    used = pointed_environment(platform)
    return used.parent if used and (used / _MARK).is_file() else None


def new_environment(home: Path) -> Path:
    """Makes an empty folder for a new environment in `home`, and returns it. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = home / f"{_PREFIX}{number}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
            continue
        (folder / _MARK).touch()
        return folder


def put_in_use(environment: Path, platform: str = sys.platform) -> None:
    """Lets the plugin use an environment from now on. Raises OSError, and then the former one stays in use."""
    pointer = data_folder(platform) / POINTER
    pointer.parent.mkdir(parents=True, exist_ok=True)
    partial = pointer.with_name(f"{POINTER}.partial-{os.getpid()}")
    try:
        partial.write_text(f"{environment}\n", encoding="utf-8")
        os.replace(partial, pointer)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def remove_unused(home: Path, platform: str = sys.platform) -> None:
    """Removes the environments made in `home` that are not in use, as far as they let themselves be removed."""
    used = pointed_environment(platform)
    for folder in home.glob(f"{_PREFIX}*"):
        if (folder / _MARK).is_file() and folder != used:
            _remove(folder)


def _remove(environment: Path) -> None:
    """Removes an environment, its mark last, so that one which resists is tried again the next time."""
    for path in environment.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != _MARK:
            with contextlib.suppress(OSError):
                path.unlink()
    if [path.name for path in environment.iterdir()] == [_MARK]:
        shutil.rmtree(environment, ignore_errors=True)
