"""Findings for people: place, code and message, and the line with the fault underlined."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import groupby

from glossary.finding import Finding, Lines
from glossary.visible import visible
from glossary.words import clusters

BEFORE = 34
"""Cells of the line that are shown before the fault."""
WIDTH = 76
"""Cells of the line that are shown in all; a fault that is longer is cut."""
_REACH = 1000
"""Code points on either side that are looked at: a line may be a whole file."""
_ERASE_BEFORE = "\x1b[1K"
"""Clears a line from its start to the cursor (ECMA-48 EL 1)."""


def render(
    findings: Sequence[Finding], read: Callable[[str], str], *, on_terminal: bool = False
) -> str:
    """Blocks of three lines, files in the order of the findings.

    Terminals disagree on the width of Hindi vowel signs. With `on_terminal` one is made
    to measure for itself: what stands before the fault is written again, and erased.
    """
    blocks: list[str] = []
    for file, group in groupby(findings, key=lambda finding: finding.file):
        lines = Lines(read(file))
        blocks.extend(_block(finding, lines, on_terminal) for finding in group)
    return "".join(blocks)


def _block(finding: Finding, lines: Lines, on_terminal: bool) -> str:
    head = (
        f"{visible(finding.file)}:{finding.line}:{finding.column}: "
        f"{finding.severity} {finding.code} {visible(finding.message)}\n"
    )
    shown, marked = excerpt(
        lines.line(finding.line), finding.column - 1, finding.end - finding.start
    )
    if on_terminal:
        carets = marked.lstrip(" ")
        before = _before(shown, len(marked) - len(carets))
        return f"{head}    {shown}\n    {before}{_ERASE_BEFORE}{carets}\n"
    return f"{head}    {shown}\n    {marked}\n"


def _before(shown: str, cells: int) -> str:
    """The start of a text that takes so many cells."""
    end = 0
    for start, end in clusters(shown):
        cells -= width(shown[start:end])
        if cells < 0:
            return shown[:start]
    return shown[:end]


def width(text: str) -> int:
    """Cells of a terminal that a text takes: signs over and under a letter take none."""
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _room(text: str) -> int:
    """Cells that a text takes at most: some terminals give a spacing vowel sign one of its own."""
    return width(text) + sum(unicodedata.category(char) == "Mc" for char in text)


def excerpt(line: str, start: int, length: int) -> tuple[str, str]:
    """A stretch of a line around a fault, and carets that stand under it.

    Cuts fall between whole characters; what was cut shows as ``…``. A fault that
    goes on after the line is underlined to its end.
    """
    cut = max(start - _REACH, 0)
    line, start, is_open = line[cut : start + _REACH], start - cut, start + _REACH < len(line)
    end = min(start + length, len(line))
    spans = clusters(line)
    # The first and last may be parts of characters that go on beyond.
    spans = spans[bool(cut) : len(spans) - is_open]
    first = next((i for i, span in enumerate(spans) if span[1] > start), len(spans))
    last = next((i for i, span in enumerate(spans) if span[0] >= end), len(spans))
    last = max(last, min(first + 1, len(spans)))
    left, room = first, BEFORE
    while left > 0 and (room := room - _room(line[slice(*spans[left - 1])])) >= 0:
        left -= 1
    right, room = first, WIDTH - _room(_slice(line, spans, left, first))
    while right < len(spans) and (room := room - _room(line[slice(*spans[right])])) >= 0:
        right += 1
    head = "…" if left > 0 or cut else ""
    tail = "…" if right < len(spans) or is_open else ""
    before = head + visible(_slice(line, spans, left, first))
    fault = visible(_slice(line, spans, first, min(last, right)))
    after = visible(_slice(line, spans, min(last, right), right)) + tail
    return before + fault + after, " " * width(before) + "^" * max(width(fault), 1)


def _slice(line: str, spans: Sequence[tuple[int, int]], first: int, last: int) -> str:
    return line[spans[first][0] : spans[last - 1][1]] if first < last else ""
