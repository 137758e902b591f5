"""Algorithm dialogs, opened and pressed as a user does, and what they show."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

from heartbeat import Heartbeat
from processes_of import engines, zombies
from qgis import processing
from qgis.core import QgsApplication, QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtWidgets import QApplication, QGroupBox, QPlainTextEdit, QTextBrowser, QTextEdit, QWidget
from story import Steps

DIALOG_SIZE = (980, 720)
_SETTLE_S = 0.4
_LOOK_EVERY_S = 1.0


def open_dialog(name: str, parameters: dict[str, object]) -> QWidget:
    """Opens the dialog of one of the plugin's algorithms, filled in as far as `parameters` say."""
    dialog = processing.createAlgorithmDialog(f"pixelclassifier:{name}", parameters)
    dialog.resize(*DIALOG_SIZE)
    dialog.show()
    dialog.raise_()
    return dialog


def described(dialog: QWidget) -> dict[str, object]:
    """Returns what a person sees of a dialog: title, groups that are open, and the help with its pictures."""
    browser = max(dialog.findChildren(QTextBrowser), key=lambda widget: len(widget.toPlainText()))
    pictures = re.findall(r'<img[^>]*src="([^"]+)"', browser.toHtml())
    return {
        "title": dialog.windowTitle(),
        "can_run": dialog.runButton().isEnabled(),
        "folded": {box.title(): box.property("collapsed") for box in dialog.findChildren(QGroupBox) if box.isVisible()},
        "help": browser.toPlainText(),
        "help_is_seen": browser.isVisible() and browser.width() > 150,
        "help_pictures": {source: _width(browser, source) for source in pictures},
        "help_scrolls_sideways": browser.horizontalScrollBar().maximum() > 0,
    }


def _width(browser: QTextBrowser, source: str) -> int:
    """Returns the width of a picture of a text as the browser loads it, 0 where it does not."""
    picture = browser.document().resource(2, QUrl(source))  # 2 is QTextDocument.ResourceType.ImageResource
    return picture.width() if hasattr(picture, "width") else 0


def dialogs_open() -> list[QWidget]:
    """Returns the algorithm dialogs on the screen."""
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and hasattr(w, "algorithm")]


def log_of(dialog: QWidget) -> str:
    """Returns the log of a dialog."""
    texts = [w.toPlainText() for kind in (QTextEdit, QPlainTextEdit) for w in dialog.findChildren(kind)]
    return next((text for text in texts if "Algorithm started at" in text), "")


def active_tasks() -> list:
    """Returns the tasks that are at work."""
    return QgsApplication.taskManager().activeTasks()


class Run:
    """One run of an algorithm by its dialog's Run button; `notes` tell how it went."""

    def __init__(self, name: str, parameters: dict[str, object], heart: Heartbeat) -> None:
        self.notes: dict[str, object] = {}
        self.layers: list[QgsMapLayer] = []
        self.dialog = open_dialog(name, parameters)
        self._heart = heart
        self._finished: list[tuple[bool, dict]] = []
        self.dialog.algorithmFinished.connect(lambda ok, results: self._finished.append((ok, dict(results))))
        self._layers_before = set(QgsProject.instance().mapLayers())

    def press_run(self) -> Steps:
        """Presses Run once the dialog is there, and waits for the task to be at work."""
        yield _SETTLE_S
        self._mark = self._heart.begin()
        self.dialog.runButton().click()
        self.notes["click_s"] = round(time.perf_counter() - self._mark[0].moment, 3)
        yield lambda: active_tasks() or self._finished
        self.notes["tasks"] = [type(task).__name__ for task in active_tasks()]
        self.notes["script_is_on_main_thread"] = threading.current_thread() is threading.main_thread()

    def wait(self) -> Steps:
        """Waits until the run has ended and its layers are in the project."""
        engines_seen: set[int] = set()
        while not self._finished or active_tasks():
            engines_seen.update(engines())  # goes through all processes: not too often
            until = time.perf_counter() + _LOOK_EVERY_S
            yield lambda until=until: (self._finished and not active_tasks()) or time.perf_counter() > until
        self.notes["heart"] = self._heart.since(self._mark)
        self.notes["engines"] = sorted(engines_seen)
        self._note_end()

    def cancel(self, folder: Path) -> Steps:
        """Presses Cancel and waits until the task has ended; notes what is left in a folder and of the engine."""
        self.notes["engines"] = engines()
        self.notes["tasks_before_cancel"] = len(active_tasks())
        pressed = time.perf_counter()
        self.dialog.cancelButton().click()
        yield lambda: not active_tasks()
        self.notes["cancel_s"] = round(time.perf_counter() - pressed, 3)
        self.notes["heart"] = self._heart.since(self._mark)
        yield _SETTLE_S
        self.notes["left"] = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
        self.notes["engines_left"] = engines()
        self._note_end()

    def _note_end(self) -> None:
        ok, results = self._finished[-1] if self._finished else (False, {})
        self.notes.update(ok=ok, results={name: str(value) for name, value in results.items()}, zombies=zombies())
        self.notes["log"] = log_of(self.dialog)[-3000:]
        added = set(QgsProject.instance().mapLayers()) - self._layers_before
        self.layers = [QgsProject.instance().mapLayer(layer) for layer in sorted(added)]
