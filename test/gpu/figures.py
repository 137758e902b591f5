"""How fast the device is: bare forward passes, whole classifications, training against a bare loop, the epochs of naip."""

from __future__ import annotations

import contextlib
import copy
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from check import Check
from device_samples import BANDS, CLASSES, ArrayReader, Journal, chips, image, prepared, request
from pixel_classifier.models.data.array_chips import ChipArrays
from pixel_classifier.models.data.batches import make_batches
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.model_folder import load_model
from pixel_classifier.models.prediction.forward import TileForward, prepare_network
from pixel_classifier.models.prediction.map_pieces import WantedMaps
from pixel_classifier.models.prediction.memory_fallback import fitting_batch_size
from pixel_classifier.models.prediction.tile_run import TileRun
from pixel_classifier.models.prediction.tiles import lay_tiles
from pixel_classifier.models.runtime.device_input import DeviceInput
from pixel_classifier.models.runtime.devices import Runtime, fastest_convolutions
from pixel_classifier.models.runtime.precision import autocast_dtype, precision_name
from pixel_classifier.models.training.evaluation import pair_counts
from pixel_classifier.models.training.loop import fit
from pixel_classifier.models.training.train import train_arrays
from pixel_classifier.rasters.core.grid import Window

ROUNDS = 10
NAIP_EPOCHS = 60


def seconds_of(check: Check, work) -> float:
    """Returns the wall time of some work, until the device has finished it."""
    if check.on_gpu:
        torch.cuda.synchronize(check.device)
    started = time.monotonic()
    work()
    if check.on_gpu:
        torch.cuda.synchronize(check.device)
    return time.monotonic() - started


def prediction(check: Check) -> None:
    """The bare forward pass, and a whole classification but for the files, in million pixels a second."""
    encoder, side, tile = ("resnet18", 128, 64) if check.small else ("resnet34", 8192, 512)
    pixels, rounds = image(BANDS, side), 1 if check.small else ROUNDS
    for architecture in ("unet", "pspnet", "deeplabv3"):
        network = build_network(NetworkSpec(architecture, encoder, BANDS, CLASSES))
        precision = autocast_dtype(check.device)
        bare = prepare_network(copy.deepcopy(network), BANDS, check.device, precision)
        count = 2 if check.small else fitting_batch_size(bare, BANDS, check.device, tile * tile)
        runtime = Runtime(check.device, precision, count)
        images = torch.randn(count, BANDS, tile, tile, device=check.device).contiguous(
            memory_format=torch.channels_last
        )
        with torch.inference_mode(), runtime.autocast(), fastest_convolutions(check.device):
            bare(images)  # chooses its algorithms
            forward_s = seconds_of(check, lambda b=bare, i=images: [b(i) for _ in range(rounds)]) / rounds
        rate = count * tile * tile / forward_s / 1e6
        check.figure(f"{architecture}, bare forward in {precision_name(precision)}, batches of {count}", rate, "Mpx/s")
        if not check.small:
            classified(check, network, architecture, ArrayReader(pixels[:, : 2 * tile]), side, tile)  # warms up
        wall_s, tile_pixels = classified(check, network, architecture, ArrayReader(pixels), side, tile)
        check.figure(
            f"{architecture}, {side} x {side} pixels of an array, end to end", side * side / wall_s / 1e6, "Mpx/s"
        )
        check.figure(
            f"{architecture}, share of the time of the bare forward pass", tile_pixels / rate / 1e6 / wall_s, "of 1"
        )


def askew(check: Check) -> None:
    """A scene that lies askew: each row of tiles has another number of them with data, and batches of all sizes would be slow."""
    side, tile = (256, 64) if check.small else (8192, 512)
    network, pixels = build_network(NetworkSpec("unet", "resnet18", BANDS, CLASSES)), image(BANDS, side)
    rates = []
    for has_gaps in (False, True):
        reader = ArrayReader(pixels.copy())
        if has_gaps:
            reader._image[:, np.tri(side, dtype=bool)] = 0
            reader.nodata = (0,) * BANDS
        wall_s, _ = classified(check, network, "unet", reader, side, tile)
        rates.append(side * side / (2 if has_gaps else 1) / wall_s / 1e6)
        check.figure(f"{'half of a scene, askew' if has_gaps else 'a whole scene'}, resnet18", rates[-1], "Mpx/s")
    check.figure("pixels with data, askew against whole", rates[1] / rates[0], "of 1")


