"""The training loop, from the first step of the first epoch to the best weights on disk, to be read from top to bottom."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch

from ...rasters.core.errors import Cancelled, SettingsError
from ...rasters.core.progress import Reporter, StepReporter, stop_if_cancelled
from ..accuracy.confidence import mean_iou_error
from ..core.description import ModelDescription
from ..core.history import EpochRecord, LrFinderCurve, best_record, choice_of_epoch, is_exhausted, kept_record
from ..core.serialization import to_data
from ..core.text import duration
from ..data.batches import make_batches
from ..networks.build import sees_surroundings
from ..networks.model_folder import save_model
from ..optimization.ema import make_ema
from ..optimization.optimizer import on_this_device, one_cycle, set_learning_rate
from ..optimization.seeding import augmentation_generator, seeded_network
from ..optimization.step import Stepper
from ..runtime.devices import fastest_convolutions
from ..runtime.memory import out_of_memory_as
from ..runtime.precision import precision_name
from .checkpoint import Progress, State
from .evaluation import Evaluation, evaluate, pair_counts
from .lr_finder import UNTRIED_RATE, count_steps, find_learning_rate
from .scene_evaluation import SceneEvaluation
from .schedule import affordable_epochs
from .setup import Outcome, Run

_EVALUATION_COST = 1 / 3
"""The cost of a chip in validation relative to training: the forward pass alone."""
_AVERAGE_TOO_LARGE = (
    "the average of the weights beside the network. Switch it off (AVERAGE_WEIGHTS), or choose a smaller encoder."
)
_LR_FINDER_SHARE = 0.05
"""The share of the progress that belongs to the learning-rate finder."""


@dataclass(frozen=True)
class _Learner:
    """What learns: the network, the EMA of its weights where there is one, and the optimizer, which a `Stepper` moves."""

    network: torch.nn.Module
    ema: torch.nn.Module | None
    stepper: Stepper

    @property
    def evaluated(self) -> torch.nn.Module:
        """Returns the network that is evaluated and kept."""
        return self.network if self.ema is None else self.ema.module

    def tensors(self) -> dict[str, Any]:
        """Returns the state of all parts, for a checkpoint."""
        parts = {
            "network": self.network,
            "ema": self.ema,
            "optimizer": self.stepper.optimizer,
            "scaler": self.stepper.scaler,
        }
        return {name: part.state_dict() for name, part in parts.items() if part is not None}

    def restore(self, saved: State) -> None:
        """Loads the state of a run that was set up in the same way."""
        self.network.load_state_dict(saved.tensors["network"])
        if self.ema is not None:
            self.ema.load_state_dict(saved.tensors["ema"])
        optimizer = self.stepper.optimizer
        optimizer.load_state_dict(on_this_device(saved.tensors["optimizer"], optimizer))
        if saved.tensors["scaler"]:  # empty where the run started on a device that needs no scaler
            self.stepper.scaler.load_state_dict(saved.tensors["scaler"])
        self.stepper.micro_batches = saved.progress.micro_batches


@dataclass(frozen=True)
class Fitted:
    """A finished training: its run, with the epochs that the time allowed, and its outcome."""

    run: Run
    outcome: Outcome

    @property
    def folder(self) -> str:
        """Returns the folder of the kept epoch's model, in the checkpoint."""
        return str(self.run.checkpoint.kept(self.outcome.kept.epoch))

    @property
    def mean_iou(self) -> float:
        """Returns the mean IoU of the kept epoch, -1 where it is unknown."""
        found = self.outcome.kept.mean_iou
        return -1.0 if found is None else found


