"""Train Pixel Classifier: `train.train` sets up a run, `loop.fit` trains and validates epoch by epoch, `core.history.kept_record` chooses the
epoch whose weights are kept. `candidates` chooses between the networks of `auto`. The best model is evaluated on whole scenes, trained once
more on all labels where they are few, tried in 8-bit integers by `int8`, and written with its `results`. May import all packages of
`models` but `prediction`, `assessment`, `sampling`, `exchange`, `installation` and `engine`.
"""
