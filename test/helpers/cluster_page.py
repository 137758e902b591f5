"""The scripts of docs/cluster.md, and a folder as the page has it: image, model, and the plugin under its own name."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def script_under(heading: str) -> str:
    """Returns the first fenced block under a heading of the page."""
    text = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    section = re.split(r"^#+ ", text.split(f" {heading}\n", 1)[1], flags=re.MULTILINE)[0]
    return re.findall(r"^```\w+\n(.*?)^```", section, re.DOTALL | re.MULTILINE)[0]


def training_scripts() -> list[str]:
    """Returns the blocks on training: one computer, two computers, SLURM."""
    text = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    section = text.split("## Training with several processes\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```bash\n(.*?)^```", section, re.DOTALL | re.MULTILINE)


def words_of(script: str) -> list[str]:
    """Returns the words after `python -m pixel_classifier` of the one command in a script."""
    (line,) = (line for line in script.splitlines() if "-m pixel_classifier" in line)
    return shlex.split(line.split("-m pixel_classifier", 1)[1])


def environment() -> dict[str, str]:
    """Returns the variables of a process in which `python` is the one that runs the tests."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "OMP_NUM_THREADS": "1"}


def write_project(folder: Path) -> None:
    """Writes what the page's scripts name: a raster, `image.tif`, and the folder of a model that sees one pixel at a time."""
    import torch
    from pixel_classifier.models.networks.build import build_network
    from pixel_classifier.models.networks.model_folder import network_spec, save_model
    from prediction_samples import description, noise, write_scene

    (folder / "pixel_classifier").symlink_to(ROOT, target_is_directory=True)
    write_scene(folder / "image.tif", noise(1000, 40))
    (folder / "model").mkdir()
    about = description(architecture="pixel", encoder="none")
    torch.manual_seed(0)
    save_model(folder / "model", build_network(network_spec(about)), network_spec(about), about)
