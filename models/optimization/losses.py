"""The training losses for sparse labels: unlabelled pixels are ignored, and the loss does not depend on how many there are.

Losses by pixel are cross-entropy and focal loss; losses by region (dice, Jaccard, Tversky, Lovász) measure the overlap of each class. All
treat the labelled pixels of the batch as one set, take the classes that have a label in it, and use softmax probabilities. The losses by
region of segmentation_models_pytorch do not fit sparse labels. Its dice, Jaccard and Tversky count a class without a label as perfect, so
the loss falls with the number of classes in a batch. They compute the overlap as a difference of sums over all pixels, which loses a small
class to rounding. And they hold the labels as int64 per class. Its Lovász loss takes differences of numbers near 1, which are noise at a
million pixels. It has no class weights, and is no scalar where nothing is labelled.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from ...rasters.classes.class_table import IGNORED_INDEX
from ...rasters.core.errors import SettingsError
from ..core.options import LOSSES

FOCAL_GAMMA = 2.0
"""The focusing parameter of the focal loss: the value that its authors found best."""
TVERSKY_COSTS = (0.3, 0.7)
"""Cost of a false positive and of a false negative pixel: the pair that its authors found best for small regions."""
_BY_PIXEL = ("cross_entropy", "focal", "cross_entropy_dice")


@dataclass(frozen=True)
class SparseLoss:
    """A loss of `options.LOSSES` over the labelled pixels of a batch; `class_weights` float32 (classes,) on the device.

    It equals the dense loss of the labelled pixels alone; without a labelled pixel it is 0 and so is its gradient. The
    arithmetic is float32 whatever the logits are. In the losses by pixel a class weight multiplies the pixels of the class, in
    those by region the class's term. Raises SettingsError for an unknown name.
    """

    name: str = "cross_entropy"
    class_weights: torch.Tensor | None = None

    def __post_init__(self) -> None:
        if self.name not in LOSSES:
            raise SettingsError(f"There is no loss {self.name!r}. Choose one of {', '.join(LOSSES)}.")

    def __call__(self, logits: torch.Tensor, labels: torch.Tensor, size: torch.Tensor | None = None) -> torch.Tensor:
        """Returns the loss of a batch, a float32 scalar.

        `logits` is (n, classes, h, w) of any float dtype, `labels` (n, h, w) of class indices with `IGNORED_INDEX`
        where there is no label. `size` is that of the labels, where the caller has it already.
        """
        weights = self.class_weights
        size = self.size(labels) if size is None else size
        if self.name == "cross_entropy":
            return _mean(_cross_entropy(logits, labels, weights, "sum"), size)
        if self.name == "focal":
            return _mean(_summed_focal(logits, labels, weights), size)
        if self.name == "dice":
            return tversky_loss(logits, labels, weights, 0.5, 0.5)
        if self.name == "jaccard":
            return tversky_loss(logits, labels, weights, 1, 1)
        if self.name == "lovasz":
            return lovasz_loss(logits, labels, weights)
        if self.name == "tversky":
            return tversky_loss(logits, labels, weights, *TVERSKY_COSTS)
        by_pixel = _mean(_cross_entropy(logits, labels, weights, "sum"), size)
        return by_pixel + tversky_loss(logits, labels, weights, 0.5, 0.5)

    @property
    def adds_up(self) -> bool:
        """Returns whether the losses of the parts of a batch, weighted by `size`, give exactly that of the whole batch."""
        return self.name in ("cross_entropy", "focal")

    def size(self, labels: torch.Tensor) -> torch.Tensor:
        """Returns what a batch counts in a mean over batches, a float32 scalar: its labelled pixels, or their weights' sum.

        The mean over batches is sum(loss * size) / sum(size). Likewise the gradient of a batch in micro-batches is the sum of those of loss
        * size / (size of the batch). That is exact for cross-entropy and focal loss; the losses by region measure the regions of each
        micro-batch.
        """
        if self.class_weights is None or self.name not in _BY_PIXEL:
            return (labels != IGNORED_INDEX).sum().float()
        of_each_label = functional.pad(self.class_weights, (0, IGNORED_INDEX + 1 - len(self.class_weights)))
        return of_each_label.index_select(0, labels.reshape(-1).int()).sum()


def _mean(total: torch.Tensor, size: torch.Tensor) -> torch.Tensor:
    return total / size.clamp(min=torch.finfo(total.dtype).tiny)


def _cross_entropy(
    logits: torch.Tensor, labels: torch.Tensor, class_weights: torch.Tensor | None, reduction: str
) -> torch.Tensor:
    """Returns the cross-entropy in float32, 0 for pixels without a label."""
    return functional.cross_entropy(
        logits.float(), labels.long(), weight=class_weights, ignore_index=IGNORED_INDEX, reduction=reduction
    )


def _summed_focal(logits: torch.Tensor, labels: torch.Tensor, class_weights: torch.Tensor | None) -> torch.Tensor:
    """Returns the sum of the focal loss over the labelled pixels, of the softmax probability of the true class.

    That of segmentation_models_pytorch takes the sigmoid of each class against the rest: it would train other
    probabilities than those that prediction writes, and it weights by the predicted class, not by the true one.

    Source: Lin, Goyal, Girshick, He and Dollár (2017), Focal loss for dense object detection.
    """
    entropy = _cross_entropy(logits, labels, None, "none")
    losses = (-torch.expm1(-entropy)).pow(FOCAL_GAMMA) * entropy
    if class_weights is not None:
        losses = losses * class_weights[labels.long().where(labels != IGNORED_INDEX, 0)]
    return losses.sum()


def tversky_loss(
    logits: torch.Tensor,
    labels: torch.Tensor,
    class_weights: torch.Tensor | None,
    false_positive_cost: float,
    false_negative_cost: float,
) -> torch.Tensor:
    """Returns 1 minus the Tversky index, averaged over the classes that have a label: float32 scalar, 0 without any.

    `logits` is (n, classes, h, w) of any float dtype. `labels` is (n, h, w) of class indices, `IGNORED_INDEX` where there is no label.
    `class_weights` is (classes,) or None. With both costs 1 it is the Jaccard loss, with both 0.5 the dice loss.

    Source: Salehi, Erdogmus and Gholipour (2017), Tversky loss function for image segmentation using 3D fully
    convolutional deep networks.
    """
    probabilities = logits.float().softmax(1)
    members = _members(labels, logits.shape[1])
    hits = _sum_where(members, probabilities)
    given = _sum_where((labels != IGNORED_INDEX).unsqueeze(1), probabilities)
    pixels = members.sum((0, 2, 3)).float()
    present = pixels > 0
    whole = hits + false_positive_cost * (given - hits) + false_negative_cost * (pixels - hits)
    return _mean_of_present(1 - hits / whole.where(present, torch.ones_like(whole)), present, class_weights)


def lovasz_loss(logits: torch.Tensor, labels: torch.Tensor, class_weights: torch.Tensor | None) -> torch.Tensor:
    """Returns the Lovász-softmax loss, averaged over the classes that have a label; arguments as for `tversky_loss`.

    It is the convex surrogate of 1 minus the Jaccard index, which it equals where all probabilities are 0 or 1.

    Source: Berman, Triki and Blaschko (2018), The Lovász-softmax loss: a tractable surrogate for the optimization of the
    intersection-over-union measure in neural networks.
    """
    probabilities = logits.float().softmax(1)
    members = _members(labels, logits.shape[1])
    errors = torch.where(members, 1 - probabilities, probabilities)
    with torch.no_grad():
        where = (labels != IGNORED_INDEX).reshape(-1).nonzero()[:, 0]
        by_class = [
            values.transpose(0, 1).reshape(logits.shape[1], -1).index_select(1, where) for values in (errors, members)
        ]
        present = by_class[1].any(1)
        slopes = torch.zeros(logits.shape[1], labels.numel(), device=logits.device)
        for number in present.nonzero()[:, 0].tolist():
            order, values = _slopes(*(values[number] for values in by_class))
            slopes[number, where[order]] = values
    # The surrogate is linear between changes of the errors' order, so the slopes are constants to the gradient.
    terms = (errors * slopes.view(-1, *labels.shape).transpose(0, 1)).sum((0, 2, 3))
    return _mean_of_present(terms, present, class_weights)


def _slopes(errors: torch.Tensor, members: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Returns the order of falling errors, and by how much each raises the Lovász extension of a class's Jaccard loss.

    `errors` is float32 (pixels,), `members` bool (pixels,) with at least one True. From the largest error to the smallest, a member takes 1
    off the intersection, another pixel adds 1 to the union. The change of their ratio is written out for either case: float32 cannot hold
    it as a difference of two ratios.
    """
    # Floats that are not negative have the same order as their bits read as integers, which sort much faster.
    order = errors.clamp(min=0).view(torch.int32).argsort().flip(0)
    ordered = members[order]
    passed = ordered.cumsum(0)
    pixels = passed[-1]
    intersection = (pixels - passed).float()
    union = (pixels + torch.arange(1, len(errors) + 1, device=errors.device) - passed).float()
    return order, torch.where(ordered, 1 / union, intersection / (union * (union - 1)))


def _members(labels: torch.Tensor, classes: int) -> torch.Tensor:
    """Returns bool (n, classes, h, w): which pixels are labelled as which class."""
    return labels.unsqueeze(1) == torch.arange(classes, dtype=labels.dtype, device=labels.device).view(1, -1, 1, 1)


def _sum_where(chosen: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """Sums the chosen values (n, classes, h, w) by class: float32 (classes,)."""
    return torch.where(chosen, values, torch.zeros((), device=values.device)).sum((0, 2, 3))


def _mean_of_present(terms: torch.Tensor, present: torch.Tensor, class_weights: torch.Tensor | None) -> torch.Tensor:
    """Returns the mean of the terms (classes,) of the present classes, weighted where weights are given; 0 without any."""
    shares = present.float() if class_weights is None else present * class_weights
    return (terms * shares).sum() / shares.sum().clamp(min=torch.finfo(terms.dtype).tiny)
