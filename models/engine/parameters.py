"""The parameters of the algorithms on the command line: ids, help, choices and defaults as in the dialogs, and values from texts.

`resources/parameters.json` describes them: it is written from the declarations of the algorithms, so that both always agree.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...rasters.core.errors import SettingsError
from ...rasters.core.grid import Extent
from ...rasters.labels.mask_polygons import MaskPolygons

DESCRIPTIONS = Path(__file__).resolve().parents[2] / "resources" / "parameters.json"
TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_OUTPUTS = ("fileDestination", "folderDestination", "rasterDestination", "vectorDestination")
_SEVERAL = ("band", "multilayer")
_METAVARS = {
    "band": "N[,N…]", "boolean": "true|false", "enum": "CHOICE", "extent": "XMIN,XMAX,YMIN,YMAX", "field": "NAME", "folder": "FOLDER",
    "folderDestination": "FOLDER", "integer": "N", "multilayer": "FOLDER", "number": "X", "source": "FILE[|layername=LAYER]", "string": "TEXT",
}  # fmt: skip

_WANTED = {
    "boolean": "true or false", "integer": "a whole number", "number": "a number", "band": "band numbers such as 3,2,1",
    "extent": "xmin,xmax,ymin,ymax in the CRS of the raster, such as 500000,501000,5400000,5402000",
}  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """A parameter of an algorithm: its id, type, help and limits. `default` is None where there is none."""

    id: str
    type: str
    label: str
    help: str
    default: Any = None
    optional: bool = False
    advanced: bool = False
    choices: tuple[str, ...] = ()
    minimum: float = -math.inf
    maximum: float = math.inf

    @property
    def is_required(self) -> bool:
        """Returns whether a value must be given."""
        return self.default is None and not self.optional

    @property
    def is_output(self) -> bool:
        """Returns whether it is the path of a result."""
        return self.type in _OUTPUTS

    @property
    def takes_several(self) -> bool:
        """Returns whether the option may be repeated."""
        return self.type in _SEVERAL

    @property
    def metavar(self) -> str:
        """Returns what stands for the value in the help."""
        return "|".join(self.choices) if 0 < len(self.choices) <= 4 else _METAVARS.get(self.type, "FILE")

    @property
    def description(self) -> str:
        """Returns label, help, choices and default as text."""
        parts = [f"{self.label}. {self.help}"]
        if len(self.choices) > 4:
            parts.append(f"One of {', '.join(self.choices)}.")
        if self.default is not None:
            parts.append(f"Default: {_text_of(self.default)}.")
        return " ".join(parts)

    def value(self, given: Any) -> Any:  # noqa: ANN401
        """Returns the value of what was given: a text, or a JSON value of a request file. None and "" are empty.

        Raises SettingsError that names the parameter, the value and the cure.
        """
        if given is None or given in ("", []):
            if self.is_required or (self.default is not None and not self.optional):
                raise SettingsError(f"{self.id} is empty. Give a value ({self.metavar}): {self.help}")
            return None
        if "\0" in _text_of(given):
            raise SettingsError(
                f"{self.id} holds a character that no name can hold (NUL). Give {self.metavar} without it."
            )
        if self.choices and _text_of(given) not in self.choices:
            raise SettingsError(f"{self.id} is '{_text_of(given)}'. Choose one of {', '.join(self.choices)}.")
        try:
            value = _READERS.get(self.type, _text_of)(given)
        except (TypeError, ValueError):
            wanted = _WANTED.get(self.type, self.metavar)
            raise SettingsError(f"{self.id} is '{_text_of(given)}'. Give {wanted}.") from None
        if self.type in ("integer", "number") and not self.minimum <= value <= self.maximum:
            limits = (
                f"{self.minimum:g} or more" if math.isinf(self.maximum) else f"{self.minimum:g} to {self.maximum:g}"
            )
            raise SettingsError(f"{self.id} is {value:g}. Choose {limits}.")
        return value


@dataclass(frozen=True)
class AlgorithmParameters:
    """An algorithm's title, one sentence on it, and its parameters."""

    title: str
    summary: str
    parameters: tuple[Parameter, ...]

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the value of each parameter, by id; of those that are not given the default.

        Raises SettingsError for an id that does not exist, a required parameter that is missing, or a value that does not fit.
        """
        unknown = sorted(given.keys() - {each.id for each in self.parameters})
        if unknown:
            raise SettingsError(f"{self.title} has no parameter {', '.join(unknown)}. --help lists them all.")
        return {each.id: each.value(given.get(each.id, each.default)) for each in self.parameters}

    @property
    def defaults(self) -> dict[str, Any]:
        """Returns the default of each parameter as a value, by id; None for those that are required."""
        return {each.id: each.default if each.default is None else each.value(each.default) for each in self.parameters}


def algorithm_parameters(name: str) -> AlgorithmParameters:
    """Returns the parameters of an algorithm, such as "classifypixels"."""
    described = json.loads(DESCRIPTIONS.read_text(encoding="utf-8"))[name]
    parameters = tuple(
        Parameter(**{**each, "choices": tuple(each.get("choices", ()))}) for each in described["parameters"]
    )
    return AlgorithmParameters(described["title"], described["summary"], parameters)


def layer_of(source: str) -> tuple[str, str | None]:
    """Returns file and layer (None for the only one) of a vector source, which is written as QGIS does: FILE|layername=LAYER.

    Raises SettingsError for anything else behind the file, which would be left out.
    """
    if os.path.isfile(source):  # with such a sign in its name
        return _unpacked(source, is_vector=True), None
    path, *rest = source.split("|")
    layer = None
    for part in rest:
        name, _, value = part.partition("=")
        if name != "layername" or not value:
            raise SettingsError(f"{source} has '{part}' behind the file. Only |layername=LAYER is possible there.")
        layer = value
    return _unpacked(path, is_vector=True), layer


def mask_of(source: str | None) -> MaskPolygons | None:
    """Returns the mask polygons of a vector source."""
    return None if source is None else MaskPolygons(*layer_of(source))


def _unpacked(path: str, is_vector: bool = False) -> str:
    """Returns the name under which GDAL opens what an archive at a path holds, as QGIS does; any other path as it is."""
    if not os.path.isfile(path):
        return path
    from ...rasters.core.gdal_calls import name_in_archive  # it loads GDAL

    return name_in_archive(path, is_vector)


def _raster(given: object) -> str:
    return _unpacked(_text_of(given))


def _text_of(given: object) -> str:
    """Returns a value as on the command line."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, (list, tuple)):
        return ",".join(map(_text_of, given))
    return f"{given:.15g}" if isinstance(given, float) else str(given)


