"""Epochs of training against their limit: forward, backward and step on the same batches, ready in memory, before and after them.

.venv/bin/python test/benchmarks/bench_training.py [CHIPS] [CHIP_SIZE]

U-Net ResNet-34, four bands, batches of 8, CPU time of all threads. Three epochs hold all that a user's do: reading the cache, normalisation,
augmentation, the sparse loss with class weights, validation of one chip in eight, the models to keep, and the checkpoints, which are
written after the first epoch and the last, and once a minute between. glibc keeps freed memory, as in the process that trains for QGIS.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from measure import BANDS, cpu_seconds, say
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.data.array_chips import ChipArrays
from pixel_classifier.models.data.batches import make_batches
from pixel_classifier.models.data.chip_cache import ChipCache
from pixel_classifier.models.data.chip_set import join_folders
from pixel_classifier.models.networks.build import SIDE_MULTIPLE_PX
from pixel_classifier.models.training.checkpoint import Checkpoint
from pixel_classifier.models.training.dataset import prepare
from pixel_classifier.models.training.evaluation import evaluate
from pixel_classifier.models.training.loop import fit
from pixel_classifier.models.training.setup import set_up
from pixel_classifier.rasters.core.progress import SilentReporter

CLASSES = 5
EPOCHS = 3
KEEP_FREED_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(2**31 - 1), "MALLOC_MMAP_MAX_": "0"}


def arrays(count: int, side: int) -> ChipArrays:
    """Returns chips whose classes can be learned, a third of the pixels labelled."""
    generator = np.random.default_rng(0)
    labels = np.kron(generator.integers(1, CLASSES + 1, (count, side // 16, side // 16)), np.ones((16, 16), int))
    pixels = 300 * labels[:, None] * np.arange(1, BANDS + 1)[:, None, None] + generator.normal(
        0, 90, (count, BANDS, side, side)
    )
    labels[generator.random(labels.shape) > 1 / 3] = 0
    return ChipArrays(pixels.clip(0, 65535).astype(np.uint16), labels.astype(np.int32))


def main() -> None:
    """Prints the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 128
    side = int(sys.argv[2]) if len(sys.argv) > 2 else 256
    quiet = SilentReporter()
    with tempfile.TemporaryDirectory() as folder:
        request = TrainRequest(
            "",
            folder,
            architecture="unet",
            epochs=EPOCHS,
            learning_rate=1e-3,
            validation_share=0.125,
            device="cpu",
        )
        source = arrays(count, side)
        started = time.process_time()
        chip_set = join_folders([source.folder()], 0, quiet)
        cache = ChipCache(chip_set, SIDE_MULTIPLE_PX, quiet, source.read)
        with contextlib.closing(cache):
            data = prepare(cache, request, quiet)
            say("chips to cache, split and statistics", count / (time.process_time() - started), "chips per CPU-s")
            checkpoint = Checkpoint(Path(folder), {})
            network, run = set_up(request, data, torch.device("cpu"), checkpoint, quiet)
            ready = make_batches(data.training, run.order(1), run.device_input, quiet)
            batches = [replace(batch, pixels=batch.pixels.clone()) for batch in ready]
            pure_steps(network, run, batches[:1])()
            limits = [cpu_seconds(pure_steps(network, run, batches), 1)]
            judging = cpu_seconds(lambda: evaluate(network, run, data.validation, quiet), 1)
            epoch = cpu_seconds(lambda: fit(network, run, quiet), 1) / EPOCHS
            limits.append(cpu_seconds(pure_steps(network, run, batches), 1))
            limit = sum(limits) / len(limits)
            samples = len(batches) * run.runtime.batch_size
            say("forward, backward, step on ready batches: the limit", samples / limit, "chips per CPU-s")
            say("an epoch without its validation", samples / (epoch - judging), "chips per CPU-s")
            say("the epoch against the limit", limit / (epoch - judging), "(goal 0.95)")


def pure_steps(network: torch.nn.Module, run, batches: list):
    """Returns a function that trains on the batches with nothing around it."""
    optimizer = torch.optim.AdamW(network.parameters(), 1e-3, fused=True)

    def steps() -> None:
        network.train()
        for batch in batches:
            pixels = batch.pixels.contiguous(memory_format=torch.channels_last)
            with run.runtime.autocast():
                logits = network(pixels)
            loss = torch.nn.functional.cross_entropy(logits.float(), batch.labels.long(), ignore_index=255)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()

    return steps


if __name__ == "__main__":
    if not KEEP_FREED_MEMORY.items() <= os.environ.items():  # glibc reads them when a process starts
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **KEEP_FREED_MEMORY})
    main()
