"""What was typed, chosen or left empty arrives as it was meant."""

from __future__ import annotations

import re

import pytest
from pixel_classifier.algorithms.inputs.layers import read_extent
from pixel_classifier.algorithms.inputs.parameter_values import ParameterValues
from qgis.core import (
    NULL,
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsProperty,
    QgsRectangle,
    QgsReferencedGeometry,
    QgsReferencedRectangle,
)

UTM = QgsCoordinateReferenceSystem("EPSG:32633")


@pytest.fixture
def create(provider):
    return lambda name: QgsApplication.processingRegistry().createAlgorithmById(f"pixelclassifier:{name}")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({}, 0),
        ({"IGNORE_CLASS": 0}, 0),
        ({"IGNORE_CLASS": "5"}, 5),
        ({"IGNORE_CLASS": QgsProperty.fromExpression("2 + 3")}, 5),
        ({"IGNORE_CLASS": None}, None),
        ({"IGNORE_CLASS": NULL}, None),
        ({"IGNORE_CLASS": ""}, None),
    ],
)
def test_an_emptied_ignore_class_is_not_the_default(create, given, meant):
    algorithm, context = create("trainpixelclassifier"), QgsProcessingContext()
    assert ParameterValues(algorithm, given, context).value("IGNORE_CLASS") == meant
    accepted, message = algorithm.checkParameterValues({"CHIPS": "chips", "OUTPUT": "model", **given}, context)
    assert accepted, message


def test_an_overlap_of_zero_is_not_the_same_as_none(create):
    algorithm, context = create("classifypixels"), QgsProcessingContext()
    assert ParameterValues(algorithm, {}, context).value("OVERLAP") is None
    assert ParameterValues(algorithm, {"OVERLAP": 0}, context).value("OVERLAP") == 0


@pytest.mark.parametrize("labels", [{}, {"LABELS": "polygons.gpkg", "LABEL_RASTER": "labels.tif"}])
def test_labels_of_both_kinds_or_none_are_refused_with_both_names(create, scene, tmp_path, labels):
    algorithm, context = create("exporttrainingchips"), QgsProcessingContext()
    parameters = {"INPUT": scene.image, "OUTPUT": str(tmp_path / "chips"), **labels}
    accepted, message = algorithm.checkParameterValues(parameters, context)
    assert not accepted
    assert "LABELS" in message and "LABEL_RASTER" in message
    # a model does not ask checkParameterValues
    with pytest.raises(QgsProcessingException, match="LABEL_RASTER"):
        algorithm.prepareAlgorithm(parameters, context, QgsProcessingFeedback())


@pytest.mark.parametrize(
    "weights", [{"WEIGHTS": "file"}, {"WEIGHTS": "none", "WEIGHTS_FILE": "w.pth"}, {"WEIGHTS_FILE": "w.pth"}]
)
def test_weights_from_a_file_need_the_file_and_a_file_needs_the_choice(create, weights):
    algorithm, context = create("trainpixelclassifier"), QgsProcessingContext()
    accepted, message = algorithm.checkParameterValues({"CHIPS": "chips", "OUTPUT": "model", **weights}, context)
    assert not accepted
    assert "WEIGHTS_FILE" in message


def test_an_unknown_choice_or_number_out_of_range_is_refused(create):
    algorithm, context = create("trainpixelclassifier"), QgsProcessingContext()
    for bad in ({"ARCHITECTURE": "alexnet"}, {"ARCHITECTURE": 0}, {"EPOCHS": 0}, {"VALIDATION_SHARE": 60}):
        accepted, _ = algorithm.checkParameterValues({"CHIPS": "chips", "OUTPUT": "model", **bad}, context)
        assert not accepted, bad


