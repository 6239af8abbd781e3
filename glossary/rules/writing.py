"""Rules about how terms and fields are written."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from glossary.languages import TAG
from glossary.match import Hit, Matcher
from glossary.model import Concept, Termbase
from glossary.normalize import INVISIBLE, normalize
from glossary.record import CONCEPT_TEXTS, TERM_TEXTS, Where
from glossary.rules.fault import WARNING, Fault, Placed, Subject
from glossary.visible import visible
from glossary.words import MARKS

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SCRIPTS = {"th": "THAI", "hi": "DEVANAGARI", "lo": "LAO", "km": "KHMER"}
"""Languages that one script tells, and the word with which the names of its letters begin."""
_UNSEEN = re.compile(
    f"[{INVISIBLE}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u2028-\u202e\u2066-\u2069"
    "\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
ORDINARY = re.compile(rf"[^\W_][\w{MARKS}]{{0,30}}(?: [^\W_][\w{MARKS}]{{0,30}})*")
"""Words with single blanks between them: wherever words are spaced, a matcher finds them, and to
make one takes seconds for a big termbase."""
_PROSE = (*(name for name in CONCEPT_TEXTS if name != "id"), "related", "sources")
_TERM_PROSE = tuple(name for name in TERM_TEXTS if name not in ("text", "decided_at"))
"""Fields that no other rule holds to a form."""


def not_normalised(subject: Subject) -> Iterator[Fault]:
    """Text is in normal form C, with single inner spaces, none outside and nothing unseen."""
    for place in subject.placed:
        for text in (place.term.text, *place.term.forms, *place.term.blocked_by):
            clean = cleaned(text)
            if clean and clean != text:
                yield Fault(
                    place.where,
                    place.concept.id,
                    f"the {place.term.lang!r} text {text!r} of {place.concept.id!r} {_why(text)}; "
                    f"write {clean!r}",
                    text,
                    (clean,),
                )


def commanding(subject: Subject) -> Iterator[Fault]:
    """A gloss, note or other field holds no control, override or tag that nobody sees."""
    for n, concept in enumerate(subject.termbase.concepts):
        for name in _PROSE:
            yield from _commanding(("concepts", n, name), concept, name, getattr(concept, name))
    for place in subject.placed:
        for name in _TERM_PROSE:
            value = getattr(place.term, name)
            yield from _commanding((*place.where, name), place.concept, name, value)


def _commanding(
    where: Where, concept: Concept, name: str, value: str | tuple[str, ...]
) -> Iterator[Fault]:
    for text in (value,) if isinstance(value, str) else value:
        if visible(text) == text:
            continue
        unseen = (char for char in text if char not in "\t\r\n" and visible(char) != char)
        if char := next(unseen, ""):
            yield Fault(
                where,
                concept.id,
                f"the {name.replace('_', ' ')} {text!r} of {concept.id!r} holds U+{ord(char):04X}, "
                "which nobody sees; take it out",
                text,
            )


def cleaned(text: str) -> str:
    """The text as a termbase writes it."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def _why(text: str) -> str:
    if not unicodedata.is_normalized("NFC", text):
        return "is not in normal form C"
    if _UNSEEN.search(text):
        return "holds characters that nobody sees"
    return "has outer or double white space"


def never_matches(subject: Subject) -> Iterator[Fault]:
    """A term and its forms are found where they stand between spaces."""
    by_lang: dict[str, list[tuple[Placed, str]]] = defaultdict(list)
    for place in subject.placed:
        # A text that blocks the term between two a's has a word of one letter.
        words = (word for text in place.term.blocked_by for word in text.split())
        plain = place.term.lang != "th" and all(len(word) > 1 for word in words)
        for form in filter(None, (place.term.text, *place.term.forms)):
            if not (plain and ORDINARY.fullmatch(form)):
                by_lang[place.term.lang].append((place, form))
    for lang, forms in by_lang.items():
        # Where words are spaced, other terms hinder none from being found.
        termbase = subject.termbase if lang == "th" else _only(forms)
        for place, form in _unmatched(Matcher(termbase, lang), forms):
            yield Fault(
                place.where,
                place.concept.id,
                f"the {lang!r} text {form!r} of {place.concept.id!r} can never match; write it as "
                "a whole word, as it stands in texts",
                form,
                severity=WARNING,
            )


