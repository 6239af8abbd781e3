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

_HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "nav", "svg", "button"}
)
_OF_HEAD = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})
"""What may stand in a head; anything else begins the body, whose own tag may be left out."""
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

    def _add(self, text: str, length: int, after: int = 0) -> None:
        if self.hidden:
            return
        at = self._at() + after
        run = Run(text, at, at + length)
        self.every.append(run)
        if self.inside:
            self.main.append(run)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.lang = dict(attrs).get("lang") or ""
        if tag == "body" or (self.hidden[-1:] == ["head"] and tag not in _OF_HEAD):
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
        raw = self.text[at : at + length]
        shown = unescape(raw)
        if shown == raw:  # no reference, as in AT&T
            self._add(raw, length)
        elif shown[1:] and raw.endswith(shown[1:]):  # one without its semicolon: &ampx
            self._add(shown[0], length - len(shown) + 1)
            self._add(shown[1:], len(shown) - 1, length - len(shown) + 1)
        else:
            # A character that no text may hold is shown by what stands for it.
            self._add(shown[:1] or "\ufffd", length)
