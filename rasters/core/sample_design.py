"""The design of a probability sample as values, and the names of the fields with which its points carry it.

*Draw Assessment Sample* writes these fields, *Assess Classification* reads them.
"""

from __future__ import annotations

from dataclasses import dataclass

POINT_FIELD, REFERENCE_FIELD = "point", "reference"
STRATUM, STRATUM_NAME = "stratum", "stratum_name"
STRATUM_PIXELS, STRATUM_SHARE, STRATUM_HA, INCLUSION = "stratum_pixels", "stratum_share", "stratum_ha", "inclusion"
DESIGN_FIELDS = (STRATUM, STRATUM_PIXELS, STRATUM_SHARE, STRATUM_HA, INCLUSION)
"""The fields by which an assessment recognises a sample and weights its points."""
HIDDEN_FIELDS = (STRATUM, STRATUM_NAME, STRATUM_PIXELS, STRATUM_SHARE, STRATUM_HA, INCLUSION)
"""The fields that an interpreter should not see: they give away the class on the map."""


@dataclass(frozen=True)
class Stratum:
    """A stratum: its value, its size in pixels, its share of the ground that was sampled (0 to 1), and its area in hectares.

    `area_ha` is None where the raster's CRS knows no areas. `points` is the number of points that were drawn,
    `interpreted` that of points with a reference.
    """

    value: int
    pixels: int
    share: float
    area_ha: float | None
    points: int
    interpreted: int


@dataclass(frozen=True)
class SampleDesign:
    """The strata of a sample, by ascending value."""

    strata: tuple[Stratum, ...]

    @property
    def points(self) -> int:
        """Returns the number of points that were drawn."""
        return sum(stratum.points for stratum in self.strata)

    @property
    def interpreted(self) -> int:
        """Returns the number of points with a reference."""
        return sum(stratum.interpreted for stratum in self.strata)

    @property
    def area_ha(self) -> float | None:
        """Returns the sampled area in hectares, None where it is unknown."""
        areas = [stratum.area_ha for stratum in self.strata]
        return None if None in areas else sum(areas)

    @property
    def share(self) -> float:
        """Returns the share of the ground that was sampled, 0 to 1: less than 1 where all points of a stratum are missing."""
        return min(1.0, sum(stratum.share for stratum in self.strata))

    @property
    def pixels(self) -> int:
        """Returns the number of sampled pixels."""
        return sum(stratum.pixels for stratum in self.strata)
