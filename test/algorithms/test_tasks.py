"""The algorithms in QGIS's background tasks, as dialogs start them.

To be run in a process of its own: the first import of PyTorch has to happen in a task, where old versions of it crash at
the second run.
"""

from __future__ import annotations

import shutil
import time
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

TIMEOUT_S = 240


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


@pytest.fixture(scope="session")
def run_task(provider):
    """Returns `run_task(name or algorithm, cancel_when=None, **parameters)`, which gives the ended TaskRun."""

    def run(name, cancel_when=None, **parameters):
        if isinstance(name, str):
            name = QgsApplication.processingRegistry().createAlgorithmById(f"pixelclassifier:{name}")
        run = TaskRun(name.create(), parameters)
        if cancel_when is not None:
            wait_until(lambda: run.outcome is not None or cancel_when(run))
            run.task.cancel()
        wait_until(lambda: run.outcome is not None)
        return run

    return run


def wait_until(condition):
    """Processes events until the condition holds."""
    until = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < until, "a task takes too long"
        QCoreApplication.processEvents()
        time.sleep(0.01)


def off_main_thread(run):
    assert run.outcome[0], run.feedback.errors
    return not any(run.feedback.threads)


def project_layer(scene) -> str:
    """Adds the polygons of the scene to the project and returns the layer's id."""
    layer = QgsVectorLayer(f"{scene.polygons}|layername=polygons", "polygons", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer.id()


@pytest.fixture(scope="session")
def task_chips(run_task, scene, tmp_path_factory):
    """The TaskRun of an export of a project layer."""
    return run_task(
        "exporttrainingchips",
        INPUT=scene.image,
        LABELS=project_layer(scene),
        CLASS_FIELD="cover",
        CHIP_SIZE=32,
        STRIDE=32,
        OUTPUT=str(tmp_path_factory.mktemp("export") / "chips"),
    )


@pytest.fixture(scope="session")
def train_in_task(run_task, task_chips, tmp_path_factory):
    """Returns a function that trains for one epoch in a task, and gives the TaskRun."""

    def train():
        output = tmp_path_factory.mktemp("training") / "model"
        chips = task_chips.outcome[1]["OUTPUT"]
        return run_task("trainpixelclassifier", CHIPS=chips, OUTPUT=str(output), **{**QUICK, "EPOCHS": 1})

    return train


@pytest.fixture(scope="session")
def task_model(train_in_task):
    """The TaskRun of a training."""
    return train_in_task()


def test_export_of_a_project_layer(task_chips):
    assert off_main_thread(task_chips)


def test_training_three_times_in_a_row(task_model, train_in_task):
    """A pool thread that is used again is where PyTorch's pitfall lies."""
    for run in (task_model, train_in_task(), train_in_task()):
        assert off_main_thread(run)
        assert Path(run.outcome[1]["OUTPUT"], "model.safetensors").is_file()


@pytest.mark.parametrize("number", range(3))
def test_classification_three_times_in_a_row(run_task, scene, task_model, tmp_path, number):
    output = str(tmp_path / "classes.tif")
    run = run_task(
        "classifypixels", INPUT=scene.image, MODEL=task_model.outcome[1]["OUTPUT"], OUTPUT=output, DEVICE="cpu"
    )
    assert off_main_thread(run)
    assert run.outcome[1] == {"OUTPUT": output}


def test_assessment_of_a_project_layer(run_task, scene, tmp_path):
    output = tmp_path / "report.html"
    run = run_task(
        "assessclassification",
        INPUT=scene.label_raster,
        REFERENCE=project_layer(scene),
        CLASS_FIELD="code",
        REPORT=str(output),
    )
    assert off_main_thread(run)
    assert run.outcome[1]["ACCURACY"] == 1 and output.is_file()


def test_a_cancelled_training_names_the_folder_of_the_best_model(run_task, task_chips, tmp_path):
    run = run_task(
        "trainpixelclassifier",
        cancel_when=lambda run: sum(line.startswith("Epoch") for line in run.feedback.lines) >= 2,
        CHIPS=task_chips.outcome[1]["OUTPUT"],
        OUTPUT=str(tmp_path / "model"),
        **{**QUICK, "EPOCHS": 500},
    )
    assert run.outcome == (False, {})
    assert not run.feedback.errors, "a cancelled run is no error"
    assert str(tmp_path) in " ".join(run.feedback.lines)
    assert (tmp_path / "model" / "model.json").is_file(), "the best model so far is kept"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_cancelled_classification_leaves_no_file(run_task, scene, task_model, tmp_path):
    run = run_task(
        "classifypixels",
        cancel_when=lambda run: run.feedback.progress() > 0,
        INPUT=scene.image,
        MODEL=task_model.outcome[1]["OUTPUT"],
        TILE_SIZE=64,
        BATCH_SIZE=1,
        DEVICE="cpu",
        OUTPUT=str(tmp_path / "classes.tif"),
    )
    if run.outcome[0]:
        pytest.skip("the run ended before it could be cancelled")
    assert run.outcome == (False, {})
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_export_leaves_no_folder(run_task, scene, tmp_path):
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


def test_an_error_is_one_sentence(run_task, scene, task_chips, tmp_path):
    foreign = tmp_path / "foreign"
    shutil.copytree(Path(task_chips.outcome[1]["OUTPUT"], "images"), foreign)
    run = run_task("classifypixels", INPUT=scene.image, MODEL=str(foreign), OUTPUT=str(tmp_path / "classes.tif"))
    assert run.outcome[0] is False
    assert len(run.feedback.errors) == 1
    assert "foreign" in run.feedback.errors[0] and "Traceback" not in run.feedback.errors[0]


def test_the_whole_chain_as_a_model(run_task, model_file, scene, tmp_path):
    """Inside a model even the preparation of each step happens in the task's thread."""
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(model_file))
    output = tmp_path / "classes.tif"
    run = run_task(
        model, image=scene.image, polygons=project_layer(scene), field="cover", classes=str(output), report=None
    )
    assert off_main_thread(run)
    assert output.is_file()


def test_a_model_of_the_toolbox(run_task, scene, tmp_path):
    output = tmp_path / "classes.tif"
    small = {"chip_size": 32, "encoder": "resnet18", "epochs": 1, "batch_size": 4, "device": "cpu"}
    given = {"imagery": scene.image, "labels": project_layer(scene), "class_field": "cover", **small}
    run = run_task("trainandclassify", model_folder=str(tmp_path / "model"), classes=str(output), **given)
    assert off_main_thread(run)
    assert output.is_file()
