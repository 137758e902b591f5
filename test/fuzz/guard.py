"""Runs attempts on hostile inputs in a process of their own, and notes what must never happen there.

These are: an error that is no `PixelClassifierError` with a sentence, a crash, no answer within `LONGEST_S`, more memory than
`MOST_BYTES` beside that of the start, a program or connection that is started, and a file that is written outside the working folder.
"""

from __future__ import annotations

import json
import mmap
import os
import re
import resource
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from pixel_classifier.rasters.core.errors import PixelClassifierError

LONGEST_S = 10.0
MOST_BYTES = 2**30
_FORBIDDEN = (
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "subprocess.Popen",
    "socket.connect",
    "pickle.find_class",
)
_WRITING = (
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
    "shutil.rmtree",
    "os.chmod",
)

Attempt = Callable[[Path, Random], None]
"""Makes one hostile input in a folder and reads it; returns where it is accepted."""


@dataclass
class Outcome:
    """How many inputs of a target were accepted and refused, what they cost, and the findings: text by the first input that shows it."""

    target: str
    accepted: int = 0
    refused: int = 0
    cpu_s: float = 0.0
    most_bytes: int = 0
    longest_s: float = 0.0
    findings: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def tried(self) -> int:
        """Returns the number of inputs."""
        return self.accepted + self.refused + sum(self.counts.values())

    def found(self, text: str, shown_by: str) -> None:
        """Notes a finding."""
        self.counts[text] += 1
        self.findings.setdefault(text, shown_by)


def random_of(target: str, seed: int, number: int) -> Random:
    """Returns the generator of one input."""
    return Random(f"{target}-{seed}-{number}")


def campaign(
    target: str, attempt: Attempt, folder: Path, seed: int, seconds: float, most: int | None = None
) -> Outcome:
    """Tries inputs 0, 1, 2, … for so many seconds, or `most` of them; where the process ends, another goes on behind that input."""
    outcome, shared = Outcome(target), mmap.mmap(-1, 64)
    deadline, first = time.monotonic() + seconds, 0
    while time.monotonic() < deadline and (most is None or first < most):
        first = _one_process(outcome, attempt, folder, seed, first, most, deadline, shared)
    return outcome


def _one_process(
    outcome: Outcome,
    attempt: Attempt,
    folder: Path,
    seed: int,
    first: int,
    most: int | None,
    deadline: float,
    shared: mmap.mmap,
) -> int:
    """Runs a process from input `first` on; returns the number of the next input."""
    answers = tempfile.TemporaryFile()  # noqa: SIM115 (closed below, and inherited by the child)
    sys.stdout.flush()
    _note(shared, first, time.monotonic())
    child = os.fork()
    if child == 0:
        try:
            _work(outcome.target, attempt, folder, seed, first, most, deadline, shared, answers.fileno())
        except BaseException:  # noqa: BLE001 (a child must not return into the parent's code)
            traceback.print_exc()
            os._exit(70)
        os._exit(0)
    hung = _watched(child, shared)
    _, status, usage = os.wait4(child, 0)
    with answers:
        answers.seek(0)
        lines = answers.read().splitlines()
    outcome.cpu_s += usage.ru_utime + usage.ru_stime
    for line in lines:
        _take(outcome, json.loads(line))
    number, _ = _noted(shared)
    shown_by = f"seed {seed}, input {number}"
    if hung:
        outcome.found(f"no answer within {LONGEST_S:g} s", shown_by)
    elif os.WIFSIGNALED(status):
        outcome.found(f"ended by signal {signal.Signals(os.WTERMSIG(status)).name}", shown_by)
    elif status:
        outcome.found(f"ended with status {os.waitstatus_to_exitcode(status)}", shown_by)
    return number + 1


def _watched(child: int, shared: mmap.mmap) -> bool:
    """Waits for the end of a process; ends it where one input takes longer than allowed in CPU time. Returns whether that was so."""
    seen, since = None, _cpu_s(child)
    while True:
        time.sleep(0.02)
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return False
        number, _ = _noted(shared)
        used = _cpu_s(child)
        if number != seen:
            seen, since = number, used
            started = time.monotonic()
        elif (
            used - since > LONGEST_S or time.monotonic() - started > 12 * LONGEST_S
        ):  # asleep for long, on a busy machine
            os.kill(child, signal.SIGKILL)
            return True


