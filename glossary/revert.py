"""Taking a decision back in a termbase that may have been edited since.

A decision carries the concepts that it changed as they stood before. Reverting is
a three-way merge of before, after and now: what still stands as the decision left
it is given back, what somebody changed later stays. A concept that it took out comes
back where it stood.
"""

from __future__ import annotations

from dataclasses import fields, replace

import msgspec

from glossary.decision import Action, Decision
from glossary.model import Concept, Term, Termbase
from glossary.replay import apply

_MERGED_BY_TERM = ("id", "terms")


def _changes(decision: Decision) -> tuple[str, ...]:
    ids = [decision.concept, *([decision.into] if decision.action is Action.MOVE else [])]
    return tuple(dict.fromkeys(ids))


def snapshot(termbase: Termbase, decision: Decision) -> str:
    """What `Decision.before` must hold for a decision about to be made on `termbase`."""
    if decision.action in (Action.SKIP, Action.FLAG, Action.REJECT, Action.UNDO):
        return ""
    concepts = [termbase.by_id[id_] for id_ in _changes(decision) if id_ in termbase.by_id]
    if decision.action is Action.SETTLE and decision.into.startswith("concept:") and concepts:
        # It may take the concept out: the one before it tells where it stood.
        place = termbase.concepts.index(concepts[0])
        concepts[:0] = termbase.concepts[place - 1 : place] if place else ()
    return msgspec.json.encode(concepts).decode()


def revert(termbase: Termbase, decision: Decision) -> Termbase:
    """The termbase without what `decision` changed and nobody changed since.

    Args:
        termbase: as it is now.
        decision: with its `before`; one that changes nothing gives `termbase` back.
    """
    if not decision.before:
        return termbase
    before = Termbase(tuple(msgspec.json.decode(decision.before, type=list[Concept])))
    after = apply(before, [decision])
    now = list(termbase.concepts)
    for id_ in _changes(decision):
        old, made = before.by_id.get(id_), after.by_id.get(id_)
        current = termbase.by_id.get(id_)
        if current is None:
            if old is not None and made is None:
                now.insert(_place(before, old, now), old)
            continue
        if old == made or made is None:
            continue
        place = now.index(current)
        if old is not None:
            now[place] = _merged(old, made, current)
        elif current == made:
            del now[place]
    return replace(termbase, concepts=tuple(now))


def _place(before: Termbase, concept: Concept, now: list[Concept]) -> int:
    """Where a concept that was taken out stood: after the one that stood before it."""
    ids = [each.id for each in before]
    above = ids[: ids.index(concept.id)]
    known = [place for place, each in enumerate(now) if each.id in above]
    return known[-1] + 1 if known else (0 if not above else len(now))


def _merged(old: Concept, made: Concept, current: Concept) -> Concept:
    """`current` with each part that is still as `made` has it set back to `old`."""
    back = {
        name: getattr(old, name)
        for name in (field.name for field in fields(Concept))
        if name not in _MERGED_BY_TERM
        and getattr(old, name) != getattr(made, name)
        and getattr(current, name) == getattr(made, name)
    }
    was, became = _by_key(old), _by_key(made)
    terms = [
        was.get(key, term) if key in became and became[key] == term else term
        for key, term in _by_key(current).items()
        if not (key in became and key not in was and became[key] == term)
    ]
    present = {(term.lang, term.text) for term in terms}
    for place, term in enumerate(old.terms):
        key = (term.lang, term.text)
        if key not in became and key not in present:
            terms.insert(place, term)
    return replace(current, terms=tuple(terms), **back)


def _by_key(concept: Concept) -> dict[tuple[str, str], Term]:
    return {(term.lang, term.text): term for term in concept.terms}
