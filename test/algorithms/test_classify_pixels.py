"""Classify Pixels as Processing runs it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pixel_classifier.algorithms.classify_pixels import ClassifyPixels
from pixel_classifier.models.core.requests import ClassifyRequest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from tiny_scene import HEIGHT, WIDTH, Log, read_values


@pytest.fixture(scope="module")
def classified(run, scene, model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes")
    return run(
        "classifypixels",
        INPUT=scene.image,
        MODEL=model["OUTPUT"],
        TILE_SIZE=96,
        DEVICE="cpu",
        CONFIDENCE=str(folder / "confidence.tif"),
        OUTPUT=str(folder / "classes.tif"),
    )


def test_the_result_opens_with_class_names_and_colours(classified, qgis_app):
    layer = QgsRasterLayer(classified["OUTPUT"], "classes")
    assert isinstance(layer.renderer(), QgsPalettedRasterRenderer)
    classes = {entry.value: entry for entry in layer.renderer().classes()}
    assert {value: classes[value].label for value in (1, 2)} == {1: "meadow", 2: "water"}
    assert classes[1].color != classes[2].color
    assert set(classes) <= {0, 1, 2}
    assert (layer.width(), layer.height()) == (WIDTH, HEIGHT)
    assert layer.crs().authid() == "EPSG:32633"


def test_every_pixel_with_imagery_has_a_class_and_the_others_are_nodata(classified):
    values = read_values(classified["OUTPUT"])
    assert set(np.unique(values[:10])) == {0}
    assert set(np.unique(values[10:])) <= {1, 2}


def test_parts_give_the_same_map_and_only_the_last_one_loads_layers(scene, model, classified, tmp_path):
    output = str(tmp_path / "classes.tif")
    for number, loaded in ((2, []), (1, [output])):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        destination = QgsProcessingOutputLayerDefinition(output, QgsProject.instance())
        asked = {
            "INPUT": scene.image, "MODEL": model["OUTPUT"], "TILE_SIZE": 96, "DEVICE": "cpu", "OUTPUT": destination,
            "CONFIDENCE": str(tmp_path / "confidence.tif"), "PART": str(number), "PARTS": 2,
        }  # fmt: skip
        result, succeeded = ClassifyPixels().create().run(asked, context, Log())
        assert succeeded
        assert list(context.layersToLoadOnCompletion()) == loaded
        assert result.get("OUTPUT") == (output if loaded else None)
    for name in ("classes.tif", "confidence.tif"):
        assert (tmp_path / name).read_bytes() == (Path(classified["OUTPUT"]).parent / name).read_bytes()


def test_a_part_without_the_number_of_parts_is_refused(run, scene, model, tmp_path):
    with pytest.raises(QgsProcessingException, match="PARTS is empty"):
        run("classifypixels", INPUT=scene.image, MODEL=model["OUTPUT"], OUTPUT=str(tmp_path / "map.tif"), PART="1")


def test_confidence_on_request_and_probabilities_not_unasked(classified):
    assert set(classified) == {"OUTPUT", "CONFIDENCE"}
    assert QgsRasterLayer(classified["CONFIDENCE"], "confidence").isValid()


@pytest.mark.parametrize(("number", "highest"), [("float", 1), ("byte", 100)])
def test_rasters_of_shares_open_in_colours_wherever_they_were_made(run, scene, model, tmp_path, number, highest):
    names = ("CONFIDENCE", "PROBABILITIES", "UNCERTAINTY", "SET_SIZE")
    results = run(
        "classifypixels",
        INPUT=scene.image,
        MODEL=model["OUTPUT"],
        DEVICE="cpu",
        PROBABILITY_TYPE=number,
        OUTPUT=str(tmp_path / "classes.tif"),
        **{name: str(tmp_path / f"{name}.tif") for name in names},
    )
    layers = {name: QgsRasterLayer(results[name], name) for name in names}
    drawn = {name: layer.renderer() for name, layer in layers.items()}
    assert {name: renderer.type() for name, renderer in drawn.items()} == dict.fromkeys(names, "singlebandpseudocolor")
    ends = {name: renderer.classificationMax() for name, renderer in drawn.items()}
    assert ends == {"CONFIDENCE": 100, "PROBABILITIES": highest, "UNCERTAINTY": 100, "SET_SIZE": 2}
    units = {name: drawn[name].shader().rasterShaderFunction().legendSettings().suffix() for name in names}
    assert units == {"CONFIDENCE": " %", "PROBABILITIES": " %" * (highest == 100), "UNCERTAINTY": " %", "SET_SIZE": ""}
    steps = drawn["SET_SIZE"].shader().rasterShaderFunction().colorRampItemList()
    assert [step.label for step in steps] == ["1 class", "2 classes"]
    assert steps[-1].value == math.inf and drawn["SET_SIZE"].shader().rasterShaderFunction().shade(2.0)[0]


def test_the_defaults_are_those_of_the_domain(request_of, scene, tmp_path):
    output = str(tmp_path / "classes.tif")
    assert request_of("classifypixels", INPUT=scene.image, MODEL="m", OUTPUT=output) == ClassifyRequest(
        scene.image, "m", output
    )


def test_every_choice_reaches_the_domain(request_of, scene, tmp_path):
    request = request_of(
        "classifypixels",
        INPUT=scene.image,
        MODEL="m",
        BANDS=[3, 1, 2],
        EXTENT="500020,500120,5399800,5399900 [EPSG:32633]",
        MASK=scene.polygons,
        TILE_SIZE=128,
        OVERLAP=0,
        BATCH_SIZE=3,
        DEVICE="mps",
        PRECISION="float32",
        TEST_TIME_AUGMENTATION="8",
        RESAMPLE=True,
        BAND_SCALING="1 2; 3 4",
        FORMAT="cog",
        PROBABILITY_TYPE="byte",
        UNCERTAINTY_KIND="entropy",
        LABEL_NEXT_COUNT=7,
        LABEL_NEXT_DISTANCE=90,
        UNCERTAINTY=str(tmp_path / "uncertainty.tif"),
        SET_SIZE=str(tmp_path / "sizes.tif"),
        AREAS=str(tmp_path / "areas.csv"),
        LABEL_NEXT=str(tmp_path / "next.gpkg"),
        CONFIDENCE=str(tmp_path / "confidence.tif"),
        PROBABILITIES=str(tmp_path / "probabilities.tif"),
        OUTPUT=str(tmp_path / "classes.tif"),
    )
    assert Path(request.mask.path).suffix == ".gpkg" and not Path(request.mask.path).exists()
    assert replace(request, mask=None) == ClassifyRequest(
        scene.image,
        "m",
        str(tmp_path / "classes.tif"),
        band_numbers=(3, 1, 2),
        extent_map=(500020.0, 5399800.0, 500120.0, 5399900.0),
        tile_size_px=128,
        overlap_px=0,
        batch_size=3,
        device="mps",
        confidence=str(tmp_path / "confidence.tif"),
        probabilities=str(tmp_path / "probabilities.tif"),
        precision="float32",
        augmentation="8",
        resample=True,
        band_scaling=((1.0, 2.0), (3.0, 4.0)),
        format="cog",
        probability_type="byte",
        uncertainty=str(tmp_path / "uncertainty.tif"),
        uncertainty_kind="entropy",
        set_size=str(tmp_path / "sizes.tif"),
        areas=str(tmp_path / "areas.csv"),
        label_next=str(tmp_path / "next.gpkg"),
        label_next_count=7,
        label_next_distance_px=90,
    )


@pytest.mark.parametrize(
    ("of_output", "of_confidence", "parameter", "expected"),
    [
        ("GTiff", "GTiff", "geotiff", "geotiff"),
        ("COG", "GTiff", "geotiff", "cog"),
        ("GTiff", "COG", "geotiff", "cog"),
        ("GTiff", "", "cog", "cog"),
    ],
)
def test_a_format_chosen_with_an_output_counts_in_qgis_4(
    request_of, scene, tmp_path, monkeypatch, of_output, of_confidence, parameter, expected
):
    """QGIS 4 has a method that QGIS 3 lacks."""
    formats = {"OUTPUT": of_output, "CONFIDENCE": of_confidence}
    monkeypatch.setattr(
        ClassifyPixels,
        "parameterAsOutputRasterFormat",
        lambda self, parameters, name, context: formats.get(name, ""),
        raising=False,
    )
    paths = {name: str(tmp_path / f"{name}.tif") for name in formats}
    assert request_of("classifypixels", INPUT=scene.image, MODEL="m", FORMAT=parameter, **paths).format == expected


def test_an_extent_gives_a_smaller_raster(run, scene, model, tmp_path):
    extent = QgsReferencedRectangle(
        QgsRectangle(500020, 5399800, 500120, 5399900), QgsCoordinateReferenceSystem("EPSG:32633")
    )
    results = run(
        "classifypixels",
        INPUT=scene.image,
        MODEL=model["OUTPUT"],
        EXTENT=extent,
        DEVICE="cpu",
        OUTPUT=str(tmp_path / "classes.tif"),
    )
    layer = QgsRasterLayer(results["OUTPUT"], "classes")
    assert (layer.width(), layer.height()) == (50, 50)
    assert layer.extent() == QgsRectangle(500020, 5399800, 500120, 5399900)


def test_a_folder_that_is_no_model_is_refused_and_nothing_is_left(run, scene, chips, tmp_path):
    with pytest.raises(QgsProcessingException, match="model"):
        run("classifypixels", INPUT=scene.image, MODEL=chips["OUTPUT"], OUTPUT=str(tmp_path / "classes.tif"))
    assert list(tmp_path.iterdir()) == []


def test_the_input_is_never_overwritten(run, scene, model):
    before = Path(scene.image).read_bytes()
    with pytest.raises(QgsProcessingException, match=r"image\.tif"):
        run("classifypixels", INPUT=scene.image, MODEL=model["OUTPUT"], OUTPUT=scene.image)
    assert Path(scene.image).read_bytes() == before


def test_all_results_open_in_qgis(run, scene, model, tmp_path):
    endings = ("tif", "tif", "tif", "tif", "csv", "gpkg")
    names = dict(zip(("CONFIDENCE", "PROBABILITIES", "UNCERTAINTY", "SET_SIZE", "AREAS", "LABEL_NEXT"), endings))
    paths = {name: str(tmp_path / f"{name}.{ending}") for name, ending in names.items()}
    results = run(
        "classifypixels",
        INPUT=scene.image,
        MODEL=model["OUTPUT"],
        DEVICE="cpu",
        FORMAT="cog",
        OUTPUT=str(tmp_path / "classes.tif"),
        **paths,
    )
    assert {name: results[name] for name in paths} == paths
    for name in ("OUTPUT", "CONFIDENCE", "PROBABILITIES", "UNCERTAINTY", "SET_SIZE"):
        layer = QgsRasterLayer(results[name], name)
        assert layer.isValid() and (layer.width(), layer.height()) == (WIDTH, HEIGHT)
    points = QgsVectorLayer(results["LABEL_NEXT"], "next")
    assert points.isValid() and points.crs().authid() == "EPSG:32633"
    assert 1 <= points.featureCount() <= 50
    assert points.fields().names()[1:] == ["rank", "uncertainty", "class_value", "class_name"]
    lines = Path(results["AREAS"]).read_text().splitlines()
    assert lines[0] == "value,name,pixels,share,hectares" and len(lines) == 3
    assert sum(int(line.split(",")[2]) for line in lines[1:]) == WIDTH * (HEIGHT - 10)


def test_a_batch_of_rasters_is_classified_one_after_the_other(provider, scene, model, tmp_path):
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:classifypixels")
    rows = [
        {"INPUT": scene.image, "MODEL": model["OUTPUT"], "DEVICE": "cpu", "OUTPUT": str(tmp_path / f"{number}.tif")}
        for number in range(3)
    ]
    for row in rows:  # what the batch dialog does: the same algorithm once for each row
        results, fine = algorithm.create().run(row, QgsProcessingContext(), QgsProcessingFeedback())
        assert fine and results == {"OUTPUT": row["OUTPUT"]}
    first, *others = (read_values(row["OUTPUT"]) for row in rows)
    assert all((other == first).all() for other in others)
