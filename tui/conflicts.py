"""What a merge left in two versions, in words: what it is about, and what each side says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glossary import record
from glossary.difference import differences
from glossary.merge import Conflict
from glossary.model import Concept, Status, Termbase
from tui.cells import width
from tui.rows import WORDS
from tui.typeset import Line, fit, piece, wrapped

EDITABLE = frozenset({"definition", "note"})
"""Fields of a concept for which a reviewer can write a text of their own."""

_LINES = 3
"""Of each side of a conflict that is not the one under the cursor."""


def title(conflict: Conflict) -> str:
    """What it is about: ``preferred term in TH``, ``note of TH มติ``, ``definition``."""
    lang, field = conflict.lang.upper(), conflict.field.replace("_", " ")
    if conflict.field == "preferred":
        return f"preferred term in {lang}"
    if conflict.field == "concept":
        return "whether there is such a concept"
    if conflict.field == "term":
        return f"whether {lang} {conflict.text} is a term"
    return f"{field} of {lang} {conflict.text}" if lang else field


def side(conflict: Conflict, name: str) -> str:
    """What ``base``, ``ours`` or ``theirs`` says."""
    value = getattr(conflict, name)
    if conflict.field in ("concept", "term"):
        return _whole(conflict, name)
    if value is None:
        return "none"
    if isinstance(value, Mapping) and "status" in value:
        return _decision(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value) or "empty"


def _decision(value: Mapping[str, Any]) -> str:
    status = str(value["status"])
    words = WORDS[Status(status)] if status in record.STATUSES else status
    if value.get("text"):
        words = f"{value['text']}, {words}"
    if value.get("decided_by"):
        words += f" by {value['decided_by']}"
    if value.get("decided_at"):
        words += f", {str(value['decided_at'])[:10]}"
    return words + (f": {value['reason']}" if value.get("reason") else "")


def _whole(conflict: Conflict, name: str) -> str:
    """A term or a concept that one side took out and the other changed."""
    value = getattr(conflict, name)
    if value is None:
        return "took it out"
    if name == "base" or not isinstance(value, dict) or not isinstance(conflict.base, dict):
        return "it is there"
    old, new = (_termbase(conflict, data) for data in (conflict.base, value))
    return "; ".join(each.message for each in differences(old, new)) or "left it as it was"


def _termbase(conflict: Conflict, data: record.Data) -> Termbase:
    if conflict.field == "term":
        data = {"id": conflict.concept, "terms": {conflict.lang: [data]}}
    found = record.Reader().concept(data, ())
    return Termbase((found,) if isinstance(found, Concept) else ())


def text(conflicts: Sequence[Conflict], at: int, cells: int) -> list[Line]:
    """All conflicts of a concept, with that under the cursor marked and numbered."""
    lines: list[Line] = []
    for place, conflict in enumerate(conflicts):
        here = place == at
        head = title(conflict)
        lines.append(fit((("> " if here else "  ", "key"), piece(head, "name")), cells))
        for number, name, word in (("", "base", "before"), ("1", "ours", ""), ("2", "theirs", "")):
            lead = f"  {number if here else '':<1} {word or name:<7} "
            style = "dim" if name == "base" else ""
            room = max(10, cells - width(lead))
            first, *rest = wrapped(side(conflict, name), room, style, None if here else _LINES)
            lines.append(((lead, "key" if here else "dim"), *first))
            lines += [((" " * width(lead), ""), *line) for line in rest]
        lines.append(())
    return lines


def row_of(lines: Sequence[Line]) -> int:
    """Where the conflict under the cursor begins."""
    return next((n for n, line in enumerate(lines) if line and line[0] == ("> ", "key")), 0)
