"""Rules about terms and what they are to each other."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.model import SOURCE_LANG, Status, Term
from glossary.rules.fault import ERROR, WARNING, Fault, Placed, Subject


def two_preferred(subject: Subject) -> Iterator[Fault]:
    """A concept has at most one preferred term in a language."""
    first: dict[tuple[str, str], Term] = {}
    for place in subject.placed:
        if place.term.status is not Status.PREFERRED:
            continue
        before = first.setdefault((place.concept.id, place.term.lang), place.term)
        if before is not place.term:
            yield Fault(
                place.where,
                place.concept.id,
                f"{place.concept.id!r} has two preferred {place.term.lang!r} terms, "
                f"{before.text!r} and {place.term.text!r}; mark one admitted or deprecated",
                place.term.text,
            )


def term_twice(subject: Subject) -> Iterator[Fault]:
    """A string is one term of a concept, or a form of one, and only once."""
    owners: dict[tuple[str, str, str], tuple[Placed, str]] = {}
    for place in subject.placed:
        concept, term = place.concept, place.term
        for form in (term.text, *term.forms):
            key = (concept.id, term.lang, form)
            before = owners.setdefault(key, (place, form))[0]
            if before is place:
                if form is not term.text and form == term.text:
                    yield Fault(
                        place.where,
                        concept.id,
                        f"{form!r} of {concept.id!r} is its own look-up form; take the form out",
                        form,
                        severity=WARNING,
                    )
                continue
            both = form == term.text == before.term.text
            what = "stands twice" if both else f"belongs to two {term.lang!r} terms"
            yield Fault(
                place.where,
                concept.id,
                f"{form!r} {what} in {concept.id!r}; keep one",
                form,
                severity=ERROR if both else WARNING,
            )


def preferred_and_deprecated(subject: Subject) -> Iterator[Fault]:
    """A term that is preferred or admitted for one concept and deprecated for another is looked at.

    It can be right, where a mistranslation is the proper name of another thing: then
    both say so in a note.
    """
    for (lang, _), places in subject.keyed.items():
        chosen = [p for p in places if p.term.status in (Status.PREFERRED, Status.ADMITTED)]
        for place in places:
            other = next((p for p in chosen if p.concept.id != place.concept.id), None)
            if place.term.status is Status.DEPRECATED and other:
                yield Fault(
                    place.where,
                    place.concept.id,
                    f"the {lang!r} term {place.term.text!r} is deprecated for "
                    f"{place.concept.id!r} and {other.term.status.value} for "
                    f"{other.concept.id!r}; see that both are meant",
                    place.term.text,
                    severity=WARNING,
                )


def shared(subject: Subject) -> Iterator[Fault]:
    """Two concepts do not share a rendering, since a reader could not tell them apart."""
    for (lang, _), places in subject.keyed.items():
        before: dict[str, Placed] = {}  # the first of each of the first two concepts
        for place in places:
            if not place.term.status.usable:
                continue
            other = next((p for id_, p in before.items() if id_ != place.concept.id), None)
            if len(before) < 2:
                before.setdefault(place.concept.id, place)
            if other is None:
                continue
            both = all(p.term.status is Status.PREFERRED for p in (place, other))
            yield Fault(
                place.where,
                place.concept.id,
                f"the {lang!r} term {place.term.text!r} of {place.concept.id!r} is a term of "
                f"{other.concept.id!r} too; give each a name of its own",
                place.term.text,
                severity=ERROR if both and lang != SOURCE_LANG else WARNING,
            )


def no_reason(subject: Subject) -> Iterator[Fault]:
    """A deprecated term says why, for those who are told not to use it."""
    for place in subject.placed:
        if place.term.status is Status.DEPRECATED and not place.term.reason:
            yield Fault(
                place.where,
                place.concept.id,
                f"the deprecated {place.term.lang!r} term {place.term.text!r} of "
                f"{place.concept.id!r} gives no reason; add 'reason:'",
                place.term.text,
                severity=WARNING,
            )
