"""Reads the sampling design that the points of an assessment sample carry in their fields."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Optional

from osgeo import ogr

from ..core.errors import LabelError
from ..core.number_text import whole
from ..core.progress import Reporter
from ..core.sample_design import (
    DESIGN_FIELDS,
    INCLUSION,
    STRATUM,
    STRATUM_HA,
    STRATUM_PIXELS,
    STRATUM_SHARE,
    SampleDesign,
    Stratum,
)
from .vector_layer import VectorLayer

if TYPE_CHECKING:
    from typing_extensions import Self

_TOLERANCE = 1e-6

_Size = tuple[int, int, float, Optional[float]]
"""Pixels of a stratum, points drawn from it, its share of the ground, and its area in hectares."""


class DesignFields:
    """The design of a layer's points: its strata, and the stratum of each point."""

    def __init__(
        self, layer: VectorLayer, indices: dict[str, int], is_interpreted: Callable[[ogr.Feature], bool]
    ) -> None:
        """Reads all features. Raises LabelError where the fields contradict each other or are empty."""
        self._index, self._path = indices, layer.path
        sizes: dict[int, _Size] = {}
        points: Counter[int] = Counter()
        interpreted: Counter[int] = Counter()
        for feature in layer.features():
            value, size = self._stratum(feature)
            if sizes.setdefault(value, size) != size:
                raise LabelError(
                    f"The points in {layer.path} disagree on the size of stratum {value}: {_described(sizes[value])}, and "
                    f"{_described(size)}. Assess samples that were drawn separately one by one."
                )
            points[value] += 1
            interpreted[value] += is_interpreted(feature)
        self.design = SampleDesign(
            tuple(
                Stratum(value, pixels, share, area, drawn, interpreted[value])
                for value, (pixels, drawn, share, area) in sorted(sizes.items())
            )
        )
        for stratum in self.design.strata:
            if points[stratum.value] > stratum.points:
                raise LabelError(
                    f"{layer.path} has {whole(points[stratum.value])} points in stratum {stratum.value}, of which {whole(stratum.points)} were "
                    "drawn. Remove the copies, or the points that were added by hand: they are no random sample."
                )
        total = sum(stratum.share for stratum in self.design.strata)
        if total > 1 + _TOLERANCE:
            raise LabelError(
                f"The strata of the points in {layer.path} have shares ({STRATUM_SHARE}) that add up to {total:.6g}, more than 1. "
                "Assess samples that were drawn separately one by one."
            )
        self._positions = {stratum.value: number for number, stratum in enumerate(self.design.strata)}

    @classmethod
    def of(cls, layer: VectorLayer, value_of: Callable[[ogr.Feature], int | None], reporter: Reporter) -> Self | None:
        """Returns the design of a layer's points, None where it lacks one of `DESIGN_FIELDS`; warns where it has others of them.

        A point has been interpreted where `value_of` gives it a class. Raises LabelError where the fields cannot be used.
        """
        names = layer.field_names
        missing = [name for name in DESIGN_FIELDS if name not in names]
        if missing:
            if STRATUM in names and len(missing) < len(DESIGN_FIELDS) - 1:
                reporter.warning(
                    f"{layer.path} has the field {STRATUM} of a sampling design, and lacks {', '.join(missing)}: the design is not "
                    "used. A Shapefile shortens names of fields; use the GeoPackage of Draw Assessment Sample."
                )
            return None
        indices = {name: names.index(name) for name in DESIGN_FIELDS}
        return cls(layer, indices, lambda feature: value_of(feature) is not None)

    def position_of(self, feature: ogr.Feature) -> int:
        """Returns the position of a feature's stratum in the design."""
        return self._positions[self._stratum(feature)[0]]

    def _stratum(self, feature: ogr.Feature) -> tuple[int, _Size]:
        """Returns value and size of a feature's stratum. Raises LabelError for a missing or impossible number."""
        numbers = {
            name: feature.GetFieldAsDouble(index) if feature.IsFieldSetAndNotNull(index) else math.nan
            for name, index in self._index.items()
        }
        area = numbers.pop(STRATUM_HA)
        wrong = [
            name
            for name, number in numbers.items()
            if not math.isfinite(number) or (name != STRATUM and number <= 0) or (name == INCLUSION and number > 1)
        ]
        if wrong:
            given = "empty" if math.isnan(numbers[wrong[0]]) else f"{numbers[wrong[0]]:g}"
            raise LabelError(
                f"The field {wrong[0]} of {self._path} is {given} in a point. It belongs to the sampling design: restore it, or "
                f"remove the field {STRATUM} to assess without the design."
            )
        pixels, drawn = int(numbers[STRATUM_PIXELS]), round(numbers[INCLUSION] * numbers[STRATUM_PIXELS])
        return int(numbers[STRATUM]), (pixels, drawn, numbers[STRATUM_SHARE], None if math.isnan(area) else area)


def _described(size: _Size) -> str:
    pixels, drawn, share, _ = size
    return f"{whole(drawn)} of {whole(pixels)} pixels, share {share:.6g}"
