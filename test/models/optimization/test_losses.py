from __future__ import annotations

import numpy as np
import pytest
import segmentation_models_pytorch as smp
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pixel_classifier.models.core.options import LOSSES
from pixel_classifier.models.optimization.losses import TVERSKY_COSTS, SparseLoss
from pixel_classifier.rasters.core.errors import SettingsError
from torch.nn import functional

CLASSES = 4
WEIGHTS = torch.tensor([0.5, 1.0, 4.0, 0.1])
BY_PIXEL = ("cross_entropy", "focal")
BY_REGION = ("dice", "jaccard", "lovasz", "tversky")

every_loss = pytest.mark.parametrize("name", LOSSES)
either_weighting = pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["plain", "weighted"])


def random_case(seed, share, n=2, classes=CLASSES, h=6, w=5, scale=2.0):
    """Returns logits and labels of which about `share` are there; the last class has none in half of the cases."""
    generator = torch.Generator().manual_seed(seed)
    logits = (scale * torch.randn(n, classes, h, w, generator=generator)).requires_grad_()
    labels = torch.randint(classes - seed % 2, (n, h, w), generator=generator, dtype=torch.uint8)
    labels[torch.rand(labels.shape, generator=generator) >= share] = 255
    return logits, labels


def alone(logits, labels):
    """Returns the labelled pixels as one dense strip (1, classes, 1, pixels), detached, and their labels."""
    labelled = labels != 255
    strip = logits.detach().permute(0, 2, 3, 1)[labelled].T.reshape(1, logits.shape[1], 1, -1)
    return strip.contiguous().requires_grad_(), labels[labelled].reshape(1, 1, -1)


@every_loss
@settings(max_examples=30)
@given(seed=st.integers(0, 2**31), share=st.floats(0.02, 1), weighted=st.booleans())
def test_the_loss_and_its_gradient_equal_the_dense_ones_of_the_labelled_pixels_alone(name, seed, share, weighted):
    logits, labels = random_case(seed, share)
    labels[0, 0, 0] = 1
    loss = SparseLoss(name, WEIGHTS if weighted else None)
    strip, strip_labels = alone(logits, labels)
    sparse, dense = loss(logits, labels), loss(strip, strip_labels)
    assert sparse.item() == pytest.approx(dense.item(), rel=1e-5, abs=1e-7)
    sparse.backward()
    dense.backward()
    labelled = labels != 255
    gradient = logits.grad.permute(0, 2, 3, 1)
    assert torch.all(gradient[~labelled] == 0)
    assert torch.allclose(gradient[labelled], strip.grad[0, :, 0].T, rtol=1e-4, atol=1e-6)
    assert loss.size(labels).item() == pytest.approx(loss.size(strip_labels).item())


@every_loss
@either_weighting
def test_a_batch_without_a_label_gives_zero_and_no_nan(name, weights):
    logits, labels = random_case(0, 0.0)
    loss = SparseLoss(name, weights)
    value = loss(logits, labels)
    value.backward()
    assert value.shape == () and value.item() == 0
    assert loss.size(labels).item() == 0
    assert torch.all(logits.grad == 0)


@every_loss
@either_weighting
@pytest.mark.parametrize("scale", [1e4, 1e-4, 0.0])
@pytest.mark.parametrize("share", [0.02, 1.0])
def test_extreme_logits_give_finite_losses_and_gradients(name, weights, scale, share):
    logits, labels = random_case(1, share, scale=scale)
    labels[0, 0, 0] = 2
    value = SparseLoss(name, weights)(logits, labels)
    value.backward()
    assert torch.isfinite(value) and value >= 0
    assert torch.all(torch.isfinite(logits.grad))


@every_loss
@either_weighting
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_logits_of_reduced_precision_are_reckoned_in_full_inside_autocast_too(name, weights, dtype):
    logits, labels = random_case(3, 0.5, h=64, w=64)
    loss = SparseLoss(name, weights)
    reduced = logits.detach().to(dtype).requires_grad_()
    with torch.autocast("cpu", torch.bfloat16):
        value, size = loss(reduced, labels), loss.size(labels)
    assert value.dtype == size.dtype == torch.float32
    assert value.item() == pytest.approx(loss(reduced.detach().float(), labels).item(), rel=1e-6)
    value.backward()
    assert reduced.grad.dtype == dtype and torch.all(torch.isfinite(reduced.grad))


@every_loss
def test_the_loss_does_not_depend_on_how_many_pixels_lack_a_label(name):
    logits, labels = random_case(1, 1.0)
    half = labels.clone()
    half[1] = 255
    loss = SparseLoss(name)
    assert loss(logits, half).item() == pytest.approx(loss(logits[:1], labels[:1]).item())


