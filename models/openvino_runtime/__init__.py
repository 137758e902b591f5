"""OpenVINO, an optional runtime for classification: networks of PyTorch as its graphs, in 8 bits where a table of the value ranges is
there, and what is kept of them. May import `core`, `runtime` and `networks`; OpenVINO itself only when called.
"""
