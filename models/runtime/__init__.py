"""The machine: devices, precision, memory, buffers, upload and normalisation of images, prefetching and background
writing, throughput. May import `core`.
"""
