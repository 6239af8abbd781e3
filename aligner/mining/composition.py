"""How Vietnamese terms are composed: heads, modifiers, and terms inside terms.

Ban Dân vận is the head *ban* with the modifier *dân vận*, and contains that term.
What is known of one part tells of the whole, in every language.
"""

from __future__ import annotations

from collections.abc import Mapping

from glossary.model import SOURCE_LANG, Concept, Termbase
from glossary.normalize import fold


def folded_names(concept: Concept) -> list[str]:
    """Vietnamese terms and forms of a concept, folded to lower-case ASCII words."""
    found = []
    for term in concept.in_lang(SOURCE_LANG):
        for text in (term.text, *term.forms):
            found.append(" ".join(fold(text).split()))
    return [name for name in dict.fromkeys(found) if name]


def names(concept: Concept, *, forms: bool = False) -> list[str]:
    """Vietnamese terms in lower case with their diacritics, without which đảng and đang are one."""
    found = []
    for term in concept.in_lang(SOURCE_LANG):
        for text in (term.text, *(term.forms if forms else ())):
            found.append(" ".join(text.lower().split()))
    return list(dict.fromkeys(found))


def containers(termbase: Termbase) -> Mapping[str, frozenset[str]]:
    """For each concept the ids of those whose Vietnamese term contains its own."""
    named = {c.id: [f" {n} " for n in names(c, forms=True)] for c in termbase}
    found: dict[str, set[str]] = {c.id: set() for c in termbase}
    for inner, short in named.items():
        for outer, long in named.items():
            if inner != outer and any(s in text and s != text for s in short for text in long):
                found[inner].add(outer)
    return {key: frozenset(value) for key, value in found.items()}


def modifier_of(concept: Concept, by_name: Mapping[str, str]) -> str:
    """The concept whose term ends this one's, as dân vận ends Ban Dân vận; empty for none."""
    for name in names(concept):
        parts = name.split()
        for cut in range(1, len(parts)):
            inner = by_name.get(" ".join(parts[cut:]))
            if inner and inner != concept.id:
                return inner
    return ""
