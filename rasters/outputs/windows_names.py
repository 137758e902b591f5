"""What Windows refuses in names of files and folders. Pure functions of a path in the form of Windows, for any system."""

from __future__ import annotations

import ntpath

LONGEST_PATH = 259
"""In characters, of which those beyond 16 bits, such as emoji, count as two. Windows can be set to allow more, but SQLite and many programs do not take it."""
_RESERVED = frozenset(
    (
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"),
    )
)
_FORBIDDEN = '<>:"|?*'


def windows_problem(path: str, spare: int = 0) -> str:
    """Returns why Windows takes no file of an absolute path, '' where it does.

    `spare` is how many characters longer the paths of other files are that are written with it.
    """
    parts = ntpath.splitdrive(path)[1].replace("/", "\\").split("\\")
    for name in filter(None, parts):
        forbidden = [character for character in name if character in _FORBIDDEN or ord(character) < 32]
        if forbidden:
            return f"its part {name!r} holds the character {forbidden[0]!r}, which names have not on Windows"
        if name != name.rstrip(". ") and name.strip("."):
            return (
                f"its part {name!r} ends in a {'full stop' if name.endswith('.') else 'space'}, which Windows removes"
            )
        if name.split(".")[0].rstrip().upper() in _RESERVED:
            return f"its part {name!r} is the name of a device on Windows"
    length = len(path.encode("utf-16-le", "surrogatepass")) // 2
    if length > LONGEST_PATH - spare:
        beside = f", less {spare} for temporary files and files beside it" if spare else ""
        return f"it has {length} characters, and Windows takes {LONGEST_PATH}{beside}"
    return ""
