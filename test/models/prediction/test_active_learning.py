"""Places to label next: where doubt is highest, apart from each other, whatever the pieces of the map are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr
from pixel_classifier.models.prediction.active_learning import UncertaintySampler
from pixel_classifier.models.prediction.map_pieces import BYTE_NODATA, MapPiece
from pixel_classifier.rasters.classes.class_table import IGNORED_INDEX, ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import OutputError
from pixel_classifier.rasters.core.grid import Grid
from pixel_classifier.rasters.layers.label_next_layer import write_label_next

CLASSES = ClassTable((ClassEntry(3, "water", (0, 0, 9)), ClassEntry(7, "wood", (0, 9, 0))))
SIZE = 256
GRID = Grid(SIZE, SIZE, (1000.0, 2.0, 0.0, 5000.0, 0.0, -2.0))


def found(doubt, distance=40, count=50, step=64):
    places = UncertaintySampler(GRID, CLASSES, distance)
    index = np.where(doubt == BYTE_NODATA, IGNORED_INDEX, 1).astype(np.uint8)
    for y in range(0, SIZE, step):
        places.add(MapPiece(y, index[y : y + step], uncertainty=doubt[y : y + step]))
    return places.most_uncertain(count)


def test_the_most_uncertain_area_comes_first_and_single_doubtful_pixels_do_not_count():
    doubt = np.full((SIZE, SIZE), 10, np.uint8)
    doubt[100:130, 60:90] = 80
    doubt[::20, 200] = 100
    first = found(doubt)[0]
    x, y = GRID.to_pixel(first.x_map, first.y_map)
    assert 60 <= x < 90 and 100 <= y < 130
    assert first.uncertainty == pytest.approx(0.8) and (first.class_value, first.class_name) == (7, "wood")


@settings(max_examples=25)
@given(st.integers(0, 2**31), st.integers(1, 120), st.integers(1, 30), st.sampled_from([48, 64, 256]))
def test_places_keep_their_distance_and_lie_where_there_is_a_class(seed, distance, count, step):
    generator = np.random.default_rng(seed)
    doubt = generator.integers(1, 101, (SIZE, SIZE)).astype(np.uint8)
    doubt[:, 128:160] = BYTE_NODATA
    places = found(doubt, distance, count, step)
    at = np.array([GRID.to_pixel(place.x_map, place.y_map) for place in places])
    assert 1 <= len(places) <= count
    assert [p.uncertainty for p in places] == sorted((p.uncertainty for p in places), reverse=True)
    assert not ((at[:, 0] >= 128) & (at[:, 0] < 160)).any()
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + np.eye(len(at)) * 1e9
    assert apart.min() >= distance


@pytest.mark.parametrize("step", [1, 7, 16, 100])
def test_places_do_not_depend_on_the_rows_that_come_at_once(step):
    doubt = np.random.default_rng(1).integers(0, 101, (SIZE, SIZE)).astype(np.uint8)
    doubt[:70, :90] = BYTE_NODATA
    assert found(doubt, step=step) == found(doubt, step=SIZE) != []


@pytest.mark.parametrize("shape", [(5, 200), (40, 9), (17, 33), (1, 1)])
def test_small_maps_have_places_too(shape):
    sampler = UncertaintySampler(Grid(shape[1], shape[0], GRID.geotransform), CLASSES, 16)
    sampler.add(MapPiece(0, np.ones(shape, np.uint8), uncertainty=np.full(shape, 40, np.uint8)))
    places = sampler.most_uncertain(5)
    assert places and all(place.uncertainty == pytest.approx(0.4) for place in places)
    pixels = np.array([GRID.to_pixel(place.x_map, place.y_map) for place in places])
    assert (pixels >= 0).all() and (pixels < shape[::-1]).all()


def test_a_distance_beyond_all_bounds_leaves_one_place():
    assert len(found(np.full((SIZE, SIZE), 40, np.uint8), distance=2**63)) == 1


def test_nothing_in_doubt_gives_an_empty_layer(tmp_path):
    places = found(np.zeros((SIZE, SIZE), np.uint8))
    assert places == []
    write_label_next(str(tmp_path / "a.gpkg"), places, "")
    source = ogr.Open(str(tmp_path / "a.gpkg"))
    assert source.GetLayer(0).GetFeatureCount() == 0


def test_a_folder_that_has_gone_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_label_next(str(tmp_path / "gone" / "a.gpkg"), [], "")
