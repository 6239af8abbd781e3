"""How many terminal cells a text takes, and cutting it without tearing a character.

Terminals disagree about Devanagari and a few Thai signs, so what this one does is
data (`Habits`), measured at start by `tui.terminal`. `install` gives the same figures to
Rich, and so to every widget of Textual.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import regex
import rich.cells
from rich.cells import get_character_cell_size
from rich.segment import Segment

_CLUSTER = regex.compile(r"\X")
_JOINER = "\u200d"
_SARA_AM = "\u0e33"
_MATRA = regex.compile(r"\p{Mc}")
_CONJUNCT = regex.compile(r"\p{InSC=Virama}\u200d?\p{InSC=Consonant}")
_TRICKY = regex.compile(r"[\p{Mc}\p{InSC=Virama}\u0e33\u200c\u200d]")
_PLAIN = regex.compile(r"[\u0020-\u007e\u00a0-\u02ff\u1ea0-\u1ef9\u2500-\u257f]*+")
_SIMPLE = regex.compile(
    r"(?!\p{M})[\u0020-\u007e\u00a0-\u036f\u0900-\u097f\u0e00-\u0e7f\u1ea0-\u1ef9\u2010-\u2027]*+"
)
"""Text in which a sign always has a letter before it, and takes the cells that it always takes."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a terminal does with the characters about which terminals disagree.

    The default is that of xterm, VTE, Konsole, Alacritty, tmux and screen.
    """

    matra: bool = True
    """A spacing vowel sign (का) takes a cell of its own."""
    sara_am: bool = True
    """Thai SARA AM (กำ) takes a cell of its own."""
    conjunct: int = 0
    """At most so many cells for joined consonants (ष्ट्र); 0: a cell for each."""
    joiner: bool = True
    """The letter after a zero-width joiner takes its cells."""


HABITS = Habits()
"""Those in force; `install` changes them."""


def cluster_width(cluster: str, habits: Habits) -> int:
    """Cells of one character as people see it (extended grapheme cluster)."""
    total = 0
    skip = False
    for character in cluster:
        if character == _JOINER:
            skip = not habits.joiner
        elif skip:
            skip = False
        elif character == _SARA_AM:
            total += habits.sara_am
        elif _MATRA.match(character):
            total += habits.matra
        else:
            total += get_character_cell_size(character)
    if habits.conjunct and _CONJUNCT.search(cluster):
        return min(total, habits.conjunct)
    return total


def spans(text: str, habits: Habits | None = None) -> Iterator[tuple[int, int, int]]:
    """Start, end and cells of each cluster of a text, in order, without gaps."""
    habits = habits or HABITS
    if _PLAIN.fullmatch(text):
        for place in range(len(text)):
            yield place, place + 1, 1
        return
    for found in _CLUSTER.finditer(text):
        cluster = found[0]
        width = (
            get_character_cell_size(cluster)
            if len(cluster) == 1 and cluster != _SARA_AM
            else _cached_width(cluster, habits)
        )
        yield found.start(), found.end(), width


@lru_cache(8192)
def _cached_width(cluster: str, habits: Habits) -> int:
    return cluster_width(cluster, habits)


class _Sizes(dict[str, int]):
    """Cells of each character of text that is simple."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits

    def __missing__(self, character: str) -> int:
        size = self[character] = cluster_width(character, self._habits)
        return size


@lru_cache(32)
def _sizes(habits: Habits) -> _Sizes:
    return _Sizes(habits)


@lru_cache(8192)
def _width(text: str, habits: Habits) -> int:
    if _PLAIN.fullmatch(text):
        return len(text)
    if not _TRICKY.search(text):
        return sum(map(get_character_cell_size, text))
    if habits.joiner and not habits.conjunct and _SIMPLE.fullmatch(text):
        return sum(map(_sizes(habits).__getitem__, text))
    return sum(width for _, _, width in spans(text, habits))


def width(text: str, habits: Habits | None = None) -> int:
    """Cells of a text on this terminal."""
    return _width(text, habits or HABITS)


def cut(text: str, cells: int, habits: Habits | None = None) -> int:
    """The furthest offset between two clusters such that what is before it fits in `cells`."""
    total = offset = 0
    for _, end, size in spans(text, habits):
        total += size
        if total > cells:
            break
        offset = end
    return offset


def cut_left(text: str, cells: int, habits: Habits | None = None) -> int:
    """The nearest offset between two clusters such that what is after it fits in `cells`."""
    total, offset = 0, len(text)
    for start, _, size in reversed(list(spans(text, habits))):
        total += size
        if total > cells:
            break
        offset = start
    return offset


def snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """A span widened to whole clusters; an empty one stays empty."""
    if start >= end:
        return start, start
    first, last = start, end
    for found in _CLUSTER.finditer(text):
        if found.start() <= start < found.end():
            first = found.start()
        if found.start() < end <= found.end():
            return first, found.end()
    return first, last


def cluster_before(text: str, place: int) -> int:
    """Where the character that ends at `place`, as people see it, begins."""
    edges = [found.start() for found in _CLUSTER.finditer(text) if found.start() < place]
    return edges[-1] if edges else 0


def cluster_after(text: str, place: int) -> int:
    """Where the character that begins at `place`, as people see it, ends."""
    return next((f.end() for f in _CLUSTER.finditer(text) if f.end() > place), len(text))


def install(habits: Habits) -> None:
    """Makes Rich and Textual measure and cut as this terminal draws.

    They take these private functions from `rich.cells` and `rich.segment` as they
    run, so replacing them there reaches everything; `tests/test_tui_cells.py` notices when
    a new version no longer does.
    """
    global HABITS  # noqa: PLW0603, one terminal, one set of habits
    HABITS = habits
    rich.cells._cell_len = _cell_len
    rich.cells.split_graphemes = _split_graphemes
    Segment._split_cells = classmethod(_split_cells)  # type: ignore[method-assign, assignment]
    rich.cells.cached_cell_len.cache_clear()


def _cell_len(text: str, unicode_version: str) -> int:
    return _width(text, HABITS)


def _split_graphemes(
    text: str, unicode_version: str = "auto"
) -> tuple[list[tuple[int, int, int]], int]:
    found = list(spans(text, HABITS))
    return found, sum(size for _, _, size in found)


@lru_cache(16384)
def _split(segment: Segment, at: int, habits: Habits) -> tuple[Segment, Segment]:
    text, style, control = segment
    total = 0
    for start, end, size in spans(text, habits):
        if total == at:
            return Segment(text[:start], style, control), Segment(text[start:], style, control)
        if total + size > at:
            # A cluster that lies across the cut is shown on neither side.
            return (
                Segment(text[:start] + " " * (at - total), style, control),
                Segment(" " * (total + size - at) + text[end:], style, control),
            )
        total += size
    return segment, Segment("", style, control)


def _split_cells(cls: Any, segment: Segment, at: int) -> tuple[Segment, Segment]:
    return _split(segment, at, HABITS)
