"""The three steps through a real `qgis_process`: results, exit status and messages."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from headless import Headless
from osgeo import gdal, ogr

PLUGIN_PARTS = (
    "__init__.py", "__main__.py", "plugin.py", "metadata.txt", "algorithms", "models", "provider", "rasters", "resources",
)  # fmt: skip
SMALL = ("CHIP_SIZE=32", "STRIDE=32")
QUICK_TRAINING = ("ARCHITECTURE=unet", "ENCODER=resnet18", "EPOCHS=1", "REFIT=never", "BATCH_SIZE=2", "DEVICE=cpu")


@pytest.fixture(scope="module")
def headless(tmp_path_factory):
    """A fresh profile; PyTorch comes from the environment that runs the tests."""
    return Headless(tmp_path_factory.mktemp("profile"), environment=Path(sys.prefix))


def call(headless, algorithm, *inputs, **options):
    """Runs an algorithm as a user types it; returns exit status, results and the errors as text."""
    done = headless.call("--json", "run", f"pixelclassifier:{algorithm}", "--", *inputs, timeout=300, **options)
    answer = json.loads(done.stdout[done.stdout.index("{") :]) if "{" in done.stdout else {}
    return (
        done.returncode,
        answer.get("results", {}),
        done.stderr + json.dumps(answer.get("log", {}), ensure_ascii=False),
    )


@pytest.fixture(scope="module")
def exported(headless, scene, tmp_path_factory):
    folder = tmp_path_factory.mktemp("headless") / "my chips"
    status, results, errors = call(
        headless,
        "exporttrainingchips",
        f"INPUT={scene.image}",
        "BANDS=3",
        "BANDS=1",
        f"LABELS={scene.polygons}",
        "CLASS_FIELD=cover",
        f"OUTPUT={folder}",
        *SMALL,
    )
    assert status == 0, errors
    return results


@pytest.fixture(scope="module")
def trained(headless, exported):
    folder = Path(exported["OUTPUT"]).parent / "my model"
    status, results, errors = call(
        headless,
        "trainpixelclassifier",
        f"CHIPS={exported['OUTPUT']}",
        "IGNORE_CLASS=",
        f"OUTPUT={folder}",
        *QUICK_TRAINING,
    )
    assert status == 0, errors
    return results


def test_export_gives_folder_and_counts(exported):
    assert (exported["CHIP_COUNT"], exported["CLASS_COUNT"]) == (20, 2)
    assert Path(exported["OUTPUT"], "chips.json").is_file()


def test_training_takes_an_emptied_ignore_class(trained):
    assert trained["CLASS_COUNT"] == 3, "with nothing ignored, 0 is a class beside meadow and water"
    assert 0 <= trained["ACCURACY"] <= 1


@pytest.fixture(scope="module")
def to_classify(scene, trained):
    return (f"INPUT={scene.image}", "BANDS=3", "BANDS=1", f"MODEL={trained['OUTPUT']}", "DEVICE=cpu", "TILE_SIZE=32")


@pytest.fixture(scope="module")
def whole_map(headless, to_classify, tmp_path_factory):
    output = tmp_path_factory.mktemp("whole") / "classes.tif"
    status, results, errors = call(headless, "classifypixels", *to_classify, f"OUTPUT={output}")
    assert status == 0, errors
    assert results["OUTPUT"] == str(output)
    return output


def test_classification_with_the_bands_in_the_models_order(whole_map):
    assert whole_map.is_file()


@pytest.mark.any_qgis
def test_two_parts_are_joined_by_the_second_to_the_map_of_one_run(headless, to_classify, whole_map, tmp_path):
    output = tmp_path / "classes.tif"
    status, results, errors = call(headless, "classifypixels", *to_classify, "PART=2", "PARTS=2", f"OUTPUT={output}")
    assert status == 0 and "Missing parts: 1." in errors, errors
    assert not output.exists() and "OUTPUT" not in results
    status, results, errors = call(headless, "classifypixels", *to_classify, "PART=1", "PARTS=2", f"OUTPUT={output}")
    assert status == 0 and results["OUTPUT"] == str(output), errors
    assert output.read_bytes() == whole_map.read_bytes()
    assert not Path(f"{output}.strips").exists()


@pytest.mark.any_qgis
def test_a_sample_is_drawn_and_assessed(headless, scene, tmp_path):
    points = tmp_path / "sample.gpkg"
    asked = (f"INPUT={scene.label_raster}", "SIZE=40", "MIN_PER_CLASS=5", f"OUTPUT={points}")
    status, results, errors = call(headless, "drawassessmentsample", *asked)
    assert status == 0, errors
    assert (results["POINT_COUNT"], results["STRATUM_COUNT"]) == (40, 2)
    source = ogr.Open(str(points), update=1)
    for point in source.GetLayer(0):
        point.SetField("reference", point.GetField("stratum"))
        source.GetLayer(0).SetFeature(point)
    source = None
    asked = (f"INPUT={scene.label_raster}", f"REFERENCE={points}", "CLASS_FIELD=reference")
    status, results, errors = call(headless, "assessclassification", *asked)
    assert status == 0 and results["PIXELS"] == 40, errors
    assert "design by which they were drawn" in errors


@pytest.mark.any_qgis
def test_a_model_is_exported_and_the_file_classifies_as_the_folder(headless, scene, trained, tmp_path):
    for package in ("onnx", "onnxscript", "onnxruntime"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is an optional package, which Set Up Deep Learning installs with ONNX")
    exported = tmp_path / "model.onnx"
    status, results, errors = call(
        headless, "exportmodel", f"MODEL={trained['OUTPUT']}", f"OUTPUT={exported}", "TILE_SIZE=64"
    )
    assert status == 0, errors
    assert results["EQUAL_LABELS"] >= 99.9 and "Tried in onnxruntime" in errors
    asked = (
        f"INPUT={scene.image}",
        "BANDS=3",
        "BANDS=1",
        f"MODEL={exported}",
        "DEVICE=cpu",
        f"OUTPUT={tmp_path / 'classes.tif'}",
    )
    status, results, errors = call(headless, "classifypixels", *asked)
    assert status == 0 and Path(results["OUTPUT"]).is_file(), errors
    status, _, errors = call(headless, "classifypixels", *asked, "BAND_SCALING=1;2")
    assert status == 1 and "band scaling has" in errors and "Traceback" not in errors


def test_a_model_with_the_whole_chain_runs_from_its_file(headless, model_file, scene, tmp_path):
    done = headless.call(
        "run",
        str(model_file),
        "--",
        f"image={scene.image}",
        f"polygons={scene.polygons}",
        "field=cover",
        f"classes={tmp_path / 'classes.tif'}",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "classes.tif").is_file()


@pytest.mark.any_qgis
@pytest.mark.parametrize(
    ("algorithm", "inputs", "said"),
    [
        ("exporttrainingchips", ("INPUT={image}", "LABELS={polygons}", "CLASS_FIELD=landuse"), "landuse"),
        ("trainpixelclassifier", ("CHIPS={folder}", *QUICK_TRAINING), "a scene"),
        ("classifypixels", ("INPUT={one_band}", "MODEL={model}"), "trained on 2 bands"),
    ],
)
def test_bad_input_ends_with_a_sentence_and_a_status(
    headless, scene, trained, tmp_path, tmp_path_factory, algorithm, inputs, said
):
    one_band = str(tmp_path_factory.mktemp("narrow") / "one_band.tif")
    gdal.Translate(one_band, scene.image, bandList=[1])
    places = {
        "image": scene.image,
        "one_band": one_band,
        "polygons": scene.polygons,
        "folder": scene.folder,
        "model": trained["OUTPUT"],
    }
    output = "classes.tif" if algorithm == "classifypixels" else "folder"
    words = [word.format(**places) for word in inputs]
    status, _, errors = call(headless, algorithm, *words, f"OUTPUT={tmp_path / output}")
    assert status == 1
    assert said in errors
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def copy_of_plugin(repository, folder):
    """Copies what is shipped: a link would lead back to the checkout and its environment."""
    for name in PLUGIN_PARTS:
        source = repository / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture
def bare(repository, tmp_path):
    """A profile whose plugin finds no environment: QGIS as it comes."""
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    headless = Headless(tmp_path / "profile", plugin_root=copy_of_plugin(repository, plugin))
    inside = str(Path(sys.prefix, "bin"))
    path = [entry for entry in os.environ["PATH"].split(os.pathsep) if entry != inside or sys.prefix == sys.base_prefix]
    headless.environment.update(
        PATH=os.pathsep.join(path),
        HOME=str(tmp_path),
        XDG_DATA_HOME=str(tmp_path / "data"),
        PYTHONDONTWRITEBYTECODE="1",
    )
    headless.environment.pop("VIRTUAL_ENV", None)
    return headless


def qgis_has_torch():
    """Tells whether QGIS's own Python has PyTorch without any environment."""
    if sys.prefix == sys.base_prefix:
        return importlib.util.find_spec("torch") is not None
    python = Path(sys.base_prefix, "bin", "python3")
    return subprocess.run([python, "-c", "import torch"], check=False, capture_output=True).returncode == 0