def fit(network: torch.nn.Module, run: Run, reporter: Reporter) -> Fitted:
    """Trains a network, which lies on the device, and saves it into the checkpoint after each epoch that is to be kept.

    `core.history.kept_record` chooses the epoch. Raises Cancelled where no epoch was finished, OutputError where the disk is full. Raises
    SettingsError where memory runs out or the loss is NaN from the start.
    """
    request, data, device, ranks = run.request, run.data, run.runtime.device, run.runtime.ranks
    learner = _learner(network, run, reporter)
    history: list[EpochRecord] = []
    lr_finder, learning_rate = None, request.learning_rate
    if run.saved is not None:
        progress = run.saved.progress
        learner.restore(run.saved)
        history, lr_finder, learning_rate = list(progress.history), progress.lr_finder, progress.learning_rate
        if len(history) < run.last_epoch:
            of_what = " of the final training" if run.is_final else ""
            reporter.info(f"Resuming after epoch {history[-1].epoch} of {run.last_epoch}{of_what}.")
    try:
        with _cancellable_layers({network, learner.evaluated}, device, reporter), _convolutions(run):
            if learning_rate is None:
                lr_finder, run = _find_rate(network, run, reporter)
                learning_rate = lr_finder.chosen if lr_finder else UNTRIED_RATE
            rate_of = partial(one_cycle, steps=run.steps_per_epoch * run.epochs, highest=learning_rate)
            for epoch in range(len(history) + 1, run.last_epoch + 1):
                if is_exhausted(history, request.patience):
                    reporter.info(
                        f"No epoch since {best_record(history).epoch} was better ({request.patience} epochs). Training ends early."
                    )
                    break
                started = time.monotonic()
                training_progress, validation_progress = _epoch_progress(run, epoch, reporter)
                loss, pairs, rate = _train_epoch(learner, run, epoch, rate_of, training_progress)
                if not math.isfinite(loss):
                    _diverged(run, epoch, learning_rate, history, reporter)
                    break
                if data.validation is None:
                    evaluation = Evaluation(pairs)
                else:
                    evaluation = evaluate(learner.evaluated, run, data.validation, validation_progress)
                seconds = time.monotonic() - started
                history.append(ranks.from_first(partial(_record, run, epoch, loss, evaluation, seconds, rate)))
                reporter.info(_epoch_line(run, history))
                if ranks.is_first:
                    outcome = _outcome(run, history, learning_rate, lr_finder)
                    if outcome.kept is history[-1]:
                        description = described(run, outcome, evaluation)
                        save_model(run.checkpoint.new_kept(epoch), learner.evaluated, run.spec, description)
                    if run.checkpoint.is_due() or epoch == run.last_epoch or is_exhausted(history, request.patience):
                        run.checkpoint.save(_state(run, outcome, learner))
    except Cancelled:
        if not history:
            raise
        return Fitted(run, replace(_outcome(run, history, learning_rate, lr_finder), cancelled=True))
    return Fitted(run, _outcome(run, history, learning_rate, lr_finder))


def _convolutions(run: Run) -> contextlib.AbstractContextManager:
    """Returns the context in which convolutions are computed: by the fastest algorithms, where trying them for a shape pays.

    The steps of a pixel network hardly ever have the same number of labelled pixels twice: all algorithms would be tried in each step.
    """
    if not sees_surroundings(run.spec.architecture):
        return contextlib.nullcontext()
    return fastest_convolutions(run.runtime.device)


def _learner(network: torch.nn.Module, run: Run, reporter: Reporter) -> _Learner:
    """Returns what learns in a run. Raises SettingsError where memory does not hold the average of the weights."""
    device = run.runtime.device
    with out_of_memory_as(SettingsError(f"The memory of {device} does not hold {_AVERAGE_TOO_LARGE}")):
        ema = make_ema(network) if run.request.average else None
    return _Learner(network, ema, Stepper(network, run.loss, run.runtime, run.data.training.cache.side_px, reporter))


def _train_epoch(
    learner: _Learner, run: Run, epoch: int, rate_of: Callable[[int], float], reporter: Reporter
) -> tuple[float, np.ndarray, float]:
    """Takes the steps of one epoch; returns the mean loss of all ranks, the confusion and the last learning rate.

    `rate_of` returns the learning rate of a step, counted from 0 over all epochs. The confusion is int64 (1, classes, classes) as
    in `Evaluation`, and 0 where validation chips measure it.
    """
    request, data, classes, device = run.request, run.data, run.spec.classes, run.runtime.device
    network, ranks = learner.network, run.runtime.ranks
    order, generator = run.order(epoch), augmentation_generator(request.seed, epoch)
    sums = torch.zeros(2, device=device)
    pairs = torch.zeros(classes**2, dtype=torch.int64, device=device)
    _set_training(network, frozen=epoch <= request.freeze_epochs)
    batches = make_batches(data.training, order, run.device_input, reporter)
    with contextlib.closing(batches), seeded_network(request.seed, epoch, device, ranks.rank):
        for number, batch in enumerate(batches, (epoch - 1) * len(order)):
            rate = rate_of(number)
            set_learning_rate(learner.stepper.optimizer, rate)
            pixels, labels = run.augmented(batch, generator)
            step = learner.stepper(pixels, labels, keep_predictions=data.validation is None)
            if learner.ema is not None:
                learner.ema.update(network, number + 1)
            sums += torch.stack((step.loss_sum, step.size))
            if step.predicted is not None:
                pairs += pair_counts(step.labels, step.predicted, classes)
            reporter.progress((number % len(order) + 1) / len(order))
            ranks.stop_if_cancelled()
    ranks.sum(sums[:1])
    ranks.sum(pairs)
    loss_sum, size = sums.tolist()
    return loss_sum / size, pairs.cpu().numpy().reshape(1, classes, classes), rate


