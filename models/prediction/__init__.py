"""Classify Pixels: `classify.classify` checks a request, opens raster and model, plans the tiles, runs them through the
network, blends them and writes the maps. May import `core`, `runtime` and `networks`.
"""
