"""Values and pure functions that all packages of `rasters` share: errors, progress, windows and grids, coordinate
reference systems, band statistics, and how GDAL's errors are caught. Imports no other package.
"""
