"""Export Model: `export.export_model` writes a model folder as a file for other programs. May import `core`, `runtime`, `networks` and
`prediction`; the packages of the target formats only when called.
"""
