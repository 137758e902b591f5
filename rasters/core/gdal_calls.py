"""Calls into GDAL: its errors, options for one thread, and whether it works in this Python.

Other code in a QGIS process switches GDAL's exceptions on and off. With `gdal_errors_as` and `opened`, a call fails in the
same way whether GDAL raises RuntimeError or only reports a failure.
"""

from __future__ import annotations

import contextlib
import contextvars
import functools
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from osgeo import gdal, osr

gdal.UseExceptions()


_NOT_TEXT = (SystemError, UnicodeDecodeError)
"""What calls of GDAL raise where a message that quotes a damaged file is no text: before GDAL 3.10, and since."""
GDAL_ERRORS = (RuntimeError, *_NOT_TEXT)
"""What calls of GDAL raise."""
_MOST_WARNINGS = 20


class _WarningLog:
    """Passes GDAL's warnings to a log, each message once. The log is called on the thread that made this object only."""

    def __init__(self, log: Callable[[str], None]) -> None:
        """Takes the function that is called with each line."""
        self._log, self._thread, self._lock = log, threading.get_ident(), threading.Lock()
        self._seen: set[str] = set()
        self._waiting: list[str] = []

    def warn(self, message: str) -> None:
        """Takes a message on any thread; those of other threads wait for the next one of the log's own thread."""
        text = reason([message])
        with self._lock:
            if text in self._seen or len(self._seen) >= _MOST_WARNINGS:
                return
            self._seen.add(text)
            self._waiting.append(f"GDAL: {text}.")
        self.flush()

    def flush(self) -> None:
        """Logs what is waiting, on the log's own thread."""
        if threading.get_ident() != self._thread:
            return
        with self._lock:
            lines, self._waiting = self._waiting, []
        for line in lines:
            self._log(line)


_warnings: contextvars.ContextVar[_WarningLog | None] = contextvars.ContextVar("gdal_warnings", default=None)
"""Where GDAL's warnings go. Threads that run in a copy of this thread's context (`contextvars.copy_context`) share it."""


@contextlib.contextmanager
def gdal_warnings_to(log: Callable[[str], None]) -> Iterator[None]:
    """Passes what GDAL reports in the enclosed calls, and no caller collects, to `log`, each message once.

    This holds for this thread, and for the calls of `gdal_failures` and its kind on threads that share its context.
    """
    warnings = _WarningLog(log)

    def handle(level: int, _number: int, message: str) -> None:
        if level >= gdal.CE_Warning:
            warnings.warn(message)

    token = _warnings.set(warnings)
    gdal.PushErrorHandler(handle)
    try:
        yield
    finally:
        gdal.PopErrorHandler()
        _warnings.reset(token)
        warnings.flush()


def _forward_warning(message: str) -> None:
    """Passes a warning on, where somebody takes it."""
    warnings = _warnings.get()
    if warnings is not None:
        warnings.warn(message)


class _CollectedFailures:
    """Collects GDAL's failure messages. A class, as generators are slower and this is entered many times for each chip."""

    def __enter__(self) -> list[str]:
        """Returns the list to which messages are added."""
        self._failures: list[str] = []

        def collect(level: int, _number: int, message: str) -> None:
            if level >= gdal.CE_Failure:
                self._failures.append(message)
            elif level == gdal.CE_Warning:
                _forward_warning(message)

        gdal.PushErrorHandler(collect)
        return self._failures

    def __exit__(self, *_: object) -> None:
        """Restores the previous handler."""
        gdal.PopErrorHandler()


class _FailuresAsErrors(_CollectedFailures):
    """Raises an error of ours for any failure of GDAL."""

    def __init__(self, error: Callable[[str], Exception]) -> None:
        """`error` builds the exception from GDAL's reason."""
        self._error = error

    def __exit__(self, _kind: type[BaseException] | None, raised: BaseException | None, *_: object) -> None:
        """Restores the previous handler; raises where GDAL raised RuntimeError or reported a failure."""
        gdal.PopErrorHandler()
        if isinstance(raised, GDAL_ERRORS) or (raised is None and self._failures):
            raise self._error(reason(self._failures, raised)) from raised


def gdal_failures() -> AbstractContextManager[list[str]]:
    """Collects GDAL's failure messages of the enclosed calls, on this thread, instead of printing them."""
    return _CollectedFailures()


def gdal_errors_as(error: Callable[[str], Exception]) -> AbstractContextManager[list[str]]:
    """Raises `error(reason)` where an enclosed call of GDAL fails; `reason` is its first message, without a full stop."""
    return _FailuresAsErrors(error)


@contextlib.contextmanager
def gdal_exceptions_as(error: Callable[[str], Exception]) -> Iterator[list[str]]:
    """Raises `error(reason)` where an enclosed call of GDAL raises an error; collects failures that it only reports.

    GDAL reads parts of a file only when they are needed, so that any call may find them damaged.
    """
    failures: list[str] = []
    try:
        with gdal_failures() as failures:  # whose end raises, too, where a message is no text
            yield failures
    except GDAL_ERRORS as raised:
        raise error(reason(failures, raised)) from raised


@contextlib.contextmanager
def gdal_errors_ignored() -> Iterator[None]:
    """Ends the enclosed calls where GDAL raises an error; what they were to assign stays as it was before."""
    with contextlib.suppress(*GDAL_ERRORS), gdal_failures():
        yield


