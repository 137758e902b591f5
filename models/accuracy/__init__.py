"""Accuracy of a classification: the confusion matrix, its metrics, and confidence intervals. `area_estimation` estimates areas from a sample
drawn for the map, `design_estimation` from one drawn for another map. Pure numpy; may import `core`.
"""
