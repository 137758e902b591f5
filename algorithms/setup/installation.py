"""Builds the environment with PyTorch in steps, each a process; activates it once it works, and removes it otherwise."""

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
from ...models.installation.environment import OPENVINO_REQUIREMENTS, requirements_for
from ...models.installation.installer import WARNING
from ...rasters.core.errors import InstallationError
from ...rasters.outputs.checks import check_writable
from ...rasters.outputs.windows_names import LONGEST_PATH
from ..engine.child_process import LineProcess, child_arguments, child_environment
from ..engine.reporter import FeedbackReporter

BUILDS = ("auto", "cpu", "cuda")
_MADE, _FILLED = 0.05, 0.9
"""The progress after the environment is made, and after the packages are installed."""
_TYPICAL_BYTES = 1.5e9
_NEEDED_BYTES = 8 * 10**9
_TEMPORARY = "temporary"
_LONGEST_BELOW = len("/pixel_classifier-10/Lib/site-packages/") + 126
"""The longest path below the installation folder: of a file of PyTorch 2.15."""


@dataclass(frozen=True)
class Plan:
    """What to install, from where, and into which folder.

    `build` is one of `BUILDS`; `home` is the folder in which the environment is made; URLs and `wheels`, a folder, are "" for the
    configuration of pip. `onnx` adds the packages for ONNX models, `openvino` OpenVINO, where it can be installed.
    """

    build: str
    home: Path
    index_url: str = ""
    extra_index_url: str = ""
    wheels: str = ""
    proxy: str = ""
    onnx: bool = False
    openvino: bool = False

    def requirements(self, build: str) -> tuple[str, ...]:
        """Returns the packages to install in a build."""
        return requirements_for(build, self.onnx)

    def wants_cuda(self) -> bool:
        """Returns whether a build without CUDA is an error."""
        return self.build == "cuda"

    def check(self) -> None:
        """Raises InstallationError, before anything is downloaded, where the plan cannot work."""
        if self.wants_cuda() and sys.platform == "darwin":
            raise InstallationError("There is no CUDA on macOS. Choose BUILD=auto, which uses Apple's GPU.")
        elsewhere = self.index_url or self.extra_index_url or self.wheels or os.environ.get("PIP_INDEX_URL")
        if self.wants_cuda() and sys.platform == "win32" and not elsewhere:
            raise InstallationError(
                "On Windows the default package index has no PyTorch with CUDA. Give INDEX_URL, the index that pytorch.org "
                "gives for CUDA."
            )
        if self.wheels and not Path(self.wheels).is_dir():
            raise InstallationError(
                f"WHEEL_FOLDER is {self.wheels}, which is not a folder. Choose the folder that contains the wheels."
            )
        longest = len(str(self.home)) + _LONGEST_BELOW
        if sys.platform == "win32" and longest > LONGEST_PATH and not has_long_paths():
            raise InstallationError(
                f"The path {self.home} is {longest - LONGEST_PATH} characters too long: Windows allows paths of "
                f"{LONGEST_PATH}, and PyTorch's files are deep. Choose a shorter FOLDER, or let Windows allow long paths."
            )

    def builds(self) -> tuple[str, ...]:
        """Returns the builds for this computer in order: the next one is for a package index that lacks the first."""
        if self.build == "auto" and sys.platform == "linux" and not environment.has_nvidia_driver():
            return ("cpu", "auto")
        return (self.build,)


def install(plan: Plan, reporter: FeedbackReporter) -> Path:
    """Makes, fills and verifies an environment, and activates it; returns its folder.

    Raises InstallationError where a step fails, OutputError where the folder is not writable, and Cancelled. Then the previous
    environment stays active, and the new one is removed.
    """
    plan.check()
    python = environment.base_python()
    if python is None:
        raise InstallationError(
            f"QGIS's Python was not found in {sys.base_prefix}. Make the environment by hand, as docs/installation.md describes."
        )
    lock = _locked(plan.home)
    try:
        environment.remove_inactive(plan.home)
        _announce(plan, python, reporter)
        folder = environment.new_environment(plan.home)
        _build(plan, python, folder, reporter)
        environment.activate(folder)
    finally:
        environment.remove_inactive(plan.home)
        lock.unlock()
    reporter.progress(1)
    return folder


