"""Sparse labels out of dense ones: what lies inside random polygons, such as one draws by hand."""

from __future__ import annotations

import numpy as np

RADIUS_PX = (6, 20)
"""Range of the distance from the corners of a polygon to its centre: some 50 to 1000 pixels, a minute's work by hand."""
CORNERS = (5, 9)


def random_polygon(height: int, width: int, generator: np.random.Generator) -> np.ndarray:
    """Draws a polygon, star-shaped about a random centre, and returns its pixels: bool (height, width)."""
    count = generator.integers(*CORNERS)
    angles = np.sort(generator.uniform(0, 2 * np.pi, count))
    radii = generator.uniform(*RADIUS_PX, count)
    y, x = np.mgrid[:height, :width]
    y, x = y - generator.uniform(0, height), x - generator.uniform(0, width)
    return np.hypot(y, x) <= np.interp(np.arctan2(y, x), angles, radii, period=2 * np.pi)


def keep_inside_polygons(
    labels: list[np.ndarray], share: float, ignore: int, generator: np.random.Generator
) -> list[np.ndarray]:
    """Returns label chips with `ignore` outside of random polygons, which cover `share` (0 to 1) of all pixels."""
    masks = [np.zeros(label.shape, bool) for label in labels]
    goal, covered = share * sum(label.size for label in labels), 0
    while covered < goal:
        mask = masks[generator.integers(len(masks))]
        before = np.count_nonzero(mask)
        mask |= random_polygon(*mask.shape, generator)
        covered += np.count_nonzero(mask) - before
    return [np.where(mask, label, ignore) for mask, label in zip(masks, labels)]
