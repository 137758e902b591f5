"""Writing rasters: block by block, as GeoTIFF or Cloud Optimized GeoTIFF. May import `core`, `outputs`, `reading` and
`classes`.
"""
