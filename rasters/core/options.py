"""Names and choices that QGIS's dialogs need when the plugin loads, before numpy. Imports nothing."""

from __future__ import annotations

PLACEMENTS = ("window", "labels", "both")
"""How chips are placed: by a window that slides over the image, around labelled pixels, or both."""

IMAGES, LABELS = "images", "labels"
"""The subfolders of a training chips folder."""
