"""Changing a YAML text in place: only the lines of what changed are written anew.

A round trip through a library rewrites what it did not understand as written:
it moves comments, joins lines and changes quotes. Here the nodes of the text,
with their lines, come from ruamel.yaml, and a field that changed takes the lines
of the old one. Comments, order, blank lines and unknown fields stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from glossary import yamltext

Node = Any
"""A node of ruamel.yaml, whose own types leave out what its nodes have."""

_NO_CONTENT = re.compile(r"\s*(#.*)?$")


def compose(text: str) -> Node | None:
    """Nodes of a text, with the lines and columns where they start and end.

    Slow (pure Python): give it one concept, not a whole file. None where the text is
    empty, nested beyond reason, or written as YAML 1.2 allows and ruamel.yaml does not.
    """
    from ruamel.yaml import YAML  # 30 ms to import, and a check needs none of it
    from ruamel.yaml.composer import Composer
    from ruamel.yaml.error import YAMLError

    yaml: Any = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True
    yaml.Composer = Composer
    try:
        return yaml.compose(text)
    except (YAMLError, RecursionError):  # the Rust parser allows more depth than Python does
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a block mapping, or one item of a block sequence, with its lines."""

    above: tuple[str, ...]
    """Blank lines and comments between the part before and this one."""
    body: tuple[str, ...]
    key: str = ""
    node: Node | None = None
    """Its value; lines are those of the text that was composed."""
    start: int = 0
    """Line of the text at which `body` starts."""


def item(text: str, old: dict[str, Any], new: dict[str, Any], column: int) -> str:
    """The text of a list's only item, a mapping, with the values of `new`.

    Args:
        text: lines of a list of one item.
        old: what it says, as far as it is to be changed: fields in neither stay.
        new: what it is to say.
        column: where the dash stands.

    Returns:
        The lines of `text` with those of other fields as they were; where it is
        written in a way that can't be edited by lines, the whole item written anew
        below its comments.
    """
    lines = text.split("\n")
    root = compose(text)
    if root is None or root.id != "sequence" or len(root.value) != 1:
        stripped = (line.strip() for line in lines)
        comments = [" " * column + line for line in stripped if line.startswith("#")]
        return "\n".join([*comments, *yamltext.item(new, column)])
    (node,) = root.value
    part = Part((), tuple(lines), "", node, 0)
    changed = _fields(lines, part, lines, old, new)
    return "\n".join(changed or _anew(lines, part, new, column))


def mapping(text: str, old: dict[str, Any], new: dict[str, Any]) -> str | None:
    """The text of a block mapping with the values of `new`, as `item`; None where it is none."""
    lines = text.split("\n")
    node = compose(text)
    if node is None or not _is_block(node, "mapping"):
        return None
    result = _mapping(lines, node, len(lines), old, new, 0)
    return "\n".join([*lines[: node.start_mark.line], *result]) if result else None


def _anew(lines: Sequence[str], part: Part, new: Any, column: int) -> list[str]:
    comments = (" " * column + comment.strip() for comment in _comments(lines, part))
    return [*comments, *yamltext.item(new, column)]


def _is_block(node: Node, kind: str) -> bool:
    return node.id == kind and not node.flow_style and node.anchor is None and bool(node.value)


def _parts(
    lines: Sequence[str], marks: Sequence[tuple[int, Node, str]], end: int, column: int
) -> tuple[list[Part], list[str]]:
    """The parts that start at `marks`, and the blank lines and comments after the last."""
    parts: list[Part] = []
    above_from = marks[0][0]
    for n, (start, node, key) in enumerate(marks):
        until = marks[n + 1][0] if n + 1 < len(marks) else end
        stop = _content_end(lines, start, until, node, column)
        body = list(lines[start:stop])
        body[0] = " " * column + body[0][column:]
        parts.append(Part(tuple(lines[above_from:start]), tuple(body), key, node, start))
        above_from = stop
    return parts, list(lines[above_from:end])


def _content_end(lines: Sequence[str], start: int, until: int, node: Node, column: int) -> int:
    """First line after the content that starts at `start`: trailing comments are not of it."""
    leaf, within = node, column
    while leaf.id != "scalar" and leaf.value and not leaf.flow_style:
        last = leaf.value[-1]
        if leaf.id == "mapping":
            within, leaf = last[0].start_mark.column, last[1]
        else:
            within, leaf = leaf.start_mark.column, last
    block = leaf.id == "scalar" and leaf.style in ("|", ">")
    first = max(start + 1, leaf.start_mark.line + 1)
    while until > first:
        line = lines[until - 1]
        if block and line.strip() and len(line) - len(line.lstrip(" ")) > within:
            break
        if not _NO_CONTENT.match(line):
            break
        until -= 1
    return until


