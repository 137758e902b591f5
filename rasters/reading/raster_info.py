"""What is known of a raster before its pixels are read, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.grid import Grid

Range = tuple[float, float]
"""Lowest and highest value, both included."""


@dataclass(frozen=True)
class RasterInfo:
    """What is known of a raster before its pixels are read.

    `band_dtypes` are the numpy names that bands are read as (64-bit integers: float64). `nodata` is given as the band holds it, None where
    the band declares none or one that it cannot hold; `nodata_ranges` are further NoData values of each band, () where no band has any.
    `alpha_band` (1-based) is set only where the band flagged as alpha looks like a mask, in which valid pixels exceed `alpha_threshold`;
    `has_mask` is True where there is a mask beside the bands. `block_size` is (width, height) in pixels. `notes` are lines for the log
    about decisions made here. `band_scales` are scale and offset that each band declares; pixels are read as they are stored. () where
    unknown.
    """

    path: str
    grid: Grid
    band_count: int
    band_dtypes: tuple[str, ...]
    nodata: tuple[float | None, ...]
    band_names: tuple[str, ...]
    alpha_band: int | None
    has_mask: bool
    block_size: tuple[int, int]
    driver: str
    notes: tuple[str, ...] = ()
    nodata_ranges: tuple[tuple[Range, ...], ...] = ()
    alpha_threshold: float = 0.0
    band_scales: tuple[tuple[float, float], ...] = ()

    @property
    def data_bands(self) -> tuple[int, ...]:
        """Returns the 1-based numbers of all bands but the alpha mask."""
        return tuple(number for number in range(1, self.band_count + 1) if number != self.alpha_band)