@pytest.mark.parametrize(
    ("name", "output", "bad", "good"),
    [
        ("classifypixels", "OUTPUT", "classes.png", "classes.tif"),
        ("exporttrainingchips", "FOOTPRINTS", "footprints.shp", "footprints.gpkg"),
    ],
)
def test_dialogs_offer_only_formats_that_are_written(create, name, output, bad, good):
    algorithm, context = create(name), QgsProcessingContext()
    definition = algorithm.parameterDefinition(output)
    supported, message = definition.isSupportedOutputValue(bad, context)
    assert not supported
    assert "not supported" in message
    assert definition.isSupportedOutputValue(good, context)[0]


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("IGNORE_CLASS", "none", "7"),
        ("IGNORE_CLASS", "1.5", " 7 "),
        ("IGNORE_CLASS", [0], -1),
        ("IGNORE_CLASS", "١", 2**31 - 1),
        ("IGNORE_CLASS", 2**32, "-2147483647"),
        ("TILE_SIZE", "abc", "256"),
        ("TILE_SIZE", "256 px", "2.56e2"),
        ("BATCH_SIZE", "nan", 4),
        ("BATCH_SIZE", 2.5, 2.0),
        ("LEARNING_RATE", "0,001", "0.001"),
        ("LEARNING_RATE", "1e-3 or so", "1e-3"),
        ("BANDS", "red", "1;3"),
        ("BANDS", "1,3", [1, 3]),
        ("BANDS", [1, "x"], ["1", "3"]),
        ("RESAMPLE", "no", "false"),
        ("RESUME", "off", "true"),
        ("KEEP_EMPTY", "none", 0),
    ],
)
def test_text_for_a_number_a_band_or_a_check_box_is_refused_with_its_name(create, scene, name, bad, good):
    algorithms = [
        create(each)
        for each in ("exporttrainingchips", "trainpixelclassifier", "classifypixels", "assessclassification")
    ]
    having = [each for each in algorithms if each.parameterDefinition(name) is not None]
    assert having
    context = QgsProcessingContext()
    sound = {"INPUT": scene.image, "LABELS": scene.polygons, "REFERENCE": scene.polygons}
    for algorithm in having:
        accepted, message = algorithm.checkParameterValues({**sound, name: bad}, context)
        assert not accepted and message.startswith(f"{name} is {bad}. ")
        _, message = algorithm.checkParameterValues({**sound, name: good}, context)
        assert not message.startswith(name)
        values = ParameterValues(algorithm, {name: bad}, context)  # a model does not ask checkParameterValues
        with pytest.raises(QgsProcessingException, match=f"{name} is"):
            values.value(name)


@pytest.mark.parametrize(
    ("expression", "found"), [("32 + 32", 64), ("'64'", 64), ("NULL", None), ("'abc'", "abc"), ("2.5", "2.5")]
)
def test_an_expression_whose_result_is_no_number_is_not_0(create, expression, found):
    values = ParameterValues(
        create("classifypixels"), {"TILE_SIZE": QgsProperty.fromExpression(expression)}, QgsProcessingContext()
    )
    if isinstance(found, str):
        with pytest.raises(QgsProcessingException, match=f"TILE_SIZE is {found}. Choose a whole number"):
            values.value("TILE_SIZE")
    else:
        assert values.value("TILE_SIZE") == found


def test_a_whole_number_that_qgis_does_not_hold_is_refused_with_the_limit(create):
    values = ParameterValues(create("classifypixels"), {"TILE_SIZE": 10**12}, QgsProcessingContext())
    with pytest.raises(QgsProcessingException, match=r"TILE_SIZE is 10+\. Choose .* from 32 to 2e\+09"):
        values.value("TILE_SIZE")


@pytest.mark.parametrize(("name", "bad"), [("FORMAT", "cogg"), ("FORMAT", 1), ("DEVICE", "gpu"), ("PRECISION", "half")])
def test_a_step_of_a_model_refuses_a_choice_that_there_is_not(create, name, bad):
    values = ParameterValues(create("classifypixels"), {name: bad}, QgsProcessingContext())
    with pytest.raises(QgsProcessingException, match=f"{name} is {bad}. Choose one of"):
        values.value(name)
    assert ParameterValues(create("classifypixels"), {"FORMAT": "cog"}, QgsProcessingContext()).value("FORMAT") == "cog"


