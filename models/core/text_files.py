"""Text results: CSV, and the check before any work that files can be written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ...rasters.outputs.checks import check_distinct, check_file


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Returns rows as CSV (RFC 4180, numbers with a point); None is an empty cell."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def check_text_outputs(outputs: Sequence[str], inputs: Sequence[str]) -> None:
    """Raises OutputError where a file cannot be written, is one of the inputs, or is asked for twice."""
    for path in outputs:
        check_file(path, (), "The result", inputs)
    check_distinct(outputs)
