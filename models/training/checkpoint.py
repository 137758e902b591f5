"""The checkpoint of a training run, from which a run that was cancelled, crashed or killed is resumed.

The folder `checkpoint` in the model folder holds three things. `run.txt` has a random word of the run that writes there. `state.pt` is the
state after the last finished epoch: weights, EMA, optimizer, progress. `kept-N` is the model to keep so far, of epoch N. `state.pt` is
written under a temporary name and renamed, once it is on the disk, so that it is always whole. It is written after the first epoch and the
last, and between them at most once in `INTERVAL_S`.
"""

from __future__ import annotations

import contextlib
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from ...rasters.core.errors import OutputError, SettingsError
from ...rasters.outputs.renaming import flush_to_disk, replace
from ..core.history import EpochRecord, LrFinderCurve
from ..core.serialization import finite, from_data, to_data

FOLDER = "checkpoint"
"""The name of the checkpoint's folder inside the model folder."""
INTERVAL_S = 60.0
"""The state, three times the size of the model, is written no sooner than this after the last time: so much training a kill can cost."""
FORMAT_VERSION = 2
"""Raised when the content of `state.pt` changes its meaning. Format 1 was a JSON and a safetensors file per epoch."""
_STATE, _TEMPORARY, _KEPT, _OWNER = "state.pt", ".state.pt.temporary", "kept-", "run.txt"
_FORMAT_1 = "epoch-*.json"


@dataclass(frozen=True)
class Progress:
    """How far a run has come: everything but tensors that the loop needs to continue as if it had never stopped.

    `epochs` are those of the schedule. `kept_epoch` is the epoch of the model to keep so far. `precision` is that of
    the network: "float32", "bfloat16" or "float16". `micro_batches` is their number per batch, `lr_finder` the curve of
    the learning-rate finder, None where the rate was given.
    """

    history: tuple[EpochRecord, ...]
    kept_epoch: int
    learning_rate: float
    batch_size: int
    micro_batches: int
    precision: str
    lr_finder: LrFinderCurve | None
    epochs: int


@dataclass(frozen=True)
class State:
    """A run after a finished epoch: its progress, and the `state_dict` of its network, EMA, optimizer and scaler by name."""

    progress: Progress
    tensors: Mapping[str, dict]


