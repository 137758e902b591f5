"""GDAL's error reporting, made the same whatever the rest of the process has chosen.

Other code in a QGIS process switches GDAL's exceptions on and off. Everything in this room works either way: it
treats a None result and a raised RuntimeError alike, and takes the reason from the list that `gdal_failures`
gives.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from osgeo import gdal

gdal.UseExceptions()


class _Failures:
    """Collects GDAL's failure messages while it is entered. A class, as it is entered many times for each chip."""

    def __enter__(self) -> list[str]:
        """Returns the list that messages are added to."""
        failures: list[str] = []

        def keep(level: int, _number: int, message: str) -> None:
            if level >= gdal.CE_Failure:
                failures.append(message)

        gdal.PushErrorHandler(keep)
        return failures

    def __exit__(self, *_: object) -> None:
        """Puts the earlier handler back."""
        gdal.PopErrorHandler()


def gdal_failures() -> AbstractContextManager[list[str]]:
    """Collects GDAL's failure messages of the enclosed calls, on this thread, instead of printing them."""
    return _Failures()


def reason(failures: list[str], error: BaseException | None = None) -> str:
    """Returns the first thing that GDAL complained about, as one line without a closing full stop."""
    text = failures[0] if failures else str(error or "") or "GDAL gives no reason"
    return " ".join(text.split()).rstrip(".")
