"""Files of ImageNet weights on the Hugging Face hub: from its cache on this computer, or downloaded within a known time.

A cached file needs no network. Without a network the hub's library would retry for half a minute, so a short request comes
first. Request and download run on a thread of their own, so that the caller can cancel, and give up after a time limit.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import inspect
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import segmentation_models_pytorch as smp
import timm
from huggingface_hub import (
    ModelCard,
    constants,
    get_hf_file_metadata,
    hf_hub_download,
    hf_hub_url,
    try_to_load_from_cache,
)
from huggingface_hub.utils import tqdm as hub_bar

from ...rasters.core.progress import Reporter, stop_if_cancelled

constants.HF_HUB_DISABLE_TELEMETRY = True
"""The hub's library sends no report of its use, nor of the programs on this computer, beside the request for a file."""
REPLY_TIMEOUT_S = 3.0
NEWS_INTERVAL_S = 5.0
"""A download logs its progress at this interval."""
_POLL_S = 0.1
_CARD = "README.md"

Result = TypeVar("Result")


class Unavailable(Exception):
    """A file of the hub cannot be had; the message is the reason, the end of a sentence."""


@dataclass(frozen=True)
class HubFile:
    """A file of a repository of the hub, with weights made for this many `bands`.

    `revision` None is the newest; `licence` None is not known without the model card.
    """

    repository: str
    name: str
    revision: str | None
    licence: str | None = None
    bands: int = 3

    @property
    def cached(self) -> Path | None:
        """Returns the path of the file in the hub's cache on this computer, None where it is not there."""
        return _cached(self, self.name)


def imagenet_file(encoder: str) -> HubFile | None:
    """Returns the file that holds an encoder's ImageNet weights, None where the hub has none."""
    if encoder.startswith("tu-"):
        name = encoder[3:]
        settings = timm.models.get_pretrained_cfg(name) if timm.models.is_model_pretrained(name) else None
        if settings is None or not settings.hf_hub_id:
            return None
        file = settings.hf_hub_filename or "model.safetensors"
        return HubFile(settings.hf_hub_id, file, None, settings.license, settings.input_size[0])
    settings = smp.encoders.encoders[encoder]["pretrained_settings"].get("imagenet")
    return settings and HubFile(settings["repo_id"], "model.safetensors", settings["revision"])


def fetch(file: HubFile, reporter: Reporter, limit_s: float = math.inf) -> Path:
    """Returns the path of a file, downloaded where it is not in the cache; logs the progress of the download.

    Raises Cancelled at once, and Unavailable: after `REPLY_TIMEOUT_S` where the hub does not answer, after `limit_s` where the
    download takes longer, and where it fails.
    """
    if file.cached is not None:
        return file.cached
    size = _size_of(file, reporter)
    reporter.info(f"Downloading {file.name} ({_megabytes(size)} MB) from {file.repository}.")
    transfer = _Transfer(size)
    try:
        path = _awaited(
            lambda: _download(file, file.name, transfer),
            reporter,
            limit_s,
            lambda: f"the download is slow ({transfer.news} in {limit_s:g} seconds)",
            transfer.logging_to(reporter),
        )
    finally:
        transfer.stopped.set()
    if file.licence is None:  # for later runs, which find the card in the cache
        with contextlib.suppress(Unavailable):
            _awaited(lambda: _download(file, _CARD, _Transfer(0)), reporter, REPLY_TIMEOUT_S, _no_answer)
    return path


def licence_of(file: HubFile) -> str | None:
    """Returns the licence that a file's library or its cached model card states, None where neither does."""
    card = _cached(file, _CARD)
    if file.licence is not None or card is None:
        return file.licence
    try:
        return ModelCard.load(card).data.get("license")
    except Exception:  # noqa: BLE001 (a card that cannot be read, for whatever reason, states nothing)
        return None


class _Abandoned(Exception):
    """Ends the download of a caller that no longer waits."""


