"""Termbases that hypothesis draws: every script, every status, hostile text."""

from __future__ import annotations

from functools import cache

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from glossary.model import Concept, Status, Term, Termbase
from glossary.record import grouped

FIXED = settings(
    derandomize=True, deadline=None, max_examples=20, phases=[Phase.explicit, Phase.generate]
)
"""The same cases on every run, however slow the machine; shrinking a termbase takes minutes."""

HOSTILE = [
    "no",
    "~",
    "012",
    "1e3",
    "2024-01-01",
    "- a",
    "a: b",
    "a #b",
    "#c",
    "'",
    '"',
    "\\",
    "%s {x} [/red]",
    "=SUM(A1)",
    "+1",
    "@x",
    "-1",
    "<b>&amp;]]>",
    "a|b\nc",
    "\u202eabc",
    "\u2028",
    "\x85",
    "\ufeff",
    "  a  ",
    "a\tb",
    "<!DOCTYPE x>",
    'msgid ""',
    "'''\"\"\"",
    "a;b,c",
]
WORDS = [
    "dân vận",
    "บริการสาธารณะ",
    "जन आंदोलन",
    "mass mobilization",
    "民众动员",
    "𑄌𑄋𑄴𑄟",
    "e\u0301",
    "ก\u200bข",
]

_characters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"))
texts = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(HOSTILE),
    st.text(_characters, min_size=1, max_size=12),
    st.text(st.one_of(_characters, st.sampled_from("\n\t :#-'\"")), min_size=1, max_size=12),
)
"""Whatever a term file can hold; control characters it can't."""

tags = st.sampled_from(["vi", "th", "hi", "en", "no", "zh-Hant", "km"])
maybe = st.one_of(st.just(""), texts)
several = st.lists(texts, max_size=3, unique=True).map(tuple)
plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(texts, inner, max_size=2)),
    max_leaves=4,
)
unknown = st.dictionaries(st.sampled_from(["x-one", "weight", "no", "a b"]), plain, max_size=2)


def terms(lang: st.SearchStrategy[str] = tags) -> st.SearchStrategy[Term]:
    return st.builds(
        Term,
        lang=lang,
        text=texts,
        status=st.sampled_from(Status),
        forms=several,
        blocked_by=several,
        note=maybe,
        reason=maybe,
        source=maybe,
        part_of_speech=st.sampled_from(["", "noun", "verb", "particle"]),
        geographical_usage=st.sampled_from(["", "Isan", "ภาคใต้ <b>"]),
        register=st.sampled_from(["", "formal"]),
        decided_by=st.sampled_from(["", "An", "ลี: #1"]),
        decided_at=st.sampled_from(["", "2026-01-02T03:04:05Z"]),
        extra=unknown,
    )


ids = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


def concepts(name: st.SearchStrategy[str] = ids) -> st.SearchStrategy[Concept]:
    return st.builds(
        Concept,
        id=name,
        terms=st.lists(terms(), max_size=5, unique_by=lambda t: (t.lang, t.text)).map(tuple),
        gloss=maybe,
        definition=maybe,
        subject=st.sampled_from(["", "party", "state"]),
        note=maybe,
        related=st.lists(ids, max_size=2).map(tuple),
        broader=st.one_of(st.just(""), ids),
        sources=several,
        extra=unknown,
    )


termbases = st.lists(concepts(), max_size=4, unique_by=lambda c: c.id).map(
    lambda found: grouped(Termbase(tuple(found)))
)


@cache
def drawn() -> tuple[Termbase, ...]:
    """Thirty of `termbases`, drawn once for all tests that take any: drawing is what takes time."""
    found: list[Termbase] = []

    @given(termbases)
    @settings(FIXED, max_examples=30)
    def draw(termbase: Termbase) -> None:
        found.append(termbase)

    draw()
    return tuple(found)
