"""Sets up a training run: the network with its initial weights, the loss, the batch size, the precision and the augmentation."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np
import torch

from ...rasters.core.errors import SettingsError
from ...rasters.core.number_text import count_of, whole
from ...rasters.core.progress import Reporter, SilentReporter
from ..core.description import ModelDescription, read_description
from ..core.history import EpochRecord, LrFinderCurve
from ..core.options import AUTOMATIC_EPOCHS, NETWORK_NAMES, NO_ENCODER, PIXEL
from ..core.requests import TrainRequest
from ..core.serialization import to_data
from ..core.text import network_title, weights_count
from ..data import sampler
from ..data.band_components import MOST_BANDS, band_components
from ..data.batches import Batch
from ..data.pixel_sample import MOST_PIXELS, sample_pixels
from ..data.sampler import epoch_batches, sampled_pixels, steps_per_epoch
from ..networks.build import NetworkSpec, build_network, encoder_of, is_cramped, sees_surroundings, suitable_depth
from ..networks.model_folder import load_model
from ..networks.pixel_network import PixelNetwork, components_in
from ..networks.pretrained import load_pretrained
from ..networks.warm_start import trainable, transfer_weights
from ..optimization.augmentation import Augmentation
from ..optimization.auto_batch_size import fitting_batch
from ..optimization.class_weights import class_weights
from ..optimization.data_parallel import drops_at_random, synchronised
from ..optimization.losses import SparseLoss
from ..optimization.optimizer import HIGHEST_GRADIENT_NORM, WARM_UP_SHARE, WEIGHT_DECAY
from ..optimization.seeding import sampling_generator
from ..runtime.batch_halving import HalvingBatch
from ..runtime.device_input import DeviceInput
from ..runtime.devices import Runtime, device_label
from ..runtime.precision import autocast_dtype, precision_name, recorded_dtype
from ..runtime.ranks import Ranks
from .checkpoint import Checkpoint, State
from .dataset import Data, describe
from .schedule import is_refitted

NOT_SETTINGS = (
    "chips", "extra_chips", "output", "device", "int8", "resume", "report", "table", "footprints", "command",
)  # fmt: skip
"""Fields of a request that do not change what is learned: chips are known by their content."""


@dataclass(frozen=True)
class Run:
    """All that the loop needs and does not change.

    `checkpoint` keeps what a resumed run needs, and the model to keep so far with `description` completed by the
    figures of its epoch. `inference` computes passes without gradients. `epochs` are those of the schedule, of which
    the loop stops after `stop_after` (None for all). `runs` counts the trainings from this one on: 2 where a final
    training on all labels follows, of which `is_final` is the second. `saved` is the state of an interrupted run to
    resume, None to start with the first epoch. `follows_s` are the seconds of trainings of other networks that follow.
    """

    request: TrainRequest
    data: Data
    spec: NetworkSpec
    runtime: Runtime
    device_input: DeviceInput
    inference: HalvingBatch
    loss: SparseLoss
    augmentation: Augmentation
    description: ModelDescription
    checkpoint: Checkpoint
    epochs: int
    stop_after: int | None = None
    runs: int = 1
    is_final: bool = False
    saved: State | None = None
    follows_s: float = 0.0

    @property
    def last_epoch(self) -> int:
        """Returns the epoch after which the loop stops."""
        return self.stop_after or self.epochs

    @property
    def warm_up_epochs(self) -> float:
        """Returns the length of the warm-up in epochs."""
        return WARM_UP_SHARE * self.epochs

    @property
    def fewest_steps(self) -> int:
        """Returns how many batches an epoch has at least."""
        is_spectral = self.spec.architecture == PIXEL and self.spec.in_channels > MOST_BANDS
        return sampler.SMALLEST_SPECTRAL_EPOCH_STEPS if is_spectral else sampler.SMALLEST_EPOCH_STEPS

    @property
    def steps_per_epoch(self) -> int:
        """Returns the number of batches of an epoch."""
        return steps_per_epoch(self.data.class_pixels, self.runtime.batch_size, self.request.balance, self.fewest_steps)

    def augmented(self, batch: Batch, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns the pixels and labels of a batch as a step of the training takes them; random numbers from `generator`."""
        pixels, labels = self.augmentation(batch.pixels, batch.labels, generator)
        if sees_surroundings(self.spec.architecture):
            return pixels, labels
        return sample_pixels(pixels, labels, generator)

    def order(self, epoch: int) -> list[np.ndarray]:
        """Returns the positions of the chips of each batch of an epoch."""
        table, balance = self.data.class_pixels, self.request.balance
        generator = sampling_generator(self.request.seed, epoch)
        return epoch_batches(table, self.runtime.batch_size, generator, balance, self.fewest_steps)


