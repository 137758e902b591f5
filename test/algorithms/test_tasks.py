"""The algorithms in QGIS's background tasks, as dialogs start them.

To be run in a process of its own: the first import of PyTorch has to happen in a task, where old versions of it crash at
the second run.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread
from tiny_scene import QUICK

TIMEOUT_MS = 120_000


class Feedback(QgsProcessingFeedback):
    """Notes from which threads it was spoken to."""

    def __init__(self):
        super().__init__(False)
        self.lines, self.errors, self.threads = [], [], set()

    def pushInfo(self, text):
        self.threads.add(QThread.currentThread() is QCoreApplication.instance().thread())
        self.lines.append(text)

    def reportError(self, error, fatalError=False):
        self.errors.append(error)


class TaskRun:
    """One QgsProcessingAlgRunnerTask."""

    def __init__(self, algorithm, parameters):
        self.algorithm = algorithm  # the task does not own it
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        self.feedback = Feedback()
        self.outcome = None
        self.task = QgsProcessingAlgRunnerTask(algorithm, parameters, self.context, self.feedback)
        self.task.executed.connect(self._executed)
        QgsApplication.taskManager().addTask(self.task)

    def _executed(self, successful, results):
        self.outcome = successful, results


@pytest.fixture
def run_task(provider, qtbot):
    """Returns `run_task(name or algorithm, cancel_when=None, **parameters)`, which gives the ended TaskRun."""

    def run(name, cancel_when=None, **parameters):
        if isinstance(name, str):
            name = QgsApplication.processingRegistry().createAlgorithmById(f"pixelclassifier:{name}")
        algorithm = name.create()
        run = TaskRun(algorithm, parameters)
        if cancel_when is not None:
            qtbot.waitUntil(lambda: run.outcome is not None or cancel_when(run), timeout=TIMEOUT_MS)
            run.task.cancel()
        qtbot.waitUntil(lambda: run.outcome is not None, timeout=TIMEOUT_MS)
        return run

    return run


@pytest.fixture(scope="module")
def kept():
    """What the first tests made for the later ones."""
    return {}


def off_main_thread(run):
    assert run.outcome[0], run.feedback.errors
    return not any(run.feedback.threads)


def test_1_export_of_a_project_layer(run_task, scene, kept, tmp_path_factory):
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    QgsProject.instance().addMapLayer(layer)
    run = run_task(
        "exporttrainingchips",
        INPUT=scene.image,
        LABELS=layer.id(),
        CLASS_FIELD="cover",
        CHIP_SIZE=32,
        STRIDE=32,
        OUTPUT=str(tmp_path_factory.mktemp("export") / "chips"),
    )
    assert off_main_thread(run)
    kept["chips"] = run.outcome[1]["OUTPUT"]


@pytest.mark.parametrize("number", range(3))
def test_2_training_three_times_in_a_row(run_task, kept, tmp_path_factory, number):
    """A pool thread that is used again is where PyTorch's trap lies."""
    output = tmp_path_factory.mktemp("training") / "model"
    run = run_task("trainpixelclassifier", CHIPS=kept["chips"], OUTPUT=str(output), **{**QUICK, "EPOCHS": 1})
    assert off_main_thread(run)
    assert Path(run.outcome[1]["OUTPUT"], "model.safetensors").is_file()
    kept["model"] = run.outcome[1]["OUTPUT"]


@pytest.mark.parametrize("number", range(3))
def test_3_classification_three_times_in_a_row(run_task, scene, kept, tmp_path, number):
    output = str(tmp_path / "classes.tif")
    run = run_task("classifypixels", INPUT=scene.image, MODEL=kept["model"], OUTPUT=output, DEVICE="cpu")
    assert off_main_thread(run)
    assert run.outcome[1] == {"OUTPUT": output}


def test_3_assessment_of_a_project_layer(run_task, scene, tmp_path):
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    QgsProject.instance().addMapLayer(layer)
    output = tmp_path / "report.html"
    run = run_task(
        "assessclassification", INPUT=scene.label_raster, REFERENCE=layer.id(), CLASS_FIELD="code", REPORT=str(output)
    )
    assert off_main_thread(run)
    assert run.outcome[1]["ACCURACY"] == 1 and output.is_file()


def test_4_a_cancelled_training_says_where_the_best_model_is(run_task, kept, tmp_path):
    run = run_task(
        "trainpixelclassifier",
        cancel_when=lambda run: sum(line.startswith("Epoch") for line in run.feedback.lines) >= 2,
        CHIPS=kept["chips"],
        OUTPUT=str(tmp_path / "model"),
        **{**QUICK, "EPOCHS": 500},
    )
    assert run.outcome == (False, {})
    assert not run.feedback.errors, "a cancelled run is no error"
    assert str(tmp_path) in " ".join(run.feedback.lines)
    assert (tmp_path / "model" / "model.json").is_file(), "the best model so far is kept"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_5_a_cancelled_classification_leaves_no_file(run_task, scene, kept, tmp_path):
    run = run_task(
        "classifypixels",
        cancel_when=lambda run: run.feedback.progress() > 0,
        INPUT=scene.image,
        MODEL=kept["model"],
        TILE_SIZE=64,
        BATCH_SIZE=1,
        DEVICE="cpu",
        OUTPUT=str(tmp_path / "classes.tif"),
    )
    if run.outcome[0]:
        pytest.skip("the run ended before it could be cancelled")
    assert run.outcome == (False, {})
    assert list(tmp_path.iterdir()) == []


def test_6_a_cancelled_export_leaves_no_folder(run_task, scene, tmp_path):
    run = run_task(
        "exporttrainingchips",
        cancel_when=lambda run: True,
        INPUT=scene.image,
        LABELS=scene.polygons,
        CLASS_FIELD="cover",
        CHIP_SIZE=32,
        STRIDE=1,
        OUTPUT=str(tmp_path / "chips"),
    )
    assert run.outcome == (False, {})
    assert list(tmp_path.iterdir()) == []


def test_7_an_error_is_told_in_one_sentence(run_task, scene, kept, tmp_path):
    foreign = tmp_path / "foreign"
    shutil.copytree(Path(kept["chips"], "images"), foreign)
    run = run_task("classifypixels", INPUT=scene.image, MODEL=str(foreign), OUTPUT=str(tmp_path / "classes.tif"))
    assert run.outcome[0] is False
    assert len(run.feedback.errors) == 1
    assert "foreign" in run.feedback.errors[0] and "Traceback" not in run.feedback.errors[0]


def test_8_the_whole_chain_as_a_model(run_task, model_file, scene, tmp_path):
    """Inside a model even the preparation of each step happens in the task's thread."""
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(model_file))
    output = tmp_path / "classes.tif"
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    QgsProject.instance().addMapLayer(layer)
    run = run_task(model, image=scene.image, polygons=layer.id(), field="cover", classes=str(output), report=None)
    assert off_main_thread(run)
    assert output.is_file()


def test_8_a_model_of_the_toolbox(run_task, scene, tmp_path):
    output = tmp_path / "classes.tif"
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    QgsProject.instance().addMapLayer(layer)
    small = {"chip_size": 32, "encoder": "resnet18", "epochs": 1, "batch_size": 4, "device": "cpu"}
    given = {"imagery": scene.image, "labels": layer.id(), "class_field": "cover", **small}
    run = run_task("trainandclassify", model_folder=str(tmp_path / "model"), classes=str(output), **given)
    assert off_main_thread(run)
    assert output.is_file()
