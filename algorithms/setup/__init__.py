"""Set Up Deep Learning and Check Installation, the two algorithms that install and check PyTorch. May import `base`
and `engine`.
"""
