"""Set Up Deep Learning makes an environment that works, and leaves the former one in use wherever it fails."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import small_setup
from fake_wheels import write_wheels
from pixel_classifier.algorithms.engine import child_process, run
from pixel_classifier.algorithms.engine.reporter import FeedbackReporter
from pixel_classifier.algorithms.setup import installation
from pixel_classifier.algorithms.setup.installation import Plan
from pixel_classifier.models.installation import backend, environment
from qgis.core import QgsApplication, QgsProcessingException
from tiny_scene import Log

pytestmark = pytest.mark.any_qgis

WAIT_S = 120


@pytest.fixture(scope="module")
def computer(tmp_path_factory):
    """The folder of a computer without PyTorch, with the plugin's data folder and a QGIS profile in it."""
    folder = tmp_path_factory.mktemp("computer")
    with pytest.MonkeyPatch.context() as patch:
        live_in(folder, patch)
        patch.setattr(Path, "home", lambda: folder)
        patch.setattr(environment, "_PLUGIN", folder / "plugin")
        patch.setattr(environment, "is_complete_here", lambda: False)
        yield folder


def live_in(folder, patch):
    """Lets the plugin's data folder and the QGIS profile lie in a folder."""
    patch.setenv("XDG_DATA_HOME", str(folder / "my däta"))
    patch.setenv("LOCALAPPDATA", str(folder / "my däta"))
    patch.setattr(QgsApplication, "qgisSettingsDirPath", lambda: f"{folder}/pröfile one/")


@pytest.fixture(scope="module")
def first(computer, run):
    """The results of a first set-up, whose wheels print the Python that imports them."""
    wheels = write_wheels(computer / "good wheels")
    log = Log()
    results = run("setupdeeplearning", log, WHEEL_FOLDER=str(wheels))
    return results["ENVIRONMENT"], log


def profile():
    """Returns where environments are made in the profile."""
    return Path(QgsApplication.qgisSettingsDirPath(), "pixel_classifier")


def environments():
    return sorted(path.name for path in profile().glob("*") if path.is_dir())


def answer_of(folder):
    """Returns what the environment's Python says of its packages."""
    code = "import torch, numpy, osgeo, sys; print(torch.__version__, torch.__file__); print(numpy.__file__)"
    python = environment.python_of(Path(folder))
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_first_set_up_is_found_and_used(first, computer):
    folder, log = first
    assert environments() == ["pixel_classifier-1"]
    assert Path(folder) == profile() / "pixel_classifier-1"
    torch, numpy = answer_of(folder)
    assert dict(pin.split("==") for pin in environment.pinned_requirements())["torch"] in torch and folder in torch
    assert folder not in numpy, "numpy is QGIS's own"
    assert environment.environment_python() == environment.python_of(Path(folder))
    assert run.choose_engine().python == str(environment.python_of(Path(folder)))
    assert backend.why_unavailable() == ""
    assert any("Installing collected packages" in line for line in log.lines)
    assert log.shares == sorted(log.shares) and log.shares[-1] == 100.0
    assert not (Path(folder) / "passing").exists()


def step_in(folder, *arguments, **variables):
    """Runs a step of the set-up in an environment, as the algorithm does; returns what it said and whether it succeeded."""
    command = [environment.python_of(Path(folder)), child_process._CHILD, "installer", *arguments]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **variables},
        check=False,
    )
    return done.stdout, done.returncode == 0


def test_packages_that_do_not_load_are_not_taken(first, tmp_path):
    folder, _ = first
    (tmp_path / "torchvision").mkdir()
    (tmp_path / "torchvision" / "__init__.py").write_text(
        "raise RuntimeError('operator torchvision::nms does not exist')"
    )
    said, succeeded = step_in(folder, "verify", PYTHONPATH=str(tmp_path))
    assert not succeeded
    assert "torchvision is installed, but does not load" in said and "torchvision::nms" in said
    assert "Traceback" not in said


