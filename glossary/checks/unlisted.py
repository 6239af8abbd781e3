"""The check of renderings that nobody listed: TG107.

A concept is named by the source, and no term of it stands in the target. What
stands there instead is told by its form, where it shares the words that set a
listed term apart, or by its company, where one phrase comes whenever the concept
goes without a term and never else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from glossary.checks.absence import Sureness, is_everyday, missing
from glossary.checks.document import Document, Fault, check, joined, overlaps, quoted
from glossary.finding import Severity
from glossary.inflection import stem
from glossary.normalize import normalize
from glossary.words import words

SHARE = 0.5
"""Of the weight of a listed term's words, how much must stand together."""
_PARTICLES = {
    "th": "การ งาน ความ ที่ ของ และ หรือ ใน นอก ทาง ด้าน ต่อ เพื่อ เป็น ให้ ได้ มี กับ แก่ แห่ง โดย จาก ทั้ง ร่วม"
    " ถึง ว่า ซึ่ง คือ อยู่ จะ ไม่ แล้ว ยัง ตาม ผู้ นี้ นั้น ทุก หลาย เข้า ทำ ทำงาน",
    "hi": "का की के को ने में पर से तक और एवं तथा व या लिए द्वारा साथ है हैं था थे थी ही भी यह वह इस उस जो कि"
    " जुड़े जुड़ी हुए हुई करने किया गया गई",
}
"""Words that no rendering is known by, nor begins with one in Thai nor ends with one in Hindi."""
_HEADS = {
    "th": "คณะ กรรมการ คณะกรรมการ กรรมาธิการ คณะกรรมาธิการ สภา สมาคม องค์กร องค์การ หน่วยงาน"
    " สำนักงาน กลาง",
    "hi": "समिति आयोग परिषद मंडल ब्यूरो कार्यालय विभाग केंद्रीय",
}
"""Words that many bodies share: they tell none from the others."""
LONE = 2
"""Concepts whose terms may have a word that tells one of them where it stands alone."""
LONGEST = 4
"""Words of a phrase that is told by its company."""
EVIDENCE = 10.83
"""Log-likelihood ratio (Dunning 1993) from which company is no chance, at p = .001."""


class Unlisted(NamedTuple):
    """A phrase that probably renders a concept."""

    start: int
    end: int
    reason: str


@check("TG107", Severity.WARNING)
def unlisted_rendering(document: Document) -> Iterator[Fault]:
    """The source names a concept, and what probably renders it is no listed term.

    It shares the words that set a listed term apart (ฝ่ายระดมมวลชน beside
    คณะกรรมการระดมมวลชน), or stands in several passages whose source names the concept
    and in no other. It is a hint, of severity info, for an everyday word and where the
    source may mean something else, as TG103 says.
    """
    for (index, concept), found in sorted(unlisted(document).items()):
        written = document.passages[index].text[found.start : found.end]
        expected = document.expected(concept)
        yield Fault(
            index,
            found.start,
            found.end,
            f"{written!r} probably renders {document.concept(concept).name!r} and is not listed "
            f"({found.reason}); write {quoted(expected)}, or list it",
            concept,
            expected,
            is_weak=missing(document)[index, concept] is Sureness.WEAK
            or is_everyday(document, index, concept),
        )


def unlisted(document: Document) -> Mapping[tuple[int, str], Unlisted]:
    """What probably renders a concept, by passage and concept."""
    return document.once(_found)


def is_reworded(document: Document, index: int, concept: str) -> bool:
    """Whether a word that tells a concept's terms from others stands where one might."""
    lang, weights, passage = document.lang, document.once(_weights), _Words(document, index)
    own = {
        _key(form[start:end], lang)
        for term in document.concept(concept).in_lang(lang)
        for form in (term.text, *term.forms)
        for start, end in words(form, lang)
    }
    free = passage.free(_parts(document, index, concept))
    return any(
        is_free and key in own and key in weights and document.is_near(index, concept, start)
        for (start, _), key, is_free in zip(passage.spans, passage.keys, free, strict=True)
    )


