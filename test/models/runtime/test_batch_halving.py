from __future__ import annotations

from itertools import chain

import pytest
import torch
from listener import Listener
from pixel_classifier.models.runtime.batch_halving import HalvingBatch

CPU = torch.device("cpu")
FAILURE = ValueError("not even one")


def small_memory(most, tried):
    """Returns a computation that runs out of memory for more than `most` images."""

    def compute(part):
        tried.append(part.stop - part.start)
        if tried[-1] > most:
            raise RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")
        return list(range(part.start, part.stop))

    return compute


def test_parts_are_halved_until_they_fit_and_stay_so():
    listener, halving, tried = Listener(), HalvingBatch(8, CPU, "chips"), []
    assert list(chain(*halving(8, small_memory(3, tried), FAILURE, listener))) == list(range(8))
    assert list(chain(*halving(5, small_memory(3, tried), FAILURE, listener))) == list(range(5))
    assert tried == [8, 4, 2, 2, 2, 2, 2, 2, 1]
    assert [line.split(":")[0] for line in listener.warnings] == [
        f"The memory of cpu does not hold {count} chips at once" for count in (8, 4)
    ]


def test_a_single_image_that_does_not_fit_is_the_failure_that_was_given():
    with pytest.raises(ValueError, match="not even one") as caught:
        HalvingBatch(2, CPU, "tiles")(2, small_memory(0, []), FAILURE, Listener())
    assert "ALLOC_FAILED" in str(caught.value.__cause__)


def test_other_errors_are_raised_as_they_are():
    def wrong(part):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="mat1"):
        HalvingBatch(2, CPU, "tiles")(2, wrong, FAILURE, Listener())
