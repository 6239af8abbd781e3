"""Consistency: how uniformly each concept is rendered, in figures with intervals.

An *occurrence* of a concept is the longest, non-overlapping match of one of its
Vietnamese terms in a document that is aligned, and in a document that is not, of any of
its renderings. It is *resolved* to the rendering that the aligned side has for it,
*omitted* where its bead has no other side, else *unresolved*. n_cv counts rendering v
of concept c, n_c all its resolved occurrences.

Renderings are the terms of the termbase, deprecated ones too, and mined ones that
the caller takes for sure. Spellings and inflections of one term are one rendering.

`MEANINGS` says what each figure is, and after whom.

Consistent is not correct. The status of the commonest rendering stands beside its figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from aligner.mining.ground import Corpus
from aligner.model import Rendering
from aligner.uses import NEW, OMITTED, UNRESOLVED, Use, uses
from glossary.model import SOURCE_LANG, Status, Term, Termbase

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SAMPLES = 1000
"""Bootstrap samples of documents."""

SEED = 20_241
"""Of the bootstrap: the same corpus gives the same intervals."""

SURE = math.inf
"""Probability from which a mined rendering counts as a variant: by default none does until a person
has accepted it. Of the new rows on the development labels that were given more than .4, half were
right (`aligner.mining.ranking.PROBABLE`)."""

VERSION = "consistency/1"

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "resolution": "resolved / all occurrences. Read it first: the rest is of the resolved.",
        "adherence": "occurrences of preferred terms / (resolved + omitted)",
        "adherence_lenient": "occurrences of preferred or admitted terms / (resolved + omitted)",
        "forbidden_rate": "occurrences of deprecated or superseded terms per 1,000 occurrences",
        "omission_rate": "omitted / all occurrences",
        "new_variant_rate": "occurrences of renderings that no term lists / resolved",
        "predominance": "occurrences of each concept's commonest rendering / resolved (translation"
        " consistency: Itagaki, Aikawa & He 2007, Automatic validation of terminology translation"
        " consistency)",
        "predominance_macro": "mean over the concepts of their predominance",
        "ltcr": "the chance that two occurrences of a concept agree, Σ C(n_cv, 2) / C(n_c, 2) (Lyu"
        " et al. 2021, Encouraging lexical translation consistency for document-level neural"
        " machine translation)",
        "ltcr_within": "the same for two occurrences in one document",
        "ltcr_across": "the same for two occurrences in different documents",
        "effective_variants": "1 / Σ p_v²: how many equally frequent renderings would be as diverse"
        " (Hill 1973, Diversity and evenness, number of order 2); over concepts, the mean",
        "intervals": "where 95 % of 1,000 samples lie that draw as many documents with replacement"
        " (percentile bootstrap: Efron 1979, Bootstrap methods)",
    }
)
"""What each figure is, by its name in `Figures`. n_cv counts rendering v of concept c, n_c all its
resolved occurrences, p_v = n_cv / n_c."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Variant:
    """One rendering of a concept with how often it was used."""

    text: str
    status: str
    count: int
    documents: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one concept in one language, or of all; shares 0 to 1, NaN where undefined."""

    occurrences: int
    resolved: int
    omitted: int
    resolution: float
    adherence: float
    """Preferred terms only."""
    adherence_lenient: float
    """Preferred and admitted terms."""
    forbidden_rate: float
    """Per 1,000 occurrences."""
    omission_rate: float
    new_variant_rate: float
    predominance: float
    """Of one concept; over several, micro."""
    predominance_macro: float
    ltcr: float
    ltcr_within: float
    ltcr_across: float
    effective_variants: float
    """Over several concepts, their mean."""
    intervals: Mapping[str, Interval]
    """95 % of bootstrap samples over documents; none where there is one document."""


@dataclass(frozen=True, slots=True)
class Row:
    """One concept in one language."""

    concept: str
    lang: str
    figures: Figures
    variants: tuple[Variant, ...]
    """By count."""
    impact: float
    """Occurrences × the chance that two disagree: what a decision would repair."""
    wrong: int
    """Occurrences of deprecated and superseded terms."""
    uses: tuple[Use, ...]
    """The occurrences that it was counted from, by document and place."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a page tells of a document."""

    name: str
    lang: str
    source: str
    """Host of its address, or empty."""
    month: str
    """YYYY-MM, or empty."""


