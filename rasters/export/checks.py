"""Checks of an export before any work: impossible settings, outputs that would overwrite inputs, folders that do not fit."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence

from ..chips.dataset import MANIFEST, ChipDataset
from ..chips.files import MOST_SIDE_PX
from ..chips.manifest import read_manifest
from ..chips.scene_comparison import ComparedScene, compare_scenes, compared
from ..core.band_statistics import statistics_of
from ..core.errors import ChipsError, OutputError, SettingsError
from ..core.grid import Window
from ..core.number_text import first_of
from ..core.options import PLACEMENTS
from ..core.progress import Reporter
from ..labels.sources import RasterLabels, VectorLabels
from ..layers.replaced_file import check_replaced_file
from ..outputs.atomic_folder import check_folder
from ..outputs.checks import check_file, lies_in
from ..reading.reader import RasterReader
from ..reading.sample import sample_values
from .scenes import scene_name

_CHIP_MULTIPLE = 32
_MOST_CHIPS_PER_CLASS = 10_000


def check_settings(chip_size_px: int | None, stride_px: int | None, minimum_labelled_share: float) -> None:
    """Raises SettingsError for a chip size, stride or share that cannot work; None is automatic."""
    if chip_size_px is not None and (chip_size_px < _CHIP_MULTIPLE or chip_size_px % _CHIP_MULTIPLE):
        lower = max(_CHIP_MULTIPLE, chip_size_px // _CHIP_MULTIPLE * _CHIP_MULTIPLE)
        raise SettingsError(
            f"Chips of {chip_size_px} pixels do not fit the networks, which halve them up to five times. "
            f"Choose a multiple of {_CHIP_MULTIPLE}, such as {lower} or {lower + _CHIP_MULTIPLE}."
        )
    if chip_size_px is not None and chip_size_px > MOST_SIDE_PX:
        raise SettingsError(
            f"The chip size is {chip_size_px} pixels, and chips of at most {MOST_SIDE_PX} are read. Choose a smaller one, usually 256."
        )
    if stride_px is not None and stride_px < 1:
        raise SettingsError(f"The stride is {stride_px} pixels. Choose 1 or more, usually half of the chip size.")
    if not 0 <= minimum_labelled_share <= 1:
        raise SettingsError(
            f"The minimum labelled share is {minimum_labelled_share:g}. Choose a share between 0 and 1."
        )


def check_placement(placement: str, chips_per_class: int, seed: int) -> None:
    """Raises SettingsError for an unknown placement, or a number of chips or a seed that cannot work."""
    if placement not in PLACEMENTS:
        raise SettingsError(f"Chips cannot be placed by “{placement}”. Choose one of: {', '.join(PLACEMENTS)}.")
    if not 1 <= chips_per_class <= _MOST_CHIPS_PER_CLASS:
        raise SettingsError(
            f"The number of chips per class is {chips_per_class}. Choose 1 to {_MOST_CHIPS_PER_CLASS}, usually about 100."
        )
    if seed < 0:
        raise SettingsError(f"The seed is {seed}. Choose 0 or more.")


def check_outputs(output: str, footprints: str | None, inputs: Sequence[str], append: bool) -> None:
    """Checks that the results can be written and that they overwrite no input.

    Raises OutputError; ChipsError where chips are to be added to a folder of another program.
    """
    if not output:
        raise OutputError("No output folder is given. Choose a folder for the chips.")
    inputs = [path for path in inputs if os.path.exists(path)]  # the rest are names that only GDAL understands
    for path in inputs:
        if lies_in(path, output):
            raise OutputError(f"The output folder {output} holds the input {path}. Choose another output folder.")
        if os.path.isdir(path) and lies_in(output, path):
            raise OutputError(f"The output folder {output} lies inside the input {path}. Choose another output folder.")
    if append and holds_files(output):
        if not os.path.isfile(os.path.join(output, MANIFEST)):
            raise ChipsError(
                f"Chips can only be added to a folder that Export Training Chips has written; {output} has no {MANIFEST}. "
                "Choose another folder or a new one."
            )
    else:
        check_folder(output, MANIFEST)
    if footprints:
        if lies_in(footprints, output):
            raise OutputError(f"The footprints {footprints} lie in the output folder. Choose a file beside the folder.")
        check_file(footprints, (".gpkg",), "The footprints", inputs)
        check_replaced_file(footprints, "The footprints")


def holds_files(path: str) -> bool:
    """Returns whether a folder exists and holds more than hidden files."""
    return os.path.isdir(path) and any(not name.startswith(".") for name in os.listdir(path))


def check_append(existing: ChipDataset, reader: RasterReader, chip_size_px: int) -> None:
    """Raises ChipsError, with both values, where chips of a raster would differ from those of the folder."""
    for what, old, new in (
        ("chips of (pixels)", existing.chip_size_px, chip_size_px),
        ("bands", len(existing.band_names), len(reader.band_names)),
        ("band names", existing.band_names, reader.band_names),
        ("data type", existing.dtype, reader.dtype.name),
        ("nodata", existing.nodata, reader.nodata),
    ):
        if repr(old) != repr(new):
            raise ChipsError(
                f"The chips cannot be added to {existing.path}: it has {what} {_text(old)}, {reader.info.path} has {_text(new)}. "
                "Make them equal, or export to another folder."
            )


def check_scene(existing: ChipDataset, reader: RasterReader, window: Window, reporter: Reporter) -> None:
    """Compares a raster, by a sample of a window, with the chips it is added to: warns, or raises ChipsError, where they differ."""
    sample = tuple(statistics_of(values) for values in sample_values(reader, window))
    new = ComparedScene(reader.info.path, reader.grid, reader.band_names, sample, reader.band_scales)
    compare_scenes(compared(existing), new, reporter)


def warn_of_replaced(output: str, reader: RasterReader, reporter: Reporter) -> None:
    """Warns of chips of other scenes in the folder, which an export that is not added to them replaces; those of the same image are meant."""
    if not holds_files(output):
        return
    with contextlib.suppress(ChipsError):  # of a damaged folder nothing is lost
        existing = read_manifest(output)
        others = [
            scene.name for scene in existing.scenes if (scene.name, scene.grid) != (scene_name(reader), reader.grid)
        ]
        if others:
            reporter.warning(
                f"{output} holds chips of other images ({first_of(others)}), which this export replaces. To keep them, cancel and choose Append to the "
                "folder (APPEND), or another folder."
            )


def check_unlabelled(existing: ChipDataset, labels: VectorLabels | RasterLabels) -> None:
    """Raises ChipsError where 0 is a class in the folder, and means "not labelled" in the labels that are to be added."""
    unlabelled = labels.unlabelled if isinstance(labels, RasterLabels) else 0
    if unlabelled == 0 and 0 in existing.class_table.values:
        raise ChipsError(
            f"The chips cannot be added to {existing.path}: 0 is a class there, and the unlabelled value of {labels.path}. Choose another "
            "unlabelled value for a label raster, or export to another folder."
        )


def _text(value: object) -> str:
    """Returns a value, or the values of a tuple, as text for a message."""
    return ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
