"""Reading rasters. A run opens each raster once, as a `dataset.RasterDataset`, and hands it to all that need it. `dataset` describes its bands
with their NoData values, which `layer_settings` may replace; `nodata` finds the missing pixels. Here are also readers of windows and rows
of pixels, masks, warping to another grid, and samples. May import `core`.
"""
