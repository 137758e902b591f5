"""Many scenes in one run: a folder, a list or STAC items in, a map and a STAC item for each out."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from osgeo import gdal
from pixel_classifier.models.core.description import write_description
from pixel_classifier.models.core.requests import ExportModelRequest
from pixel_classifier.models.engine import command_line
from pixel_classifier.models.engine.jobs import perform
from pixel_classifier.models.engine.model_link import link_to_source
from pixel_classifier.models.engine.scenes import scenes_in
from pixel_classifier.models.engine.stac import EXTENSIONS, path_of_file, raster_path, scenes_of_items
from pixel_classifier.models.exchange.export import export_model
from pixel_classifier.models.exchange.stac_item import EXTENSION as MODEL_EXTENSION
from pixel_classifier.models.networks.build import build_network
from pixel_classifier.models.networks.model_folder import network_spec, save_model
from pixel_classifier.models.prediction import classify, runtime_choice
from pixel_classifier.rasters.core.errors import SettingsError
from pixel_classifier.rasters.core.progress import SilentReporter
from prediction_samples import CLASSES, Local, description, noise, write_scene
from stac_schema import errors_of


@pytest.fixture
def model(tmp_path, monkeypatch):
    folder = tmp_path / "model"
    folder.mkdir()
    write_description(folder, description())
    monkeypatch.setattr(classify, "load_network", lambda source: Local())
    monkeypatch.setattr(runtime_choice, "autocast_dtype", lambda device: None)
    return str(folder)


@pytest.fixture
def scenes(tmp_path):
    folder = tmp_path / "scenes"
    folder.mkdir()
    for number, name in enumerate("abc"):
        write_scene(folder / f"{name}.tif", noise(70, 64, seed=number))
    (folder / "broken.tif").write_bytes(b"II*\0 no raster")
    (folder / "notes.md").write_text("no scene")
    return folder


def run(capsys, *words):
    status = command_line.run(["classify", "--device", "cpu", "--json", *map(str, words)])
    captured = capsys.readouterr()
    return status, json.loads(captured.out), captured.err


def by_scene(answer, key="status"):
    return {scene["scene"]: scene[key] for scene in answer["result"]["scenes"]}


def test_a_broken_scene_does_not_stop_the_others_and_a_second_run_skips_what_is_done(scenes, model, tmp_path, capsys):
    words = ("--input", scenes, "--model", model, "--output", tmp_path / "maps", "--confidence", tmp_path / "sure")
    status, answer, errors = run(capsys, *words)
    assert status == 1 and by_scene(answer) == {"a": "done", "b": "done", "broken": "failed", "c": "done"}
    assert "broken.tif" in by_scene(answer, "reason")["broken"] and "3 scenes done, 0 skipped, 1 failed" in errors
    assert sorted(os.listdir(tmp_path / "sure")) == ["a.tif", "b.tif", "c.tif"]
    (scenes / "broken.tif").unlink()
    written = {name: os.stat(tmp_path / "maps" / name).st_mtime_ns for name in ("a.tif", "b.tif", "c.tif")}
    write_scene(scenes / "b.tif", noise(70, 64, seed=9))
    (tmp_path / "sure" / "c.tif").unlink()
    status, answer, _ = run(capsys, *words)
    assert status == 0 and by_scene(answer) == {"a": "skipped", "b": "done", "c": "done"}
    dataset = gdal.Open(
        str(scenes / "b.tif")
    )  # NoData in a file beside it, as QGIS's tools write it for a raster that is read
    dataset.GetRasterBand(1).SetNoDataValue(5)
    dataset = None
    assert by_scene(run(capsys, *words)[1]) == {"a": "skipped", "b": "done", "c": "skipped"}
    assert os.stat(tmp_path / "maps" / "a.tif").st_mtime_ns == written["a.tif"]
    assert by_scene(run(capsys, *words, "--test-time-augmentation", "4")[1]) == dict.fromkeys("abc", "done")


def test_an_error_that_nobody_foresaw_costs_its_scene_only(scenes, model, tmp_path, monkeypatch, capsys):
    def fails_at_b(job, request, reporter):
        if request.raster.endswith("b.tif"):
            raise RuntimeError("could not create a primitive")
        return perform(job, request, reporter)

    monkeypatch.setattr("pixel_classifier.models.engine.scenes.perform", fails_at_b)
    status, answer, _ = run(capsys, "--input", scenes, "--model", model, "--output", tmp_path / "maps")
    assert status == 1 and by_scene(answer) == {"a": "done", "b": "failed", "broken": "failed", "c": "done"}
    assert by_scene(answer, "reason")["b"] == "RuntimeError: could not create a primitive"


def test_the_item_beside_a_map_names_classes_projection_and_place(scenes, model, tmp_path, capsys):
    output = tmp_path / "map.tif"
    areas = tmp_path / "areas.csv"
    status, *_ = run(
        capsys, "--input", scenes / "a.tif", "--model", model, "--output", output, "--stac", "--areas", areas
    )
    assert status == 0
    item = json.loads((tmp_path / "map.json").read_text())
    assert item["type"] == "Feature" and item["stac_version"] == "1.0.0" and item["id"] == "map"
    assert item["stac_extensions"] == list(EXTENSIONS) and item["properties"]["datetime"].endswith("Z")
    assert item["properties"]["proj:code"] == "EPSG:32633" and item["properties"]["proj:shape"] == [70, 64]
    assert item["properties"]["proj:transform"] == [2.0, 0.0, 500000.0, 0.0, -2.0, 4000000.0]
    assert item["links"][0] == {"rel": "derived_from", "href": "scenes/a.tif"}
    assert str(tmp_path) not in json.dumps(item), (
        "an item is for others, whom the folders of this computer do not concern"
    )
    asset = item["assets"]["classes"]
    assert asset["href"] == "map.tif" and asset["file:size"] == output.stat().st_size
    assert item["assets"]["areas"]["type"] == "text/csv"
    values = [(each["value"], each["title"]) for each in asset["classification:classes"] if not each.get("nodata")]
    assert values == [(entry.value, entry.name) for entry in CLASSES.classes]
    west, south, east, north = item["bbox"]
    assert 15 <= west < east < 15.01 and 36.13 < south < north < 36.15
    ring = item["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] and len(ring) > 4
    assert gdal.Open(str(output)) is not None


def test_results_on_another_drive_of_windows_have_their_address_and_are_known_again(
    scenes, model, tmp_path, monkeypatch, capsys
):
    relative = os.path.relpath

    def on_drives(path, start):
        if "other drive" in str(path):
            raise ValueError("path is on mount 'D:', start on mount 'C:'")
        return relative(path, start)

    monkeypatch.setattr(os.path, "relpath", on_drives)
    (scenes / "broken.tif").unlink()
    words = ("--input", scenes, "--model", model, "--output", tmp_path / "maps", "--areas", tmp_path / "other drive")
    assert by_scene(run(capsys, *words)[1]) == dict.fromkeys("abc", "done")
    assert by_scene(run(capsys, *words)[1]) == dict.fromkeys("abc", "skipped")
    item = json.loads((tmp_path / "maps" / "a.json").read_text())
    assert item["assets"]["areas"]["href"] == (tmp_path / "other drive" / "a.csv").as_uri()


def links_of(path):
    """Returns the links of an item by what they lead to, as absolute paths."""
    links = json.loads(Path(path).read_text(encoding="utf-8"))["links"]
    return {os.path.normpath(os.path.join(os.path.dirname(path), link["href"])): link for link in links}


def test_the_item_of_a_map_links_to_the_item_of_its_model(scenes, tmp_path, capsys):
    folder, item = tmp_path / "my model", tmp_path / "catalogue.json"
    folder.mkdir()
    about = description(architecture="pixel", encoder="none")
    save_model(folder, build_network(network_spec(about)), network_spec(about), about)
    words = ("--input", scenes / "a.tif", "--model", folder, "--output", tmp_path / "maps" / "map.tif", "--stac")
    (tmp_path / "maps").mkdir()
    assert run(capsys, *words)[0] == 0
    link = links_of(tmp_path / "maps" / "map.json")[str(folder / "model.json")]
    assert link == {
        "rel": "derived_from",
        "href": "../my model/model.json",
        "title": "Model my model",
        "type": "application/json",
    }
    (tmp_path / "a list.json").write_text("[]")
    (tmp_path / "another model.json").write_text(
        json.dumps({"stac_extensions": [MODEL_EXTENSION], "assets": {"a": {"href": "gone"}}})
    )
    export_model(ExportModelRequest(str(folder), str(item), "stac"), SilentReporter())
    assert run(capsys, *words)[0] == 0
    links = links_of(tmp_path / "maps" / "map.json")
    assert list(links) == [str(scenes / "a.tif"), str(item)]
    assert links[str(item)] == {
        "rel": "derived_from", "href": "../catalogue.json", "type": "application/geo+json", "title": "Model my model", "mlm:name": "my model",
    }  # fmt: skip
    linked = json.loads(item.read_text(encoding="utf-8"))
    assert errors_of(linked) == [] and linked["properties"]["mlm:name"] == "my model"
    item.rename(folder / "item.json")
    assert run(capsys, *words)[0] == 0
    assert str(folder / "model.json") in links_of(tmp_path / "maps" / "map.json"), (
        "the item was moved away from what it names"
    )
    linked["assets"] = {"model": {"href": "model.safetensors"}}
    (folder / "item.json").write_text(json.dumps(linked))
    assert run(capsys, *words)[0] == 0
    assert str(folder / "item.json") in links_of(tmp_path / "maps" / "map.json")


def test_stac_items_are_scenes_with_their_time(scenes, model, tmp_path, capsys):
    def item(name, **assets):
        return {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": name,
            "properties": {"datetime": f"2024-0{name[-1]}-01T00:00:00Z"},
            "assets": assets,
        }

    data = {"href": "scenes/a.tif", "type": "image/tiff; application=geotiff", "roles": ["data"]}
    thumbnail = {"href": "a.png", "type": "image/png", "roles": ["thumbnail"]}
    items = tmp_path / "items.json"
    collection = [item("s/1", image=data, thumbnail=thumbnail), item("s2", image={**data, "href": "scenes/b.tif"})]
    items.write_text(json.dumps({"type": "FeatureCollection", "features": collection}))
    words = ("--input", items, "--model", model, "--output", tmp_path / "maps")
    status, answer, _ = run(capsys, *words)
    assert status == 0 and by_scene(answer) == {"s_1": "done", "s2": "done"}
    made = json.loads((tmp_path / "maps" / "s_1.json").read_text())
    assert made["properties"]["datetime"] == "2024-01-01T00:00:00Z" and made["links"][0]["href"] == "../items.json"
    two = item("s3", red=data, green={**data, "href": "scenes/b.tif"})
    items.write_text(json.dumps(two))
    status, answer, _ = run(capsys, *words)
    assert status == 1 and "Choose one with --asset: red, green" in answer["error"]["message"]
    status, answer, _ = run(capsys, *words, "--asset", "green")
    assert status == 0 and by_scene(answer, "raster") == {"s3": str(scenes / "b.tif")}


def test_a_list_names_paths_and_addresses(scenes, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    listed = tmp_path / "list.txt"
    listed.write_text("# scenes\nscenes/a.tif\n\nother/a.tif\nhttps://example.org/x/c.tif\n")
    found = scenes_in(str(listed))
    assert [(scene.name, scene.raster) for scene in found] == [
        ("scenes_a", str(scenes / "a.tif")), ("other_a", str(other / "a.tif")), ("c", "/vsicurl/https://example.org/x/c.tif"),
    ]  # fmt: skip
    listed.write_text("scenes/a.tif\nscenes/../scenes/a.tif\n")
    with pytest.raises(SettingsError, match=r"would have the same name: .*a\.tif, "):
        scenes_in(str(listed))
    listed.write_text("\n")
    with pytest.raises(SettingsError, match="lists no raster"):
        scenes_in(str(listed))
    assert scenes_in(str(scenes / "a.tif")) is None


def test_an_asset_is_only_asked_for_of_stac_items(scenes, model, tmp_path, capsys):
    for path in (scenes, scenes / "a.tif"):
        status, answer, _ = run(
            capsys, "--input", path, "--model", model, "--output", tmp_path / "maps", "--asset", "green"
        )
        assert status == 1 and "--asset green names a raster of STAC items" in answer["error"]["message"]
    assert not (tmp_path / "maps").exists()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/vsicurl/https://host/a.tif?sig=SECRET", "https://host/a.tif"),
        ("/vsicurl?pc_url_signing=yes&url=https%3A%2F%2Fhost%2Fa.tif", "https://host/a.tif"),
        ("/vsis3/bucket/a.tif", "/vsis3/bucket/a.tif"),
        ("https://host/items/a.json", "https://host/items/a.json"),
    ],
)
def test_a_source_is_named_by_its_address_without_keys(source, expected):
    assert link_to_source(source, "/maps/a.json")["href"] == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("s3://bucket/key.tif", "/vsis3/bucket/key.tif"),
        ("file:///data/a.tif", "/data/a.tif"),
        ("/vsizip/a.zip/a.tif", "/vsizip/a.zip/a.tif"),
        ("./a.tif", os.path.join("folder", "a.tif")),
    ],
)
def test_addresses_become_paths_of_gdal(href, expected):
    assert Path(raster_path(href, "folder")) == Path(expected)


def test_parts_share_the_scenes(scenes, model, tmp_path, capsys):
    words = ("--input", scenes, "--model", model, "--output", tmp_path / "maps", "--parts", "2")
    assert by_scene(run(capsys, *words, "--part", "1")[1]) == {"a": "done", "broken": "failed"}
    assert by_scene(run(capsys, *words, "--part", "2")[1]) == {"b": "done", "c": "done"}


def test_two_outputs_in_one_folder_are_refused(scenes, model, tmp_path, capsys):
    words = ("--input", scenes, "--model", model, "--output", tmp_path / "maps", "--confidence", tmp_path / "maps")
    status, answer, _ = run(capsys, *words)
    assert status == 1 and "two of them are the same" in answer["error"]["message"]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_list_in_another_encoding_is_refused_in_words(tmp_path, encoding):
    """PowerShell's `>` writes UTF-16."""
    listed = tmp_path / "list.txt"
    listed.write_text("wälder.tif\n", encoding)
    with pytest.raises(SettingsError, match="not in UTF-8"):
        scenes_in(str(listed))


