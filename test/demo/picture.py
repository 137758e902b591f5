"""Draws the demo's picture: panels side by side with a legend, as a PNG of few colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

RGB = tuple[int, int, int]

PANEL_PX = 440
GAP_PX = 14
MARGIN_PX = 22
TITLE_PX = 30
LEGEND_PX = 330
PHOTO_COLORS = 64
ASIDE_PX = LEGEND_PX - 26
BACKGROUND, INK, FAINT, NOTHING = (255, 255, 255), (34, 34, 34), (120, 120, 120), (236, 236, 236)
NETWORK, BASELINE = (46, 125, 95), (200, 200, 200)
FONTS = ("DejaVuSans.ttf", "Arial.ttf", "LiberationSans-Regular.ttf", "Helvetica.ttc")


@dataclass(frozen=True)
class LegendEntry:
    """One class: its name, its colour, and its IoU (0 to 1) by the network and the baseline, None where unknown."""

    name: str
    color: RGB
    network: float | None = None
    baseline: float | None = None


def stretch(bands: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Turns three bands (3, h, w) into a picture (h, w, 3) uint8 by their 1st and 99th percentiles over valid pixels."""
    out = np.empty((*valid.shape, 3), np.uint8)
    for number, band in enumerate(bands.astype(np.float64)):
        low, high = np.percentile(band[valid], (1, 99)) if valid.any() else (0, 1)
        out[..., number] = ((band - low) / max(high - low, 1e-9)).clip(0, 1) ** 0.85 * 255
    out[~valid] = NOTHING
    return out


def paint(values: np.ndarray, colors: dict[int, RGB]) -> np.ndarray:
    """Turns class values (h, w) into a picture (h, w, 3) uint8; values without a colour are left light grey."""
    out = np.full((*values.shape, 3), NOTHING, np.uint8)
    for value, color in colors.items():
        out[values == value] = color
    return out


def labels_over(picture: np.ndarray, values: np.ndarray, colors: dict[int, RGB]) -> np.ndarray:
    """Lays labels (0 = none) over a faded picture (h, w, 3)."""
    grey = picture.mean(2, keepdims=True) * 0.45 + 130
    out = np.repeat(grey, 3, 2).clip(0, 255).astype(np.uint8)
    for value, color in colors.items():
        out[values == value] = color
    return out


def draw(
    path: Path,
    panels: Sequence[tuple[str, np.ndarray]],
    legend: Sequence[LegendEntry],
    lines: Sequence[str],
    aside: tuple[str, np.ndarray] | None = None,
) -> None:
    """Writes panels (title, picture (h, w, 3) uint8) two by two; at their right a legend, lines, and a small panel."""
    rows, columns = panels[0][1].shape[:2]
    width, height = _fit(columns, rows)
    across = 2
    down = (len(panels) + 1) // 2
    total_width = 2 * MARGIN_PX + across * width + (across - 1) * GAP_PX + LEGEND_PX
    total_height = 2 * MARGIN_PX + down * (height + TITLE_PX) + (down - 1) * GAP_PX
    sheet = Image.new("RGB", (total_width, max(total_height, 260 + 30 * len(legend))), BACKGROUND)
    pen = ImageDraw.Draw(sheet)
    for number, (title, picture) in enumerate(panels):
        x = MARGIN_PX + number % across * (width + GAP_PX)
        y = MARGIN_PX + number // across * (height + TITLE_PX + GAP_PX)
        pen.text((x, y + 2), title, fill=INK, font=_font(17))
        resample = Image.Resampling.LANCZOS if width < columns else Image.Resampling.NEAREST
        sheet.paste(Image.fromarray(picture).resize((width, height), resample), (x, y + TITLE_PX))
    left = total_width - LEGEND_PX - MARGIN_PX + 26
    _draw_legend(pen, left, MARGIN_PX + TITLE_PX, legend, lines)
    if aside:
        small = Image.fromarray(aside[1]).resize((ASIDE_PX, round(ASIDE_PX * rows / columns)), Image.Resampling.NEAREST)
        top = sheet.height - MARGIN_PX - small.height
        pen.text((left, top - TITLE_PX + 4), aside[0], fill=INK, font=_font(15))
        sheet.paste(small, (left, top))
    path.parent.mkdir(parents=True, exist_ok=True)
    _few_colors(sheet, [*(entry.color for entry in legend), NETWORK, BASELINE]).save(path, optimize=True)


def _few_colors(sheet: Image.Image, kept: Sequence[RGB]) -> Image.Image:
    """Returns the sheet in few colours, for a small file, with the kept ones unchanged."""
    chosen = sheet.quantize(PHOTO_COLORS, dither=Image.Dither.NONE).getpalette()[: 3 * PHOTO_COLORS]
    palette = Image.new("P", (1, 1))
    palette.putpalette(chosen + [part for color in kept[: 256 - PHOTO_COLORS] for part in color])
    return sheet.quantize(palette=palette, dither=Image.Dither.NONE)


def _fit(columns: int, rows: int) -> tuple[int, int]:
    """Returns the size of a panel that keeps the picture's proportions."""
    scale = PANEL_PX / max(columns, rows)
    return max(1, round(columns * scale)), max(1, round(rows * scale))


def _draw_legend(pen: ImageDraw.ImageDraw, x: int, y: int, legend: Sequence[LegendEntry], lines: Sequence[str]) -> None:
    """Draws the classes with their colours, and bars for the IoU of network and baseline."""
    bars = any(entry.network is not None for entry in legend)
    both = any(entry.baseline is not None for entry in legend)
    if bars:
        pen.text((x + 130, y - 24), "IoU", fill=FAINT, font=_font(14))
    for entry in legend:
        pen.rectangle((x, y, x + 18, y + 18), fill=entry.color)
        pen.text((x + 28, y + 1), entry.name[:14], fill=INK, font=_font(14))
        for number, (share, color) in enumerate(((entry.network, NETWORK), (entry.baseline, BASELINE))):
            if share is not None:
                top = y + number * 10
                pen.rectangle((x + 130, top, x + 130 + round(120 * share), top + 8), fill=color)
                pen.text((x + 136 + round(120 * share), top - 2), f"{share:.2f}", fill=FAINT, font=_font(11))
        y += 32
    y += 6
    if bars and both:
        for color, text in ((NETWORK, "Pixel Classifier"), (BASELINE, "per-pixel random forest")):
            pen.rectangle((x, y + 4, x + 18, y + 12), fill=color)
            pen.text((x + 28, y), text, fill=INK, font=_font(14))
            y += 24
        y += 10
    for line in lines:
        pen.text((x, y), line, fill=INK, font=_font(14))
        y += 22


def _font(size: int) -> ImageFont.ImageFont:
    """Returns a plain font of that size, or Pillow's own small one where the system has none."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default()
