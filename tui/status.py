"""The lines at the top and the foot of the screen: how the review stands, and which keys help."""

from __future__ import annotations

from collections.abc import Sequence

from tui.keys import KEYS, Key
from tui.page import Item, State
from tui.session import Session
from tui.typeset import Line, piece

_HINTS = (
    "help",
    "approve",
    "pick",
    "skip",
    "undo",
    "search",
    "admit",
    "forbid",
    "merge",
    "note",
    "leave",
)
"""In the footer, as many as there is room for."""


def standing(items: Sequence[Item], langs: Sequence[str], words: str) -> Line:
    """How many concepts are in which state, in which languages, behind which filter."""
    counts = dict.fromkeys(State, 0)
    for item in items:
        counts[item.state] += 1
    conflicts = sum(item.conflicts for item in items)
    line: list[tuple[str, str]] = [
        (f" {counts[State.OPEN]} open", "name"),
        (f"  {counts[State.DECIDED]} decided", "preferred"),
    ]
    if conflicts:
        line.insert(0, (f" {conflicts} conflict{'s' * (conflicts > 1)} ", "deprecated"))
    if counts[State.SKIPPED]:
        line.append((f"  {counts[State.SKIPPED]} skipped", "dim"))
    if counts[State.FLAGGED]:
        line.append((f"  {counts[State.FLAGGED]} flagged", "warn"))
    line.append((f"  {'+'.join(lang.upper() for lang in langs)}", "label"))
    if words:
        line.append(piece(f"  only: {words}", "warn"))
    return tuple(line)


def keeping(session: Session, *, trouble: bool, saving: bool, saved: float | None) -> Line:
    """Who decides, what the termbase file lacks, and how much can be undone.

    Args:
        session: the review.
        trouble: whether the file could not be written.
        saving: whether it is being written.
        saved: seconds since it was; None if it was not yet.
    """
    line = [piece(f"{session.reviewer}  ", "dim")]
    if trouble:
        line.append(("NOT SAVED  ", "deprecated"))
    elif saving:
        line.append(("saving  ", "dim"))
    elif session.unsaved:
        line.append((f"{session.unsaved} to save  ", "dim"))
    elif saved is not None:
        line.append((f"saved {_ago(saved)}  ", "dim"))
    line.append((f"undo {session.undoable} ", "dim"))
    return tuple(line)


def hints(*, sheet: bool) -> list[Key]:
    """Keys for the footer: of a sheet, or of the page."""
    if sheet:
        wanted = ("back", "turn(1)", "scroll(1)")
        return [key for name in wanted for key in KEYS if key.action == name]
    hinted = {key.action.partition("(")[0]: key for key in KEYS if key.hint}
    return [hinted[name] for name in _HINTS]


def _ago(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f}s"
    return f"{seconds / 60:.0f}m" if seconds < 3600 else f"{seconds / 3600:.0f}h"
