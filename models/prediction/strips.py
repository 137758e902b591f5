"""Finished strips of a map, kept in a folder beside it until the map is whole.

An interrupted run resumes behind them, and parts that several runs have computed are joined from them. Each strip is a
GeoTIFF per map, and a small file that is written last and lists them. Strips are written under temporary names and put
in place when whole; their names hold the digest of the run, so that strips of different runs never mix.
"""

from __future__ import annotations

import bisect
import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...rasters.classes.class_table import IGNORED_INDEX, ClassTable
from ...rasters.core.errors import LabelError, ModelError, OutputError, RasterError
from ...rasters.core.grid import Grid, Window
from ...rasters.core.json_text import parse_json
from ...rasters.core.tiling import Span
from ...rasters.outputs.atomic_file import write_texts
from ...rasters.outputs.renaming import flush_to_disk
from ...rasters.outputs.temporary_names import partial_name
from ...rasters.reading.reader import RasterReader
from ...rasters.writing.geotiff import fastest_compression
from ...rasters.writing.raster_writer import RasterWriter
from ..core.serialization import from_data, to_data
from .map_pieces import BYTE_MAPS, BYTE_NODATA, MapPiece
from .run_record import RunRecord

if TYPE_CHECKING:
    from typing_extensions import Self

SUFFIX = ".strips"
"""What the name of the folder adds to that of the class raster."""
CLASS, PROBABILITIES = "class", "probabilities"
_KINDS = {CLASS, *BYTE_MAPS, PROBABILITIES}
_NAMES = re.compile(r"\.?(run|strip-\d+)-[0-9a-f]{12}.*")


def strips_folder(output: str) -> str:
    """Returns the folder of the strips of a class raster."""
    return output + SUFFIX


@dataclass(frozen=True)
class StripNote:
    """The content of the file that is written last for a strip.

    `rows` are its first row and the one behind its last, `pieces` first row and number of rows of what was written at once; `files`
    are the sizes of its maps in bytes.
    """

    rows: tuple[int, int]
    pieces: tuple[tuple[int, int], ...]
    nan_pixels: int
    files: Mapping[str, int]

    def fits(self, span: Span) -> bool:
        """Returns whether it is of a strip of these rows, and its pieces lie in them."""
        inside = all(span.start <= y and rows > 0 and y + rows <= span.stop for y, rows in self.pieces)
        return (
            inside
            and self.rows == (span.start, span.stop)
            and self.files.keys() <= _KINDS
            and (CLASS in self.files or not self.pieces)
        )


