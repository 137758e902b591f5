"""The machine: devices, precision, memory, buffers, the ranks of a training on several computers, upload and normalisation of images,
prefetching and background writing, throughput. May import `core`.
"""
