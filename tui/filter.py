"""Which concepts of the queue are shown: a few words that people can type and read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossary.model import Concept, Termbase
from glossary.normalize import fold
from tui.page import Item, State

STATES = tuple(state.value for state in State if state is not State.CONFLICT)
"""Words for what a concept's state is."""
FAULTS = ("conflicts", "inconsistent")
"""Words for what a merge left open, and for that of which a decision repairs something."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold of a concept; an empty filter lets all through."""

    states: frozenset[State] = frozenset()
    langs: frozenset[str] = frozenset()
    """Languages that lack a preferred term."""
    subjects: frozenset[str] = frozenset()
    conflicts: bool = False
    """Only those that a merge left in two versions."""
    inconsistent: bool = False
    """Only those of which a decision repairs something."""
    words: tuple[str, ...] = ()
    """Folded; each must stand somewhere in the concept."""

    def __bool__(self) -> bool:
        return self != Filter()


def parse(text: str, langs: Iterable[str], subjects: Iterable[str]) -> Filter:
    """A filter from words: a state, a language, a subject, ``conflicts``, ``inconsistent``.

    Other words are sought in the text of a concept, and in why it was skipped or flagged.
    Words of one kind add up (``open skipped``), words of different kinds narrow down.
    """
    langs, subjects = set(langs), set(subjects)
    states, tongues, fields, words, faults = set(), set(), set(), [], set()
    for word in text.split():
        plain = word.casefold()
        if plain in FAULTS:
            faults.add(plain)
        elif plain in STATES:
            states.add(State(plain))
        elif plain in langs:
            tongues.add(plain)
        elif plain in subjects:
            fields.add(plain)
        elif folded := fold(word):
            words.append(folded)
    return Filter(
        frozenset(states),
        frozenset(tongues),
        frozenset(fields),
        "conflicts" in faults,
        "inconsistent" in faults,
        tuple(words),
    )


class Index:
    """Every word of every concept, folded once."""

    def __init__(self, termbase: Termbase) -> None:
        self._termbase = termbase
        self._texts: dict[str, tuple[Concept, str]] = {}
        self._fields: dict[str, tuple[Concept, Fields]] = {}

    def renew(self, termbase: Termbase) -> None:
        """The termbase changed; what did not change stays folded."""
        self._termbase = termbase

    def text(self, concept_id: str) -> str:
        """All words of a concept, folded; those that name it first."""
        concept = self._termbase.by_id[concept_id]
        known = self._texts.get(concept_id)
        if known is not None and known[0] is concept:
            return known[1]
        text = fold("\n".join(said for _, said in _fields(concept)))
        self._texts[concept_id] = concept, text
        return text

    def where(self, item: Item, text: str) -> str:
        """The fields in which those words of `text` stand that the name lacks, the first of each.

        Such as ``TH`` for a Thai term, ``note`` or ``gloss``; empty where the name has them all.
        """
        concept = self._termbase.by_id[item.concept]
        known = self._fields.get(item.concept)
        if known is None or known[0] is not concept:
            folded = tuple((label, fold(said)) for label, said in _fields(concept))
            known = self._fields[item.concept] = concept, folded
        fields = (*known[1], ("remark", fold(item.remark)))
        words = [word for each in text.split() if (word := fold(each))]
        found = (next((label for label, said in fields if word in said), "") for word in words)
        return " ".join(dict.fromkeys(label for label in found if label))

    def passing(self, items: Sequence[Item], wanted: Filter) -> tuple[Item, ...]:
        """The items that a filter lets through, in their order."""
        return tuple(item for item in items if self._passes(item, wanted))

    def nowhere(self, text: str, items: Sequence[Item], names: Iterable[str]) -> tuple[str, ...]:
        """The words of a filter that it does not know, and that stand in no concept.

        Args:
            text: the filter, as typed.
            items: all concepts.
            names: languages and subjects.
        """
        names = set(names)
        wanted = ((word, Filter(words=parse(word, names, ()).words)) for word in text.split())
        return tuple(word for word, only in wanted if only and not self.passing(items, only))

    def _passes(self, item: Item, wanted: Filter) -> bool:
        if wanted.states and not wanted.states & {item.state, _open_too(item)}:
            return False
        if wanted.subjects and item.subject not in wanted.subjects:
            return False
        if wanted.conflicts and not item.conflicts:
            return False
        if wanted.inconsistent and item.repair < 1:
            return False
        if wanted.langs:
            concept = self._termbase.by_id[item.concept]
            if all(concept.preferred(lang) for lang in wanted.langs):
                return False
        if wanted.words:
            text = f"{self.text(item.concept)}\n{fold(item.remark)}"
            return all(word in text for word in wanted.words)
        return True

    def found(self, items: Sequence[Item], text: str) -> tuple[Item, ...]:
        """The items in which all words of `text` stand, those named by it first."""
        words = tuple(folded for word in text.split() if (folded := fold(word)))
        whole = " ".join(words)
        passing = self.passing(items, Filter(words=words))

        def key(item: Item) -> tuple[bool, bool, bool]:
            name = fold(item.name)
            return name != whole, not name.startswith(whole), whole not in name

        return tuple(sorted(passing, key=key))


def _open_too(item: Item) -> State:
    """What a merge left in two versions waits, as what is open does."""
    return State.OPEN if item.state.waits else item.state


Fields = tuple[tuple[str, str], ...]
"""What a concept says, each text with the name of its field; the name's is empty."""


def _fields(concept: Concept) -> Fields:
    found = [("", concept.name)]
    for term in concept.terms:
        found += [(term.lang.upper(), text) for text in (term.text, *term.forms)]
    found += [("gloss", concept.gloss), ("id", concept.id), ("subject", concept.subject)]
    found += [("definition", concept.definition), ("note", concept.note)]
    for term in concept.terms:
        found += [(f"{term.lang.upper()} note", text) for text in (term.note, term.reason)]
    return tuple(found)
