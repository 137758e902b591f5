"""Esri's Classified Tiles: the three files beside the chips, written and read.

The keys are those that ArcGIS's `prepare_data` reads; no file written here has been loaded in ArcGIS itself.
"""

from __future__ import annotations

import json
import ntpath
import os
import re
from dataclasses import dataclass

from ..classes.class_table import RGB
from ..core.band_statistics import BandStatistics
from ..core.crs import crs_from_wkt
from ..core.errors import ChipsError
from ..core.json_text import parse_json
from ..core.options import IMAGES, LABELS
from ..outputs.atomic_file import write_texts
from .dataset import ChipDataset

MAP_FILE = "map.txt"
STATISTICS_FILE = "esri_accumulated_stats.json"
DEFINITION_FILE = "esri_model_definition.emd"
_MODE = "Classified_Tiles"
_BAND_NAMES_NOTE = "WellKnownBandNames (FYI, these band names can be used in ExtractBands)"
_PAIR = re.compile(r"^\s*(.+?\.\w+)\s+(\S.*?)\s*$")


@dataclass(frozen=True)
class EsriFolder:
    """The contents of Esri's files in a folder.

    `pairs` are image and label of each chip, as paths inside the folder, () without map.txt. `classes` gives names, and
    colours where there are any, by value. `band_names` and `statistics` are per band, () where not given.
    """

    pairs: tuple[tuple[str, str], ...]
    classes: dict[int, tuple[str, RGB | None]]
    band_names: tuple[str, ...]
    statistics: tuple[BandStatistics, ...]


def write_esri_files(folder: ChipDataset, path: str) -> None:
    """Writes map.txt, the accumulated statistics and the model definition of `folder` into the folder at `path`.

    Each file is renamed when whole. Raises OutputError.
    """
    lines = "".join(f"{IMAGES}\\{record.stem}.tif {LABELS}\\{record.stem}.tif\n" for record in folder.chips)
    texts = {
        MAP_FILE: lines,
        STATISTICS_FILE: json.dumps(_accumulated(folder), indent=1),
        DEFINITION_FILE: json.dumps(_definition(folder), indent=1),
    }
    write_texts({os.path.join(path, name): text for name, text in texts.items()})


def _cell_sizes(folder: ChipDataset) -> tuple[tuple[float, float], tuple[float, float]]:
    """Returns the smallest and the largest pixel size (width, height; map units) of the folder's scenes."""
    sizes = [scene.grid.pixel_size_map for scene in folder.scenes]
    return min(sizes), max(sizes)


def _accumulated(folder: ChipDataset) -> dict:
    """Returns the content of esri_accumulated_stats.json."""
    values = folder.class_table.values
    images_per_class = dict.fromkeys(values, 0)
    for record in folder.chips:
        for value in record.class_pixels(values):
            images_per_class[value] += 1
    pixels_per_class = folder.class_pixels()
    smallest, _ = _cell_sizes(folder)
    return {
        "Version": "3.0",
        "MetaDataMode": _MODE,
        "NumBands": len(folder.band_names),
        "TileSizeX": folder.chip_size_px,
        "TileSizeY": folder.chip_size_px,
        "NumTiles": len(folder.chips),
        "NumClasses": len(values),
        "MinCellSize": {"x": smallest[0], "y": smallest[1]},
        "BandStatsState": [
            {"Min": band.minimum, "Max": band.maximum, "M1": band.mean, "M2": band.m2, "Num": band.count}
            for band in folder.statistics
        ],
        "ClassPixelStats": {
            "NumImagesTotal": len(folder.chips),
            "NumClasses": len(values),
            "NumImagesPerClass": [images_per_class[value] for value in values],
            "NumPixelsPerClass": [pixels_per_class[value] for value in values],
        },
    }


def _definition(folder: ChipDataset) -> dict:
    """Returns the content of esri_model_definition.emd."""
    reference = _spatial_reference(folder.crs_wkt)
    smallest, largest = _cell_sizes(folder)
    return {
        "ImageHeight": folder.chip_size_px,
        "ImageWidth": folder.chip_size_px,
        "MetaDataMode": _MODE,
        "ImageSpaceUsed": "MAP_SPACE",
        "IsMultidimensional": False,
        "BlackenAroundFeature": False,
        "CropTileMode": "Fixed_Size",
        "MinCellSize": {"x": smallest[0], "y": smallest[1], "spatialReference": reference},
        "MaxCellSize": {"x": largest[0], "y": largest[1], "spatialReference": reference},
        "Classes": [
            {"Value": entry.value, "Name": entry.name, "Color": list(entry.color)}
            for entry in folder.class_table.classes
        ],
        "InputRastersProps": {
            "RasterCount": len(folder.scenes),
            "SensorName": "",
            "BandNames": list(folder.band_names),
        },
        "AllTilesStats": [
            {"Min": band.minimum, "Max": band.maximum, "Mean": band.mean, "StdDev": band.std}
            for band in folder.statistics
        ],
        "ExtractBands": list(range(len(folder.band_names))),
        _BAND_NAMES_NOTE: [],
    }