def _found(document: Document) -> dict[tuple[int, str], Unlisted]:
    lacking = list(missing(document))
    if not lacking:
        return {}
    texts = {index: _Words(document, index) for index in {index for index, _ in lacking}}
    found: dict[tuple[int, str], Unlisted] = {}
    weights = document.once(_weights)
    for index, concept in lacking:
        alike = _by_part(document, texts[index], index, concept) or _by_form(
            document, texts[index], index, concept, weights
        )
        if alike is not None:
            found[index, concept] = alike
    left = [pair for pair in lacking if pair not in found]
    repeated = Counter(concept for _, concept in left)
    if any(count > 1 for count in repeated.values()):
        for index in range(len(document.passages)):
            texts.setdefault(index, _Words(document, index))
        for concept in sorted(concept for concept, count in repeated.items() if count > 1):
            found.update(
                _by_company(document, texts, concept, [i for i, c in left if c == concept])
            )
    return found


class _Words:
    """The words of a passage, with what a listed term already explains left out."""

    def __init__(self, document: Document, index: int) -> None:
        text = document.passages[index].text
        self.text = text
        self.spans = words(text, document.lang)
        self.keys = [_key(text[start:end], document.lang) for start, end in self.spans]
        self.taken = [hit for hit in document.hits[index] if hit.concept in document.named[index]]
        hits = joined((hit.start, hit.end) for hit in document.hits[index])
        self.is_new = [not overlaps(hits, start, end) for start, end in self.spans]

    def free(self, parts: Collection[str]) -> list[bool]:
        """Which words are of no term that the source names, but for those of some concepts."""
        taken = joined((hit.start, hit.end) for hit in self.taken if hit.concept not in parts)
        return [not overlaps(taken, start, end) for start, end in self.spans]

    def phrases(self) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """Runs of words of no term within a clause: keys, and where they stand."""
        for first in range(len(self.spans)):
            for last in range(first, min(first + LONGEST, len(self.spans))):
                if not self.is_new[last]:
                    break
                start, end = self.spans[first][0], self.spans[last][1]
                if (
                    last > first
                    and self.text[self.spans[last - 1][1] : self.spans[last][0]].strip()
                ):
                    break  # a mark or a line end between them
                yield tuple(self.keys[first : last + 1]), start, end


def _key(word: str, lang: str) -> str:
    key = normalize(word, lang).key
    return stem(key) if lang == "hi" else key


@lru_cache(maxsize=8)
def _particles(lang: str) -> frozenset[str]:
    return frozenset(_key(word, lang) for word in _PARTICLES.get(lang, "").split())


def _weights(document: Document) -> Mapping[str, float]:
    """How much each word of the listed terms says of its concept: the fewer have it, the more.

    Particles and the heads of bodies say nothing, and are left out.
    """
    lang = document.lang
    concepts: Counter[str] = Counter()
    for concept in document.termbase:
        own: set[str] = set()
        for term in concept.in_lang(lang):
            for form in (term.text, *term.forms):
                own.update(_key(form[start:end], lang) for start, end in words(form, lang))
        concepts.update(own)
    heads = {_key(word, lang) for word in _HEADS.get(lang, "").split()}
    particles = _particles(lang) | heads
    return {key: len(key) / count for key, count in concepts.items() if key not in particles}


def _by_part(document: Document, passage: _Words, index: int, concept: str) -> Unlisted | None:
    """A term of a concept whose name is part of this one's name: dân vận in Ban Dân vận."""
    parts = _parts(document, index, concept)
    for hit in document.hits[index]:
        inside = [n for n, (s, e) in enumerate(passage.spans) if hit.start <= s and e <= hit.end]
        if hit.concept in parts and not hit.nested and inside:
            listed = document.expected(concept)[0]
            own = [_key(listed[s:e], document.lang) for s, e in words(listed, document.lang)]
            free = passage.free(parts)
            first, last = _headed(passage, free, own, (inside[0], inside[-1]), document.lang)
            if (first, last) == (inside[0], inside[-1]):
                return None  # nothing stands there for the rest of the name
            start, end = passage.spans[first][0], passage.spans[last][1]
            return Unlisted(start, end, f"holds {document.concept(hit.concept).name!r}")
    return None


def _parts(document: Document, index: int, concept: str) -> set[str]:
    """Concepts that a source names nowhere but within this one's name."""
    named = document.named[index]
    spans = [hit[:2] for hit in named[concept] if not hit.nested]
    return {
        other
        for other, hits in named.items()
        if other != concept
        and all(any(s <= hit.start and hit.end <= e for s, e in spans) for hit in hits)
    }


