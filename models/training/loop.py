"""The training loop, from the first step of the first epoch to the best weights on disk, to be read from top to bottom."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import torch

from ...rasters.core.errors import Cancelled, SettingsError
from ...rasters.core.progress import Reporter, StepReporter, stop_if_cancelled
from ..core.description import ModelDescription
from ..core.history import EpochRecord, RangeTest, best_record, is_exhausted
from ..core.text import duration
from ..data.batches import make_batches
from ..networks.model_folder import save_model
from .checkpoint import Progress, collect, restore
from .ema import averaged_copy
from .evaluation import Evaluation, evaluate, pair_counts
from .lr_finder import count_steps, find_learning_rate
from .optimizer import one_cycle, set_learning_rate
from .seeding import augmentation_draws, network_draws
from .setup import Outcome, Run
from .step import Stepper

_EVALUATION_COST = 1 / 3
"""What a chip costs in validation, relative to training: the forward pass alone."""
_RANGE_TEST = 0.05
"""The part of the progress that belongs to the range test."""


def fit(network: torch.nn.Module, run: Run, reporter: Reporter) -> Outcome:
    """Trains a network, which lies on the device, and saves it into the checkpoint whenever it is better than before.

    The best epoch has the highest mean IoU on the validation pixels; without validation it is the last. Raises
    Cancelled where no epoch was finished, SettingsError where memory runs out or the loss is no number from the start,
    OutputError where the disk is full.
    """
    runtime, device = run.runtime, run.runtime.device
    average = averaged_copy(network) if run.average else None
    judged = network if average is None else average.module
    stepper = Stepper(network, run.loss, runtime, run.training.cache.side_px, reporter)
    history: list[EpochRecord] = []
    range_test, learning_rate = None, run.learning_rate
    if run.saved is not None:
        progress, tensors = run.saved
        restore(tensors, network, average, stepper.optimizer)
        stepper.scaler.load_state_dict(dict(progress.scaler))
        stepper.parts, range_test, learning_rate = progress.parts, progress.range_test, progress.learning_rate
        history = list(progress.history)
        reporter.info(f"Going on after epoch {history[-1].epoch} of {run.epochs}.")
    steps = run.steps_an_epoch * run.epochs
    try:
        with _cancellable_layers({network, judged}, device, reporter), _quickest_convolutions(device):
            if learning_rate is None:
                range_test = _test_range(network, run, steps, reporter)
                learning_rate = range_test.chosen
            for epoch in range(len(history) + 1, run.epochs + 1):
                if is_exhausted(history, run.patience):
                    reporter.info(
                        f"No epoch was better than {best_record(history).epoch} for {run.patience}: training ends here."
                    )
                    break
                epoch_started = time.monotonic()
                training_progress, validation_progress = _epoch_progress(run, epoch, reporter)
                order, turns = run.order(epoch), augmentation_draws(run.seed, epoch)
                sums = torch.zeros(2, device=device)
                pairs = torch.zeros(run.spec.classes**2, dtype=torch.int64, device=device)
                _set_training(network, frozen=epoch <= run.freeze_epochs)
                batches = make_batches(run.training, order, run.scaling, run.runtime.pinned)
                with contextlib.closing(batches), network_draws(run.seed, epoch, device):
                    for number, batch in enumerate(batches):
                        stop_if_cancelled(reporter)
                        rate = one_cycle((epoch - 1) * len(order) + number, steps, learning_rate)
                        set_learning_rate(stepper.optimizer, rate)
                        pixels, labels = runtime.upload(batch.pixels), batch.labels.to(device, non_blocking=True)
                        pixels, labels = run.augmentation(pixels, labels, turns)
                        step = stepper(pixels, labels, keep_predictions=run.validation is None)
                        if average is not None:
                            average.update_parameters(network)
                        sums += torch.stack((step.loss_sum, step.size))
                        if step.predicted is not None:
                            pairs += pair_counts(labels, step.predicted, run.spec.classes)
                        training_progress.progress((number + 1) / len(order))
                loss_sum, size = sums.tolist()
                if not math.isfinite(loss_sum / size):
                    _diverged(epoch, learning_rate, history, reporter)
                    break
                if run.validation is None:
                    evaluation = Evaluation(None, pairs.cpu().numpy().reshape(run.spec.classes, -1), np.empty(0))
                else:
                    evaluation = evaluate(
                        judged, run.validation, run.scaling, run.spec.classes, runtime, run.loss, validation_progress
                    )
                seconds = time.monotonic() - epoch_started
                history.append(_record(run, epoch, loss_sum / size, evaluation, seconds, rate))
                outcome = Outcome(tuple(history), best_record(history), learning_rate, range_test)
                if outcome.best is history[-1]:
                    description = described(run.description, outcome, evaluation, run.validation is not None)
                    save_model(run.checkpoint.new_best(epoch), judged, run.spec, description)
                _keep(run, outcome, stepper, collect(network, average, stepper.optimizer))
                reporter.info(_epoch_line(run, history))
    except Cancelled:
        if not history:
            raise
        return Outcome(tuple(history), best_record(history), learning_rate, range_test, cancelled=True)
    return Outcome(tuple(history), best_record(history), learning_rate, range_test)


def _keep(run: Run, outcome: Outcome, stepper: Stepper, tensors: dict[str, torch.Tensor]) -> None:
    """Writes the checkpoint of the epoch just finished."""
    progress = Progress(
        history=outcome.history,
        best_epoch=outcome.best.epoch,
        learning_rate=outcome.learning_rate,
        batch_size=run.runtime.batch_size,
        parts=stepper.parts,
        scaler=stepper.scaler.state_dict(),
        range_test=outcome.range_test,
    )
    run.checkpoint.save(progress, tensors)


def _test_range(network: torch.nn.Module, run: Run, steps: int, reporter: Reporter) -> RangeTest:
    """Finds the highest learning rate of the schedule and says it."""
    found = find_learning_rate(network, run, count_steps(steps), StepReporter(reporter, 0, _RANGE_TEST))
    reporter.info(
        f"Learning rate {found.chosen:.2e}, found by a range test of {len(found.learning_rates)} steps up to "
        f"{found.learning_rates[-1]:.2e}."
    )
    return found


def _set_training(network: torch.nn.Module, frozen: bool) -> None:
    """Turns training mode on; a frozen encoder learns nothing, and its statistics stay as they are, too."""
    network.train()
    for weight in network.encoder.parameters():
        weight.requires_grad_(not frozen)
    if frozen:
        network.encoder.eval()


def _record(
    run: Run, epoch: int, train_loss: float, evaluation: Evaluation, seconds: float, learning_rate: float
) -> EpochRecord:
    """Returns the record of a finished epoch."""
    if run.validation is None:
        return EpochRecord(epoch, train_loss, None, None, None, seconds, learning_rate)
    scores = evaluation.scores
    return EpochRecord(epoch, train_loss, evaluation.loss, scores.mean_iou, scores.accuracy, seconds, learning_rate)


def described(
    description: ModelDescription, outcome: Outcome, evaluation: Evaluation, validated: bool
) -> ModelDescription:
    """Returns the description of a model completed by the figures of its best epoch and the course of the training."""
    history, best = outcome.history, outcome.best
    metrics = {
        "measured_on": "validation" if validated else "training",
        "epoch": best.epoch,
        "loss": best.validation_loss if validated else best.train_loss,
        **evaluation.scores.record(description.class_table, evaluation.confusion),
    }
    training = {
        **description.training,
        "learning_rate": outcome.learning_rate,
        "epochs_run": len(history),
        "best_epoch": best.epoch,
        "range_test": outcome.range_test.to_json() if outcome.range_test else None,
        "history": [record.to_json() for record in history],
    }
    return replace(description, metrics=metrics, training=training)


def _epoch_progress(run: Run, epoch: int, reporter: Reporter) -> tuple[StepReporter, StepReporter]:
    """Returns the reporters of the training and the validation of an epoch: their parts of the whole run."""
    validated = 0 if run.validation is None else len(run.validation) * _EVALUATION_COST
    trained = run.steps_an_epoch * run.runtime.batch_size
    begin = 0 if run.learning_rate is not None else _RANGE_TEST
    start, stop = (begin + (1 - begin) * number / run.epochs for number in (epoch - 1, epoch))
    middle = start + (stop - start) * trained / (trained + validated)
    return StepReporter(reporter, start, middle), StepReporter(reporter, middle, stop)


def _epoch_line(run: Run, history: list[EpochRecord]) -> str:
    """Returns the line of the log for a finished epoch."""
    record = history[-1]
    parts = [f"Epoch {record.epoch}/{run.epochs}: training loss {record.train_loss:.4f}"]
    if record.validation_loss is not None:
        parts.append(f"validation loss {record.validation_loss:.4f}")
    if record.mean_iou is not None:
        parts.append(f"mean IoU {record.mean_iou:.4f}")
    if record.accuracy is not None:
        parts.append(f"accuracy {record.accuracy:.4f}")
    left = sum(entry.seconds for entry in history) / len(history) * (run.epochs - record.epoch)
    parts += [f"learning rate {record.learning_rate:.2e}", f"{duration(left)} left"]
    return ", ".join(parts)


def _diverged(epoch: int, learning_rate: float, history: list[EpochRecord], reporter: Reporter) -> None:
    """Warns that the loss has become no number; raises SettingsError where no epoch before is worth keeping."""
    message = (
        f"The training loss is no longer a number in epoch {epoch}. Choose a learning rate below {learning_rate:g}, "
        "and check the bands for extreme values."
    )
    if not history:
        raise SettingsError(message)
    reporter.warning(f"{message} Training stops here; the best epoch so far is kept.")


@contextlib.contextmanager
def _quickest_convolutions(device: torch.device) -> Iterator[None]:
    """Lets CUDA try which of its convolutions is quickest for the size of the batches, for a while."""
    if device.type != "cuda":
        yield
        return
    with torch.backends.cudnn.flags(enabled=True, benchmark=True):
        yield


@contextlib.contextmanager
def _cancellable_layers(
    networks: Iterable[torch.nn.Module], device: torch.device, reporter: Reporter
) -> Iterator[None]:
    """Looks for the wish to stop between the layers, forward and backward, while it is open.

    A batch can take many seconds on a processor, a layer hardly one. A GPU is quick, and its backward pass runs in a
    thread of its own: there it is left alone.
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