def _locked(home: Path) -> QLockFile:
    """Makes the installation folder, locks it and returns the lock.

    Raises InstallationError where it is locked, OutputError where it cannot be made.
    """
    with contextlib.suppress(OSError):  # the check reports the reason
        home.mkdir(parents=True, exist_ok=True)
    check_writable(str(home))
    lock = QLockFile(str(home / "set-up.lock"))
    lock.setStaleLockTime(0)  # stale only once its process has ended
    if not lock.tryLock(0):
        raise InstallationError(f"Another set-up is running in {home}. Wait until it ends, then run this again.")
    return lock


def has_long_paths() -> bool:
    """Returns whether Windows allows paths of more than 259 characters."""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    except OSError:
        return False


def _announce(plan: Plan, python: Path, reporter: FeedbackReporter) -> None:
    """Logs the plan, and warns about likely mistakes."""
    packages = (pin.partition(";")[0] for pin in plan.requirements(plan.builds()[0]))
    reporter.info(f"QGIS's Python: {python}. Packages: {', '.join(packages)}.")
    if plan.build == "auto" and sys.platform == "win32" and environment.has_nvidia_driver():
        reporter.warning(
            "There is an NVIDIA driver, but the default index has no build with CUDA for Windows. To use the GPU run this with "
            "BUILD=cuda and INDEX_URL, the index that pytorch.org gives for CUDA."
        )
    free = shutil.disk_usage(plan.home).free
    if free < _NEEDED_BYTES:
        reporter.warning(
            f"{plan.home} has {free / 1e9:.1f} GB free; PyTorch with CUDA needs about {_NEEDED_BYTES / 1e9:.0f} GB."
        )


def _build(plan: Plan, python: Path, folder: Path, reporter: FeedbackReporter) -> None:
    """Runs the three steps."""
    own = str(environment.python_of(folder))
    reporter.info(f"Making the environment {folder}.")
    _step(plan, str(python), folder, ["make", str(folder)], reporter)
    reporter.progress(_MADE)
    _fill(plan, own, folder, reporter)
    reporter.progress(_FILLED)
    reporter.info("Verifying the packages.")
    wanted = [*(["--cuda"] if plan.wants_cuda() else []), *(["--onnx"] if plan.onnx else [])]
    _step(plan, own, folder, ["verify", *wanted], reporter)
    if plan.openvino:
        _add_openvino(plan, own, folder, reporter)
    shutil.rmtree(folder / _TEMPORARY, ignore_errors=True)


def _fill(plan: Plan, own: str, folder: Path, reporter: FeedbackReporter) -> None:
    """Installs the packages, in the first build that the package index has."""
    requirements = folder / "requirements.txt"
    command = _fill_step(plan, requirements)
    for build in plan.builds():
        requirements.write_text("\n".join(plan.requirements(build)) + "\n", encoding="utf-8")
        problem = _problem_of_step(plan, own, folder, command, reporter)
        if not _lacks_small_build(problem) or build == plan.builds()[-1]:
            break
        reporter.info(
            "There is no NVIDIA driver, but the package index has no build without CUDA. Installing the default build, which works here "
            "and is several times the size. For the small build give EXTRA_INDEX_URL, the index that pytorch.org gives for it."
        )
    if problem:
        raise InstallationError(_explained(problem))


def _add_openvino(plan: Plan, own: str, folder: Path, reporter: FeedbackReporter) -> None:
    """Installs OpenVINO where there is a wheel; a failure is a warning, as all else works without it. Raises Cancelled."""
    reporter.info("Adding OpenVINO.")
    problem = _problem_of_step(plan, own, folder, _fill_step(plan, OPENVINO_REQUIREMENTS), reporter)
    problem = problem or _problem_of_step(plan, own, folder, ["verify-openvino"], reporter)
    if problem:
        reporter.warning(
            "OpenVINO does not work here, so CPUs will not classify in 8-bit integers. All else works. "
            f"{_remedy(problem)}The last line: {problem.splitlines()[-1]}"
        )


