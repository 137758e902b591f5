"""The provider in Processing's registry, and a scene small enough to train on in a second."""

from __future__ import annotations

import gc

import pytest
from chain_model import write_chain
from tiny_scene import QUICK, Log, write_scene


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    """Registers the provider for the whole session."""
    from pixel_classifier.provider.provider import PixelClassifierProvider
    from qgis.core import QgsApplication, QgsMapLayer
    from qgis.PyQt import sip

    provider = PixelClassifierProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)
    # QGIS never frees the frames of an exception that an algorithm raises, nor the layers in them: removed after QGIS, they crash it.
    for layer in [entry for entry in gc.get_objects() if issubclass(type(entry), QgsMapLayer)]:
        if sip.ispyowned(layer) and not sip.isdeleted(layer):
            sip.delete(layer)


@pytest.fixture(scope="session")
def scene(tmp_path_factory):
    """Paths of an image of two classes (left meadow, right water), of labels as polygons and as a raster.

    The image is uint16 with nodata 0 in its ten uppermost rows. Polygons: field `code` (3 and 700), field `cover`
    (“meadow” and “water”), two of each class, in the image's CRS, and once more in longitude and latitude.
    """
    folder = tmp_path_factory.mktemp("a scene")
    return write_scene(folder)


@pytest.fixture(scope="session")
def run(provider):
    """Returns `run(name, feedback=None, **parameters)`: one of the provider's algorithms through processing.run."""
    import processing

    def run(name, feedback=None, **parameters):
        return processing.run(f"pixelclassifier:{name}", parameters, feedback=feedback)

    return run


@pytest.fixture(scope="session")
def chips(run, scene, tmp_path_factory):
    """The results of an export of 32-pixel chips with the text field."""
    folder = tmp_path_factory.mktemp("export") / "chips"
    return run(
        "exporttrainingchips",
        INPUT=scene.image,
        LABELS=scene.polygons,
        CLASS_FIELD="cover",
        CHIP_SIZE=32,
        STRIDE=32,
        FOOTPRINTS=str(folder.parent / "footprints.gpkg"),
        OUTPUT=str(folder),
    )


@pytest.fixture(scope="session")
def training_log():
    """What `model` said while it was trained."""
    return Log()


@pytest.fixture(scope="session")
def model(run, chips, training_log, tmp_path_factory):
    """The results of a short training on the chips."""
    folder = tmp_path_factory.mktemp("training")
    return run(
        "trainpixelclassifier",
        training_log,
        CHIPS=chips["OUTPUT"],
        REPORT=str(folder / "report.html"),
        OUTPUT=str(folder / "model"),
        **QUICK,
    )


@pytest.fixture
def request_of(run, monkeypatch):
    """Returns `request_of(name, **parameters)`: what an algorithm asks of the domain, without its being done."""
    from pixel_classifier.models.assessment import assess
    from pixel_classifier.models.exchange import export as exchange
    from pixel_classifier.models.prediction import classify
    from pixel_classifier.models.training import quantize, train
    from pixel_classifier.rasters.core.errors import Cancelled
    from pixel_classifier.rasters.export import export

    asked = []

    def keep(request, reporter):
        asked.append(request)
        raise Cancelled("Only asked.")

    monkeypatch.setattr(export, "export_chips", keep)
    monkeypatch.setattr(train, "train", keep)
    monkeypatch.setattr(classify, "classify", keep)
    monkeypatch.setattr(assess, "assess", keep)
    monkeypatch.setattr(exchange, "export_model", keep)
    monkeypatch.setattr(quantize, "quantize_model", keep)

    def request_of(name, **parameters):
        assert run(name, **parameters) == {}
        return asked.pop()

    return request_of


@pytest.fixture(scope="session")
def model_file(provider, tmp_path_factory):
    """Path of a .model3 with the three steps in a row."""
    return write_chain(tmp_path_factory.mktemp("model") / "chain.model3")
