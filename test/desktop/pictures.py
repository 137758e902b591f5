"""Makes the pictures of help and README from those of the last long visit to the desktop (`make screenshots`).

    python pictures.py FROM TO

One in German goes to docs/images. Whole dialogs and windows are for the README; the help panel beside a dialog is narrow and gets one small picture per algorithm.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

DIALOGS = (
    "exporttrainingchips", "trainpixelclassifier", "classifypixels", "assessclassification", "setupdeeplearning",
    "checkinstallation",
)  # fmt: skip
DOCS = Path(__file__).resolve().parents[2] / "docs" / "images"
DIALOG_WIDTH, WINDOW_WIDTH, PANEL_WIDTH = 620, 960, 220
COLORS_OF_WIDGETS, COLORS_OF_MAPS, COLORS_OF_WINDOW = 40, 64, 120
Box = tuple[int, int, int, int]

FORM_OF_SETUP: Box = (12, 12, 12 + PANEL_WIDTH, 122)
"""The upper left part of a dialog, in its pixels."""
LOG_OF_CHECK: tuple[Box, ...] = ((14, 327, 258, 390), (14, 436, 258, 452))
"""Where the log of the check tells of the packages, and what it comes to."""


class Album:
    """The pictures of a visit, and the folder for those that are shown."""

    def __init__(self, source: Path, target: Path) -> None:
        self._source, self._target = source, target

    def picture(self, name: str) -> Image.Image:
        """Returns a picture of the visit."""
        with Image.open(self._source / f"{name}.png") as picture:
            return picture.convert("RGB")

    def keep(self, picture: Image.Image, name: str, width: int, colors: int) -> None:
        """Writes a picture with that width and so many colours."""
        height = round(picture.height * width / picture.width)
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        few = small.quantize(colors, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
        few.save(self._target / f"{name}.png", optimize=True)

    def halves(self, left: str, right: str) -> Image.Image:
        """Returns the left half of one map beside the right half of another, with a line between."""
        first, second = self.map_only(left), self.map_only(right)
        middle = first.width // 2
        first.paste(second.crop((middle, 0, *second.size)), (middle, 0))
        first.paste((255, 255, 255), (middle - 2, 0, middle + 2, first.height))
        return first

    def map_only(self, name: str) -> Image.Image:
        """Returns the middle of a map in the shape of the help panel's pictures, without the empty ground beside it."""
        canvas = self.picture(name)
        side = canvas.height * 0.96
        left, top = (canvas.width - side) / 2, canvas.height * 0.14
        return canvas.crop((round(left), round(top), round(left + side), round(top + side * 0.66)))


def below_each_other(pictures: list[Image.Image]) -> Image.Image:
    """Returns pictures of one width as one."""
    whole = Image.new("RGB", (pictures[0].width, sum(picture.height for picture in pictures)))
    top = 0
    for picture in pictures:
        whole.paste(picture, (0, top))
        top += picture.height
    return whole


def main() -> None:
    source, target = map(Path, sys.argv[1:])
    album = Album(source, target)
    for name in DIALOGS:
        album.keep(album.picture(f"dialog_{name}"), f"dialog_{name}", DIALOG_WIDTH, COLORS_OF_WIDGETS)
    album.keep(album.picture("log_running"), "log", DIALOG_WIDTH, COLORS_OF_WIDGETS)
    Album(source, DOCS).keep(album.picture("dialog_in_de"), "dialog-german", DIALOG_WIDTH, COLORS_OF_WIDGETS)
    album.keep(album.picture("map_classify_1"), "result", WINDOW_WIDTH, COLORS_OF_WINDOW)
    maps = {
        "exporttrainingchips": album.map_only("canvas_export"),
        "trainpixelclassifier": album.map_only("canvas_train"),
        "classifypixels": album.halves("canvas_image", "canvas_classes"),
        "assessclassification": album.halves("canvas_classes", "canvas_truth"),
        "trainandclassify": album.halves("canvas_labels", "canvas_classes"),
        "classifycleanandvectorise": album.halves("canvas_image", "canvas_chain"),
    }
    for name, picture in maps.items():
        album.keep(picture, name, 2 * PANEL_WIDTH, COLORS_OF_MAPS)
    form = album.picture("dialog_setupdeeplearning").crop(FORM_OF_SETUP)
    album.keep(form, "setupdeeplearning", PANEL_WIDTH, COLORS_OF_WIDGETS)
    log = album.picture("log_check")
    album.keep(
        below_each_other([log.crop(box) for box in LOG_OF_CHECK]), "checkinstallation", PANEL_WIDTH, COLORS_OF_WIDGETS
    )
    total = sum(path.stat().st_size for path in target.glob("*.png"))
    print(f"{len(list(target.glob('*.png')))} pictures, {total / 1000:.0f} kB, in {target}")


if __name__ == "__main__":
    main()
