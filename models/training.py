"""Training, from folders of chips to a model folder: reads, splits, trains, judges, writes. Knows no QGIS."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace

import numpy as np
import torch

from ..rasters.chips import read_chip_folder
from ..rasters.errors import Cancelled, OutputError
from ..rasters.folders import FolderWriter, check_writable
from ..rasters.reporter import Reporter, StepReporter
from .batches import SMALLEST_EPOCH_STEPS
from .cache import ChipCache
from .capacity import fitting_batch
from .chip_set import ChipSet, join_folders
from .description import DESCRIPTION, ModelDescription, write_description
from .devices import autocast_dtype, choose_device, device_label
from .evaluation import Runtime, evaluate
from .examples import make_examples
from .formats import count_of
from .loop import Outcome, Run, described, fit
from .losses import inverse_root_weights
from .model_folder import load_model
from .networks import SIDE_MULTIPLE_PX, NetworkSpec, build_network, is_cramped, suitable_depth
from .optimisation import HIGHEST_GRADIENT_NORM, WEIGHT_DECAY
from .preparation import Data, NotingReporter, check_classes, describe, judged_once, prepare
from .report import Example, TrainingReport, write_report
from .requests import TrainRequest, TrainResult

_LISTED, _DECODED, _TRAINED = 0.01, 0.03, 0.98
"""The progress after the folders are read, the chips decoded, and the last epoch finished."""


def train(request: TrainRequest, reporter: Reporter) -> TrainResult:
    """Trains a network on chips and writes a model folder, and a report where one is asked for.

    Raises SettingsError, ChipsError, LabelError, BackendError, ModelError or OutputError with a sentence that names the
    value and the cure; nothing is left behind then. Raises Cancelled; where an epoch was finished, the best model so far
    is kept and its folder named.
    """
    request.check()
    _check_report(request)
    device = choose_device(request.device)
    noting = NotingReporter(reporter)
    with FolderWriter(request.output, DESCRIPTION) as writer:
        chip_set = _read_chips(request, noting)
        decoding = StepReporter(noting, _LISTED, _DECODED)
        with contextlib.closing(ChipCache(chip_set, SIDE_MULTIPLE_PX, decoding)) as cache:
            _check_classes(cache.chip_set, cache.class_pixels.sum(0))
            data = prepare(cache, request, noting)
            network, run = _set_up(request, data, device, writer.path, noting)
            outcome = fit(network, run, StepReporter(noting, _DECODED, _TRAINED))
            del network
            description, examples = _conclude(request, data, run, outcome, noting)
    if outcome.cancelled:
        raise Cancelled(
            f"Cancelled after {len(outcome.history)} of {request.epochs} epochs. "
            f"The best model so far, of epoch {outcome.best.epoch}, is in {request.output}."
        )
    if request.report:
        _write_report(request, data, description, outcome, examples, noting)
    reporter.progress(1)
    return TrainResult(
        folder=request.output,
        best_mean_iou=description.metrics["mean_iou"],
        accuracy=description.metrics["accuracy"],
        epochs_run=len(outcome.history),
        class_count=description.class_count,
        report=request.report,
    )


def _check_report(request: TrainRequest) -> None:
    """Raises OutputError where the report could not be written after hours of training."""
    if not request.report:
        return
    folder = os.path.dirname(os.path.abspath(request.report))
    inside_output = os.path.realpath(folder) == os.path.realpath(request.output)
    if os.path.isdir(request.report):
        raise OutputError(f"The report {request.report} is a folder. Give the name of an HTML file.")
    if not inside_output:
        check_writable(folder)


def _read_chips(request: TrainRequest, reporter: Reporter) -> ChipSet:
    """Reads and joins the folders of chips and says what they hold."""
    paths = tuple(dict.fromkeys(os.path.realpath(path) for path in (request.chips, *request.extra_chips)))
    parts = [n / len(paths) * _LISTED for n in range(len(paths) + 1)]
    folders = [read_chip_folder(path, StepReporter(reporter, *part)) for path, *part in zip(paths, parts, parts[1:])]
    chip_set = join_folders(folders, request.ignore_class, reporter)
    _check_classes(chip_set, chip_set.recorded_class_pixels())
    first = chip_set.first
    reporter.info(
        f"{count_of(len(chip_set.chips), 'chip', 'chips')} of {first.chip_size_px} pixels, "
        f"{count_of(len(first.band_names), 'band', 'bands')} of {first.dtype}, {len(chip_set.class_table)} classes: "
        + ", ".join(f"{entry.value} ({entry.name})" for entry in chip_set.class_table.classes)
    )
    return chip_set


def _check_classes(chip_set: ChipSet, class_pixels: tuple[int, ...]) -> None:
    """Raises LabelError where there is one class only."""
    check_classes(chip_set.class_table, class_pixels, chip_set.ignore_class, chip_set.first.path)


def _set_up(
    request: TrainRequest, data: Data, device: torch.device, folder: str, reporter: Reporter
) -> tuple[torch.nn.Module, Run]:
    """Builds the network on its device, and all else that the loop needs."""
    cache = data.training.cache
    spec = NetworkSpec(
        request.architecture,
        request.encoder,
        cache.bands,
        len(cache.chip_set.class_table),
        suitable_depth(request.architecture, cache.chip_px),
    )
    if is_cramped(spec.architecture, cache.chip_px):
        reporter.warning(
            f"Chips of {cache.chip_px} pixels are small for {spec.architecture}, which will see little around a pixel. "
            "Choose unet, which adapts its depth, or export chips of 128 pixels or more."
        )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(request.seed)
        network = build_network(spec, request.weights, reporter)
    network.to(device, memory_format=torch.channels_last)
    weights = inverse_root_weights(data.training_pixels)
    runtime = Runtime(device, autocast_dtype(device), request.batch_size, torch.tensor(weights, device=device))
    if not request.batch_size:
        chip_count = len(data.training)
        runtime = replace(
            runtime,
            batch_size=fitting_batch(network, spec.in_channels, spec.classes, cache.side_px, chip_count, runtime),
        )
    precision = "float32" if runtime.precision is None else str(runtime.precision).removeprefix("torch.")
    reporter.info(
        f"{request.architecture} on {request.encoder}, {sum(p.numel() for p in network.parameters()) / 1e6:.1f} million "
        f"weights, {device_label(device)}, {precision}, {runtime.batch_size} chips a batch"
    )
    if len(data.training) < SMALLEST_EPOCH_STEPS * runtime.batch_size:
        reporter.info(
            f"{count_of(len(data.training), 'training chip', 'training chips')} do not fill {SMALLEST_EPOCH_STEPS} batches: "
            "chips are drawn repeatedly within an epoch."
        )
    if cache.side_px != cache.chip_px:
        reporter.info(f"Chips are padded from {cache.chip_px} to {cache.side_px} pixels, as the network needs.")
    settings = {
        "epochs": request.epochs,
        "batch_size": runtime.batch_size,
        "learning_rate": request.learning_rate,
        "schedule": "one-cycle",
        "optimizer": "AdamW",
        "weight_decay": WEIGHT_DECAY,
        "gradient_norm_limit": HIGHEST_GRADIENT_NORM,
        "loss": "cross-entropy over labelled pixels",
        "class_weighting": "inverse square root of the class's pixels",
        "class_weights": dict(zip(map(str, cache.chip_set.class_table.values), weights)),
        "augmentation": "dihedral" if request.augment else "none",
        "first_weights": request.weights
        if request.weights in ("none", "imagenet")
        else os.path.basename(request.weights),
        "validation_share": request.validation_share,
        "seed": request.seed,
        "device": device_label(device),
        "precision": precision,
        "chips": [os.path.basename(os.path.abspath(folder.path)) for folder in cache.chip_set.folders],
    }
    run = Run(
        training=data.training,
        validation=data.validation,
        scaling=data.scaling,
        spec=spec,
        runtime=runtime,
        description=describe(data, request, settings),
        folder=folder,
        epochs=request.epochs,
        learning_rate=request.learning_rate,
        seed=request.seed,
        augment=request.augment,
    )
    return network, run


def _conclude(
    request: TrainRequest, data: Data, run: Run, outcome: Outcome, reporter: Reporter
) -> tuple[ModelDescription, tuple[Example, ...]]:
    """Completes the saved model's description, and looks at chips through its eyes where a report is wanted.

    Without validation the figures are taken anew, from all training chips and the final weights.
    """
    judged, evaluation, examples = data.validation, outcome.evaluation, ()
    if not outcome.cancelled and (judged is None or request.report):
        network, _ = load_model(run.folder)
        network.to(run.runtime.device, memory_format=torch.channels_last)
        if judged is None:
            judged = judged_once(data.training.cache, data.split)
            evaluation = evaluate(
                network, judged, run.scaling, run.spec.classes, run.runtime, StepReporter(reporter, _TRAINED, 1)
            )
        if request.report:
            examples = make_examples(
                network, judged, evaluation.chip_accuracies, run.scaling, run.description.band_names, run.runtime
            )
    validated = data.validation is not None
    description = described(run.description, outcome.history, outcome.best, evaluation, validated)
    write_description(run.folder, description)
    reporter.info(
        f"Best epoch {outcome.best.epoch}: mean IoU {evaluation.scores.mean_iou:.4f}, accuracy "
        f"{evaluation.scores.accuracy:.4f} on {evaluation.scores.pixels} {'validation' if validated else 'training'} pixels"
    )
    return description, examples


def _write_report(
    request: TrainRequest,
    data: Data,
    description: ModelDescription,
    outcome: Outcome,
    examples: tuple[Example, ...],
    noting: NotingReporter,
) -> None:
    """Writes the HTML report."""
    write_report(
        request.report,
        TrainingReport(
            description=description,
            history=outcome.history,
            confusion=np.array(description.metrics["confusion"]),
            examples=examples,
            notes=tuple(noting.warnings),
            model_name=os.path.basename(os.path.abspath(request.output)),
            training_pixels=data.training_pixels,
            held_out=data.validation is not None,
        ),
    )
