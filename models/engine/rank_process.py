"""A rank: one of the processes that `all_gpus` starts by torchrun's launcher, one for each GPU.

It runs its share of a job: a training together with the others, or a part of a map. It reports to the process that
ordered it, over a connection inside this computer. The order is a file: `port` and `word` of the connection, `store`
for the file through which the ranks meet, `job`, `request`, and `paths` as for an engine. What libraries print goes to
a log beside it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from ...rasters.core.errors import PixelClassifierError
from ..core.serialization import from_data, to_data
from .jobs import CLASSIFY, JOBS, Job, perform_here
from .main import Watch, leave, result_of
from .messages import Channel, described

HOST = "127.0.0.1"
_LOOPBACK = "lo"


def main(arguments: Sequence[str]) -> NoReturn:
    """Runs the share of the job that the file `arguments[0]` orders, and ends the process."""
    order = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    try:
        connection = socket.create_connection((HOST, order["port"]))
    except OSError:
        leave()  # a restarted rank: nobody waits for the result any more
    rank, size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    _print_to(os.path.join(os.path.dirname(arguments[0]), f"rank-{rank}.log"))
    channel = Channel(connection.sendall)
    signal.signal(signal.SIGTERM, lambda *_: channel.stop())  # the launcher stops all ranks where one has failed
    channel.send(word=order["word"], rank=rank, process=os.getpid())
    sys.path += [entry for entry in order["paths"] if entry not in sys.path]
    _stay_on_this_computer(order["store"])
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // size)))
    watch = Watch(channel, iter(connection.makefile("rb")))
    job = JOBS[order["job"]]
    try:
        request = _share(job, from_data(job.request, order["request"]), rank, size)
        result = result_of(job, request, channel, watch, "", perform_here)
        channel.send(result=to_data(result))
    except (PixelClassifierError, MemoryError, OSError) as error:
        channel.send(error=described(error))
    leave()


def _stay_on_this_computer(store: str) -> None:
    """Has the ranks meet through a file and exchange gradients over the loopback interface, where Linux has it under its usual name.

    PyTorch does not guard its ports: who reaches one can run programs in the user's name.
    """
    os.environ["PIXEL_CLASSIFIER_STORE"] = store  # ranks.STORE_VARIABLE, without PyTorch
    if sys.platform == "linux" and _LOOPBACK in {name for _, name in socket.if_nameindex()}:
        for name in ("GLOO_SOCKET_IFNAME", "NCCL_SOCKET_IFNAME"):
            os.environ.setdefault(name, _LOOPBACK)


def _share(job: Job, request: Any, rank: int, size: int) -> Any:  # noqa: ANN401 (a request of the job)
    """Returns the request of this rank: a part of a map, and of a training all, which the ranks share by batches."""
    return replace(request, part=str(rank + 1), parts=size, joins=False) if job is CLASSIFY else request


def _print_to(path: str) -> None:
    """Redirects standard output and error output to a file."""
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
