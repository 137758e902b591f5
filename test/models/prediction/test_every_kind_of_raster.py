"""Any raster: its label values survive the export exactly, each valid pixel gets a class, and each NoData pixel none.

Data types, kinds of NoData, CRS, orientations and sizes are combined at random, from one pixel to several chips.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from osgeo import gdal, ogr, osr
from pixel_classifier.models.core.description import ModelDescription, write_description
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.prediction import classify
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.core.dtypes import HAS_INT8
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from pixel_classifier.rasters.reading.reader import RasterReader
from prediction_samples import Local
from rasters_data import make_raster, square, system

EXAMPLES = int(os.environ.get("PIXEL_CLASSIFIER_RASTER_EXAMPLES", "40"))
"""The fast number of examples for each run of the tests; more may be asked for."""
CUSTOM = (
    'PROJCS["Survey of the estate",GEOGCS["own",DATUM["own",SPHEROID["own",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",48],'
    'PARAMETER["central_meridian",11],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],'
    'UNIT["metre",1]]'
)
CRS = {
    "projected": (system(32633).ExportToWkt(), 500_000.0, 5_500_000.0, 10.0),
    "geographic": (system(4326).ExportToWkt(), 11.0, 48.0, 1e-4),
    "feet": (system(2263).ExportToWkt(), 980_000.0, 190_000.0, 30.0),
    "custom": (CUSTOM, 1_000.0, 2_000.0, 0.5),
    "none": ("", 0.0, 0.0, 1.0),
}
VALUES = {"int8": (-100, 100), "uint8": (20, 200), "int16": (-3000, 3000), "float32": (-1, 1), "float64": (-1e6, 1e6)}
QUIET = SilentReporter()


@dataclass(frozen=True)
class Kind:
    """A kind of raster; `flips` is whether columns and rows are stored from right to left and from bottom to top."""

    dtype: str
    nodata: str
    crs: str
    flips: tuple[bool, bool]
    width: int
    height: int
    classes: tuple[int, int]
    labels: str
    seed: int


KINDS = st.builds(
    Kind,
    st.sampled_from(
        ["uint8", "int16", "uint16", "int32", "uint32", "float32", "float64", "int64", *["int8"] * HAS_INT8]
    ),
    st.sampled_from(["none", "value", "nan", "mask", "alpha", "per band"]),
    st.sampled_from(sorted(CRS)),
    st.tuples(st.booleans(), st.booleans()),
    st.integers(1, 75),
    st.integers(1, 75),
    st.sampled_from([(1, 2), (2, 255), (256, 70_000), (-3, 5), (-2_000_000, 2_000_000_000)]),
    st.sampled_from(["raster", "polygons"]),
    st.integers(0, 10**6),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(KINDS)
@example(Kind("float32", "nan", "geographic", (True, True), 1, 1, (1, 2), "polygons", 0))
@example(Kind("uint8", "alpha", "none", (False, True), 33, 31, (256, 70_000), "raster", 1))
def test_each_valid_pixel_gets_a_class_and_label_values_survive(kind):
    with tempfile.TemporaryDirectory() as folder:
        values, is_valid = written(kind, folder)
        labels = (
            RasterLabels(f"{folder}/labels.tif")
            if kind.labels == "raster"
            else VectorLabels(f"{folder}/labels.gpkg", class_field="class")
        )
        export_chips(ExportRequest(f"{folder}/image.vrt", labels, f"{folder}/chips", chip_size_px=32), QUIET)
        chips = read_chip_folder(f"{folder}/chips", QUIET)
        check_chips(chips, values, is_valid)
        found, nodata = classified(chips, folder)
    assert (found != nodata).tolist() == is_valid.tolist()
    assert set(np.unique(found[is_valid]).tolist()) <= set(chips.class_table.values)


def written(kind: Kind, folder: str) -> tuple[np.ndarray, np.ndarray]:
    """Writes image.tif and labels; returns the class values and which pixels are valid, (height, width) as they are stored."""
    generator = np.random.default_rng(kind.seed)
    wkt, x0, y0, size = CRS[kind.crs]
    transform = (x0, -size if kind.flips[0] else size, 0.0, y0, 0.0, size if kind.flips[1] else -size)
    low, high = VALUES.get(kind.dtype, (10, 30_000))
    pixels = generator.uniform(low, high, (2, kind.height, kind.width)).astype(kind.dtype)
    is_valid = generator.random((kind.height, kind.width)) > 0.3
    is_valid[generator.integers(kind.height), generator.integers(kind.width)] = True
    is_float = np.dtype(kind.dtype).kind == "f"
    nodata: object = None
    if kind.nodata in ("value", "per band"):
        smallest = -9999.0 if is_float else float(np.iinfo(kind.dtype).min) if kind.dtype != "int64" else -9999.0
        nodata = [smallest, (-1e30 if is_float else smallest + 1) if kind.nodata == "per band" else smallest]
        nodata = [int(value) for value in nodata] if kind.dtype == "int64" else nodata
        for band, value in zip(pixels, nodata):
            band[~is_valid] = value
    elif kind.nodata == "nan" and is_float:
        nodata = [float("nan")] * 2
        pixels[:, ~is_valid] = np.nan
    elif kind.nodata == "alpha":
        on = 255 if kind.dtype == "uint8" else np.iinfo(kind.dtype).max if kind.dtype == "uint16" else 100
        pixels = np.concatenate([pixels, np.where(is_valid, on, 0)[np.newaxis].astype(kind.dtype)])
    elif kind.nodata != "mask":
        is_valid[:] = True
    image = make_raster(
        f"{folder}/image.tif", pixels, transform=transform, epsg=None, nodata=None if kind.nodata == "per band" else nodata,
        mask=is_valid if kind.nodata == "mask" else None, alpha=3 if kind.nodata == "alpha" else None,
    )  # fmt: skip
    set_crs(image, wkt)
    make_virtual(folder, nodata or ())
    values = np.full((kind.height, kind.width), kind.classes[0])
    values[:, (kind.width + 1) // 2 :] = kind.classes[1]
    if kind.labels == "raster":
        set_crs(make_raster(f"{folder}/labels.tif", values.astype(np.int32), transform=transform, epsg=None), wkt)
    else:
        write_polygons(kind, folder, transform, wkt)
    return values, is_valid


def make_virtual(folder: str, nodata: Sequence[float]) -> None:
    """Writes image.vrt over image.tif: a GeoTIFF has one NoData value for all its bands, a virtual raster one for each."""
    virtual = gdal.Translate(f"{folder}/image.vrt", f"{folder}/image.tif")
    for number, value in enumerate(nodata, 1):
        virtual.GetRasterBand(number).SetNoDataValue(value)


def set_crs(path: str, wkt: str) -> None:
    """Sets the CRS of a raster."""
    if wkt:
        gdal.Open(path, gdal.GA_Update).SetProjection(wkt)


def write_polygons(kind: Kind, folder: str, transform: tuple[float, ...], wkt: str) -> None:
    """Writes the left and the right half as polygons with a text field, in the raster's CRS."""
    x0, a, _, y0, _, e = transform
    middle, right, bottom = (kind.width + 1) // 2, kind.width, y0 + kind.height * e
    rows = []
    for value, start, stop in ((kind.classes[0], 0, middle), (kind.classes[1], middle, right)):
        if stop > start:
            xs, ys = sorted((x0 + start * a, x0 + stop * a)), sorted((y0, bottom))
            rows.append((square(xs[0], ys[0], xs[1], ys[1]), value))
    source = gdal.GetDriverByName("GPKG").Create(f"{folder}/labels.gpkg", 0, 0, 0, gdal.GDT_Unknown)
    layer = source.CreateLayer("labels", osr.SpatialReference(wkt) if wkt else None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTInteger))
    for outline, value in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("class", value)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(outline))
        layer.CreateFeature(feature)


