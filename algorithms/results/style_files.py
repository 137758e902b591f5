"""Styles that lie beside rasters: QGIS takes them up whenever one is opened, a result of `qgis_process` included."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence

from qgis.core import Qgis, QgsColorRampShader, QgsRasterShader, QgsSingleBandPseudoColorRenderer
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from ...rasters.outputs.temporary_names import partial_name

CERTAIN = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
"""From unsure to sure, by colours that also read in grey (viridis, Smith and van der Walt 2015)."""
DOUBTFUL = ("#000004", "#51127c", "#b73779", "#fc8961", "#fcfdbf")
"""From sure to unsure (magma, of the same)."""

_OURS = "pixel_classifier"


def percent_ramp(colors: Sequence[str], highest: float = 100.0) -> QgsSingleBandPseudoColorRenderer:
    """Returns what draws the first band from 0 to `highest` by colours at equal steps."""
    steps = [highest * number / (len(colors) - 1) for number in range(len(colors))]
    ramp = QgsColorRampShader(0.0, highest)
    ramp.setColorRampItemList(
        [
            QgsColorRampShader.ColorRampItem(step, QColor(color), f"{100 * step / highest:g} %")
            for step, color in zip(steps, colors)
        ]
    )
    shader = QgsRasterShader(0.0, highest)
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(None, 1, shader)
    renderer.setClassificationMin(0.0)
    renderer.setClassificationMax(highest)
    return renderer


def write_style(raster: str, renderer: QgsSingleBandPseudoColorRenderer) -> None:
    """Lays a style beside a raster, over one of an earlier result but never over the user's own.

    Raises OSError where it cannot be written.
    """
    path = f"{os.path.splitext(raster)[0]}.qml"
    if not os.path.isdir(os.path.dirname(os.path.abspath(path))) or _is_the_users(path):
        return
    document = QDomDocument("qgis")
    root = document.createElement("qgis")
    root.setAttribute("version", Qgis.version())
    root.setAttribute("producer", _OURS)
    pipe = document.createElement("pipe")
    renderer.writeXml(document, pipe)
    root.appendChild(pipe)
    document.appendChild(root)
    folder, name = os.path.split(path)
    partial = os.path.join(folder, partial_name(name))
    try:
        with open(partial, "w", encoding="utf-8") as file:
            file.write(document.toString())
        os.replace(partial, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(partial)


def _is_the_users(path: str) -> bool:
    """Tells whether a style file is there that is not ours: QGIS, which saves them, drops our mark."""
    if not os.path.exists(path):
        return False
    with open(path, encoding="utf-8", errors="replace") as file:
        return f'producer="{_OURS}"' not in file.read(1000)