@pytest.mark.any_qgis
def test_without_torch_the_algorithms_are_listed_and_the_remedy_is_reported(bare, scene, tmp_path):
    if qgis_has_torch():
        pytest.skip("QGIS's own Python has PyTorch")
    listed = bare.call("list").stdout
    names = (
        "exporttrainingchips",
        "trainpixelclassifier",
        "classifypixels",
        "drawassessmentsample",
        "assessclassification",
    )
    for name in names:
        assert name in listed
    for algorithm, inputs in (
        ("trainpixelclassifier", ("CHIPS=chips", f"OUTPUT={tmp_path / 'model'}")),
        ("classifypixels", (f"INPUT={scene.image}", "MODEL=model", f"OUTPUT={tmp_path / 'classes.tif'}")),
    ):
        status, _, errors = call(bare, algorithm, *inputs)
        assert status == 1
        for word in ("torch", "segmentation_models_pytorch", "--system-site-packages", "pip install"):
            assert word in errors
        assert "Traceback" not in errors
    status, results, errors = call(
        bare,
        "exporttrainingchips",
        f"INPUT={scene.image}",
        f"LABELS={scene.polygons}",
        f"OUTPUT={tmp_path / 'chips'}",
        *SMALL,
    )
    assert status == 0 and results["CHIP_COUNT"] == 20, "chips need no PyTorch: " + errors
    status, results, errors = call(
        bare,
        "assessclassification",
        f"INPUT={scene.label_raster}",
        f"REFERENCE={scene.polygons}",
        "CLASS_FIELD=code",
        f"REPORT={tmp_path / 'report.html'}",
    )
    assert status == 0 and results["ACCURACY"] == 1, "judging a map needs no PyTorch: " + errors
    assert (tmp_path / "report.html").is_file()


