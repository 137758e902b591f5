"""Sets of imagery with labels and truth, each described by a small JSON file, whose name is the name of the set.

    {
      "about": "Landsat 7: sparse polygons, evaluated on a dense map",
      "raster": "nc_landsat7/lsat7_2000_*.tif",
      "labels": "nc_landsat7/landsat96_polygons.shp",
      "field": "id",
      "truth": "nc_landsat7/strata.tif",
      "chip_size_px": 32
    }

- `raster`: one raster; or single-band files, as a pattern or a list, which are stacked. `test_raster`: what is classified, if it is another.
- `labels`, `truth`: vector or raster. Without `truth`, the labels that the split keeps apart are evaluated.
- `field`: the class field, of numbers or of texts, in the labels and in a truth that is a vector. Without it every feature is of class 1.
- `classes`: the class value in the truth of each text, such as {"forest": 3}. Without it texts are numbered from 1 in sorted order.
- `ignore_class`: the unlabelled value; null where 0 is a class. Without it the default (0).
- `chip_size_px`: without it the default.
- `chips`, `test_chips`: in place of rasters, labels and truth, folders with `images/` and `labels/` of equal names.
- `split`: what trains. "halves": half of the polygons of each class, the other half is evaluated; then the other way round, pixels pooled.
  "west_to_east": the labels in the western half of the raster, those in the eastern are evaluated. {"pixels_percent": 5}: random pixels of
  a label raster, the others are evaluated. {"polygons_percent": 1}: of `chips`, the labels in random polygons that cover so much; the seed
  places them.

Paths are absolute, or relative to the description's own folder or, where that has no such file, to the folder of the data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

SPLITS = ("halves", "west_to_east", "pixels_percent", "polygons_percent")


class SetError(ValueError):
    """A description is wrong, or its files are missing; the message names both."""


@dataclass(frozen=True)
class DescribedSet:
    """What a JSON file describes; `name` is the file's, `folders` are where its paths are looked for."""

    name: str
    folders: tuple[Path, ...]
    about: str = ""
    raster: str | list[str] = ""
    test_raster: str | list[str] = ""
    labels: str = ""
    field: str | None = None
    truth: str = ""
    classes: dict[str, int] | None = None
    ignore_class: int | None = 0
    chip_size_px: int | None = None
    chips: str = ""
    test_chips: str = ""
    split: str | dict[str, float] = ""

    def description(self) -> dict[str, object]:
        """Returns what decides the result, to compare with that of a finished run."""
        return {key: value for key, value in asdict(self).items() if key not in ("name", "folders", "about")}

    @property
    def split_kind(self) -> str:
        """Returns the split's name, "" for none."""
        return next(iter(self.split)) if isinstance(self.split, dict) else self.split

    @property
    def split_share(self) -> float:
        """Returns the share (0 to 1) that a split by percent asks for."""
        return self.split[self.split_kind] / 100

    def paths(self, names: str | list[str]) -> list[Path]:
        """Returns the files of a name, of a pattern or of several. Raises SetError where there is none."""
        found = []
        for name in [names] if isinstance(names, str) else names:
            matches = next(filter(None, (sorted(_files(folder, name)) for folder in self.folders)), None)
            if not matches:
                raise SetError(f"{self.name}: {name} is not in {' or '.join(map(str, self.folders))}.")
            found += [path.resolve() for path in matches]
        return found


def _files(folder: Path, name: str) -> Iterator[Path]:
    """Returns the files of a name or pattern in a folder, or of an absolute one wherever it leads."""
    pattern = Path(name)
    return Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))) if pattern.anchor else folder.glob(name)


def read_set(path: Path, data: Path) -> DescribedSet:
    """Reads a description. Raises SetError where it is wrong or a file is missing."""
    try:
        described = DescribedSet(path.stem, (path.parent, data), **json.loads(path.read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError) as error:
        raise SetError(f"{path} is no description of a set: {error}") from error
    sources = ("raster", "test_raster", "labels", "truth", "chips", "test_chips")
    for names in filter(None, (getattr(described, source) for source in sources)):
        described.paths(names)
    if described.split_kind not in ("", *SPLITS):
        raise SetError(f"{path}: the split {described.split!r} is none of {', '.join(SPLITS)}.")
    if not (described.truth or described.test_chips or described.split):
        raise SetError(f"{path} has neither truth nor split: it would be evaluated on what it learned.")
    return described
