"""What the rules of a termbase look at, and what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from glossary.finding import Severity
from glossary.model import Concept, Term, Termbase
from glossary.normalize import normalize
from glossary.record import Where

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a rule is broken."""

    where: Where
    concept: str
    message: str
    found: str = ""
    expected: tuple[str, ...] = ()
    severity: Severity = ERROR


@dataclass(frozen=True, slots=True)
class Placed:
    """A term with its place in the termbase."""

    where: Where
    concept: Concept
    term: Term


@dataclass(frozen=True)
class Subject:
    """A termbase, and what more than one rule wants to know of it."""

    termbase: Termbase

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """All terms with their places."""
        found: list[Placed] = []
        for n, concept in enumerate(self.termbase.concepts):
            count: dict[str, int] = defaultdict(int)
            for term in concept.terms:
                place = ("concepts", n, "terms", term.lang, count[term.lang])
                found.append(Placed(place, concept, term))
                count[term.lang] += 1
        return tuple(found)

    @cached_property
    def keyed(self) -> Mapping[tuple[str, str], list[Placed]]:
        """Terms by language and the key under which they match."""
        found: dict[tuple[str, str], list[Placed]] = defaultdict(list)
        for place in self.placed:
            found[place.term.lang, normalize(place.term.text, place.term.lang).key].append(place)
        return found


Rule = Callable[[Subject], Iterator[Fault]]