def _mapping(
    lines: Sequence[str],
    node: Node,
    end: int,
    old: dict[str, Any],
    new: dict[str, Any],
    column: int,
) -> list[str] | None:
    marks: list[tuple[int, Node, str]] = []
    for key, value in node.value:
        if key.id != "scalar" or key.start_mark.column != column or key.anchor is not None:
            return None
        if marks and key.start_mark.line <= marks[-1][0]:
            return None
        marks.append((key.start_mark.line, value, key.value))
    keys = [key for _, _, key in marks]
    if len(set(keys)) != len(keys):
        return None
    parts, below = _parts(lines, marks, end, column)
    added: dict[str, list[str]] = {}
    anchor = keys[-1]
    for key in new:
        if key in keys:
            anchor = key
        else:
            added.setdefault(anchor, []).append(key)
    result: list[str] = []
    for part in parts:
        result += part.above
        if part.key in new and new[part.key] != old.get(part.key):
            result += _entry(lines, part, old.get(part.key), new[part.key], column)
        elif part.key in new or part.key not in old:
            result += part.body
        for key in added.get(part.key, ()):
            result += yamltext.entry(key, new[key], column)
    return result + below


def _entry(lines: Sequence[str], part: Part, old: Any, new: Any, column: int) -> list[str]:
    """Lines of a field whose value changed."""
    node = part.node
    assert node is not None
    end = part.start + len(part.body)
    if isinstance(old, dict) and isinstance(new, dict) and new and _is_block(node, "mapping"):
        inner = _mapping(lines, node, end, old, new, node.start_mark.column)
        if inner is not None and node.start_mark.line > part.start:
            return [*_head(lines, part, node, column), *inner]
    if isinstance(old, list) and isinstance(new, list) and new and _is_block(node, "sequence"):
        inner = _sequence(lines, node, end, old, new)
        if inner is not None and node.start_mark.line > part.start:
            return [*_head(lines, part, node, column), *inner]
    written = yamltext.entry(part.key, new, column)
    written[0] = f"{' ' * column}{_key(part)}{written[0][len(_plain_head(part, column)) :]}"
    return _with_comments(lines, part, written, column)


def _plain_head(part: Part, column: int) -> str:
    return f"{' ' * column}{yamltext.scalar(part.key)}"


