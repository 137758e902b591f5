"""A map in parts, and one that was interrupted, are those of one run to the byte."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from listener import Listener, Overwriter
from osgeo import gdal, ogr
from pixel_classifier.models.core.serialization import to_data
from pixel_classifier.models.engine import command_line
from pixel_classifier.models.prediction import classify
from pixel_classifier.models.prediction.strips import strips_folder
from pixel_classifier.rasters.core.errors import Cancelled, OutputError, RasterError, SettingsError
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from pixel_classifier.rasters.reading.layer_settings import BandNodata, LayerSettings
from prediction_samples import Local, description, noise, read, write_scene
from strip_samples import CASES, HEIGHT, SETS, WIDTH, contents, with_outputs


@pytest.mark.parametrize(("case", "count"), [("plain", 1), ("plain", 2), ("plain", 3), *((case, 7) for case in CASES)])
def test_parts_in_any_order_are_one_run_to_the_byte(request_of, tmp_path, case, count):
    asked = request_of(case)
    whole = classify.classify(with_outputs(asked, tmp_path / "whole"), Listener())
    order = np.random.default_rng(count).permutation(count) + 1
    results = [
        classify.classify(with_outputs(asked, tmp_path / "parts", part=str(number), parts=count), Listener())
        for number in order
    ]
    (joined,) = (result for result in results if result.output)
    assert joined.class_pixels == whole.class_pixels
    assert contents(tmp_path / "parts") == contents(tmp_path / "whole")
    assert not any("strips" in path.name for path in (tmp_path / "parts").iterdir())


@pytest.mark.parametrize("part", ["", "1"])
def test_a_raster_that_is_overwritten_while_it_is_read_gives_no_map_and_no_strip(setup, tmp_path, monkeypatch, part):
    asked = {**setup(noise(600, WIDTH), Local(), description(**SETS)), "overlap_px": 0, "batch_size": 1}
    other = tmp_path / "other.tif"
    write_scene(str(other), noise(600, WIDTH, seed=1))
    monkeypatch.setattr(classify, "KEEP_AFTER_S", 0.0)
    overwriter = Overwriter(asked["raster"], other.read_bytes())
    request = with_outputs(asked, tmp_path / "maps", part=part, parts=1 if part else None)
    with pytest.raises(RasterError, match="was changed while it was read"):
        classify.classify(request, Listener(overwriter))
    assert overwriter.is_done and not os.path.exists(request.output)
    again = with_outputs(asked, tmp_path / "maps")
    classify.classify(again, Listener())
    alone = with_outputs(asked, tmp_path / "alone")
    classify.classify(alone, Listener())
    assert contents(tmp_path / "maps") == contents(tmp_path / "alone")


class Stops(Listener):
    """Cancels once so many more strips are in the folder; gives the writer's thread the time to keep up with a small network."""

    def __init__(self, folder, strips):
        super().__init__()
        self.folder = Path(folder)
        self.strips = strips + len(list(self.folder.glob("strip-*.json")))

    def cancelled(self):
        if threading.current_thread() is threading.main_thread():
            time.sleep(0.01)
        return len(list(self.folder.glob("strip-*.json"))) >= self.strips


class Impatient(Listener):
    """Cancels at half of the work."""

    def cancelled(self):
        return any(fraction > 0.5 for fraction in self.fractions)