@dataclass(frozen=True)
class Outcome:
    """The result of the loop: a record per finished epoch, the kept one, whose model lies in the checkpoint, the learning rate and how it was found."""

    history: tuple[EpochRecord, ...]
    kept: EpochRecord
    learning_rate: float
    lr_finder: LrFinderCurve | None
    cancelled: bool = False


def set_up(
    request: TrainRequest,
    data: Data,
    device: torch.device,
    checkpoint: Checkpoint,
    reporter: Reporter,
    ranks: Ranks | None = None,
) -> tuple[torch.nn.Module, Run]:
    """Builds the network on its device, and all else that the loop needs; logs what was chosen.

    Raises what `build_network`, `load_pretrained` and `fitting_batch` raise. Raises SettingsError for unfit class weights, a start model
    that does not fit, and the checkpoint of another run. Raises ModelError for a damaged checkpoint.
    """
    ranks = ranks or Ranks()
    saved = ranks.from_first(checkpoint.load) if request.resume else None
    if request.resume and saved is None:
        reporter.info(f"There is no interrupted training in {request.output}. Training starts with the first epoch.")
    network, run = _prepared(request, data, device, checkpoint, saved, reporter, ranks)
    if is_refitted(request.refit, len(data.training), data.validation is not None):
        run = replace(run, runs=2)
    _log(run, network, reporter)
    return network, run


def set_up_final(run: Run, outcome: Outcome, data: Data, checkpoint: Checkpoint) -> tuple[torch.nn.Module, Run]:
    """Builds the network and the run that trains on all labels after a validated run: the same initial weights and schedule.

    `data` are all labels, `checkpoint` is that of the final training. It stops after the epoch that the validated run keeps.
    Raises as `set_up`.
    """
    request = replace(run.request, learning_rate=outcome.learning_rate, batch_size=run.runtime.batch_size, patience=0)
    if request.weights == "auto" and not request.start_model:
        request = replace(request, weights=run.description.training["first_weights"])
    ranks = run.runtime.ranks
    saved = ranks.from_first(checkpoint.load) if request.resume else None
    network, final = _prepared(request, data, run.runtime.device, checkpoint, saved, SilentReporter(), ranks)
    return network, replace(final, epochs=run.epochs, stop_after=outcome.kept.epoch, is_final=True)


def _prepared(
    request: TrainRequest,
    data: Data,
    device: torch.device,
    checkpoint: Checkpoint,
    saved: State | None,
    reporter: Reporter,
    ranks: Ranks,
) -> tuple[torch.nn.Module, Run]:
    """Builds the network on its device, and the run that trains it."""
    resumed = None
    if saved is not None:
        resumed = ranks.from_first(lambda: read_description(checkpoint.kept(saved.progress.kept_epoch)))
    network, spec, initial_weights = _network(request, data, saved, resumed, reporter, ranks)
    network.to(device, memory_format=torch.channels_last)
    sampled = dict(zip(data.class_values, sampled_pixels(data.class_pixels, request.balance)))
    weights = class_weights(request.class_weighting, sampled, dict(request.class_weights))
    unweighted = request.class_weighting == "none"
    loss = SparseLoss(request.loss, None if unweighted else torch.tensor(weights, device=device))
    if ranks.are_several and not loss.adds_up:
        reporter.warning(
            f"The loss {loss.name} measures the regions of each process's share of a batch: the result depends on the number of processes."
        )
    if ranks.are_several and drops_at_random(network):
        reporter.info(f"{NETWORK_NAMES[spec.architecture]} has dropout: the result depends on the number of processes.")
    runtime = _runtime(request, data, network, spec, loss, device, saved, reporter, ranks)
    # After the batch size, which the first rank tries alone: a layer that waits for the other ranks would wait for ever.
    network, unsynchronised = synchronised(network, ranks, device)
    if unsynchronised:
        reporter.warning(
            f"{unsynchronised} layers of batch normalisation of {spec.encoder} take the statistics of each process alone: the result depends "
            "on the number of processes."
        )
    check_share(runtime.batch_size, ranks.size, spec.architecture)
    augmentation = Augmentation(
        request.augment, request.scale_jitter, request.gain_jitter, request.offset_jitter, request.noise
    )
    epochs = saved.progress.epochs if saved else request.epochs or AUTOMATIC_EPOCHS
    recorded = {**_recorded(request, data, runtime, weights, augmentation), **initial_weights}
    run = Run(
        request=request,
        data=data,
        spec=spec,
        runtime=runtime,
        device_input=DeviceInput(data.scaling.means, data.scaling.stds, device),
        inference=HalvingBatch(runtime.batch_size, device, "chips"),
        loss=loss,
        augmentation=augmentation,
        description=describe(data, request, spec, recorded),
        checkpoint=checkpoint,
        epochs=epochs,
        saved=saved,
    )
    return network, run


