"""The engine process: starts a module in another Python, receives a job as JSON, performs it and reports progress. May
import `core` and `installation`; names the functions that do the work, and never imports them at load.
"""