def _only(forms: Iterable[tuple[Placed, str]]) -> Termbase:
    """A termbase of the terms that have these forms."""
    places = {id(place): place for place, _ in forms}.values()
    return Termbase(tuple(Concept(place.concept.id, (place.term,)) for place in places))


def _unmatched(
    matcher: Matcher, forms: Sequence[tuple[Placed, str]]
) -> Iterator[tuple[Placed, str]]:
    """Those whose own term is not found in them.

    All are searched in one text, which is much faster; what is not found there, since it has
    line ends or its neighbours block it, is searched alone.
    """
    lines = [_between(form) for _, form in forms]
    starts = list(accumulate((len(line) + len(_APART) for line in lines), initial=0))
    found: set[int] = set()
    for hit in matcher.find(_APART.join(lines)):
        n = bisect_right(starts, hit.start) - 1
        if n not in found and hit.end < starts[n + 1] and _is_of(hit, forms[n][0]):
            found.add(n)
    for n, (place, form) in enumerate(forms):
        if n not in found and not any(_is_of(hit, place) for hit in matcher.find(_between(form))):
            yield place, form


_APART = "\n\n"


def _between(form: str) -> str:
    return f"a {form} a"


def _is_of(hit: Hit, place: Placed) -> bool:
    """Whether it is of a term of this text: of two that are alike one is found for both."""
    return hit.concept == place.concept.id and hit.term.text == place.term.text


def blocks_nothing(subject: Subject) -> Iterator[Fault]:
    """What blocks a term is longer and holds it, or one of its forms."""
    for place in subject.placed:
        term = place.term
        if not term.blocked_by:
            continue
        keys = [normalize(form, term.lang).key for form in (term.text, *term.forms)]
        for text in term.blocked_by:
            key = normalize(text, term.lang).key
            if not any(form and form in key and form != key for form in keys):
                yield Fault(
                    place.where,
                    place.concept.id,
                    f"{text!r} does not hold {term.text!r} of {place.concept.id!r} and blocks "
                    "nothing; write a longer text around it or take it out",
                    text,
                    severity=WARNING,
                )


def no_tag(subject: Subject) -> Iterator[Fault]:
    """A language is a BCP 47 tag, its language in lower case."""
    for n, concept in enumerate(subject.termbase.concepts):
        for lang in dict.fromkeys(term.lang for term in concept.terms):
            if not TAG.fullmatch(lang):
                yield Fault(
                    ("concepts", n, "terms", lang),
                    concept.id,
                    f"{lang!r} of {concept.id!r} is no language tag; write one such as 'th'",
                    lang,
                )


def other_script(subject: Subject) -> Iterator[Fault]:
    """A term is written in the script of its language."""
    for place in subject.placed:
        script = SCRIPTS.get(place.term.lang)
        letters = [char for char in place.term.text if char.isalpha()]
        if script and letters and not any(_name(char).startswith(script) for char in letters):
            yield Fault(
                place.where,
                place.concept.id,
                f"{place.term.text!r} of {place.concept.id!r} has no letter of "
                f"{place.term.lang!r}; put it under its language",
                place.term.text,
                severity=WARNING,
            )


def _name(char: str) -> str:
    return unicodedata.name(char, "")


def no_time(subject: Subject) -> Iterator[Fault]:
    """A decision's time is in UTC with seconds, as ISO 8601 writes it."""
    for place in subject.placed:
        at = place.term.decided_at
        if at and not TIME.fullmatch(at):
            yield Fault(
                place.where,
                place.concept.id,
                f"{at!r} of {place.concept.id!r} is no time; write it as '2026-01-31T09:30:00Z'",
                at,
            )
