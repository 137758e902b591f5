"""What a user does in an afternoon, for `qgis --code`: looks at the dialogs, makes a map, changes his mind, and leaves.

`PIXEL_CLASSIFIER_VISIT` names a JSON file with the scene's files, the folder for the record, and how long to train.
"""

from __future__ import annotations

import faulthandler
import importlib.util
import json
import os
import sys
import time
from pathlib import Path

ORDER = json.loads(Path(os.environ["PIXEL_CLASSIFIER_VISIT"]).read_text(encoding="utf-8"))
sys.path.insert(0, ORDER["inside"])

import qgis.utils
from context_menu_of import menu_entries
from dialogs import Run, active_tasks, described, dialogs_open, log_of, open_dialog
from heartbeat import Heartbeat
from layers_of import described_layers
from processes_of import engines
from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsSettings,
    QgsSettingsTree,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTimer, QTranslator
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDockWidget, QLabel
from qgis.utils import iface
from story import Player, Record, Steps

WINDOW = (0, 0, 1280, 800)
ALGORITHMS = (
    "exporttrainingchips", "trainpixelclassifier", "classifypixels", "assessclassification", "setupdeeplearning",
    "checkinstallation", "trainandclassify", "classifycleanandvectorise", "drawassessmentsample", "exportmodel",
)  # fmt: skip
REPEATS = 3
FURTHER_RESULTS = ("OUTPUT", "CONFIDENCE", "PROBABILITIES", "UNCERTAINTY", "SET_SIZE", "LABEL_NEXT", "AREAS")

record = Record(Path(ORDER["output"]))
notes = record.notes
results = Path(ORDER["results"])
heart = Heartbeat()
faulthandler.enable((record.folder / "faults.txt").open("w"))


def visit() -> Steps:
    """The whole story."""
    iface.mainWindow().setGeometry(*WINDOW)
    yield 1
    note_arrival()
    image, labels = load_scene()
    yield 2
    mark = heart.begin()
    yield 2
    notes["idle"] = heart.since(mark)
    yield from look_at_dialogs(image, labels)
    yield from make_map(image, labels)
    yield from change_mind(image)
    yield from judge(image)
    yield from use_context_menu(image, labels)
    yield from reload_plugin()
    yield from leave_amid_training()


def note_arrival() -> None:
    """Notes what is there at first."""
    provider = QgsApplication.processingRegistry().providerById("pixelclassifier")
    notes["plugin_file"] = sys.modules["pixel_classifier"].__file__
    notes["algorithms"] = [algorithm.name() for algorithm in provider.algorithms()]
    notes["torch_could_be_imported"] = importlib.util.find_spec("torch") is not None
    notes["windows"] = [type(w).__name__ for w in QApplication.topLevelWidgets() if w.isVisible()]
    notes["interface"] = interface_texts()


def interface_texts() -> list[str]:
    """Returns the texts of menus, buttons and panels that speak of the plugin."""
    main = iface.mainWindow()
    actions = [action.text() for action in main.findChildren(type(iface.actionExit()))]
    panels = [panel.windowTitle() for panel in main.findChildren(QDockWidget)]
    return [text for text in [*actions, *panels] if "Pixel Classifier" in text]


def load_scene() -> tuple[QgsRasterLayer, QgsVectorLayer]:
    """Loads imagery and training polygons, with the window tidied up for the pictures."""
    show_panel("Browser", False)
    image = QgsRasterLayer(ORDER["image"], "orthophoto")
    labels = QgsVectorLayer(ORDER["labels"], "training polygons")
    QgsProject.instance().addMapLayers([labels, image])
    QgsProject.instance().setCrs(image.crs())
    iface.mapCanvas().setExtent(image.extent())
    iface.mapCanvas().refresh()
    return image, labels


def show_panel(name: str, shown: bool) -> None:
    """Shows or hides one of QGIS's panels."""
    for panel in iface.mainWindow().findChildren(QDockWidget, name):
        panel.setVisible(shown)


def look_at_dialogs(image: QgsRasterLayer, labels: QgsVectorLayer) -> Steps:
    """Opens the dialog of each algorithm and takes its picture."""
    filled = {
        "exporttrainingchips": {"INPUT": image, "LABELS": labels, "CLASS_FIELD": "class"},
        "classifypixels": {"INPUT": image},
    }
    notes["dialogs"] = {}
    for name in ALGORITHMS:
        dialog = open_dialog(name, filled.get(name, {}))
        yield 0.6
        notes["dialogs"][name] = described(dialog)
        record.picture(dialog, f"dialog_{name}")
        dialog.close()


