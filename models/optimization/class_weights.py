"""Class weights of the loss, so that large classes do not dominate it. Needs no torch."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from ...rasters.core.errors import SettingsError
from ..core.options import CLASS_WEIGHTINGS

HIGHEST_WEIGHT = 5.0
"""No class weighs more than this many times the most frequent one: a 9-pixel class must not dominate the gradient."""
_EXAMPLE = '"1: 1.0, 2: 5"'


def class_weights(
    kind: str, class_pixels: Mapping[int, int], given: Mapping[int, float] | None = None
) -> tuple[float, ...]:
    """Returns the weights of the classes, in the order of `class_pixels`, of a kind of `options.CLASS_WEIGHTINGS`.

    `class_pixels` counts the labelled training pixels by class value; `given` are the user's weights by class value, for
    the kind "given" alone. Weights are relative: all kinds are scaled to 1 on average over the labelled pixels, so that the
    learning rate means the same with and without them. A class without a pixel weighs as much as the rarest that has
    some. Raises SettingsError for an unknown kind, and for weights that are missing, of no class, or not above 0.
    """
    if kind not in CLASS_WEIGHTINGS:
        raise SettingsError(f"There is no class weighting {kind!r}. Choose one of {', '.join(CLASS_WEIGHTINGS)}.")
    if given and kind != "given":
        raise SettingsError(
            f"Class weights are given, but the class weighting is {kind}. Choose the weighting given, or leave them empty."
        )
    counts = tuple(class_pixels.values())
    if kind == "given":
        return _averaging_one(_checked(given or {}, tuple(class_pixels)), counts)
    if kind == "inverse_root":
        return inverse_root_weights(counts)
    smallest = min((count for count in counts if count), default=1)
    present = [count or smallest for count in counts]
    if kind == "inverse_frequency":
        return _averaging_one([1 / count for count in present], counts)
    if kind == "effective_number":
        return _averaging_one(_effective_number_weights(present), counts)
    return (1.0,) * len(counts)


def inverse_root_weights(class_pixels: Sequence[int]) -> tuple[float, ...]:
    """Returns class weights proportional to one over the square root of the class's pixels.

    Without weights small classes are never predicted, with the inverse frequency far too often; the square root is a compromise. The
    largest weight is at most `HIGHEST_WEIGHT` times the smallest, and the average over the pixels is 1.
    """
    largest = max(class_pixels)
    return _averaging_one(
        [min((largest / max(count, 1)) ** 0.5, HIGHEST_WEIGHT) for count in class_pixels], class_pixels
    )


def _effective_number_weights(class_pixels: Sequence[int]) -> list[float]:
    """Returns one over the effective number of each class's pixels, (1 - beta^pixels) / (1 - beta).

    Beta is 1 - 1 / N, where N is the number of pixels beyond which more of them add little information. The paper's
    betas are for thousands of pictures; among millions of correlated pixels they would weigh all classes the same. Here
    N is the geometric mean of the classes' pixels: larger classes weigh nearly alike, and smaller ones nearly as by
    inverse frequency. The weights do not change where chips overlap and each pixel counts several times.

    Source: Cui, Jia, Lin, Song and Belongie (2019), Class-balanced loss based on effective number of samples.
    """
    enough = math.exp(sum(map(math.log, class_pixels)) / len(class_pixels))
    if enough <= 1:
        return [1.0] * len(class_pixels)
    return [-1 / (enough * math.expm1(count * math.log1p(-1 / enough))) for count in class_pixels]


def _averaging_one(weights: Sequence[float], class_pixels: Sequence[int]) -> tuple[float, ...]:
    """Returns the weights scaled to 1 on average over the pixels (over the classes where there is no pixel)."""
    counts = class_pixels if any(class_pixels) else [1] * len(class_pixels)
    average = sum(weight * count for weight, count in zip(weights, counts)) / sum(counts)
    return tuple(weight / average for weight in weights)


def _checked(given: Mapping[int, float], class_values: Sequence[int]) -> list[float]:
    """Returns the given weights in the order of the class values. Raises SettingsError."""
    listed = ", ".join(map(str, class_values))
    unknown = [str(value) for value in given if value not in class_values]
    if unknown:
        raise SettingsError(
            f"A class weight is given for {', '.join(unknown)}, but the classes with labelled pixels are {listed}. "
            "Leave it out, or correct the class value."
        )
    missing = [str(value) for value in class_values if value not in given]
    if missing:
        raise SettingsError(
            f"There is no class weight for {', '.join(missing)}. Give each of the classes {listed} one, such as {_EXAMPLE}."
        )
    for value, weight in given.items():
        _check_weight(value, weight)
    return [given[value] for value in class_values]


def _check_weight(value: int, weight: float) -> None:
    """Raises SettingsError for a weight that cannot work."""
    if not (math.isfinite(weight) and weight > 0):
        raise SettingsError(
            f"The weight of class {value} is {weight:g}. Choose a number above 0; to leave a class out of the training, "
            "leave its labels out of the chips."
        )


def parse_class_weights(text: str) -> dict[int, float]:
    """Returns the weights by class value from a text such as "1: 1.0, 2: 5"; {} from an empty one.

    Commas, semicolons or line ends separate the classes. Raises SettingsError for a part that cannot be read, a class
    that occurs twice, and a weight that is not above 0.
    """
    weights: dict[int, float] = {}
    for part in filter(None, map(str.strip, re.split(r"[,;\n]", text))):
        found = re.fullmatch(r"([+-]?\d+)\s*[:=]\s*(\S+)", part)
        try:
            value, weight = int(found[1]), float(found[2])
        except (TypeError, ValueError):
            raise SettingsError(
                f"{part!r} in the class weights is not a class value and its weight. Write them like {_EXAMPLE}, with a point "
                "before decimals."
            ) from None
        if value in weights:
            raise SettingsError(f"Class {value} occurs twice in the class weights. Give each class one weight.")
        _check_weight(value, weight)
        weights[value] = weight
    return weights
