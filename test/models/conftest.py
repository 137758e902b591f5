"""What the tests of networks share: short epochs where something is trained, and random weights that cost little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import quick_weights
import short_epochs

_OF_EPOCHS_THEMSELVES = ("data", "optimization")
_OF_LARGE_NETWORKS = ("networks", "exchange", "openvino_runtime")
"""Nothing of these depends on which random weights a network has, nor compares them with those of another process."""


@pytest.fixture(scope="module", autouse=True)
def short_trainings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Shortens the epochs of the trainings in a module."""
    if request.path.parent.name in _OF_EPOCHS_THEMSELVES:
        yield
        return
    with short_epochs.shortened():
        yield


@pytest.fixture(scope="module", autouse=True)
def weights_at_little_cost(request: pytest.FixtureRequest) -> Iterator[None]:
    """Draws the weights of large layers quickly."""
    if request.path.parent.name not in _OF_LARGE_NETWORKS:
        yield
        return
    with quick_weights.quick_weights():
        yield
