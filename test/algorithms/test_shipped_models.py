"""The models that come with the plugin: whole, up to date, and at work from the toolbox, from their files and headless."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import build_models
import numpy as np
import processing
import pytest
from headless import Headless
from osgeo import gdal, ogr
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QImage
from tiny_scene import PIXEL, read_values

RECORDED = json.loads(Path(__file__).with_name("public_ids.json").read_text(encoding="utf-8"))
FILES = Path(__file__).resolve().parents[2] / "resources" / "models"
TITLES = {
    "trainandclassify": "Train and classify",
    "classifycleanandvectorise": "Classify, clean and vectorise",
}
QUICK = {"chip_size": 32, "architecture": "unet", "encoder": "resnet18", "epochs": 2, "batch_size": 4, "device": "cpu"}
NAMES = {1: "meadow", 2: "water"}


def from_file(name: str) -> QgsProcessingModelAlgorithm:
    """Returns the model as QGIS itself reads it from the shipped file."""
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(FILES / f"{name}.model3"))
    return model


@pytest.fixture(params=sorted(TITLES))
def name(request, provider):
    return request.param


@pytest.fixture(scope="module")
def trained(provider, scene, tmp_path_factory):
    """The results of the model that trains, run from the toolbox."""
    folder = tmp_path_factory.mktemp("train and classify")
    results = {key: str(folder / file) for key, file in
               (("classes", "classes.tif"), ("model_folder", "model"), ("report", "report.html"))}  # fmt: skip
    labels = {"imagery": scene.image, "labels": scene.polygons, "class_field": "cover"}
    return processing.run("pixelclassifier:trainandclassify", {**labels, **QUICK, **results})


@pytest.fixture(scope="module")
def dotted(scene, tmp_path_factory):
    """Path of the scene's image with ponds of 5 x 5 pixels in the meadow and one of 12 x 12."""
    path = tmp_path_factory.mktemp("dotted") / "image.tif"
    image = gdal.GetDriverByName("GTiff").CreateCopy(str(path), gdal.Open(scene.image))
    for column, row, side in ((20, 30, 5), (40, 80, 5), (50, 50, 12)):
        water = gdal.Open(scene.image).ReadRaster(100, row, side, side)
        image.WriteRaster(column, row, side, side, water)
    image.FlushCache()
    return str(path)


def test_the_files_are_whole(name):
    model = from_file(name)
    assert model.validate() == (True, [])
    assert model.canExecute() == (True, "")
    assert [child for child, step in model.childAlgorithms().items() if step.algorithm() is None] == []


def test_the_files_are_what_the_algorithms_ask_for(name):
    """After a change of an algorithm's choices, defaults or texts: build_models.py."""
    built = QgsProcessingModelAlgorithm()
    assert built.loadVariant(build_models.BUILDERS[name]().toVariant())
    assert from_file(name).toVariant() == built.toVariant()


def test_names_and_parameter_ids_stay_what_they_are(name):
    registry = QgsApplication.processingRegistry()
    for model in (
        registry.algorithmById(f"pixelclassifier:{name}"),
        registry.createAlgorithmById(f"pixelclassifier:{name}"),
    ):
        assert (model.id(), model.displayName()) == (f"pixelclassifier:{name}", TITLES[name])
        assert (model.group(), model.groupId()) == ("Models", "models")
        results = {output.name() for output in model.outputDefinitions()}
        assert results == {p.name() for p in model.destinationParameterDefinitions()}
    recorded = RECORDED[f"pixelclassifier:{name}"]["parameters"]
    plain = from_file(name)  # its definitions live as long as it does
    assert {p.name() for p in plain.parameterDefinitions()} == set(recorded), "QGIS reads the file the same way"


def test_toolbox_and_dialog_have_texts(name):
    model = QgsApplication.processingRegistry().createAlgorithmById(f"pixelclassifier:{name}")
    assert model.shortDescription().endswith(".")
    assert len(model.tags()) >= 5 and not model.icon().isNull()
    text = model.shortHelpString()
    assert "\n" not in text and f"qgis_process run pixelclassifier:{name}" in text
    for heading in ("Inputs", "Outputs", "Example"):
        assert f"<h3>{heading}</h3>" in text
    (picture,) = re.findall(r'<img src="([^"]+)" width="220" alt="[^"]+">', text)
    assert QImage(QUrl(picture).toLocalFile()).width() == 440
    for parameter in model.parameterDefinitions():
        assert parameter.help().endswith("."), parameter.name()
        if isinstance(parameter, QgsProcessingParameterEnum):
            assert parameter.usesStaticStrings() and parameter.defaultValue() in parameter.options()
        if parameter.isDestination():
            asked = parameter.name() in ("confidence", "places_to_label_next")
            assert parameter.createByDefault() != asked
    assert model.flags() & Qgis.ProcessingAlgorithmFlag.CanCancel
    assert not model.flags() & Qgis.ProcessingAlgorithmFlag.NoThreading


