"""PyTorch missing, broken, or in an environment of its own: found, or explained with the command that cures it.

Each case runs in a fresh Python with made-up packages, as QGIS's Python may meet them.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pixel_classifier.models.installation import backend, environment
from pixel_classifier.rasters.core.errors import BackendError

PREAMBLE = """
import sys, time, threading
from pathlib import Path
sys.path.insert(0, {test!r})
import importlib.util
spec = importlib.util.spec_from_file_location("pixel_classifier", {root!r} + "/models/__init__.py", submodule_search_locations=[{root!r}])
sys.modules["pixel_classifier"] = importlib.util.module_from_spec(spec)
sys.path.remove({test!r})
from pixel_classifier.models.installation import backend, environment
from pixel_classifier.rasters.core.errors import BackendError, Cancelled
environment._PLUGIN = Path({plugin!r})
sys.path.append({packages!r})
"""


class Computer:
    """A computer with QGIS's packages, a user's data folder, and a Python that sees no others."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.root, self.plugin, self.home = root, folder / "plugin", folder / "my home"
        self.packages = folder / "dist-packages"
        data = {"win32": "AppData/Local", "darwin": "Library/Application Support"}.get(sys.platform, ".local/share")
        self.environment = self.home / data / "pixel_classifier" / "venv"
        self.site = environment.site_packages(self.environment)
        for path in (self.plugin, self.home, self.packages):
            path.mkdir(parents=True)
        self.give(self.packages, numpy="__version__ = 'of QGIS'", sympy="__version__ = 'old'")

    def give(self, folder: Path, **modules: str) -> None:
        for name, code in modules.items():
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name / "__init__.py").write_text(textwrap.dedent(code))

    def give_all(self, folder: Path, **modules: str) -> None:
        self.give(folder, **{**dict.fromkeys(environment.PACKAGES, "WHERE = __file__"), **modules})

    def run(self, code: str) -> str:
        preamble = PREAMBLE.format(
            test=str(self.root / "test" / "helpers"),
            root=str(self.root),
            plugin=str(self.plugin),
            packages=str(self.packages),
        )
        variables = {"HOME": str(self.home), "USERPROFILE": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-S", "-E", "-c", preamble + textwrap.dedent(code)],
            capture_output=True, text=True, env=variables, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refusal(self) -> str:
        return self.run(
            """
            try:
                backend.load_packages()
            except BackendError as error:
                print(error)
            """
        )


@pytest.fixture
def computer(tmp_path, repository):
    return Computer(tmp_path, repository)


def test_missing_packages_are_named_with_the_exact_command(computer):
    text = computer.refusal()
    assert "torch, torchvision, segmentation_models_pytorch, timm" in text
    assert "-m venv --system-site-packages" in text
    assert f"'{computer.environment}'" in text  # its path has a space
    assert f"-m pip install -r {computer.root / 'resources' / 'requirements.txt'}" in text
    assert all(pin in text for pin in environment.pinned_requirements())


def test_some_missing_packages_are_named_alone(computer):
    computer.give(computer.packages, torch="", torchvision="", timm="")
    assert "Missing for deep learning: segmentation_models_pytorch." in computer.refusal()


def test_looking_for_packages_imports_nothing(computer):
    computer.give_all(computer.packages, torch="raise SystemExit('imported')")
    code = "print(environment.missing_packages(), repr(backend.why_unavailable()), 'numpy' in sys.modules)"
    assert computer.run(code).strip() == "() '' False"


def test_toolbox_and_run_report_the_same(computer):
    assert computer.run("print(backend.why_unavailable())") == computer.refusal()


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("OSError('libcudart.so.13: cannot open shared object file')", "libcudart.so.13"),
        ("ImportError('DLL load failed while importing _C')", "DLL load failed"),
        ("RuntimeError('operator torchvision::nms does not exist')", "from the same package index"),
        ("OSError('[WinError 1114] Error loading c10.dll')", "Visual C++ Redistributable"),
        ("AttributeError('_ARRAY_API not found')", "_ARRAY_API"),
    ],
)
def test_broken_torch_is_explained_with_the_remedy(computer, error, says):
    computer.give_all(computer.packages, torchvision=f"raise {error}")
    text = computer.refusal()
    assert "installed, but does not load" in text
    assert says in text
    assert "-m venv --system-site-packages" in text
    assert "start QGIS again" in text


