"""A bar on a terminal, lines elsewhere."""

from __future__ import annotations

import io

from pixel_classifier.models.engine.terminal import TerminalReporter
from pixel_classifier.rasters.core.number_text import whole


class Stream(io.StringIO):
    """A stream that may be a terminal."""

    encoding = "utf-8"

    def __init__(self, terminal):
        super().__init__()
        self._terminal = terminal

    def isatty(self):
        return self._terminal


def reported(terminal, fractions):
    stream, seconds = Stream(terminal), iter(range(0, 10_000, 10))
    reporter = TerminalReporter(stream, lambda: next(seconds))
    for fraction in fractions:
        reporter.progress(fraction)
    reporter.warning("of something")
    reporter.close()
    return stream.getvalue()


def test_a_file_gets_a_line_for_each_tenth_and_the_time_left():
    lines = reported(False, [number / 100 for number in range(0, 101, 4)]).splitlines()
    assert lines[0].startswith("12 %, ") and lines[0].endswith(" left")
    assert lines[-2:] == ["100 %", "Warning: of something"] and 9 <= len(lines) <= 12


def test_a_slow_run_writes_a_line_a_minute():
    assert len(reported(False, [number / 1000 for number in range(1, 30)]).splitlines()) >= 4


def test_a_terminal_gets_a_bar_that_gives_way_to_messages():
    shown = reported(True, [0.25, 0.5])
    assert "[##########" in shown and " 50 %" in shown and " left" in shown and "\n" not in shown.split("Warning")[0]
    assert shown.endswith("\r")


def test_a_terminal_without_unicode_gets_question_marks():
    stream = Stream(False)
    stream.encoding = "ascii"
    TerminalReporter(stream).info(f"größe: {whole(34048)}")
    assert stream.getvalue() == "gr??e: 34 048\n"
