"""Uses: which rendering each occurrence of a concept got.

In an aligned document an occurrence is one of the Vietnamese side, and its rendering the one that
its bead has on the other side, in order; elsewhere it is an occurrence of any rendering.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aligner.mining.coordination import Coordination
from aligner.mining.ground import Corpus, content_hits
from aligner.model import Document, Segment
from glossary.match import Hit, Matcher
from glossary.model import SOURCE_LANG, Termbase

OMITTED = "(omitted)"
UNRESOLVED = "(unresolved)"

NEW = "new"
"""Status of a rendering that no term lists, and `Term.source` of one matched all the same."""


@dataclass(frozen=True, slots=True)
class Use:
    """A rendering, or none, at one occurrence of a concept."""

    concept: str
    lang: str
    document: str
    start: int
    """Where the rendering stands; 0 with an omission or an unresolved occurrence."""
    end: int
    rendering: str
    """The term's text, `OMITTED` or `UNRESOLVED`."""
    status: str
    """Of the term; ``new`` for a mined rendering, empty for none."""


def _status(hit: Hit) -> str:
    return NEW if hit.term.source == NEW else str(hit.term.status)


def uses(termbase: Termbase, corpus: Corpus, langs: Sequence[str]) -> list[Use]:
    """Every occurrence of every concept with what renders it, sorted."""
    matchers = {lang: Matcher(termbase, lang) for lang in (SOURCE_LANG, *langs)}
    together = {lang: Coordination(termbase, lang) for lang in matchers}
    top = {}
    for d in corpus.documents:
        if d.lang in matchers:
            hits = content_hits(d, corpus.segments[d.id], matchers[d.lang])
            top[d.id] = [h for h in together[d.lang].resolved(d.text, hits) if not h.nested]
    anchored: set[str] = set()
    found: list[Use] = []
    for bitext in sorted(corpus.bitexts, key=lambda b: (b.target, b.source)):
        for source, target, forward in (
            (bitext.source, bitext.target, True),
            (bitext.target, bitext.source, False),
        ):
            if source not in top or target not in top or target in anchored:
                continue
            one, other = corpus.by_id[source], corpus.by_id[target]
            if one.lang != SOURCE_LANG or other.lang not in langs:
                continue
            anchored.add(target)
            beads = [
                (b.source, b.target) if forward else (b.target, b.source) for b in bitext.beads
            ]
            found.extend(_aligned(beads, one, other, corpus, top))
    for document in corpus.documents:
        if document.lang in langs and document.id not in anchored:
            found.extend(
                Use(h.concept, document.lang, document.id, h.start, h.end, h.term.text, _status(h))
                for h in top[document.id]
            )
    return sorted(found, key=lambda u: (u.concept, u.lang, u.document, u.start, u.end, u.rendering))


def _aligned(
    beads: Sequence[tuple[tuple[int, ...], tuple[int, ...]]],
    source: Document,
    target: Document,
    corpus: Corpus,
    hits: Mapping[str, Sequence[Hit]],
) -> list[Use]:
    """Occurrences of the source side, each with the rendering of its bead, in order."""
    named = _by_segment(corpus.segments[source.id], hits[source.id])
    rendered = _by_segment(corpus.segments[target.id], hits[target.id])
    found: list[Use] = []
    for a, b in beads:
        for concept in sorted({h.concept for index in a for h in named.get(index, ())}):
            many = len(
                {(h.start, h.end) for i in a for h in named.get(i, ()) if h.concept == concept}
            )
            own = [h for i in b for h in rendered.get(i, ()) if h.concept == concept]
            own = list({(h.start, h.end): h for h in own}.values())
            for place in range(many):
                if place < len(own):
                    h = own[place]
                    found.append(
                        Use(
                            concept, target.lang, target.id, h.start, h.end, h.term.text, _status(h)
                        )
                    )
                else:
                    kind = UNRESOLVED if b else OMITTED
                    found.append(Use(concept, target.lang, target.id, 0, 0, kind, ""))
    return found


def _by_segment(segments: Sequence[Segment], hits: Sequence[Hit]) -> dict[int, list[Hit]]:
    """Hits by the index of the segment in which they begin."""
    starts = [segment.start for segment in segments]
    found: dict[int, list[Hit]] = {}
    for hit in hits:
        found.setdefault(bisect.bisect_right(starts, hit.start) - 1, []).append(hit)
    return found
