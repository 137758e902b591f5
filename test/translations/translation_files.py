"""Reads and writes the files of Qt's translations: .ts, which people and Qt Linguist edit, and .qm, which Qt loads."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from translation_sources import ROOT, Text

FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish", "zh_Hans": "Simplified Chinese"}
"""The names of the languages by their code, as in the names of the files."""
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


@dataclass(frozen=True)
class Message:
    """A text of a context with its file and its translation, which is a mere suggestion, or "", unless it is `finished`."""

    context: str
    source: str
    location: str = ""
    translation: str = ""
    finished: bool = False


def ts_path(language: str) -> Path:
    """Returns the path of the .ts of a language; the .qm lies beside it."""
    return FOLDER / f"pixel_classifier_{language}.ts"


def read_ts(path: Path) -> list[Message]:
    """Returns the messages of a .ts, [] where there is none. Those that Linguist keeps although their source has vanished are left out."""
    if not path.is_file():
        return []
    found = []
    for context in ET.parse(path).getroot().iter("context"):
        for element in context.iter("message"):
            translation, location = element.find("translation"), element.find("location")
            kind = translation.get("type")
            if kind not in ("vanished", "obsolete"):
                text = translation.text or ""
                where = location.get("filename", "") if location is not None else ""
                source = element.findtext("source")
                found.append(Message(context.findtext("name"), source, where, text, bool(text) and kind is None))
    return found


def ts_text(messages: list[Message], language: str) -> str:
    """Returns the text of a .ts, laid out as lupdate does, without numbers of lines: these change with each edit."""
    lines = [f'<TS version="2.1" language="{language}" sourcelanguage="en">']
    for context in dict.fromkeys(message.context for message in messages):
        lines += ["<context>", f"    <name>{context}</name>"]
        for message in messages:
            if message.context == context:
                lines += _lines_of(message, language)
        lines.append("</context>")
    return _HEAD + "\n".join([*lines, "</TS>"]) + "\n"


def _lines_of(message: Message, language: str) -> list[str]:
    kind = "" if message.finished else ' type="unfinished"'
    return [
        "    <message>",
        f'        <location filename="{message.location}"/>',
        f"        <source>{_escaped(message.source)}</source>",
        f"        <translation{kind}>{_escaped(typeset(message.translation, language))}</translation>",
        "    </message>",
    ]


def typeset(translation: str, language: str) -> str:
    """Returns a translation with the no-break spaces of French punctuation, which most keyboards lack."""
    if language != "fr":
        return translation
    return re.sub(r" (?=[:;?!»%])|(?<=«) ", "\u00a0", translation)


def updated(messages: list[Message], sources: Mapping[Text, str]) -> list[Message]:
    """Returns a message for each text, by contexts, with the translations so far.

    A new text gets that of the same source in another context, else that of the most similar one that has vanished as a suggestion.
    """
    known = {(message.context, message.source): message for message in messages}
    elsewhere = {message.source: message for message in messages if message.finished}
    current = {source for _, source in sources}
    vanished = {message.source: message for message in messages if message.source not in current}
    result = []
    for (context, source), file in sorted(sources.items(), key=lambda each: each[0][0]):
        location = Path(os.path.relpath(ROOT / file, FOLDER)).as_posix()
        before = known.get((context, source)) or elsewhere.get(source)
        if before is None:
            result.append(Message(context, source, location, _most_similar(source, vanished)))
        else:
            result.append(Message(context, source, location, before.translation, before.finished))
    return result


def compile_qm(ts: Path, qm: Path) -> None:
    """Compiles a .ts with Qt's lrelease. Raises FileNotFoundError without it, CalledProcessError where it fails."""
    lrelease = shutil.which("lrelease")
    if lrelease is None:
        raise FileNotFoundError("lrelease is not on PATH. On Debian and Ubuntu: apt install qttools5-dev-tools")
    subprocess.run([lrelease, "-silent", "-nounfinished", str(ts), "-qm", str(qm)], check=True)


def _most_similar(source: str, vanished: Mapping[str, Message]) -> str:
    import difflib

    close = difflib.get_close_matches(source, vanished, n=1)
    return vanished[close[0]].translation if close else ""


def _escaped(text: str) -> str:
    return escape(text, {'"': "&quot;", "'": "&apos;"})
