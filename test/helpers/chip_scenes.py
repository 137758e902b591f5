"""Small rasters, label layers and chips folders, made in code for the tests of chips."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr
from rasters_data import make_raster


def wkt(epsg: int) -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


def write_raster(path, pixels, origin=(500000.0, 5000000.0), pixel=10.0, epsg=32633, nodata=None, names=(), options=()):
    """Writes (bands, height, width) or (height, width); `origin` None leaves out the georeference."""
    transform = None if origin is None else (origin[0], pixel, 0, origin[1], 0, -pixel)
    options = options or ("PHOTOMETRIC=MINISBLACK",)
    return make_raster(path, pixels, transform=transform, epsg=epsg, nodata=nodata, names=names, options=options)


def write_boxes(path, boxes, field="class", epsg=32633, kind=ogr.OFTInteger):
    """Writes rectangles (value, xmin, ymin, xmax, ymax) as polygons with a class field."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    layer = source.CreateLayer("labels", reference, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn(field, kind))
    for value, xmin, ymin, xmax, ymax in boxes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature[field] = value
        corners = ((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax), (xmin, ymin))
        ring = ", ".join(f"{x!r} {y!r}" for x, y in corners)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
        layer.CreateFeature(feature)
    source = None
    return str(path)


def pixel_box(value, x, y, width, height, origin=(500000.0, 5000000.0), pixel=10.0):
    """Returns the box of a rectangle of pixels of such a raster as `write_raster` makes."""
    left, top = origin[0] + x * pixel, origin[1] - y * pixel
    return value, left, top - height * pixel, left + width * pixel, top


def noise(bands, height, width, dtype="uint16", seed=1):
    return np.random.default_rng(seed).integers(1, 200, (bands, height, width)).astype(dtype)


def make_bare(path, labels, images=None, extension=".tif", **raster):
    """Writes a bare folder: `labels` maps stem to (height, width); images are noise of 4 bands unless given."""
    path = Path(path)
    for room in ("images", "labels"):
        (path / room).mkdir(parents=True, exist_ok=True)
    for number, (stem, values) in enumerate(labels.items()):
        origin = (500000.0 + number * 320, 5000000.0)
        image = images[stem] if images else noise(4, *values.shape, "uint8", number)
        write_raster(path / "images" / f"{stem}.tif", image, **{"origin": origin, **raster})
        write_raster(
            path / "labels" / f"{stem}{extension}",
            values,
            **{"origin": origin, **raster, "nodata": None, "options": ()},
        )
    return path


def add_esri_files(path, lines, classes, mode="Classified_Tiles", bands=4):
    """Adds to a bare folder what ArcGIS writes beside it; `lines` is the text of map.txt."""
    path = Path(path)
    (path / "map.txt").write_text(lines)
    statistics = {
        "Version": "3.0", "MetaDataMode": mode, "NumBands": bands, "TileSizeX": 32, "TileSizeY": 32, "NumTiles": 2,
        "BandStatsState": [{"Min": 1, "Max": 199, "M1": 100.0, "M2": 5000.0, "Num": 2048}] * bands,
    }  # fmt: skip
    (path / "esri_accumulated_stats.json").write_text(json.dumps(statistics))
    definition = {
        "ImageHeight": 32, "ImageWidth": 32, "MetaDataMode": mode, "Classes": classes,
        "InputRastersProps": {"RasterCount": 1, "SensorName": "", "BandNames": ["Red", "Green", "Blue", "NIR"][:bands]},
    }  # fmt: skip
    (path / "esri_model_definition.emd").write_text(json.dumps(definition))


def read_features(path):
    """Returns the EPSG code of the first layer, and its features as dicts, with their envelope as "box"."""
    source = ogr.Open(str(path))
    layer = source.GetLayer(0)
    reference = layer.GetSpatialRef()
    features = [{**feature.items(), "box": feature.geometry().GetEnvelope()} for feature in layer]
    return reference and reference.GetAuthorityCode(None), features


def grid_of(folder, record):
    """Returns the pixel grid of a chip."""
    return folder.scenes[record.scene].grid.subgrid(record.window)


def nodata_of(path):
    dataset = gdal.Open(str(path))
    return dataset.GetRasterBand(1).GetNoDataValue()
