"""Finds words in shipped code and documents for which the field has a standard term (docs/glossary.md).

    python test/lint/words.py [FILE ...]

Prints one line per finding and ends with status 1 where there is any. An exception needs a reason, below.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = (
    "*.py", "algorithms", "models", "provider", "rasters", "resources/help/*.html", "resources/report", "metadata.txt", "Makefile",
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs/*.md",
)  # fmt: skip
TEXT = (".py", ".html", ".j2", ".css", ".md", ".txt", "Makefile")

TERMS = {
    r"nothing[ _](?:here|there|px)|(?-i:\b_?NOTHING\b)|\bnowhere\b": "NoData",
    r"\bno[ -]number\b|\bnumberless\b": "NaN",
    r"\bjudg(?:e|ed|es|ing)\b": "evaluate, assess",
    r"\b_?burn(?:s|t|er|ed|ing)?\b": "rasterize",
    r"\bfirst[ _]weights\b": "pretrained weights, initial weights",
    r"\brange[ _-]?tests?\b|\bRangeTests?\b": "learning-rate finder",
    r"\bshown more often\b": "oversampled",
    r"\brunning average\b": "EMA",
    r"\b(?:quarter )?turns of\b|\bsymmetr(?:y|ies)\b": "D4 transforms, test-time augmentation",
    r"\bconveyor\b": "prefetcher, background writer",
    r"\bpassing files?\b": "temporary files",
    r"\b_?Remains\b": "leftover files",
    r"\bshortage\b": "out of memory",
    r"\bprocessors?\b": "CPU",
    r"\bway[ _]?back\b|\bWayBack\b|\b_?Sight\b": "model grid, back-projection",
    r"\btells?\b|\bsays?\b|\bsaid\b|\bremarks?\b": "returns, logs, reports, warns",
    r"\bmeans[ -]not[ -]labelled\b": "ignore class (unlabelled value)",
    r"\bgo(?:es)? on with\b": "resume",
    r"\bfolders? of chips\b": "training chips folder",
    r"\bquick(?:er|est|ly)?\b": "fast",
}
"""Regular expression (any case) of a word that the field does not use, and the standard term for it."""

EXCEPTIONS = (
    # (path, regular expression that the line must match, reason)
    ("docs/glossary.md", r".", "names the words to avoid"),
    ("README.md", r"(?i)quick start", "the usual heading"),
    ("models/runtime/precision.py", r"platform\.processor\(\)", "a function of Python"),
    ("rasters/chips/manifest.py", r'"nothing_px"', "a key of chips.json"),
    ("models/training/loop.py", r'"range_test":', "a key of model.json"),
    ("models/training/setup.py", r'"first_weights"', "a key of model.json"),
    ("models/optimization/augmentation.py", r'"symmetries":', "a key of model.json"),
    ("models/core/text.py", r'"first_weights":', "a key of model.json"),
    ("models/reports/training_report.py", r'"range_test"', "a key of model.json"),
)


def excepted(path: str, line: str) -> bool:
    """Returns whether an exception covers a line."""
    return any(path == where and re.search(pattern, line) for where, pattern, _ in EXCEPTIONS)


def findings(path: Path, name: str) -> list[str]:
    """Returns one line for each word of a file that has a standard term."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if excepted(name, line):
            continue
        for pattern, term in TERMS.items():
            found += [
                f"{name}:{number}: “{match.group()}”: {term}" for match in re.finditer(pattern, line, re.IGNORECASE)
            ]
    return found


def main(arguments: list[str]) -> int:
    """Prints the findings in the given files, or in all that is shipped; returns the exit status."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *(arguments or SHIPPED)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    names = [
        name for name in listed if name.endswith(TEXT) and not name.startswith("test/") and (ROOT / name).is_file()
    ]
    lines = [line for name in names for line in findings(ROOT / name, name)]
    print("\n".join([*lines, f"{len(lines)} words in {len(names)} files"]))
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