def opened(path: str, flags: int, error: Callable[[str], Exception], **options: object) -> gdal.Dataset:
    """Opens a dataset. Raises `error(reason)` where GDAL cannot; failures that leave it usable are ignored.

    `flags` and `options` are those of `gdal.OpenEx`.
    """
    with gdal_exceptions_as(error) as failures:
        dataset = gdal.OpenEx(path, flags | gdal.OF_VERBOSE_ERROR, **options)
    if dataset is None:
        raise error(reason(failures))
    return dataset


def check_done(result: object) -> None:
    """Raises RuntimeError where GDAL's ReadRaster or WriteRaster has failed.

    Some drivers, such as VRT with its functions of pixels, fail without any message: then GDAL raises nothing, and the buffer is not filled.
    """
    if result is None or (isinstance(result, int) and result != gdal.CE_None):
        raise RuntimeError("GDAL gives no reason")


ARCHIVES = {
    ".zip": "/vsizip/", ".kmz": "/vsizip/", ".tar": "/vsitar/", ".tgz": "/vsitar/", ".tar.gz": "/vsitar/", ".gz": "/vsigzip/"
}  # fmt: skip
"""The prefixes by which QGIS opens archives that are given by their path."""
_COMPRESSED_FILE = "/vsigzip/"
"""The one of these that holds a file without a name of its own."""
_SIDECARS = (".aux", ".ovr", ".msk", ".shx", ".dbf")
_MOST_ENTRIES = 1000
"""So many files of an archive are looked at."""


def why_no_raster(path: str) -> str:
    """Returns why GDAL opens no raster at `path`, "" where it opens one or a container of several."""
    return _why_not_opened(path, gdal.OF_RASTER)


def why_no_vector(path: str) -> str:
    """Returns why GDAL opens no vector file at `path`, "" where it opens one."""
    return _why_not_opened(path, gdal.OF_VECTOR)


def _why_not_opened(path: str, flags: int) -> str:
    try:
        opened(path, flags, RuntimeError)
    except RuntimeError as error:
        inside = name_in_archive(path, is_vector=bool(flags & gdal.OF_VECTOR))
        return _why_not_opened(inside, flags) if inside != path else str(error)
    return ""


def name_in_archive(path: str, is_vector: bool = False) -> str:
    """Returns the name under which GDAL opens the raster, or vector file, in an archive (zip, tar, gz) at a path; any other path as it is.

    There may be sidecars and files of other kinds beside it. Where an archive holds several rasters, its own name is returned.
    """
    prefix = next((prefix for ending, prefix in ARCHIVES.items() if path.lower().endswith(ending)), "")
    if not prefix or path.startswith("/vsi") or (is_vector and _is_of_kind(path, gdal.OF_VECTOR)):
        return path  # some vector formats are archives themselves
    archive = f"{prefix}{path}"
    if prefix == _COMPRESSED_FILE:
        return archive
    try:
        found = os.stat(path)
    except OSError:
        return path
    flags = gdal.OF_VECTOR if is_vector else gdal.OF_RASTER
    inside = _files_of_kind(archive, flags, (found.st_size, found.st_mtime_ns))
    return inside[0] if len(inside) == 1 else archive if inside else path


@functools.lru_cache(maxsize=64)
def _files_of_kind(archive: str, flags: int, _: tuple[int, int]) -> tuple[str, ...]:
    """Returns the files in an archive that GDAL opens as rasters or vector files, less sidecars.

    They are looked up once for each state of the archive, its size and time of change: QGIS asks for a value many times.
    """
    entries: list[str] = []
    with gdal_errors_ignored():
        entries = gdal.ReadDirRecursive(archive) or []
    names = (f"{archive}/{entry}" for entry in entries[:_MOST_ENTRIES] if not entry.endswith(("/", *_SIDECARS)))
    return tuple(name for name in names if _is_of_kind(name, flags))


def _is_of_kind(name: str, flags: int) -> bool:
    found = None
    with gdal_errors_ignored():
        if gdal.IdentifyDriverEx(name, flags) is not None:
            found = gdal.OpenEx(name, flags)  # a GeoPackage may hold either kind
    return found is not None


def plain_text(text: str | bytes) -> str:
    """Returns a text of a file as GDAL gives it, read as ISO 8859-1 where it is not UTF-8, such as names in a header of ENVI.

    For such a text some calls return bytes, others a text that holds them as lone surrogates: neither can be written anywhere.
    """
    stored = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return stored.decode("latin-1")


def reason(failures: list[str], error: BaseException | None = None) -> str:
    """Returns GDAL's first failure message as one line without a closing full stop."""
    if isinstance(error, _NOT_TEXT):  # their sentence is on Python, not on the file
        error = None
    text = failures[0] if failures else str(error or "") or "GDAL gives no reason"
    return " ".join(text.split()).rstrip(".")


@contextlib.contextmanager
def option_of_thread(name: str, value: str | None) -> Iterator[None]:
    """Sets a configuration option of GDAL for the enclosed calls on this thread; None leaves it unchanged."""
    before = gdal.GetThreadLocalConfigOption(name)
    gdal.SetThreadLocalConfigOption(name, before if value is None else value)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(name, before)


def gdal_version() -> str:
    """Returns the version of the GDAL that this Python has loaded."""
    return gdal.VersionInfo("RELEASE_NAME")


def proj_error() -> str:
    """Returns why PROJ cannot look up coordinate reference systems, '' where it can."""
    system = osr.SpatialReference()
    with gdal_failures() as failures:
        try:
            failed = system.ImportFromEPSG(32633) != 0
        except RuntimeError as error:
            return reason(failures, error)
    return reason(failures) if failed else ""
