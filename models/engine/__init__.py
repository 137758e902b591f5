"""The command line, which needs no QGIS, and the engine process, which runs one job for QGIS and reports progress as JSON. Both use the
requests from the values of parameters, and the table of jobs. May import `core` and `installation`; names the functions of the jobs, and
never imports them at load.
"""
