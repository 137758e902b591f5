"""Writes which chips of a training trained and which validated, one polygon each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from osgeo import ogr

from .chip_folder import ChipFolder, ChipRecord
from .errors import OutputError
from .footprints import outline_of, reference_of, transform_between
from .gdal_errors import gdal_failures, reason
from .pending_file import PendingFile

LAYER = "split"
TRAINING, VALIDATION, LEFT_OUT, BOTH = "training", "validation", "left out", "training and validation"
PARTS = (TRAINING, VALIDATION, BOTH, LEFT_OUT)
"""What a chip can do; `BOTH` where the labels inside chips were divided."""


@dataclass(frozen=True)
class ChipPart:
    """A chip of a folder and what it did, one of `PARTS`."""

    folder: ChipFolder
    record: ChipRecord
    part: str


def write_split(path: str, chips: Sequence[ChipPart]) -> None:
    """Writes a GeoPackage with one polygon per chip, in the CRS of the first; in place only when it is whole.

    Fields: part, stem, scene, the share of the chip's pixels that is labelled (0 to 1), and the value and name of the class that
    covers most (null where the folder does not tell). Raises OutputError.
    """
    file = PendingFile(path, lambda temporary: _write(temporary, chips))
    try:
        file.complete()
    except BaseException as error:
        file.__exit__(type(error), error, None)
        raise
    file.__exit__(None, None, None)


def _write(path: str, chips: Sequence[ChipPart]) -> None:
    """Writes the file. Raises OutputError."""
    with gdal_failures() as failures:
        try:
            written = _fill(path, chips)
        except RuntimeError as error:
            raise _not_written(reason(failures, error)) from error
    if not written or failures:
        raise _not_written(reason(failures))


def _fill(path: str, chips: Sequence[ChipPart]) -> bool:
    """Writes the polygons; returns whether GDAL said so. Raises RuntimeError where GDAL raises."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    if source is None:
        return False
    crs_wkt = chips[0].folder.crs_wkt
    layer = source.CreateLayer(LAYER, reference_of(crs_wkt), ogr.wkbPolygon)
    for name, kind in (
        ("part", ogr.OFTString),
        ("stem", ogr.OFTString),
        ("scene", ogr.OFTString),
        ("labelled_share", ogr.OFTReal),
        ("dominant_value", ogr.OFTInteger64),
        ("dominant_class", ogr.OFTString),
    ):
        layer.CreateField(ogr.FieldDefn(name, kind))
    layer.StartTransaction()
    for chip in chips:
        folder, record = chip.folder, chip.record
        scene = folder.scenes[record.scene]
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(outline_of(folder, record, transform_between(scene.grid.crs_wkt, crs_wkt)))
        feature["part"], feature["stem"], feature["scene"] = chip.part, record.stem, scene.name
        counts = dict(record.class_counts)
        if counts:
            value = max(counts, key=lambda value: counts[value])
            names = dict(zip(folder.class_table.values, folder.class_table.names))
            feature["labelled_share"] = record.labelled_px / record.window.pixels
            feature["dominant_value"], feature["dominant_class"] = value, names.get(value, str(value))
        if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
            return False
    return layer.CommitTransaction() == ogr.OGRERR_NONE


def _not_written(why: str) -> OutputError:
    return OutputError(f"The chips by split cannot be written: {why}. Free some space or choose another file.")
