"""Plays a story, a generator, from QGIS's event loop without ever blocking it, and keeps what it notes and sees."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Union

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QMessageBox, QWidget

Wait = Union[float, Callable[[], object]]
"""Seconds to wait, or what must become true; it may be of no matter how long, as the whole story has a limit."""
Steps = Generator[Wait, None, None]

_STEP_MS = 20
_ANSWER_MS = 100
_DIALOG_PATIENCE_S = 1.0


class Record:
    """What a story notes (`record.json`) and the pictures that it takes, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes: dict[str, object] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def picture(self, widget: QWidget, name: str) -> None:
        """Takes a picture of a widget as it is on the screen, without what lies over it."""
        widget.grab().save(str(self.folder / f"{name}.png"))

    def write(self) -> None:
        """Writes the notes."""
        (self.folder / "record.json").write_text(json.dumps(self.notes, indent=1, default=str), encoding="utf-8")


class Player:
    """Plays the steps of a story. A question that QGIS asks in between is noted and answered with yes."""

    def __init__(self, steps: Steps, record: Record, finish: Callable[[], None], limit_s: float) -> None:
        self._steps, self._record, self._finish = steps, record, finish
        self._end = time.monotonic() + limit_s
        self._until = 0.0
        self._ready: Callable[[], object] | None = None
        self._asked_at: float | None = None
        record.notes["questions"] = []
        # A timer does not tick while its own slot waits for an answer: answers have one of their own.
        self._turns, self._answers = QTimer(), QTimer()
        self._turns.timeout.connect(self._turn)
        self._answers.timeout.connect(self._answer)
        self._turns.start(_STEP_MS)
        self._answers.start(_ANSWER_MS)

    def _turn(self) -> None:
        try:
            self._step()
        except StopIteration:
            self._leave()
        except Exception:  # noqa: BLE001 (whatever it is belongs into the record, and QGIS must end)
            self._record.notes["error"] = traceback.format_exc()
            self._leave()

    def _step(self) -> None:
        now = time.monotonic()
        if now > self._end:
            raise TimeoutError("The story takes too long.")
        if now < self._until or (self._ready is not None and not self._ready()):
            return
        self._ready = None
        wait = next(self._steps)
        if callable(wait):
            self._ready = wait
        else:
            self._until = now + wait

    def _answer(self) -> None:
        """Answers the box that is open, once a person could have read it."""
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            self._asked_at = None
            return
        self._asked_at = self._asked_at or time.monotonic()
        if time.monotonic() - self._asked_at < _DIALOG_PATIENCE_S:
            return
        self._record.notes["questions"].append(box.text())
        self._asked_at = None
        yes = box.button(QMessageBox.StandardButton.Yes) or box.button(QMessageBox.StandardButton.Ok)
        (yes or box.buttons()[0]).click()

    def _leave(self) -> None:
        self._turns.stop()
        self._record.write()
        self._finish()