@dataclass(frozen=True, slots=True)
class Report:
    """All figures."""

    signature: str
    rows: tuple[Row, ...]
    """By impact, then by wrong occurrences."""
    totals: Mapping[str, Figures]
    """By language."""
    places: Mapping[str, Place]
    """By document id."""


def report(
    termbase: Termbase,
    corpus: Corpus,
    renderings: Sequence[Rendering] = (),
    *,
    langs: Sequence[str] | None = None,
    samples: int = SAMPLES,
    sure: float = SURE,
) -> Report:
    """Consistency of all concepts that occur in the corpus.

    Args:
        termbase: its terms are the renderings.
        corpus: documents with segments, and bitexts where there are any.
        renderings: mined rows; new ones that are at least `sure` count as variants too.
        langs: languages to report on; all but Vietnamese by default.
        samples: of the bootstrap.
        sure: see `renderings`.
    """
    spoken = sorted({d.lang for d in corpus.documents} - {SOURCE_LANG}) if langs is None else langs
    widened = _with_mined(termbase, renderings, sure)
    found: dict[tuple[str, str], list[Use]] = {}
    for use in uses(widened, corpus, spoken):
        found.setdefault((use.lang, use.concept), []).append(use)
    places = {
        d.id: Place(d.name, d.lang, urlsplit(d.url).netloc, d.published[:7])
        for d in corpus.documents
        if d.lang in spoken
    }
    rows: list[Row] = []
    totals: dict[str, Figures] = {}
    for lang in spoken:
        documents = sorted(key for key, place in places.items() if place.lang == lang)
        draws = _draws(len(documents), samples)
        tables: list[_Table] = []
        for concept in termbase:
            own = found.get((lang, concept.id))
            if own is None:
                continue
            table = _Table.of(own, documents)
            tables.append(table)
            figures = _figures([table], draws)
            agree = 0.0 if math.isnan(figures.ltcr) else 1.0 - figures.ltcr
            rows.append(
                Row(
                    concept=concept.id,
                    lang=lang,
                    figures=figures,
                    variants=table.variants(),
                    impact=round(figures.resolved * agree, 6),
                    wrong=int(table.counts[:, table.wrong].sum()),
                    uses=tuple(own),
                )
            )
        totals[lang] = _figures(tables, draws)
    rows.sort(key=lambda row: (-row.impact, -row.wrong, row.concept, row.lang))
    signature = f"{VERSION}/samples{samples}/seed{SEED}/sure{sure:g}"
    return Report(signature, tuple(rows), totals, places)


GROUPS = ("source", "month")
"""By what a report is parted."""


def parted(report: Report, by: str, samples: int = SAMPLES) -> dict[tuple[str, str], Figures]:
    """Figures over the concepts of each language in the documents of each source or month.

    Args:
        report: of all documents.
        by: one of `GROUPS`; documents that do not state it are left out.
        samples: of the bootstrap over the documents of each part.

    Returns:
        By language and source or month, in order of the latter.
    """
    members: dict[tuple[str, str], list[str]] = {}
    for key, place in report.places.items():
        if getattr(place, by):
            members.setdefault((place.lang, getattr(place, by)), []).append(key)
    found: dict[tuple[str, str], dict[str, list[Use]]] = {}
    for use in (use for row in report.rows for use in row.uses):
        place = report.places[use.document]
        if getattr(place, by):
            of = found.setdefault((place.lang, getattr(place, by)), {})
            of.setdefault(use.concept, []).append(use)
    parts = {}
    for part in sorted(found, key=lambda part: (part[1], part[0])):
        documents = sorted(members[part])
        tables = [_Table.of(own, documents) for own in found[part].values()]
        parts[part] = _figures(tables, _draws(len(documents), samples))
    return parts