@pytest.mark.any_qgis
def test_an_engine_in_the_environment_does_the_work_where_qgis_has_no_torch(bare, scene, trained, tmp_path):
    if qgis_has_torch():
        pytest.skip("QGIS's own Python has PyTorch")
    (tmp_path / "plugin" / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    results = tmp_path / "results"
    results.mkdir()
    inputs = [f"INPUT={scene.image}", "BANDS=3", "BANDS=1", f"MODEL={trained['OUTPUT']}", "DEVICE=cpu"]
    status, _, errors = call(bare, "classifypixels", *inputs, f"OUTPUT={results / 'classes.tif'}")
    assert status == 0, errors
    assert "Classifying 160 x 128 pixels" in errors
    assert {path.name for path in results.iterdir()} == {"classes.tif", "classes.tif.aux.xml"}
    bare.environment["PIXEL_CLASSIFIER_ENGINE"] = str(tmp_path / "no python")
    status, _, errors = call(bare, "classifypixels", *inputs, f"OUTPUT={results / 'again.tif'}")
    assert status == 1 and "no python" in errors and "Traceback" not in errors


@pytest.mark.any_qgis
def test_with_a_broken_torch_its_error_and_the_remedy_are_reported(bare, tmp_path):
    broken = tmp_path / "broken"
    for name in ("torch", "torchvision", "segmentation_models_pytorch", "timm"):
        (broken / name).mkdir(parents=True)
        (broken / name / "__init__.py").write_text("raise OSError('libcudart.so.99: cannot open shared object file')\n")
    bare.environment["PYTHONPATH"] = str(broken)
    status, _, errors = call(bare, "trainpixelclassifier", "CHIPS=chips", f"OUTPUT={tmp_path / 'model'}")
    assert status == 1
    assert "libcudart.so.99" in errors and "pip install" in errors
    assert "Traceback" not in errors
    assert "trainpixelclassifier" in bare.call("list").stdout


@pytest.mark.parametrize("ending", ["tif", "vrt"])
def test_no_input_gets_a_sidecar_and_no_virtual_raster_statistics(headless, scene, trained, tmp_path, ending):
    """qgis_process opens rasters by itself, before the algorithm is asked."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    names = [Path(shutil.copy(path, folder)).stem for path in (scene.image, scene.label_raster)]
    for name in names:
        gdal.Translate(f"{folder}/{name}.vrt", f"{folder}/{name}.tif")
    image, labels = (f"{folder}/{name}.{ending}" for name in names)
    other = {"tif": "vrt", "vrt": "tif"}[ending]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    model = (f"MODEL={trained['OUTPUT']}", "DEVICE=cpu", "BANDS=3", "BANDS=1")
    for name, *inputs in (
        ("exporttrainingchips", f"INPUT={image}", f"LABEL_RASTER={labels}", f"EXTENT={image}", f"OUTPUT={tmp_path}/c"),
        ("classifypixels", f"INPUT={image}", f"OUTPUT={tmp_path}/m.tif", *model),
        ("assessclassification", f"INPUT={labels}", f"REFERENCE_RASTER={folder}/labels.{other}", f"EXTENT={image}"),
        ("drawassessmentsample", f"INPUT={labels}", "SIZE=20", f"OUTPUT={tmp_path}/s.gpkg"),
    ):
        status, _, errors = call(headless, name, *inputs)
        assert status == 0, errors
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before, name
