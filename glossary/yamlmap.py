"""Where things stand in the text of a termbase: its concepts, and the line of any field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from glossary import record
from glossary.model import Concept, Termbase

if TYPE_CHECKING:
    from glossary.yamlplaces import Scan

# What edits is imported where something is edited or wrong: a check only reads.

Node = Any

_CONCEPTS = re.compile(
    r"""(concepts|"concepts"|'concepts')\s*:(?:\s*(?:\[\s*\]|null|~))?(\s+\#.*|\s*)$""", re.VERBOSE
)
_NO_CONTENT = re.compile(r"\s*(#.*)?$")
_DASH = re.compile(r" *-(?: |$)")
_KEEPS_BLANKS = re.compile(r"[|>][1-9]?\+")
"""A block scalar whose trailing blank lines are text."""
_KEY = re.compile(
    r"""(\ *(?:-\ +)*)
    ("[^"\\]*"|'[^']*'|[^\s\#'"\[\]{}&*!|>%@`,:-][^:\#]*)\s*:(?:\s|$)""",
    re.VERBOSE,
)
_FLOW_KEY = re.compile(r"""[{,]\s*["']?([^\s"',:{}\[\]]+)["']?\s*:\s""")


@dataclass(frozen=True, slots=True)
class Block:
    """One concept's lines, 0-based and half-open, without what stands above it."""

    above: int
    """First of the blank lines and comments between the concept before and this one."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a file whose concepts stand in a block list."""

    lines: tuple[str, ...]
    heading: int
    """Line of ``concepts:``."""
    column: int
    """Of the dashes."""
    blocks: tuple[Block, ...]

    def text(self, block: Block) -> str:
        return "\n".join(self.lines[block.start : block.end])


def layout(text: str) -> Layout | None:
    """Where the concepts stand, from the dashes; None where they stand in no block list.

    A line of a longer text that starts with such a dash can't be told from a
    concept here: callers compare the number of blocks with that of concepts.
    """
    lines = text.split("\n")
    heading = next((n for n, line in enumerate(lines) if _CONCEPTS.match(line)), None)
    if heading is None:
        return None
    first = heading + 1
    while first < len(lines) and _NO_CONTENT.match(lines[first]):
        first += 1
    starts: list[int] = []
    column, end = -1, first
    if first < len(lines) and _DASH.match(lines[first]):
        column = len(lines[first]) - len(lines[first].lstrip(" "))
        end = len(lines)
        for n in _shallow(text, lines, first, column):
            line = lines[n]
            if _NO_CONTENT.match(line):
                continue
            if _DASH.match(line) and line.index("-") == column:
                starts.append(n)
            else:
                end = n
                break
    blocks = []
    above = heading + 1
    for n, start in enumerate(starts):
        until = starts[n + 1] if n + 1 < len(starts) else end
        stop = until
        while stop > start + 1 and _outside(lines[stop - 1], column):
            stop -= 1
        blocks.append(Block(above, start, stop))
        above = stop
    return Layout(tuple(lines), heading, 2 if column < 0 else column, tuple(blocks))


def _shallow(text: str, lines: Sequence[str], first: int, column: int) -> Iterator[int]:
    """Lines, from `first` on, with no more than `column` blanks before their first character.

    One search instead of a look at each line: few of a big file's stand that far left.
    """
    at = sum(map(len, lines[:first])) + first - 1
    number = first
    for match in re.compile(rf"\n {{0,{column}}}[^ \n]").finditer(text, at):
        number += text.count("\n", at, match.start())
        at = match.start()
        yield number


def _outside(line: str, column: int) -> bool:
    """Whether a line after a concept is none of it.

    A comment that is indented like the concept's fields may be the last line of
    a literal text, so it counts as the concept's.
    """
    if not line.strip():
        return True
    return bool(_NO_CONTENT.match(line)) and len(line) - len(line.lstrip()) <= column


