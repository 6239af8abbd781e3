"""Text laid out on lines of cells: fitted, padded and wrapped, never inside a character.

A line is a sequence of pieces, each a text and the name of its style. No widget here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

from glossary.visible import visible
from glossary.words import clusters, thai_breaks
from tui.cells import cut, cut_left, snapped, width

Piece = tuple[str, str]
"""A text that is safe to show, and the name of its style; "" is plain."""
Line = tuple[Piece, ...]

_THAI = regex.compile(r"[\u0e00-\u0e7f]")
_BREAK = regex.compile(r"(?<=[\s\-/–—])(?=\S)")


_more = "…"


def use_ascii(ascii_only: bool) -> None:
    """What stands where something was cut off."""
    global _more  # noqa: PLW0603, one screen, one way to draw it
    keyword.cache_clear()
    _more = "..." if ascii_only else "…"


def piece(text: str, style: str = "") -> Piece:
    """Text of the corpus or the termbase as a piece: on one line, and harmless."""
    return visible(" ".join(text.split()) if "\n" in text or "\t" in text else text), style


def measure(line: Iterable[Piece]) -> int:
    """Cells of a line."""
    return sum(width(text) for text, _ in line)


def fit(line: Iterable[Piece], cells: int) -> Line:
    """A line cut to `cells` at most, with an ellipsis where something was cut off."""
    more = _more
    pieces = tuple(line)
    if measure(pieces) <= cells:
        return pieces
    left = max(0, cells - width(more))
    fitted: list[Piece] = []
    for text, style in pieces:
        size = width(text)
        if size > left:
            fitted.append((text[: cut(text, left)], style))
            break
        fitted.append((text, style))
        left -= size
    if cells >= width(more):
        fitted.append((more, "dim"))
    return tuple(fitted)


def padded(line: Iterable[Piece], cells: int) -> Line:
    """A line of exactly `cells` cells."""
    fitted = fit(line, cells)
    return (*fitted, (" " * (cells - measure(fitted)), ""))


def apart(left: Iterable[Piece], right: Iterable[Piece], cells: int) -> Line:
    """One line with `left` at its left edge and `right` at its right one; `right` goes first."""
    right = fit(right, cells)
    room = max(0, cells - measure(right) - 1)
    return (*padded(left, room), (" ", ""), *right)


@lru_cache(2048)
def wrap(text: str, cells: int) -> tuple[tuple[int, int], ...]:
    """Spans of the lines that a text takes, broken at blanks and between Thai words.

    A word longer than a line is broken between clusters. Blanks at a break stand at no line.
    """
    if not text:
        return ((0, 0),)
    edges = _edges(text) - {0}
    lines: list[tuple[int, int]] = []
    start = place = 0
    cells = max(2, cells)
    for edge in sorted(edges):
        while width(text[start:edge].rstrip()) > cells:
            if place > start:
                lines.append((start, start + len(text[start:place].rstrip())))
            else:
                place = start + max(cut(text[start:edge], cells), _first_cluster(text, start))
                lines.append((start, place))
            start = place
        place = edge
    if start < len(text):
        lines.append((start, start + len(text[start:].rstrip())))
    return tuple(lines)


@lru_cache(4096)
def _edges(text: str) -> frozenset[int]:
    """Where a line may be broken: after blanks and hyphens, between Thai words, at the end."""
    edges = {found.start() for found in _BREAK.finditer(text)} | {len(text)}
    if _THAI.search(text):
        edges.update(thai_breaks(text))
    # A blank or a hyphen may carry a combining mark.
    return frozenset(edges) - {place for a, b in clusters(text) for place in range(a + 1, b)}


def _first_cluster(text: str, start: int) -> int:
    found = regex.match(r"\X", text, pos=start)
    return found.end() - start if found else 1


def wrapped(text: str, cells: int, style: str = "", limit: int | None = None) -> list[Line]:
    """A text on as many lines as it takes, or on `limit` lines with an ellipsis."""
    text = piece(text)[0]
    spans = wrap(text, cells)
    if limit is not None and len(spans) > limit:
        first = spans[: limit - 1]
        rest = text[spans[limit - 1][0] :]
        return [
            *(((text[a:b], style),) for a, b in first),
            fit(((rest, style),), cells),
        ]
    return [((text[a:b], style),) for a, b in spans]


@lru_cache(512)
def keyword(
    text: str,
    start: int,
    end: int,
    cells: int,
    *,
    marks: tuple[str, str] = ("", ""),
    style: str = "",
    hit: str = "hit",
) -> Line:
    """One line around a hit: all of the hit if it fits, and as much on both sides as there is room.

    Args:
        text: a sentence; made harmless here.
        start: of the hit, in code points.
        end: of the hit; equal to `start` when there is none.
        cells: room.
        marks: put around the hit, for terminals without colour.
        style: of the text.
        hit: style of the hit.
    """
    text = visible(text)
    start, end = snapped(text, start, end) if start < end else (0, 0)
    before, middle, after = text[:start].lstrip(), text[start:end], text[end:].rstrip()
    if middle:
        middle = marks[0] + middle + marks[1]
    room = cells - width(middle)
    if room < 2 * width(_more) and width(before) + width(after) > room:
        return fit(((middle, hit),), cells)
    left = min(width(before), max(room // 3, room - width(after)))
    if width(before) > left:
        at = cut_left(before, max(0, left - len(_more)))
        before = _more + before[min((e for e in _edges(before) if e >= at), default=at) :]
    if width(after) > room - width(before):
        at = cut(after, max(0, room - width(before) - len(_more)))
        after = after[: max((e for e in _edges(after) if e <= at), default=at)].rstrip() + _more
    return tuple(p for p in ((before, style), (middle, hit), (after, style)) if p[0])


def plain(lines: Sequence[Line]) -> str:
    """Lines without styles, for tests and for people who have no colours."""
    return "\n".join("".join(text for text, _ in line) for line in lines)
