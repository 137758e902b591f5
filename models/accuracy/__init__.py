"""Accuracy of a classification: the confusion matrix, its metrics, confidence intervals and area estimates. Pure numpy;
may import `core`.
"""
