"""Values and pure functions that all packages of `rasters` share: errors, progress, windows and grids, coordinate reference systems, band
statistics, and how GDAL's errors are caught. `undeclared_nodata` finds values such as -9999 that no file declares. Imports no other package.
"""
