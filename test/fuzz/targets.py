"""What hostile files are tried on: for each reader of the plugin a function that spoils its input and reads it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from chip_samples import scene
from listener import Listener
from mutation import PAYLOAD, SCRIPT, VALUES, mutated, mutated_bytes, mutated_json
from osgeo import gdal, ogr
from pixel_classifier.models.assessment.assess import AssessRequest, assess
from pixel_classifier.models.core.description import DESCRIPTION, read_description, write_description
from pixel_classifier.models.core.label_summary import LabelSummary
from pixel_classifier.models.core.quantiles import QUANTILE_SHARES
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.models.core.serialization import to_data
from pixel_classifier.models.data.chip_set import join_folders
from pixel_classifier.models.engine.command_line import _request_file
from pixel_classifier.models.engine.commands import COMMANDS
from pixel_classifier.models.engine.model_link import link_to_model
from pixel_classifier.models.engine.stac import scenes_of_items, sizes_of
from pixel_classifier.models.exchange.stac_item import EXTENSION
from pixel_classifier.models.networks.build import build_network
from pixel_classifier.models.networks.model_folder import CONFIG, WEIGHTS, load_model, network_spec, save_model
from pixel_classifier.models.networks.onnx_metadata import OWN, OwnGraph, properties_of
from pixel_classifier.models.networks.open_model import load_network, open_model
from pixel_classifier.models.networks.weights_file import read_arrays
from pixel_classifier.models.prediction.classify import classify
from pixel_classifier.models.prediction.strips import StripStore, records_in
from pixel_classifier.models.training.checkpoint import Checkpoint, Progress, State
from pixel_classifier.rasters.chips.files import MOST_SIDE_PX
from pixel_classifier.rasters.chips.read import read_chip, read_chip_folder
from pixel_classifier.rasters.classes.attribute_table import read_class_styles
from pixel_classifier.rasters.core.errors import PixelClassifierError
from pixel_classifier.rasters.core.grid import Window
from pixel_classifier.rasters.core.progress import SilentReporter
from pixel_classifier.rasters.export.export import ExportRequest, export_chips
from pixel_classifier.rasters.labels.sources import RasterLabels, VectorLabels, open_labels
from pixel_classifier.rasters.reading.dataset import RasterDataset
from pixel_classifier.rasters.reading.reader import RasterReader
from prediction_samples import description
from rasters_data import make_layer, make_raster, pixel_square, write_sparse

try:
    import onnx
except ImportError:  # an optional package, which only the target "ONNX files" needs
    onnx = None

SILENT = SilentReporter()
_HEADER_BYTES = 700
_SIZE = 48
_BORROWED = "borrowed.tif"
"""A raster outside the folder that is read."""


class Models:
    """A model folder with a pixel network and one with a U-Net, and spoilt copies of their files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.whole: dict[str, dict[str, bytes]] = {}
        for architecture, encoder in (("pixel", "none"), ("unet", "resnet18")):
            torch.manual_seed(0)
            about = description(architecture=architecture, encoder=encoder, chip_size_px=32, **_FULL)
            place = folder / architecture
            place.mkdir()
            save_model(place, build_network(network_spec(about)), network_spec(about), about)
            self.whole[architecture] = {name: (place / name).read_bytes() for name in (DESCRIPTION, CONFIG, WEIGHTS)}
        pixels = np.random.default_rng(0).integers(1, 1000, (2, _SIZE, _SIZE)).astype(np.uint16)
        self.image = make_raster(folder / "image.tif", pixels, transform=(500000.0, 2.0, 0.0, 4000000.0, 0.0, -2.0))

    def description(self, folder: Path, random: Random) -> None:
        """Spoils model.json; reads it, writes it again, and the lines on its labels."""
        place = self.folder / "pixel"
        content = json.loads(self.whole["pixel"][DESCRIPTION])
        (place / DESCRIPTION).write_bytes(mutated_json(content, random))
        about = read_description(place)
        write_description(place, about)
        summary = LabelSummary.of_model(about.labels)
        if summary is not None:
            summary.log_lines(about.class_table)
            summary.warnings(about.class_table)

    def network(self, folder: Path, random: Random) -> None:
        """Spoils config.json, or the header of the weights; builds the network and loads the weights."""
        architecture = "pixel" if random.random() < 0.8 else "unet"
        place, files = self._restored(architecture)
        if random.random() < 0.5:
            (place / CONFIG).write_bytes(mutated_json(json.loads(files[CONFIG]), random))
        else:
            (place / WEIGHTS).write_bytes(_spoilt_safetensors(files[WEIGHTS], random))
        load_model(place)

    def classification(self, folder: Path, random: Random) -> None:
        """Spoils a file of the model folder; classifies a raster with it, or starts a network from it."""
        place, files = self._restored("pixel")
        name = random.choice((DESCRIPTION, DESCRIPTION, DESCRIPTION, CONFIG, WEIGHTS))
        whole = files[name]
        spoilt = _spoilt_safetensors(whole, random) if name == WEIGHTS else mutated_json(json.loads(whole), random)
        (place / name).write_bytes(spoilt)
        output = folder / "classes.tif"
        resample = random.random() < 0.3
        try:
            classify(
                ClassifyRequest(
                    self.image,
                    str(place),
                    str(output),
                    device="cpu",
                    tile_size_px=32,
                    overlap_px=0,
                    batch_size=4,
                    resample=resample,
                    areas=str(folder / "areas.csv"),
                    label_next=str(folder / "next.gpkg"),
                    probabilities=str(folder / "shares.tif"),
                ),
                SILENT,
            )
        finally:
            for left in folder.glob("classes.tif*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()

    def _restored(self, architecture: str) -> tuple[Path, dict[str, bytes]]:
        place, files = self.folder / architecture, self.whole[architecture]
        for name, content in files.items():
            if (
                not (place / name).exists()
                or (place / name).stat().st_size != len(content)
                or (place / name).read_bytes() != content
            ):
                (place / name).write_bytes(content)
        return place, files


_FULL: dict[str, Any] = {
    "band_quantiles": (tuple(40.0 * n for n in range(len(QUANTILE_SHARES))),) * 2,
    "undeclared_nodata": ((-9999.0,), ()),
    "band_scales": ((0.0001, 0.0), (1.0, 0.0)),
    "source_bands": (1, 2),
    "source_band_count": 2,
    "split": {"kind": "blocks", "training_chips": 12, "validation_chips": 4, "unit_px": 32},
    "metrics": {
        "mean_iou": 0.5, "accuracy": 0.7, "kappa": 0.6, "epoch": 2, "pixels": 100, "measured_on": "validation",
        "confusion": [[1, 2, 0], [3, 4, 0], [0, 0, 5]],
        "classes": [{"value": v, "precision": 0.5, "recall": 0.5, "f1": 0.5, "iou": 0.3, "pixels": 9} for v in (3, 300, 70000)],
        "intervals": {"mean_iou": [0.4, 0.6]},
    },
    "training": {"epochs": 3, "seed": 7, "weights": "none", "loss": "cross_entropy"},
    "labels": {
        "kind": "blocks", "unit_px": 32, "training_blocks": 4, "validation_blocks": 2, "accuracy_error": 0.02, "mean_iou_error": 0.03,
        "assumed_accuracy": 0.8, "assumed_correlation": 0.3,
        "classes": [
            {"value": v, "pixels": 90, "patches": 3, "training_pixels": 60, "training_blocks": 3, "validation_pixels": 30,
             "validation_blocks": 1, "places": 2.5} for v in (3, 300, 70000)
        ],
        "advice": [{"value": 3, "where": "in the north"}],
    },
    "calibration": {"temperature": 1.3, "error_before": 0.1, "error_after": 0.02},
    "prediction_sets": {"coverage": 0.9, "classes": [{"possible_from": lowest} for lowest in (0.1, 0.2, 0.3)]},
}  # fmt: skip


def _spoilt_safetensors(data: bytes, random: Random) -> bytes:
    """Spoils a safetensors file: its header as JSON, or its first bytes."""
    size = int.from_bytes(data[:8], "little")
    if random.random() < 0.4:
        return mutated_bytes(data, random, _HEADER_BYTES)
    header = json.dumps(mutated(json.loads(data[8 : 8 + size]), random)).encode()
    length = random.choice((len(header), len(header), len(header), 2**63 - 1, 0, len(header) + 1, 2**40))
    return length.to_bytes(8, "little") + header + data[8 + size :]


class Checkpoints:
    """A checkpoint of a training, and weights files."""

    def __init__(self, folder: Path) -> None:
        progress = Progress((), 1, 0.01, 2, 1, "float32", None, 3)
        self.checkpoint = Checkpoint(folder / "model", {"seed": 1, "bands": ["a", "b"]})
        self.checkpoint.new_kept(1)
        self.checkpoint.save(State(progress, {"network": {"weight": torch.zeros(3, 3)}, "optimizer": {"step": 1}}))
        self.state = self.checkpoint.folder / "state.pt"
        self.whole = self.state.read_bytes()
        self.progress = to_data(progress)

    def read(self, folder: Path, random: Random) -> None:
        """Spoils state.pt as bytes or as content, and a weights file with objects; reads them."""
        kind = random.random()
        if kind < 0.5:
            self.state.write_bytes(mutated_bytes(self.whole, random))
        elif kind < 0.6:
            torch.save(_Executed(), self.state)
        else:
            content = {
                "format": 2, "fingerprint": {"seed": 1, "bands": ["a", "b"]}, "progress": self.progress,
                "network": {"weight": torch.zeros(3, 3)}, "optimizer": {"step": 1},
            }  # fmt: skip
            torch.save(mutated(content, random), self.state)
        with _both(lambda: self.checkpoint.load()):
            weights = folder / random.choice(("weights.pt", "weights.pth", "weights.bin", "weights.ckpt"))
            shutil.copy(self.state, weights)
            read_arrays(weights)


class _Executed:
    """A pickled object that runs a program where it is loaded."""

    def __reduce__(self) -> tuple:
        return os.system, (PAYLOAD,)


@contextlib.contextmanager
def _both(first: Callable[[], object]) -> Any:
    """Calls a function, and runs what is enclosed also where that refuses its input."""
    with contextlib.suppress(PixelClassifierError):
        first()
    yield


class Chips:
    """A training chips folder of our own, and one with Esri's files."""

    def __init__(self, folder: Path) -> None:
        pixels, values = scene(64, classes=2, patch=32)
        image = make_raster(folder / "scene.tif", pixels)
        labels = make_raster(folder / "scene-labels.tif", values.astype(np.uint8))
        self.own, self.esri, self.huge = folder / "own", folder / "esri", folder / "huge"
        export_chips(ExportRequest(image, RasterLabels(labels), str(self.own), chip_size_px=32, stride_px=32), SILENT)
        shutil.copytree(self.own, self.esri)
        (self.esri / "chips.json").unlink()
        make_raster(folder / _BORROWED, pixels[:, :32, :32])
        self.manifest = json.loads((self.own / "chips.json").read_text())
        self.definition = json.loads((self.esri / "esri_model_definition.emd").read_text())
        self.statistics = json.loads((self.esri / "esri_accumulated_stats.json").read_text())
        self.map = (self.esri / "map.txt").read_bytes()
        self.first = min(path.name for path in (self.esri / "images").iterdir())
        self.chip = (self.esri / "images" / self.first).read_bytes()
        self.label = (self.esri / "labels" / self.first).read_bytes()

    def manifests(self, folder: Path, random: Random) -> None:
        """Spoils chips.json; reads the folder, joins it with others, and reads a chip."""
        (self.own / "chips.json").write_bytes(mutated_json(self.manifest, random))
        self._read(self.own)

    def esri_files(self, folder: Path, random: Random) -> None:
        """Spoils one of Esri's files; reads the folder and a chip."""
        kind = random.random()
        if kind < 0.4:
            (self.esri / "esri_model_definition.emd").write_bytes(mutated_json(self.definition, random))
        elif kind < 0.7:
            (self.esri / "esri_accumulated_stats.json").write_bytes(mutated_json(self.statistics, random))
        else:
            (self.esri / "map.txt").write_bytes(self._spoilt_map(random))
        try:
            self._read(self.esri)
        finally:
            (self.esri / "esri_model_definition.emd").write_text(json.dumps(self.definition))
            (self.esri / "esri_accumulated_stats.json").write_text(json.dumps(self.statistics))
            (self.esri / "map.txt").write_bytes(self.map)

    def pixels(self, folder: Path, random: Random) -> None:
        """Spoils an image or a label, or makes both as small files that declare huge chips; reads the folder and this chip."""
        if random.random() < 0.1:
            self._read_huge(random)
        own = random.random() < 0.5
        place = self.own if own else self.esri
        subfolder, whole = random.choice((("images", self.chip), ("labels", self.label)))
        file = place / subfolder / self.first
        file.write_bytes(mutated_bytes(whole, random, random.choice((64, 400, None))))
        if own:
            (place / "chips.json").write_text(json.dumps(self.manifest))
        try:
            self._read(place)
        finally:
            file.write_bytes(whole)

    def _read_huge(self, random: Random) -> None:
        side, bands = random.choice((MOST_SIDE_PX + 1, 40_000, 100_000)), random.choice((1, 3))
        for subfolder, count in (("images", bands), ("labels", 1)):
            (self.huge / subfolder).mkdir(parents=True, exist_ok=True)
            write_sparse(self.huge / subfolder / self.first, side, count)
        self._read(self.huge)

    def _spoilt_map(self, random: Random) -> bytes:
        if random.random() < 0.5:
            return mutated_bytes(self.map, random)
        outside = random.choice(
            (
                f"../{_BORROWED}",
                str(self.own.parent / _BORROWED),
                f"images/../../{_BORROWED}",
                "C:/x.tif",
                "/vsimem/x.tif",
                "//host/x.tif",
            )
        )
        pair = random.choice(
            (f"{outside} labels/{self.first}", f"images/{self.first} {outside}", f"{outside} {outside}")
        )
        return pair.encode() + b"\n" + self.map

    @staticmethod
    def _read(place: Path) -> None:
        found = read_chip_folder(str(place), SILENT)
        for record in found.chips:
            for path in (found.image_path(record), found.label_path(record)):
                if not os.path.realpath(path).startswith(str(place.resolve())):
                    raise AssertionError(f"reads {path}, outside the folder")
        joined = join_folders([found], 0, SILENT)
        chip = read_chip(found, found.chips[0])
        joined.indices(chip.values, chip.label_nodata_mask)
        found.class_pixels()


class Rasters:
    """GeoTIFF, PNG and virtual rasters, with and without a table of classes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        generator = np.random.default_rng(1)
        pixels = generator.integers(0, 255, (3, _SIZE, _SIZE)).astype(np.uint8)
        self.files = {
            ".tif": Path(make_raster(folder / "a.tif", pixels, nodata=0, mask=pixels[0] > 9)).read_bytes(),
            ".TIF": Path(make_raster(folder / "b.tif", pixels.astype(np.float32), options=("COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"))).read_bytes(),
        }  # fmt: skip
        gdal.GetDriverByName("PNG").CreateCopy(str(folder / "c.png"), gdal.Open(str(folder / "a.tif")))
        self.files[".png"] = (folder / "c.png").read_bytes()
        self.labels = VectorLabels(
            make_layer(
                folder / "labels.gpkg", [(pixel_square(2, 2, 30, 30), "a"), (pixel_square(31, 31, 47, 47), "b")]
            ),
            None,
            "class",
        )

    def bytes(self, folder: Path, random: Random) -> None:
        """Spoils a file's bytes; describes it and reads all of it."""
        ending, whole = random.choice(list(self.files.items()))
        path = folder / f"spoilt{ending}"
        for left in folder.glob("spoilt*"):
            left.unlink()
        path.write_bytes(mutated_bytes(whole, random, random.choice((16, 300, None))))
        self._read(path)

    def virtual(self, folder: Path, random: Random) -> None:
        """Writes a virtual raster that is spoilt, that points outside, to itself, or that asks for Python; reads it."""
        path = folder / "spoilt.vrt"
        text = _VRT.format(
            width=random.choice((48, 48, 48, 0, -1, 2**31 - 1, 100_000)),
            height=random.choice((48, 48, 48, 0, 2**31 - 1, 30_000)),
            transform=random.choice(("500000, 2, 0, 4000000, 0, -2",) * 4 + ("0, 0, 0, 0, 0, 0", "1e308, 1e308, 0, 1e308, 0, -1e308", "nan, nan, 0, nan, 0, nan", "0, 1e-300, 0, 0, 0, -1e-300", "0,1,1,0,1,1", "x")),
            dtype=random.choice(("Byte",) * 5 + ("CFloat32", "UInt16", "Float64", "x", "Int64")),
            nodata=random.choice(("", "<NoDataValue>0</NoDataValue>", "<NoDataValue>nan</NoDataValue>", "<NoDataValue>1e400</NoDataValue>", f"<NoDataValue>{SCRIPT}</NoDataValue>".replace("<script>", ""))),
            source=random.choice(("a.tif", "b.tif", "spoilt.vrt", "../../../../etc/passwd", "/etc/passwd", "/dev/zero", "gone.tif", str(self.folder / "a.tif"), "/vsimem/x", "/vsizip/a.tif", "")),
            x=random.choice((0, 0, 0, -5, 10**9, "nan")),
            bands=random.choice((1, 1, 1, 3, 300)),
            function=random.choice(("",) * 6 + (_PYTHON,)),
        )  # fmt: skip
        if random.random() < 0.4:
            path.write_bytes(mutated_bytes(text.encode(), random))
        else:
            path.write_text(text)
        self._read(path)

    def exports(self, folder: Path, random: Random) -> None:
        """Exports training chips from a spoilt raster, with labels of a layer or of the raster itself."""
        ending, whole = random.choice(list(self.files.items()))
        path, output = folder / f"spoilt{ending}", folder / "out" / "chips"
        path.write_bytes(mutated_bytes(whole, random, random.choice((300, None))))
        labels = self.labels if random.random() < 0.5 else RasterLabels(str(path))
        image = str(path) if labels is self.labels else str(self.folder / "a.tif")
        try:
            export_chips(ExportRequest(image, labels, str(output), chip_size_px=32), SILENT)
        finally:
            shutil.rmtree(folder / "out", ignore_errors=True)

    def class_tables(self, folder: Path, random: Random) -> None:
        """Gives a raster a hostile table of classes; reads it, and assesses the raster, whose report must show no markup of it."""
        path, report = folder / "classes.tif", folder / "report.html"
        if not path.exists():
            values = np.random.default_rng(2).integers(1, 4, (_SIZE, _SIZE)).astype(np.uint8)
            make_raster(path, values)
            make_raster(folder / "reference.tif", np.roll(values, 1))
        rows = "".join(
            f'<Row index="{n}"><F>{random.choice((n + 1, 1, -5, 1e300, "nan", "x", 2**40, ""))}</F><F>{_escaped(_name(random))}</F>'
            f"<F>{random.choice((0, 255, -1, 1e300, 'nan', 'x'))}</F><F>9</F><F>9</F></Row>"
            for n in range(random.choice((1, 3, 3, 3, 400)))
        )
        kind = random.choice((0, 1, 2))
        text = f"""<PAMDataset><PAMRasterBand band="1"><GDALRasterAttributeTable tableType="thematic">
            <FieldDefn index="0"><Name>Value</Name><Type>{kind}</Type><Usage>5</Usage></FieldDefn>
            <FieldDefn index="1"><Name>Class</Name><Type>2</Type><Usage>2</Usage></FieldDefn>
            <FieldDefn index="2"><Name>Red</Name><Type>{kind}</Type><Usage>6</Usage></FieldDefn>
            <FieldDefn index="3"><Name>Green</Name><Type>0</Type><Usage>7</Usage></FieldDefn>
            <FieldDefn index="4"><Name>Blue</Name><Type>0</Type><Usage>8</Usage></FieldDefn>{rows}
            </GDALRasterAttributeTable></PAMRasterBand></PAMDataset>"""
        data = text.encode("utf-8", "replace")
        (folder / "classes.tif.aux.xml").write_bytes(mutated_bytes(data, random) if random.random() < 0.3 else data)
        read_class_styles(RasterDataset(str(path)))
        if random.random() < 0.9:
            return
        assess(
            AssessRequest(
                str(path),
                RasterLabels(str(folder / "reference.tif")),
                report=str(report),
                table=str(folder / "t.csv"),
                sampling="all",
            ),
            SILENT,
        )
        check_page(report.read_text(encoding="utf-8"))

    def _read(self, path: Path) -> None:
        raster = RasterDataset(str(path))
        info = raster.info
        read_class_styles(raster)
        if info.grid.width * info.grid.height * info.band_count > 10**8:
            return  # no reader takes a raster as a whole
        with RasterReader(raster) as reader:
            reader.read(Window(0, 0, min(info.grid.width, 256), min(info.grid.height, 256)))


_PYTHON = f"<PixelFunctionType>f</PixelFunctionType><PixelFunctionLanguage>Python</PixelFunctionLanguage><PixelFunctionCode><![CDATA[\n{PAYLOAD}\ndef f(*a, **k): pass\n]]></PixelFunctionCode>"
_VRT = """<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><GeoTransform>{transform}</GeoTransform>
<VRTRasterBand dataType="{dtype}" band="1">{nodata}{function}<SimpleSource><SourceFilename relativeToVRT="1">{source}</SourceFilename>
<SourceBand>{bands}</SourceBand><SrcRect xOff="{x}" yOff="0" xSize="48" ySize="48"/><DstRect xOff="0" yOff="0" xSize="48" ySize="48"/>
</SimpleSource></VRTRasterBand></VRTDataset>"""


def _name(random: Random) -> str:
    """Returns a name of a class, mostly a hostile one."""
    return random.choice([value for value in VALUES if isinstance(value, str)] + ["water", SCRIPT, SCRIPT])


def _escaped(text: str) -> str:
    return (
        "".join(character for character in text if character >= " " and not "\ud800" <= character <= "\udfff")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
    )


def check_page(text: str) -> None:
    """Raises AssertionError where a page holds markup of a hostile name."""
    for mark in ("<script", "<img src=x"):
        if mark in text:
            raise AssertionError(f"the page holds {mark}")


class Vectors:
    """Layers of polygons as GeoJSON and GeoPackage."""

    def __init__(self, folder: Path) -> None:
        self.grid = RasterDataset(make_raster(folder / "image.tif", np.ones((_SIZE, _SIZE), np.uint8))).info.grid
        make_layer(
            folder / "layer.gpkg", [(pixel_square(2, 2, 30, 30), "a"), (pixel_square(20, 20, 47, 47), "b"), (None, "c")]
        )
        self.package = (folder / "layer.gpkg").read_bytes()
        left, top = self.grid.to_map(0, 0)
        ring = [[left + x, top - y] for x, y in ((20, 20), (300, 20), (300, 300), (20, 300), (20, 20))]
        shapes = [
            {"type": "Polygon", "coordinates": [ring]},
            {"type": "MultiPolygon", "coordinates": [[ring], [ring, ring[:4]]]},
            {"type": "LineString", "coordinates": ring},
            {"type": "Point", "coordinates": ring[0]},
            {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": ring[1]}]},
            None,
        ]
        self.collection = {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}},
            "features": [
                {"type": "Feature", "properties": {"class": name, "code": number}, "geometry": shape}
                for number, (name, shape) in enumerate(zip(("a", "b", "a", SCRIPT, None, "c"), shapes))
            ],
        }

    def geojson(self, folder: Path, random: Random) -> None:
        """Spoils GeoJSON; rasterizes its features."""
        path = folder / "spoilt.geojson"
        path.write_bytes(mutated_json(self.collection, random))
        self._read(path, random)

    def geopackage(self, folder: Path, random: Random) -> None:
        """Spoils a GeoPackage as bytes; rasterizes its features."""
        path = folder / "spoilt.gpkg"
        path.write_bytes(mutated_bytes(self.package, random, random.choice((2000, None))))
        self._read(path, random)

    def geometries(self, folder: Path, random: Random) -> None:
        """Writes geometries of random coordinates, some not finite, some far away; rasterizes them."""
        path = folder / "spoilt.fgb"
        path.unlink(missing_ok=True)
        dataset = ogr.GetDriverByName("FlatGeobuf").CreateDataSource(str(path))
        layer = dataset.CreateLayer("a", None, ogr.wkbUnknown)
        layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
        for _ in range(random.choice((1, 3, 10))):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetField("class", random.choice(("a", "b", SCRIPT, "")))
            feature.SetGeometry(self._geometry(random))
            with contextlib.suppress(RuntimeError):
                layer.CreateFeature(feature)
        with contextlib.suppress(RuntimeError):
            dataset = layer = None
        self._read(path, random)

    def _geometry(self, random: Random) -> ogr.Geometry:
        left, top = self.grid.to_map(0, 0)
        far = (0.0, -1e9, 1e9, 1e300, -1e300, float("nan"), float("inf"), float("-inf"))

        def point() -> tuple[float, float]:
            if random.random() < 0.05:
                return random.choice(far), random.choice(far)
            return left + random.uniform(-50, 600), top - random.uniform(-50, 600)

        kind = random.choice((ogr.wkbPolygon, ogr.wkbPolygon, ogr.wkbLineString, ogr.wkbPoint, ogr.wkbMultiPoint))
        geometry = ogr.Geometry(kind)
        if kind == ogr.wkbPolygon:
            for _ in range(random.choice((1, 1, 2))):
                ring = ogr.Geometry(ogr.wkbLinearRing)
                for _ in range(random.choice((0, 1, 2, 3, 4, 50, 300))):
                    ring.AddPoint(*point())
                if random.random() < 0.8 and ring.GetPointCount():
                    ring.CloseRings()
                geometry.AddGeometry(ring)
        elif kind == ogr.wkbMultiPoint:
            for _ in range(random.choice((0, 1, 20))):
                one = ogr.Geometry(ogr.wkbPoint)
                one.AddPoint(*point())
                geometry.AddGeometry(one)
        else:
            for _ in range(1 if kind == ogr.wkbPoint else random.choice((0, 1, 2, 100))):
                geometry.AddPoint(*point())
        return geometry

    def _read(self, path: Path, random: Random) -> None:
        field = random.choice(("class", "class", "code", None, "gone"))
        buffer = random.choice((0.0, 0.0, 5.0))  # not below 0: GEOS 3.11.1 crashes on some valid triangles
        labels = open_labels(VectorLabels(str(path), None, field, buffer), self.grid, Listener())
        with contextlib.closing(labels):
            labels.read(self.grid.window)
            labels.counts()


