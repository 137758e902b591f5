"""The deep-learning engine: networks, training, prediction, model folders, metrics, reports. Knows no QGIS."""
