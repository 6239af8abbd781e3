"""Mining: every name that the corpus gives to a concept, with the evidence.

The known renderings of all concepts are masked first, the longest owning the text.
What remains is cut into candidates. Cheap signals and the gist of their words choose
some, and each of these is scored for a concept by independent signals, each of which is
also a displayed reason:

known-similarity  embedding close to the known renderings, less what is close to everything
gloss-similarity  the same to the English gloss and the Vietnamese term
context           the words around it are those around the known renderings
frame             it stands beside the same head (คณะกรรมการ__, __आयोग)
slug              it is key in a document whose URL names the concept
shared-words      it has words of a known rendering
head              it begins (in Hindi ends) as the renderings of sister concepts do
composed          a head with a known rendering of the modifier, where the concept is so composed
llr               it stands in beads whose other side names the concept
linked            it stands where the other side says it, word by word
linked-back       it means nothing but what the other side's term says
elsewhere         it stands where the Vietnamese does not name the concept (counts against it)
joined            a conjunction inside, where the concept names one thing (counts against it)
torn              the head of its first part stands outside (counts against it)
foreign           it holds terms of concepts that are no part of this one (counts against it)
literal           its words mean what the gloss or the Vietnamese term says (a small word list)
sense             its words say another sense of the Vietnamese term's words (a list)
sense-similarity  embedding close to what the term may be taken for by those senses
another           its words say another concept better (counts against it)
everyday          it has everyday words (counts against it)
kind              its head names a body where those of the known do not, or not where they do
loose             function words inside tie no modifier to its head (counts against it)
clean             its edges are those of phrases elsewhere
length            it is about as long as the known renderings
frequency         it stands often (half a weight)

A rendering that is clearly closer to another concept's gloss (`space.LEAD`), or a term of it,
carries the reason nearer-concept, listed ones too: what is frequent can be wrong.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from aligner.mining.composition import containers, modifier_of, names
from aligner.mining.gist import Gist
from aligner.mining.ground import Corpus, Ground, Known, known_terms, spot, survey
from aligner.mining.links import Links
from aligner.mining.ranker import Ranker
from aligner.mining.ranking import LEAST
from aligner.mining.signature import signature
from aligner.mining.space import Space
from aligner.mining.target import Target, aim
from aligner.model import Embed, Progress, Rendering
from aligner.traces import Traced
from glossary.model import SOURCE_LANG, Concept, Termbase

__all__ = ["LEAST", "Corpus", "Field", "Ranker", "mine", "ranker", "signature", "surveyed"]


def mine(
    termbase: Termbase,
    corpus: Corpus,
    embed: Embed,
    *,
    concepts: Sequence[str] | None = None,
    langs: Sequence[str] | None = None,
    limit: int = 30,
    least: float = LEAST,
    known: Known | None = None,
    traced: Traced | None = None,
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
        least: probability from which a new row is given; 0 for all.
        known: for a concept and language the only strings to take as known.
        traced: gives traces of segments, so that aligned words are looked at; none without.
        progress: told how many concepts and languages are done.

    Returns:
        By concept (in the order of the termbase), language and rank: first the known renderings
        that the corpus has, by count; then the new ones, by score.

    Raises:
        KeyError: a concept that the termbase does not have.
    """
    field = surveyed(termbase, corpus, langs=langs, known=known, traced=traced)
    wanted = list(field.termbase.by_id) if concepts is None else list(concepts)
    chosen = [field.termbase.by_id[cid] for cid in wanted]
    found: dict[tuple[str, str], list[Rendering]] = {}
    spans: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
    total = len(chosen) * len(field.grounds)
    for batch in _in_turn(field, chosen):
        targets = [field.target(c, lang, embed, spans) for c in batch for lang in field.grounds]
        space = Space(field.said, field.grounds, targets, embed)
        for target in targets:
            key = (target.concept.id, target.lang)
            own = Ranker(field.grounds[target.lang], target, space, limit, least)
            found[key], spans[key] = own.rows(), own.best_places()
            if progress is not None:
                progress(len(found), total)
    return [row for concept in chosen for lang in field.grounds for row in found[concept.id, lang]]


