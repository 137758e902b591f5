"""Runs jobs in this process or in a supervised engine process, forwards their progress to Processing's feedback, and words
a crash (`child_process.ending_of`). Imports no other package of `algorithms`.
"""
