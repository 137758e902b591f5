"""What the tests of networks share: short epochs where something is trained."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import short_epochs

_OF_EPOCHS_THEMSELVES = ("data", "optimization")


@pytest.fixture(scope="module", autouse=True)
def short_trainings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Shortens the epochs of the trainings in a module."""
    if request.path.parent.name in _OF_EPOCHS_THEMSELVES:
        yield
        return
    with short_epochs.shortened():
        yield
