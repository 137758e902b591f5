"""Seams: how often labels change across the borders of tiles, against elsewhere and against one pass over the whole image.

    .venv/bin/python test/benchmarks/bench_seams.py [EPOCHS]

Trains the three architectures briefly on the demo's scene, then classifies it whole and in tiles. A seam shows in the
"excess": by how many percentage points labels change more often inside the overlaps than elsewhere, less what the whole
image has there by chance.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from osgeo import gdal

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "demo"))

import measure  # noqa: F401 (registers the package)
from pixel_classifier.models.core.normalization import scale_batch
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.networks.build import pools_over_tiles
from pixel_classifier.models.networks.model_folder import load_model
from pixel_classifier.models.prediction.blending import RowMosaic
from pixel_classifier.models.prediction.forward import prepare_network
from pixel_classifier.models.prediction.tiles import TileLayout, default_overlap_px, default_tile_px, lay_tiles
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels
from scene import write_scene

CHIPS_PX = {"unet": 128, "pspnet": 128, "deeplabv3": 256}
STRIDE_PX = 32


def pixels_of(path: Path) -> np.ndarray:
    """Returns all bands of a raster as float32."""
    dataset = gdal.Open(str(path))
    values = np.frombuffer(dataset.ReadRaster(buf_type=gdal.GDT_Float32), np.float32)
    return values.reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)


def model_of(folder: Path, architecture: str, epochs: int, **options: object) -> Path:
    """Trains a network on the whole scene; `options` are further ones of the request."""
    chip, model = CHIPS_PX[architecture], folder / architecture
    chips = folder / f"chips{chip}"
    if not chips.exists():
        labels = RasterLabels(str(folder / "truth.tif"))
        asked = ExportRequest(str(folder / "image.tif"), labels, str(chips), chip_size_px=chip, stride_px=chip)
        export_chips(asked, SilentReporter())
    train(
        TrainRequest(
            str(chips), str(model), architecture=architecture, encoder="resnet18", epochs=epochs, batch_size=4,
            ignore_class=None, device="cpu", **options,
        ),
        SilentReporter(),
    )  # fmt: skip
    return model


def tiled(network: torch.nn.Module, images: torch.Tensor, layout: TileLayout, classes: int, linear: bool) -> np.ndarray:
    """Returns the labels of an image that is classified tile by tile."""
    mosaic, parts = RowMosaic(layout, classes, linear=linear), []
    for number, row in enumerate(layout.rows):
        for k, column in enumerate(layout.columns):
            tile = images[:, :, row.start : row.stop, column.start : column.stop]
            mosaic.add(k, network(tile.contiguous(memory_format=torch.channels_last))[0].softmax(0))
        parts.append(mosaic.finish_row().clone())
        if number + 1 < len(layout.rows):
            mosaic.next_row()
    return torch.cat(parts, 1).argmax(0).numpy()


def excess(labels: np.ndarray, layout: TileLayout) -> float:
    """Returns by how much more often labels change inside the overlaps than elsewhere, as a share."""
    found = []
    for axis, spans in enumerate((layout.rows, layout.columns)):
        changes = np.moveaxis(np.diff(labels, axis=axis) != 0, axis, 0)
        crossing = np.zeros(len(changes), bool)
        for earlier, later in zip(spans, spans[1:]):
            crossing[later.start : earlier.stop] = True
        found.append(changes[crossing].mean() - changes[~crossing].mean())
    return float(np.mean(found))


def main() -> None:
    """Prints the figures."""
    torch.set_num_threads(1)
    epochs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{'':12}{'tile':>6}{'overlap':>9}{'cost':>7}{'differ':>9}{'correct':>9}{'excess, percentage points':>28}")
    with tempfile.TemporaryDirectory() as work, torch.inference_mode(False):
        folder = Path(work)
        write_scene(folder)
        truth = pixels_of(folder / "truth.tif")[0]
        for architecture, chip in CHIPS_PX.items():
            network, model = load_model(model_of(folder, architecture, epochs))
            prepare_network(network, model.band_count, torch.device("cpu"), None)
            scaled = scale_batch(pixels_of(folder / "image.tif"), None, model.band_means, model.band_stds)
            images, values = torch.from_numpy(scaled)[None], np.array(model.class_table.values)
            window = Window(0, 0, images.shape[3], images.shape[2])
            usual = default_tile_px(architecture, chip)
            with torch.inference_mode():
                whole = network(images)[0].argmax(0).numpy()
                print(f"{architecture:12}{'whole':>6}{'':25}{(values[whole] == truth).mean():9.2%}", flush=True)
                for tile, overlap in sorted({(usual, default_overlap_px(usual)), (256, 32), (256, 64), (512, 128)}):
                    layout = lay_tiles(window, window, tile, overlap, STRIDE_PX)
                    labels = tiled(network, images, layout, len(values), pools_over_tiles(architecture))
                    more = 100 * (excess(labels, layout) - excess(whole, layout))
                    star = "  (default)" if (tile, overlap) == (usual, default_overlap_px(usual)) else ""
                    print(
                        f"{architecture:12}{tile:6}{overlap:9}{layout.pixels / window.pixels:7.2f}"
                        f"{(labels != whole).mean():9.2%}{(values[labels] == truth).mean():9.2%}{more:+28.2f}{star}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
