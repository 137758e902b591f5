"""An engine process answers, can be cancelled and can crash, without harm to QGIS and without leftover files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import small_engine
from pixel_classifier.algorithms.engine import child_process, supervision
from pixel_classifier.algorithms.engine.reporter import FeedbackReporter
from pixel_classifier.models.core.requests import ClassifyRequest, ClassifyResult
from pixel_classifier.models.engine.jobs import CLASSIFY
from pixel_classifier.models.installation import environment
from pixel_classifier.rasters.core import errors
from pixel_classifier.rasters.core.errors import Cancelled, EngineError
from qgis.core import QgsApplication, QgsTask
from tiny_scene import Log

pytestmark = pytest.mark.any_qgis

PYTHON = str(environment.own_python())
WAIT_S = 60
posix = pytest.mark.skipif(os.name != "posix", reason="signals are sent")


@pytest.fixture(scope="module")
def small_packages(repository, tmp_path_factory):
    return small_engine.build(repository, tmp_path_factory.mktemp("small engine"))


class Small:
    """The engine of small_engine.py: orders it with a few words."""

    def __init__(self, output: Path) -> None:
        self.output, self.log = output, Log()
        self.folder = output.parent

    def run(self, words: str, when=None, act=None):
        """Has the words done; once `when(log)` holds, `act(engine's process id)` is called from another thread."""
        known = {}
        take = supervision._Engine._take

        def noting(one, name, content):
            known.setdefault(name, content)
            take(one, name, content)

        def watch():
            until = time.monotonic() + WAIT_S
            while time.monotonic() < until and not when(self.log, known):
                time.sleep(0.002)
            act(known.get("process"))

        watcher = threading.Thread(target=watch) if act else None
        supervision._Engine._take = noting
        try:
            if watcher:
                watcher.start()
            request = ClassifyRequest(words, "a möðel", str(self.output))
            return supervision.supervise(PYTHON, (), CLASSIFY, request, FeedbackReporter(self.log))
        finally:
            supervision._Engine._take = take
            if watcher:
                watcher.join()
            self.process = known.get("process")

    def is_clean(self) -> bool:
        """Tells whether the process has ended and nothing lies about."""
        assert gone(self.process)
        passing = [line.partition(" ")[2] for line in self.log.lines if line.startswith("working ")]
        assert not any(map(os.path.exists, passing))
        return [path.name for path in self.folder.iterdir()] == []


def gone(process_id: int) -> bool:
    """Tells whether a process has ended."""
    try:
        os.kill(process_id, 0)
    except OSError:
        return True
    stat = Path(f"/proc/{process_id}/stat")  # one that no parent has asked after has ended too
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


def works(log, known):
    return any(line.startswith("working") for line in log.lines)


@pytest.fixture
def small(small_packages, tmp_path, monkeypatch, qgis_app):
    monkeypatch.setenv("PYTHONPATH", str(small_packages))
    copy = next(small_packages.parent.glob("*/__main__.py")).parent
    monkeypatch.setattr(child_process, "_CHILD", copy)
    folder = tmp_path / "Ergebnisse für 'heute' 100%"
    folder.mkdir()
    return Small(folder / "größte karte.tif")


def test_twenty_jobs_in_a_row_with_an_awkward_name_everywhere(small):
    for number in range(20):
        assert small.run(f"echo {number}") == ClassifyResult(str(small.output), "a möðel", class_pixels={7: 9})
        assert gone(small.process)


def test_progress_and_messages_arrive_and_what_is_printed_does_not_disturb(small):
    assert small.run("say Grüße").output == "Grüße"
    assert small.log.lines == ["Grüße"]
    assert small.log.warnings == ["GRÜSSE"]
    assert small.log.shares == [25.0]


def test_numbers_that_are_printed_before_the_engine_starts_do_not_disturb(small, small_packages, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text("print(1); print('null'); print('[2]', flush=True)")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{small_packages}")
    assert small.run("say Grüße").output == "Grüße"


def leaves():
    kinds = (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception))
    return [kind.__name__ for kind in kinds if kind is not Cancelled]  # which no one asked for here


@pytest.mark.parametrize("name", leaves())
def test_errors_of_the_domain_come_as_they_are(small, name):
    with pytest.raises(getattr(errors, name)) as raised:
        small.run(f"raise {name} The value is 3. Choose “4”.")
    assert type(raised.value).__name__ == name
    assert str(raised.value) == "The value is 3. Choose “4”."


def test_errors_of_the_system_come_as_they_are(small):
    with pytest.raises(MemoryError, match="too large"):
        small.run("raise MemoryError too large")
    with pytest.raises(FileNotFoundError, match=r"No such file.*/no/such/file"):
        small.run("refuse")


def test_an_error_that_no_one_foresaw_is_reported_with_its_last_lines(small):
    with pytest.raises(EngineError, match=r"(?s)status 1.*KeyError: 'whatever'"):
        small.run("bug whatever")


def test_only_the_last_lines_are_reported(small):
    with pytest.raises(EngineError, match="line 2999") as raised:
        small.run("print")
    assert "status 3" in str(raised.value) and "line 2900" not in str(raised.value)


@posix
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (signal.SIGSEGV, "segmentation fault"),
        (signal.SIGABRT, "abort"),
        (signal.SIGKILL, "memory ran out"),
    ],
)
def test_a_crash_is_reported_at_once(small, number, said):
    with pytest.raises(EngineError, match=said) as raised:
        small.run(f"signal {int(number)}")
    assert "on the brink" in str(raised.value)
    assert small.is_clean()


@posix
@pytest.mark.parametrize("delay_s", [0.0, 0.01, 0.03, 0.06, 0.1, 0.2, 0.4])
def test_killed_at_any_moment_it_leaves_nothing(small, delay_s):
    def kill(process_id):
        time.sleep(delay_s)
        os.kill(process_id, signal.SIGKILL)

    with pytest.raises(EngineError, match="memory ran out"):
        small.run("deaf", lambda log, known: "process" in known, kill)
    assert small.is_clean()
    assert small.run("echo again").output == str(small.output), "and QGIS goes on"


def test_cancelled_it_ends_cleanly(small):
    with pytest.raises(Cancelled, match="the best is kept"):
        small.run("work", works, lambda _: small.log.cancel())
    assert [path.name for path in small.output.iterdir()] == ["marker"]
    assert [path.name for path in small.folder.iterdir()] == [small.output.name]


@posix
def test_terminated_by_the_system_it_ends_cleanly(small):
    with pytest.raises(EngineError, match=r"not by QGIS.*the best is kept"):
        small.run("work", works, lambda process_id: os.kill(process_id, signal.SIGTERM))
    assert [path.name for path in small.folder.iterdir()] == [small.output.name]


def test_one_that_does_not_listen_is_ended(small, monkeypatch):
    monkeypatch.setattr(supervision, "CANCEL_GRACE_S", 0.1)
    monkeypatch.setattr(supervision, "_TERMINATE_GRACE_S", 0.1)
    with pytest.raises(Cancelled):
        small.run("deaf", works, lambda _: small.log.cancel())
    assert small.is_clean()


def test_cancelled_while_pytorch_loads_it_ends_at_once(small, small_packages, tmp_path, monkeypatch):
    slow = tmp_path / "slow"
    (slow / "torch").mkdir(parents=True)
    (slow / "torch" / "__init__.py").write_text("import time; time.sleep(600)")
    monkeypatch.setenv("PYTHONPATH", f"{slow}{os.pathsep}{small_packages}")
    with pytest.raises(Cancelled, match="loading"):
        small.run("work", lambda log, known: "process" in known, lambda _: small.log.cancel())
    assert small.is_clean()


def test_unloading_the_plugin_ends_it(small, monkeypatch):
    monkeypatch.setattr(supervision, "CLOSING_GRACE_S", 0.1)
    with pytest.raises(Cancelled):
        small.run("deaf", works, lambda _: supervision.finish())
    assert small.is_clean()
    assert small.run("echo 1"), "the plugin may be loaded again"


class Job(QgsTask):
    """Runs something in QGIS's thread pool."""

    def __init__(self, work):
        super().__init__("a job")
        self._work, self.outcome = work, None

    def run(self):
        try:
            self.outcome = self._work()
        except Exception as error:  # noqa: BLE001 (shown by the test)
            self.outcome = error
        return True


