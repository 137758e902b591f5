"""Fills a map strip by strip: those that are kept are taken from their files, the others are computed, and parts are joined."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...rasters.core.errors import OutputError, PixelClassifierError, RasterError, SettingsError
from ...rasters.core.number_text import count_of
from ...rasters.core.progress import Reporter, StepReporter, stop_if_cancelled
from ...rasters.labels.mask_polygons import MaskPolygons
from ...rasters.labels.rasterize import PolygonMask
from ...rasters.outputs.checks import is_same_file
from ...rasters.writing.mosaic import write_class_mosaic
from ..core.parts import Part, missing_parts, part_of, positions_of
from ..core.requests import ClassifyRequest, ClassifyResult
from .forward import TileForward
from .map_pieces import MapPiece
from .map_writer import MapWriter
from .model_grid import ModelGrid, OwnPixels
from .request_checks import check_outputs
from .run_record import RunRecord, absolute, differences, model_digest
from .strips import CLASS, StripRecorder, StripStore, consecutive, records_in, strips_folder
from .tile_run import TileRun

_SAME_IN_PARTS = {
    "raster": "INPUT", "model": "MODEL", "band_numbers": "BANDS", "extent_map": "EXTENT", "tile_size_px": "TILE_SIZE",
    "overlap_px": "OVERLAP", "batch_size": "BATCH_SIZE", "augmentation": "TEST_TIME_AUGMENTATION", "resample": "RESAMPLE",
    "precision": "PRECISION", "band_scaling": "BAND_SCALING", "raster_settings": "CRS or NoData of the layer",
}  # fmt: skip
"""The fields of a request on which the pixels depend, by the ids of their parameters."""
_JOINED_MEANWHILE = "Another run has joined the parts meanwhile."


@dataclass(frozen=True)
class StripRun:
    """The strips of one run and what computes them; `part` limits which, None for all. `own` are the raster's pixels where it is resampled."""

    store: StripStore
    part: Part | None
    model_grid: ModelGrid
    tiles: TileRun
    forward: TileForward
    own: OwnPixels | None = None

    def report_others(self, reporter: Reporter) -> None:
        """Warns of strips of another run in the folder, which a run of the whole map does not use; a part would not fit to them.

        Raises SettingsError for a part.
        """
        others = self.store.others()
        if not others or (self.part is None and self.store.stored()):
            return
        folder = self.store.folder
        found = differences(self.store.record.identity, others[0].identity)
        if self.part is not None:
            raise SettingsError(
                f"{folder} holds parts of another run, which differs in {found}. Run all parts with the same raster, model and settings, on "
                "devices of the same kind (with TILE_SIZE, where memory ran out in one), or delete the folder to start anew."
            )
        reporter.warning(
            f"The strips in {folder} were kept by another run, which differs in {found}. They are not used, and are removed when this run is "
            "finished."
        )

    def run(self, maps: MapWriter | None, reporter: Reporter, keep_after_s: float) -> None:
        """Computes what is not kept, and writes all to `maps` (None: only keeps it); whole maps keep strips after `keep_after_s`.

        Raises what reading, computing and writing raise. Strips that are finished stay in the folder.
        """
        strips = self.store.record.strips
        positions = positions_of(self.part, len(strips))
        if not positions:
            reporter.info(f"Part {self.part} has no rows: the map has {count_of(len(strips), 'row', 'rows')} of tiles.")
            return
        stored, started = self.store.stored() & set(positions), time.monotonic()
        if stored:
            self.store.keep_record()
            reporter.info(
                f"Resuming: {len(stored)} of {count_of(len(positions), 'strip', 'strips')} are taken from {self.store.folder}."
            )
        keeps = self.part is not None or bool(stored)
        recorder = StripRecorder(
            self.store, lambda: keeps or time.monotonic() - started >= keep_after_s, self.tiles.reader.check_unchanged
        )
        try:
            self._run(positions, stored, maps, recorder, reporter)
        except PixelClassifierError:
            if recorder.kept or stored:
                reporter.info(
                    f"{count_of(recorder.kept + len(stored), 'finished strip is', 'finished strips are')} kept in {self.store.folder}. The same "
                    "run resumes behind them; delete the folder if you do not need them."
                )
            raise

    def _run(
        self,
        positions: range,
        stored: frozenset[int],
        maps: MapWriter | None,
        recorder: StripRecorder,
        reporter: Reporter,
    ) -> None:
        strips, done, nan_pixels = self.store.record.strips, 0, 0

        def write(piece: MapPiece) -> None:
            nonlocal nan_pixels
            nan_pixels += piece.nan_pixels
            written = self.model_grid.back_projected(piece, self.own)
            if written is not None and maps is not None:
                maps.write(written)
            recorder.add(piece.y, len(piece.index), written)

        for is_stored, group in consecutive(positions, stored):
            step = StepReporter(reporter, done / len(positions), (done + len(group)) / len(positions))
            done += len(group)
            if is_stored:
                nan_pixels += self.store.nan_pixels(group)
                if maps is not None:
                    replay(self.store, group, maps, step)
                continue
            rows = range(strips[group[0]].number, strips[group[-1]].number + 1)
            with recorder:
                non_finite = self.tiles.run(self.forward, write, step, rows)
            non_finite.warn(self.tiles.reader.band_names, self.tiles.reader.nodata, reporter)
        if nan_pixels:
            reporter.warning(
                f"For {count_of(nan_pixels, 'pixel', 'pixels')} the network returned NaN, so they are NoData: the raster holds values there that "
                "are far beyond those of the training. If they mean NoData, declare them as such."
            )


