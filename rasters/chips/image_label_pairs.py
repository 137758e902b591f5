"""Reads training chips folders of other programs: Esri's Classified Tiles, and `images/` and `labels/` with equal stems.

Such a folder does not list its scenes or class values, so every label is read once. Chips that lie on a common grid form one
scene, so that a spatial split knows which of them overlap.
"""

from __future__ import annotations

import os

import numpy as np

from ..classes.attribute_table import class_styles_in
from ..classes.class_table import MAX_CLASSES, RGB, ClassEntry, ClassTable, distinct_color
from ..classes.lossy_check import checked_loss, lossy_compression
from ..core.errors import ChipsError, LabelError, RasterError
from ..core.number_text import count_of, first_of, whole
from ..core.options import IMAGES, LABELS
from ..core.progress import Reporter, stop_if_cancelled
from .dataset import MANIFEST, ChipDataset, ChipRecord
from .esri_classified_tiles import DEFINITION_FILE, EsriFolder, read_esri_files
from .files import open_chip, world_file_endings
from .folder_bounds import check_link, check_links
from .scan import ImageHeader, alpha_threshold, count_label, image_nodata_mask, read_header
from .scene_grouping import group_into_scenes

_NOT_RASTERS = (".xml", ".msk", ".ovr", ".json", ".txt", ".prj", ".lock", ".ini", ".db")
_USUAL_IMAGES = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".jp2")
"""Their world files are known as such without an image beside them."""
_ALPHA_SAMPLE = 16

Pair = tuple[str, str]
"""Image and label of a chip, as paths inside the folder, with slashes."""


def read_external_folder(path: str, reporter: Reporter) -> ChipDataset:
    """Reads a folder of another program; its labels are read once, its images only where they may have NoData.

    Raises ChipsError where it is no training chips folder, or its chips do not fit together; Cancelled.
    """
    esri = read_esri_files(path)
    pairs = _find_pairs(path, esri)
    header = read_header(_join(path, pairs[0][0]))
    threshold = _mask_threshold(path, pairs, header)
    mask_band = None if threshold is None else header.alpha_band
    numbers = tuple(number for number in range(1, header.band_count + 1) if number != mask_band)
    grids, nodata = [], (None,) * len(numbers)
    for image, _ in pairs:
        stop_if_cancelled(reporter)
        found = read_header(_join(path, image))
        _check_fit(path, (pairs[0][0], header), (image, found))
        grids.append(found.grid)
        nodata = _common_nodata(path, image, nodata, tuple(found.nodata[number - 1] for number in numbers))
    scenes, windows = group_into_scenes([image for image, _ in pairs], grids)
    chips, values, elsewhere = [], set(), []
    for done, ((image, label), grid, (scene, window)) in enumerate(zip(pairs, grids, windows)):
        stop_if_cancelled(reporter)
        gaps = image_nodata_mask(_join(path, image), numbers, header.dtype, nodata, mask_band, threshold or 0.0)
        counts = count_label(_join(path, label), grid, gaps)
        values.update(value for value, _ in counts.class_counts)
        elsewhere += [label] if counts.is_elsewhere else []
        if counts.unlabelled_px:
            values.add(0)
        if len(values) > MAX_CLASSES:
            _check_loss(path, label, values, reporter)
            raise ChipsError(
                f"The labels in {path} have more than {MAX_CLASSES} different values. Are images and labels mixed up?"
            )
        stem = os.path.splitext(os.path.basename(image))[0]
        chips.append(
            ChipRecord(stem, scene, window, counts.class_counts, counts.unlabelled_px, counts.nodata_px, image, label)
        )
        reporter.progress((done + 1) / len(pairs))
    _check_loss(path, pairs[0][1], values, reporter)
    if elsewhere:
        reporter.warning(
            f"{whole(len(elsewhere))} of {count_of(len(pairs), 'label', 'labels')} in {path} {'is' if len(elsewhere) == 1 else 'are'} georeferenced "
            f"elsewhere than the image of the same name, or turned over, the first is {elsewhere[0]}. They are used pixel by pixel: check that their "
            "names fit."
        )
    return ChipDataset(
        path=path,
        chip_size_px=max(header.grid.width, header.grid.height),
        stride_px=0,
        band_names=_band_names(header, esri, numbers),
        band_numbers=numbers,
        dtype=header.dtype,
        nodata=nodata,
        class_table=_class_table(values, _styles(path, pairs, esri)),
        scenes=scenes,
        chips=tuple(chips),
        statistics=esri.statistics if esri and len(esri.statistics) == len(numbers) else (),
        kind="bare" if esri is None else "esri",
        mask_band=mask_band,
        mask_threshold=threshold or 0.0,
    )


