"""What algorithms read from QGIS: parameter values by id, raster layers as paths with their settings, features copied to files,
labels, coordinate operations, and the styles of layers. May import `engine`.
"""
