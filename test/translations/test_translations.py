"""The translations are complete, agree with the texts in what must not change, and are compiled."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from translation_files import LANGUAGES, Message, compile_qm, read_ts, ts_path, ts_text, typeset, updated
from translation_sources import CODE, ROOT, is_help_page, sources, texts_of_code

UNCHANGED = re.compile(
    r"\{[^}]*\}|\*?\.[a-z]\w{2,}\b|https?://[\w.:/-]+|\b[A-Z]{3,}(?:_[A-Z]+)*\b|\b[a-z]+_[a-z_]+\b|\d+(?:\.\d+)*|;;"
)
"""Placeholders, file extensions, addresses, identifiers and abbreviations, numbers, and the separator of file filters."""
TRANSLATED = {"CRS", "ID"}
"""Abbreviations that have another form in other languages."""


@pytest.fixture(scope="module")
def wanted() -> dict[tuple[str, str], str]:
    """Returns the texts to be translated, with their contexts and files."""
    return sources()


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture
def messages(language) -> list[Message]:
    return read_ts(ts_path(language))


def unchanged_parts(text: str) -> set[str]:
    return {found.rstrip(".") for found in UNCHANGED.findall(text)} - TRANSLATED


def choices_in_help() -> dict[str, set[str]]:
    """Returns by help text the choices of the parameter that it explains, as far as it names them."""
    described = json.loads((ROOT / "resources" / "parameters.json").read_text(encoding="utf-8"))
    parameters = [parameter for algorithm in described.values() for parameter in algorithm["parameters"]]
    found: dict[str, set[str]] = {}
    for parameter in parameters:
        words = set(re.findall(r"[\w:]*\w", parameter["help"]))
        found.setdefault(parameter["help"], set()).update(words & set(parameter.get("choices", ())))
    return found


def names_of_algorithms() -> list[str]:
    """Returns the English names of algorithms, as they are written into texts."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "algorithms").rglob("*.py"))
    return re.findall(r'TITLE = QT_TRANSLATE_NOOP\("\w+", "([^"]+)"\)', code)


def terms() -> list[list[list[str]]]:
    """Returns the table of terms of the glossary: rows of cells of spellings, English first and then as `LANGUAGES`."""
    section = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("## In other languages")[1]
    rows = [line.strip("| ").split(" | ") for line in section.split("\n## ")[0].splitlines() if line.startswith("| ")]
    assert rows[0] == ["English", *LANGUAGES.values()]
    return [[cell.split(", ") for cell in row] for row in rows[2:]]


def uses(term: str, text: str) -> bool:
    """Returns whether a text has the words of a term, each of which may have another ending; Chinese words have none."""
    words = [word for word in re.findall(r"\w+", term) if len(word) > 3 or not word.islower()]
    return all(word[: max(4, len(word) - 3)].lower() in text.lower() for word in words)


def prose(source: str) -> str:
    """Returns a text without what is quoted, commands, paths and the name of Esri's format; "" for search words."""
    other = r"“[^”]*”|<code>.*?</code>|\w+/|Classified Tiles"
    return "" if re.search(r",\S", source) else re.sub(other, "", source, flags=re.DOTALL)


def test_every_text_is_translated_and_no_other(wanted, language, messages):
    """Help pages are in English where a translation is not finished."""
    translated = {(message.context, message.source) for message in messages if message.finished}
    in_dialogs = {text for text, file in wanted.items() if not is_help_page(file)}
    assert sorted(in_dialogs - translated) == [], f"run make translations, and translate these to {LANGUAGES[language]}"
    assert sorted({(message.context, message.source) for message in messages} - wanted.keys()) == [], (
        "run make translations"
    )


def test_the_files_are_as_the_update_writes_them(wanted, language, messages):
    path = ts_path(language)
    assert path.read_text(encoding="utf-8") == ts_text(updated(messages, wanted), language), "run make translations"


@pytest.mark.skipif(shutil.which("lrelease") is None, reason="Qt's lrelease is not here (package qttools5-dev-tools)")
def test_the_compiled_files_are_up_to_date(language, tmp_path):
    compile_qm(ts_path(language), tmp_path / "now.qm")
    assert (tmp_path / "now.qm").read_bytes() == ts_path(language).with_suffix(".qm").read_bytes(), (
        "run make translations"
    )


def test_placeholders_identifiers_and_numbers_agree(messages):
    differing = {}
    for message in messages:
        wanted, found = unchanged_parts(message.source), unchanged_parts(message.translation)
        fields = {part for part in wanted ^ found if part.startswith("{")}
        if fields or not wanted <= found:
            differing[message.source] = sorted(fields | (wanted - found))
    assert differing == {}


def test_choices_keep_their_names(messages):
    choices = choices_in_help()
    assert {"unet", "pixel", "auto"} <= set().union(*choices.values())
    lost = {
        message.source: sorted(gone)
        for message in messages
        if (gone := {choice for choice in choices.get(message.source, ()) if choice not in message.translation})
    }
    assert lost == {}


def test_algorithms_are_named_in_texts_as_in_the_toolbox(messages):
    english = names_of_algorithms()
    names = {message.source: message.translation for message in messages if message.source in english}
    assert len(names) == len(english) > 5
    wrong = [
        (message.source, name)
        for message in messages
        for name, translated in names.items()
        if name in message.source and translated not in message.translation
    ]
    assert wrong == []


