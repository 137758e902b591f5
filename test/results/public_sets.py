"""Describes labelled scenes of small public repositories, for `accuracy.py --sets FOLDER`.

    .venv/bin/python test/results/public_sets.py CLONES FOLDER

CLONES holds clones of the GitHub repositories that are named below, as OWNER/NAME; sets whose repository is not there are passed over. The
descriptions, and what has to be made for them, are written to FOLDER. Dense labels become sparse: those in random polygons train, the
others are evaluated. Data of R packages are read by `Rscript`, which needs no package for that.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array, ogr, osr
from pixels import field_values, read, write_band, write_features
from random_polygons import keep_inside_polygons

Described = dict[str, object]
POLYGONS_PER_CLASS = 6
R_LAYER = (
    'arguments <- commandArgs(TRUE); name <- load(arguments[1]); layer <- get(name); file <- file(arguments[2], "wb")\n'
)
R_PIXELS = R_LAYER + 'writeBin(as.double(as.matrix(attr(attr(layer, "data"), "values"))), file)'
"""Writes the values of a raster of the R package `raster`, band by band, as doubles."""
R_POLYGONS = (
    R_LAYER
    + """values <- as.character(attr(layer, "data")[[arguments[3]]])
for (i in seq_along(values)) for (part in attr(attr(layer, "polygons")[[i]], "Polygons")) {
  ring <- apply(format(attr(part, "coords"), digits = 12, trim = TRUE), 1, paste, collapse = " ")
  writeLines(paste(values[i], paste(ring, collapse = ","), sep = ";"), file)
}"""
)
"""Writes class and ring of each polygon of the R package `sp` as a line of text."""


def halves(clones: Path, folder: Path, raster: str, labels: str, field: str) -> Described:
    """Describes labels in two halves, in turn; `raster` may be a pattern."""
    return {"raster": str(clones / raster), "labels": str(clones / labels), "field": field, "split": "halves"}


def flood(clones: Path, folder: Path, sensor: str) -> Described:
    """Describes a flood in Spain, of which 2 % of the pixels train; its labels are -1, 0 and 1."""
    sample = clones / "cloudtostreet/Sen1Floods11/sample"
    classes = read(sample / "Labels/Spain_7370579_LabelHand.tif")[0].astype(int) + 1
    raster = sample / f"{sensor}/Spain_7370579_{sensor}Hand.tif"
    return _made_sparse(folder / f"flood_{sensor.lower()}", raster, classes, 0.02)


def burned_area(clones: Path, folder: Path) -> Described:
    """Describes a fire in British Columbia, of which 3 % of the pixels train."""
    data = clones / "bcgov/wps-research/cpp/kgc2/data"
    classes = read(data / "C50929_hint_bcws_perimeter.bin")[0].astype(int) + 1
    return _made_sparse(folder / "burned_area", data / "C50929_mrap_prepost.bin", classes, 0.03)


def houston(clones: Path, folder: Path, key: str) -> Described:
    """Describes Houston in 2018: RGB with labels in polygons that cover 6 %, or 48 bands at a quarter of the size with 5 % of the labels."""
    from scipy.io import loadmat

    data = loadmat(clones / "JuanMarcosRamirez/featurefusion_igarss2021/data/houston_dataset.mat")
    raster = _write(folder / f"houston_{key}.tif", data[key].transpose(2, 0, 1))
    if key == "rgbImg":
        return _made_sparse(folder / "houston_rgb", raster, data["clasLabs"].astype(int), 0.06)
    labels = write_band(folder / "houston_spectra_labels.tif", raster, data["clasLabs"][1::4, 1::4])
    return {"raster": str(raster), "labels": str(labels), "split": {"pixels_percent": 5}}


def photographs(clones: Path, folder: Path) -> Described:
    """Describes two photographs of a river from a drone, a quarter of their size: one trains, the other is evaluated."""
    data, described = clones / "geojames/CNN-Supervised-Classification/sample_data/Train", {}
    for number, (image_key, label_key) in (("26607", ("raster", "labels")), ("27113", ("test_raster", "truth"))):
        pixels = read(data / f"StMarg_{number}.jpg").reshape(3, 490, 4, 752, 4).mean((2, 4))
        image = _write(folder / f"photograph_{number}.tif", pixels.round().astype(np.uint8))
        classes = read(data / f"SCLS_StMarg{number}.tif")[0][2::4, 2::4].astype(int)
        labels = write_band(folder / f"photograph_{number}_labels.tif", image, classes)
        described |= {image_key: str(image), label_key: str(labels)}
    return described


def loon_lake(clones: Path, folder: Path) -> Described:
    """Describes a forest inventory: a few of its polygons of each class train, the others are evaluated."""
    data, field = clones / "ttrotto/LoonLakeFun/data", "LAND_COVER_CLASS_CD_1"
    inventory, classes = data / "vri2023.gpkg", {"TC": 1, "TM": 2, "SL": 3, "HE": 4, "LA": 5}
    values, generator = field_values(inventory, field), np.random.default_rng(0)
    chosen, others = [], []
    for code in classes:
        members = generator.permutation([feature for feature, value in values.items() if value == code]).tolist()
        count = min(POLYGONS_PER_CLASS, len(members) // 2)
        chosen, others = chosen + members[:count], others + members[count:]
    labels = write_features(folder / "loon_lake_labels.gpkg", inventory, chosen)
    truth = write_features(folder / "loon_lake_truth.gpkg", inventory, others)
    described = {"raster": str(data / "landsat.tif"), "labels": str(labels), "truth": str(truth)}
    return {**described, "field": field, "classes": classes}


def slovenia(clones: Path, folder: Path, split: object) -> Described:
    """Describes land use, and the NDVI of the dates with less than 2 % of clouds."""
    patch = clones / "sentinel-hub/eo-learn/example_data/TestEOPatch"
    clear = np.load(patch / "mask/CLM.npy").mean((1, 2, 3)) < 0.02
    raster = _write(folder / "slovenia.tif", np.load(patch / "data/NDVI.npy")[clear, ..., 0])
    classes = np.load(patch / "mask_timeless/LULC.npy")[..., 0].astype(int)
    return {
        "raster": str(raster),
        "labels": str(write_band(folder / "slovenia_labels.tif", raster, classes)),
        "split": split,
    }


def gewata(clones: Path, folder: Path, is_dense: bool) -> Described:
    """Describes polygons in Ethiopia, evaluated on a map of land use where that has their classes, or in two halves."""
    data, grid, shape = clones / "GeoScripting-WUR/AdvancedRasterAnalysis/data", (808755, 852945), (1177, 1548)
    bands = [_r_pixels(data / f"GewataB{number}.rda", folder, shape) for number in (1, 2, 3, 4, 5, 7)]
    raster = _write(folder / "gewata.tif", np.concatenate(bands).astype(np.int16), grid, 32636)
    labels = _r_polygons(data / "trainingPoly.rda", folder / "gewata.gpkg", "Class", 32636)
    described = {"raster": str(raster), "labels": str(labels), "field": "Class"}
    if not is_dense:
        return {**described, "split": "halves"}
    classes = {"cropland": 1, "forest": 5, "wetland": 6}
    known = _r_pixels(data / "lulcGewata.rda", folder, shape)[0]
    truth = np.where(np.isin(known, list(classes.values())), known, 0).astype(int)
    return {**described, "classes": classes, "truth": str(write_band(folder / "gewata_truth.tif", raster, truth))}


def costa_rica(clones: Path, folder: Path, year: int) -> Described:
    """Describes polygons of forest and other ground in two halves, in turn."""
    data, name, field = clones / "azvoleff/teamlucc/data", f"costa_rica_{year}", f"class_{year}"
    pixels = _r_pixels(data / f"L5TSR_{year}.RData", folder, (167, 213)).astype(np.float32)
    raster = _write(folder / f"{name}.tif", pixels, (826245, 1112835), 32616)
    labels = _r_polygons(data / "L5TSR_1986_2001_training.RData", folder / f"{name}.gpkg", field, 32616)
    return {"raster": str(raster), "labels": str(labels), "field": field, "split": "halves"}


def fergana(clones: Path, folder: Path) -> Described:
    """Describes fields in Uzbekistan in two halves, in turn."""
    package = clones / "RRemelgado/fieldRS"
    labels = _r_polygons(package / "data/fieldData.RData", folder / "fergana.gpkg", "crop", 32642)
    raster = package / "inst/extdata/ndvi.tif"
    return {"raster": str(raster), "labels": str(labels), "field": "crop", "split": "halves"}


def _made_sparse(name: Path, raster: Path, classes: np.ndarray, share: float) -> Described:
    """Writes labels in random polygons that cover a share of all pixels, and the others as truth; 0 is no class."""
    kept = keep_inside_polygons([classes], share, 0, np.random.default_rng(0))[0]
    labels = write_band(name.with_name(f"{name.name}_labels.tif"), raster, kept)
    truth = write_band(name.with_name(f"{name.name}_truth.tif"), raster, np.where(kept > 0, 0, classes))
    return {"raster": str(raster), "labels": str(labels), "truth": str(truth)}


def _write(target: Path, pixels: np.ndarray, corner: tuple[float, float] | None = None, epsg: int = 0) -> Path:
    """Writes pixels (bands, height, width) as a GeoTIFF; with an upper left corner in pixels of 30 m."""
    source = gdal_array.OpenArray(np.ascontiguousarray(pixels))
    if corner:
        source.SetGeoTransform((corner[0], 30, 0, corner[1], 0, -30))
        source.SetProjection(_crs(epsg).ExportToWkt())
    gdal.GetDriverByName("GTiff").CreateCopy(str(target), source).FlushCache()
    return target


def _crs(epsg: int) -> osr.SpatialReference:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    return crs


def _r_pixels(source: Path, folder: Path, shape: tuple[int, int]) -> np.ndarray:
    """Returns the pixels (bands, height, width) of a raster in an R file."""
    target = folder / f"{source.stem}.values"
    subprocess.run(["Rscript", "-e", R_PIXELS, source, target], check=True)
    return np.fromfile(target).reshape(-1, *shape)


def _r_polygons(source: Path, target: Path, field: str, epsg: int) -> Path:
    """Writes the polygons of an R file as a layer with the class as text."""
    lines = target.with_suffix(".txt")
    subprocess.run(["Rscript", "-e", R_POLYGONS, source, lines, field], check=True)
    target.unlink(missing_ok=True)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(target))
    layer = dataset.CreateLayer("labels", _crs(epsg), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for line in lines.read_text(encoding="utf-8").splitlines():
        value, ring = line.split(";")
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField(field, value)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
        layer.CreateFeature(feature)
    return target


def _of(repository: str, raster: str, labels: str, field: str) -> Callable[[Path, Path], Described]:
    """Returns what describes files of a repository that need no change."""
    return partial(halves, raster=f"{repository}/{raster}", labels=f"{repository}/{labels}", field=field)


CHIAPAS = ("example/LE70220491999322EDC01_stack.gtif", "example/training_data.shp", "class")
LEIPZIG = ("inst/extdata/leipzig_raster.tif", "inst/extdata/leipzig_points.gpkg", "land_cover")
MOEHNE = "UpekshaIndeewari/Machine-Learning-Approaches-for-Land-Use-Land-Cover-Classification"
SETS: dict[str, Callable[[Path, Path], Described]] = {
    "burned_area": burned_area,
    "chiapas": _of("ceholden/open-geo-tutorial", *CHIAPAS),
    "costa_rica_1986": partial(costa_rica, year=1986),
    "costa_rica_2001": partial(costa_rica, year=2001),
    "fergana": fergana,
    "flood_s1": partial(flood, sensor="S1"),
    "flood_s2": partial(flood, sensor="S2"),
    "gewata": partial(gewata, is_dense=True),
    "gewata_halves": partial(gewata, is_dense=False),
    "houston_rgb": partial(houston, key="rgbImg"),
    "houston_spectra": partial(houston, key="hyprImg"),
    "kansas": _of("cmartin58/dats6450_spring2024", "data/my_rgbn.tif", "data/training.shp", "name"),
    "lake": _of("chikaj/wekeo_competition_2022", "data/concise.tif", "data/training.gpkg", "land_cover_desc"),
    "leipzig": _of("mlr-org/mlr3spatial", *LEIPZIG),
    "loon_lake": loon_lake,
    "moehne": _of(MOEHNE, "data/image.tif", "data/sample_points.shp", "Labels"),
    "photographs": photographs,
    "rcr": _of("patrickcgray/open-geo-tutorial", "data/sentinel-2/*.tiff", "data/rcr/rcr_landcover.shp", "Classname"),
    "river": _of(
        "redfoxgis/image-segmentation-classification", "data/river_subset.tif", "data/training_data.shp", "label"
    ),
    "slovenia": partial(slovenia, split={"pixels_percent": 2}),
    "slovenia_west": partial(slovenia, split="west_to_east"),
}


def main() -> int:
    """Writes the descriptions and prints what was passed over; returns the exit status, 1 where nothing was written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clones", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    clones, folder = options.clones.resolve(), options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, describe in SETS.items():
        try:
            described = describe(clones, folder)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            print(f"{name} is passed over: {error}", file=sys.stderr)
            continue
        (folder / f"{name}.json").write_text(json.dumps(described, indent=2), encoding="utf-8")
        written += 1
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
