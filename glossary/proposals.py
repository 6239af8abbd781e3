"""What a file that comes back would change in a termbase, before anything does."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from glossary.model import SOURCE_LANG, Concept, Status, Term, Termbase
from glossary.naming import new_id


class Kind(StrEnum):
    """What an import does."""

    CONCEPT = "new concept"
    TERM = "new term"
    FIELD = "field"
    """A field that was empty, or a list that grows."""
    STATUS = "status"
    """Of a term that nobody had decided on."""
    CONFLICT = "conflict"
    """Both say something, and not the same; ours stays."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what an import would do."""

    kind: Kind
    concept: str
    lang: str = ""
    text: str = ""
    """The term, or empty for a field of the concept."""
    field: str = ""
    ours: str = ""
    theirs: str = ""
    reason: str = ""
    """Why it is a conflict."""


@dataclass(frozen=True)
class Changes:
    """All that an import would do, and the termbase after it."""

    items: tuple[Change, ...]
    termbase: Termbase

    @property
    def conflicts(self) -> tuple[Change, ...]:
        return tuple(item for item in self.items if item.kind is Kind.CONFLICT)


_TEXTS = ("gloss", "definition", "subject", "note", "broader")
_LISTS = ("related", "sources")
_TERM_TEXTS = ("note", "reason", "source", "part_of_speech", "geographical_usage", "register")


def proposals(termbase: Termbase, incoming: Termbase) -> Changes:
    """What `incoming` adds to a termbase; nothing is overwritten or taken away.

    A new term of a known concept is proposed, unless the file forbids it. A status
    is taken over where nobody had decided. What both say differently is a conflict,
    and stays as it is. A concept without an id is the one that its Vietnamese term
    names, or a new one. A language with a region is the one without it where we have
    only that, since other tools write ``th-TH`` or ``th_TH`` for ``th``.

    Args:
        termbase: ours.
        incoming: what `formats.read` gave.
    """
    names: dict[str, list[str]] = defaultdict(list)
    for concept in termbase:
        for term in concept.in_lang(SOURCE_LANG):
            for form in (term.text, *term.forms):
                if concept.id not in names[_key(form)]:
                    names[_key(form)].append(concept.id)
    items: list[Change] = []
    concepts = {concept.id: concept for concept in termbase}
    known = frozenset((SOURCE_LANG, *termbase.langs))
    for theirs in _in_our_languages(incoming, known):
        found = _which(theirs, concepts, names)
        if isinstance(found, Change):
            items.append(found)
        elif found in concepts:
            concepts[found] = _joined(concepts[found], theirs, items)
        else:
            concepts[found] = replace(theirs, id=found)
            items.append(Change(Kind.CONCEPT, found, SOURCE_LANG, theirs.name))
    return Changes(tuple(items), replace(termbase, concepts=tuple(concepts.values())))


_REGION = re.compile(r"([A-Za-z]{2,3})[-_]([A-Za-z]{2}|\d{3})")


def _in_our_languages(incoming: Termbase, known: frozenset[str]) -> Iterator[Concept]:
    langs = {lang: _ours(lang, known) for lang in incoming.langs}
    if all(lang == ours for lang, ours in langs.items()):
        yield from incoming
        return
    for concept in incoming:
        terms = (replace(term, lang=langs[term.lang]) for term in concept.terms)
        yield replace(concept, terms=tuple(terms))


def _ours(lang: str, known: frozenset[str]) -> str:
    region = None if lang in known else _REGION.fullmatch(lang)
    bare = region[1].lower() if region else lang.lower()
    return bare if bare in known else lang


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _same(ours: str, theirs: str) -> bool:
    """Whether two texts differ at most in white space, which many formats don't keep."""
    return " ".join(ours.split()) == " ".join(theirs.split())


