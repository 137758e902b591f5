"""Shows the whole chain through `qgis_process`: export, train, classify, and how good it is.

    .venv/bin/python test/demo/demo.py [--raster IMAGE --labels POLYGONS --field FIELD] [--folder build/demo]

Without a raster it makes its own scene (scene.py), trains in the western half and evaluates in the eastern, beside a
random forest that knows the same training pixels one by one. With one's own raster and labels it does the same: it keeps the
labels on one side of a straight cut apart, trains both on the others, and evaluates both there.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr
from sklearn.ensemble import RandomForestClassifier

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "helpers")]

import own_data
import picture
import plugin_package  # noqa: F401 (makes the package importable)
import scene
from headless import Headless, HeadlessError, command_line
from pixel_classifier.rasters.core.number_text import whole

gdal.UseExceptions()
ogr.UseExceptions()

CHIP_SIZE, STRIDE = 128, 64
TRAINING = {"ENCODER": "resnet18", "EPOCHS": 16, "BATCH_SIZE": 4}
OVERVIEW_PX = 1024


@dataclass(frozen=True)
class Score:
    """How well a map agrees with the truth: overall accuracy and IoU per class value, both 0 to 1."""

    accuracy: float
    iou: dict[int, float]

    @property
    def mean_iou(self) -> float:
        """Returns the mean of the classes' IoU."""
        return float(np.mean(list(self.iou.values())))


def score(predicted: np.ndarray, truth: np.ndarray) -> Score:
    """Evaluates class values against true ones, both of any equal shape."""
    iou = {}
    for value in np.unique(truth).tolist():
        either = (predicted == value) | (truth == value)
        iou[value] = float(((predicted == value) & (truth == value)).sum() / either.sum())
    return Score(float((predicted == truth).mean()), iou)


def read(path: Path) -> np.ndarray:
    """Reads a whole raster as (bands, h, w)."""
    raster = gdal.Open(str(path))
    bands = [raster.GetRasterBand(number) for number in range(1, raster.RasterCount + 1)]
    kind = np.dtype({1: "u1", 2: "u2", 3: "i2", 4: "u4", 5: "i4", 6: "f4", 7: "f8"}.get(bands[0].DataType, "f8"))
    code = bands[0].DataType if kind != np.dtype("f8") else gdal.GDT_Float64
    return np.stack([np.frombuffer(b.ReadRaster(buf_type=code), kind).reshape(b.YSize, b.XSize) for b in bands])


def burn_labels(files: scene.SceneFiles) -> np.ndarray:
    """Burns the training polygons into the scene's grid: class values, 0 where there is no polygon."""
    image, source = gdal.Open(str(files.image)), ogr.Open(str(files.labels))
    burnt = gdal.GetDriverByName("MEM").Create("", image.RasterXSize, image.RasterYSize, 1, gdal.GDT_Byte)
    burnt.SetGeoTransform(image.GetGeoTransform())
    burnt.SetProjection(image.GetProjection())
    layer = source.GetLayer(0)
    for name, value in scene.VALUES.items():
        layer.SetAttributeFilter(f"class = '{name}'")
        gdal.RasterizeLayer(burnt, [1], layer, burn_values=[value])
    return np.frombuffer(burnt.GetRasterBand(1).ReadRaster(), np.uint8).reshape(image.RasterYSize, image.RasterXSize)