class StripStore:
    """The strips of one run in their folder, which is made with the first of them.

    `value_of_index` has the class value, or NoData, of each class index.
    """

    def __init__(self, record: RunRecord, folder: str) -> None:
        """Opens the strips of the run that `record` describes."""
        self.record, self.folder = record, folder
        classes = record.model.class_table
        self._values = np.array(classes.values, np.int64)
        self.value_of_index = np.full(IGNORED_INDEX + 1, classes.nodata_value(), classes.value_dtype())
        self.value_of_index[: len(classes)] = classes.values
        self._has_record = False

    def stored(self) -> frozenset[int]:
        """Returns the positions, in `record.strips`, of the strips that are there and whole."""
        names = set(_names_in(self.folder))
        return frozenset(
            position
            for position in range(len(self.record.strips))
            if os.path.basename(self.path(position)) in names and self._note(position) is not None
        )

    def others(self) -> list[RunRecord]:
        """Returns the records of other runs in the folder."""
        own = f"run-{self.record.digest}.json"
        return [record for record in records_in(self.folder) if f"run-{record.digest}.json" != own]

    def writer(self, position: int) -> StripWriter:
        """Returns the writer of a strip; makes the folder. Raises OutputError."""
        try:
            os.makedirs(self.folder, exist_ok=True)
        except OSError as error:
            raise OutputError(f"The folder {self.folder} cannot be made: {error.strerror}.") from error
        self.keep_record()
        return StripWriter(self, position)

    def keep_record(self) -> None:
        """Writes the record of the run where it is missing or damaged: without it nobody could join the strips. Raises OutputError."""
        path = os.path.join(self.folder, f"run-{self.record.digest}.json")
        if self._has_record and os.path.exists(path):
            return
        if all(record.digest != self.record.digest for record in records_in(self.folder)):
            write_texts({path: json.dumps(to_data(self.record))})
        self._has_record = True

    def pieces(self, position: int) -> Iterator[MapPiece]:
        """Yields the pieces of a strip, as they were written. Raises RasterError where a file cannot be read; the strip is none then."""
        note = self._note(position)
        if note is None:
            raise RasterError(
                f"Strip {position + 1} in {self.folder} is gone or not whole. Run the classification again."
            )
        try:
            yield from self._read(position, note)
        except RasterError as error:
            with contextlib.suppress(OSError):
                os.remove(self.path(position))
            raise RasterError(
                f"{error} It belongs to strip {position + 1}, which was finished. Run the classification again: only that strip is computed anew."
            ) from error

    def _read(self, position: int, note: StripNote) -> Iterator[MapPiece]:
        """Yields the pieces of a strip that its note lists. Raises RasterError."""
        strip = self.record.strips[position]
        with contextlib.ExitStack() as stack:
            readers = {
                kind: stack.enter_context(RasterReader(self.path(position, kind), self._bands(kind)))
                for kind in note.files
            }
            for y, rows in note.pieces:
                window = Window(0, y - strip.result.start, self.record.grid.width, rows)
                maps = {kind: reader.read(window) for kind, reader in readers.items()}
                flat = {kind: maps[kind][0] for kind in BYTE_MAPS if kind in maps}
                yield MapPiece(y, self._index(maps[CLASS][0]), **flat, probabilities=maps.get(PROBABILITIES))

    def nan_pixels(self, positions: Iterable[int]) -> int:
        """Returns for how many pixels of these strips the network returned NaN."""
        notes = map(self._note, positions)
        return sum(note.nan_pixels for note in notes if note is not None)

    def remove(self, every_run: bool = False) -> None:
        """Removes the strips of this run, or of `every_run`, and the folder where it is empty then."""
        names = _names_in(self.folder)
        mine = [name for name in names if _NAMES.match(name) and (every_run or self.record.digest in name)]
        if len(mine) == len(
            names
        ):  # at once: a killed run would leave parts that look as if some were still to be computed
            parent, name = os.path.split(os.path.abspath(self.folder))
            doomed = os.path.join(parent, partial_name(name))
            with contextlib.suppress(OSError):
                os.rename(self.folder, doomed)
                shutil.rmtree(doomed, ignore_errors=True)
                return
        for name in mine:
            with contextlib.suppress(OSError):
                os.remove(os.path.join(self.folder, name))
        with contextlib.suppress(OSError):
            os.rmdir(self.folder)

    def remove_strips(self, positions: Iterable[int]) -> None:
        """Removes strips of this run, and all that it has in the folder where no other strip is left."""
        for path in [self.path(position, kind) for position in positions for kind in ("", *sorted(_KINDS))]:
            with contextlib.suppress(OSError):
                os.remove(path)
        if not self.stored():
            self.remove()

    def path(self, position: int, kind: str = "") -> str:
        """Returns the path of one map of a strip, or of the file that lists them."""
        number = self.record.strips[position].number
        ending = f"-{kind}.tif" if kind else ".json"
        return os.path.join(self.folder, f"strip-{number:05d}-{self.record.digest}{ending}")

    def _note(self, position: int) -> StripNote | None:
        """Returns what is noted of a strip, None where it, or a file of it, is missing or not whole."""
        path = self.path(position)
        try:
            note = from_data(StripNote, parse_json(Path(path).read_text(encoding="utf-8")))
            whole = all(os.path.getsize(self.path(position, kind)) == size for kind, size in note.files.items())
        except (OSError, ValueError, TypeError):
            return None
        span = self.record.strips[position].result
        return note if whole and note.fits(span) else None

    def _index(self, values: np.ndarray) -> np.ndarray:
        """Returns the class index, uint8, of class values; `IGNORED_INDEX` for NoData."""
        places = np.searchsorted(self._values, values).clip(max=len(self._values) - 1)
        return np.where(self._values[places] == values, places, IGNORED_INDEX).astype(np.uint8)

    def _bands(self, kind: str) -> tuple[int, ...]:
        return tuple(range(1, len(self._values) + 1)) if kind == PROBABILITIES else (1,)


