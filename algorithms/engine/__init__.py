"""Runs jobs in this process or in an engine process, and forwards their progress to Processing's feedback. `supervision` starts that process
and ends it on *Cancel*; `child_process` words how it ended. Imports no other package of `algorithms`.
"""
