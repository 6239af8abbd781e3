"""What a check looks at: one file's passages, with terms found in them once for all checks."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Any, TypeVar

from glossary.finding import Severity
from glossary.inflection import stem
from glossary.located import Located
from glossary.match import Hit, Matcher
from glossary.model import SOURCE_LANG, Concept, Status, Term, Termbase
from glossary.normalize import normalize
from glossary.numerals import Numeral, numerals

T = TypeVar("T")

ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
FURNITURE = re.compile(
    r"^[^\S\n]*(?:(?:ที่มา|แหล่งที่มา|แหล่งข่าว|स्रोत|nguồn|source)[^\S\n]*(?:[:：][^\n]*)?"
    r"|(?:การแสดงความคิดเห็น|ความคิดเห็น|टिप्पणी|टिप्पणियाँ|bình luận|comments?)[^\S\n]*\([^)\n]*\))"
    r"[^\S\n]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that a page adds to an article: its source, the counter of comments."""
_SENTENCE = 200
"""Characters of a source up to which all of its translation is near to all of it."""
_DRIFT = 0.2
"""How far a rendering stands from where its source does, as a share of their texts."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a translation, with the source it renders where that is known."""

    target: Located
    source: str | None = None
    """None where there is no source; empty where the target was added by the translator."""

    @property
    def text(self) -> str:
        """The target's text."""
        return self.target.text


def _composed(passage: Passage) -> Passage:
    """A passage with its source in normal form C; nothing points into the source."""
    if passage.source is None or unicodedata.is_normalized("NFC", passage.source):
        return passage
    return replace(passage, source=unicodedata.normalize("NFC", passage.source))


class Document:
    """One translation: its passages and everything that several checks ask of them."""

    def __init__(
        self,
        passages: Sequence[Passage],
        lang: str,
        termbase: Termbase,
        matcher: Callable[[str], Matcher],
        source_lang: str = SOURCE_LANG,
    ) -> None:
        self.passages = tuple(map(_composed, passages))
        self.lang = lang
        self.source_lang = source_lang
        self.termbase = termbase
        self._matcher = matcher
        self._once: dict[object, Any] = {}

    def once(self, compute: Callable[[Document], T]) -> T:
        """What a function makes of this document, made at the first call."""
        if compute not in self._once:
            self._once[compute] = compute(self)
        made: T = self._once[compute]
        return made

    @cached_property
    def hits(self) -> tuple[tuple[Hit, ...], ...]:
        """Terms in each passage, none inside an address."""
        find = self._matcher(self.lang).find
        return tuple(_outside_addresses(p.text, find(p.text)) for p in self.passages)

    @cached_property
    def named(self) -> tuple[Mapping[str, tuple[Hit, ...]], ...]:
        """Concepts that the source of each passage names, nested ones too, with their hits."""
        find = self._matcher(self.source_lang).find
        found: list[Mapping[str, tuple[Hit, ...]]] = []
        for passage in self.passages:
            by_concept: dict[str, list[Hit]] = {}
            source = passage.source or ""
            for hit in _outside_numbers(source, find(source), self.source_lang):
                by_concept.setdefault(hit.concept, []).append(hit)
            found.append({concept: tuple(hits) for concept, hits in by_concept.items()})
        return tuple(found)

    @cached_property
    def numerals(self) -> tuple[tuple[Numeral, ...], ...]:
        """Numerals of each passage's target outside the page's furniture."""
        return tuple(
            tuple(
                numeral
                for numeral in numerals(passage.text, self.lang)
                if not overlaps(furniture, numeral.start, numeral.end)
            )
            for passage, furniture in zip(self.passages, self.furniture, strict=True)
        )

    @cached_property
    def source_numerals(self) -> tuple[tuple[Numeral, ...], ...]:
        """Numerals of each passage's source."""
        return tuple(
            tuple(numerals(passage.source, self.source_lang)) if passage.source else ()
            for passage in self.passages
        )

    @cached_property
    def furniture(self) -> tuple[list[tuple[int, int]], ...]:
        """Spans of each passage that are a page's source line or comment counter."""
        return tuple(
            [match.span() for match in FURNITURE.finditer(passage.text)]
            for passage in self.passages
        )

    def by_span(self, index: int) -> Iterator[tuple[Hit, ...]]:
        """The hits of a passage that count, those of one span together."""
        group: list[Hit] = []
        for hit in self.hits[index]:
            if hit.nested:
                continue
            if group and (group[0].start, group[0].end) != (hit.start, hit.end):
                yield tuple(group)
                group = []
            group.append(hit)
        if group:
            yield tuple(group)

    def concept(self, concept_id: str) -> Concept:
        """A concept of the termbase."""
        return self.termbase.by_id[concept_id]

    def expected(self, concept_id: str) -> tuple[str, ...]:
        """What may be written for a concept: preferred, admitted; the proposed if neither is."""
        return usable_terms(self.concept(concept_id), self.lang)

    def may_hold(self, index: int, concept_id: str) -> bool:
        """Whether any term of a concept can be read in a passage, if only as part of a word.

        What is reported as missing must not be there even to an eye that is lenient
        about where words end and how they are inflected.
        """
        key = self._key(index)
        for term in self.concept(concept_id).in_lang(self.lang):
            for form in (term.text, *term.forms):
                own = normalize(form, self.lang).key.strip()
                if own in key:
                    return True
                if self.lang == "hi" and _loosely(own).search(key):
                    return True
        return False

    @cache  # noqa: B019 - lives as long as its document, which nobody keeps
    def _key(self, index: int) -> str:
        return normalize(self.passages[index].text, self.lang).key

    def is_termed(self, text: str) -> bool:
        """Whether a text holds a Vietnamese term of the termbase."""
        return bool(self._matcher(SOURCE_LANG).find(text))

    def outer(self, index: int) -> Iterator[str]:
        """Concepts that the source of a passage names in a hit of their own, not in a longer."""
        for concept, hits in self.named[index].items():
            if any(not hit.nested for hit in hits):
                yield concept

    def rendered(self) -> Iterator[tuple[int, str, list[Hit]]]:
        """Passages and concepts that their sources name, with the terms that stand there."""
        for index, passage in enumerate(self.passages):
            if passage.source and passage.text.strip():
                for concept in self.outer(index):
                    yield index, concept, [h for h in self.hits[index] if h.concept == concept]

    def is_near(self, index: int, concept_id: str, start: int) -> bool:
        """Whether what stands at `start` of a passage may render a concept that its source names.

        In a passage of several sentences they stand at about the same part of it.
        """
        source, text = self.passages[index].source or "", self.passages[index].text
        if len(source) <= _SENTENCE:
            return True
        return any(
            abs(hit.start / len(source) - start / len(text)) <= _DRIFT
            for hit in self.named[index][concept_id]
        )

    def is_decided(self, concept_id: str) -> bool:
        """Whether somebody chose a term of a concept in the target language."""
        return any(
            term.status in (Status.PREFERRED, Status.ADMITTED)
            for term in self.concept(concept_id).in_lang(self.lang)
        )

    def are_related(self, one: str, other: str) -> bool:
        """Whether one of two concepts names the other as related or broader."""
        first, second = self.concept(one), self.concept(other)
        return (
            other in (*first.related, first.broader)
            or one in (*second.related, second.broader)
            or (first.broader != "" and first.broader == second.broader)
        )


