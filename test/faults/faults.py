"""Interrupts and disturbs each step of the work, and checks what is left: `make test-faults KILLS=100 MINUTES=60 SEED=1`.

After each fault nothing under a final name is half, inputs are the same to the byte, results of earlier runs are there or were replaced
by whole ones, the next run succeeds with the same results as without a fault, and nothing under a temporary name is left behind it.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "helpers")]

import plugin_package  # noqa: F401 (first of all: it makes the package importable)

import numpy as np  # isort: skip
from pixel_classifier.models.engine import command_line  # isort: skip
from pixel_classifier.models.prediction import classify as classification  # isort: skip
from pixel_classifier.models.training import checkpoint  # isort: skip
from steps import Ground, Step, digest, snapshot  # isort: skip

LONGEST_S = 300.0
Prepare = Callable[[Random], None]


@dataclass
class Child:
    """A run in a process of its own: its exit status (negative: the signal), seconds, and the answer that it printed."""

    status: int
    seconds: float
    answer: dict


@dataclass
class Tally:
    """What came of one kind of fault on one step."""

    fault: str
    step: str
    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class Trials:
    """Runs steps with faults in the folder of a `Ground`, and checks what is left."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground, self.seed = ground, seed
        self.out = ground.folder / "out"
        self.tallies: dict[tuple[str, str], Tally] = {}
        self.usual_s: dict[str, float] = {}
        self.cpu_s = 0.0

    def start(self, arguments: list[str], prepare: Prepare | None, random: Random) -> tuple[int, int]:
        """Starts a run; returns its process and the pipe with its output."""
        answer, printed = os.pipe()  # not a file, for which limits and full disks would hold, too
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            status = 70
            try:
                os.dup2(printed, 1)
                os.dup2(printed, 2)
                sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
                sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
                classification.KEEP_AFTER_S, checkpoint.INTERVAL_S = 0.0, 0.0
                if prepare is not None:
                    prepare(random)
                status = command_line.run([*arguments, "--json"])
            except BaseException:  # noqa: BLE001 (a child must not return into the parent's code)
                traceback.print_exc()
            finally:
                with contextlib.suppress(OSError, ValueError):
                    sys.stdout.flush()
                    sys.stderr.flush()
                os._exit(status)
        os.close(printed)
        return child, answer

    def end(self, child: int, answer: int, started: float) -> Child:
        """Waits for the end of a run."""
        deadline = started + LONGEST_S
        while not (found := os.wait4(child, os.WNOHANG))[0]:
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.002)
        _, status, usage = found
        self.cpu_s += usage.ru_utime + usage.ru_stime
        with os.fdopen(answer, errors="replace") as file:
            lines = file.read().splitlines()
        said = next(
            (json.loads(line) for line in reversed(lines) if line.startswith(('{"error"', '{"result"'))),
            {"log": lines[-6:]},
        )
        return Child(os.waitstatus_to_exitcode(status), time.monotonic() - started, said)

    def run(self, arguments: list[str], prepare: Prepare | None, random: Random) -> Child:
        """Runs a command to its end."""
        started = time.monotonic()
        return self.end(*self.start(arguments, prepare, random), started)

    def trial(
        self,
        fault: str,
        step: Step,
        number: int,
        prepare: Prepare | None = None,
        meanwhile: Callable[[int, Random], None] | None = None,
        expected: Callable[[Child], str] = lambda child: "done" if child.status == 0 else "refused",
    ) -> None:
        """Makes one trial: prepares, runs with the fault, checks, runs again without it, and checks again."""
        random = Random(f"{self.seed}-{fault}-{step.name}-{number}")
        tally = self.tallies.setdefault((fault, step.name), Tally(fault, step.name))
        with_earlier = random.random() < 0.5
        self.ground.prepare(step, self.out, with_earlier)
        before = {name: digest(self.out / name) for name in step.whole if (self.out / name).exists()}
        started = time.monotonic()
        process, answer = self.start(step.arguments(self.out), prepare, random)
        if meanwhile is not None:
            meanwhile(process, random)
        child = self.end(process, answer, started)
        tally.tried += 1
        tally.outcomes[expected(child)] += 1
        name = f"{fault} of {step.name} {number}"
        tally.problems += [f"{name}: {problem}" for problem in self.problems_after(step, before, child)]
        self.again(step, name, tally, random)

    def problems_after(self, step: Step, before: dict[str, str], child: Child) -> Iterator[str]:
        """Yields what is wrong after a fault."""
        if child.status > 0 and "error" not in child.answer:
            yield f"no sentence, but status {child.status}: {child.answer}"
        for name, is_whole in step.whole.items():
            path = self.out / name
            if name in before and not path.exists():
                yield f"the earlier {name} is gone"
            elif (
                path.exists() and digest(path) != before.get(name) and not (path.is_dir() and _is_checkpoint_only(path))
            ):
                try:
                    is_whole(path)
                except Exception as error:  # noqa: BLE001 (whatever is wrong with it)
                    yield f"{name} is not whole: {error}"
        yield from self.changed_inputs()
        known = {*step.whole, *(f"{name}.aux.xml" for name in step.whole), "classes.tif.strips"}
        yield from (
            f"left {path.name}"
            for path in self.out.iterdir()
            if path.name not in known and not (path.name.startswith(".") and ".partial" in path.name)
        )
        if child.status >= 0:
            yield from (f"the run ended and left {path.name}" for path in self.out.rglob(".*partial*"))

    def changed_inputs(self) -> Iterator[str]:
        """Yields which inputs have changed."""
        now = snapshot(self.ground.inputs)
        for name in sorted({*now, *self.ground.snapshot}):
            if now.get(name) != self.ground.snapshot.get(name):
                yield f"the input {name} has changed"

    def again(self, step: Step, name: str, tally: Tally, random: Random) -> None:
        """Runs a step again, without a fault; it resumes where it can, and leaves whole results and nothing else."""
        arguments = step.arguments(self.out)
        if step.resume and (self.out / "model" / "checkpoint" / "state.pt").exists():
            arguments += step.resume
            tally.outcomes["resumed"] += 1
        elif (self.out / "classes.tif.strips").exists() and step.name == "classify":
            tally.outcomes["resumed"] += any((self.out / "classes.tif.strips").glob("strip-*.json"))
        if step.before and not (self.out / "classes.tif.strips").exists():
            tally.outcomes["had joined"] += 1
            if step.name == "join":
                return
            self.ground.prepare(step, self.out)
        child = self.run(arguments, None, random)
        if child.status:
            tally.problems.append(f"{name}: the next run ended with status {child.status}: {child.answer}")
            return
        for result, is_whole in step.whole.items():
            try:
                is_whole(self.out / result)
            except Exception as error:  # noqa: BLE001 (whatever is wrong with it)
                tally.problems.append(f"{name}: {result} of the next run is not whole: {error}")
            if result in step.same and digest(self.out / result) != digest(self.ground.references[step.name] / result):
                tally.problems.append(f"{name}: {result} of the next run differs from that of a run without a fault")
        left = [
            path.name
            for path in self.out.rglob("*")
            if "partial" in path.name or path.name in ("checkpoint", "classes.tif.strips")
        ]
        if tally.fault == "two runs" and step.name == "parts" and left == ["classes.tif.strips"]:
            tally.outcomes["asked for anew"] += 1  # the second run began after the first had joined the map
            return
        if left:
            tally.problems.append(f"{name}: the next run left {', '.join(left)}")

    def usual(self, step: Step) -> float:
        """Returns how long a step takes, in seconds."""
        if step.name not in self.usual_s:
            self.ground.prepare(step, self.out)
            child = self.run(step.arguments(self.out), None, Random(0))
            if child.status:
                raise RuntimeError(f"{step.name} fails without a fault: {child.answer}")
            self.usual_s[step.name] = child.seconds
        return self.usual_s[step.name]

    # The faults.

    def kill(self, step: Step, number: int, which: signal.Signals) -> None:
        """Sends a signal at a random moment."""
        longest = 1.1 * self.usual(step)

        def meanwhile(process: int, random: Random) -> None:
            deadline = time.monotonic() + random.uniform(0, longest)
            while time.monotonic() < deadline and not os.waitid(
                os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT
            ):
                time.sleep(0.001)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, which)

        def outcome(child: Child) -> str:
            return {0: "done", 130: "cancelled", -which: "killed"}.get(child.status, "refused")

        self.trial(which.name, step, number, meanwhile=meanwhile, expected=outcome)

    def file_limit(self, step: Step, number: int) -> None:
        """Lets no file grow beyond a random size, as on a disk that fills."""

        def prepare(random: Random) -> None:
            size = int(10 ** random.uniform(1, 5.5))
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

        self.trial("file size limit", step, number, prepare)

    def full_disk(self, step: Step, number: int) -> None:
        """Writes to a file system of its own that is too small; next time it is large enough."""
        place, most = self.out, 8 if step.before else 60  # what a last part and the join write is small
        self.out = self.ground.folder / "small"
        self.out.mkdir(exist_ok=True)
        try:
            self.out = self.out / "out"
            with _mounted(self.out.parent, "size=64m"):

                def prepare(random: Random) -> None:
                    used = shutil.disk_usage(self.out.parent).used
                    _remount(self.out.parent, f"size={used + 4096 * random.randrange(1, most)}")

                def meanwhile(process: int, random: Random) -> None:
                    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
                    _remount(self.out.parent, "size=64m")

                self.trial("full disk", step, number, prepare, meanwhile)
        finally:
            self.out = place

    def read_only(self, step: Step, number: int) -> None:
        """Writes to a file system that is read-only; next time it is not."""
        place = self.out
        self.out = self.ground.folder / "small"
        self.out.mkdir(exist_ok=True)
        try:
            self.out = self.out / "out"
            with _mounted(self.out.parent, "size=64m"):

                def meanwhile(process: int, random: Random) -> None:
                    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
                    _remount(self.out.parent, "rw")

                self.trial("read-only folder", step, number, lambda _: _remount(self.out.parent, "ro"), meanwhile)
        finally:
            self.out = place

    def damaged_tile(self, step: Step, number: int) -> None:
        """Damages blocks of the image, so that reading them fails; it is whole again for the next run."""
        image = Path(self.ground.image)
        whole, state = image.read_bytes(), image.stat()
        random = Random(f"{self.seed}-{number}")
        place = random.randrange(1000, len(whole) - 1000)
        image.write_bytes(whole[:place] + b"\xff" * 400 + whole[place + 400 :] if number % 2 else whole[:place])
        snapshot_before, self.ground.snapshot = self.ground.snapshot, snapshot(self.ground.inputs)

        def meanwhile(process: int, _: Random) -> None:
            os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
            image.write_bytes(whole)
            os.utime(image, ns=(state.st_atime_ns, state.st_mtime_ns))
            self.ground.snapshot = snapshot_before

        self.trial("unreadable tile", step, number, meanwhile=meanwhile)

    def replaced_raster(self, step: Step, number: int) -> None:
        """Replaces the image while it is read: by another file of its name, or in place; the next run reads the first one again.

        A run that ends well has read one of the two images, never some of each.
        """
        image, usual = Path(self.ground.image), self.usual(step)
        whole, state = image.read_bytes(), image.stat()
        of_first, of_other = self.ground.references[step.name], self._of_other_image(step)

        def meanwhile(process: int, random: Random) -> None:
            time.sleep(random.uniform(0, usual))
            if number % 2:
                shutil.copy(self.ground.other_image, image.with_suffix(".new"))
                os.replace(image.with_suffix(".new"), image)
            else:
                image.write_bytes(Path(self.ground.other_image).read_bytes())
            os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
            image.write_bytes(whole)
            os.utime(image, ns=(state.st_atime_ns, state.st_mtime_ns))

        def outcome(child: Child) -> str:
            if child.status:
                return "refused"
            found, *known = ([digest(folder / name) for name in step.same] for folder in (self.out, of_first, of_other))
            return "done" if found in known else "done with a MIXTURE"

        self.trial("replaced raster", step, number, meanwhile=meanwhile, expected=outcome)
        tally = self.tallies["replaced raster", step.name]
        if tally.outcomes["done with a MIXTURE"]:
            tally.problems.append(f"replaced raster of {step.name} {number}: the result is of both images")

    def _of_other_image(self, step: Step) -> Path:
        """Returns the results of a step on the other image; of a last part, which does not fit parts of the first one, those on that."""
        if step.before:
            return self.ground.references[step.name]
        folder = self.ground.folder / f"other-{step.name}"
        if not folder.exists():
            image, place = Path(self.ground.image), self.out
            whole, state = image.read_bytes(), image.stat()
            try:
                self.out = folder
                image.write_bytes(Path(self.ground.other_image).read_bytes())
                self.ground.prepare(step, folder)
                child = self.run(step.arguments(folder), None, Random(0))
                if child.status:
                    raise RuntimeError(f"{step.name} fails on the other image: {child.answer}")
            finally:
                self.out = place
                image.write_bytes(whole)
                os.utime(image, ns=(state.st_atime_ns, state.st_mtime_ns))
        return folder

    def two_runs(self, step: Step, number: int) -> None:
        """Runs a step twice at the same time into the same place."""
        others: list[Child] = []
        usual = self.usual(step)

        def meanwhile(process: int, random: Random) -> None:
            time.sleep(random.uniform(0, usual) if number % 2 else 0.0)
            if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return  # a run after another one is no fault: a part that is asked for anew is kept for its map
            started = time.monotonic()
            others.append(self.end(*self.start(step.arguments(self.out), None, random), started))

        def outcome(child: Child) -> str:
            return f"{sum(each.status == 0 for each in (child, *others))} of {1 + len(others)} done"

        self.trial("two runs", step, number, meanwhile=meanwhile, expected=outcome)

    def clock(self, step: Step, number: int) -> None:
        """Lets the clock of the day jump by up to a year, to and fro, at each look at it."""

        def prepare(random: Random) -> None:
            real = time.time
            time.time = lambda: real() + random.uniform(-3e7, 3e7)

        self.trial("clock jumps", step, number, prepare)

    def memory(self, step: Step, number: int) -> None:
        """Lets a random allocation of an array, or a random convolution, find no memory."""

        def prepare(random: Random) -> None:
            left = [int(10 ** random.uniform(0, 2.7))]

            def failing(function: Callable, error: Exception) -> Callable:
                def call(*arguments: object, **options: object) -> object:
                    left[0] -= 1
                    if left[0] == 0:
                        raise error
                    return function(*arguments, **options)

                return call

            for name in ("empty", "zeros", "full", "ones"):
                setattr(np, name, failing(getattr(np, name), MemoryError("Unable to allocate 8.00 GiB for an array")))
            convolution = sys.modules["torch"].nn.Conv2d
            text = "[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory: you tried to allocate 8589934592 bytes."
            convolution.forward = failing(convolution.forward, RuntimeError(text))

        self.trial("out of memory", step, number, prepare)


