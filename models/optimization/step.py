"""One optimizer step with gradient clipping.

A batch that does not fit in memory is split into micro-batches whose gradients are accumulated.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter
from ..runtime.devices import Runtime
from ..runtime.memory import is_out_of_memory, release_memory
from .auto_batch_size import out_of_memory_message
from .data_parallel import GradientSum
from .losses import SparseLoss
from .optimizer import HIGHEST_GRADIENT_NORM, make_optimizer


@dataclass(frozen=True)
class Step:
    """What a step computed before it updated the weights.

    `loss_sum` is the mean loss of the batch times `size`, the batch's weight in a mean over batches (float32 scalars on
    the device). Among several ranks, `loss_sum` is that of this rank's share of the batch, and `size` that of the whole batch.
    `predicted` are the class indices (n, h, w) of this rank's share and `labels` its labels; None where they were not asked for.
    """

    loss_sum: torch.Tensor
    size: torch.Tensor
    predicted: torch.Tensor | None = None
    labels: torch.Tensor | None = None


class Stepper:
    """Updates the weights of a network by one batch after another, in `micro_batches` per batch.

    These are doubled where memory runs out, in the update as well, whose first one allocates the optimizer's moments.
    The step stays the one of the whole batch, except that batch normalisation takes the statistics of each micro-batch.
    """

    def __init__(
        self, network: torch.nn.Module, loss: SparseLoss, runtime: Runtime, side_px: int, reporter: Reporter
    ) -> None:
        """Prepares to train a network that lies on the device of `runtime`; `side_px` is the side of its chips."""
        self._network, self._loss, self._runtime, self._side_px = network, loss, runtime, side_px
        self._reporter = reporter
        self._forward = GradientSum(network, runtime.ranks, runtime.device)
        self.optimizer = make_optimizer(network)
        self.scaler = self._new_scaler()
        self.micro_batches = 1

    def __call__(self, pixels: torch.Tensor, labels: torch.Tensor, keep_predictions: bool = False) -> Step:
        """Makes a step with normalised pixels (n, bands, h, w) and labels (n, h, w), both on the device.

        Among several ranks all are given the same batch. Raises SettingsError where not even a single chip fits into memory, or
        this rank's share does not.
        """
        while True:
            try:
                step = self._accumulate(pixels, labels, keep_predictions)
                self._update()
                return step
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                reason = error
            # Here, outside the handler, the traceback no longer holds the tensors of the failed pass.
            self._divide(len(pixels), reason.with_traceback(None))

    def _update(self) -> None:
        """Updates the weights by the gradients. It can be tried again where memory runs out; the first one, for the moments, starts anew."""
        is_first = not self.optimizer.state
        try:
            self.scaler.unscale_(self.optimizer)
            torch.nn.utils.clip_grad_norm_(self._network.parameters(), HIGHEST_GRADIENT_NORM)
            self.scaler.step(self.optimizer)
            self.scaler.update()
        except (RuntimeError, MemoryError):
            if is_first:  # some weights have moments, some not
                self.optimizer.state.clear()
            scale = self.scaler.state_dict()
            self.scaler = self._new_scaler()  # the old one refuses gradients of an optimizer whose update it has begun
            if scale:
                self.scaler.load_state_dict(scale)
            raise

    def _new_scaler(self) -> torch.amp.GradScaler:
        """Returns the scaler of the loss, which does nothing unless gradients are float16."""
        return torch.amp.GradScaler(self._runtime.device.type, enabled=self._runtime.precision is torch.float16)

    def _accumulate(self, pixels: torch.Tensor, labels: torch.Tensor, keep_predictions: bool) -> Step:
        """Accumulates the gradients of the micro-batches, each weighted by its share of the batch."""
        self.optimizer.zero_grad(set_to_none=True)
        whole, ranks = self._loss.size(labels), self._runtime.ranks
        pixels, labels = self._share(pixels, labels)
        losses, predicted = [], []
        chips = -(-len(pixels) // self.micro_batches)
        for part, truth in zip(pixels.split(chips), labels.split(chips)):
            with self._runtime.autocast():
                logits = self._forward(part)
            size = self._loss.size(truth)
            loss_sum = self._loss(logits, truth, size) * size
            self.scaler.scale(loss_sum / whole * ranks.size).backward()  # of the ranks' gradients the mean is taken
            losses.append(loss_sum.detach())
            if keep_predictions:
                predicted.append(logits.detach().max(1).indices)
        total = torch.stack(losses).sum()
        return Step(total, whole, torch.cat(predicted), labels) if keep_predictions else Step(total, whole)

    def _share(self, pixels: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns the part of a batch that this rank computes: some of the samples, of one long sample some of its columns."""
        dimension = 0 if len(pixels) > 1 else -1
        share = self._runtime.ranks.share_of(labels.shape[dimension])
        start, length = share.start, share.stop - share.start
        return pixels.narrow(dimension, start, length), labels.narrow(dimension, start, length)

    def _divide(self, chips: int, reason: Exception) -> None:
        """Doubles the number of micro-batches and warns. Raises SettingsError where each is a single chip."""
        device = self._runtime.device
        self.optimizer.zero_grad(set_to_none=True)
        release_memory(device)
        ranks = self._runtime.ranks
        tried = -(-chips // self.micro_batches)
        if ranks.are_several:  # each layer of batch normalisation waits for that of the other ranks
            raise SettingsError(
                f"The memory of {device} does not hold its share of a batch, {-(-chips // ranks.size)} chips of {self._side_px} x "
                f"{self._side_px} pixels. Set BATCH_SIZE below {chips}, or start more processes."
            ) from reason
        if tried == 1:
            raise SettingsError(out_of_memory_message(1, self._side_px, device)) from reason
        self.micro_batches *= 2
        self._reporter.warning(
            f"The memory of {device} does not hold {tried} chips of {self._side_px} x {self._side_px} pixels at once. Training "
            f"continues with {-(-chips // self.micro_batches)} at a time, still {chips} per step."
        )
