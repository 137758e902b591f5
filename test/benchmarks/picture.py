"""Draws the picture of docs/performance.md: rates beside those of other programs, and seams of the defaults.

    .venv/bin/python test/benchmarks/picture.py docs/images/performance.svg

The figures are those of the tables there, written down here once more; SVG by hand, so that nothing is needed to draw it.
"""

from __future__ import annotations

import sys
from pathlib import Path

OURS, PEERS = "#0072b2", "#999999"
U_NET = (("Classify Pixels, blended", 1.56, OURS), ("GeoDeep", 0.29, PEERS), ("Deepness", 0.32, PEERS))
NEAR_FREE = (
    ("Classify Pixels, blended", 14.5, OURS),
    ("Deepness", 2.6, PEERS),
    ("GeoDeep", 2.1, PEERS),
)
SEAMS = (("U-Net 256, 32", 0.01), ("PSPNet 512, 64", 0.12), ("DeepLabV3 512, 64", 0.1))
BAR, LEFT, WIDTH = 22, 220, 760


def bars(title: str, entries: tuple, top: int, unit: str, longest: float) -> list[str]:
    """Returns a title and one labelled bar for each (name, value, colour)."""
    lines = [f'<text x="10" y="{top}" font-weight="bold">{title}</text>']
    for number, (name, value, *colour) in enumerate(entries):
        y = top + 14 + number * (BAR + 6)
        length = max(2, (WIDTH - LEFT - 140) * value / longest)
        lines.append(f'<text x="{LEFT - 8}" y="{y + 16}" text-anchor="end">{name}</text>')
        lines.append(
            f'<rect x="{LEFT}" y="{y}" width="{length:.0f}" height="{BAR}" fill="{(colour or ["#009e73"])[0]}"/>'
        )
        lines.append(f'<text x="{LEFT + length + 6:.0f}" y="{y + 16}">{value:g} {unit}</text>')
    return lines


def main() -> None:
    """Writes the picture."""
    charts = (
        ("U-Net on ResNet-34 with AMX, Mpixel per second of CPU time", U_NET, 1.56),
        ("Near-free network: everything but the network, Mpixel per second of CPU time", NEAR_FREE, 14.5),
        (
            "Labels that change more often at the borders of default tiles (percentage points, of 2.4 to 3.1)",
            SEAMS,
            3.0,
        ),
    )
    lines, top = [], 24
    for title, entries, longest in charts:
        lines += bars(title, entries, top, "", longest)
        top += 40 + len(entries) * (BAR + 6)
    height = top - 16
    content = "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" '
                'font-size="13">'
            ),
            '<rect width="100%" height="100%" fill="white"/>',
            *lines,
            "</svg>",
        ]
    )
    Path(sys.argv[1]).write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
