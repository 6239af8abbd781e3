"""Mining: every name that the corpus gives to a concept, with the evidence.

The known renderings of all concepts are masked first, the longest owning the text.
What remains is cut into candidates, and each candidate is scored for a concept by
independent signals, each of which is also a displayed reason:

known-similarity  embedding close to the known renderings, less what is close to everything
gloss-similarity  the same to the English gloss and the Vietnamese term
context           the words around it are those around the known renderings
frame             it stands beside the same head (คณะกรรมการ__, __आयोग)
slug              it is key in a document whose URL names the concept
shared-words      it has words of a known rendering
head              it begins (in Hindi ends) as the renderings of sister concepts do
composed          a head with a known rendering of the modifier, where the concept is so composed
llr               it stands in beads whose other side names the concept
foreign           it holds terms of concepts that are no part of this one (counts against it)
clean             its edges are those of phrases elsewhere
length            it is about as long as the known renderings
frequency         it stands often (half a weight)

A rendering whose meaning is closer to another concept's gloss carries the reason
nearer-concept, listed ones too: what is frequent can be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from aligner import ranking, reasons
from aligner.composition import containers, modifier_of, names
from aligner.ground import Corpus, Floats, Ground, Known, known_terms, spot, survey
from aligner.model import Embed, Occurrence, Progress, Reason, Rendering, Vectors
from aligner.target import Target, aim
from glossary.model import SOURCE_LANG, Termbase

__all__ = ["Corpus", "mine"]

SEEDS = 6
"""New rows of a modifier that may compose the name of a body: บริการ in คณะกรรมการบริการ."""

NEW = "new"
"""Status of a rendering that is not listed."""


def mine(
    termbase: Termbase,
    corpus: Corpus,
    embed: Embed,
    *,
    concepts: Sequence[str] | None = None,
    langs: Sequence[str] | None = None,
    limit: int = 30,
    known: Known | None = None,
    progress: Progress | None = None,
) -> list[Rendering]:
    """Every rendering that the corpus may use for the concepts.

    Args:
        termbase: all concepts: the terms of one are masked when another is mined.
        corpus: documents with their segments, and bitexts if there are any.
        embed: gives vectors of texts.
        concepts: ids to mine for; all by default.
        langs: languages to mine in; all of the corpus but Vietnamese by default.
        limit: rows at most of each concept and language, the known ones not counted.
        known: for a concept and language the only strings to take as known.
        progress: told how many concepts and languages are done.

    Returns:
        By concept (in the order of the termbase), language and rank: first the known renderings
        that the corpus has, by count; then the new ones, by score.

    Raises:
        KeyError: a concept that the termbase does not have.
    """
    base = known_terms(termbase, known)
    wanted = list(base.by_id) if concepts is None else list(concepts)
    chosen = [base.by_id[cid] for cid in wanted]
    spoken = sorted({d.lang for d in corpus.documents} - {SOURCE_LANG}) if langs is None else langs
    outer = containers(base)
    inner = {
        concept.id: frozenset(part for part, wholes in outer.items() if concept.id in wholes)
        for concept in chosen
    }
    by_name = {name: c.id for c in reversed(base.concepts) for name in names(c)}
    hits = spot(corpus, base)
    grounds = {lang: survey(lang, corpus, base, hits) for lang in spoken}
    modifier = {c.id: modifier_of(c, by_name) for c in chosen}
    simple = [c for c in chosen if not modifier[c.id]]
    composed = [c for c in chosen if modifier[c.id]]
    found: dict[tuple[str, str], list[Rendering]] = {}
    spans: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
    total = len(chosen) * len(spoken)
    for batch in (simple, composed):
        targets = [
            aim(
                grounds[lang],
                base,
                concept,
                outer[concept.id],
                inner[concept.id],
                modifier[concept.id],
                spans.get((modifier[concept.id], lang), ()),
            )
            for concept in batch
            for lang in spoken
        ]
        space = Space(base, grounds, targets, embed)
        for target in targets:
            key = (target.concept.id, target.lang)
            found[key], spans[key] = renderings(grounds[target.lang], target, space, limit)
            if progress is not None:
                progress(len(found), total)
    return [row for concept in chosen for lang in spoken for row in found[concept.id, lang]]


class Space:
    """Vectors of all candidates looked at, of known renderings, glosses and Vietnamese terms."""

    def __init__(
        self,
        termbase: Termbase,
        grounds: Mapping[str, Ground],
        targets: Sequence[Target],
        embed: Embed,
    ) -> None:
        texts: dict[str, int] = {}

        def add(text: str) -> int:
            return texts.setdefault(text, len(texts))

        self.ids = tuple(c.id for c in termbase)
        self.gloss_groups = [[add(t) for t in (c.gloss, c.name) if t] for c in termbase]
        self.gloss_of = [c.gloss or c.name for c in termbase]
        own = {(t.concept.id, t.lang): t.known for t in targets}
        self.known = {
            (c.id, lang): [
                add(text)
                for text in own.get((c.id, lang), tuple(t.text for t in c.in_lang(lang)[:1]))
            ]
            for lang in grounds
            for c in termbase
        }
        self.text: dict[tuple[str, int], str] = {}
        for target in targets:
            for i in target.shortlist.tolist():
                if (target.lang, i) not in self.text:
                    self.text[target.lang, i] = grounds[target.lang].candidates.text(i)
                    add(self.text[target.lang, i])
        self.place = texts
        self.vectors = embed(list(texts))

    def known_groups(self, lang: str) -> list[list[int]]:
        """Vectors of the known renderings of each concept."""
        return [self.known[concept, lang] for concept in self.ids]

    def gloss(self, closeness: Floats, column: int) -> tuple[str, tuple[Reason, ...]]:
        """The gloss of the concept that a phrase is nearest to, and a warning if that is another.

        Args:
            closeness: to the gloss of each concept, corrected for glosses that are close to all.
            column: the concept that the phrase is shown for.
        """
        nearest = int(np.argmax(closeness))
        told = f"≈ {self.gloss_of[nearest]}"
        if nearest == column:
            return told, ()
        lead = round(float(closeness[nearest] - closeness[column]), 4)
        return told, (Reason("nearer-concept", lead, f"closer to '{self.gloss_of[nearest]}'"),)

    def candidates(self, target: Target) -> Vectors:
        """Vectors of the target's shortlist."""
        places = [self.place[self.text[target.lang, i]] for i in target.shortlist.tolist()]
        return self.vectors[places]

    def similarities(self, pool: Vectors, groups: Sequence[Sequence[int]]) -> Floats:
        """Best cosine of each row of the pool to each group, shape (pool, groups)."""
        flat = [i for group in groups for i in group]
        if not flat:
            return np.zeros((len(pool), len(groups)))
        cosines = pool @ self.vectors[flat].T
        out = np.zeros((len(pool), len(groups)))
        place = 0
        for column, group in enumerate(groups):
            if group:
                out[:, column] = cosines[:, place : place + len(group)].max(axis=1)
            place += len(group)
        return out


