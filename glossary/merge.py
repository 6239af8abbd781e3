"""Two people's changes to one termbase, joined by concept and term.

Where only one side changed something, that side's value stands. Where both did,
and not alike, ours stands and the concept carries the conflict, as data that
validation reports and a review settles; the file stays a termbase all the while.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from glossary import record
from glossary.errors import InputError
from glossary.model import Concept, Status, Term, Termbase
from glossary.proposals import Change, Changes, Kind, proposals
from glossary.record import CONCEPT_TEXTS, STATUSES, Data
from glossary.termfile import TermFile

__all__ = [
    "CONFLICTS",
    "Change",
    "Changes",
    "Conflict",
    "Kind",
    "Merged",
    "conflicts",
    "conflicts_of",
    "merge",
    "merge_files",
    "proposals",
    "settled",
]

CONFLICTS = "conflicts"
"""The field of a concept that holds what a merge could not settle."""

_DECISION = ("status", "reason", "decided_by", "decided_at")
"""Fields of a term that one decision sets together."""
_TERM_TEXTS = ("note", "source", "part_of_speech", "geographical_usage", "register")
_TERM_LISTS = ("forms", "blocked_by")
_CONCEPT_LISTS = ("related", "sources")

T = TypeVar("T")


@dataclass(frozen=True)
class Conflict:
    """Something that both sides changed, and not alike."""

    concept: str
    field: str
    """A field's name; ``status`` for all that one decision sets, ``preferred`` where each side
    prefers another term, ``term`` and ``concept`` where one side removed what the other changed."""
    ours: Any
    """Plain data, as the file has it; None where it was removed."""
    theirs: Any
    lang: str = ""
    text: str = ""
    """The term, or empty for the concept itself."""
    base: Any = dataclasses.field(default=None, compare=False)
    """What both sides began with, None where there was nothing; people read it, nothing
    depends on it."""

    @property
    def key(self) -> str:
        """Tells it from the other conflicts of its term or concept: ``gloss:4b1f0c2d99a8``."""
        sides = json.dumps([self.ours, self.theirs], sort_keys=True, default=str)
        return f"{self.field}:{sha256(sides.encode()).hexdigest()[:12]}"

    def data(self) -> Data:
        """As it stands in the file."""
        found: Data = {"field": self.field}
        if self.lang:
            found |= {"lang": self.lang, "text": self.text}
        if self.base is not None:
            found["base"] = self.base
        return {**found, "ours": self.ours, "theirs": self.theirs}


@dataclass(frozen=True)
class Merged:
    """What came of a merge."""

    termbase: Termbase
    conflicts: tuple[Conflict, ...]


def conflicts(termbase: Termbase) -> tuple[Conflict, ...]:
    """The conflicts that a termbase carries, in its order."""
    return tuple(conflict for concept in termbase for conflict in conflicts_of(concept))


def conflicts_of(concept: Concept) -> tuple[Conflict, ...]:
    """The conflicts that a concept carries, in its order."""
    return tuple(_read(concept.id, each) for each in _carried(concept.extra))


def _read(concept: str, data: Data) -> Conflict:
    return Conflict(
        concept,
        str(data.get("field", "")),
        data.get("ours"),
        data.get("theirs"),
        str(data.get("lang", "")),
        str(data.get("text", "")),
        data.get("base"),
    )


def _carried(extra: Mapping[str, Any]) -> list[Data]:
    found = extra.get(CONFLICTS)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def settled(termbase: Termbase, conflict: Conflict, *, theirs: bool) -> Termbase:
    """The termbase without a conflict that it carries.

    Args:
        termbase: one that carries it; without it, nothing changes.
        conflict: one of `conflicts`.
        theirs: whether their value is taken. Ours stands already, but for what one
            side removed: that is there still, and goes where the choice is to remove it.

    Raises:
        InputError: what the file has for theirs is no such value.
    """
    concept = termbase.by_id.get(conflict.concept)
    if concept is None or conflict not in conflicts_of(concept):
        return termbase
    rest = [each for each in _carried(concept.extra) if _read(concept.id, each) != conflict]
    extra = {name: value for name, value in concept.extra.items() if name != CONFLICTS}
    after = replace(concept, extra={**extra, CONFLICTS: rest} if rest else extra)
    if conflict.field in ("concept", "term"):
        value = conflict.theirs if theirs else conflict.ours
        return _with(termbase, concept, after if value is not None else _without(after, conflict))
    return _with(termbase, concept, _taken(after, conflict) if theirs else after)


def _without(concept: Concept, conflict: Conflict) -> Concept | None:
    if conflict.field == "concept":
        return None
    key = (conflict.lang, conflict.text)
    return replace(
        concept, terms=tuple(term for term in concept.terms if (term.lang, term.text) != key)
    )


def _with(termbase: Termbase, old: Concept, new: Concept | None) -> Termbase:
    concepts = []
    for concept in termbase.concepts:
        if concept is not old:
            concepts.append(concept)
        elif new is not None:
            concepts.append(new)
    return replace(termbase, concepts=tuple(concepts))


def _taken(concept: Concept, conflict: Conflict) -> Concept | None:
    """The concept with their value."""
    data = record.concept_data(concept)
    items: list[Data] = data["terms"].setdefault(conflict.lang, []) if conflict.lang else []

    def named(text: str) -> Data:
        """The term, which somebody may have removed since."""
        found = next((item for item in items if item["text"] == text), None)
        if found is None:
            items.append(found := {"text": text})
        return found

    if conflict.field in ("preferred", "status") and conflict.lang:
        theirs = _decided(conflict)
        if conflict.field == "preferred":
            for item in items:
                if item.get("status") == Status.PREFERRED.value:
                    item["status"] = Status.ADMITTED.value
            into = named(str(theirs["text"]))
        else:
            into = named(conflict.text)
            for name in _DECISION:
                into.pop(name, None)
        into.update(theirs)
    elif not conflict.lang:
        _put(data, conflict)
    elif conflict.text in (item["text"] for item in items):
        _put(named(conflict.text), conflict)
    return record.Reader().concept(data, ())


def _put(data: Data, conflict: Conflict) -> None:
    data.pop(conflict.field, None)
    if conflict.theirs is not None:
        data[conflict.field] = conflict.theirs


def _decided(conflict: Conflict) -> Data:
    theirs: Any = conflict.theirs
    wanted = ("status", "text") if conflict.field == "preferred" else ("status",)
    told = [theirs.get(name) for name in wanted] if isinstance(theirs, dict) else [None]
    if not all(isinstance(each, str) and each for each in told) or told[0] not in STATUSES:
        raise InputError(
            f"{conflict.concept!r}: what 'conflicts' has for theirs of the {conflict.lang!r} term "
            f"{conflict.text!r} is no decision; edit it, or take the entry out"
        )
    return dict(theirs)


def merge(base: Termbase, ours: Termbase, theirs: Termbase) -> Merged:
    """Three-way merge.

    Concepts are told apart by id, terms by language and text. Lists are merged item
    by item and never conflict. A status, its reason, who gave it and when go
    together; where both sides gave the same one, the later stands.

    Args:
        base: what both started from.
        ours: what stands where there is a conflict.
        theirs: the other side.
    """
    found: list[Conflict] = []
    sides = [side.by_id for side in (base, ours, theirs)]
    concepts = []
    for id_ in _order(list(sides[1]), list(sides[2])):
        base_, ours_, theirs_ = (side.get(id_) for side in sides)
        concept = _concept(base_, ours_, theirs_, found)
        if concept is not None:
            concepts.append(concept)
    extra = _extra("", base.extra, ours.extra, theirs.extra, found)
    return Merged(Termbase(tuple(concepts), extra), tuple(found))


def _order(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Ours, and each that only they have after the one that it follows there."""
    result = list(ours)
    known = set(ours)
    before = ""
    for each in theirs:
        if each not in known:
            result.insert(result.index(before) + 1 if before else 0, each)
            known.add(each)
        before = each
    return result


