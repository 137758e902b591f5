"""Builds the models that come with the plugin, and writes them to resources/models; writes resources/parameters.json, too.

    .venv/bin/python test/helpers/build_models.py

Parameters that stand for one of an algorithm's own are copies of it: label, help, choices and default stay the same. QGIS writes a
file in another order each time; here it is put into one order, so that a change shows as that change alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QPointF, QSizeF

ROOT = Path(__file__).resolve().parents[2]
HELP_URL = "https://github.com/pixel-classifier/pixel-classifier/blob/main/docs/algorithms.md#"
Source = QgsProcessingModelChildParameterSource
ROW_HEIGHT = 110.0
LABELS_HELP = (
    "Polygons, points or lines, in any CRS. A categorised symbology on the class field sets class names and colours."
)
FIELD_HELP = "Integers are kept as class values; texts become class names and are numbered from 1. 0 is unlabelled."
WEIGHTS_HELP = (
    "none: random initial weights. imagenet: encoder weights pretrained on photographs, downloaded at first use. auto: imagenet "
    "where they are on this computer or download within seconds, otherwise none."
)


class Builder:
    """A model in the making: parameters above, steps below them, results at the right of their step."""

    def __init__(self, name: str, title: str, description: str) -> None:
        self.model = QgsProcessingModelAlgorithm(title, "Models")
        help_url = HELP_URL + name
        self.model.setHelpContent({"ALG_DESC": description, "SHORT_DESCRIPTION": description, "HELP_URL": help_url})
        self._inputs: list[str] = []
        self._steps = 0
        self._outputs: list[str] = []

    def take(self, name: str, algorithm: str, parameter: str, **changes: object) -> None:
        """Adds a parameter that stands for one of an algorithm's; `changes` are calls of its setters."""
        definition = QgsApplication.processingRegistry().algorithmById(algorithm).parameterDefinition(parameter).clone()
        for setter, value in changes.items():
            getattr(definition, setter)(value)
        definition.setName(name)
        self.add(definition)

    def add(self, definition: QgsProcessingParameterDefinition) -> None:
        """Adds a parameter; its help goes with the model's, where QGIS keeps it."""
        self.explain(definition.name(), definition.help())
        component = QgsProcessingModelParameter(definition.name())
        component.setDescription(definition.description())
        component.setPosition(QPointF(130 + 220 * (len(self._inputs) % 4), 60 + 60 * (len(self._inputs) // 4)))
        self.model.addModelParameter(definition, component)
        self._inputs.append(definition.name())

    def explain(self, name: str, text: str) -> None:
        """Gives a parameter or a result its help."""
        self.model.setHelpContent({**self.model.helpContent(), name: text})

    def step(self, child_id: str, algorithm: str, parameters: dict[str, Source], **outputs: str) -> None:
        """Adds a step; outputs are result label (blanks as _) = output of the algorithm, `optional_` before it if it is one."""
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(child_id)
        child.setDescription(child.algorithm().displayName())
        place = QPointF(240, 340 + ROW_HEIGHT * self._steps)
        child.setPosition(place)
        for name, source in parameters.items():
            child.addParameterSources(name, [source])
        results = {}
        for number, (name, output) in enumerate(outputs.items()):
            label = name.removeprefix("optional_").replace("_", " ")
            result = QgsProcessingModelOutput(label, label)
            result.setChildId(child_id)
            result.setChildOutputName(output)
            result.setMandatory(label == name.replace("_", " "))
            result.setPosition(QPointF(place.x() + 220 * (number + 1), place.y()))
            result.setSize(QSizeF(190, 30))
            results[label] = result
            self._outputs.append(label)
        child.setModelOutputs(results)
        self.model.addChildAlgorithm(child)
        self._steps += 1

    def finish(self) -> QgsProcessingModelAlgorithm:
        """Returns the model, with parameters and results in the order in which they were added."""
        self.model.setParameterOrder(self._inputs)
        self.model.setOutputOrder(self._outputs)
        return self.model


def inputs(*names: str, **renamed: str) -> dict[str, Source]:
    """Returns sources that pass model parameters on to the parameters of the same name in capitals, or to the named ones."""
    pairs = {**{name.upper(): name for name in names}, **renamed}
    return {parameter: Source.fromModelParameter(name) for parameter, name in pairs.items()}


def train_and_classify() -> QgsProcessingModelAlgorithm:
    """Builds imagery and polygons -> chips -> model -> class raster."""
    export, train, classify = (
        f"pixelclassifier:{name}" for name in ("exporttrainingchips", "trainpixelclassifier", "classifypixels")
    )
    build = Builder(
        "trainandclassify",
        "Train and classify",
        "Trains on imagery and a few labelled polygons, and classifies every pixel of the imagery.",
    )
    required = Qgis.ProcessingParameterFlags()
    build.take("imagery", export, "INPUT")
    build.take("labels", export, "LABELS", setDescription="Labels", setFlags=required, setHelp=LABELS_HELP)
    build.take(
        "class_field",
        export,
        "CLASS_FIELD",
        setParentLayerParameterName="labels",
        setFlags=required,
        setHelp=FIELD_HELP,
    )
    build.take("chip_size", export, "CHIP_SIZE")
    build.take("placement", export, "PLACEMENT")
    for name in ("architecture", "encoder"):
        build.take(name, train, name.upper())
    build.take("weights", train, "WEIGHTS", setOptions=["none", "imagenet", "auto"], setHelp=WEIGHTS_HELP)
    for name in ("epochs", "batch_size", "seed", "device"):
        build.take(name, train, name.upper())
    build.step(
        "export",
        export,
        {
            **inputs("chip_size", "placement", "class_field", "labels", "seed", INPUT="imagery"),
        },
    )
    build.step(
        "train",
        train,
        {
            **inputs("architecture", "encoder", "weights", "epochs", "batch_size", "seed", "device"),
            "CHIPS": Source.fromChildOutput("export", "OUTPUT"),
        },
        Model_folder="OUTPUT",
        optional_Report="REPORT",
    )
    build.step(
        "classify",
        classify,
        {**inputs("device", INPUT="imagery"), "MODEL": Source.fromChildOutput("train", "OUTPUT")},
        Classes="OUTPUT",
        optional_Confidence="CONFIDENCE",
        optional_Places_to_label_next="LABEL_NEXT",
    )
    return build.finish()


def classify_clean_and_vectorise() -> QgsProcessingModelAlgorithm:
    """Builds imagery and a model folder -> class raster -> sieve -> polygons with class names."""
    classify = "pixelclassifier:classifypixels"
    build = Builder(
        "classifycleanandvectorise",
        "Classify, clean and vectorise",
        "Classifies imagery with a trained model, removes small patches, and vectorises the rest to polygons with class names.",
    )
    for name, parameter in (("imagery", "INPUT"), ("model_folder", "MODEL"), ("extent", "EXTENT")):
        build.take(name, classify, parameter)
    patch = QgsProcessingParameterNumber(
        "smallest_patch", "Smallest patch (pixels)", Qgis.ProcessingNumberParameterType.Integer, 10, minValue=1
    )
    patch.setHelp("Patches of fewer pixels take the class of their largest neighbour. 1: keeps all.")
    build.add(patch)
    for name in ("test_time_augmentation", "resample", "device"):
        build.take(name, classify, name.upper())
    build.step(
        "classify",
        classify,
        inputs("extent", "test_time_augmentation", "resample", "device", INPUT="imagery", MODEL="model_folder"),
        Classes="OUTPUT",
    )
    build.step(
        "sieve",
        "gdal:sieve",
        {**inputs(THRESHOLD="smallest_patch"), "INPUT": Source.fromChildOutput("classify", "OUTPUT")},
    )
    build.step(
        "polygonize",
        "gdal:polygonize",
        {
            "INPUT": Source.fromChildOutput("sieve", "OUTPUT"),
            "BAND": Source.fromStaticValue(1),
            "FIELD": Source.fromStaticValue("value"),
        },
    )
    # all columns of a CSV are texts to QGIS
    build.step(
        "numbers",
        "native:fieldcalculator",
        {
            "INPUT": Source.fromChildOutput("classify", "AREAS"),
            "FIELD_NAME": Source.fromStaticValue("number"),
            "FIELD_TYPE": Source.fromStaticValue(1),
            "FORMULA": Source.fromStaticValue('to_int("value")'),
        },
    )
    build.step(
        "names",
        "native:joinattributestable",
        {
            "INPUT": Source.fromChildOutput("polygonize", "OUTPUT"),
            "FIELD": Source.fromStaticValue("value"),
            "INPUT_2": Source.fromChildOutput("numbers", "OUTPUT"),
            "FIELD_2": Source.fromStaticValue("number"),
            "FIELDS_TO_COPY": Source.fromStaticValue("name"),
            "METHOD": Source.fromStaticValue(1),
        },
        Polygons="OUTPUT",
    )
    build.explain("polygons", "A polygon for each patch, with the fields value and name of its class.")
    return build.finish()


BUILDERS = {"trainandclassify": train_and_classify, "classifycleanandvectorise": classify_clean_and_vectorise}


def text_of(model: QgsProcessingModelAlgorithm) -> str:
    """Returns the model as it stands in a .model3 file, attributes in order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.model3"
        if not model.toFile(str(path)):
            raise OSError(f"QGIS could not write {path}.")
        return "<!DOCTYPE model>\n" + ET.canonicalize(path.read_text(encoding="utf-8")).strip() + "\n"


def main() -> int:
    os.environ["LC_ALL"] = "C.UTF-8"  # the texts of the files are English
    application = QgsApplication([], False)
    application.initQgis()
    sys.path[:0] = [str(ROOT / "test" / "helpers"), str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins")]
    import build_parameters
    import plugin_package  # noqa: F401 (makes the package importable)
    from pixel_classifier.provider.provider import PixelClassifierProvider
    from processing.core.Processing import Processing

    Processing.initialize()
    provider = PixelClassifierProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    for name, build in BUILDERS.items():
        model = build()
        valid, problems = model.validate()
        if not valid:
            sys.exit(f"{name}: {'; '.join(problems)}")
        path = ROOT / "resources" / "models" / f"{name}.model3"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text_of(model), encoding="utf-8")
        print(path)
    build_parameters.PATH.write_text(build_parameters.text_of(provider.algorithms()), encoding="utf-8")
    print(build_parameters.PATH)
    QgsApplication.processingRegistry().removeProvider(provider)
    return 0


if __name__ == "__main__":
    sys.exit(main())
