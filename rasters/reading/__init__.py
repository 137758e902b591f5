"""Reading rasters: what a dataset holds, windows and rows of pixels, NoData and masks, resampling, and samples. May
import `core`.
"""
