"""The manifest of a training chips folder of our own: `chips.json`, with scenes, chips, classes and statistics.

It is written last and renamed when whole, so that it never lists a chip that is missing.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields

from ..classes.class_table import ClassTable
from ..core.band_scales import UNSCALED
from ..core.band_statistics import BandStatistics
from ..core.dtypes import PIXEL_DTYPES
from ..core.errors import ChipsError, LabelError
from ..core.grid import Grid, Window
from ..core.json_text import parse_json
from ..core.number_text import whole
from ..core.options import IMAGES, LABELS
from ..outputs.atomic_file import write_texts
from .dataset import MANIFEST, ChipDataset, ChipRecord, SceneRecord
from .folder_bounds import check_link
from .lost_labels import LostLabels

FORMAT_VERSION = 1
_LONGEST_PX = 10**8
"""No scene has more columns or rows: that is the Earth in pixels of half a metre."""
_SPECIAL_FLOATS = {"nan", "inf", "-inf"}


def write_manifest(folder: ChipDataset, path: str) -> None:
    """Writes the manifest of `folder` into the folder at `path`. Raises OutputError."""
    text = json.dumps(_to_json(folder), allow_nan=False, separators=(",", ":"))
    write_texts({os.path.join(path, MANIFEST): text})


def read_manifest(path: str) -> ChipDataset:
    """Reads the manifest of a training chips folder and checks that its files exist.

    Raises ChipsError for a damaged manifest, one of a newer version, missing chip files, or no chips at all.
    """
    file_path = os.path.join(path, MANIFEST)
    try:
        with open(file_path, encoding="utf-8") as file:
            content = parse_json(file.read())
        version = int(content["format_version"])
        if version > FORMAT_VERSION:
            raise ChipsError(
                f"{file_path} has format version {version}, this plugin reads up to {FORMAT_VERSION}. Update the plugin."
            )
        folder = _from_json(content, path)
    except OSError as error:
        raise ChipsError(f"{file_path} cannot be read ({error.strerror}).") from error
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, LabelError) as error:
        raise ChipsError(
            f"{file_path} is damaged ({type(error).__name__}: {error}). Export the chips again."
        ) from error
    _check_files(folder)
    return folder


def _check_files(folder: ChipDataset) -> None:
    """Raises ChipsError where a chip's image or label is missing or a link out of the folder, or where there is no chip."""
    if not folder.chips:
        raise ChipsError(f"The chips folder {folder.path} holds no chips. Export the chips again.")
    for subfolder in (IMAGES, LABELS):
        parent = os.path.join(folder.path, subfolder)
        present = set()
        if os.path.isdir(parent):
            check_link(folder.path, parent)
            with os.scandir(parent) as entries:
                links = {entry.name: entry.is_symlink() for entry in entries}
            present = set(links)
            for name in sorted(name for name, is_link in links.items() if is_link):
                check_link(folder.path, os.path.join(parent, name))
        missing = [record.stem for record in folder.chips if f"{record.stem}.tif" not in present]
        if missing:
            raise ChipsError(
                f"{whole(len(missing))} of {whole(len(folder.chips))} chips are missing in {parent}, the first is {missing[0]}.tif. "
                "Export the chips again."
            )


def _to_json(folder: ChipDataset) -> dict:
    """Returns the manifest as plain values."""
    return {
        "format_version": FORMAT_VERSION,
        "chip_size_px": folder.chip_size_px,
        "stride_px": folder.stride_px,
        "dtype": folder.dtype,
        "bands": [
            {
                "name": name,
                "number": number,
                "nodata": _float_to_json(nodata),
                "statistics": statistics.to_json(),
                **({} if scale == UNSCALED else {"scale": scale[0], "offset": scale[1]}),
            }
            for name, number, nodata, statistics, scale in zip(
                folder.band_names,
                folder.band_numbers,
                folder.nodata,
                folder.statistics,
                folder.band_scales or (UNSCALED,) * len(folder.band_names),
            )
        ],
        "classes": folder.class_table.to_json(),
        "class_pixels": {str(value): count for value, count in folder.class_pixels().items()},
        "pixel_size_map": list(folder.pixel_size_map),
        "scenes": [
            {
                "name": scene.name,
                "width": scene.grid.width,
                "height": scene.grid.height,
                "geotransform": list(scene.grid.geotransform),
                "crs_wkt": scene.grid.crs_wkt,
            }
            for scene in folder.scenes
        ],
        "chips": [
            {
                "stem": record.stem,
                "scene": record.scene,
                "window": [record.window.x, record.window.y, record.window.width, record.window.height],
                "classes": [list(pair) for pair in record.class_counts],
                "unlabelled_px": record.unlabelled_px,
                "nothing_px": record.nodata_px,
                **({} if record.placed_for is None else {"drawn_for": record.placed_for}),
            }
            for record in folder.chips
        ],
        **({"label_losses": [asdict(losses) for losses in folder.label_losses]} if folder.label_losses else {}),
    }


