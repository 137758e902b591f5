"""The setting is in QGIS's advanced settings while the plugin is loaded."""

from __future__ import annotations

from pixel_classifier.algorithms.engine import settings


def test_the_setting_is_shown_while_the_plugin_is_loaded(qgis_app):
    from qgis.core import QgsSettings, QgsSettingsTree

    def shown():
        node = QgsSettingsTree.node("plugins")
        return node is not None and "pixel_classifier" in [child.key() for child in node.childrenNodes()]

    providers_own = shown()  # where other tests have loaded the provider
    settings.settings.unregister()
    assert not shown()
    one = settings.Settings()
    one.register()
    assert shown()
    QgsSettings().setValue("plugins/pixel_classifier/engine", " in_process ")
    assert one.engine() == "in_process"
    QgsSettings().remove("plugins/pixel_classifier/engine")
    one.unregister()
    one.unregister()
    assert not shown()
    if providers_own:
        settings.settings.register()
        assert shown()
