"""The two entrances of `models`. `command_line` needs no QGIS: it reads the options that `parameters` describes. `main` is the engine process,
which runs one job for QGIS and reports progress as JSON. `build_requests` makes requests of the values of parameters, `jobs` lists the jobs,
and `all_gpus` starts a rank on each GPU. May import `core` and `installation`; names the functions of the jobs, and never imports them at load.
"""
