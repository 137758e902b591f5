"""Sets up a training run: the network with its first weights, the loss, the batch size, and all else the loop needs.

One training run as a value: what the loop needs, and what it gives.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import numpy as np
import torch

from ...rasters.core.progress import Reporter
from ..core.description import ModelDescription
from ..core.history import EpochRecord, RangeTest
from ..core.normalization import Scaling
from ..core.requests import TrainRequest
from ..core.text import count_of
from ..data.batches import SMALLEST_EPOCH_STEPS, LabelledChips
from ..data.sampler import drawn_pixels, epoch_draws, steps_per_epoch
from ..networks.build import NetworkSpec, build_network, is_cramped, suitable_depth
from ..networks.model_folder import load_model
from ..networks.warm_start import transfer_weights
from ..runtime.devices import Runtime, device_label
from ..runtime.precision import autocast_dtype
from .augmentation import Augmentation
from .auto_batch_size import fitting_batch
from .checkpoint import Checkpoint, Progress
from .class_weights import class_weights
from .dataset import Data, describe
from .losses import SparseLoss
from .optimizer import HIGHEST_GRADIENT_NORM, WEIGHT_DECAY
from .seeding import chip_draws


def set_up(
    request: TrainRequest, data: Data, device: torch.device, checkpoint: Checkpoint, reporter: Reporter
) -> tuple[torch.nn.Module, Run]:
    """Builds the network on its device, and all else that the loop needs; says what was chosen.

    Raises what `build_network` and `fitting_batch` raise, SettingsError for unfit class weights, for a model to start from that
    does not fit and for the checkpoint of another run, ModelError for a damaged one.
    """
    cache = data.training.cache
    saved = checkpoint.load() if request.resume else None
    if request.resume and saved is None:
        reporter.info(f"There is no interrupted training in {request.output}: this one begins anew.")
    network, spec = _network(request, data, saved is not None, reporter)
    network.to(device, memory_format=torch.channels_last)
    values = cache.chip_set.class_table.values
    shown = dict(zip(values, drawn_pixels(data.class_pixels, request.balance)))
    weights = class_weights(request.class_weighting, shown, dict(request.class_weights))
    unweighted = request.class_weighting == "none"
    loss = SparseLoss(request.loss, None if unweighted else torch.tensor(weights, device=device))
    runtime = _runtime(request, data, network, spec, loss, device, saved)
    _tell(request, data, network, spec, runtime, reporter)
    augmentation = Augmentation(
        request.augment, request.scale_jitter, request.gain_jitter, request.offset_jitter, request.noise
    )
    run = Run(
        training=data.training,
        validation=data.validation,
        class_pixels=data.class_pixels,
        scaling=data.scaling,
        spec=spec,
        runtime=runtime,
        loss=loss,
        augmentation=augmentation,
        description=describe(data, request, spec, _settings(request, data, runtime, weights, augmentation)),
        checkpoint=checkpoint,
        epochs=request.epochs,
        learning_rate=request.learning_rate,
        seed=request.seed,
        balance=request.balance,
        patience=request.patience,
        average=request.average,
        freeze_epochs=request.freeze_epochs,
        saved=saved,
    )
    return network, run


def _network(
    request: TrainRequest, data: Data, goes_on: bool, reporter: Reporter
) -> tuple[torch.nn.Module, NetworkSpec]:
    """Builds the network with its first weights, on the CPU; they need not be looked for where a run goes on."""
    cache = data.training.cache
    old_network, old = load_model(request.start_model) if request.start_model else (None, None)
    architecture, encoder = (old.architecture, old.encoder) if old else (request.architecture, request.encoder)
    spec = NetworkSpec(
        architecture, encoder, cache.bands, len(cache.chip_set.class_table), suitable_depth(architecture, cache.chip_px)
    )
    if is_cramped(spec.architecture, cache.chip_px):
        reporter.warning(
            f"Chips of {cache.chip_px} pixels are small for {spec.architecture}, which will see little around a pixel. "
            "Choose unet, which adapts its depth, or export chips of 128 pixels or more."
        )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(request.seed)
        network = build_network(spec, "none" if goes_on else request.weights, reporter)
    if old is not None and not goes_on:
        chip_set = cache.chip_set
        inherited = transfer_weights(network, chip_set.class_table, chip_set.first.band_names, old_network, old)
        inherited.report(request.start_model, old, reporter)
    return network, spec


def _runtime(
    request: TrainRequest,
    data: Data,
    network: torch.nn.Module,
    spec: NetworkSpec,
    loss: SparseLoss,
    device: torch.device,
    saved: tuple[Progress, dict[str, torch.Tensor]] | None,
) -> Runtime:
    """Returns where and how the network runs, in batches of the size asked for, or of as many chips as fit."""
    runtime = Runtime(device, autocast_dtype(device), request.batch_size)
    if saved is not None:
        return replace(runtime, batch_size=saved[0].batch_size)
    if request.batch_size:
        return runtime
    side_px, chips = data.training.cache.side_px, len(data.training)
    return replace(
        runtime, batch_size=fitting_batch(network, spec.in_channels, spec.classes, side_px, chips, runtime, loss)
    )


def _precision(runtime: Runtime) -> str:
    return "float32" if runtime.precision is None else str(runtime.precision).removeprefix("torch.")


def _tell(
    request: TrainRequest,
    data: Data,
    network: torch.nn.Module,
    spec: NetworkSpec,
    runtime: Runtime,
    reporter: Reporter,
) -> None:
    """Says what will be trained, how, and in which batches."""
    cache = data.training.cache
    reporter.info(
        f"{spec.architecture} on {spec.encoder}, {sum(p.numel() for p in network.parameters()) / 1e6:.1f} million "
        f"weights, {device_label(runtime.device)}, {_precision(runtime)}, {runtime.batch_size} chips a batch"
    )
    chips = len(data.training)
    drawn = steps_per_epoch(data.class_pixels, runtime.batch_size, request.balance) * runtime.batch_size
    if chips < SMALLEST_EPOCH_STEPS * runtime.batch_size:
        reporter.info(
            f"{count_of(chips, 'training chip', 'training chips')} do not fill {SMALLEST_EPOCH_STEPS} batches: "
            "chips are drawn repeatedly within an epoch."
        )
    elif drawn >= chips + runtime.batch_size:
        reporter.info(f"An epoch draws {drawn} of {chips} chips: those with rare classes more than once.")
    if cache.side_px != cache.chip_px:
        reporter.info(f"Chips are padded from {cache.chip_px} to {cache.side_px} pixels, as the network needs.")


def _settings(
    request: TrainRequest, data: Data, runtime: Runtime, weights: tuple[float, ...], augmentation: Augmentation
) -> dict[str, object]:
    """Returns the settings that the model records, by names that people read."""
    cache = data.training.cache
    first_weights = request.weights if request.weights in ("none", "imagenet") else os.path.basename(request.weights)
    return {
        "epochs": request.epochs,
        "batch_size": runtime.batch_size,
        "learning_rate_found": request.learning_rate is None,
        "schedule": "one-cycle",
        "optimizer": "AdamW",
        "weight_decay": WEIGHT_DECAY,
        "gradient_norm_limit": HIGHEST_GRADIENT_NORM,
        "loss": request.loss,
        "class_weighting": request.class_weighting,
        "class_weights": dict(zip(map(str, cache.chip_set.class_table.values), weights)),
        "balanced_draws": request.balance,
        "weight_averaging": request.average,
        "patience": request.patience,
        "augmentation": augmentation.to_json(),
        "first_weights": os.path.basename(os.path.abspath(request.start_model))
        if request.start_model
        else first_weights,
        "frozen_epochs": request.freeze_epochs,
        "validation_share": request.validation_share,
        "seed": request.seed,
        "device": device_label(runtime.device),
        "precision": _precision(runtime),
        "chips": [os.path.basename(os.path.abspath(folder.path)) for folder in cache.chip_set.folders],
    }


@dataclass(frozen=True)
class Run:
    """All that the loop needs and does not change.

    `validation` is None where nothing was kept for validation. `class_pixels` (chips, classes) are the labelled pixels of each
    training chip, by which rare classes are drawn more often where `balance` is on. `checkpoint` keeps what the run needs to go
    on after an interruption, and the best model so far with `description` completed by the figures of its epoch.
    `learning_rate` is the highest of the schedule, None to find it; `patience` 0 never ends early; `average` judges and
    keeps the running average of the weights; for `freeze_epochs` the encoder stays as it is; `saved` is the state of an
    interrupted run to go on from.
    """

    training: LabelledChips
    validation: LabelledChips | None
    class_pixels: np.ndarray
    scaling: Scaling
    spec: NetworkSpec
    runtime: Runtime
    loss: SparseLoss
    augmentation: Augmentation
    description: ModelDescription
    checkpoint: Checkpoint
    epochs: int
    learning_rate: float | None
    seed: int
    balance: bool = True
    patience: int = 0
    average: bool = False
    freeze_epochs: int = 0
    saved: tuple[Progress, dict[str, torch.Tensor]] | None = None

    @property
    def steps_an_epoch(self) -> int:
        """Returns the number of batches of an epoch."""
        return steps_per_epoch(self.class_pixels, self.runtime.batch_size, self.balance)

    def order(self, epoch: int) -> list[np.ndarray]:
        """Returns the positions of the chips of each batch of an epoch."""
        return epoch_draws(self.class_pixels, self.runtime.batch_size, chip_draws(self.seed, epoch), self.balance)


@dataclass(frozen=True)
class Outcome:
    """What the loop gave: a record per finished epoch, the best one, how the learning rate was found, whether it was cancelled.

    The best epoch's model lies in the checkpoint.
    """

    history: tuple[EpochRecord, ...]
    best: EpochRecord
    learning_rate: float
    range_test: RangeTest | None
    cancelled: bool = False
