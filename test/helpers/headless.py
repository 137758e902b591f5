"""Runs the plugin's algorithms through a real `qgis_process`, in a throw-away profile.

Shared by the demo, the README's test, the figures of docs/results.md and the headless tests.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

START_QGIS = """
import sys
sys.path[:0] = [{plugins!r}, "/usr/share/qgis/python/plugins"]
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from processing.core.Processing import Processing
Processing.initialize()
from pixel_classifier.provider.provider import PixelClassifierProvider
provider = PixelClassifierProvider()
QgsApplication.processingRegistry().addProvider(provider)
"""
"""What QGIS's Python console has done before a user types: QGIS, Processing and the plugin's provider are there."""


_PROGRESS = re.compile(r"^(?:\.|(?:100|[1-9]0|0)(?=\.|[^\d ]|$| - done))+(?: - done\.)?")


class HeadlessError(RuntimeError):
    """qgis_process ended with a status other than 0; the message is what it said."""


class Headless:
    """A profile folder with the plugin linked and enabled, and `qgis_process` run against it."""

    def __init__(self, folder: Path, plugin_root: Path = ROOT, environment: Path | None = None) -> None:
        """Makes the profile below `folder`; `environment` is a virtual environment to put first on PATH."""
        self.folder = Path(folder).resolve()
        plugins = self.folder / "plugins"
        plugins.mkdir(parents=True, exist_ok=True)
        link = plugins / "pixel_classifier"
        if not link.is_symlink():
            link.symlink_to(plugin_root, target_is_directory=True)
        ini = self.folder / "profiles" / "default" / "QGIS" / "QGIS3.ini"
        ini.parent.mkdir(parents=True, exist_ok=True)
        ini.write_text("[PythonPlugins]\npixel_classifier=true\n")
        runtime = self.folder / "run"
        runtime.mkdir(exist_ok=True)
        runtime.chmod(0o700)
        self.environment = {
            **os.environ,
            "QGIS_CUSTOM_CONFIG_PATH": str(self.folder),
            "QGIS_PLUGINPATH": str(plugins),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
        }
        if environment is not None:
            self.environment["PATH"] = f"{environment}/bin:{os.environ['PATH']}"

    def call(self, *arguments: str, stdin: str | None = None, **options) -> subprocess.CompletedProcess:
        """Runs `qgis_process` with the arguments; returns the finished process with its output as text."""
        return subprocess.run(
            ["qgis_process", *arguments],
            check=False,
            input=stdin,
            env=self.environment,
            text=True,
            capture_output=True,
            **options,
        )

    def run(self, algorithm: str, **inputs: object) -> dict:
        """Runs one of the plugin's algorithms and returns its results; raises HeadlessError where it fails."""
        request = json.dumps({"inputs": inputs})
        done = self.call("--json", "run", f"pixelclassifier:{algorithm}", "-", stdin=request)
        if done.returncode != 0:
            raise HeadlessError(f"{algorithm} ended with status {done.returncode}:\n{done.stdout}\n{done.stderr}")
        answer = json.loads(done.stdout[done.stdout.index("{") :])
        return {**answer["results"], "log": answer.get("log", {})}

    def stream(self, algorithm: str, inputs: dict[str, object], show: Callable[[str], None]) -> None:
        """Runs one of the plugin's algorithms and shows each line of its log as it comes; raises HeadlessError where it fails."""
        words = shlex.split(command_line(algorithm, inputs))
        with subprocess.Popen(
            words, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            last = ""
            for last in log_lines(process.stdout):
                show(last)
        if process.returncode != 0:
            raise HeadlessError(f"{algorithm} ended with status {process.returncode}: {last}")


def log_lines(output: Iterable[str]) -> Iterator[str]:
    """Yields the lines of the log in what `qgis_process run` prints: without inputs, results and figures of the progress."""
    in_results = False
    for printed in output:
        line = _PROGRESS.sub("", printed.rstrip())
        in_results = in_results or line == "Results"
        if line and not in_results and ":\t" not in line and line != "Inputs" and line.strip("-"):
            yield line


def command_line(algorithm: str, inputs: dict[str, object]) -> str:
    """Returns the shell command that does what `Headless.run` does, for people to repeat it."""
    items = [(key, item) for key, value in inputs.items() for item in (value if isinstance(value, list) else [value])]
    words = [f"{key}={'' if item is None else item}" for key, item in items]
    return shlex.join(["qgis_process", "run", f"pixelclassifier:{algorithm}", "--", *words])
