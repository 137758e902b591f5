"""Training, from chips to a model folder: reads, splits, trains, evaluates, writes. Needs no QGIS, and for arrays no GDAL."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch

from ...rasters.core.errors import Cancelled, SettingsError
from ...rasters.core.number_text import count_of, whole
from ...rasters.core.progress import Reporter, StepReporter, WarningCollector
from ...rasters.outputs.atomic_folder import FolderWriter
from ..core.description import DESCRIPTION, ModelDescription, write_description
from ..core.requests import TrainRequest, TrainResult
from ..core.serialization import to_data
from ..data.array_chips import ChipArrays
from ..data.chip_cache import ChipCache, ChipReader
from ..data.chip_set import ChipSet, join_folders
from ..networks.build import SIDE_MULTIPLE_PX
from ..networks.model_folder import load_model
from ..reports.training_report import TrainingReport
from ..runtime.devices import choose_device, fastest_convolutions
from ..runtime.memory import out_of_memory_as
from ..runtime.ranks import Ranks, device_name_of_rank, joined, was_restarted
from .candidates import Kept, better, fit_candidates, keep_best
from .checkpoint import FOLDER, Checkpoint, has_checkpoint
from .dataset import Data, check_classes, evaluation_chips, prepare
from .final_training import train_on_all_labels
from .int8 import add_int8, is_wanted
from .loop import described
from .other_ranks import train_along
from .report_samples import make_augmentation_sheet, make_examples
from .results import check_outputs, write_results
from .scene_evaluation import SceneEvaluation, evaluate_scenes
from .schedule import is_refitted
from .setup import Outcome, Run, settings_of
from .split_distances import split_distances
from .split_map import SplitMap, make_split_map

_LISTED, _DECODED, _FINISHED = 0.01, 0.03, 0.99
"""The progress after the folders are listed, the chips decoded, and the model trained and evaluated."""
_LESS_MEMORY = "Choose a smaller batch size or encoder, export smaller chips, or close other programs."
_EVALUATION_SHARE = 0.03
"""The share of the progress that belongs to the evaluation on whole scenes."""


def train(request: TrainRequest, reporter: Reporter) -> TrainResult:
    """Trains a network on training chips folders and writes a model folder, with a report and a table where requested.

    Raises SettingsError, ChipsError, LabelError, BackendError, ModelError or OutputError with a sentence that names the
    value and the cure; nothing is left behind then. Raises Cancelled; after the first epoch, the model so far is kept
    and its folder named. `resume` resumes a run that was interrupted in any way.
    """
    from ...rasters.chips.read import read_chip, read_chip_folder

    def read(step: Reporter) -> ChipSet:
        given = [os.path.realpath(path) for path in (request.chips, *request.extra_chips)]
        paths = tuple(dict.fromkeys(given))
        if len(given) > len(paths):
            repeated = next(path for path in paths if given.count(path) > 1)
            step.warning(f"{repeated} is given {given.count(repeated)} times; its chips are used once.")
        parts = [n / len(paths) for n in range(len(paths) + 1)]
        folders = [read_chip_folder(path, StepReporter(step, *part)) for path, *part in zip(paths, parts, parts[1:])]
        return join_folders(folders, request.ignore_class, step)

    return _train(request, read, read_chip, reporter)


def train_arrays(arrays: ChipArrays, request: TrainRequest, reporter: Reporter) -> TrainResult:
    """Trains as `train` does on chips that are arrays; the request's chip folders are ignored. Needs no GDAL."""
    folder = arrays.folder()
    return _train(request, lambda step: join_folders([folder], request.ignore_class, step), arrays.read, reporter)


def _train(
    request: TrainRequest, read_set: Callable[[Reporter], ChipSet], read_chip: ChipReader, reporter: Reporter
) -> TrainResult:
    """Runs a training, with the other processes that torchrun started; `read_set` lists the chips, `read_chip` decodes one."""
    request = replace(request, resume=request.resume or was_restarted())
    request.check()
    collecting = WarningCollector(reporter)
    device = choose_device(device_name_of_rank(request.device), collecting)
    with joined(device) as ranks:
        reporter = ranks.reporter(collecting)
        if ranks.is_first:
            return ranks.from_first(
                lambda: _train_first(request, read_set, read_chip, device, ranks, reporter, collecting.warnings)
            )
        with contextlib.closing(ChipCache(read_set(reporter), SIDE_MULTIPLE_PX, reporter, read_chip)) as cache:
            train_along(request, cache, device, ranks, reporter)
        return ranks.from_first(lambda: None)


