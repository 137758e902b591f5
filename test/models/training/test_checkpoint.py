from __future__ import annotations

import errno
from dataclasses import replace

import pytest
import torch
from pixel_classifier.models.core.history import EpochRecord, RangeTest
from pixel_classifier.models.training import checkpoint as checkpoint_module
from pixel_classifier.models.training.checkpoint import FOLDER, Checkpoint, Progress, collect, has_checkpoint, restore
from pixel_classifier.models.training.optimizer import make_optimizer, set_learning_rate
from pixel_classifier.rasters.core.errors import OutputError, SettingsError

FINGERPRINT = {"seed": 1, "epochs": 9, "band_means": (1.5, 2.25)}
RECORDS = tuple(EpochRecord(n, 1 / n, 0.5, 0.25, None, 1.0, 0.01) for n in range(1, 9))


def progress(epoch, best=1):
    return Progress(RECORDS[:epoch], best, 0.01, 8, 2, {"scale": 4.0}, RangeTest((0.1, 0.2), (1.0, 0.5), 0.02))


def saved(folder, epoch, best):
    kept = Checkpoint(folder, FINGERPRINT)
    if epoch == best:
        (kept.new_best(epoch) / "model.json").write_text("{}")
    kept.save(progress(epoch, best), {"a": torch.full((2, 3), float(epoch))})
    return kept


def test_the_last_epoch_comes_back_as_it_was_and_older_ones_go(tmp_path):
    for epoch, best in ((1, 1), (2, 2), (3, 2)):
        saved(tmp_path, epoch, best)
    found, tensors = Checkpoint(tmp_path, FINGERPRINT).load()
    assert found == progress(3, 2)
    assert torch.equal(tensors["a"], torch.full((2, 3), 3.0))
    assert sorted(p.name for p in (tmp_path / FOLDER).iterdir()) == ["best-2", "epoch-3.json", "epoch-3.safetensors"]
    assert has_checkpoint(tmp_path)


def test_without_a_finished_epoch_there_is_none(tmp_path):
    assert Checkpoint(tmp_path, FINGERPRINT).load() is None
    Checkpoint(tmp_path, FINGERPRINT).new_best(1)
    assert Checkpoint(tmp_path, FINGERPRINT).load() is None
    assert not has_checkpoint(tmp_path)


def test_a_run_killed_while_writing_goes_on_from_the_epoch_before(tmp_path, monkeypatch):
    saved(tmp_path, 1, 1)
    real = checkpoint_module.os.replace

    def killed(source, target):
        if str(target).endswith(".json"):
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(checkpoint_module.os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        saved(tmp_path, 2, 2)
    monkeypatch.undo()
    found, tensors = Checkpoint(tmp_path, FINGERPRINT).load()
    assert found == progress(1)
    assert tensors["a"][0, 0] == 1
    saved(tmp_path, 2, 2)
    assert sorted(p.name for p in (tmp_path / FOLDER).iterdir()) == ["best-2", "epoch-2.json", "epoch-2.safetensors"]


def test_another_run_is_refused_with_both_values(tmp_path):
    saved(tmp_path, 1, 1)
    with pytest.raises(SettingsError, match=r"was started with epochs 9; now it is 12\. Give the same"):
        Checkpoint(tmp_path, {**FINGERPRINT, "epochs": 12}).load()


@pytest.mark.parametrize("damage", ["epoch-1.json", "epoch-1.safetensors"])
def test_a_damaged_checkpoint_is_a_sentence_with_the_cure(tmp_path, damage):
    saved(tmp_path, 1, 1)
    path = tmp_path / FOLDER / damage
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SettingsError, match=r"cannot be read .* Train without RESUME to begin anew"):
        Checkpoint(tmp_path, FINGERPRINT).load()


def test_a_full_disk_is_a_sentence_and_the_epoch_before_stays(tmp_path, monkeypatch):
    saved(tmp_path, 1, 1)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(checkpoint_module, "save_file", full)
    with pytest.raises(OutputError, match=r"No space left on device.*Free some space"):
        saved(tmp_path, 2, 1)
    monkeypatch.undo()
    assert Checkpoint(tmp_path, FINGERPRINT).load()[0] == progress(1)


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


def test_weights_and_moments_come_back_in_the_order_that_the_optimiser_walks(tmp_path):
    network = small_network()
    optimizer = make_optimizer(network)
    steps(network, optimizer, 3)
    kept = Checkpoint(tmp_path, FINGERPRINT)
    kept.new_best(1)
    kept.save(replace(progress(1)), collect(network, None, optimizer))
    steps(network, optimizer, 3)
    other = small_network()
    other_optimizer = make_optimizer(other)
    restore(Checkpoint(tmp_path, FINGERPRINT).load()[1], other, None, other_optimizer)
    steps(other, other_optimizer, 3)
    for mine, its in zip(network.state_dict().values(), other.state_dict().values()):
        assert torch.equal(mine, its)