def test_scenes_of_one_name_are_both_named(scenes):
    (scenes / "a.jp2").write_bytes(b"")
    with pytest.raises(SettingsError, match=r"same name: .*a\.jp2, .*a\.tif"):
        scenes_in(str(scenes))


@pytest.mark.parametrize("assets", [{"image": "a.tif"}, {"image": {"type": "image/tiff"}}, {"image": {"href": 3}}])
def test_an_item_whose_assets_are_broken_is_refused_in_words(tmp_path, assets):
    item = tmp_path / "item.json"
    item.write_text(json.dumps({"type": "Feature", "id": "x", "assets": assets}), "utf-8-sig")
    with pytest.raises(SettingsError, match="The STAC item x"):
        scenes_in(str(item))


def test_a_file_address_is_decoded():
    assert raster_path("file:///data/m%C3%BCll%20a.tif", "").endswith("data/müll a.tif")


@pytest.mark.parametrize(
    ("address", "on_windows", "elsewhere"),
    [
        ("/C:/data/a.tif", "C:/data/a.tif", "/C:/data/a.tif"),
        ("server/share/a.tif", "//server/share/a.tif", "server/share/a.tif"),
        ("//server/share/a.tif", "//server/share/a.tif", "//server/share/a.tif"),
        ("localhost/C:/a.tif", "C:/a.tif", "/C:/a.tif"),
        ("C:/a.tif", "C:/a.tif", "C:/a.tif"),
    ],
)
def test_a_file_address_may_name_a_server_of_windows(address, on_windows, elsewhere):
    """As Python itself writes those of network drives: the path was taken to be relative."""
    assert (path_of_file(address, True), path_of_file(address, False)) == (on_windows, elsewhere)


