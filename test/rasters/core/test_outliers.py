"""Bands in which a few values hide all others from the network."""

from __future__ import annotations

import numpy as np
import pytest
from listener import Listener
from pixel_classifier.rasters.core.band_statistics import statistics_of
from pixel_classifier.rasters.core.outliers import CORE_SHARES, warn_of_outliers

GENERATOR = np.random.default_rng(3)
USUAL = GENERATOR.normal(100, 30, 20_000)


def few(value, count=16):
    values = USUAL.copy()
    values[:count] = value
    return values


def warnings_of(values):
    notes = Listener()
    core = tuple(np.quantile(values, CORE_SHARES))
    warn_of_outliers(["ratio"], [statistics_of(values)], [core], "The image a", notes)
    return notes.warnings


@pytest.mark.parametrize(
    "values", [few(1e6), few(-1e30, 1), GENERATOR.normal(size=20_000) / GENERATOR.normal(size=20_000)]
)
def test_outliers_that_make_the_standard_deviation_are_warned_of(values):
    (warning,) = warnings_of(values)
    assert "The image a" in warning and "(ratio: " in warning and "99 % lie in" in warning


@pytest.mark.parametrize(
    "values",
    [
        USUAL, few(1000), np.exp(GENERATOR.normal(0, 1.5, 20_000)), (np.arange(20_000) < 50).astype(float), np.full(99, 5.0),
        np.where(np.arange(20_000) < 400, 4000.0, USUAL),
    ],
    ids=["normal", "bright roofs", "speckle", "rare feature", "constant", "two land covers"],
)  # fmt: skip
def test_usual_bands_are_not(values):
    assert warnings_of(values) == []


def test_few_of_many_bands_are_logged_without_a_warning():
    notes, bands = Listener(), [few(1e6), *[USUAL] * 39]
    cores = [tuple(np.quantile(values, CORE_SHARES)) for values in bands]
    warn_of_outliers(
        [f"Band {n}" for n in range(40)], [statistics_of(values) for values in bands], cores, "The image", notes
    )
    assert notes.warnings == [] and any("Band 0: " in line for line in notes.infos)
