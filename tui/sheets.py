"""Texts for the sheet: help, code points, history. Pure: data in, lines out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glossary.decision import Action, Decision
from glossary.finding import Finding
from glossary.model import Concept, Term, Termbase
from glossary.visible import visible
from glossary.words import clusters
from tui.cells import width
from tui.evidence import Sentence
from tui.keys import GROUPS, KEYS, shown
from tui.neighbours import Neighbour
from tui.page import Choice
from tui.proposals import Proposal
from tui.rows import MARKS, MARKS_ASCII, STATES, STATES_ASCII, WORDS
from tui.session import Summary
from tui.typeset import Line, fit, keyword, piece, plain, wrapped

if TYPE_CHECKING:
    from aligner.consistency import Row  # which needs numpy

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
    Action.SETTLE: "took",
    Action.SKIP: "skipped",
    Action.FLAG: "flagged",
    Action.UNDO: "took back",
}


def said(decision: Decision, termbase: Termbase) -> Line:
    """A decision in words: ``preferred th ระดมมวลชน``; another concept in it has its name."""
    if decision.action is Action.SETTLE:
        return _taken(decision)
    line: list[tuple[str, str]] = [(f"{_VERBS[decision.action]} ", "")]
    if decision.lang:
        line.append((f"{decision.lang} ", "label"))
    if decision.text:
        line.append(piece(decision.text))
    if decision.into and decision.action in (Action.MERGE, Action.MOVE):
        line.append((" into " if decision.action is Action.MERGE else " to ", "dim"))
        moved = decision.action is Action.MOVE
        concept = termbase.by_id.get(decision.into) if moved else None
        line.append(piece(concept.name if concept is not None else decision.into))
    if decision.reason:
        line.append(piece(f" ({decision.reason})", "dim"))
    return tuple(line)


def _taken(decision: Decision) -> Line:
    """Which side of a merge was taken: ``took theirs: note of th มติ``."""
    field = decision.into.partition(":")[0].replace("_", " ")
    line = [(f"took {decision.reason}: ", ""), piece(field)]
    if decision.lang and field == "preferred":
        line.append(piece(f" term in {decision.lang}"))
    elif decision.lang:
        line += [(" of ", "dim"), (f"{decision.lang} ", "label"), piece(decision.text)]
    return tuple(line)


def help_text(cells: int, *, ascii_only: bool = False, first: str = "") -> list[Line]:
    """All keys, by what they are for, and the marks.

    Args:
        cells: room.
        ascii_only: write keys and marks with ASCII characters.
        first: the group of keys that comes first, for where the cursor is.
    """
    lines: list[Line] = []
    for group, title in sorted(GROUPS.items(), key=lambda each: each[0] != first):
        lines.append(((title, "name"),))
        for key in KEYS:
            if key.group != group:
                continue
            names = " ".join(shown(k, ascii_only=ascii_only) for k in key.keys)
            column = names + " " * max(1, 13 - width(names))
            room = max(10, cells - width(column) - 2)
            line, *rest = wrapped(key.help, room)
            lines.append((("  ", ""), (column, "key"), *line))
            lines += [((" " * (2 + width(column)), ""), *each) for each in rest]
        lines.append(())
    marks = MARKS_ASCII if ascii_only else MARKS
    states = STATES_ASCII if ascii_only else STATES
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
        *(((f"  {mark}  {state.value}", ""),) for state, mark in states.items() if mark.strip()),
        (),
        *wrapped(
            "The number before a concept in the queue: at how many places a decision may change "
            "what stands there.",
            cells,
            "dim",
        ),
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


def history(
    decisions: Sequence[tuple[Decision, bool]], termbase: Termbase, cells: int
) -> list[Line]:
    """Decisions, the last first; those taken back are marked."""
    if not decisions:
        return [(("nobody has decided anything about it yet", "dim"),)]
    lines: list[Line] = []
    for made, stands in reversed(decisions):
        when = made.at.replace("T", " ").rstrip("Z")[:16] + " "
        told = f"{made.reviewer} {plain([said(made, termbase)])}"
        style = "" if stands else "dim"
        first, *rest = wrapped(
            told if stands else f"taken back: {told}", max(20, cells - width(when)), style
        )
        lines.append(((when, "label" if stands else "dim"), *first))
        lines += [((" " * width(when), ""), *line) for line in rest]
    return lines


def proposals(
    found: Sequence[Proposal], at: int, typed: str, seen: Sentence | None, cells: int
) -> list[Line]:
    """Proposals for a term, with the one that Enter takes marked, and a sentence that has it.

    Args:
        found: the proposals.
        at: the one that is marked, from 1; 0 for what was typed.
        typed: so far; the digits pick while it is empty.
        seen: a sentence with what is marked.
        cells: room.
    """
    lines: list[Line] = (
        [((("> " if not at else "  "), "key"), piece(typed, "name"))] if typed else []
    )
    for number, proposal in enumerate(found, 1):
        mark = ">" if number == at else " " if typed else f"{number}"
        line = ((f"{mark} ", "key"), (f"{proposal.count or '':>4} ", "count"))
        lines.append(fit((*line, piece(proposal.text, "name" if number == at else "")), cells))
    if not lines:
        lines = [(("nothing was mined from which to propose a term", "dim"),)]
    if seen is not None:
        place = seen.text.find(found[at - 1].text if at else typed)
        end = place + len(found[at - 1].text if at else typed)
        lines += [(), keyword(seen.text, place, end, cells)]
        if seen.partner is not None and seen.partner.text:
            lines += wrapped(seen.partner.text, cells, "dim", 2)
    return lines


def neighbours(near: Sequence[Neighbour], langs: Sequence[str], cells: int) -> list[Line]:
    """Concepts that stand near, with what they are called."""
    if not near:
        return [(("no related concept, and none with a text or a name in common", "dim"),)]
    lines: list[Line] = []
    for neighbour in near:
        concept = neighbour.concept
        lines.append(
            fit(
                (
                    piece(concept.name, "name"),
                    piece(f"  {concept.gloss}", "label"),
                    piece(f"  ({neighbour.why})", "dim"),
                ),
                cells,
            )
        )
        for term in (term for lang in langs for term in concept.in_lang(lang)):
            word = f"{WORDS[term.status]:<10} "
            lines.append(
                fit(
                    (
                        (f"  {term.lang:>3} ", "label"),
                        (word, term.status.value),
                        piece(term.text, term.status.value),
                    ),
                    cells,
                )
            )
    return lines


def report(rows: Sequence[Row], termbase: Termbase, cells: int) -> list[Line]:
    """The least consistent concepts, the most to repair first."""
    if not rows:
        return [(("no concept of the glossary stands in the corpus", "dim"),)]
    lines: list[Line] = [
        (("lang count wrong repair", "label"),),
    ]
    for row in rows:
        concept = termbase.by_id.get(row.concept)
        figures = row.figures
        lines.append(
            fit(
                (
                    (f"{row.lang:>4} ", "label"),
                    (f"{figures.occurrences:>5} {row.wrong:>5} {row.impact:>6.1f} ", "count"),
                    piece(f"{concept.name if concept else row.concept}  ", "name"),
                    piece("  ".join(f"{v.count} {v.text}" for v in row.variants[:4])),
                ),
                cells,
            )
        )
    return lines


def findings(found: Sequence[Finding], cells: int) -> list[Line]:
    """What is wrong in a checked file."""
    if not found:
        return [(("nothing found", "preferred"),)]
    lines: list[Line] = []
    for finding in found:
        style = {"error": "deprecated", "warning": "warn"}.get(finding.severity, "dim")
        lines += wrapped(
            f"{finding.line}:{finding.column} {finding.severity} {finding.code} {finding.message}",
            cells,
            style,
        )
    return lines


def detail(choice: Choice, elsewhere: Sequence[tuple[Concept, Term]], cells: int) -> list[Line]:
    """Why a choice is there, what is known of it and who else uses it, in two lines."""
    also = [f"also {WORDS[term.status]} for {concept.name}" for concept, term in elsewhere[:2]]
    warned = wrapped("; ".join(also), cells, "warn", 1) if also else []
    return (warned + _known(choice, cells))[:2]


def _known(choice: Choice, cells: int) -> list[Line]:
    term = choice.term
    if term is not None:
        parts = []
        if term.reason:
            parts.append(term.reason)
        if term.note:
            parts.append(term.note)
        if term.decided_by:
            parts.append(", ".join(filter(None, (f"by {term.decided_by}", term.decided_at[:10]))))
        if term.forms:
            parts.append("forms: " + ", ".join(term.forms))
        return wrapped("; ".join(parts), cells, "dim", 2) if parts else [()]
    lines: list[Line] = []
    for row in choice.renderings:
        reasons = "; ".join(r.text or f"{r.name} {r.value:.2f}" for r in row.reasons)
        said_first = f"{row.documents} document{'s' * (row.documents != 1)}"
        lines += wrapped("; ".join(filter(None, (row.gloss, said_first, reasons))), cells, "dim", 1)
        if row.alternatives:
            lines += wrapped("b: or " + " | ".join(row.alternatives), cells, "dim", 1)
    return lines[:2]


def farewell(summary: Summary) -> str:
    """What came of a session, in one line: ``27 decided, 1 flagged, 140 left; 12 minutes``."""
    counts = {
        "decided": summary.decided,
        "changed": summary.changed,
        "skipped": summary.skipped,
        "flagged": summary.flagged,
        "left": summary.left,
    }
    parts = [f"{n} {word}" for word, n in counts.items() if n or word in ("decided", "left")]
    seconds = round(summary.seconds)
    minutes = round(seconds / 60)
    time = f"{seconds} s" if seconds < 90 else f"{minutes} minutes"
    settled = summary.decided + summary.changed + summary.skipped + summary.flagged
    pace = f", {seconds / settled:.0f} s a concept" if settled > 1 else ""
    return f"{', '.join(parts)}; {time}{pace}"
