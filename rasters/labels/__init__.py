"""Labels on the grid of an image: vector features and label rasters as sources, class fields, rasterization, masks,
and reference samples. May import `core`, `reading` and `classes`.
"""
