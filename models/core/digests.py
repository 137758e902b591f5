"""Digests of files, by which a file is known again."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable

_BLOCK_BYTES = 2**20
_SETTLED_S = 3
"""Within this time of a change, another may leave a file's times as they are: FAT counts in steps of two seconds."""
_known: dict[str, tuple[tuple[int, ...], str]] = {}
"""The state and the digest of each file that was read in this process, by its path."""


def digest_of_file(path: str | os.PathLike) -> str:
    """Returns the SHA-256 of a file's content. Raises OSError.

    A classification asks up to three times for that of its weights, each as long as classifying 80 000 pixels in 8 bits. So a file is
    read again only where its identity, size or times differ, or where it was changed just now.
    """
    key, before = os.path.abspath(path), _state(path)
    known = _known.get(key)
    if known is not None and known[0] == before:
        return known[1]
    _known.pop(key, None)
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    changed_s = max(os.stat(path).st_mtime, os.stat(path).st_ctime)
    if _state(path) == before and changed_s < time.time() - _SETTLED_S:
        _known[key] = before, digest.hexdigest()
    return digest.hexdigest()


def digest_of_files(paths: Iterable[str | os.PathLike]) -> str:
    """Returns a digest of the content of files in their order: the same for copies of them. Raises OSError."""
    return hashlib.sha256("\n".join(map(digest_of_file, paths)).encode("ascii")).hexdigest()


def _state(path: str | os.PathLike) -> tuple[int, ...]:
    """Returns what differs as soon as a file is another one or was written to."""
    found = os.stat(path)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