def test_what_cannot_work_leaves_no_folder_and_results_stay_out_of_the_scenes(scenes, model, tmp_path, capsys):
    status, answer, _ = run(capsys, "--input", scenes, "--model", tmp_path / "no model", "--output", tmp_path / "maps")
    assert status == 1 and "no model" in answer["error"]["message"] and not (tmp_path / "maps").exists()
    status, answer, _ = run(capsys, "--input", scenes, "--model", model, "--output", scenes)
    assert status == 1 and "holds scenes" in answer["error"]["message"]
    status, answer, _ = run(capsys, "--input", scenes, "--model", model, "--output", tmp_path / "map.tif")
    assert (
        status == 1
        and "map.tif is named like a file" in answer["error"]["message"]
        and not (tmp_path / "map.tif").exists()
    )


@pytest.mark.parametrize(
    "item",
    [
        {"type": "Feature", "assets": {"a": 5}}, {"type": "Feature", "assets": {"a": {"href": ["a.tif"]}}}, {"type": "FeatureCollection", "features": 7},
        {"type": "Feature", "assets": {"a": {"href": "a.tif", "type": "image/tiff", "roles": 3}, "b": {"href": "b", "type": "image/tiff"}}},
    ],
)  # fmt: skip
def test_hostile_items_are_refused_with_a_sentence(item, tmp_path):
    (tmp_path / "items.json").write_text(json.dumps(item))
    with pytest.raises(SettingsError, match=r"items\.json"):
        scenes_of_items(str(tmp_path / "items.json"))


