"""Vector layers that come with results, as GeoPackages: chip footprints, chips by split, places to label next. May
import `core`, `outputs` and `chips`.
"""