class StripWriter:
    """Writes the maps of one strip; a context manager. Leaving it by an error removes what was written."""

    def __init__(self, store: StripStore, position: int) -> None:
        """Writes the strip at a position of `store`."""
        self._store, self._position = store, position
        self._strip = store.record.strips[position]
        self._writers: dict[str, RasterWriter] = {}
        self._stack = contextlib.ExitStack()
        self._pieces: list[tuple[int, int]] = []
        self._nan_pixels = 0

    def __enter__(self) -> Self:
        """Returns the writer; files are made with the first piece."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        """Puts the maps in place, and then the file that lists them. Raises OutputError."""
        self._stack.__exit__(kind, *details)
        if kind is not None:
            return
        paths = {each: self._store.path(self._position, each) for each in self._writers}
        for path in paths.values():
            with _errors_of(path):
                flush_to_disk(path)
        note = StripNote(
            rows=(self._strip.result.start, self._strip.result.stop),
            pieces=tuple(self._pieces),
            nan_pixels=self._nan_pixels,
            files={each: os.path.getsize(path) for each, path in paths.items()},
        )
        write_texts({self._store.path(self._position): json.dumps(to_data(note))})

    def write(self, piece: MapPiece) -> None:
        """Writes a piece of the maps. Raises OutputError."""
        classes = self._store.record.model.class_table
        window = Window(0, piece.y - self._strip.result.start, piece.index.shape[1], piece.index.shape[0])
        values = self._store.value_of_index.take(piece.index, mode="clip")
        self._writer(CLASS, values.dtype, classes.nodata_value(), classes=classes).write(window, values)
        for kind in BYTE_MAPS:
            map_ = getattr(piece, kind)
            if map_ is not None:
                self._writer(kind, map_.dtype, BYTE_NODATA).write(window, map_)
        shares = piece.probabilities
        if shares is not None:
            self._writer(PROBABILITIES, shares.dtype, None, len(shares)).write(window, shares)
        self._pieces.append((piece.y, len(piece.index)))
        self._nan_pixels += piece.nan_pixels

    def _writer(
        self, kind: str, dtype: np.dtype, nodata: float | None, bands: int = 1, classes: ClassTable | None = None
    ) -> RasterWriter:
        """Returns the writer of one map; opens it at the first call."""
        if kind not in self._writers:
            grid: Grid = self._store.record.grid
            span = self._strip.result
            window = Window(0, span.start, grid.width, span.length)
            writer = RasterWriter(
                self._store.path(self._position, kind), grid.subgrid(window), dtype, bands, nodata,
                options=fastest_compression(),
            )  # fmt: skip
            self._writers[kind] = self._stack.enter_context(writer)
            if classes is not None:
                writer.set_classes(classes)
        return self._writers[kind]


class StripRecorder:
    """Takes the pieces of a run from top to bottom, and keeps each strip once its last piece has arrived; a context manager.

    Leaving it by an error removes the strip that is not finished.
    """

    def __init__(self, store: StripStore, keeps: Callable[[], bool], check: Callable[[], None]) -> None:
        """Keeps strips in `store`, as far as `keeps` returns True at their first piece and `check` raises nothing behind their last."""
        self._store, self._keeps, self._check = store, keeps, check
        self._starts = [strip.rows.start for strip in store.record.strips]
        self._position = -1
        self._writer: StripWriter | None = None
        self.kept = 0

    def __enter__(self) -> Self:
        """Returns the recorder."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        """Drops a strip that is not finished."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.__exit__(kind or OutputError, *details)

    def add(self, y: int, height: int, piece: MapPiece | None) -> None:
        """Takes a piece that covers `height` rows from `y` on of the model grid; None where none of the maps' rows lie there."""
        position = bisect.bisect_right(self._starts, y) - 1
        if position != self._position:
            self._position = position
            self._writer = self._store.writer(position).__enter__() if self._keeps() else None
        if self._writer is None:
            return
        if piece is not None:
            self._writer.write(piece)
        if y + height >= self._store.record.strips[position].rows.stop:
            self._check()
            writer, self._writer = self._writer, None
            writer.__exit__(None, None, None)
            self.kept += 1


def records_in(folder: str) -> list[RunRecord]:
    """Returns the records of the runs whose strips a folder holds; those that cannot be read are left out."""
    records = []
    for name in sorted(_names_in(folder)):
        if re.fullmatch(r"run-[0-9a-f]{12}\.json", name):
            with contextlib.suppress(OSError, ValueError, TypeError, LabelError, ModelError):
                text = Path(folder, name).read_text(encoding="utf-8")
                record = from_data(RunRecord, parse_json(text, finite=False))  # NoData of a layer may have no end
                if name == f"run-{record.digest}.json":
                    records.append(record)
    return records


def consecutive(positions: Sequence[int], stored: frozenset[int]) -> Iterator[tuple[bool, list[int]]]:
    """Yields runs of consecutive positions that are all stored, or all not: whether they are, and the positions."""
    group: list[int] = []
    for position in positions:
        if group and (position in stored) != (group[-1] in stored):
            yield group[-1] in stored, group
            group = []
        group.append(position)
    if group:
        yield group[-1] in stored, group


def _names_in(folder: str) -> list[str]:
    """Returns the names in a folder, none where there is no such folder."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


@contextlib.contextmanager
def _errors_of(path: str) -> Iterator[None]:
    """Turns an error of the operating system into an OutputError that names the file."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}. Is the disk full?") from error
