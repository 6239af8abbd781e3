"""Concepts that a source names and no term renders, and how sure it is that they are meant.

A termbase of Vietnamese politics holds names that other countries' bodies have,
too (Quốc hội Anh), and words of everyday language. That no term renders one of
these is a fault only with evidence that the concept was meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import IntEnum

from glossary.checks.countries import ABROAD
from glossary.checks.document import Document
from glossary.match import Hit
from glossary.model import Status


class Sureness(IntEnum):
    """How sure it is that a source means a concept whose name it has."""

    NOT = 0
    """It means a body of another country, or one of a longer name."""
    WEAK = 1
    """Its word may be one of everyday language, or another country's body."""
    SURE = 2


_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Lương"
)
_UPPER = "A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ"
_HOME = re.compile(
    rf"\bViệt Nam\b|\bViet ?nam\b|\b(?:{_SURNAMES}) (?=[{_UPPER}])[^\W\d_]*[^\x00-\x7f]"
)
# What ties a body to its country (Quốc hội của bang Victoria).
_TIE = re.compile(r"[ \u00a0]+(?:(?:của|bang|nước|liên bang|vùng|ở|tại) ){0,2}")
_CAPITALISED = re.compile(r"[^\W\d_]+")
# In Latin letters without diacritics; Pleiku and the like are of the highlands.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|kr|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}"
    r"(?:ch?|k|m|ng?|nh|p|t)?|pleiku"
)
_SHORT = 2
"""Syllables of a name that everyday language, or another country, may have, too."""


def missing(document: Document) -> Mapping[tuple[int, str], Sureness]:
    """Passages and decided concepts that their source means and no term renders.

    An everyday word is often rightly left to the sentence: its absence says something
    only where the same document renders it by a term more often than not, or as often
    and before.
    """
    return document.once(_missing)


def _missing(document: Document) -> dict[tuple[int, str], Sureness]:
    lacking: list[tuple[int, str]] = []
    kept: dict[str, list[int]] = {}
    for index, concept, hits in document.rendered():
        if hits:
            kept.setdefault(concept, []).append(index)
        elif document.is_decided(concept) and not document.may_hold(index, concept):
            lacking.append((index, concept))
    found: dict[tuple[int, str], Sureness] = {}
    left = Counter(concept for _, concept in lacking)
    for index, concept in lacking:
        sure = sureness(document, index, concept)
        places = kept.get(concept, [])
        # Where a word was rendered as often as not, what came first is the precedent.
        is_usual = len(places) > left[concept] or (
            len(places) == left[concept] and places[0] < index
        )
        if is_usual and sure:
            sure = Sureness.SURE
        elif is_everyday(document, index, concept):
            if not places:
                continue
            sure = min(sure, Sureness.WEAK)
        if sure:
            found[index, concept] = sure
    return found


def is_everyday(document: Document, index: int, concept: str) -> bool:
    """Whether a source uses a concept's term as a word of everyday language.

    That is one or two syllables in lower case, and nobody forbade a rendering.
    """
    if _is_often_mistaken(document, concept):
        return False
    source = document.passages[index].source or ""
    written = [
        source[hit.start : hit.end] for hit in document.named[index][concept] if not hit.nested
    ]
    return all(
        text[1:].islower()
        and len(text.split()) <= _SHORT
        and (text[0].islower() or document.concept(concept).name[0].islower())
        for text in written
    )


def sureness(
    document: Document, index: int, concept: str, *, is_rendered: bool = False
) -> Sureness:
    """How sure it is that the source of a passage, which names a concept, means it.

    Args:
        document: of the passage.
        index: of the passage.
        concept: id of the concept.
        is_rendered: whether a listed string renders it there, which leaves less doubt.
    """
    hits = [hit for hit in document.named[index][concept] if not hit.nested]
    source = document.passages[index].source or ""
    starts = {hit.start for others in document.named[index].values() for hit in others}
    tied = [_is_elsewhere(source, hit, starts) for hit in hits]
    if all(tied):
        return Sureness.NOT
    if is_at_home(document):
        return Sureness.SURE
    if concept in document.once(_elsewhere):
        return Sureness.NOT  # one sense a text (Gale, Church & Yarowsky 1992)
    if _is_often_mistaken(document, concept):
        return Sureness.SURE
    name = document.concept(concept).name
    untied = [hit for hit, is_tied in zip(hits, tied, strict=True) if not is_tied]
    if is_rendered and (name[0].islower() or any(_is_proper(source, hit) for hit in untied)):
        return Sureness.SURE
    return max(_by_form(name, source[hit.start : hit.end]) for hit in untied)


def is_at_home(document: Document) -> bool:
    """Whether a text is about Vietnam: it says so, has a person's name or a body's long one."""
    return document.once(_at_home)


def _at_home(document: Document) -> bool:
    if document.source_lang != "vi":
        return True
    return any(
        _HOME.search(passage.source or "") is not None
        or any(_is_body(document, passage.source or "", *item) for item in named.items())
        for passage, named in zip(document.passages, document.named, strict=True)
    )


def _is_body(document: Document, source: str, concept: str, hits: Sequence[Hit]) -> bool:
    """Whether a name of three syllables or more is written as that of a body of Vietnam."""
    name = document.concept(concept).name
    return name[0].isupper() and any(
        source[hit.start].isupper() and len(hit.form.split()) > _SHORT for hit in hits
    )


def _by_form(name: str, written: str) -> Sureness:
    """What the form in which a name stands says: Quốc hội, sự đồng thuận."""
    is_short = len(written.split()) <= _SHORT and not written.isupper()
    is_elliptic = written.islower() and len(written.split()) < len(name.split())
    return Sureness.WEAK if is_short or is_elliptic else Sureness.SURE


def _is_proper(source: str, hit: Hit) -> bool:
    """Whether a name has its capital for itself, not as the first word of a sentence."""
    before = source[: hit.start].rstrip()
    return source[hit.start].isupper() and before != "" and before[-1] not in '.?!…:;"“'


def _is_often_mistaken(document: Document, concept: str) -> bool:
    """Whether a rendering is forbidden, as is done with what is often mistaken (dân vận)."""
    return any(
        term.status in (Status.DEPRECATED, Status.SUPERSEDED)
        for term in document.concept(concept).in_lang(document.lang)
    )


def _elsewhere(document: Document) -> frozenset[str]:
    """Concepts whose name a text has with another country's beside it, at least once."""
    found: set[str] = set()
    for passage, named in zip(document.passages, document.named, strict=True):
        starts = {hit.start for hits in named.values() for hit in hits}
        found.update(
            concept
            for concept, hits in named.items()
            if any(not h.nested and _is_elsewhere(passage.source or "", h, starts) for h in hits)
        )
    return frozenset(found)


def _is_elsewhere(source: str, hit: Hit, starts: set[int]) -> bool:
    """Whether a name goes on as another country's (Quốc hội Anh) or as a longer one (Đảng Xanh)."""
    tie = _TIE.match(source, hit.end)
    word = _CAPITALISED.match(source, tie.end()) if tie else None
    if tie is None or word is None or word.start() in starts or not word[0][0].isupper():
        return False
    if ABROAD.match(source, word.start()):
        return True
    if source.startswith("Việt Nam", word.start()) or word[0].isupper():
        return False
    is_single = source[hit.start : hit.end].istitle() and tie[0].isspace()
    is_single = is_single and " " not in source[hit.start : hit.end]
    return is_single or (word[0].isascii() and not _SYLLABLE.fullmatch(word[0].lower()))
