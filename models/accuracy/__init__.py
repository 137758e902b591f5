"""How accurate a classification is: the confusion matrix, its metrics, confidence intervals and area estimates. Pure
numpy; may import `core`.
"""
