"""Keeps the documents true to themselves: links and anchors lead somewhere, the README stays short, each term has one meaning."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    *(f"docs/{p.name}" for p in sorted((ROOT / "docs").glob("*.md"))),
)
HELP_PAGES = tuple(f"resources/help/{path.name}" for path in sorted((ROOT / "resources" / "help").glob("*.html")))
LONGEST_README = 1300
REPOSITORY = "https://github.com/pixel-classifier/pixel-classifier"
FOREIGN_MESSAGES = {"externally-managed-environment", "operator torchvision::nms does not exist"}
"""Messages in the tables of errors that come from pip and PyTorch, not from the plugin."""


def text_of(name: str) -> str:
    """Returns the text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    """Returns Markdown without fenced blocks and code spans."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def anchors_of(name: str) -> set[str]:
    """Returns the anchors of a Markdown document, as GitHub makes them, and those that it declares itself."""
    text = text_of(name)
    fenced = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ +(.+?) *$", fenced, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


def links_of(name: str) -> Iterator[str]:
    """Yields the targets of all links and pictures of a document or help page, those to other sites left out."""
    text = text_of(name)
    found = re.findall(r'(?:href|src)="([^"]+)"', text)
    if name.endswith(".md"):
        found += re.findall(r"\]\(([^)\s]+)\)", without_code(text))
    for target in found:
        own = re.sub(rf"^{re.escape(REPOSITORY)}/blob/\w+/", "/", target)
        if "://" not in own and not own.startswith("mailto:"):
            yield own.replace("{pictures}", "/resources/help")


@pytest.mark.parametrize("name", [*DOCUMENTS, *HELP_PAGES])
def test_links_and_anchors_lead_somewhere(name):
    for target in links_of(name):
        path, _, anchor = target.partition("#")
        folder = ROOT if path.startswith("/") else (ROOT / name).parent
        file = folder / path.lstrip("/") if path else ROOT / name
        assert file.exists(), f"{name} links to {target}"
        if anchor:
            assert anchor in anchors_of(str(file.resolve().relative_to(ROOT))), f"{name} links to {target}"


def test_anchors_are_unique():
    for name in DOCUMENTS:
        declared = re.findall(r'<a id="([^"]+)">', text_of(name))
        assert len(declared) == len(set(declared)), name


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/tutorial.md",
        "docs/performance.md",
        "docs/benchmarks.md",
        "docs/qgis-versions.md",
    ],
)
def test_make_targets_named_in_the_documents_exist(name):
    makefile, text = text_of("Makefile"), text_of(name)
    for target in re.findall(r"\bmake ([a-z-]+)", "\n".join(re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{name} names `make {target}`"


def test_files_named_in_the_guide_for_contributors_exist():
    for name in (
        "CONTRIBUTING.md",
        "docs/qgis-versions.md",
        "docs/formats.md",
        "docs/python.md",
        "docs/performance.md",
        "docs/benchmarks.md",
    ):
        for path in re.findall(r"`((?:algorithms|models|provider|rasters|resources|test)/[\w/.-]*)`", text_of(name)):
            assert (ROOT / path).exists(), f"{name} names {path}"


def test_the_guide_for_contributors_lists_every_package():
    text = text_of("CONTRIBUTING.md")
    for room in ("algorithms", "models", "rasters"):
        for init in (ROOT / room).rglob("__init__.py"):
            package = init.parent.relative_to(ROOT).as_posix()
            assert f"`{package}/`" in text, package


def test_the_readme_is_short():
    assert len(text_of("README.md").split()) <= LONGEST_README


def test_every_picture_has_words_for_who_cannot_see_it():
    for name in DOCUMENTS:
        assert "![](" not in text_of(name), name


def test_each_term_of_the_glossary_is_defined_once_in_a_sentence_or_two():
    entries = re.findall(r"^- \*\*(.+?)\*\*: (.+)$", text_of("docs/glossary.md"), re.MULTILINE)
    terms = [term.lower() for term, _ in entries]
    assert len(terms) == len(set(terms)) > 40
    for term, definition in entries:
        assert definition.endswith(".") and len(re.findall(r"[.!?](?:\s|$)", definition)) <= 3, term


def test_messages_in_the_tables_of_errors_are_those_of_the_plugin():
    modules = (path for room in ("algorithms", "models", "rasters") for path in (ROOT / room).rglob("*.py"))
    messages = "\n".join(map(_texts, modules))
    for name in ("README.md", "docs/installation.md"):
        for quoted in re.findall(r"“([^”]+)”", "\n".join(re.findall(r"^\| (.+?) \|", text_of(name), re.MULTILINE))):
            if quoted not in FOREIGN_MESSAGES:
                for part in filter(None, (part.strip(" ,:") for part in re.split(r"…|torch,|c10\.dll", quoted))):
                    assert part in messages, f"{name} quotes “{quoted}”"


def _texts(path: Path) -> str:
    """Returns the text constants of a module, one a line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return "\n".join(node.value for node in nodes)
