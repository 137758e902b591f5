"""Files of the hub: from the cache, downloaded with progress, or a reason within seconds. The hub is a server on this computer."""

from __future__ import annotations

import os
import threading
import time

import pytest
from fake_hub import COMMIT, FakeHub, point_at
from huggingface_hub import constants
from listener import Listener
from pixel_classifier.models.networks import hub
from pixel_classifier.models.networks.hub import HubFile, Unavailable, fetch, imagenet_file, licence_of
from pixel_classifier.rasters.core.errors import Cancelled

FILE = HubFile("maker/weights", "model.safetensors", None)
CONTENT = bytes(range(256)) * 4000
CARD = b"---\nlicense: cc-by-4.0\ntags: [images]\n---\n# Weights\n"


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A hub with a file and its card, and an empty cache."""
    fake = FakeHub()
    fake.put(FILE.repository, FILE.name, CONTENT)
    fake.put(FILE.repository, "README.md", CARD)
    with fake.serve() as address:
        point_at(monkeypatch, address, tmp_path / "cache")
        yield fake


@pytest.fixture
def soon(monkeypatch):
    """Waits are a tenth as long."""
    monkeypatch.setattr(hub, "REPLY_TIMEOUT_S", 0.3)
    monkeypatch.setattr(hub, "NEWS_INTERVAL_S", 0.2)


def no_thread_works():
    return all(not thread.name.startswith("pixel-classifier-hub") for thread in threading.enumerate())


def test_file_is_downloaded_once_and_then_read_from_the_cache(server):
    listener = Listener()
    path = fetch(FILE, listener)
    assert path.read_bytes() == CONTENT
    assert path.parent.name == COMMIT
    assert listener.infos == ["Downloading model.safetensors (1.0 MB) from maker/weights."]
    server.requests.clear()
    assert fetch(FILE, listener) == path
    assert server.requests == []


def test_only_the_file_is_asked_for_and_not_in_the_user_s_name(server, tmp_path, monkeypatch):
    token = tmp_path / "token"
    token.write_text("hf_of_the_user")
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(token))
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_user")
    fetch(FILE, Listener())
    assert server.requests and all(FILE.repository in request for request in server.requests), server.requests
    assert "hf_of_the_user" not in str(server.headers) and "torch" not in str(server.headers)


def test_licence_is_that_of_the_model_card_also_without_a_network(server):
    assert licence_of(FILE) is None
    fetch(FILE, Listener())
    server.files.clear()
    assert licence_of(FILE) == "cc-by-4.0"
    assert licence_of(HubFile(FILE.repository, FILE.name, None, "mit")) == "mit"


@pytest.mark.parametrize("card", [b"# Weights", b"---\nlicense: [\n---\n", b"\xff\xfe", None])
def test_licence_is_unknown_without_a_card_that_states_one(server, card):
    server.files.pop(f"{FILE.repository}/README.md")
    if card is not None:
        server.put(FILE.repository, "README.md", card)
    fetch(FILE, Listener())
    assert licence_of(FILE) is None


def test_progress_of_a_slow_download_is_logged(server, soon):
    server.bytes_per_s = len(CONTENT)
    listener = Listener()
    fetch(FILE, listener)
    assert len(listener.infos) >= 3
    assert listener.infos[1].startswith("Downloaded 0.")
    assert all(line.endswith(" of 1.0 MB.") for line in listener.infos[1:])


def test_slow_download_is_given_up_after_the_limit_and_ends(server, soon):
    server.bytes_per_s = len(CONTENT) // 20
    started = time.monotonic()
    with pytest.raises(Unavailable, match=r"slow \(0\.\d of 1\.0 MB in 0\.5 seconds\)"):
        fetch(FILE, Listener(), limit_s=0.5)
    assert time.monotonic() - started < 5
    while not no_thread_works():
        assert time.monotonic() - started < 10
        time.sleep(0.05)
    assert FILE.cached is None


@pytest.mark.parametrize("state", ["mute", "slow"])
def test_cancelling_ends_the_wait_at_once(server, state):
    server.mute, server.bytes_per_s = state == "mute", 1000
    started = time.monotonic()
    with pytest.raises(Cancelled):
        fetch(FILE, Listener(stop=lambda _: time.monotonic() > started + 0.5))
    assert time.monotonic() - started < 2


def test_mute_hub_is_given_up_within_seconds(server, soon):
    server.mute = True
    started = time.monotonic()
    with pytest.raises(Unavailable, match=r"no answer within 0\.3 seconds|timed out"):
        fetch(FILE, Listener())
    assert time.monotonic() - started < 2


def test_absent_hub_is_given_up_at_the_first_attempt(monkeypatch, tmp_path):
    point_at(monkeypatch, "http://127.0.0.1:1", tmp_path)
    started = time.monotonic()
    with pytest.raises(Unavailable, match="refused"):
        fetch(FILE, Listener())
    assert time.monotonic() - started < 3


def test_offline_mode_of_the_environment_asks_nobody(server, monkeypatch, tmp_path):
    point_at(monkeypatch, hub.hf_hub_url("a/b", "c").partition("/a/")[0], tmp_path / "cache", offline=True)
    with pytest.raises(Unavailable, match="offline"):
        fetch(FILE, Listener())
    assert server.requests == []


def test_file_that_the_hub_lacks_is_a_reason(server):
    with pytest.raises(Unavailable, match="404"):
        fetch(HubFile(FILE.repository, "other.safetensors", None), Listener())


def test_environment_is_left_alone(server):
    before = dict(os.environ)
    fetch(FILE, Listener())
    assert dict(os.environ) == before


@pytest.mark.parametrize("encoder", ["tu-botnet50ts_256", "resnext101_32x4d"])
def test_encoder_without_imagenet_weights_has_no_file(encoder):
    assert imagenet_file(encoder) is None


def test_files_of_imagenet_weights_name_their_revision_or_licence():
    assert len(imagenet_file("resnet34").revision) == 40
    assert imagenet_file("tu-convnext_tiny").licence == "apache-2.0"
