"""A job on all GPUs of this computer, DEVICE=cuda:all: torchrun's launcher starts one process for each, its ranks.

A training is that of several ranks; a map is computed in parts, which are joined at the end. The ranks report to this process, which
forwards one log and one progress, and sends them Cancel. Where a rank crashes, the launcher starts all of them again once: a training
resumes after its last checkpoint, a map behind its finished strips.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...rasters.core.errors import Cancelled, EngineError, PeerError, SettingsError
from ...rasters.core.progress import Reporter, StepReporter
from ...rasters.outputs.temporary_names import LeftoverFiles
from ..core.parts import JOIN
from ..core.serialization import encoded, from_data, to_data
from ..installation.environment import own_python
from .jobs import CLASSIFY, Job, perform_here
from .messages import error_of
from .rank_process import HOST

CANCEL_GRACE_S = 50.0
"""How long cancelled ranks may take to finish their step and keep the model, in seconds; QGIS gives an engine a little more."""
_ERROR_GRACE_S = 5.0
_RESTARTS = 1
_POLL_S = 0.1
_COMPUTED = 0.95
"""The progress of a map when its parts are computed, before they are joined."""
_MAIN = Path(__file__).resolve().parents[2]
_LAST_LINES = 12


def perform_on_all(job: Job, request: Any, reporter: Reporter) -> Any:  # noqa: ANN401 (request and result of the job)
    """Runs a training or a classification on all GPUs, with one in this process, and returns its result.

    Raises what the job raises, SettingsError without GPUs or for a part of a map, and EngineError where a process ends early.
    """
    if job is CLASSIFY and request.part.strip():
        if request.part.strip().lower() == JOIN:
            return perform_here(job, request, reporter)  # needs no GPU
        raise SettingsError(
            f"DEVICE is {request.device}, which shares the whole map between all GPUs, and PART is {request.part}. Empty PART, or give each part "
            "one GPU (DEVICE cuda:0, cuda:1, ...)."
        )
    gpus = importlib.import_module("..runtime.devices", __package__).gpu_count()
    if gpus < 2:
        return perform_here(job, replace(request, device="cuda"), reporter)
    return perform_by(gpus, job, request, reporter)


def perform_by(size: int, job: Job, request: Any, reporter: Reporter) -> Any:  # noqa: ANN401
    """Runs a job by `size` ranks on this computer, and returns its result; the request's device is that of each rank. Raises as above."""
    if job is not CLASSIFY:
        return from_data(job.result, _Launch(size, job, request, reporter).results()[0])
    _Launch(size, job, request, StepReporter(reporter, 0, _COMPUTED)).results()
    return perform_here(job, replace(request, part=JOIN), StepReporter(reporter, _COMPUTED, 1))


@dataclass
class _Rank:
    """The connection of one rank, with what it has told; `rank` is -1 before it has shown that it belongs to this launch."""

    connection: socket.socket
    rank: int = -1
    rest: bytes = b""


