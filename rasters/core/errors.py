"""Errors of the domain: one root, so that a single seam can turn them into what the caller understands.

A message says what is wrong, names the value, and tells the cure.
"""

from __future__ import annotations


class PixelClassifierError(Exception):
    """Any failure that the user can understand and mend."""


class RasterError(PixelClassifierError):
    """A raster cannot be opened, read or used for what was asked."""


class LabelError(PixelClassifierError):
    """Labels are missing, empty or unfit for the raster or for training."""


class ChipsError(PixelClassifierError):
    """A folder of chips is missing, incomplete or inconsistent."""


class ModelError(PixelClassifierError):
    """A model folder is missing, damaged, foreign or unfit for the raster."""


class SettingsError(PixelClassifierError):
    """A parameter has a value that cannot work."""


class OutputError(PixelClassifierError):
    """A result cannot be written where it was asked for."""


class BackendError(PixelClassifierError):
    """PyTorch or one of its companions is missing or broken."""


class EngineError(PixelClassifierError):
    """The process that did the work cannot be started, or ended before the work was done."""


class InstallationError(PixelClassifierError):
    """The environment with PyTorch could not be made; the former one is as it was."""


class Cancelled(PixelClassifierError):
    """The user cancelled; whatever is worth keeping has been kept and reported."""
