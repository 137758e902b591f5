"""Georeferenced pixels, labels and training chips: the only top folder that opens and writes geodata. Knows neither QGIS nor
PyTorch, and imports no other top folder.
"""
