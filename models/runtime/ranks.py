"""The processes of a training that `torchrun` started on one or more computers, its ranks; one process is a rank of its own.

All ranks hold the same network and the same batch, of which each computes its share; `torch.distributed` sums gradients and figures, by
gloo on CPUs and NCCL on GPUs. The first rank alone writes, logs and is asked whether to cancel. What depends on the clock, on memory or on
files is decided there, too, and sent to the others. So all take the same way.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, TypeVar

import torch
from torch import distributed

from ...rasters.core.errors import BackendError, Cancelled, PeerError, PixelClassifierError, SettingsError
from ...rasters.core.progress import Reporter, SilentReporter
from ..core.options import ALL_GPUS

_LONGEST_WAIT = timedelta(hours=12)
"""The first rank evaluates whole scenes alone, while the others wait."""
_LONGEST_START = timedelta(minutes=15)
"""How long the ranks wait for each other at the start: computers load PyTorch from a shared disk at different speeds."""
STORE_VARIABLE = "PIXEL_CLASSIFIER_STORE"
"""The environment variable with the path of the file through which the ranks of one computer meet, in place of torchrun's port."""
_POLL_S = 0.05
_LAST_WORK_S = 0.2
"""How long the threads of gloo get to drop the tensors of their last work. They need the GIL for it, which older PyTorch (seen in 2.6, not
in 2.15) keeps while it waits for them to end (pytorch#154976): without a pause a training there never ends. A hundredth of a second is
enough, on a busy machine too."""
_ENDED = "ended"
"""The key by which the store holds the error of a rank."""
_NOT_THERE = f"did not start within {_LONGEST_START}. See its log on the computer where torchrun should start it."
Value = TypeVar("Value")


class Ranks:
    """This process among `size` processes: its `rank`, 0 for the first. Without others every method returns at once."""

    def __init__(self, rank: int = 0, size: int = 1) -> None:
        """Takes the place of this process; see `joined`."""
        self.rank, self.size = rank, size
        self._shared: _SharedReporter | None = None

    @property
    def is_first(self) -> bool:
        """Returns whether this process writes and logs."""
        return self.rank == 0

    @property
    def are_several(self) -> bool:
        """Returns whether there are other processes."""
        return self.size > 1

    def share_of(self, count: int) -> slice:
        """Returns which of `count` samples this rank computes: as many as the other ranks, or one more or less."""
        return slice(self.rank * count // self.size, (self.rank + 1) * count // self.size)

    def sum(self, values: torch.Tensor) -> torch.Tensor:
        """Returns the sum over the ranks, in place of `values`."""
        if self.are_several:
            distributed.all_reduce(values)
        return values

    def from_first(self, make: Callable[[], Value]) -> Value:
        """Returns what `make` returns on the first rank, where alone it is called."""
        if not self.are_several:
            return make()
        box = [make() if self.is_first else None]
        distributed.broadcast_object_list(box, src=0)
        return box[0]

    def reporter(self, reporter: Reporter) -> Reporter:
        """Returns the reporter of this rank: that of the first forwards to `reporter`, the others log nothing.

        Among several ranks it is cancelled only once all of them know, after `stop_if_cancelled`.
        """
        if not self.are_several:
            return reporter
        self._shared = _SharedReporter(reporter if self.is_first else SilentReporter(), reporter.cancelled)
        return self._shared

    def stop_if_cancelled(self) -> None:
        """Raises Cancelled on all ranks where one of them was asked to stop. All must call it equally often."""
        if self._shared is None:
            return
        asked = torch.tensor([int(self._shared.asked())])
        distributed.all_reduce(asked, distributed.ReduceOp.MAX)
        if asked.item():
            self._shared.stopped = True
            raise Cancelled("Cancelled.")


class _SharedReporter:
    """A reporter that is cancelled once all ranks agree: one that stopped alone would leave the others waiting."""

    def __init__(self, parent: Reporter, asked: Callable[[], bool]) -> None:
        self.progress, self.info, self.warning = parent.progress, parent.info, parent.warning
        self.asked, self.stopped = asked, False

    def cancelled(self) -> bool:
        return self.stopped


def is_one_of_several() -> bool:
    """Returns whether `torchrun` started this process together with others."""
    return distributed.is_available() and distributed.is_torchelastic_launched() and int(os.environ["WORLD_SIZE"]) > 1


def was_restarted() -> bool:
    """Returns whether `torchrun` started this process again, after one of them had failed."""
    return int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) > 0


