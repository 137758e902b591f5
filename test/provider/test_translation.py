"""Names, labels and help appear in the language of QGIS; identifiers and choices stay what they are."""

from __future__ import annotations

import pytest
from own_qgis import result_of

EVERY_LANGUAGE = """
from qgis.core import QgsSettings
import pixel_classifier

def shown():
    plugin = pixel_classifier.classFactory(None)
    plugin.initProcessing()
    classify, chain = (plugin.provider.algorithm(name) for name in ("classifypixels", "trainandclassify"))
    definition = classify.parameterDefinition("TEST_TIME_AUGMENTATION")
    found = dict(
        name=classify.displayName(), tags=classify.tags(), group=classify.group(), label=definition.description(), help=definition.help(),
        panel=classify.shortHelpString(), chain=chain.displayName(), chain_label=chain.parameterDefinition("chip_size").description(),
        chain_help=chain.parameterDefinition("labels").help(), chain_result=chain.parameterDefinition("classes").description(),
        chain_output=chain.outputDefinition("classes").description(),
        choices=[
            [p.name(), p.options(), p.defaultValue()]
            for algorithm in plugin.provider.algorithms() for p in algorithm.parameterDefinitions() if p.type() == "enum"
        ],
        ids=[[a.id(), [p.name() for p in a.parameterDefinitions()], [o.name() for o in a.outputDefinitions()]] for a in plugin.provider.algorithms()],
    )
    plugin.unload()
    return found

result = {}
for locale in ("", "de", "de_AT", "fr", "es_MX", "zh-Hans", "zh_CN", "zh-Hant", "xx"):
    QgsSettings().setValue("locale/overrideFlag", bool(locale))
    QgsSettings().setValue("locale/userLocale", locale)
    result[locale] = shown()
QgsSettings().setValue("locale/overrideFlag", False)
QgsSettings().setValue("locale/userLocale", "fr")
result["not overridden"] = shown()
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> dict[str, dict]:
    """Returns by locale what the provider shows, in one QGIS whose system speaks English."""
    return result_of(EVERY_LANGUAGE, QGIS_CUSTOM_CONFIG_PATH=str(tmp_path_factory.mktemp("profile")), LC_ALL="C.UTF-8")


def test_dialogs_are_in_the_language_that_the_settings_choose(shown):
    german = shown["de"]
    assert german["name"] == "Pixel klassifizieren"
    assert german["group"] == "Klassifikation mit Deep Learning"
    assert german["label"] == "Augmentierung bei der Vorhersage (TTA)"
    assert german["help"].startswith("Mittelt die Vorhersagen von 4 Drehungen")
    assert shown["fr"]["name"] == "Classifier les pixels"
    assert shown["es_MX"]["name"] == "Clasificar píxeles"
    assert shown["zh-Hans"]["name"] == "像素分类"


def test_the_panel_beside_a_dialog_is_translated_as_a_whole(shown):
    german = shown["de"]["panel"]
    assert german.startswith("<p>Klassifiziert jedes Pixel")
    assert "<h3>Eingaben</h3>" in german and "<h3>Inputs</h3>" not in german
    assert "{pictures}" not in german and "\n" not in german
    assert "<b>Classes</b>\u00a0:" in shown["fr"]["panel"], "no line breaks before French punctuation"


def test_shipped_models_are_translated_too(shown):
    german = shown["de"]
    assert german["chain"] == "Trainieren und klassifizieren"
    assert german["chain_label"] == "Chipgröße (Pixel)"
    assert german["chain_help"].startswith("Polygone, Punkte oder Linien")
    assert german["chain_result"] == german["chain_output"] == "Klassen"


def test_countries_share_the_language_and_chinese_scripts_do_not(shown):
    assert shown["de_AT"] == shown["de"]
    assert shown["zh_CN"] == shown["zh-Hans"]
    assert shown["zh-Hant"] == shown[""]


def test_it_is_english_without_a_translation_and_where_the_settings_do_not_override_the_system(shown):
    assert shown[""]["name"] == "Classify Pixels"
    assert shown["xx"] == shown[""]
    assert shown["not overridden"] == shown[""]


def test_identifiers_and_choices_are_the_same_in_all_languages(shown):
    for found in shown.values():
        assert found["choices"] == shown[""]["choices"]
        assert found["ids"] == shown[""]["ids"]


def test_the_toolbox_finds_an_algorithm_by_the_words_of_both_languages(shown):
    assert {"landbedeckung", "land cover"} <= set(shown["de"]["tags"])
    assert len(shown[""]["tags"]) == len(set(shown[""]["tags"]))
