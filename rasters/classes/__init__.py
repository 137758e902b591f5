"""Classes of a map: the class table, its names and colours, raster attribute tables, and class rasters as input. May
import `core` and `reading`.
"""