def test_a_build_without_cuda_is_not_taken_for_one_with_it(first, tmp_path):
    (tmp_path / "torch.py").write_text("class version:\n    cuda = None\n")
    said, succeeded = step_in(first[0], "verify", "--cuda", PYTHONPATH=str(tmp_path))
    assert not succeeded and "INDEX_URL" in said
    said, succeeded = step_in(first[0], "verify", "--cuda")
    assert succeeded, said


def test_a_gpu_that_cannot_be_used_is_warned_of(first, tmp_path):
    """An older driver than the CUDA of PyTorch: all works, on the processor."""
    nvidia = tmp_path / "nvidia-smi"
    nvidia.write_text("#!/bin/sh\n")
    nvidia.chmod(0o755)
    said, succeeded = step_in(first[0], "verify", PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert succeeded and "Warning: CUDA: 13.0, but the driver cannot be used" in said
    for build, warned in (("auto", True), ("cpu", False)):
        log = Log()
        installation._log(said.splitlines()[-1], Plan(build, tmp_path), FeedbackReporter(log))
        assert any("Update the NVIDIA driver" in line for line in (log.warnings if warned else log.lines))
        assert bool(log.warnings) is warned


def test_a_foreign_numpy_is_not_taken(first, tmp_path):
    place = environment.site_packages(Path(first[0])) / "numpy"
    place.mkdir()
    (place / "__init__.py").write_text("__version__ = '9.9'")
    said, succeeded = step_in(first[0], "verify")
    shutil.rmtree(place)
    assert not succeeded and "hides QGIS's own numpy" in said


@pytest.mark.parametrize(
    ("pin", "cure"), [("torch==1.2.3", "WHEEL_FOLDER"), ("torch==1.2.3+cpu", "no build without CUDA")]
)
def test_what_pip_does_not_find_is_reported_with_a_remedy(first, tmp_path, computer, pin, cure):
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(pin)
    wheels = str(computer / "good wheels")
    said, succeeded = step_in(first[0], "fill", "--requirement", str(requirements), "--wheels", wheels)
    assert not succeeded
    assert cure in installation._explained(said)


def test_an_index_that_is_not_reached_is_not_said_to_lack_a_build(first, tmp_path):
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("torch==1.2.3+cpu")
    (tmp_path / "no wheels").mkdir()
    command = ("fill", "--requirement", str(requirements), "--wheels", str(tmp_path / "no wheels"))
    said, succeeded = step_in(first[0], *command, PIP_CONFIG_FILE=os.devnull, PIP_FIND_LINKS="")
    assert not succeeded and not installation._lacks_small_build(said)
    assert "Check the connection" in installation._explained(said)


@pytest.fixture
def small(repository, tmp_path, monkeypatch, run):
    """Returns `small(behaviour, feedback)`, a quick set-up in a computer of its own, after a first one that succeeded."""
    live_in(tmp_path, monkeypatch)
    monkeypatch.setattr(child_process, "_CHILD", small_setup.build(repository, tmp_path))

    def small(behaviour="", feedback=None, **parameters):
        monkeypatch.setenv("SMALL_SETUP", behaviour)
        return run("setupdeeplearning", feedback, **parameters)

    small.former = small()["ENVIRONMENT"]
    return small


def assert_former_in_use(small):
    assert environment.environment_python() == environment.python_of(Path(small.former))
    assert answer_of(small.former)[0].startswith("small")
    assert environments() == [Path(small.former).name]


STEPS = ("make", "fill", "verify")


@pytest.mark.parametrize("step", STEPS)
def test_where_a_step_fails_the_former_stays(small, step):
    with pytest.raises(QgsProcessingException, match=r"(?s)not installed. The disk is full.*is kept") as raised:
        small(f"fail {step}")
    assert "Traceback" not in str(raised.value) and f"The step {step} failed" in str(raised.value)
    assert_former_in_use(small)


class Impatient(Log):
    """Cancels at the line that holds a word."""

    def __init__(self, word):
        super().__init__()
        self.word = word

    def pushInfo(self, text):
        super().pushInfo(text)
        if self.word in text:
            self.cancel()


@pytest.mark.parametrize("step", STEPS)
def test_where_it_is_cancelled_the_former_stays(small, step):
    assert small(f"hang {step}", Impatient(f"step {step}")) == {}
    assert_former_in_use(small)


PROGRAM = """
import sys
sys.path[:0] = [{tests!r}]
import plugin_package
from pathlib import Path
from qgis.core import QgsApplication, QgsProcessingFeedback
application = QgsApplication([], False)
from pixel_classifier.algorithms.engine import child_process
from pixel_classifier.algorithms.setup.installation import Plan, install
from pixel_classifier.algorithms.engine.reporter import FeedbackReporter
class Log(QgsProcessingFeedback):
    def pushInfo(self, text):
        print(text, flush=True)
child_process._CHILD = Path({child!r})
install(Plan("auto", Path({home!r})), FeedbackReporter(Log(False)))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
@pytest.mark.parametrize("step", STEPS)
def test_killed_with_qgis_the_former_stays_and_the_next_one_clears_up(small, repository, step, monkeypatch):
    home = profile()
    monkeypatch.setenv("SMALL_SETUP", f"hang {step}")
    program = PROGRAM.format(
        tests=str(repository / "test" / "helpers"), home=str(home), child=str(child_process._CHILD)
    )
    qgis = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert any(f"step {step}" in line for line in iter(qgis.stdout.readline, ""))
    qgis.send_signal(signal.SIGKILL)
    qgis.wait()
    qgis.stdout.close()
    assert environment.environment_python() == environment.python_of(Path(small.former))
    until = time.monotonic() + WAIT_S
    while is_written(home / "pixel_classifier-2") and time.monotonic() < until:
        time.sleep(0.05)
    second = small()["ENVIRONMENT"]
    assert environments() == [Path(second).name]
    assert answer_of(second)


def is_written(folder):
    """Tells whether some process still works in a folder."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(folder) in entry.read_bytes().decode("utf-8", "replace"):
                return True
        except OSError:
            continue
    return False


def test_a_second_one_takes_the_place_of_the_first(small):
    second = small()["ENVIRONMENT"]
    assert second != small.former
    assert environment.environment_python() == environment.python_of(Path(second))
    assert environments() == [Path(second).name]


def test_another_profile_uses_it_and_repairs_it_where_it_is(small, tmp_path, monkeypatch):
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", lambda: f"{tmp_path}/profile two/")
    assert environment.environment_python() == environment.python_of(Path(small.former))
    second = Path(small()["ENVIRONMENT"])
    assert second.parent == Path(small.former).parent and second.is_dir() and not Path(small.former).exists()
    assert not (tmp_path / "profile two").exists()


def test_an_environment_that_went_with_its_profile_is_made_anew(small, tmp_path, monkeypatch):
    shutil.rmtree(tmp_path / "pröfile one")
    assert environment.environment_python() is None
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", lambda: f"{tmp_path}/profile two/")
    assert Path(small()["ENVIRONMENT"]) == profile() / "pixel_classifier-1"
    assert answer_of(profile() / "pixel_classifier-1")


def test_a_chosen_place_is_taken_and_kept(small, tmp_path):
    for number in (1, 2):
        chosen = {"FOLDER": str(tmp_path / "big disk")} if number == 1 else {}
        assert Path(small(**chosen)["ENVIRONMENT"]) == tmp_path / "big disk" / f"pixel_classifier-{number}"
    assert environment.environment_python() == environment.python_of(tmp_path / "big disk" / "pixel_classifier-2")


@pytest.mark.parametrize(("driver", "offered", "taken"), [(False, "", ""), (False, "+cpu", "+cpu"), (True, "", "")])
def test_the_small_build_is_taken_where_there_is_no_driver(computer, first, monkeypatch, run, driver, offered, taken):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(environment, "has_nvidia_driver", lambda: driver)
    wheels = write_wheels(computer / f"wheels {driver}{offered}", offered)
    log = Log()
    place = computer / f"place {driver}{offered}"
    former = environment.active_environment()
    folder = run("setupdeeplearning", log, WHEEL_FOLDER=str(wheels), FOLDER=str(place))["ENVIRONMENT"]
    environment.activate(former)
    pins = dict(pin.split("==") for pin in environment.pinned_requirements())
    assert answer_of(folder)[0].split()[0] == pins["torch"] + taken
    assert any("has no build without CUDA" in line for line in log.lines) == (not driver and not offered)


def test_packages_for_onnx_models_come_on_request_and_stay_at_a_repair(computer, first, run):
    former, wheels, place = environment.active_environment(), computer / "wheels for onnx", computer / "place for onnx"
    write_wheels(wheels)
    try:
        assert not environment.has_onnx(former)
        inputs = {"WHEEL_FOLDER": str(wheels), "FOLDER": str(place)}
        log = Log()
        folder = Path(run("setupdeeplearning", log, ONNX=True, **inputs)["ENVIRONMENT"])
        assert environment.has_onnx(folder) and any("onnxscript 0.7.2 loads" in line for line in log.lines)
        log = Log()
        folder = Path(run("setupdeeplearning", log, **inputs)["ENVIRONMENT"])
        assert environment.has_onnx(folder)
        assert sum("so will the new one" in line for line in log.lines) == 1
    finally:
        environment.activate(former)


def test_openvino_comes_along_unless_it_is_unticked(first, computer, run):
    former, log = first
    active = environment.active_environment()
    assert environment.has_openvino(Path(former)) and any("openvino 2026.4.1 loads" in line for line in log.lines)
    inputs = {"WHEEL_FOLDER": str(computer / "good wheels"), "FOLDER": str(computer / "place without openvino")}
    try:
        log = Log()
        folder = Path(run("setupdeeplearning", log, OPENVINO=False, **inputs)["ENVIRONMENT"])
        assert not environment.has_openvino(folder) and any("the new one will not" in line for line in log.lines)
    finally:
        environment.activate(active)


@pytest.mark.parametrize(
    ("missing", "code", "reason"),
    [
        (
            True,
            "",
            "Check the connection, INDEX_URL, or the contents of WHEEL_FOLDER. .*No matching distribution found",
        ),
        (
            False,
            "raise ImportError('no VCRUNTIME140.dll')\n",
            "openvino is installed, but does not load: .*VCRUNTIME140",
        ),
    ],
)
def test_an_openvino_that_does_not_work_stops_no_set_up(first, computer, run, missing, code, reason):
    wheels, active = computer / f"wheels with openvino missing {missing}", environment.active_environment()
    write_wheels(wheels, openvino=code)
    if missing:
        next(wheels.glob("openvino-*.whl")).unlink()
    try:
        log = Log()
        place = computer / f"place with openvino missing {missing}"
        folder = Path(run("setupdeeplearning", log, WHEEL_FOLDER=str(wheels), FOLDER=str(place))["ENVIRONMENT"])
        assert environment.active_environment() == folder and answer_of(folder)
        (warning,) = log.warnings
        assert re.search(f"OpenVINO does not work here, .*All else works. .*{reason}", warning)
    finally:
        environment.activate(active)


def test_a_place_too_deep_for_windows_is_refused_at_once(tmp_path, monkeypatch, qgis_app):
    deep = Path("C:/" + "d" * 95)
    monkeypatch.setattr(sys, "platform", "win32")
    for allowed, refused in ((False, True), (True, False)):
        monkeypatch.setattr(installation, "has_long_paths", lambda allowed=allowed: allowed)
        if refused:
            with pytest.raises(Exception, match=r"d is 4 characters too long.*shorter FOLDER"):
                Plan("auto", deep).check()
        else:
            Plan("auto", deep).check()
    monkeypatch.setattr(installation, "has_long_paths", lambda: False)
    Plan("auto", Path("C:/Users/an.analyst/AppData/Roaming/QGIS/QGIS3/profiles/default/pixel_classifier")).check()


def test_two_at_a_time_are_refused(qgis_app, tmp_path):
    from pixel_classifier.rasters.core.errors import InstallationError
    from qgis.PyQt.QtCore import QLockFile

    lock = QLockFile(str(tmp_path / "set-up.lock"))
    assert lock.tryLock(0)
    with pytest.raises(InstallationError, match="Another set-up"):
        installation.install(Plan("auto", tmp_path), FeedbackReporter(Log()))
    lock.unlock()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder in which even root can make nothing")
@pytest.mark.parametrize(
    ("place", "said"),
    [("/proc", "Nothing can be written"), ("/proc/none/deep", "does not exist"), ("{file}/deep", "does not exist")],
)
def test_a_folder_that_is_not_writable_is_refused(tmp_path, computer, run, place, said):
    (tmp_path / "file").touch()
    folder = place.format(file=tmp_path / "file")
    with pytest.raises(QgsProcessingException, match=said) as raised:
        run("setupdeeplearning", FOLDER=folder)
    assert folder in str(raised.value) and "hoose another one" in str(raised.value)


def test_what_cannot_work_is_refused_before_anything_is_done(tmp_path, monkeypatch, run, computer):
    with pytest.raises(QgsProcessingException, match="not a folder"):
        run("setupdeeplearning", WHEEL_FOLDER=str(tmp_path / "none"), FOLDER=str(tmp_path / "home"))
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    for platform, said in (("darwin", "no CUDA on macOS"), ("win32", "INDEX_URL")):
        monkeypatch.setattr(sys, "platform", platform)
        with pytest.raises(Exception, match=said):
            Plan("cuda", tmp_path).check()
    assert not (tmp_path / "home").exists()


def test_nothing_of_others_is_removed(tmp_path, computer):
    (tmp_path / "pixel_classifier-1").mkdir()
    (tmp_path / "venv-1").mkdir()
    environment.remove_inactive(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.not_windows
def test_the_active_environment_is_not_removed_by_another_path_to_it(tmp_path, computer):
    (tmp_path / "home").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "home", target_is_directory=True)
    active, other = (environment.new_environment(tmp_path / "home") for _ in range(2))
    environment.activate(active)
    for home in (tmp_path / "link", tmp_path / "link" / ".." / "home"):
        environment.remove_inactive(home)
        assert active.is_dir() and not other.exists()


def test_addresses_are_not_on_the_command_line(tmp_path, monkeypatch, qgis_app):
    """They may hold a password, and anyone can read command lines."""
    seen = []

    class FakeProcess:
        def __init__(self, python, arguments, variables):
            seen.append((arguments, variables))

        def follow(self, *_):
            return ""

    monkeypatch.setattr(installation, "LineProcess", FakeProcess)
    plan = Plan("auto", tmp_path, "https://me:secret@index", "https://me:secret@extra", proxy="http://me:secret@proxy")
    installation._step(plan, "python", tmp_path, ["fill"], _Reporter())
    arguments, variables = seen[0]
    assert "secret" not in " ".join(arguments)
    assert {variables.value(f"PIP_{name}") for name in ("INDEX_URL", "EXTRA_INDEX_URL", "PROXY")} == {
        "https://me:secret@index", "https://me:secret@extra", "http://me:secret@proxy",
    }  # fmt: skip


class _Reporter:
    cancelled = info = progress = staticmethod(lambda *_: False)


def test_it_is_offered_where_pytorch_is_missing(provider, computer):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("pixelclassifier:setupdeeplearning")
    assert algorithm.canExecute()[0]
