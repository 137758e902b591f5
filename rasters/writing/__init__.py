"""Writing rasters: block by block, as GeoTIFF or Cloud Optimized GeoTIFF, and virtual mosaics over them. May import `core`,
`outputs`, `reading` and `classes`.
"""
