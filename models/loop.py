"""The training loop, from the first step of the first epoch to the best weights on disk, to be read from top to bottom."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch

from ..rasters.errors import Cancelled, SettingsError
from ..rasters.reporter import Reporter, StepReporter, stop_if_cancelled
from .augmentation import augment_batch
from .batches import LabelledChips, Scaling, epoch_order, make_batches
from .capacity import is_out_of_memory, out_of_memory_message
from .description import ModelDescription
from .evaluation import Evaluation, Runtime, evaluate, pair_counts
from .history import EpochRecord, best_record
from .losses import summed_cross_entropy
from .model_folder import save_model
from .networks import NetworkSpec
from .optimisation import HIGHEST_GRADIENT_NORM, make_optimizer, one_cycle, set_learning_rate

_EVALUATION_COST = 1 / 3
"""What a chip costs in validation, relative to training: the forward pass alone."""


@dataclass(frozen=True)
class Run:
    """All that the loop needs and does not change.

    `validation` is None where nothing was kept for validation. `folder` is where the best weights are saved, with
    `description` completed by the figures of their epoch. `augment` turns augmentation on.
    """

    training: LabelledChips
    validation: LabelledChips | None
    scaling: Scaling
    spec: NetworkSpec
    runtime: Runtime
    description: ModelDescription
    folder: str
    epochs: int
    learning_rate: float
    seed: int
    augment: bool


@dataclass(frozen=True)
class Outcome:
    """What the loop gave: a record per finished epoch, the best one's figures, and whether it was cancelled.

    Without validation the figures are those of the last epoch's training batches, counted while the weights moved.
    """

    history: tuple[EpochRecord, ...]
    best: EpochRecord
    evaluation: Evaluation
    cancelled: bool = False


def fit(network: torch.nn.Module, run: Run, reporter: Reporter) -> Outcome:
    """Trains a network, which lies on the device, and saves it into `run.folder` whenever it is better than before.

    The best epoch has the highest mean IoU on the validation pixels; without validation it is the last. Raises
    Cancelled where no epoch was finished, SettingsError where memory runs out or the loss is no number from the start.
    """
    runtime, device = run.runtime, run.runtime.device
    chip_draws = np.random.default_rng(run.seed)
    symmetry_draws = torch.Generator().manual_seed(run.seed)
    optimizer = make_optimizer(network, run.learning_rate)
    scaler = torch.amp.GradScaler(device.type, enabled=runtime.precision is torch.float16)
    steps = len(epoch_order(len(run.training), runtime.batch_size, np.random.default_rng(0))) * run.epochs
    step = 0
    history: list[EpochRecord] = []
    best: Evaluation | None = None
    started = time.monotonic()
    try:
        with _cancellable_layers(network, device, reporter), _repeatable(run.seed, device):
            for epoch in range(1, run.epochs + 1):
                epoch_started = time.monotonic()
                training_progress, validation_progress = _epoch_progress(run, epoch, reporter)
                order = epoch_order(len(run.training), runtime.batch_size, chip_draws)
                sums = torch.zeros(2, device=device)
                pairs = torch.zeros(run.spec.classes**2, dtype=torch.int64, device=device)
                network.train()
                batches = make_batches(run.training, order, run.scaling, device.type == "cuda")
                with contextlib.closing(batches):
                    for number, batch in enumerate(batches):
                        stop_if_cancelled(reporter)
                        learning_rate = one_cycle(step, steps, run.learning_rate)
                        set_learning_rate(optimizer, learning_rate)
                        step += 1
                        if not batch.labelled_px:
                            continue  # No label, no gradient; AdamW would still move the weights by its momentum.
                        pixels = runtime.upload(batch.pixels)
                        labels = batch.labels.to(device, non_blocking=True)
                        if run.augment:
                            pixels, labels = augment_batch(pixels, labels, symmetry_draws)
                        with runtime.autocast():
                            logits = network(pixels)
                        total, size = summed_cross_entropy(logits, labels, runtime.class_weights)
                        optimizer.zero_grad(set_to_none=True)
                        scaler.scale(total / size).backward()
                        scaler.unscale_(optimizer)
                        torch.nn.utils.clip_grad_norm_(network.parameters(), HIGHEST_GRADIENT_NORM)
                        scaler.step(optimizer)
                        scaler.update()
                        sums += torch.stack((total.detach(), size))
                        if run.validation is None:
                            pairs += pair_counts(labels, logits.detach().max(1).indices, run.spec.classes)
                        training_progress.progress((number + 1) / len(order))
                loss_sum, pixel_sum = sums.tolist()
                train_loss = loss_sum / pixel_sum
                if not math.isfinite(train_loss):
                    _diverged(run, epoch, history, reporter)
                    break
                if run.validation is None:
                    evaluation = Evaluation(None, pairs.cpu().numpy().reshape(run.spec.classes, -1), np.empty(0))
                else:
                    evaluation = evaluate(
                        network, run.validation, run.scaling, run.spec.classes, runtime, validation_progress
                    )
                history.append(
                    _record(run, epoch, train_loss, evaluation, time.monotonic() - epoch_started, learning_rate)
                )
                if best_record(history) is history[-1]:
                    best = evaluation
                    save_model(run.folder, network, run.spec, _described(run, history, evaluation))
                reporter.info(_epoch_line(run, history[-1], time.monotonic() - started))
    except Cancelled:
        if best is None:
            raise
        return Outcome(tuple(history), best_record(history), best, cancelled=True)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        side_px = run.training.cache.side_px
        raise SettingsError(out_of_memory_message(runtime.batch_size, side_px, device)) from error
    return Outcome(tuple(history), best_record(history), best)


def _record(
    run: Run, epoch: int, train_loss: float, evaluation: Evaluation, seconds: float, learning_rate: float
) -> EpochRecord:
    """Returns the record of a finished epoch."""
    if run.validation is None:
        return EpochRecord(epoch, train_loss, None, None, None, seconds, learning_rate)
    scores = evaluation.scores
    return EpochRecord(epoch, train_loss, evaluation.loss, scores.mean_iou, scores.accuracy, seconds, learning_rate)


def _described(run: Run, history: list[EpochRecord], evaluation: Evaluation) -> ModelDescription:
    """Returns the description with the figures of the epoch just finished."""
    return described(run.description, tuple(history), history[-1], evaluation, run.validation is not None)


def described(
    description: ModelDescription,
    history: tuple[EpochRecord, ...],
    best: EpochRecord,
    evaluation: Evaluation,
    validated: bool,
) -> ModelDescription:
    """Returns the description of a model completed by the figures of its best epoch and the course of the training."""
    metrics = {
        "measured_on": "validation" if validated else "training",
        "epoch": best.epoch,
        "loss": evaluation.loss if validated else best.train_loss,
        **evaluation.scores.to_json(description.class_table, evaluation.confusion),
    }
    training = {
        **description.training,
        "epochs_run": len(history),
        "best_epoch": best.epoch,
        "history": [record.to_json() for record in history],
    }
    return replace(description, metrics=metrics, training=training)


def _epoch_progress(run: Run, epoch: int, reporter: Reporter) -> tuple[StepReporter, StepReporter]:
    """Returns the reporters of the training and the validation of an epoch: their parts of the whole run."""
    validated = 0 if run.validation is None else len(run.validation) * _EVALUATION_COST
    trained = len(epoch_order(len(run.training), run.runtime.batch_size, np.random.default_rng(0)))
    trained *= run.runtime.batch_size
    start, stop = (epoch - 1) / run.epochs, epoch / run.epochs
    middle = start + (stop - start) * trained / (trained + validated)
    return StepReporter(reporter, start, middle), StepReporter(reporter, middle, stop)


def _epoch_line(run: Run, record: EpochRecord, elapsed: float) -> str:
    """Returns the line of the log for a finished epoch."""
    parts = [f"Epoch {record.epoch}/{run.epochs}: training loss {record.train_loss:.4f}"]
    if record.validation_loss is not None:
        parts.append(f"validation loss {record.validation_loss:.4f}")
    if record.mean_iou is not None:
        parts.append(f"mean IoU {record.mean_iou:.4f}")
    if record.accuracy is not None:
        parts.append(f"accuracy {record.accuracy:.4f}")
    left = elapsed / record.epoch * (run.epochs - record.epoch)
    parts += [f"learning rate {record.learning_rate:.2e}", f"{_duration(left)} left"]
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    """Returns a time in words, such as "40 s", "3 min 05 s" or "2 h 10 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def _diverged(run: Run, epoch: int, history: list[EpochRecord], reporter: Reporter) -> None:
    """Warns that the loss has become no number; raises SettingsError where no epoch before is worth keeping."""
    message = (
        f"The training loss is no longer a number in epoch {epoch}. Choose a learning rate below {run.learning_rate:g}, "
        "and check the bands for extreme values."
    )
    if not history:
        raise SettingsError(message)
    reporter.warning(f"{message} Training stops here; the best epoch so far is kept.")


@contextlib.contextmanager
def _repeatable(seed: int, device: torch.device) -> Iterator[None]:
    """Seeds torch's own draws (dropout) for a while, and puts its global state back."""
    with torch.random.fork_rng([device] if device.type == "cuda" else []), contextlib.ExitStack() as stack:
        torch.manual_seed(seed)
        if device.type == "cuda":
            stack.enter_context(torch.backends.cudnn.flags(enabled=True, benchmark=True))
        yield


@contextlib.contextmanager
def _cancellable_layers(network: torch.nn.Module, device: torch.device, reporter: Reporter) -> Iterator[None]:
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
    convolutions = [module for module in network.modules() if slow and isinstance(module, torch.nn.Conv2d)]
    handles = [module.register_forward_hook(check_both_ways) for module in convolutions]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
