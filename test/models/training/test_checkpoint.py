from __future__ import annotations

import errno
import json
import os

import pytest
import torch
from pixel_classifier.models.core.history import EpochRecord, LrFinderCurve
from pixel_classifier.models.optimization.optimizer import make_optimizer, set_learning_rate
from pixel_classifier.models.training import checkpoint as checkpoint_module
from pixel_classifier.models.training.checkpoint import FOLDER, Checkpoint, Progress, State, has_checkpoint
from pixel_classifier.rasters.core.errors import OutputError, SettingsError

FINGERPRINT = {"seed": 1, "epochs": 9, "band_means": (1.5, 2.25)}
RECORDS = tuple(EpochRecord(n, 1 / n, 0.5, 0.25, None, 1.0, 0.01) for n in range(1, 9))


def progress(epoch, best=1):
    return Progress(RECORDS[:epoch], best, 0.01, 8, 2, "bfloat16", LrFinderCurve((0.1, 0.2), (1.0, 0.5), 0.02), 3)


def saved(folder, epoch, best):
    kept = Checkpoint(folder, FINGERPRINT)
    if epoch == best:
        (kept.new_kept(epoch) / "model.json").write_text("{}")
    kept.save(
        State(progress(epoch, best), {"network": {"a": torch.full((2, 3), float(epoch))}, "scaler": {"scale": 4.0}})
    )
    return kept


def files(folder):
    return sorted(path.name for path in (folder / FOLDER).iterdir() if path.name != "run.txt")


def test_the_last_epoch_comes_back_as_it_was_and_what_it_replaces_goes(tmp_path):
    for epoch, best in ((1, 1), (2, 2), (3, 2)):
        saved(tmp_path, epoch, best)
    found = Checkpoint(tmp_path, FINGERPRINT).load()
    assert found.progress == progress(3, 2)
    assert torch.equal(found.tensors["network"]["a"], torch.full((2, 3), 3.0))
    assert found.tensors["scaler"] == {"scale": 4.0}
    assert files(tmp_path) == ["kept-2", "state.pt"]
    assert has_checkpoint(tmp_path)


def test_without_a_finished_epoch_there_is_none(tmp_path):
    assert Checkpoint(tmp_path, FINGERPRINT).load() is None
    Checkpoint(tmp_path, FINGERPRINT).new_kept(1)
    assert Checkpoint(tmp_path, FINGERPRINT).load() is None
    assert not has_checkpoint(tmp_path)


