"""Export Training Chips: cuts an image and its labels into chips for training.

The image is read in strips, each block once, and only where chips are kept; labels are rasterized strip by strip, once to cut
and once more to place chips around them. So memory depends on the width of the image and the size of the chips, not on the
image's height.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from ..chips.dataset import MANIFEST, ChipDataset, ChipRecord, SceneRecord
from ..chips.esri_classified_tiles import write_esri_files
from ..chips.lost_labels import joined_lost_labels
from ..chips.manifest import read_manifest, write_manifest
from ..classes.class_table import ClassTable
from ..core.band_statistics import BandStatistics, merge_all
from ..core.errors import OutputError
from ..core.grid import Extent, chosen_window
from ..core.options import IMAGES, LABELS, PLACEMENTS
from ..core.progress import Reporter, StepReporter
from ..labels.mask_polygons import MaskPolygons
from ..labels.rasterize import PolygonMask
from ..labels.sources import LabelReader, RasterLabels, VectorLabels, open_labels
from ..layers.chip_layers import write_footprints
from ..outputs.atomic_file import AtomicFile, put_all_in_place
from ..outputs.atomic_folder import AppendWriter, FolderWriter
from ..reading.collar import find_collar, warn_of_collar
from ..reading.dataset import RasterDataset
from ..reading.gaps import warn_of_gaps
from ..reading.layer_settings import FROM_FILE, LayerSettings
from ..reading.palette import imagery
from ..reading.reader import RasterReader
from .checks import (
    check_append,
    check_outputs,
    check_placement,
    check_scene,
    check_settings,
    check_unlabelled,
    holds_files,
    warn_of_replaced,
)
from .cutting import ChipWriter, cut_chips
from .doubled_chips import report_doubled
from .label_codes import LabelStrips
from .placement import ClassBalancedChips, sample_chips
from .plan import CutPlan, automatic_chip_size, why_this_size
from .scenes import scene_name, scene_of
from .statistics import ChipStatistics
from .summary import (
    label_losses,
    no_chips_error,
    report_folder,
    report_labels,
    report_placement,
    warn_of_same_names,
    warn_of_values,
)

_OPENED, _SAMPLED = 0.1, 0.25
"""The progress when the labels are open, and when chips are sampled from them."""


@dataclass(frozen=True)
class ExportRequest:
    """What to export.

    `raster` is the image's path, `raster_settings` count in place of the values of its file, `output` the folder to
    write. `band_numbers` (from 1) chooses and orders bands, None takes all. `extent_map` is in the raster's
    coordinates. `mask` holds the polygons outside of which all is NoData. `minimum_labelled_share` (0 to 1) is of a
    chip's pixels; 0 requires one labelled pixel. `keep_empty` counts pixels of value 0 as labelled. `append` adds to
    the chips that `output` holds. `footprints` is a path ending in .gpkg. `chip_size_px` None is automatic (that of the
    chips that `output` holds, else `plan.automatic_chip_size`), `stride_px` None half of it. `placement` is "window"
    (chips every `stride_px`), "labels" (chips around labelled pixels, `chips_per_class` for each class, sampled with
    `seed`) or "both".
    """

    raster: str
    labels: VectorLabels | RasterLabels
    output: str
    band_numbers: tuple[int, ...] | None = None
    chip_size_px: int | None = None
    stride_px: int | None = None
    extent_map: Extent | None = None
    mask: MaskPolygons | None = None
    minimum_labelled_share: float = 0.0
    keep_empty: bool = False
    append: bool = False
    footprints: str | None = None
    placement: str = PLACEMENTS[0]
    chips_per_class: int = 100
    seed: int = 0
    raster_settings: LayerSettings = FROM_FILE


@dataclass(frozen=True)
class ExportResult:
    """What was exported: the folder, the numbers of chips and of classes that occur, the footprints' path, and the class table."""

    folder: str
    chip_count: int
    class_count: int
    footprints: str | None
    class_table: ClassTable


