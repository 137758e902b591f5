"""What algorithms read from QGIS: raster layers as paths, features copied to files, labels, and the styles of layers.
May import `engine`.
"""
