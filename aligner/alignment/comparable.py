"""Pairs of sentences in two documents on one topic, most of whose sentences have no partner.

Order says nothing here, and most sentences must be left alone. A pair is two runs of
segments of which each is the other's best by margin against a fixed background of other
text. A logistic function of what `candidates` says of it gives the probability that both say
the same; a second one also knows how many other pairs the documents have by the first, for a
pair that stands alone among strangers is less often right than one of many (the prior of a
document is estimated from the document, as Saerens et al. 2002 do for classifiers).

Where the encoder tells its pieces and both texts are cut into sentences, the few best partners
of each sentence are compared piece by piece (`aligner.alignment.coverage`): that parts a
translation from a sentence that says nearly the same, and `matched` chooses by both. Who is named
tells lines apart that every article of news has (`aligner.alignment.names`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aligner.alignment.beads import Step
from aligner.alignment.configuration import Config, Layer, Loose
from aligner.alignment.coverage import course, coverage, ease
from aligner.alignment.evidence import PLACE, Overlap, overlap
from aligner.alignment.halves import Half
from aligner.alignment.matches import Pieces
from aligner.alignment.names import said
from aligner.alignment.runs import ROWS, Runs, at_spaces, crowd, margins, runs
from aligner.alignment.sounds import ADDRESS
from glossary.gazetteer import are_apart

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Chances = npt.NDArray[np.float64]
Held = tuple[Sequence[frozenset[str]], Sequence[frozenset[str]]]
"""Some of the tokens of the segments of both sides, see `aligner.alignment.evidence.keys`."""
Ground = tuple[Pieces | None, Pieces | None]
"""Pieces of the background in the language of each side, where they are told."""

PARTNERS = 8
"""Segments of the other text, the nearest, with whose pieces those of a segment are compared."""
MATCH, COVER, LACK = 0.5, 0.4, 1.0
"""What `aligner.alignment.coverage.Coverage` is worth beside a margin when the best is chosen: of
XQuAD's sentences that have a partner, 999 in 1,000 choose it, and 993 by margin and match alone;
of its questions, 939 and 902."""


@dataclass(frozen=True)
class Candidates:
    """Pairs of runs of which each is the other's best."""

    source: Indices
    """Indices into the source runs."""
    target: Indices
    features: Mapping[str, Floats]


@dataclass(frozen=True)
class Evidence:
    """What segments hold that translations keep, and how long the other text is."""

    tokens: Overlap
    """Shared tokens of the segments."""
    numbers: Held
    """Numbers and dates, whether the other text holds them or not."""
    places: Held
    """Ids of places, likewise."""
    addresses: Held
    """Addresses on the web, of segments that are hardly more."""
    ratio: float
    """Target characters for one of the source."""
    texts: tuple[Sequence[str], Sequence[str]]
    """The segments themselves."""
    langs: tuple[str, str]


def candidates(source: Runs, target: Runs, evidence: Evidence) -> Candidates:
    """Pairs that are each other's best by margin against the background, with what speaks for them.

    | feature | is |
    |---|---|
    | margin | similarity less the mean nearness of both to the background |
    | cosine | similarity |
    | gap | what the margin leads that of the best rival of either side by |
    | lead | what the similarity leads that of the most similar rival of either side by |
    | crowd | similarity of either to the nearest other run of its own text: near-copies |
    | length | log ratio of lengths over the documents' own, negative, to 1.5 |
    | size | log length of the shorter, to 5 |
    | shared | weight of the tokens that both hold, to 2 |
    | missing | weight of those that one side lacks, negative, to 3 |
    | differing | numbers that only one side holds, negative, to 3 |
    | apart | -1 where both sides hold numbers and share none |

    What names places apart from each other, as Quảng Ninh and Thái Bình are, is no pair, nor are
    two addresses.
    """
    there, back = _best(source, target), _best(target, source)
    kept = np.flatnonzero(back.choice[there.choice] == np.arange(len(source)))
    sides = source, target
    apart = _apart(
        _of_runs(evidence.places, sides),
        _of_runs(evidence.addresses, sides),
        kept,
        there.choice[kept],
    )
    kept = kept[~apart]
    chosen = there.choice[kept]
    similar = (source.vectors[kept] * target.vectors[chosen]).sum(axis=1)
    margin = there.margin[kept]
    features = {
        "margin": margin,
        "cosine": similar,
        "gap": margin - np.maximum(there.rival[kept], back.rival[chosen]),
        "lead": similar - np.maximum(there.similar[kept], back.similar[chosen]),
        **_kept(source, target, kept, chosen, evidence),
    }
    return Candidates(kept, chosen, _floats(features))


