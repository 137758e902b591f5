"""Sparse labels against dense ones: the curve of docs/results.md.

    .venv/bin/python test/results/sparse.py --data DATA --work build/sparse [--shares 1 5 20 100] [--set EPOCHS=8]

Of the dense labels of `naip/train` only those inside random polygons are kept, until they cover the share (percent) of all pixels that is
asked for; the rest becomes 0 = not labelled (the classes, 0 to 5, become 1 to 6). Each share is trained on alike, and all are judged on
the whole of `naip/val`, beside a per-pixel random forest that learned the same pixels. A line for each is appended to WORK/sparse.txt.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from osgeo import gdal

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from results.real_data import Bench, strip
from results.scoring import predict, random_forest, read, score

RADIUS_PX = (6, 20)
"""How far the corners of a polygon lie from its centre: what one draws by hand in a minute, some 50 to 1000 pixels."""
CORNERS = (5, 9)
VALUES = tuple(range(1, 7))


def random_polygon(height: int, width: int, generator: np.random.Generator) -> np.ndarray:
    """Draws a polygon, star-shaped about a random centre, and returns its pixels: bool (height, width)."""
    count = generator.integers(*CORNERS)
    angles = np.sort(generator.uniform(0, 2 * np.pi, count))
    radii = generator.uniform(*RADIUS_PX, count)
    y, x = np.mgrid[:height, :width]
    y, x = y - generator.uniform(0, height), x - generator.uniform(0, width)
    return np.hypot(y, x) <= np.interp(np.arctan2(y, x), angles, radii, period=2 * np.pi)


def kept(labels: list[np.ndarray], share: float, generator: np.random.Generator) -> list[np.ndarray]:
    """Returns label chips of 1 and up where random polygons lie, which cover `share` (0 to 1) of all pixels, and 0 elsewhere."""
    if share >= 1:
        return [label + 1 for label in labels]
    masks = [np.zeros(label.shape, bool) for label in labels]
    goal, covered = share * sum(label.size for label in labels), 0
    while covered < goal:
        mask = masks[generator.integers(len(masks))]
        before = np.count_nonzero(mask)
        mask |= random_polygon(*mask.shape, generator)
        covered += np.count_nonzero(mask) - before
    return [np.where(mask, label + 1, 0) for mask, label in zip(masks, labels)]


def write_chips(target: Path, images: list[Path], labels: list[np.ndarray]) -> Path:
    """Writes a bare folder of `images/` (links) and `labels/`; tiles without any label are left out."""
    for name in ("images", "labels"):
        (target / name).mkdir(parents=True, exist_ok=True)
        for old in (target / name).iterdir():
            old.unlink()
    for image, label in zip(images, labels):
        if not label.any():
            continue
        (target / "images" / image.name).symlink_to(image)
        height, width = label.shape
        source = gdal.Open(str(image))
        chip = gdal.GetDriverByName("GTiff").Create(
            str(target / "labels" / image.name), width, height, 1, gdal.GDT_Byte
        )
        chip.SetGeoTransform(source.GetGeoTransform())
        chip.SetProjection(source.GetProjection())
        chip.GetRasterBand(1).WriteArray(label.astype(np.uint8))
        chip.FlushCache()
    return target


def run_share(bench: Bench, percent: float, seed: int) -> None:
    """Trains on a share of the labels and on a forest of the same pixels; judges both on `val`."""
    data, tag = bench.data / "naip", f"{percent:g}"
    images = sorted((data / "train/images").glob("*.tif"))
    labels = [read(data / "train/labels" / path.name)[0] for path in images]
    sparse = kept(labels, percent / 100, np.random.default_rng(seed))
    chips = write_chips(bench.folder / f"chips-{tag}", images, sparse)
    model, classes = bench.folder / f"model-{tag}", bench.folder / f"classes-{tag}.tif"
    bench.run(
        "trainpixelclassifier", CHIPS=chips, ARCHITECTURE="unet", ENCODER="resnet34", BATCH_SIZE=8, VALIDATION_SHARE=0,
        REPORT=bench.folder / f"report-{tag}.html", OUTPUT=model,
    )  # fmt: skip
    validation = sorted((data / "val/images").glob("*.tif"))
    mosaic = strip(bench.folder / "val.vrt", validation)
    bench.run("classifypixels", INPUT=mosaic, MODEL=model, TILE_SIZE=256, OVERLAP=0, OUTPUT=classes)
    truth = np.concatenate([read(data / "val/labels" / path.name)[0] + 1 for path in validation], axis=1)
    everywhere = np.ones(truth.shape, bool)
    bench.report(f"{tag} % network", score(truth, read(classes)[0], VALUES, everywhere))
    where = [label > 0 for label in sparse]
    pixels = np.concatenate([read(path)[:, mask] for path, mask in zip(images, where)], axis=1)
    learned = np.concatenate([label[mask] for label, mask in zip(sparse, where)])
    forest = random_forest(pixels, learned, 400_000)
    bench.report(f"{tag} % forest", score(truth, predict(forest, read(mosaic)), VALUES, everywhere))


class SparseBench(Bench):
    """Writes its lines to sparse.txt."""

    RESULTS = "sparse.txt"


def main() -> None:
    """Runs the shares named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds naip/")
    parser.add_argument("--work", type=Path, default=Path("build/sparse"))
    parser.add_argument("--shares", type=float, nargs="+", default=[1, 5, 20, 100], help="percent of the pixels")
    parser.add_argument("--seed", type=int, default=0, help="which polygons are drawn")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="a training parameter to use instead"
    )
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    overrides = {"EPOCHS": "8", **dict(item.split("=", 1) for item in options.set)}
    bench = SparseBench("naip sparse", options.data.resolve(), options.work.resolve(), overrides)
    for percent in options.shares:
        run_share(bench, percent, options.seed)


if __name__ == "__main__":
    main()
