"""Makes the plugin's zip as `make package` does."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IS_CHECKOUT = (ROOT / ".git").exists()


def make_package(path: Path) -> Path:
    """Writes the zip of what the next commit would hold (`make package` takes the last commit); returns its path.

    Raises RuntimeError where a module is not known to git yet: QGIS would miss it behind a window that nobody answers.
    """
    listed = ["git", "ls-files", "--others", "--exclude-standard", "*.py"]
    unknown = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")[:-1]
    if unknown:
        raise RuntimeError(f"The zip would lack {', '.join(unknown)}. Run git add first.")
    tree = subprocess.run(
        ["git", "stash", "create"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    archive = ["git", "archive", "--format=zip", "--prefix=pixel_classifier/", f"--output={path}", tree or "HEAD"]
    subprocess.run(archive, cwd=ROOT, check=True)
    return path
