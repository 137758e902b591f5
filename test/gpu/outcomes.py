"""What users get from the device: losses and their gradients, all maps, test-time augmentation, and whole trainings."""

from __future__ import annotations

import copy
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from check import Check
from device_samples import BANDS, CLASSES, Journal, chips, request
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.options import LOSSES
from pixel_classifier.models.networks.build import NetworkSpec, averaged, build_network
from pixel_classifier.models.optimization.augmentation import Augmentation
from pixel_classifier.models.optimization.losses import SparseLoss
from pixel_classifier.models.prediction.forward import TileForward, prepare_network
from pixel_classifier.models.prediction.map_pieces import PieceMaker, WantedMaps
from pixel_classifier.models.prediction.tiles import lay_tiles
from pixel_classifier.models.runtime.device_input import DeviceInput
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.models.training.train import train_arrays
from pixel_classifier.rasters.core.grid import Window

CPU = torch.device("cpu")
MAPS = ("index", "confidence", "uncertainty", "set_size", "probabilities")


def losses(check: Check) -> None:
    """Each loss, with and without class weights, and its gradient."""
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn((4, CLASSES, 48, 48), generator=generator)
    labels = torch.randint(0, CLASSES, (4, 48, 48), generator=generator).to(torch.uint8)
    labels[torch.rand(labels.shape, generator=generator) < 0.7] = 255
    weights = torch.arange(1.0, CLASSES + 1)
    for name in LOSSES:
        for weighted in (False, True):
            (expected, slopes), (found, its) = (
                _loss_and_gradient(name, logits, labels, weights if weighted else None, device)
                for device in (CPU, check.device)
            )
            what, difference = f"{name}{', class weights' if weighted else ''}", abs(found / expected - 1)
            check.correct(what, difference <= 1e-4, difference, "relative")
            difference = float((its - slopes).norm() / slopes.norm())
            check.correct(f"gradient of {what}", difference <= 1e-2, difference, "relative")


def _loss_and_gradient(name, logits, labels, weights, device):
    """Returns the loss, and its gradient on the CPU."""
    moved = logits.to(device, copy=True).contiguous(memory_format=torch.channels_last).requires_grad_()
    loss = SparseLoss(name, None if weights is None else weights.to(device))(moved, labels.to(device))
    loss.backward()
    return float(loss), moved.grad.cpu()


def augmenting(check: Check) -> None:
    """Augmented pixels and labels; noise is the device's own, so that only its size is compared."""
    generator = torch.Generator().manual_seed(0)
    pixels = torch.randn((8, BANDS, 64, 64), generator=generator).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, CLASSES, (8, 64, 64), generator=generator).to(torch.uint8)
    for name, changes in (("d4", {}), ("scale", {"scale": 0.25}), ("gain and offset", {"gain": 0.2, "offset": 0.3})):
        (mine, my_labels), (found, its) = (
            Augmentation(**changes)(pixels.to(device), labels.to(device), torch.Generator().manual_seed(1))
            for device in (CPU, check.device)
        )
        difference = float((found.cpu() - mine).abs().max())
        equal = float((its.cpu() == my_labels).float().mean())
        check.correct(
            name, difference <= 1e-2 and equal >= 0.999, difference, "largest", f"{equal:.5f} of labels equal"
        )
    noisy, _ = Augmentation(d4=False, noise=0.5)(
        pixels.to(check.device), labels.to(check.device), torch.Generator().manual_seed(1)
    )
    spread = float((noisy.cpu() - pixels).std())
    check.correct("noise", abs(spread - 0.5) <= 0.01, spread, "standard deviations")


