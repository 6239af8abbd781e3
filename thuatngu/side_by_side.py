"""Beads as two columns of lines in a terminal, each bead under its score."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from glossary.visible import visible
from tui.cells import width
from tui.typeset import wrap

if TYPE_CHECKING:
    from aligner.alignment.sides import Side
    from aligner.model import Bead, Bitext

GUTTER = 2
"""Blank cells between columns."""
NARROWEST = 12
"""Cells of a column of text at least, however narrow the terminal."""

SHOWN = 4_000
"""Characters of a segment that are shown; more are no sentence, and fill screens."""

Line = tuple[tuple[str, str], ...]
"""Pieces of text, each with the name of a Rich style."""


def lines(
    bitext: Bitext, source: Side, target: Side, names: tuple[str, str], cells: int
) -> Iterator[Line]:
    """The lines of all beads, with a heading, and a blank line after each bead.

    Words are kept whole, Thai ones too. A doubtful score, as `aligner.bitext_page` has it, has a
    question mark, so that it stands out without colour, and what a translation puts elsewhere an
    arrow; ``-`` and ``+`` are source and target segments without a partner.

    Args:
        bitext: its beads are shown in their order.
        source: its source.
        target: its target.
        names: what stands over the columns.
        cells: of a line at most.
    """
    from aligner.alignment.order import moved
    from aligner.bitext_page import doubtful_below

    least = doubtful_below(source, target)
    column = max(NARROWEST, (cells - 5 - 2 * GUTTER) // 2)
    heads = [visible(name) for name in names]
    yield from _row(("", "bold"), (heads[0], "bold"), (heads[1], "bold"), column)
    away = moved(bitext)
    for place, bead in enumerate(bitext.beads):
        label, style = _label(bead, least)
        if place in away:
            label = f"{label[:-1]}↕"
        plain = "dim" if not (bead.source and bead.target) else ""
        texts = [said(source, bead.source), said(target, bead.target)]
        yield from _row((label, style), (texts[0], plain), (texts[1], plain), column)


def said(side: Side, indices: tuple[int, ...]) -> str:
    """The text of a run of segments on one line, safe to show; empty for none."""
    text = side.line(indices)
    shown = visible(text[:SHOWN])
    more = len(text) - SHOWN
    return f"{shown}… ({more} more characters)" if more > 0 else shown


def _label(bead: Bead, doubtful: float) -> tuple[str, str]:
    if not bead.target:
        return "-", "dim"
    if not bead.source:
        return "+", "dim"
    if bead.score < doubtful:
        return f"{bead.score:.2f}?", "bold red"
    return f"{bead.score:.2f} ", "green" if bead.score >= (doubtful + 2) / 3 else "yellow"


def _row(
    label: tuple[str, str], left: tuple[str, str], right: tuple[str, str], column: int
) -> Iterator[Line]:
    sides = [[text[a:b] for a, b in wrap(text, column)] for text, _ in (left, right)]
    first = f"{label[0]:>5}"
    for one, other in zip_longest(*sides, fillvalue=""):
        pieces = [(first, label[1]), (" " * GUTTER, ""), (one, left[1])]
        if other:
            pieces += [(" " * (column - width(one) + GUTTER), ""), (other, right[1])]
        yield tuple(pieces)
        first = " " * 5
    yield ()
