"""Networks: architectures on encoders, pretrained weights, weight transfer, the model folder and the models of other programs
(`open_model`), D4 transforms, and the decision from probabilities to classes. May import `core` and `runtime`.
"""
