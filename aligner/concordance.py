"""Concordance lines: a keyword with as much context as fits, and nothing torn apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from glossary.visible import visible
from glossary.words import clusters, words

REACH = 1600
"""Code points of context that are looked at on either side; no terminal is that wide."""

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence in context (KWIC). The three parts are safe to show on a terminal."""

    left: str
    keyword: str
    right: str


def lines(
    text: str, spans: Iterable[tuple[int, int]], width: int = 78, lang: str = ""
) -> list[Line]:
    """A concordance line for each span of a text.

    Args:
        text: as read; a line of it is all the context there is.
        spans: code points, half-open.
        width: terminal cells that a line may take; each side gets half of what the keyword leaves.
        lang: Thai context is cut where words end; others where their blanks are.

    Raises:
        ValueError: a span is empty or not in the text.
    """
    return [line(text, span, width, lang) for span in spans]


def line(text: str, span: tuple[int, int], width: int = 78, lang: str = "") -> Line:
    """The concordance line of one span: see `lines`."""
    start, end = span
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {start}–{end} is not in a text of {len(text)} code points")
    first = text.rfind("\n", max(0, start - REACH), start) + 1
    first = max(first, start - REACH)
    last = text.find("\n", end, end + REACH)
    last = min(len(text), end + REACH) if last < 0 else last
    keyword = _one_line(text[start:end])
    room = max(0, (width - _cells(keyword)) // 2)
    left = _tail(text[first:start], room, lang, edge=first == 0 or text[first - 1] == "\n")
    right = _head(text[end:last], room, lang, edge=last == len(text) or text[last] == "\n")
    return Line(left, keyword, right)


def _one_line(text: str) -> str:
    """White space to single spaces, and what could act on a terminal to stand-ins."""
    return visible(_BLANKS.sub(" ", text))


def _cells(text: str) -> int:
    from rich.cells import cell_len  # 30 ms that a check need not pay

    return cell_len(text)


def _pieces(text: str, lang: str) -> list[str]:
    """Words with what follows each, or whole clusters of a word too long for a line."""
    starts = sorted({0, *(start for start, _ in words(text, lang))})
    ends = [*starts[1:], len(text)]
    # A cut inside a cluster would tear a vowel sign off its letter.
    whole = {start for start, _ in clusters(text)}
    pieces: list[str] = []
    for start, end in zip(starts, ends, strict=True):
        if start in whole or not pieces:
            pieces.append(text[start:end])
        else:
            pieces[-1] += text[start:end]
    return pieces


def _head(text: str, room: int, lang: str, *, edge: bool) -> str:
    """As many words from the start as fit."""
    text = _one_line(text)
    if edge and _cells(text) <= room:
        return text.rstrip()
    taken: list[str] = []
    for piece in _pieces(text, lang):
        if _cells("".join(taken) + piece.rstrip()) > room:
            break
        taken.append(piece)
    if not taken:
        return _clusters_that_fit(text, room, from_end=False)
    return "".join(taken).rstrip()


def _tail(text: str, room: int, lang: str, *, edge: bool) -> str:
    """As many words from the end as fit."""
    text = _one_line(text)
    if edge and _cells(text) <= room:
        return text.lstrip()
    taken = ""
    for piece in reversed(_pieces(text, lang)):
        if _cells((piece + taken).lstrip()) > room:
            break
        taken = piece + taken
    if not taken.strip():
        return _clusters_that_fit(text, room, from_end=True)
    return taken.lstrip()


def _clusters_that_fit(text: str, room: int, *, from_end: bool) -> str:
    """What fits of a word that is longer than the room."""
    parts = [text[start:end] for start, end in clusters(text)]
    taken = ""
    for part in reversed(parts) if from_end else parts:
        longer = part + taken if from_end else taken + part
        if _cells(longer) > room:
            break
        taken = longer
    return taken
