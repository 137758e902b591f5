"""Tiles that the device cuts from pixels which were uploaded once: the maps are those of tiles cut by the reader, to the byte.

A GPU does so; here the CPU takes its part.
"""

from __future__ import annotations

import functools
import threading
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from listener import Listener
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.prediction import classify, tile_reader, tile_run
from pixel_classifier.models.prediction.forward import TileForward, prepare_network
from pixel_classifier.models.prediction.memory_fallback import DeviceOutOfMemory
from pixel_classifier.models.prediction.tile_reader import RowEnd, TilePlaces, TileReader, UncutTiles, side_by_side
from pixel_classifier.models.prediction.tiles import lay_tiles
from pixel_classifier.models.runtime.device_input import DeviceInput
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.rasters.core.errors import Cancelled, RasterError
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.reading.reader import RasterReader
from prediction_samples import BANDS, Local, left_behind, noise, write_polygon

CPU = torch.device("cpu")
MAPS = ("output", "confidence", "probabilities", "uncertainty")


@pytest.fixture
def maps_of(monkeypatch, tmp_path):
    """Gives a function that classifies, with tiles cut on the device or not, and returns the files of the maps."""

    def classified(asked, cut_on_device, journal=None, **changes):
        monkeypatch.setattr(classify, "TileRun", functools.partial(tile_run.TileRun, cut_on_device=cut_on_device))
        paths = {kind: tmp_path / "out" / f"{kind}_{cut_on_device}.tif" for kind in MAPS}
        named = {kind: str(path) for kind, path in paths.items()}
        classify.classify(ClassifyRequest(**{**asked, **named, **changes}), journal or Listener())
        return [path.read_bytes() for path in paths.values()]

    return classified


