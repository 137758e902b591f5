"""Compiled networks that are kept in the model folder, so that only the first classification converts and compiles.

A file of another is never read: reading one runs native code on it, and its weights could be others than those of the model. So each file
starts with a code (HMAC-SHA256) over its content and what it was made of. The key lies among the user's caches and never leaves this
computer. A file whose code does not fit, since model, runtime, CPU or user are others, is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...rasters.core.errors import OutputError
from ...rasters.outputs.atomic_file import AtomicFile
from ...rasters.outputs.renaming import replace
from ..runtime.precision import user_cache_folder
from .package import core, openvino

FOLDER = "openvino"
"""The name of the cache in a model folder."""
_KEY, _KEY_BYTES = "openvino.key", 32
_CODE_BYTES = 32


def read_compiled(
    folder: Path, name: str, made_of: Mapping[str, object], device: str, properties: Mapping[str, object]
) -> Any | None:  # noqa: ANN401
    """Returns the compiled graph (openvino.CompiledModel) that is kept under a name, None where there is none that was made of the same here.

    It runs on a device with the given properties, such as threads.
    """
    key, path = _user_key(), folder / FOLDER / f"{name}.blob"
    try:
        if not path.is_file():  # a pipe would never end
            return None
        with path.open("rb") as file:
            code = file.read(_CODE_BYTES)
            # OpenVINO reads its own memory in half the time that a stream takes.
            compiled = openvino().Tensor(openvino().Type.u8, [max(0, path.stat().st_size - _CODE_BYTES)])
            file.readinto(compiled.data)
    except OSError:
        return None
    if key is None or not hmac.compare_digest(code, _code(key, made_of, compiled.data)):
        return None
    try:
        return core().import_model(compiled, device, dict(properties))
    except RuntimeError:  # this computer no longer reads what it wrote
        return None


def keep_compiled(folder: Path, name: str, made_of: Mapping[str, object], compiled: Any) -> str:  # noqa: ANN401
    """Keeps a compiled graph under a name, in place of what was kept there; returns why that failed, "" where it did not."""
    key = _user_key()
    if key is None:
        return f"the folder {user_cache_folder()} cannot be written"
    content = io.BytesIO()
    try:
        compiled.export_model(content)
        (folder / FOLDER).mkdir(exist_ok=True)
        file = AtomicFile(folder / FOLDER / f"{name}.blob")
        try:
            Path(file.temporary).write_bytes(_code(key, made_of, content.getbuffer()) + content.getbuffer())
            replace(file.temporary, file.path)
        finally:
            file.discard()  # what cannot be put in place is not kept under another name, as a result would be
    except (OSError, RuntimeError) as error:
        return str(error).rstrip(".")
    return ""


def _code(key: bytes, made_of: Mapping[str, object], compiled: np.ndarray | memoryview) -> bytes:
    text = json.dumps(made_of, sort_keys=True).encode("utf-8")
    code = hmac.new(key, hashlib.sha256(text).digest(), hashlib.sha256)
    code.update(compiled)
    return code.digest()


def _user_key() -> bytes | None:
    """Returns the user's key, made where there is no whole one; None where it can be neither read nor written."""
    path = user_cache_folder() / _KEY
    with contextlib.suppress(OSError, OutputError):
        if not path.is_file() or path.stat().st_size != _KEY_BYTES:
            path.parent.mkdir(parents=True, exist_ok=True)
            with AtomicFile(path) as file:
                descriptor = os.open(file.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as new:
                    new.write(secrets.token_bytes(_KEY_BYTES))
        key = path.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
    return None
