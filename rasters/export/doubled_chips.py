"""Compares chips that are added to a folder with those that it has at the same places, whose labels training joins."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import numpy as np

from ..chips.dataset import Chip, ChipDataset
from ..chips.read import read_chip
from ..core.errors import ChipsError
from ..core.number_text import count_of
from ..core.progress import Reporter, stop_if_cancelled


def report_doubled(existing: ChipDataset, new: ChipDataset, new_path: str, reporter: Reporter) -> None:
    """Reports new chips, whose files are still in `new_path`, that lie where the folder has one, and warns of labels that contradict. Raises Cancelled."""
    earlier = {(record.scene, record.window): record for record in existing.chips}
    doubled = [record for record in new.chips if (record.scene, record.window) in earlier]
    if not doubled:
        return
    added, contradicted = replace(new, path=new_path), 0
    with contextlib.suppress(ChipsError):  # training refuses damaged ones
        for record in doubled:
            stop_if_cancelled(reporter)
            before, now = read_chip(existing, earlier[record.scene, record.window]), read_chip(added, record)
            both = _is_labelled(existing, before) & _is_labelled(existing, now)
            contradicted += np.count_nonzero(both & (before.values != now.values))
    lie = "lies" if len(doubled) == 1 else "lie"
    text = (
        f"{count_of(len(doubled), 'new chip', 'new chips')} {lie} exactly where the folder {existing.path} has a chip already: the training "
        "joins their labels."
    )
    if contradicted:
        have = "has" if contradicted == 1 else "have"
        text += f" {count_of(contradicted, 'pixel', 'pixels')} {have} another class there, which takes the place of the earlier one."
    (reporter.warning if contradicted else reporter.info)(text)


def _is_labelled(folder: ChipDataset, chip: Chip) -> np.ndarray:
    """Returns bool (height, width): where a chip has a class."""
    return ~chip.label_nodata_mask & ((chip.values != 0) | (0 in folder.class_table.values))
