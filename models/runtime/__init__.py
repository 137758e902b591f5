"""What the machine gives: devices and precision, buffers, prefetching and background writing, throughput. May import
`core`.
"""