def _outcome(
    run: Run, history: Sequence[EpochRecord], learning_rate: float, lr_finder: LrFinderCurve | None
) -> Outcome:
    return Outcome(tuple(history), kept_record(history, run.warm_up_epochs), learning_rate, lr_finder)


def _state(run: Run, outcome: Outcome, learner: _Learner) -> State:
    """Returns the state of the epoch just finished."""
    progress = Progress(
        history=outcome.history,
        kept_epoch=outcome.kept.epoch,
        learning_rate=outcome.learning_rate,
        batch_size=run.runtime.batch_size,
        micro_batches=learner.stepper.micro_batches,
        precision=precision_name(run.runtime.precision),
        lr_finder=outcome.lr_finder,
        epochs=run.epochs,
    )
    return State(progress, learner.tensors())


def _find_rate(network: torch.nn.Module, run: Run, reporter: Reporter) -> tuple[LrFinderCurve | None, Run]:
    """Finds the highest learning rate of the schedule and logs it; None where the run is too short for that.

    Returns the run too, with fewer epochs where their number is automatic and the steps of the finder show that they would take
    too long.
    """
    steps = count_steps(run.steps_per_epoch * run.epochs)
    if not steps:
        reporter.info(f"Learning rate {UNTRIED_RATE:g}: the run is too short to find one.")
        return None, run
    finding = StepReporter(reporter, 0, _LR_FINDER_SHARE)
    measured = find_learning_rate(network, run, steps, finding)
    found, step_s = run.runtime.ranks.from_first(lambda: measured)
    reach = f" up to {found.learning_rates[-1]:.2e}" if found.learning_rates else ": the loss is not finite"
    reporter.info(
        f"Learning rate {found.chosen:.2e}, found by the learning-rate finder in {len(found.learning_rates)} steps{reach}."
    )
    if run.request.epochs is not None:
        return found, run
    trained, validated = _chips_of_an_epoch(run)
    seconds = step_s / run.runtime.batch_size * (trained + validated)
    epochs = affordable_epochs(run.epochs, seconds, run.runs)
    if epochs < run.epochs:
        reporter.warning(
            f"{run.epochs} epochs would take about {duration(run.epochs * run.runs * seconds)}: {epochs} are trained instead, in about "
            f"{duration(epochs * run.runs * seconds)}. Set EPOCHS for more."
        )
    frozen = run.request.freeze_epochs
    if frozen >= epochs:
        reporter.warning(
            f"The encoder is to be frozen for {frozen} epochs, but only {epochs} are trained: it keeps its initial weights. Set "
            f"FREEZE_EPOCHS to at most {epochs - 1}, or EPOCHS to more than {frozen}."
        )
    return found, replace(run, epochs=epochs)


def _set_training(network: torch.nn.Module, frozen: bool) -> None:
    """Switches to training mode. A frozen encoder keeps its weights and its batch statistics."""
    network.train()
    for weight in network.encoder.parameters():
        weight.requires_grad_(not frozen)
    if frozen:
        network.encoder.eval()


def _record(
    run: Run, epoch: int, train_loss: float, evaluation: Evaluation, seconds: float, learning_rate: float
) -> EpochRecord:
    """Returns the record of a finished epoch."""
    if run.data.validation is None:
        return EpochRecord(epoch, train_loss, None, None, None, seconds, learning_rate)
    scores = evaluation.scores
    error = mean_iou_error(evaluation.block_confusions, run.request.seed)
    return EpochRecord(
        epoch, train_loss, evaluation.loss, scores.mean_iou, scores.accuracy, seconds, learning_rate, error
    )


