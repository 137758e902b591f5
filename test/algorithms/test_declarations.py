"""Public identifiers never change; everything that a dialog shows has help."""

from __future__ import annotations

import re

import pytest
from qgis.core import Qgis, QgsApplication, QgsProcessingParameterEnum
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QImage

# What users' scripts and models rely on: identifiers may be added at the place where they belong, never renamed.
PARAMETERS = {
    "exporttrainingchips": (
        "INPUT BANDS LABELS CLASS_FIELD BUFFER LABEL_RASTER CHIP_SIZE STRIDE PLACEMENT CHIPS_PER_CLASS "
        "EXTENT MASK MIN_LABELLED KEEP_EMPTY SEED APPEND OUTPUT FOOTPRINTS"
    ),
    "trainpixelclassifier": (
        "CHIPS EXTRA_CHIPS IGNORE_CLASS ARCHITECTURE ENCODER OTHER_ENCODER WEIGHTS WEIGHTS_FILE START_MODEL FREEZE_EPOCHS "
        "EPOCHS BATCH_SIZE VALIDATION_SHARE LEARNING_RATE PATIENCE AVERAGE_WEIGHTS LOSS CLASS_WEIGHTING CLASS_WEIGHTS "
        "BALANCE AUGMENT SCALE_JITTER GAIN_JITTER OFFSET_JITTER NOISE RESUME SEED DEVICE OUTPUT REPORT TABLE FOOTPRINTS"
    ),
    "classifypixels": (
        "INPUT MODEL BANDS EXTENT MASK TILE_SIZE OVERLAP BATCH_SIZE DEVICE PRECISION TEST_TIME_AUGMENTATION RESAMPLE "
        "FORMAT PROBABILITY_TYPE UNCERTAINTY_KIND LABEL_NEXT_COUNT LABEL_NEXT_DISTANCE OUTPUT CONFIDENCE PROBABILITIES "
        "UNCERTAINTY AREAS LABEL_NEXT"
    ),
    "assessclassification": (
        "INPUT REFERENCE CLASS_FIELD REFERENCE_RASTER IGNORE_CLASS SAMPLING EXTENT MASK BLOCK_SIZE REPORT TABLE"
    ),
    "setupdeeplearning": "BUILD INDEX_URL EXTRA_INDEX_URL WHEEL_FOLDER PROXY FOLDER",
    "checkinstallation": "REPORT",
}
OUTPUTS = {
    "exporttrainingchips": {"OUTPUT", "CHIP_COUNT", "CLASS_COUNT", "FOOTPRINTS"},
    "trainpixelclassifier": {
        "OUTPUT",
        "REPORT",
        "TABLE",
        "FOOTPRINTS",
        "MEAN_IOU",
        "ACCURACY",
        "EPOCHS_RUN",
        "CLASS_COUNT",
        "USED_LEARNING_RATE",
    },
    "classifypixels": {"OUTPUT", "CONFIDENCE", "PROBABILITIES", "UNCERTAINTY", "AREAS", "LABEL_NEXT"},
    "assessclassification": {"REPORT", "TABLE", "ACCURACY", "KAPPA", "MEAN_IOU", "PIXELS"},
    "setupdeeplearning": {"ENVIRONMENT"},
    "checkinstallation": {"REPORT", "OK", "FAULTS"},
}
DISPLAY_NAMES = {
    "exporttrainingchips": "Export Training Chips",
    "trainpixelclassifier": "Train Pixel Classifier",
    "classifypixels": "Classify Pixels",
    "assessclassification": "Assess Classification",
    "setupdeeplearning": "Set Up Deep Learning",
    "checkinstallation": "Check Installation",
}
CHOICES = {
    "ARCHITECTURE": "unet pspnet deeplabv3 deeplabv3plus unetplusplus fpn segformer upernet",
    "WEIGHTS": "none imagenet file",
    "LOSS": "cross_entropy focal dice jaccard lovasz tversky cross_entropy_dice",
    "CLASS_WEIGHTING": "none inverse_root inverse_frequency effective_number given",
    "SAMPLING": "none stratified",
    "PLACEMENT": "window labels both",
    "BUILD": "auto cpu cuda",
}


