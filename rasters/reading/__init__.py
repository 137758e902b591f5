"""Reading rasters. A run opens each raster once, as a `dataset.RasterDataset`, and hands it to all that need it. Here are its description
and files, readers of windows and rows of pixels, NoData and masks, warping to another grid, and samples. May import `core`.
"""