def _key(part: Part) -> str:
    """The key as it is written, quotes and all."""
    text = part.body[0].lstrip(" ")
    match = re.match(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", text)
    return match[0] if match else yamltext.scalar(part.key)


def _head(lines: Sequence[str], part: Part, node: Node, column: int) -> list[str]:
    """Lines from a key to the first line of its block value."""
    head = list(lines[part.start : node.start_mark.line])
    head[0] = " " * column + head[0][column:]
    return head


def _with_comments(lines: Sequence[str], part: Part, written: list[str], column: int) -> list[str]:
    """New lines of a field with the comments of the old ones."""
    comments = _comments(lines, part)
    if not comments:
        return written
    if len(part.body) == 1 and len(written) == 1:
        return [written[0] + comments[0]]
    return [*(" " * column + comment.strip() for comment in comments), *written]


def _comments(lines: Sequence[str], part: Part) -> list[str]:
    """Comments within a part, with the white space before those that follow content."""
    head = part.body[0]
    key_end = len(head) - len(head.lstrip()) + len(_key(part))
    end = part.start + len(part.body)
    return [text for _, text in _found_comments(lines, part.node, part.start, key_end, end)]


def comments(
    lines: Sequence[str], key: Node, value: Node, start: int, end: int
) -> Iterator[tuple[int, str]]:
    """Comments of one entry of a mapping, each with its line.

    One that follows content has the white space before it; one that has a line of its own
    begins with ``#``.

    Args:
        lines: of the whole text.
        key: of the entry.
        value: of the entry.
        start: first line of the entry.
        end: the line after its last.
    """
    return _found_comments(lines, value, start, key.end_mark.column, end)


def _found_comments(
    lines: Sequence[str], value: Node | None, start: int, key_end: int, end: int
) -> Iterator[tuple[int, str]]:
    spans: list[tuple[tuple[int, int], tuple[int, int]]] = []

    def visit(node: Node) -> None:
        if node.id == "scalar":
            first, last = node.start_mark, node.end_mark
            block = node.style in ("|", ">")
            opened = (first.line + 1, 0) if block else (first.line, first.column)
            closed = (end, 0) if block else (last.line, last.column)
            spans.append((opened, closed))
            return
        for child in node.value:
            for each in child if node.id == "mapping" else (child,):
                visit(each)

    assert value is not None
    visit(value)
    for number in range(start, end):
        line = lines[number]
        for match in re.finditer(r"(?:^|(?<=\s))#", line):
            here = (number, match.start())
            if here < (start, key_end) or any(first <= here < last for first, last in spans):
                continue
            before = line[: match.start()]
            space = before[len(before.rstrip()) :] if before.strip() else ""
            yield number, f"{space}{line[match.start() :]}"
            break


def _identity(value: Any) -> Hashable:
    """What makes an item of a list the same one when another field of it changed."""
    if isinstance(value, dict):
        return str(value.get("id") or value.get("text") or "")
    return repr(value)


def matched(
    old: Sequence[Any],
    new: Sequence[Any],
    key: Callable[[Any], Hashable],
    renames: Callable[[Any], bool],
) -> list[int]:
    """For each new item the index of the old one that it was, or -1.

    Items are the same when their keys are, the n-th with the n-th of that key. Of
    the rest, those at one index in lists of one length are taken for renamed, where
    `renames` says of the old one that it can be.
    """
    places: dict[Hashable, list[int]] = {}
    for n, value in enumerate(old):
        places.setdefault(key(value), []).append(n)
    found = []
    for value in new:
        same = places.get(key(value))
        found.append(same.pop(0) if same else -1)
    if len(old) == len(new):
        taken = set(found)
        for n, place in enumerate(found):
            if place < 0 and n not in taken and renames(old[n]):
                found[n] = n
    return found


def _sequence(
    lines: Sequence[str], node: Node, end: int, old: list[Any], new: list[Any]
) -> list[str] | None:
    """Lines of a block list whose items changed."""
    column = node.start_mark.column
    marks = _dashes(lines, node, column) if len(node.value) == len(old) else None
    if marks is None:
        return None
    bodies, below = _parts(lines, marks, end, column)
    sources = matched(old, new, _identity, lambda value: isinstance(value, dict))
    kept = [n for n in sources if n >= 0]
    in_order = kept == sorted(kept)
    result: list[str] = []
    done = 0
    for value, place in zip(new, sources, strict=True):
        if place < 0:
            result += yamltext.item(value, column)
            continue
        if in_order:  # what stood above an item that is gone stays where it was
            result += chain.from_iterable(part.above for part in bodies[done:place])
            done = place + 1
        result += bodies[place].above
        result += _item(lines, bodies[place], old[place], value, column)
    gone = range(done, len(bodies)) if in_order else sorted({*range(len(bodies))} - {*kept})
    return [*result, *chain.from_iterable(bodies[n].above for n in gone), *below]


def _dashes(lines: Sequence[str], node: Node, column: int) -> list[tuple[int, Node, str]] | None:
    """The line of the dash of each item, or None where two share one or it has none."""
    marks: list[tuple[int, Node, str]] = []
    for each in node.value:
        above = marks[-1][0] if marks else -1
        line = each.start_mark.line
        while line > above and not lines[line].startswith(" " * column + "-"):
            line -= 1
        if line <= above:
            return None
        marks.append((line, each, ""))
    return marks


def _item(lines: Sequence[str], part: Part, old: Any, new: Any, column: int) -> list[str]:
    """Lines of an item as it is now, those that say what they did as they were."""
    raw = lines[part.start : part.start + len(part.body)]
    if old == new:
        return [*raw]
    both = isinstance(new, dict) and isinstance(old, dict)
    inner = _fields(lines, part, raw, old, new) if both else None
    return inner or _anew(lines, part, new, column)


def _fields(
    lines: Sequence[str],
    part: Part,
    raw: Sequence[str],
    old: dict[str, Any],
    new: dict[str, Any],
) -> list[str] | None:
    node = part.node
    assert node is not None
    column = node.start_mark.column
    if not _is_block(node, "mapping") or node.start_mark.line != part.start:
        return None
    if raw[0][:column].strip() != "-":
        return None
    inner = _mapping(lines, node, part.start + len(raw), old, new, column)
    if inner is None:
        return None
    first = next((n for n, line in enumerate(inner) if not _NO_CONTENT.match(line)), None)
    if first is None:
        return None
    dash = raw[0][:column]
    inner[first] = dash + inner[first][column:]
    return inner