def classified(
    check, network, architecture, reader, side, tile=512, cut_on_device=None, labels=None, in_float32=False
) -> tuple[float, int]:
    """Classifies an array; returns the wall time in seconds, and the pixels of all tiles. Adds the labels to a list."""
    bands, precision = len(reader.band_numbers), None if in_float32 else autocast_dtype(check.device)
    ready = prepare_network(copy.deepcopy(network), bands, check.device, precision)
    window = Window(0, 0, side, reader._image.shape[1])
    layout = lay_tiles(window, window, tile, tile // 8 // 32 * 32, 32)
    count = fitting_batch_size(ready, bands, check.device, tile * tile)
    runtime = Runtime(check.device, precision, count)
    forward = TileForward(
        ready, DeviceInput((100.0,) * bands, (58.0,) * bands, check.device), runtime, "none", Journal()
    )
    model = SimpleNamespace(architecture=architecture, class_count=CLASSES)
    run = TileRun(reader, layout, None, model, WantedMaps(confidence=True), runtime, cut_on_device=cut_on_device)
    rows = []

    def write(piece) -> None:
        rows.append(len(piece.index))
        if labels is not None:
            labels.append(piece.index.copy())

    with contextlib.closing(forward), fastest_convolutions(check.device):
        wall_s = seconds_of(check, lambda: run.run(forward, write, Journal()))
    check.correct(f"{architecture}: every row of the map is written", sum(rows) == window.height, sum(rows), "rows")
    return wall_s, layout.pixels


def files(check: Check) -> None:
    """A raster file, classified by the usual function."""
    try:
        from osgeo import gdal
    except ImportError:
        check.skip("a raster file, end to end", "no GDAL here")
        return
    from pixel_classifier.models.core.requests import ClassifyRequest
    from pixel_classifier.models.prediction.classify import classify

    side = 128 if check.small else 8192
    arrays = chips(8, 32 if check.small else 128)
    with tempfile.TemporaryDirectory() as folder:
        model, raster = str(Path(folder) / "model"), str(Path(folder) / "image.tif")
        train_arrays(arrays, request(model, encoder="resnet18", epochs=1, device=str(check.device)), Journal())
        gdal.UseExceptions()
        options = ["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "PHOTOMETRIC=MINISBLACK"]
        handle = gdal.GetDriverByName("GTiff").Create(raster, side, side, BANDS, gdal.GDT_UInt16, options)
        for number, band in enumerate(image(BANDS, side), 1):
            handle.GetRasterBand(number).WriteRaster(0, 0, side, side, band.tobytes())
        handle = None
        asked = ClassifyRequest(raster, model, str(Path(folder) / "classes.tif"), device=str(check.device))
        wall_s = seconds_of(check, lambda: classify(asked, Journal()))
    check.figure(f"unet resnet18, a GeoTIFF of {side} x {side} pixels, end to end", side * side / wall_s / 1e6, "Mpx/s")


def epochs(check: Check) -> None:
    """An epoch of training against its limit: forward, backward and step on batches that lie ready on the device."""
    count, side, batch, encoder = (8, 32, 4, "resnet18") if check.small else (512, 256, 32, "resnet34")
    with prepared(
        chips(count, side), check.device, encoder=encoder, batch_size=batch, epochs=2, validation_share=0.1
    ) as (
        network,
        run,
    ):
        order = run.order(1)
        ready = make_batches(run.data.training, order[: min(len(order), 8)], run.device_input, Journal())
        batches = [replace(batch, pixels=batch.pixels.clone()) for batch in ready]
        with fastest_convolutions(check.device):
            bare = _bare_steps(copy.deepcopy(network), run, batches)
            bare()
            limit = len(batches) * batch / seconds_of(check, bare)
        check.figure(f"bare steps in {precision_name(run.runtime.precision)}", limit, "chips/s")
        outcome = fit(network, run, Journal()).outcome
        shown = run.steps_per_epoch * batch
        rate = shown / outcome.history[-1].seconds
        check.figure("the second epoch, with validation and checkpoint", rate, "chips/s")
        check.figure("the epoch against the bare steps", rate / limit, "of 1")


def _bare_steps(network, run, batches):
    """Returns a function that trains on the batches with nothing around it."""
    optimizer = torch.optim.AdamW(network.parameters(), 1e-3, fused=True)

    def steps() -> None:
        network.train()
        for batch in batches:
            with run.runtime.autocast():
                logits = network(batch.pixels)
            loss = torch.nn.functional.cross_entropy(logits.float(), batch.labels.long(), ignore_index=255)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()

    return steps


def naip(check: Check) -> None:
    """U-Net ResNet-34 on naip/train, 60 epochs or as many as the time allows; mean IoU on naip/val."""
    if check.naip is None or not (check.naip / "train" / "images").is_dir():
        check.skip(
            "epochs of naip",
            "no --naip FOLDER with train and val" if check.naip is None else f"{check.naip} has no train",
        )
        return
    import PIL.Image

    def read(part: str) -> tuple[np.ndarray, np.ndarray]:
        names = sorted(
            path.name for path in (check.naip / part / "images").iterdir() if path.suffix in (".tif", ".png")
        )
        names = names[:8] if check.small else names
        images, labels = (
            np.stack([np.asarray(PIL.Image.open(check.naip / part / kind / name)) for name in names])
            for kind in ("images", "labels")
        )
        side = 32 if check.small else images.shape[1]
        images, labels = images[:, :side, :side], labels[:, :side, :side]
        return np.ascontiguousarray(np.moveaxis(images, -1, 1)), labels.astype(np.int32)

    pixels, labels = read("train")
    count = 1 if check.small else NAIP_EPOCHS
    # 0 is a class; arrays have no other unlabelled value than 0, so class values are raised by one.
    arrays = ChipArrays(pixels, labels + 1)
    encoder = "resnet18" if check.small else "resnet34"
    with tempfile.TemporaryDirectory() as folder:
        asked = request(folder + "/trial", encoder=encoder, epochs=1, batch_size=8, device=str(check.device))
        trial_s = seconds_of(check, lambda: train_arrays(arrays, asked, Journal()))
        count = max(1, min(count, int(0.8 * check.seconds_left / trial_s)))
        asked = replace(asked, output=folder + "/model", epochs=count)
        wall_s = seconds_of(check, lambda: train_arrays(arrays, asked, Journal()))
        check.figure(f"naip, {count} epochs of {len(pixels)} tiles", wall_s / count, "s an epoch")
        network, model = load_model(asked.output)
    precision = autocast_dtype(check.device)
    prepare_network(network, BANDS, check.device, precision)
    device_input = DeviceInput(model.band_means, model.band_stds, check.device)
    forward = TileForward(network, device_input, Runtime(check.device, precision, 8), "none", Journal())
    counts, (pixels, labels) = 0, read("val")
    values = np.array(model.class_table.values) - 1
    for start in range(0, len(pixels), 8):
        found = forward.probabilities(pixels[start : start + 8], None).max(1).indices.cpu()
        truth = torch.from_numpy(np.searchsorted(values, labels[start : start + 8]).astype(np.uint8))
        counts = counts + pair_counts(truth, found, len(values)).numpy().reshape(len(values), -1)
    overlap = np.diag(counts) / np.maximum(counts.sum(0) + counts.sum(1) - np.diag(counts), 1)
    check.figure(
        f"naip, mean IoU on val after {count} epochs, random initial weights",
        float(overlap.mean()),
        "mean IoU",
        "docs/results.md: 0.775",
    )
    check.figure("naip, accuracy on val", float(np.trace(counts) / counts.sum()), "of 1", "docs/results.md: 0.907")


PARTS = (prediction, askew, files, epochs, naip)
