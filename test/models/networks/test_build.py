"""Networks: every architecture on every family of encoders gives logits of the image's size, or says why not."""

from __future__ import annotations

import pytest
import torch
from pixel_classifier.models.core.options import ARCHITECTURES, ENCODERS, PIXEL
from pixel_classifier.models.networks.build import (
    NetworkSpec,
    build_network,
    network_config,
    network_from_config,
    stride_px,
    suitable_depth,
)
from pixel_classifier.models.networks.dilated_deeplab import PooledDeepLabV3
from pixel_classifier.rasters.core.errors import SettingsError


def logits_size(network, bands, height=64, width=96):
    with torch.no_grad():
        return tuple(network.eval()(torch.rand(1, bands, height, width)).shape)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("encoder", ["resnet18", "densenet121", "tu-resnet18"])
def test_every_architecture_gives_logits_of_full_size(architecture, encoder):
    network = build_network(NetworkSpec(architecture, encoder, 5, 3))
    assert logits_size(network, 5, 96, 160) == (1, 3, 96, 160)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_architecture_takes_vgg(architecture):
    assert logits_size(build_network(NetworkSpec(architecture, "vgg11", 1, 2)), 1) == (1, 2, 64, 96)


@pytest.mark.parametrize("architecture", ["unet", "deeplabv3", "deeplabv3plus"])
@pytest.mark.parametrize("encoder", ["tu-vgg11", "tu-densenet121", "tu-convnext_atto", "tu-efficientnet_b0"])
def test_encoders_of_timm_work(architecture, encoder):
    assert logits_size(build_network(NetworkSpec(architecture, encoder, 13, 2)), 13) == (1, 2, 64, 96)


def test_every_encoder_of_the_list_is_known_to_the_library():
    import segmentation_models_pytorch as smp

    assert set(ENCODERS) <= set(smp.encoders.get_encoder_names())
    assert {name.lower() for name in smp.MODEL_ARCHITECTURES_MAPPING} >= set(ARCHITECTURES) - {PIXEL}


def test_hundreds_of_bands_work():
    assert logits_size(build_network(NetworkSpec("unet", "resnet18", 204, 2)), 204, 32, 32) == (1, 2, 32, 32)


@pytest.mark.parametrize("encoder", ["resnet18", "vgg11_bn"])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("side", [32, 64])
def test_training_on_a_single_chip_does_not_fail(architecture, encoder, side):
    """As a step does where memory is short: UPerNet, and FPN and SegFormer on chips of 32 pixels, ended with a Python error."""
    network = build_network(NetworkSpec(architecture, encoder, 3, 2, suitable_depth(architecture, side))).train()
    assert torch.isfinite(network(torch.rand(1, 3, side, side))).all()


@pytest.mark.parametrize(
    ("architecture", "encoder"), [("deeplabv3", "resnet18"), ("deeplabv3plus", "resnet18"), ("deeplabv3", "vgg11_bn")]
)
@pytest.mark.parametrize("layout", [torch.channels_last, torch.contiguous_format])
def test_branches_of_deeplab_join_in_the_layout_of_the_images(architecture, encoder, layout):
    """The pooled branch came class by class, and the join of all took its layout: a tenth of the network's time."""
    network, joined = build_network(NetworkSpec(architecture, encoder, 4, 3)).eval(), []
    (project,) = (module for name, module in network.named_modules() if name.endswith(".project"))
    project.register_forward_pre_hook(lambda _, inputs: joined.append(inputs[0]))
    network.to(memory_format=layout)(torch.rand(1, 4, 96, 64).contiguous(memory_format=layout))
    assert joined[0].is_contiguous(memory_format=layout)


def test_pooling_branch_learns_from_two_chips():
    network = build_network(NetworkSpec("deeplabv3", "resnet18", 3, 2)).train()
    norm = network.decoder.aspp.convs[-1][2]
    before = norm.running_mean.clone()
    network(torch.rand(1, 3, 64, 64))
    assert torch.equal(norm.running_mean, before)
    network(torch.rand(2, 3, 64, 64))
    assert not torch.equal(norm.running_mean, before)


@pytest.mark.parametrize(
    ("architecture", "encoder", "parts"),
    [
        ("unet3d", "resnet18", ["unet3d", "deeplabv3"]),
        ("unet", "resnet35", ["resnet35", "Did you mean", "resnet34"]),
        ("unet", "tu-resnet35", ["tu-resnet35", "tu-resnet34"]),
        ("unet", "tu-hf-hub:someone/model", ["tu-hf-hub:someone/model"]),
        ("unet", "tu-vit_tiny_patch16_224", ["tu-vit_tiny_patch16_224", "Choose another encoder"]),
        ("unet", "tu-swin_tiny_patch4_window7_224", ["224", "Choose another encoder"]),
        ("deeplabv3", "tu-poolformer_s12", ["DeepLabV3", "tu-poolformer_s12", "Choose another encoder"]),
    ],
)
def test_what_cannot_be_built_is_named_with_a_cure(architecture, encoder, parts):
    with pytest.raises(SettingsError) as refusal:
        build_network(NetworkSpec(architecture, encoder, 3, 2))
    assert all(part in str(refusal.value) for part in parts), refusal.value


def test_configuration_rebuilds_the_network_and_fetches_no_weights():
    network = build_network(NetworkSpec("deeplabv3", "vgg11", 2, 3))
    config = network_config(network)
    assert config["_model_class"] == "PooledDeepLabV3"
    assert config["encoder_weights"] is None
    again = network_from_config({**config, "encoder_weights": "imagenet", "checkpoint_path": "/evil.pth"})
    assert isinstance(again, PooledDeepLabV3)
    assert again.state_dict().keys() == network.state_dict().keys()


def test_output_stride_of_deeplab_follows_the_configuration():
    config = network_config(build_network(NetworkSpec("deeplabv3", "densenet121", 3, 2)))
    assert config["encoder_output_stride"] == 8
    coarse = network_from_config({**config, "encoder_output_stride": 16})
    assert coarse.eval().encoder(torch.zeros(1, 3, 64, 96))[-1].shape[-2:] == (4, 6)
    assert logits_size(coarse, 3) == (1, 2, 64, 96)


def test_unknown_network_class_asks_to_update():
    with pytest.raises(SettingsError, match="Update the plugin"):
        network_from_config({"_model_class": "Transformer9"})


@pytest.mark.parametrize("architecture", ["unet", "unetplusplus"])
@pytest.mark.parametrize(("chip_size_px", "depth"), [(32, 3), (64, 4), (96, 4), (128, 5), (512, 5)])
def test_small_chips_get_a_shallower_network_that_still_sees_several_places(architecture, chip_size_px, depth):
    spec = NetworkSpec(architecture, "resnet18", 3, 2, suitable_depth(architecture, chip_size_px))
    network = build_network(spec).eval()
    deepest = network.encoder(torch.zeros(1, 3, chip_size_px, chip_size_px))[-1]
    assert spec.depth == depth and stride_px(architecture, chip_size_px) == 2**depth
    assert min(deepest.shape[-2:]) >= 4
    assert logits_size(network, 3) == (1, 2, 64, 96)
