"""Keeps the house in order: which room may import what, and what shipped code must not contain.

Reads the modules as text: nothing of the plugin is imported here.
"""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("algorithms", "models", "provider", "rasters")
TORCH = {"torch", "torchvision", "segmentation_models_pytorch", "timm", "safetensors"}
HEAVY = TORCH | {"numpy"}
QGIS = {"qgis", "PyQt5", "PyQt6", "processing"}

ROOM_MAY_IMPORT = {
    "": {"provider", "models"},
    "provider": {"algorithms"},
    "algorithms": {"models", "rasters"},
    "models": {"rasters"},
    "rasters": set(),
}
"""The rooms that each room may import; the top level knows models for `installation.backend` and the command line only."""

PACKAGE_MAY_IMPORT = {
    "algorithms": "engine inputs results",
    "algorithms.engine": "",
    "algorithms.inputs": "engine",
    "algorithms.results": "",
    "algorithms.setup": ". engine",
    "models.core": "",
    "models.accuracy": "core",
    "models.reports": "core accuracy",
    "models.assessment": "core accuracy reports",
    "models.sampling": "core accuracy",
    "models.runtime": "core",
    "models.networks": "core runtime",
    "models.openvino_runtime": "core runtime networks",
    "models.data": "core accuracy runtime",
    "models.optimization": "core runtime networks data",
    "models.training": "core accuracy reports runtime networks openvino_runtime data optimization",
    "models.prediction": "core runtime networks openvino_runtime",
    "models.exchange": "core runtime networks prediction",
    "models.installation": "core reports",
    "models.engine": "core installation",
    "rasters.core": "",
    "rasters.outputs": "core",
    "rasters.reading": "core",
    "rasters.classes": "core reading",
    "rasters.writing": "core outputs reading classes",
    "rasters.labels": "core reading classes",
    "rasters.chips": "core outputs reading classes writing",
    "rasters.layers": "core outputs chips",
    "rasters.export": "core outputs reading classes writing labels chips layers",
}
"""The packages of its own room that each package may import; "." is the room's own modules. Other rooms: ROOM_MAY_IMPORT."""

AT_CALL_TIME = {
    "models.installation": "runtime networks openvino_runtime",
    "models.engine": "optimization sampling assessment prediction networks",
}
"""Packages that may be imported inside functions only."""

WITHOUT_TORCH = ("core", "accuracy", "reports", "assessment", "sampling", "installation", "engine")
"""Packages of models/ that load where there is neither torch nor Pillow."""

FORBIDDEN_MODULES = {
    "pickle",
    "random",
    "subprocess",
    "tqdm",
    "multiprocessing",
    "rasterio",
    "shapely",
    "pyproj",
    "cv2",
}
LONGEST_MODULE = 400
PACKAGE_SIZES = range(3, 19)


def shipped_modules() -> list[Path]:
    """Returns the modules that are part of the plugin."""
    return sorted([*ROOT.glob("*.py"), *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))])


def room_of(path: Path) -> str:
    """Returns the room of a module, '' for the top level."""
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else ""


def imports(path: Path, only_at_load: bool = False) -> Iterator[tuple[int, str]]:
    """Yields line and full name of each import; own modules as pixel_classifier.room.module.

    `only_at_load` leaves out what is inside functions and under `if TYPE_CHECKING`.
    """
    package = ["pixel_classifier", *path.relative_to(ROOT).parent.parts]
    for node in _statements(ast.parse(path.read_text(encoding="utf-8")), only_at_load):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def _statements(tree: ast.AST, only_at_load: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if only_at_load and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if only_at_load and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _statements(node, only_at_load)


def offences(modules: list[Path], wrong, only_at_load: bool = False) -> list[str]:
    """Returns `path:line imports name` for each import for which `wrong(path, name)` holds."""
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules
        for line, name in imports(path, only_at_load)
        if wrong(path, name)
    ]


def own_module(name: str) -> list[str]:
    """Returns room, packages and module of an import of our own, [] for any other."""
    parts = name.split(".")
    return parts[1:] if parts[0] == "pixel_classifier" else []


def imported_modules(path: Path, only_at_load: bool = False) -> Iterator[tuple[int, Path]]:
    """Yields line and path of each own module that a module imports."""
    for line, name in imports(path, only_at_load):
        own = own_module(name)
        for depth in range(len(own), 0, -1):
            module = ROOT.joinpath(*own[:depth]).with_suffix(".py")
            if module.is_file():
                yield line, module
                break


def package_of(path: Path) -> str:
    """Returns the dotted package of a module, such as models.training."""
    return ".".join(path.relative_to(ROOT).parent.parts)


