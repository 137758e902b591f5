"""Labels and masks on the grid of an image. `sources.open_labels` opens a vector layer or a label raster; `rasterize` turns
shapes into pixels; `reference_samples` reads the reference of an assessment. May import `core`, `reading` and `classes`.
"""