def matched(
    source: Runs,
    target: Runs,
    evidence: Evidence,
    pieces: tuple[Pieces, Pieces],
    ground: tuple[Pieces, Pieces],
) -> Candidates:
    """The same of single segments whose pieces are known: those, too, decide which are best.

    | feature | is |
    |---|---|
    | match, cover, lack, least-lack | see `aligner.alignment.coverage.Coverage` |
    | links, spread, steady, order, beyond | see `aligner.alignment.coverage.Course` |
    | sound, unsaid, names, others | see `aligner.alignment.names.Said` |
    | cover-gap | what cover leads that of the best rival of either side by |

    Rivals are the `PARTNERS` best of each segment by margin.
    """
    rows, columns, cosine, margin = _partners(source, target)
    told = coverage(*pieces, rows, columns)
    apart = _apart(evidence.places, evidence.addresses, rows, columns)
    by_row = np.flatnonzero(np.diff(rows, prepend=-1))
    order = np.argsort(columns, kind="stable")
    by_column = np.flatnonzero(np.diff(columns[order], prepend=-1))

    def rival(values: Floats) -> Floats:
        """The highest value of another pair with either segment."""
        across = _others(values, by_row)
        down = np.empty_like(across)
        down[order] = _others(values[order], by_column)
        return np.maximum(across, down)

    worth = margin + MATCH * told.match + COVER * told.cover + LACK * told.lack
    score = np.where(apart, -np.inf, worth).astype(np.float32)
    best = np.flatnonzero(~apart & (score >= rival(score)))
    kept, chosen = rows[best], columns[best]
    easy = ease(pieces[0], ground[1], kept), ease(pieces[1], ground[0], chosen)
    pairs = [
        (evidence.texts[0][i], evidence.texts[1][j])
        for i, j in zip(kept.tolist(), chosen.tolist(), strict=True)
    ]
    features = {
        "cosine": cosine[best],
        "gap": (margin - rival(margin))[best],
        "lead": (cosine - rival(cosine))[best],
        "match": told.match[best],
        "cover": told.cover[best],
        "cover-gap": (told.cover - rival(told.cover))[best],
        "lack": told.lack[best],
        "least-lack": told.least_lack[best],
        **course(*pieces, kept, chosen, easy)._asdict(),
        **said(pairs, evidence.langs)._asdict(),
        **_kept(source, target, kept, chosen, evidence),
    }
    return Candidates(kept, chosen, _floats(features))


def _kept(
    source: Runs, target: Runs, kept: Indices, chosen: Indices, evidence: Evidence
) -> dict[str, npt.NDArray[np.floating]]:
    """Features of pairs that their similarity has no part in."""
    spans = [
        (slice(i, k), slice(j, m))
        for i, k, j, m in zip(
            source.start[kept].tolist(),
            source.end[kept].tolist(),
            target.start[chosen].tolist(),
            target.end[chosen].tolist(),
            strict=True,
        )
    ]
    tokens, numbers, ratio = evidence.tokens, evidence.numbers, evidence.ratio
    shared = np.array([tokens.between(i, j) for i, j in spans], dtype=np.float64)
    held = [(_united(numbers[0][i]), _united(numbers[1][j])) for i, j in spans]
    own = source.own[kept] + target.own[chosen]
    length = np.log(target.sizes[chosen] / source.sizes[kept]) - np.log(ratio)
    return {
        "one": np.ones(len(kept)),
        "crowd": np.maximum(crowd(source, kept), crowd(target, chosen)),
        "length": -np.minimum(np.abs(length), 1.5),
        "size": np.minimum(np.log(np.minimum(source.sizes[kept] * ratio, target.sizes[chosen])), 5),
        "shared": np.minimum(shared, 2),
        "missing": -np.clip(own - 2 * shared, 0, 3),
        "differing": -np.array([min(len(one ^ other), 3) for one, other in held], dtype=float),
        "apart": -np.array([bool(one and other and not one & other) for one, other in held], float),
    }


def _apart(places: Held, addresses: Held, rows: Indices, columns: Indices) -> Flags:
    """Whether each pair names places apart from each other, or is of two addresses."""
    found = np.zeros(len(rows), dtype=np.bool_)
    for held, are_two in ((places, are_apart), (addresses, frozenset.isdisjoint)):
        one, other = ([bool(each) for each in side] for side in held)
        for at in np.flatnonzero(np.array(one)[rows] & np.array(other)[columns]).tolist():
            found[at] |= are_two(held[0][rows[at]], held[1][columns[at]])
    return found