def ranker(
    field: Field,
    embed: Embed,
    concept: str,
    lang: str,
    limit: int = 30,
    least: float = LEAST,
) -> Ranker:
    """What ranks one concept again after each decision of a reviewer.

    Raises:
        KeyError: a concept that the termbase does not have, or a language without documents.
    """
    chosen = field.termbase.by_id[concept]
    ground = field.grounds[lang]
    spans: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
    modifier = field.modifier.get(concept, "")
    if modifier and modifier not in field.modifier:  # else `mine` has no places of it either
        inner = field.target(field.termbase.by_id[modifier], lang, embed)
        part = Ranker(ground, inner, Space(field.said, field.grounds, [inner], embed), limit)
        part.rows()
        spans[modifier, lang] = part.best_places()
    target = field.target(chosen, lang, embed, spans)
    space = Space(field.said, field.grounds, [target], embed)
    return Ranker(ground, target, space, limit, least)


@dataclass(frozen=True)
class Field:
    """A corpus surveyed for a termbase: all that is worked out before a concept is chosen."""

    termbase: Termbase
    grounds: Mapping[str, Ground]
    """By language."""
    outer: Mapping[str, frozenset[str]]
    """For each concept those that contain it."""
    inner: Mapping[str, frozenset[str]]
    """For each concept those that it contains."""
    modifier: Mapping[str, str]
    """For each composed concept its modifier."""
    links: Mapping[str, Links]
    """By language; empty where there are no traces."""
    said: Termbase
    """The same concepts with the terms whose vectors tell how near a phrase is: all of them, or
    those that have one."""
    _gists: dict[str, Gist] = dataclasses.field(default_factory=dict, compare=False)
    """By language, made by the first encoder that is asked."""

    def target(
        self,
        concept: Concept,
        lang: str,
        embed: Embed,
        spans: Mapping[tuple[str, str], Sequence[tuple[int, int]]] = MappingProxyType({}),
    ) -> Target:
        """One concept in one language, with the places of its modifier where those are known."""
        if lang not in self._gists:
            self._gists[lang] = Gist(self.said, self.grounds[lang], embed)
        modifier = self.modifier.get(concept.id, "")
        return aim(
            self.grounds[lang],
            self.termbase,
            concept,
            self.outer[concept.id],
            self.inner[concept.id],
            modifier,
            spans.get((modifier, lang), ()),
            self._gists[lang],
            self.links.get(lang),
        )


def surveyed(
    termbase: Termbase,
    corpus: Corpus,
    *,
    langs: Sequence[str] | None = None,
    known: Known | None = None,
    traced: Traced | None = None,
) -> Field:
    """Surveys a corpus: words, candidates, frames and known terms of each language.

    With traces of segments the words of aligned beads are looked at too, once they are asked for.
    """
    base = known_terms(termbase, known)
    spoken = sorted({d.lang for d in corpus.documents} - {SOURCE_LANG}) if langs is None else langs
    outer = containers(base)
    by_name = {name: c.id for c in reversed(base.concepts) for name in names(c)}
    hits = spot(corpus, base)
    inner: dict[str, set[str]] = {c.id: set() for c in base}
    for part, wholes in outer.items():
        for whole in wholes:
            inner[whole].add(part)
    modifiers = {c.id: modifier_of(c, by_name) for c in base}
    grounds = {lang: survey(lang, corpus, base, hits) for lang in spoken}
    texts = {document.id: document.text for document in corpus.documents}
    links = {
        lang: Links(ground.candidates, ground.units.sides, texts, corpus.segments, hits, traced)
        for lang, ground in grounds.items()
        if traced is not None and ground.units.count
    }
    return Field(
        termbase=base,
        grounds=grounds,
        links=links,
        said=base,
        outer=outer,
        inner={whole: frozenset(parts) for whole, parts in inner.items()},
        modifier={c: m for c, m in modifiers.items() if m},
    )


def _in_turn(field: Field, chosen: Sequence[Concept]) -> tuple[list[Concept], list[Concept]]:
    """Simple concepts, then those composed with them, which build on what the first gave."""
    simple = [c for c in chosen if c.id not in field.modifier]
    return simple, [c for c in chosen if c.id in field.modifier]
