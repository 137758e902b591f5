"""Renders reports from the jinja2 templates in resources/report: HTML that stands alone, without scripts.

jinja2 is imported at the first call, so that everything but the reports works without it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ...rasters.core import number_text
from ...rasters.core.errors import OutputError
from ..core import text
from ..core.versions import plugin_version

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).resolve().parents[2] / "resources" / "report"

_FILTERS = (
    text.brief, number_text.count_of, text.css_color, text.decimals, text.decimals_range, text.number, number_text.percent,
    text.percent_range, text.shorten, number_text.whole,
)  # fmt: skip
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def check_jinja2() -> None:
    """Raises OutputError where jinja2, which QGIS's packages bring along, is not installed."""
    if find_spec("jinja2") is None:
        raise OutputError(
            "A report cannot be written: the Python package jinja2 is missing. Install it (python3-jinja2 on Debian, "
            "python-jinja on Arch, or pip install jinja2), or leave the report empty."
        )


def render(template: str, **values: object) -> str:
    """Returns a template of resources/report filled with values; texts among them are escaped.

    Raises OutputError without jinja2.
    """
    check_jinja2()
    return environment().get_template(template).render(values)


@lru_cache
def environment() -> Environment:
    """Returns the jinja2 environment of the reports."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from .images import class_picture, fitted, png_data_uri

    made = Environment(
        autoescape=True, loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, finalize=_cleaned,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters.update({function.__name__: function for function in (*_FILTERS, class_picture, fitted, png_data_uri)})
    made.globals["plugin_version"] = plugin_version()
    return made


def _cleaned(value: object) -> object:
    """Returns a text without control characters and lone surrogates, which a page cannot hold, any other value as it is."""
    if type(value) is not str:  # a text that is marked as safe is of a subclass
        return value
    return _UNSAFE.sub("\ufffd", value.encode("utf-8", "replace").decode("utf-8"))