def described(run: Run, outcome: Outcome, evaluation: Evaluation | SceneEvaluation) -> ModelDescription:
    """Returns the description of a run's model, completed by the figures of its epoch and the history of the training."""
    description, history, kept = run.description, outcome.history, outcome.kept
    validated = run.data.validation is not None
    metrics = {
        "measured_on": "validation" if validated else "training",
        "epoch": kept.epoch,
        "loss": kept.validation_loss if validated else kept.train_loss,
        **evaluation.scores.record(description.class_table, evaluation.confusion),
    }
    training = {
        **description.training,
        "epochs": run.epochs,
        "learning_rate": outcome.learning_rate,
        "learning_rate_found": outcome.lr_finder is not None,
        "epochs_run": len(history),
        "best_epoch": kept.epoch,
        "choice_of_epoch": choice_of_epoch(history, run.warm_up_epochs),
        "range_test": to_data(outcome.lr_finder),
        "history": to_data(history),
    }
    return replace(description, metrics=metrics, training=training)


def _epoch_progress(run: Run, epoch: int, reporter: Reporter) -> tuple[StepReporter, StepReporter]:
    """Returns the reporters of the training and the validation of an epoch, with their shares of the whole run."""
    trained, validated = _chips_of_an_epoch(run)
    begin = 0 if run.request.learning_rate is not None else _LR_FINDER_SHARE
    start, stop = (begin + (1 - begin) * number / run.last_epoch for number in (epoch - 1, epoch))
    middle = start + (stop - start) * trained / (trained + validated)
    return StepReporter(reporter, start, middle), StepReporter(reporter, middle, stop)


def _chips_of_an_epoch(run: Run) -> tuple[float, float]:
    """Returns how many chips an epoch trains on, and the number that would take as long as its validation."""
    validated = 0 if run.data.validation is None else len(run.data.validation) * _EVALUATION_COST
    return run.steps_per_epoch * run.runtime.batch_size, validated


def _epoch_line(run: Run, history: list[EpochRecord]) -> str:
    """Returns the line of the log for a finished epoch."""
    record = history[-1]
    title = "Final training, epoch" if run.is_final else "Epoch"
    parts = [f"{title} {record.epoch}/{run.last_epoch}: training loss {record.train_loss:.4f}"]
    if record.validation_loss is not None:
        parts.append(f"validation loss {record.validation_loss:.4f}")
    if record.mean_iou is not None:
        parts.append(f"mean IoU {record.mean_iou:.4f}")
    if record.accuracy is not None:
        parts.append(f"accuracy {record.accuracy:.4f}")
    to_come = run.runs * run.last_epoch - record.epoch
    left = sum(entry.seconds for entry in history) / len(history) * to_come + run.follows_s
    parts += [f"learning rate {record.learning_rate:.2e}", f"{duration(left)} left"]
    return ", ".join(parts)


def _diverged(run: Run, epoch: int, learning_rate: float, history: list[EpochRecord], reporter: Reporter) -> None:
    """Warns that the loss has become NaN; raises SettingsError where no epoch before is worth keeping, as in the middle of a final training."""
    message = (
        f"The training loss became NaN or infinite in epoch {epoch}. Choose a learning rate below {learning_rate:g}, "
        "and check the bands for extreme values."
    )
    if run.is_final or not history:
        raise SettingsError(message)
    reporter.warning(f"{message} Training stops here; the model so far is kept.")


@contextlib.contextmanager
def _cancellable_layers(
    networks: Iterable[torch.nn.Module], device: torch.device, reporter: Reporter
) -> Iterator[None]:
    """Checks for cancellation between the layers, forward and backward, while it is open.

    A batch can take many seconds on a CPU, a layer hardly one. A GPU is fast and runs its backward pass in a thread of its
    own, so there are no checks there.
    """

    def check(*_: object) -> None:
        stop_if_cancelled(reporter)

    def check_both_ways(_: torch.nn.Module, __: object, output: torch.Tensor) -> None:
        stop_if_cancelled(reporter)
        if output.requires_grad:
            output.register_hook(check)

    slow = device.type == "cpu"
    layers = [module for network in networks for module in network.modules()]
    convolutions = [module for module in layers if slow and isinstance(module, torch.nn.Conv2d)]
    handles = [module.register_forward_hook(check_both_ways) for module in convolutions]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