@dataclass
class _Launch:
    """The ranks of one job, from their start to their end; to be used once."""

    size: int
    job: Job
    request: Any
    reporter: Reporter
    _found: dict[int, Any] = field(default_factory=dict)
    _errors: dict[int, Exception] = field(default_factory=dict)
    _processes: dict[int, int] = field(default_factory=dict)
    _started: dict[int, int] = field(default_factory=dict)
    _progress: dict[int, float] = field(default_factory=dict)
    _warned: set[str] = field(default_factory=set)
    _failure: Exception | None = None
    _stopped_at: float | None = None
    _grace_s: float = 0.0

    def results(self) -> list[Any]:
        """Returns the results of the ranks, as plain data, in their order. Raises what a rank raised, Cancelled and EngineError."""
        self._leftovers = LeftoverFiles(self.job.output_paths(self.request))
        self._word, self._selector = uuid.uuid4().hex, selectors.DefaultSelector()
        with (
            TemporaryDirectory(prefix="pixel_classifier_", ignore_cleanup_errors=True) as folder,
            socket.socket() as listener,
        ):
            listener.bind((HOST, 0))
            listener.listen()
            self._selector.register(listener, selectors.EVENT_READ)
            launcher = threading.Thread(target=self._launch, args=(folder, self._order(folder, listener)), daemon=True)
            launcher.start()
            try:
                while launcher.is_alive():
                    self._listen(listener)
                    self._stop_where_asked()
                self._listen(listener)
            finally:
                self._close(listener)
                launcher.join()
                self._selector.close()
                for process in self._started:
                    self._leftovers.remove(process)
            return self._answer(folder)

    def _order(self, folder: str, listener: socket.socket) -> str:
        """Writes the order of the ranks to a file, which only this user can read; returns its path."""
        order = {
            "port": listener.getsockname()[1],
            "word": self._word,
            "store": os.path.join(folder, "store"),
            "job": self.job.function,
            "request": to_data(self.request),
            "paths": [entry for entry in sys.path if entry],
        }
        path = os.path.join(folder, "order.json")
        Path(path).write_bytes(encoded(order))
        return path

    def _launch(self, folder: str, order: str) -> None:
        """Starts the ranks, and returns when all have ended; runs in a thread of its own."""
        try:
            from torch.distributed.elastic.multiprocessing import DefaultLogsSpecs
            from torch.distributed.launcher.api import LaunchConfig, elastic_launch

            os.environ.setdefault("TORCH_DISABLE_SHARE_RDZV_TCP_STORE", "1")  # else the launcher opens a port for them
            config = LaunchConfig(
                min_nodes=1,
                max_nodes=1,
                nproc_per_node=self.size,
                run_id="all_gpus",
                rdzv_backend="c10d",
                rdzv_endpoint=os.path.join(folder, "rendezvous"),
                rdzv_configs={"store_type": "file"},  # a store on a port would take what any computer writes into it
                local_addr="127.0.0.1",
                max_restarts=_RESTARTS,
                logs_specs=DefaultLogsSpecs(os.path.join(folder, "launcher")),
            )
            python = str(own_python() or sys.executable)
            elastic_launch(config, python)("-X", "faulthandler", str(_MAIN), "rank", order)
        except Exception as error:  # noqa: BLE001 (raised by the thread that waits, with the reason)
            self._failure = error

    def _listen(self, listener: socket.socket) -> None:
        """Accepts ranks and takes what they have sent, for a moment."""
        for key, _ in self._selector.select(_POLL_S):
            if key.fileobj is listener:
                connection, _ = listener.accept()
                self._selector.register(connection, selectors.EVENT_READ, _Rank(connection))
                continue
            rank: _Rank = key.data
            try:
                block = rank.connection.recv(1 << 16)
            except OSError:
                block = b""
            if not block:
                self._drop(rank)
                continue
            *lines, rank.rest = (rank.rest + block).split(b"\n")
            for line in lines:
                if not self._take(rank, line):
                    self._drop(rank)
                    break

    def _take(self, rank: _Rank, line: bytes) -> bool:
        """Handles a message; returns False for that of a stranger, another program of this computer."""
        if rank.rank < 0:
            if self._word.encode() not in line:
                return False
            self._welcome(rank, json.loads(line))
        for name, content in json.loads(line).items():
            if name == "progress":
                self._show(rank.rank, content)
            elif name == "info" and rank.rank == 0:
                self.reporter.info(content)
            elif name == "warning":
                self._warn(content)
            elif name == "result":
                self._found[rank.rank] = content
            elif name == "error":
                self._errors[rank.rank] = error_of(content)
        return True

    def _welcome(self, rank: _Rank, message: Mapping[str, Any]) -> None:
        """Notes a rank that has started; all have started again where it had before."""
        rank.rank = message["rank"]
        if rank.rank in self._processes and self._stopped_at is None:
            self._warn("A process ended early. All processes are started again, and go on from what is kept.")
        self._processes[rank.rank] = message["process"]
        self._started[message["process"]] = rank.rank
        if self._stopped_at is not None:
            self._tell(rank.connection)

    def _warn(self, text: str) -> None:
        """Warns once of what several ranks find."""
        if text not in self._warned:
            self._warned.add(text)
            self.reporter.warning(text)

    def _show(self, rank: int, fraction: float) -> None:
        """Shows the progress: of a training that of its first rank, of a map the mean of its parts. It never falls."""
        self._progress[rank] = max(fraction, self._progress.get(rank, 0.0))
        parts = range(self.size) if self.job is CLASSIFY else (0,)
        self.reporter.progress(sum(self._progress.get(part, 0.0) for part in parts) / len(parts))

    def _stop_where_asked(self) -> None:
        """Stops the ranks on Cancel and after an error, and kills those that do not end."""
        now = time.monotonic()
        cancelled = self.reporter.cancelled()
        if self._stopped_at is None and (cancelled or self._real_errors()):
            self._stopped_at, self._grace_s = now, CANCEL_GRACE_S if cancelled else _ERROR_GRACE_S
            for rank in self._ranks():
                self._tell(rank.connection)
        if self._stopped_at is not None and now - self._stopped_at > self._grace_s:
            self._kill()

    def _close(self, listener: socket.socket) -> None:
        """Closes all connections: ranks that still run end, and those that the launcher starts again find nobody."""
        self._kill()
        self._selector.unregister(listener)
        listener.close()
        for rank in self._ranks():
            self._drop(rank)

    def _kill(self) -> None:
        """Kills the ranks that have not ended."""
        for process in {self._processes[rank.rank] for rank in self._ranks() if rank.rank >= 0}:
            with contextlib.suppress(OSError):
                os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))

    def _drop(self, rank: _Rank) -> None:
        """Ends a connection."""
        self._selector.unregister(rank.connection)
        rank.connection.close()

    def _ranks(self) -> list[_Rank]:
        """Returns the ranks that are connected."""
        return [key.data for key in self._selector.get_map().values() if key.data is not None]

    @staticmethod
    def _tell(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(b"cancel\n")

    def _real_errors(self) -> list[Exception]:
        """Returns the errors but those of ranks that were told to stop, or ended because another one did."""
        return [error for _, error in sorted(self._errors.items()) if not isinstance(error, (Cancelled, PeerError))]

    def _answer(self, folder: str) -> list[Any]:
        """Returns the results. Raises the first error, or EngineError with the last lines of a rank that ended early."""
        for error in self._real_errors():
            raise error
        expected = range(self.size) if self.job is CLASSIFY else (0,)
        if all(rank in self._found for rank in expected):
            return [self._found[rank] for rank in expected]
        if self._stopped_at is not None:
            raise self._errors.get(0, Cancelled("Cancelled."))
        raise EngineError(
            f"The {self.size} processes on this computer could not finish, although they were started twice{self._first_failure()}. Run the "
            "algorithm again to go on from what is kept (a training with RESUME), or choose one device (DEVICE)."
            + "\n".join(["", *_last_lines(folder)])
        ) from self._failure

    def _first_failure(self) -> str:
        """Returns what the launcher reports of the process that ended first, as the end of a clause."""
        if not hasattr(self._failure, "get_first_failure"):
            return f" ({self._failure})" if self._failure else ""
        rank, failure = self._failure.get_first_failure()
        how = f"signal {failure.signal_name()}" if failure.exitcode < 0 else f"exit status {failure.exitcode}"
        return f": process {rank + 1} ended with {how}"


def _last_lines(folder: str) -> list[str]:
    """Returns the last lines that a rank has printed."""
    logs = sorted(Path(folder).glob("rank-*.log"), key=lambda path: path.stat().st_mtime)
    for log in reversed(logs):
        with open(log, encoding="utf-8", errors="replace") as file:
            lines = [line.rstrip() for line in deque(file, _LAST_LINES) if line.strip()]
        if lines:
            return lines
    return []