@pytest.fixture
def uploads(monkeypatch):
    """Keeps the shapes of the pixels from which a device cuts tiles."""
    shapes, each_batch = [], TileForward.each_batch

    def kept(self, tiles):
        shapes.append(tuple(tiles.pixels.shape))
        return each_batch(self, tiles)

    monkeypatch.setattr(TileForward, "each_batch", kept)
    return shapes


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
@pytest.mark.parametrize("size", [(70, 97), (64, 64), (40, 30), (5, 3), (130, 333)])
@pytest.mark.parametrize("batch_size", [1, 3])
def test_the_maps_are_equal_to_the_byte(setup, maps_of, uploads, dtype, size, batch_size):
    pixels = (noise(*size) % 250 + 1).astype(dtype)
    pixels[:, : size[0] // 3, size[1] // 2 :] = 0
    pixels[0, -2:] = 0
    if dtype == "float32":
        pixels[1, 1, 1] = np.nan
    asked = setup(pixels, nodata=0)
    expected = maps_of(asked, False, batch_size=batch_size)
    assert uploads == []
    assert maps_of(asked, True, batch_size=batch_size) == expected
    assert uploads != []


@pytest.mark.parametrize("changes", [{"augmentation": "8"}, {"resample": True}, {"tile_size_px": 96, "overlap_px": 0}])
def test_so_they_are_with_other_settings(setup, maps_of, uploads, changes):
    asked = setup(noise(150, 210), transform=(500000.0, 1.5, 0.0, 4000000.0, 0.0, -1.5))
    assert maps_of(asked, True, batch_size=2, **changes) == maps_of(asked, False, batch_size=2, **changes)
    assert uploads != []


def test_so_they_are_inside_mask_polygons_and_what_lies_between_them_is_not_uploaded(setup, maps_of, uploads, tmp_path):
    asked = setup(noise(100, 1600))
    left, top, wide = 500000, 4000000, 2 * 1600
    rings = [
        [(x, top), (x + 90, top), (x + 90, top - 200), (x, top - 200), (x, top)] for x in (left + 10, left + wide - 120)
    ]
    mask = MaskPolygons(write_polygon(tmp_path / "area.gpkg", 32633, *rings))
    assert maps_of(asked, True, batch_size=8, mask=mask) == maps_of(asked, False, batch_size=8, mask=mask)
    assert max(width for _, _, width in uploads) < 400


def test_columns_in_which_tiles_overlap_are_uploaded_once(setup, maps_of, uploads):
    """The last tile, which reaches beyond the edge and is mirrored there, stands alone."""
    maps_of(setup(noise(60, 330)), True, batch_size=2)
    tiles = lay_tiles(Window(0, 0, 330, 60), Window(0, 0, 330, 60), 64, 32, 16).columns
    assert len(tiles) > 8 and tiles[-1].stop > 330
    assert uploads == [(BANDS, 64, tiles[-2].stop + tiles[-1].length)]


def test_pixels_come_in_portions_of_whole_batches(setup, maps_of, uploads, monkeypatch):
    monkeypatch.setattr(tile_reader, "MOST_UNCUT_BYTES", 4 * BANDS * 64 * 300)
    asked = setup(noise(60, 640))
    assert maps_of(asked, True, batch_size=2) == maps_of(asked, False, batch_size=2)
    assert len(uploads) > 3 and max(width for _, _, width in uploads) <= 300


def test_a_scene_that_lies_askew_comes_in_batches_of_few_sizes(setup, maps_of, monkeypatch):
    pixels, counts, each_batch = noise(330, 660), set(), TileForward.each_batch
    pixels[:, np.arange(330)[:, None] > np.arange(660) / 2] = 0

    def kept(self, tiles):
        counts.update(len(batch.lefts) for batch in tiles.batches)
        return each_batch(self, tiles)

    asked = setup(pixels, nodata=0)
    classes, confidence, *_ = maps_of(asked, False, batch_size=16)
    monkeypatch.setattr(TileForward, "each_batch", kept)
    found = maps_of(asked, True, batch_size=16)
    assert found[:2] == [classes, confidence], "probabilities are rounded otherwise in batches of another size"
    full = len(lay_tiles(Window(0, 0, 660, 330), Window(0, 0, 660, 330), 64, 32, 16).columns)
    assert len(counts) > 2 and counts <= {1, 2, 4, 8, 16, full % 16}


def test_pixels_that_were_sent_ahead_give_the_same_maps(setup, maps_of, monkeypatch):
    """As to a CUDA device: as tensors, from the thread that reads, whose buffers are then used again."""
    pixels = noise(150, 200)
    pixels[:, 20:50, 90:] = 0
    asked = setup(pixels, nodata=0)
    expected, sent = maps_of(asked, False, batch_size=2), []

    def ahead(self, values):
        if values is None:
            return None
        sent.append(threading.current_thread().name)
        there = torch.from_numpy(values.copy())
        values[...] = 1
        return there

    monkeypatch.setattr(DeviceInput, "ahead", ahead)
    assert maps_of(asked, True, batch_size=2) == expected
    assert set(sent) == {"pixel-classifier-prefetcher"}


def test_a_batch_that_does_not_fit_into_the_memory_is_halved_and_the_pixels_stay(setup, maps_of, uploads, monkeypatch):
    asked = setup(noise(60, 330), Local())
    expected = maps_of(asked, False, batch_size=1)
    assert maps_of(setup(noise(60, 330), Local(most=1)), True, batch_size=4) == expected
    assert len(uploads) == 1


def test_pixels_that_do_not_fit_into_the_memory_lead_to_another_attempt(setup, maps_of, uploads, monkeypatch):
    asked = setup(noise(60, 330))
    expected, tried, upload = maps_of(asked, False, batch_size=1), [], DeviceInput.__call__

    def refusing(self, *arguments):
        tried.append(1)
        if len(tried) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return upload(self, *arguments)

    monkeypatch.setattr(DeviceInput, "__call__", refusing)
    assert maps_of(asked, True, batch_size=2) == expected


def test_an_error_of_reading_arrives(setup, maps_of, monkeypatch, tmp_path):
    asked = setup(noise(300, 100))
    read_into = RasterReader.read_into

    def failing(self, window, buffer, row):
        if window.bottom > 200:
            raise RasterError("The block is damaged.")
        read_into(self, window, buffer, row)

    monkeypatch.setattr(RasterReader, "read_into", failing)
    with pytest.raises(RasterError, match="The block is damaged"):
        maps_of(asked, True)
    assert left_behind(tmp_path) == []


def test_cancel_ends_all_threads(setup, maps_of, tmp_path):
    network = Local()
    asked = setup(noise(300, 200), network)
    before = threading.active_count()
    for moment in (1, 5, 9):
        network.shapes.clear()
        with pytest.raises(Cancelled):
            maps_of(asked, True, Listener(stop=lambda _: len(network.shapes) >= moment), batch_size=1)  # noqa: B023
        assert threading.active_count() == before and left_behind(tmp_path) == []


class Image:
    """Gives the rows of an image in memory, whose value 0 is NoData."""

    def __init__(self, pixels):
        self._pixels, self.dtype = pixels, pixels.dtype
        self.band_numbers, self.nodata = tuple(range(1, len(pixels) + 1)), (0,) * len(pixels)
        self.info = SimpleNamespace(block_size=(32, 32), driver="MEM")

    def is_empty(self, window):
        return False

    def read_into(self, window, buffer, row):
        part = self._pixels[:, window.y : window.bottom, window.x : window.right]
        buffer[:, row : row + window.height] = part

    def read_mask(self, window):
        return None

    def drop_cached_blocks(self):
        pass


def tiles_of(layout, pixels, batch_size, cut_on_device):
    """Returns rows, numbers, pixels and missing values of all tiles, and the ends of the rows."""
    reader = TileReader(Image(pixels), layout, None, 1, cut_on_device=cut_on_device)
    tiles, ends = [], []
    for item in reader.batches(batch_size):
        if isinstance(item, RowEnd):
            ends.append((item.row, item.wanted.tolist(), item.skipped))
        elif isinstance(item, UncutTiles):
            for batch in item.batches:
                for column, left in zip(batch.columns, batch.lefts):
                    part = slice(left, left + batch.width)
                    gaps = None if item.missing is None else item.missing[:, :, part].copy()
                    tiles.append((batch.columns, column, item.pixels[:, :, part].copy(), gaps))
        else:
            for position, column in enumerate(item.columns):
                gaps = None if item.missing is None else item.missing[position].copy()
                tiles.append((item.columns, column, item.pixels[position].copy(), gaps))
    return tiles, ends


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(1, 150),
    width=st.integers(1, 400),
    tile=st.sampled_from([32, 64, 96]),
    overlap=st.sampled_from([0, 16]),
    fixed=st.booleans(),
    batch_size=st.integers(1, 5),
    gaps=st.sampled_from([0.0, 0.01, 0.6]),
    portion=st.sampled_from([1, 200, 10_000]),
)
def test_tiles_cut_later_are_those_cut_at_once(height, width, tile, overlap, fixed, batch_size, gaps, portion):
    generator = np.random.default_rng(height * 1000 + width)
    pixels = generator.integers(1, 250, (2, height, width), np.uint8)
    pixels[generator.random(pixels.shape) < gaps] = 0
    pixels[:, :, generator.random(width) < gaps] = 0  # also whole columns
    window = Window(0, 0, width, height)
    layout = lay_tiles(window, window, tile, overlap, 16, fixed=fixed)
    expected, ends = tiles_of(layout, pixels, batch_size, False)
    before, tile_reader.MOST_UNCUT_BYTES = tile_reader.MOST_UNCUT_BYTES, 4 * 2 * tile * portion
    try:
        found, found_ends = tiles_of(layout, pixels, batch_size, True)
    finally:
        tile_reader.MOST_UNCUT_BYTES = before
    assert found_ends == ends and len(found) == len(expected)
    for (columns, column, values, missing), (same, number, exact, absent) in zip(found, expected):
        assert columns == same and column == number
        np.testing.assert_array_equal(values, exact)
        np.testing.assert_array_equal(
            np.zeros(values.shape, bool) if missing is None else missing,
            np.zeros(values.shape, bool) if absent is None else absent,
        )


def test_columns_that_no_tile_covers_are_left_out():
    spans = lay_tiles(Window(0, 0, 640, 64), Window(0, 0, 640, 64), 64, 16, 16).columns
    runs, places = side_by_side([spans[0], spans[1], spans[5]], 640)
    assert [(run.start, run.stop, place) for run, place in runs] == [
        (spans[0].start, spans[1].stop, 0),
        (spans[5].start, spans[5].stop, spans[1].stop),
    ]
    assert places == [0, spans[1].start, spans[1].stop]


def test_a_tile_that_does_not_fit_is_named():
    network = prepare_network(Local(most=0), BANDS, CPU, None)
    device_input = DeviceInput((500.0,) * BANDS, (100.0,) * BANDS, CPU)
    forward = TileForward(network, device_input, Runtime(CPU, None, 2), "none", Listener())
    tiles = UncutTiles(0, (TilePlaces((0, 1), (0, 32), 64),), noise(48, 96), None)
    with pytest.raises(DeviceOutOfMemory, match="one tile of 64 x 48 pixels"):
        list(forward.each_batch(tiles))