def _corrected(similar: Floats, column: int, filled: Sequence[bool]) -> Floats:
    """One column less the mean of the others: what is close to everything is close to nothing."""
    others = [i for i, there in enumerate(filled) if there and i != column]
    if not filled[column]:
        return np.zeros(len(similar))
    if not others:
        return similar[:, column]
    return np.asarray(similar[:, column] - similar[:, others].mean(axis=1))


def renderings(
    ground: Ground, target: Target, space: Space, limit: int
) -> tuple[list[Rendering], tuple[tuple[int, int], ...]]:
    """The rows of one concept and language, and where the best new ones stand."""
    pool = space.candidates(target)
    signals = dict(target.signals)
    to_known = space.similarities(pool, space.known_groups(target.lang))
    to_gloss = space.similarities(pool, space.gloss_groups)
    column = space.ids.index(target.concept.id)
    signals["known-similarity"] = _corrected(
        to_known, column, [bool(g) for g in space.known_groups(target.lang)]
    )
    signals["gloss-similarity"] = _corrected(
        to_gloss, column, [bool(g) for g in space.gloss_groups]
    )
    context = ground.contexts.matrix(ground.candidates, target.shortlist.tolist())
    own_context = ground.contexts.of(target.first, target.last)
    signals["context"] = (context @ own_context).astype(np.float64)
    standard = {name: ranking.zscores(values) for name, values in signals.items()}
    score = ranking.scores(signals)
    spans = [_span(ground, target, i) for i in target.shortlist.tolist()]
    rows = ranking.rows(spans, score, limit)
    hubs = to_gloss.mean(axis=0) if len(to_gloss) else np.zeros(len(space.ids))
    made = known_rows(ground, target, space, hubs)
    for row in rows:
        at = int(np.searchsorted(target.shortlist, row.candidate))
        evidence = tuple(
            sorted(
                (ground.stream.occurrence(a, b) for a, b in spans[at].places),
                key=lambda o: (o.document, o.start),
            )
        )
        gloss, nearer = space.gloss(to_gloss[at] - hubs, column)
        order = sorted(
            signals, key=lambda name: (-ranking.WEIGHTS[name] * standard[name][at], name)
        )
        told = [
            Reason(
                name,
                round(float(signals[name][at]), 4),
                reasons.text(name, ground, target, row.candidate),
            )
            for name in order
            if standard[name][at] > 0 and signals[name][at] != 0
        ]
        made.append(
            Rendering(
                concept=target.concept.id,
                lang=target.lang,
                text=space.text[target.lang, row.candidate],
                status=NEW,
                count=len(evidence),
                documents=len({o.document for o in evidence}),
                score=round(row.score, 4),
                rank=len(made) + 1,
                reasons=(*told, *nearer),
                alternatives=tuple(space.text[target.lang, i] for i in row.alternatives),
                gloss=gloss,
                evidence=evidence,
            )
        )
    best = tuple(
        place
        for row in rows[:SEEDS]
        for i in (row.candidate, *row.alternatives)
        for place in spans[int(np.searchsorted(target.shortlist, i))].places
    )
    return made, best


