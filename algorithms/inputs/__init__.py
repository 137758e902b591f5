"""What algorithms read from QGIS: parameter values, raster layers as paths, features copied to files, labels, and the styles
of layers. May import `engine`.
"""
