"""Errors of the domain: one root, which the algorithms turn into QGIS's own.

A message states what is wrong, the value, and the cure.
"""

from __future__ import annotations


class PixelClassifierError(Exception):
    """A failure that the user can understand and fix."""


class RasterError(PixelClassifierError):
    """A raster cannot be opened, read or used for what was asked."""


class LabelError(PixelClassifierError):
    """Labels are missing, empty, or do not fit the raster or the training."""


class ChipsError(PixelClassifierError):
    """A training chips folder is missing, incomplete or inconsistent."""


class ModelError(PixelClassifierError):
    """A model folder is missing, damaged, not of this plugin, or does not fit the raster."""


class SettingsError(PixelClassifierError):
    """A parameter has a value that cannot work."""


class OutputError(PixelClassifierError):
    """A result cannot be written to its path."""


class BackendError(PixelClassifierError):
    """PyTorch or a package that it needs is missing or broken."""


class EngineError(PixelClassifierError):
    """The process that did the work cannot be started, or ended before the work was done."""


class PeerError(PixelClassifierError):
    """Another of the processes that train together has ended with an error, which is reported there."""


class InstallationError(PixelClassifierError):
    """The environment with PyTorch could not be made; the previous one is unchanged."""


class Cancelled(PixelClassifierError):
    """The user cancelled; what is worth keeping is kept and reported."""
