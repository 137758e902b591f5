"""Forward passes in parts that fit into memory: the parts are halved where it runs out, and stay so for later batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch

from ...rasters.core.progress import Reporter
from .memory import is_out_of_memory, release_memory

Result = TypeVar("Result")


class HalvingBatch:
    """Computes a batch in parts of at most `size` images, fewer once memory has run out.

    For passes without gradients, whose results do not depend on the parts. In training, see `optimization.step`.
    """

    def __init__(self, size: int, device: torch.device, unit: str) -> None:
        """Takes the number of images to begin with; `unit` names them in warnings, such as "chips"."""
        self.size, self._device, self._unit = size, device, unit

    def __call__(
        self, count: int, compute: Callable[[slice], Result], failure: Exception, reporter: Reporter
    ) -> list[Result]:
        """Returns the results of `compute` for the parts of a batch of `count` images, in order.

        Raises `failure` where memory does not hold even a single image.
        """
        while True:
            results: list[Result] = []
            try:
                for start in range(0, count, self.size):
                    results.append(compute(slice(start, min(start + self.size, count))))
                return results
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                reason = error
            # Here, outside the handler, the traceback no longer holds the tensors of the failed pass.
            results.clear()
            self._halve(count, failure, reason.with_traceback(None), reporter)

    def _halve(self, count: int, failure: Exception, reason: Exception, reporter: Reporter) -> None:
        release_memory(self._device)
        tried = min(self.size, count)
        if tried == 1:
            raise failure from reason
        self.size = tried // 2
        reporter.warning(
            f"The memory of {self._device} does not hold {tried} {self._unit} at once: continuing with {self.size}."
        )
