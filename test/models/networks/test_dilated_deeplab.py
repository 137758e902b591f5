"""Dilated VGG and DenseNet encoders compute what the plain ones do, at more places."""

from __future__ import annotations

import functools

import pytest
import torch
from pixel_classifier.models.networks.build import NetworkSpec, build_network
from pixel_classifier.models.networks.dilated_deeplab import DilatedPool, dilate, dilated_encoder, shrinks_by_pooling
from segmentation_models_pytorch.encoders import get_encoder
from torch import nn

ENCODERS = ("vgg11", "vgg11_bn", "densenet121", "tu-vgg11", "tu-densenet121")
PLAIN_STRIDES = (1, 2, 4, 8, 16, 32)


@functools.cache
def plain(name: str) -> nn.Module:
    torch.manual_seed(1)
    encoder = get_encoder(name, in_channels=3, depth=5, weights=None)
    for module in encoder.modules():
        if isinstance(module, nn.BatchNorm2d):  # numbers that a careless shift would betray
            nn.init.uniform_(module.running_mean, -0.2, 0.2)
            nn.init.uniform_(module.running_var, 0.5, 2.0)
            nn.init.uniform_(module.bias, -0.2, 0.2)
    return encoder.eval()


@functools.cache
def dilated(name: str, output_stride: int) -> nn.Module:
    encoder = dilated_encoder(name, 3, output_stride)
    result = nn.Module.load_state_dict(encoder, plain(name).state_dict(), strict=False)
    assert not result.missing_keys
    assert not result.unexpected_keys
    return encoder.eval()


def features(encoder: nn.Module, images: torch.Tensor) -> list[torch.Tensor]:
    with torch.no_grad():
        return encoder(images)


@pytest.mark.parametrize("output_stride", [8, 16])
@pytest.mark.parametrize("name", ENCODERS)
def test_pretrained_state_of_the_plain_encoder_loads_whole(name, output_stride):
    assert dilated(name, output_stride).state_dict().keys() == plain(name).state_dict().keys()


@pytest.mark.parametrize("output_stride", [8, 16])
@pytest.mark.parametrize("name", ENCODERS)
def test_features_before_the_first_replaced_pooling_are_those_of_the_plain_encoder(name, output_stride):
    images = torch.rand(2, 3, 64, 96)
    for stride, thin, dense in zip(
        PLAIN_STRIDES, features(plain(name), images), features(dilated(name, output_stride), images)
    ):
        if stride <= output_stride:
            assert torch.equal(thin, dense)