def test_a_run_killed_while_writing_is_resumed_from_the_epoch_before(tmp_path, monkeypatch):
    saved(tmp_path, 1, 1)

    def killed(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        saved(tmp_path, 2, 2)
    monkeypatch.undo()
    found = Checkpoint(tmp_path, FINGERPRINT).load()
    assert found.progress == progress(1)
    assert found.tensors["network"]["a"][0, 0] == 1
    saved(tmp_path, 2, 2)
    assert files(tmp_path) == ["kept-2", "state.pt"]


def test_another_run_is_refused_with_both_values(tmp_path):
    saved(tmp_path, 1, 1)
    with pytest.raises(SettingsError, match=r"was started with epochs 9; now it is 12\. Give the same"):
        Checkpoint(tmp_path, {**FINGERPRINT, "epochs": 12}).load()


@pytest.mark.parametrize("damage", ["cut", "empty", "foreign", "best"])
def test_a_damaged_checkpoint_is_a_sentence_with_the_cure(tmp_path, damage):
    saved(tmp_path, 1, 1)
    path = tmp_path / FOLDER / "state.pt"
    if damage == "best":
        (tmp_path / FOLDER / "kept-1").rename(tmp_path / FOLDER / "kept-7")
    else:
        path.write_bytes({"cut": path.read_bytes()[:-200], "empty": b"", "foreign": b"no archive of torch"}[damage])
    with pytest.raises(SettingsError, match=r"(?s)cannot be read .* Train without RESUME to start again"):
        Checkpoint(tmp_path, FINGERPRINT).load()


@pytest.mark.parametrize("version", [1, 3])
def test_a_checkpoint_of_another_version_of_the_plugin_is_refused_in_one_sentence(tmp_path, version):
    if version == 1:
        folder = tmp_path / FOLDER
        folder.mkdir()
        (folder / "epoch-3.json").write_text(json.dumps({"format": 1}))
        (folder / "epoch-3.safetensors").write_bytes(b"")
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(checkpoint_module, "FORMAT_VERSION", version)
            saved(tmp_path, 1, 1)
    assert has_checkpoint(tmp_path)
    with pytest.raises(
        SettingsError, match=r"^Another version of the plugin wrote .* without RESUME to start again\.$"
    ):
        Checkpoint(tmp_path, FINGERPRINT).load()


def test_a_full_disk_is_a_sentence_and_the_epoch_before_stays(tmp_path, monkeypatch):
    saved(tmp_path, 1, 1)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(checkpoint_module.torch, "save", full)
    with pytest.raises(OutputError, match=r"No space left on device.*Free some space"):
        saved(tmp_path, 2, 1)
    monkeypatch.undo()
    assert Checkpoint(tmp_path, FINGERPRINT).load().progress == progress(1)


def test_a_file_that_windows_holds_open_does_not_end_the_run(tmp_path, monkeypatch):
    saved(tmp_path, 1, 1)
    (tmp_path / FOLDER / "epoch-0.safetensors").write_bytes(b"held")

    def held(path, **_):
        raise PermissionError(errno.EACCES, "used by another process", str(path))

    monkeypatch.setattr(checkpoint_module.Path, "unlink", held)
    saved(tmp_path, 2, 2)
    monkeypatch.undo()
    assert Checkpoint(tmp_path, FINGERPRINT).load().progress == progress(2, 2)


def test_a_loaded_state_holds_no_file_open(tmp_path):
    saved(tmp_path, 1, 1)
    state = Checkpoint(tmp_path, FINGERPRINT).load()
    with open("/proc/self/maps", encoding="utf-8") as maps:
        assert "state.pt" not in maps.read()
    assert state.tensors["network"]["a"].sum() == 6


def test_of_two_runs_in_one_folder_the_first_ends_and_the_other_keeps_its_model(tmp_path):
    """Each kept what the other had written under the number of its epoch: the weights of one with the figures of the other."""
    first, second = (Checkpoint(tmp_path / "model", FINGERPRINT) for _ in range(2))
    first.new_kept(1)
    (second.new_kept(1) / "weights").write_text("of the second")
    for write in (lambda: first.new_kept(1), lambda: first.check_owner(), lambda: first.save(State(progress(1), {}))):
        with pytest.raises(OutputError, match=r"Another training writes into .*model, .* its own model folder"):
            write()
    with pytest.raises(OutputError, match="Another training"), first.removed_unless_saved():
        first.new_kept(2)
    assert (second.kept(1) / "weights").read_text() == "of the second"
    second.remove()
    first.new_kept(2)  # removed by somebody, it is made again


def test_removing_leaves_nothing(tmp_path):
    kept = saved(tmp_path, 1, 1)
    kept.remove()
    assert list(tmp_path.iterdir()) == []


def steps(network, optimizer, count):
    for number in range(count):
        set_learning_rate(optimizer, 0.1 / (1 + number))
        optimizer.zero_grad()
        pixels = torch.linspace(-1, 1, 2 * 4 * 8 * 8).reshape(2, 4, 8, 8).to(memory_format=torch.channels_last)
        network(pixels).square().mean().backward()
        optimizer.step()


def small_network():
    torch.manual_seed(1)
    network = torch.nn.Sequential(torch.nn.Conv2d(4, 6, 3), torch.nn.BatchNorm2d(6), torch.nn.Conv2d(6, 2, 3))
    return network.to(memory_format=torch.channels_last)


def test_weights_and_moments_come_back_with_their_strides(tmp_path):
    """The fused optimizer walks weight and moments in step: they must lie in memory in the same order."""
    network = small_network()
    optimizer = make_optimizer(network)
    steps(network, optimizer, 3)
    kept = Checkpoint(tmp_path, FINGERPRINT)
    kept.new_kept(1)
    kept.save(State(progress(1), {"network": network.state_dict(), "optimizer": optimizer.state_dict()}))
    steps(network, optimizer, 3)
    other = small_network()
    other_optimizer = make_optimizer(other)
    found = Checkpoint(tmp_path, FINGERPRINT).load().tensors
    other.load_state_dict(found["network"])
    other_optimizer.load_state_dict(found["optimizer"])
    for weight, moments in other_optimizer.state.items():
        assert moments["exp_avg"].stride() == weight.stride()
    steps(other, other_optimizer, 3)
    for mine, its in zip(network.state_dict().values(), other.state_dict().values()):
        assert torch.equal(mine, its)


def test_models_between_two_states_do_not_pile_up(tmp_path):
    saved(tmp_path, 1, 1)
    checkpoint = Checkpoint(tmp_path, FINGERPRINT)
    checkpoint.load()
    assert not checkpoint.is_due()
    for epoch in (2, 3, 4):
        (checkpoint.new_kept(epoch) / "model.json").write_text("{}")
    assert {path.name for path in checkpoint.folder.iterdir()} == {"run.txt", "state.pt", "kept-1", "kept-4"}
    assert Checkpoint(tmp_path, FINGERPRINT).load().progress == progress(1)
