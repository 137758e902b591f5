"""Whether a GeoPackage that a result is to replace holds what nobody can compute again: layers of the user, references of a sample."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from urllib.parse import quote

from ..core.errors import OutputError
from ..core.number_text import first_of
from .chip_layers import FOOTPRINTS_LAYER, SPLIT_LAYER
from .label_next_layer import LAYER as LABEL_NEXT_LAYER
from .sample_layer import LAYER as SAMPLE_LAYER
from .sample_layer import check_no_references

_OWN = {FOOTPRINTS_LAYER, SPLIT_LAYER, LABEL_NEXT_LAYER, SAMPLE_LAYER, "layer_styles"}
"""Layers of earlier results, and the table in which QGIS keeps styles."""


def check_replaced_file(path: str, what: str) -> None:
    """Raises OutputError where a GeoPackage at `path` holds layers that are no earlier results, or a sample with references.

    `what` names the result in the message. Its file takes the place of the whole GeoPackage.
    """
    others = sorted(set(_tables(path)) - _OWN)
    if others:
        raise OutputError(
            f"{what} would replace {path}, which holds other layers that would be lost: {first_of(others)}. Choose a file of its own."
        )
    check_no_references(path)


def _tables(path: str) -> list[str]:
    """Returns the names of the layers, tables and rasters of a GeoPackage, [] where there is none."""
    if not os.path.isfile(path):
        return []
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(read_only_uri(os.path.abspath(path)), uri=True)) as file,
    ):
        return [str(name) for (name,) in file.execute("SELECT table_name FROM gpkg_contents")]
    return []


def read_only_uri(path: str, separator: str = os.sep) -> str:
    """Returns the address by which SQLite opens a file of an absolute path without changing it.

    It takes none that names a server: the one of a network drive on Windows is a part of the path.
    """
    place = path.replace(separator, "/")
    return f"file://{quote(place if place.startswith('/') else f'/{place}')}?mode=ro"