@lru_cache(maxsize=4096)
def _loosely(key: str) -> re.Pattern[str]:
    """The words of a Hindi term by their stems, in order, with one word between at most."""
    stems = [re.escape(stem(word)) for word in key.replace("-", " ").split()]
    return re.compile("(?<![\u0900-\u097f])" + r"\S*(?:[\s-]+\S+)?[\s-]+".join(stems))


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch meets one of some spans, which are in order and do not overlap."""
    at = bisect_left(spans, (end,))
    return at > 0 and spans[at - 1][1] > start


def usable_terms(concept: Concept, lang: str) -> tuple[str, ...]:
    """Terms of a concept that may be written, the best first."""
    terms = concept.in_lang(lang)
    for statuses in ((Status.PREFERRED, Status.ADMITTED), (Status.PROPOSED,)):
        found = [term.text for status in statuses for term in terms if term.status is status]
        if found:
            return tuple(found)
    return ()


def quoted(texts: Iterable[str]) -> str:
    """Texts as a message names them."""
    return " or ".join(repr(text) for text in texts)


def same_rendering(one: Term, other: Term) -> bool:
    """Whether two terms differ in spelling at most."""
    keys = [normalize(term.text, term.lang).key.replace("-", " ") for term in (one, other)]
    return keys[0] == keys[1]


def _outside_addresses(text: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    if "://" not in text and "www." not in text:
        return tuple(hits)
    spans = [match.span() for match in ADDRESS.finditer(text)]
    kept, at = [], 0
    for hit in hits:
        while at < len(spans) and spans[at][1] <= hit.start:
            at += 1
        if at == len(spans) or hit.end <= spans[at][0]:
            kept.append(hit)
    return tuple(kept)


def _outside_numbers(text: str, hits: Sequence[Hit], lang: str) -> Sequence[Hit]:
    """Hits that are no part of a document's number, such as HĐND in 43/NQ-HĐND."""
    if not hits or "/" not in text:
        return hits
    spans = [(n.start, n.end) for n in numerals(text, lang) if n.kind == "doc"]
    return [hit for hit in hits if not any(a < hit.end and hit.start < b for a, b in spans)]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found, in offsets of a passage's text."""

    passage: int
    start: int
    end: int
    message: str
    concept: str = ""
    expected: tuple[str, ...] = ()
    found: str | None = None
    """What stands there where that is not the text of the span: empty for what is missing."""
    is_weak: bool = False
    """Whether the evidence does for a hint (``info``) and not for a fault."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with its code; the function's docstring says what it reports."""

    code: str
    severity: Severity
    function: Callable[[Document], Iterator[Fault]] = field(repr=False)

    @property
    def name(self) -> str:
        """What people call it: ``deprecated-rendering``."""
        return self.function.__name__.replace("_", "-")

    @property
    def sentence(self) -> str:
        """What it reports, in one sentence."""
        return " ".join((self.function.__doc__ or "").split("\n\n")[0].split())


Registered = Callable[
    [Callable[[Document], Iterator[Fault]]], Callable[[Document], Iterator[Fault]]
]
CHECKS: dict[str, Check] = {}
"""All checks by code; importing `glossary.checks` fills it."""


def check(code: str, severity: Severity) -> Registered:
    """Registers a function as the check with a code."""

    def register(
        function: Callable[[Document], Iterator[Fault]],
    ) -> Callable[[Document], Iterator[Fault]]:
        if code in CHECKS:
            raise ValueError(f"two checks have the code {code}")
        CHECKS[code] = Check(code, severity, function)
        return function

    return register
