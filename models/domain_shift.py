"""Is the raster like what the model was trained on? Its values are compared with the quantiles of the training's.

Asked before a long run, of a small sample. Pure functions that return what to say, with figures; the run goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..rasters.quantiles import CORE, distance, share_outside
from .description import ModelDescription
from .formats import number

OUTSIDE_SHARE = 0.2
"""Bands of which more values lie outside the middle 99 % of the training's are warned of."""
FAR_DISTANCE = 0.5
"""Bands whose values are distributed at a larger distance from the training's are warned of."""
_CHIPS_FOR_DISTANCE = 16
"""A raster of less ground than so many chips may hold one kind of land only: its values are few, and yet not foreign."""
_MOST_NAMED = 4


def shift_remarks(model: ModelDescription, sample: Sequence[np.ndarray], asked_pixels: int) -> tuple[str, ...]:
    """Returns a warning with figures where values of the raster are unlike those of the training, else nothing.

    `sample` holds some valid values of each band, in the model's order; `asked_pixels` is the size of what is to be
    classified. Models of earlier versions know no distribution: nothing is said then.
    """
    large = asked_pixels >= _CHIPS_FOR_DISTANCE * model.chip_size_px**2
    found = [
        _remark(_title(model, band), quantiles, values, large)
        for band, (quantiles, values) in enumerate(zip(model.band_quantiles, sample))
        if values.size
    ]
    shifted = sorted((each for each in found if each is not None), reverse=True)
    if not shifted:
        return ()
    named = "; ".join(words for _, words in shifted[:_MOST_NAMED])
    more = len(shifted) - _MOST_NAMED
    rest = f"; and {more} more bands" if more > 0 else ""
    remark = (
        f"The raster differs from the imagery that the model was trained on, so that its classes may be wrong. {named}{rest}. "
        "Check the order of the bands, the units and the season, or label some places here and train on these, too."
    )
    return (remark,)


def _remark(title: str, quantiles: Sequence[float], values: np.ndarray, large: bool) -> tuple[float, str] | None:
    """Returns how far a band is shifted and what to say of it; None where it is not."""
    outside = share_outside(quantiles, values)
    if outside > OUTSIDE_SHARE:
        low, high = (number(quantiles[place]) for place in CORE)
        return 1 + outside, (
            f"{title}: {outside:.0%} of the raster's values lie outside the range of the training data ({low} to {high} for 99 % "
            "of it)"
        )
    far = distance(quantiles, values) if large else 0.0
    if far <= FAR_DISTANCE:
        return None
    middle = float(np.median(values))
    usual = quantiles[len(quantiles) // 2]
    return far, (
        f"{title}: half of the raster's values lie below {number(middle)}, half of the training data below {number(usual)}; "
        f"the distance of their distributions is {far:.2f} (0 the same, 1 nothing in common)"
    )


def _title(model: ModelDescription, band: int) -> str:
    """Returns number and name of a band, the name only where it says more."""
    name = model.band_names[band]
    return name if name == f"Band {band + 1}" else f"Band {band + 1} ({name})"
