"""Any raster, from the export over a step of training to the map: label values survive, valid pixels get a class, NoData pixels none.

Data types, kinds of NoData, CRS, orientations, sizes, class values and kinds of labels are combined: each with each in pairs, and at
random, from one pixel to several chips.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from osgeo import gdal, ogr, osr
from pixel_classifier.models.core.description import ModelDescription, write_description
from pixel_classifier.models.core.requests import ClassifyRequest, TrainRequest
from pixel_classifier.models.prediction import classify
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels
from pixel_classifier.rasters.reading.reader import RasterReader
from prediction_samples import Local
from rasters_data import give_bands_masks, make_raster, square, system

EXAMPLES = int(os.environ.get("PIXEL_CLASSIFIER_RASTER_EXAMPLES", "15"))
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

    @property
    def image(self) -> str:
        """Returns the name of the image; a virtual raster has no masks of single bands."""
        return "image.tif" if self.nodata == "masks per band" else "image.vrt"


SIZES = ((1, 1), (32, 32), (33, 31), (75, 2), (3, 70), (64, 65))
CHOICES = (
    ("uint8", "int8", "int16", "uint16", "int32", "uint32", "float32", "float64", "int64"),
    ("none", "value", "nan", "mask", "masks per band", "alpha", "per band"),
    tuple(sorted(CRS)),
    ((False, False), (False, True), (True, False), (True, True)),
    SIZES,
    ((1, 2), (2, 255), (256, 70_000), (-3, 5), (-2_000_000, 2_000_000_000)),
    ("raster", "polygons"),
)
"""What is combined: data types, kinds of NoData, CRS, flips, sizes, class values and kinds of labels."""


def in_pairs(choices: Sequence[Sequence], seed: int = 0) -> list[tuple]:
    """Returns rows of one value of each factor in which each two values of different factors meet at least once."""
    generator = np.random.default_rng(seed)

    def pairs(row):
        return set(combinations(enumerate(row), 2))

    numbered = [[(factor, number) for number in range(len(values))] for factor, values in enumerate(choices)]
    open_pairs = {pair for two in combinations(numbered, 2) for pair in product(*two)}
    rows = []
    while open_pairs:
        wanted = min(open_pairs)
        tried = generator.integers([len(values) for values in choices], size=(60, len(choices)))
        for factor, value in wanted:
            tried[:, factor] = value
        row = max(tried.tolist(), key=lambda one: len(pairs(one) & open_pairs))
        open_pairs -= pairs(row)
        rows.append(tuple(values[number] for values, number in zip(choices, row)))
    return rows


def kind_of(dtype, nodata, crs, flips, size, classes, labels, seed) -> Kind:
    """Returns the kind of a row."""
    return Kind(dtype, nodata, crs, flips, *size, classes, labels, seed)


KINDS = st.builds(
    kind_of,
    *map(st.sampled_from, CHOICES[:4]),
    st.tuples(st.integers(1, 75), st.integers(1, 75)),
    *map(st.sampled_from, CHOICES[5:]),
    st.integers(0, 10**6),
)


def test_every_two_of_them_meet_and_go_through_a_step_of_training():
    rows = in_pairs(CHOICES)
    assert len(rows) < 100
    trained = [passes(kind_of(*row, number)) for number, row in enumerate(rows)]
    assert np.mean(trained) > 0.7, "the others have pixels of one class only"


@settings(max_examples=EXAMPLES, deadline=None)
@given(KINDS)
@example(Kind("float32", "nan", "geographic", (True, True), 1, 1, (1, 2), "polygons", 0))
@example(Kind("uint8", "alpha", "none", (False, True), 33, 31, (256, 70_000), "raster", 1))
def test_each_valid_pixel_gets_a_class_and_label_values_survive(kind):
    passes(kind)


def passes(kind: Kind) -> bool:
    """Exports, trains and classifies, and compares the results; returns whether there were two classes to train."""
    with tempfile.TemporaryDirectory() as folder:
        values, is_valid = written(kind, folder)
        labels = (
            RasterLabels(f"{folder}/labels.tif")
            if kind.labels == "raster"
            else VectorLabels(f"{folder}/labels.gpkg", class_field="class")
        )
        export_chips(ExportRequest(f"{folder}/{kind.image}", labels, f"{folder}/chips", chip_size_px=32), QUIET)
        chips = read_chip_folder(f"{folder}/chips", QUIET)
        check_chips(chips, values, is_valid)
        trains = len(np.unique(values[is_valid])) > 1
        network = None if trains else never_trained(chips, folder)
        if trains:
            train_one_step(folder)
        found, nodata = classified(folder, kind, network)
    assert (found != nodata).tolist() == is_valid.tolist(), kind
    assert set(np.unique(found[is_valid]).tolist()) <= set(chips.class_table.values), kind
    return trains


def train_one_step(folder: str) -> None:
    """Trains a pixel network for one epoch of one or two steps."""
    asked = TrainRequest(
        f"{folder}/chips", f"{folder}/model", architecture="pixel", epochs=1, learning_rate=0.01, validation_share=0,
        refit="never", int8="never", device="cpu",
    )  # fmt: skip
    assert train(asked, QUIET).epochs_run == 1


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
    elif kind.nodata not in ("mask", "masks per band"):
        is_valid[:] = True
    image = make_raster(
        f"{folder}/image.tif", pixels, transform=transform, epsg=None, nodata=None if kind.nodata == "per band" else nodata,
        mask=is_valid if kind.nodata == "mask" else None, alpha=3 if kind.nodata == "alpha" else None,
    )  # fmt: skip
    set_crs(image, wkt)
    if kind.nodata == "masks per band":
        one = generator.random(is_valid.shape) > 0.5
        give_bands_masks(image, np.stack([is_valid & one, is_valid & ~one]))
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


def never_trained(chips, folder: str) -> Local:
    """Writes the description of a model that was never trained, for chips of one class; returns its network."""
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
    return Local(kernel=3, classes=len(table))


def classified(folder: str, kind: Kind, network: Local | None) -> tuple[np.ndarray, float]:
    """Classifies the image by a network, None for that of the model folder; returns the class values and the NoData value of the map."""
    request = ClassifyRequest(
        raster=f"{folder}/{kind.image}",
        model=f"{folder}/model",
        output=f"{folder}/map.tif",
        tile_size_px=64,
        device="cpu",
    )
    load = classify.load_network
    if network is not None:
        classify.load_network = lambda source: network
    try:
        classify.classify(request, QUIET)
    finally:
        classify.load_network = load
    with RasterReader(f"{folder}/map.tif") as reader:
        return reader.read(reader.grid.window)[0], reader.nodata[0]
