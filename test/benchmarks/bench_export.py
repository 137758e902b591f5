"""Export against its limit: decoding every block once and writing the same chips, with nothing in between.

.venv/bin/python test/benchmarks/bench_export.py [SIZE]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from measure import BANDS, cpu_seconds, say, write_image, write_labels
from osgeo import gdal
from pixel_classifier.rasters.chips import read_chip_folder
from pixel_classifier.rasters.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels import VectorLabels
from pixel_classifier.rasters.raster import RasterReader, describe
from pixel_classifier.rasters.reporter import SilentReporter
from pixel_classifier.rasters.row_reader import RowReader
from pixel_classifier.rasters.writer import write_chip

CHIP_PX, STRIDE_PX = 256, 128


def decode(path: Path) -> None:
    """Reads the image in bands of whole blocks, the quickest way that GDAL has."""
    raster = gdal.Open(str(path))
    for y in range(0, raster.RasterYSize, 256):
        raster.ReadRaster(0, y, raster.RasterXSize, min(256, raster.RasterYSize - y))


def read_rows(path: Path) -> None:
    """Reads the image as the export does."""
    with RasterReader(str(path)) as reader:
        rows = RowReader(reader, reader.grid.window)
        for y in range(0, reader.grid.height, 256):
            rows.rows(y, min(y + 256, reader.grid.height))


def write_chips(path: Path, folder: Path, count: int) -> None:
    """Writes as many chips and label chips as the export does, always the same one."""
    grid = describe(str(path)).grid
    with RasterReader(str(path)) as reader:
        window = type(grid.window)(0, 0, CHIP_PX, CHIP_PX)
        pixels = reader.read(window)
    labels = np.zeros((1, CHIP_PX, CHIP_PX), np.uint8)
    labels[0, 60:120, 60:120] = 3
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    names = [f"band {number}" for number in range(1, BANDS + 1)]
    for number in range(count):
        write_chip(str(folder / f"{number}.tif"), grid.subgrid(window), pixels, None, None, names)
        write_chip(str(folder / f"{number}-label.tif"), grid.subgrid(window), labels, None, None, ["class"])


def main() -> None:
    """Prints the figures."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        image = write_image(folder / "image.tif", size, size)
        labels = VectorLabels(str(write_labels(folder / "labels.gpkg", size, size, size // 2)), class_field="class")
        request = ExportRequest(str(image), labels, str(folder / "chips"), None, CHIP_PX, STRIDE_PX)
        export = cpu_seconds(lambda: export_chips(request, SilentReporter()))
        count = len(read_chip_folder(request.output, SilentReporter()).chips)
        decoding, reading = cpu_seconds(lambda: decode(image)), cpu_seconds(lambda: read_rows(image))
        writing = cpu_seconds(lambda: write_chips(image, folder / "written", count))
    megapixels = size * size / 1e6
    print(f"{size} x {size} pixels, {BANDS} bands of uint16, {count} chips of {CHIP_PX} pixels, stride {STRIDE_PX}")
    say("export", count / export, "chips per CPU-s")
    say("its limit: decode once, write the chips", count / (decoding + writing), "chips per CPU-s")
    say("export against the limit", (decoding + writing) / export, "", "1 = nothing but decoding and writing")
    say("reading rows against plain decoding", decoding / reading, "", f"{megapixels / reading:.0f} Mpixel per CPU-s")


if __name__ == "__main__":
    main()