def _spatial_reference(crs_wkt: str) -> dict:
    """Returns a CRS in Esri's notation: its WKID where it has one, else its WKT."""
    if not crs_wkt:
        return {}
    reference = crs_from_wkt(crs_wkt)
    if reference is None:
        return {"wkt": crs_wkt}
    code = reference.GetAuthorityCode(None)
    if code is None or not code.isdigit() or reference.GetAuthorityName(None) not in {"EPSG", "ESRI"}:
        return {"wkt": crs_wkt}
    return {"wkid": int(code), "latestWkid": int(code)}


def read_esri_files(path: str) -> EsriFolder | None:
    """Reads Esri's files in the folder at `path`; None where there is neither a map.txt nor a model definition.

    Raises ChipsError for damaged files and for chips of another kind than Classified Tiles.
    """
    definition = _read_json(os.path.join(path, DEFINITION_FILE))
    map_path = os.path.join(path, MAP_FILE)
    if definition is None and not os.path.isfile(map_path):
        return None
    definition = definition or {}
    mode = definition.get("MetaDataMode", _MODE)
    if mode != _MODE:
        raise ChipsError(f"{path} holds chips of the kind {mode}. Export them in ArcGIS as Classified Tiles.")
    accumulated = _read_json(os.path.join(path, STATISTICS_FILE)) or {}
    try:
        return EsriFolder(
            _read_pairs(map_path),
            _classes(definition.get("Classes") or []),
            tuple(str(name) for name in (definition.get("InputRastersProps") or {}).get("BandNames") or []),
            _statistics(accumulated.get("BandStatsState") or []),
        )
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise ChipsError(
            f"Esri's files in {path} are damaged ({type(error).__name__}: {error}). Export the chips again."
        ) from error


def _read_json(path: str) -> dict | None:
    """Reads a JSON object; None where the file does not exist. Raises ChipsError for anything else."""
    if not os.path.isfile(path):
        return None
    try:
        with open(path, encoding="utf-8-sig") as file:
            content = parse_json(file.read(), finite=False)
    except (OSError, ValueError) as error:
        raise ChipsError(f"{path} is damaged ({error}). Export the chips again.") from error
    if not isinstance(content, dict):
        raise ChipsError(f"{path} is damaged (no object). Export the chips again.")
    return content


def _read_pairs(path: str) -> tuple[tuple[str, str], ...]:
    """Reads the pairs of map.txt: split at tabs or blanks, with slashes of either kind.

    Raises ChipsError for a path that leads out of the folder: training reads, and its report shows, what is in the folder only.
    """
    if not os.path.isfile(path):
        return ()
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        matches = [_PAIR.match(line.replace("\\", "/")) for line in file]
    pairs = tuple((match.group(1), match.group(2)) for match in matches if match)
    outside = next((name for pair in pairs for name in pair if _leads_out(name)), None)
    if outside is not None:
        raise ChipsError(
            f"{path} names {outside!r:.200}, which is not in the folder. Copy the chips into the folder, or export them again."
        )
    return pairs


def _leads_out(name: str) -> bool:
    """Returns whether a path with slashes is absolute, on Windows or elsewhere, or leads upwards."""
    return name.startswith("/") or ntpath.splitdrive(name)[0] != "" or ".." in name.split("/")


def _classes(entries: list[dict]) -> dict[int, tuple[str, RGB | None]]:
    """Returns names and colours by class value; older files have the keys ClassValue and ClassName."""
    classes = {}
    for entry in entries:
        value = int(entry["Value"] if "Value" in entry else entry["ClassValue"])
        name = entry.get("Name", entry.get("ClassName", value))
        color = entry.get("Color")
        classes[value] = (str(name), tuple(int(part) for part in color[:3]) if color and len(color) >= 3 else None)
    return classes


def _statistics(entries: list[dict]) -> tuple[BandStatistics, ...]:
    """Returns the statistics of all bands."""
    return tuple(
        BandStatistics(
            minimum=float(entry["Min"]),
            maximum=float(entry["Max"]),
            mean=float(entry["M1"]),
            m2=float(entry["M2"]),
            count=int(entry["Num"]),
        )
        for entry in entries
    )
