"""What requests refuse before anything is read."""

from __future__ import annotations

import math

import pytest
from pixel_classifier.models.core.options import AUTOMATIC_EPOCHS
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.rasters.core.errors import SettingsError


def request(freeze_epochs, epochs):
    return TrainRequest("chips", "model", weights="imagenet", freeze_epochs=freeze_epochs, epochs=epochs)


@pytest.mark.parametrize("freeze_epochs", [AUTOMATIC_EPOCHS, 50])
def test_an_encoder_is_not_frozen_for_all_automatic_epochs(freeze_epochs):
    message = rf"frozen for {freeze_epochs} epochs, but automatic epochs are at most 20, .*Choose 0 to 19, or set"
    with pytest.raises(SettingsError, match=message):
        request(freeze_epochs, None).check()


@pytest.mark.parametrize(
    ("freeze_epochs", "epochs", "message"),
    [(-1, None, r"for -1 epochs\. Choose 0 to 19\."), (-1, 5, r"for -1 of 5 epochs\. Choose 0 to 5\."),
     (6, 5, r"for 6 of 5 epochs\. Choose 0 to 5\.")],
)  # fmt: skip
def test_an_encoder_is_not_frozen_for_fewer_than_no_or_more_than_all_epochs(freeze_epochs, epochs, message):
    with pytest.raises(SettingsError, match=message):
        request(freeze_epochs, epochs).check()


@pytest.mark.parametrize(("freeze_epochs", "epochs"), [(0, None), (AUTOMATIC_EPOCHS - 1, None), (50, 60), (5, 5)])
def test_an_encoder_may_be_frozen_for_some_epochs_or_for_all_that_are_asked_for(freeze_epochs, epochs):
    request(freeze_epochs, epochs).check()


@pytest.mark.parametrize("name", ["scale_jitter", "gain_jitter", "offset_jitter", "noise"])
@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf])
def test_an_augmentation_that_leaves_no_image_is_refused_by_name(name, value):
    with pytest.raises(SettingsError, match=f"{name} is .* %. Choose 0"):
        TrainRequest("chips", "model", **{name: value}).check()