def check_chips(chips, values: np.ndarray, is_valid: np.ndarray) -> None:
    """Compares each pixel of the chips with the class values."""
    height, width = values.shape
    seen = np.zeros(values.shape, bool)
    for record in chips.chips:
        chip, window = read_chip(chips, record), record.window
        inside = slice(window.y, min(window.bottom, height)), slice(window.x, min(window.right, width))
        own = slice(0, inside[0].stop - window.y), slice(0, inside[1].stop - window.x)
        np.testing.assert_array_equal(chip.label_nodata_mask[own], ~is_valid[inside])
        np.testing.assert_array_equal(chip.values[own][is_valid[inside]], values[inside][is_valid[inside]])
        assert chip.label_nodata_mask[own[0].stop :].all() and chip.label_nodata_mask[:, own[1].stop :].all()
        seen[inside] = True
    assert seen[is_valid].all()


def classified(chips, folder: str) -> tuple[np.ndarray, float]:
    """Classifies image.tif by a network that was never trained; returns the class values and the NoData value of the map."""
    statistics = chips.statistics
    table = chips.class_table.without(0)
    model = ModelDescription(
        "unet", "resnet18", table, chips.band_names, chips.dtype,
        tuple(band.mean for band in statistics), tuple(band.std or 1.0 for band in statistics),
        tuple(band.minimum for band in statistics), tuple(band.maximum for band in statistics),
        chips.pixel_size_map, chips.crs_wkt, chips.chip_size_px, 0,
    )  # fmt: skip
    os.mkdir(f"{folder}/model")
    write_description(f"{folder}/model", replace(model, crs_is_geographic=None))
    request = ClassifyRequest(
        raster=f"{folder}/image.vrt", model=f"{folder}/model", output=f"{folder}/map.tif", tile_size_px=64, device="cpu"
    )
    network = Local(kernel=3, classes=len(table))
    load, classify.load_network = classify.load_network, lambda source: network
    try:
        classify.classify(request, QUIET)
    finally:
        classify.load_network = load
    with RasterReader(f"{folder}/map.tif") as reader:
        return reader.read(reader.grid.window)[0], reader.nodata[0]