class Requests:
    """Files that order work: requests of the command line, STAC items, records of strips."""

    def __init__(self, folder: Path) -> None:
        self.item = {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature", "id": "scene-1", "properties": {"datetime": "2024-01-01T00:00:00Z"},
                    "assets": {"data": {"href": "a.tif", "type": "image/tiff", "roles": ["data"], "file:size": 5}},
                },
                {"type": "Feature", "id": "../b", "properties": {}, "assets": {"x": {"href": "../a.tif", "type": "image/tiff"}}},
            ],
        }  # fmt: skip
        self.model_item = {
            "stac_extensions": [EXTENSION], "properties": {"title": "model", "mlm:name": "model"}, "assets": {"model": {"href": "model.json"}},
        }  # fmt: skip
        self.inputs = {
            name: {
                each.id: "a.tif" if each.is_required or each.id in ("LABELS", "REFERENCE_RASTER") else each.default
                for each in command.described().parameters
                if name != "sample" or each.id != "POLYGONS"
            }
            for name, command in COMMANDS.items()
        }
        models = Models(folder)
        shutil.rmtree(folder / "unet")
        classify(
            ClassifyRequest(models.image, str(folder / "pixel"), str(folder / "map.tif"), device="cpu", tile_size_px=32, overlap_px=0, part="1", parts=2),
            SILENT,
        )  # fmt: skip
        self.strips = folder / "map.tif.strips"
        self.record = next(self.strips.glob("run-*.json"))
        self.note = next(self.strips.glob("strip-*.json"))
        self.records = {path: json.loads(path.read_text()) for path in (self.record, self.note)}

    def files(self, folder: Path, random: Random) -> None:
        """Spoils a request file; makes the request of a command."""
        name = random.choice(sorted(set(self.inputs) - {"join"}))
        path = folder / "request.json"
        path.write_bytes(mutated_json({"inputs": self.inputs[name]}, random))
        command = COMMANDS[name]
        request = command.request(command.described().values(_request_file(str(path))))
        if hasattr(request, "check"):
            request.check()

    def stac(self, folder: Path, random: Random) -> None:
        """Spoils STAC items; finds their scenes, and the model that one describes."""
        path = folder / "items.json"
        path.write_bytes(mutated_json(self.item, random))
        sizes_of(str(path))
        model = folder / "model.json"
        model.write_bytes(mutated_json(self.model_item, random))
        json.dumps(link_to_model(str(folder), [model], str(folder / "map.json")), ensure_ascii=False).encode()
        model.unlink()
        scenes_of_items(str(path), random.choice((None, None, "data", "gone")))

    def strip_records(self, folder: Path, random: Random) -> None:
        """Spoils the record of a run or the note of a strip; finds what is stored and reads it."""
        for path, content in self.records.items():
            path.write_text(json.dumps(content))
        path, content = random.choice(list(self.records.items()))
        path.write_bytes(mutated_json(content, random))
        for record in records_in(str(self.strips)):
            store = StripStore(record, str(self.strips))
            store.nan_pixels(range(len(record.strips)))
            for position in sorted(store.stored()):
                for _ in store.pieces(position):
                    pass