def allowed_packages(package: str) -> set[str]:
    """Returns the packages that a package may import at load, itself included."""
    room = package.split(".")[0]
    names = PACKAGE_MAY_IMPORT.get(package, "").split()
    return {package, *(room if name == "." else f"{room}.{name}" for name in names)}


def test_arrows_between_rooms_run_one_way():
    def wrong(path: Path, name: str) -> bool:
        own = own_module(name)
        if not own or own[0] not in ROOMS or own[0] == room_of(path):
            return False
        if room_of(path) == "" and own[0] == "models":
            return own[1:] not in (["installation", "backend"], ["engine", "command_line"])
        return own[0] not in ROOM_MAY_IMPORT[room_of(path)]

    assert offences(shipped_modules(), wrong) == []


def test_every_package_is_in_the_table_and_says_what_it_holds():
    packages = {package_of(path) for path in shipped_modules() if room_of(path) in ("algorithms", "models", "rasters")}
    assert packages - {"models", "rasters"} == set(PACKAGE_MAY_IMPORT)
    for package in packages:
        init = ROOT.joinpath(*package.split("."), "__init__.py")
        tree = ast.parse(init.read_text(encoding="utf-8"))
        assert len(tree.body) == 1 and len(ast.get_docstring(tree) or "") > 60, f"{init}: one paragraph, no code"
    for package in PACKAGE_MAY_IMPORT:
        modules = [path for path in ROOT.joinpath(*package.split(".")).glob("*.py") if path.name != "__init__.py"]
        assert len(modules) in PACKAGE_SIZES, f"{package} has {len(modules)} modules"
    for room in ("models", "rasters"):
        assert [path.name for path in (ROOT / room).glob("*.py")] == ["__init__.py"], f"loose modules in {room}/"


def test_arrows_between_packages_run_one_way():
    found = []
    for path in shipped_modules():
        package = package_of(path)
        if package not in PACKAGE_MAY_IMPORT:
            continue
        room = room_of(path)
        later = {f"{room}.{name}" for name in AT_CALL_TIME.get(package, "").split()}
        for only_at_load, allowed in ((True, allowed_packages(package)), (False, allowed_packages(package) | later)):
            found += [
                f"{path.relative_to(ROOT)}:{line} imports {target.relative_to(ROOT)}"
                for line, target in imported_modules(path, only_at_load)
                if room_of(target) == room and package_of(target) not in allowed
            ]
    assert sorted(set(found)) == []


def test_no_import_circles():
    graphs = (
        {str(path): {str(target) for _, target in imported_modules(path)} for path in shipped_modules()},
        {package: allowed_packages(package) - {package} for package in PACKAGE_MAY_IMPORT},
    )
    for graph in graphs:
        left = dict(graph)
        while left:
            leaves = [name for name, targets in left.items() if not (targets - {name}) & left.keys()]
            assert leaves, f"a circle among {sorted(left)}"
            for name in leaves:
                del left[name]


def test_own_modules_are_imported_relatively_and_exist():
    found = []
    for path in shipped_modules():
        lines = path.read_text(encoding="utf-8").splitlines()
        for line, name in imports(path):
            own = own_module(name)
            if re.match(r"(from|import) pixel_classifier", lines[line - 1].strip()):
                found.append(f"{path.relative_to(ROOT)}:{line} names the package: its folder's name would matter")
            if own and not any(_exists(own[:depth]) for depth in range(1, len(own) + 1)):
                found.append(f"{path.relative_to(ROOT)}:{line} {name}")
    assert found == []


def _exists(parts: list[str]) -> bool:
    target = ROOT.joinpath(*parts)
    return target.with_suffix(".py").is_file() or target.is_dir()


@pytest.mark.parametrize(
    ("known", "rooms"),
    [(QGIS, {"", "provider", "algorithms"}), ({"osgeo"}, {"rasters"}), (TORCH, {"models"})],
    ids=["qgis", "osgeo", "torch"],
)
def test_outside_packages_stay_in_their_rooms(known, rooms):
    modules = [path for path in shipped_modules() if room_of(path) not in rooms]
    assert offences(modules, lambda path, name: name.split(".")[0] in known) == []


def loaded_with(entries: list[Path]) -> list[Path]:
    """Returns the modules that are loaded when the entries are, by following imports that run at load."""
    seen: dict[Path, None] = {}
    queue = list(entries)
    while queue:
        path = queue.pop()
        if path in seen:
            continue
        seen[path] = None
        for _, name in imports(path, only_at_load=True):
            own = own_module(name)
            for depth in range(len(own) + 1):
                for module in (
                    ROOT.joinpath(*own[:depth], "__init__.py"),
                    ROOT.joinpath(*own[:depth]).with_suffix(".py"),
                ):
                    if own and module.is_file():
                        queue.append(module)
    return list(seen)