KILLED = """
import os, signal, sys
sys.path.insert(0, {helpers!r})
import plugin_package
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.core.serialization import from_data
from pixel_classifier.models.prediction import classify, runtime_choice
from pixel_classifier.models.prediction.strips import StripRecorder
from listener import Listener
from prediction_samples import Local
import json
classify.KEEP_AFTER_S = 0
runtime_choice.autocast_dtype = lambda device: None
classify.load_network = lambda source: Local()
usual = StripRecorder.add
def add(self, y, height, piece):
    if self.kept == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    usual(self, y, height, piece)
StripRecorder.add = add
classify.classify(from_data(ClassifyRequest, json.loads(sys.stdin.read())), Listener())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_run_resumes_behind_its_last_finished_strip(request_of, tmp_path):
    asked = request_of()
    classify.classify(with_outputs(asked, tmp_path / "whole"), Listener())
    request = with_outputs(asked, tmp_path / "out")
    code = KILLED.format(helpers=str(Path(__file__).parents[2] / "helpers"))
    killed = subprocess.run([sys.executable, "-c", code], input=json.dumps(to_data(request)), text=True, check=False)
    assert killed.returncode == -9 and not Path(request.output).exists()
    journal = Listener()
    classify.classify(request, journal)
    assert any(line.startswith("Resuming: 3 of ") for line in journal.infos)
    assert [path.name for path in (tmp_path / "out").iterdir() if ".partial-" in path.name] == []
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


@pytest.mark.parametrize("case", ["plain", "mask and extent", "finer", "coarser"])
def test_a_cancelled_run_resumes_behind_its_last_finished_strip(request_of, tmp_path, monkeypatch, case):
    monkeypatch.setattr(classify, "KEEP_AFTER_S", 0)
    asked = request_of(case)
    classify.classify(with_outputs(asked, tmp_path / "whole"), Listener())
    request = with_outputs(asked, tmp_path / "out")
    folder = strips_folder(request.output)
    for strips in (1,) if case == "coarser" else (1, 1):
        stops = Stops(folder, strips)
        with pytest.raises(Cancelled):
            classify.classify(request, stops)
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["map.tif.strips"]
        assert "resumes behind them" in stops.infos[-1]
        assert not [name for name in os.listdir(folder) if "partial" in name]
    journal = Listener()
    classify.classify(request, journal)
    assert any(line.startswith("Resuming: ") for line in journal.infos)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole") and not Path(folder).exists()


def test_a_short_run_keeps_nothing(request_of, tmp_path):
    asked = request_of()
    request = with_outputs(asked, tmp_path / "out")
    with pytest.raises(Cancelled):
        classify.classify(request, Impatient())
    assert list((tmp_path / "out").iterdir()) == []


def test_strips_of_another_run_are_named_and_not_used(request_of, tmp_path, monkeypatch):
    monkeypatch.setattr(classify, "KEEP_AFTER_S", 0)
    asked = request_of()
    request = with_outputs(asked, tmp_path / "out")
    with pytest.raises(Cancelled):
        classify.classify(request, Stops(strips_folder(request.output), 2))
    write_scene(asked["raster"], noise(HEIGHT, WIDTH, seed=5), nodata=0)
    with pytest.raises(SettingsError, match="differs in the raster, its size or its time"):
        classify.classify(replace(request, part="1", parts=2), Listener())
    with pytest.raises(SettingsError, match=r"TEST_TIME_AUGMENTATION \(8 here, none there\)"):
        classify.classify(replace(request, part="1", parts=2, augmentation="8"), Listener())
    journal = Listener()
    classify.classify(request, journal)
    assert any("kept by another run, which differs in the raster" in line for line in journal.warnings)
    classify.classify(with_outputs(asked, tmp_path / "whole"), Listener())
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert not Path(strips_folder(request.output)).exists()


def test_a_second_run_of_a_part_that_ends_after_the_parts_were_joined_leaves_nothing(request_of, tmp_path, monkeypatch):
    request = with_outputs(request_of(), tmp_path / "out", parts=2)
    classify.classify(replace(request, part="1"), Listener())
    run = classify.StripRun.run

    def run_after_another(*arguments):
        monkeypatch.setattr(classify.StripRun, "run", run)
        classify.classify(replace(request, part="2"), Listener())
        run(*arguments)

    monkeypatch.setattr(classify.StripRun, "run", run_after_another)
    listener = Listener()
    result = classify.classify(replace(request, part="2"), listener)
    assert result.output == request.output and os.path.exists(request.output)
    assert "Another run has joined the parts meanwhile." in listener.infos
    assert not Path(strips_folder(request.output)).exists()
    again = classify.classify(replace(request, part="2"), Listener())
    assert not again.output and Path(strips_folder(request.output)).exists(), "a part that is asked for anew is kept"


def test_joining_names_what_is_missing_and_takes_other_outputs(request_of, tmp_path, monkeypatch):
    asked = request_of()
    request = with_outputs(asked, tmp_path / "out")
    with pytest.raises(SettingsError, match=r"no parts of .*map.tif to join"):
        classify.classify(replace(request, part="join"), Listener())
    classify.classify(replace(request, part="2", parts=3), Listener())
    with pytest.raises(SettingsError, match="not whole: 1, 3"):
        classify.classify(replace(request, part="join"), Listener())
    monkeypatch.setattr(classify, "join_if_whole", lambda *_: None)  # as if the last run had been killed
    for number in "13":
        classify.classify(replace(request, part=number, parts=3), Listener())
    with pytest.raises(SettingsError, match=r"OVERLAP \(32 in the parts, 16 now\)"):
        classify.classify(replace(request, part="join", overlap_px=16), Listener())
    result = classify.classify(replace(request, part="join", confidence=None, format="cog"), Listener())
    assert result.confidence is None and not os.path.exists(request.confidence)
    classify.classify(with_outputs(asked, tmp_path / "whole", format="cog"), Listener())
    assert contents(tmp_path / "out") == {
        name: content for name, content in contents(tmp_path / "whole").items() if name != "confidence.tif"
    }
    assert not Path(strips_folder(request.output)).exists()


def test_parts_are_not_joined_with_another_mask_scaling_or_precision(request_of, tmp_path, monkeypatch):
    monkeypatch.setattr(classify, "join_if_whole", lambda *_: None)
    request = with_outputs(request_of("mask and extent"), tmp_path / "out")
    classify.classify(replace(request, part="1", parts=1), Listener())
    other = ogr.GetDriverByName("GPKG").CopyDataSource(ogr.Open(request.mask.path), str(tmp_path / "other.gpkg"))
    layer = other.GetLayer(0)
    feature = layer.GetNextFeature()
    moved = feature.GetGeometryRef().Clone()
    feature.SetGeometry(moved.Buffer(-4.0))
    layer.SetFeature(feature)
    del feature, layer, other
    join = replace(request, part="join")
    with pytest.raises(
        SettingsError, match=r"MASK \(the polygons in .*other.gpkg are not those of the parts, from .*mask.gpkg"
    ):
        classify.classify(replace(join, mask=MaskPolygons(str(tmp_path / "other.gpkg"))), Listener())
    with pytest.raises(SettingsError, match=r"MASK \(.*mask.gpkg in the parts, none now\)"):
        classify.classify(replace(join, mask=None), Listener())
    with pytest.raises(SettingsError, match=r"BAND_SCALING \(empty in the parts, \(\(0.0, 1.0\),\) now\)"):
        classify.classify(replace(join, band_scaling=((0.0, 1.0),)), Listener())
    with pytest.raises(SettingsError, match=r"PRECISION \(auto in the parts, float32 now\)"):
        classify.classify(replace(join, precision="float32"), Listener())
    shutil.copy(request.mask.path, tmp_path / "copy.gpkg")
    assert classify.classify(replace(join, mask=MaskPolygons(str(tmp_path / "copy.gpkg"))), Listener()).output


def test_parts_of_a_layer_whose_nodata_has_no_end_are_joined(request_of, tmp_path):
    settings = LayerSettings(None, (BandNodata(ranges=((-math.inf, 3.0),)), BandNodata(ranges=((900.0, math.inf),))))
    request = with_outputs(request_of(), tmp_path / "out", raster_settings=settings)
    assert classify.classify(replace(request, part="1", parts=2), Listener()).strips
    assert classify.classify(replace(request, part="2", parts=2), Listener()).output


def test_parts_are_joined_by_another_name_of_the_raster_and_with_a_copy_of_the_model(request_of, tmp_path, monkeypatch):
    monkeypatch.setattr(classify, "join_if_whole", lambda *_: None)
    request = with_outputs(request_of(), tmp_path / "out")
    classify.classify(replace(request, part="1", parts=1), Listener())
    join = replace(request, part="join")
    shutil.copy(request.raster, tmp_path / "other.tif")
    with pytest.raises(SettingsError, match=r"INPUT \(.*scene.tif in the parts, .*other.tif now\)"):
        classify.classify(replace(join, raster=str(tmp_path / "other.tif")), Listener())
    with pytest.raises(SettingsError, match=r"MODEL \(.*model in the parts, .*gone now\)"):
        classify.classify(replace(join, model=str(tmp_path / "gone")), Listener())
    (tmp_path / "link.tif").symlink_to(request.raster)
    shutil.copytree(request.model, tmp_path / "copy")
    other = replace(join, raster=str(tmp_path / "link.tif"), model=str(tmp_path / "copy"))
    assert classify.classify(other, Listener()).output


def test_parts_whose_mask_is_gone_are_joined_with_a_sentence(request_of, tmp_path, monkeypatch):
    monkeypatch.setattr(classify, "join_if_whole", lambda *_: None)
    request = with_outputs(request_of("mask and extent"), tmp_path / "out")
    classify.classify(replace(request, part="1", parts=1), Listener())
    os.remove(request.mask.path)
    listener = Listener()
    assert classify.classify(replace(request, part="join"), listener).output
    assert [line for line in listener.infos if "cannot be compared" in line and request.mask.path in line]


def test_the_command_line_joins_what_is_kept_and_takes_what_is_not_given_from_the_parts(
    request_of, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(classify, "join_if_whole", lambda *_: None)
    asked = request_of()
    request = with_outputs(asked, tmp_path / "out")
    classify.classify(replace(request, part="1", parts=1), Listener())
    areas = tmp_path / "elsewhere.csv"
    mosaic = tmp_path / "out" / "map.vrt"
    refused = ["join", "--output", request.output, "--vrt", str(mosaic), "--format", "cog", "--areas", str(areas)]
    assert command_line.run(refused) == 1 and not mosaic.exists()
    assert "no AREAS, FORMAT" in capsys.readouterr().err
    assert command_line.run(["join", "--output", request.output, "--vrt", str(mosaic)]) == 0
    shown, dataset = read(str(mosaic)), gdal.Open(str(mosaic))
    band = dataset.GetRasterBand(1)
    assert band.GetDefaultRAT().GetRowCount() == 3 and band.GetNoDataValue() == 0
    del band, dataset
    mosaic.unlink()
    capsys.readouterr()
    status = command_line.run(["join", "--output", request.output, "--areas", str(areas), "--json"])
    assert status == 0, capsys.readouterr().err
    assert json.loads(capsys.readouterr().out)["result"]["confidence"] == request.confidence
    classify.classify(with_outputs(asked, tmp_path / "whole"), Listener())
    whole = contents(tmp_path / "whole")
    np.testing.assert_array_equal(shown, read(request.output))
    assert areas.read_bytes() == whole.pop("areas.csv") and contents(tmp_path / "out") == whole
    assert command_line.run(["join", "--output", request.output]) == 1
    assert "There are no parts of" in capsys.readouterr().err


def test_what_was_not_computed_cannot_be_joined(request_of, tmp_path, monkeypatch):
    monkeypatch.setattr(classify, "join_if_whole", lambda *_: None)
    request = with_outputs(request_of(), tmp_path / "out")
    classify.classify(replace(request, part="1", parts=1, probabilities=None), Listener())
    with pytest.raises(SettingsError, match=r"PROBABILITIES \(not computed in the parts\)"):
        classify.classify(replace(request, part="join"), Listener())


def test_a_full_disk_keeps_what_is_finished(request_of, tmp_path, monkeypatch):
    monkeypatch.setattr(classify, "KEEP_AFTER_S", 0)
    from pixel_classifier.models.prediction.map_writer import MapWriter

    asked = request_of()
    request = with_outputs(asked, tmp_path / "out")
    usual = MapWriter.write

    def full(self, piece):
        if piece.y > 150:
            raise OutputError("map.tif cannot be written: No space left on device.")
        usual(self, piece)

    monkeypatch.setattr(MapWriter, "write", full)
    with pytest.raises(OutputError, match="No space"):
        classify.classify(request, Listener())
    monkeypatch.setattr(MapWriter, "write", usual)
    journal = Listener()
    classify.classify(request, journal)
    classify.classify(with_outputs(asked, tmp_path / "whole"), Listener())
    assert any("Resuming" in line for line in journal.infos)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
