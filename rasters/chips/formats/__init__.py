"""Training chips in the layouts of other programs: Esri's Classified Tiles, and folders of image and label pairs. May
import what `rasters.chips` may.
"""