def _check_loss(path: str, label: str, values: set[int], reporter: Reporter) -> None:
    """Warns of labels that are compressed with loss, as the first one is; raises ChipsError where it shows in the `values` of all."""
    name = lossy_compression(open_chip(_join(path, label)))
    if name:
        try:
            reporter.warning(checked_loss(name, len(values), f"The label {label} in {path}"))
        except LabelError as error:
            raise ChipsError(str(error)) from error


def _join(path: str, name: str) -> str:
    """Returns the path of a file inside the folder."""
    return os.path.join(path, *name.split("/"))


def _find_pairs(path: str, esri: EsriFolder | None) -> tuple[Pair, ...]:
    """Returns the chip pairs by map.txt, or else by equal stems. Raises ChipsError where there are none."""
    if os.path.isdir(os.path.join(path, "images2")):
        raise ChipsError(f"{path} has an images2 folder: chips of two rasters (change detection) cannot be used here.")
    if esri and esri.pairs:
        for pair in esri.pairs:
            for name in pair:
                if not os.path.isfile(_join(path, name)):
                    raise ChipsError(f"{path} is incomplete: map.txt names {name}, which is missing. Export it again.")
        check_links(path, (name for pair in esri.pairs for name in pair))
        return esri.pairs
    images, labels = (_rasters_by_stem(path, subfolder) for subfolder in (IMAGES, LABELS))
    if images is None or labels is None:
        raise ChipsError(
            f"{path} is no chips folder: there is neither {MANIFEST}, nor {DEFINITION_FILE} with map.txt, nor the two "
            f"folders {IMAGES} and {LABELS}.{_hint(path)}"
        )
    if not images:
        raise ChipsError(f"{os.path.join(path, IMAGES)} holds no images. Choose a folder with chips.")
    for one, other, subfolder in ((images, labels, LABELS), (labels, images, IMAGES)):
        alone = sorted(set(one) - set(other))
        if alone:
            if len(alone) == len(one) and other:
                raise ChipsError(
                    f"Images and labels in {path} have different names, such as {images[min(images)]} and {labels[min(labels)]}. A label is found by "
                    "the name of its image: rename the labels to those of the images."
                )
            raise ChipsError(
                f"{count_of(len(alone), 'chip', 'chips')} in {path} {'has' if len(alone) == 1 else 'have'} no file of the same name in {subfolder}, the "
                f"first is {one[alone[0]]}. Add the missing files or remove these."
            )
    return tuple((images[stem], labels[stem]) for stem in sorted(images))


def _rasters_by_stem(path: str, subfolder: str) -> dict[str, str] | None:
    """Returns the files of a subfolder that may be rasters, by stem; None where there is no such subfolder."""
    parent = os.path.join(path, subfolder)
    if not os.path.isdir(parent):
        return None
    check_link(path, parent)
    entries = sorted(os.scandir(parent), key=lambda entry: entry.name)
    endings = {os.path.splitext(entry.name)[1].lower() for entry in entries} - {""}
    others = {*_NOT_RASTERS}.union(*map(world_file_endings, endings.union(_USUAL_IMAGES)))
    found: dict[str, str] = {}
    for entry in entries:
        stem, extension = os.path.splitext(entry.name)
        if not entry.is_file() or entry.name.startswith(".") or extension.lower() in others or not extension:
            continue
        if entry.is_symlink():
            check_link(path, entry.path)
        if stem in found:
            raise ChipsError(f"{parent} holds both {os.path.basename(found[stem])} and {entry.name}. Keep one of them.")
        found[stem] = f"{subfolder}/{entry.name}"
    return found


