"""A pytest plugin that gives the file system of Linux the rules of Windows: `make test-windows-rules`, or `-p windows_rules`.

It holds for everything below the folder for temporary files, which is made anew for the session. `rules_below` is for single tests.
- A file that this process has open or mapped, GDAL's and SQLite's included, is neither removed nor renamed nor replaced, nor is a
  folder with such a file in it. Windows refuses that for the files of all processes.
- `os.rename` replaces no file, `os.replace` no folder; a file without the permission to write is neither removed nor replaced.
- Names that NTFS refuses, names that differ in case only, and paths of 260 characters and more are no names for new files.

Python's operations are refused when they are called, by an audit hook. What a library writes by itself is looked through at the end
of each test.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST_PATH = 259
RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
RESERVED |= {f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"}
FORBIDDEN = set('<>:"|?*\\') | {chr(code) for code in range(32)}
SHARING_VIOLATION, ACCESS_DENIED, ALREADY_EXISTS, INVALID_NAME, PATH_TOO_LONG, MAPPED = 32, 5, 183, 123, 206, 1224
_TEXTS = {
    SHARING_VIOLATION: "The process cannot access the file because it is being used by another process",
    ACCESS_DENIED: "Access is denied",
    ALREADY_EXISTS: "Cannot create a file when that file already exists",
    INVALID_NAME: "The filename, directory name, or volume label syntax is incorrect",
    PATH_TOO_LONG: "The filename or extension is too long",
    MAPPED: "The requested operation cannot be performed on a file with a user-mapped section open",
}
_NUMBERS = {ALREADY_EXISTS: errno.EEXIST, INVALID_NAME: errno.EINVAL, PATH_TOO_LONG: errno.ENOENT, MAPPED: errno.EINVAL}

root, is_hooked = "", False
"""The folder below which the rules hold, '' for none, and whether the audit hook is there."""
_inside = threading.local()


def refusal(code: int, path: str) -> OSError:
    """Returns the error that Windows gives, with its number as `winerror`."""
    error = OSError(_NUMBERS.get(code, errno.EACCES), _TEXTS[code], path)
    error.winerror = code
    return error


def name_problem(path: str) -> int:
    """Returns the number of Windows' error for the name of a new file below `root`, 0 for a good name."""
    if len(path.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_PATH:
        return PATH_TOO_LONG
    for name in path[len(root) + 1 :].split("/"):
        if FORBIDDEN & set(name) or name != name.rstrip(". ") or name.split(".")[0].rstrip().upper() in RESERVED:
            return INVALID_NAME
    return 0


def mapped_files() -> Iterator[str]:
    """Yields the files below `root` that this process has mapped into its memory."""
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            place = line.find(f"{root}/")
            if place >= 0:
                yield line[place:].rstrip("\n")


def open_files() -> set[str]:
    """Returns the files below `root` that this process has open or mapped; its working folder counts as one."""
    paths = {os.getcwd()}
    for number in os.listdir("/proc/self/fd"):
        try:
            path = os.readlink(f"/proc/self/fd/{number}")
            if path.startswith(f"{root}/") and stat.S_ISREG(os.stat(f"/proc/self/fd/{number}").st_mode):
                paths.add(path)
        except OSError:  # closed meanwhile, by another thread or by the listing itself
            continue
    return paths | set(mapped_files())


def is_held(path: str) -> bool:
    """Returns whether a file is open, or a folder holds an open file."""
    return any(held == path or held.startswith(f"{path}/") for held in open_files())


def located(path: object, folder: int = -1) -> str:
    """Returns where an argument of a function of `os` leads, links of its last part not followed; '' where no rule holds."""
    if isinstance(path, int) or not root:
        return ""
    text = os.fsdecode(path)
    if folder >= 0 and not os.path.isabs(text):
        text = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), text)
    place, name = os.path.split(os.path.abspath(text))
    whole = os.path.join(os.path.realpath(place), name)
    return whole if whole.startswith(f"{root}/") else ""


def check_removal(path: str) -> None:
    """Raises what Windows raises where a file or folder cannot be removed or renamed."""
    if not path or os.path.islink(path) or not os.path.exists(path):
        return
    if is_held(path):
        raise refusal(ACCESS_DENIED if os.path.isdir(path) else SHARING_VIOLATION, path)
    if os.path.isfile(path) and not os.stat(path).st_mode & stat.S_IWUSR:
        raise refusal(ACCESS_DENIED, path)