@every_loss
@either_weighting
def test_descending_the_gradient_finds_the_labels(name, weights):
    _, labels = random_case(5, 0.3)
    logits = torch.zeros(2, CLASSES, 6, 5, requires_grad=True)
    loss = SparseLoss(name, weights)
    optimizer = torch.optim.Adam([logits], 0.1)
    first = loss(logits, labels).item()
    for _ in range(60):
        optimizer.zero_grad()
        loss(logits, labels).backward()
        optimizer.step()
    labelled = labels != 255
    assert torch.equal(logits.argmax(1)[labelled], labels[labelled].long())
    assert loss(logits, labels).item() < 0.2 * first


@pytest.mark.parametrize("name", BY_PIXEL)
@either_weighting
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_batch_in_parts_has_the_gradient_of_the_whole(name, weights, cut):
    logits, labels = random_case(7, 0.4, n=5)
    labels[0] = 255
    loss = SparseLoss(name, weights)
    whole = torch.autograd.grad(loss(logits, labels), logits)[0]
    total, gradient = loss.size(labels), torch.zeros_like(logits)
    for part_logits, part_labels in ((logits[:cut], labels[:cut]), (logits[cut:], labels[cut:])):
        part = loss(part_logits, part_labels) * loss.size(part_labels) / total
        gradient += torch.autograd.grad(part, logits)[0]
    assert torch.allclose(gradient, whole, rtol=1e-5, atol=1e-8)


@every_loss
def test_sizes_of_batches_add_up(name):
    _, labels = random_case(8, 0.5, n=4)
    loss = SparseLoss(name, WEIGHTS)
    assert (loss.size(labels[:1]) + loss.size(labels[1:])).item() == pytest.approx(loss.size(labels).item())
    assert SparseLoss(name).size(labels).item() == (labels != 255).sum().item()


@either_weighting
def test_cross_entropy_is_that_of_torch(weights):
    logits, labels = random_case(2, 0.5)
    strip, strip_labels = alone(logits, labels)
    expected = functional.cross_entropy(strip, strip_labels.long(), weights).item()
    assert SparseLoss("cross_entropy", weights)(logits, labels).item() == pytest.approx(expected, rel=1e-5)


def test_focal_loss_weighs_a_pixel_by_how_far_it_is_from_certain():
    probabilities = torch.tensor([0.1, 0.5, 0.9])
    logits = torch.stack((probabilities, 1 - probabilities)).log().reshape(1, 2, 1, 3)
    each = -((1 - probabilities) ** 2) * probabilities.log()
    labels = torch.zeros(1, 1, 3, dtype=torch.uint8)
    assert SparseLoss("focal")(logits, labels).item() == pytest.approx(each.mean().item(), rel=1e-5)
    labels[0, 0, 0] = 1
    one = -(0.1**2) * np.log(0.9)
    weighted = (3 * one + each[1] + each[2]) / 5
    weights = torch.tensor([1.0, 3.0])
    assert SparseLoss("focal", weights)(logits, labels).item() == pytest.approx(weighted.item(), rel=1e-5)


