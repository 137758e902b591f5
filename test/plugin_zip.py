"""Makes the plugin's zip as `make package` does."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IS_CHECKOUT = (ROOT / ".git").exists()


def make_package(path: Path) -> Path:
    """Writes the zip of what the next commit would hold (`make package` takes the last commit); returns its path."""
    tree = subprocess.run(
        ["git", "stash", "create"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    archive = ["git", "archive", "--format=zip", "--prefix=pixel_classifier/", f"--output={path}", tree or "HEAD"]
    subprocess.run(archive, cwd=ROOT, check=True)
    return path
