"""Scans what is shipped as the plugin site does: any finding of detect-secrets blocks an upload there.

python secrets_scan.py
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).resolve().parents[2]


def shipped_files(root: Path = ROOT) -> list[Path]:
    """Returns the files that the zip will hold: tracked or new, not ignored, and not left out by .gitattributes."""
    options = ["--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(["git", "ls-files", *options], cwd=root, capture_output=True, check=True).stdout
    asked = subprocess.run(
        ["git", "check-attr", "--stdin", "-z", "export-ignore"],
        cwd=root,
        input=_with_folders(listed),
        capture_output=True,
        check=True,
    )
    fields = asked.stdout.decode().split("\0")
    left_out = {path for path, value in zip(fields[0::3], fields[2::3]) if value == "set"}
    paths = [Path(name) for name in listed.decode().split("\0") if name]
    kept = [path for path in paths if not left_out.intersection(map(str, [path, *path.parents]))]
    return [root / path for path in kept if (root / path).is_file()]


def _with_folders(listed: bytes) -> bytes:
    """Returns the listed paths and all their folders, NUL-separated: attributes of a folder leave out what is in it."""
    paths = [Path(name) for name in listed.decode().split("\0") if name]
    names = {str(part) for path in paths for part in (path, *path.parents)} - {"."}
    return "\0".join(sorted(names)).encode()


def findings(paths: list[Path]) -> list[str]:
    """Returns `file:line: kind` for each secret that detect-secrets takes something for, with its default plugins."""
    secrets = SecretsCollection()
    with default_settings():
        for path in paths:
            secrets.scan_file(str(path))
    return [f"{secret.filename}:{secret.line_number}: {secret.type}" for _, secret in secrets]


def main() -> int:
    """Prints the findings; returns 1 where there is any."""
    found = findings(shipped_files())
    print(*found, f"{len(found)} possible secrets", sep="\n", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