def check_new_name(path: str) -> None:
    """Raises what Windows raises for a bad name of a new file or folder, and where it would be another one that exists."""
    if not path or os.path.lexists(path):
        return
    problem = name_problem(path)
    if problem:
        raise refusal(problem, path)
    folder, name = os.path.split(path)
    if os.path.isdir(folder) and any(other.lower() == name.lower() for other in os.listdir(folder)):
        raise refusal(ALREADY_EXISTS, path)


def check_rename(source: str, target: str) -> None:
    """Raises what Windows raises for `os.replace`."""
    if source and source == target:
        check_removal(source)  # as nothing changes, this is how a program asks whether it could
        return
    check_removal(source)
    if target and os.path.isdir(target):
        raise refusal(ACCESS_DENIED, target)
    check_removal(target)
    if not (source and source.lower() == target.lower()):
        check_new_name(target)


def check_open(path: str, flags: int) -> None:
    """Raises what Windows raises where a file is made under a bad name or a mapped one is cut."""
    if path and flags & os.O_CREAT and flags & getattr(os, "O_TMPFILE", 0) != getattr(os, "O_TMPFILE", 0):
        check_new_name(path)
    if path and flags & os.O_TRUNC and path in set(mapped_files()):
        raise refusal(MAPPED, path)


def audit(event: str, arguments: tuple) -> None:
    """Refuses an operation that Windows would refuse."""
    if not root or event not in _CHECKS or getattr(_inside, "check", False):
        return
    _inside.check = True
    try:
        _CHECKS[event](*arguments)
    finally:
        _inside.check = False


_CHECKS = {
    "open": lambda path, _mode, flags: check_open(located(path), flags or 0),
    "os.mkdir": lambda path, _mode, folder: check_new_name(located(path, folder)),
    "os.remove": lambda path, folder: check_removal(located(path, folder)),
    "os.rmdir": lambda path, folder: check_removal(located(path, folder)),
    "os.rename": lambda source, target, folder, other: check_rename(located(source, folder), located(target, other)),
}

_rename = os.rename


def rename(source: object, target: object, **folders: int) -> None:
    """Renames as `os.rename` of Windows, which replaces nothing."""
    place, other = located(source), located(target)
    if other and os.path.lexists(other) and place.lower() != other.lower():
        raise refusal(ALREADY_EXISTS, other)
    _rename(source, target, **folders)


@contextlib.contextmanager
def rules_below(folder: os.PathLike) -> Iterator[None]:
    """Lets the rules hold below a folder. An audit hook cannot be removed: without a folder it does nothing."""
    global root, is_hooked
    if not is_hooked:
        sys.addaudithook(audit)
        is_hooked = True
    before = root, os.rename
    root, os.rename = os.path.realpath(folder), rename
    try:
        yield
    finally:
        root, os.rename = before


def pytest_configure(config: pytest.Config) -> None:
    """Makes the folder for temporary files, and begins."""
    if not sys.platform.startswith("linux"):
        raise pytest.UsageError("The rules of Windows are simulated on Linux only.")
    folder = tempfile.mkdtemp(prefix="w")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    rules = rules_below(folder)
    rules.__enter__()
    config.add_cleanup(lambda: rules.__exit__(None, None, None))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what is about other systems."""
    for item in items:
        if item.get_closest_marker("not_windows"):
            item.add_marker(pytest.mark.skip(reason="Windows has no such files, or refuses this"))


def bad_names(folder: Path) -> list[str]:
    """Returns the files and folders in a folder that Windows could not have."""
    found = []
    for place, folders, files in os.walk(folder):
        names = [*folders, *files]
        lower = [name.lower() for name in names]
        for name in names:
            path = os.path.join(place, name)
            if name_problem(path) or lower.count(name.lower()) > 1:
                found.append(path)
    return found


@pytest.fixture(autouse=True)
def names_that_windows_takes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Looks, after each test, at the names of the files that it made in its folder."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        assert bad_names(folder) == [], "Windows has no such names"