def _concept(
    base: Concept | None, ours: Concept | None, theirs: Concept | None, found: list[Conflict]
) -> Concept | None:
    if ours is None or theirs is None:
        there = ours or theirs
        if base is None or there is None:
            return there
        if there == base:
            return None
        data = record.concept_data(there)
        conflict = Conflict(
            there.id,
            "concept",
            data if ours else None,
            data if theirs else None,
            base=record.concept_data(base),
        )
        found.append(conflict)
        return _carrying(there, [conflict])
    own: list[Conflict] = []
    start = base or Concept(ours.id, ())
    values: dict[str, Any] = {}

    def clash(name: str) -> Clash:
        return lambda was, a, b: own.append(Conflict(ours.id, name, a, b, base=was or None))

    for name in CONCEPT_TEXTS[1:]:
        sides = [getattr(side, name) for side in (start, ours, theirs)]
        values[name] = _one(sides, clash(name))
    for name in _CONCEPT_LISTS:
        values[name] = _list(*(getattr(side, name) for side in (start, ours, theirs)))
    values["terms"] = _terms(start, ours, theirs, own)
    values["extra"] = _extra(ours.id, start.extra, ours.extra, theirs.extra, own)
    found += own
    return _carrying(replace(ours, **values), own)


def _carrying(concept: Concept, new: Sequence[Conflict]) -> Concept:
    if not new:
        return concept
    carried = [*_carried(concept.extra), *(conflict.data() for conflict in new)]
    return replace(concept, extra={**concept.extra, CONFLICTS: carried})