def export_chips(request: ExportRequest, reporter: Reporter) -> ExportResult:
    """Writes a training chips folder in Esri's Classified Tiles layout, with a manifest of our own.

    Nothing is left behind on an error or when cancelled. Raises SettingsError, RasterError, LabelError, ChipsError,
    OutputError, Cancelled.
    """
    check_settings(request.chip_size_px, request.stride_px, request.minimum_labelled_share)
    check_placement(request.placement, request.chips_per_class, request.seed)
    raster = RasterDataset(request.raster, settings=request.raster_settings)
    label_raster = request.labels.opened() if isinstance(request.labels, RasterLabels) else None
    inputs = _input_files(request, raster, *([] if label_raster is None else [label_raster]))
    check_outputs(request.output, request.footprints, inputs, request.append)
    existing, before = None, None
    if request.append and holds_files(request.output):
        with open(os.path.join(request.output, MANIFEST), "rb") as file:
            before = file.read()
        existing = read_manifest(request.output)
    with ExitStack() as stack:
        raster = imagery(raster, request.band_numbers)
        reader = stack.enter_context(RasterReader(raster, request.band_numbers))
        request = _sized(request, reader, existing, reporter)
        if existing:
            check_append(existing, reader, request.chip_size_px)
        else:
            warn_of_replaced(request.output, reader, reporter)
        _report_raster(reader, reporter)
        plan = _plan(request, reader)
        gaps = reader.share_of_gaps(plan.window)
        warn_of_gaps(gaps, request.raster, reporter)
        warn_of_collar(None if gaps else find_collar(reader, plan.window), request.raster, reporter)
        if existing:
            check_scene(existing, reader, plan.window, reporter)
        labels, strips, classes = _open_labels(
            request, label_raster, reader, plan, existing, StepReporter(reporter, 0, _OPENED), stack
        )
        plan = replace(plan, keep_empty=plan.keep_empty or 0 in labels.class_table.values)
        begun, balanced, labelled_px = _OPENED, ClassBalancedChips(), ()
        if request.placement != "window":
            begun, sampling = _SAMPLED, StepReporter(reporter, _OPENED, _SAMPLED)
            balanced, labelled_px = sample_chips(strips.restarted(), plan, len(classes), sampling)
        footprints = AtomicFile(request.footprints) if request.footprints else None
        if footprints:
            stack.callback(footprints.discard)
        with _folder_writer(request, before) as target:
            writer, scenes = _chip_writer(target.path, reader, plan, classes, existing)
            statistics = ChipStatistics(reader.nodata, plan.chip_size_px, plan.stride_px)
            summary = cut_chips(reader, strips, plan, balanced, writer, statistics, StepReporter(reporter, begun, 1))
            if not writer.records:
                raise no_chips_error(summary, plan, reader)
            reader.check_unchanged()
            labels.check_unchanged()
            counts = labels.counts()
            new = replace(
                _new_chips(request, reader, labels.class_table, scenes, writer.records, statistics.result()),
                label_losses=label_losses(summary, counts, labels.class_table),
            )
            if existing:
                report_doubled(existing, new, target.path, reporter)
            folder = _joined(existing, new)
            write_esri_files(folder, target.path)
            write_manifest(folder, target.path)
            if footprints:
                write_footprints(footprints, folder, reader.grid.crs_wkt)
        if footprints:
            put_all_in_place([footprints], written=[request.output])
        report_labels(summary, counts, new, reporter)
    warn_of_values(summary, new, reporter)
    warn_of_same_names(new.class_table, reporter)
    report_placement(new, labelled_px, reporter)
    report_folder(folder, len(new.chips), request.keep_empty, reporter)
    present = [value for value, count in folder.class_pixels().items() if count]
    return ExportResult(request.output, len(folder.chips), len(present), request.footprints, folder.class_table)


def _input_files(request: ExportRequest, *rasters: RasterDataset) -> list[str]:
    """Returns the paths of all inputs, and the files behind names that only GDAL understands, such as GPKG:file:table."""
    masks = [request.mask.path] if request.mask else []
    files = [path for raster in rasters for path in raster.source_files]
    return [request.raster, request.labels.path, *masks, *files]


def _sized(
    request: ExportRequest, reader: RasterReader, existing: ChipDataset | None, reporter: Reporter
) -> ExportRequest:
    """Returns the request with chip size and stride in place of automatic ones; logs them, and an extent that reaches beyond the raster."""
    window = chosen_window(reader.grid, request.extent_map, request.raster, reporter.info, reporter.warning)
    if request.chip_size_px is not None and request.stride_px is not None:
        return request
    size = request.chip_size_px or (existing.chip_size_px if existing else automatic_chip_size(window))
    stride = request.stride_px or size // 2
    reasons = []
    if request.chip_size_px is None:
        reasons.append(f"CHIP_SIZE automatic: {why_this_size(size, window, existing is not None)}")
    if request.stride_px is None:
        reasons.append("STRIDE automatic: half of the chip size")
    reporter.info(f"Chips of {size} x {size} pixels, one every {stride} pixels ({'; '.join(reasons)}).")
    return replace(request, chip_size_px=size, stride_px=stride)


