"""Alignment of two texts that are translations of each other: beads in one order through both.

But for translations that stand elsewhere, which are looked for last (`aligner.alignment.crossing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aligner.alignment.anchors import Chain, Indices, anchors
from aligner.alignment.beads import Posterior, Shape, Step, best_paths
from aligner.alignment.configuration import ATOMS, BOTH_ATOMS, LINES, Config, Weights
from aligner.alignment.crossing import with_moved
from aligner.alignment.evidence import LINE, WEAK, Overlap
from aligner.alignment.likely import likely
from aligner.alignment.scoring import Pair, Text, closer_lattice, lattice, pair
from aligner.alignment.similarity import Block
from aligner.alignment.together import Lattices, Work
from aligner.model import Vectors

Merged = tuple[Mapping[Block, Vectors], ...]
"""Centred unit vectors of the joined texts of runs, for each side."""
Joined = Callable[[Sequence[Block], Sequence[Block]], Work[Merged]]
"""Asks for those of runs of source and of target segments."""


@dataclass(frozen=True)
class Piece:
    """A stretch of both texts that is aligned by itself."""

    source: slice
    target: slice

    @property
    def paired(self) -> bool:
        """Whether it has segments on both sides."""
        return all(bool(each.start < each.stop) for each in (self.source, self.target))


def shapes(source: Text, target: Text) -> tuple[Shape, ...]:
    """Which beads are tried: many segments a bead where a side is cut at mere spaces."""
    atoms = tuple(bool(np.mean(text.ends == WEAK) > 0.3) for text in (source, target))
    if all(atoms):
        return BOTH_ATOMS
    if atoms[0]:
        return ATOMS
    return tuple((b, a) for a, b in ATOMS) if atoms[1] else LINES


@dataclass(frozen=True)
class Look:
    """Two texts after the first judgement of their beads."""

    both: Pair
    """With the joined text of those merges encoded that the judgement left in doubt."""
    every: tuple[Piece, ...]
    """What covers both texts in order."""
    tried: tuple[Shape, ...]
    """Shapes of beads."""
    found: tuple[Posterior, ...]
    """What the judgement said, of each piece that is paired."""

    @property
    def lines(self) -> bool:
        """Whether neither side is cut at mere spaces."""
        return self.tried is LINES

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Those that are paired."""
        return tuple(piece for piece in self.every if piece.paired)


def first_look(
    source: Text, target: Text, tokens: Overlap, joined: Joined, config: Config
) -> Work[Look]:
    """Judge all beads, merges by the means of single vectors, and have doubtful ones encoded.

    Args:
        source: at least one segment.
        target: at least one segment.
        tokens: what translations keep.
        joined: encodes runs of segments.
        config: the weights.
    """
    chain = anchors(source.vectors, target.vectors)
    both = pair(source, target, tokens, chain)
    tried = shapes(source, target)
    lines = tried is LINES
    every = tuple(cut(chain, both, config.piece if lines else config.atom_piece, config))
    pieces = [piece for piece in every if piece.paired]
    means = config.line_means if lines else config.atom_means
    found = yield from _judged(both, pieces, tried, means)
    wanted = doubtful(found, pieces, both, config, lines)
    if any(wanted):
        merged = yield from joined(*wanted)
        both = replace(
            both,
            source=replace(source, merged=merged[0]),
            target=replace(target, merged=merged[1]),
        )
    return Look(both, every, tried, tuple(found))


def align_texts(
    source: Text, target: Text, tokens: Overlap, joined: Joined, config: Config
) -> Work[tuple[Step, ...]]:
    """The beads of two texts, in order, with their probabilities, for `together` to work out.

    What the first look leaves possible is judged again by all that is then known. Between lines
    whose pieces are told a bead may cross others, see `aligner.alignment.crossing`.

    Args:
        source: at least one segment.
        target: at least one segment.
        tokens: what translations keep.
        joined: encodes runs of segments.
        config: the weights.
    """
    look = yield from first_look(source, target, tokens, joined, config)
    matched = source.pieces is not None and target.pieces is not None
    weights = config.atoms_matched if matched else config.atoms
    if look.lines:
        weights = config.lines_matched if matched else config.lines
    pieces = look.pieces
    if weights.layer is None:
        found = yield from _judged(look.both, pieces, look.tried, weights)
    else:
        found = yield from _judged_closely(look.both, pieces, look.found, weights, config.possible)
    steps = [step for piece in look.every if not piece.paired for step in left_out(piece)]
    paths = best_paths(found, weights.toll, weights.null_toll)
    for piece, path in zip(pieces, paths, strict=True):
        i, j = piece.source.start, piece.target.start
        steps += [(a + i, b + i, c + j, d + j, chance) for a, b, c, d, chance in path]
    path = tuple(sorted(steps))
    if look.lines and matched:
        return with_moved(look.both.source, look.both.target, path)
    return path


def left_out(piece: Piece) -> Iterator[Step]:
    """Steps of a piece that has nothing on one side."""
    i, j = piece.source, piece.target
    for segment in range(i.start, i.stop):
        yield segment, segment + 1, j.start, j.start, 1.0
    for segment in range(j.start, j.stop):
        yield i.start, i.start, segment, segment + 1, 1.0