class Graphs:
    """ONNX files: one with the description of a model of ours, one with metadata as of Deepness."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        own = OwnGraph(description(architecture="pixel", encoder="none", chip_size_px=32), 1.0, 1.0, False)
        self.properties = {name: json.loads(text) for name, text in properties_of(own, _SIZE, 8).items()}
        self.whole = {name: onnx_model(properties) for name, properties in (
            ("own", self.properties), ("deepness", {key: value for key, value in self.properties.items() if key != OWN}),
        )}  # fmt: skip

    def read(self, folder: Path, random: Random) -> None:
        """Spoils a file as bytes, in its metadata or in its graph; opens it and runs it on a tile."""
        path = folder / "spoilt.onnx"
        model = onnx.load_from_string(self.whole[random.choice(list(self.whole))])
        kind = random.random()
        if kind < 0.4:
            content = mutated_bytes(model.SerializeToString(), random, random.choice((300, None, None)))
        elif kind < 0.8:
            spoilt = mutated({each.key: json.loads(each.value) for each in model.metadata_props}, random)
            if isinstance(spoilt, dict):
                del model.metadata_props[:]
                for key, value in spoilt.items():
                    text = (
                        json.dumps(value)
                        if random.random() < 0.9
                        else mutated_bytes(json.dumps(value).encode(), random)
                    )
                    _set_property(model, key, text)
            content = model.SerializeToString()
        else:
            _spoil_graph(model.graph, random)
            content = model.SerializeToString()
        path.write_bytes(content)
        scaling = random.choice(((), (), (), ((0.0, 1.0),), ((0.0, 0.0),), ((float("nan"), 1.0), (1e308, 5e-324))))
        source = open_model(str(path), scaling, SILENT)
        side = source.tiles.side_px if source.tiles else 32
        load_network(source)(torch.zeros(1, source.description.band_count, side, side))


def onnx_model(properties: dict[str, Any]) -> bytes:
    """Returns an ONNX file of a convolution and a softmax, for tiles of any size."""
    values = np.random.default_rng(0).normal(size=(3, 2, 3, 3)).astype(np.float32)
    nodes = [
        onnx.helper.make_node("Conv", ["input", "weights"], ["logits"], pads=[1, 1, 1, 1]),
        onnx.helper.make_node("Softmax", ["logits"], ["output"], axis=1),
    ]
    shapes = (["n", 2, "y", "x"], ["n", 3, "y", "x"])
    ends = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
        for name, shape in zip(("input", "output"), shapes)
    ]
    graph = onnx.helper.make_graph(
        nodes, "small", ends[:1], ends[1:], [onnx.numpy_helper.from_array(values, "weights")]
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)], ir_version=8)
    onnx.helper.set_model_props(model, {key: json.dumps(value) for key, value in properties.items()})
    return model.SerializeToString()


def _set_property(model: onnx.ModelProto, key: str, text: str | bytes) -> None:
    """Adds a property; one that is no text is left out, as the format has none."""
    with contextlib.suppress(ValueError, UnicodeError):
        model.metadata_props.append(
            onnx.StringStringEntryProto(key=key, value=text if isinstance(text, str) else text.decode())
        )


def _spoil_graph(graph: onnx.GraphProto, random: Random) -> None:
    """Gives a graph impossible shapes, weights that lie in other files, or nodes that take much memory or do not fit."""
    weights, node = graph.initializer[0], random.choice(graph.node)
    kind = random.randrange(6)
    if kind == 0:
        dimension = random.choice(random.choice((graph.input, graph.output))[0].type.tensor_type.shape.dim)
        dimension.dim_value = random.choice((0, -1, 1, 2, 32, 33, 2**31, 2**62, 100_000))
    elif kind == 1:
        weights.ClearField("raw_data")
        weights.data_location = onnx.TensorProto.EXTERNAL
        for key, value in (("location", random.choice((f"../{_BORROWED}", "/etc/passwd", "/dev/zero", "gone", "", "spoilt.onnx"))), ("offset", random.choice(("0", "-1", "x", str(2**62)))), ("length", "216")):  # fmt: skip
            weights.external_data.append(onnx.StringStringEntryProto(key=key, value=value))
    elif kind == 2:
        weights.dims[random.randrange(4)] = random.choice((0, -1, 1, 7, 2**31, 2**62))
    elif kind == 3:
        node.op_type = random.choice(
            ("Relu", "Identity", "Shape", "ConstantOfShape", "Tile", "NonZero", "x", "Softmax", "Sequence", "If")
        )
    elif kind == 4:
        node.attribute[0].CopyFrom(
            onnx.helper.make_attribute(
                node.attribute[0].name, random.choice((2**40, -5, [2**31] * 4, [-1] * 4, "x", 0.5))
            )
        )
    else:
        graph.initializer.append(onnx.numpy_helper.from_array(np.array([10**6, 10**6, 10**3], np.int64), "huge"))
        graph.node.insert(0, onnx.helper.make_node("ConstantOfShape", ["huge"], ["unused"]))
        graph.node[1].input[0] = random.choice(("unused", "input"))


TARGETS: dict[str, tuple[type, str, int]] = {
    "model.json": (Models, "description", 12),
    "config.json and weights": (Models, "network", 4),
    "classification": (Models, "classification", 6),
    "checkpoints and .pt files": (Checkpoints, "read", 3),
    "chips.json": (Chips, "manifests", 8),
    "Esri's files": (Chips, "esri_files", 4),
    "chip pixels": (Chips, "pixels", 4),
    "rasters": (Rasters, "bytes", 6),
    "virtual rasters": (Rasters, "virtual", 4),
    "exports": (Rasters, "exports", 4),
    "class tables and reports": (Rasters, "class_tables", 4),
    "GeoJSON": (Vectors, "geojson", 5),
    "GeoPackage": (Vectors, "geopackage", 4),
    "geometries": (Vectors, "geometries", 4),
    "request files": (Requests, "files", 5),
    "STAC items": (Requests, "stac", 4),
    "records of strips": (Requests, "strip_records", 4),
    "ONNX files": (Graphs, "read", 4),
}
"""For each target the class that makes the whole files, its method that spoils and reads them, and its share of the time."""