def device_name_of_rank(name: str) -> str:
    """Returns the device of this rank where `name` leaves the choice: the GPU of its number on its computer, else `name`.

    Raises SettingsError where a computer has more processes than GPUs.
    """
    gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if not is_one_of_several() or name.strip().lower() not in ("auto", "cuda", ALL_GPUS) or not gpus:
        return name
    number, processes = int(os.environ["LOCAL_RANK"]), int(os.environ["LOCAL_WORLD_SIZE"])
    if processes > gpus:
        raise SettingsError(
            f"There are {processes} processes and {gpus} GPUs on this computer. Start torchrun with --nproc-per-node {gpus}, or set "
            "DEVICE to cpu."
        )
    return f"cuda:{number}"


@contextlib.contextmanager
def joined(device: torch.device) -> Iterator[Ranks]:
    """Joins the processes that `torchrun` started, which compute on `device`, and leaves them at the end; one process joins nothing.

    After an error nobody waits for the others: this process ends, and `torchrun` ends them. Raises PeerError or Cancelled where another
    one has ended so.
    """
    if not is_one_of_several():
        yield Ranks()
        return
    if device.type == "cuda":
        torch.cuda.set_device(device)
    backend = "cpu:gloo,cuda:nccl" if device.type == "cuda" and distributed.is_nccl_available() else "gloo"
    common, rank, size = _common_store()
    own = distributed.PrefixStore(f"start-{_common_start(common, rank, size)}", common)
    distributed.init_process_group(backend, store=own, rank=rank, world_size=size, timeout=_LONGEST_WAIT)
    with _reported_to_others(own, rank, size):
        yield Ranks(rank, size)
    time.sleep(_LAST_WORK_S)
    distributed.destroy_process_group()


def _common_store() -> tuple[distributed.Store, int, int]:
    """Returns the store through which all ranks meet, the number of this rank, and how many there are."""
    path = os.environ.get(STORE_VARIABLE)
    if not path:
        return next(distributed.rendezvous("env://", timeout=_LONGEST_START))
    store = distributed.FileStore(path, -1)  # -1: the file stays for ranks that are started again
    store.set_timeout(_LONGEST_START)
    return store, int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])


@contextlib.contextmanager
def _reported_to_others(store: distributed.Store, rank: int, size: int) -> Iterator[None]:
    """Reports an error that ends this rank to the others, and raises PeerError or Cancelled where one of them has reported its own.

    What the others notice is a broken connection only. Without a report in the store it is that of a process that crashed.
    """
    try:
        yield
    except (PixelClassifierError, MemoryError, OSError) as error:
        note = {"rank": rank, "cancelled": isinstance(error, Cancelled), "reason": str(error) or type(error).__name__}
        with contextlib.suppress(distributed.DistError):
            store.set(_ENDED, json.dumps(note))
        raise
    except RuntimeError as error:
        note = _ended(store) if _is_of_connection(error) else None
        if note is None:
            raise
        if note["cancelled"]:
            raise Cancelled("Cancelled.") from error
        raise PeerError(f"Process {rank} of {size} ends, as process {note['rank']} has: {note['reason']}") from error


def _is_of_connection(error: RuntimeError) -> bool:
    """Returns whether an error is of the connection to the other ranks; gloo has no class of its own for that."""
    return isinstance(error, distributed.DistError) or "gloo" in str(error)


def _ended(store: distributed.Store) -> Mapping[str, Any] | None:
    """Returns the report of a rank that ended with an error; None where there is none."""
    try:
        return json.loads(store.get(_ENDED)) if store.check([_ENDED]) else None
    except distributed.DistError:
        return None


def _common_start(store: distributed.Store, rank: int, size: int) -> int:
    """Returns the number of this start of the ranks; all of one start get the same, and no earlier start had it.

    The store of `torchrun` outlives its processes, and keeps the addresses of those of earlier starts: a process that read one would
    wait for a dead process, or be refused. The number of restarts is no way out: after a computer was replaced it differs between
    computers. So the first rank counts a start, and admits the others by an answer to the random word of each.
    """
    if rank == 0:
        number = store.add("starts", 1)
        for other in range(1, size):
            try:
                word = store.get(f"start-{number}/arrived-{other}")
            except distributed.DistError as error:
                raise BackendError(f"Process {other} of {size} {_NOT_THERE}") from error
            store.set(f"start-{number}/admitted-{other}", word)
        return number
    word, deadline = uuid.uuid4().hex.encode(), time.monotonic() + _LONGEST_START.total_seconds()
    while time.monotonic() < deadline:
        number = store.add("starts", 0)
        store.set(f"start-{number}/arrived-{rank}", word)
        admitted = f"start-{number}/admitted-{rank}"
        if store.check([admitted]) and store.get(admitted) == word:
            return number
        time.sleep(_POLL_S)
    raise BackendError(f"Process 0 of {size} {_NOT_THERE}")
