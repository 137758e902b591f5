"""The engine process: the script that another Python runs, the process that runs one job for QGIS and reports progress as JSON, and
the table of jobs. May import `core` and `installation`; names the functions of the jobs, and never imports them at load.
"""
