"""Memory layers of QGIS with a field and a geometry."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsVectorLayer

SQUARE = "Polygon ((0 0, 0 1, 1 1, 1 0, 0 0))"


def memory_layer(fields, rows, crs="EPSG:32633", kind="Polygon"):
    layer = QgsVectorLayer(f"{kind}?{fields}", "memory", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    features = []
    for value, wkt in rows:
        feature = QgsFeature(layer.fields())
        if fields:
            feature.setAttribute(0, value)
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer
