"""Updates resources/i18n after a change of the texts (`make translations`), and lists what is to be translated.

    python test/translations/update_translations.py

New texts are added to the .ts of each language as unfinished, texts that have vanished are removed, and the .qm are compiled. Translate the
listed texts in the .ts, with Qt Linguist or an editor (remove type="unfinished" there), and run this once more.
"""

from __future__ import annotations

import sys

from translation_files import FOLDER, LANGUAGES, Message, compile_qm, read_ts, ts_path, ts_text, updated
from translation_sources import ROOT, is_help_page, sources


def main() -> int:
    """Updates all languages; returns the exit status, 1 where texts are to be translated."""
    found = sources()
    missing = 0
    for language, name in LANGUAGES.items():
        path = ts_path(language)
        path.parent.mkdir(exist_ok=True)
        messages = updated(read_ts(path), found)
        path.write_text(ts_text(messages, language), encoding="utf-8", newline="\n")
        compile_qm(path, path.with_suffix(".qm"))
        unfinished = [message for message in messages if not message.finished]
        print(f"{name}: {len(messages)} texts, {len(unfinished)} to be translated in {path}")
        print("".join(described(message) for message in unfinished), end="")
        missing += len(unfinished)
    return bool(missing)


def described(message: Message) -> str:
    """Returns the lines on a text that is to be translated; of a help page its path, as it is long."""
    file = str((FOLDER / message.location).resolve().relative_to(ROOT))
    if is_help_page(file):
        return f"  {file}, in English until it is translated{' (the translation so far is there)' * bool(message.translation)}\n"
    suggestion = f"    suggestion: {message.translation}\n" if message.translation else ""
    return f"  {file}: {message.source}\n{suggestion}"


if __name__ == "__main__":
    sys.exit(main())
