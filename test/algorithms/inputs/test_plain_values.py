"""Numbers, texts, lists and paths that scripts give as numpy, tuples and path objects count; QGIS read them as 0 or as left empty."""

from __future__ import annotations

import enum
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from pixel_classifier.algorithms.inputs.plain_values import plain_value
from qgis.core import NULL, QgsProperty, QgsRectangle
from tiny_scene import Log, read_values


class Level(enum.IntEnum):
    """An integer with a name."""

    LOW = 3


class Kind(str, enum.Enum):
    """A text with a name."""

    WATER = "water"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (np.int64(-1), -1), (np.uint8(7), 7), (np.float64(0.5), 0.5), (np.float32(0.5), 0.5), (np.bool_(True), True),
        (np.longdouble(2), 2.0), (np.str_("cover"), "cover"), (np.array([3, 1]), [3, 1]), (np.array(4), 4), ((3,), [3]),
        (range(1, 3), [1, 2]), ([np.int64(3), "2"], [3, "2"]), (Level.LOW, 3), (Kind.WATER, "water"), (Decimal("0.25"), 0.25),
        (Path("a") / "b", str(Path("a", "b"))), ((Path("a"),), ["a"]), (None, None), (True, True), ("", ""),
    ],
)  # fmt: skip
def test_values_of_other_types(given, meant):
    found = plain_value(given)
    assert found == meant and type(found) is type(meant)


@pytest.mark.parametrize("given", [NULL, QgsProperty.fromValue(3), QgsRectangle(0, 0, 1, 1)])
def test_values_of_qgis_stay(given):
    assert plain_value(given) is given


@pytest.fixture
def export(run, scene, tmp_path):
    """Returns the results of an export with some parameters, and its labels as a set of values."""

    def export(**given):
        labels = {"LABELS": scene.polygons} if "LABEL_RASTER" not in given else {}
        values = {
            "INPUT": scene.image,
            "CHIP_SIZE": 32,
            "STRIDE": 32,
            "OUTPUT": str(tmp_path / "chips"),
            **labels,
            **given,
        }
        results = run("exporttrainingchips", **values)
        chips = sorted(Path(results["OUTPUT"], "labels").glob("*.tif"))
        return results, np.stack([read_values(str(chip)) for chip in chips])

    return export


def test_an_unlabelled_value_of_numpy_is_left_out(export, scene):
    _, labels = export(LABEL_RASTER=scene.label_raster, UNLABELLED=np.unique(scene.truth)[0])
    assert set(np.unique(labels)) == {0, 700}


@pytest.mark.parametrize("buffer", [np.float64(4), np.float32(4), np.int64(4), Decimal(4)])
def test_a_buffer_of_numpy_widens_the_labels(export, buffer):
    _, labels = export(CLASS_FIELD="code", BUFFER=buffer)
    _, meant = export(CLASS_FIELD="code", BUFFER=4)
    _, without = export(CLASS_FIELD="code")
    assert np.array_equal(labels, meant) and np.count_nonzero(labels) > np.count_nonzero(without)


@pytest.mark.parametrize("bands", [(3,), np.array([3]), [np.int64(3)], range(3, 4)])
def test_bands_in_a_tuple_or_an_array_are_not_all_bands(request_of, scene, tmp_path, bands):
    request = request_of(
        "exporttrainingchips", INPUT=scene.image, LABELS=scene.polygons, BANDS=bands, OUTPUT=str(tmp_path / "chips")
    )
    assert request.band_numbers == (3,)


def test_a_class_field_of_numpy_is_not_left_empty(export):
    results, _ = export(CLASS_FIELD=np.str_("cover"))
    assert results["CLASS_COUNT"] == 2


def test_paths_as_objects(export, scene, tmp_path):
    output = tmp_path / "others"
    results, _ = export(INPUT=Path(scene.image), LABELS=Path(scene.polygons), CLASS_FIELD="cover", OUTPUT=output)
    assert results["OUTPUT"] == str(output) and results["CLASS_COUNT"] == 2


def test_an_ignore_class_of_numpy_is_not_0(request_of, tmp_path):
    request = request_of(
        "trainpixelclassifier", CHIPS=str(tmp_path), IGNORE_CLASS=np.int64(255), OUTPUT=str(tmp_path / "model")
    )
    assert request.ignore_class == 255


def test_a_misspelt_parameter_is_pointed_out(run, scene, tmp_path):
    log = Log()
    values = {"INPUT": scene.image, "LABELS": scene.polygons, "CHIPSIZE": 64, "OUTPUT": str(tmp_path / "chips")}
    run("exporttrainingchips", log, CLASS_FIELD="cover", **values)
    assert "CHIPSIZE is no parameter of Export Training Chips and is not used. Did you mean CHIP_SIZE?" in log.warnings