def random_forest(pixels: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Classifies (bands, h, w) pixel by pixel with a forest of 60 trees, trained where labels are not 0."""
    forest = RandomForestClassifier(60, n_jobs=2, random_state=0).fit(pixels[:, labels > 0].T, labels[labels > 0])
    return forest.predict(pixels.reshape(len(pixels), -1).T).reshape(labels.shape)


class Chain:
    """Runs the three algorithms into one folder, saying each command and how long it took."""

    def __init__(self, folder: Path) -> None:
        """Empties the folder's results of an earlier run."""
        self.folder = folder
        self.headless = Headless(folder / "profile", environment=Path(sys.prefix))
        self.chips, self.model = folder / "chips", folder / "model"
        self.report, self.classes, self.confidence = (
            folder / name for name in ("report.html", "classes.tif", "confidence.tif")
        )
        for path in (self.chips, self.model):
            shutil.rmtree(path, ignore_errors=True)

    def run(self, algorithm: str, inputs: dict[str, object]) -> None:
        """Runs one algorithm and prints its command, its log as it comes, and the time that it took."""
        print(f"\n$ {command_line(algorithm, inputs)}", flush=True)
        started = time.monotonic()
        self.headless.stream(algorithm, inputs, lambda line: print(f"  {line}", flush=True))
        print(f"  {time.monotonic() - started:.0f} s", flush=True)

    def export(self, raster: str, labels: dict[str, object]) -> None:
        """Exports chips, in place of earlier ones."""
        shutil.rmtree(self.chips, ignore_errors=True)
        size = {"CHIP_SIZE": CHIP_SIZE, "STRIDE": STRIDE}
        self.run("exporttrainingchips", {"INPUT": raster, **labels, **size, "OUTPUT": str(self.chips)})

    def train_and_classify(self, raster: str, training: dict[str, object]) -> None:
        """Trains on the chips and classifies the raster."""
        outputs = {"REPORT": str(self.report), "OUTPUT": str(self.model)}
        self.run("trainpixelclassifier", {"CHIPS": str(self.chips), **training, **outputs})
        maps = {"CONFIDENCE": str(self.confidence), "OUTPUT": str(self.classes)}
        self.run("classifypixels", {"INPUT": raster, "MODEL": str(self.model), **maps})


def print_table(names: dict[int, str], columns: dict[str, Score]) -> None:
    """Prints IoU per class, mean IoU and overall accuracy, a column for each score."""
    width = max(len(name) for name in (*names.values(), "overall accuracy"))
    print(f"  {'':{width}}" + "".join(f"  {title:>24}" for title in columns))
    for value, name in names.items():
        known = [f"{result.iou[value]:.3f}" if value in result.iou else "not evaluated" for result in columns.values()]
        cells = "".join(f"  {text:>24}" for text in known)
        print(f"  {name:{width}}{cells}")
    print(f"  {'mean IoU':{width}}" + "".join(f"  {result.mean_iou:24.3f}" for result in columns.values()))
    print(f"  {'overall accuracy':{width}}" + "".join(f"  {result.accuracy:24.3f}" for result in columns.values()))


def show_invented_scene(chain: Chain, size: int, training: dict[str, object]) -> Path:
    """Runs the chain on the invented scene and evaluates its eastern half. Returns the picture."""
    files = scene.write_scene(chain.folder / "scene", scene.make_scene(size))
    last_training, first_evaluated = (
        c * size // scene.SIZE_PX for c in (scene.TRAINING_COLUMNS, scene.HELD_OUT_COLUMN)
    )
    print(f"The scene: {files.image}, with {files.labels.name} and {files.truth.name} beside it.")
    chain.export(str(files.image), {"LABELS": str(files.labels), "CLASS_FIELD": "class"})
    chain.train_and_classify(str(files.image), training)
    pixels, truth, labels, classes = read(files.image), read(files.truth)[0], burn_labels(files), read(chain.classes)[0]
    forest = np.where(truth > 0, random_forest(pixels, labels), 0)
    evaluated = truth > 0
    evaluated[:, :first_evaluated] = False
    scores = {
        "Pixel Classifier": score(classes[evaluated], truth[evaluated]),
        "per-pixel random forest": score(forest[evaluated], truth[evaluated]),
    }
    print(f"\nHeld-out area, {whole(int(evaluated.sum()))} pixels in the east, {first_evaluated - last_training} m")
    print(
        f"and more from any of the {whole(int((labels > 0).sum()))} labelled pixels that both have learned from. IoU:"
    )
    names = {value: name for name, value in scene.VALUES.items()}
    print_table(names, scores)
    network, baseline = scores.values()
    colors = {scene.VALUES[name]: color for name, color in scene.CLASSES.items()}
    natural = picture.stretch(pixels[:3], truth > 0)
    panels = [
        ("Image", natural),
        ("Training polygons (western half only)", picture.labels_over(natural, labels, colors)),
        ("Classification", picture.paint(classes, colors)),
        ("Truth", picture.paint(truth, colors)),
    ]
    legend = [
        picture.LegendEntry(name, colors[value], network.iou[value], baseline.iou[value])
        for value, name in names.items()
    ]
    lines = [
        "Evaluated in the eastern half:",
        f"overall accuracy {network.accuracy:.2f}",
        f"(random forest {baseline.accuracy:.2f})",
    ]
    path = chain.folder / "demo.png"
    picture.draw(path, panels, legend, lines, ("Per-pixel random forest", picture.paint(forest, colors)))
    return path


def show_own_data(chain: Chain, raster: str, labels: str, field: str, training: dict[str, object]) -> Path:
    """Runs the chain on one's own raster and labels and evaluates a part that is kept apart. Returns the picture."""
    name = "LABEL_RASTER" if is_raster(labels) else "LABELS"
    given = {name: labels, **({"CLASS_FIELD": field} if field else {})}
    chain.export(raster, given)
    parting = own_data.part_by_space(chain.chips)
    if parting is not None:
        print(f"\nThe labels in the {parting.side} are kept apart, and the rest is exported alone.")
        chain.export(raster, {**given, "EXTENT": parting.extent(parting.training)})
    chain.train_and_classify(raster, training)
    description = json.loads((chain.model / "model.json").read_text(encoding="utf-8"))
    metrics, table = description["metrics"], description["class_table"]
    names = {entry["value"]: entry["name"] for entry in table}
    if parting is None:
        print(
            "\nNo straight cut leaves all classes for training on one side and two for evaluation on the other: the figures are the"
        )
        print("training's own, on its validation blocks, without a random forest. IoU:")
        iou = {e["value"]: found["iou"] for e, found in zip(table, metrics["classes"]) if found["iou"] is not None}
        scores = {"Pixel Classifier": Score(metrics["accuracy"], iou)}
        where = "On validation blocks:"
    else:
        scores = evaluate_own_data(chain, raster, given, parting)
        print(
            f"\nHeld-out labels in the {parting.side}, {own_data.GAP_PX} pixels and more from what both have learned from. IoU:"
        )
        where = f"Evaluated in the {parting.side}:"
    print_table(names, scores)
    network, *others = scores.values()
    colors = {entry["value"]: tuple(entry["color"]) for entry in table}
    classes, image, valid = overviews(chain.classes, raster)
    panels = [("Image", picture.stretch(image, valid)), ("Classification", picture.paint(classes, colors))]
    legend = [
        picture.LegendEntry(names[v], colors[v], network.iou.get(v), others[0].iou.get(v) if others else None)
        for v in names
    ]
    lines = [where, f"overall accuracy {network.accuracy:.2f}"]
    lines += [f"(random forest {other.accuracy:.2f})" for other in others]
    path = chain.folder / "demo.png"
    picture.draw(path, panels, legend, lines)
    return path


def evaluate_own_data(
    chain: Chain, raster: str, given: dict[str, object], parting: own_data.Parting
) -> dict[str, Score]:
    """Evaluates the network's map and a forest's by Assess Classification on the labels that were kept apart."""
    forest = chain.folder / "forest.tif"
    own_data.write_forest_map(chain.chips, raster, chain.classes, forest, parting.evaluated)
    reference = {
        {"LABELS": "REFERENCE", "LABEL_RASTER": "REFERENCE_RASTER"}.get(key, key): v for key, v in given.items()
    }
    scores = {}
    for title, path in (("Pixel Classifier", chain.classes), ("per-pixel random forest", forest)):
        figures = path.with_suffix(".csv")
        extent = {"EXTENT": parting.extent(parting.evaluated)}
        chain.run("assessclassification", {"INPUT": str(path), **reference, **extent, "TABLE": str(figures)})
        scores[title] = Score(*own_data.read_assessment(figures))
    return scores


def is_raster(path: str) -> bool:
    """Tells whether GDAL opens the path as a raster."""
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER) is not None
    except RuntimeError:
        return False


