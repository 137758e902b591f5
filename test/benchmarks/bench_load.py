"""Large loads: many chips, a large raster, polygons of many vertices, many classes, many bands.

    .venv/bin/python test/benchmarks/bench_load.py [chips|raster|vertices|classes|bands ...]

Each load runs in a process of its own. Seconds are CPU seconds on one thread; memory is the anonymous memory of the process, without files that
are mapped. Needs 1 GB of disk in the folder of temporary files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import torch
from bench_classify import near_free, network_in_place, request, write_model
from chip_samples import scene
from measure import BANDS, say, write_image
from osgeo import gdal, ogr
from pixel_classifier.models.core.requests import ClassifyRequest, TrainRequest
from pixel_classifier.models.networks import pixel_network
from pixel_classifier.models.prediction import classify
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels, open_labels
from pixel_classifier.rasters.reading.dataset import RasterDataset
from prediction_samples import write_scene

CHIPS, CHIP_PX, SOURCES = 50_000, 32, 16
LARGE_PX, PIECE_PX = 30_000, 2000
VERTICES = 1_000_000
SILENT = SilentReporter()


def anonymous_mb() -> float:
    """Returns the anonymous memory of this process in MB (Linux only)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("RssAnon:")[1].split()[0]) / 1024


class Epochs(SilentReporter):
    """Notes time and memory at the end of each epoch, and what has been listed until then."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, float, float, int]] = []
        self.listings = 0
        sys.addaudithook(self._count)

    def _count(self, event: str, arguments: tuple) -> None:
        self.listings += event in ("os.listdir", "os.scandir") and "chips" in str(arguments[0])

    def info(self, message: str) -> None:
        """Notes a line on an epoch, and the first line, which follows the listing."""
        if message.startswith("Epoch") or not self.notes:
            self.notes.append((message.split(":")[0], time.process_time(), anonymous_mb(), self.listings))


def chips(folder: Path) -> None:
    """Trains a small network on 50 000 chips, whose files are links to 16."""
    place = many_chips(folder)
    torch.set_num_threads(1)
    pixel_network.PixelNetwork.__init__.__defaults__ = ((4, 4), 0.0)
    epochs, before = Epochs(), time.process_time()
    train(
        TrainRequest(
            str(place), str(folder / "model"), architecture="pixel", epochs=3, batch_size=64, learning_rate=0.01, device="cpu",
            refit="never", validation_share=0.1, augment=False,
        ),
        epochs,
    )  # fmt: skip
    previous = before
    for what, at, memory, listings in epochs.notes:
        what = "listed" if at == epochs.notes[0][1] else what
        say(f"{CHIPS} chips, {what}", at - previous, "CPU-s", f"{memory:.0f} MB, {listings} listings so far")
        previous = at


def many_chips(folder: Path) -> Path:
    """Makes a training chips folder of 50 000 chips, as an export writes it."""
    pixels, values = scene(CHIP_PX * 4, patch=CHIP_PX // 2)
    image, labels = write_scene(folder / "i.tif", pixels), write_scene(folder / "l.tif", values.astype(np.uint8)[None])
    place = folder / "chips"
    export_chips(
        ExportRequest(image, RasterLabels(labels), str(place), chip_size_px=CHIP_PX, stride_px=CHIP_PX), SILENT
    )
    manifest = json.loads((place / "chips.json").read_text())
    sources, across = manifest["chips"], 250
    assert len(sources) == SOURCES
    manifest["chips"] = []
    for number in range(CHIPS):
        source, stem = sources[number % SOURCES], f"{number:012d}"
        if number >= SOURCES:
            for kind in ("images", "labels"):
                os.link(place / kind / f"{source['stem']}.tif", place / kind / f"{stem}.tif")
        window = [number % across * CHIP_PX, number // across * CHIP_PX, CHIP_PX, CHIP_PX]
        manifest["chips"].append({**source, "stem": stem, "window": window})
    side = across * CHIP_PX
    manifest["scenes"][0].update(width=side, height=side)
    manifest["class_pixels"] = {key: count * CHIPS // SOURCES for key, count in manifest["class_pixels"].items()}
    (place / "chips.json").write_text(json.dumps(manifest))
    return place


def raster(folder: Path) -> None:
    """Classifies rasters of 30 000 columns with a near-free network: a tenth of the rows, and all."""
    torch.set_num_threads(1)
    piece = write_image(folder / "piece.tif", PIECE_PX, PIECE_PX)
    model = write_model(folder / "model")
    for height in (LARGE_PX // 10, LARGE_PX):
        image, output = mosaic_of(piece, folder / f"{height}.vrt", LARGE_PX, height), folder / "classes.tif"
        before, since = anonymous_peak(), time.process_time()
        with network_in_place(near_free()):
            classify.classify(request(image, model, output), SILENT)
        took = time.process_time() - since
        say(
            f"{LARGE_PX} x {height} pixels", LARGE_PX * height / 1e6 / took, "Mpixel per CPU-s",
            f"{took:.0f} CPU-s, {anonymous_peak() - before:.0f} MB above the process before, result {output.stat().st_size / 2**20:.0f} MB",
        )  # fmt: skip
        output.unlink()


def anonymous_peak() -> float:
    """Returns the highest resident memory of this process since the last call, in MB (Linux only)."""
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    Path("/proc/self/clear_refs").write_text("5")
    return peak


def mosaic_of(piece: Path, path: Path, width: int, height: int) -> Path:
    """Writes a virtual raster that repeats a piece."""
    source = gdal.Open(str(piece))
    bands = []
    for number in range(1, BANDS + 1):
        parts = "".join(
            f'<SimpleSource><SourceFilename relativeToVRT="1">{piece.name}</SourceFilename><SourceBand>{number}</SourceBand>'
            f'<SourceProperties RasterXSize="{PIECE_PX}" RasterYSize="{PIECE_PX}" DataType="UInt16" BlockXSize="256" BlockYSize="256"/>'
            f'<SrcRect xOff="0" yOff="0" xSize="{PIECE_PX}" ySize="{PIECE_PX}"/>'
            f'<DstRect xOff="{x}" yOff="{y}" xSize="{PIECE_PX}" ySize="{PIECE_PX}"/></SimpleSource>'
            for y in range(0, height, PIECE_PX)
            for x in range(0, width, PIECE_PX)
        )
        bands.append(f'<VRTRasterBand dataType="UInt16" band="{number}">{parts}</VRTRasterBand>')
    transform = ", ".join(map(str, source.GetGeoTransform()))
    path.write_text(
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>{source.GetProjection()}</SRS><GeoTransform>{transform}</GeoTransform>'
        f"{''.join(bands)}</VRTDataset>"
    )
    return path


def vertices(folder: Path) -> None:
    """Rasterizes one polygon of 10⁶ vertices, and 1000 of 1000, on grids of more and more pixels."""
    for parts in (1, 1000):
        layer = star_layer(folder / f"{parts}.gpkg", parts, VERTICES // parts)
        for size in (1000, 2000, 4000, 8000):
            grid = RasterDataset(blank(folder / f"{size}.tif", size, 8000 / size)).info.grid
            before = time.process_time()
            labels = open_labels(VectorLabels(layer, None, "class"), grid, SILENT)
            opened = time.process_time()
            for y in range(0, size, 500):
                labels.read(Window(0, y, size, 500))
            took = time.process_time() - opened
            labels.close()
            say(
                f"{parts} polygons of {VERTICES // parts} vertices, {size} x {size} pixels", took, "CPU-s",
                f"{took / size**2 * 1e6:.2f} s per Mpixel, opened in {opened - before:.1f} s",
            )  # fmt: skip


def star_layer(path: Path, parts: int, count: int) -> str:
    """Writes stars of two classes with so many vertices each over a square of 8 km."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = RasterDataset(blank(path.with_suffix(".tif"), 8, 1000)).info.grid.crs_wkt
    layer = source.CreateLayer("labels", gdal.osr.SpatialReference(reference), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTInteger))
    across = round(parts**0.5 + 0.49)
    side = 8000 / across
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    generator = np.random.default_rng(0)
    layer.StartTransaction()
    for number in range(parts):
        radius = side * generator.uniform(0.3, 0.5, count)
        x = 500000 + side * (number % across + 0.5) + radius * np.cos(angles)
        y = 4000000 - side * (number // across + 0.5) + radius * np.sin(angles)
        ring = ",".join(f"{a:.3f} {b:.3f}" for a, b in zip([*x, x[0]], [*y, y[0]]))
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("class", number % 2 + 1)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return str(path)


def blank(path: Path, size: int, pixel: float) -> str:
    """Writes an empty raster over the square."""
    raster = gdal.GetDriverByName("GTiff").Create(str(path), size, size, 1, gdal.GDT_Byte, ["SPARSE_OK=YES"])
    raster.SetGeoTransform((500000, pixel, 0, 4000000, 0, -pixel))
    reference = gdal.osr.SpatialReference()
    reference.ImportFromEPSG(32633)
    raster.SetProjection(reference.ExportToWkt())
    raster.FlushCache()
    return str(path)


def classes(folder: Path) -> None:
    """Exports, trains and classifies 200 classes."""
    _chain(folder, "200 classes", *scene(512, classes=200, bands=4, dtype="uint16", patch=16))


def bands(folder: Path) -> None:
    """Exports, trains and classifies 400 bands."""
    _chain(folder, "400 bands", *scene(512, classes=5, bands=400, dtype="uint16", patch=16))


def _chain(folder: Path, what: str, pixels: np.ndarray, values: np.ndarray) -> None:
    """Prints what each step takes on a scene of 512 x 512 pixels."""
    torch.set_num_threads(1)
    image, labels = write_scene(folder / "i.tif", pixels), write_scene(folder / "l.tif", values.astype(np.uint8)[None])
    output = str(folder / "classes.tif")
    steps: dict[str, Callable[[], object]] = {
        "export": lambda: export_chips(
            ExportRequest(image, RasterLabels(labels), str(folder / "chips"), chip_size_px=64, stride_px=64), SILENT
        ),
        "pixel network, 5 epochs": lambda: train(
            TrainRequest(
                str(folder / "chips"), str(folder / "model"), architecture="pixel", epochs=5, learning_rate=0.01, device="cpu", refit="never",
                report=str(folder / "report.html"),
            ),
            SILENT,
        ),
        "U-Net on ResNet-18, 1 epoch": lambda: train(
            TrainRequest(
                str(folder / "chips"), str(folder / "unet"), architecture="unet", encoder="resnet18", epochs=1, learning_rate=0.001,
                device="cpu", refit="never",
            ),
            SILENT,
        ),
        "classification": lambda: classify.classify(
            ClassifyRequest(image, str(folder / "model"), output, device="cpu", confidence=str(folder / "c.tif"), areas=str(folder / "a.csv")),
            SILENT,
        ),
    }  # fmt: skip
    for step, run in steps.items():
        anonymous_peak()
        before = time.process_time()
        run()
        say(
            f"{what}, {step}",
            time.process_time() - before,
            "CPU-s",
            f"{anonymous_peak():.0f} MB at most, PyTorch included",
        )
    found = gdal.Open(output).ReadAsArray()
    say(f"{what}, pixels that are correct", 100 * float(np.mean(found == values)), "%")


LOADS: dict[str, Callable[[Path], None]] = {
    "chips": chips, "raster": raster, "vertices": vertices, "classes": classes, "bands": bands,
}  # fmt: skip


def main() -> None:
    """Runs the loads that are named, or all."""
    if sys.argv[1:2] == ["--here"]:
        with tempfile.TemporaryDirectory() as name:
            LOADS[sys.argv[2]](Path(name))
        return
    for load in sys.argv[1:] or LOADS:
        with suppress(KeyboardInterrupt):
            subprocess.run([sys.executable, __file__, "--here", load], check=True)


if __name__ == "__main__":
    main()
