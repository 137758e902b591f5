"""What results look like in QGIS: names of the loaded layers, their renderers, and style files beside rasters. Imports no other
package of `algorithms`.
"""
