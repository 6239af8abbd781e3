"""How far a translation keeps to the termbase, in figures.

An occurrence is a concept that a source segment names in a hit of its own. Its
rendering is a hit of that concept in the target segment, each used once, in
order. Resolution comes first: what is said of the rest is said of what could be
read. Consistent is not correct, so predominance stands beside adherence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from glossary.match import Matcher
from glossary.model import SOURCE_LANG, Status, Termbase


@dataclass(frozen=True, slots=True)
class Adherence:
    """Counts over all segments, and the rates made of them."""

    occurrences: int
    by_status: Mapping[Status, int]
    """Renderings that were found, by the status of their term."""
    omitted: int
    """Occurrences whose segment has no translation."""
    unresolved: int
    """Occurrences in a translated segment without any known rendering."""
    predominant: int
    """Renderings that are their concept's most frequent one."""

    @property
    def resolved(self) -> int:
        """Occurrences whose rendering is known."""
        return sum(self.by_status.values())

    @property
    def resolution(self) -> float:
        """Resolved of all occurrences."""
        return _rate(self.resolved, self.occurrences)

    @property
    def strict(self) -> float:
        """Preferred terms of the resolved and omitted."""
        return _rate(self.by_status.get(Status.PREFERRED, 0), self.resolved + self.omitted)

    @property
    def lenient(self) -> float:
        """Preferred or admitted terms of the resolved and omitted."""
        allowed = sum(self.by_status.get(s, 0) for s in (Status.PREFERRED, Status.ADMITTED))
        return _rate(allowed, self.resolved + self.omitted)

    @property
    def omission(self) -> float:
        """Omitted of all occurrences."""
        return _rate(self.omitted, self.occurrences)

    @property
    def forbidden(self) -> float:
        """Deprecated and superseded terms per 1,000 occurrences."""
        bad = sum(self.by_status.get(s, 0) for s in (Status.DEPRECATED, Status.SUPERSEDED))
        return 1000 * _rate(bad, self.occurrences)

    @property
    def predominance(self) -> float:
        """Share of each concept's most frequent rendering, over all resolved."""
        return _rate(self.predominant, self.resolved)


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def measure(
    pairs: Iterable[tuple[str, str]],
    termbase: Termbase,
    lang: str,
    source_lang: str = SOURCE_LANG,
) -> Adherence:
    """The adherence of aligned segments, each a source and its translation (empty: omitted)."""
    source_matcher, matcher = Matcher(termbase, source_lang), Matcher(termbase, lang)
    occurrences = omitted = unresolved = 0
    by_status: Counter[Status] = Counter()
    renderings: dict[str, Counter[str]] = {}
    for source, target in pairs:
        named = Counter(hit.concept for hit in source_matcher.find(source) if not hit.nested)
        hits = matcher.find(target) if named and target.strip() else []
        for concept, count in named.items():
            occurrences += count
            if not target.strip():
                omitted += count
                continue
            # A rendering inside a longer term of another concept is taken only for want of others.
            own = sorted(
                (hit for hit in hits if hit.concept == concept), key=lambda hit: hit.nested
            )[:count]
            unresolved += count - len(own)
            for hit in own:
                by_status[hit.term.status] += 1
                renderings.setdefault(concept, Counter())[hit.term.text] += 1
    predominant = sum(max(counts.values()) for counts in renderings.values())
    statuses = {status: by_status[status] for status in Status if by_status[status]}
    return Adherence(occurrences, statuses, omitted, unresolved, predominant)
