"""Training chips folders: their contents as values, the manifest, single chip files, reading of whole folders, comparison of
their scenes, and the layouts of other programs. `lost_labels` counts what an export lost. May import `core`, `outputs`, `reading`,
`classes` and `writing`.
"""
