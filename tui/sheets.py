"""Texts for the sheet: help, code points, history. Pure: data in, lines out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from glossary.decision import Action, Decision
from glossary.visible import visible
from glossary.words import clusters
from tui.cells import width
from tui.keys import GROUPS, KEYS, shown
from tui.session import Choice, Summary
from tui.typeset import Line, fit, piece, wrapped
from tui.widgets.choices import MARKS, MARKS_ASCII, WORDS

_VERBS = {
    Action.PREFER: "preferred",
    Action.ADMIT: "admitted",
    Action.DEPRECATE: "forbade",
    Action.PROPOSE: "proposed",
    Action.REMOVE: "removed",
    Action.REJECT: "no rendering:",
    Action.MERGE: "merged",
    Action.MOVE: "moved",
    Action.CREATE: "created",
    Action.DEFINE: "defined",
    Action.NOTE: "noted",
    Action.SKIP: "skipped",
    Action.FLAG: "flagged",
    Action.UNDO: "took back",
}


def said(decision: Decision) -> Line:
    """A decision in words: ``preferred th ระดมมวลชน``."""
    line: list[tuple[str, str]] = [(f"{_VERBS[decision.action]} ", "")]
    if decision.lang:
        line.append((f"{decision.lang} ", "label"))
    if decision.text:
        line.append(piece(decision.text))
    if decision.into and decision.action in (Action.MERGE, Action.MOVE):
        line.append((" into " if decision.action is Action.MERGE else " to ", "dim"))
        line.append(piece(decision.into))
    if decision.reason:
        line.append(piece(f" ({decision.reason})", "dim"))
    return tuple(line)


def help_text(cells: int, *, ascii_only: bool = False) -> list[Line]:
    """All keys, by what they are for, and the marks."""
    lines: list[Line] = []
    for group, title in GROUPS.items():
        lines.append(((title, "name"),))
        for key in KEYS:
            if key.group != group:
                continue
            names = " ".join(shown(k, ascii_only=ascii_only) for k in key.keys)
            column = names + " " * max(1, 13 - width(names))
            room = max(10, cells - width(column) - 2)
            first, *rest = wrapped(key.help, room)
            lines.append((("  ", ""), (column, "key"), *first))
            lines += [((" " * (2 + width(column)), ""), *line) for line in rest]
        lines.append(())
    marks = MARKS_ASCII if ascii_only else MARKS
    lines.append((("Marks", "name"),))
    star = "*" if ascii_only else "★"
    lines.append(
        (
            ("  ", ""),
            (star, "star"),
            ("  what Enter prefers: chosen or proposed by people, never by count", ""),
        )
    )
    for status, mark in marks.items():
        style = status.value if status else "new"
        lines.append((("  ", ""), (mark, style), (f"  {WORDS[status]}", "")))
    lines += [
        (),
        *wrapped(
            "Every decision is on the disk before the screen says so. Thai and Hindi keyboards "
            "work: a key answers to whatever character it sends.",
            cells,
            "dim",
        ),
    ]
    return [fit(line, cells) for line in lines]


def code_points(text: str, cells: int) -> list[Line]:
    """Each character as people see it, and the code points that make it."""
    lines: list[Line] = [
        ((f"{len(text)} code points, {len(clusters(text))} characters", "dim"),),
        (),
    ]
    for start, end in clusters(text):
        for place in range(start, end):
            code = text[place]
            name = unicodedata.name(code, "unnamed control or private character")
            seen = visible(text[start:end]) if place == start else ""
            lines.append(
                fit(
                    ((f"U+{ord(code):04X} ", "key"), (f"{name.lower()}  ", ""), (seen, "hit")),
                    cells,
                )
            )
    changed = unicodedata.normalize("NFC", text) != text
    if changed:
        lines += [
            (),
            *wrapped("This text is not in NFC; it is compared as if it were.", cells, "warn"),
        ]
    return lines


def history(decisions: Sequence[tuple[Decision, bool]], cells: int) -> list[Line]:
    """Decisions, the last first; those taken back are marked."""
    if not decisions:
        return [(("nobody has decided anything about it yet", "dim"),)]
    lines: list[Line] = []
    for made, stands in reversed(decisions):
        when = made.at.replace("T", " ").rstrip("Z")[:16]
        lines.append(
            fit(
                (
                    (f"{when} ", "dim"),
                    ("" if stands else "taken back: ", "warn"),
                    piece(f"{made.reviewer} ", "label"),
                    *said(made),
                ),
                cells,
            )
        )
    return lines


def detail(choice: Choice, cells: int) -> list[Line]:
    """Why a choice is there and what is known of it, in two lines."""
    term = choice.term
    if term is not None:
        parts = []
        if term.reason:
            parts.append(term.reason)
        if term.note:
            parts.append(term.note)
        if term.decided_by:
            parts.append(f"by {term.decided_by}, {term.decided_at[:10]}")
        if term.forms:
            parts.append("forms: " + ", ".join(term.forms))
        return wrapped("; ".join(parts), cells, "dim", 2) if parts else [()]
    lines: list[Line] = []
    for row in choice.renderings:
        reasons = "; ".join(r.text or f"{r.name} {r.value:.2f}" for r in row.reasons)
        said_first = f"{row.documents} documents"
        if row.gloss:
            said_first = f"“{row.gloss}”, {said_first}"
        lines += wrapped("; ".join(p for p in (said_first, reasons) if p), cells, "dim", 1)
        if row.alternatives:
            lines += wrapped("b: or " + " | ".join(row.alternatives), cells, "dim", 1)
    return lines[:2]


def farewell(summary: Summary) -> str:
    """What came of a session, in one line."""
    parts = [f"{summary.decided} decided"]
    if summary.skipped:
        parts.append(f"{summary.skipped} skipped")
    if summary.flagged:
        parts.append(f"{summary.flagged} flagged")
    parts.append(f"{summary.left} left")
    return ", ".join(parts)
