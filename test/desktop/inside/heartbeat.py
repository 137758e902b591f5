"""How free QGIS's main thread is: the gaps between the ticks of a 20 ms timer on it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QSpinBox

PERIOD_S = 0.02
_WORST = 5


@dataclass(frozen=True)
class Tick:
    """A moment, and for how long the main thread has waited for a processor until then, though it had work; in seconds."""

    moment: float
    waited: float


class Heartbeat:
    """Two timers of the main thread: one ticks in Python, which needs the interpreter's lock as well, one in C++ alone.

    On a machine that is busy with other things a tick may be late because no processor is free. Linux tells for how long
    (schedstat): `own_gaps_ms` are the gaps without that.
    """

    def __init__(self) -> None:
        self._ticks: list[Tick] = []
        self._waiting = os.open(f"/proc/self/task/{os.getpid()}/schedstat", os.O_RDONLY)
        self._counter = QSpinBox()
        self._counter.setMaximum(10**9)
        self._python, self._cpp = QTimer(), QTimer()
        self._python.timeout.connect(self._tick)
        self._cpp.timeout.connect(self._counter.stepUp)
        for timer in (self._python, self._cpp):
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.start(int(1000 * PERIOD_S))

    def _now(self) -> Tick:
        return Tick(time.perf_counter(), int(os.pread(self._waiting, 100, 0).split()[1]) / 1e9)

    def _tick(self) -> None:
        self._ticks.append(self._now())

    def begin(self) -> tuple[Tick, int]:
        """Returns the mark from which `since` counts."""
        return self._now(), self._counter.value()

    def since(self, mark: tuple[Tick, int]) -> dict[str, object]:
        """Returns seconds since the mark, the largest gaps in ms, and the share of C++'s ticks that came."""
        begin, counted = mark
        end = self._now()
        points = [begin, *(tick for tick in self._ticks if begin.moment < tick.moment < end.moment), end]
        pairs = list(zip(points, points[1:]))
        gaps = [after.moment - before.moment for before, after in pairs]
        own = [gap - (after.waited - before.waited) for gap, (before, after) in zip(gaps, pairs)]
        seconds = end.moment - begin.moment
        return {
            "seconds": round(seconds, 2),
            "gaps_ms": _worst(gaps),
            "own_gaps_ms": _worst(own),
            "cpp_ticks_share": round((self._counter.value() - counted) * PERIOD_S / seconds, 3),
        }


def _worst(gaps: list[float]) -> list[int]:
    """Returns the largest gaps in ms, the largest first."""
    return sorted((round(1000 * gap) for gap in gaps), reverse=True)[:_WORST]
