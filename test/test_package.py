"""The zip for the plugin site: what is in it, and that the site's checks would take it."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import plugin_zip
import pytest

ROOT = Path(__file__).resolve().parents[1]
LARGEST_BYTES = 1_500_000
"""The plugin site takes 20 MB; what is far below it, no large file has slipped into."""
REQUIRED = (
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
)  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """Returns the zip of what the next commit would hold."""
    if not plugin_zip.IS_CHECKOUT:
        pytest.skip("not a git checkout: the zip is made from one")
    return plugin_zip.make_package(tmp_path_factory.mktemp("package") / "pixel_classifier.zip")


@pytest.fixture(scope="module")
def unpacked(package, tmp_path_factory) -> Path:
    """Returns the plugin's folder as QGIS would install it."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder / "pixel_classifier"


def files(package: Path) -> list[PurePosixPath]:
    """Returns the paths of the files in the zip."""
    with zipfile.ZipFile(package) as archive:
        return [PurePosixPath(name) for name in archive.namelist() if not name.endswith("/")]


def test_has_one_folder_named_as_the_package(package):
    assert {path.parts[0] for path in files(package)} == {"pixel_classifier"}


def test_holds_what_a_plugin_needs(package):
    inside = {str(path.relative_to("pixel_classifier")) for path in files(package)}
    needed = {"LICENSE", "README.md", "CHANGELOG.md", "__init__.py", "plugin.py", "metadata.txt", "resources/icon.svg"}
    assert needed <= inside
    assert "resources/requirements.txt" in inside, "the message about missing packages quotes it"
    assert {"resources/report/report.css", "resources/report/page.html.j2"} <= inside, (
        "the reports are rendered from them"
    )


def test_holds_the_compiled_translations_and_not_their_sources(package):
    names = {path.name for path in files(package) if path.parent.name == "i18n"}
    assert names == {f"pixel_classifier_{language}.qm" for language in ("de", "es", "fr", "zh_Hans")}


def test_holds_nothing_else(package):
    inside = files(package)
    rooms = {path.parts[1] for path in inside if len(path.parts) > 2}
    assert rooms == {"algorithms", "models", "provider", "rasters", "resources"}
    refused = {".pyc", ".sh", ".bat", ".exe", ".so", ".dll", ".dylib", ".pyd", ".zip"}
    assert [str(path) for path in inside if path.suffix in refused or "__pycache__" in path.parts] == []
    assert [str(path) for path in inside if path.name.startswith(".")] == []


def test_is_small(package):
    assert package.stat().st_size < LARGEST_BYTES


def test_metadata_is_accepted(unpacked):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(unpacked / "metadata.txt", encoding="utf-8")
    metadata = parser["general"]
    assert [key for key in REQUIRED if not metadata.get(key)] == []
    assert metadata["qgisMinimumVersion"] == "3.40"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert metadata["hasProcessingProvider"] == "yes"
    assert metadata["category"] == "Raster"
    assert "supportsQt6" not in metadata, "the site warns about it"
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])
    assert not re.search(r"<[a-z/]", metadata["description"] + metadata["about"], re.IGNORECASE)
    assert (unpacked / metadata["icon"]).is_file()
    for key in ("tracker", "repository", "homepage"):
        assert metadata[key].startswith("https://")
    for package_name in ("torch", "torchvision", "segmentation-models-pytorch"):
        assert package_name in metadata["about"], "the site asks that outside packages are named"


def test_licence_is_the_gpl(unpacked):
    text = (unpacked / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "Version 2, June 1991" in text


def test_bandit_finds_nothing(unpacked):
    done = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", str(unpacked), "-f", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    results = json.loads(done.stdout)["results"]
    assert [f"{found['filename']}:{found['line_number']} {found['test_id']}" for found in results] == []


def test_detect_secrets_finds_nothing(unpacked):
    done = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "."],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)["results"]
    assert {name: [one["type"] for one in ones] for name, ones in found.items()} == {}


def test_flake8_finds_no_error_that_blocks_an_upload(unpacked):
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--select", "E9,F821,F823", str(unpacked)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