def _span(ground: Ground, target: Target, i: int) -> ranking.Span:
    """Occurrences of a candidate that are open to the concept."""
    found = ground.candidates
    length = int(found.words[i])
    a, b = int(found.bounds[i]), int(found.bounds[i + 1])
    closed = target.closed[slice(*np.searchsorted(target.closed, [a, b]))]
    shut = set(closed.tolist())
    places = tuple(
        (int(found.first[at]), int(found.first[at]) + length - 1)
        for at in range(a, b)
        if at not in shut and (found.within[at] < 0 or int(found.within[at]) in target.classes)
    )
    return ranking.Span(i, places)


def known_rows(ground: Ground, target: Target, space: Space, hubs: Floats) -> list[Rendering]:
    """The known renderings that the corpus has, by count; their score is 0."""
    places: dict[str, list[Occurrence]] = {}
    status: dict[str, str] = {}
    for document in ground.stream.documents:
        for hit in ground.hits[document.id]:
            if hit.concept == target.concept.id and not hit.nested:
                places.setdefault(hit.term.text, []).append(
                    Occurrence(document.id, hit.start, hit.end)
                )
                status[hit.term.text] = str(hit.term.status)
    order = sorted(places, key=lambda text: (-len(places[text]), text))
    column = space.ids.index(target.concept.id)
    pool = space.vectors[[space.place[text] for text in order]]
    to_gloss = space.similarities(pool, space.gloss_groups)
    made = []
    for i, text in enumerate(order):
        gloss, nearer = space.gloss(to_gloss[i] - hubs, column)
        made.append(
            Rendering(
                concept=target.concept.id,
                lang=target.lang,
                text=text,
                status=status[text],
                count=len(places[text]),
                documents=len({o.document for o in places[text]}),
                score=0.0,
                rank=i + 1,
                reasons=nearer,
                gloss=gloss,
                evidence=tuple(sorted(places[text], key=lambda o: (o.document, o.start))),
            )
        )
    return made
