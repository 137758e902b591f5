"""One thin Processing adapter per step: declares parameters, reads them into a request, calls one domain function and returns
its outputs. May import `models` and `rasters`; what needs PyTorch only while an algorithm runs.
"""
