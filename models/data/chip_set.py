"""One training set from one or several chip datasets: what they must have in common, and their joint classes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...rasters.chips.dataset import ChipDataset, ChipRecord
from ...rasters.classes.class_table import IGNORED_INDEX, ClassEntry, ClassTable, distinct_color
from ...rasters.core.errors import ChipsError, SettingsError
from ...rasters.core.grid import Grid
from ...rasters.core.number_text import first_of, percent
from ...rasters.core.progress import Reporter
from .chip_geometry import ChipExtent

SMALLEST_CHIP_PX = 32
_MOST_SHOWN = 12
_MOSTLY_UNLABELLED = 0.5


@dataclass(frozen=True)
class SourceChip:
    """A chip of a training set: its dataset, its record there, and its extent."""

    folder: ChipDataset
    record: ChipRecord
    extent: ChipExtent

    @property
    def in_scene(self) -> ChipExtent:
        """Returns the chip's window in the pixels of its own scene, exact also where the common frame has another grid."""
        window, scene = self.record.window, self.extent.scene
        return ChipExtent(scene, scene, window.x, window.y, window.right, window.bottom)


@dataclass(frozen=True)
class ChipSet:
    """The chips of one or several folders with their joint class table (without the ignore class)."""

    folders: tuple[ChipDataset, ...]
    chips: tuple[SourceChip, ...]
    class_table: ClassTable
    ignore_class: int | None

    @property
    def first(self) -> ChipDataset:
        """Returns the first folder, for properties that all share."""
        return self.folders[0]

    @property
    def background_index(self) -> int | None:
        """Returns the index of the class of pixels that meant "not labelled" when they were exported; None where there is none."""
        values = self.class_table.values
        return values.index(0) if 0 in values and any(map(_hides_zero, self.folders)) else None

    def indices(self, values: np.ndarray, nodata: np.ndarray) -> np.ndarray:
        """Returns class indices (uint8) for label values, `IGNORED_INDEX` where there is NoData or no usable label."""
        return np.where(nodata, np.uint8(IGNORED_INDEX), self.class_table.indices(values))

    def recorded_class_pixels(self) -> tuple[int, ...]:
        """Returns the labelled pixels of each class as the folders record them."""
        totals = [folder.class_pixels() for folder in self.folders]
        own = sum(chip.unlabelled_px for folder in self.folders if _hides_zero(folder) for chip in folder.chips)
        return tuple(
            sum(total.get(value, 0) for total in totals) + (own if value == 0 else 0)
            for value in self.class_table.values
        )

    def with_classes(self, present: Sequence[bool], reporter: Reporter) -> ChipSet:
        """Returns the set without the classes that are not `present`; warns of these."""
        absent = [entry for entry, kept in zip(self.class_table.classes, present) if not kept]
        names = ", ".join(entry.title for entry in absent)
        reporter.warning(f"No chip has a pixel of: {names}. The model will not have these classes.")
        kept = tuple(entry for entry in self.class_table.classes if entry not in absent)
        return replace(self, class_table=ClassTable(kept))


