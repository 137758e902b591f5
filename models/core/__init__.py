"""What all packages of the engine share: requests, the choices they offer (`options`), the model description (reads and
writes `model.json`), training history, normalization statistics, text and JSON. Imports no other package of `models`, and
no PyTorch.
"""