BOX = (500000.0, 5390000.0, 500100.0, 5400000.0)


@pytest.mark.parametrize(
    "bad",
    [
        "1,2,3",
        "everything",
        "500000;500100;5390000;5400000",
        "nan,1,2,3",
        "a,b,c,d",
        "500000,500100,5390000,5400000 [EPSG:999999]",
    ],
)
def test_an_extent_that_cannot_be_read_is_refused_and_not_the_whole_raster(create, bad):
    algorithm, context = create("classifypixels"), QgsProcessingContext()
    with pytest.raises(QgsProcessingException, match=r"EXTENT is .*xmin,xmax,ymin,ymax"):  # as a step of a model
        read_extent(ParameterValues(algorithm, {"EXTENT": bad}, context), UTM, QgsProcessingFeedback())
    accepted, message = algorithm.checkParameterValues({"INPUT": "i", "MODEL": "m", "EXTENT": bad}, context)
    assert not accepted and "EXTENT" in message


def test_an_extent_drawn_in_a_project_whose_crs_has_no_code_is_transformed_to_the_raster(create, qgis_new_project):
    """The dialog writes empty brackets then, which were refused: no extent could be chosen on such a map."""
    project, context = QgsProject.instance(), QgsProcessingContext()
    shifted = QgsCoordinateReferenceSystem.fromProj(
        "+proj=tmerc +lon_0=15 +k=0.9996 +x_0=600000 +datum=WGS84 +type=crs"
    )
    assert shifted.isValid() and not shifted.authid()
    project.setCrs(shifted)
    context.setProject(project)
    text = "600000,600100,5390000,5400000 []"
    algorithm = create("classifypixels")
    assert (
        algorithm.checkParameterValues({"INPUT": "i", "MODEL": "m", "OUTPUT": "o.tif", "EXTENT": text}, context)[
            1
        ].find("EXTENT")
        < 0
    )
    values = ParameterValues(algorithm, {"EXTENT": text}, context)
    for crs, left in ((UTM, 500000.0), (shifted, 600000.0)):
        assert read_extent(values, crs, QgsProcessingFeedback())[:2] == pytest.approx((left, 5390000.0), abs=1)
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    assert read_extent(values, shifted, QgsProcessingFeedback()) == (600000.0, 5390000.0, 600100.0, 5400000.0)


@pytest.mark.parametrize(
    "good",
    [
        "500000,500100,5390000,5400000",
        "500000, 500100, 5390000, 5400000 [EPSG:32633]",
        "5e5,500100.0,+5390000,5400000[EPSG:32633]",
        "500000.000000000,500100.000000000,5390000.000000000,5400000.000000000 []",
        QgsRectangle(*BOX),
        QgsReferencedRectangle(QgsRectangle(*BOX), QgsCoordinateReferenceSystem("EPSG:32633")),
        QgsGeometry.fromRect(QgsRectangle(*BOX)),
        QgsReferencedGeometry(QgsGeometry.fromRect(QgsRectangle(*BOX)), QgsCoordinateReferenceSystem("EPSG:32633")),
        QgsProperty.fromExpression("'500000,500100,5390000,5400000'"),
    ],
)
def test_an_extent_of_any_kind_is_read(create, good):
    values = ParameterValues(create("classifypixels"), {"EXTENT": good}, QgsProcessingContext())
    assert read_extent(values, UTM, QgsProcessingFeedback()) == BOX


def test_a_geometry_as_extent_is_in_its_own_crs_and_not_empty(create):
    box = QgsGeometry.fromRect(QgsRectangle(15.01, 48.7, 15.02, 48.71))
    given = {"EXTENT": QgsReferencedGeometry(box, QgsCoordinateReferenceSystem("EPSG:4326"))}
    values = ParameterValues(create("classifypixels"), given, QgsProcessingContext())
    left, bottom, right, top = read_extent(values, UTM, QgsProcessingFeedback())
    assert 500_000 < left < right < 502_000 and 5_390_000 < bottom < top < 5_400_000
    given = {"EXTENT": QgsReferencedGeometry(QgsGeometry(), QgsCoordinateReferenceSystem("EPSG:4326"))}
    values = ParameterValues(create("classifypixels"), given, QgsProcessingContext())
    with pytest.raises(QgsProcessingException, match="EXTENT is"):
        read_extent(values, UTM, QgsProcessingFeedback())


