"""Vector layers that come with results, as GeoPackages: chip footprints, chips by split, places to label next, assessment
samples. May import `core`, `outputs` and `chips`.
"""
