"""Starts training from an existing model: transfers the weights that both networks share, and logs what is new.

Classes are the same where value and name agree, bands where their names agree. The input weights of a band and the output
weights of a class move with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import nn

from ...rasters.classes.class_table import ClassEntry, ClassTable
from ...rasters.core.errors import SettingsError
from ...rasters.core.progress import Reporter
from ..core.description import ModelDescription
from ..core.text import network_title
from .averaged_network import AveragedNetwork
from .weights_file import adapt_bands

_HEAD = "segmentation_head.0."


@dataclass(frozen=True)
class TransferSummary:
    """What was transferred from an old network into a new one.

    `arrays` is the number of arrays kept of `total`; `classes` are the new network's classes that the old one has,
    `new_classes` the others; `bands` is a sentence about the bands.
    """

    arrays: int
    total: int
    classes: tuple[ClassEntry, ...]
    new_classes: tuple[ClassEntry, ...]
    bands: str

    def report(self, folder: str, old: ModelDescription, reporter: Reporter) -> None:
        """Logs what was kept and what is new."""
        reporter.info(
            f"Starting from {folder} ({network_title(old.architecture, old.encoder)}): {self.arrays} of the network's {self.total} arrays are "
            f"kept. {self.bands} Classes kept: {_names(self.classes)}; new: {_names(self.new_classes)}."
        )


def transfer_weights(
    network: nn.Module,
    class_table: ClassTable,
    band_names: Sequence[str],
    old_network: nn.Module,
    old: ModelDescription,
) -> TransferSummary:
    """Copies the weights that fit from an old network into a new one, on the CPU.

    The two may differ in classes, bands and depth. Raises SettingsError where they share less than half of their arrays.
    """
    target, source = network.state_dict(), old_network.state_dict()
    rows = class_rows(class_table, old.class_table)
    columns, words = band_columns(band_names, old.band_names)
    first = next(f"{name}.weight" for name, module in network.named_modules() if isinstance(module, nn.Conv2d))
    kept = 0
    for key, value in target.items():
        if key not in source:
            continue
        if key.startswith(_HEAD):
            kept += _fill_rows(value, source[key], rows)
        elif key == first and value.shape[:1] + value.shape[2:] == source[key].shape[:1] + source[key].shape[2:]:
            value.copy_(source[key][:, columns] if columns else adapt_bands(source[key], value.shape[1]))
            kept += 1
        elif value.shape == source[key].shape:
            value.copy_(source[key])
            kept += 1
    if 2 * kept < len(target):
        raise SettingsError(
            f"The model to start from shares {kept} of the network's {len(target)} arrays: its chips had {old.chip_size_px} pixels, "
            "and the network's depth follows the chips. Export chips of a like size, or start from another model."
        )
    known = tuple(entry for entry, row in zip(class_table.classes, rows) if row is not None)
    new = tuple(entry for entry, row in zip(class_table.classes, rows) if row is None)
    return TransferSummary(kept, len(target), known, new, words)


def trainable(
    network: nn.Module, description: ModelDescription, reporter: Reporter
) -> tuple[nn.Module, ModelDescription]:
    """Returns what of a model a training starts from, and its description: of an averaged one the U-Net, which is logged, of others all."""
    if not isinstance(network, AveragedNetwork):
        return network, description
    reporter.info("The model to start from averages a U-Net and a pixel network: its U-Net alone is trained on.")
    return network.members[0], replace(description, architecture="unet")


def class_rows(new: ClassTable, old: ClassTable) -> tuple[int | None, ...]:
    """Returns for each new class its place among the old ones, None where it is new: value and name must agree."""
    places = {(entry.value, _given_name(entry)): place for place, entry in enumerate(old.classes)}
    return tuple(places.get((entry.value, _given_name(entry))) for entry in new.classes)


def band_columns(new: Sequence[str], old: Sequence[str]) -> tuple[list[int] | None, str]:
    """Returns for each new band its place among the old ones, and a sentence on it.

    Where all new names are among the old ones they decide, else as many bands are taken as they come; None where the numbers
    differ, too: then the first convolution has to be adapted.
    """
    if tuple(new) == tuple(old):
        return list(range(len(new))), "The bands are the same."
    if len(set(old)) == len(old) and set(new) <= set(old):
        return [old.index(name) for name in new], f"The bands {', '.join(new)} are found among the model's by name."
    if len(new) == len(old):
        return list(range(len(new))), (
            f"The bands {', '.join(new)} are taken for the model's {', '.join(old)}, in this order."
        )
    return None, f"The first convolution, made for {len(old)} bands, is adapted to {len(new)}."


def _fill_rows(value: torch.Tensor, source: torch.Tensor, rows: Sequence[int | None]) -> bool:
    """Copies the head's rows of known classes; returns whether there was one."""
    if value.shape[1:] != source.shape[1:]:
        return False
    for row, origin in enumerate(rows):
        if origin is not None:
            value[row].copy_(source[origin])
    return any(origin is not None for origin in rows)


def _given_name(entry: ClassEntry) -> str:
    """Returns the name of a class, "" where it only repeats the value."""
    return "" if entry.name == str(entry.value) else entry.name


def _names(entries: Sequence[ClassEntry]) -> str:
    return ", ".join(entry.title for entry in entries) or "none"