def _train_first(
    request: TrainRequest,
    read_set: Callable[[Reporter], ChipSet],
    read_chip: ChipReader,
    device: torch.device,
    ranks: Ranks,
    reporter: Reporter,
    warnings: Sequence[str],
) -> TrainResult:
    """Runs a training in the first process, which is mostly the only one: it alone writes and logs.

    `warnings` grows with each one that is logged.
    """
    check_outputs(request)
    if ranks.are_several:
        reporter.info(f"{ranks.size} processes train together: each computes its share of a batch.")
    with (
        out_of_memory_as(SettingsError(f"Memory ran out in the training on {device}. {_LESS_MEMORY}")),
        FolderWriter(request.output, DESCRIPTION, tolerated=(FOLDER,)) as writer,
    ):
        chip_set = _listed(read_set(StepReporter(reporter, 0, _LISTED)), reporter)
        decoding = StepReporter(reporter, _LISTED, _DECODED)
        with contextlib.closing(ChipCache(chip_set, SIDE_MULTIPLE_PX, decoding, read_chip)) as cache:
            _check_classes(cache.chip_set, cache.class_pixels.sum(0))
            data = prepare(cache, request, reporter)
            checkpoint = _checkpoint(request, data, writer.final, reporter)
            trained = _fit_all(request, data, device, checkpoint, writer.path, reporter, ranks)
    outcome = trained.outcome
    if trained.description is None:
        raise Cancelled(
            f"Cancelled after {len(outcome.history)} of {trained.run.last_epoch} epochs{trained.cancelled_in}. The "
            f"model so far, of epoch {outcome.kept.epoch}, is in {request.output}. Run it again with "
            "RESUME (Resume interrupted training) to continue."
        )
    checkpoint.remove()
    report = trained.report and replace(trained.report, description=trained.description, notes=tuple(warnings))
    write_results(request, trained.description, outcome.history, report, data)
    reporter.progress(1)
    return TrainResult(
        folder=request.output,
        best_mean_iou=trained.description.metrics["mean_iou"],
        accuracy=trained.description.metrics["accuracy"],
        epochs_run=len(outcome.history),
        class_count=trained.description.class_count,
        learning_rate=outcome.learning_rate,
        report=request.report,
        table=request.table,
        footprints=request.footprints,
    )


def _checkpoint(request: TrainRequest, data: Data, folder: str, reporter: Reporter) -> Checkpoint:
    """Returns the checkpoint beside a model folder. Warns where it belongs to a run that is not resumed."""
    checkpoint = Checkpoint(folder, _fingerprint(request, data))
    if not request.resume and has_checkpoint(folder):
        reporter.warning(
            f"There is an interrupted training in {checkpoint.folder}. This run replaces it; to resume it instead, cancel "
            "and set RESUME."
        )
    return checkpoint


@dataclass(frozen=True)
class _Trained:
    """What was trained: the run that is kept and its outcome, the description of its model, and the report where one is wanted.

    Without a description the training was cancelled; `cancelled_in` is " during the final training" where that was cancelled.
    """

    run: Run
    outcome: Outcome
    description: ModelDescription | None = None
    report: TrainingReport | None = None
    cancelled_in: str = ""


def _fit_all(
    request: TrainRequest,
    data: Data,
    device: torch.device,
    checkpoint: Checkpoint,
    folder: str,
    reporter: Reporter,
    ranks: Ranks,
) -> _Trained:
    """Trains with validation, evaluates, and trains on all labels where that is asked for; writes the model into `folder`."""
    runs = 2 if is_refitted(request.refit, len(data.training), data.validation is not None) else 1
    fitted = _DECODED + (_FINISHED - _DECODED - _EVALUATION_SHARE) / runs
    with checkpoint.removed_unless_saved():
        candidates = fit_candidates(request, data, device, checkpoint, StepReporter(reporter, _DECODED, fitted), ranks)
    first = candidates[0]
    evaluated = StepReporter(reporter, fitted, fitted + _EVALUATION_SHARE)
    if first.outcome.cancelled:
        shutil.copytree(first.folder, folder, dirs_exist_ok=True)
        return _Trained(first.run, first.outcome)
    kept = Kept(better(candidates), ())
    with contextlib.suppress(Cancelled):
        kept = keep_best(candidates, folder, evaluated)
    run, outcome = kept.candidate.run, kept.candidate.outcome
    concluded = _conclude(kept, folder, evaluated) if kept.places else None
    if runs > 1:
        ranks.from_first(lambda: kept.places if concluded else ())  # for this decision the others wait
    if concluded is None:
        return _Trained(run, outcome)
    description, report = concluded
    if runs > 1:
        final = StepReporter(reporter, fitted + _EVALUATION_SHARE, _FINISHED)
        members = [candidates[place] for place in kept.places]
        description = train_on_all_labels(members, data.training.cache, description, folder, final)
    if description is not None:
        description = _with_int8(request, data, outcome, description, folder, reporter)
    return _Trained(run, outcome, description, report, " during the final training" if description is None else "")


def _listed(chip_set: ChipSet, reporter: Reporter) -> ChipSet:
    """Logs what the chips hold. Raises LabelError where there is one class only."""
    _check_classes(chip_set, chip_set.recorded_class_pixels())
    first = chip_set.first
    reporter.info(
        f"{count_of(len(chip_set.chips), 'chip', 'chips')} of {first.chip_size_px} pixels, "
        f"{count_of(len(first.band_names), 'band', 'bands')} of {first.dtype}, {len(chip_set.class_table)} classes: "
        + ", ".join(entry.title for entry in chip_set.class_table.classes)
    )
    return chip_set


