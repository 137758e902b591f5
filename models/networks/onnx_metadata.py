"""The metadata of an .onnx file, as Deepness and GeoDeep define it, in both directions.

Each property of the file is a JSON text. Deepness feeds a network with (value / 255 - standardization_mean) / standardization_std;
GeoDeep divides bytes by 255 and knows no standardization. A property of our own, `pixel_classifier`, holds the whole description, so
that a file that we wrote loses nothing. Sources: `docs/source/creators/creators_add_metadata_to_model.rst` and
`src/deepness/processing/models/model_base.py` of PUTvision/qgis-plugin-deepness, `geodeep/inference.py` of uav4geo/GeoDeep.
"""

from __future__ import annotations

import ast
import contextlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...rasters.core.errors import ModelError
from ...rasters.core.pixel_area import pixel_size_m
from ..core.description import ModelDescription

OWN = "pixel_classifier"
"""The property that holds our description."""
DEEPNESS_UNIT = 255.0
"""Deepness divides all values by this, of any data type."""
LARGEST_TILE_PX = 2**14
BACKGROUND = "background"
"""The name of class 0 in GeoDeep, of which it makes no polygons."""


@dataclass(frozen=True)
class OwnGraph:
    """How a graph that we exported differs from the network of its description.

    It takes values divided by `unit`. Its logits are divided by `temperature` before the softmax. With `background`, a channel of zeros
    comes before the classes.
    """

    description: ModelDescription
    unit: float
    temperature: float
    background: bool


@dataclass(frozen=True)
class OnnxMetadata:
    """What the properties of a file state; None or () for what they do not.

    `class_names` are by channel. `means` and `stds` are applied after a division by 255. `resolution_m` is the side of a pixel in metres,
    `tiles_overlap` a percentage.
    """

    model_type: str | None = None
    class_names: tuple[str, ...] = ()
    means: tuple[float, ...] = ()
    stds: tuple[float, ...] = ()
    resolution_m: float | None = None
    tile_px: int | None = None
    tiles_overlap: float | None = None
    threshold: float | None = None
    own: OwnGraph | None = None


def properties_of(graph: OwnGraph, tile_px: int, overlap_px: int) -> dict[str, str]:
    """Returns the properties of a graph with square tiles of `tile_px`, as texts.

    The threshold is 0, so that each pixel keeps its most probable class. A model without a pixel size in metres gets no resolution.
    """
    model = graph.description
    names = [*([BACKGROUND] if graph.background else []), *model.class_table.names]
    size = pixel_size_m(model.pixel_size_map, model.crs_wkt)
    values: dict[str, Any] = {
        "model_type": "Segmentor",
        "class_names": {str(channel): name for channel, name in enumerate(names)},
        "tile_size": tile_px,
        "tiles_size": tile_px,
        "tiles_overlap": round(100 * overlap_px / tile_px),
        "standardization_mean": [0.0] * model.band_count,
        "standardization_std": [graph.unit / DEEPNESS_UNIT] * model.band_count,
        "seg_thresh": 0.0,
        "seg_small_segment": 0,
        OWN: {
            "description": model.to_json(),
            "unit": graph.unit,
            "temperature": graph.temperature,
            "background": graph.background,
        },
    }
    if size is not None:
        values["resolution"] = round(100 * math.sqrt(size[0] * size[1]), 3)
    return {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}


def read_properties(properties: Mapping[str, str], name: str) -> OnnxMetadata:
    """Reads the properties of a file. Raises ModelError, naming file, property and value, where one has no usable value."""
    readers = {
        "model_type": ("model_type", _word),
        "resolution": ("resolution_m", lambda value: _positive(value) / 100),
        "tile_size": ("tile_px", _side),
        "tiles_size": ("tile_px", _side),
        "tiles_overlap": ("tiles_overlap", _percentage),
        "standardization_mean": ("means", _numbers),
        "standardization_std": ("stds", lambda value: tuple(map(_positive, _numbers(value)))),
        "seg_thresh": ("threshold", float),
        "names": ("class_names", _names),
        "class_names": ("class_names", _names),
        OWN: ("own", _own),
    }
    found: dict[str, Any] = {}
    for key, (field, read) in readers.items():
        if key not in properties:
            continue
        try:
            found[field] = read(_parsed(properties[key]))
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError, ModelError) as error:
            raise ModelError(
                f"The metadata of {name} has an unusable {key}: {properties[key]:.80} ({error}). Correct it with the program that wrote the "
                "file, or export the model again."
            ) from error
    return OnnxMetadata(**found)


def _parsed(text: str) -> Any:  # noqa: ANN401 (any JSON value)
    """Returns the value of a property: JSON, a Python literal, as older files have it, or else the text."""
    for read in (json.loads, ast.literal_eval):
        with contextlib.suppress(ValueError, SyntaxError):
            return read(text)
    return text


def _word(value: object) -> str:
    return str(value).capitalize()


def _positive(value: Any) -> float:  # noqa: ANN401
    number = float(value)
    if not (math.isfinite(number) and number > 0):
        raise ValueError("it must be above 0")
    return number


def _side(value: Any) -> int:  # noqa: ANN401
    side = round(_positive(value))
    if side > LARGEST_TILE_PX:
        raise ValueError(f"it must be {LARGEST_TILE_PX} at most")
    return side


def _percentage(value: Any) -> float:  # noqa: ANN401
    number = float(value)
    if not 0 <= number <= 50:
        raise ValueError("it must be 0 to 50 percent")
    return number


def _numbers(value: Any) -> tuple[float, ...]:  # noqa: ANN401
    numbers = tuple(map(float, value if isinstance(value, list) else [value]))
    if not all(map(math.isfinite, numbers)):
        raise ValueError("it must be finite")
    return numbers


def _names(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Returns the class names by channel: of an object with the channels as keys, of a list of such objects, or of a list of names."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        value = {key: name for each in value for key, name in each.items()}
    if isinstance(value, list):
        return tuple(map(str, value))
    by_channel = {int(key): str(name) for key, name in value.items()}
    if sorted(by_channel) != list(range(len(by_channel))):
        raise ValueError("its channels do not run from 0 without a gap")
    return tuple(by_channel[channel] for channel in sorted(by_channel))


def _own(value: Any) -> OwnGraph:  # noqa: ANN401
    return OwnGraph(
        ModelDescription.from_json(value["description"]),
        _positive(value["unit"]),
        _positive(value["temperature"]),
        bool(value["background"]),
    )
