"""What the ranks beside the first do in a training: their share of each batch, and nothing that is written or logged."""

from __future__ import annotations

import contextlib

import torch

from ...rasters.core.errors import Cancelled
from ...rasters.core.progress import Reporter
from ..core.requests import TrainRequest
from ..data.chip_cache import ChipCache
from ..runtime.ranks import Ranks
from .candidates import fit_candidates
from .checkpoint import Checkpoint
from .dataset import prepare
from .final_training import FAILURES, fit_all_labels
from .schedule import is_refitted


def train_along(
    request: TrainRequest, cache: ChipCache, device: torch.device, ranks: Ranks, reporter: Reporter
) -> None:
    """Trains beside the first rank, which runs `train` with the same request and chips. Raises Cancelled where that does."""
    data = prepare(cache, request, reporter)
    checkpoint = Checkpoint(request.output, {})  # written and read by the first rank alone
    candidates = fit_candidates(request, data, device, checkpoint, reporter, ranks)
    refitted = is_refitted(request.refit, len(data.training), data.validation is not None)
    if candidates[0].outcome.cancelled:
        raise Cancelled("Cancelled.")
    members = ranks.from_first(tuple) if refitted else ()
    if refitted and not members:
        raise Cancelled("Cancelled.")
    with contextlib.suppress(*FAILURES):  # the first rank warns, and keeps the validated model
        for place in members:
            if fit_all_labels(candidates[place], cache, reporter).outcome.cancelled:
                raise Cancelled("Cancelled.")