def _plan(request: ExportRequest, reader: RasterReader) -> CutPlan:
    """Returns where to cut. Raises SettingsError where the extent does not overlap the raster."""
    return CutPlan(
        window=chosen_window(reader.grid, request.extent_map, request.raster),
        chip_size_px=request.chip_size_px,
        stride_px=request.stride_px,
        minimum_share=request.minimum_labelled_share,
        keep_empty=request.keep_empty,
        placement=request.placement,
        chips_per_class=request.chips_per_class,
        seed=request.seed,
    )


def _folder_writer(request: ExportRequest, before: bytes | None) -> AppendWriter | FolderWriter:
    """Returns the writer that puts the chips into the folder; `before` is the manifest of chips that they are added to."""
    if before is None:
        return FolderWriter(request.output, MANIFEST, is_first=request.append)
    return AppendWriter(request.output, (IMAGES, LABELS), MANIFEST, before)


def _report_raster(reader: RasterReader, reporter: Reporter) -> None:
    """Logs what was decided about the raster, and warns where it has no CRS."""
    for note in reader.info.notes:
        reporter.info(note)
    if not reader.grid.crs_wkt:
        reporter.warning(
            f"{reader.info.path} has no coordinate reference system: labels are taken to be in the same coordinates."
        )


def _open_labels(
    request: ExportRequest,
    label_raster: RasterDataset | None,
    reader: RasterReader,
    plan: CutPlan,
    existing: ChipDataset | None,
    reporter: Reporter,
    stack: ExitStack,
) -> tuple[LabelReader, LabelStrips, ClassTable]:
    """Opens labels and mask, to be closed by `stack`; returns the labels, labels and mask as strips, and the classes but 0."""
    if existing:  # its classes are fixed; else they are those of the whole source, for exports that are appended later
        check_unlabelled(existing, request.labels)
        labels = open_labels(
            request.labels, reader.grid, reporter, existing.class_table, plan.window, raster=label_raster
        )
    else:
        labels = open_labels(request.labels, reader.grid, reporter, raster=label_raster)
    stack.callback(labels.close)
    mask = PolygonMask(request.mask, reader.grid, reporter) if request.mask else None
    classes = labels.class_table.without(0)
    return labels, LabelStrips(labels, mask, classes, plan.window, plan.chip_size_px), classes


def _chip_writer(
    path: str, reader: RasterReader, plan: CutPlan, classes: ClassTable, existing: ChipDataset | None
) -> tuple[ChipWriter, tuple[SceneRecord, ...]]:
    """Makes the two subfolders; returns the writer and the scenes: those of the folder, and the raster unless it is one of them."""
    try:
        for subfolder in (IMAGES, LABELS):
            os.mkdir(os.path.join(path, subfolder))
    except OSError as error:
        raise OutputError(f"The folder {path} cannot be filled ({error.strerror}). Choose another one.") from error
    scenes = existing.scenes if existing else ()
    known = scene_of(existing, reader) if existing else None
    if known is None:
        known, scenes = len(scenes), (*scenes, SceneRecord(scene_name(reader), reader.grid))
    first = 1 + max(int(record.stem) for record in existing.chips) if existing else 0
    writer = ChipWriter(path, reader.grid, plan.chip_size_px, classes, reader.nodata, reader.band_names, known, first)
    return writer, scenes


def _new_chips(
    request: ExportRequest,
    reader: RasterReader,
    classes: ClassTable,
    scenes: tuple[SceneRecord, ...],
    records: Sequence[ChipRecord],
    statistics: tuple[BandStatistics, ...],
) -> ChipDataset:
    """Returns the chips of this export alone."""
    return ChipDataset(
        path=request.output,
        chip_size_px=request.chip_size_px,
        stride_px=0 if request.placement == "labels" else request.stride_px,
        band_names=reader.band_names,
        band_numbers=reader.band_numbers,
        dtype=reader.dtype.name,
        nodata=reader.nodata,
        class_table=classes,
        scenes=scenes,
        chips=tuple(records),
        statistics=statistics,
        band_scales=reader.band_scales,
    )


def _joined(existing: ChipDataset | None, new: ChipDataset) -> ChipDataset:
    """Returns the existing chips and the new ones as one dataset."""
    if existing is None:
        return new
    return replace(
        existing,
        scenes=new.scenes,
        chips=existing.chips + new.chips,
        statistics=merge_all(existing.statistics, new.statistics),
        label_losses=joined_lost_labels(existing.label_losses, new.label_losses),
    )