@pytest.mark.parametrize("empty", [None, NULL, "", " ", QgsRectangle()])
def test_an_empty_extent_is_the_whole_raster(create, empty):
    values = ParameterValues(create("classifypixels"), {"EXTENT": empty}, QgsProcessingContext())
    assert read_extent(values, UTM, QgsProcessingFeedback()) is None


@pytest.mark.parametrize(
    ("name", "expression", "reason"),
    [
        ("TILE_SIZE", '"no_field" * 2', "Field 'no_field' not found"),
        ("EXTENT", "to_int('x')", "Cannot convert 'x' to int"),
        (
            "BANDS",
            "foo(",
            "syntax error" if Qgis.versionInt() < 34400 else "Incomplete expression",
        ),  # QGIS 3.40: syntax error; 3.44: Incomplete expression
        ("OUTPUT", '"no_field"', "Field 'no_field' not found"),
        ("MODEL", "NULL", "its result is empty"),
    ],
)
def test_an_expression_without_a_value_is_refused_with_the_reason(
    create, scene, tmp_path, name, expression, reason
):  # fmt: skip
    given = {"INPUT": scene.image, "MODEL": str(tmp_path), "OUTPUT": str(tmp_path / "map.tif")}
    given[name] = QgsProperty.fromExpression(expression)
    accepted, message = create("classifypixels").checkParameterValues(given, QgsProcessingContext())
    assert not accepted and message.startswith(f"{name} is the expression {expression}") and reason in message


def test_a_class_field_whose_expression_fails_does_not_make_one_class_of_all_features(create, scene, tmp_path):
    given = {"INPUT": scene.image, "LABELS": scene.polygons, "OUTPUT": str(tmp_path / "chips")}
    for field in (QgsProperty.fromExpression('"no_field"'), QgsProperty.fromField("code")):
        accepted, message = create("exporttrainingchips").checkParameterValues(
            {**given, "CLASS_FIELD": field}, QgsProcessingContext()
        )
        assert not accepted and message.startswith("CLASS_FIELD is the expression")


def test_an_extent_may_be_an_expression_of_a_geometry_and_not_one_of_any_text(create):
    corners = "make_point(500000, 5390000), make_point(500100, 5390000), make_point(500100, 5400000)"
    given = {"EXTENT": QgsProperty.fromExpression(f"make_rectangle_3points({corners})")}
    values = ParameterValues(create("classifypixels"), given, QgsProcessingContext())
    assert read_extent(values, UTM, QgsProcessingFeedback()) == BOX
    values = ParameterValues(
        create("classifypixels"), {"EXTENT": QgsProperty.fromExpression("'abc'")}, QgsProcessingContext()
    )
    with pytest.raises(QgsProcessingException, match="EXTENT is abc"):
        read_extent(values, UTM, QgsProcessingFeedback())


@pytest.mark.parametrize(
    ("name", "given", "missing"),
    [
        ("classifypixels", {"MODEL": "model"}, "OUTPUT (Classes)"),
        ("classifypixels", {"OUTPUT": "map.tif"}, "MODEL (Model folder)"),
        ("trainpixelclassifier", {"OUTPUT": "model"}, "CHIPS (Training chips folder)"),
        ("exportmodel", {"MODEL": "model"}, "OUTPUT (Exported model)"),
        ("exporttrainingchips", {}, "OUTPUT (Training chips folder)"),
    ],
)
def test_a_script_that_forgets_a_required_parameter_is_told_so(create, name, given, missing):
    with pytest.raises(QgsProcessingException, match=re.escape(f"{missing} is empty")):
        ParameterValues(create(name), given, QgsProcessingContext()).by_id()
