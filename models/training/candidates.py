"""The architecture `auto`: trains the U-Net and the pixel network, which costs little beside it, and decides what is kept of them.

A U-Net learns the surroundings of few polygons by heart, and validation blocks beside them do not show it; the pixel network cannot. On
ground farther away the mean of their calibrated probabilities is better than either (docs/results.md). Where the surroundings decide the
class, or only disturb, the validation shows that clearly, and one of them is kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import nn

from ...rasters.core.errors import Cancelled, SettingsError
from ...rasters.core.progress import Reporter, StepReporter
from ..accuracy.confidence import is_significantly_higher
from ..core.description import ModelDescription
from ..core.options import AUTO, BOTH, NETWORK_NAMES, PIXEL
from ..core.requests import TrainRequest
from ..core.text import decimals
from ..networks.averaged_network import shares_of
from ..networks.build import averaged
from ..networks.model_folder import load_model, network_spec, save_model
from ..runtime.devices import fastest_convolutions
from ..runtime.ranks import Ranks
from .checkpoint import Checkpoint, has_checkpoint
from .dataset import Data
from .loop import Fitted, fit
from .scene_evaluation import SceneEvaluation, evaluate_scenes
from .setup import set_up

_BESIDE = "pixel"
"""The folder of the pixel network's training inside the checkpoint's."""
_FIRST_SHARE = 0.85
"""The share of the progress that belongs to the first candidate, the U-Net."""


def fit_candidates(
    request: TrainRequest, data: Data, device: torch.device, checkpoint: Checkpoint, reporter: Reporter, ranks: Ranks
) -> tuple[Fitted, ...]:
    """Trains the architecture of the request, or with `auto` the U-Net and the pixel network, and returns what was trained.

    A run that is cancelled, and one in which the pixel network cannot be trained, returns the U-Net alone. Raises as `set_up` and `fit`.
    """
    if request.architecture != AUTO:
        return (_fit(request, data, device, checkpoint, reporter, ranks),)
    first = replace(request, architecture="unet")
    if request.start_model or data.validation is None:
        why = "the model to start from has its own" if request.start_model else "nothing validates which is better"
        reporter.info(f"ARCHITECTURE auto is unet: {why}.")
        return (_fit(first, data, device, checkpoint, reporter, ranks),)
    reporter.info(
        "ARCHITECTURE auto: unet is trained first, then pixel; their mean is kept, or the one that validates clearly better."
    )
    unet = _fit(first, data, device, checkpoint, StepReporter(reporter, 0, _FIRST_SHARE), ranks)
    if unet.outcome.cancelled:
        return (unet,)
    cancelled = (replace(unet, outcome=replace(unet.outcome, cancelled=True)),)
    beside = Checkpoint(checkpoint.folder / _BESIDE, checkpoint.fingerprint)
    resumed = request.resume and ranks.from_first(lambda: has_checkpoint(beside.folder.parent))
    second = replace(request, architecture=PIXEL, weights="none", freeze_epochs=0, resume=resumed)
    try:
        pixel = _fit(second, data, device, beside, StepReporter(reporter, _FIRST_SHARE, 1), ranks, _final_s(unet))
    except Cancelled:
        return cancelled
    except SettingsError as error:
        reporter.warning(f"ARCHITECTURE auto: the pixel network could not be trained, and U-Net is kept. {error}")
        return (unet,)
    if pixel.outcome.cancelled:
        return cancelled
    return unet, pixel


def _fit(
    request: TrainRequest,
    data: Data,
    device: torch.device,
    checkpoint: Checkpoint,
    reporter: Reporter,
    ranks: Ranks,
    follows_s: float = 0.0,
) -> Fitted:
    network, run = set_up(request, data, device, checkpoint, reporter, ranks)
    return fit(network, replace(run, follows_s=follows_s), reporter)


def _final_s(candidate: Fitted) -> float:
    """Returns how many seconds the final training of a candidate will take, 0 where none follows."""
    history = candidate.outcome.history
    if candidate.run.runs == 1 or not history:
        return 0.0
    return sum(epoch.seconds for epoch in history) / len(history) * candidate.run.last_epoch


def better(candidates: Sequence[Fitted]) -> Fitted:
    """Returns the candidate with the higher mean IoU on single chips, the first of equal ones: all that is known before whole scenes are evaluated."""
    return max(candidates, key=lambda candidate: candidate.mean_iou)


@dataclass(frozen=True)
class Kept:
    """The model that is kept: its run and outcome, the positions of the candidates of which it is made, and its evaluation.

    `evaluation` is None where nothing had to be compared.
    """

    candidate: Fitted
    places: tuple[int, ...]
    evaluation: SceneEvaluation | None = None


def keep_best(candidates: Sequence[Fitted], folder: str, reporter: Reporter) -> Kept:
    """Writes the model of the better candidate, or of both averaged, into a folder, and returns what was kept.

    Both are averaged unless the better one's mean IoU, on the blended validation, is significantly above that of their mean. Raises
    Cancelled; the model of `better` is in the folder then.
    """
    for candidate in candidates:
        candidate.run.checkpoint.check_owner()
    shutil.copytree(better(candidates).folder, folder, dirs_exist_ok=True)
    if len(candidates) == 1:
        return Kept(candidates[0], (0,))
    alone = [
        _evaluated(one, load_model(one.folder)[0], StepReporter(reporter, place / 3, (place + 1) / 3))
        for place, one in enumerate(candidates)
    ]
    best = max(range(len(alone)), key=lambda place: alone[place].scores.mean_iou)
    kept = candidates[best]
    if any(found.calibration is None for found in alone):
        shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
        reporter.info(
            f"ARCHITECTURE auto: {NETWORK_NAMES[kept.run.spec.architecture]} is kept: nothing calibrates the two for a mean."
        )
        return Kept(kept, (best,), alone[best])
    temperatures = [found.calibration.temperature for found in alone]
    first = candidates[0]
    shares = shares_of(*(found.scores.mean_iou for found in alone))
    network = averaged([load_model(one.folder)[0] for one in candidates], temperatures, shares)
    together = _evaluated(first, network, StepReporter(reporter, 2 / 3, 1))
    seed = first.run.request.seed
    is_mean = not is_significantly_higher(alone[best].block_confusions, together.block_confusions, seed)
    figures = [
        *(_figures(one.run.spec.architecture, found, [one]) for one, found in zip(candidates, alone)),
        _figures(BOTH, together, candidates),
    ]
    better_one = NETWORK_NAMES[kept.run.spec.architecture]
    why = (
        f"the mean of both networks is kept, as it is not clearly below the better of them ({better_one})"
        if is_mean
        else f"{better_one} is kept, as it is clearly above the mean of both networks"
    )
    reporter.info(
        f"ARCHITECTURE auto: {why}. Mean IoU on the validation labels: "
        + ", ".join(f"{NETWORK_NAMES[one['architecture']]} {decimals(one['mean_iou'])}" for one in figures[:-1])
        + f", mean of both {decimals(figures[-1]['mean_iou'])}."
    )
    if not is_mean:
        shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
        return Kept(_described(kept, {"candidates": figures}), (best,), alone[best])
    chosen = {"candidates": figures, "temperatures": temperatures, "shares": list(shares)}
    averaged_one = _described(first, chosen, architecture=BOTH)
    description = averaged_one.run.description
    save_model(folder, network, network_spec(description), description)
    return Kept(averaged_one, (0, 1), together)


def _described(candidate: Fitted, training: Mapping[str, object], **changes: object) -> Fitted:
    """Returns a candidate with more facts on the training in its model's description, and other changes of that."""
    run = candidate.run
    description = replace(run.description, training={**run.description.training, **training}, **changes)
    return replace(candidate, run=replace(run, description=description))


def _figures(architecture: str, found: SceneEvaluation, trained: Sequence[Fitted]) -> dict[str, object]:
    """Returns what the model records of a candidate: its figures on the blended validation and the seconds that it took to train."""
    return {
        "architecture": architecture,
        "mean_iou": found.scores.mean_iou,
        "accuracy": found.scores.accuracy,
        "seconds": sum(record.seconds for one in trained for record in one.outcome.history),
    }


def write_averaged(folder: str, members: Sequence[str], description: ModelDescription) -> None:
    """Writes the mean of the models in other folders, at the temperatures and with the shares of `description`, into a folder.

    Raises ModelError, OutputError.
    """
    training = description.training
    network = averaged([load_model(member)[0] for member in members], training["temperatures"], training["shares"])
    save_model(folder, network, network_spec(description), description)


def _evaluated(candidate: Fitted, network: nn.Module, reporter: Reporter) -> SceneEvaluation:
    """Returns the evaluation of a network on the blended validation of a candidate's run."""
    run = candidate.run
    network.to(run.runtime.device, memory_format=torch.channels_last)
    with fastest_convolutions(run.runtime.device):
        return evaluate_scenes(network, run, run.data.validation, reporter)
