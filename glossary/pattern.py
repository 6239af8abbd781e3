"""What is searched for in texts, and the automaton that finds many strings in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from glossary.model import Term


@dataclass(frozen=True, slots=True)
class Pattern:
    """One string to look for."""

    rank: int
    """Place among all patterns, by concept, term and form; no two have the same."""
    concept: str
    term: Term
    form: str


Raw = tuple[int, int, int]
"""Start, end negated and the pattern's rank: in the order in which hits are listed.

Numbers only, which the garbage collector need not walk through again and again.
"""


def automaton(keys: Sequence[str]) -> AhoCorasick:
    """Finds strings, one inside another too, in time that is linear in the text."""
    return AhoCorasick(keys, implementation=Implementation.ContiguousNFA, store_patterns=False)
