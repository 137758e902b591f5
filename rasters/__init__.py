"""Georeferenced pixels and chips: grids, rasters, labels, chips folders. Knows neither QGIS nor torch."""
