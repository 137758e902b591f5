"""Writes small pictures as PNG with nothing but the standard library, for reports where there is no Pillow."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_EIGHT_BITS, _TRUE_COLOUR = 8, 2


def png_uri(picture: np.ndarray) -> str:
    """Returns a uint8 picture (h, w, 3) as a PNG in a data URI."""
    return "data:image/png;base64," + base64.b64encode(png_bytes(picture)).decode("ascii")


def png_bytes(picture: np.ndarray) -> bytes:
    """Returns a uint8 picture (h, w, 3) as a PNG file."""
    height, width, _ = picture.shape
    # each row is led by its filter: 2, the difference to the row above
    above = np.vstack([np.zeros_like(picture[:1]), picture[:-1]])
    rows = np.full((height, 1 + 3 * width), 2, np.uint8)
    rows[:, 1:] = (picture - above).reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, _EIGHT_BITS, _TRUE_COLOUR, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Returns a chunk: length, kind, data and checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
