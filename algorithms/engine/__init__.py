"""Where the work runs: in this process or in a supervised engine process, and how its progress reaches Processing's
feedback. Imports no other package of `algorithms`.
"""
