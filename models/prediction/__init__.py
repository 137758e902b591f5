"""Classify Pixels: `classify.classify` streams a raster through a network tile by tile, blends the tiles and writes
the maps. May import `core`, `runtime` and `networks`.
"""