def replay(store: StripStore, positions: list[int] | range, maps: MapWriter, reporter: Reporter) -> None:
    """Writes kept strips to the maps, in the pieces in which they were computed: the maps are the same to the byte."""
    for count, position in enumerate(positions):
        stop_if_cancelled(reporter)
        for piece in store.pieces(position):
            maps.write(piece)
        reporter.progress((count + 1) / len(positions))


def output_state(request: ClassifyRequest) -> tuple[int, int] | None:
    """Returns by what a class raster that is replaced can be recognised: its file number and time, None where there is none."""
    try:
        state = os.stat(request.output)
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns


def join_if_whole(
    request: ClassifyRequest, reporter: Reporter, before: tuple[int, int] | None = None
) -> ClassifyResult:
    """Joins the parts if this run has finished the last of them; else logs which parts are missing.

    `before` is the state of the output when this run started. Where it has changed, another run of the same part was faster: the parts
    are joined, and what this run has computed is removed.
    """
    part, folder = part_of(request), strips_folder(request.output)
    records = records_in(folder)
    if not records:  # no strip falls to this part, or another run has joined them all
        return ClassifyResult("", strips=folder)
    store, count = StripStore(records[0], folder), len(records[0].strips)
    missing = missing_parts(count, store.stored(), part.count)
    if missing and output_state(request) not in (None, before):
        store.remove_strips(part.positions(count))
        reporter.info(_JOINED_MEANWHILE)
        return ClassifyResult(**request.output_paths)
    if missing:
        reporter.info(f"Part {part} is finished, in {folder}. Missing parts: {', '.join(map(str, missing))}.")
        return ClassifyResult("", strips=folder)
    reporter.info(f"Part {part} is finished, and all parts are there: they are joined to {request.output}.")
    try:
        return _joined(store, request, reporter)
    except (RasterError, OutputError):
        if os.path.isdir(folder) or not os.path.exists(request.output):
            raise
        reporter.info(_JOINED_MEANWHILE)
        return ClassifyResult(**request.output_paths)


def join(request: ClassifyRequest, reporter: Reporter) -> ClassifyResult:
    """Joins the parts of a map to the outputs of `request`, and removes them; needs neither the network nor a GPU.

    Raises SettingsError where there are no parts, where one is missing, or where the request does not fit them;
    RasterError, OutputError and Cancelled, after which the parts are still there.
    """
    folder = strips_folder(request.output)
    stores = [StripStore(record, folder) for record in records_in(folder)]
    if not stores:
        raise _no_parts(request.output)
    whole = [store for store in stores if len(store.stored()) == len(store.record.strips)]
    if len(whole) > 1:
        found = differences(whole[0].record.identity, whole[1].record.identity)
        raise SettingsError(f"{folder} holds two maps, which differ in {found}. Delete the parts of one of them.")
    if not whole:
        raise SettingsError(_incomplete(max(stores, key=lambda store: len(store.stored())), request))
    record = whole[0].record
    _check_joinable(request, record, reporter)
    return _joined(whole[0], request, reporter)


def write_mosaic(output: str, path: str) -> None:
    """Writes a virtual raster (VRT) over the class rasters of the strips that are there: a map at once, of parts that stay.

    Raises SettingsError where there are no parts, or of two maps; OutputError.
    """
    store = StripStore(_record_of_parts(output), strips_folder(output))
    rasters = [store.path(position, CLASS) for position in sorted(store.stored())]
    write_class_mosaic(path, [raster for raster in rasters if os.path.exists(raster)], store.record.model.class_table)


def request_of_parts(output: str) -> ClassifyRequest:
    """Returns the request of the parts of a map, with absolute paths.

    Raises SettingsError where there are none, or of two maps.
    """
    return _record_of_parts(output).request


def _record_of_parts(output: str) -> RunRecord:
    """Returns the record of the parts of a map. Raises SettingsError where there are none, or of two maps."""
    folder = strips_folder(output)
    found = records_in(folder)
    if not found:
        raise _no_parts(output)
    if len(found) > 1:
        raise SettingsError(
            f"{folder} holds parts of {len(found)} maps. Delete the folder, and run the parts of one map."
        )
    return found[0]