def test_help_pages_have_the_same_tags_and_commands(messages):
    pages = [message for message in messages if is_help_page(message.location) and message.finished]
    assert pages
    for page in pages:
        source, translation = (
            sorted(re.findall(r"<code>.*?</code>|<[^>]+>", re.sub(r'alt="[^"]*"', "", text), re.DOTALL))
            for text in (page.source, page.translation)
        )
        assert translation == source, page.location


def test_help_pages_name_labels_as_the_dialogs_do(messages):
    """In parentheses a label may explain itself."""
    in_dialogs = [message for message in messages if not is_help_page(message.location)]
    labels = {message.source.lower(): re.split(r" \(|（", message.translation.lower())[0] for message in in_dialogs}
    wrong = []
    for page in messages:
        if is_help_page(page.location) and page.finished:
            named = {name.lower() for name in re.findall(r"<[bi]>([^<]+)</[bi]>", page.source)}
            found = page.translation.lower()
            wrong += [(page.location, name) for name in named & labels.keys() if labels[name] not in found]
    assert wrong == []


def test_terms_are_those_of_the_glossary(language, messages):
    column = 1 + list(LANGUAGES).index(language)
    unused, wrong = [], []
    for row in terms():
        (term,), spellings = row[0], row[column]
        word = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE)
        texts = [message.translation for message in messages if word.search(prose(message.source))]
        unused += [] if texts else [term]
        wrong += [(term, text) for text in texts if not any(uses(spelling, text) for spelling in spellings)]
    assert wrong == []
    assert unused == []


def test_punctuation_ends_texts_alike(messages):
    """A label that ends like a sentence, or the reverse, is a slip."""
    ends = {".": ".。", "…": "…", ":": ":：", "": ""}
    wrong = []
    for message in messages:
        last = message.source[-1]
        if last in ".…" and message.translation[-1] not in ends[last]:
            wrong.append(message.translation)
        if last not in ".…" and message.translation[-1] in ".。…":
            wrong.append(message.translation)
    assert wrong == []


def test_a_new_text_gets_the_translation_of_the_one_that_it_replaces_as_a_suggestion():
    before = [
        Message("Train", "Chip size (pixel)", "", "Chipgröße (Pixel)", True),
        Message("Train", "Seed", "", "Startwert", True),
    ]
    texts = [("Draw", "Seed"), ("Train", "Chip size (pixels)"), ("Train", "Seed")]
    after = updated(before, dict.fromkeys(texts, "algorithms/base.py"))
    assert after == [
        Message("Draw", "Seed", "../../algorithms/base.py", "Startwert", True),
        Message("Train", "Chip size (pixels)", "../../algorithms/base.py", "Chipgröße (Pixel)", False),
        Message("Train", "Seed", "../../algorithms/base.py", "Startwert", True),
    ], "what has vanished is left out"
    assert 'type="unfinished">Chipgröße' in ts_text(after, "de")


def test_french_punctuation_keeps_to_its_word():
    assert typeset("Vide : « file » ; 5 %.", "fr") == "Vide\u00a0: «\u00a0file\u00a0»\u00a0; 5\u00a0%."
    assert typeset("Leer: 5 %.", "de") == "Leer: 5 %."


def test_texts_of_another_context_are_refused():
    with pytest.raises(ValueError, match="Elsewhere"):
        list(texts_of_code('QCoreApplication.translate("Elsewhere", "a text")'))
    for code in ('self.tr("a text")', 'class A:\n    text = other.tr("a text")'):
        with pytest.raises(ValueError, match="no class"):
            list(texts_of_code(code))
    code = 'class A:\n    def f(self):\n        return self.tr("one") + translate("PixelClassifier", "two") + tr(name)'
    assert list(texts_of_code(code)) == [("A", "one"), ("PixelClassifier", "two")]


@pytest.mark.skipif(shutil.which("pylupdate5") is None, reason="pylupdate5 is not here (package pyqt5-dev-tools)")
def test_lupdate_finds_the_texts_of_the_code_in_their_contexts(wanted, tmp_path):
    files = [str(path) for room in CODE for path in sorted((ROOT / room).rglob("*.py"))]
    subprocess.run(["pylupdate5", *files, "-ts", str(tmp_path / "found.ts")], check=True, capture_output=True)
    found = {(message.context, message.source) for message in read_ts(tmp_path / "found.ts")}
    assert found == {text for text, file in wanted.items() if file.endswith(".py")}


def test_what_linguist_writes_is_read(tmp_path):
    """Texts with quotes come back as they were; what Linguist marks as vanished is left out."""
    path = tmp_path / "a.ts"
    messages = [
        Message("A", 'The "user\'s" <b>', "../../a.py", "Der „Nutzer“ & <b>", True),
        Message("B", "New", "../../a.py"),
    ]
    text = ts_text(messages, "de")
    path.write_text(
        text.replace(
            "</context>",
            '<message><source>Old</source><translation type="vanished">Alt</translation></message></context>',
        ),
        encoding="utf-8",
    )
    assert read_ts(path) == messages