def check_share(batch_size: int, processes: int, architecture: str) -> None:
    """Raises SettingsError where a batch has no chip for some of the processes that train together."""
    if batch_size < processes and sees_surroundings(architecture):
        raise SettingsError(
            f"The batch size is {batch_size}, and there are {processes} processes, of which each needs a chip. Set BATCH_SIZE to "
            f"{processes} or more, or start fewer processes."
        )


def settings_of(request: TrainRequest) -> dict[str, object]:
    """Returns the fields of a request that change what is learned; of paths only the last part."""
    settings = {name: value for name, value in asdict(request).items() if name not in NOT_SETTINGS}
    return {
        **settings,
        "weights": os.path.basename(request.weights),
        "start_model": os.path.basename(os.path.abspath(request.start_model)) if request.start_model else None,
    }


def _network(
    request: TrainRequest,
    data: Data,
    saved: State | None,
    resumed: ModelDescription | None,
    reporter: Reporter,
    ranks: Ranks,
) -> tuple[torch.nn.Module, NetworkSpec, dict[str, object]]:
    """Builds the network with its initial weights, on the CPU; a resumed run, whose state and kept model are given, needs none.

    Returns also what the model records of the initial weights.
    """
    cache = data.training.cache
    old_network, old = trainable(*load_model(request.start_model), reporter) if request.start_model else (None, None)
    if old is not None and request.weights == "auto":
        reporter.info(f"No pretrained weights (auto) are loaded: training starts from {request.start_model}.")
    architecture, encoder = (old.architecture, old.encoder) if old else (request.architecture, request.encoder)
    depth, encoder = suitable_depth(architecture, cache.chip_px), encoder_of(architecture, encoder)
    spec = NetworkSpec(architecture, encoder, cache.bands, len(data.class_values), depth)
    if is_cramped(spec.architecture, cache.chip_px):
        reporter.warning(
            f"Chips of {cache.chip_px} pixels are small for {spec.architecture}, which will see little around a pixel. "
            "Choose unet, which adapts its depth, or export chips of 128 pixels or more."
        )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(request.seed)
        if spec.architecture == PIXEL:
            weights = saved.tensors["network"] if saved else old_network.state_dict() if old_network else None
            network = _pixel_network(spec, data, weights, reporter, ranks)
        else:
            network = build_network(spec)
        if resumed is not None:
            recorded = resumed.training
        elif old is not None:
            chip_set = cache.chip_set
            transferred = transfer_weights(network, chip_set.class_table, cache.band_names, old_network, old)
            transferred.report(request.start_model, old, reporter)
            recorded = {**old.training, "first_weights": settings_of(request)["start_model"]}
        else:
            weights = "none" if spec.encoder == NO_ENCODER else request.weights
            recorded = _load_encoder(network, spec, weights, reporter)
    return network, spec, {key: recorded.get(key) for key in ("first_weights", "pretrained_weights")}


def _pixel_network(
    spec: NetworkSpec, data: Data, weights: Mapping[str, torch.Tensor] | None, reporter: Reporter, ranks: Ranks
) -> PixelNetwork:
    """Returns a pixel network with random weights that takes components of many bands, or what the `weights` that it will get take."""
    if weights is not None:
        return PixelNetwork(spec.in_channels, spec.classes, components=components_in(weights))
    found = ranks.from_first(lambda: band_components(data.training, data.scaling))
    if found is None:
        return PixelNetwork(spec.in_channels, spec.classes)
    network = PixelNetwork(spec.in_channels, spec.classes, components=len(found))
    network.set_components(torch.from_numpy(found.directions), torch.from_numpy(found.means))
    reporter.info(
        f"The pixel network takes {len(found)} principal components of the {spec.in_channels} bands, which hold "
        f"{100 * found.share:.4g} % of their variance."
    )
    return network


