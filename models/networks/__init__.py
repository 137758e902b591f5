"""Networks: architectures on encoders, pretrained weights and their transfer, D4 transforms, and the decision from probabilities to
classes. `averaged_network` averages the probabilities of U-Net and pixel network. Also the model folder and the models of other
programs (`open_model`). May import `core` and `runtime`.
"""
