"""Starts a real QGIS on a screen of its own (Xvfb), in a throw-away profile with nothing but the plugin's zip, and waits for its end."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

INSIDE = Path(__file__).resolve().parent / "inside"
SCREEN = "1280x800x24"
PROFILE = """
[PythonPlugins]
pixel_classifier=true
processing=true

[plugins]
pixel_classifier\\engine={engine}

[qgis]
checkVersion=false
showTips340=false
showTips344=false
askToSaveMemoryLayers=false

[fonts]
downloadMissingFonts=false

[app]
news-feed\\items\\disabled=true
"""


@dataclass(frozen=True)
class Visit:
    """What came of a visit: QGIS's exit status, what it printed, what the story noted, and the folder of pictures."""

    status: int
    output: str
    notes: dict
    folder: Path


def visit(folder: Path, package: Path, environment: Path, order: dict[str, object], limit_s: float) -> Visit:
    """Plays the story of `inside/visit.py` in a QGIS of its own and returns what came of it.

    `package` is the plugin's zip, `environment` the virtual environment with PyTorch, which also comes first on PATH: QGIS itself
    could import PyTorch. `order` is what the story needs to know.
    """
    record = folder / "record"
    _make_profile(folder, package, environment)
    ordered = folder / "order.json"
    told = {"inside": str(INSIDE), "output": str(record), "results": str(folder / "results"), "limit_s": limit_s - 30}
    ordered.write_text(json.dumps({**told, **order}), encoding="utf-8")
    (folder / "results").mkdir()
    with _screen() as display:
        done = subprocess.run(
            ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(folder), "--profile", "visit",
             "--code", str(INSIDE / "visit.py")],
            env=_environment(folder, environment, display, ordered),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=limit_s,
            check=False,
        )  # fmt: skip
    noted = record / "record.json"
    notes = json.loads(noted.read_text(encoding="utf-8")) if noted.is_file() else {}
    return Visit(done.returncode, done.stdout, notes, record)


def _make_profile(folder: Path, package: Path, environment: Path) -> None:
    """Makes the profile `visit` below `folder` and unpacks the plugin into it."""
    profile = folder / "profiles" / "visit"
    plugins = profile / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(package) as archive:
        archive.extractall(plugins)
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text(PROFILE.format(engine=environment / "bin" / "python"))


def _environment(folder: Path, environment: Path, display: str, ordered: Path) -> dict[str, str]:
    """Returns the environment of a person who has nothing yet: a home of its own, and no settings for the plugin."""
    home = folder / "home"
    (home / "run").mkdir(parents=True)
    (home / "run").chmod(0o700)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PIXEL_CLASSIFIER", "XDG_"))}
    return {
        **inherited,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "LC_ALL": "C.UTF-8",
        "PATH": f"{environment}/bin:{os.environ['PATH']}",
        "PIXEL_CLASSIFIER_VISIT": str(ordered),
    }


@contextmanager
def _screen() -> Iterator[str]:
    """Runs a screen in memory; gives its name, which the server chooses among those that are free."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb has not started.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
