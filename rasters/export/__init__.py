"""Export Training Chips: `export.export_chips` checks the request, plans where chips lie, cuts image and labels, and
sums up what came of it. May import all packages of `rasters`.
"""
