"""Numbers, names and time spans as text for logs and reports: sensible digits, units, labels."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from ...rasters.core.number_text import DASH, NBSP, off_the_ends, whole
from .options import NETWORK_NAMES, NO_ENCODER

_LABELS = {
    "batch_size": "Batch size", "first_weights": "Initial encoder weights", "weights": "Encoder weights",
    "optimizer": "Optimizer", "chips": "Training chips folders", "balanced_draws": "Rare classes oversampled",
    "weight_averaging": "Weight averaging (EMA)", "frozen_epochs": "Epochs with a frozen encoder",
    "learning_rate_found": "Learning rate found by the finder", "best_epoch": "Kept epoch",
}  # fmt: skip
_WORDS = {
    "px": "(pixels)",
    "iou": "IoU",
    "crs": "CRS",
    "lr": "learning rate",
    "gpu": "GPU",
    "cpu": "CPU",
    "gdal": "GDAL",
}


def shorten(text: str, length: int) -> str:
    """Returns a text of at most `length` characters, the end replaced by an ellipsis where it is longer."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def network_title(architecture: str, encoder: str) -> str:
    """Returns a network's usual name and its encoder, where it has one: U-Net with encoder resnet34."""
    name = NETWORK_NAMES.get(architecture, architecture)
    return name if encoder == NO_ENCODER else f"{name} with encoder {encoder}"


def weights_count(count: int) -> str:
    """Returns the size of a network in words: 24.4 million weights, 19 200 weights."""
    return f"{count / 1e6:.1f} million weights" if count >= 50_000 else f"{whole(count)} weights"


def brief(value: int) -> str:
    """Returns a count in at most four characters and a letter: 987, 12k, 3.4M."""
    size = abs(value)
    for limit, unit in ((999.5e6, "G"), (999.5e3, "M"), (999.5, "k")):
        if size >= limit:
            scaled = value / {"G": 1e9, "M": 1e6, "k": 1e3}[unit]
            return f"{scaled:.1f}{unit}" if abs(scaled) < 9.95 else f"{scaled:.0f}{unit}"
    return str(value)


def percent_range(interval: tuple[float, float] | None) -> str:
    """Returns an interval of a share (0 to 1) in percent, without the sign: 71.2–78.4; empty for None.

    The ends are rounded outwards, and read 0 or 100 only where they are. So what `percent` writes of a share inside lies inside, too.
    """
    if interval is None:
        return ""
    return DASH.join(_percent_end(end, rounded) for end, rounded in zip(interval, (math.floor, math.ceil)))


def _percent_end(end: float, rounded: Callable[[float], int]) -> str:
    """Returns an end of an interval of a share in percent; what floats add to a full tenth does not count."""
    if not math.isfinite(end):
        return DASH
    return f"{off_the_ends(end, rounded(round(end * 1000, 9)) / 10, 1):.1f}".replace("-", "−")


def decimals(value: float | None) -> str:
    """Returns a figure such as kappa with three decimals, a dash for None."""
    return DASH if value is None else f"{value:.3f}".replace("-", "−")


def decimals_range(interval: tuple[float, float] | None) -> str:
    """Returns an interval of such a figure: 0.712–0.784; empty for None."""
    return "" if interval is None else DASH.join(map(decimals, interval))


def number(value: object, digits: int = 4) -> str:
    """Returns a number with `digits` significant digits, without trailing zeros; a dash for None, NaN and infinities."""
    if value is None or not isinstance(value, (int, float)) or not math.isfinite(value):
        return DASH
    if isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e9):
        return whole(int(value)).replace("-", "−")
    if 1e-3 <= abs(value) < 1e6:
        decimals = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
        text = f"{value:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(",", NBSP).replace("-", "−")
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(exponent)}".replace("-", "−")


def column(values: Sequence[float]) -> list[str]:
    """Returns the numbers of a table's column with the same number of decimals, about four digits for the largest.

    Small numbers that would lose their digits keep them.
    """
    sizes = [abs(value) for value in values if math.isfinite(value) and value]
    if not sizes or max(sizes) >= 1e7 or max(sizes) < 1e-3:
        return [number(value) for value in values]
    decimals = (
        0 if all(float(value).is_integer() for value in values) else max(3 - math.floor(math.log10(max(sizes))), 0)
    )
    return [
        number(value, 3)
        if 0 < abs(value) < 10.0 ** (1 - decimals) and not float(value).is_integer()
        else f"{value:,.{decimals}f}".replace(",", NBSP).replace("-", "−")
        for value in values
    ]


def duration(seconds: float) -> str:
    """Returns a time span in its two largest units: 42 s, 3 min 20 s, 2 h 5 min."""
    if not math.isfinite(seconds):
        return DASH
    if seconds < 9.95:
        return f"{seconds:.1f}{NBSP}s"
    total = round(seconds)
    if total < 60:
        return f"{total}{NBSP}s"
    if total < 3600:
        return f"{total // 60}{NBSP}min {total % 60}{NBSP}s"
    minutes = round(seconds / 60)
    return f"{whole(minutes // 60)}{NBSP}h {minutes % 60}{NBSP}min"


def css_color(color: tuple[int, int, int]) -> str:
    """Returns red, green, blue (0 to 255) as a CSS colour."""
    return "#{:02x}{:02x}{:02x}".format(*(min(max(int(part), 0), 255) for part in color))


def label_of(key: str) -> str:
    """Returns a key such as chip_size_px as a label: Chip size (pixels)."""
    if key in _LABELS:
        return _LABELS[key]
    words = " ".join(_WORDS.get(word, word) for word in key.split("_"))
    return words[:1].upper() + words[1:]


def value_text(value: object) -> str:
    """Returns a plain value (number, text, list, dictionary) as text."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, int):
        return whole(value) if abs(value) < 10**12 else str(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {value_text(entry)}" for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(value_text(entry) for entry in value)
    return str(value)