@pytest.mark.parametrize("output_stride", [8, 16])
@pytest.mark.parametrize("name", ENCODERS)
def test_no_feature_is_coarser_than_the_output_stride(name, output_stride):
    images = torch.rand(1, 3, 64, 96)
    for stride, dense in zip(PLAIN_STRIDES, features(dilated(name, output_stride), images)):
        wanted = min(stride, output_stride)
        assert dense.shape[-2:] == (64 // wanted, 96 // wanted)


@pytest.mark.parametrize("output_stride", [8, 16])
@pytest.mark.parametrize("name", ENCODERS)
def test_dense_features_sampled_at_the_plain_positions_are_the_plain_features(name, output_stride):
    """Where pooling only left positions out, the dilated encoder has the same values there, borders included."""
    images = torch.rand(1, 3, 64, 96)
    for stride, thin, dense in zip(
        PLAIN_STRIDES, features(plain(name), images), features(dilated(name, output_stride), images)
    ):
        step = max(1, stride // output_stride)
        torch.testing.assert_close(dense[..., ::step, ::step], thin, rtol=1e-4, atol=1e-5)


def test_sampling_test_would_see_a_pooling_that_is_merely_left_out():
    """The test above has teeth: with Identity for the pooling (no averaging) the features differ."""
    images = torch.rand(1, 3, 64, 96)
    encoder = dilated_encoder("densenet121", 3, 16)
    nn.Module.load_state_dict(encoder, plain("densenet121").state_dict())
    encoder.eval().features.transition3.pool = nn.Identity()
    thin, dense = features(plain("densenet121"), images)[-1], features(encoder, images)[-1]
    assert not torch.allclose(dense[..., ::2, ::2], thin, rtol=1e-2, atol=1e-3)


def made_measurable(encoder: nn.Module) -> nn.Module:
    """Turns weights positive and maxima into means: reach is the same, and no gradient on its way vanishes."""
    for name, module in list(encoder.named_modules()):
        parent, _, child = name.rpartition(".")
        if isinstance(module, nn.Conv2d):
            nn.init.constant_(module.weight, 1.0 / (module.weight[0].numel()))
        elif isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            nn.init.ones_(module.weight)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.MaxPool2d):
            mean = nn.AvgPool2d(module.kernel_size, module.stride, module.padding)
            setattr(encoder.get_submodule(parent), child, mean)
        elif isinstance(module, DilatedPool):
            module.maximum = False
    return encoder.double().eval()


def columns_seen(encoder: nn.Module, width: int, map_column: int) -> tuple[int, int]:
    """Returns the first and last input column that change the last feature at the column above `map_column`."""
    images = torch.ones(1, 3, 32, width, dtype=torch.float64, requires_grad=True)
    last = encoder(images)[-1]
    last[..., map_column * last.shape[-1] // width].sum().backward()
    seen = images.grad.abs().sum(dim=(0, 1, 2)).nonzero().flatten()
    return int(seen[0]), int(seen[-1])


def reach(layers: list[tuple[int, int]]) -> int:
    """Returns the receptive field, in pixels, of layers (kernel, stride): Araujo et al. 2019, equation 2."""
    field, jump = 1, 1
    for kernel, stride in layers:
        field, jump = field + (kernel - 1) * jump, jump * stride
    return field


CONV, POOL = (3, 1), (2, 2)
VGG11 = [CONV, POOL, CONV, POOL, CONV, CONV, POOL, CONV, CONV, POOL, CONV, CONV, POOL]
DENSENET121 = [(7, 2), (3, 2), *[CONV] * 6, POOL, *[CONV] * 12, POOL, *[CONV] * 24, POOL, *[CONV] * 16]


@pytest.mark.parametrize(
    ("name", "layers", "width"), [("vgg11", VGG11, 320), ("densenet121", DENSENET121, 2304)], ids=["vgg", "densenet"]
)
def test_receptive_field_is_that_of_the_plain_encoder_as_theory_demands(name, layers, width):
    middle = width // 64 * 32  # a column that the coarsest plain feature has, too
    thin = columns_seen(made_measurable(get_encoder(name, depth=5, weights=None)), width, middle)
    assert thin[1] - thin[0] + 1 == reach(layers)
    for output_stride in (8, 16):
        assert columns_seen(made_measurable(dilated_encoder(name, 3, output_stride)), width, middle) == thin


def test_dilated_pool_lets_pixels_inside_the_image_decide_at_its_border():
    image = torch.tensor([[[[1.0, 5.0, 2.0], [7.0, 3.0, 4.0], [0.0, -1.0, -2.0]]]])
    largest = DilatedPool(maximum=True, dilation=1)(image)
    assert largest.tolist() == [[[[7.0, 5.0, 4.0], [7.0, 4.0, 4.0], [0.0, -1.0, -2.0]]]]
    mean = DilatedPool(maximum=False, dilation=2)(image)
    assert mean[0, 0, 0, 0] == (1 + 2 + 0 - 2) / 4
    assert mean[0, 0, 2, 2] == -2
    assert DilatedPool(True, 4)(image).shape == image.shape


def test_dilate_refuses_an_encoder_that_shrinks_by_strided_convolutions():
    with pytest.raises(ValueError, match="cannot be dilated"):
        dilate(get_encoder("resnet18", weights=None), 16)


def test_vgg_and_densenet_are_known_by_name_and_others_are_not():
    assert all(
        map(shrinks_by_pooling, ("vgg16", "vgg19_bn", "densenet161", "tu-vgg16_bn.tv_in1k", "tu-densenetblur121d"))
    )
    assert not any(map(shrinks_by_pooling, ("resnet34", "tu-repvgg_a0", "tu-resnet50", "mobileone_s0")))


@pytest.mark.parametrize("architecture", ["deeplabv3", "deeplabv3plus"])
@pytest.mark.parametrize("encoder", ["vgg11", "tu-densenetblur121d"])
def test_gradients_reach_the_first_convolution(architecture, encoder):
    network = build_network(NetworkSpec(architecture, encoder, 5, 3)).train()
    network(torch.rand(2, 5, 32, 32)).square().mean().backward()
    first = next(module for module in network.encoder.modules() if isinstance(module, nn.Conv2d))
    assert first.weight.grad.abs().sum() > 0
