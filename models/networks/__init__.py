"""Networks: architectures on encoders, pretrained weights, weight transfer, the model folder, and what turns logits
into classes. May import `core` and `runtime`.
"""