def _from_json(content: dict, path: str) -> ChipDataset:
    """Builds the folder from what `_to_json` returned. Raises KeyError, TypeError, ValueError and others for a damaged file."""
    bands = content["bands"]
    scenes = tuple(SceneRecord(str(scene["name"]), _grid(scene)) for scene in content["scenes"])
    size, dtype = int(content["chip_size_px"]), content["dtype"]
    chips = tuple(_record(entry, len(scenes), size) for entry in content["chips"])
    if not bands or dtype not in PIXEL_DTYPES:
        raise ValueError(f"{len(bands)} bands of type {dtype!r:.40}")
    return ChipDataset(
        path=path,
        chip_size_px=size,
        stride_px=int(content["stride_px"]),
        band_names=tuple(str(band["name"]) for band in bands),
        band_numbers=tuple(int(band["number"]) for band in bands),
        dtype=dtype,
        nodata=tuple(_float_from_json(band["nodata"]) for band in bands),
        class_table=ClassTable.from_json(content["classes"]),
        scenes=scenes,
        chips=chips,
        statistics=tuple(BandStatistics.from_json(band["statistics"]) for band in bands),
        kind="own",
        band_scales=_scales(bands),
        label_losses=tuple(_losses(entry) for entry in content.get("label_losses", ())),
    )


def _scales(bands: list[dict]) -> tuple[tuple[float, float], ...]:
    """Returns scale and offset of each band, 1 and 0 where the manifest has none."""
    return tuple((float(band.get("scale", 1)), float(band.get("offset", 0))) for band in bands)


def _losses(entry: dict) -> LostLabels:
    """Builds what was lost of a class's labels; counts that are not there are 0."""
    return LostLabels(int(entry["value"]), *(int(entry.get(field.name, 0)) for field in fields(LostLabels)[1:]))


def _grid(scene: dict) -> Grid:
    """Builds the grid of a scene. Raises ValueError for one that cannot be computed with."""
    a, b, c, d, e, f = (float(number) for number in scene["geotransform"])
    grid = Grid(int(scene["width"]), int(scene["height"]), (a, b, c, d, e, f), str(scene["crs_wkt"]))
    if not grid.is_usable or max(grid.width, grid.height) > _LONGEST_PX:
        raise ValueError(f"scene {scene['name']!r:.40} of {grid.width} x {grid.height} pixels at {grid.geotransform}")
    return grid


def _record(entry: dict, scene_count: int, size_px: int) -> ChipRecord:
    """Builds one chip's record. Raises ValueError where its scene does not exist, its stem is not numeric, or its size is another."""
    stem, scene, placed_for = str(entry["stem"]), int(entry["scene"]), entry.get("drawn_for")
    if not (stem.isascii() and stem.isdecimal()) or not 0 <= scene < scene_count:
        raise ValueError(f"chip {stem!r:.40} of scene {scene}")
    window = Window(*(int(number) for number in entry["window"]))
    if (
        (window.width, window.height) != (size_px, size_px)
        or size_px < 1
        or max(abs(window.x), abs(window.y)) > _LONGEST_PX
    ):
        raise ValueError(
            f"chip {stem} of {window.width} x {window.height} pixels, not {size_px}, at {window.x}, {window.y}"
        )
    return ChipRecord(
        stem=stem,
        scene=scene,
        window=window,
        class_counts=tuple((int(value), int(count)) for value, count in entry["classes"]),
        unlabelled_px=int(entry["unlabelled_px"]),
        nodata_px=int(entry["nothing_px"]),
        placed_for=None if placed_for is None else int(placed_for),
    )


def _float_to_json(value: float | None) -> float | str | None:
    """Returns a NoData value as JSON can hold it: NaN and infinities as text."""
    if value is None or str(value) not in _SPECIAL_FLOATS:
        return value
    return str(value)


def _float_from_json(value: float | str | None) -> float | None:
    """Returns the NoData value that `_float_to_json` wrote."""
    return None if value is None else float(value)
