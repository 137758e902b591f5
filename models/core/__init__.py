"""What all packages of the engine share: requests, options, the model description, training history, normalization
statistics, text and JSON. Imports no other package of `models`, and no PyTorch.
"""
