"""Spoils inputs at random: JSON values, texts and bytes. The same generator gives the same inputs."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

SCRIPT = "<script>alert(1)</script>"
PAYLOAD = "__import__('os').system('touch run-by-a-hostile-file')"
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 7, 255, 256, 2**31, 2**63, -(2**63), 10**30, 10**400, 0.5, -0.0, 1e308, -1e308, 5e-324, 1e-9,
    float("nan"), float("inf"), float("-inf"), "", " ", "0", "-1", "1e999", "nan", "inf", "None", "x", "x" * 5000, "\x00", "\ud800", "a\nb",
    "ä森غ", "../../outside", "/etc/passwd", "C:\\Windows", "/vsimem/x", "%s%n{0}{x}", SCRIPT, PAYLOAD, '"><img src=x onerror=alert(1)>',
    "uint8", "complex64", "object", "float16", "datetime64", "unet", "resnet18", "tu-resnet18", "PixelNetwork", "Unet", [], {}, [[]], [None],
    [0], [1, 2], [1, 2, 3, 4, 5, 6], ["a"], {"a": 1}, {"value": 1}, list(range(300)), [float("nan")] * 6, [0] * 6, [[0, 0]],
)  # fmt: skip


def mutated(document: Any, random: Random) -> Any:
    """Returns a copy of plain data with one to three places spoilt."""
    spoilt = copy.deepcopy(document)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        places = list(_places(spoilt))
        if not places:
            return random.choice(VALUES)
        container, key = random.choice(places)
        _spoil(container, key, random)
    return spoilt


def mutated_json(document: Any, random: Random) -> bytes:
    """Returns JSON with spoilt values, now and then spoilt as text."""
    text = json.dumps(mutated(document, random)).encode()
    if random.random() < 0.1:
        return mutated_bytes(text, random)
    if random.random() < 0.01:
        return random.choice(
            (b"[" * 200_000, b'{"a":' * 50_000, b"\xff\xfe" + text, b"\xef\xbb\xbf" + text, b"9" * 10_000, b"")
        )
    return text


def mutated_bytes(data: bytes, random: Random, beginning: int | None = None) -> bytes:
    """Returns bytes with bits flipped, parts overwritten, doubled or cut off; `beginning` limits the places to the first bytes."""
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        if not spoilt:
            break
        place = random.randrange(min(len(spoilt), beginning or len(spoilt)))
        kind = random.random()
        if kind < 0.4:
            spoilt[place] ^= 1 << random.randrange(8)
        elif kind < 0.7:
            extreme = random.choice(
                (b"\xff" * 4, b"\x00" * 4, b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", random.randbytes(4), b"\xff" * 8)
            )
            spoilt[place : place + len(extreme)] = extreme
        elif kind < 0.8:
            del spoilt[place:]
        elif kind < 0.9:
            del spoilt[place : place + random.randrange(1, 64)]
        else:
            spoilt[place:place] = spoilt[place : place + random.randrange(1, 64)]
    return bytes(spoilt)


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Yields each place of nested data: its container and its key."""
    if isinstance(document, dict):
        entries = list(document.items())
    elif isinstance(document, list):
        entries = list(enumerate(document))
    else:
        return
    for key, value in entries:
        yield document, key
        yield from _places(value)


def _spoil(container: Any, key: Any, random: Random) -> None:
    """Spoils one place."""
    kind = random.random()
    value = container[key]
    if kind < 0.15:
        del container[key]
    elif kind < 0.25 and isinstance(value, list) and value:
        value.append(copy.deepcopy(random.choice(value)))
    elif kind < 0.35 and isinstance(value, (int, float)) and not isinstance(value, bool):
        container[key] = random.choice((-value, value * 1000, value // 3, value + 1, value - 1, str(value)))
    elif kind < 0.4:
        container[key] = [value]
    elif kind < 0.45 and isinstance(container, dict):
        container[str(random.choice(VALUES))] = container.pop(key)
    else:
        container[key] = copy.deepcopy(random.choice(VALUES))
