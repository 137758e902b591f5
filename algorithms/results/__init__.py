"""What results look like in QGIS: names, renderers and style files of the layers that are loaded. Imports no other
package of `algorithms`.
"""