def test_defaults_are_those_of_the_steps(name):
    """A parameter that a script leaves out reaches the step as empty, and gets the step's own default."""
    model = from_file(name)
    for step in model.childAlgorithms().values():
        for parameter, sources in step.parameterSources().items():
            for source in sources:
                if source.source() == Qgis.ProcessingModelChildParameterSource.ModelParameter:
                    ours = model.parameterDefinition(source.parameterName())
                    assert ours.defaultValue() == step.algorithm().parameterDefinition(parameter).defaultValue()


def test_labels_become_a_map_in_one_run(trained, scene):
    layer = QgsRasterLayer(trained["classes"], "classes")
    assert isinstance(layer.renderer(), QgsPalettedRasterRenderer)
    assert {"meadow", "water"} <= {entry.label for entry in layer.renderer().classes()}
    assert (layer.width(), layer.height()) == (160, 128)
    assert Path(trained["model_folder"], "model.safetensors").is_file()
    assert "Confusion matrix" in Path(trained["report"]).read_text(encoding="utf-8")
    assert trained["confidence"] is None and trained["places_to_label_next"] is None


class Errors(QgsProcessingFeedback):
    """Keeps what is told as an error."""

    def __init__(self):
        super().__init__(False)
        self.said = ""

    def reportError(self, error, fatalError=False):
        self.said += error


def test_chips_overlap_by_half(provider, scene, monkeypatch):
    from pixel_classifier.rasters.core.errors import LabelError
    from pixel_classifier.rasters.export import export

    asked = []

    def keep(request, reporter):
        asked.append((request.chip_size_px, request.stride_px, request.placement))
        raise LabelError("Only asked.")

    monkeypatch.setattr(export, "export_chips", keep)
    for given in ({}, {"chip_size": 64, "placement": "labels"}):
        with pytest.raises(QgsProcessingException):
            processing.run(
                "pixelclassifier:trainandclassify",
                {
                    "imagery": scene.image,
                    "labels": scene.polygons,
                    "class_field": "cover",
                    "classes": "TEMPORARY_OUTPUT",
                    "model_folder": "TEMPORARY_OUTPUT",
                    **given,
                },
            )
    assert asked == [(None, None, "window"), (64, None, "labels")], "an empty stride is half the chip size"


def polygons_of(path: str) -> list[SimpleNamespace]:
    """Returns value, name, area in pixels and validity of each polygon."""
    file = ogr.Open(path.split("|")[0])
    return [
        SimpleNamespace(
            value=feature["value"],
            name=feature["name"],
            pixels=round(feature.GetGeometryRef().GetArea() / PIXEL**2),
            valid=feature.GetGeometryRef().IsValid(),
        )
        for feature in file.GetLayer(0)
    ]


@pytest.mark.parametrize("source", ["toolbox", "file"])
def test_imagery_becomes_polygons_with_class_names(trained, dotted, tmp_path, source):
    def run(smallest: int) -> list[SimpleNamespace]:
        model = (
            "pixelclassifier:classifycleanandvectorise"
            if source == "toolbox"
            else from_file("classifycleanandvectorise")
        )
        results = processing.run(
            model,
            {
                "imagery": dotted,
                "model_folder": trained["model_folder"],
                "smallest_patch": smallest,
                "device": "cpu",
                "classes": str(tmp_path / f"{smallest}.tif"),
                "polygons": str(tmp_path / f"{smallest}.gpkg"),
            },
        )
        polygons, classes = polygons_of(results["polygons"]), read_values(results["classes"])
        assert sum(polygon.pixels for polygon in polygons) == np.isin(classes, (1, 2)).sum()
        assert all(polygon.valid and NAMES[polygon.value] == polygon.name for polygon in polygons)
        return polygons

    patches = run(1)
    sizes = sorted({polygon.pixels for polygon in patches})  # what is found of the small ponds hangs on the network
    kept = run(sizes[1])
    assert len(kept) < len(patches) and min(polygon.pixels for polygon in kept) >= sizes[1]