@pytest.fixture(params=sorted(PARAMETERS))
def algorithm(request, provider):
    return QgsApplication.processingRegistry().createAlgorithmById(f"pixelclassifier:{request.param}")


def test_the_provider_lists_the_algorithms(provider):
    assert provider.id() == "pixelclassifier"
    assert provider.name() == "Pixel Classifier"
    assert provider.versionInfo() in provider.longName()
    models = {"trainandclassify", "classifycleanandvectorise"}  # test_shipped_models.py
    assert {a.name() for a in provider.algorithms()} == {*PARAMETERS, *models}
    assert not provider.icon().isNull()
    assert provider.warningMessage() == ""


def test_names_and_parameter_ids_stay_what_they_are(algorithm):
    assert algorithm.displayName() == DISPLAY_NAMES[algorithm.name()]
    assert [p.name() for p in algorithm.parameterDefinitions()] == PARAMETERS[algorithm.name()].split()
    assert {o.name() for o in algorithm.outputDefinitions()} == OUTPUTS[algorithm.name()]


def test_the_toolbox_and_the_panel_beside_the_dialog_have_texts(algorithm):
    assert algorithm.shortDescription()
    assert algorithm.helpUrl().startswith("https://")
    assert len(algorithm.tags()) >= 5 and all(tag == tag.strip().lower() for tag in algorithm.tags())
    assert not algorithm.icon().isNull()
    text = algorithm.shortHelpString()
    assert "\n" not in text  # QGIS would break the lines there
    assert f"qgis_process run {algorithm.id()}" in text, "the help shows an example"
    for heading in ("Inputs", "Outputs", "Example"):
        assert f"<h3>{heading}</h3>" in text


def test_the_help_has_a_picture_as_wide_as_the_panel_beside_the_dialog(algorithm):
    ((address, width, words),) = re.findall(
        r'<img src="([^"]+)" width="(\d+)" alt="([^"]+)">', algorithm.shortHelpString()
    )
    picture = QImage(QUrl(address).toLocalFile())
    assert not picture.isNull() and picture.width() in (int(width), 2 * int(width)) and words


def test_every_parameter_has_help_and_a_label_in_sentence_case(algorithm):
    for parameter in algorithm.parameterDefinitions():
        assert parameter.help().strip().endswith("."), parameter.name()
        label = parameter.description()
        assert (label[0].isupper() and not label.istitle()) or " " not in label, parameter.name()


def test_choices_are_stored_as_their_names(algorithm):
    for parameter in algorithm.parameterDefinitions():
        if isinstance(parameter, QgsProcessingParameterEnum):
            assert parameter.usesStaticStrings(), parameter.name()
            assert parameter.defaultValue() in parameter.options()
            if parameter.name() in CHOICES:
                assert parameter.options() == CHOICES[parameter.name()].split()


def test_algorithms_run_in_the_background_and_can_be_cancelled(algorithm):
    flags = algorithm.flags()
    assert flags & Qgis.ProcessingAlgorithmFlag.CanCancel
    assert not flags & Qgis.ProcessingAlgorithmFlag.NoThreading


def test_only_the_main_results_are_created_unless_asked_for(algorithm):
    for parameter in algorithm.destinationParameterDefinitions():
        wanted = parameter.name() in ("OUTPUT", "REPORT")
        assert parameter.createByDefault() == wanted, parameter.name()


def test_a_dialog_can_be_filled_with_the_defaults(algorithm):
    """A laptop without a GPU gets through with what is there already."""
    required = {
        p.name() for p in algorithm.parameterDefinitions() if not p.flags() & Qgis.ProcessingParameterFlag.Optional
    }
    without_default = {name for name in required if algorithm.parameterDefinition(name).defaultValue() is None}
    assert without_default <= {"INPUT", "CHIPS", "MODEL", "OUTPUT"}
