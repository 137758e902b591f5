"""Builds the environment with PyTorch, step by step, each a process; puts it in use when it is proven, and removes it otherwise."""

from __future__ import annotations

import contextlib
import math
import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import QLockFile

from ...models.installation import environment
from ...models.installation.environment import requirements_for
from ...models.installation.installer import WARNING
from ...rasters.core.errors import InstallationError
from ...rasters.outputs.atomic_folder import check_writable
from ..engine.child_process import Lines, child_arguments, child_environment
from ..engine.reporter import FeedbackReporter

BUILDS = ("auto", "cpu", "cuda")
_MADE, _FILLED = 0.05, 0.9
"""The progress after the environment is made, and after it is filled."""
_TYPICAL_BYTES = 1.5e9
_ROOMY_BYTES = 8 * 10**9
_PASSING = "passing"
_LONGEST_BELOW = len("/pixel_classifier-10/Lib/site-packages/") + 126
"""The longest path below the place of environments: of a file of PyTorch 2.15."""
_WINDOWS_LONGEST = 259


@dataclass(frozen=True)
class Plan:
    """What to install, from where, and where to.

    `build` is one of `BUILDS`; `home` the folder in which the environment is made; addresses and `wheels`, a folder, are
    None for what pip itself is set to.
    """

    build: str
    home: Path
    index_url: str | None = None
    extra_index_url: str | None = None
    wheels: str | None = None
    proxy: str | None = None

    def wants_cuda(self) -> bool:
        """Tells whether a build without CUDA is a failure."""
        return self.build == "cuda"

    def check(self) -> None:
        """Raises InstallationError, before anything is downloaded, where the plan cannot work."""
        if self.wants_cuda() and sys.platform == "darwin":
            raise InstallationError("There is no CUDA on macOS. Choose BUILD=auto, which uses Apple's GPU.")
        elsewhere = self.index_url or self.extra_index_url or self.wheels or os.environ.get("PIP_INDEX_URL")
        if self.wants_cuda() and sys.platform == "win32" and not elsewhere:
            raise InstallationError(
                "On Windows the usual package index has no PyTorch with CUDA. Give INDEX_URL, the index that PyTorch's own site "
                "names for CUDA."
            )
        if self.wheels and not Path(self.wheels).is_dir():
            raise InstallationError(
                f"WHEEL_FOLDER is {self.wheels}, which is no folder. Choose the one that holds the wheels."
            )
        longest = len(str(self.home)) + _LONGEST_BELOW
        if sys.platform == "win32" and longest > _WINDOWS_LONGEST and not has_long_paths():
            raise InstallationError(
                f"The place {self.home} is {longest - _WINDOWS_LONGEST} characters too long: Windows allows paths of "
                f"{_WINDOWS_LONGEST}, and PyTorch's files are deep. Choose a shorter FOLDER, or let Windows allow long paths."
            )

    def builds(self) -> tuple[str, ...]:
        """Returns the builds that suit this computer, the best first: the next one is for a package index that lacks it."""
        if self.build == "auto" and sys.platform == "linux" and not environment.has_nvidia_driver():
            return ("cpu", "auto")
        return (self.build,)


def install(plan: Plan, reporter: FeedbackReporter) -> Path:
    """Makes, fills and proves an environment, and puts it in use; returns its folder.

    Raises InstallationError where a step fails, OutputError where nothing can be written, and Cancelled; the former environment is in use then, and nothing new is left.
    """
    plan.check()
    python = environment.base_python()
    if python is None:
        raise InstallationError(
            f"QGIS's Python was not found in {sys.base_prefix}. Make the environment by hand, as README.md describes."
        )
    lock = _locked(plan.home)
    try:
        environment.remove_unused(plan.home)
        _tell(plan, python, reporter)
        folder = environment.new_environment(plan.home)
        _build(plan, python, folder, reporter)
        environment.put_in_use(folder)
    finally:
        environment.remove_unused(plan.home)
        lock.unlock()
    reporter.progress(1)
    return folder


def _locked(home: Path) -> QLockFile:
    """Makes the place of environments, and returns its lock, held. Raises InstallationError, and OutputError where that is not possible."""
    with contextlib.suppress(OSError):  # what is wrong with it is told by the check
        home.mkdir(parents=True, exist_ok=True)
    check_writable(str(home))
    lock = QLockFile(str(home / "set-up.lock"))
    lock.setStaleLockTime(0)  # only its process's end makes it stale
    if not lock.tryLock(0):
        raise InstallationError(f"Another set-up is at work in {home}. Wait for its end, then run this again.")
    return lock


def has_long_paths() -> bool:
    """Tells whether Windows is set to allow paths of more than 259 characters."""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    except OSError:
        return False


def _tell(plan: Plan, python: Path, reporter: FeedbackReporter) -> None:
    """Says what is going to happen, and warns of what may be a mistake."""
    reporter.info(f"QGIS's Python: {python}. Packages: {', '.join(requirements_for(plan.builds()[0]))}.")
    if plan.build == "auto" and sys.platform == "win32" and environment.has_nvidia_driver():
        reporter.warning(
            "There is an NVIDIA driver, but the usual index has no build with CUDA for Windows. For the GPU run this with "
            "BUILD=cuda and INDEX_URL, the index that PyTorch's own site names for CUDA."
        )
    free = shutil.disk_usage(plan.home).free
    if free < _ROOMY_BYTES:
        reporter.warning(
            f"{plan.home} has {free / 1e9:.1f} GB free; PyTorch with CUDA needs about {_ROOMY_BYTES / 1e9:.0f} GB."
        )


