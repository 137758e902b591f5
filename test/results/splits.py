"""What of a set trains and what is evaluated: label files for the export, and arrays for the methods beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from described_sets import DescribedSet, SetError
from pixels import (
    NO_CLASS,
    field_values,
    is_vector,
    read,
    read_classes,
    stack,
    strip,
    write_band,
    write_features,
    write_western_features,
)
from random_polygons import keep_inside_polygons


@dataclass(frozen=True)
class Part:
    """One training and what it is evaluated on. Class values are those of the truth, NO_CLASS where there is none.

    `pixels` (bands, n) are all labelled pixels and `labels` (n) their classes; `truth` (height, width) is on the grid of `raster`, which is
    classified. `codes` gives the class value of each text; it is empty where the labels are numbers. `export`, `train` and `classify` are
    the inputs of the algorithms, as far as the set decides them; chips that are there already, in `chips`, need no export.
    """

    raster: Path
    pixels: np.ndarray
    labels: np.ndarray
    truth: np.ndarray
    name: str = ""
    chips: Path | None = None
    export: dict[str, object] = field(default_factory=dict)
    train: dict[str, object] = field(default_factory=dict)
    classify: dict[str, object] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)


def parts_of(described: DescribedSet, folder: Path, seed: int) -> list[Part]:
    """Writes what a split takes into a folder and returns the trainings."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_part_of_chips(described, folder, seed)] if described.chips else list(_parts_of_rasters(described, folder))


def _parts_of_rasters(described: DescribedSet, folder: Path) -> Iterator[Part]:
    image, (labels,) = _image(described, folder / "image.vrt", described.raster), described.paths(described.labels)
    test_image = _image(described, folder / "test.vrt", described.test_raster) if described.test_raster else image
    codes = _codes(described, labels)
    how = (described.field, codes, described.ignore_class)
    (reference,) = described.paths(described.truth or described.labels)
    truth = read_classes(reference, test_image, *how)
    pixels = read(image)
    export = {"INPUT": image, **({"CLASS_FIELD": described.field} if described.field else {})}
    if described.chip_size_px:  # the default stride is half the default chip size
        export |= {"CHIP_SIZE": described.chip_size_px, "STRIDE": described.chip_size_px // 2}
    if described.ignore_class is None:
        export["KEEP_EMPTY"] = True
    for name, part in _training_labels(described, labels, image, folder):
        known = read_classes(part, image, *how)
        yield Part(
            raster=test_image,
            pixels=pixels[:, known != NO_CLASS],
            labels=known[known != NO_CLASS],
            truth=truth if described.truth else np.where(known == NO_CLASS, truth, NO_CLASS),
            name=name,
            export={**export, "LABELS" if is_vector(part) else "LABEL_RASTER": part},
            train=_ignored(described.ignore_class),
            codes=codes,
        )


def _image(described: DescribedSet, target: Path, names: str | list[str]) -> Path:
    """Returns a raster; several files are stacked."""
    paths = described.paths(names)
    return stack(target, paths) if len(paths) > 1 else paths[0]


def _ignored(ignore_class: int | None) -> dict[str, int | None]:
    return {} if ignore_class == 0 else {"IGNORE_CLASS": ignore_class}


def _codes(described: DescribedSet, labels: Path) -> dict[str, int]:
    """Returns the class value of each text in the labels; nothing where they are numbers."""
    values = set(field_values(labels, described.field).values()) - {None} if is_vector(labels) else set()
    texts = sorted(value for value in values if isinstance(value, str))
    return described.classes or {text: number for number, text in enumerate(texts, 1)}


def _training_labels(described: DescribedSet, labels: Path, image: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yields name and labels of each training."""
    kind, by_polygon = described.split_kind, is_vector(labels)
    if not kind:
        yield "", labels
    elif kind == "halves" and by_polygon:
        for number, feature_ids in enumerate(_halves(field_values(labels, described.field))):
            yield f"fold{number}", write_features(folder / f"fold{number}.gpkg", labels, feature_ids)
    elif kind == "west_to_east" and by_polygon:
        yield "", write_western_features(folder / "labels.gpkg", labels, image)
    elif kind in ("west_to_east", "pixels_percent") and not by_polygon:
        values = read(labels)[0]
        if kind == "west_to_east":
            chosen = np.arange(values.shape[1])[None] < values.shape[1] // 2
        else:
            chosen = np.random.default_rng(0).random(values.shape) < described.split_share
        yield "", write_band(folder / "labels.tif", labels, np.where(chosen, values, described.ignore_class or 0))
    else:
        raise SetError(
            f"{described.name}: the split {described.split!r} does not go with labels such as {labels.name}."
        )


def _halves(classes: dict[int, object]) -> tuple[list[int], list[int]]:
    """Returns the feature ids of both halves, class by class; the only polygon of a class trains in both and is evaluated in none."""
    groups: dict[object, list[int]] = {}
    for feature_id, value in classes.items():
        groups.setdefault(value, []).append(feature_id)
    halves: tuple[list[int], list[int]] = ([], [])
    for members in groups.values():
        for position, feature_id in enumerate(np.random.default_rng(0).permutation(members)):
            halves[position % 2].append(int(feature_id))
            if len(members) == 1:
                halves[1].append(int(feature_id))
    return halves


def _part_of_chips(described: DescribedSet, folder: Path, seed: int) -> Part:
    """Returns the training on a folder of `images/` and `labels/`; the tiles to classify are laid side by side, each by itself."""
    (chips,), (test_chips,) = described.paths(described.chips), described.paths(described.test_chips)
    images, test_images = (sorted((path / "images").glob("*.tif")) for path in (chips, test_chips))
    labels, test_labels = (
        [read(path.parents[1] / "labels" / path.name)[0].astype(np.int32) for path in paths]
        for paths in (images, test_images)
    )
    ignore = described.ignore_class
    if described.split_kind == "polygons_percent":
        if ignore is None:  # makes room for the unlabelled value
            labels, test_labels, ignore = [values + 1 for values in labels], [values + 1 for values in test_labels], 0
        labels = keep_inside_polygons(labels, described.split_share, ignore, np.random.default_rng(seed))
        chips = _write_chips(folder / "chips", images, labels, ignore)
    known = [np.full(values.shape, True) if ignore is None else values != ignore for values in labels]
    truth = np.concatenate(test_labels, axis=1)
    return Part(
        raster=strip(folder / "test.vrt", test_images),
        pixels=np.concatenate([read(path)[:, chosen] for path, chosen in zip(images, known)], axis=1),
        labels=np.concatenate([values[chosen] for values, chosen in zip(labels, known)]),
        truth=truth if ignore is None else np.where(truth == ignore, NO_CLASS, truth),
        chips=chips,
        train=_ignored(ignore),
        classify={"TILE_SIZE": truth.shape[0], "OVERLAP": 0},
    )


def _write_chips(target: Path, images: list[Path], labels: list[np.ndarray], ignore: int) -> Path:
    """Writes a folder of `images/` (copies) and `labels/`; tiles without any label are left out."""
    for name in ("images", "labels"):
        (target / name).mkdir(parents=True, exist_ok=True)
        for old in (target / name).iterdir():
            old.unlink()
    for image, values in zip(images, labels):
        if (values != ignore).any():
            shutil.copyfile(image, target / "images" / image.name)
            write_band(target / "labels" / image.name, image, values)
    return target
