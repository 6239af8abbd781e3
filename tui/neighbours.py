"""What the rest of the glossary says: who else uses a text, and which concepts stand near."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from glossary.model import Concept, Term, Termbase
from glossary.normalize import fold
from tui.page import key


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A concept that one should know of when deciding on another."""

    concept: Concept
    why: str
    """``related``, ``broader``, ``narrower``, ``same text: …`` or ``name within``."""


class Neighbours:
    """Finds collisions and neighbours; what did not change in a termbase is kept."""

    def __init__(self) -> None:
        self._known: dict[str, Concept] = {}
        self._keys: dict[str, frozenset[tuple[str, str]]] = {}
        self._owners: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._termbase: Termbase | None = None

    @property
    def ready(self) -> bool:
        """Whether a termbase was taken in; the first takes tens of milliseconds."""
        return self._termbase is not None

    def renew(self, termbase: Termbase) -> None:
        """Takes in a termbase; only what differs from the former costs anything."""
        if termbase is self._termbase:
            return
        self._termbase = termbase
        now = termbase.by_id
        for id_ in [id_ for id_ in self._known if now.get(id_) is not self._known[id_]]:
            del self._known[id_]
            for text in self._keys.pop(id_):
                self._owners[text].discard(id_)
        for id_, concept in now.items():
            if id_ not in self._known:
                self._known[id_] = concept
                self._keys[id_] = _keys(concept)
                for text in self._keys[id_]:
                    self._owners[text].add(id_)

    def collisions(self, concept_id: str, lang: str, text: str) -> tuple[tuple[Concept, Term], ...]:
        """Other concepts that have the text for a term or a form, with the term."""
        sought = lang, key(text, lang)
        found = []
        for id_ in sorted(self._owners.get(sought, set()) - {concept_id}):
            concept = self._known[id_]
            found += [(concept, term) for term in concept.in_lang(lang) if sought in _of(term)]
        return tuple(found)

    def near(self, concept: Concept) -> tuple[Neighbour, ...]:
        """Concepts that stand near: related ones, then those with a text or a name in common."""
        found: dict[str, str] = {}

        def add(id_: str, why: str) -> None:
            if id_ != concept.id and id_ in self._known:
                found.setdefault(id_, why)

        add(concept.broader, "broader")
        for id_ in concept.related:
            add(id_, "related")
        name = f" {fold(concept.name)} "
        for other in self._known.values():
            if other.broader == concept.id:
                add(other.id, "narrower")
            if concept.id in other.related:
                add(other.id, "related")
        for lang, text in sorted(self._keys.get(concept.id, frozenset())):
            for id_ in sorted(self._owners[lang, text]):
                add(id_, f"same text: {text}")
        for other in self._known.values():
            theirs = f" {fold(other.name)} "
            if name in theirs or theirs in name:
                add(other.id, "name within")
        return tuple(Neighbour(self._known[id_], why) for id_, why in found.items())


def _of(term: Term) -> set[tuple[str, str]]:
    return {(term.lang, key(text, term.lang)) for text in (term.text, *term.forms)}


def _keys(concept: Concept) -> frozenset[tuple[str, str]]:
    return frozenset(text for term in concept.terms for text in _of(term))
