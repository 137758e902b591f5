"""Counts values that no image should hold, NaN and infinities, while it is read from top to bottom, and tells of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .reporter import Reporter


class OddValues:
    """The number of NaN and of infinite values of each band so far: `nan` and `infinite`, int64 (bands,)."""

    def __init__(self, bands: int) -> None:
        """Starts with none, for that many bands."""
        self.nan, self.infinite = np.zeros(bands, np.int64), np.zeros(bands, np.int64)
        self._counted_to = -1

    def add(self, pixels: np.ndarray, y0: int) -> None:
        """Takes rows (bands, height, width) from row `y0` on; rows that come twice are counted once."""
        fresh = pixels[:, max(0, self._counted_to - y0) :]
        self._counted_to = max(self._counted_to, y0 + pixels.shape[1])
        if pixels.dtype.kind != "f":
            return
        for band, values in enumerate(fresh):
            finite = np.isfinite(values)
            if not finite.all():
                missing = int(np.isnan(values).sum())
                self.nan[band] += missing
                self.infinite[band] += values.size - int(finite.sum()) - missing

    def warn(self, band_names: Sequence[str], nodata: Sequence[float | None], reporter: Reporter) -> None:
        """Warns of each band with infinite values, or with NaN where that is not its nodata value."""
        for name, value, missing, infinite in zip(band_names, nodata, self.nan, self.infinite):
            declared = value is not None and np.isnan(value)
            if infinite or (missing and not declared):
                reporter.warning(
                    f"{name} has {missing:,} NaN and {infinite:,} infinite values in the rows that were read. "
                    "They count as missing."
                )