def _no_parts(output: str) -> SettingsError:
    """Returns the error where a map has no parts."""
    return SettingsError(
        f"There are no parts of {output} to join: {strips_folder(output)} does not exist or holds none. Run the parts first, with "
        "the same OUTPUT."
    )


def _joined(store: StripStore, request: ClassifyRequest, reporter: Reporter) -> ClassifyResult:
    """Writes the outputs from the strips and removes these."""
    record = store.record
    check_outputs(request)
    with MapWriter(request, record.grid, record.model, reporter.cancelled) as maps:
        replay(store, range(len(record.strips)), maps, reporter)
        if not any(maps.areas.class_pixels.values()):
            raise RasterError(f"The parts of {request.output} hold no valid pixel: all is NoData, masked or outside.")
    store.remove()
    maps.areas.report(reporter)
    return ClassifyResult(**request.output_paths, class_pixels=maps.areas.class_pixels)


def _incomplete(store: StripStore, request: ClassifyRequest) -> str:
    """Returns the sentence on parts that are missing."""
    strips, stored = len(store.record.strips), store.stored()
    count = request.parts or store.record.request.parts
    if count is None:
        return f"{store.folder} holds {len(stored)} of {strips} strips. Run the classification again without PART, which resumes there."
    missing = ", ".join(map(str, missing_parts(strips, stored, count)))
    return f"Of the {count} parts in {store.folder} these are missing or not whole: {missing}. Run them, then join."


def _check_joinable(request: ClassifyRequest, record: RunRecord, reporter: Reporter) -> None:
    """Raises SettingsError where a request that joins differs from that of the parts, or asks for a map that they lack."""
    of_parts, request = record.request, absolute(request)
    differing = [
        f"{name} ({_shown(getattr(of_parts, field))} in the parts, {_shown(getattr(request, field))} now)"
        for field, name in _SAME_IN_PARTS.items()
        if getattr(of_parts, field) != getattr(request, field) and not _is_renamed(field, request, record)
    ]
    for field, name in (
        ("confidence", "CONFIDENCE"), ("probabilities", "PROBABILITIES"), ("uncertainty", "UNCERTAINTY"),
        ("set_size", "SET_SIZE"),
    ):  # fmt: skip
        if getattr(request, field) and not getattr(of_parts, field):
            differing.append(f"{name} (not computed in the parts)")
    lacks_uncertainty = not (of_parts.label_next or of_parts.uncertainty)
    if request.label_next and lacks_uncertainty:
        differing.append("LABEL_NEXT (its uncertainty was not computed in the parts)")
    kinds: tuple[tuple[bool, Callable[[ClassifyRequest], Any], str], ...] = (
        (bool(request.probabilities), lambda each: each.probability_type, "PROBABILITY_TYPE"),
        (bool(request.uncertainty or request.label_next), lambda each: each.uncertainty_kind, "UNCERTAINTY_KIND"),
    )
    for matters, value, name in kinds:
        if matters and value(request) != value(of_parts):
            differing.append(f"{name} ({value(of_parts)} in the parts, {value(request)} now)")
    differing.extend(_other_mask(request, record, reporter))
    if differing:
        raise SettingsError(
            f"The parts were computed with other settings: {'; '.join(differing)}. Join them with the settings of the parts."
        )


def _is_renamed(field: str, request: ClassifyRequest, record: RunRecord) -> bool:
    """Returns whether the raster is the same file under another name, or the model has the same content: parts take them for the same, too."""
    if field == "raster":
        return is_same_file(request.raster, record.request.raster)
    with contextlib.suppress(OSError):
        return field == "model" and model_digest(request.model) == record.identity["model"]
    return False


def _other_mask(request: ClassifyRequest, record: RunRecord, reporter: Reporter) -> list[str]:
    """Returns the mask where its polygons are not those of the parts, in a list; a copy of the layer has the same ones."""
    mask, of_parts = request.mask, record.request.mask
    if mask is None or of_parts is None:
        return [] if mask is of_parts else [f"MASK ({_path_of(of_parts)} in the parts, {_path_of(mask)} now)"]
    if record.mask_grid is None or (mask == of_parts and not os.path.exists(mask.path)):
        reporter.info(f"The mask polygons of the parts, {of_parts.path}, cannot be compared any more.")
        return []
    if PolygonMask(mask, record.mask_grid).digest() == record.identity["mask"]:
        return []
    return [f"MASK (the polygons in {mask.path} are not those of the parts, from {of_parts.path})"]


def _path_of(mask: MaskPolygons | None) -> str:
    return "none" if mask is None else mask.path


def _shown(value: object) -> object:
    return "empty" if value in (None, ()) else value
