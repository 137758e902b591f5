"""Strips of an interrupted map that a fault has damaged are computed again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from listener import Listener
from pixel_classifier.models.core.serialization import from_data
from pixel_classifier.models.prediction import classify
from pixel_classifier.models.prediction.strips import StripNote, strips_folder
from pixel_classifier.rasters.core.errors import RasterError
from pixel_classifier.rasters.core.tiling import Span
from strip_samples import contents, with_outputs


def test_a_damaged_strip_is_computed_again(request_of, tmp_path):
    asked = request_of()
    classify.classify(with_outputs(asked, tmp_path / "whole"), Listener())
    request = with_outputs(asked, tmp_path / "out")
    classify.classify(replace(request, part="1", parts=2), Listener())
    strip = next(Path(strips_folder(request.output)).glob("*-class.tif"))
    strip.write_bytes(strip.read_bytes()[:-7])
    classify.classify(request, Listener())
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


@pytest.mark.parametrize("part", ["", "2"])
def test_a_finished_strip_that_cannot_be_read_is_computed_again_by_the_next_run(request_of, tmp_path, part):
    """Each further run ended with the same error."""
    asked = request_of()
    whole = with_outputs(asked, tmp_path / "whole")
    classify.classify(whole, Listener())
    request = with_outputs(asked, tmp_path / "out")
    classify.classify(replace(request, part="1", parts=2), Listener())
    damaged = min(Path(strips_folder(request.output)).glob("*-class.tif"))
    damaged.write_bytes(bytes(len(damaged.read_bytes())))
    last = replace(request, part=part, parts=2 if part else None)
    with pytest.raises(RasterError, match=r"It belongs to strip 1, which was finished\. Run the classification again"):
        classify.classify(last, Listener())
    if part:
        classify.classify(last, Listener())
        last = replace(request, part="1", parts=2)
    classify.classify(last, Listener())
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


@pytest.mark.parametrize("damaged_after", [1, 2])
def test_parts_whose_record_is_damaged_are_joined_by_the_next_run(request_of, tmp_path, monkeypatch, damaged_after):
    """They ended with status 0 and no map, and joining them stated that there were none."""
    asked = request_of()
    whole = with_outputs(asked, tmp_path / "whole")
    classify.classify(whole, Listener())
    request = with_outputs(asked, tmp_path / "out")
    with monkeypatch.context() as killed:
        killed.setattr(classify, "join_if_whole", lambda *_: classify.ClassifyResult(""))
        for number in range(1, damaged_after + 1):
            classify.classify(replace(request, part=str(number), parts=2), Listener())
    (record,) = Path(strips_folder(request.output)).glob("run-*.json")
    record.write_bytes(record.read_bytes()[:100])
    classify.classify(replace(request, part="2", parts=2), Listener())
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


@pytest.mark.parametrize(
    "change",
    [{"pieces": [[0]]}, {"pieces": [[-5, 10]]}, {"pieces": [[0, 2**31]]}, {"rows": [0, 1]}, {"files": {"../x": 1}}, {"nan_pixels": "1"}, {"gone": 1}],
)  # fmt: skip
def test_a_strip_whose_note_is_damaged_is_computed_again(change):
    span = Span(0, 32)
    note = {"rows": [0, 32], "pieces": [[0, 20], [20, 12]], "nan_pixels": 3, "files": {"class": 100}}
    assert from_data(StripNote, note).fits(span)
    try:
        assert not from_data(StripNote, {**note, **change}).fits(span)
    except TypeError:
        assert change.keys() & {"pieces", "nan_pixels", "gone"}
