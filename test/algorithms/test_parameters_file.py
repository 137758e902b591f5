"""The command line knows the parameters of the algorithms from a file: it holds what they declare."""

from __future__ import annotations

import build_parameters


def test_the_file_holds_what_the_algorithms_declare(provider):
    written = build_parameters.PATH.read_text(encoding="utf-8")
    assert written == build_parameters.text_of(provider.algorithms()), "run test/helpers/build_models.py"
