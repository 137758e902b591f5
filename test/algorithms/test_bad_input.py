"""What users do wrong: every refusal names the value and a cure, and leaves nothing behind."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from headless import Headless
from osgeo import ogr
from qgis.core import QgsProcessingException
from spoilt_data import NO_LABELS, Spoiler, extent, full_disk, small_files, square, tree
from tiny_scene import HEIGHT, LEFT, QUICK, TOP, WIDTH, Log, read_values

EXPORT, TRAIN, CLASSIFY, ASSESS = (
    "exporttrainingchips",
    "trainpixelclassifier",
    "classifypixels",
    "assessclassification",
)
SOUND = {
    EXPORT: lambda s: {"INPUT": s.scene.image, "LABELS": s.scene.polygons, "CHIP_SIZE": 32, "STRIDE": 32},
    TRAIN: lambda s: {**QUICK, "EPOCHS": 1, "CHIPS": s.chips},
    CLASSIFY: lambda s: {"INPUT": s.scene.image, "MODEL": s.model, "DEVICE": "cpu"},
    ASSESS: lambda s: {"INPUT": s.scene.label_raster, "REFERENCE": s.scene.polygons, "CLASS_FIELD": "code"},
}
OUTPUT = {EXPORT: "chips", TRAIN: "model", CLASSIFY: "classes.tif", ASSESS: "report.html"}
RESULT = {ASSESS: "REPORT"}
EARLIER = {
    EXPORT: ("chips.json", "images/1.tif"),
    TRAIN: ("model.json",),
    CLASSIFY: ("", ".aux.xml"),
    ASSESS: ("",),
}
CLASS = {"CLASS_FIELD": "class"}
FAR_AWAY, ON_NODATA = square(100, 100, 50), square(LEFT + 20, TOP - 12, 8)
NOT_A_NUMBER = np.full((3, HEIGHT, WIDTH), np.nan, np.float32)
ROTATED = (LEFT, 1.9, 0.5, TOP, 0.5, -1.9)
IN_PROC = r"/proc.*Choose (a place|another)"


def halves():
    """Returns labels of whole numbers and one of two and a half."""
    labels = np.ones((HEIGHT, WIDTH), np.float32)
    labels[40, 40] = 2.5
    return labels


def with_raster(path):
    """Returns parameters that take the labels from a raster."""
    return {"LABELS": None, "LABEL_RASTER": path}


def with_reference(path):
    """Returns parameters that judge by a raster."""
    return {"REFERENCE": None, "CLASS_FIELD": None, "REFERENCE_RASTER": path}


def torn_chip(folder):
    """Ends a chip's file in the middle."""
    chip = folder / "images" / "000000000003.tif"
    chip.write_bytes(chip.read_bytes()[:700])


