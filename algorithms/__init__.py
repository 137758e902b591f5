"""One thin Processing adapter per step: declare parameters, read them into a request, call one domain function, return
its outputs. May import `models` and `rasters`; what needs PyTorch only while an algorithm runs.
"""
