"""Runs ranks as torchrun starts them, but forked from one process that has loaded PyTorch, which takes longer than what they do.

`python forked_ranks.py CHIPS FOLDER` trains by 1, 2 and 4 ranks into FOLDER/1, /2 and /4, each with a log, and compares the gradients
of 3 ranks with those of one.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import plugin_package  # noqa: F401 (first of all: it makes the package importable)
import segmentation_models_pytorch
import short_epochs
import torch
from listener import Listener
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.optimization.data_parallel import synchronised
from pixel_classifier.models.optimization.losses import SparseLoss
from pixel_classifier.models.optimization.step import Stepper
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.models.runtime.ranks import Ranks, joined
from pixel_classifier.models.training import setup
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.progress import SilentReporter
from torch import distributed

short_epochs.shorten()
EPOCHS = 2


def run_ranks(store: distributed.TCPStore, size: int, function: Callable[[], None]) -> None:
    """Calls a function in so many ranks; raises RuntimeError where one of them fails. The store is that of earlier ranks, too."""
    variables = {
        "WORLD_SIZE": size, "LOCAL_WORLD_SIZE": size, "MASTER_ADDR": "localhost", "MASTER_PORT": store.port,
        "TORCHELASTIC_RUN_ID": "test", "TORCHELASTIC_RESTART_COUNT": 0, "TORCHELASTIC_USE_AGENT_STORE": True,
    }  # fmt: skip
    children = []
    for rank in range(size):
        child = os.fork()
        if child == 0:
            try:
                os.environ.update(
                    {name: str(value) for name, value in {**variables, "RANK": rank, "LOCAL_RANK": rank}.items()}
                )
                function()
                os._exit(0)
            except BaseException:  # noqa: BLE001 (a child must not return into the parent's code)
                traceback.print_exc()
                os._exit(1)
        children.append(child)
    if failed := [rank for rank, child in enumerate(children) if os.waitpid(child, 0)[1]]:
        raise RuntimeError(f"of {size} ranks these failed: {failed}")


def train_along(chips: str, folder: Path) -> None:
    """Trains in this rank; the log holds what all of them log."""
    size = os.environ["WORLD_SIZE"]
    listener = Listener()
    setup.autocast_dtype = lambda *_: None  # 16 bits, where they are faster, round more than the ranks may differ
    train(
        TrainRequest(
            chips, str(folder / size), architecture="unet", encoder="resnet18", epochs=EPOCHS, batch_size=5, seed=3, device="cpu",
            learning_rate=0.0001, refit="never",
        ),
        listener,
    )  # fmt: skip
    with open(folder / f"{size}.log", "a", encoding="utf-8") as log:
        log.write("\n".join([*listener.infos, *listener.warnings, ""]))


def compare_a_step() -> None:
    """Compares loss, gradients and batch statistics of a step of all ranks with those of one process alone."""
    cpu = torch.device("cpu")
    with joined(cpu) as ranks:
        torch.manual_seed(0)
        network = segmentation_models_pytorch.Unet("resnet18", encoder_weights=None, in_channels=3, classes=4).double()
        pixels, labels = torch.randn(7, 3, 64, 64).double(), torch.randint(0, 4, (7, 64, 64), dtype=torch.uint8)
        labels[torch.rand(labels.shape) < 0.7] = 255
        initial = {name: value.clone() for name, value in network.state_dict().items()}
        alone = _found(network, Ranks(), pixels, labels)
        network.load_state_dict(initial)
        network, left = synchronised(network, ranks, cpu)
        assert left == 0
        for name, value in _found(network, ranks, pixels, labels).items():
            error = (value - alone[name]).abs().max() / alone[name].abs().max().clamp(min=1e-6)
            assert error < 1e-4, (name, error)


def _found(
    network: torch.nn.Module, ranks: Ranks, pixels: torch.Tensor, labels: torch.Tensor
) -> dict[str, torch.Tensor]:
    """Returns loss, gradients and batch statistics of one step."""
    network.train()
    loss = SparseLoss(class_weights=torch.tensor([0.5, 1.0, 2.0, 1.5]))
    stepper = Stepper(network, loss, Runtime(torch.device("cpu"), None, 7, ranks), 64, SilentReporter())
    stepper._update = lambda: None
    step = stepper(pixels, labels, keep_predictions=True)
    assert len(step.predicted) == len(pixels[ranks.share_of(7)])
    found = {name: weight.grad.clone() for name, weight in network.named_parameters() if weight.grad is not None}
    found.update({name: value.clone() for name, value in network.named_buffers() if value.is_floating_point()})
    network.zero_grad(set_to_none=True)
    return {**found, "loss": ranks.sum(step.loss_sum.clone()) / step.size}


def main(chips: str, folder: Path) -> None:
    """Runs all."""
    store = distributed.TCPStore("localhost", 0, is_master=True, wait_for_workers=False)
    run_ranks(store, 3, compare_a_step)
    for size in (1, 2, 4):
        run_ranks(store, size, lambda: train_along(chips, folder))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