Clash = Callable[[Any, Any, Any], None]
"""Told of base, ours and theirs where both sides changed something and not alike."""


def _one(sides: Sequence[T], conflict: Clash) -> T:
    base, ours, theirs = sides
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    conflict(base, ours, theirs)
    return ours


def _list(base: Iterable[T], ours: Sequence[T], theirs: Sequence[T]) -> tuple[T, ...]:
    start = list(base)
    kept = [each for each in ours if each in theirs or each not in start]
    return (*kept, *(each for each in theirs if each not in start and each not in kept))


def _extra(
    concept: str,
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    found: list[Conflict],
    lang: str = "",
    text: str = "",
) -> dict[str, Any]:
    gone = object()
    result: dict[str, Any] = {}
    for name in dict.fromkeys((*ours, *theirs)):
        sides = [side.get(name, gone) for side in (base, ours, theirs)]
        if name == CONFLICTS and all(isinstance(side, list) for side in sides[1:]):
            start = sides[0] if isinstance(sides[0], list) else []
            value: Any = list(_list(start, sides[1], sides[2])) or gone
        else:

            def clash(was: Any, a: Any, b: Any, name: str = name) -> None:
                start, mine, other = (None if side is gone else side for side in (was, a, b))
                found.append(Conflict(concept, name, mine, other, lang, text, start))

            value = _one(sides, clash)
        if value is not gone:
            result[name] = value
    return result


Key = tuple[str, str]


def _terms(
    base: Concept, ours: Concept, theirs: Concept, found: list[Conflict]
) -> tuple[Term, ...]:
    sides = [{(t.lang, t.text): t for t in side.terms} for side in (base, ours, theirs)]
    result: dict[Key, Term] = {}
    keys = _order_keys(list(sides[1]), list(sides[2]))
    for key in keys:
        was, mine, other = (side.get(key) for side in sides)
        term = _term(ours.id, was, mine, other, found)
        if term is not None:
            result[key] = term
    for lang in dict.fromkeys(key[0] for key in result):
        _one_preferred(lang, result, sides, ours.id, found)
    return tuple(result.values())


def _order_keys(ours: list[Key], theirs: list[Key]) -> list[Key]:
    langs = dict.fromkeys(lang for lang, _ in (*ours, *theirs))
    return [
        (lang, text)
        for lang in langs
        for text in _order([t for x, t in ours if x == lang], [t for x, t in theirs if x == lang])
    ]