def spread(report: Report, row: Row, by: str) -> dict[str, dict[str, int]]:
    """How often each rendering of a concept stands in each source or month, in order.

    What has no rendering counts as `OMITTED` or `UNRESOLVED`, last.
    """
    groups: dict[str, dict[str, int]] = {}
    for use in row.uses:
        group = getattr(report.places[use.document], by)
        if group:
            counts = groups.setdefault(group, {})
            counts[use.rendering] = counts.get(use.rendering, 0) + 1
    order = [variant.text for variant in row.variants]
    order += [OMITTED, UNRESOLVED]
    return {
        group: {text: groups[group][text] for text in order if text in groups[group]}
        for group in sorted(groups)
    }


def _with_mined(termbase: Termbase, renderings: Sequence[Rendering], sure: float) -> Termbase:
    """The termbase with the mined renderings that count, marked by their source."""
    added: dict[str, list[Term]] = {}
    for row in renderings:
        if row.status == NEW and row.score >= sure:
            added.setdefault(row.concept, []).append(Term(row.lang, row.text, source=NEW))
    concepts = (
        replace(c, terms=(*c.terms, *added[c.id])) if c.id in added else c for c in termbase
    )
    return Termbase(tuple(concepts), termbase.extra)


@dataclass(frozen=True)
class _Table:
    """Counts of one concept and language: documents by renderings."""

    texts: tuple[str, ...]
    statuses: tuple[str, ...]
    counts: Counts
    """Shape (documents, renderings)."""
    omitted: Counts
    """Shape (documents,)."""
    unresolved: Counts

    @classmethod
    def of(cls, found: Sequence[Use], documents: Sequence[str]) -> _Table:
        place = {key: i for i, key in enumerate(documents)}
        real = sorted({(u.rendering, u.status) for u in found if u.status})
        column = {pair: i for i, pair in enumerate(real)}
        counts = np.zeros((len(documents), len(real)), dtype=np.int64)
        omitted = np.zeros(len(documents), dtype=np.int64)
        unresolved = np.zeros(len(documents), dtype=np.int64)
        for use in found:
            if use.status:
                counts[place[use.document], column[use.rendering, use.status]] += 1
            elif use.rendering == OMITTED:
                omitted[place[use.document]] += 1
            else:
                unresolved[place[use.document]] += 1
        return cls(
            tuple(text for text, _ in real),
            tuple(status for _, status in real),
            counts,
            omitted,
            unresolved,
        )

    def having(self, *statuses: str) -> list[int]:
        """Columns of the renderings with one of the statuses."""
        return [i for i, status in enumerate(self.statuses) if status in statuses]

    @property
    def wrong(self) -> list[int]:
        """Columns of renderings that must not be used."""
        return self.having(Status.DEPRECATED, Status.SUPERSEDED)

    def variants(self) -> tuple[Variant, ...]:
        """Renderings by count."""
        total = self.counts.sum(axis=0)
        held = (self.counts > 0).sum(axis=0)
        order = sorted(range(len(self.texts)), key=lambda i: (-total[i], self.texts[i]))
        return tuple(
            Variant(self.texts[i], self.statuses[i], int(total[i]), int(held[i])) for i in order
        )


def _draws(documents: int, samples: int) -> Floats:
    """How often each document is drawn in each sample, shape (samples, documents)."""
    if documents < 2 or not samples:
        return np.zeros((0, documents))
    rng = np.random.default_rng(SEED)
    chances = np.full(documents, 1.0 / documents)
    return rng.multinomial(documents, chances, size=samples).astype(np.float64)


def _pairs(counts: Floats) -> Floats:
    """Number of pairs, n (n - 1) / 2."""
    pairs: Floats = counts * (counts - 1.0) / 2.0
    return pairs


