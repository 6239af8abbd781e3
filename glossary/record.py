"""The termbase as plain data: the names and order of its fields, and its schema version.

`terms.yaml`, JSON and the JSON Schema all hold this shape, so it is written once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from glossary import migration
from glossary.model import Concept, Status, Term, Termbase

SCHEMA = migration.CURRENT
"""Version of the shape; a file of a newer one is refused, one of an older one migrated."""

LONGEST_KEY = 128
"""Characters of a field's name or a language tag; YAML reads none beyond 1,024 as such."""

Data = dict[str, Any]
Where = tuple[str | int, ...]
"""Keys and indices from the top of the file: ``("concepts", 3, "terms", "th", 0)``."""

TERM_TEXTS = (
    "text",
    "part_of_speech",
    "geographical_usage",
    "register",
    "note",
    "reason",
    "source",
    "decided_by",
    "decided_at",
)
TERM_FIELDS = ("text", "status", "forms", "blocked_by", *TERM_TEXTS[1:])
"""Canonical order."""

CONCEPT_TEXTS = ("id", "subject", "gloss", "definition", "note", "broader")
CONCEPT_FIELDS = (*CONCEPT_TEXTS, "related", "sources", "terms")
"""Canonical order."""

TOP_FIELDS = ("schema", "concepts")

STATUSES = {status.value: status for status in Status}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the data that is no termbase."""

    where: Where
    code: str
    message: str
    """What, and how to mend it."""


def term_data(term: Term) -> Data:
    """One term's fields in canonical order, without those that are empty or the default."""
    data: Data = {"text": term.text}
    if term.status is not Status.PROPOSED:
        data["status"] = term.status.value
    if term.forms:
        data["forms"] = list(term.forms)
    if term.blocked_by:
        data["blocked_by"] = list(term.blocked_by)
    for name in TERM_TEXTS[1:]:
        if value := getattr(term, name):
            data[name] = value
    data.update(term.extra)
    return data


def concept_data(concept: Concept) -> Data:
    """One concept's fields in canonical order; its terms grouped by language."""
    data: Data = {"id": concept.id}
    for name in CONCEPT_TEXTS[1:]:
        if value := getattr(concept, name):
            data[name] = value
    if concept.related:
        data["related"] = list(concept.related)
    if concept.sources:
        data["sources"] = list(concept.sources)
    data.update(concept.extra)
    terms: dict[str, list[Data]] = {}
    for term in concept.terms:
        terms.setdefault(term.lang, []).append(term_data(term))
    data["terms"] = terms
    return data


def termbase_data(termbase: Termbase) -> Data:
    """The whole termbase; `termbase_of` is its inverse for terms that are grouped by language."""
    return {
        "schema": SCHEMA,
        **termbase.extra,
        "concepts": [concept_data(concept) for concept in termbase.concepts],
    }


def grouped(termbase: Termbase) -> Termbase:
    """The termbase as a file gives it back: each concept's terms stand together by language."""
    return Termbase(tuple(map(_grouped, termbase.concepts)), termbase.extra)


def same(one: Termbase, other: Termbase) -> bool:
    """Whether two termbases differ at most in the order of a concept's languages."""
    return (
        one.extra == other.extra
        and len(one) == len(other)
        and all(map(same_concept, one.concepts, other.concepts))
    )


def same_concept(one: Concept, other: Concept) -> bool:
    """Whether two concepts differ at most in the order of their languages."""
    return one is other or _by_language(one) == _by_language(other)


def _by_language(concept: Concept) -> Concept:
    return replace(concept, terms=tuple(sorted(concept.terms, key=lambda term: term.lang)))


def _grouped(concept: Concept) -> Concept:
    langs = dict.fromkeys(term.lang for term in concept.terms)
    terms = tuple(term for lang in langs for term in concept.in_lang(lang))
    return concept if terms == concept.terms else replace(concept, terms=terms)