def join_folders(folders: Sequence[ChipDataset], ignore_class: int | None, reporter: Reporter) -> ChipSet:
    """Joins chip datasets into one training set.

    Raises ChipsError, naming both values, where band count, dtype, chip size or class names differ; SettingsError where the
    chips are too small for a network. Warns where band names, pixel sizes, units or values differ.
    """
    first = folders[0]
    if first.chip_size_px < SMALLEST_CHIP_PX:
        raise SettingsError(
            f"The chips in {first.path} are {first.chip_size_px} pixels wide; a network needs at least {SMALLEST_CHIP_PX}. "
            f"Export them again with a chip size of {SMALLEST_CHIP_PX} or more (256 suits most images)."
        )
    for other in folders[1:]:
        _check_alike("band count", len(first.band_names), len(other.band_names), first, other)
        _check_alike("data type", first.dtype, other.dtype, first, other)
        _check_alike("chip size", first.chip_size_px, other.chip_size_px, first, other)
        if first.band_names != other.band_names:
            reporter.warning(
                f"The bands are called {', '.join(first.band_names)} in {first.path} and {', '.join(other.band_names)} "
                f"in {other.path}. They are taken to be the same, in this order."
            )
    if any(scene.grid.crs_wkt for folder in folders for scene in folder.scenes) or len(folders) > 1:
        from ...rasters.chips.scene_comparison import compare_folders  # it needs GDAL, which chips from arrays do not

        compare_folders(folders, reporter)
    for folder in folders:
        if folder.kind != "own":
            _warn_of_undeclared(folder, ignore_class, reporter)
        if ignore_class == 0:
            _warn_of_ignored_zero(folder, reporter)
    table = join_classes(folders, ignore_class)
    _warn_of_unnamed(folders, table, reporter)
    values = sorted({value for folder in folders for value in folder.class_table.values})
    if ignore_class not in (None, 0, *values):
        reporter.warning(
            f"The ignore class (IGNORE_CLASS) is {ignore_class}, and no chips folder has this value (they have "
            f"{first_of(values, _MOST_SHOWN)}): no pixel is left out by it."
        )
    return ChipSet(tuple(folders), _chip_extents(folders), table, ignore_class)


def join_classes(folders: Sequence[ChipDataset], ignore_class: int | None) -> ClassTable:
    """Returns the classes of all folders, joined by value, without the ignore class.

    A proper name replaces one that is only the value's digits. Where every value is a class, the value 0 of
    folders exported here becomes one too, called "background", if any chip has pixels of it. Raises ChipsError where
    folders call one value by different names.
    """
    joined: dict[int, tuple[ClassEntry, str]] = {}
    for folder in folders:
        for entry in folder.class_table.without(ignore_class).classes:
            known = joined.get(entry.value)
            if known is None or (known[0].is_unnamed and not entry.is_unnamed):
                joined[entry.value] = entry, folder.path
            elif not entry.is_unnamed and known[0].name != entry.name:
                raise ChipsError(
                    f'The class value {entry.value} is called "{known[0].name}" in {known[1]} and "{entry.name}" in '
                    f"{folder.path}. Export both with the same class table (APPEND adds a scene to a folder)."
                )
    has_background = any(_hides_zero(f) and any(chip.unlabelled_px for chip in f.chips) for f in folders)
    if ignore_class is None and 0 not in joined and has_background:
        joined[0] = ClassEntry(0, "background", distinct_color(len(joined))), ""
    return ClassTable(tuple(entry for entry, _ in joined.values()))


def _warn_of_ignored_zero(folder: ChipDataset, reporter: Reporter) -> None:
    """Warns where 0, the ignore class, is a class in a folder, and where it may be one: other programs often count classes from 0.

    Where they name their classes, 0 would have a name, too. Sparse labels have it in most of their pixels: that is logged only.
    """
    zero = next((entry for entry in folder.class_table.classes if entry.value == 0), None)
    if zero is None:
        return
    if folder.kind == "own" or not zero.is_unnamed:
        reporter.warning(
            f"0 is a class in {folder.path} and the ignore class (IGNORE_CLASS) of this training, so that its pixels are left out. "
            "Leave IGNORE_CLASS empty to train that class."
        )
    elif folder.kind == "bare" and all(entry.is_unnamed for entry in folder.class_table.classes):
        pixels = folder.class_pixels()
        share = pixels.get(0, 0) / max(1, sum(pixels.values()))
        (reporter.warning if share < _MOSTLY_UNLABELLED else reporter.info)(
            f"The labels in {folder.path} hold 0 in {percent(share)} of their pixels. It is the ignore class (IGNORE_CLASS) of this training: these "
            "pixels are left out, and the map will not have that class. Leave IGNORE_CLASS empty where 0 is a class, such as background."
        )


