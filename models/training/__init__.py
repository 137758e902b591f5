"""Train Pixel Classifier: `train.train` sets up a run, `loop.fit` trains and validates epoch by epoch. The best model
is evaluated on whole scenes, trained once more on all labels where they are few, and written with its `results`. May
import all packages of `models` but `prediction`, `assessment`, `sampling`, `exchange`, `installation` and `engine`.
"""
