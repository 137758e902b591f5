"""The 8-bit form of a trained model: measured on training chips, tried on the validation labels against float32.

Everything runs on the CPU, for which the form is meant, whatever the training ran on. The weights of the model stay as they are.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import nn

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.errors import BackendError, Cancelled, ModelError, OutputError
from ...rasters.core.progress import Reporter, stop_if_cancelled
from ..accuracy.metrics import Scores, confusion_matrix
from ..core.description import ModelDescription, write_description
from ..core.int8_trial import Int8Trial
from ..core.serialization import to_data
from ..data.batches import LabelledChips, make_batches
from ..networks.batch_norm_folding import fuse_batch_norms
from ..networks.model_folder import load_network
from ..openvino_runtime import package
from ..openvino_runtime.activation_table import ActivationTable, measure, save_table
from ..openvino_runtime.compiled_network import CompiledNetwork, Compiler, own_precision
from ..openvino_runtime.open_network import graph_of
from ..runtime.device_input import DeviceInput
from ..runtime.precision import CPU_WITHOUT_INT8, cpu_has_int8

LEAST_TRAINING_S = 60.0
"""By default a training that took less has no 8-bit form: it is one to try things out."""
CALIBRATION_CHIPS = 32
MOST_VALIDATION_CHIPS = 400


def is_wanted(choice: str, seconds: float, reporter: Reporter) -> bool:
    """Returns whether a training of this many seconds gets an 8-bit form; `choice` is one of `options.INT8_CHOICES`.

    By default it does where OpenVINO is installed and the CPU computes it faster; another CPU is logged.
    """
    if choice != "auto":
        return choice == "always"
    if seconds < LEAST_TRAINING_S or not package.is_installed():
        return False
    if not cpu_has_int8():
        reporter.info(
            f"The model has no 8-bit form: 8-bit integers were never tried on {CPU_WITHOUT_INT8}. Export Model (FORMAT=int8) makes it on another."
        )
        return False
    return True


def add_int8(
    folder: str,
    description: ModelDescription,
    training: LabelledChips,
    validation: LabelledChips | None,
    seed: int,
    reporter: Reporter,
) -> ModelDescription:
    """Writes the 8-bit form of the model in `folder`, and its trial into model.json; returns the completed description.

    Without validation, where it fails, and where it is cancelled the model has none; that is logged.
    """
    if validation is None:
        reporter.info(
            "The model has no 8-bit form: no labels are kept for validation, which would show whether it is as accurate."
        )
        return description
    try:
        table = best_form(folder, description, training, validation, seed, reporter)
        save_table(folder, table)
    except (BackendError, ModelError, OutputError) as error:
        reporter.warning(f"The model has no 8-bit form. {error}")
        return description
    except Cancelled:
        reporter.info("The model has no 8-bit form: cancelled.")
        return description
    reporter.info(table.trial.sentence("final_training" in description.training))
    description = replace(description, int8=to_data(table.trial))
    write_description(folder, description)
    return description


def best_form(
    folder: str,
    description: ModelDescription,
    training: LabelledChips,
    validation: LabelledChips,
    seed: int,
    reporter: Reporter,
) -> ActivationTable:
    """Returns the first form that is as accurate as float32, else the one with most equal labels: all layers, then all but the first and last.

    It holds its trial. Raises BackendError, ModelError and Cancelled.
    """
    package.openvino()
    device_input = DeviceInput(description.band_means, description.band_stds, torch.device("cpu"))
    network = load_network(folder, description)
    fuse_batch_norms(network, description.band_count)
    network.requires_grad_(False).to(memory_format=torch.channels_last)
    chips = _Chips(validation, _spread(len(validation), MOST_VALIDATION_CHIPS), device_input, reporter)
    calibration = _Chips(training, _spread(len(training), CALIBRATION_CHIPS, seed), device_input, reporter)
    full = measure(network, (images for images, _ in calibration.pairs()), seed)
    float32 = list(chips.predictions(network))
    tried = []

    def pause() -> None:
        stop_if_cancelled(reporter)

    for table in (full, full.without_ends()):
        copied = copy.deepcopy(network).to(memory_format=torch.contiguous_format)
        graph = graph_of(copied, description.band_count, table, pause)
        compiled = CompiledNetwork(Compiler(graph, "CPU", own_precision("CPU")), pause)
        trial = _trial(
            float32, chips.predictions(compiled), description.class_count, len(full.layers) - len(table.layers)
        )
        tried.append(replace(table, trial=trial))
        if trial.is_as_accurate:
            return tried[-1]
    return max(tried, key=lambda each: each.trial.equal_labels)


Predictions = Iterator["tuple[np.ndarray, np.ndarray]"]
"""Labels and predicted class indices of each chip, uint8 (side, side)."""


@dataclass(frozen=True)
class _Chips:
    """Chips at `positions`, one by one and as a network takes them."""

    chips: LabelledChips
    positions: np.ndarray
    device_input: DeviceInput
    reporter: Reporter

    def pairs(self) -> Iterator[tuple[torch.Tensor, np.ndarray]]:
        """Yields the image (1, bands, side, side) of each chip, valid until the next, and its labels. Raises Cancelled."""
        order = [np.array([position]) for position in self.positions]
        batches = make_batches(self.chips, order, self.device_input, self.reporter)
        with contextlib.closing(batches):
            for batch in batches:
                yield batch.pixels, batch.labels[0].numpy()

    def predictions(self, network: nn.Module) -> Predictions:
        """Yields labels and predictions of a network."""
        for images, labels in self.pairs():
            with torch.inference_mode():
                yield labels.copy(), network(images).argmax(1)[0].numpy().astype(np.uint8)


def _trial(float32: list, int8: Predictions, classes: int, float_layers: int) -> Int8Trial:
    """Compares the predictions in 8 bits with those in float32."""
    confusions = np.zeros((2, classes, classes), np.int64)
    equal = pixels = 0
    for (labels, expected), (_, found) in zip(float32, int8):
        labelled = labels != IGNORED_INDEX
        confusions[0] += confusion_matrix(labels, found, classes)
        confusions[1] += confusion_matrix(labels, expected, classes)
        equal += int(np.count_nonzero((found == expected) & labelled))
        pixels += int(np.count_nonzero(labelled))
    mean_ious = [Scores.of(confusion).mean_iou or 0.0 for confusion in confusions]
    return Int8Trial(*mean_ious, equal / max(pixels, 1), pixels, float_layers, package.version().partition("-")[0])


def _spread(count: int, most: int, seed: int | None = None) -> np.ndarray:
    """Returns at most this many positions of `count`, evenly spread, or at random by a seed."""
    if count <= most:
        return np.arange(count)
    if seed is None:
        return np.linspace(0, count - 1, most).astype(int)
    return np.sort(np.random.default_rng(seed).choice(count, most, replace=False))