class Index:
    """Finds lines in one text; what it composed it keeps."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._layout = layout(text)
        self._scans: dict[int, Scan] = {}
        self._nodes: dict[int, Node] = {}
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)]

    def text_of(self, line: int) -> str:
        """The text of a line, from 1, without its end."""
        return self._lines[line - 1]

    def start_of(self, line: int) -> int:
        """The offset at which a line, from 1, starts."""
        return self._starts[line - 1]

    def line(self, where: Sequence[str | int]) -> int:
        """Line, from 1, of what `where` leads to, or of the nearest thing around it.

        A place of one number is a line already.
        """
        from glossary import yamledit
        from glossary.yamlplaces import Scan

        if len(where) == 1 and isinstance(where[0], int):
            return where[0]
        found = self._layout
        n = where[1] if len(where) > 1 else None
        if found and isinstance(n, int) and n < len(found.blocks):
            block = found.blocks[n]
            if n not in self._scans:
                self._scans[n] = Scan(found.lines[block.start : block.end])
            line = self._scans[n].line(tuple(where[2:]))
            if line is None:
                if n not in self._nodes:
                    self._nodes[n] = yamledit.compose(found.text(block))
                line = _line(self._nodes[n], [0, *where[2:]])
            return block.start + line + 1
        if -1 not in self._nodes:
            text = _without_concepts(found) if found else self._text
            self._nodes[-1] = yamledit.compose(text)
        return _line(self._nodes[-1], where) + 1


def _without_concepts(found: Layout) -> str:
    """The text with its lines in their places and those of the concepts empty."""
    lines = list(found.lines)
    for block in found.blocks:
        lines[block.start : block.end] = [""] * (block.end - block.start)
    return "\n".join(lines)


def _line(node: Node | None, where: Sequence[str | int]) -> int:
    line = 0
    for step in where:
        if node is None or node.id == "scalar":
            break
        if node.id == "sequence":
            if not isinstance(step, int) or step >= len(node.value):
                break
            node = node.value[step]
            line = node.start_mark.line
        else:
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
    return line


def keys_twice(text: str) -> list[tuple[int, str]]:
    """Fields that stand twice in one mapping, with the line of the second.

    The parser would keep the last of them in silence, and a merge by git leaves
    such pairs. Lines are scanned, and only what looks like a pair is composed.
    """
    lines = text.split("\n")
    suspects: list[int] = []
    stack: list[tuple[int, set[str]]] = []
    for n, line in enumerate(lines):
        match = _KEY.match(line)
        if match is None:
            if "{" in line and _twice_in_flow(line):
                suspects.append(n)
            continue
        prefix, key = match[1], match[2].strip().strip("\"'")
        column = len(prefix)
        outer = prefix.find("-") if "-" in prefix else column
        while stack and stack[-1][0] > outer:
            stack.pop()
        if stack and stack[-1][0] == column:
            if key in stack[-1][1]:
                suspects.append(n)
            stack[-1][1].add(key)
        else:
            stack.append((column, {key}))
        if "{" in line and _twice_in_flow(line):
            suspects.append(n)
    if not suspects:
        return []
    return sorted(set(_confirmed(text, suspects)))


def _twice_in_flow(line: str) -> bool:
    keys = _FLOW_KEY.findall(line)
    return len(set(keys)) < len(keys)


def _confirmed(text: str, suspects: Sequence[int]) -> Iterator[tuple[int, str]]:
    from glossary import yamledit

    found = layout(text)
    blocks = found.blocks if found else ()
    whole = False
    for block in blocks:
        if found and any(block.start <= n < block.end for n in suspects):
            for line, key in _twice(yamledit.compose(found.text(block))):
                yield block.start + line + 1, key
    for n in suspects:
        whole = whole or not any(block.start <= n < block.end for block in blocks)
    if whole:
        for line, key in _twice(yamledit.compose(_without_concepts(found) if found else text)):
            yield line + 1, key


def _twice(node: Node | None) -> Iterator[tuple[int, str]]:
    if node is None or node.id == "scalar":
        return
    if node.id == "sequence":
        for child in node.value:
            yield from _twice(child)
        return
    seen: set[str] = set()
    for key, value in node.value:
        if isinstance(key.value, str):
            if key.value in seen:
                yield key.start_mark.line, key.value
            seen.add(key.value)
        yield from _twice(value)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text whose concepts were changed."""

    text: str
    edits: tuple[tuple[int, str, str], ...]
    """Of each concept that was written anew: its index, its lines before (empty for a new one)
    and its lines now. All others have the lines that they had."""
    alone: bool
    """Whether each edit can be judged by its own lines: nothing else in the text can mean
    something else than before."""


