"""Finds bands in which a few values lie so far from all others that these are nearly one for the network."""

from __future__ import annotations

from collections.abc import Sequence

from .band_statistics import BandStatistics
from .progress import Reporter

CORE_SHARES = (0.005, 0.995)
"""The shares of the values below the two ends of the middle 99 %."""
_SHOWN = 4
_WORTH_A_WARNING = 1 / 20
"""Where fewer of the bands are so, as some of a hyperspectral sensor often are, the others separate the classes."""


def warn_of_outliers(
    names: Sequence[str],
    statistics: Sequence[BandStatistics],
    cores: Sequence[tuple[float, float]],
    what: str,
    reporter: Reporter,
) -> None:
    """Warns of bands whose standard deviation exceeds the range of the middle 99 % of their values, which outliers make; few of many are logged.

    Bands are scaled by it, so that all other values come out nearly equal. It is a fifth of that range for normally distributed values.
    `cores` are the two ends of that range, `what` is the raster or the chips. Bands of nearly one value, such as rare features, have none.
    """
    found = [
        f"{name}: {band.minimum:.4g} to {band.maximum:.4g}, and 99 % lie in {low:.4g} to {high:.4g}"
        for name, band, (low, high) in zip(names, statistics, cores)
        if band.std > high - low > 0
    ]
    if not found:
        return
    more = f"; and {len(found) - _SHOWN} more bands" if len(found) > _SHOWN else ""
    (reporter.warning if len(found) >= _WORTH_A_WARNING * len(names) else reporter.info)(
        f"{what}: a few values lie so far from all others that the network can hardly distinguish these ({'; '.join(found[:_SHOWN])}{more}). "
        "Make them NoData, in QGIS by the layer's properties, Transparency (a range as additional NoData value), or limit the values by the raster "
        "calculator."
    )
