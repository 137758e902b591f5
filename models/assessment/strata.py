"""Counts the points of a sample by the stratum from which they were drawn, in the same pass as all other counts."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ...rasters.classes.class_table import ClassTable
from ...rasters.core.sample_design import SampleDesign
from ..accuracy.design_estimation import StrataCounts


class StrataCounter:
    """Counts strips of a map and the points in them."""

    def __init__(self) -> None:
        """Starts with no points."""
        self._counts: Counter[tuple[int, int, int]] = Counter()

    def add(
        self, values: np.ndarray, valid: np.ndarray, positions: np.ndarray, reference: np.ndarray, strata: np.ndarray
    ) -> None:
        """Counts the points of rows of the map: int32 and bool (rows, width), and of each point its pixel, class and stratum.

        Points where the map is NoData are left out.
        """
        usable = valid.ravel()[positions]
        mapped = values.ravel()[positions[usable]]
        self._counts.update(zip(strata[usable].tolist(), reference[usable].tolist(), mapped.tolist()))

    def counts(self, design: SampleDesign, table: ClassTable) -> StrataCounts:
        """Returns the points by stratum, reference and map; strata are in the order of the design, classes in that of the table."""
        position = {value: index for index, value in enumerate(table.values)}
        confusions = np.zeros((len(design.strata), len(table), len(table)), np.int64)
        for (stratum, truth, mapped), count in self._counts.items():
            confusions[stratum, position[truth], position[mapped]] = count
        return StrataCounts(
            confusions=confusions,
            points=np.array([stratum.interpreted for stratum in design.strata], np.int64),
            pixels=np.array([stratum.pixels for stratum in design.strata], np.int64),
            shares=np.array([stratum.share for stratum in design.strata]),
        )