def _fill_step(plan: Plan, requirements: Path) -> list[str]:
    """Returns the step that installs a requirement file."""
    return ["fill", "--requirement", str(requirements), *(["--wheels", plan.wheels] if plan.wheels else [])]


def _step(plan: Plan, python: str, folder: Path, arguments: Sequence[str], reporter: FeedbackReporter) -> None:
    """Runs a step as a process. Raises InstallationError with its last lines where it fails, and Cancelled."""
    problem = _problem_of_step(plan, python, folder, arguments, reporter)
    if problem:
        raise InstallationError(_explained(problem))


def _problem_of_step(
    plan: Plan, python: str, folder: Path, arguments: Sequence[str], reporter: FeedbackReporter
) -> str:
    """Runs a step as a process; returns its last lines where it fails, else "". Raises Cancelled."""
    temporary = folder / _TEMPORARY  # on the disk that has the space
    temporary.mkdir(exist_ok=True)
    variables = child_environment(python, str(temporary))
    variables.insert("PYTHONNOUSERSITE", "1")  # packages there may be removed at any time
    variables.remove("PIP_REQUIRE_VIRTUALENV")
    variables.remove("PIP_USER")
    variables.remove("PIP_TARGET")
    for name, value in (
        ("INDEX_URL", plan.index_url),
        ("EXTRA_INDEX_URL", plan.extra_index_url),
        ("PROXY", plan.proxy),
    ):
        if value:
            variables.insert(f"PIP_{name}", value)  # not on the command line, which other users can read

    def idle() -> None:
        if arguments[0] == "fill":
            arrived = 1 - math.exp(-_size_of(folder / _TEMPORARY) / _TYPICAL_BYTES)
            reporter.progress(max(_MADE, reporter.shown, _MADE + (_FILLED - _MADE) * arrived))

    lines = LineProcess(python, child_arguments("installer", "--watched", *arguments), variables)
    return lines.follow(reporter.cancelled, lambda line: _log(line, plan, reporter), idle)


def _log(line: str, plan: Plan, reporter: FeedbackReporter) -> None:
    """Logs a line of a step; an unused GPU is no warning where the build without CUDA was chosen."""
    log = reporter.warning if line.startswith(WARNING) and plan.build != "cpu" else reporter.info
    log(line.removeprefix(WARNING))


def _missing_requirement(problem: str) -> str:
    """Returns the requirement that pip did not find, "" where it failed for another reason."""
    found = re.search(r"(?:No matching distribution found for|satisfies the requirement) (\S+)", problem)
    return found[1] if found else ""


def _lacks_small_build(problem: str) -> bool:
    """Returns whether pip failed because the package index has other builds, but none without CUDA."""
    return _missing_requirement(problem).endswith("+cpu") and "from versions: none" not in problem


def _explained(problem: str) -> str:
    """Returns the error message of a step: the remedy, what is kept, the last lines."""
    kept = "The previous environment is kept. The last lines:"
    return f"The environment was not installed. {_remedy(problem)}{kept}\n{problem}"


def _remedy(problem: str) -> str:
    """Returns what to do about the last lines of a step, with a space behind it; "" where that is not known."""
    if _lacks_small_build(problem):
        return (
            "The package index has no build without CUDA. Give EXTRA_INDEX_URL, the index that pytorch.org gives for it, "
            "or choose BUILD=auto. "
        )
    if _missing_requirement(problem):
        return "Check the connection, INDEX_URL, or the contents of WHEEL_FOLDER. "
    if "No space left" in problem or "Errno 28" in problem:
        return "The disk is full: free some space, or choose another FOLDER. "
    unreachable = ("ProxyError", "ConnectTimeout", "NewConnectionError", "Name or service not known")
    if any(word in problem for word in unreachable):
        return "The package index cannot be reached: check the connection and PROXY, or install from a WHEEL_FOLDER. "
    return ""


def _size_of(folder: Path) -> int:
    """Returns the size of the files in a folder to which pip is downloading, in bytes."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(place, name)).st_size
            except OSError:  # moved meanwhile
                continue
    return total
