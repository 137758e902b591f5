"""Export against its limits, as chips per CPU second on one thread.

    .venv/bin/python test/benchmarks/bench_export.py [SIZE]

A scene of SIZE x SIZE pixels (2048 if not given), four bands of uint16, and SIZE / 2 polygons of five
classes are made, and chips of 256 pixels cut out of it every 128. What is timed, in turns, so that a busy machine
treats all alike, and of each the least of some rounds:

- *decoding*: every block of the image once, the quickest way that GDAL has;
- *raw bytes*: as many files as there are chips, each of an image's and a label's uncompressed size, written by the operating system;
- *GDAL alone*: the same chips, pixels at hand, written by GDAL's own calls as ZSTD 1 with predictor 2, and their labels as ZSTD 1, with
  georeference and band names, and nothing else: no names checked, no statistics, no counts, no errors caught;
- *export*: `export_chips`, vector labels, all of it;
- *window by window*: a stand-in for tools that cut one window at a time: each window read by itself through GDAL's cache, the
  polygons that meet it burnt for each chip anew, image and label written uncompressed, and compressed as the export does. It is no
  other program's code, and leaner than one that does this through Python's geometries.

Printed are rates and their ratios. "Of what must be done" compares with decoding and GDAL alone together: 1 would be an export in
which nothing but these takes time. "Of decoding and raw bytes" is the same with no compression at all; it tells how dear
compression is on a machine, and compares with other prototypes measured that way.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from measure import BANDS, say, write_image, write_labels
from osgeo import gdal, ogr
from pixel_classifier.rasters.chips.read import read_chip_folder
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.core.tiling import chip_positions
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import VectorLabels

CHIP_PX, STRIDE_PX = 256, 128
ROUNDS = 3
ZSTD = ["COMPRESS=ZSTD", "ZSTD_LEVEL=1", "INTERLEAVE=PIXEL", "ALPHA=NO", "BLOCKYSIZE=64"]
ZSTD_IMAGE = [*ZSTD, "PREDICTOR=2"]
RAW = ["INTERLEAVE=PIXEL", "ALPHA=NO", f"BLOCKYSIZE={CHIP_PX}"]


def decode(image: Path) -> None:
    """Reads the image in bands of whole blocks."""
    raster = gdal.Open(str(image))
    for y in range(0, raster.RasterYSize, 256):
        raster.ReadRaster(0, y, raster.RasterXSize, min(256, raster.RasterYSize - y))


def write_bytes(folder: Path, count: int) -> None:
    """Writes files of the size of uncompressed chips and labels."""
    image, label = bytes(CHIP_PX * CHIP_PX * BANDS * 2), bytes(CHIP_PX * CHIP_PX)
    for number in range(count):
        (folder / f"{number}.raw").write_bytes(image)
        (folder / f"{number}-label.raw").write_bytes(label)


def write_tif(path: Path, pixels: np.ndarray, place: tuple, wkt: str, options: list[str]) -> None:
    """Writes pixels (bands, height, width) by GDAL's own calls."""
    kind = gdal.GDT_Byte if pixels.dtype == np.uint8 else gdal.GDT_UInt16
    raster = gdal.GetDriverByName("GTiff").Create(str(path), CHIP_PX, CHIP_PX, len(pixels), kind, options)
    raster.SetGeoTransform(place)
    raster.SetProjection(wkt)
    if len(pixels) > 1:
        for number in range(1, len(pixels) + 1):
            raster.GetRasterBand(number).SetDescription(f"Band {number}")
    raster.WriteRaster(0, 0, CHIP_PX, CHIP_PX, pixels, buf_type=kind)


def read_pixels(raster: gdal.Dataset, x: int, y: int) -> np.ndarray:
    """Reads a window of the size of a chip."""
    return np.frombuffer(raster.ReadRaster(x, y, CHIP_PX, CHIP_PX), np.uint16).reshape(-1, CHIP_PX, CHIP_PX)


def gdal_alone(image: Path, folder: Path, count: int) -> None:
    """Writes as many chips as the export does, of a few that lie in memory."""
    raster = gdal.Open(str(image))
    wkt, place = raster.GetProjection(), raster.GetGeoTransform()
    chips = [read_pixels(raster, x, 0) for x in range(0, raster.RasterXSize - CHIP_PX, CHIP_PX)][:8]
    label = np.zeros((1, CHIP_PX, CHIP_PX), np.uint8)
    label[0, 60:120, 60:120], label[0, 150:180, 20:90] = 3, 1
    for number in range(count):
        write_tif(folder / f"{number}.tif", chips[number % len(chips)], place, wkt, ZSTD_IMAGE)
        write_tif(folder / f"{number}-label.tif", label, place, wkt, ZSTD)