def _of_runs(held: Held, sides: tuple[Runs, Runs]) -> Held:
    """What each run holds, from what its segments do."""
    first, second = (
        [_united(own[a:b]) for a, b in zip(runs.start.tolist(), runs.end.tolist(), strict=True)]
        for own, runs in zip(held, sides, strict=True)
    )
    return first, second


def _floats(features: Mapping[str, npt.NDArray[np.floating]]) -> dict[str, Floats]:
    return {name: np.asarray(values, dtype=np.float32) for name, values in features.items()}


def _partners(source: Runs, target: Runs) -> tuple[Indices, Indices, Floats, Floats]:
    """The best partners of each segment of either side by margin.

    Returns:
        Rows, ascending, and columns, ascending in each row; similarities and margins.
    """
    n, m = len(source), len(target)
    wide, high = min(PARTNERS, m), min(PARTNERS, n)
    cells = []
    top = np.full((high, m), -np.inf, dtype=np.float32)
    top_rows = np.zeros((high, m), dtype=np.intp)
    for start in range(0, n, ROWS):
        margin = margins(source, target, slice(start, start + ROWS))[1]
        near = np.argpartition(-margin, wide - 1, axis=1)[:, :wide]
        here = np.arange(start, start + len(margin))
        cells.append((here[:, None] * m + near).ravel())
        both = np.concatenate([top, margin])
        numbers = np.concatenate([top_rows, np.broadcast_to(here[:, None], margin.shape)])
        best = np.argpartition(-both, high - 1, axis=0)[:high]
        top, top_rows = (np.take_along_axis(each, best, axis=0) for each in (both, numbers))
    cells.append((top_rows * m + np.arange(m)).ravel())
    rows, columns = np.divmod(np.unique(np.concatenate(cells)), m)
    cosine = np.einsum("kd,kd->k", source.vectors[rows], target.vectors[columns])
    return rows, columns, cosine, cosine - (source.ground[rows] + target.ground[columns]) / 2


def _others(values: Floats, starts: Indices) -> Floats:
    """For each value the highest of the others of its group, 0 for none; groups by their start."""
    counts = np.diff(np.append(starts, len(values)))
    group = np.repeat(np.arange(len(starts)), counts)
    top = np.maximum.reduceat(values, starts)
    is_top = values == top[group]
    # Of two that are highest, each is the other's rival.
    several = np.add.reduceat(is_top.astype(np.intp), starts) > 1
    below = np.maximum.reduceat(np.where(is_top, np.float32(-1), values), starts)
    found = np.where(is_top & ~several[group], below[group], top[group])
    return np.where(counts[group] > 1, found, 0).astype(np.float32)


def _united(held: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*held)


@dataclass(frozen=True)
class _Best:
    """For each run of one side, shape (n,) each."""

    choice: Indices
    """The best run of the other side."""
    margin: Floats
    rival: Floats
    """Margin of the best that shares no segment with it."""
    similar: Floats
    """Highest similarity to a run that shares no segment with it."""


def _best(source: Runs, target: Runs) -> _Best:
    n = len(source)
    choice = np.empty(n, dtype=np.intp)
    value, rival, similar = np.empty((3, n), dtype=np.float32)
    for start in range(0, n, ROWS):
        rows = slice(start, min(start + ROWS, n))
        cosine, margin = margins(source, target, rows)
        best = margin.argmax(axis=1)
        choice[rows] = best
        value[rows] = margin[np.arange(len(best)), best]
        # A run that shares a segment with the best is no rival of it.
        same = (target.start < target.end[best][:, None]) & (
            target.end > target.start[best][:, None]
        )
        rival[rows] = np.where(same, -1.0, margin).max(axis=1)
        similar[rows] = np.where(same, -1.0, cosine).max(axis=1)
    return _Best(choice, value, rival, similar)


@dataclass(frozen=True)
class Found:
    """What is to be judged of two texts."""

    weights: Loose
    """Those for texts of their kind."""
    pairs: Candidates
    source: Runs
    target: Runs


