"""What a trial of a network in 8-bit integers showed: figures beside those in float32, and whether they are close enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...rasters.core.number_text import percent, whole
from .serialization import from_data

MOST_LOST = 0.002
"""The mean IoU may be this much lower than in float32."""
FEWEST_EQUAL = 0.995
"""At least this share of the validation labels must be equal."""
_SEEN = (
    " The model was trained on these labels, too: compare the two with each other, not with the accuracy of the model."
)


@dataclass(frozen=True)
class Int8Trial:
    """Figures of validation labels: mean IoU in 8 bits and in float32, and the share of pixels with the same class, 0 to 1.

    `pixels` is how many were compared, `float_layers` how many convolutions stay out, `openvino` the version of the runtime.
    """

    mean_iou: float
    mean_iou_float32: float
    equal_labels: float
    pixels: int
    float_layers: int
    openvino: str

    @property
    def is_as_accurate(self) -> bool:
        """Returns whether the figures are close enough for 8 bits to be used by default."""
        return self.mean_iou >= self.mean_iou_float32 - MOST_LOST and self.equal_labels >= FEWEST_EQUAL

    def sentence(self, trained_on_all: bool) -> str:
        """Returns the trial as sentences of a log or report; `trained_on_all` is whether the model was trained on its labels, too."""
        figures = (
            f"In 8-bit integers the mean IoU is {self.mean_iou:.4f}, in float32 {self.mean_iou_float32:.4f}, and {percent(self.equal_labels, 2)} of "
            f"{whole(self.pixels)} validation pixels get the same class"
        )
        if self.is_as_accurate:
            verdict = "Classify Pixels uses 8 bits on CPUs that have instructions for them."
        else:
            verdict = f"too far from float32 (at most {MOST_LOST:g} and at least {percent(FEWEST_EQUAL, 1)}), so 8 bits are used only where asked for."
        return f"{figures}: {verdict}{_SEEN if trained_on_all else ''}"


def read_trial(data: Mapping[str, object] | None) -> Int8Trial | None:
    """Returns the trial that plain data hold, None where they hold none of this version."""
    try:
        return from_data(Int8Trial, data) if data else None
    except TypeError:
        return None