def _hint(path: str) -> str:
    """Returns a sentence that names the chips folder beside or below the one that was chosen, '' where there is none."""
    below = sorted(entry.path for entry in os.scandir(path) if entry.is_dir() and not entry.name.startswith("."))
    for other in (os.path.dirname(os.path.abspath(path)), *below):
        if os.path.isdir(os.path.join(other, IMAGES)) and os.path.isdir(os.path.join(other, LABELS)):
            return f" Did you mean {other}?"
    written = " Choose a folder that Export Training Chips or ArcGIS has written"
    if len(below) < 2:
        return f"{written}."
    named = first_of([os.path.basename(folder) for folder in below])
    return f"{written}, or, where {named} hold images and their labels, rename these two folders."


def _mask_threshold(path: str, pairs: tuple[Pair, ...], header: ImageHeader) -> float | None:
    """Returns what valid pixels exceed in the alpha band, None where that is no mask, as found in chips spread over the folder."""
    if header.alpha_band is None:
        return None
    step = max(1, len(pairs) // _ALPHA_SAMPLE)
    sample = [_join(path, image) for image, _ in pairs[::step][:_ALPHA_SAMPLE]]
    return alpha_threshold(sample, header.alpha_band, header.dtype)


def _check_fit(path: str, first: tuple[str, ImageHeader], other: tuple[str, ImageHeader]) -> None:
    """Raises ChipsError where an image chip (name and header) differs from the first one."""
    (first_name, one), (other_name, two) = first, other
    for what, expected, found in (
        ("size", (one.grid.width, one.grid.height), (two.grid.width, two.grid.height)),
        ("number of bands", one.band_count, two.band_count),
        ("data type", one.dtype, two.dtype),
    ):
        if expected != found:
            raise ChipsError(
                f"Chips in {path} differ in {what}: {first_name} has {expected}, {other_name} has {found}. "
                "Export them again with one size and the same bands."
            )


def _common_nodata(
    path: str, image: str, nodata: tuple[float | None, ...], found: tuple[float | None, ...]
) -> tuple[float | None, ...]:
    """Returns each band's NoData value over the chips so far. Raises ChipsError where two chips declare different values."""
    for one, other in zip(nodata, found):
        if one is not None and other is not None and not (one == other or (np.isnan(one) and np.isnan(other))):
            raise ChipsError(
                f"Chips in {path} declare different NoData: {one}, and {other} in {image}. Make them equal."
            )
    return tuple(other if one is None else one for one, other in zip(nodata, found))


def _band_names(header: ImageHeader, esri: EsriFolder | None, numbers: tuple[int, ...]) -> tuple[str, ...]:
    """Returns the names of the data bands: Esri's where they are complete, else those of the files."""
    if esri and len(esri.band_names) == header.band_count:
        return tuple(esri.band_names[number - 1] for number in numbers)
    return tuple(header.band_names[number - 1] for number in numbers)


def _styles(path: str, pairs: tuple[Pair, ...], esri: EsriFolder | None) -> dict[int, tuple[str, RGB | None]]:
    """Returns names and colours of classes as Esri's definition or else the first label's tables give them."""
    if esri and esri.classes:
        return esri.classes
    try:
        label = _join(path, pairs[0][1])
        return class_styles_in(open_chip(label), label)
    except (ChipsError, RasterError):
        return {}


def _class_table(values: set[int], styles: dict[int, tuple[str, RGB | None]]) -> ClassTable:
    """Returns the table of the values found; names and colours are generated where none are given."""
    entries = []
    for number, value in enumerate(sorted(values)):
        name, color = styles.get(value, (str(value), None))
        entries.append(ClassEntry(value, name or str(value), color or distinct_color(number)))
    return ClassTable(tuple(entries))
