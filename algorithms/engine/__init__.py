"""Runs jobs in this process or in a supervised engine process, and forwards their progress to Processing's feedback. Imports
no other package of `algorithms`.
"""
