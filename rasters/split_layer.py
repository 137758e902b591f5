"""Writes which chips of a training trained and which validated, one polygon each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .chip_folder import ChipFolder, ChipRecord
from .footprints import dominant_class, outline_of, transform_between
from .gpkg import POLYGON, REAL, TEXT, WHOLE, Row, write_layer
from .pending_file import PendingFile

LAYER = "split"
TRAINING, VALIDATION, LEFT_OUT, BOTH = "training", "validation", "left out", "training and validation"
PARTS = (TRAINING, VALIDATION, BOTH, LEFT_OUT)
"""What a chip can do; `BOTH` where the labels inside chips were divided."""


@dataclass(frozen=True)
class ChipPart:
    """A chip of a folder and what it did, one of `PARTS`."""

    folder: ChipFolder
    record: ChipRecord
    part: str


def write_split(path: str, chips: Sequence[ChipPart]) -> None:
    """Writes a GeoPackage with one polygon per chip, in the CRS of the first; in place only when it is whole.

    Fields: part, stem, scene, the share of the chip's pixels that is labelled (0 to 1), and the value and name of the class that
    covers most (null where the folder does not tell). Raises OutputError.
    """
    crs_wkt = chips[0].folder.crs_wkt
    fields = (
        ("part", TEXT), ("stem", TEXT), ("scene", TEXT), ("labelled_share", REAL),
        ("dominant_value", WHOLE), ("dominant_class", TEXT),
    )  # fmt: skip

    def write(temporary: str) -> None:
        write_layer(temporary, LAYER, crs_wkt, POLYGON, fields, _rows(chips, crs_wkt), "The chips by split")

    with PendingFile(path, write) as file:
        file.complete()


def _rows(chips: Sequence[ChipPart], crs_wkt: str) -> Iterator[Row]:
    """Yields the features."""
    transforms = {wkt: transform_between(wkt, crs_wkt) for wkt in {_crs_of(chip) for chip in chips}}
    for chip in chips:
        folder, record = chip.folder, chip.record
        values = {"part": chip.part, "stem": record.stem, "scene": folder.scenes[record.scene].name}
        if record.class_counts:
            values["labelled_share"] = record.labelled_px / record.window.pixels
            values["dominant_value"], values["dominant_class"] = dominant_class(folder, record)
        yield outline_of(folder, record, transforms[_crs_of(chip)]), values


def _crs_of(chip: ChipPart) -> str:
    """Returns the CRS of the chip's scene as WKT."""
    return chip.folder.scenes[chip.record.scene].grid.crs_wkt