def cut(chain: Chain, both: Pair, piece: int, config: Config) -> Iterator[Piece]:
    """Pieces that cover both texts in order.

    They are cut at the one line end between two sure pairs that follow each other, or where
    the texts have no lines, between two sure pairs that touch. Where no such place comes for long,
    the cut is after the likeliest pair, and where there is none, in proportion to what is left.

    Args:
        chain: sure pairs in order.
        both: the texts.
        piece: how many segments of a side call for a cut.
        config: how sure a pair must be, and how long a piece may be.
    """
    n, m = chain.size
    safe = _safe(chain, both, config)
    i, j = 0, 0
    while max(n - i, m - j) > piece:
        far = np.maximum(safe[:, 0] - i, safe[:, 1] - j)
        near = np.minimum(safe[:, 0] - i, safe[:, 1] - j)
        fit = np.flatnonzero((near >= piece // 4) & (far <= config.longest))
        late = fit[far[fit] >= piece]
        if len(fit):
            end_i, end_j = safe[late[0] if len(late) else fit[-1]].tolist()
        elif max(n - i, m - j) <= config.longest:
            break
        else:
            end_i, end_j = _forced(chain, i, j, config.longest)
        yield Piece(slice(i, end_i), slice(j, end_j))
        i, j = end_i, end_j
    yield Piece(slice(i, n), slice(j, m))


def _safe(chain: Chain, both: Pair, config: Config) -> Indices:
    """Places, as segments used up on both sides, at which no bead is cut in two; shape (p, 2)."""
    sure = np.minimum(chain.margin[:-1], chain.margin[1:]) >= config.sure
    places = []
    for text, anchors_ in ((both.source, chain.source), (both.target, chain.target)):
        ends = text.ends == LINE
        if ends[:-1].sum() < 0.01 * len(ends):
            # No lines to speak of: the two pairs must touch.
            ends = np.ones_like(ends)
        last = np.concatenate([[0], np.cumsum(ends)])
        sure &= last[anchors_[1:]] - last[anchors_[:-1]] == 1
        places.append(np.searchsorted(last, last[anchors_[:-1]] + 1))
    return np.stack(places, axis=1)[sure]


def _forced(chain: Chain, i: int, j: int, longest: int) -> tuple[int, int]:
    n, m = chain.size
    inside = (chain.source >= i + longest // 4) & (chain.target >= j + longest // 4)
    inside &= np.maximum(chain.source - i, chain.target - j) < longest
    places = np.flatnonzero(inside)
    if len(places):
        best = places[chain.margin[places].argmax()]
        return int(chain.source[best]) + 1, int(chain.target[best]) + 1
    share = longest / max(n - i, m - j)
    return i + int((n - i) * share), j + int((m - j) * share)


def doubtful(
    found: Sequence[Posterior],
    pieces: Sequence[Piece],
    both: Pair,
    config: Config,
    lines: bool,
) -> tuple[list[Block], list[Block]]:
    """Runs of each side whose joined text should be encoded, the most doubtful first."""
    ranked: dict[tuple[int, int, int], float] = {}
    sizes = both.source.sizes, both.target.sizes
    for chances, piece in zip(found, pieces, strict=True):
        rows, kinds, cells = np.nonzero(chances.beads >= config.doubt)
        for d, t, i in zip(rows.tolist(), kinds.tolist(), cells.tolist(), strict=True):
            chance = float(chances.beads[d, t, i])
            for side, end, count, start in (
                (0, i, chances.lattice.shapes[t][0], piece.source.start),
                (1, d - i, chances.lattice.shapes[t][1], piece.target.start),
            ):
                if count > 1:
                    run = (side, start + end - count, start + end)
                    ranked[run] = ranked.get(run, 0.0) + chance * (1 - chance)
    whole = sum(float(side.sum()) for side in sizes)
    budget = (config.extra_lines if lines else config.extra_atoms) * whole
    wanted: tuple[list[Block], list[Block]] = ([], [])
    for (side, start, end), _ in sorted(ranked.items(), key=lambda item: (-item[1], item[0])):
        budget -= float(sizes[side][start:end].sum())
        if budget < 0:
            break
        wanted[side].append((start, end))
    return wanted


def _judged(
    both: Pair, pieces: Sequence[Piece], tried: Sequence[Shape], weights: Weights
) -> Work[list[Posterior]]:
    """The probabilities of all steps in each of the pieces."""
    lattices = [
        lattice(both.part(piece.source, piece.target), tried, weights.bead, weights.null)
        for piece in pieces
    ]
    ask = Lattices(lattices)
    yield ask
    return ask.posteriors


def _judged_closely(
    both: Pair,
    pieces: Sequence[Piece],
    before: Sequence[Posterior],
    weights: Weights,
    possible: float,
) -> Work[list[Posterior]]:
    """The same by all that is known of those beads which were possible before."""
    lattices = [
        closer_lattice(
            both.part(piece.source, piece.target),
            found.lattice.shapes,
            likely(found, possible),
            weights,
        )
        for piece, found in zip(pieces, before, strict=True)
    ]
    ask = Lattices(lattices)
    yield ask
    return ask.posteriors