def _load_encoder(network: torch.nn.Module, spec: NetworkSpec, weights: str, reporter: Reporter) -> dict[str, object]:
    """Loads pretrained weights into the encoder of a network, and returns what the model records of them."""
    loaded = load_pretrained(network.encoder, spec.encoder, weights, reporter)
    chosen = "none" if loaded is None else "imagenet" if weights == "auto" else os.path.basename(weights)
    return {"first_weights": chosen, "pretrained_weights": to_data(loaded)}


def _runtime(
    request: TrainRequest,
    data: Data,
    network: torch.nn.Module,
    spec: NetworkSpec,
    loss: SparseLoss,
    device: torch.device,
    saved: State | None,
    reporter: Reporter,
    ranks: Ranks,
) -> Runtime:
    """Returns where and how the network runs; a resumed run keeps its batch size and precision.

    A batch size that is found fits the first rank's GPU, and each other rank adds as many.
    """
    runtime = Runtime(device, ranks.from_first(lambda: autocast_dtype(device)), request.batch_size, ranks)
    if saved is not None:
        kept = recorded_dtype(saved.progress.precision, device)
        if kept is not runtime.precision:
            reporter.info(
                f"Resuming in {precision_name(kept)}, as the training started; {device} would now choose "
                f"{precision_name(runtime.precision)}."
            )
        return replace(runtime, precision=kept, batch_size=saved.progress.batch_size)
    if request.batch_size:
        return runtime
    fitting = ranks.from_first(lambda: fitting_batch(network, spec, data.training, runtime, loss))
    return replace(runtime, batch_size=fitting * (ranks.size if device.type == "cuda" else 1))


def _log(run: Run, network: torch.nn.Module, reporter: Reporter) -> None:
    """Logs what will be trained, how, and in which batches."""
    cache, runtime = run.data.training.cache, run.runtime
    reporter.info(
        f"{network_title(run.spec.architecture, run.spec.encoder)}, "
        f"{weights_count(sum(weight.numel() for weight in network.parameters()))}, {device_label(runtime.device)}, "
        f"{precision_name(runtime.precision)}, {runtime.batch_size} chips per batch"
    )
    if run.request.epochs is None:
        reporter.info(f"{run.epochs} epochs of {run.steps_per_epoch} steps (EPOCHS is empty: automatic).")
    if run.runs > 1:
        few = "Labels are few: a" if run.request.refit == "auto" else "A"
        reporter.info(f"{few} final training on all of them follows, with the same schedule (REFIT).")
    if not sees_surroundings(run.spec.architecture):
        reporter.info(
            f"{run.spec.architecture} sees one pixel at a time and has no encoder: the encoder {run.request.encoder} is not used. A "
            f"batch trains on its labelled pixels alone, {MOST_PIXELS} of them at most."
        )
    chips, sampled = len(run.data.training), run.steps_per_epoch * runtime.batch_size
    if chips < run.fewest_steps * runtime.batch_size:
        reporter.info(
            f"{count_of(chips, 'training chip', 'training chips')} do not fill {run.fewest_steps} batches: "
            "an epoch samples chips repeatedly."
        )
    elif sampled >= chips + runtime.batch_size:
        reporter.info(
            f"An epoch samples {whole(sampled)} of {whole(chips)} chips: chips with rare classes are oversampled."
        )
    if cache.side_px != cache.chip_px and sees_surroundings(run.spec.architecture):
        reporter.info(f"Chips are padded from {cache.chip_px} to {cache.side_px} pixels, as the network needs.")


def _recorded(
    request: TrainRequest, data: Data, runtime: Runtime, weights: tuple[float, ...], augmentation: Augmentation
) -> dict[str, object]:
    """Returns what the model records of its training: what was found or chosen, and all settings under `request`."""
    settings = settings_of(request)
    return {
        "batch_size": runtime.batch_size,
        "schedule": "one-cycle",
        "optimizer": "AdamW",
        "weight_decay": WEIGHT_DECAY,
        "gradient_norm_limit": HIGHEST_GRADIENT_NORM,
        "loss": request.loss,
        "class_weighting": request.class_weighting,
        "class_weights": dict(zip(map(str, data.class_values), weights)),
        "balanced_draws": request.balance,
        "weight_averaging": request.average,
        "patience": request.patience,
        "augmentation": augmentation.to_json(),
        "frozen_epochs": request.freeze_epochs,
        "validation_share": request.validation_share,
        "seed": request.seed,
        "device": device_label(runtime.device),
        "precision": precision_name(runtime.precision),
        "chips": [os.path.basename(os.path.abspath(folder.path)) for folder in data.training.cache.chip_set.folders],
        "request": settings,
    }