def run_as_a_dialog(trained, dotted, folder) -> tuple[dict, QgsProcessingContext]:
    """Runs the model with results that are to be loaded; returns them, and the context that knows their names."""
    model = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:classifycleanandvectorise")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    to_load = {
        name: QgsProcessingOutputLayerDefinition(str(folder / file), QgsProject.instance())
        for name, file in (("classes", "classes.tif"), ("polygons", "cover.gpkg"))
    }
    inputs = {"imagery": dotted, "model_folder": trained["model_folder"], "device": "cpu", **to_load}
    results, fine = model.run(inputs, context, QgsProcessingFeedback())
    assert fine
    return results, context


def test_polygons_arrive_named_and_in_the_colours_of_the_classes(trained, dotted, tmp_path):
    results, context = run_as_a_dialog(trained, dotted, tmp_path)
    details = context.layersToLoadOnCompletion()
    by_name = {detail.name: (path, detail) for path, detail in details.items()}
    path, detail = by_name["Polygons (image)"]
    assert "Classes (image)" in by_name
    layer = QgsVectorLayer(path, "cover")
    detail.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback())
    raster = QgsRasterLayer(results["classes"], "classes")
    shown = {entry.label: entry.color for entry in raster.renderer().classes()}
    renderer = layer.renderer()
    categories = renderer.categories()  # kept: its symbols do not outlive them
    assert renderer.classAttribute() == "value"
    assert {category.label() for category in categories} == {"meadow", "water"}
    for category in categories:
        assert category.symbol().color().name() == shown[category.label()].name()


def test_results_of_a_model_arrive_with_translated_names(trained, dotted, tmp_path):
    """The file of the model and the steps name them in English."""
    from pixel_classifier.provider.translation import Translation

    settings, translation = QgsSettings(), Translation()
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", "de")
    try:
        translation.install()
        _, context = run_as_a_dialog(trained, dotted, tmp_path)
    finally:
        translation.remove()
        settings.remove("locale/overrideFlag")
        settings.remove("locale/userLocale")
    names = {detail.name for detail in context.layersToLoadOnCompletion().values()}
    assert names == {"Klassen (image)", "Polygone (image)"}


def test_what_is_missing_is_reported_before_the_first_step(name, scene, tmp_path, monkeypatch):
    from pixel_classifier.provider import shipped_models

    monkeypatch.setattr(shipped_models, "why_no_engine", lambda: "PyTorch is not here.")
    model = QgsApplication.processingRegistry().createAlgorithmById(f"pixelclassifier:{name}")
    assert model.canExecute() == (False, "PyTorch is not here.")
    inputs = {"imagery": scene.image, "labels": scene.polygons, "class_field": "cover", "model_folder": str(tmp_path)}
    inputs.update(classes="TEMPORARY_OUTPUT", polygons="TEMPORARY_OUTPUT")
    before = set(Path(QgsProcessingUtils.tempFolder()).rglob("*"))
    errors = Errors()
    with pytest.raises(QgsProcessingException):
        processing.run(
            model, {key: value for key, value in inputs.items() if model.parameterDefinition(key)}, feedback=errors
        )
    assert "PyTorch is not here." in errors.said
    assert [path for path in set(Path(QgsProcessingUtils.tempFolder()).rglob("*")) - before if path.is_file()] == []


def test_models_run_through_qgis_process(trained, scene, dotted, tmp_path):
    """One by its identifier, the other from its file."""
    headless = Headless(tmp_path / "profile", environment=Path(sys.prefix))
    listed = headless.call("list").stdout
    for name, title in TITLES.items():
        assert f"pixelclassifier:{name}\t{title}" in listed
    options = [f"{key}={value}" for key, value in {**QUICK, "epochs": 1}.items()]
    done = headless.call(
        "run",
        "pixelclassifier:trainandclassify",
        "--",
        f"imagery={scene.image}",
        f"labels={scene.polygons}",
        "class_field=cover",
        f"model_folder={tmp_path / 'model'}",
        f"classes={tmp_path / 'classes.tif'}",
        *options,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(np.unique(read_values(tmp_path / "classes.tif"))) - {0, 255} <= {1, 2}
    done = headless.call(
        "run",
        str(FILES / "classifycleanandvectorise.model3"),
        "--",
        f"imagery={dotted}",
        f"model_folder={trained['model_folder']}",
        "device=cpu",
        f"classes={tmp_path / 'classes.tif'}",
        f"polygons={tmp_path / 'cover.gpkg'}",
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {polygon.name for polygon in polygons_of(str(tmp_path / "cover.gpkg"))} == {"meadow", "water"}