class Reader:
    """Turns plain data into a termbase and keeps what is wrong with it.

    Where something is wrong the reader goes on with an empty value, so that one
    run names every problem; a caller that wants a sound termbase must look at
    `problems` before it uses the result.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.version = SCHEMA
        """Of the data that was read last."""

    def problem(self, where: Where, code: str, message: str) -> None:
        self.problems.append(Problem(where, code, message))

    def termbase(self, data: object) -> Termbase:
        """The termbase of a file's data.

        An empty list of concepts is a new termbase. Where there is no list, as after a write
        that was cut off, it is a problem: a check against nothing would find every text clean.
        """
        if data is None:
            data = {}
            self.problem((), "TB001", "the file is empty; write 'schema: 1' and 'concepts: []'")
        if not isinstance(data, dict):
            self.problem((), "TB001", "the file is no mapping; write 'schema: 1' and 'concepts:'")
            return Termbase(())
        found = self.migrated(data)
        if found is None:
            return Termbase(())
        data = found
        concepts = data.get("concepts")
        if concepts is None:
            self.problem(
                ("concepts",) if "concepts" in data else (),
                "TB001",
                "has no concepts, as a file that was cut off; restore it, or write 'concepts: []' "
                "for a new one",
            )
            concepts = []
        if not isinstance(concepts, list):
            self.problem(("concepts",), "TB001", "'concepts' is no list; start each with '- id:'")
            concepts = []
        read = [self.concept(concept, ("concepts", n)) for n, concept in enumerate(concepts)]
        return Termbase(
            tuple(concept for concept in read if concept is not None),
            self.unknown(data, TOP_FIELDS, ()),
        )

    def migrated(self, data: Data) -> Data | None:
        """The data in today's shape, or None where it is of a version that can't be read."""
        version = migration.version(data)
        if isinstance(version, bool) or not isinstance(version, int) or version < 0:
            self.problem(
                ("schema",), "TB002", f"the schema is {version!r}; write 'schema: {SCHEMA}'"
            )
            return None
        if version > SCHEMA:
            self.problem(
                ("schema",),
                "TB002",
                f"the schema is {version} and this thuatngu knows {SCHEMA}; upgrade thuatngu",
            )
            return None
        self.version = version
        found = migration.migrated(data, version)
        if found is None:
            self.problem(
                ("schema",),
                "TB002",
                f"is not of schema {version}, which gives each Vietnamese term its translations "
                "by language; mend it, or write it anew in today's",
            )
        return found

    def concept(self, data: object, where: Where) -> Concept | None:
        if not isinstance(data, dict):
            self.problem(where, "TB003", "a concept is no mapping; start it with 'id:'")
            return None
        values = {name: self.text(data, name, where) for name in CONCEPT_TEXTS if name in data}
        if data.get("id") in (None, ""):
            self.problem(where, "TB003", "a concept has no 'id'; give it one such as 'dan-van'")
        values.setdefault("id", "")
        return Concept(
            terms=self.terms(data.get("terms"), (*where, "terms")),
            related=self.texts(data, "related", where) if "related" in data else (),
            sources=self.texts(data, "sources", where) if "sources" in data else (),
            extra=self.unknown(data, CONCEPT_FIELDS, where),
            **values,
        )

    def terms(self, data: object, where: Where) -> tuple[Term, ...]:
        if data is None:
            return ()
        if not isinstance(data, dict):
            self.problem(
                where, "TB003", "'terms' is no mapping; group the terms by language: 'th:'"
            )
            return ()
        found: list[Term] = []
        for lang, items in data.items():
            place = (*where, lang if isinstance(lang, (str, int)) else str(lang))
            if not isinstance(lang, str) or not lang:
                self.problem(place, "TB003", f'{lang!r} is no language tag; quote it: "{lang}":')
                continue
            if len(lang) > LONGEST_KEY:
                self.problem(
                    place,
                    "TB003",
                    f"{lang[:20] + '…'!r} is no language tag; write one such as 'th'",
                )
                continue
            if items is None:
                continue
            if not isinstance(items, list):
                self.problem(
                    place, "TB003", f"the {lang!r} terms are no list; start each '- text:'"
                )
                continue
            for n, item in enumerate(items):
                term = self.term(lang, item, (*place, n))
                if term is not None:
                    found.append(term)
        return tuple(found)

    def term(self, lang: str, data: object, where: Where) -> Term | None:
        if not isinstance(data, dict):
            self.problem(where, "TB003", "a term is no mapping; write '- text: …'")
            return None
        values = {name: self.text(data, name, where) for name in TERM_TEXTS if name in data}
        if data.get("text") in (None, ""):
            self.problem(
                where, "TB003", f"a {lang!r} term has no 'text'; write it or take the term out"
            )
        values.setdefault("text", "")
        return Term(
            lang,
            status=self.status(data["status"], where) if "status" in data else Status.PROPOSED,
            forms=self.texts(data, "forms", where) if "forms" in data else (),
            blocked_by=self.texts(data, "blocked_by", where) if "blocked_by" in data else (),
            extra=self.unknown(data, TERM_FIELDS, where),
            **values,
        )

    def status(self, value: object, where: Where) -> Status:
        if value is None:
            return Status.PROPOSED
        found = STATUSES.get(value) if isinstance(value, str) else None
        if found is None:
            known = ", ".join(STATUSES)
            self.problem(
                (*where, "status"), "TB004", f"{value!r} is no status; write one of {known}"
            )
            return Status.PROPOSED
        return found

    def text(self, data: Data, name: str, where: Where) -> str:
        value = data[name]
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, (bool, int, float)):
            message = f'{name!r} is read as the value {value!r}; quote it: {name}: "{value}"'
        else:
            message = f"{name!r} is no text; write it on one line"
        self.problem((*where, name), "TB003", message)
        return ""

    def texts(self, data: Data, name: str, where: Where) -> tuple[str, ...]:
        values = data[name]
        if values is None:
            return ()
        if not isinstance(values, list):
            self.problem((*where, name), "TB003", f"{name!r} is no list; write {name}: [a, b]")
            return ()
        for value in values:
            if not isinstance(value, str):
                self.problem(
                    (*where, name), "TB003", f"{name!r} holds {_shown(value)}, no text; quote it"
                )
        return tuple(value for value in values if isinstance(value, str))

    def unknown(self, data: Data, known: tuple[str, ...], where: Where) -> Data:
        if all(name in known for name in data):
            return {}
        extra = {name: value for name, value in data.items() if name not in known}
        for name, value in extra.items():
            if not isinstance(name, str):
                self.problem(where, "TB003", f"the field name {name!r} is no text; quote it")
            elif len(name) > LONGEST_KEY:
                self.problem(
                    where,
                    "TB003",
                    f"the field name {name[:20] + '…'!r} has {len(name):,} characters; shorten it",
                )
            elif fault := _fault_of(value):
                self.problem((*where, name), "TB003", f"{name!r} {fault}; write plain values")
        return extra


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, (bool, int, float)) or value is None else "a collection"


_DEPTH = 60
"""How deeply a field that we do not know may be nested: what writes it again is recursive."""


def _fault_of(value: object, depth: int = _DEPTH) -> str:
    """What keeps a value from being written as it was read, or empty."""
    if not depth:
        return "is nested too deeply"
    if isinstance(value, (dict, list)):
        items = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict) and not all(isinstance(key, str) for key in value):
            return _STRANGE
        if isinstance(value, dict) and any(len(key) > LONGEST_KEY for key in value):
            return _LONG
        return next(filter(None, (_fault_of(item, depth - 1) for item in items)), "")
    return "" if value is None or isinstance(value, (str, bool, int, float)) else _STRANGE


_LONG = "has a key of hundreds of characters"
_STRANGE = "has a YAML tag or a key that is no text"
