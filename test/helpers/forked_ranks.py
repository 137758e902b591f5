"""Runs ranks as torchrun starts them, but forked from one process that has loaded PyTorch, which takes longer than what they do.

`python forked_ranks.py CHIPS FOLDER` joins and leaves ranks, compares the gradients of 3 ranks with those of one, and trains into folders of FOLDER, each with a
log beside it: /1, /2 and /4 a U-Net by so many ranks; /pixel-1 and /pixel-2 a pixel network without its dropout, whose learning rate is
found; /resumed the same, interrupted with 2 ranks and resumed with one; /auto with 2 ranks, a batch size that is found, and a final training. FOLDER/refused-0.log
and -1.log have the errors of 2 ranks of which the first, and then the second, cannot go on.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
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
from pixel_classifier.models.runtime.ranks import STORE_VARIABLE, Ranks, joined
from pixel_classifier.models.training import lr_finder, setup
from pixel_classifier.models.training.train import train
from pixel_classifier.rasters.core.errors import Cancelled, PixelClassifierError
from pixel_classifier.rasters.core.progress import SilentReporter

EPOCHS = 2
PIXEL_EPOCHS, FINDER_STEPS = 4, 8
"""The learning-rate finder takes half of the steps of so short a run; users have 16 and a tenth."""


def run_ranks(store: Path, size: int, function: Callable[[], None]) -> None:
    """Calls a function in so many ranks; raises RuntimeError where one of them fails. They meet through a file, that of earlier ranks, too."""
    variables = {
        "WORLD_SIZE": size, "LOCAL_WORLD_SIZE": size, STORE_VARIABLE: store, "TORCHELASTIC_RUN_ID": "test", "TORCHELASTIC_RESTART_COUNT": 0,
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


def train_along(chips: str, output: Path, stop: Callable[[Listener], object] | None = None, **changes: object) -> None:
    """Trains in this rank, until `stop` is true; the log holds what all of them log."""
    listener = Listener(stop)
    setup.autocast_dtype = lambda *_: None  # 16 bits, where they are faster, round more than the ranks may differ
    settings = {
        "architecture": "unet", "encoder": "resnet18", "epochs": EPOCHS, "batch_size": 5, "learning_rate": 0.0001, "refit": "never",
    }  # fmt: skip
    try:
        train(TrainRequest(chips, str(output), seed=3, device="cpu", **{**settings, **changes}), listener)
    except Cancelled:
        if stop is None:
            raise
    with open(output.with_suffix(".log"), "a", encoding="utf-8") as log:
        log.write("\n".join([*listener.infos, *listener.warnings, ""]))


def train_pixels(chips: str, output: Path, **changes: object) -> None:
    """Trains a pixel network in this rank, at the rate that it finds, without its dropout, which is another one in each rank."""
    torch.nn.Dropout.forward = lambda _, images: images
    lr_finder.FEWEST_STEPS, lr_finder._RUN_SHARE = FINDER_STEPS, 1 / 2
    lr_finder.HIGHEST_PIXEL_RATE = 0.0003  # so low that the figures stay far from 1
    train_along(chips, output, architecture="pixel", epochs=PIXEL_EPOCHS, batch_size=2, learning_rate=None, **changes)


def _has_trained_two_epochs(listener: Listener) -> bool:
    return any("Epoch 2/" in line for line in listener.infos)


def be_refused(chips: str, folder: Path, refused: int) -> None:
    """Trains in this rank with a request that one of them refuses, and notes how it ends."""
    rank = int(os.environ["RANK"])
    output = folder / "refused"
    if rank == refused == 0:
        output = folder / "1.log"
    try:
        train_along("/no chips" if rank == refused == 1 else chips, output)
    except PixelClassifierError as error:
        with open(folder / f"refused-{refused}.log", "a", encoding="utf-8") as log:
            log.write(f"{rank} {type(error).__name__}: {error}\n")


def join_and_leave() -> None:
    """Joins the ranks several times, each time with work just before the end: PyTorch 2.6 never came back from it."""
    for _ in range(5):
        with joined(torch.device("cpu")) as ranks:
            for _ in range(3):
                assert ranks.from_first(lambda: list(range(50))) == list(range(50))


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
    short_epochs.shorten()
    store = folder / "store"
    run_ranks(store, 2, join_and_leave)
    run_ranks(store, 3, compare_a_step)
    for size in (1, 2, 4):
        run_ranks(store, size, partial(train_along, chips, folder / str(size)))
    for size in (1, 2):
        run_ranks(store, size, partial(train_pixels, chips, folder / f"pixel-{size}"))
    resumed = folder / "resumed"
    run_ranks(store, 2, partial(train_pixels, chips, resumed, stop=_has_trained_two_epochs))
    run_ranks(store, 1, partial(train_pixels, chips, resumed, resume=True))
    run_ranks(store, 2, partial(train_along, chips, folder / "auto", architecture="auto", refit="always", batch_size=0))
    for refused in (0, 1):
        run_ranks(store, 2, partial(be_refused, chips, folder, refused))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
