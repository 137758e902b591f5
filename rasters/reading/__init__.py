"""Reading rasters. A run opens each raster once, as a `dataset.RasterDataset`, and hands it to all that need it. `dataset` describes its bands
with their NoData values; `layer_settings` are what the QGIS layer has in place of the file's. `nodata` finds the missing pixels, `palette`
turns indices into colours. Here are also readers of windows and rows of pixels, masks, warping to another grid, and samples. May import `core`.
"""
