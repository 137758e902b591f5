"""The folder of training chips: its layout, manifest and files, and reading it back. May import all of `rasters` but
`labels`, `layers` and `export`.
"""