EXPORT_CASES = {
    "labels elsewhere": (
        lambda s: {"LABELS": s.features(["a", "b"], [FAR_AWAY]), **CLASS},
        r"“drawn”.*x 100 to 150, y 100 to 150.*x 500000 to 500320.*Choose labels for this raster",
    ),
    "labels outside the extent": (
        lambda s: {"EXTENT": extent(LEFT, TOP - 10, LEFT + 20, TOP)},
        r"No label.*x 500000 to 500020.*Choose labels, an extent and a mask that overlap",
    ),
    "labels outside the mask": (
        lambda s: {"MASK": s.features(["a"], [ON_NODATA])},
        r"No label.*image\.tif.*Choose labels, an extent and a mask that overlap",
    ),
    "labels where the image has nothing": (
        lambda s: {"LABELS": s.features(["a", "b"], [ON_NODATA]), **CLASS},
        r"image\.tif is NoData.*Check its NoData value and the labels",
    ),
    "layer without a feature": (
        lambda s: {"LABELS": s.features([]), **CLASS},
        r"“drawn” has no feature.*check the selection",
    ),
    "no labels at all": (
        lambda s: {"LABELS": None},
        r"Neither LABELS nor LABEL_RASTER is given\. Give a vector layer or",
    ),
    "extent outside the raster": (
        lambda s: {"EXTENT": extent(0, 0, 100, 100)},
        r"x 0 to 100, y 0 to 100.*x 500000 to 500320.*Choose an extent inside it",
    ),
    "mask outside the raster": (
        lambda s: {"MASK": s.features(["a"], [FAR_AWAY])},
        r"mask polygons in “drawn”.*x 500000 to 500320.*Choose a mask for this raster",
    ),
    "label raster elsewhere": (
        lambda s: with_raster(s.labels(NO_LABELS + 1, geotransform=(0, 2, 0, 0, 0, -2))),
        r"labels\.tif.*x 0 to 320, y -256 to 0.*x 500000 to 500320.*Choose labels for this raster",
    ),
    "300 classes": (
        lambda s: {"LABELS": s.features([f"name {number}" for number in range(300)]), **CLASS},
        r'"class" of “drawn” has 300 different values; at most 254.*Choose a field with fewer',
    ),
    "image as label raster": (
        lambda s: with_raster(s.scene.image),
        r"image\.tif has more than 254 different values.*Choose a raster of class values",
    ),
    "class 0 only": (
        lambda s: {"LABELS": s.features([0, 0], kind=ogr.OFTInteger), **CLASS},
        r'"class" of “drawn” holds class 0 only.*Number the classes from 1',
    ),
    "label raster of 0 only": (
        lambda s: with_raster(s.labels(NO_LABELS)),
        r"labels\.tif holds 0 only, the unlabelled value\. Choose another one",
    ),
    "label raster with fractions": (
        lambda s: with_raster(s.labels(halves())),
        r"labels\.tif holds 2\.5.*Choose a raster of whole numbers, .*or round it",
    ),
    "field with fractions": (
        lambda s: {"LABELS": s.features([1.0, 2.5], kind=ogr.OFTReal), **CLASS},
        r'"class" of “drawn” holds 2\.5.*Choose a field of whole numbers or of text',
    ),
    "field that is not there": (
        lambda s: {"CLASS_FIELD": "landuse"},
        r"“labels” has no field “landuse”\. Choose one of its fields: .*code, cover",
    ),
    "all classes NULL": (
        lambda s: {"LABELS": s.features([None, None]), **CLASS},
        r'"class" of “drawn” is empty in all 2 features\. Choose another',
    ),
    "all is nodata": (
        lambda s: {"INPUT": s.image(change=lambda pixels: pixels * 0)},
        r"image\.tif has no valid pixel.*NoData \(0\).*Check the raster's NoData value",
    ),
    "all is NaN": (
        lambda s: {"INPUT": s.image(change=lambda _: NOT_A_NUMBER, nodata=None)},
        r"image\.tif has no valid pixel.*NoData \(nan\).*Check the raster's NoData value",
    ),
    "rotated": (
        lambda s: {"INPUT": s.image(geotransform=ROTATED)},
        r"image\.tif is rotated.*0\.5.*gdalwarp",
    ),
    "unreadable tile": (
        lambda s: {"INPUT": s.torn()},
        r"torn\.tif cannot be read at columns 0 to 159, rows 64 to 95.*copy or convert it anew",
    ),
    "unreadable tile of labels": (
        lambda s: with_raster(s.torn_labels()),
        r"torn\.tif cannot be read at columns .*copy or convert it anew",
    ),
    "band beyond the last": (
        lambda s: {"BANDS": [1, 9]},
        r"image\.tif has 3 bands; band 9.*Choose bands from 1 to 3",
    ),
    "chip size below the least": (
        lambda s: {"CHIP_SIZE": 16},
        r"CHIP_SIZE is 16\. Choose a whole number of at least 32",
    ),
    "chip size between multiples": (lambda s: {"CHIP_SIZE": 100}, r"100 pixels.*Choose a multiple of 32.*96 or 128"),
    "stride 0": (lambda s: {"STRIDE": 0}, r"STRIDE is 0\. Choose a whole number of at least 1"),
    "share of 120 percent": (
        lambda s: {"MIN_LABELLED": 120},
        r"MIN_LABELLED is 120\. Choose a number from 0 to 100",
    ),
    "share that no chip has": (
        lambda s: {"MIN_LABELLED": 100, "CHIP_SIZE": 128},
        r"100\.00\s%.*the best has 72\.42\s%.*Lower the minimum",
    ),
    "output below a file": (
        lambda s: {"OUTPUT": s.file("note") + "/chips"},
        r"note/chips cannot be made: .*note is a file.*Choose a place",
    ),
    "output where nothing can be written": (lambda s: {"OUTPUT": "/proc/chips"}, IN_PROC),
    "output that holds other things": (
        lambda s: {"OUTPUT": str(s.folder), "LABELS": s.features(["a", "b"])},
        r"drawn\.gpkg.*choose a new or an empty folder",
    ),
    "footprints without their folder": (
        lambda s: {"FOOTPRINTS": str(s.folder / "none" / "f.gpkg")},
        r"none does not exist\. Make it first, or choose another",
    ),
    "footprints where nothing can be written": (lambda s: {"FOOTPRINTS": "/proc/f.gpkg"}, IN_PROC),
    "footprints as shapefile": (
        lambda s: {"FOOTPRINTS": str(s.folder / "f.shp")},
        r"cannot be written as .*f\.shp\. Give it a name that ends in \.gpkg",
    ),
    "append to chips by others": (
        lambda s: {"APPEND": True, "OUTPUT": s.bare("bare")},
        r"bare has no chips\.json\. Choose another folder or a new one",
    ),
}
TRAIN_CASES = {
    "chips missing": (lambda s: {"CHIPS": str(s.folder / "none")}, r"none does not exist\. Run Export Training Chips"),
    "chips empty": (
        lambda s: {"CHIPS": s.empty("empty")},
        r"empty is no chips folder.*Choose a folder that Export Training Chips",
    ),
    "chips are a file": (
        lambda s: {"CHIPS": f"{s.chips}/chips.json"},
        r"chips\.json is a file.*Choose the folder that holds images and labels, such as .*chips\.",
    ),
    "chips are the images": (
        lambda s: {"CHIPS": f"{s.chips}/images"},
        r"images is no chips folder.*Did you mean .*chips\?",
    ),
    "one class": (
        lambda s: {"CHIPS": s.bare("bare", values=(7,))},
        r"7 is the only class in .*bare.*Label a second class",
    ),
    "one class, nothing ignored": (
        lambda s: {"CHIPS": s.bare("bare", values=(7,)), "IGNORE_CLASS": ""},
        r"bare has the value 7.*label a second class",
    ),
    "class 0 only": (
        lambda s: {"CHIPS": s.bare("bare", values=(0,))},
        r"bare has a labelled pixel: all are 0.*leave IGNORE_CLASS empty",
    ),
    "class 0 only, nothing ignored": (
        lambda s: {"CHIPS": s.bare("bare", values=(0,)), "IGNORE_CLASS": ""},
        r"bare has the value 0.*label a second class",
    ),
    "chips of 16 pixels": (
        lambda s: {"CHIPS": s.bare("bare", size=16)},
        r"bare are 16 pixels wide.*Export them again with a chip size of 32 or more",
    ),
    "chips all NaN": (
        lambda s: {"CHIPS": s.bare("bare", missing=np.nan)},
        r"No chip in .*bare has a labelled pixel",
    ),
    "unreadable chip": (
        lambda s: {"CHIPS": s.chips_with(torn_chip)},
        r"000000000003\.tif cannot be read.*Export it again, or remove it",
    ),
    "label chip missing": (
        lambda s: {"CHIPS": s.chips_with(lambda f: (f / "labels" / "000000000003.tif").unlink())},
        r"1 of 20 chips are missing.*000000000003\.tif\. Export the chips again",
    ),
    "damaged manifest": (
        lambda s: {"CHIPS": s.chips_with(lambda f: (f / "chips.json").write_text("{"))},
        r"chips\.json is damaged.*Export the chips again",
    ),
    "manifest of a newer version": (
        lambda s: {"CHIPS": s.chips_with(lambda f: (f / "chips.json").write_text('{"format_version": 99}'))},
        r"chips\.json has format version 99.*Update the plugin",
    ),
    "more chips of other bands": (
        lambda s: {"EXTRA_CHIPS": [s.bare("bare", bands=2)]},
        r"3 in .*chips and 2 in .*bare.*export one of them again",
    ),
    "weights file not given": (
        lambda s: {"WEIGHTS": "file"},
        r"WEIGHTS is “file”.*WEIGHTS_FILE is empty\. Choose the file",
    ),
    "weights file missing": (
        lambda s: {"WEIGHTS": "file", "WEIGHTS_FILE": str(s.folder / "w.pth")},
        r"no weights file .*w\.pth\. Choose a \.safetensors",
    ),
    "weights file of another kind": (
        lambda s: {"WEIGHTS": "file", "WEIGHTS_FILE": s.file("w.pth")},
        r"w\.pth cannot be read.*Save its state dictionary",
    ),
    "device that is not there": (
        lambda s: {"DEVICE": "cuda:7"},
        r"device cuda:7 does not exist.*Choose auto or one of: cpu",
    ),
    "device that nobody has": (lambda s: {"DEVICE": "tpu"}, r"DEVICE is tpu\. Choose one of: auto, cpu, cuda:0"),
    "unknown architecture": (
        lambda s: {"ARCHITECTURE": "unett"},
        r"ARCHITECTURE is unett\. Choose one of: unet, pspnet",
    ),
    "unknown encoder": (lambda s: {"OTHER_ENCODER": "resnet19"}, r"'resnet19'\. Did you mean resnet18"),
    "batches of 1": (lambda s: {"BATCH_SIZE": 1}, r"batch size is 1\. Choose 2 or more"),
    "learning rate 0": (lambda s: {"LEARNING_RATE": 0}, r"LEARNING_RATE is 0\. Choose a number from 1e-08 to 1"),
    "all for validation": (
        lambda s: {"VALIDATION_SHARE": 100},
        r"VALIDATION_SHARE is 100\. Choose a number from 0 to 50",
    ),
    "no epoch": (lambda s: {"EPOCHS": 0}, r"EPOCHS is 0\. Choose a whole number of at least 1"),
    "output where nothing can be written": (lambda s: {"OUTPUT": "/proc/model"}, IN_PROC),
    "output below a file": (
        lambda s: {"OUTPUT": s.file("note") + "/model"},
        r"note/model cannot be made: .*note is a file.*Choose a place",
    ),
    "output is the chips": (
        lambda s: {"CHIPS": (bare := s.bare("bare")), "OUTPUT": bare},
        r"bare holds other things \(images, labels\).*choose a new or an empty folder",
    ),
    "report where nothing can be written": (lambda s: {"REPORT": "/proc/report.html"}, IN_PROC),
    "report without its folder": (
        lambda s: {"REPORT": str(s.folder / "none" / "r.html")},
        r"none does not exist\. Make it first, or choose another",
    ),
}
CLASSIFY_CASES = {
    "model missing": (lambda s: {"MODEL": str(s.folder / "none")}, r"no model folder .*none\. Choose the folder"),
    "model empty": (lambda s: {"MODEL": s.empty("empty")}, r"empty is empty\. Choose the folder that Train"),
    "model of another program": (
        lambda s: {"MODEL": str(s.scene.folder)},
        r"a scene0 is not a model folder: it holds .*, but no model\.json\. Choose the folder",
    ),
    "model is a file": (
        lambda s: {"MODEL": f"{s.model}/model.json"},
        r"model\.json is a file.*Choose the folder that Train",
    ),
    "chips for a model": (
        lambda s: {"MODEL": s.chips},
        r"chips holds training chips, not a model\. Train Pixel Classifier makes a model from them",
    ),
    "truncated weights": (
        lambda s: {"MODEL": s.model_with(weights=lambda content: content[:-100])},
        r"model\.safetensors is truncated or damaged.*Restore the folder from a copy, or train",
    ),
    "empty weights": (
        lambda s: {"MODEL": s.model_with(weights=lambda _: b"")},
        r"model\.safetensors is truncated or damaged.*Restore the folder from a copy, or train",
    ),
    "model of a newer version": (
        lambda s: {"MODEL": s.model_with(lambda entries: entries.update(format_version=99, plugin_version="9.1"))},
        r"Pixel Classifier 9\.1 in model format 99.*Update the plugin",
    ),
    "model.json lacks something": (
        lambda s: {"MODEL": s.model_with(lambda entries: entries.pop("band_means"))},
        r"model\.json lacks band_means\. Restore the folder from a copy, or train",
    ),
    "fewer bands than the model": (
        lambda s: {"INPUT": s.image(change=lambda pixels: pixels[:2])},
        r"trained on 3 bands.*image\.tif has 2\. Take a raster with these bands",
    ),
    "more bands than the model": (
        lambda s: {"INPUT": s.image(change=lambda pixels: pixels[[0, 1, 2, 2]])},
        r"trained on 3 bands.*image\.tif has 4\. Choose the 3 that match",
    ),
    "wrong number of bands chosen": (
        lambda s: {"INPUT": s.image(change=lambda pixels: pixels[[0, 1, 2, 2]]), "BANDS": [1, 2]},
        r"trained on 3 bands.*2 bands are chosen\. Choose 3 bands",
    ),
    "band beyond the last": (
        lambda s: {"BANDS": [1, 2, 7]},
        r"Band 7 is chosen.*has 3 bands\. Choose bands from 1 to 3",
    ),
    "all is nodata": (
        lambda s: {"INPUT": s.image(change=lambda pixels: pixels * 0)},
        r"image\.tif holds no valid pixel inside it: all is (?i:nodata) \(0\).*Choose another part, or check",
    ),
    "all is NaN": (
        lambda s: {"INPUT": s.image(change=lambda _: NOT_A_NUMBER, nodata=None)},
        r"image\.tif holds no valid pixel inside it: all is NoData \(nan\).*Choose another part, or check",
    ),
    "mask over nodata": (
        lambda s: {"MASK": s.features(["a"], [ON_NODATA])},
        r"image\.tif holds no valid pixel inside the mask polygons.*Choose another part, or check",
    ),
    "rotated": (
        lambda s: {"INPUT": s.image(geotransform=ROTATED)},
        r"image\.tif is rotated.*0\.5.*gdalwarp",
    ),
    "unreadable tile": (
        lambda s: {"INPUT": s.garbled(), "TILE_SIZE": 64, "OVERLAP": 0},
        r"garbled\.tif cannot be read at columns 0 to 159, rows 448 to 511.*copy or convert it anew",
    ),
    "file that ends in the middle": (
        lambda s: {"INPUT": s.torn()},
        r"torn\.tif cannot be read at columns 0 to 159.*copy or convert it anew",
    ),
    "extent outside the raster": (
        lambda s: {"EXTENT": extent(0, 0, 100, 100)},
        r"x 0 to 100, y 0 to 100.*x 500000 to 500320.*Choose an extent inside it",
    ),
    "mask outside the raster": (
        lambda s: {"MASK": s.features(["a"], [FAR_AWAY])},
        r"mask polygons in “drawn”.*x 500000 to 500320.*Choose a mask for this raster",
    ),
    "overlap larger than the tile": (
        lambda s: {"TILE_SIZE": 64, "OVERLAP": 96},
        r"64 pixels.*overlap of 96.*Choose a tile size of at least 192",
    ),
    "tile of 10 pixels": (lambda s: {"TILE_SIZE": 10}, r"TILE_SIZE is 10\. Choose a whole number of at least \d"),
    "negative overlap": (lambda s: {"OVERLAP": -5}, r"OVERLAP is -5\. Choose a whole number of at least 0"),
    "device that is not there": (
        lambda s: {"DEVICE": "cuda:7"},
        r"device cuda:7 does not exist.*Choose auto or one of: cpu",
    ),
    "output that is no GeoTIFF": (
        lambda s: {"OUTPUT": str(s.folder / "classes.png")},
        r"cannot be written as .*classes\.png\. Give it a name that ends in \.tif",
    ),
    "output without an ending": (
        lambda s: {"OUTPUT": str(s.folder / "classes")},
        r"cannot be written as .*classes\. Give it a name that ends in \.tif",
    ),
    "output where nothing can be written": (lambda s: {"OUTPUT": "/proc/classes.tif"}, IN_PROC),
    "output below a file": (
        lambda s: {"OUTPUT": s.file("note") + "/classes.tif"},
        r"note is a file\. Make it first, or choose another",
    ),
    "output without its folder": (
        lambda s: {"OUTPUT": str(s.folder / "none" / "classes.tif")},
        r"none does not exist\. Make it first, or choose another",
    ),
    "one path for two outputs": (
        lambda s: {"OUTPUT": str(s.folder / "a.tif"), "CONFIDENCE": str(s.folder / "a.tif")},
        r"same path .*a\.tif\. Give each its own",
    ),
    "output is the input": (
        lambda s: {"INPUT": (image := s.image()), "OUTPUT": image},
        r"overwrite the input .*image\.tif\. Choose another name",
    ),
    "output is a link to the input": (
        lambda s: {"INPUT": (image := s.image()), "OUTPUT": s.link("linked.tif", image)},
        r"overwrite the input .*image\.tif\. Choose another name",
    ),
    "output through a linked folder": (
        lambda s: {"INPUT": s.image(), "OUTPUT": s.link("linked", str(s.folder)) + "/image.tif"},
        r"overwrite the input .*image\.tif\. Choose another name",
    ),
    "confidence is the input": (
        lambda s: {"INPUT": (image := s.image()), "CONFIDENCE": image},
        r"overwrite the input .*image\.tif\. Choose another name",
    ),
}
ASSESS_CASES = {
    "no reference": (
        lambda s: {"REFERENCE": None},
        r"Neither REFERENCE nor REFERENCE_RASTER is given\. Give a vector layer or",
    ),
    "two references": (
        lambda s: {"REFERENCE_RASTER": s.scene.image},
        r"Both REFERENCE and REFERENCE_RASTER are given\. Give one of them",
    ),
    "no class field": (
        lambda s: {"CLASS_FIELD": None},
        r"CLASS_FIELD is empty\. Choose the field of “labels” that holds the true class: .*code, cover",
    ),
    "field that is not there": (
        lambda s: {"CLASS_FIELD": "landuse"},
        r"“labels” has no field “landuse”\. Choose one of its fields: .*code, cover",
    ),
    "names that the map does not have": (
        lambda s: {"CLASS_FIELD": "cover"},
        r'"cover" of “labels” has classes that the map does not name: meadow, water; the map names no classes\. Make the',
    ),
    "field with fractions": (
        lambda s: {"REFERENCE": s.features([1.0, 2.5], kind=ogr.OFTReal), **CLASS},
        r'"class" of “drawn” holds 2\.5.*Choose a field of whole numbers or of text',
    ),
    "all classes NULL": (
        lambda s: {"REFERENCE": s.features([None, None]), **CLASS},
        r'"class" of “drawn” is empty in all 2 features\. Choose another',
    ),
    "layer without a feature": (
        lambda s: {"REFERENCE": s.features([]), **CLASS},
        r"“drawn” has no feature.*check the selection",
    ),
    "reference elsewhere": (
        lambda s: {"REFERENCE": s.features(["3"], [FAR_AWAY]), **CLASS},
        r"“drawn”.*x 100 to 150, y 100 to 150.*x 500000 to 500320.*Choose labels for this raster",
    ),
    "lines": (
        lambda s: {
            "REFERENCE": s.features(["3"], [f"LINESTRING ({LEFT} {TOP - 30}, {LEFT + 50} {TOP - 60})"]),
            **CLASS,
        },
        r"“drawn” has lines\. Choose a layer of points, or one of polygons",
    ),
    "reference raster elsewhere": (
        lambda s: with_reference(s.labels(NO_LABELS + 1, geotransform=(0, 2, 0, 0, 0, -2))),
        r"labels\.tif.*x 0 to 320, y -256 to 0.*x 500000 to 500320.*Choose labels for this raster",
    ),
    "reference raster of 0 only": (
        lambda s: with_reference(s.labels(NO_LABELS)),
        r"labels\.tif holds 0 only, the unlabelled value\. Choose another one",
    ),
    "reference raster with fractions": (
        lambda s: with_reference(s.labels(halves())),
        r"labels\.tif holds 2\.5.*Choose a raster of whole numbers, .*or round it",
    ),
    "image as reference": (
        lambda s: with_reference(s.scene.image),
        r"image\.tif has more than 254 different values.*Choose a raster of class values",
    ),
    "map as its own reference": (
        lambda s: with_reference(s.scene.label_raster),
        r"labels\.tif is its own reference\. Choose a reference that was made independently",
    ),
    "image as map": (
        lambda s: {"INPUT": s.scene.image},
        r"image\.tif has more than 254 different values.*Choose a raster of class values",
    ),
    "map with fractions": (
        lambda s: {"INPUT": s.labels(halves())},
        r"class raster .*labels\.tif holds 2\.5.*Choose a raster of whole numbers",
    ),
    "map all nodata": (
        lambda s: {"INPUT": s.labels(NO_LABELS, nodata=0)},
        r"labels\.tif has no class inside it: all is NoData \(0\)\. Choose another raster",
    ),
    "reference where the map has nothing": (
        lambda s: {
            "INPUT": s.image(change=lambda pixels: pixels[:1] * 0 + (np.arange(HEIGHT) > 9)[:, None].astype(np.uint16)),
            "REFERENCE": s.features(["1"], [ON_NODATA]),
            **CLASS,
        },
        r"All \d+ pixels of the reference “drawn” lie where the class raster .*image\.tif is NoData\. Choose a reference",
    ),
    "polygons smaller than a pixel": (
        lambda s: {"REFERENCE": s.features(["3"], [square(LEFT + 20.1, TOP - 50.9, 0.3)]), **CLASS},
        r"“drawn”: it has no labelled pixel of the map, or only areas smaller than a pixel\. Choose a reference",
    ),
    "rotated": (
        lambda s: {"INPUT": s.image(change=lambda pixels: pixels[:1] // 1000, geotransform=ROTATED)},
        r"image\.tif is rotated.*0\.5.*gdalwarp",
    ),
    "unreadable tile": (
        lambda s: {"INPUT": s.torn_labels()},
        r"torn\.tif cannot be read at columns .*copy or convert it anew",
    ),
    "extent outside the map": (
        lambda s: {"EXTENT": extent(0, 0, 100, 100)},
        r"x 0 to 100, y 0 to 100.*x 500000 to 500320.*Choose an extent inside it",
    ),
    "mask outside the map": (
        lambda s: {"MASK": s.features(["a"], [FAR_AWAY])},
        r"mask polygons in “drawn”.*x 500000 to 500320.*Choose a mask for this raster",
    ),
    "mask beside the reference": (
        lambda s: {"MASK": s.features(["a"], [square(LEFT + 2, TOP - 250, 4)])},
        r"“labels”: it has no labelled pixel inside extent and mask.*Choose a reference that overlaps it",
    ),
    "block size 0": (lambda s: {"BLOCK_SIZE": 0}, r"BLOCK_SIZE is 0\. Choose a whole number of at least 1"),
    "unknown sampling": (lambda s: {"SAMPLING": "simple"}, r"SAMPLING is simple\. Choose one of: none, stratified"),
    "report where nothing can be written": (lambda s: {"REPORT": "/proc/report.html"}, IN_PROC),
    "report without its folder": (
        lambda s: {"REPORT": str(s.folder / "none" / "r.html")},
        r"none does not exist\. Make it first, or choose another",
    ),
    "report is a folder": (lambda s: {"REPORT": s.empty("empty")}, r"empty is a folder\. Give the result a file name"),
    "table is the map": (
        lambda s: {"INPUT": (labels := s.labels(NO_LABELS + 3)), "TABLE": labels},
        r"overwrite the input .*labels\.tif\. Choose another name",
    ),
    "one path for two outputs": (
        lambda s: {"REPORT": str(s.folder / "a"), "TABLE": str(s.folder / "a")},
        r"same path .*a\. Give each its own",
    ),
}
CASES = [
    pytest.param(algorithm, *case, id=f"{algorithm}: {name}")
    for algorithm, cases in (
        (EXPORT, EXPORT_CASES),
        (TRAIN, TRAIN_CASES),
        (CLASSIFY, CLASSIFY_CASES),
        (ASSESS, ASSESS_CASES),
    )
    for name, case in cases.items()
]


@pytest.fixture
def spoiler(tmp_path, scene, chips, model):
    return Spoiler(tmp_path / "in", scene, chips["OUTPUT"], model["OUTPUT"])


@pytest.fixture
def refused(run, spoiler, tmp_path):
    """Returns `refused(algorithm, place=None, **parameters)`: the messages of runs that fail and leave all as it was.

    There are two: one with nothing at the output, one with an earlier result there.
    """

    def refused(algorithm, place=None, **parameters):
        place = place or tmp_path / OUTPUT[algorithm]
        asked = {**SOUND[algorithm](spoiler), RESULT.get(algorithm, "OUTPUT"): str(place), **parameters}
        messages = []
        for earlier in ((), EARLIER[algorithm]):
            for name in earlier:
                file = Path(f"{place}{name}") if algorithm in (CLASSIFY, ASSESS) else place / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(b"earlier")
            before = tree(tmp_path)
            with pytest.raises(QgsProcessingException) as caught:
                run(algorithm, Log(), **asked)
            assert tree(tmp_path) == before
            messages.append(str(caught.value).removeprefix("Unable to execute algorithm\n"))
        for message in messages:
            assert "\n" not in message and "Traceback" not in message
            assert "pixel_classifier_" not in message, "a temporary copy is not the user's business"
            assert ".partial" not in message, "nor is a temporary name"
        return messages

    return refused


def assert_said(said, messages):
    """Checks that every message matches a pattern."""
    assert all(re.search(said, message) for message in messages), messages


@pytest.mark.parametrize(("algorithm", "parameters", "said"), CASES)
def test_refused_with_value_and_remedy_and_no_leftover_files(refused, spoiler, algorithm, parameters, said):
    messages = refused(algorithm, **parameters(spoiler))
    assert_said(said, messages)


def test_chips_never_go_into_a_folder_that_holds_the_input(refused, spoiler):
    image = spoiler.image()
    messages = refused(EXPORT, INPUT=image, OUTPUT=str(spoiler.folder))
    assert_said(r"output folder .* holds the input .*image\.tif\. Choose another", messages)


def test_unlabelled_features_are_left_out_and_counted(run, spoiler, tmp_path):
    log = Log()
    results = run(
        EXPORT, log, **{**SOUND[EXPORT](spoiler), "LABELS": spoiler.features(["a", None, "b", None]), **CLASS},
        OUTPUT=str(tmp_path / "chips"),
    )  # fmt: skip
    assert results["CLASS_COUNT"] == 2
    assert any(
        re.search(r'"class" of “drawn” is empty in 2\sfeatures; they are left out', line) for line in log.warnings
    )


def odd_floats(pixels):
    """Returns the image as floats without declared nodata: some NaN and infinities, and its third band constant."""
    odd = pixels.astype(np.float32)
    odd[:, :10] = odd[:, 10:20]
    odd[0, 20, 20:27], odd[1, 30, 30:35], odd[1, 31, 30:33] = np.nan, np.inf, -np.inf
    odd[2] = 350
    odd[:, 50:52, 40:60] = np.nan
    return odd


def test_odd_floats_and_constant_bands_work_with_a_warning_through_all_three_steps(run, spoiler, tmp_path):
    """No CRS either: each oddity is said once per step that minds it, and the pixels without a value are nodata."""
    image = spoiler.image(change=odd_floats, nodata=None, epsg=None)
    export, train, classify = Log(), Log(), Log()
    asked = {**SOUND[EXPORT](spoiler), "INPUT": image, "CLASS_FIELD": "cover"}
    chips = run(EXPORT, export, **asked, OUTPUT=str(tmp_path / "chips"))
    said = "\n".join(export.warnings)
    assert re.search(r"Band 1 has 47 NaN and 0 infinite values", said), said
    assert re.search(r"Band 2 has 40 NaN and 8 infinite values", said), said
    assert re.search(r"Band 3 is constant \(350\)", said), said
    assert re.search(r"image\.tif has no coordinate reference system", said), said

    trained = {**SOUND[TRAIN](spoiler), "CHIPS": chips["OUTPUT"]}
    model = run(TRAIN, train, **trained, OUTPUT=str(tmp_path / "model"))
    assert any(re.search(r"Band 3 is 350 everywhere", line) for line in train.warnings), train.warnings

    asked = {"INPUT": image, "MODEL": model["OUTPUT"], "DEVICE": "cpu"}
    classes = run(CLASSIFY, classify, **asked, OUTPUT=str(tmp_path / "classes.tif"))
    said = "\n".join(classify.warnings)
    assert re.search(r"image\.tif has no coordinate reference system", said), said
    assert re.search(r"Band 2 has 40 NaN and 8 infinite values", said), said
    values = read_values(classes["OUTPUT"])
    assert set(np.unique(values[50:52, 40:60])) == {0}, "where no band has a value there is no class"
    values[50:52, 40:60] = 1
    assert set(np.unique(values)) <= {1, 2}, "a pixel with some values is classified"


DISKS = {
    EXPORT: (16, lambda s: {**with_raster(s.scene.label_raster)}, r"chips.* cannot be .*(disk|space|[Tt]oo large)"),
    TRAIN: (1024, lambda s: {}, r"The model cannot be written into .*(No space|too large).*that the disk has room"),
    CLASSIFY: (16, lambda s: {"PROBABILITIES": ""}, r"\.tif cannot be written: .*Is the disk full"),
    ASSESS: (4, lambda s: {}, r"report\.html cannot be written: .*Free some space there"),
}


@pytest.mark.parametrize("algorithm", DISKS)
def test_a_full_disk_is_named_and_left_as_it_was(refused, spoiler, tmp_path, algorithm):
    kilobytes, parameters, said = DISKS[algorithm]
    disk = tmp_path / "disk"
    parameters = parameters(spoiler)
    if "PROBABILITIES" in parameters:
        parameters["PROBABILITIES"] = str(disk / "probabilities.tif")
    with full_disk(disk, kilobytes):
        messages = refused(algorithm, disk / OUTPUT[algorithm], **parameters)
    assert_said(said, messages)
    assert all(str(disk) in message for message in messages)


def test_a_full_disk_for_temporary_files_names_the_folder_and_tmpdir(refused, tmp_path, monkeypatch):
    disk = tmp_path / "disk"
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    with full_disk(disk, 64):
        messages = refused(TRAIN)
    assert_said(r"decoded chips need .* in .*disk.*Free some space there, or let.*TMPDIR", messages)


def test_a_full_disk_for_footprints_takes_the_chips_back(refused, tmp_path):
    disk = tmp_path / "disk"
    with full_disk(disk, 32) as is_full:
        if not is_full:
            pytest.skip("only a disk of its own can be full for the footprints alone, and mounting one is not allowed")
        messages = refused(EXPORT, FOOTPRINTS=str(disk / "footprints.gpkg"))
    assert_said(r"footprints .*footprints\.gpkg cannot be written: .*Free some space", messages)


def test_a_full_disk_for_copies_of_labels_names_layer_and_folder(run, spoiler, tmp_path):
    before = tree(tmp_path)
    asked = {**SOUND[EXPORT](spoiler), "OUTPUT": str(tmp_path / "chips")}
    with small_files(4096), pytest.raises(QgsProcessingException) as caught:
        run(EXPORT, Log(), **asked)
    assert_said(r"“labels” cannot be copied to the temporary folder /.*Free some space there, or", [str(caught.value)])
    assert tree(tmp_path) == before


@pytest.fixture(scope="module")
def headless(tmp_path_factory):
    return Headless(tmp_path_factory.mktemp("profile"), environment=Path(sys.prefix))


@pytest.mark.any_qgis
@pytest.mark.parametrize(
    ("algorithm", "case"),
    [
        (EXPORT, EXPORT_CASES["300 classes"]),
        (CLASSIFY, CLASSIFY_CASES["unreadable tile"]),
        (ASSESS, ASSESS_CASES["names that the map does not have"]),
    ],
)
def test_qgis_process_ends_with_a_status_and_one_sentence(headless, spoiler, tmp_path, algorithm, case):
    parameters, said = case
    result = RESULT.get(algorithm, "OUTPUT")
    asked = {**SOUND[algorithm](spoiler), **parameters(spoiler), result: str(tmp_path / OUTPUT[algorithm])}
    before = tree(tmp_path)
    request = json.dumps({"inputs": asked})
    done = headless.call("--json", "run", f"pixelclassifier:{algorithm}", "-", stdin=request, timeout=300)
    everything = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in everything
    lines = {line for line in done.stderr.splitlines() if line.strip()}
    sentences = {line for line in lines if re.search(said, line)}
    assert len(sentences) == 1, everything
    assert not any(line.startswith("Exception") for line in lines), everything
    assert tree(tmp_path) == before
