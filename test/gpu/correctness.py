"""The device against the CPU: networks, input, counts, training, resuming; memory that runs out; waits; page-locked memory."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from check import Check
from device_samples import (
    BANDS,
    CLASSES,
    ArrayReader,
    Journal,
    chips,
    image,
    little_memory,
    peak_bytes,
    prepared,
    request,
    with_batch,
)
from pixel_classifier.models.core.normalization import scale_batch
from pixel_classifier.models.core.options import ARCHITECTURES
from pixel_classifier.models.data.batches import make_batches
from pixel_classifier.models.networks.build import NetworkSpec, build_network, encoder_of
from pixel_classifier.models.optimization.ema import make_ema
from pixel_classifier.models.optimization.optimizer import set_learning_rate
from pixel_classifier.models.optimization.seeding import augmentation_generator
from pixel_classifier.models.optimization.step import Stepper
from pixel_classifier.models.prediction.forward import TileForward, prepare_network
from pixel_classifier.models.runtime.device_input import DeviceInput
from pixel_classifier.models.runtime.devices import Runtime, choose_device, device_label
from pixel_classifier.models.runtime.precision import autocast_dtype, precision_name
from pixel_classifier.models.training import setup
from pixel_classifier.models.training.dataset import evaluation_chips
from pixel_classifier.models.training.evaluation import evaluate, pair_counts
from pixel_classifier.models.training.scene_evaluation import evaluate_scenes
from pixel_classifier.models.training.train import train_arrays
from pixel_classifier.rasters.core.errors import Cancelled, SettingsError

CPU = torch.device("cpu")
LARGEST_DIFFERENCE = {"float32": 0.01, "bfloat16": 0.15, "float16": 0.05}
"""Of probabilities from those of the CPU in float32. On CUDA convolutions of float32 use TF32, with ten bits."""
MOST_PINNED_BYTES = 4 * 2**30


def environment(check: Check) -> None:
    """The device computes, and what is installed."""
    device = choose_device(str(check.device))
    check.correct(
        f"{device_label(device)}, {precision_name(autocast_dtype(device))}", True, note=f"PyTorch {torch.__version__}"
    )
    try:
        from osgeo import gdal

        check.correct(f"GDAL {gdal.__version__}: a raster file is classified, too", True)
    except ImportError:
        check.skip("classifying a raster file, the rasters package's readers", "no GDAL here; arrays take its place")


def networks(check: Check) -> None:
    """All architectures: class probabilities on the device against those of the CPU in float32."""
    encoder, side = ("resnet18", 64) if check.small else ("resnet34", 256)
    pixels = np.random.default_rng(0).integers(0, 2000, (1 if check.small else 4, BANDS, side, side), dtype=np.uint16)
    scaling = (1000.0,) * BANDS, (577.0,) * BANDS
    for architecture in ARCHITECTURES:
        torch.manual_seed(0)
        network = build_network(NetworkSpec(architecture, encoder_of(architecture, encoder), BANDS, CLASSES)).eval()
        expected = _probabilities(copy.deepcopy(network), scaling, pixels, CPU, None)
        for precision in dict.fromkeys((None, autocast_dtype(check.device))):
            found = _probabilities(copy.deepcopy(network), scaling, pixels, check.device, precision)
            difference = float((found - expected).abs().max())
            name = precision_name(precision)
            check.correct(f"{architecture}, {name}", difference <= LARGEST_DIFFERENCE[name], difference, "largest")


def _probabilities(network, scaling, pixels, device, precision):
    """Returns the class probabilities of tiles, on the CPU."""
    prepare_network(network, BANDS, device, precision)
    forward = TileForward(
        network, DeviceInput(*scaling, device), Runtime(device, precision, len(pixels)), "none", Journal()
    )
    return forward.probabilities(pixels, None).cpu().clone()


def dtypes(check: Check) -> None:
    """Band values of every dtype are normalised on the device as by numpy, and pairs of classes are counted alike."""
    generator = np.random.default_rng(0)
    for dtype in (
        "uint8",
        "int8",
        "uint16",
        "int16",
        "uint32",
        "int32",
        "uint64",
        "int64",
        "float16",
        "float32",
        "float64",
    ):
        values = generator.normal(100, 20, (2, BANDS, 33, 47)).astype(dtype)
        missing = generator.random(values.shape) < 0.2
        scaling = (100.5,) * BANDS, (19.5,) * BANDS
        device_input, expected = DeviceInput(*scaling, check.device), scale_batch(values, missing, *scaling)
        # As arrays, and as a thread sends them ahead.
        given = (values, missing), (device_input.ahead(values), device_input.ahead(missing))
        difference = max(float(np.abs(device_input(*each).cpu().numpy() - expected).max()) for each in given)
        check.correct(f"normalised {dtype}", difference <= 1e-6, difference, "largest")
    labels = torch.from_numpy(generator.integers(0, CLASSES + 1, (4, 64, 64)).astype(np.uint8))
    labels[labels == CLASSES] = 255
    predicted = torch.from_numpy(generator.integers(0, CLASSES, (4, 64, 64)))
    blocks = torch.tensor([0, 1, 1, 2])
    expected = pair_counts(labels, predicted, CLASSES, blocks, 3)
    moved = (values.to(check.device) for values in (labels, predicted))
    found = pair_counts(*moved, CLASSES, blocks.to(check.device), 3).cpu()
    check.correct("pairs of labelled and predicted class", torch.equal(found, expected))


def training(check: Check) -> None:
    """The loss of the same steps, on the same augmented batches from the same weights, on the device and the CPU."""
    steps, arrays = (6, chips(8, 32)) if check.small else (24, chips(32, 128))
    encoder = "resnet18"
    expected = _losses(arrays, encoder, CPU, None, steps)
    check.correct("the loss falls on the CPU", expected[-1] < expected[0], expected[-1], "last loss")
    for precision in dict.fromkeys((None, autocast_dtype(check.device))):
        found = _losses(arrays, encoder, check.device, precision, steps)
        name, early = precision_name(precision), slice(0, 5)
        difference = float(np.abs(found[early] / expected[early] - 1).max())
        limit = 0.02 if precision is None else 0.1
        check.correct(f"loss of the first steps, {name}", difference <= limit, difference, "relative")
        difference = abs(float(found[-3:].mean() / expected[-3:].mean()) - 1)
        check.correct(f"loss of the last steps, {name}", difference <= 0.3, difference, "relative")


def _losses(arrays, encoder, device, precision, steps):
    """Returns the loss of each step, float64 (steps,)."""
    with (
        mock.patch.object(setup, "autocast_dtype", lambda device: precision),
        prepared(arrays, device, encoder=encoder, scale_jitter=0.2, gain_jitter=0.1) as (network, run),
    ):
        network.train()
        stepper = Stepper(network, run.loss, run.runtime, 64, Journal())
        order, generator = run.order(1), augmentation_generator(0, 1)
        batches = make_batches(
            run.data.training, [order[n % len(order)] for n in range(steps)], run.device_input, Journal()
        )
        losses = []
        for batch in batches:
            set_learning_rate(stepper.optimizer, 1e-3)
            step = stepper(*run.augmented(batch, generator))
            losses.append(step.loss_sum / step.size)
        return torch.stack(losses).double().cpu().numpy() if device.type != "mps" else torch.stack(losses).cpu().numpy()


def resuming(check: Check) -> None:
    """A training that is cancelled on one device resumes on another, with and without a scaler of the gradients."""
    arrays, fp16 = chips(8, 32 if check.small else 128), torch.float16
    own = autocast_dtype(check.device)
    for first, second, what in (
        ((check.device, own), (CPU, None), "device to CPU"),
        ((CPU, None), (check.device, own), "CPU to device"),
        ((check.device, fp16), (CPU, None), "device with a scaler to CPU"),
        ((CPU, None), (check.device, fp16), "CPU to device with a scaler"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            architecture = "pixel" if check.small else "unet"
            asked = request(str(Path(folder) / "model"), architecture=architecture, encoder="resnet18", average=True)
            after_one = Journal(lambda journal: any(line.startswith("Epoch 1/") for line in journal.infos))
            try:
                _trained(arrays, asked, *first, after_one)
                check.correct(what, False, note="it was not cancelled")
            except Cancelled:
                journal = Journal()
                result = _trained(arrays, request(**{**_fields(asked), "resume": True}), *second, journal)
                resumed = any(line.startswith("Resuming after epoch 1") for line in journal.infos)
                check.correct(what, resumed and result.epochs_run == 2, result.best_mean_iou, "mean IoU")


def _fields(asked):
    return {name: getattr(asked, name) for name in ("output", "architecture", "encoder", "average")}


def _trained(arrays, asked, device, precision, journal):
    """Trains in a precision; `recorded_dtype` would take that of the first part where the device has it."""
    changed = request(**_fields(asked), device=str(device), resume=asked.resume)
    with (
        mock.patch.object(setup, "autocast_dtype", lambda device: precision),
        mock.patch.object(setup, "recorded_dtype", lambda name, device: precision),
    ):
        return train_arrays(arrays, changed, journal)


def memory(check: Check) -> None:
    """Memory that runs out at each stage: the batch is cut, or a sentence names the cure."""
    encoder, side, batch = ("resnet18", 32, 8) if check.small else ("resnet34", 256, 32)
    with prepared(chips(2 * batch, side), check.device, encoder=encoder, validation_share=0.5, batch_size=batch) as (
        network,
        run,
    ):
        validation = run.data.validation

        def step(size: int, journal: Journal) -> None:
            own = copy.deepcopy(network).train()
            stepper = Stepper(own, run.loss, run.runtime, side, journal)
            set_learning_rate(stepper.optimizer, 1e-4)
            pixels = torch.randn(size, BANDS, side, side, device=check.device)
            labels = torch.randint(0, CLASSES, (size, side, side), device=check.device).to(torch.uint8)
            for _ in range(2):
                stepper(pixels, labels)

        def validate(size: int, journal: Journal) -> None:
            evaluate(network, with_batch(run, size), validation, journal)

        def scenes(size: int, journal: Journal) -> None:
            everything = evaluation_chips(run.data.training.cache, run.data.split)
            evaluate_scenes(network, with_batch(run, size), everything, journal)

        def predict(size: int, journal: Journal) -> None:
            runtime = Runtime(check.device, run.runtime.precision, size)
            forward = TileForward(network.eval(), run.device_input, runtime, "none", journal)
            with torch.inference_mode(False), torch.no_grad():
                forward.probabilities(np.zeros((size, BANDS, side, side), np.uint16), None)
            forward.close()

        for work in (step, validate, scenes, predict):
            few, many = (peak_bytes(check.device, lambda s=s, w=work: w(s, Journal())) for s in (batch // 4, batch))
            journal = Journal()
            with little_memory(check.device, (few + many) // 2):
                work(batch, journal)
            cut = sum("does not hold" in line for line in journal.warnings)
            check.correct(
                f"out of memory: {work.__name__}", cut > 0, cut, "warnings", f"{few / 1e9:.2f} to {many / 1e9:.2f} GB"
            )
    small = _held_bytes(check) + 150 * 2**20
    with tempfile.TemporaryDirectory() as folder, little_memory(check.device, small, most_images=0):
        asked = request(
            str(Path(folder) / "model"), encoder=encoder, batch_size=batch, average=True, device=str(check.device)
        )
        try:
            train_arrays(chips(2 * batch, side), asked, Journal())
            check.correct("a training without memory", False, note="it did not run out")
        except SettingsError as error:
            check.correct(
                "a training without memory gives a sentence", "memory" in str(error).lower(), note=str(error)[:90]
            )


def _held_bytes(check: Check) -> int:
    """Returns the memory of a CUDA device that tensors hold, 0 on a CPU."""
    if not check.on_gpu:
        return 0
    torch.cuda.empty_cache()
    return torch.cuda.memory_reserved(check.device)


def waits(check: Check) -> None:
    """No operation of a training step waits for the device."""
    if not check.on_gpu:
        check.skip("waits in a training step", "only CUDA reports them")
        return
    for loss in ("cross_entropy", "focal", "dice", "cross_entropy_dice"):
        with prepared(
            chips(32, 128), check.device, encoder="resnet18", loss=loss, scale_jitter=0.2, gain_jitter=0.1, noise=0.1
        ) as (
            network,
            run,
        ):
            stepper, ema = Stepper(network.train(), run.loss, run.runtime, 128, Journal()), make_ema(network)
            generator, sums = augmentation_generator(0, 1), torch.zeros(2, device=check.device)
            order = run.order(1)
            try:
                for number, batch in enumerate(make_batches(run.data.training, order, run.device_input, Journal())):
                    torch.cuda.set_sync_debug_mode("error" if number > 2 else "default")
                    set_learning_rate(stepper.optimizer, 1e-4)
                    pixels, labels = run.augmented(batch, generator)
                    step = stepper(pixels, labels, keep_predictions=True)
                    ema.update(network, number + 1)
                    sums += torch.stack((step.loss_sum, step.size))
                    pair_counts(labels, step.predicted, CLASSES)
                fine, note = True, ""
            except RuntimeError as error:
                fine, note = False, str(error).splitlines()[0]
            finally:
                torch.cuda.set_sync_debug_mode("default")
            check.correct(f"no wait in a step, {loss}", fine, note=note)


def cutting(check: Check) -> None:
    """Tiles that the device cuts, from pixels that were uploaded once, give the map of tiles that the reader cuts.

    In float32: in bfloat16 the convolutions of AMX round as the batch is laid out, which an untrained network shows in up to 6 % of labels.
    """
    from figures import classified

    side, tile = (150, 64) if check.small else (3000, 512)
    network, maps = build_network(NetworkSpec("unet", "resnet18", BANDS, CLASSES)), []
    for cut_on_device in (False, True):
        labels = []
        reader = ArrayReader(image(BANDS, side))
        classified(check, network, "unet", reader, side, tile, cut_on_device, labels, in_float32=True)
        maps.append(np.concatenate(labels))
    share = float((maps[0] == maps[1]).mean())
    check.correct("tiles cut on the device and by the reader", share >= 0.9999, share, "equal")


def pinned(check: Check) -> None:
    """Page-locked memory stays below its limit, with many bands."""
    from figures import classified

    if not check.on_gpu or not hasattr(torch.cuda, "host_memory_stats"):
        check.skip("peak of page-locked memory", "only CUDA has it")
        return
    torch.cuda.reset_peak_host_memory_stats()
    network = build_network(NetworkSpec("unet", "resnet18", 24, CLASSES))
    classified(check, network, "unet", ArrayReader(image(24, 4096, "float32")), 4096)
    peak = torch.cuda.host_memory_stats().get("allocated_bytes.peak", 0)
    check.correct("peak of page-locked memory", peak <= MOST_PINNED_BYTES, peak / 2**30, "GiB")


PARTS = (environment, networks, dtypes, training, resuming, memory, waits, cutting, pinned)
