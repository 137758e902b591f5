"""What a user notices of the plugin in a real QGIS, read from the notes of one visit (inside/visit.py)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

LARGEST_GAP_MS = 250
LONGEST_CANCEL_S = 1.0
ALGORITHMS = {
    "exporttrainingchips": "Export Training Chips",
    "trainpixelclassifier": "Train Pixel Classifier",
    "classifypixels": "Classify Pixels",
    "assessclassification": "Assess Classification",
    "setupdeeplearning": "Set Up Deep Learning",
    "checkinstallation": "Check Installation",
    "trainandclassify": "Train and classify",
    "classifycleanandvectorise": "Classify, clean and vectorise",
    "drawassessmentsample": "Draw Assessment Sample",
    "exportmodel": "Export Model",
}
CLASSIFICATIONS = ("classify_1", "classify_2", "classify_3")
WITH_ENGINE = ("train", *CLASSIFICATIONS, "everything", "chain", "check")
RUNS = ("export", *WITH_ENGINE, "sample", "assess")
FURTHER_LAYERS = (
    "Places to label next", "Classes", "Confidence", "Uncertainty", "Number of possible classes", "Class probabilities",
)  # fmt: skip
"""From the top."""
CLASSES = ["building", "crop rows", "forest", "meadow", "orchard", "road", "water"]


def test_the_story_was_played_to_its_end_and_qgis_left_with_status_0(visited):
    assert visited.notes.get("error") is None, visited.notes["error"]
    assert visited.status == 0, visited.output[-2000:]
    faults = visited.folder / "faults.txt"
    assert not faults.read_text(), "a crash wrote down where it happened"


def test_the_plugin_came_from_the_zip_in_a_profile_of_its_own(notes):
    assert Path(notes["plugin_file"]).parts[-4:-1] == ("python", "plugins", "pixel_classifier")
    assert set(notes["algorithms"]) >= set(ALGORITHMS)


def test_no_window_opens_and_no_python_error_is_shown_at_the_start(notes, visited):
    assert notes["windows"] == ["QMainWindow"]
    assert "Traceback" not in visited.output


def test_qgis_never_loads_pytorch_though_it_could(notes):
    assert notes["torch_could_be_imported"]
    assert notes["torch_in_qgis"] is False


@pytest.mark.parametrize("name", ALGORITHMS)
def test_a_dialog_opens_with_its_help_and_folds_what_is_rare(notes, name):
    dialog = notes["dialogs"][name]
    assert ALGORITHMS[name] in dialog["title"]
    assert dialog["can_run"]
    assert dialog["folded"] == ({} if name == "checkinstallation" else {"Advanced Parameters": True})
    assert dialog["help_is_seen"]
    for heading in ("Inputs", "Outputs", "Example"):
        assert heading in dialog["help"]
    (width,) = dialog["help_pictures"].values()
    assert width > 200, "the picture is found and shown"
    assert not dialog["help_scrolls_sideways"]


@pytest.mark.parametrize("name", RUNS)
def test_a_run_succeeds_as_a_task_off_the_main_thread(notes, name):
    run = notes[name]
    assert run["ok"], run["log"]
    assert run["script_is_on_main_thread"]
    assert run["tasks"] == ["QgsProcessingAlgRunnerTask"]
    assert run["click_s"] < 1, "Run returns at once"
    assert "Traceback" not in run["log"]


@pytest.mark.parametrize("name", WITH_ENGINE)
def test_pytorch_runs_in_an_engine_that_ends_with_the_run(notes, name):
    assert notes[name]["engines"]
    assert notes[name]["zombies"] == []


def test_the_window_is_never_stuck_from_run_to_the_loaded_map(notes):
    """The machine may be busy with other things: of the three classifications the smoothest tells what the plugin does."""
    hearts = [notes[name]["heart"] for name in CLASSIFICATIONS]
    assert min(heart["own_gaps_ms"][0] for heart in hearts) < LARGEST_GAP_MS, (hearts, notes["idle"])


@pytest.mark.parametrize("name", ["export", "train", "everything", "chain", "assess", "check"])
def test_the_window_is_never_stuck_in_other_runs(notes, name):
    """Gaps without the time for which the machine had no processor for QGIS (inside/heartbeat.py)."""
    assert notes[name]["heart"]["own_gaps_ms"][0] < LARGEST_GAP_MS, (notes[name]["heart"], notes["idle"])


@pytest.mark.parametrize("name", ["cancelled_classify", "cancelled_train"])
def test_cancel_ends_the_task_within_a_second_and_leaves_nothing(notes, name):
    run = notes[name]
    assert run["tasks_before_cancel"] == 1 and run["engines"], "there was something to cancel"
    assert run["cancel_s"] < LONGEST_CANCEL_S
    assert not run["ok"]
    assert run["left"] == []
    assert run["engines_left"] == [] and run["zombies"] == []


def test_the_map_arrives_with_class_names_and_colours(notes):
    import scene

    for name in CLASSIFICATIONS:
        ((title, layer),) = notes[name]["layers"].items()
        assert title == "Classes (orthophoto)"
        assert layer["renderer"] == "QgsPalettedRasterRenderer"
        assert [label for _, label, _ in layer["classes"]] == CLASSES
        assert [color for *_, color in layer["classes"]] == [
            "#{:02x}{:02x}{:02x}".format(*c) for c in scene.CLASSES.values()
        ]
        assert layer["valid"] and layer["shown"]


def test_footprints_arrive_by_class_in_the_labels_colours(notes):
    layer = notes["export"]["layers"]["Footprints (orthophoto)"]
    assert layer["renderer"] == "QgsCategorizedSymbolRenderer"
    assert [label for _, label, _ in layer["classes"]] == CLASSES
    assert layer["legend"] == CLASSES


def test_the_chips_of_a_training_arrive_by_split(notes):
    layer = notes["train"]["layers"]["Chips by split (chips)"]
    assert layer["renderer"] == "QgsCategorizedSymbolRenderer"
    assert layer["legend"] == ["training", "validation", "training and validation", "left out"]


def test_a_sample_arrives_with_the_classes_to_choose_from_and_without_those_of_the_map(notes):
    (layer,) = notes["sample"]["layers"].values()
    widgets = layer["widgets"]
    assert widgets["reference"]["type"] == "ValueMap"
    choices = [name for entry in widgets["reference"]["config"]["map"] for name in entry]
    assert choices == [*CLASSES, "–"], "the last empties a reference again"
    assert {widgets[name]["type"] for name in widgets if name.startswith("stratum")} == {"Hidden"}
    assert layer["classes"] == [] and layer["shown"]


def test_further_results_arrive_named_and_styled(notes):
    layers = notes["everything"]["layers"]
    in_order = sorted(layers, key=lambda name: layers[name]["place"])
    assert in_order == [f"{name} (orthophoto)" for name in FURTHER_LAYERS]
    for name in ("Class probabilities", "Confidence", "Number of possible classes", "Uncertainty"):
        layer = layers[f"{name} (orthophoto)"]
        assert layer["renderer"] == "QgsSingleBandPseudoColorRenderer"
    assert layers["Places to label next (orthophoto)"]["labelled"]


def test_the_polygons_of_the_chain_arrive_above_the_classes_by_class(notes):
    layers = notes["chain"]["layers"]
    assert sorted(layers, key=lambda name: layers[name]["place"]) == ["Polygons (orthophoto)", "Classes (orthophoto)"]
    polygons, classes = layers["Polygons (orthophoto)"], layers["Classes (orthophoto)"]
    assert polygons["renderer"] == "QgsCategorizedSymbolRenderer" and polygons["shown"]
    assert polygons["legend"] and set(polygons["legend"]) <= set(CLASSES)
    values, *looks = ([entry[part] for entry in polygons["classes"]] for part in range(3))
    assert list(map(int, values)) == sorted(map(int, values))
    assert set(zip(*looks)) <= {tuple(entry[1:]) for entry in classes["classes"]}, "names and colours are the map's"


def test_the_reports_lie_in_the_results_viewer(notes):
    for name in ("train", "assess", "check"):
        report = notes[name]["results"]["REPORT"]
        assert any(report in entry for entry in notes["results_viewer"])


def test_closing_qgis_amid_a_training_asks_and_leaves_no_engine(notes):
    assert notes["engines_at_leaving"]
    assert len(notes["questions"]) == 1 and "Train Pixel Classifier" in notes["questions"][0]
    assert notes["engines_left_at_leaving"] == []
    assert not any(os.path.exists(f"/proc/{number}") for number in notes["engines_at_leaving"])


def test_only_raster_layers_have_an_entry_in_their_menu_that_opens_the_dialog_filled_in(notes):
    assert notes["menu_of_raster"] == ["Pixel Classifier: Classify Pixels…"]
    assert notes["menu_of_vector"] == []
    assert notes["dialog_of_menu"]["algorithm"] == "classifypixels"
    assert any(text.startswith("orthophoto") for text in notes["dialog_of_menu"]["chosen"])


def test_nothing_else_is_added_to_the_interface_and_all_of_it_is_taken_away(notes):
    assert notes["interface"] == ["Pixel Classifier: Classify Pixels…"]
    assert notes["interface_after_unload"] == []
    assert notes["setting_after_unload"] is False


def test_a_dialog_is_in_the_language_of_qgis(notes):
    assert notes["qgis_is_translated"]
    dialog = notes["dialog_translated"]
    assert "Pixelklassifikator trainieren" in dialog["title"]
    assert "Eingaben" in dialog["help"] and "Inputs" not in dialog["help"]
    assert all(dialog["help_pictures"].values())
    for label in ("Ordner der Trainingschips", "Architektur", "Epochen", "Modellordner"):
        assert any(text.startswith(label) for text in dialog["labels"]), label


def test_pictures_were_taken_of_dialogs_logs_and_maps(visited):
    pictures = {path.stem for path in visited.folder.glob("*.png")}
    assert pictures >= {*(f"dialog_{name}" for name in ALGORITHMS), "log_running", "map_everything", "map_export"}
