"""Train Pixel Classifier: `train.train` sets up a run, `loop.fit` trains and validates epoch by epoch, and the best
model is evaluated and written. May import all packages of `models` but `prediction`, `assessment`, `installation` and
`engine`.
"""
