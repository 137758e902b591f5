"""Classify Pixels: `classify.classify` checks a request, opens raster and model, plans the tiles, runs them through the
network, blends them and writes the maps. Finished rows are kept as strips, from which interrupted maps and parts of maps
are completed. May import `core`, `runtime` and `networks`.
"""
