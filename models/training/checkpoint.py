"""What a training run leaves on the disk after each epoch, so that a run that was cancelled, crashed or killed can go on.

The folder `checkpoint` in the model folder to be holds the weights, the optimiser's moments and the average of the last
finished epoch (`epoch-N.safetensors`), all else as JSON (`epoch-N.json`), and the best model so far (`best-N`). Each is
written under a temporary name and renamed; the JSON comes last and tells that its epoch is whole. Older ones go after that.

The tensors that a training run goes on from, by name: weights, running average, and the optimiser's moments.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from ...rasters.core.errors import OutputError, SettingsError
from ..core.history import EpochRecord, RangeTest
from ..core.serialization import finite, to_data

FOLDER = "checkpoint"
"""The name of the checkpoint's folder inside the model folder."""
_FORMAT = 1
_STATE, _BEST, _PARTIAL = "epoch-", "best-", ".partial-"


@dataclass(frozen=True)
class Progress:
    """How far a run has come, apart from its tensors: all that the loop needs to go on as if it had never stopped.

    `best_epoch` is the epoch of the best model so far, `parts` into how many parts batches are cut, `scaler` the state of the
    gradient scaler, `range_test` how the learning rate was found (None where it was given).
    """

    history: tuple[EpochRecord, ...]
    best_epoch: int
    learning_rate: float
    batch_size: int
    parts: int
    scaler: Mapping[str, float]
    range_test: RangeTest | None

    @property
    def epoch(self) -> int:
        """Returns the last finished epoch."""
        return self.history[-1].epoch

    def to_json(self) -> dict:
        """Returns the progress as plain values, ready for JSON."""
        return {
            "history": [record.to_json() for record in self.history],
            "best_epoch": self.best_epoch,
            "learning_rate": self.learning_rate,
            "batch_size": self.batch_size,
            "parts": self.parts,
            "scaler": dict(self.scaler),
            "range_test": self.range_test.to_json() if self.range_test else None,
        }

    @classmethod
    def from_json(cls, values: dict) -> Progress:
        """Builds a progress from what `to_json` returned. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            history=tuple(EpochRecord.from_json(record) for record in values["history"]),
            best_epoch=int(values["best_epoch"]),
            learning_rate=float(values["learning_rate"]),
            batch_size=int(values["batch_size"]),
            parts=int(values["parts"]),
            scaler=dict(values["scaler"]),
            range_test=RangeTest.from_json(values["range_test"]) if values["range_test"] else None,
        )


class Checkpoint:
    """The checkpoint of the run that writes a model folder."""

    def __init__(self, model_folder: str | Path, fingerprint: Mapping[str, object]) -> None:
        """Takes the model folder to be, and what must be equal for a run to go on: settings and data as plain values."""
        self.folder = Path(model_folder) / FOLDER
        self._fingerprint = finite(to_data(fingerprint))

    @contextlib.contextmanager
    def nothing_half_written(self) -> Iterator[None]:
        """Takes away, where an error comes up before the first whole state, what was written until then."""
        model_folder = self.folder.parent
        existed = model_folder.exists()
        try:
            yield
        except BaseException:
            if not has_checkpoint(model_folder):
                self.remove()
                if not existed:
                    with contextlib.suppress(OSError):
                        model_folder.rmdir()
            raise

    def best(self, epoch: int) -> Path:
        """Returns the folder of the best model of an epoch."""
        return self.folder / f"{_BEST}{epoch}"

    def new_best(self, epoch: int) -> Path:
        """Makes the folder into which the model of an epoch is to be saved before `save` is called. Raises OutputError."""
        try:
            shutil.rmtree(self.best(epoch), ignore_errors=True)
            self.best(epoch).mkdir(parents=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return self.best(epoch)

    def save(self, progress: Progress, tensors: Mapping[str, torch.Tensor]) -> None:
        """Writes the state of the epoch just finished, whole or not at all, and removes what it makes needless.

        Raises OutputError where the disk is full or cannot be written.
        """
        name = f"{_STATE}{progress.epoch}"
        state = {key: value.detach().cpu().contiguous() for key, value in tensors.items()}
        content = {"format": _FORMAT, "fingerprint": self._fingerprint, **progress.to_json()}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = self.folder / f"{_PARTIAL}{name}"
            save_file(state, partial)
            os.replace(partial, self.folder / f"{name}.safetensors")
            partial.write_text(json.dumps(finite(to_data(content)), indent=1), encoding="utf-8")
            os.replace(partial, self.folder / f"{name}.json")
        except (OSError, SafetensorError) as error:
            raise self._unwritable(error) from error
        self._tidy({f"{name}.json", f"{name}.safetensors", self.best(progress.best_epoch).name})

    def load(self) -> tuple[Progress, dict[str, torch.Tensor]] | None:
        """Returns the newest whole state, tensors on the CPU; None where there is none.

        Raises SettingsError where it belongs to a run with other settings or data, naming the first difference, and where it
        cannot be read.
        """
        epochs = sorted((int(path.stem[len(_STATE) :]) for path in self.folder.glob(f"{_STATE}*.json")), reverse=True)
        if not epochs:
            return None
        path = self.folder / f"{_STATE}{epochs[0]}.json"
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["format"] != _FORMAT:
                raise ValueError(f"its format is {content['format']}, not {_FORMAT}")
            fingerprint = content["fingerprint"]
            progress = Progress.from_json(content)
            tensors = load_file(path.with_suffix(".safetensors"))
            if not self.best(progress.best_epoch).is_dir():
                raise ValueError("its best model is gone")
        except (OSError, SafetensorError, ValueError, TypeError, KeyError) as error:
            raise SettingsError(
                f"The interrupted training in {self.folder} cannot be read ({error}). Train without RESUME to begin anew."
            ) from error
        self._check(fingerprint)
        return progress, tensors

    def remove(self) -> None:
        """Removes the checkpoint, at the end of a run or where a run begins anew."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _check(self, fingerprint: Mapping[str, object]) -> None:
        """Raises SettingsError where the run that is to go on was started in another way."""
        for key, mine in self._fingerprint.items():
            its = fingerprint.get(key)
            if its != mine:
                raise SettingsError(
                    f"The interrupted training in {self.folder} was started with {key} {its}; now it is {mine}. Give the same "
                    "to go on with it, or train without RESUME to begin anew."
                )

    def _tidy(self, needed: set[str]) -> None:
        """Removes all that is not needed any more."""
        for path in self.folder.iterdir():
            if path.name in needed:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _unwritable(self, error: Exception) -> OutputError:
        return OutputError(
            f"The training cannot be kept in {self.folder}: {error}. Free some space there, or choose another model folder."
        )


