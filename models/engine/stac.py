"""STAC items (SpatioTemporal Asset Catalog 1.0.0): scenes to classify from them, and items beside maps.

Plain JSON, by the specification.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ...rasters.classes.class_table import ClassTable
from ...rasters.core.errors import SettingsError
from ...rasters.core.footprint import authority_code, footprint_of
from ...rasters.core.json_text import parse_json
from ...rasters.reading.dataset import describe
from .model_link import href_of, link_to_model, link_to_source

EXTENSIONS = (
    "https://stac-extensions.github.io/classification/v2.0.0/schema.json",
    "https://stac-extensions.github.io/projection/v2.0.0/schema.json",
    "https://stac-extensions.github.io/file/v2.1.0/schema.json",
)
RUN = "pixel_classifier:run"
"""The property that holds a digest of what a map was made from."""
_RASTER_TYPES = ("image/tiff", "image/vnd.stac.geotiff", "image/jp2", "image/png", "image/jpeg", "application/x-hdf5")
_GEOTIFF = "image/tiff; application=geotiff"
_CLOUD_OPTIMISED = f"{_GEOTIFF}; profile=cloud-optimized"
_MEDIA_TYPES = {".csv": "text/csv", ".gpkg": "application/geopackage+sqlite3"}
_REMOTE = {"http": "/vsicurl/", "https": "/vsicurl/", "s3": "/vsis3/", "gs": "/vsigs/"}


@dataclass(frozen=True)
class Scene:
    """A raster to classify: the `name` of its results, its path, and the time of its STAC item (None where it has none)."""

    name: str
    raster: str
    datetime: str | None = None
    item: str | None = None


def raster_path(href: str, folder: str) -> str:
    """Returns the path under which GDAL opens a file or address; relative ones lie in `folder`."""
    scheme, separator, rest = href.partition("://")
    if separator and scheme.lower() in _REMOTE:
        return _REMOTE[scheme.lower()] + (href if scheme.lower().startswith("http") else rest)
    if separator and scheme.lower() == "file":
        return path_of_file(unquote(rest), os.name == "nt")
    return href if href.startswith("/vsi") else os.path.normpath(os.path.join(folder, href))


def path_of_file(address: str, on_windows: bool) -> str:
    """Returns the path in an address behind its file://, which names this computer, on Windows perhaps a server, or against the rule nothing."""
    host, _, path = address.partition("/")
    if host in ("", "localhost"):
        return path if on_windows and not path.startswith("/") else f"/{path}"
    return f"//{address}" if on_windows and not host.endswith(":") else address


def scenes_of_items(path: str, asset: str | None = None) -> list[Scene]:
    """Returns the scenes of a STAC item or item collection in a file; `asset` names the raster of each item.

    Raises SettingsError where the file holds neither, or where it is open which raster of an item is meant.
    """
    try:
        content = parse_json(Path(path).read_text(encoding="utf-8-sig"), finite=False)
    except (OSError, ValueError) as error:
        raise SettingsError(f"The STAC items in {path} cannot be read: {error}.") from error
    kind = content.get("type") if isinstance(content, dict) else None
    features = content.get("features") if kind == "FeatureCollection" else [content] if kind == "Feature" else []
    items = [item for item in features if _is_item(item)] if isinstance(features, list) else []
    if not items:
        raise SettingsError(f"{path} holds no STAC item with assets. Give an Item or an ItemCollection.")
    return [_scene_of(item, path, asset) for item in items]


def _is_item(item: object) -> bool:
    """Returns whether a value is an object with assets."""
    return isinstance(item, dict) and isinstance(item.get("assets"), dict)


def _scene_of(item: Mapping[str, Any], path: str, asset: str | None) -> Scene:
    assets = {
        key: each
        for key, each in item["assets"].items()
        if isinstance(each, dict) and isinstance(each.get("href"), str)
    }
    rasters = {key: each for key, each in assets.items() if str(each.get("type", "")).startswith(_RASTER_TYPES)}
    data = {
        key: each for key, each in rasters.items() if isinstance(each.get("roles"), list) and "data" in each["roles"]
    }
    if asset is not None:
        chosen = {asset: assets[asset]} if asset in assets else {}
    else:
        chosen = data if len(data) == 1 else rasters
    name = str(item.get("id", ""))
    if len(chosen) != 1:
        found = f"has no asset {asset}" if asset else f"has {len(rasters)} rasters"
        raise SettingsError(f"The STAC item {name} in {path} {found}. Choose one with --asset: {', '.join(assets)}.")
    (entry,) = chosen.values()
    properties = item.get("properties")
    times = [properties.get(key) for key in ("datetime", "start_datetime")] if isinstance(properties, dict) else []
    time = next((each for each in times if each and isinstance(each, str)), None)
    return Scene(
        re.sub(r"[^\w.-]+", "_", name) or "scene", raster_path(entry["href"], os.path.dirname(path)), time, path
    )


