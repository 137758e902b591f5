"""What only a machine with a GPU can show: correctness of the device against the CPU, and how fast it is. For one NVIDIA GPU.

    python test/gpu/check.py [--naip FOLDER] [--json FILE] [--only PART ...] [--minutes 8]
    python test/gpu/check.py --device cpu --small       the same in small form, as the tests run it

Needs PyTorch, segmentation-models-pytorch and numpy; neither QGIS nor GDAL: rasters are arrays. Where GDAL is there, a raster file is
classified too. `--naip` is a folder with train and val, each with images and labels (PNG or TIFF of four bands); Pillow reads them.

Ends with a table of all lines. The exit status is 1 where a line of correctness failed or a part came to an error. Parts do not depend
on each other; those for which the time is up are skipped.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "helpers")]
sys.modules.setdefault("triton", None)

import plugin_package  # noqa: F401 (registers the package pixel_classifier)
import torch

OK, FAILED, FIGURE, SKIPPED = "ok", "FAILED", "", "skipped"


@dataclass(frozen=True)
class Line:
    """One line of the table; `verdict` is empty for figures."""

    part: str
    what: str
    value: float | None
    unit: str
    verdict: str
    note: str


@dataclass
class Check:
    """A run: its device, and the lines so far."""

    device: torch.device
    small: bool
    naip: Path | None
    ends: float
    lines: list[Line] = field(default_factory=list)
    part: str = ""

    @property
    def on_gpu(self) -> bool:
        """Returns whether the device is a CUDA device."""
        return self.device.type == "cuda"

    @property
    def seconds_left(self) -> float:
        """Returns the time that is left, in seconds."""
        return self.ends - time.monotonic()

    def add(self, what: str, value: float | None, unit: str, verdict: str, note: str = "") -> None:
        """Adds a line and prints it."""
        self.lines.append(Line(self.part, what, value, unit, verdict, note))
        print(text_of(self.lines[-1]), flush=True)

    def correct(self, what: str, fine: bool, value: float | None = None, unit: str = "", note: str = "") -> None:
        """Adds a line of correctness."""
        self.add(what, value, unit, OK if fine else FAILED, note)

    def figure(self, what: str, value: float, unit: str, note: str = "") -> None:
        """Adds a figure."""
        self.add(what, value, unit, FIGURE, note)

    def skip(self, what: str, reason: str) -> None:
        """Adds a line on what was not tried."""
        self.add(what, None, "", SKIPPED, reason)

    def run(self, part: Callable[[Check], None]) -> None:
        """Runs a part; an error is a line, and does not stop the others."""
        self.part = part.__name__
        if self.seconds_left <= 0:
            self.skip("the part", "the time is up")
            return
        started = time.monotonic()
        try:
            part(self)
        except Exception as error:  # noqa: BLE001 (the other parts go on)
            traceback.print_exc()
            self.add(
                "the part",
                None,
                "",
                FAILED,
                f"{type(error).__name__}: {str(error).splitlines()[0][:200]}" if str(error) else type(error).__name__,
            )
        self.figure("time of the part", time.monotonic() - started, "s")


def text_of(line: Line) -> str:
    """Returns a line of the table."""
    value = "" if line.value is None else f"{line.value:.4g}"
    return f"{line.part:12} {line.what:56} {value:>10} {line.unit:12} {line.verdict:8} {line.note}".rstrip()


def main() -> int:
    """Runs the parts and prints the table; returns the exit status."""
    import correctness
    import figures
    import outcomes

    parts = {part.__name__: part for part in (*correctness.PARTS, *outcomes.PARTS, *figures.PARTS)}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--small", action="store_true", help="small networks and images, as in the tests")
    parser.add_argument("--naip", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", nargs="+", choices=list(parts), default=list(parts), metavar="PART")
    parser.add_argument("--minutes", type=float, default=8.0)
    arguments = parser.parse_args()
    check = Check(
        torch.device(arguments.device), arguments.small, arguments.naip, time.monotonic() + 60 * arguments.minutes
    )
    for name in arguments.only:
        check.run(parts[name])
    print(f"\n{'part':12} {'what':56} {'value':>10} {'unit':12} {'verdict':8} note")
    print("\n".join(text_of(line) for line in check.lines))
    counts = {verdict: sum(line.verdict == verdict for line in check.lines) for verdict in (OK, FAILED, SKIPPED)}
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(line) for line in check.lines], indent=1), encoding="utf-8")
    return 1 if counts[FAILED] else 0


if __name__ == "__main__":
    sys.exit(main())