@pytest.mark.parametrize("name", BY_REGION)
@pytest.mark.parametrize("seed", range(4))
def test_regions_are_evaluated_as_segmentation_models_pytorch_does_where_every_class_is_present(name, seed):
    logits, labels = random_case(2 * seed, 0.7, h=20)
    losses = smp.losses
    reference = {
        "dice": losses.DiceLoss("multiclass", eps=1e-12),
        "jaccard": losses.JaccardLoss("multiclass", eps=1e-12),
        "lovasz": losses.LovaszLoss("multiclass"),
        "tversky": losses.TverskyLoss("multiclass", eps=1e-12, alpha=TVERSKY_COSTS[0], beta=TVERSKY_COSTS[1]),
    }[name]
    strip, strip_labels = alone(logits, labels)
    expected = reference(strip, strip_labels.long())
    value = SparseLoss(name)(logits, labels)
    assert value.item() == pytest.approx(expected.item(), rel=1e-4)
    value.backward()
    gradient = torch.autograd.grad(expected, strip)[0]
    assert torch.allclose(alone(logits.grad, labels)[0], gradient, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(("name", "expected"), [("jaccard", 1 - 2 / 5), ("lovasz", 1 - 2 / 5), ("dice", 1 - 4 / 7)])
def test_certain_predictions_are_evaluated_by_counting_pixels(name, expected):
    """Class 0 has 3 pixels and is given 4, 2 of them right; class 1 has 3 and is given 2, of them 1 right (4 in all)."""
    truth = torch.tensor([0, 0, 0, 1, 1, 1], dtype=torch.uint8)
    answer = torch.tensor([0, 0, 1, 0, 0, 1])
    logits = 200 * functional.one_hot(answer, 3).float().T.reshape(1, 3, 1, 6)
    second = {"jaccard": 1 - 1 / 4, "lovasz": 1 - 1 / 4, "dice": 1 - 2 / 5}[name]
    labels = truth.reshape(1, 1, 6)
    assert SparseLoss(name)(logits, labels).item() == pytest.approx((expected + second) / 2, abs=1e-6)
    weights = torch.tensor([1.0, 3.0, 100.0])
    assert SparseLoss(name, weights)(logits, labels).item() == pytest.approx((expected + 3 * second) / 4, abs=1e-6)


@pytest.mark.parametrize("name", BY_REGION)
def test_classes_without_a_label_in_the_batch_do_not_flatter(name):
    logits, labels = random_case(1, 1.0)
    more = torch.cat((logits, torch.full((2, 5, 6, 5), -1e4)), 1)
    assert SparseLoss(name)(more, labels).item() == pytest.approx(SparseLoss(name)(logits, labels).item(), rel=1e-5)


def test_a_missed_small_class_costs_tversky_more_than_a_false_alarm():
    truth = torch.tensor([0, 0, 0, 0, 1, 1], dtype=torch.uint8).reshape(1, 1, 6)

    def loss_of(answer):
        logits = 200 * functional.one_hot(torch.tensor(answer), 2).float().T.reshape(1, 2, 1, 6)
        return SparseLoss("tversky", torch.tensor([1e-6, 1.0]))(logits, truth).item()

    assert loss_of([0, 0, 0, 0, 0, 1]) > loss_of([0, 0, 0, 1, 1, 1])


@pytest.mark.parametrize("name", BY_REGION)
def test_a_class_of_nine_pixels_among_a_million_is_evaluated_exactly(name):
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(1, 2, 1000, 1000, generator=generator)
    logits[:, 0] += 8
    labels = torch.zeros(1, 1000, 1000, dtype=torch.uint8)
    labels[0, 500, :9] = 1
    logits[0, 1, 500, :9] += 12
    weights = torch.tensor([1e-9, 1.0])
    value = SparseLoss(name, weights)(logits, labels).item()
    first, second = (logits.double().softmax(1)[0, c].numpy().reshape(-1) for c in range(2))
    members = labels.numpy().reshape(-1) == 1
    hits, given_px = second[members].sum(), second.sum()
    if name == "lovasz":
        order = np.argsort(-np.where(members, first, second), kind="stable")
        inside = members[order]
        ratios = 1 - (9 - inside.cumsum()) / (9 + (~inside).cumsum())
        expected = (np.where(members, first, second)[order] * np.diff(ratios, prepend=0)).sum()
    else:
        alpha, beta = {"dice": (0.5, 0.5), "jaccard": (1, 1), "tversky": TVERSKY_COSTS}[name]
        expected = 1 - hits / (hits + alpha * (given_px - hits) + beta * (9 - hits))
    assert value == pytest.approx(expected, rel=2e-5)


@either_weighting
def test_the_sum_of_two_losses_is_their_sum(weights):
    logits, labels = random_case(4, 0.5)
    parts = sum(SparseLoss(name, weights)(logits, labels).item() for name in ("cross_entropy", "dice"))
    assert SparseLoss("cross_entropy_dice", weights)(logits, labels).item() == pytest.approx(parts, rel=1e-6)


@every_loss
def test_a_heavier_class_draws_more_of_the_gradient(name):
    logits, labels = random_case(6, 1.0)

    def pull(weights):
        gradient = torch.autograd.grad(SparseLoss(name, weights)(logits, labels), logits)[0]
        return gradient[:, 2][labels == 2].abs().sum().item()

    assert pull(torch.tensor([1.0, 1.0, 10.0, 1.0])) > 1.2 * pull(None)


def test_an_unknown_loss_is_refused_with_the_known_ones():
    with pytest.raises(SettingsError, match=r"no loss 'mse'.*cross_entropy, focal, dice"):
        SparseLoss("mse")


def test_logits_of_reduced_precision_are_summed_in_full():
    logits = torch.zeros(1, 2, 256, 256, dtype=torch.bfloat16)
    labels = torch.zeros(1, 256, 256, dtype=torch.uint8)
    assert SparseLoss()(logits, labels).item() == pytest.approx(np.log(2), rel=1e-4)


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_that_adds_up_is_that_of_the_whole_batch_in_parts(name):
    generator = torch.Generator().manual_seed(2)
    logits = torch.randn(4, 3, 8, 8, generator=generator)
    labels = torch.randint(0, 3, (4, 8, 8), generator=generator, dtype=torch.uint8)
    labels[torch.rand(labels.shape, generator=generator) < 0.5] = 255
    loss = SparseLoss(name, torch.tensor([0.5, 1.0, 2.0]))
    parts = [(loss(*part) * loss.size(part[1]), loss.size(part[1])) for part in zip(logits.split(1), labels.split(1))]
    total = sum(value for value, _ in parts) / sum(size for _, size in parts)
    assert torch.allclose(total, loss(logits, labels), rtol=1e-5) is loss.adds_up