def make_map(image: QgsRasterLayer, labels: QgsVectorLayer) -> Steps:
    """Export, train, classify, with the buttons; classifying three times."""
    chips, model = results / "chips", results / "model"
    export = Run(
        "exporttrainingchips",
        {
            "INPUT": image, "LABELS": labels, "CLASS_FIELD": "class", **ORDER["export"],
            "FOOTPRINTS": "TEMPORARY_OUTPUT", "OUTPUT": str(chips),
        },
        heart,
    )  # fmt: skip
    yield from export.press_run()
    yield from export.wait()
    yield from keep(export, "export")
    show_only(image)
    train = Run(
        "trainpixelclassifier",
        {
            "CHIPS": str(chips), "ENCODER": "resnet18", **ORDER["train"], "REPORT": "TEMPORARY_OUTPUT",
            "FOOTPRINTS": "TEMPORARY_OUTPUT", "OUTPUT": str(model),
        },
        heart,
    )  # fmt: skip
    yield from train.press_run()
    yield from train.wait()
    yield from keep(train, "train")
    show_only(image)
    for number in range(1, REPEATS + 1):
        classify = Run("classifypixels", {"INPUT": image, "MODEL": str(model), "OUTPUT": "TEMPORARY_OUTPUT"}, heart)
        yield from classify.press_run()
        yield from classify.wait()
        yield from keep(classify, f"classify_{number}")
        if number == 1:
            yield from take_maps(image, labels, classify.layers[0])
        show_only(image)
    asked = dict.fromkeys(FURTHER_RESULTS, "TEMPORARY_OUTPUT")
    everything = Run("classifypixels", {"INPUT": image, "MODEL": str(model), **asked}, heart)
    yield from everything.press_run()
    yield from everything.wait()
    yield from keep(everything, "everything")
    show_only(image)
    inputs = {"imagery": image, "model_folder": str(model)}
    results_asked = dict.fromkeys(("classes", "polygons"), "TEMPORARY_OUTPUT")
    chain = Run("classifycleanandvectorise", {**inputs, **results_asked}, heart)
    yield from chain.press_run()
    yield from chain.wait()
    yield from keep(chain, "chain")


def show_only(*layers: QgsMapLayer) -> None:
    """Leaves only some layers visible, and folds the legends of the others."""
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(node.layer() in layers)
        node.setExpanded(node.layer() in layers)


def take_maps(image: QgsRasterLayer, labels: QgsVectorLayer, classes: QgsMapLayer) -> Steps:
    """Takes pictures of the map alone: imagery, with its labels, classes, and truth."""
    truth = QgsRasterLayer(ORDER["truth"], "truth")
    maps = {"image": [image], "labels": [labels, image], "classes": [classes], "truth": [truth]}
    for name, layers in maps.items():
        iface.mapCanvas().setLayers(layers)
        yield 1
        record.picture(iface.mapCanvas(), f"canvas_{name}")
    iface.mapCanvas().setLayers([classes, image])


def keep(run: Run, name: str) -> Steps:
    """Keeps what a run that has ended gave, and pictures of its log and of the map."""
    run.notes["layers"] = described_layers(run.layers)
    notes[name] = run.notes
    yield 1
    record.picture(run.dialog, f"log_{name}")
    run.dialog.close()
    iface.messageBar().clearWidgets()
    yield 1
    record.picture(iface.mainWindow(), f"map_{name}")
    record.picture(iface.mapCanvas(), f"canvas_{name}")


def results_listed() -> list[str]:
    """Returns the names in the Results Viewer."""
    from processing.core.ProcessingResults import resultsList

    return [f"{result.name} {result.filename}" for result in resultsList.getResults()]


def change_mind(image: QgsRasterLayer) -> Steps:
    """Cancels a classification that computes, and a training while PyTorch loads."""
    folder = results / "cancelled"
    folder.mkdir()
    parameters = {
        "INPUT": image, "MODEL": str(results / "model"), "TEST_TIME_AUGMENTATION": "8", "TILE_SIZE": 64,
        "OVERLAP": 16, "BATCH_SIZE": 1, "OUTPUT": str(folder / "classes.tif"), "CONFIDENCE": str(folder / "confidence.tif"),
    }  # fmt: skip
    classify = Run("classifypixels", parameters, heart)
    yield from classify.press_run()
    yield lambda: max((task.progress() for task in active_tasks()), default=100) >= 5
    yield from classify.cancel(folder)
    notes["cancelled_classify"] = classify.notes
    classify.dialog.close()
    parameters = {"CHIPS": str(results / "chips"), "EPOCHS": 50, "OUTPUT": str(folder / "model")}
    train = Run("trainpixelclassifier", parameters, heart)
    yield from train.press_run()
    yield lambda: engines()
    yield 0.5
    yield from train.cancel(folder)
    notes["cancelled_train"] = train.notes
    train.dialog.close()


