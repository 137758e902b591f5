"""Polygon layers of chips, to check them by eye: their footprints with class shares, and the split of a training."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from osgeo import ogr

from ..chips.dataset import ChipDataset, ChipRecord
from ..core.crs import point_transform
from ..outputs.atomic_file import AtomicFile
from .geopackage import POLYGON, REAL, TEXT, WHOLE, Row, write_layer

FOOTPRINTS_LAYER, SPLIT_LAYER = "footprints", "split"
TRAINING, VALIDATION, LEFT_OUT, BOTH = "training", "validation", "left out", "training and validation"
PARTS = (TRAINING, VALIDATION, BOTH, LEFT_OUT)
"""The parts of a split; chips are in `BOTH` where the labels inside chips were divided."""


def write_footprints(file: AtomicFile, folder: ChipDataset, crs_wkt: str) -> None:
    """Writes the footprints of all chips of `folder` under the file's temporary name, in the given CRS ('' = unknown).

    Fields: stem, scene; the shares of the chip's pixels (0 to 1) that are labelled, NoData, and of each class; value
    and name of the class that covers most. Then the placement ("window" or "labels"), and with "labels" value and name
    of the class that the chip was placed for. Raises OutputError.
    """
    classes = field_names(folder.class_table.names)
    fields = (
        ("stem", TEXT), ("scene", TEXT), ("labelled_share", REAL), ("nodata_share", REAL), ("dominant_value", WHOLE),
        ("dominant_class", TEXT), ("placement", TEXT), ("drawn_value", WHOLE), ("drawn_class", TEXT),
        *((field, REAL) for field in classes),
    )  # fmt: skip
    rows = _footprint_rows(folder, crs_wkt, dict(zip(folder.class_table.values, classes)))
    write_layer(file.temporary, FOOTPRINTS_LAYER, crs_wkt, POLYGON, fields, rows, f"The footprints {file.path}")


def field_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Returns a unique field name for each class name, of letters, digits and underscores."""
    taken: set[str] = set()
    fields = []
    for name in names:
        words = re.sub(r"\W+", "_", name).strip("_")
        base = f"share_{words}"[:50].rstrip("_")
        field, number = base, 2
        while field.lower() in taken:
            field, number = f"{base}_{number}", number + 1
        taken.add(field.lower())
        fields.append(field)
    return tuple(fields)


def _label_values(record: ChipRecord, names: Mapping[int, str], counts: Mapping[int, int]) -> dict[str, object]:
    """Returns the fields on the labels of a chip that has some: labelled share, value and name of the class that covers most.

    `names` has those of all classes by value, `counts` the number of pixels of each class that the chip has.
    """
    value = max(counts, key=counts.__getitem__)
    return {
        "labelled_share": sum(counts.values()) / record.window.pixels,
        "dominant_value": value,
        "dominant_class": names[value],
    }


def _footprint_rows(folder: ChipDataset, crs_wkt: str, fields: dict[int, str]) -> Iterator[Row]:
    """Yields the features; `fields` are the names of the classes' shares by class value."""
    transforms = [point_transform(scene.grid.crs_wkt, crs_wkt) for scene in folder.scenes]
    names = dict(zip(folder.class_table.values, folder.class_table.names))
    for record in folder.chips:
        size, counts = record.window.pixels, record.class_pixels(names)
        values = {
            "stem": record.stem,
            "scene": folder.scenes[record.scene].name,
            "labelled_share": 0.0,
            "nodata_share": record.nodata_px / size,
            "placement": "window" if record.placed_for is None else "labels",
            **{field: counts.get(value, 0) / size for value, field in fields.items()},
            **(_label_values(record, names, counts) if counts else {}),
        }
        if record.placed_for is not None:
            values["drawn_value"], values["drawn_class"] = record.placed_for, names[record.placed_for]
        yield _outline(folder, record, transforms[record.scene]), values


def _outline(
    folder: ChipDataset, record: ChipRecord, transform: Callable[[float, float], tuple[float, float]]
) -> ogr.Geometry:
    """Returns a chip's outline."""
    corners = [transform(x, y) for x, y in folder.scenes[record.scene].grid.corners_map(record.window)]
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in (*corners, corners[0]):
        ring.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon


@dataclass(frozen=True)
class ChipPart:
    """A chip of a folder and its part in the split, one of `PARTS`."""

    folder: ChipDataset
    record: ChipRecord
    part: str


def write_split(path: str, chips: Sequence[ChipPart], names: Mapping[int, str]) -> None:
    """Writes a GeoPackage with one polygon per chip, in the CRS of the first; in place only when it is whole.

    `names` has those of the classes of the training by value; other values, such as the ignore class, count as unlabelled. Fields: part,
    stem, scene, and the labelled share of the chip's pixels (0 to 1); value and name of the class that covers most (null where unknown).
    Raises OutputError.
    """
    crs_wkt = chips[0].folder.crs_wkt
    fields = (
        ("part", TEXT), ("stem", TEXT), ("scene", TEXT), ("labelled_share", REAL),
        ("dominant_value", WHOLE), ("dominant_class", TEXT),
    )  # fmt: skip

    with AtomicFile(path) as file:
        rows = _split_rows(chips, crs_wkt, names)
        write_layer(file.temporary, SPLIT_LAYER, crs_wkt, POLYGON, fields, rows, "The chips by split")


def _split_rows(chips: Sequence[ChipPart], crs_wkt: str, names: Mapping[int, str]) -> Iterator[Row]:
    """Yields the features; `names` are those of the classes by value."""
    transforms = {wkt: point_transform(wkt, crs_wkt) for wkt in {_crs_of(chip) for chip in chips}}
    for chip in chips:
        folder, record = chip.folder, chip.record
        values = {"part": chip.part, "stem": record.stem, "scene": folder.scenes[record.scene].name}
        counts = record.class_pixels(names)
        if counts:
            values.update(_label_values(record, names, counts))
        yield _outline(folder, record, transforms[_crs_of(chip)]), values


def _crs_of(chip: ChipPart) -> str:
    """Returns the CRS of the chip's scene as WKT."""
    return chip.folder.scenes[chip.record.scene].grid.crs_wkt
