"""Accuracy assessment: compares a class raster with reference data and reports the result. May import `core`,
`accuracy` and `reports`; runs in QGIS's own Python, without PyTorch.
"""
