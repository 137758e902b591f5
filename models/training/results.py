"""The results of a training beside the model folder: the report, the tables and the layer of chips by split.

That they can be written is checked before hours of training; afterwards all are tried, and one that fails does not stop the others.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial

from ...rasters.chips.dataset import MANIFEST
from ...rasters.core.errors import OutputError
from ...rasters.outputs.checks import check_file, check_name, check_replaceable, real_path
from ..core.description import ModelDescription
from ..core.history import EpochRecord
from ..core.requests import TrainRequest
from ..reports.tables import write_epochs_csv, write_metrics_csv
from ..reports.training_report import TrainingReport, write_report
from .dataset import Data


def check_outputs(request: TrainRequest) -> None:
    """Raises OutputError, before hours of training, where the report, the table or the layer of chips cannot be written."""
    check_name(request.output)
    inputs = (*(os.path.join(folder, MANIFEST) for folder in (request.chips, *request.extra_chips)), request.weights)
    if request.table:
        check_name(epochs_table(request.table))
        check_replaceable(epochs_table(request.table))
    for path, endings, what in (
        (request.report, (), "The report"),
        (request.table, (), "The table"),
        (request.footprints, (".gpkg",), "The layer of chips by split"),
    ):
        # The model folder itself is made at the end.
        if path and real_path(os.path.dirname(os.path.abspath(path))) != real_path(request.output):
            check_file(path, endings, what, inputs)
    if request.footprints:
        from ...rasters.layers.replaced_file import check_replaced_file  # it needs GDAL, which chips from arrays do not

        check_replaced_file(request.footprints, "The layer of chips by split")


def write_results(
    request: TrainRequest,
    description: ModelDescription,
    history: Sequence[EpochRecord],
    report: TrainingReport | None,
    data: Data,
) -> None:
    """Writes the report, the tables and the layer that a request names. Raises OutputError after all of them were tried."""
    writers: list[Callable[[], None]] = []
    if report is not None:
        writers.append(partial(write_report, request.report, report))
    if request.table:
        writers.append(partial(write_metrics_csv, request.table, description))
        writers.append(partial(write_epochs_csv, epochs_table(request.table), history))
    if request.footprints:
        writers.append(partial(_write_split_layer, request.footprints, data))
    failures = []
    for write in writers:
        try:
            write()
        except OutputError as error:
            failures.append(error)
    if failures:
        raise OutputError(f"{' '.join(map(str, failures))} The model is complete in {request.output}.") from failures[0]


def epochs_table(table: str) -> str:
    """Returns the path of the table of epochs beside a table of figures: figures-epochs.csv for figures.csv."""
    stem, ending = os.path.splitext(table)
    return f"{stem}-epochs{ending}"


def _write_split_layer(path: str, data: Data) -> None:
    """Writes a layer of the chips by split; needs GDAL. Raises OutputError."""
    from ...rasters.layers.chip_layers import BOTH, LEFT_OUT, TRAINING, VALIDATION, ChipPart, write_split

    training, validation = set(data.split.training), set(data.split.validation)

    def part(number: int) -> str:
        if number in training:
            return BOTH if number in validation else TRAINING
        return VALIDATION if number in validation else LEFT_OUT

    cache = data.training.cache
    parts = [ChipPart(chip.folder, chip.record, part(number)) for number, chip in enumerate(cache.chips)]
    table = cache.chip_set.class_table
    write_split(path, parts, dict(zip(table.values, table.names)))