def test_plugin_loads_neither_torch_nor_numpy():
    entries = [ROOT / "__init__.py", ROOT / "plugin.py", *(ROOT / "provider").glob("*.py")]
    loaded = loaded_with(entries)
    assert ROOT / "algorithms" / "classify_pixels.py" in loaded, "the provider should bring in the algorithms"
    heavy = HEAVY | {"osgeo", "scipy", "PIL"}
    assert offences(loaded, lambda path, name: name.split(".")[0] in heavy, only_at_load=True) == []


@pytest.mark.parametrize("package", WITHOUT_TORCH)
def test_packages_for_use_without_torch_load_neither_torch_nor_pillow(package):
    loaded = loaded_with(sorted((ROOT / "models" / package).glob("*.py")))
    heavy = TORCH | {"PIL", "scipy"}
    assert offences(loaded, lambda path, module: module.split(".")[0] in heavy, only_at_load=True) == []


def test_assessing_needs_nothing_that_qgis_does_not_bring():
    loaded = loaded_with([ROOT / "models" / "assessment" / "assess.py"])
    assert ROOT / "models" / "assessment" / "report.py" in loaded
    assert offences(loaded, lambda path, module: module.split(".")[0] in TORCH | {"PIL", "scipy"}) == []


def test_rasters_need_no_torch_even_later():
    modules = [path for path in shipped_modules() if room_of(path) == "rasters"]
    assert offences(modules, lambda path, name: name.split(".")[0] in TORCH | QGIS) == []


def test_modules_that_a_plugin_should_not_use_are_not_used():
    assert offences(shipped_modules(), lambda path, name: name.split(".")[0] in FORBIDDEN_MODULES) == []


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yields each call of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_shipped_code_has_no_assert_print_eval_or_swallowed_error():
    found = []
    for path in shipped_modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            bare = isinstance(node, ast.ExceptHandler) and node.type is None
            swallowed = isinstance(node, ast.ExceptHandler) and all(isinstance(line, ast.Pass) for line in node.body)
            if isinstance(node, ast.Assert) or bare or swallowed:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
        for call in calls(tree):
            if isinstance(call.func, ast.Name) and call.func.id in ("print", "eval", "exec"):
                found.append(f"{path.relative_to(ROOT)}:{call.lineno} {call.func.id}")
    assert found == []


def test_counts_and_shares_are_formatted_in_one_place():
    homes = {ROOT / "rasters" / "core" / "number_text.py", ROOT / "models" / "core" / "text.py"}
    found = []
    for path in set(shipped_modules()) - homes:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = ast.unparse(node.format_spec)
                if "," in spec or "%" in spec:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {spec}: see rasters/core/number_text.py")
    assert found == []


def test_weights_are_loaded_without_pickle():
    found = []
    for path in shipped_modules():
        for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            if ast.unparse(call.func) == "torch.load":
                given = {word.arg: ast.unparse(word.value) for word in call.keywords}
                if given.get("weights_only") != "True":
                    found.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert found == []


def test_translated_texts_are_literals():
    """lupdate reads the source: an f-string or a sum inside tr() is never translated."""
    found = []
    for path in shipped_modules():
        for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if (
                name == "tr"
                and call.args
                and not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
            ):
                found.append(f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call.args[0])[:60]}")
    assert found == []


def test_modules_postpone_annotations_and_say_what_they_are_for():
    found = []
    for path in shipped_modules():
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        if not ast.get_docstring(tree):
            found.append(f"{path.relative_to(ROOT)} has no docstring")
        if len(tree.body) > 1 and "from __future__ import annotations" not in text:
            found.append(f"{path.relative_to(ROOT)} evaluates its annotations: Python 3.9 would not load it")
    assert found == []


def test_modules_parse_with_the_oldest_python():
    for path in shipped_modules():
        ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(3, 9))


def test_modules_are_short():
    long = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in shipped_modules()
    }
    assert {name: lines for name, lines in long.items() if lines > LONGEST_MODULE} == {}


def test_the_version_is_written_in_metadata_only():
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    version = metadata["general"]["version"]
    again = [
        str(path.relative_to(ROOT))
        for path in [*shipped_modules(), ROOT / "pyproject.toml", ROOT / "Makefile"]
        if re.search(rf"(?<![\d.]){re.escape(version)}(?![\d.])", path.read_text(encoding="utf-8"))
    ]
    assert again == []


def test_the_changelog_knows_the_version():
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    version = metadata["general"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert version in metadata["general"]["changelog"]


def test_no_make_target_hides_a_failure():
    for path in (ROOT / "Makefile", ROOT / ".ci" / "run"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
        assert not [line for line in lines if "|| true" in line or line.startswith("\t-")]
