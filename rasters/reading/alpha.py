"""Alpha bands: whether a band that is flagged as alpha is a mask, and from which value on a pixel is valid.

Masks may have soft edges (feathered or resampled mosaics) or noise (lossy compression), and near infrared is often flagged as alpha. A mask
is "on" in most pixels that are not "off", while other bands have many values between.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

_NEAR = 0.05
"""Values nearer to off or on than this share of "on" count as these."""
_LEAST_ON = 0.5
"""A mask is on in at least this share of the pixels that are not off."""


def count_values(counts: Counter[float], values: np.ndarray) -> None:
    """Adds the values of a piece of an alpha band, of any shape and real dtype, to `counts`."""
    found, numbers = np.unique(values, return_counts=True)
    for value, number in zip(found.tolist(), numbers.tolist()):
        counts[value] += number


def mask_threshold(counts: Counter[float], dtype: str) -> float | None:
    """Returns the value above which a pixel is valid, None where the band is no mask.

    `counts` are its values, or those of a sample, and their numbers. The threshold is half of "on".
    """
    finite = {value: number for value, number in counts.items() if np.isfinite(value)}
    if not finite or min(finite) < 0:
        return None
    highest = max(finite)
    if highest == 0:
        return 0.0
    if (len(finite) == 2 and min(finite) == 0) or len(finite) == 1:
        return highest / 2
    largest = 1.0 if np.dtype(dtype).kind == "f" else float(np.iinfo(dtype).max)
    for on in (1.0, 255.0, largest):
        if highest <= on and _is_mask(finite, on):
            return on / 2
    return None


def _is_mask(counts: dict[float, int], on: float) -> bool:
    """Returns whether most values that are not off are on."""
    not_off = sum(number for value, number in counts.items() if value > _NEAR * on)
    return not_off > 0 and sum(n for value, n in counts.items() if value >= (1 - _NEAR) * on) >= _LEAST_ON * not_off
