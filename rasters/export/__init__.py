"""Export Training Chips: `export.export_chips` checks the request, plans where chips lie and cuts image and labels. `summary` counts what came
of it, labels lost on NoData too. May import all packages of `rasters`.
"""
