"""Draws the points by which a map is to be assessed: sample size, allocation to strata, and the draw itself from a class
raster or polygons. May import `core` and `accuracy`; runs in QGIS's own Python, without PyTorch.
"""
