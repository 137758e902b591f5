"""Classify Pixels: `classify.classify` checks a request, opens raster and model, plans the tiles, runs them through the network, blends them
and writes the maps. `runtime_choice` decides between PyTorch and OpenVINO and whether 8 bits are used; `memory_fallback` chooses the batch
of tiles that fits. Finished rows are kept as strips; `strip_run` resumes an interrupted map and completes parts of maps from them.
May import `core`, `runtime` and `networks`.
"""
