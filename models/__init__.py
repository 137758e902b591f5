"""The deep-learning engine, package by package from a request to a trained model or a class raster. Knows no QGIS; may
import `rasters`.
"""
