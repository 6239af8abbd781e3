"""Lines of what stands in one concept of a termbase, read off its indentation.

Composing a text into nodes tells the same and takes a hundred times as long, which
counts where thousands of findings want their lines. What is not plain block style
(collections that go over several lines, anchors, tags, texts that are continued) is
left to that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_LINE = re.compile(
    r"""(\ *)
    (-(?:\ +|$))?
    (?:
        ("[^"\\]*"|'[^']*'|[^\s\#'"\[\]{}&*!|>%@`,?:-][^:\#]*)
        \ *:(?:\ +(.*)|$)
    )?
    (.*)""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?:\#.*)?$""")
_IN_QUOTES = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_LITERAL = re.compile(r"[|>][-+1-9]*\s*(?:#.*)?$")


@dataclass(slots=True)
class _Level:
    """An open collection."""

    column: int
    path: Path
    count: int = -1
    """Items so far of a list; -1 for a mapping."""


@dataclass(slots=True)
class _Reader:
    lines: dict[Path, int] = field(default_factory=dict)
    opaque: set[Path] = field(default_factory=set)
    levels: list[_Level] = field(default_factory=list)
    pending: Path | None = ()
    """What still waits for its value."""
    closed: int = -1
    """Column of the last thing that has its value: nothing may stand further right."""
    literal: int = -1
    """Column of what holds a text of several lines that is being skipped, or -1."""

    def read(self, number: int, line: str) -> bool:
        """Take one line; False where it is of no plain kind."""
        match = _LINE.match(line)
        assert match is not None
        blanks, dash, key, value, other = match.groups()
        column = len(blanks)
        if not line.strip():
            return "\t" not in line
        if self.literal >= 0:
            if column > self.literal:
                return True
            self.literal = -1
        if other.startswith("#") and not dash and key is None:
            return True
        if 0 <= self.closed < column:
            return False
        self.closed = -1
        inside = column
        if dash:
            if not self._item(number, column):
                return False
            inside += len(dash)
        if key is None:
            # A dash alone: its item may begin on any line below.
            bare = not other or other.startswith("#")
            return bool(dash) and not bare and self._value(other, column)
        return self._key(number, inside, key) and self._value(value or "", inside)

    def _item(self, number: int, column: int) -> bool:
        levels = self.levels
        while levels and levels[-1].column > column:
            levels.pop()
        if not (levels and levels[-1].column == column and levels[-1].count >= 0):
            if self.pending is None:
                return False
            levels.append(_Level(column, self.pending, 0))
        level = levels[-1]
        self.pending = (*level.path, level.count)
        level.count += 1
        self.lines.setdefault(self.pending, number)
        return True

    def _key(self, number: int, column: int, key: str) -> bool:
        key = key[1:-1] if key[0] in "\"'" else key.rstrip(" ")
        levels = self.levels
        while levels and (levels[-1].column, levels[-1].count) >= (column, 0):
            levels.pop()
        if not (levels and levels[-1].column == column):
            if self.pending is None:
                return False
            levels.append(_Level(column, self.pending))
        self.pending = (*levels[-1].path, key)
        return self.lines.setdefault(self.pending, number) == number

    def _value(self, value: str, column: int) -> bool:
        if not value or value.startswith("#"):
            return True
        path, self.pending = self.pending, None
        first = value[0]
        if first in "|>":
            self.literal = column
            return _LITERAL.match(value) is not None
        self.closed = column
        if first in "[{":
            assert path is not None
            self.opaque.add(path)
            bare = _IN_QUOTES.sub("", value)
            return all(bare.count(a) == bare.count(b) for a, b in ("[]", "{}"))
        if first in "\"'":
            return _QUOTED.match(value) is not None
        return first not in "&*!%@`"


class Scan:
    """Where the fields of one concept stand, read no further than somebody asked."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Args:
        lines: those of a list of one item.
        """
        self._lines = lines
        self._reader = _Reader()
        self._number = 0
        self._is_plain = True

    def line(self, where: Path) -> int | None:
        """The line, from 0, of what a path within the concept leads to.

        Such a path is ``("terms", "th", 0)``; where nothing is there it is the line of the
        nearest thing around it. None where the lines, as far as they were read for it, are of
        a kind that only composing can read.
        """
        whole = (0, *where)
        lines, reader = self._lines, self._reader
        while whole not in reader.lines and self._is_plain and self._number < len(lines):
            self._is_plain = reader.read(self._number, lines[self._number])
            self._number += 1
        if not self._is_plain:
            return None
        for length in range(len(whole), 0, -1):
            found = reader.lines.get(whole[:length])
            if found is not None:
                return None if length < len(whole) and whole[:length] in reader.opaque else found
        return None