def _boolean(given: object) -> bool:
    text = _text_of(given).lower()
    if text not in TRUE + FALSE:
        raise ValueError(text)
    return text in TRUE


def _integer(given: object) -> int:
    return int(_text_of(given))


def _number(given: object) -> float:
    value = float(_text_of(given))
    if not math.isfinite(value):
        raise ValueError(given)
    return value


def _several(given: object) -> tuple[str, ...]:
    """Returns the parts of a list, or of a text in which semicolons separate them."""
    parts = given if isinstance(given, (list, tuple)) else [given]
    return tuple(item for part in parts for item in str(part).split(";") if item)


def _bands(given: object) -> tuple[int, ...]:
    return tuple(int(item) for part in _several(given) for item in part.split(",") if item.strip())


def _extent(given: object) -> Extent:
    """Returns xmin, ymin, xmax, ymax of a text in the order of QGIS: xmin, xmax, ymin, ymax."""
    xmin, xmax, ymin, ymax = (_number(part) for part in _text_of(given).split(","))
    if xmin > xmax or ymin > ymax:
        raise ValueError(given)
    return xmin, ymin, xmax, ymax


_READERS: dict[str, Callable[[Any], Any]] = {
    "boolean": _boolean, "integer": _integer, "number": _number, "band": _bands, "multilayer": _several, "extent": _extent,
    "raster": _raster,
}  # fmt: skip
