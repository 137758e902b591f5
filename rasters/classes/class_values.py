"""What a class value is: a whole number that fits into 32 bits."""

from __future__ import annotations

import numpy as np

from ..core.errors import LabelError

_LIMITS = np.iinfo(np.int32)


def is_class_value(value: int) -> bool:
    """Returns whether a whole number fits into 32 bits."""
    return _LIMITS.min <= value <= _LIMITS.max


def fits_class_values(dtype: np.dtype) -> bool:
    """Returns whether every value of a dtype is a class value."""
    return np.can_cast(dtype, np.int32)


def check_class_values(values: np.ndarray, what: str) -> None:
    """Raises LabelError, naming the first, for fractions and values beyond 32 bits; `what` names where they come from."""
    if values.dtype.kind == "f":
        fractions = values[values != np.rint(values)]
        if fractions.size:
            raise LabelError(
                f"{what} holds {fractions[0]}, which is no class value. "
                "Choose a raster of whole numbers, as Classify Pixels writes it, or round it first."
            )
    beyond = values[(values < _LIMITS.min) | (values > _LIMITS.max)]
    if beyond.size:
        raise LabelError(
            f"{what} holds {beyond[0]:.15g}; class values must fit into 32 bits. Renumber them, or declare the value as NoData where it is that "
            "(gdal_edit.py -a_nodata)."
        )
