"""Georeferenced pixels, labels and training chips: the only room that opens and writes geodata. Knows neither QGIS nor
PyTorch, and imports no other room.
"""
