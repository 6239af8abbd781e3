"""What stands on each line of the screen: concepts, choices, sentences. No widget here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glossary.model import Status
from tui.evidence import Sentence
from tui.page import Choice, Item, Page, State
from tui.typeset import Line, apart, fit, keyword, measure, piece, wrapped

STATES = {
    State.OPEN: " ",
    State.CONFLICT: "≠",
    State.DECIDED: "✓",
    State.SKIPPED: "›",
    State.FLAGGED: "⚑",
}
STATES_ASCII = {
    State.OPEN: " ",
    State.CONFLICT: "#",
    State.DECIDED: "+",
    State.SKIPPED: ">",
    State.FLAGGED: "!",
}
_STATE_STYLES = {
    State.OPEN: "",
    State.CONFLICT: "deprecated",
    State.DECIDED: "preferred",
    State.SKIPPED: "dim",
    State.FLAGGED: "warn",
}

MARKS = {
    Status.PREFERRED: "✓",
    Status.ADMITTED: "+",
    Status.PROPOSED: "·",
    Status.DEPRECATED: "✗",
    Status.SUPERSEDED: "~",
    None: "?",
}
MARKS_ASCII = {
    Status.PREFERRED: "P",
    Status.ADMITTED: "+",
    Status.PROPOSED: ".",
    Status.DEPRECATED: "X",
    Status.SUPERSEDED: "~",
    None: "?",
}
WORDS = {
    Status.PREFERRED: "preferred",
    Status.ADMITTED: "admitted",
    Status.PROPOSED: "proposed",
    Status.DEPRECATED: "forbidden",
    Status.SUPERSEDED: "superseded",
    None: "new",
}
DIGITS = 9
_NARROW = 50
"""Cells of a choice below which it is drawn with its text and little else."""


@dataclass(frozen=True, slots=True)
class Row:
    """One numbered choice."""

    choice: Choice
    number: int
    """The digit that picks it; 0 for none."""
    starred: bool
    first: bool
    """Whether it is the first of its language."""
    more: int = 0
    """How many of its language are left out after it."""


def numbered(page: Page, langs: Sequence[str], room: int | None = None) -> tuple[Row, ...]:
    """The choices as they are shown, with digits for those that one may pick.

    In each language first the terms that may be used, then forbidden ones that the corpus has,
    then new renderings, then forbidden ones that it has not. Each language gets its
    fair part of nine digits and of the room; what is forbidden gets no digit.

    Args:
        page: of the concept.
        langs: in the order shown.
        room: rows at most, or None for all; what is left out is said in `Row.more`.
    """
    ordered = {lang: sorted(page.choices[lang], key=_order) for lang in langs}
    sizes = {lang: len(ordered[lang]) for lang in langs}
    visible = sizes if room is None else shares(sizes, max(room, len(langs)))
    quota = shares(
        {lang: sum(map(_pickable, ordered[lang][: visible[lang]])) for lang in langs}, DIGITS
    )
    rows: list[Row] = []
    digit = 0
    for lang in langs:
        left_out = sizes[lang] - visible[lang]
        for place, choice in enumerate(ordered[lang][: visible[lang]]):
            picked = _pickable(choice) and quota[lang] > 0
            digit += picked
            quota[lang] -= picked
            starred = page.starred.get(lang) == choice.text and choice.status is not None
            last = place == visible[lang] - 1
            rows.append(
                Row(choice, digit if picked else 0, starred, place == 0, left_out if last else 0)
            )
    return tuple(rows)


def _order(choice: Choice) -> int:
    if choice.status is None:
        return 2
    return 0 if choice.status.usable else 1 if choice.count else 3


def _pickable(choice: Choice) -> bool:
    return choice.status is None or choice.status.usable


def shares(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """How many of `total` each gets: no more than it has, the rest spread evenly."""
    given = dict.fromkeys(sizes, 0)
    while total and any(given[key] < size for key, size in sizes.items()):
        for key, size in sizes.items():
            if total and given[key] < size:
                given[key] += 1
                total -= 1
    return given


def queued(item: Item, cells: int, *, why: str = "", ascii_only: bool = False) -> Line:
    """A concept of the queue; `why` says at the right edge why it is among those shown."""
    style = _STATE_STYLES[item.state]
    marks = STATES_ASCII if ascii_only else STATES
    line: Line = (
        (marks[item.state], style or "dim"),
        (f"{_short(item.repair, _none(ascii_only))} ", "count" if item.repair >= 1 else "dim"),
        piece(item.name, style),
    )
    return apart(line, ((why, "label"),), cells) if why else line


def chosen(entry: Row, cells: int, *, ascii_only: bool = False) -> Line:
    """A choice. Counts and marks come first: a terminal that draws the text narrower or
    wider than it was measured moves nothing that stands before it. Where there are few cells,
    share and name of the status make room for the text, which is what one chooses by.
    """
    choice = entry.choice
    spare = cells >= _NARROW
    name = f"{WORDS[choice.status]:<10} " if spare else ""
    marks, star = (MARKS_ASCII, "*") if ascii_only else (MARKS, "★")
    share = f"{choice.share:>5.0%}" if choice.term and choice.count else "     "
    share = share if spare else ""
    style = choice.status.value if choice.status else "new"
    more = f"  e: +{entry.more}" if entry.more else ""
    count = f"{choice.count or _none(ascii_only)!s:>5}{share} "
    line = (
        (f"{choice.lang.upper() if entry.first else '':<3}", "label"),
        (star if entry.starred else " ", "star"),
        (f"{entry.number or ''!s:>1} ", "key"),
        (count, "count" if choice.count else "dim"),
        (f"{marks[choice.status]} {name}", style),
    )
    room = cells - sum(len(text) for text, _ in line) - len(more)
    return (*line, *fit((piece(choice.text, style),), max(8, room)), (more, "dim"))


def hit(
    number: int,
    found: Sentence,
    cells: int,
    marked: Mapping[str, Sequence[str]],
    marks: tuple[str, str] = ("", ""),
) -> tuple[Line, Line]:
    """A sentence around its hit, and under it the sentence aligned with it.

    Args:
        number: of the hit, from 0.
        found: the sentence.
        cells: room.
        marked: by language, what is marked in the aligned sentence.
        marks: put around the hit, for terminals without colour.
    """
    lead = f"{number + 1:>3} "
    line: Line = (
        (lead, "dim"),
        *keyword(found.text, found.start, found.end, cells - len(lead), marks=marks),
    )
    return line, _under(found, cells, marked)


def keys(
    hints: Sequence[tuple[str, str, str]], cells: int
) -> tuple[Line, list[tuple[int, int, str]]]:
    """Keys with what they do, as many as there is room for.

    Args:
        hints: key, words and action of each.
        cells: room.

    Returns:
        The line, and from which cell to which each action stands on it.
    """
    line: list[tuple[str, str]] = [(" ", "")]
    actions: list[tuple[int, int, str]] = []
    for key, words, action in hints:
        pair = ((f"{key} ", "key"), (f"{words}  " if words else "", "dim"))
        start, end = measure(line), measure((*line, *pair))
        if end > cells:
            break
        line += pair
        actions.append((start, end, action))
    return tuple(line), actions


def _none(ascii_only: bool) -> str:
    return "-" if ascii_only else "·"


def _short(number: float, none: str) -> str:
    """A number in four cells."""
    whole = round(number)
    if not whole:
        return f"   {none}"
    return f"{whole:>4}" if whole < 10_000 else f"{min(whole // 1000, 999):>3}k"


def head(page: Page, place: str, cells: int, most: int) -> list[Line]:
    concept = page.concept
    others = concept.in_lang("vi")[1:]
    name: list[tuple[str, str]] = [piece(concept.name, "name")]
    if others:
        name.append(piece(" / " + " / ".join(term.text for term in others), "dim"))
    right = " ".join(part for part in (place, concept.subject, _state(page.state)) if part)
    lines = [apart(name, (piece(right, "dim"),), cells)]
    gloss = concept.gloss or ", ".join(term.text for term in concept.in_lang("en"))
    if gloss:
        lines += wrapped(gloss, cells, "label", 1)
    if page.conflicts:
        number = len(page.conflicts)
        left = "a thing" if number == 1 else f"{number} things"
        lines.append((piece(f"a merge left {left} in two versions: Enter settles", "warn"),))
    if page.remark and page.state in (State.FLAGGED, State.SKIPPED):
        lines += wrapped(page.remark, cells, "warn", 1)
    room = most - len(lines)
    note = bool(concept.note) and room > 1
    if concept.definition and room - note > 0:
        lines += wrapped(concept.definition, cells, "", room - note)
    if concept.note and most > len(lines):
        lines += wrapped(f"note: {concept.note}", cells, "dim", most - len(lines))
    return lines


def _state(state: State) -> str:
    return "" if state is State.OPEN else state.value


def _under(found: Sentence, cells: int, marked: Mapping[str, Sequence[str]]) -> Line:
    partner = found.partner
    if partner is None:
        return (("    ", ""), piece(found.document, "dim"))
    lead = f"{partner.lang:>3} "
    if not partner.text:
        return ((lead, "label"), ("no sentence is aligned with it", "dim"))
    start, end = _first(partner.text, marked.get(partner.lang, ()))
    return (
        (lead, "label"),
        *keyword(partner.text, start, end, cells - len(lead), style="dim", hit="match"),
    )


def _first(text: str, terms: Sequence[str]) -> tuple[int, int]:
    """Where the first of some terms stands; (0, 0) for none."""
    folded = text.casefold()
    if len(folded) != len(text):
        return 0, 0
    for term in terms:
        place = folded.find(term.casefold())
        if place >= 0:
            return place, place + len(term)
    return 0, 0
