"""The link from the STAC item of a map to its model: to the model's own item, which Export Model writes, or to a file of the model.

Source: https://github.com/stac-extensions/mlm, README, section "Relation Types".
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from ...rasters.core.json_text import parse_json
from ...rasters.outputs.checks import real_path

_EXTENSION = "https://stac-extensions.github.io/mlm/"
_ITEM_TYPE = "application/geo+json"
_FILE_TYPES = {".json": "application/json"}
_MOST_FILES = 100
_MOST_BYTES = 2**20
"""A folder may hold thousands of items of maps, and large vector layers: only the first and small files are read."""


def link_to_model(model: str, files: Sequence[Path], item_path: str) -> dict[str, str]:
    """Returns the link to a model from the item of a map at `item_path`; `files` are those of the model, the first describes it.

    It leads to the first item, in the model's folder or beside it, of which one of the files is an asset; else to the
    first file.
    """
    name = os.path.basename(os.path.abspath(model))
    found = _item_of(files)
    if found is None:
        title, path, kind = f"Model {name}", files[0], _FILE_TYPES.get(files[0].suffix.lower())
        return {
            "rel": "derived_from",
            "href": href_of(path, item_path),
            "title": title,
            **({"type": kind} if kind else {}),
        }
    path, properties = found
    texts = [properties.get(key) for key in ("title", "mlm:name")]
    title, mlm_name = (text if text and isinstance(text, str) else name for text in texts)
    return {
        "rel": "derived_from", "href": href_of(path, item_path), "type": _ITEM_TYPE, "title": f"Model {title}", "mlm:name": mlm_name,
    }  # fmt: skip


def _item_of(files: Sequence[Path]) -> tuple[Path, dict[str, Any]] | None:
    """Returns path and properties of the item of a model; None where there is none."""
    own = set(map(real_path, files))
    folder = Path(os.path.abspath(files[0])).parent
    for path in (*_small_json_files(folder), *_small_json_files(folder.parent, folder.name)):
        try:
            item = parse_json(path.read_text(encoding="utf-8"), finite=False)
            is_model = any(str(each).startswith(_EXTENSION) for each in item["stac_extensions"])
            hrefs = [each["href"] for each in item["assets"].values()] if is_model else []
            if any(real_path(os.path.join(path.parent, href)) in own for href in hrefs):
                return path, dict(item["properties"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return None


def _small_json_files(folder: Path, first: str = "") -> Iterator[Path]:
    """Yields JSON files of a folder by name, `first` before the others."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.lower().endswith(".json"))
        names.sort(key=lambda name: Path(name).stem != first)
        yield from (
            folder / name
            for name in names[:_MOST_FILES]
            if (folder / name).is_file() and (folder / name).stat().st_size <= _MOST_BYTES
        )
    except OSError:
        return


def link_to_source(source: str, item_path: str) -> dict[str, str]:
    """Returns the link of a map's item to its raster, or to the raster's item.

    It holds no path of this computer where one relative to the item will do. It omits the query of an address, which may hold a key.
    """
    if source.startswith("/vsicurl?"):
        source = parse_qs(source.partition("?")[2]).get("url", [source])[0]
    address = source.removeprefix("/vsicurl/")
    if "://" in address:
        address = address.partition("?")[0]
    elif os.path.exists(address):
        address = href_of(Path(address), item_path)
    return {"rel": "derived_from", "href": address}


def href_of(path: Path, item_path: str) -> str:
    """Returns a path relative to an item; an absolute address where it lies on another drive of Windows."""
    try:
        return Path(os.path.relpath(path, os.path.dirname(os.path.abspath(item_path)))).as_posix()
    except ValueError:
        return Path(os.path.abspath(path)).as_uri()
