"""Texts that nobody cut, made of lines, and how well beads find the lines again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aligner.alignment import side
from aligner.alignment.sides import Side
from aligner.model import Bead

Span = tuple[int, int]
Link = tuple[Span, Span]
"""Where a bead stands in both texts."""

NEAR = 2
"""Characters by which an edge may be off where two are said to be the same."""
COVERED = 0.8
"""Share of a line that a bead must cover to be of use."""


@dataclass(frozen=True)
class Uncut:
    """Two texts, and where the lines stand that translate each other."""

    sides: tuple[Side, Side]
    lines: tuple[Mapping[int, Span], Mapping[int, Span]]
    """By line; those that both sides have are pairs."""


def joined(
    texts: tuple[Sequence[str], Sequence[str]],
    langs: tuple[str, str],
    separator: str,
    draw: random.Random,
    dropped: float = 0.05,
) -> Uncut:
    """Lines as running text, of which a share is left out on each side."""
    strings, spans = [], []
    for each in texts:
        kept = [k for k in range(len(each)) if draw.random() >= dropped]
        text, places = "", {}
        for k in kept:
            text += separator if text else ""
            places[k] = (len(text), len(text) + len(each[k]))
            text += each[k]
        strings.append(text)
        spans.append(places)
    return Uncut((side(strings[0], langs[0]), side(strings[1], langs[1])), (spans[0], spans[1]))


def links(sides: tuple[Side, Side], beads: Iterable[Bead]) -> list[Link]:
    """Where the beads stand that pair something."""
    return [
        (a, b)
        for bead in beads
        if (a := sides[0].span(bead.source)) and (b := sides[1].span(bead.target))
    ]


@dataclass(frozen=True)
class Found:
    """How many lines were found again, over any number of texts."""

    count: int = 0
    exact: int = 0
    usable: int = 0
    """A bead covers at least 80 % of the line on both sides and is at most twice as long."""
    tiled: int = 0
    """Of the others, those that several beads divide: each stands inside the line on both sides,
    and together they cover at least 80 % of both. A line may be more than one sentence."""
    shared: float = 0.0
    """Area, in characters by characters, that beads and lines have in common."""
    area: float = 0.0
    """Areas of all lines and all beads."""

    def __add__(self, other: Found) -> Found:
        return Found(
            self.count + other.count,
            self.exact + other.exact,
            self.usable + other.usable,
            self.tiled + other.tiled,
            self.shared + other.shared,
            self.area + other.area,
        )

    @property
    def shares(self) -> tuple[float, float, float]:
        """Exact and usable lines of all, and area F1."""
        count = max(1, self.count)
        return self.exact / count, self.usable / count, 2 * self.shared / max(1.0, self.area)


def found_again(text: Uncut, beads: Sequence[Link]) -> Found:
    """How well beads find the lines of a text."""
    exact = usable = tiled = count = 0
    shared = area = 0.0
    for k in text.lines[0].keys() & text.lines[1].keys():
        line = text.lines[0][k], text.lines[1][k]
        count += 1
        area += _length(line[0]) * _length(line[1])
        shared += sum(_common(a, line[0]) * _common(b, line[1]) for a, b in beads)
        exact += any(_same(link, line) for link in beads)
        found = any(_usable(link, line) for link in beads)
        usable += found
        tiled += not found and _tiled(beads, line)
    area += sum(_length(a) * _length(b) for a, b in beads)
    return Found(count, exact, usable, tiled, shared, area)


def _length(span: Span) -> int:
    return span[1] - span[0]


def _common(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _same(link: Link, line: Link) -> bool:
    return all(
        abs(a[0] - b[0]) <= NEAR and abs(a[1] - b[1]) <= NEAR
        for a, b in zip(link, line, strict=True)
    )


def _tiled(beads: Sequence[Link], line: Link) -> bool:
    inside = [
        link
        for link in beads
        if all(a[0] >= b[0] - NEAR and a[1] <= b[1] + NEAR for a, b in zip(link, line, strict=True))
    ]
    return len(inside) > 1 and all(
        sum(_common(link[side], of) for link in inside) >= COVERED * _length(of)
        for side, of in enumerate(line)
    )


def _usable(link: Link, line: Link) -> bool:
    return all(
        _common(a, b) >= COVERED * _length(b) and _length(a) <= 2 * _length(b)
        for a, b in zip(link, line, strict=True)
    )