def rewritten(text: str, old: Termbase, new: Termbase) -> Rewritten | None:
    """The text with `new` in place of `old`, only the lines of what changed written anew.

    Returns:
        None where the text's layout does not allow it.
    """
    from glossary import yamledit

    was, wanted = old.concepts, new.concepts
    found = layout(text)
    if found is None or len(found.blocks) != len(was):
        return None
    last = found.blocks[-1].end if found.blocks else found.heading + 1
    head, tail = found.lines[: found.heading + 1], found.lines[last:]
    around_changed = old.extra != new.extra
    if around_changed:
        around = "\n".join((*head, *tail))
        top = [{"schema": record.SCHEMA, **each.extra} for each in (old, new)]
        changed = yamledit.mapping(around, *top)
        again = layout(changed) if changed else None
        if again is None:
            return None
        head, tail = again.lines[: again.heading + 1], again.lines[again.heading + 1 :]
    if not was or not wanted:
        match = _CONCEPTS.match(head[-1])
        assert match is not None
        heading = f"{match[1]}:{'' if wanted else ' []'}{match[2].rstrip()}"
        head = (*head[:-1], heading)
    sources = yamledit.matched(was, wanted, lambda concept: concept.id, lambda _: True)
    body, edits = _concepts(found, was, wanted, sources)
    kept = [place for place in sources if place >= 0]
    alone = (
        bool(was)
        and not around_changed
        and kept == list(range(len(was)))
        and (len(kept) == len(wanted) or not _KEEPS_BLANKS.search(text))
    )
    return Rewritten("\n".join([*head, *body, *tail]), tuple(edits), alone)


def _concepts(
    found: Layout, was: Sequence[Concept], wanted: Sequence[Concept], sources: Sequence[int]
) -> tuple[list[str], list[tuple[int, str, str]]]:
    """Lines of the wanted concepts, those of `found` where they say the same, and the edits."""
    from glossary import yamledit, yamltext

    def above(n: int) -> Sequence[str]:
        return found.lines[found.blocks[n].above : found.blocks[n].start]

    lines: list[str] = []
    edits: list[tuple[int, str, str]] = []
    kept = [n for n in sources if n >= 0]
    in_order = kept == sorted(kept)
    done = 0
    for index, (concept, place) in enumerate(zip(wanted, sources, strict=True)):
        if place < 0:
            written = yamltext.item(record.concept_data(concept), found.column)
            edits.append((index, "", "\n".join(written)))
            lines += written
            continue
        if in_order:
            # What stood above a concept that is gone stays where it was.
            for n in range(done, place):
                lines += above(n)
            done = place + 1
        lines += above(place)
        block = found.blocks[place]
        before = was[place]
        if before is concept or before == concept:
            lines += found.lines[block.start : block.end]
            continue
        text = found.text(block)
        data = record.concept_data(before), record.concept_data(concept)
        edited = text if data[0] == data[1] else yamledit.item(text, *data, found.column)
        edits.append((index, text, edited))
        lines += edited.split("\n")
    for n in range(done, len(was)) if in_order else sorted(set(range(len(was))) - set(kept)):
        lines += above(n)
    return lines, edits


def assembled(
    texts: Sequence[str], ids: Sequence[Sequence[str]], wanted: Sequence[str]
) -> str | None:
    """The middle of three texts with each concept as the side wrote it that changed it.

    Args:
        texts: base, ours, theirs.
        ids: the ids of the concepts of each, in the order of the text.
        wanted: the ids of the concepts to write, in order; each is in ours or theirs.

    Returns:
        None where a text's concepts don't stand in a block list at one column.
    """
    layouts = [layout(text) for text in texts]
    pieces: list[dict[str, str]] = []
    around: list[tuple[str, str]] = []
    for found, names in zip(layouts, ids, strict=True):
        if found is None or len(found.blocks) != len(names) or not names:
            return None
        lines = found.lines
        pieces.append(
            {
                name: "\n".join(lines[block.above : block.end])
                for name, block in zip(names, found.blocks, strict=True)
            }
        )
        head = "\n".join(lines[: found.heading + 1])
        around.append((head, "\n".join(lines[found.blocks[-1].end :])))
    if len({found.column for found in layouts if found}) > 1:
        return None

    def side(base: str | None, ours: str | None, theirs: str | None) -> str:
        if ours is None or (ours == base and theirs is not None):
            assert theirs is not None
            return theirs
        return ours

    base, ours, theirs = pieces
    blocks = [side(base.get(name), ours.get(name), theirs.get(name)) for name in wanted]
    head, tail = (side(*(each[n] for each in around)) for n in (0, 1))
    return "\n".join([head, *blocks, tail])
