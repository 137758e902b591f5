"""Training by two processes on the CPU against one: what synchronising costs, in CPU seconds of all processes for an epoch.

    .venv/bin/python test/benchmarks/bench_ranks.py

Chips of 128 pixels, one thread per process. Where two cores are free, the time on the clock is that of the CPU divided by the processes.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import say  # isort: skip (first of all: it makes the helpers importable)
from chip_samples import bare_folder, scene

ROOT = Path(__file__).resolve().parents[2]
CHIPS_ACROSS, CHIP_PX = 6, 128
SHORT, LONG = 1, 4
NETWORKS = (("unet", "resnet34"), ("pixel", "resnet34"))


def cpu_s(chips: Path, output: Path, processes: int, epochs: int, architecture: str, encoder: str) -> float:
    """Returns the CPU seconds of a training, those of all processes together."""
    launcher = (
        ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)] if processes > 1 else []
    )
    options = {
        "CHIPS": chips, "OUTPUT": output, "ARCHITECTURE": architecture, "ENCODER": encoder, "EPOCHS": epochs, "BATCH_SIZE": 8, "DEVICE": "cpu",
        "LEARNING_RATE": 0.001, "REFIT": "never",
    }  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *launcher, str(ROOT / "__main__.py"), "train", *(f"--{key}={value}" for key, value in options.items())],
        check=True, capture_output=True, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as name:
        chips = bare_folder(Path(name) / "chips", *scene(CHIPS_ACROSS * CHIP_PX), chip=CHIP_PX, stride=CHIP_PX)
        for network in NETWORKS:
            epochs = {}
            for processes in (1, 2):
                short, long = (
                    cpu_s(chips, Path(name) / "model", processes, count, *network) for count in (SHORT, LONG)
                )
                epochs[processes] = (long - short) / (LONG - SHORT)
                say(
                    f"{network[0]}, {processes} processes",
                    epochs[processes],
                    "CPU-s per epoch",
                    "all processes together",
                )
            speed = 2 * epochs[1] / epochs[2]
            say(f"{network[0]}, 2 processes on 2 free cores", speed, "times as fast")


if __name__ == "__main__":
    main()