def test_it_works_from_tasks_side_by_side(small, small_packages, qtbot):
    log = Log()

    def work(number):
        request = ClassifyRequest(f"echo {number}", str(number), str(small.output))
        return supervision.supervise(PYTHON, (), CLASSIFY, request, FeedbackReporter(log))

    tasks = [Job(lambda number=number: work(number)) for number in range(4)]
    for task in tasks:
        QgsApplication.taskManager().addTask(task)
    qtbot.waitUntil(lambda: all(task.outcome is not None for task in tasks), timeout=WAIT_S * 1000)
    assert [task.outcome.confidence for task in tasks] == ["0", "1", "2", "3"]


PARENT = """
import sys
sys.path[:0] = [{tests!r}]
import plugin_package
from qgis.core import QgsApplication, QgsProcessingFeedback
application = QgsApplication([], False)
from pathlib import Path
from pixel_classifier.algorithms.engine import child_process, supervision
from pixel_classifier.algorithms.engine.reporter import FeedbackReporter
from pixel_classifier.models.engine import main
from pixel_classifier.models.engine.jobs import CLASSIFY
from pixel_classifier.models.core.requests import ClassifyRequest
child_process._CHILD = Path({child!r})
class Log(QgsProcessingFeedback):
    def pushInfo(self, text):
        print(text, flush=True)
take = supervision._Engine._take
def noting(one, name, content):
    if name == "process":
        print("process", content, flush=True)
    take(one, name, content)
supervision._Engine._take = noting
request = ClassifyRequest("work", "model", {output!r})
supervision.supervise({python!r}, (), CLASSIFY, request, FeedbackReporter(Log(False)))
"""


@posix
def test_when_qgis_is_killed_the_engine_ends(small, small_packages, repository):
    program = PARENT.format(
        tests=str(repository / "test" / "helpers"),
        child=str(child_process._CHILD),
        output=str(small.output),
        python=PYTHON,
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    process_id = int(parent.stdout.readline().split()[1])
    passing = parent.stdout.readline().strip().partition(" ")[2]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + WAIT_S
    while not gone(process_id) and time.monotonic() < until:
        time.sleep(0.02)
    assert gone(process_id)
    assert [path.name for path in small.folder.iterdir()] == [small.output.name], "what is worth keeping is kept"
    assert not os.path.exists(passing)


def test_an_interpreter_that_cannot_be_started_is_named(small, tmp_path):
    nothing = tmp_path / "python"
    nothing.write_text("no program")
    with pytest.raises(EngineError, match="cannot be started") as raised:
        supervision.supervise(str(nothing), (), CLASSIFY, ClassifyRequest("echo", "", "x"), FeedbackReporter(Log()))
    assert str(nothing) in str(raised.value)
