"""What says a concept in each language: its terms, its Vietnamese name and its English gloss."""

from __future__ import annotations

from glossary.model import SOURCE_LANG, Concept, Status, Termbase

GLOSSED = "en"
"""Language of glosses."""

REFUSED = (Status.DEPRECATED, Status.SUPERSEDED)
"""Terms with these do not say a concept."""


def sayings(concept: Concept, lang: str) -> tuple[str, ...]:
    """Texts that say a concept in a language, without duplicates; none where there is no term."""
    said = [concept.name] if lang == SOURCE_LANG else []
    said += [concept.gloss] if lang == GLOSSED and concept.gloss else []
    said += [term.text for term in concept.in_lang(lang) if term.status not in REFUSED]
    return tuple(dict.fromkeys(said))


def spoken(termbase: Termbase) -> tuple[str, ...]:
    """The languages in which any concept is said, sorted."""
    langs = {term.lang for concept in termbase for term in concept.terms}
    return tuple(sorted(langs | {SOURCE_LANG, GLOSSED}))
