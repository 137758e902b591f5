from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chip_samples import bare_folder, scene
from hypothesis import given
from hypothesis import strategies as st
from listener import Listener
from pixel_classifier.models.core.description import read_description
from pixel_classifier.models.core.options import REFITS
from pixel_classifier.models.core.requests import TrainRequest
from pixel_classifier.models.data import sampler
from pixel_classifier.models.training import schedule
from pixel_classifier.models.training.schedule import (
    FEWEST_AFFORDED,
    LONGEST_S,
    affordable_epochs,
    is_refitted,
)
from pixel_classifier.models.training.train import train


def few_labels(folder: Path) -> str:
    """Makes chips of which one pixel in ten is labelled: a step of the pixel network takes a tenth of the time."""
    pixels, values = scene(64)
    values[np.random.default_rng(0).random(values.shape) > 0.1] = 0
    return str(bare_folder(folder, pixels, values))


@given(st.integers(1, 500), st.floats(1e-3, 1e5), st.sampled_from((1, 2)))
def test_a_run_that_would_take_too_long_is_cut_to_what_an_hour_holds(epochs, seconds, runs):
    afforded = affordable_epochs(epochs, seconds, runs)
    assert 1 <= afforded <= epochs
    assert afforded * runs * seconds <= LONGEST_S or afforded == min(epochs, FEWEST_AFFORDED)
    assert afforded == epochs or (afforded + 1) * runs * seconds > LONGEST_S


def test_a_final_training_follows_where_labels_are_few_or_where_it_is_asked_for():
    assert [is_refitted(refit, 128, validated=True) for refit in REFITS] == [True, True, False]
    assert [is_refitted(refit, 129, validated=True) for refit in REFITS] == [False, True, False]
    assert not any(is_refitted(refit, 10, validated=False) for refit in REFITS), "it would be the same training"


@pytest.mark.parametrize(("limit_s", "steps", "epochs"), [(3600.0, 1, 20), (1e-6, 16, FEWEST_AFFORDED)])
def test_empty_epochs_are_twenty_or_what_the_time_allows_and_that_is_said_with_both_numbers(
    tmp_path, monkeypatch, limit_s, steps, epochs
):
    monkeypatch.setattr(schedule, "LONGEST_S", limit_s)
    monkeypatch.setattr(sampler, "SMALLEST_EPOCH_STEPS", steps)
    chips, listener = few_labels(tmp_path / "chips"), Listener()
    result = train(TrainRequest(chips, str(tmp_path / "model"), architecture="pixel", refit="never"), listener)
    assert result.epochs_run == epochs
    warned = [line for line in listener.warnings if "Set EPOCHS for more" in line]
    assert len(warned) == (epochs < 20)
    assert all(line.startswith("20 epochs would take") and f"{epochs} are trained" in line for line in warned)


@pytest.mark.parametrize("freeze_epochs", [FEWEST_AFFORDED - 1, FEWEST_AFFORDED])
def test_an_encoder_that_stays_frozen_as_the_time_allows_few_epochs_is_said_with_both_numbers(
    tmp_path, monkeypatch, freeze_epochs
):
    monkeypatch.setattr(schedule, "LONGEST_S", 1e-6)
    monkeypatch.setattr(sampler, "SMALLEST_EPOCH_STEPS", 16)
    chips, listener = few_labels(tmp_path / "chips"), Listener()
    first = TrainRequest(chips, str(tmp_path / "first"), architecture="pixel", refit="never", epochs=1, device="cpu")
    train(first, Listener())
    second = replace(
        first, output=str(tmp_path / "second"), start_model=first.output, freeze_epochs=freeze_epochs, epochs=None
    )
    assert train(second, listener).epochs_run == FEWEST_AFFORDED
    warned = [line for line in listener.warnings if "keeps its initial weights" in line]
    assert len(warned) == (freeze_epochs == FEWEST_AFFORDED)
    assert all("frozen for 3 epochs, but only 3 are trained" in line for line in warned)


def test_the_final_training_takes_the_schedule_of_the_epochs_that_the_time_allowed(tmp_path, monkeypatch):
    """It took that of twenty epochs, and stopped near its highest learning rate; the model recorded twenty, too."""
    monkeypatch.setattr(schedule, "LONGEST_S", 1e-6)
    monkeypatch.setattr(sampler, "SMALLEST_EPOCH_STEPS", 16)
    chips, listener = few_labels(tmp_path / "chips"), Listener()
    request = TrainRequest(chips, str(tmp_path / "model"), architecture="pixel", refit="always", device="cpu")
    train(request, listener)
    training = read_description(request.output).training
    assert training["epochs"] == training["epochs_run"] == FEWEST_AFFORDED
    rates = [
        line.split("learning rate ")[1].split(",")[0] for line in listener.infos if "poch" in line and "/3" in line
    ]
    validated, final = rates[:FEWEST_AFFORDED], rates[FEWEST_AFFORDED:]
    assert final and final == validated[: len(final)]
