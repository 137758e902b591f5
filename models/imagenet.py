"""Encoders trained on ImageNet, fetched by segmentation_models_pytorch or timm from their hub, or from its cache here.

Both libraries try again for half a minute where there is no network; a short question to the hub comes first, so that
the answer comes in seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import segmentation_models_pytorch as smp
import timm
from huggingface_hub import get_hf_file_metadata, hf_hub_url, try_to_load_from_cache
from huggingface_hub.utils import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars
from torch import nn

from ..rasters.errors import BackendError, SettingsError

REPLY_TIMEOUT_S = 3.0

_CURE = (
    "Connect this computer to the internet once, or choose weights none, or download a file with the encoder's weights "
    "(.safetensors, or .pth from torchvision, timm or TorchGeo) elsewhere and give its path as weights."
)


def load_imagenet(encoder: nn.Module, name: str, in_channels: int) -> None:
    """Fills an encoder with ImageNet weights, its first convolution adapted to the number of bands.

    Raises SettingsError where there are none for this encoder, BackendError, after `REPLY_TIMEOUT_S` at most where there
    is no network, if they cannot be fetched.
    """
    repository, file, revision = _source(name)
    if not isinstance(try_to_load_from_cache(repository, file, revision=revision), str):
        reason = _why_unreachable(hf_hub_url(repository, "config.json", revision=revision))
        if reason:
            raise BackendError(f"The ImageNet weights of {name} cannot be downloaded: {reason}. {_CURE}")
    weights = True if name.startswith("tu-") else "imagenet"
    try:
        with _without_progress_bars():
            source = smp.encoders.get_encoder(name, in_channels=in_channels, depth=encoder._depth, weights=weights)
    except Exception as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise BackendError(f"The ImageNet weights of {name} cannot be downloaded: {reason}. {_CURE}") from error
    nn.Module.load_state_dict(encoder, source.state_dict())


def _source(name: str) -> tuple[str, str, str | None]:
    """Returns the repository of the hub, the file and the revision that hold an encoder's ImageNet weights."""
    if name.startswith("tu-"):
        settings = timm.models.get_pretrained_cfg(name[3:]) if timm.models.is_model_pretrained(name[3:]) else None
        if settings is not None and settings.hf_hub_id:
            return settings.hf_hub_id, settings.hf_hub_filename or "model.safetensors", None
    else:
        settings = smp.encoders.encoders[name]["pretrained_settings"].get("imagenet")
        if settings is not None:
            return settings["repo_id"], "model.safetensors", settings["revision"]
    raise SettingsError(
        f"The hub has no ImageNet weights for {name}. Choose weights none, a local file, or another encoder."
    )


def _why_unreachable(url: str) -> str:
    """Returns why the hub does not answer for a file, '' where it does; takes `REPLY_TIMEOUT_S` at most."""
    reasons: list[str] = []

    def ask() -> None:
        try:
            get_hf_file_metadata(url, timeout=REPLY_TIMEOUT_S)
        except Exception as error:  # noqa: BLE001 (any failure is the answer, and becomes a sentence)
            reasons.append(str(error).strip().split("\n")[0][:200] or type(error).__name__)
        else:
            reasons.append("")

    asking = threading.Thread(target=ask, name="ask the hub", daemon=True)
    asking.start()
    asking.join(REPLY_TIMEOUT_S)
    return reasons[0] if reasons else f"no answer within {REPLY_TIMEOUT_S:g} seconds"


@contextmanager
def _without_progress_bars() -> Iterator[None]:
    """Keeps the hub from drawing on a terminal that a desktop program may not have."""
    if are_progress_bars_disabled():
        yield
        return
    disable_progress_bars()
    try:
        yield
    finally:
        enable_progress_bars()