def _by_form(
    document: Document, passage: _Words, index: int, concept: str, weights: Mapping[str, float]
) -> Unlisted | None:
    """The words of a passage that are most like a listed term of several words."""
    lang, free = document.lang, passage.free(_parts(document, index, concept))
    best: tuple[float, int, int, str] | None = None
    for term in document.concept(concept).in_lang(lang):
        for form in (term.text, *term.forms):
            own = [_key(form[start:end], lang) for start, end in words(form, lang)]
            whole = sum(weights.get(key, 0) for key in set(own))
            length = sum(map(len, set(own)))
            if len(set(own)) < 2 or not whole:
                continue
            for first, last, seen in _windows(passage, free, own, lang):
                if not document.is_near(index, concept, passage.spans[first][0]):
                    continue
                share = sum(weights.get(key, 0) for key in seen) / whole
                if (
                    first == last
                    and weights.get(passage.keys[first], 0) < len(passage.keys[first]) / LONE
                ):
                    continue
                if (
                    share >= SHARE
                    and sum(map(len, seen)) >= SHARE * length
                    and (best is None or share > best[0])
                ):
                    stretch = _headed(passage, free, own, (first, last), lang)
                    best = (share, *stretch, term.text)
    if best is None:
        return None
    _, first, last, listed = best
    start, end = passage.spans[first][0], passage.spans[last][1]
    return Unlisted(start, end, f"like {listed!r}")


def _windows(
    passage: _Words, free: Sequence[bool], own: Sequence[str], lang: str
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Stretches that begin and end with words of a term, and which of its words they hold.

    A stretch is one word longer than the term at most.
    """
    wanted, particles = set(own), _particles(lang)
    places = [n for n, key in enumerate(passage.keys) if key in wanted and free[n]]
    for at, first in enumerate(places):
        if passage.keys[first] in particles:
            continue
        seen: set[str] = set()
        for last in places[at:]:
            stretch = passage.text[passage.spans[first][0] : passage.spans[last][1]]
            if last - first > len(own) or "\n" in stretch:
                break
            seen.add(passage.keys[last])
            if passage.keys[last] not in particles:
                yield first, last, frozenset(seen)


def _headed(
    passage: _Words, free: Sequence[bool], own: Sequence[str], stretch: tuple[int, int], lang: str
) -> tuple[int, int]:
    """A stretch with the word that stands for the term's head: before it in Thai, else after."""
    first, last = stretch
    before, at = (first - 1, first) if lang == "th" else (last, last + 1)
    lacks_head = passage.keys[first] != own[0] if lang == "th" else passage.keys[last] != own[-1]
    other = before if lang == "th" else at
    if not lacks_head or before < 0 or at >= len(passage.spans) or not free[other]:
        return stretch
    gap = passage.text[passage.spans[before][1] : passage.spans[at][0]]
    if gap != ("" if lang == "th" else " ") or passage.keys[other] in _particles(lang):
        return stretch
    return (other, last) if lang == "th" else (first, other)


def _by_company(
    document: Document, texts: Mapping[int, _Words], concept: str, missing: Sequence[int]
) -> dict[tuple[int, str], Unlisted]:
    """The phrase that most of the passages without a term share, and none without the concept."""
    others = [
        index
        for index, passage in enumerate(document.passages)
        if concept not in document.named[index] and passage.text.strip()
    ]
    counts: Counter[tuple[str, ...]] = Counter()
    for index in missing:
        counts.update({keys for keys, _, _ in texts[index].phrases()})
    for index in others:
        for keys in {keys for keys, _, _ in texts[index].phrases()}:
            counts.pop(keys, None)
    best = max(
        (
            (count, sum(map(len, keys)), keys)
            for keys, count in counts.items()
            if count > 1
            and count * 3 >= len(missing) * 2
            and _evidence(count, len(missing), len(others)) >= EVIDENCE
        ),
        default=None,
    )
    if best is None:
        return {}
    found = {}
    for index in missing:
        for keys, start, end in texts[index].phrases():
            if keys == best[2]:
                reason = f"stands in {best[0]} of {len(missing)} passages that lack a term for it"
                found[index, concept] = Unlisted(start, end, reason)
                break
    return found


def _evidence(count: int, of: int, others: int) -> float:
    """Log-likelihood ratio of standing in `count` of `of` passages and in none of the others."""
    total = of + others
    ratio = 0.0
    for seen, out_of in ((count, of), (0, others)):
        for part, expected in (
            (seen, out_of * count / total),
            (out_of - seen, out_of * (total - count) / total),
        ):
            if part:
                ratio += part * log(part / expected)
    return 2 * ratio
