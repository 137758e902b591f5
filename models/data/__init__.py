"""Training chips as batches: chip sets and their cache, the spatial split, sampling and prefetching. May import `core`
and `runtime`.
"""