def _check_classes(chip_set: ChipSet, class_pixels: Sequence[int]) -> None:
    """Raises LabelError where there is one class only."""
    everything = sum(chip.record.window.pixels for chip in chip_set.chips)
    nodata = sum(chip.record.nodata_px for chip in chip_set.chips) / max(1, everything)
    check_classes(chip_set.class_table, class_pixels, chip_set.ignore_class, chip_set.first.path, nodata)


def _fingerprint(request: TrainRequest, data: Data) -> dict[str, object]:
    """Returns the settings and data that must be equal for an interrupted run to be resumed."""
    cache = data.training.cache
    return {
        **settings_of(request),
        "chips": len(cache.chips),
        "chip_size_px": cache.chip_px,
        "band_means": data.scaling.means,
        "class_values": data.class_values,
        "class_pixels": cache.class_pixels.sum(0).tolist(),
        "training_chips": len(data.training),
    }


def _conclude(kept: Kept, folder: str, reporter: Reporter) -> tuple[ModelDescription, TrainingReport | None] | None:
    """Evaluates the model on the blended predictions of whole scenes unless that is done, and completes its description.

    Returns that, and the report where one is wanted; None where the run was cancelled meanwhile: the model keeps the
    figures of its epoch then.
    """
    run, outcome, scenes = kept.candidate.run, kept.candidate.outcome, kept.evaluation
    request, data = run.request, run.data
    network, _ = load_model(folder)
    network.eval().to(run.runtime.device, memory_format=torch.channels_last)
    chips = data.validation or evaluation_chips(data.training.cache, data.split)
    if scenes is None:
        try:
            with fastest_convolutions(run.runtime.device):
                scenes = evaluate_scenes(network, run, chips, reporter)
        except Cancelled:
            return None
    description = described(run, outcome, scenes)
    intervals = scenes.intervals(request.seed)
    if intervals is not None:
        description = replace(description, metrics={**description.metrics, "intervals": to_data(intervals)})
    description = replace(
        description,
        calibration=to_data(scenes.calibration) or {},
        prediction_sets=to_data(scenes.prediction_sets) or {},
    )
    write_description(folder, description)
    for line in (description.training["choice_of_epoch"], _verdict(description), *_on_confidence(description, scenes)):
        if line:
            reporter.info(line)
    if not request.report:
        return description, None
    return description, TrainingReport(
        description=description,
        history=outcome.history,
        confusion=scenes.confusion,
        examples=make_examples(network, run, chips, scenes.chip_accuracies),
        model_name=os.path.basename(os.path.abspath(request.output)),
        training_pixels=tuple(entry.training_pixels for entry in data.labels.classes),
        held_out=data.validation is not None,
        lr_finder=outcome.lr_finder,
        augmentation_sheet=make_augmentation_sheet(
            data.training, run.augmentation, data.scaling, description.band_names, request.seed
        ),
        split_map=_split_map(data),
        distances=split_distances(data, request.seed),
        command=request.command,
    )


def _with_int8(
    request: TrainRequest, data: Data, outcome: Outcome, description: ModelDescription, folder: str, reporter: Reporter
) -> ModelDescription:
    """Adds the 8-bit form to the model in a folder where it is wanted; returns its description."""
    if not is_wanted(request.int8, sum(record.seconds for record in outcome.history), reporter):
        return description
    reporter.info("Measuring the network in 8-bit integers (INT8).")
    return add_int8(folder, description, data.training, data.validation, request.seed, reporter)


def _split_map(data: Data) -> SplitMap:
    """Returns the map of training and validation chips, with the names of the scenes."""
    chips = data.training.cache.chips
    names = {chip.extent.scene: chip.folder.scenes[chip.record.scene].name for chip in chips}
    return make_split_map(data.split, [chip.extent for chip in chips], names)


def _verdict(description: ModelDescription) -> str:
    """Returns the log line with the accuracy of the model, and the pixels it was measured on."""
    metrics = description.metrics
    where = "validation" if metrics["measured_on"] == "validation" else "training"
    return (
        f"Model of epoch {metrics['epoch']}: mean IoU {_figure(metrics, 'mean_iou')}, accuracy {_figure(metrics, 'accuracy')} on "
        f"{whole(metrics['pixels'])} {where} pixels"
    )


def _on_confidence(description: ModelDescription, scenes: SceneEvaluation) -> tuple[str, ...]:
    """Returns the log lines on the calibration of the confidence and on prediction sets."""
    if scenes.calibration is None or scenes.prediction_sets is None:
        return ("Confidence is not calibrated, and there are no prediction sets: nothing validates them.",)
    missed = scenes.prediction_sets.warning([entry.title for entry in description.class_table.classes])
    return scenes.calibration.sentence(), scenes.prediction_sets.sentence(), missed


def _figure(metrics: Mapping[str, object], name: str) -> str:
    """Returns a figure with its confidence interval, where that is known."""
    if metrics[name] is None:
        return "unknown"
    interval = (metrics.get("intervals") or {}).get(name)
    return f"{metrics[name]:.4f}" + (f" (95 % within {interval[0]:.3f} to {interval[1]:.3f})" if interval else "")
