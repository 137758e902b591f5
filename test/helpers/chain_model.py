"""The three steps in a row as a model of QGIS's modeler."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
)

Source = QgsProcessingModelChildParameterSource


def write_chain(path: Path) -> Path:
    """Writes a .model3: export, train on the chips twice over, classify. The provider must be registered."""
    model = QgsProcessingModelAlgorithm("From polygons to map", "Pixel Classifier")
    for definition in (
        QgsProcessingParameterRasterLayer("image", "Image"),
        QgsProcessingParameterFeatureSource("polygons", "Polygons"),
        QgsProcessingParameterField("field", "Field", parentLayerParameterName="polygons"),
    ):
        model.addModelParameter(definition, QgsProcessingModelParameter(definition.name()))
    export = {
        "INPUT": Source.fromModelParameter("image"),
        "LABELS": Source.fromModelParameter("polygons"),
        "CLASS_FIELD": Source.fromModelParameter("field"),
        "CHIP_SIZE": Source.fromStaticValue(32),
        "STRIDE": Source.fromStaticValue(32),
    }
    train = {
        "CHIPS": Source.fromChildOutput("export", "OUTPUT"),
        "EXTRA_CHIPS": Source.fromChildOutput("export", "OUTPUT"),
        "ARCHITECTURE": Source.fromStaticValue("unet"),
        "ENCODER": Source.fromStaticValue("resnet18"),
        "EPOCHS": Source.fromChildOutput("export", "CLASS_COUNT"),
        "BATCH_SIZE": Source.fromStaticValue(2),
        "DEVICE": Source.fromStaticValue("cpu"),
    }
    classify = {
        "INPUT": Source.fromModelParameter("image"),
        "MODEL": Source.fromChildOutput("train", "OUTPUT"),
        "DEVICE": Source.fromStaticValue("cpu"),
    }
    add_step(model, "export", "exporttrainingchips", export)
    add_step(model, "train", "trainpixelclassifier", train, report="REPORT")
    add_step(model, "classify", "classifypixels", classify, classes="OUTPUT")
    valid, problems = model.validate()
    assert valid, problems
    assert model.toFile(str(path))
    return path


def add_step(model, child_id, algorithm, parameters, **outputs):
    child = QgsProcessingModelChildAlgorithm(f"pixelclassifier:{algorithm}")
    child.setChildId(child_id)
    child.setDescription(child_id)
    for name, source in parameters.items():
        child.addParameterSources(name, [source])
    results = {}
    for label, name in outputs.items():
        result = QgsProcessingModelOutput(label, label)
        result.setChildId(child_id)
        result.setChildOutputName(name)
        results[label] = result
    child.setModelOutputs(results)
    model.addChildAlgorithm(child)
