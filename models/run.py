"""One training run as a value: what the loop needs, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .augmentation import Augmentation
from .batches import LabelledChips, Scaling
from .checkpoint import Checkpoint, Progress
from .description import ModelDescription
from .draws import epoch_draws, steps_per_epoch
from .evaluation import Runtime
from .history import EpochRecord, RangeTest
from .losses import SparseLoss
from .networks import NetworkSpec
from .seeding import chip_draws


@dataclass(frozen=True)
class Run:
    """All that the loop needs and does not change.

    `validation` is None where nothing was kept for validation. `class_pixels` (chips, classes) are the labelled pixels of each
    training chip, by which rare classes are drawn more often where `balance` is on. `checkpoint` keeps what the run needs to go
    on after an interruption, and the best model so far with `description` completed by the figures of its epoch.
    `learning_rate` is the highest of the schedule, None to find it; `patience` 0 never ends early; `average` judges and
    keeps the running average of the weights; for `freeze_epochs` the encoder stays as it is; `saved` is the state of an
    interrupted run to go on from.
    """

    training: LabelledChips
    validation: LabelledChips | None
    class_pixels: np.ndarray
    scaling: Scaling
    spec: NetworkSpec
    runtime: Runtime
    loss: SparseLoss
    augmentation: Augmentation
    description: ModelDescription
    checkpoint: Checkpoint
    epochs: int
    learning_rate: float | None
    seed: int
    balance: bool = True
    patience: int = 0
    average: bool = False
    freeze_epochs: int = 0
    saved: tuple[Progress, dict[str, torch.Tensor]] | None = None

    @property
    def steps_an_epoch(self) -> int:
        """Returns the number of batches of an epoch."""
        return steps_per_epoch(self.class_pixels, self.runtime.batch_size, self.balance)

    def order(self, epoch: int) -> list[np.ndarray]:
        """Returns the positions of the chips of each batch of an epoch."""
        return epoch_draws(self.class_pixels, self.runtime.batch_size, chip_draws(self.seed, epoch), self.balance)


@dataclass(frozen=True)
class Outcome:
    """What the loop gave: a record per finished epoch, the best one, how the learning rate was found, whether it was cancelled.

    The best epoch's model lies in the checkpoint.
    """

    history: tuple[EpochRecord, ...]
    best: EpochRecord
    learning_rate: float
    range_test: RangeTest | None
    cancelled: bool = False