def test_an_item_without_properties_has_no_time(tmp_path):
    item = {"type": "Feature", "id": "../a", "properties": 5, "assets": {"a": {"href": "a.tif", "type": "image/tiff"}}}
    (tmp_path / "items.json").write_text(json.dumps(item))
    (scene,) = scenes_of_items(str(tmp_path / "items.json"))
    assert scene.datetime is None and "/" not in scene.name


def test_a_folder_without_scenes_is_refused_with_what_counts_as_one(model, tmp_path, capsys):
    (tmp_path / "scenes" / "deeper").mkdir(parents=True)
    write_scene(tmp_path / "scenes" / "deeper" / "a.tif", noise(70, 64))
    status, answer, _ = run(capsys, "--input", tmp_path / "scenes", "--model", model, "--output", tmp_path / "maps")
    message = answer["error"]["message"]
    assert status == 1 and "scenes holds no raster (.tif, " in message and "folders in it do not count" in message
    assert not (tmp_path / "maps").exists()


def test_the_item_of_a_map_does_not_replace_that_of_its_scene(scenes, model, tmp_path, capsys):
    """In the folder of the items, as --output, the first run replaced each of them."""
    asset = {"href": str(scenes / "a.tif"), "type": "image/tiff"}
    source = tmp_path / "items" / "scene-1.json"
    source.parent.mkdir()
    source.write_text(json.dumps({"type": "Feature", "id": "scene-1", "properties": {}, "assets": {"data": asset}}))
    before = source.read_bytes()
    status, answer, _ = run(capsys, "--input", source, "--model", model, "--output", source.parent)
    assert status == 1 and "which is no item of a map. Move that file" in by_scene(answer, "reason")["scene-1"]
    output = tmp_path / "items" / "scene-1.tif"
    status, answer, _ = run(capsys, "--input", scenes / "a.tif", "--model", model, "--output", output, "--stac")
    assert status == 1 and "would replace" in answer["error"]["message"]
    assert source.read_bytes() == before and not output.exists()
