"""What changed between two termbases, in the words of the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glossary import record
from glossary.merge import CONFLICTS, conflicts_of
from glossary.model import Concept, Status, Term, Termbase


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed."""

    concept: str
    """Concept id."""
    lang: str
    """Empty where the concept itself changed."""
    text: str
    """The term, or empty."""
    field: str
    """Such as ``status`` or ``definition``; empty where something came or went."""
    old: str
    new: str
    message: str
    """For people, without the concept: ``th ระดมมวลชน: proposed → preferred (An, 2026-…)``."""


def differences(old: Termbase, new: Termbase) -> list[Difference]:
    """All that changed, in the order of the new termbase, what is gone last."""
    found: list[Difference] = []
    for concept in new:
        before = old.by_id.get(concept.id)
        if before is None:
            found.append(_whole(concept, "new concept"))
        elif before != concept:
            found += _concept(before, concept)
    found += (_whole(each, "concept removed") for each in old if each.id not in new.by_id)
    return found


def _whole(concept: Concept, what: str) -> Difference:
    return Difference(concept.id, "", "", "", "", "", f"{what}: {concept.name}")


def _concept(old: Concept, new: Concept) -> Iterator[Difference]:
    for name, before, after in _fields(record.concept_data(old), record.concept_data(new)):
        if name == CONFLICTS:
            yield from _conflicts(old, new)
        elif name != "terms":
            yield Difference(new.id, "", "", name, before, after, _said(name, before, after))
    before_terms = {(term.lang, term.text): term for term in old.terms}
    after_terms = {(term.lang, term.text): term for term in new.terms}
    for key, term in after_terms.items():
        if key not in before_terms:
            status = "" if term.status is Status.PROPOSED else f" as {term.status.value}"
            yield _of(new.id, term, "", "", "", f"added{status or ' as proposed'}{_who(term)}")
        elif before_terms[key] != term:
            yield from _term(new.id, before_terms[key], term)
    for key, term in before_terms.items():
        if key not in after_terms:
            yield _of(new.id, term, "", "", "", f"removed (was {term.status.value})")


_WHOLE = {"term": "it", "concept": "it", "preferred": "what is preferred"}
"""What conflicts that are about no field are about."""


def _conflicts(old: Concept, new: Concept) -> Iterator[Difference]:
    """What a merge left in two versions, and what of that was settled since."""
    before, after = conflicts_of(old), conflicts_of(new)
    left = [(each, "a merge left two versions of") for each in after if each not in before]
    gone = [(each, "settled: the two versions of") for each in before if each not in after]
    for each, what in (*left, *gone):
        head = f"{each.lang} {each.text}: " if each.lang else ""
        whose = _WHOLE.get(each.field) or f"its {each.field.replace('_', ' ')}"
        message = f"{head}{what} {whose}"
        yield Difference(new.id, each.lang, each.text, CONFLICTS, "", "", message)


def _term(concept: str, old: Term, new: Term) -> Iterator[Difference]:
    if old.status is not new.status:
        said = f"{old.status.value} → {new.status.value}{_who(new)}"
        yield _of(concept, new, "status", old.status.value, new.status.value, said)
    elif (old.decided_by, old.decided_at) != (new.decided_by, new.decided_at):
        before, after = _who(old).strip(" ()"), _who(new).strip(" ()")
        said = f"{new.status.value} again{_who(new)}"
        yield _of(concept, new, "decided_by", before, after, said)
    for name, before, after in _fields(record.term_data(old), record.term_data(new)):
        if name not in ("status", "decided_by", "decided_at"):
            yield _of(concept, new, name, before, after, _said(name, before, after))


def _of(concept: str, term: Term, field: str, old: str, new: str, said: str) -> Difference:
    message = f"{term.lang} {term.text}: {said}"
    return Difference(concept, term.lang, term.text, field, old, new, message)


def _who(term: Term) -> str:
    parts = ", ".join(filter(None, (term.decided_by, term.decided_at)))
    return f" ({parts})" if parts else ""


def _fields(old: record.Data, new: record.Data) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            yield name, _shown(old.get(name)), _shown(new.get(name))


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _said(name: str, old: str, new: str) -> str:
    title = name.replace("_", " ")
    if not old:
        return f"{title} added: {new}"
    if not new:
        return f"{title} removed: {old}"
    return f"{title}: {old} → {new}"
