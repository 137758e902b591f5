"""Images as scenes of a training chips folder: their names, and whether a folder holds chips of an image already.

Chips of one scene show the same pixels where they overlap: training blends what it predicts of them. So images of several days on one
grid are several scenes.
"""

from __future__ import annotations

import os

import numpy as np

from ..chips.dataset import ChipDataset, ChipRecord
from ..chips.read import read_chip
from ..reading.reader import RasterReader

_COMPARED_CHIPS = 4


def scene_name(reader: RasterReader) -> str:
    """Returns the name of an image as a scene of a folder: that of its file."""
    return os.path.splitext(os.path.basename(reader.info.path))[0]


def scene_of(folder: ChipDataset, reader: RasterReader) -> int | None:
    """Returns the position of the scene that an image is, by its grid and by the pixels of some chips; None where it is none of the folder.

    Bands and NoData of both must be the same. Raises ChipsError where a chip cannot be read, RasterError where the image cannot.
    """
    for position, scene in enumerate(folder.scenes):
        if scene.grid == reader.grid:
            chips = [record for record in folder.chips if record.scene == position]
            spread = np.linspace(0, len(chips) - 1, min(len(chips), _COMPARED_CHIPS)).astype(int)
            if all(_shows(folder, chips[number], reader) for number in spread):
                return position
    return None


def _shows(folder: ChipDataset, record: ChipRecord, reader: RasterReader) -> bool:
    """Returns whether a chip, whose upper left pixel lies in the image, has the pixels of an image there."""
    window = record.window.intersection(reader.grid.window)
    if window is None:
        return False
    pixels = read_chip(folder, record).pixels[:, : window.height, : window.width]
    return np.array_equal(pixels, reader.read(window), equal_nan=pixels.dtype.kind == "f")
