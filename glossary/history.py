"""What was decided: what a termbase itself tells, and what an undoing took back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from glossary.decision import Action, Decision
from glossary.model import Status, Termbase
from glossary.replay import STATUS_OF

_ACTION_OF = {status: action for action, status in STATUS_OF.items()}
_ACTION_OF[Status.SUPERSEDED] = Action.DEPRECATE  # whose reason then says that it is superseded


def standing(
    termbase: Termbase, known: Iterable[Decision], concept: str | None = None
) -> Iterator[Decision]:
    """The decisions that terms carry, as those of a colleague whose log is not at hand.

    Args:
        termbase: whose terms say who decided on them and when.
        known: decisions of a log, which are left out.
        concept: only those of this concept.
    """
    logged = {(made.concept, made.lang, made.reviewer, made.at) for made in known}
    for each in termbase:
        if concept is not None and each.id != concept:
            continue
        for term in each.terms:
            key = (each.id, term.lang, term.decided_by, term.decided_at)
            if term.decided_at and key not in logged:
                superseded = term.status is Status.SUPERSEDED
                yield Decision(
                    f"{each.id}/{term.lang}/{term.text}",
                    term.decided_at,
                    term.decided_by,
                    _ACTION_OF[term.status],
                    each.id,
                    term.lang,
                    term.text,
                    reason="; ".join(filter(None, ("superseded" * superseded, term.reason))),
                )


def spoken(decision: Decision, by_id: Mapping[str, Decision]) -> str:
    """What a person did: the action, or "redo" for an undoing that took back another.

    Args:
        decision: one of a log.
        by_id: all decisions of the log.
    """
    if decision.action is not Action.UNDO:
        return decision.action.value
    redone = False
    target = by_id.get(decision.into)
    while target is not None and target.action is Action.UNDO:
        redone = not redone
        target = by_id.get(target.into)
    return "redo" if redone else "undo"