def _warn_of_undeclared(folder: ChipDataset, ignore_class: int | None, reporter: Reporter) -> None:
    """Warns of a class of another program's folder that looks like NoData, such as 255: training sets of pixels often ignore that value."""
    from ...rasters.labels.label_nodata import is_named_class, undeclared_nodata

    classes = folder.class_table.without(ignore_class)
    odd = undeclared_nodata(classes.values, ignore_class)
    if odd is None or is_named_class(odd, {entry.value: (entry.name, entry.color) for entry in classes.classes}):
        return
    pixels = folder.class_pixels()
    share = pixels.get(odd, 0) / max(1, sum(pixels.values()))
    reporter.warning(
        f"The labels in {folder.path} hold {odd} in {percent(share)} of their pixels, far from their other values and not declared as NoData in "
        "each of them: it is a class. Where it means “not labelled”, give it as ignore class (IGNORE_CLASS)."
    )


def _warn_of_unnamed(folders: Sequence[ChipDataset], table: ClassTable, reporter: Reporter) -> None:
    """Warns of folders whose classes are numbers only, where others name the classes of these numbers."""
    for folder in folders:
        unnamed = {entry.value for entry in folder.class_table.classes if entry.is_unnamed}
        named = [entry.title for entry in table.classes if entry.value in unnamed and not entry.is_unnamed]
        if named:
            reporter.warning(
                f"The classes of {folder.path} are numbers without names, and are taken to be {first_of(named, _MOST_SHOWN)}, as other folders call "
                "these numbers. Texts are numbered by the alphabet: check that the same number means the same class."
            )


def _hides_zero(folder: ChipDataset) -> bool:
    """Returns whether the class table of a folder leaves out the value 0, which meant "not labelled" when it was exported."""
    return folder.kind == "own" and 0 not in folder.class_table.values


def _check_alike(what: str, mine: object, its: object, first: ChipDataset, other: ChipDataset) -> None:
    """Raises ChipsError where two folders differ in something that a network needs to be equal."""
    if mine != its:
        raise ChipsError(
            f"The {what} is {mine} in {first.path} and {its} in {other.path}. Chips can be trained on together only "
            f"where it is the same: export one of them again."
        )


def _chip_extents(folders: Sequence[ChipDataset]) -> tuple[SourceChip, ...]:
    """Returns the chips of all folders, those of one CRS in one common pixel frame, so that overlaps are known.

    Scenes without a CRS cannot be compared: each has a frame of its own.
    """
    known = _first_of_same({scene.grid.crs_wkt for folder in folders for scene in folder.scenes if scene.grid.crs_wkt})
    frames: dict[object, tuple[int, Grid]] = {}
    scenes: dict[tuple[int, int], int] = {}
    chips = []
    for position, folder in enumerate(folders):
        for record in folder.chips:
            grid = folder.scenes[record.scene].grid
            crs = known.get(grid.crs_wkt) or (position, record.scene)
            frame, frame_grid = frames.setdefault(crs, (len(frames), grid))
            scene = scenes.setdefault((position, record.scene), len(scenes))
            corners = [frame_grid.to_pixel(*point) for point in grid.corners_map(record.window)]
            extent = ChipExtent.covering(frame, scene, [x for x, _ in corners], [y for _, y in corners])
            chips.append(SourceChip(folder, record, extent))
    return tuple(chips)


def _first_of_same(wkts: Collection[str]) -> dict[str, str]:
    """Returns for each WKT text the first that stands for the same CRS: files spell one CRS in many ways."""
    if len(wkts) < 2:
        return {wkt: wkt for wkt in wkts}
    from ...rasters.core.crs import crs_from_wkt, is_same  # it needs GDAL, which chips from arrays do not

    known: dict[str, Any] = {}
    found = {}
    for wkt in sorted(wkts):
        crs = crs_from_wkt(wkt, keep_local=True)
        found[wkt] = next((other for other, each in known.items() if crs is not None and is_same(crs, each)), wkt)
        if crs is not None and found[wkt] == wkt:
            known[wkt] = crs
    return found
