"""The final training on all labels: after validation has evaluated the model, those labels train too.

Validation blocks and the gap around them hold up to half of the labels, which teach nothing until then. The network starts
again from the same initial weights and takes the same schedule, up to the epoch that the validated run keeps. The figures of the
model stay those of the validated run, which no label has flattered, and are marked so.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace

from ...rasters.core.errors import BackendError, Cancelled, ModelError, SettingsError
from ...rasters.core.number_text import count_of, whole
from ...rasters.core.progress import Reporter, StepReporter
from ..core.description import ModelDescription, write_description
from ..core.options import NETWORK_NAMES
from ..data.chip_cache import ChipCache
from .candidates import write_averaged
from .checkpoint import Checkpoint
from .dataset import Data, all_for_training
from .loop import Fitted, fit
from .setup import Outcome, set_up_final

_FOLDER = "final"
"""The folder of the final training inside the checkpoint's."""
FAILURES = (BackendError, ModelError, SettingsError)
"""Errors after which the validated model is kept."""


def train_on_all_labels(
    members: Sequence[Fitted], cache: ChipCache, validated: ModelDescription, folder: str, reporter: Reporter
) -> ModelDescription | None:
    """Trains on all labels and writes the network over that of the validated model in `folder`; returns its description.

    `members` are the trainings that the model is made of: one, or those whose probabilities it averages. Returns None
    where the run was cancelled meanwhile, and `validated` where a loss became NaN, or the initial weights (of the hub, a
    file or a model) are gone: `folder` holds the validated model then.
    """
    finals: list[Fitted] = []
    for place, member in enumerate(members):
        step = StepReporter(reporter, place / len(members), (place + 1) / len(members))
        try:
            finals.append(fit_all_labels(member, cache, step))
        except Cancelled:
            return None
        except FAILURES as error:
            reporter.warning(f"The final training on all labels failed, and the validated model is kept. {error}")
            return validated
        if finals[-1].outcome.cancelled:
            return None
    first, data = members[0].run, finals[0].run.data
    description = _described(validated, data, [final.outcome for final in finals])
    if len(finals) > 1:
        write_averaged(folder, [final.folder for final in finals], description)
    else:
        shutil.copytree(finals[0].folder, folder, dirs_exist_ok=True)
        write_description(folder, description)
    reporter.info(
        f"The model is that of the final training, on {whole(sum(data.training_pixels))} labelled pixels (before: "
        f"{whole(sum(first.data.training_pixels))}, overlapping chips counted each). Its figures are those of the validated run."
    )
    return description


def fit_all_labels(validated: Fitted, cache: ChipCache, reporter: Reporter) -> Fitted:
    """Trains on all labels after a validated run. Raises as `set_up` and `fit`."""
    run, outcome = validated.run, validated.outcome
    data = all_for_training(cache, run.data.labels, reporter)
    checkpoint = Checkpoint(run.checkpoint.folder / _FOLDER, run.checkpoint.fingerprint)
    reporter.info(
        f"Final training on all labels, {NETWORK_NAMES[run.spec.architecture]}: {count_of(len(data.training), 'chip', 'chips')} instead of {whole(len(run.data.training))}, "
        f"{outcome.kept.epoch} of {run.epochs} epochs of the same schedule."
    )
    network, final = set_up_final(run, outcome, data, checkpoint)
    return fit(network, final, reporter)


def _described(validated: ModelDescription, data: Data, ends: Sequence[Outcome]) -> ModelDescription:
    """Returns the description of the final model: the bands of all chips, the figures of the validated run, the seconds of all trainings."""
    end = ends[0]
    final = {
        "epochs": len(end.history),
        "chips": len(data.training),
        "pixels": dict(zip(map(str, data.class_values), data.training_pixels)),
        "training_loss": end.kept.train_loss,
        "seconds": sum(record.seconds for one in ends for record in one.history),
    }
    return replace(
        validated,
        band_means=data.scaling.means,
        band_stds=data.scaling.stds,
        band_minimums=tuple(band.minimum for band in data.statistics),
        band_maximums=tuple(band.maximum for band in data.statistics),
        band_quantiles=data.quantiles,
        metrics={**validated.metrics, "weights": "of the validated run, before the final training on all labels"},
        training={**validated.training, "final_training": final},
    )