def _figures(tables: Sequence[_Table], draws: Floats) -> Figures:
    """Figures over concepts, with intervals where there are draws."""
    whole = _measures(tables, np.ones((1, draws.shape[1])))
    intervals: dict[str, Interval] = {}
    if len(draws):
        for name, values in _measures(tables, draws).items():
            real = values[~np.isnan(values)]
            if len(real) and not math.isnan(whole[name][0]):
                low, high = np.percentile(real, [2.5, 97.5])
                intervals[name] = (round(float(low), 6), round(float(high), 6))
    resolved = sum(int(t.counts.sum()) for t in tables)
    omitted = sum(int(t.omitted.sum()) for t in tables)
    unresolved = sum(int(t.unresolved.sum()) for t in tables)
    return Figures(
        occurrences=resolved + omitted + unresolved,
        resolved=resolved,
        omitted=omitted,
        intervals=intervals,
        **{name: round(float(values[0]), 6) for name, values in whole.items()},
    )


def _measures(tables: Sequence[_Table], weights: Floats) -> dict[str, Floats]:
    """Each measure for each row of weights (draws of documents), shape (samples,).

    Within a document, a draw repeats its pairs; a document drawn twice is two documents
    across which pairs are not counted, since they agree by construction.
    """
    n = len(weights)
    resolved, omitted, unresolved, preferred, lenient, wrong, new = (np.zeros(n) for _ in range(7))
    top, same, pairs, same_in, pairs_in = (np.zeros(n) for _ in range(5))
    shares: list[Floats] = []
    diversities: list[Floats] = []
    for table in tables:
        counts = table.counts.astype(np.float64)
        by_variant = weights @ counts
        total = by_variant.sum(axis=1)
        resolved += total
        omitted += weights @ table.omitted
        unresolved += weights @ table.unresolved
        preferred += by_variant[:, table.having(Status.PREFERRED)].sum(axis=1)
        lenient += by_variant[:, table.having(Status.PREFERRED, Status.ADMITTED)].sum(axis=1)
        wrong += by_variant[:, table.wrong].sum(axis=1)
        new += by_variant[:, table.having(NEW)].sum(axis=1)
        if not counts.shape[1]:
            continue
        most = by_variant.max(axis=1)
        top += most
        in_same = _pairs(counts).sum(axis=1)
        in_all = _pairs(counts.sum(axis=1))
        own_same, own_all = weights @ in_same, weights @ in_all
        # Pairs between copies of one document are none.
        twice = _pairs(weights)
        copies_same = twice @ (counts**2).sum(axis=1)
        copies_all = twice @ (counts.sum(axis=1) ** 2)
        same += _pairs(by_variant).sum(axis=1) - copies_same
        pairs += _pairs(total) - copies_all
        same_in += own_same
        pairs_in += own_all
        with np.errstate(divide="ignore", invalid="ignore"):
            shares.append(most / total)
            diversities.append(total**2 / (by_variant**2).sum(axis=1))
    every = resolved + omitted + unresolved
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "resolution": resolved / every,
            "adherence": preferred / (resolved + omitted),
            "adherence_lenient": lenient / (resolved + omitted),
            "forbidden_rate": 1000.0 * wrong / every,
            "omission_rate": omitted / every,
            "new_variant_rate": new / resolved,
            "predominance": top / resolved,
            "predominance_macro": _mean(shares, n),
            "ltcr": same / pairs,
            "ltcr_within": same_in / pairs_in,
            "ltcr_across": (same - same_in) / (pairs - pairs_in),
            "effective_variants": _mean(diversities, n),
        }


def _mean(values: Sequence[Floats], n: int) -> Floats:
    """Mean over concepts of each sample, those without a value left out; NaN where none has one."""
    if not values:
        return np.full(n, np.nan)
    table = np.stack(values)
    there = ~np.isnan(table)
    count = there.sum(axis=0)
    sums = np.where(there, table, 0.0).sum(axis=0)
    return np.where(count > 0, sums / np.maximum(count, 1), np.nan)