def _cpu_s(process: int) -> float:
    """Returns the CPU seconds of a process, 0 where it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _work(
    target: str,
    attempt: Attempt,
    folder: Path,
    seed: int,
    first: int,
    most: int | None,
    deadline: float,
    shared: mmap.mmap,
    answers: int,
) -> None:
    """Tries inputs in this process, and sends what came of them."""
    os.chdir(folder)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    events: list[str] = []
    _watch_events(events, folder.parent)
    start = _resident()
    _limit_memory()
    number, sent = first, time.monotonic()
    done = {"accepted": 0, "refused": 0, "longest": 0.0, "most": 0, "findings": []}
    while (most is None or number < most) and time.monotonic() < deadline:
        _note(shared, number, time.monotonic())
        events.clear()
        begun = time.process_time()
        kind, text = _tried(attempt, folder, random_of(target, seed, number))
        done["longest"] = max(done["longest"], time.process_time() - begun)
        grown = _resident() - start
        done["most"] = max(done["most"], grown)
        if events:
            kind, text = "finding", f"did {events[0]}"
        elif grown > MOST_BYTES:
            kind, text = "finding", f"took {grown / 2**20:.0f} MiB and more"
        if kind == "finding":
            done["findings"].append((text, f"seed {seed}, input {number}"))
        else:
            done[kind] += 1
        number += 1
        if grown > MOST_BYTES:
            break
        if time.monotonic() - sent > 0.5:
            sent = time.monotonic()
            os.write(answers, json.dumps(done).encode() + b"\n")
            done = {"accepted": 0, "refused": 0, "longest": 0.0, "most": 0, "findings": []}
    os.write(answers, json.dumps(done).encode() + b"\n")
    _note(shared, number - 1, time.monotonic())


def _tried(attempt: Attempt, folder: Path, random: Random) -> tuple[str, str]:
    """Makes an attempt; returns "accepted", "refused" or "finding", and its text."""
    try:
        attempt(folder, random)
    except PixelClassifierError as error:
        text = str(error).strip()
        if len(text) < 20 or not re.search(r"[a-z] .*\.(\s|$)", text, re.DOTALL):
            return "finding", f"no sentence: {type(error).__name__}: {text[:60]!r}"
        return "refused", ""
    except BaseException as error:  # noqa: BLE001 (whatever escapes is a finding)
        text = re.sub(r"0x[0-9a-f]+|\d+", "#", str(error)[:60])  # one finding, whatever the numbers
        return "finding", f"{type(error).__name__}: {text!r} at {_place(error)}"
    return "accepted", ""


def _place(error: BaseException) -> str:
    """Returns the last line of the plugin in a traceback."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "/test/" not in frame.filename and "/site-packages/" not in frame.filename
    ]
    own = [frame for frame in frames if any(f"/{room}/" in frame.filename for room in ("models", "rasters"))]
    return f"{'/'.join(Path(own[-1].filename).parts[-3:])}:{own[-1].lineno}" if own else "the test"


def _watch_events(events: list[str], folder: Path) -> None:
    """Notes programs, connections and files written elsewhere, as Python reports them from now on."""
    inside = str(folder.resolve())

    def hook(event: str, arguments: tuple) -> None:
        if event in _FORBIDDEN:
            events.append(f"{event} {arguments!r:.100}")
        elif event == "open" and isinstance(arguments[0], (str, bytes)):
            writes = (
                (arguments[1] or "r").strip("btU") != "r"
                if isinstance(arguments[1], str)
                else arguments[2] & (os.O_WRONLY | os.O_RDWR)
            )
            _note_outside(events, event, arguments[0], inside) if writes else None
        elif event in _WRITING and isinstance(arguments[0], (str, bytes)):
            _note_outside(events, event, arguments[0], inside)

    sys.addaudithook(hook)


def _note_outside(events: list[str], event: str, path: str | bytes, inside: str) -> None:
    where = os.path.realpath(os.fsdecode(path))
    if not where.startswith((inside, "/dev/")) and "__pycache__" not in where:
        events.append(f"{event} {where}")


def _limit_memory() -> None:
    """Lets allocations fail that are far beyond what is allowed; what is only reserved does not count so soon."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + 4 * MOST_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _resident() -> int:
    """Returns the largest resident memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _note(shared: mmap.mmap, number: int, at: float) -> None:
    shared[:16] = struct.pack("qd", number, at)


def _noted(shared: mmap.mmap) -> tuple[int, float]:
    return struct.unpack("qd", shared[:16])


def _take(outcome: Outcome, done: dict) -> None:
    """Adds what a process sent."""
    outcome.accepted += done["accepted"]
    outcome.refused += done["refused"]
    outcome.longest_s = max(outcome.longest_s, done["longest"])
    outcome.most_bytes = max(outcome.most_bytes, done["most"])
    for text, shown_by in done["findings"]:
        outcome.found(text, shown_by)
