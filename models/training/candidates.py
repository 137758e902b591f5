"""The choice of the architecture `auto`: the pixel network and the U-Net are both trained, and the one that validates better is kept.

Which of them is better depends on whether the surroundings of a pixel hold information on its class; with few labels, a network that
sees them can also learn a place by heart. The spatial validation blocks show that. The pixel network costs little beside the other.
"""

from __future__ import annotations

from dataclasses import replace

import torch

from ...rasters.core.errors import Cancelled, SettingsError
from ...rasters.core.progress import Reporter, StepReporter
from ..core.history import EpochRecord
from ..core.options import AUTO, NETWORK_NAMES
from ..core.requests import TrainRequest
from ..core.text import decimals
from ..runtime.ranks import Ranks
from .checkpoint import Checkpoint, has_checkpoint
from .dataset import Data
from .loop import fit
from .setup import Outcome, Run, set_up

_BESIDE = "pixel"
"""The folder of the pixel network's training inside the checkpoint's."""
_FIRST_SHARE = 0.85
"""The share of the progress that belongs to the first candidate, the U-Net."""


def fit_chosen(
    request: TrainRequest, data: Data, device: torch.device, checkpoint: Checkpoint, reporter: Reporter, ranks: Ranks
) -> tuple[Run, Outcome]:
    """Trains the architecture of the request, or with `auto` both candidates, and returns the run that is kept.

    Its model lies in the checkpoint of that run. Where both are equal, as where labels are easy, it is the U-Net. A run that is cancelled
    keeps it too. Raises as `set_up` and `fit`.
    """
    if request.architecture != AUTO:
        return _fit(request, data, device, checkpoint, reporter, ranks)
    if request.start_model or data.validation is None:
        why = "the model to start from has its own" if request.start_model else "nothing validates which is better"
        reporter.info(f"ARCHITECTURE auto is unet: {why}.")
        return _fit(replace(request, architecture="unet"), data, device, checkpoint, reporter, ranks)
    reporter.info("ARCHITECTURE auto: unet is trained first, then pixel; the one that validates better is kept.")
    first = replace(request, architecture="unet")
    run, outcome = _fit(first, data, device, checkpoint, StepReporter(reporter, 0, _FIRST_SHARE), ranks)
    if outcome.cancelled:
        return run, outcome
    beside = Checkpoint(checkpoint.folder / _BESIDE, checkpoint.fingerprint)
    resumed = request.resume and ranks.from_first(lambda: has_checkpoint(beside.folder.parent))
    pixel = replace(request, architecture="pixel", weights="none", freeze_epochs=0, resume=resumed)
    try:
        trained = [(run, outcome), _fit(pixel, data, device, beside, StepReporter(reporter, _FIRST_SHARE, 1), ranks)]
    except Cancelled:
        return run, replace(outcome, cancelled=True)
    except SettingsError as error:
        reporter.warning(f"ARCHITECTURE auto: the pixel network could not be trained, and U-Net is kept. {error}")
        return run, outcome
    if trained[1][1].cancelled:
        return run, replace(outcome, cancelled=True)
    best, kept = max(trained, key=lambda entry: _quality(entry[1].kept))
    figures = [
        {
            "architecture": one.spec.architecture,
            "mean_iou": end.kept.mean_iou,
            "accuracy": end.kept.accuracy,
            "epoch": end.kept.epoch,
            "seconds": sum(record.seconds for record in end.history),
        }
        for one, end in trained
    ]
    reporter.info(
        f"ARCHITECTURE auto: {NETWORK_NAMES[best.spec.architecture]} is kept, validation mean IoU "
        + ", ".join(f"{NETWORK_NAMES[entry['architecture']]} {decimals(entry['mean_iou'])}" for entry in figures)
        + "."
    )
    description = replace(best.description, training={**best.description.training, "candidates": figures})
    return replace(best, description=description), kept


def _fit(
    request: TrainRequest, data: Data, device: torch.device, checkpoint: Checkpoint, reporter: Reporter, ranks: Ranks
) -> tuple[Run, Outcome]:
    network, run = set_up(request, data, device, checkpoint, reporter, ranks)
    return run, fit(network, run, reporter)


def _quality(kept: EpochRecord) -> float:
    """Returns the mean IoU of a kept epoch, -1 where it is unknown."""
    return -1.0 if kept.mean_iou is None else kept.mean_iou
