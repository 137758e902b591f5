"""Style files (.qml) beside rasters: QGIS applies them whenever a raster is opened, also a result of `qgis_process`."""

from __future__ import annotations

import os

from qgis.core import Qgis, QgsSingleBandPseudoColorRenderer
from qgis.PyQt.QtXml import QDomDocument

from ...rasters.outputs.atomic_file import write_texts

_PRODUCER = "pixel_classifier"


def write_style(raster: str, renderer: QgsSingleBandPseudoColorRenderer) -> None:
    """Writes a style file beside a raster; it replaces one of an earlier result, never the user's own.

    Raises OutputError where it cannot be written.
    """
    path = f"{os.path.splitext(raster)[0]}.qml"
    if not os.path.isdir(os.path.dirname(os.path.abspath(path))) or _is_of_user(path):
        return
    document = QDomDocument("qgis")
    root = document.createElement("qgis")
    root.setAttribute("version", Qgis.version())
    root.setAttribute("producer", _PRODUCER)
    pipe = document.createElement("pipe")
    renderer.writeXml(document, pipe)
    root.appendChild(pipe)
    document.appendChild(root)
    write_texts({path: document.toString()})


def _is_of_user(path: str) -> bool:
    """Returns whether there is a style file of the user, which may be unreadable: QGIS does not keep our mark when it saves a style."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return f'producer="{_PRODUCER}"' not in file.read(1000)
    except OSError:
        return os.path.exists(path)
