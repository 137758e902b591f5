"""The files that let ArcGIS read our chips, key by key."""

from __future__ import annotations

import json

import pytest
from chip_scenes import wkt
from described_chips import CLASSES, described
from pixel_classifier.rasters.chips.dataset import SceneRecord
from pixel_classifier.rasters.chips.esri_classified_tiles import read_esri_files, write_esri_files
from pixel_classifier.rasters.classes.class_table import ClassEntry, ClassTable
from pixel_classifier.rasters.core.errors import ChipsError
from pixel_classifier.rasters.core.grid import Grid


@pytest.fixture
def content(tmp_path):
    grid = Grid(100, 80, (5.0, 0.5, 0.0, 7.0, 0.0, -0.5), wkt(32632))
    folder = described(tmp_path, scenes=(SceneRecord("a", grid),))
    write_esri_files(folder, str(tmp_path))
    return {
        "map": (tmp_path / "map.txt").read_text(),
        "statistics": json.loads((tmp_path / "esri_accumulated_stats.json").read_text()),
        "definition": json.loads((tmp_path / "esri_model_definition.emd").read_text()),
        "folder": folder,
    }


def test_map_has_a_line_of_two_backslashed_paths_per_chip(content):
    assert content["map"] == (
        "images\\000000000000.tif labels\\000000000000.tif\nimages\\000000000001.tif labels\\000000000001.tif\n"
    )


def test_accumulated_statistics_have_the_keys_of_arcgis(content):
    assert content["statistics"] == {
        "Version": "3.0", "MetaDataMode": "Classified_Tiles", "NumBands": 2, "TileSizeX": 32, "TileSizeY": 32,
        "NumTiles": 2, "NumClasses": 2, "MinCellSize": {"x": 0.5, "y": 0.5},
        "BandStatsState": [
            {"Min": -1.5, "Max": 2.0, "M1": 0.1 + 0.2, "M2": 12.0, "Num": 2038},
            {"Min": 0.0, "Max": 1.0, "M1": 0.5, "M2": 3.0, "Num": 2000},
        ],
        "ClassPixelStats": {
            "NumImagesTotal": 2, "NumClasses": 2, "NumImagesPerClass": [1, 2], "NumPixelsPerClass": [10, 28],
        },
    }  # fmt: skip


def test_images_with_a_class_0_are_counted(tmp_path):
    table = ClassTable((ClassEntry(0, "rest", (9, 9, 9)), *CLASSES.classes))
    write_esri_files(described(tmp_path, class_table=table), str(tmp_path))
    counts = json.loads((tmp_path / "esri_accumulated_stats.json").read_text())["ClassPixelStats"]
    assert (counts["NumImagesPerClass"], counts["NumPixelsPerClass"]) == ([1, 2, 2], [10, 2000, 28])


def test_definition_has_the_keys_of_arcgis(content):
    cell = {"x": 0.5, "y": 0.5, "spatialReference": {"wkid": 32632, "latestWkid": 32632}}
    statistics = content["definition"].pop("AllTilesStats")
    assert content["definition"] == {
        "ImageHeight": 32, "ImageWidth": 32, "MetaDataMode": "Classified_Tiles", "ImageSpaceUsed": "MAP_SPACE",
        "IsMultidimensional": False, "BlackenAroundFeature": False, "CropTileMode": "Fixed_Size",
        "MinCellSize": cell, "MaxCellSize": cell,
        "Classes": [
            {"Value": -5, "Name": "Süß", "Color": [1, 2, 3]}, {"Value": 700, "Name": "b", "Color": [4, 5, 6]},
        ],
        "InputRastersProps": {"RasterCount": 1, "SensorName": "", "BandNames": ["red", "nir"]},
        "ExtractBands": [0, 1],
        "WellKnownBandNames (FYI, these band names can be used in ExtractBands)": [],
    }  # fmt: skip
    assert statistics[0]["StdDev"] == pytest.approx((12.0 / 2038) ** 0.5)
    assert set(statistics[0]) == {"Min", "Max", "Mean", "StdDev"}


def test_files_are_read_as_they_were_written(content):
    folder = content["folder"]
    found = read_esri_files(folder.path)
    assert found.pairs == tuple((f"images/{chip.stem}.tif", f"labels/{chip.stem}.tif") for chip in folder.chips)
    assert found.classes == {entry.value: (entry.name, entry.color) for entry in CLASSES.classes}
    assert found.band_names == folder.band_names
    assert found.statistics == folder.statistics


@pytest.mark.parametrize(("crs", "expected"), [("", {}), ('LOCAL_CS["mine"]', {"wkt": 'LOCAL_CS["mine"]'})])
def test_reference_without_number_is_written_as_text(tmp_path, crs, expected):
    scene = SceneRecord("a", Grid(9, 9, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), crs))
    write_esri_files(described(tmp_path, scenes=(scene,)), str(tmp_path))
    definition = json.loads((tmp_path / "esri_model_definition.emd").read_text())
    assert definition["MinCellSize"]["spatialReference"] == expected


def test_paths_with_blanks_are_told_apart(tmp_path):
    (tmp_path / "map.txt").write_text("images\\my chip 1.tif  labels\\my chip 1.png\nnothing here\n")
    assert read_esri_files(str(tmp_path)).pairs == (("images/my chip 1.tif", "labels/my chip 1.png"),)


def test_folder_without_these_files_is_none(tmp_path):
    assert read_esri_files(str(tmp_path)) is None


def test_class_without_value_is_damage(tmp_path):
    (tmp_path / "esri_model_definition.emd").write_text('{"Classes": [{"Name": "Water"}]}')
    with pytest.raises(ChipsError, match="damaged"):
        read_esri_files(str(tmp_path))


@pytest.mark.parametrize(
    "path",
    [
        "../other.tif",
        "/etc/passwd.tif",
        "images/../../other.tif",
        "C:/other.tif",
        "C:other.tif",
        "//host/share/other.tif",
        "..\\other.tif",
    ],
)
def test_a_map_that_leads_out_of_the_folder_is_refused(content, tmp_path, path):
    (tmp_path / "map.txt").write_text(f"{path} labels/000000000000.tif\n")
    with pytest.raises(ChipsError, match="not in the folder"):
        read_esri_files(str(tmp_path))
    (tmp_path / "map.txt").write_text(f"images/000000000000.tif\t{path}\n")
    with pytest.raises(ChipsError, match="not in the folder"):
        read_esri_files(str(tmp_path))
