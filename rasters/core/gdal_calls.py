"""GDAL's error reporting, made the same whatever the rest of the process has chosen.

Other code in a QGIS process switches GDAL's exceptions on and off. Everything in this room works either way: it
treats a None result and a raised RuntimeError alike, and takes the reason from the list that `gdal_failures`
gives.

GDAL's options for some calls on one thread, which leave other threads and QGIS's own work as they are.

Tells whether GDAL works in this Python: its libraries, its data and PROJ's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager

from osgeo import gdal, osr

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


@contextlib.contextmanager
def option_of_thread(name: str, value: str | None) -> Iterator[None]:
    """Sets one of GDAL's options for the enclosed calls on this thread; None leaves it as it is."""
    before = gdal.GetThreadLocalConfigOption(name)
    gdal.SetThreadLocalConfigOption(name, before if value is None else value)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(name, before)


def gdal_version() -> str:
    """Returns the version of the GDAL that this Python has loaded."""
    return gdal.VersionInfo("RELEASE_NAME")


def why_no_crs() -> str:
    """Returns why coordinate reference systems cannot be looked up, '' where they can."""
    srs = osr.SpatialReference()
    with gdal_failures() as failures:
        try:
            failed = srs.ImportFromEPSG(32633) != 0
        except RuntimeError as error:
            return reason(failures, error)
    return reason(failures) if failed else ""
