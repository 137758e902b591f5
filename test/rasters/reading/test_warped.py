"""Another pixel size on the fly, and the way back to the raster's own pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from osgeo import gdal
from pixel_classifier.rasters.core.dtypes import HAS_INT8, set_nodata
from pixel_classifier.rasters.core.errors import RasterError
from pixel_classifier.rasters.core.grid import Grid, Window
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.layer_settings import BandNodata, LayerSettings
from pixel_classifier.rasters.reading.nodata import nodata_pixels_in
from pixel_classifier.rasters.reading.palette import imagery
from pixel_classifier.rasters.reading.reader import RasterReader
from pixel_classifier.rasters.reading.warped import BackProjection, nearest, resampled, resampled_grid
from rasters_data import GDAL_TYPES, give_bands_masks, make_raster

SIZES = st.integers(1, 400)


@given(SIZES, SIZES, st.floats(0.1, 10))
def test_the_other_grid_covers_the_same_ground(width, height, factor):
    grid = Grid(width, height, (500.0, 2.0, 0.0, 900.0, 0.0, -2.0))
    other = resampled_grid(grid, factor)
    assert other.extent_map() == pytest.approx(grid.extent_map())
    assert other.width == max(1, round(width / factor))


@given(SIZES, SIZES, st.floats(0.2, 5), st.data())
def test_every_pixel_finds_the_one_in_which_its_centre_lies(width, height, factor, data):
    grid = Grid(width, height, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
    other = resampled_grid(grid, factor)
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    asked = Window(x, y, data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y)))
    way = BackProjection.of(asked, grid, other)
    assert other.window.intersection(way.window) == way.window
    centre = grid.to_map(asked.x + 0.5, asked.y + 0.5)
    column, row = other.to_pixel(*centre)
    assert way.window.x + way.columns[0] == pytest.approx(column, abs=1) and way.window.y <= row + 1e-9
    step, seen = data.draw(st.integers(1, 80)), []
    for top in range(0, way.window.height, step):
        rows = way.rows_of(top, min(step, way.window.height - top))
        seen.extend(range(rows.start, rows.stop))
        inside = way.rows[rows]
        assert ((inside >= top) & (inside < top + step)).all()
    assert seen == list(range(asked.height))


def test_larger_pixels_are_means_of_what_is_there(tmp_path):
    pixels = np.random.default_rng(0).integers(1, 200, (2, 40, 60)).astype(np.uint16)
    pixels[:, :4, :4] = 0
    path = make_raster(tmp_path / "a.tif", pixels, nodata=0)
    with RasterReader(path) as reader:
        grid = reader.grid
    other = resampled_grid(grid, 4)
    with RasterReader(resampled(RasterDataset(path), other, 4)) as reader:
        assert reader.grid.geotransform == pytest.approx(other.geotransform) and reader.nodata == (0, 0)
        seen = reader.read(reader.grid.window)
    means = pixels.reshape(2, 10, 4, 15, 4).mean(axis=(2, 4))
    assert np.abs(seen - means)[:, 1:].max() <= 1 and (seen[:, 0, 0] == 0).all()


def test_smaller_pixels_lie_between_their_neighbours(tmp_path):
    pixels = np.arange(20, dtype=np.float32)[None, None].repeat(20, 1) * 10
    path = make_raster(tmp_path / "a.tif", pixels)
    with RasterReader(path) as reader:
        other = resampled_grid(reader.grid, 0.5)
    with RasterReader(resampled(RasterDataset(path), other, 0.5)) as reader:
        row = reader.read(reader.grid.window)[0, 20]
    assert (np.diff(row) >= 0).all() and row[10] == pytest.approx(47.5)


def _read(path, factor):
    """Pixels of a raster through pixels `factor` times as large, where they are valid, and the grid."""
    raster = RasterDataset(str(path))
    other = resampled_grid(raster.info.grid, factor)
    with RasterReader(resampled(raster, other, factor), raster.info.data_bands) as reader:
        mask = reader.read_mask(reader.grid.window)
        lower = Window(0, 5, other.width, 3)
        assert (reader.read(lower) == reader.read(reader.grid.window)[:, 5:8]).all()
        return reader.read(reader.grid.window), mask, reader.grid


@pytest.mark.parametrize("factor", [0.5, 2.5])
def test_a_south_up_raster_is_not_upside_down_when_it_is_resampled(tmp_path, factor):
    pixels = np.random.default_rng(0).integers(1, 200, (2, 40, 60)).astype(np.uint16)
    north_up = make_raster(tmp_path / "n.tif", pixels, transform=(500_000.0, 10.0, 0.0, 6_000_000.0, 0.0, -10.0))
    south_up = make_raster(
        tmp_path / "s.tif", pixels[:, ::-1], transform=(500_000.0, 10.0, 0.0, 5_999_600.0, 0.0, 10.0)
    )
    wanted, found = _read(north_up, factor), _read(south_up, factor)
    assert (found[0] == wanted[0][:, ::-1]).all() and found[2].geotransform[5] > 0
    assert found[2].extent_map() == pytest.approx(wanted[2].extent_map())


def test_a_raster_from_east_to_west_is_not_mirrored_when_it_is_resampled(tmp_path):
    pixels = np.random.default_rng(0).integers(1, 200, (1, 40, 60)).astype(np.uint8)
    plain = make_raster(tmp_path / "n.tif", pixels, transform=(500_000.0, 10.0, 0.0, 6_000_000.0, 0.0, -10.0))
    mirrored = make_raster(
        tmp_path / "m.tif", pixels[:, :, ::-1], transform=(500_600.0, -10.0, 0.0, 6_000_000.0, 0.0, -10.0)
    )
    assert (_read(mirrored, 2)[0] == _read(plain, 2)[0][:, :, ::-1]).all()


@pytest.mark.parametrize("factor", [0.5, 2, 3.3])
def test_masked_pixels_stay_masked_when_they_are_resampled(tmp_path, factor):
    pixels = np.full((3, 40, 60), 100, np.uint8)
    mask = np.ones((40, 60), bool)
    mask[:, :30] = False
    path = make_raster(tmp_path / "a.tif", pixels, mask=mask)
    found, valid, _ = _read(path, factor)
    columns = found.shape[2] // 2
    assert not valid[:, : columns - 1].any() and valid[:, columns + 1 :].all()
    assert (found[:, :, columns + 1 :] == 100).all()


@pytest.mark.parametrize("factor", [0.5, 2])
@pytest.mark.parametrize("where", ["file", "layer", "undeclared"])
@pytest.mark.parametrize("per_band", [False, True])
def test_masked_pixels_stay_masked_beside_a_nodata_value(tmp_path, factor, where, per_band):
    pixels = np.full((2, 40, 60), 2**31 - 101, np.int32)
    pixels[:, :20, :30] = -9
    mask = np.ones((40, 60), bool)
    mask[:, 40:] = False
    nodata = -9 if where == "file" else None
    if per_band:
        path = give_bands_masks(make_raster(tmp_path / "a.tif", pixels, nodata=nodata), np.stack([mask, mask]))
    else:
        path = make_raster(tmp_path / "a.tif", pixels, nodata=nodata, mask=mask)
    settings = LayerSettings(nodata=(BandNodata(True, ((-9.0, -9.0),)),) * 2) if where == "layer" else LayerSettings()
    raster = RasterDataset(path, settings=settings)
    other = resampled_grid(raster.info.grid, factor)
    view = resampled(raster, other, factor, {1: (-9,), 2: (-9,)} if where == "undeclared" else None)
    with RasterReader(view, (1, 2)) as reader:
        found, valid = reader.read(other.window), reader.read_mask(other.window)
        missing = nodata_pixels_in(found, (-9, -9), valid)
    wanted = (pixels[0] == -9) | ~mask
    inner = BackProjection.of(raster.info.grid.window, raster.info.grid, other)
    away = np.ones((40, 60), bool)
    away[18:22, :32] = away[:22, 28:32] = away[:, 38:42] = False  # half a pixel wider, where pixels get smaller
    seen = missing[np.ix_(inner.rows, inner.columns)]
    assert (seen == wanted)[away].all()
    assert (found[:, ~missing] == 2**31 - 101).all()


def test_a_mask_beside_a_nodata_value_of_some_bands_is_refused_where_pixels_are_resampled(tmp_path):
    path = make_raster(tmp_path / "a.tif", np.ones((2, 8, 8), np.uint8), mask=np.eye(8, dtype=bool))
    settings = LayerSettings(nodata=(BandNodata(True, ((0.0, 0.0),)), BandNodata()))
    raster = RasterDataset(path, settings=settings)
    with pytest.raises(RasterError, match="only some of its bands have a NoData value"):
        resampled(raster, resampled_grid(raster.info.grid, 2), 2)


@pytest.mark.parametrize("on", [1, 255])
@pytest.mark.parametrize("factor", [2, 0.5])
@pytest.mark.parametrize("where", ["in the file", "beside it", "vrt"])
def test_pixels_off_in_a_mask_or_in_an_alpha_band_stay_off(tmp_path, where, factor, on):
    """Whole blocks are off: no pixel of the other grid is of both kinds."""
    pixels = np.random.default_rng(0).integers(1, 200, (4, 16, 16)).astype(np.uint8)
    pixels[3] = on
    pixels[:, :4], mask = 0, np.ones((16, 16), bool)
    mask[:, 12:] = False
    pixels[:3, :, 12:] = 250
    path = make_raster(tmp_path / "a.tif", pixels, alpha=4, mask=mask if where != "beside it" else None)
    if where == "beside it":
        dataset = gdal.Open(path)
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, 16, 16, mask.astype(np.uint8) * 255)
        dataset = None
    if where == "vrt":
        gdal.Translate(str(tmp_path / "a.vrt"), path, format="VRT")
        path = str(tmp_path / "a.vrt")
    raster = RasterDataset(path)
    assert raster.info.alpha_band == 4 and raster.info.has_mask
    other = resampled_grid(raster.info.grid, factor)
    with RasterReader(resampled(raster, other, factor)) as reader:
        found, values = reader.read_mask(other.window), reader.read(other.window)
    step = other.width // 8
    want = np.ones(found.shape, bool)
    want[: 2 * step] = want[:, 6 * step :] = False
    assert (found == want).all()
    assert values[:, want].min() >= 1 and values[:, want].max() < 200, "nothing of what is off is in the others"


def test_nodata_of_the_layer_of_a_paletted_raster_holds_where_pixels_are_resampled(tmp_path):
    pixels = np.zeros((8, 8), np.uint8)
    pixels[:4] = 9
    path = make_raster(tmp_path / "a.tif", pixels)
    table = gdal.ColorTable()
    for index in range(10):
        table.SetColorEntry(index, (20 * index, 7, 90, 255))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetRasterColorTable(table)
    dataset = None
    raster = imagery(RasterDataset(path, settings=LayerSettings(nodata=(BandNodata(True, ((9.0, 9.0),)),))), None)
    other = resampled_grid(raster.info.grid, 2)
    with RasterReader(resampled(raster, other, 2)) as reader:
        assert (reader.read_mask(other.window) == (np.arange(4) >= 2)[:, None]).all()
        assert (reader.read(other.window)[:, 2:] == np.array([0, 7, 90])[:, None, None]).all()


def test_pixels_are_averaged_whatever_the_overviews_hold(tmp_path):
    """Overviews are the nearest pixels by default: the mean of few of these stood for that of all."""
    pixels = np.random.default_rng(0).integers(0, 200, (1, 512, 512)).astype(np.uint8)
    path = make_raster(tmp_path / "a.tif", pixels)
    gdal.Open(path).BuildOverviews("NEAREST", [2, 4])
    found, _, _ = _read(path, 4)
    assert np.abs(found - pixels.reshape(1, 128, 4, 128, 4).mean(axis=(2, 4))).max() <= 1


def test_near_infrared_flagged_as_alpha_is_resampled_as_data(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 200, (4, 40, 60)).astype(np.uint8)
    path = make_raster(tmp_path / "a.tif", pixels, alpha=4)
    found, valid, _ = _read(path, 4)
    means = pixels.reshape(4, 10, 4, 15, 4).mean(axis=(2, 4))
    assert valid is None and np.abs(found - means).max() <= 1


_DTYPES = [
    "uint8", "uint16", "int16", "uint32", "int32", "int64", "float32", "float64", *["int8"] * HAS_INT8
]  # fmt: skip
_KINDS = [
    "none",
    "nodata",
    "nan",
    "undeclared nan",
    "nodata per band",
    "nodata in one band",
    "mask",
    "masks per band",
    "alpha",
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("factor", [2, 0.5])
def test_nan_that_is_not_declared_does_not_spread(tmp_path, dtype, factor):
    """A large pixel of which some are NaN has the mean of the others, and a small one in a valid pixel its value."""
    pixels = np.full((2, 20, 30), 5, dtype)
    pixels[:, 6:9, 7:12] = np.nan
    raster = RasterDataset(make_raster(tmp_path / "a.tif", pixels))
    other = resampled_grid(raster.info.grid, factor)
    with RasterReader(resampled(raster, other, factor)) as reader:
        found = reader.read(other.window)
    holes = np.isnan(found)
    expected = (
        np.isnan(pixels).reshape(2, 10, 2, 15, 2).all((2, 4))
        if factor == 2
        else np.isnan(pixels).repeat(2, 1).repeat(2, 2)
    )
    assert (holes <= expected).all() and holes.any() and (found[~holes] == 5).all()


@settings(max_examples=80, deadline=None)
@given(
    dtype=st.sampled_from(_DTYPES),
    kind=st.sampled_from(_KINDS),
    north_up=st.booleans(),
    east=st.booleans(),
    half=st.sampled_from([(12, 30), (40, 64), (101, 57)]),
    factor=st.sampled_from([1, 2, 4]),
    seed=st.integers(0, 50),
)
def test_whatever_the_orientation_the_dtype_and_the_kind_of_nodata_resampling_sees_the_same(
    tmp_path_factory, dtype, kind, north_up, east, half, factor, seed
):
    """Constant blocks of `factor` pixels come back as their values, on the same ground, and NoData as NoData."""
    assume("nan" not in kind or np.dtype(dtype).kind == "f")
    rng = np.random.default_rng(seed)
    coarse = rng.integers(1, 120, (2, *half)).astype(dtype)
    if np.dtype(dtype).kind in "if":
        coarse = coarse - coarse.dtype.type(60)
    missing = rng.random((2, *half)) < 0.3  # of each band
    if kind in ("nodata", "mask", "alpha", "nan", "undeclared nan"):
        missing[1] = missing[0]
    nodata = {
        "nodata": (121, 121),
        "nan": (np.nan, np.nan),
        "undeclared nan": (np.nan, np.nan),
        "nodata per band": (121, 122),
        "nodata in one band": (None, 121),
    }.get(kind)
    fine, holes = (layer.repeat(factor, 1).repeat(factor, 2) for layer in (coarse, missing))
    for band, value in enumerate(nodata or ()):
        if value is not None:
            fine[band, holes[band]] = value
    gaps = {"none": missing[0] & False, "nodata in one band": missing[1]}.get(kind, missing.all(0))
    height, width = fine.shape[1:]
    x0, y0 = 500_000.0, 6_000_000.0
    transform = (x0 if east else x0 + 10.0 * width, 10.0 if east else -10.0, 0.0)
    transform += (y0, 0.0, -10.0) if north_up else (y0 - 10.0 * height, 0.0, 10.0)
    stored, options = fine, {"mask": ~holes[0]} if kind == "mask" else {}
    if kind in ("nodata", "nan"):
        options = {"nodata": nodata[0]}
    elif kind == "alpha":
        on = rng.choice(
            [1, 255] if np.dtype(dtype).kind == "f" else [1, *{min(255, np.iinfo(dtype).max), np.iinfo(dtype).max}]
        )
        stored = np.concatenate([fine, np.where(holes[:1], 0, on).astype(dtype)])
        options = {"alpha": 3}
    path = make_raster(tmp_path_factory.mktemp("w") / "a.tif", stored, transform=transform, **options)
    if "band" in kind:
        path = _with_own_nodata(path, nodata) if nodata else give_bands_masks(path, ~holes)
    raster = RasterDataset(path)
    other = resampled_grid(raster.info.grid, factor)
    with RasterReader(resampled(raster, other, factor), (1, 2)) as reader:
        pixels, mask = reader.read(other.window), reader.read_mask(other.window)
        declared = (None, None) if kind == "undeclared nan" or not nodata else nodata
        assert [value is None for value in reader.nodata] == [value is None for value in declared]
        found = nodata_pixels_in(pixels, reader.nodata, mask)
        assert reader.grid.extent_map() == pytest.approx(raster.info.grid.extent_map())
    assert (found == gaps).all()
    wanted = fine[:, ::factor, ::factor]  # with the values that are missing in one band only
    assert ((pixels == wanted) | (np.isnan(pixels) & np.isnan(wanted)))[:, ~found].all()


def _with_own_nodata(path, nodata):
    """Returns a virtual raster over a file: its bands declare these NoData values, which a GeoTIFF cannot."""
    virtual = gdal.Translate(f"{path}.vrt", path)
    for number, value in enumerate(nodata, 1):
        if value is not None:
            set_nodata(virtual.GetRasterBand(number), value)
    return f"{path}.vrt"


@pytest.mark.parametrize("factor", [0.5, 2])
@pytest.mark.parametrize(
    ("dtypes", "nodata"),
    [
        (("uint8", "uint16"), (None, None)),
        (("uint8", "uint16", "int16"), (255, 60_000, -9999)),
        (("uint16", "float32"), (None, -9999)),
        (("float32", "uint8"), (np.nan, 0)),
        (("int16", "uint32"), (-9999, 4_000_000_000)),
    ],
)
def test_bands_of_several_dtypes_keep_their_values_when_they_are_resampled(tmp_path, dtypes, nodata, factor):
    """GDAL writes all bands in the dtype of the first: values above 255 became 255, and NoData became data."""
    virtual = gdal.GetDriverByName("VRT").Create(str(tmp_path / "stack.vrt"), 60, 40, 0)
    wanted = []
    for number, (dtype, value) in enumerate(zip(dtypes, nodata), 1):
        largest = 100 if dtype == "uint8" else 30_000
        pixels = np.full((40, 60), largest, dtype)
        if value is not None:
            pixels[:, :30] = value
        path = make_raster(tmp_path / f"{number}.tif", pixels)
        virtual.AddBand(GDAL_TYPES[dtype])
        band = virtual.GetRasterBand(number)
        source = f"<SimpleSource><SourceFilename>{path}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
        band.SetMetadataItem("source_0", source, "new_vrt_sources")
        if value is not None:
            band.SetNoDataValue(value)
        wanted.append(pixels)
    virtual = None
    raster = RasterDataset(str(tmp_path / "stack.vrt"))
    other = resampled_grid(raster.info.grid, factor)
    with RasterReader(resampled(raster, other, factor)) as reader:
        found = reader.read(other.window)
    middle = other.width // 2
    for band, pixels in zip(found, wanted):
        left, right = band[:, : middle - 1], band[:, middle + 1 :]
        assert (right == pixels[0, -1]).all()
        assert np.isnan(left).all() if np.isnan(pixels[0, 0]) else (left == pixels[0, 0]).all()


def test_masks_of_single_bands_are_those_of_the_bands_that_are_read(tmp_path):
    valid = np.ones((2, 8, 8), bool)
    valid[0, :, :4] = valid[1, :4] = False
    path = give_bands_masks(make_raster(tmp_path / "a & b.tif", np.full((2, 8, 8), 7, np.uint8)), valid)
    raster = RasterDataset(path)
    other = resampled_grid(raster.info.grid, 2)
    for bands in ((1,), (2,), (1, 2)):
        wanted = valid[[number - 1 for number in bands]].any(0)[::2, ::2]
        with RasterReader(resampled(raster, other, 2, bands=bands), bands) as reader:
            assert (reader.read_mask(other.window) == wanted).all(), bands
    labels = nearest(raster, raster.info.grid, RasterError)
    with RasterReader(labels, (1,)) as reader:
        assert (reader.read_mask(reader.grid.window) == valid.any(0)).all()


def test_signed_bytes_are_never_resampled_as_unsigned_ones(tmp_path):
    pixels = np.full((20, 30), -5, np.int8)
    stored, options = (pixels, ()) if HAS_INT8 else (pixels.view(np.uint8), ("PIXELTYPE=SIGNEDBYTE",))
    raster = RasterDataset(make_raster(tmp_path / "a.tif", stored, options=options))
    assert raster.info.band_dtypes == ("int8",)
    if HAS_INT8:
        with RasterReader(resampled(raster, resampled_grid(raster.info.grid, 2), 2)) as reader:
            assert (reader.read(reader.grid.window) == -5).all()
        return
    with pytest.raises(RasterError, match=r"signed bytes.*Int16"):
        resampled(raster, resampled_grid(raster.info.grid, 2), 2)


@pytest.mark.parametrize("factor", [0.5, 2.0, 3.3])
@pytest.mark.parametrize(
    "dtype, value", [("int16", -9999), ("uint16", 65535), ("float32", -9999.0), ("int64", -9999.0)]
)
def test_undeclared_values_are_not_averaged_with_others(tmp_path, factor, dtype, value):
    pixels = np.random.default_rng(0).integers(100, 200, (2, 40, 60)).astype(dtype)
    pixels[1, 5:25, 7:33] = value
    raster = RasterDataset(make_raster(tmp_path / "a.tif", pixels))
    other = resampled_grid(raster.info.grid, factor)
    with RasterReader(resampled(raster, other, factor, {1: (), 2: (value,)})) as reader:
        seen, nodata = reader.read(reader.grid.window), reader.nodata
    assert nodata == (None, None) and (seen[1] == value).any()
    assert ((seen[1] == value) | ((seen[1] >= 99) & (seen[1] <= 200))).all() and (seen[0] < 201).all()


def test_several_values_that_are_nodata_are_refused_where_pixels_are_resampled(tmp_path):
    raster = RasterDataset(make_raster(tmp_path / "a.tif", np.ones((1, 8, 8), np.int16), nodata=0))
    with pytest.raises(RasterError, match=r"-9999, 0\).*only one can be left out"):
        resampled(raster, resampled_grid(raster.info.grid, 2), 2, {1: (-9999,)})
