"""The polygons to which a run is limited, as a plain value; `rasterize.PolygonMask` reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MaskPolygons:
    """A layer of polygons: the path of its file, its name (None for the only one), and the coordinate operation to the raster's CRS.

    `operation` is as in `core.crs.transform_between`.
    """

    path: str
    layer: str | None = None
    operation: str = ""
