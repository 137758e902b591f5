"""Where PyTorch is installed: finds, makes, fills and diagnoses the environment with the deep-learning packages. May import
`core` and `reports`; PyTorch itself only when called.
"""