def found(one: Half, other: Half, held: Held, ground: Ground, config: Config) -> Found:
    """The pairs that may be right, with what speaks for them.

    Args:
        one: a text of at least one segment.
        other: likewise.
        held: tokens of each segment of both sides, whether the other text holds them or not.
        ground: of the background.
        config: the weights.
    """
    source, target = one.text, other.text
    tokens = overlap(*held)
    left = runs(source, tokens.source, other.ground)
    right = runs(target, tokens.target, one.ground)
    ratio = float(np.median(right.sizes) / np.median(left.sizes))
    numbers, places = ([select(side) for side in held] for select in (_numbers, _places))
    texts = [[half.side.string(index) for index in half.side.content] for half in (one, other)]
    addresses = [[_addresses(text) for text in side] for side in texts]
    evidence = Evidence(
        tokens,
        (numbers[0], numbers[1]),
        (places[0], places[1]),
        (addresses[0], addresses[1]),
        ratio,
        (texts[0], texts[1]),
        (one.side.lang, other.side.lang),
    )
    if at_spaces(source) or at_spaces(target):
        weights, pairs = config.loose_atoms, candidates(left, right, evidence)
    elif source.pieces and target.pieces and ground[0] and ground[1]:
        pieces = source.pieces, target.pieces
        usual = ground[0], ground[1]
        weights, pairs = config.loose_matched, matched(left, right, evidence, pieces, usual)
    else:
        weights, pairs = config.loose, candidates(left, right, evidence)
    return Found(weights, pairs, left, right)


def align_loose(
    one: Half, other: Half, held: Held, ground: Ground, config: Config, *, alike: bool = False
) -> list[Step]:
    """Pairs that say the same, with their probabilities; each segment is in one at most.

    Args:
        one: a text of at least one segment.
        other: likewise.
        held: see `found`.
        ground: likewise.
        config: the weights, and the lowest probability worth showing.
        alike: whether both are of one language.
    """
    told = found(one, other, held, ground, config)
    weights, pairs, left, right = told.weights, told.pairs, told.source, told.target
    start = weights.alike if alike else 0.0
    first = _logit(pairs.features, weights.first, weights.layer)
    chances = chance(start + first)
    chosen = list(_free(pairs, chances, left, right, (len(one.text), len(other.text))))
    known = {"company": company(chances, chosen), "first": first}
    second = chance(start + _logit({**pairs.features, **known}, weights.second))
    return sorted(
        (
            int(left.start[pairs.source[place]]),
            int(left.end[pairs.source[place]]),
            int(right.start[pairs.target[place]]),
            int(right.end[pairs.target[place]]),
            float(second[place]),
        )
        for place in chosen
        if second[place] >= weights.least
    )


def _numbers(held: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Of the tokens of segments those that are numbers, dates or document numbers."""
    return [frozenset(key for key in keys if key[:1].isdigit() or ":" in key) for keys in held]


def _places(held: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    return [frozenset(key[1:] for key in keys if key.startswith(PLACE)) for keys in held]


def _addresses(text: str) -> frozenset[str]:
    """The addresses on the web of a text that is hardly more than that."""
    found = [each[0] for each in ADDRESS.finditer(text)]
    return frozenset(found if 2 * sum(map(len, found)) >= len(text) else ())


def company(chance: Chances, chosen: Sequence[int]) -> Chances:
    """How many other pairs the documents have, for each pair; shape (p,).

    The logarithm of the sum of the others' probabilities over their number, drawn towards
    one in ten, so that a short document says little.

    Args:
        chance: of each pair.
        chosen: those that share no segment with each other.
    """
    others = chance[np.asarray(chosen, dtype=np.intp)].sum() - chance
    return np.asarray(np.log((np.maximum(others, 0) + 1) / (len(chosen) + 10)))


def _logit(
    features: Mapping[str, Floats | Chances],
    weights: Mapping[str, float],
    layer: Layer | None = None,
) -> Chances:
    """The weighted sum of the features that have a weight, and what hidden units add."""
    score = sum(
        (weight * features[name].astype(np.float64) for name, weight in weights.items()),
        start=np.zeros(len(features["one"])),
    )
    if layer is not None:
        score += layer.score(np.stack([features[name] for name in layer.features], axis=1))
    return np.asarray(score)


def chance(logit: Chances) -> Chances:
    """The probability whose logit it is."""
    return np.asarray(1 / (1 + np.exp(-logit)))


def _free(
    found: Candidates, chance: Chances, one: Runs, other: Runs, lengths: tuple[int, int]
) -> Iterator[int]:
    """The likeliest pairs that share no segment, the likeliest first."""
    used = np.zeros(lengths[0], dtype=bool), np.zeros(lengths[1], dtype=bool)
    likely = chance.round(4)  # of a line that is there twice, the first
    for place in np.lexsort((found.target, found.source, -likely)).tolist():
        p, q = found.source[place], found.target[place]
        i = slice(int(one.start[p]), int(one.end[p]))
        j = slice(int(other.start[q]), int(other.end[q]))
        if not used[0][i].any() and not used[1][j].any():
            used[0][i] = used[1][j] = True
            yield place
