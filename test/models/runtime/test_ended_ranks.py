"""How a rank ends after another one has ended with an error, which it notices as a broken connection."""

from __future__ import annotations

import pytest
from pixel_classifier.models.engine.all_gpus import _Launch
from pixel_classifier.models.engine.jobs import TRAIN
from pixel_classifier.models.runtime.ranks import _reported_to_others
from pixel_classifier.rasters.core.errors import Cancelled, ChipsError, OutputError, PeerError
from pixel_classifier.rasters.core.progress import SilentReporter
from torch import distributed

BROKEN = "[gloo/transport/tcp/pair.cc:538] Connection closed by peer [127.0.0.1]:53433."


@pytest.fixture
def store():
    return distributed.HashStore()


def end(store, rank, error):
    with _reported_to_others(store, rank, 3):
        raise error


@pytest.mark.parametrize("broken", [RuntimeError(BROKEN), distributed.DistBackendError("NCCL error")])
def test_a_rank_ends_with_the_sentence_of_the_one_that_refused(store, broken):
    with pytest.raises(OutputError):
        end(store, 0, OutputError("The folder is a file. Choose another."))
    for rank in (1, 2):
        sentence = f"Process {rank} of 3 ends, as process 0 has: The folder is a file. Choose another."
        with pytest.raises(PeerError) as caught:
            end(store, rank, broken)
        assert str(caught.value) == sentence and caught.value.__cause__ is broken


def test_a_rank_is_cancelled_with_another_one(store):
    with pytest.raises(Cancelled):
        end(store, 0, Cancelled("Cancelled after 2 of 3 epochs."))
    with pytest.raises(Cancelled):
        end(store, 1, RuntimeError(BROKEN))


def test_neither_a_crash_of_another_rank_nor_an_own_failure_is_hidden(store):
    with pytest.raises(RuntimeError, match="Connection closed"):
        end(store, 1, RuntimeError(BROKEN))
    with pytest.raises(MemoryError):
        end(store, 0, MemoryError())
    with pytest.raises(RuntimeError, match="shapes"):
        end(store, 1, RuntimeError("shapes cannot be multiplied"))


def test_of_several_gpus_the_error_of_the_one_that_refused_is_that_of_the_job():
    launch = _Launch(2, TRAIN, None, SilentReporter())
    refused = ChipsError("The chips are gone.")
    launch._errors.update({0: PeerError("Process 0 of 2 ends, as process 1 has: The chips are gone."), 1: refused})
    assert launch._real_errors() == [refused]
