"""Digests of files, by which a file is known again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable

_BLOCK_BYTES = 2**20


def digest_of_files(paths: Iterable[str | os.PathLike]) -> str:
    """Returns the SHA-256 of the content of files, one after the other: the same for copies of them. Raises OSError."""
    digest = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    return digest.hexdigest()
