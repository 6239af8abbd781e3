"""Checks of how concepts are rendered: TG101 to TG106."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.checks.absence import Sureness, is_at_home, is_everyday, missing, sureness
from glossary.checks.countries import COUNTRIES
from glossary.checks.document import Document, Fault, check, quoted, same_rendering
from glossary.checks.unlisted import is_reworded, unlisted
from glossary.finding import Severity
from glossary.match import Hit
from glossary.model import Status, Term

_FORBIDDEN = (Status.DEPRECATED, Status.SUPERSEDED)


@check("TG101", Severity.ERROR)
def deprecated_rendering(document: Document) -> Iterator[Fault]:
    """A term stands there that is deprecated or superseded for its concept.

    A string that is right for another concept is reported only when the source
    names the first concept and not the second. With a source, a term is reported
    only where the source names its concept or one related to it.
    """
    for index, passage in enumerate(document.passages):
        for group in document.by_span(index):
            forbidden = [hit for hit in group if hit.term.status in _FORBIDDEN]
            usable = [hit for hit in group if hit.term.status.usable]
            if passage.source:
                named = document.named[index]
                forbidden = [hit for hit in forbidden if _is_meant(document, hit, named)]
                usable = [hit for hit in usable if hit.concept in named]
            if forbidden and not usable:
                yield _forbidden(document, index, forbidden[0])


def _is_meant(document: Document, hit: Hit, named: object) -> bool:
    assert isinstance(named, dict)
    return (
        hit.concept in named
        or not document.concept(hit.concept).in_lang(document.source_lang)
        or any(document.are_related(hit.concept, concept) for concept in named)
    )


def _forbidden(document: Document, index: int, hit: Hit) -> Fault:
    concept = document.concept(hit.concept)
    expected = document.expected(hit.concept)
    reason = f": {_clause(hit.term.reason)}" if hit.term.reason else ""
    instead = f"; write {quoted(expected)}" if expected else ""
    if len(expected) > 1 and concept.preferred(document.lang):
        instead = f"; write {expected[0]!r}, which is preferred, or {quoted(expected[1:])}"
    return Fault(
        index,
        hit.start,
        hit.end,
        f"{hit.term.text!r} is {hit.term.status} for {concept.name!r}{reason}{instead}",
        hit.concept,
        expected,
    )


@check("TG102", Severity.WARNING)
def rendering_not_admitted(document: Document) -> Iterator[Fault]:
    """The source names a concept, and its rendering is none that was decided on but a proposal.

    It is a hint, of severity info, where the source may mean something else, as TG103 says.
    """
    for index, concept, hits in document.rendered():
        if not document.is_decided(concept):
            continue
        if any(hit.term.status is not Status.PROPOSED for hit in hits):
            continue
        sure = sureness(document, index, concept, is_rendered=True)
        near = [hit for hit in hits if document.is_near(index, concept, hit.start)]
        for hit in near[:1] if sure else ():
            expected = document.expected(concept)
            yield Fault(
                index,
                hit.start,
                hit.end,
                f"{hit.term.text!r} is only proposed for {document.concept(concept).name!r}; "
                f"write {quoted(expected)}",
                concept,
                expected,
                is_weak=sure is Sureness.WEAK,
            )


@check("TG103", Severity.WARNING)
def term_missing(document: Document) -> Iterator[Fault]:
    """The source names a concept that has a decided term, and no rendering of it is there.

    An everyday word (quy định, in lower case and with no rendering forbidden) is reported
    only where the document renders it by a term elsewhere, and more often than not, or as
    often and before. What another country has (Quốc hội Anh) is not the concept. A finding
    is a hint, of severity info, where nothing says that the text is about Vietnam and the
    name is one or two syllables long (Quốc hội) or short for the concept's (sự đồng thuận);
    or a word of a listed term stands in the passage, and the word is everyday or the text
    is not about Vietnam.
    """
    for (index, concept), sure in missing(document).items():
        if (index, concept) not in unlisted(document) and not _collision(document, index, concept):
            first, last = _extent(document.passages[index].text)
            expected = document.expected(concept)
            yield Fault(
                index,
                first,
                last,
                f"no rendering of {document.concept(concept).name!r}; expected {quoted(expected)}",
                concept,
                expected,
                found="",
                is_weak=sure is Sureness.WEAK
                or (
                    (not is_at_home(document) or is_everyday(document, index, concept))
                    and is_reworded(document, index, concept)
                ),
            )


@check("TG104", Severity.WARNING)
def two_renderings(document: Document) -> Iterator[Fault]:
    """A document renders one concept by two terms; spellings and look-up forms of a term are one.

    Strings that other concepts share are left out, and so are passages whose
    source does not name the concept.
    """
    terms: dict[str, dict[str, tuple[Term, list[tuple[int, Hit]]]]] = {}
    for index, passage in enumerate(document.passages):
        for group in document.by_span(index):
            usable = [hit for hit in group if hit.term.status.usable]
            if len({hit.concept for hit in usable}) != 1:
                continue
            hit = usable[0]
            if passage.source is not None and hit.concept not in document.named[index]:
                continue
            _, places = terms.setdefault(hit.concept, {}).setdefault(hit.term.text, (hit.term, []))
            places.append((index, hit))
    for concept, by_text in terms.items():
        yield from _inconsistent(document, concept, list(by_text.values()))


def _inconsistent(
    document: Document, concept: str, renderings: list[tuple[Term, list[tuple[int, Hit]]]]
) -> Iterator[Fault]:
    chosen = max(
        renderings,
        key=lambda rendering: (
            rendering[0].status is Status.PREFERRED,
            rendering[0].status is Status.ADMITTED,
            len(rendering[1]),
        ),
    )
    is_decided = chosen[0].status in (Status.PREFERRED, Status.ADMITTED)
    for term, places in renderings:
        if same_rendering(term, chosen[0]):
            continue
        index, hit = places[0]
        yield Fault(
            index,
            hit.start,
            hit.end,
            f"{document.concept(concept).name!r} is {term.text!r} here ({_times(len(places))}) and "
            f"{chosen[0].text!r} elsewhere ({_times(len(chosen[1]))}); keep to one",
            concept,
            (chosen[0].text,) if is_decided else (),
        )


@check("TG105", Severity.WARNING)
def rendering_of_another_concept(document: Document) -> Iterator[Fault]:
    """The source names a concept, and the rendering is that of a related one it does not name."""
    for (index, concept), sure in missing(document).items():
        hit = _collision(document, index, concept)
        if hit is not None and (index, concept) not in unlisted(document):
            expected = document.expected(concept)
            yield Fault(
                index,
                hit.start,
                hit.end,
                f"{hit.term.text!r} renders {document.concept(hit.concept).name!r}, and the source "
                f"says {document.concept(concept).name!r}; write {quoted(expected)}",
                concept,
                expected,
                is_weak=sure is Sureness.WEAK,
            )


def _collision(document: Document, index: int, concept: str) -> Hit | None:
    """The rendering of a related concept that stands where `concept` should, if one does."""
    named = document.named[index]
    own = {term.text for term in document.concept(concept).in_lang(document.lang)}
    for group in document.by_span(index):
        for hit in group:
            if (
                hit.term.status.usable
                and hit.concept not in named
                and hit.term.text not in own
                and document.is_near(index, concept, hit.start)
                and document.are_related(concept, hit.concept)
            ):
                return hit
    return None


_BODY = {
    "th": re.compile(
        r"(?:(?:คณะกรรมการ(?:กลาง)?)?พรรค(?:คอมมิวนิสต์)?|คณะกรรมการกลาง|โปลิตบูโร|รัฐบาล"
        r"|สภา[ก-ฮะ-ฺเ-์]{0,12}) ?"
    ),
    "hi": re.compile(
        r"(?:की|के|का)?\s?(?:कम्युनिस्ट पार्टी|कम्यूनिस्ट पार्टी|पार्टी समिति|पोलित ब्यूरो|सरकार)"
    ),
}


@check("TG106", Severity.ERROR)
def invented_body(document: Document) -> Iterator[Fault]:
    """A body of a foreign country stands there, and the source does not name that country."""
    if document.lang not in _BODY:
        return
    for index, passage in enumerate(document.passages):
        if not passage.source:
            continue
        source = " ".join(
            other.source
            for other in document.passages[max(index - 1, 0) : index + 2]
            if other.source
        ).lower()
        for country in COUNTRIES:
            if any(name.lower() in source for name in country.vi):
                continue
            for start, end in _bodies(passage.text, country.names(document.lang), document.lang):
                if any(
                    hit.term.status in _FORBIDDEN
                    and hit.start < end
                    and start < hit.end
                    and _is_meant(document, hit, document.named[index])
                    for hit in document.hits[index]
                ):
                    continue  # the termbase knows it, and says more
                yield Fault(
                    index,
                    start,
                    end,
                    f"{passage.text[start:end]!r} is a body of {country.en}, "
                    "which the source does not name",
                )


def _bodies(text: str, names: tuple[str, ...], lang: str) -> Iterator[tuple[int, int]]:
    body = _BODY[lang]
    for name in names:
        longer = [other for other in names if other != name and other.startswith(name)]
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if any(text.startswith(other, start) for other in longer):
                start = text.find(name, end)
                continue
            if lang == "th":
                match = next(
                    (m for m in body.finditer(text, max(start - 30, 0), start) if m.end() == start),
                    None,
                )
                if match:
                    yield match.start(), end
            else:
                # An adjective before its body (चीनी कम्युनिस्ट पार्टी), or a genitive.
                after = body.match(text, end + len(text[end : end + 1].strip("\n") and " "))
                if after and text[end : end + 1] in (" ", "\u00a0"):
                    yield start, after.end()
            start = text.find(name, end)


def _extent(text: str) -> tuple[int, int]:
    """The first line of a text that is not blank, without outer white space."""
    first = len(text) - len(text.lstrip())
    line = text[first:].split("\n", 1)[0].rstrip()
    return first, first + len(line)


def _clause(reason: str) -> str:
    return reason.strip().rstrip(".")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