class Checkpoint:
    """The checkpoint of the run that writes a model folder."""

    def __init__(self, model_folder: str | Path, fingerprint: Mapping[str, object]) -> None:
        """Takes the model folder, and the settings and data that must be equal for a run to be resumed, as plain values."""
        self.folder = Path(model_folder) / FOLDER
        self.fingerprint = finite(to_data(fingerprint))
        self._saved_at: float | None = None
        self._kept_by_state: str | None = None
        self._word, self._has_written = uuid.uuid4().hex, False

    @contextlib.contextmanager
    def removed_unless_saved(self) -> Iterator[None]:
        """Removes, where an error comes up before the first state is saved, what was written until then."""
        model_folder = self.folder.parent
        existed = model_folder.exists()
        try:
            yield
        except BaseException:
            if not has_checkpoint(model_folder) and not self._is_of_another_run():
                self.remove()
                if not existed:
                    with contextlib.suppress(OSError):
                        model_folder.rmdir()
            raise

    def kept(self, epoch: int) -> Path:
        """Returns the folder of the model of an epoch that is kept."""
        return self.folder / f"{_KEPT}{epoch}"

    def new_kept(self, epoch: int) -> Path:
        """Makes the folder into which the model of an epoch is saved before `save` is called. Raises OutputError.

        Those of other epochs are removed, but for the one that the saved state needs.
        """
        if (
            self._kept_by_state is not None
        ):  # what an earlier run left stays whole until this run has a state of its own
            self._tidy({_STATE, self._kept_by_state})
        try:
            self._own()
            shutil.rmtree(self.kept(epoch), ignore_errors=True)
            self.kept(epoch).mkdir(parents=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return self.kept(epoch)

    def is_due(self) -> bool:
        """Returns whether no state has been saved in the last `INTERVAL_S`."""
        return self._saved_at is None or time.monotonic() - self._saved_at >= INTERVAL_S

    def save(self, state: State) -> None:
        """Writes the state of the epoch just finished, whole or not at all, and removes what it replaces.

        Raises OutputError where the disk is full or cannot be written.
        """
        content = {
            "format": FORMAT_VERSION,
            "fingerprint": self.fingerprint,
            "progress": to_data(state.progress),
            **state.tensors,
        }
        try:
            self._own()
            torch.save(content, self.folder / _TEMPORARY)
            flush_to_disk(str(self.folder / _TEMPORARY))
            replace(str(self.folder / _TEMPORARY), str(self.folder / _STATE))
        except (OSError, RuntimeError) as error:  # torch reports a full disk as RuntimeError
            raise self._unwritable(error) from error
        self._saved_at, self._kept_by_state = time.monotonic(), self.kept(state.progress.kept_epoch).name
        self._tidy({_STATE, self._kept_by_state})

    def load(self) -> State | None:
        """Returns the saved state, tensors on the CPU; None where there is none.

        Raises SettingsError where it cannot be read, or another version of the plugin wrote it. It raises the same error where it is of a
        run with other settings or data; the message names the first difference.
        """
        if not has_checkpoint(self.folder.parent):
            return None
        if not (self.folder / _STATE).is_file():
            raise self._of_another_version()
        try:
            content = torch.load(self.folder / _STATE, map_location="cpu", weights_only=True)
            version = content.pop("format")
            if version == FORMAT_VERSION:
                fingerprint = from_data(Mapping[str, object], content.pop("fingerprint"))
                progress = from_data(Progress, content.pop("progress"))
                if not self.kept(progress.kept_epoch).is_dir():
                    raise FileNotFoundError("its model is missing")
        except Exception as error:
            raise SettingsError(
                f"The interrupted training in {self.folder} cannot be read ({error}). Train without RESUME to start again."
            ) from error
        if version != FORMAT_VERSION:
            raise self._of_another_version()
        self._check(fingerprint)
        self._saved_at, self._kept_by_state = time.monotonic(), self.kept(progress.kept_epoch).name
        return State(progress, content)

    def remove(self) -> None:
        """Removes the checkpoint, at the end of a run or where a run starts again."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _check(self, fingerprint: Mapping[str, object]) -> None:
        """Raises SettingsError where the run to be resumed was started with other settings or data."""
        for key, mine in self.fingerprint.items():
            its = fingerprint.get(key)
            if its != mine:
                raise SettingsError(
                    f"The interrupted training in {self.folder} was started with {key} {its}; now it is {mine}. Give the same "
                    "to resume it, or train without RESUME to start again."
                )

    def _tidy(self, needed: set[str]) -> None:
        """Removes everything else from the folder. What the system refuses to remove stays until the next epoch."""
        for path in self.folder.iterdir():
            if path.name in needed or path.name == _OWNER:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    path.unlink()

    def check_owner(self) -> None:
        """Raises OutputError where another run has begun to write into the folder since this one did: what is kept may be of that one."""
        if self._has_written and self._is_of_another_run():
            raise OutputError(
                f"Another training writes into {self.folder.parent}, so that this one ends. Give each training its own model folder."
            )

    def _own(self) -> None:
        """Notes in the folder, which it makes, that this run writes there. Raises OutputError as `check_owner`, and OSError."""
        self.check_owner()
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / _OWNER).write_text(self._word, encoding="ascii")
        self._has_written = True

    def _is_of_another_run(self) -> bool:
        """Returns whether the last note in the folder is of another run."""
        try:
            return (self.folder / _OWNER).read_text(encoding="ascii", errors="replace") != self._word
        except OSError:
            return False

    def _of_another_version(self) -> SettingsError:
        return SettingsError(
            f"Another version of the plugin wrote the interrupted training in {self.folder}; this version cannot resume it. Train "
            "without RESUME to start again."
        )

    def _unwritable(self, error: Exception) -> OutputError:
        return OutputError(
            f"The training cannot be saved in {self.folder}: {error}. Free some space there, or choose another model folder."
        )


def has_checkpoint(model_folder: str | Path) -> bool:
    """Returns whether a model folder holds an interrupted training, in this format or that of an earlier version."""
    folder = Path(model_folder) / FOLDER
    return (folder / _STATE).is_file() or any(folder.glob(_FORMAT_1))
