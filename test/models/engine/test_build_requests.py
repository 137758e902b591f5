"""The requests that parameter values make, in QGIS and on the command line."""

from __future__ import annotations

from pixel_classifier.models.engine.build_requests import chips_folder_of, draw_request, train_request
from pixel_classifier.models.engine.parameters import algorithm_parameters


def test_any_file_of_a_chips_folder_stands_for_the_folder(tmp_path):
    """Dialogs let one choose files only."""
    images = tmp_path / "chips" / "images"
    images.mkdir(parents=True)
    for path in (images.parent / "chips.json", images / "000000000000.tif"):
        path.touch()
        assert chips_folder_of(str(path)) == str(images.parent)
    assert chips_folder_of(str(images.parent)) == str(images.parent)
    assert chips_folder_of("x" * 5000) == "x" * 5000
    assert chips_folder_of("missing") == "missing", "what does not exist is reported by its own name"


def test_a_folder_of_chips_is_trained_on_once(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "chips.json").touch()
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    given = {"CHIPS": first, "OUTPUT": "model", "EXTRA_CHIPS": [f"{first}/chips.json", second, f"{second}/chips.json"]}
    request = train_request(algorithm_parameters("trainpixelclassifier").values(given))
    assert (request.chips, request.extra_chips) == (first, (second,))


def test_percentages_become_shares():
    """`PERCENT` marks the fields of a request whose parameters are percentages: all those with % in their label, and no others."""
    percent = {"VALIDATION_SHARE": 10, "SCALE_JITTER": 20, "GAIN_JITTER": 30, "OFFSET_JITTER": 40, "NOISE": 50}
    parameters = algorithm_parameters("trainpixelclassifier")
    assert percent.keys() == {each.id for each in parameters.parameters if "(%)" in each.label}
    request = train_request(parameters.values({"CHIPS": "chips", "OUTPUT": "model", **percent}))
    assert {name: getattr(request, name.lower()) for name in percent} == {
        name: value / 100 for name, value in percent.items()
    }
    design = draw_request(
        algorithm_parameters("drawassessmentsample").values(
            {"INPUT": "map.tif", "OUTPUT": "sample.gpkg", "STANDARD_ERROR": 3, "EXPECTED_ACCURACY": 70}
        ),
        None,
    )
    assert (design.standard_error, design.expected_accuracy) == (0.03, 0.7)