def item_of_map(
    scene: Scene,
    outputs: Mapping[str, str],
    classes: ClassTable,
    item_path: str,
    run: str,
    model: str,
    model_files: Sequence[Path],
    cog: bool,
) -> str:
    """Returns the text of the STAC item of a map; `outputs` are the paths of its files by name, `output` the class raster.

    `run` is the digest of what it was made from, `model_files` those of the model, the first of which describes it. The
    time is that of the scene's item, else when its file was changed. Raises RasterError where the class raster cannot
    be opened.
    """
    info = describe(outputs["output"])
    footprint = footprint_of(info.grid)
    code = authority_code(info.grid.crs_wkt)
    properties: dict[str, Any] = {
        "datetime": scene.datetime or _changed(scene.raster),
        "created": _utc(datetime.datetime.now(datetime.timezone.utc)),
        "proj:code": code,
        "proj:shape": [info.grid.height, info.grid.width],
        "proj:transform": _affine(info.grid.geotransform),
        "pixel_classifier:model": os.path.basename(os.path.abspath(model)),
        RUN: run,
    }
    if code is None and info.grid.crs_wkt:
        properties["proj:wkt2"] = info.grid.crs_wkt
    item: dict[str, Any] = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "stac_extensions": list(EXTENSIONS),
        "id": scene.name,
        "geometry": None,
        "properties": properties,
        "links": [
            link_to_source(scene.item or scene.raster, item_path),
            link_to_model(model, model_files, item_path),
        ],
        "assets": {
            ("classes" if name == "output" else name): _asset(name, path, item_path, classes, cog)
            for name, path in outputs.items()
        },
    }
    if footprint is not None:
        item["geometry"], item["bbox"] = footprint.geometry, list(footprint.bbox)
    return json.dumps(item, indent=1, ensure_ascii=False)


def sizes_of(item_path: str) -> tuple[str, dict[str, int]]:
    """Returns digest and file sizes, by path, that the item of a map notes; "" and none where there is no such item."""
    try:
        item = parse_json(Path(item_path).read_text(encoding="utf-8"), finite=False)
        folder = os.path.dirname(os.path.abspath(item_path))
        sizes = {
            os.path.normpath(raster_path(each["href"], folder)): each["file:size"] for each in item["assets"].values()
        }
        return str(item["properties"].get(RUN, "")), sizes
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", {}


def _asset(name: str, path: str, item_path: str, classes: ClassTable, cog: bool) -> dict[str, Any]:
    ending = os.path.splitext(path)[1].lower()
    asset: dict[str, Any] = {
        "href": href_of(Path(path), item_path),
        "type": _MEDIA_TYPES.get(ending, _CLOUD_OPTIMISED if cog else _GEOTIFF),
        "title": "Classes" if name == "output" else name.replace("_", " ").capitalize(),
        "roles": ["data"],
        "file:size": os.path.getsize(path),
    }
    if name == "output":
        asset["classification:classes"] = _classes(classes)
    return asset


def _classes(classes: ClassTable) -> list[dict[str, Any]]:
    """Returns the classes and NoData; names without characters that the specification does not allow, as titles in full."""
    found, names = [], set()
    for entry in classes.classes:
        name = re.sub(r"[^0-9A-Za-z_-]+", "_", entry.name).strip("_") or f"class_{entry.value}"
        name = f"{name}_{entry.value}" if name in names else name
        names.add(name)
        color = "".join(f"{part:02X}" for part in entry.color)
        found.append({"value": entry.value, "name": name, "title": entry.name, "color_hint": color})
    nodata = int(classes.nodata_value())
    return [*found, {"value": nodata, "name": "nodata", "title": "NoData", "nodata": True}]


def _affine(geotransform: tuple[float, ...]) -> list[float]:
    """Returns GDAL's geotransform in the order of the projection extension: by rows."""
    x0, a, b, y0, d, e = geotransform
    return [a, b, x0, d, e, y0]


def _changed(path: str) -> str:
    """Returns when a file was changed; the time of now where that is not known."""
    try:
        seconds = os.path.getmtime(path)
    except OSError:
        return _utc(datetime.datetime.now(datetime.timezone.utc))
    return _utc(datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc))


def _utc(time: datetime.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