def judge(image: QgsRasterLayer) -> Steps:
    """Draws a sample of the map, assesses it, and checks the installation."""
    classes = notes["classify_1"]["results"]["OUTPUT"]
    sample = Run("drawassessmentsample", {"INPUT": classes, "SEED": 1, "OUTPUT": "TEMPORARY_OUTPUT"}, heart)
    yield from sample.press_run()
    yield from sample.wait()
    yield from keep(sample, "sample")
    parameters = {"INPUT": classes, "REFERENCE_RASTER": ORDER["truth"], "REPORT": "TEMPORARY_OUTPUT"}
    assess = Run("assessclassification", parameters, heart)
    yield from assess.press_run()
    yield from assess.wait()
    yield from keep(assess, "assess")
    check = Run("checkinstallation", {"REPORT": "TEMPORARY_OUTPUT"}, heart)
    yield from check.press_run()
    yield from check.wait()
    yield from keep(check, "check")
    notes["results_viewer"] = results_listed()


def use_context_menu(image: QgsRasterLayer, labels: QgsVectorLayer) -> Steps:
    """Right-clicks the imagery, and takes the plugin's entry."""
    notes["menu_of_vector"] = [action.text() for action in menu_entries(labels)]
    entries = menu_entries(image)
    notes["menu_of_raster"] = [entry.text() for entry in entries]
    QTimer.singleShot(0, entries[0].trigger)
    yield lambda: dialogs_open()
    yield 0.4
    (dialog,) = dialogs_open()
    chosen = [box.currentText() for box in dialog.findChildren(QComboBox) if box.isVisible()]
    notes["dialog_of_menu"] = {"algorithm": dialog.algorithm().name(), "chosen": chosen}
    dialog.close()


def reload_plugin() -> Steps:
    """Unloads the plugin and loads it again, as the plugin manager does."""
    qgis.utils.unloadPlugin("pixel_classifier")
    yield 0.2
    notes["interface_after_unload"] = interface_texts()
    notes["setting_after_unload"] = "pixel_classifier" in {
        node.key() for node in QgsSettingsTree.node("plugins").childrenNodes()
    }
    yield from look_at_dialog_in("de")
    qgis.utils.loadPlugin("pixel_classifier")
    qgis.utils.startPlugin("pixel_classifier")
    yield 0.2


def look_at_dialog_in(language: str) -> Steps:
    """Opens a dialog with QGIS and plugin in another language, as they are after a start with that setting."""
    of_qgis = QTranslator()
    notes["qgis_is_translated"] = of_qgis.load(f"qgis_{language}", QgsApplication.i18nPath())
    QgsApplication.installTranslator(of_qgis)
    QgsSettings().setValue("locale/overrideFlag", True)
    QgsSettings().setValue("locale/userLocale", language)
    qgis.utils.loadPlugin("pixel_classifier")
    qgis.utils.startPlugin("pixel_classifier")
    yield 0.2  # Qt has told the widgets of the new language: it would put its own texts on the dialog's buttons
    dialog = open_dialog("trainpixelclassifier", {})
    yield 0.6
    notes["dialog_translated"] = {**described(dialog), "labels": [w.text() for w in dialog.findChildren(QLabel)]}
    record.picture(dialog, f"dialog_in_{language}")
    dialog.close()
    qgis.utils.unloadPlugin("pixel_classifier")
    QgsApplication.removeTranslator(of_qgis)
    QgsSettings().remove("locale/overrideFlag")
    QgsSettings().remove("locale/userLocale")


def leave_amid_training() -> Steps:
    """Starts a long training and closes QGIS while it runs; QGIS asks, ends its tasks, and wants to be closed again."""
    parameters = {
        "CHIPS": str(results / "chips"), "ENCODER": "resnet18", "EPOCHS": 30, "BATCH_SIZE": 4, "LEARNING_RATE": 0.002,
        "OUTPUT": str(results / "unfinished"),
    }  # fmt: skip
    train = Run("trainpixelclassifier", parameters, heart)
    yield from train.press_run()
    yield lambda: log_of(train.dialog).count("Epoch ") >= ORDER["epochs_before_leaving"]
    record.picture(train.dialog, "log_running")
    notes["engines_at_leaving"] = engines()
    notes["torch_in_qgis"] = "torch" in sys.modules
    leave()
    answered = time.perf_counter()
    yield lambda: not active_tasks()
    notes["leaving_s"] = round(time.perf_counter() - answered, 3)
    notes["engines_left_at_leaving"] = engines()


def leave() -> None:
    """Closes QGIS by its menu, with nothing to be saved."""
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


def finish() -> None:
    """Closes QGIS, also where the story broke off amid a task."""
    QgsApplication.taskManager().cancelAll()
    if active_tasks():
        QTimer.singleShot(200, finish)
    else:
        leave()


player: Player | None = None


def begin() -> None:
    """Starts once QGIS has done with its own start."""
    global player
    player = Player(visit(), record, finish, ORDER["limit_s"])


QTimer.singleShot(500, begin)
