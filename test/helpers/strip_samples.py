"""Requests for all maps of a scene with gaps, in several ways, and what they have written."""

from __future__ import annotations

import numpy as np
from osgeo import ogr, osr
from pixel_classifier.models.core.requests import ClassifyRequest
from pixel_classifier.rasters.labels.mask_polygons import MaskPolygons
from prediction_samples import noise, utm

HEIGHT, WIDTH = 300, 150


def with_outputs(asked, folder, **changes):
    """Returns a request for all outputs in a folder."""
    folder.mkdir(exist_ok=True)
    paths = {
        "output": "map.tif", "confidence": "confidence.tif", "probabilities": "shares.tif", "uncertainty": "doubt.tif",
        "set_size": "sizes.tif", "areas": "areas.csv", "label_next": "next.gpkg",
    }  # fmt: skip
    named = {key: str(folder / name) for key, name in paths.items()}
    return ClassifyRequest(**{**asked, **named, **changes})


def contents(folder):
    """Returns the bytes of each file; of the GeoPackage, which holds the time, its features."""
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".gpkg" and path.is_file()}
    layer = ogr.Open(str(folder / "next.gpkg"))
    rows = [(feature.ExportToJson(as_object=True)) for feature in layer.GetLayer(0)]
    return {**found, "next.gpkg": rows}


def scene_with_gaps(float_values=False):
    pixels = noise(HEIGHT, WIDTH)
    pixels[:, 40:90, 20:60] = 0
    pixels[0, 200:210] = 0
    return pixels.astype(np.float32) if float_values else pixels


def mask(path):
    crs = osr.SpatialReference()
    crs.ImportFromWkt(utm())
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("mask", crs, ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(
        ogr.CreateGeometryFromWkt(
            "POLYGON ((500010 3999990, 500290 3999950, 500270 3999420, 500010 3999500, 500010 3999990))"
        )
    )
    layer.CreateFeature(feature)
    source = None
    return MaskPolygons(str(path))


SETS = {"prediction_sets": {"classes": [{"possible_from": lowest} for lowest in (0.3, 0.1, 0.6)]}}
CASES = {
    "plain": {},
    "tta": {"augmentation": "4", "probability_type": "byte"},
    "no overlap": {"overlap_px": 0},
    "mask and extent": {"extent_map": (500010.0, 3999430.0, 500280.0, 3999980.0)},
    "finer": {"resample": True},
    "coarser": {"resample": True},
    "cog": {"format": "cog", "uncertainty_kind": "entropy"},
}
