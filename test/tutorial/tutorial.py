"""Runs the tutorial: its commands as they stand there, and its pictures from what they made.

    .venv/bin/python test/tutorial/tutorial.py [--update] [--folder build/tutorial]

Each line of a text block must be said by the commands before it, whatever its numbers. `--update` writes the numbers that were said,
and the pictures, into docs/.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "test" / "helpers"), str(ROOT / "test" / "demo")]

import picture
import scene
from headless import START_QGIS, Headless

gdal.UseExceptions()
ogr.UseExceptions()

TUTORIAL = ROOT / "docs" / "tutorial.md"
PICTURES = ("tutorial-labels.png", "tutorial-map.png", "tutorial-polygons.png")
_TRAINING = "run pixelclassifier:trainpixelclassifier -- CHIPS=chips"
NUMBER = r"\d+(?: \d{3})*(?:\.\d+)?(?:e[+-]\d+)?"


class TutorialError(RuntimeError):
    """A command of the tutorial failed, or did not say what the tutorial says that it does."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and where the text begins and ends in the document."""

    language: str
    text: str
    start: int
    end: int


def blocks(document: str) -> Iterator[Block]:
    """Yields the fenced blocks in their order."""
    for found in re.finditer(r"^```(\w+)\n(.*?)^```", document, re.DOTALL | re.MULTILINE):
        yield Block(found[1], found[2], found.start(2), found.end(2))


class Reader:
    """Does what the tutorial tells its reader to do, from a folder that stands for the checkout."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder anew."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "test").symlink_to(ROOT / "test")
        (folder / ".venv").symlink_to(sys.prefix)
        self.place = folder
        self._profile = folder / "profile"
        self._environment = Headless(self._profile, environment=Path(sys.prefix)).environment

    def shell(self, lines: str) -> str:
        """Runs a block in a shell that begins where the one before it ended."""
        ended = self._profile / "ended"
        said = self._run(["bash", "-euo", "pipefail", "-c", f'{lines}\npwd >"{ended}"'])
        self.place = Path(ended.read_text(encoding="utf-8").strip())
        return said

    def python(self, lines: str) -> str:
        """Runs a block as in QGIS's Python console."""
        script = self._profile / "script.py"
        script.write_text(START_QGIS.format(plugins=self._environment["QGIS_PLUGINPATH"]) + lines, encoding="utf-8")
        return self._run([sys.executable, str(script)])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, cwd=self.place, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )  # fmt: skip
        if done.returncode != 0:
            raise TutorialError(f"{command[-1]}\nended with status {done.returncode}:\n{done.stdout[-3000:]}")
        return re.sub("[\u00a0\u2007]", " ", done.stdout)  # spaces that do not break or are as wide as a digit


def said_line(line: str, said: str) -> str:
    """Returns the line of `said` that is `line` but for its numbers and its columns' widths. Raises TutorialError where there is none."""
    pattern = NUMBER.join(" +".join(map(re.escape, re.split(" +", part))) for part in re.split(NUMBER, line))
    found = re.findall(
        rf"(?:^|[.\s\d])({pattern})\s*$", said, re.MULTILINE
    )  # dots and tens of the progress may stand before it
    if not found:
        raise TutorialError(f"The tutorial says “{line}”, the commands said:\n{said[-3000:]}")
    return found[-1]


def without_figures(document: str) -> str:
    """Returns the document with 0 for each number and one space for any run of them: what must be the same on every processor."""
    return re.sub(" +", " ", re.sub(NUMBER, "0", document))


def follow(folder: Path, settings: str = "") -> tuple[Path, str]:
    """Runs all blocks in a folder; returns where the results are, and the tutorial with the figures of this run.

    `settings` stand before those of the training in the tutorial, such as `EPOCHS=10`.
    """
    document, reader, said, written = TUTORIAL.read_text(encoding="utf-8"), Reader(folder), "", 0
    parts = []
    for block in blocks(document):
        if block.language == "text":
            parts += [document[written : block.start]]
            parts += [said_line(line, said) + "\n" for line in block.text.splitlines()]
            written = block.end
        else:
            text = block.text.replace(_TRAINING, f"{_TRAINING} {settings}")
            said = {"sh": reader.shell, "python": reader.python}[block.language](text)
    return reader.place, "".join([*parts, document[written:]])


def read(path: Path) -> np.ndarray:
    """Reads a raster of whole numbers as int32 (bands, h, w)."""
    raster = gdal.Open(str(path))
    shape = (raster.RasterCount, raster.RasterYSize, raster.RasterXSize)
    return np.frombuffer(raster.ReadRaster(buf_type=gdal.GDT_Int32), np.int32).reshape(shape)


def burn(layer_path: Path, grid_path: Path, field: str) -> np.ndarray:
    """Burns polygons into the grid of a raster by the class that a text field names; 0 where there is none."""
    grid, source = gdal.Open(str(grid_path)), ogr.Open(str(layer_path))
    burnt = gdal.GetDriverByName("MEM").Create("", grid.RasterXSize, grid.RasterYSize, 1, gdal.GDT_Byte)
    burnt.SetGeoTransform(grid.GetGeoTransform())
    burnt.SetProjection(grid.GetProjection())
    layer = source.GetLayer(0)
    for name, value in scene.VALUES.items():
        layer.SetAttributeFilter(f"{field} = '{name}'")
        gdal.RasterizeLayer(burnt, [1], layer, burn_values=[value])
    return np.frombuffer(burnt.GetRasterBand(1).ReadRaster(), np.uint8).reshape(grid.RasterYSize, grid.RasterXSize)


def draw(results: Path, pictures: Path) -> None:
    """Draws the tutorial's pictures from the results."""
    image, truth = read(results / "image.tif"), read(results / "truth.tif")[0]
    labels, cover = (burn(results / f"{name}.gpkg", results / "truth.tif", field)
                     for name, field in (("training", "class"), ("cover", "name")))  # fmt: skip
    classes, confidence = read(results / "classes.tif")[0], read(results / "confidence.tif")[0]
    colors = {scene.VALUES[name]: color for name, color in scene.CLASSES.items()}
    legend = [picture.LegendEntry(name, colors[value]) for name, value in scene.VALUES.items()]
    natural = picture.stretch(image[:3], truth > 0)
    grey = np.repeat((confidence.clip(0, 100) * 2.55).astype(np.uint8)[..., None], 3, 2)
    grey[truth == 0] = picture.NOTHING
    sheets = (
        (("Image", natural), ("Training polygons", picture.labels_over(natural, labels, colors))),
        (("Classes", picture.paint(classes, colors)), ("Confidence (dark: low)", grey)),
        (("Polygons", picture.paint(cover, colors)), ("Truth", picture.paint(truth, colors))),
    )
    for name, panels in zip(PICTURES, sheets):
        picture.draw(pictures / name, panels, legend, ())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "tutorial")
    parser.add_argument("--update", action="store_true", help="write figures and pictures into docs/")
    arguments = parser.parse_args()
    results, text = follow(arguments.folder.resolve())
    draw(results, ROOT / "docs" / "images" if arguments.update else results)
    if arguments.update:
        TUTORIAL.write_text(text, encoding="utf-8")
    print(f"Results: {results}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