def _term(
    concept: str, base: Term | None, ours: Term | None, theirs: Term | None, found: list[Conflict]
) -> Term | None:
    if ours is None or theirs is None:
        there = ours or theirs
        if base is None or there is None:
            return there
        if there == base:
            return None
        data = record.term_data(there)
        sides = (data if ours else None, data if theirs else None)
        was = record.term_data(base)
        found.append(Conflict(concept, "term", *sides, there.lang, there.text, was))
        return there
    start = base or Term(ours.lang, ours.text)
    where = (ours.lang, ours.text)
    values: dict[str, Any] = {}

    def clash(name: str) -> Clash:
        return lambda was, a, b: found.append(Conflict(concept, name, a, b, *where, was or None))

    for name in _TERM_TEXTS:
        if name == "source" and base is None and ours.source and theirs.source:
            # Both proposed the term, which is no conflict: it has two sources.
            found_in = dict.fromkeys((ours.source, theirs.source))
            values[name] = ", ".join(found_in)
            continue
        values[name] = _one([getattr(each, name) for each in (start, ours, theirs)], clash(name))
    for name in _TERM_LISTS:
        values[name] = _list(*(getattr(side, name) for side in (start, ours, theirs)))

    def decided_twice(was: Data, a: Data, b: Data) -> None:
        if not _decided_alike(a, b):
            found.append(Conflict(concept, "status", a, b, *where, was if base else None))

    decided = _one([_decision(start), _decision(ours), _decision(theirs)], decided_twice)
    if _decided_alike(_decision(ours), _decision(theirs)) and _decision(start) != _decision(ours):
        later = max(ours, theirs, key=lambda term: (term.decided_at, term.decided_by))
        decided = _decision(later) if _decision(theirs) != _decision(start) else decided
    for name in _DECISION:
        values[name] = decided.get(name, "")
    values["status"] = Status(values["status"])
    values["extra"] = _extra(concept, start.extra, ours.extra, theirs.extra, found, *where)
    return replace(ours, **values)


def _decision(term: Term) -> Data:
    data = {name: getattr(term, name) for name in _DECISION if getattr(term, name)}
    return {**data, "status": term.status.value}


def _decided_alike(one: Data, other: Data) -> bool:
    """Whether two decisions gave one status for one reason."""
    return all(one.get(name) == other.get(name) for name in ("status", "reason"))


def _one_preferred(
    lang: str,
    terms: dict[Key, Term],
    sides: Sequence[Mapping[Key, Term]],
    concept: str,
    found: list[Conflict],
) -> None:
    """Where each side prefers another term, ours stands and theirs is as it was."""

    def chosen(side: Mapping[Key, Term]) -> list[Key]:
        return [key for key, t in side.items() if key[0] == lang and t.status is Status.PREFERRED]

    base, ours, theirs = map(chosen, sides)
    now = chosen(terms)
    if len(now) < 2 or len(now) <= max(len(ours), len(theirs)):
        return
    mine = [key for key in now if key in ours]
    for key in now:
        if key in ours or not mine:
            continue
        term, old = terms[key], sides[0].get(key)
        was = old or Term(*key)
        terms[key] = replace(
            term,
            status=was.status if key not in base else Status.ADMITTED,
            reason=was.reason,
            decided_by=was.decided_by,
            decided_at=was.decided_at,
        )
        mine_data, other_data = (
            {"text": each.text, **_decision(each)} for each in (terms[mine[0]], term)
        )
        before = next(({"text": k[1], **_decision(sides[0][k])} for k in base), None)
        found.append(Conflict(concept, "preferred", mine_data, other_data, *key, before))


def merge_files(base: Path, ours: Path, theirs: Path) -> tuple[TermFile, tuple[Conflict, ...]]:
    """Three-way merge of files; comments of both sides stay, as far as they touch other concepts.

    A concept that only one side changed stands as that side wrote it. Nothing is
    written: save the result over `ours`, as a merge driver of git does.

    Raises:
        InputError: one of them is no termbase, or ours can't be edited by lines.
    """
    from glossary import yamlmap

    files = [TermFile.read(path) for path in (base, ours, theirs)]
    for file in files:
        ids = [concept.id for concept in file.termbase]
        if len(set(ids)) < len(ids):
            twice = next(id_ for id_ in ids if ids.count(id_) > 1)
            raise InputError(
                f"{file.path}:{file.line_of(twice)}: {twice!r} is the id of two concepts; "
                "give one another id, then merge"
            )
    merged = merge(*(file.termbase for file in files))
    text = yamlmap.assembled(
        [file.text for file in files],
        [[concept.id for concept in file.termbase] for file in files],
        [concept.id for concept in merged.termbase],
    )
    mine = files[1]
    start = mine.with_text(text) if text is not None else mine
    return start.updated(merged.termbase), merged.conflicts