def _build(plan: Plan, python: Path, folder: Path, reporter: FeedbackReporter) -> None:
    """Does the three steps."""
    own = str(environment.python_of(folder))
    reporter.info(f"Making the environment {folder}.")
    _step(plan, str(python), folder, ["make", str(folder)], reporter)
    reporter.progress(_MADE)
    _fill(plan, own, folder, reporter)
    reporter.progress(_FILLED)
    reporter.info("Trying the packages.")
    _step(plan, own, folder, ["verify", *(["--cuda"] if plan.wants_cuda() else [])], reporter)
    shutil.rmtree(folder / _PASSING, ignore_errors=True)


def _fill(plan: Plan, own: str, folder: Path, reporter: FeedbackReporter) -> None:
    """Installs the packages, in the best build that the package index has."""
    requirements = folder / "requirements.txt"
    command = ["fill", "--requirement", str(requirements), *(["--wheels", plan.wheels] if plan.wheels else [])]
    for build in plan.builds():
        requirements.write_text("\n".join(requirements_for(build)) + "\n", encoding="utf-8")
        problem = _problem_of_step(plan, own, folder, command, reporter)
        if not _lacks_small_build(problem) or build == plan.builds()[-1]:
            break
        reporter.info(
            "There is no NVIDIA driver, but the package index has no build without CUDA: taking the usual one, which works here "
            "and is several times the size. EXTRA_INDEX_URL can name the index that PyTorch's own site gives for the small one."
        )
    if problem:
        raise InstallationError(_explained(problem))


def _step(plan: Plan, python: str, folder: Path, arguments: Sequence[str], reporter: FeedbackReporter) -> None:
    """Runs a step in its process. Raises InstallationError with its last lines where it fails, Cancelled."""
    problem = _problem_of_step(plan, python, folder, arguments, reporter)
    if problem:
        raise InstallationError(_explained(problem))


def _problem_of_step(
    plan: Plan, python: str, folder: Path, arguments: Sequence[str], reporter: FeedbackReporter
) -> str:
    """Runs a step in its process; returns its last lines where it fails, else "". Raises Cancelled."""
    passing = folder / _PASSING  # on the disk that has the room
    passing.mkdir(exist_ok=True)
    variables = child_environment(python, str(passing))
    variables.insert("PYTHONNOUSERSITE", "1")  # what lies there may go at any time
    variables.remove("PIP_REQUIRE_VIRTUALENV")
    variables.remove("PIP_USER")
    variables.remove("PIP_TARGET")
    for name, value in (
        ("INDEX_URL", plan.index_url),
        ("EXTRA_INDEX_URL", plan.extra_index_url),
        ("PROXY", plan.proxy),
    ):
        if value:
            variables.insert(f"PIP_{name}", value)  # not on the command line, which others can see

    def idle() -> None:
        if arguments[0] == "fill":
            arrived = 1 - math.exp(-_size_of(folder / _PASSING) / _TYPICAL_BYTES)
            reporter.progress(max(_MADE, reporter.shown, _MADE + (_FILLED - _MADE) * arrived))

    lines = Lines(python, child_arguments("installation.installer", "--watched", *arguments), variables)
    return lines.follow(reporter.cancelled, lambda line: _take(line, plan, reporter), idle)


def _take(line: str, plan: Plan, reporter: FeedbackReporter) -> None:
    """Passes on what a step says; that a GPU cannot be used is no warning to who asked for that."""
    tell = reporter.warning if line.startswith(WARNING) and plan.build != "cpu" else reporter.info
    tell(line.removeprefix(WARNING))


def _unfound(problem: str) -> str:
    """Returns the requirement that pip did not find anywhere, "" where it failed at something else."""
    found = re.search(r"(?:No matching distribution found for|satisfies the requirement) (\S+)", problem)
    return found[1] if found else ""


def _lacks_small_build(problem: str) -> bool:
    """Tells whether pip failed since there is no build without CUDA where it looked, and others are."""
    return _unfound(problem).endswith("+cpu") and "from versions: none" not in problem


def _explained(problem: str) -> str:
    """Returns what went wrong with what cures it, and that nothing is lost."""
    cure = ""
    if _lacks_small_build(problem):
        cure = (
            "The package index has no build without CUDA. Give EXTRA_INDEX_URL, the index that PyTorch's own site names for it, "
            "or choose BUILD=auto. "
        )
    elif _unfound(problem):
        cure = "Check the connection, INDEX_URL, or what is in WHEEL_FOLDER. "
    elif "No space left" in problem or "Errno 28" in problem:
        cure = "The disk is full: free some space, or choose another FOLDER. "
    elif any(
        word in problem for word in ("ProxyError", "ConnectTimeout", "NewConnectionError", "Name or service not known")
    ):
        cure = "The package index cannot be reached: check the connection and PROXY, or install from a WHEEL_FOLDER. "
    return f"The environment was not made. {cure}What was there before is as it was. The last lines:\n{problem}"


def _size_of(folder: Path) -> int:
    """Returns the size of the files in a folder that pip is filling, in bytes."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(place, name)).st_size
            except OSError:  # moved meanwhile
                continue
    return total
