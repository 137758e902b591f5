"""Scale and offset that bands declare: pixels are used as they are stored, so that those of two rasters must agree."""

from __future__ import annotations

from collections.abc import Sequence

from .number_text import first_of
from .progress import Reporter

BandScale = tuple[float, float]
"""Scale and offset of a band: its unit is the stored value times scale, plus offset."""

UNSCALED: BandScale = (1.0, 0.0)
"""Scale and offset of a band that declares none."""
_SHOWN = 3
_TOLERANCE = 1e-6


def compare_scales(
    names: Sequence[str],
    scales: tuple[Sequence[BandScale], Sequence[BandScale]],
    titles: tuple[str, str],
    cure: str,
    reporter: Reporter,
) -> None:
    """Warns where the bands of two rasters declare different scales or offsets, with both; logs where only one declares any.

    `scales` has those of each band, () where unknown; `titles` name the rasters. Stored values of the same unit may or may not be
    declared as scaled: where only one raster declares it, their values decide.
    """
    different, undeclared = [], []
    for name, own, found in zip(names, *scales):
        if not _is_same(own, found):
            text = f"{name}: scale {own[0]:g}, offset {own[1]:g} and scale {found[0]:g}, offset {found[1]:g}"
            (undeclared if UNSCALED in (own, found) else different).append(text)
    if different:
        reporter.warning(
            f"{titles[0]} and {titles[1]} declare different units of their bands ({first_of(different, _SHOWN, '; ')}). Pixel values are used as "
            f"they are stored: {cure}"
        )
    elif undeclared:
        reporter.info(
            f"Only one of {titles[0]} and {titles[1]} declares scale and offset ({first_of(undeclared, _SHOWN, '; ')}). Pixel values are used as they "
            "are stored."
        )


def warn_of_scaled_classes(scales: Sequence[BandScale], what: str, reporter: Reporter) -> None:
    """Warns where the first band of a raster of class values, `what`, declares scale or offset: QGIS shows other numbers then.

    `scales` has those of each band, () where unknown.
    """
    scale, offset = scales[0] if scales else UNSCALED
    if not _is_same((scale, offset), UNSCALED):
        reporter.warning(
            f"{what} declares scale {scale:g} and offset {offset:g} for band 1: QGIS shows a stored 1 as {scale + offset:g}. The class values "
            "are the numbers as they are stored."
        )


def _is_same(one: BandScale, other: BandScale) -> bool:
    """Returns whether two scales and offsets agree, but for rounding."""
    return all(abs(a - b) <= _TOLERANCE * max(abs(a), abs(b)) for a, b in zip(one, other))