class _Transfer:
    """How far a download has come; `stopped` ends it."""

    def __init__(self, size: int) -> None:
        self.size, self.received, self.stopped = size, 0, threading.Event()

    @property
    def news(self) -> str:
        """Returns the received and the whole size as text."""
        return f"{_megabytes(self.received)} of {_megabytes(self.size)} MB"

    def logging_to(self, reporter: Reporter) -> Callable[[], None]:
        """Returns a function that logs the news where they are due."""
        due = time.monotonic() + NEWS_INTERVAL_S

        def log() -> None:
            nonlocal due
            if time.monotonic() >= due:
                due += NEWS_INTERVAL_S
                reporter.info(f"Downloaded {self.news}.")

        return log

    def bar(self) -> type[hub_bar]:
        """Returns the hub's progress bar, invisible (a desktop program may have no terminal), that reports to this transfer."""
        transfer = self

        class Bar(hub_bar):
            def __init__(self, *args: object, **kwargs: object) -> None:
                super().__init__(*args, **{**kwargs, "disable": True})
                self.received = 0

            def update(self, n: float | None = 1) -> None:
                if transfer.stopped.is_set():
                    raise _Abandoned("The download was stopped.")
                self.received += int(n or 0)
                transfer.received = max(transfer.received, self.received)  # a download may have several bars

        return Bar


def _cached(file: HubFile, name: str) -> Path | None:
    path = try_to_load_from_cache(file.repository, name, revision=file.revision)
    return Path(path) if isinstance(path, str) else None


def _size_of(file: HubFile, reporter: Reporter) -> int:
    """Returns the size of a file in bytes, 0 where the hub does not state it. Raises Unavailable where it does not answer."""
    url = hf_hub_url(file.repository, file.name, revision=file.revision)
    found = _awaited(
        lambda: get_hf_file_metadata(url, token=False, timeout=REPLY_TIMEOUT_S), reporter, REPLY_TIMEOUT_S, _no_answer
    )
    return found.size or 0


def _no_answer() -> str:
    return f"no answer within {REPLY_TIMEOUT_S:g} seconds"


def _download(file: HubFile, name: str, transfer: _Transfer) -> Path:
    """Downloads a file into the hub's cache."""
    options = {"etag_timeout": REPLY_TIMEOUT_S}
    if "tqdm_class" in inspect.signature(hf_hub_download).parameters:  # not in old versions of the hub's library
        options["tqdm_class"] = transfer.bar()
    # Public files are not asked for in the user's name: without a token.
    return Path(hf_hub_download(file.repository, name, revision=file.revision, token=False, **options))


def _awaited(
    work: Callable[[], Result],
    reporter: Reporter,
    limit_s: float,
    late: Callable[[], str],
    meanwhile: Callable[[], None] = lambda: None,
) -> Result:
    """Returns the result of work on a thread of its own, which is abandoned where the caller cancels or `limit_s` is over.

    Raises Cancelled, and Unavailable where the work fails, or with the text of `late`.
    """
    outcome: concurrent.futures.Future[Result] = concurrent.futures.Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 (raised in the caller's thread)
            outcome.set_exception(error)

    deadline = time.monotonic() + limit_s
    threading.Thread(target=run, name="pixel-classifier-hub", daemon=True).start()
    while not concurrent.futures.wait([outcome], _POLL_S).done:
        stop_if_cancelled(reporter)
        if time.monotonic() > deadline:
            raise Unavailable(late())
        meanwhile()
    error = outcome.exception()
    if error is not None:
        raise Unavailable(_reason(error)) from error
    return outcome.result()


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f}" if size >= 1e7 else f"{size / 1e6:.1f}"


def _reason(error: BaseException) -> str:
    """Returns the first line of an error, or its kind where it has none."""
    return str(error).strip().split("\n")[0][:200].rstrip(".") or type(error).__name__
