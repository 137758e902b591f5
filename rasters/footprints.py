"""Writes the footprints of chips, one polygon each with what its label holds, to check chips by eye."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from osgeo import ogr, osr

from .chip_folder import ChipFolder, ChipRecord
from .errors import OutputError
from .gdal_errors import gdal_failures, reason
from .partial import partial_name

if TYPE_CHECKING:
    from typing_extensions import Self

LAYER = "footprints"
_Transform = Callable[[float, float], tuple[float, float]]


class FootprintsFile:
    """A GeoPackage of footprints that takes its final name only when it is whole. Use it in a `with` statement."""

    def __init__(self, path: str) -> None:
        """Prepares to write the footprints to `path`, which ends in .gpkg."""
        self.path = path
        folder, name = os.path.split(os.path.abspath(path))
        self._temporary = os.path.join(folder, partial_name(os.path.splitext(name)[0], ".gpkg"))

    def __enter__(self) -> Self:
        """Returns the file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Removes what was not put in place."""
        for ending in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                os.remove(self._temporary + ending)

    def write(self, folder: ChipFolder, crs_wkt: str) -> None:
        """Writes the footprints of all chips of `folder` under the temporary name, in the given CRS ('' = unknown).

        Fields: stem, scene, the share of the chip's pixels (0 to 1) that each class covers, that is labelled and where there
        is nothing, the value and name of the class that covers most, how the chip was placed ("window" or "labels"), and
        for the latter the value and name of the class that it was drawn for. Raises OutputError.
        """
        with gdal_failures() as failures:
            try:
                written = _write(self._temporary, folder, crs_wkt)
            except RuntimeError as error:
                raise self._not_written(reason(failures, error)) from error
        if not written or failures:
            raise self._not_written(reason(failures))

    def put_in_place(self) -> None:
        """Gives the file its final name. Raises OutputError."""
        try:
            os.replace(self._temporary, self.path)
        except OSError as error:
            raise self._not_written(str(error.strerror)) from error

    def _not_written(self, why: str) -> OutputError:
        """Returns the error for a file that cannot be written."""
        return OutputError(
            f"The footprints {self.path} cannot be written: {why}. Free some space or choose another file."
        )


def field_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Returns a field name for each class name: letters, digits and underscores, no two alike."""
    taken: set[str] = set()
    fields = []
    for name in names:
        words = re.sub(r"\W+", "_", name).strip("_")
        base = f"share_{words}"[:50].rstrip("_")
        field, number = base, 2
        while field.lower() in taken:
            field, number = f"{base}_{number}", number + 1
        taken.add(field.lower())
        fields.append(field)
    return tuple(fields)


def _write(path: str, folder: ChipFolder, crs_wkt: str) -> bool:
    """Writes the file; returns whether GDAL said so. Raises RuntimeError where GDAL raises."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    if source is None:
        return False
    layer = source.CreateLayer(LAYER, reference_of(crs_wkt), ogr.wkbPolygon)
    classes = field_names(folder.class_table.names)
    for field, kind in (
        ("stem", ogr.OFTString),
        ("scene", ogr.OFTString),
        ("labelled_share", ogr.OFTReal),
        ("nodata_share", ogr.OFTReal),
        ("dominant_value", ogr.OFTInteger64),
        ("dominant_class", ogr.OFTString),
        ("placement", ogr.OFTString),
        ("drawn_value", ogr.OFTInteger64),
        ("drawn_class", ogr.OFTString),
        *((field, ogr.OFTReal) for field in classes),
    ):
        layer.CreateField(ogr.FieldDefn(field, kind))
    transforms = [transform_between(scene.grid.crs_wkt, crs_wkt) for scene in folder.scenes]
    names = dict(zip(folder.class_table.values, folder.class_table.names))
    fields = dict(zip(folder.class_table.values, classes))
    layer.StartTransaction()
    for record in folder.chips:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(outline_of(folder, record, transforms[record.scene]))
        size = record.window.pixels
        feature["stem"], feature["scene"] = record.stem, folder.scenes[record.scene].name
        feature["labelled_share"] = record.labelled_px / size
        feature["nodata_share"] = record.nothing_px / size
        counts = dict(record.class_counts)
        for value, field in fields.items():
            feature[field] = counts.get(value, 0) / size
        if counts:
            value = max(counts, key=lambda value: counts[value])
            feature["dominant_value"], feature["dominant_class"] = value, names[value]
        feature["placement"] = "window" if record.drawn_for is None else "labels"
        if record.drawn_for is not None:
            feature["drawn_value"], feature["drawn_class"] = record.drawn_for, names[record.drawn_for]
        if layer.CreateFeature(feature) != ogr.OGRERR_NONE:
            return False
    return layer.CommitTransaction() == ogr.OGRERR_NONE


def reference_of(crs_wkt: str) -> osr.SpatialReference | None:
    """Returns a CRS with x before y; None where it is unknown."""
    if not crs_wkt:
        return None
    reference = osr.SpatialReference(crs_wkt)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def transform_between(scene_wkt: str, layer_wkt: str) -> _Transform:
    """Returns what takes map coordinates of a scene to those of the layer."""
    scene, layer = reference_of(scene_wkt), reference_of(layer_wkt)
    if scene is None or layer is None or scene_wkt == layer_wkt or scene.IsSame(layer):
        return lambda x, y: (x, y)
    transformation = osr.CoordinateTransformation(scene, layer)
    return lambda x, y: transformation.TransformPoint(x, y)[:2]


def outline_of(folder: ChipFolder, record: ChipRecord, transform: _Transform) -> ogr.Geometry:
    """Returns a chip's outline."""
    corners = [transform(x, y) for x, y in folder.scenes[record.scene].grid.corners_map(record.window)]
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in (*corners, corners[0]):
        ring.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon
