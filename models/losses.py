"""The training losses for sparse labels: unlabelled pixels count for nothing, labelled ones the same however few they are."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from ..rasters.classes import IGNORED_INDEX
from ..rasters.errors import SettingsError
from .choices import LOSSES
from .region_losses import lovasz_loss, tversky_loss

FOCAL_GAMMA = 2.0
"""How far focal loss turns away from easy pixels: the value that its authors found best."""
TVERSKY_COSTS = (0.3, 0.7)
"""Cost of a false positive and of a false negative pixel: the pair that its authors found best for small regions."""
_BY_PIXEL = ("cross_entropy", "focal", "cross_entropy_dice")


@dataclass(frozen=True)
class SparseLoss:
    """A loss of `choices.LOSSES` over the labelled pixels of a batch; `class_weights` float32 (classes,) on the device.

    It equals the dense loss of the labelled pixels alone; without a labelled pixel it is 0 and so is its gradient. The
    arithmetic is float32 whatever the logits are. In the losses by pixel a class weight multiplies the pixels of the class, in
    those by region the class's term. Raises SettingsError for an unknown name.
    """

    name: str = "cross_entropy"
    class_weights: torch.Tensor | None = None

    def __post_init__(self) -> None:
        if self.name not in LOSSES:
            raise SettingsError(f"There is no loss {self.name!r}. Choose one of {', '.join(LOSSES)}.")

    def __call__(self, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Returns the loss of a batch, a float32 scalar.

        `logits` is (n, classes, h, w) of any float dtype, `labels` (n, h, w) of class indices with `IGNORED_INDEX`
        where there is no label.
        """
        weights = self.class_weights
        if self.name == "cross_entropy":
            return self._mean(_cross_entropy(logits, labels, weights, "sum"), labels)
        if self.name == "focal":
            return self._mean(_summed_focal(logits, labels, weights), labels)
        if self.name == "dice":
            return tversky_loss(logits, labels, weights, 0.5, 0.5)
        if self.name == "jaccard":
            return tversky_loss(logits, labels, weights, 1, 1)
        if self.name == "lovasz":
            return lovasz_loss(logits, labels, weights)
        if self.name == "tversky":
            return tversky_loss(logits, labels, weights, *TVERSKY_COSTS)
        by_pixel = self._mean(_cross_entropy(logits, labels, weights, "sum"), labels)
        return by_pixel + tversky_loss(logits, labels, weights, 0.5, 0.5)

    def size(self, labels: torch.Tensor) -> torch.Tensor:
        """Returns what a batch counts in a mean over batches, a float32 scalar: its labelled pixels, or their weights' sum.

        The mean over batches is sum(loss * size) / sum(size). Likewise the gradient of a batch that is cut into parts is
        the sum of those of loss * size / (size of all parts): exactly for cross-entropy and focal loss, while the losses by
        region see the regions of each part alone.
        """
        labelled = labels != IGNORED_INDEX
        if self.class_weights is None or self.name not in _BY_PIXEL:
            return labelled.sum().float()
        return (self.class_weights[labels.long().where(labelled, 0)] * labelled).sum()

    def _mean(self, total: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return total / self.size(labels).clamp(min=torch.finfo(total.dtype).tiny)


def _cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, class_weights: torch.Tensor | None, reduction: str
) -> torch.Tensor:
    """Returns the cross-entropy in float32, 0 for pixels without a label."""
    return functional.cross_entropy(
        logits.float(), labels.long(), weight=class_weights, ignore_index=IGNORED_INDEX, reduction=reduction
    )


def _summed_focal(logits: torch.Tensor, labels: torch.Tensor, class_weights: torch.Tensor | None) -> torch.Tensor:
    """Returns the sum of the focal loss over the labelled pixels, of the softmax probability of the true class.

    That of segmentation_models_pytorch is the sigmoid's, class by class against the rest: it would train other
    probabilities than those that classification writes, and its weights are of the network's answers, not of the truth.

    Source: Lin, Goyal, Girshick, He and Dollár (2017), Focal loss for dense object detection.
    """
    entropy = _cross_entropy(logits, labels, None, "none")
    losses = (-torch.expm1(-entropy)).pow(FOCAL_GAMMA) * entropy
    if class_weights is not None:
        losses = losses * class_weights[labels.long().where(labels != IGNORED_INDEX, 0)]
    return losses.sum()