def _which(
    theirs: Concept, concepts: dict[str, Concept], names: dict[str, list[str]]
) -> str | Change:
    if theirs.id:
        return theirs.id
    name = theirs.in_lang(SOURCE_LANG)
    if not name:
        return Change(Kind.CONFLICT, "", reason="has neither an id nor a Vietnamese term")
    known = names.get(_key(name[0].text), [])
    if len(known) > 1:
        return Change(
            Kind.CONFLICT,
            "",
            SOURCE_LANG,
            name[0].text,
            reason=f"is the name of {', '.join(known)}; give the id",
        )
    if known:
        return known[0]
    id_ = new_id(name[0].text, concepts)
    names[_key(name[0].text)].append(id_)
    return id_


def _joined(ours: Concept, theirs: Concept, items: list[Change]) -> Concept:
    values: dict[str, Any] = {}
    for name in _TEXTS:
        mine, other = getattr(ours, name), getattr(theirs, name)
        if other and not mine:
            values[name] = other
            items.append(Change(Kind.FIELD, ours.id, field=name, theirs=other))
        elif other and not _same(mine, other):
            items.append(Change(Kind.CONFLICT, ours.id, "", "", name, mine, other, "both have one"))
    lists: dict[str, Any] = {}
    for name in _LISTS:
        mine = getattr(ours, name)
        new = tuple(each for each in getattr(theirs, name) if each not in mine)
        if new:
            lists[name] = (*mine, *new)
            items.append(Change(Kind.FIELD, ours.id, "", "", name, ", ".join(mine), ", ".join(new)))
    return replace(ours, terms=tuple(_terms(ours, theirs, items)), **values, **lists)


def _terms(ours: Concept, theirs: Concept, items: list[Change]) -> Iterator[Term]:
    terms = {(term.lang, _key(term.text)): term for term in ours.terms}
    doubles = [t for t in ours.terms if terms[t.lang, _key(t.text)] is not t]
    forms = {(term.lang, _key(form)) for term in ours.terms for form in term.forms}
    for term in theirs.terms:
        key = (term.lang, _key(term.text))
        if key in terms:
            terms[key] = _term(ours, terms, terms[key], term, items)
        elif key not in forms:
            decided = term.status in (Status.PREFERRED, Status.ADMITTED)
            new = replace(term, status=Status.PROPOSED) if decided else term
            terms[key] = replace(new, decided_by="", decided_at="") if decided else new
            said = f" (theirs: {term.status.value})" if decided else ""
            items.append(
                Change(
                    Kind.TERM,
                    ours.id,
                    term.lang,
                    term.text,
                    "status",
                    "",
                    f"{new.status.value}{said}",
                )
            )
    yield from (*terms.values(), *doubles)


def _term(
    concept: Concept,
    terms: dict[tuple[str, str], Term],
    mine: Term,
    other: Term,
    items: list[Change],
) -> Term:
    def change(kind: Kind, field: str, old: str, new: str, why: str = "") -> None:
        items.append(Change(kind, concept.id, mine.lang, mine.text, field, old, new, why))

    result = mine
    if other.status not in (Status.PROPOSED, mine.status):
        rival = next(
            (
                term
                for term in terms.values()
                if term.lang == mine.lang and term.status is Status.PREFERRED
            ),
            None,
        )
        if mine.status is not Status.PROPOSED:
            change(Kind.CONFLICT, "status", mine.status.value, other.status.value, "both decided")
        elif other.status is Status.PREFERRED and rival:
            why = f"{rival.text} is preferred"
            change(Kind.CONFLICT, "status", mine.status.value, other.status.value, why)
        else:
            change(Kind.STATUS, "status", mine.status.value, other.status.value)
            result = replace(
                result,
                status=other.status,
                decided_by=other.decided_by,
                decided_at=other.decided_at,
            )
    for name in _TERM_TEXTS:
        old, new = getattr(mine, name), getattr(other, name)
        if new and not old:
            change(Kind.FIELD, name, "", new)
            result = replace(result, **{name: new})
        elif new and not _same(old, new):
            change(Kind.CONFLICT, name, old, new, "both have one")
    for name in ("forms", "blocked_by"):
        old = getattr(mine, name)
        new = tuple(each for each in getattr(other, name) if each not in old)
        if new:
            change(Kind.FIELD, name, ", ".join(old), ", ".join(new))
            grown: dict[str, Any] = {name: (*old, *new)}
            result = replace(result, **grown)
    return result