def _is_checkpoint_only(path: Path) -> bool:
    """Returns whether a model folder holds nothing but an interrupted training, and what is being written."""
    return all(entry.name == "checkpoint" or ".partial-" in entry.name for entry in path.iterdir())


@contextlib.contextmanager
def _mounted(folder: Path, options: str) -> Iterator[None]:
    """Mounts a file system in memory."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def _remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True, capture_output=True)


def why_no_mounts(folder: Path) -> str:
    """Returns why no file system can be mounted here, "" where one can."""
    folder.mkdir(exist_ok=True)
    try:
        with _mounted(folder, "size=1m"):
            return ""
    except FileNotFoundError:
        return "there is no mount"
    except subprocess.CalledProcessError as error:
        return error.stderr.decode(errors="replace").strip() or os.strerror(errno.EPERM)


KILLS = {"SIGKILL": signal.SIGKILL, "SIGTERM": signal.SIGTERM}
OTHERS = {
    "file size limit": "file_limit", "full disk": "full_disk", "read-only folder": "read_only", "unreadable tile": "damaged_tile",
    "replaced raster": "replaced_raster", "two runs": "two_runs", "clock jumps": "clock", "out of memory": "memory",
}  # fmt: skip
READS_IMAGE = ("export", "classify", "parts")


def campaign(
    folder: Path, seed: int, kills: int, others: int, minutes: float, steps: list[str], faults: list[str]
) -> Trials:
    """Tries `kills` kills of each signal and `others` faults of each other kind on each step, as long as there is time."""
    trials = Trials(Ground(folder), seed)
    deadline = time.monotonic() + 60 * minutes
    reason = why_no_mounts(folder / "small")
    for number in range(max(kills, others)):
        for name in steps:
            step = trials.ground.steps[name]
            for fault in faults:
                if time.monotonic() > deadline:
                    return trials
                if fault in KILLS and number < kills:
                    trials.kill(step, number, KILLS[fault])
                elif fault in OTHERS and number < others:
                    if fault in ("full disk", "read-only folder") and reason:
                        trials.tallies.setdefault((fault, name), Tally(fault, name)).outcomes[
                            f"not tried: {reason}"
                        ] = 1
                    elif name in READS_IMAGE or fault not in ("unreadable tile", "replaced raster"):
                        getattr(trials, OTHERS[fault])(step, number)
    return trials


def table(trials: Trials) -> str:
    """Returns what was tried and what came of it."""
    lines = [f"{'fault':18}{'step':10}{'tried':>6}  outcomes"]
    for tally in sorted(trials.tallies.values(), key=lambda each: (each.fault, each.step)):
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(tally.outcomes.items()) if count)
        lines.append(
            f"{tally.fault:18}{tally.step:10}{tally.tried:6}  {outcomes}{f', {len(tally.problems)} PROBLEMS' if tally.problems else ''}"
        )
    tried = sum(tally.tried for tally in trials.tallies.values())
    return "\n".join([*lines, f"{tried} faults, {trials.cpu_s / 60:.1f} CPU minutes"])


def main() -> int:
    """Runs the campaign; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kills", type=int, default=100, help="Kills by each signal on each step.")
    parser.add_argument("--others", type=int, default=10, help="Faults of each other kind on each step.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--step", action="append", choices=("export", "train", "classify", "parts", "join"))
    parser.add_argument("--fault", action="append", choices=(*KILLS, *OTHERS))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        trials = campaign(
            Path(name).resolve(), options.seed, options.kills, options.others, options.minutes,
            options.step or ["export", "train", "classify", "parts", "join"], options.fault or [*KILLS, *OTHERS],
        )  # fmt: skip
    print(table(trials))
    problems = [problem for tally in trials.tallies.values() for problem in tally.problems]
    for problem in problems:
        print(f"PROBLEM after {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
