"""Training chips as batches: chip sets and their cache, extents, the spatial split, the summary of labels, sampling and
prefetched batches. May import `core` and `runtime`.
"""
