"""Everything that the toolbox and the dialogs show has a text; public_ids.json has the identifiers."""

from __future__ import annotations

import re

import pytest
from qgis.core import Qgis, QgsApplication, QgsProcessingParameterEnum
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QImage

DISPLAY_NAMES = {
    "exporttrainingchips": "Export Training Chips",
    "trainpixelclassifier": "Train Pixel Classifier",
    "classifypixels": "Classify Pixels",
    "drawassessmentsample": "Draw Assessment Sample",
    "assessclassification": "Assess Classification",
    "exportmodel": "Export Model",
    "setupdeeplearning": "Set Up Deep Learning",
    "checkinstallation": "Check Installation",
}


@pytest.fixture(params=sorted(DISPLAY_NAMES))
def algorithm(request, provider):
    return QgsApplication.processingRegistry().createAlgorithmById(f"pixelclassifier:{request.param}")


def test_the_provider_introduces_itself(provider):
    assert provider.id() == "pixelclassifier"
    assert provider.name() == "Pixel Classifier"
    assert provider.versionInfo() in provider.longName()
    assert not provider.icon().isNull()
    assert provider.warningMessage() == ""


def test_names_stay_what_they_are(algorithm):
    assert algorithm.displayName() == DISPLAY_NAMES[algorithm.name()]


def test_the_toolbox_and_the_panel_beside_the_dialog_have_texts(algorithm):
    assert algorithm.shortDescription()
    assert len(algorithm.tags()) >= 5 and all(tag == tag.strip().lower() for tag in algorithm.tags())
    assert not algorithm.icon().isNull()
    text = algorithm.shortHelpString()
    assert "\n" not in text  # QGIS would break the lines there
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


def test_algorithms_run_in_the_background_and_can_be_cancelled(algorithm):
    flags = algorithm.flags()
    assert flags & Qgis.ProcessingAlgorithmFlag.CanCancel
    assert not flags & Qgis.ProcessingAlgorithmFlag.NoThreading


def test_the_modeler_offers_all_but_the_installation(algorithm):
    is_hidden = bool(algorithm.flags() & Qgis.ProcessingAlgorithmFlag.HideFromModeler)
    assert is_hidden == (algorithm.name() in ("setupdeeplearning", "checkinstallation"))


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


def test_the_results_viewer_lists_reports_by_labels_that_differ(provider):
    found = [algorithm.parameterDefinition("REPORT") for algorithm in provider.algorithms()]
    labels = [definition.description() for definition in found if definition is not None]
    assert len(labels) > 3 and len(set(labels)) == len(labels)