def window_by_window(image: Path, labels: Path, folder: Path, options: list[str], label_options: list[str]) -> None:
    """Cuts the chips one by one, burning labels for each."""
    raster, source = gdal.Open(str(image)), ogr.Open(str(labels))
    layer, wkt = source.GetLayer(0), raster.GetProjection()
    left, _, _, top, _, _ = raster.GetGeoTransform()
    count = 0
    for y in chip_positions(raster.RasterYSize, CHIP_PX, STRIDE_PX):
        for x in chip_positions(raster.RasterXSize, CHIP_PX, STRIDE_PX):
            place = (left + x, 1, 0, top - y, 0, -1)
            canvas = gdal.GetDriverByName("MEM").Create("", CHIP_PX, CHIP_PX, 1, gdal.GDT_Byte)
            canvas.SetGeoTransform(place)
            canvas.SetProjection(wkt)
            layer.SetSpatialFilterRect(left + x, top - y - CHIP_PX, left + x + CHIP_PX, top - y)
            gdal.RasterizeLayer(canvas, [1], layer, options=["ATTRIBUTE=class"])
            values = np.frombuffer(canvas.ReadRaster(), np.uint8).reshape(1, CHIP_PX, CHIP_PX)
            if values.any():
                write_tif(folder / f"{count}.tif", read_pixels(raster, x, y), place, wkt, options)
                write_tif(folder / f"{count}-label.tif", values, place, wkt, label_options)
                count += 1


def least_cpu_seconds(works: dict[str, Callable[[Path], object]], parent: Path) -> dict[str, float]:
    """Returns the least CPU time of each work, done in turns; each round has a new empty folder, made and removed untimed."""
    times: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, work in works.items():
            folder = parent / "written"
            folder.mkdir()
            before = time.process_time()
            work(folder)
            times[name] = min(times.get(name, np.inf), time.process_time() - before)
            shutil.rmtree(folder)
    return times


def main() -> None:
    """Prints the figures."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    with tempfile.TemporaryDirectory() as work:
        image = write_image(Path(work, "image.tif"), size, size)
        polygons = write_labels(Path(work, "labels.gpkg"), size, size, size // 2)
        labels = VectorLabels(str(polygons), class_field="class")

        def export(folder: Path) -> None:
            request = ExportRequest(str(image), labels, str(folder / "chips"), None, CHIP_PX, STRIDE_PX)
            export_chips(request, SilentReporter())

        Path(work, "first").mkdir()
        export(Path(work, "first"))
        count = len(read_chip_folder(str(Path(work, "first", "chips")), SilentReporter()).chips)
        shutil.rmtree(Path(work, "first"))
        times = least_cpu_seconds(
            {
                "decode": lambda _: decode(image),
                "bytes": lambda folder: write_bytes(folder, count),
                "gdal": lambda folder: gdal_alone(image, folder, count),
                "export": export,
                "windows": lambda folder: window_by_window(image, polygons, folder, RAW, RAW),
                "zstd": lambda folder: window_by_window(image, polygons, folder, ZSTD_IMAGE, ZSTD),
            },
            Path(work),
        )
    unit = "chips per CPU-s"
    print(f"{size} x {size} pixels, {BANDS} bands of uint16, {count} chips of {CHIP_PX} pixels, stride {STRIDE_PX}")
    say("decoding alone", count / times["decode"], unit, f"{size * size / 1e6 / times['decode']:.0f} Mpixel per CPU-s")
    say("raw bytes alone", count / times["bytes"], unit)
    say("GDAL alone, ZSTD 1 with predictor 2", count / times["gdal"], unit)
    say("window by window, uncompressed", count / times["windows"], unit)
    say("window by window, ZSTD 1 with predictor 2", count / times["zstd"], unit)
    say("export", count / times["export"], unit)
    must = times["decode"] + times["gdal"]
    say("export, of what must be done", must / times["export"], "", "1 = nothing but decoding and GDAL's writing")
    say("export, of decoding and raw bytes", (times["decode"] + times["bytes"]) / times["export"], "")
    say("export against window by window", times["zstd"] / times["export"], "times as fast", "compressed alike")


if __name__ == "__main__":
    main()
