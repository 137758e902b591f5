"""The Processing provider that lists the algorithms, the entries of the layers' context menu, shipped models, and the translation."""