def has_checkpoint(model_folder: str | Path) -> bool:
    """Tells whether an interrupted training lies in a model folder."""
    return any((Path(model_folder) / FOLDER).glob(f"{_STATE}*.json"))


_NETWORK, _AVERAGE, _OPTIMIZER = "network/", "average/", "optimizer/"


def collect(network: nn.Module, average: nn.Module | None, optimizer: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    """Returns all tensors of a run by name; they share the memory of the run's own."""
    state = {f"{_NETWORK}{key}": value for key, value in network.state_dict().items()}
    if average is not None:
        state.update((f"{_AVERAGE}{key}", value) for key, value in average.state_dict().items())
    for number, moments in optimizer.state_dict()["state"].items():
        state.update((f"{_OPTIMIZER}{number}/{key}", value) for key, value in moments.items())
    return state


def restore(
    tensors: Mapping[str, torch.Tensor], network: nn.Module, average: nn.Module | None, optimizer: torch.optim.Optimizer
) -> None:
    """Puts the tensors that `collect` returned back into a run that was set up in the same way.

    Raises RuntimeError or KeyError where they are of another network.
    """
    nn.Module.load_state_dict(network, _part(tensors, _NETWORK))
    if average is not None:
        nn.Module.load_state_dict(average, _part(tensors, _AVERAGE))
    weights = [weight for group in optimizer.param_groups for weight in group["params"]]
    moments: dict[int, dict[str, torch.Tensor]] = {}
    for key, value in _part(tensors, _OPTIMIZER).items():
        number, name = key.split("/")
        weight = weights[int(number)]
        # The fused optimiser walks weight and moments in step: they must lie in memory in the same order.
        alike = torch.empty_like(weight).copy_(value) if value.shape == weight.shape else value
        moments.setdefault(int(number), {})[name] = alike
    optimizer.load_state_dict({"state": moments, "param_groups": optimizer.state_dict()["param_groups"]})


def _part(tensors: Mapping[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {key[len(prefix) :]: value for key, value in tensors.items() if key.startswith(prefix)}
