"""The pixel network: each pixel by itself, any size of image, saved and prepared like the other networks."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from model_samples import description
from network_samples import lived_in
from pixel_classifier.models.core.options import NO_ENCODER, PIXEL
from pixel_classifier.models.networks.batch_norm_folding import fuse_batch_norms
from pixel_classifier.models.networks.build import (
    NetworkSpec,
    build_network,
    encoder_of,
    is_cramped,
    pools_over_tiles,
    sees_surroundings,
    stride_px,
)
from pixel_classifier.models.networks.model_folder import load_model, network_spec, save_model
from pixel_classifier.models.networks.pixel_network import STRIP_PIXELS
from pixel_classifier.models.prediction.forward import prepare_network

BANDS = 5


def network(bands=BANDS, classes=3):
    torch.manual_seed(1)
    return lived_in(build_network(NetworkSpec(PIXEL, "resnet34", bands, classes)))


@given(
    height=st.integers(1, 40), width=st.integers(1, 40), row=st.floats(0, 0.999), column=st.floats(0, 0.999), seed=st.integers(0, 99)
)  # fmt: skip
def test_a_pixel_gets_the_same_logits_alone_as_in_an_image_of_any_size(height, width, row, column, seed):
    images = torch.randn(1, BANDS, height, width, generator=torch.Generator().manual_seed(seed))
    y, x = int(row * height), int(column * width)
    with torch.no_grad():
        whole, alone = network()(images), network()(images[..., y : y + 1, x : x + 1])
    torch.testing.assert_close(whole[..., y : y + 1, x : x + 1], alone, rtol=1e-4, atol=1e-4)


@settings(max_examples=25)
@given(count=st.integers(1, 2), height=st.integers(1, 150), width=st.integers(1, 150))
def test_in_strips_it_finds_the_same(count, height, width):
    images, net = torch.randn(count, BANDS, height, width), network()
    with torch.no_grad():
        whole = net(images)
        net.computes_strips = True
        strips = net(images)
    assert strips.shape == (count, 3, height, width)
    torch.testing.assert_close(strips, whole, rtol=1e-4, atol=1e-4)


def test_it_computes_strips_once_it_is_prepared_for_classification_on_a_cpu_and_not_before():
    net, images, calls = network(), torch.randn(1, BANDS, 3 * STRIP_PIXELS // 128, 128), []
    net.segmentation_head[0].register_forward_hook(lambda *_: calls.append(1))
    with torch.inference_mode():
        net(images)
        assert len(calls) == 1, "what is measured or converted sees each layer once"
        calls.clear()
        prepare_network(net, BANDS, torch.device("cpu"), None)(images)
    assert len(calls) == 3 + 1, "three strips, and one pass that looks for what can be fused"


def test_both_batch_norms_are_folded_into_the_convolutions():
    plain, prepared = network(), network()
    assert fuse_batch_norms(prepared, BANDS) == 2
    images = torch.randn(2, BANDS, 7, 9)
    with torch.no_grad():
        torch.testing.assert_close(prepared(images), plain(images), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("bands", [1, 64, 204])
def test_a_model_folder_gives_the_same_network_back_and_names_no_encoder(tmp_path, bands):
    about = description(PIXEL, encoder_of(PIXEL, "resnet50"), bands)
    mine = network(bands)
    save_model(tmp_path, mine, network_spec(about), about)
    loaded, found = load_model(tmp_path)
    assert found.encoder == NO_ENCODER and found.architecture == PIXEL
    images = torch.randn(1, bands, 3, 5)
    with torch.no_grad():
        assert torch.equal(loaded(images), mine(images))


def test_tiles_may_start_anywhere_and_chips_of_any_size_do():
    assert stride_px(PIXEL, 256) == 1
    assert not sees_surroundings(PIXEL) and not pools_over_tiles(PIXEL) and not is_cramped(PIXEL, 8)
