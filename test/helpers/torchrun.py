"""Tests that start processes with torchrun."""

from __future__ import annotations

import pytest
from torch import distributed


def _can_start() -> bool:
    """Returns whether this PyTorch opens torchrun's port: Debian builds it without libuv, and then the processes ignore USE_LIBUV."""
    try:
        distributed.TCPStore("localhost", 0, is_master=True, wait_for_workers=False)
    except RuntimeError:
        return False
    return True


needs_torchrun = pytest.mark.skipif(
    not _can_start(), reason="torchrun needs libuv, without which this PyTorch is built"
)