def maps(check: Check) -> None:
    """All maps of the same probabilities, with gaps and NaN; test-time augmentation, and two networks averaged."""
    side = 100
    window = Window(0, 0, side, side)
    layout = lay_tiles(window, window, 128, 0, 32)
    probabilities = torch.randn((CLASSES, side, side), generator=torch.Generator().manual_seed(0)).mul(3).softmax(0)
    probabilities[:, 5, 7] = torch.nan
    wanted = np.random.default_rng(0).random((side, side)) < 0.9
    wanted[5, 7] = True
    for temperature, kind, as_bytes in ((1.0, "margin", True), (1.7, "entropy", False)):
        asked = WantedMaps(True, kind, True, as_bytes, True, temperature, (0.3,) * CLASSES)
        expected, found = (
            _pieces(layout, asked, device, probabilities, wanted, rows)
            for device in (CPU, check.device)
            for rows in (64,)
        )
        for name in MAPS:
            mine, its = (np.concatenate([getattr(piece, name) for piece in pieces], -2) for pieces in (expected, found))
            close = np.isclose(
                mine.astype(float), its.astype(float), atol=1 if mine.dtype == np.uint8 else 1e-5, equal_nan=True
            )
            share = float((close if name in MAPS[1:3] or name == "probabilities" else mine == its).mean())
            check.correct(f"{name}, temperature {temperature:g}, {kind}", share >= 0.999, share, "equal")
        counts = [sum(piece.nan_pixels for piece in pieces) for pieces in (expected, found)]
        check.correct(f"NaN pixels, temperature {temperature:g}", counts == [1, 1], counts[1], "pixels")
    torch.manual_seed(0)
    unet = build_network(NetworkSpec("unet", "resnet18", BANDS, CLASSES)).eval()
    both = averaged(
        [copy.deepcopy(unet), build_network(NetworkSpec("pixel", "none", BANDS, CLASSES)).eval()], [1.2, 0.8]
    )
    pixels = np.random.default_rng(0).integers(0, 2000, (3, BANDS, 64, 96), dtype=np.uint16)
    for name, network, augmentation in (("8 transforms", unet, "8"), ("two networks averaged", both, "none")):
        mine, its = (
            _probabilities(copy.deepcopy(network), pixels, device, augmentation) for device in (CPU, check.device)
        )
        difference = float((mine - its).abs().max())
        check.correct(name, difference <= 0.01, difference, "largest")


def _pieces(layout, asked, device, probabilities, wanted, rows):
    """Returns the pieces of the maps."""
    maker = PieceMaker(layout, asked, Runtime(device, None, 1), rows, 8)
    return list(maker.pieces(0, probabilities.to(device), wanted))


def _probabilities(network, pixels, device, augmentation):
    """Returns the class probabilities of tiles in float32, on the CPU; a batch does not hold all of them."""
    prepare_network(network, BANDS, device, None)
    forward = TileForward(
        network,
        DeviceInput((1000.0,) * BANDS, (577.0,) * BANDS, device),
        Runtime(device, None, 2),
        augmentation,
        Journal(),
    )
    found = forward.probabilities(pixels, np.zeros(pixels.shape, bool)).cpu().clone()
    forward.close()
    return found


def trainings(check: Check) -> None:
    """A training with all that users leave to it: both networks, learning rate, batch size, report and all labels once more."""
    arrays = chips(16, 32) if check.small else chips(64, 128)
    with tempfile.TemporaryDirectory() as folder:
        asked = request(
            folder + "/model",
            architecture="auto",
            encoder="resnet18",
            device=str(check.device),
            epochs=4 if check.small else 16,
        )
        asked = replace(
            asked, batch_size=0, learning_rate=None, refit="always", int8="never", report=folder + "/report.html",
            loss="cross_entropy_dice", average=True, scale_jitter=0.2, gain_jitter=0.1, offset_jitter=0.1, noise=0.1,
        )  # fmt: skip
        journal = Journal()
        result = train_arrays(arrays, asked, journal)
        model = read_description(asked.output)
        check.correct(
            "the model, with a final training", "final_training" in model.training, result.best_mean_iou, "mean IoU"
        )
        check.correct("its report", Path(asked.report).stat().st_size > 0)
        check.correct("the temperature of its confidence", bool(model.calibration), model.temperature, "of 1")
        short = [line for line in journal.warnings if "memory" in line.lower()]
        check.correct("no warning of memory", check.small or not short, note=" ".join(short)[:90])
        seconds = [each["seconds"] for each in model.training["candidates"]]
    check.figure("the U-Net", seconds[0], "s")
    fine = not check.on_gpu or seconds[1] <= 1.5 * seconds[0]
    check.correct("the pixel network takes no longer", fine, seconds[1], "s")


PARTS = (losses, augmenting, maps, trainings)
