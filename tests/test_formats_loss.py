"""What the page says that a format loses is lost, and what it does not say comes back.

That what comes back is exactly what `formats.kept` says is the property of `test_formats`; here
the sentences of the page are held to it, field by field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from test_formats import EACH

from glossary import formats
from glossary.formats import FORMATS
from glossary.formats.loss import CONCEPT_FIELDS, TERM_FIELDS
from glossary.model import Concept, Status, Term, Termbase


def full(lang: str, text: str, status: Status) -> Term:
    """A term with something in every field."""
    return Term(
        lang,
        text,
        status,
        (f"{text} forms",),
        (f"{text} and more",),
        note=f"note of {text}",
        reason=f"reason of {text}",
        source=f"source of {text}",
        part_of_speech="noun",
        geographical_usage="Isan",
        register="formal",
        decided_by="An",
        decided_at="2026-01-02T03:04:05Z",
        extra={"weight": 1},
    )


CONCEPT = Concept(
    "dan-van",
    (
        full("vi", "dân vận", Status.PREFERRED),
        full("th", "ระดม", Status.PREFERRED),
        full("th", "ระดมพล", Status.ADMITTED),
        full("th", "บริการ", Status.DEPRECATED),
        full("th", "เก่า", Status.SUPERSEDED),
        full("th", "ใหม่", Status.PROPOSED),
    ),
    gloss="gloss",
    definition="definition",
    subject="party",
    note="note",
    related=("khac",),
    broader="khac",
    sources=("one", "two"),
    extra={"x": [1]},
)
OTHER = Concept("khac", (full("vi", "khác", Status.PREFERRED), full("hi", "सेवा", Status.PREFERRED)))
BASE = Termbase((CONCEPT, OTHER), {"title": "t"})

SAID_APART = {
    "po": {
        # "Of the Vietnamese terms only the text of the first usable one goes out."
        "dân vận: reason is lost",
        "dân vận: preferred comes back as proposed",
        # "The note of the term to use is the translator's comment"
        "ระดม: note comes back",
    },
    "skos": {
        # "Vietnamese terms are proposed when read."
        "dân vận: preferred comes back as proposed",
        # "other admitted and proposed terms are `altLabel`, and proposed when read"
        "ระดมพล: admitted comes back as proposed",
        # "Deprecated and superseded terms … are not read as terms."
        "บริการ: is lost",
        "เก่า: is lost",
    },
}
"""Where a field that the list on the page has is kept in part, or one that it has not is lost in
part, and the sentence below the list that says so."""


def otherwise(name: str, profile: str) -> Iterator[str]:
    """Each thing that comes back although the page lists it as lost, or the other way round."""
    keeps = FORMATS[name].codec().keeps
    back = formats.read(formats.export(BASE, name, "th", profile), name, "th")
    concept = next(c for c in back if any(term.text == "dân vận" for term in c.terms))
    if (back.extra == BASE.extra) != keeps.top:
        yield "unknown fields of the file"
    if (concept.id == CONCEPT.id) != keeps.ids:
        yield "ids"
    if ("hi" in back.langs) == keeps.pair:
        yield "languages"
    for field in CONCEPT_FIELDS:
        if (getattr(concept, field) == getattr(CONCEPT, field)) != (field in keeps.concept):
            yield field
    for term in CONCEPT.terms:
        found = next((t for t in concept.terms if (t.lang, t.text) == (term.lang, term.text)), None)
        wanted = keeps.statuses[term.status]
        if found is None or wanted is None:
            if found is not None or wanted is not None:
                yield f"{term.text}: {'is lost' if wanted else 'comes back'}"
            continue
        if found.status is not wanted:
            yield f"{term.text}: {term.status.value} comes back as {found.status.value}"
        for field in TERM_FIELDS - {"status"}:
            if (getattr(found, field) == getattr(term, field)) != (field in keeps.term):
                yield f"{term.text}: {field} {'is lost' if field in keeps.term else 'comes back'}"


@pytest.mark.parametrize(("name", "profile"), EACH)
def test_what_is_listed_as_lost_is_lost_and_nothing_else(name: str, profile: str) -> None:
    assert set(otherwise(name, profile)) == SAID_APART.get(name, set())


def test_a_format_that_loses_something_else_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    codec = FORMATS["csv"].codec()
    keeps = replace(codec.keeps, concept=codec.keeps.concept - {"gloss"}, ids=False)
    monkeypatch.setattr(type(FORMATS["csv"]), "codec", lambda _: replace(codec, keeps=keeps))
    assert set(otherwise("csv", "")) == {"gloss", "ids"}
