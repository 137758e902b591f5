"""HTML reports, charts, pictures and CSV tables of a training run, and the parts that other reports share. May import
`core` and `accuracy`; needs neither PyTorch nor Pillow.
"""