def overviews(classes: Path, raster: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Reads small versions of classes (h, w) and image (3, h, w), and where the image has something."""
    source, map_ = gdal.Open(raster), gdal.Open(str(classes))
    scale = min(1.0, OVERVIEW_PX / max(source.RasterXSize, source.RasterYSize))
    width, height = max(1, int(source.RasterXSize * scale)), max(1, int(source.RasterYSize * scale))
    numbers = (1, 2, 3) if source.RasterCount >= 3 else (1, 1, 1)
    floats = {"buf_xsize": width, "buf_ysize": height, "buf_type": gdal.GDT_Float64}
    bands = [np.frombuffer(source.GetRasterBand(n).ReadRaster(**floats)).reshape(height, width) for n in numbers]
    valid = np.frombuffer(source.GetRasterBand(1).GetMaskBand().ReadRaster(**floats)).reshape(height, width) > 0
    values = np.frombuffer(map_.GetRasterBand(1).ReadRaster(**floats)).reshape(height, width)
    image = np.nan_to_num(np.stack(bands))
    return values.astype(np.int64), image, valid & np.isfinite(np.stack(bands)).all(0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raster", help="one's own image; default: the invented scene")
    parser.add_argument("--labels", default="", help="polygons, or a label raster")
    parser.add_argument("--field", default="", help="the polygons' class field")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "demo")
    parser.add_argument("--size", type=int, default=scene.SIZE_PX, help="side of the invented scene in pixels")
    parser.add_argument("--epochs", type=int, default=TRAINING["EPOCHS"])
    arguments = parser.parse_args()
    if arguments.raster and not arguments.labels:
        parser.error("RASTER needs LABELS: polygons or a label raster.")
    started = time.monotonic()
    chain = Chain(arguments.folder.resolve())
    training = {**TRAINING, "EPOCHS": arguments.epochs}
    try:
        if arguments.raster:
            path = show_own_data(
                chain, str(Path(arguments.raster).resolve()), arguments.labels, arguments.field, training
            )
        else:
            path = show_invented_scene(chain, arguments.size, training)
    except HeadlessError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\nPicture:  {path}\nReport:   {chain.report}\nModel:    {chain.model}")
    image = arguments.raster or chain.folder / "scene" / "image.tif"
    print(f"Open in QGIS:\n  qgis {image} {chain.classes}")
    print(f"{time.monotonic() - started:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
