"""What an export lost of the labels of each class, as chips.json and the training report list it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class LostLabels:
    """What an export lost of the labels of one class, by its `value`.

    `features` counts vector features; `without_pixel` counts those that cover no pixel's centre. `contested_px` counts
    pixels that another class also claims and gets. `on_nodata_px` counts pixels where the image is NoData.
    `label_nodata_px` counts pixels of a label raster that declares the value as NoData, which may mean "not labelled".
    """

    value: int
    features: int = 0
    without_pixel: int = 0
    contested_px: int = 0
    on_nodata_px: int = 0
    label_nodata_px: int = 0

    @property
    def is_any(self) -> bool:
        """Returns whether any label was lost."""
        return bool(self.without_pixel or self.contested_px or self.on_nodata_px or self.label_nodata_px)


def joined_lost_labels(*several: Sequence[LostLabels]) -> tuple[LostLabels, ...]:
    """Returns the sums of the losses of several exports, by ascending class value."""
    sums: dict[int, LostLabels] = {}
    for losses in (losses for each in several for losses in each):
        known = sums.get(losses.value, LostLabels(losses.value))
        counts = (a + b for a, b in zip(astuple(known)[1:], astuple(losses)[1:]))
        sums[losses.value] = LostLabels(losses.value, *counts)
    return tuple(sums[value] for value in sorted(sums))
