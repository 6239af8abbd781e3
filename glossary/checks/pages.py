"""The visible text of an HTML page, each character with its place in the markup.

The text is that of the ``article`` or ``main`` element where there is one, else of
the whole body; scripts, styles and navigation are left out. Reading is lenient, as
browsers are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from glossary.checks.texts import Entry
from glossary.located import Located, Run

_HIDDEN = frozenset({"script", "style", "noscript", "template", "head", "nav", "svg", "button"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr", "area", "col"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "time", "u", "wbr"}
)
_MAIN = frozenset({"article", "main"})


def page(text: str, name: str) -> Iterator[Entry]:
    """The text of a page as one entry."""
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    runs = reader.main if any(run.text.strip() for run in reader.main) else reader.every
    yield Entry(Located.of(runs), reader.lang)


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lang = ""
        self.every: list[Run] = []
        self.main: list[Run] = []
        self.hidden: list[str] = []
        self.inside = 0

    def _at(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def _add(self, text: str, length: int) -> None:
        if self.hidden:
            return
        at = self._at()
        run = Run(text, at, at + length)
        self.every.append(run)
        if self.inside:
            self.main.append(run)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.lang = dict(attrs).get("lang") or ""
        if tag == "body":
            self.hidden.clear()  # a head that nobody closed ends here
        if tag in _MAIN:
            self.inside += 1
        if tag not in _INLINE:
            self._add("\n", 0)
        if tag in _HIDDEN and tag not in _VOID:
            self.hidden.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self._add("\n", 0)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        if tag not in _INLINE:
            self._add("\n", 0)
        if tag in _MAIN and self.inside:
            self.inside -= 1

    def handle_data(self, data: str) -> None:
        self._add(data, len(data))

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def _reference(self, written: str) -> None:
        at = self._at()
        length = len(written) + (self.text[at + len(written) : at + len(written) + 1] == ";")
        char = unescape(written + ";")
        # A character that no text may hold is shown by what stands for it.
        self._add("\ufffd" if not char or char == written + ";" else char[:1], length)
