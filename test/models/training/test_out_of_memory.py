"""Memory that runs out outside the training step: in validation, in the evaluation of scenes, in what is set up before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from chip_samples import bare_folder, scene
from ground_samples import ground_of, row_by_row, run_on
from listener import Listener
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.data.split import no_split
from pixel_classifier.models.runtime.batch_halving import HalvingBatch
from pixel_classifier.models.runtime.devices import Runtime
from pixel_classifier.models.training import loop, train
from pixel_classifier.models.training.dataset import evaluation_chips
from pixel_classifier.models.training.evaluation import evaluate
from pixel_classifier.models.training.scene_evaluation import SceneBlend, evaluate_scenes
from pixel_classifier.rasters.core.errors import SettingsError

CHIP = 16
FULL = torch.OutOfMemoryError("CUDA out of memory.")


class Small(torch.nn.Module):
    """Gives its input back, for at most so many chips."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def forward(self, images):
        if len(images) > self.most:
            raise FULL
        return images


@pytest.fixture
def ground():
    corners = row_by_row(48, 48, CHIP, 8)
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 3, (1, 48, 48)).astype(np.uint8)
    labels[generator.random(labels.shape) > 0.5] = 255
    logits = generator.normal(0, 2, (len(corners), 3, CHIP, CHIP)).astype(np.float32)
    return ground_of(corners, labels, logits, CHIP)


@pytest.mark.parametrize("evaluation", [evaluate, evaluate_scenes])
def test_evaluations_halve_their_batches_and_find_the_same(ground, evaluation):
    split = no_split(len(ground.chips))
    chips, listener = evaluation_chips(ground, split), Listener()
    whole = evaluation(Small(8), run_on(3, split, batch_size=8), chips, Listener())
    run = run_on(3, split, batch_size=8)
    for _ in range(2):
        halved = evaluation(Small(3), run, chips, listener)
        assert np.array_equal(halved.block_confusions, whole.block_confusions)
    assert len(listener.warnings) == 2, "a second evaluation knows what fits"
    if evaluation is evaluate:
        assert halved.loss == pytest.approx(whole.loss, rel=1e-6)
    with pytest.raises(SettingsError, match="does not hold a batch of 1 chips"):
        evaluation(Small(0), run, chips, Listener())


def test_scenes_whose_sums_do_not_fit_are_blended_on_the_cpu(ground, monkeypatch):
    split = no_split(len(ground.chips))
    chips, listener = evaluation_chips(ground, split), Listener()
    expected = evaluate_scenes(Small(8), run_on(3, split), chips, Listener())
    add = SceneBlend.add

    def full(self, row, probabilities):
        if self._device.type == "meta":
            raise FULL
        return add(self, row, probabilities)

    monkeypatch.setattr(SceneBlend, "add", full)
    gpu = torch.device("meta")
    run = replace(run_on(3, split), runtime=Runtime(gpu, None, 4), inference=HalvingBatch(4, gpu, "chips"))
    found = evaluate_scenes(Small(8), run, chips, listener)
    assert np.array_equal(found.block_confusions, expected.block_confusions)
    assert "blended on the CPU" in listener.warnings[0]


@pytest.fixture(scope="module")
def dense(tmp_path_factory):
    pixels, values = scene(128, seed=4)
    return str(bare_folder(tmp_path_factory.mktemp("chips") / "chips", pixels, values))


def request(dense, tmp_path, **changes):
    fast = {"architecture": "unet", "encoder": "resnet18", "epochs": 1, "batch_size": 4, "weights": "none"}
    return TrainRequest(dense, str(tmp_path / "model"), **{**fast, "refit": "never", "learning_rate": 1e-3, **changes})


@pytest.mark.parametrize(
    ("room", "place", "changes", "message"),
    [
        (loop, "make_ema", {"average": True}, r"does not hold the average .* Switch it off \(AVERAGE_WEIGHTS\)"),
        (train, "make_examples", {"report": "report.html"}, "Memory ran out in the training on cpu. Choose a smaller"),
        (train, "evaluate_scenes", {}, "Memory ran out in the training on cpu. Choose a smaller"),
    ],
)
def test_any_other_place_gives_a_sentence_with_the_cure(dense, tmp_path, monkeypatch, room, place, changes, message):
    def full(*_):
        raise FULL

    monkeypatch.setattr(room, place, full)
    if "report" in changes:
        changes = {"report": str(tmp_path / changes["report"])}
    with pytest.raises(SettingsError, match=message):
        train.train(request(dense, tmp_path, **changes), Listener())
    assert not (tmp_path / "model" / "model.json").exists()


@pytest.mark.parametrize("stopped", [False, True])
def test_the_learning_rate_finder_gives_the_weights_back(dense, tmp_path, monkeypatch, stopped):
    seen = []

    def watched(network, run, steps, reporter, find=loop.find_learning_rate):
        before = {name: value.clone() for name, value in network.state_dict().items()}
        try:
            return find(network, run, steps, reporter)
        finally:
            after = network.state_dict()
            seen.append(all(torch.equal(after[name], before[name]) for name in before))
            seen.append(all(weight.grad is None for weight in network.parameters()))

    monkeypatch.setattr(loop, "find_learning_rate", watched)
    monkeypatch.setattr(loop, "count_steps", lambda steps: 16)
    asked = request(dense, tmp_path, learning_rate=None)
    if stopped:
        monkeypatch.setattr("pixel_classifier.models.training.lr_finder.Stepper.__call__", None)
        with pytest.raises(TypeError):
            train.train(asked, Listener())
    else:
        train.train(asked, Listener())
    assert seen == [True, True]