def test_environment_of_the_user_is_found_and_numpy_stays_that_of_qgis(computer):
    computer.give_all(
        computer.site, torchvision="import sympy", numpy="__version__ = 'foreign'", sympy="__version__ = 'new'"
    )
    output = computer.run(
        """
        print(environment.missing_packages())
        before = list(sys.path)
        backend.load_packages()
        backend.load_packages()
        import torch, numpy, sympy
        print(torch.WHERE)
        print(numpy.__version__, sympy.__version__)
        print([entry for entry in sys.path if entry not in before], len(sys.path) - len(before))
        """
    ).splitlines()
    assert output[0] == "()"
    assert output[1].startswith(str(computer.site))
    # QGIS's numpy, and yet the environment's sympy: Debian 12's own is too old for torch.
    assert output[2] == "of QGIS new"
    assert output[3] == f"{[str(computer.site)]} 1"


def test_environment_of_a_checkout_comes_first(computer):
    computer.give_all(computer.site)
    checkout = environment.site_packages(computer.plugin / ".venv")
    computer.give_all(checkout)
    assert computer.run("backend.load_packages(); import torch; print(torch.WHERE)").startswith(str(checkout))


def test_environment_is_left_alone_where_qgis_has_torch(computer):
    computer.give_all(computer.site)
    computer.give_all(computer.packages)
    output = computer.run("backend.load_packages(); import torch; print(torch.WHERE); print(*sys.path)")
    assert output.startswith(str(computer.packages))
    assert str(computer.site) not in output


def test_unfinished_environment_does_not_count(computer):
    computer.give(computer.site, torch="")
    assert "Missing for deep learning" in computer.refusal()


def test_environment_made_after_the_refusal_works_without_a_restart(computer):
    computer.give_all(computer.plugin / "later", timm="print('loaded')")
    code = f"""
        try:
            backend.load_packages()
        except BackendError:
            Path({str(computer.site)!r}).parent.mkdir(parents=True)
            Path({str(computer.plugin / "later")!r}).rename({str(computer.site)!r})
        backend.load_packages()
        """
    assert computer.run(code).strip() == "loaded"


@pytest.mark.parametrize(
    "own, expected", [("", "1"), ("import os; os.environ['PYTORCH_ENABLE_MPS_FALLBACK'] = '0'; ", "0")]
)
def test_pytorch_finds_the_fallback_for_apples_gpu_when_it_is_loaded(computer, own, expected):
    computer.give_all(computer.packages, torch="import os\nFALLBACK = os.environ.get('PYTORCH_ENABLE_MPS_FALLBACK')")
    output = computer.run(f"{own}backend.load_packages(); import torch; print(torch.FALLBACK)")
    assert output.strip() == expected


def test_import_happens_in_a_thread_that_ends_and_without_triton(computer):
    computer.give_all(
        computer.packages,
        triton="raise SystemExit('triton was loaded')",
        torch="""
            import threading
            THREAD = threading.current_thread()
            try:
                import triton
            except ImportError:
                triton = None
            """,
    )
    output = computer.run(
        "backend.load_packages(); import torch; print(torch.THREAD is threading.main_thread(), torch.THREAD.is_alive(), torch.triton)"
    )
    assert output.strip() == "False False None"


def test_cancel_is_heard_while_torch_loads_and_finish_waits_for_the_rest(computer):
    computer.give_all(computer.packages, torch="import time; time.sleep(1.5)", timm="print('whole', flush=True)")
    output = computer.run(
        """
        started = time.monotonic()
        try:
            backend.load_packages(lambda: True)
        except Cancelled:
            print("cancelled", time.monotonic() - started < 1, flush=True)
        backend.wait_for_import()
        print("finished")
        backend.load_packages()
        """
    )
    assert output.split("\n")[:3] == ["cancelled True", "whole", "finished"]


def test_old_python_is_named(monkeypatch):
    monkeypatch.setattr(backend, "OLDEST_PYTHON", (99, 1))
    with pytest.raises(BackendError, match=r"Python 99\.1 or later.*Install a newer QGIS"):
        backend.load_packages()


def test_real_backend_loads():
    backend.load_packages()
    assert environment.missing_packages() == ()
    assert "segmentation_models_pytorch" in sys.modules


def test_commands_suit_the_platform(monkeypatch):
    monkeypatch.setenv("LOCALAPPDATA", "C:/Users/An Na/AppData/Local")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    windows, mac, linux = map(environment.install_command, ("win32", "darwin", "linux"))
    assert (
        '"C:\\Users\\An Na\\AppData\\Local\\pixel_classifier\\venv\\Scripts\\python.exe" -m pip install -r ' in windows
    )
    assert "/Library/Application Support/pixel_classifier/venv'" in mac
    assert (
        "--system-site-packages /data/pixel_classifier/venv && /data/pixel_classifier/venv/bin/python -m pip" in linux
    )
    assert "OSGeo4W" in environment.shell_name("win32")


def test_versions_are_pinned_in_one_place():
    pins = dict(pin.split("==") for pin in environment.pinned_requirements())
    assert pins.keys() == {"torch", "torchvision", "segmentation-models-pytorch", "timm", "psutil"}
    assert "numpy" not in pins
