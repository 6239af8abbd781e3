"""What a closer look has to choose among in development documents, with what is right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from aligner.alignment import shipped_background
from aligner.alignment.beads import Lattice, Shape, Step, best_paths, posteriors
from aligner.alignment.configuration import FROZEN
from aligner.alignment.evidence import overlap
from aligner.alignment.features import Beads
from aligner.alignment.halves import Halves, joined_runs
from aligner.alignment.likely import Likely
from aligner.alignment.parallel import Look, Piece, first_look, left_out
from aligner.alignment.scoring import HIGHEST
from aligner.alignment.together import Work, together
from aligner.vectors import Cached
from bench.fitting.chains import DELETED, INSERTED, PAIRED, Chain
from bench.fitting.development import Document
from bench.fitting.network import Example, Net
from bench.perturbation import Pair
from bench.uncut import Link

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Range = tuple[int, int, int, int]
"""Source start and end, target start and end, half-open."""

LONGEST = 40
"""Segments of a side that an example has at most, where it is not one bead or of answers."""
TOGETHER = 32
"""Documents that are looked at together."""


@dataclass(frozen=True, eq=False)
class Field:
    """A piece of a document after the first look."""

    document: Document
    piece: Piece
    shapes: tuple[Shape, ...]
    beads: Likely
    """Those that are left, and those that are right whether left or not."""
    possible: Flags
    """Whether each is left."""
    values: Floats
    """Shape (beads, features)."""
    deletion: Floats
    """Shape (2, n, features of segments left out)."""
    insertion: Floats
    """Shape (2, m, features of segments left out)."""
    runs: tuple[tuple[Range, ...], ...]
    """Right steps that follow each other."""

    @property
    def size(self) -> Shape:
        """Segments of each side."""
        return self.deletion.shape[1], self.insertion.shape[1]

    @property
    def second(self) -> bool:
        """Whether it begins in the second half of its document."""
        return self.piece.source.start >= len(self.document.sides[0].content) / 2


@dataclass(frozen=True, eq=False)
class Looked:
    """A document after the first look."""

    document: Document
    fields: tuple[Field, ...]
    lines: bool
    """Whether neither side is cut at mere spaces."""
    rest: tuple[Piece, ...]
    """Pieces that have nothing on one side."""

    def of_features(self, places: Sequence[int]) -> Looked:
        """The same with some of the features of beads."""
        fields = tuple(replace(each, values=each.values[:, places]) for each in self.fields)
        return replace(self, fields=fields)


def looked(
    documents: Sequence[Document], cached: Cached, features: Sequence[str], nulls: Sequence[str]
) -> Iterator[Looked]:
    """Take the first look at documents.

    Args:
        documents: each with content on both sides.
        cached: the encoder.
        features: of beads, which the fields have.
        nulls: of segments left out.
    """
    for start in range(0, len(documents), TOGETHER):
        some = documents[start : start + TOGETHER]
        looks = together([_look(document, cached) for document in some], cached.embed)
        for document, look in zip(some, looks, strict=True):
            fields = tuple(_fields(document, look, features, nulls))
            rest = tuple(piece for piece in look.every if not piece.paired)
            yield Looked(document, fields, look.lines, rest)


def _look(document: Document, cached: Cached) -> Work[Look]:
    background = shipped_background(cached.embed, document.langs)
    halves = Halves(cached.embed, background, FROZEN, cached.sketches)
    one, other = (halves.of(side) for side in document.sides)
    held = (
        halves.held(document.sides[0], document.langs[1]),
        halves.held(document.sides[1], document.langs[0]),
    )
    return (
        yield from first_look(
            one.text, other.text, overlap(*held), partial(joined_runs, one, other), FROZEN
        )
    )


def _fields(
    document: Document, look: Look, features: Sequence[str], nulls: Sequence[str]
) -> Iterator[Field]:
    shapes = np.array(look.tried, dtype=np.intp)
    place = {shape: kind for kind, shape in enumerate(look.tried)}
    sizes = len(look.both.source), len(look.both.target)
    chains = list(_chains(document.gold, sizes)) if document.gold else []
    pieces = look.pieces
    for piece, found in zip(pieces, look.found, strict=True):
        both = look.both.part(piece.source, piece.target)
        size = len(both.source), len(both.target)
        runs = tuple(_inside(chains, piece, place.keys()))
        # By shape and last segments, as `Likely` has them.
        kept = np.zeros((len(shapes), *size), dtype=np.bool_)
        d, kind, i = np.nonzero(found.beads >= FROZEN.possible)
        kept[kind, i - 1, d - i - 1] = True
        left = kept.copy()
        for a, b, c, e in (step for run in runs for step in run):
            if b > a and e > c:
                kept[place[b - a, e - c], b - 1, e - 1] = True
        kind, i, j = np.nonzero(kept)
        beads = Likely(kind, shapes[kind, 0], shapes[kind, 1], i, j)
        every = Beads(both, look.tried)
        yield Field(
            document,
            piece,
            look.tried,
            beads,
            left[kind, i, j],
            every.at(beads, features),
            *every.nulls(nulls),
            runs,
        )


def _chains(gold: Sequence[Pair], sizes: Shape) -> Iterator[list[Range]]:
    """Runs of right steps in which nothing is open, deletions before insertions."""
    alone = [{k for bead in gold if not bead[1 - side] for k in bead[side]} for side in (0, 1)]
    paired: list[Range] = [
        (one[0], one[-1] + 1, other[0], other[-1] + 1)
        for one, other in sorted(bead for bead in gold if all(bead))
        if _in_a_row(one) and _in_a_row(other)
    ]
    chain: list[Range] = []
    i = j = 0
    for step in [*paired, (sizes[0], sizes[0], sizes[1], sizes[1])]:
        gaps = range(i, step[0]), range(j, step[2])
        if (
            i <= step[0]
            and j <= step[2]
            and all(k in held for gap, held in zip(gaps, alone, strict=True) for k in gap)
        ):
            chain += [(k, k + 1, j, j) for k in gaps[0]]
            chain += [(step[0], step[0], k, k + 1) for k in gaps[1]]
        else:
            yield chain
            chain = []
        if step[1] > step[0]:
            chain.append(step)
        i, j = step[1], step[3]
    yield chain


def _in_a_row(segments: Sequence[int]) -> bool:
    return segments[-1] - segments[0] == len(segments) - 1


def _inside(
    chains: Sequence[Sequence[Range]], piece: Piece, shapes: Collection[Shape]
) -> Iterator[tuple[Range, ...]]:
    """The runs of right steps of a piece, counted from its start; those of a step or two say
    little and are left out, unless they are the whole piece."""
    i, j = piece.source.start, piece.target.start
    n, m = piece.source.stop - i, piece.target.stop - j

    def told(run: Sequence[Range]) -> bool:
        return len(run) > 2 or bool(
            run and (run[0][0], run[-1][1], run[0][2], run[-1][3]) == (0, n, 0, m)
        )

    for chain in chains:
        run: list[Range] = []
        for a, b, c, d in chain:
            step = a - i, b - i, c - j, d - j
            inside = min(step[0], step[2]) >= 0 and step[1] <= n and step[3] <= m
            if inside and (a == b or c == d or (b - a, d - c) in shapes):
                run.append(step)
            else:
                if told(run):
                    yield tuple(run)
                run = []
        if told(run):
            yield tuple(run)


def examples(field: Field, counted: float) -> Iterator[Example]:
    """What a field teaches, each of its steps counted so often."""
    if field.document.answers:
        if (found := _of_answers(field, counted)) is not None:
            yield found
        return
    for whole in field.runs:
        for run in _stretches(whole):
            if run[-1][1] > run[0][0] and run[-1][3] > run[0][2]:
                yield _of_run(field, run, counted)


def _stretches(run: Sequence[Range]) -> Iterator[Sequence[Range]]:
    """A run in parts of at most `LONGEST` segments a side: the square of it is what paths cost."""
    first = 0
    for place in range(1, len(run) + 1):
        if place == len(run) or (
            max(run[place][1] - run[first][0], run[place][3] - run[first][2]) > LONGEST
        ):
            yield run[first:place]
            first = place


def _of_run(field: Field, run: Sequence[Range], counted: float) -> Example:
    """The stretch that a run of right steps covers."""
    i0, i1, j0, j1 = run[0][0], run[-1][1], run[0][2], run[-1][3]
    beads = field.beads
    inside = np.flatnonzero(
        (beads.i + 1 - beads.a >= i0)
        & (beads.i < i1)
        & (beads.j + 1 - beads.b >= j0)
        & (beads.j < j1)
    )
    a, b, i, j = (each[inside] for each in (beads.a, beads.b, beads.i - i0, beads.j - j0))
    right = {(q - p, t - s, q - 1 - i0, t - 1 - j0) for p, q, s, t in run if q > p and t > s}
    lost, added = np.zeros((2, i1 - i0), np.bool_), np.zeros((2, j1 - j0), np.bool_)
    before = PAIRED
    for p, q, s, t in run:
        kind = INSERTED if q == p else DELETED if t == s else PAIRED
        if kind == INSERTED:
            added[int(before == kind), s - j0] = True
        elif kind == DELETED:
            lost[int(before == kind), p - i0] = True
        before = kind
    return Example(
        Chain((i1 - i0, j1 - j0), a, b, i, j),
        field.values[inside],
        _flat(field.deletion[:, i0:i1]),
        _flat(field.insertion[:, j0:j1]),
        (
            np.array(
                [each in right for each in zip(*(x.tolist() for x in (a, b, i, j)), strict=True)],
                dtype=np.bool_,
            ),
            lost.ravel(),
            added.ravel(),
        ),
        len(run),
        True,
        counted,
    )


def _of_answers(field: Field, counted: float) -> Example | None:
    """A text of which only answers are known: right is what keeps them with their translations."""
    document, beads = field.document, field.beads
    right = np.ones(len(beads.i), dtype=np.bool_)
    lost, added = (np.ones((2, k), dtype=np.bool_) for k in field.size)
    first = beads.i + 1 - beads.a, beads.j + 1 - beads.b
    last = beads.i, beads.j
    known = 0
    starts = field.piece.source.start, field.piece.target.start
    for link in document.answers:
        held = [[k - starts[side] for k in _held(document, side, link)] for side in (0, 1)]
        if not all(
            of and of[0] >= 0 and of[-1] < size for of, size in zip(held, field.size, strict=True)
        ):
            continue  # not in this piece, or on its edge
        known += 1
        holds, free = np.ones_like(right), np.ones_like(right)
        for side, segments in enumerate(held):
            holds &= (first[side] <= segments[0]) & (segments[-1] <= last[side])
            free &= (last[side] < segments[0]) | (first[side] > segments[-1])
        right &= holds | free
        lost[:, held[0]] = False
        added[:, held[1]] = False
    if not known:
        return None
    return Example(
        Chain(field.size, beads.a, beads.b, beads.i, beads.j),
        field.values,
        _flat(field.deletion),
        _flat(field.insertion),
        (right, lost.ravel(), added.ravel()),
        known,
        False,
        counted,
    )


def _held(document: Document, side: int, link: Link) -> list[int]:
    """Content segments that an answer reaches into."""
    of, (start, end) = document.sides[side], link[side]
    return [
        k
        for k, index in enumerate(of.content)
        if of.segments[index].start < end and of.segments[index].end > start
    ]


def _flat(nulls: Floats) -> Floats:
    return nulls.reshape(-1, nulls.shape[2])


def steps(
    documents: Sequence[Looked], net: Callable[[Field], Net], tolls: tuple[float, float]
) -> Iterator[tuple[Looked, list[Step]]]:
    """The path through each document.

    Args:
        documents: after the first look.
        net: which weights judge a field.
        tolls: of beads and of segments left out.
    """
    lattices = [_lattice(field, net(field)) for document in documents for field in document.fields]
    paths: dict[int, tuple[Step, ...]] = {}
    by_shapes: dict[tuple[Shape, ...], list[int]] = {}
    for place, lattice in enumerate(lattices):
        by_shapes.setdefault(lattice.shapes, []).append(place)
    for places in by_shapes.values():
        found = best_paths(posteriors([lattices[place] for place in places]), *tolls)
        paths.update(zip(places, found, strict=True))
    place = 0
    for document in documents:
        every = [step for piece in document.rest for step in left_out(piece)]
        for field in document.fields:
            i, j = field.piece.source.start, field.piece.target.start
            every += [(a + i, b + i, c + j, d + j, p) for a, b, c, d, p in paths[place]]
            place += 1
        yield document, sorted(every)


def _lattice(field: Field, net: Net) -> Lattice:
    table = np.full((len(field.shapes), *field.size), -np.inf, dtype=np.float32)
    beads, possible = field.beads, field.possible
    scores = np.minimum(net.scores(field.values[possible]), HIGHEST)
    table[beads.kind[possible], beads.i[possible], beads.j[possible]] = scores
    null = net.null.astype(np.float32)
    return Lattice(field.shapes, table, field.deletion @ null, field.insertion @ null)
