from __future__ import annotations

import numpy as np
import pytest
import torch
from ground_samples import ground_of, row_by_row
from pixel_classifier.models.data.split import no_split
from pixel_classifier.models.training.dataset import evaluation_chips
from pixel_classifier.models.training.scene_evaluation import SceneBlend

CHIP = 16


def most_held(width, height, scenes=1):
    """Returns the most pixels whose sums are held at once, and the number of parts that came out."""
    corners = [corner for scene in range(scenes) for corner in row_by_row(width, height, CHIP, CHIP // 2, scene)]
    labels = np.zeros((scenes, height, width), np.uint8)
    ground = ground_of(corners, labels, np.zeros((len(corners), 1, CHIP, CHIP), np.float32), CHIP)
    members = range(len(corners))
    blend = SceneBlend(evaluation_chips(ground, no_split(len(corners))), members, 2)
    assert sorted(blend.order) == list(members)
    held, parts = [], 0
    for row in blend.order:
        parts += len(list(blend.add(row, torch.zeros(2, CHIP, CHIP))))
        held.append(sum(sums[0].numel() for sums in blend._sums.values()))
    assert held[-1] == 0
    return max(held), parts


@pytest.mark.parametrize("size", [(64, 640), (640, 64)])
def test_what_is_held_grows_with_the_shorter_side_of_a_scene_only(size):
    (held, parts), (of_half, _) = most_held(*size), most_held(*(min(side, 320) for side in size))
    assert parts == 7 * 79
    assert held == of_half
    assert held <= 64 * 2 * CHIP


def test_nothing_of_one_scene_is_held_while_the_next_is_blended():
    assert most_held(64, 64, 3)[0] == most_held(64, 64)[0]
