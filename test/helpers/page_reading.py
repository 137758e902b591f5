"""Reads the HTML of a report: tags, texts, tables, addresses."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """Reads a page: its tags balanced, its text, its tables, its addresses."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.addresses, self.rows, self.words = [], [], [], [], []
        self.unfinished = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "data", "action")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.unfinished.append([])
        if tag in ("td", "th"):
            self.unfinished[-1].append("")

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if tag == "tr":
            self.rows.append([cell.strip() for cell in self.unfinished.pop()])

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.words.append(data)
        if self.unfinished and self.unfinished[-1]:
            self.unfinished[-1][-1] += data

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))
