"""Agreement of three texts: two translations, and the source that both were made from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from aligner.alignment.order import ordered
from aligner.model import Bead, Bitext

Region = tuple[int, int, int, int]
"""Source start and end, target start and end, in segments; half-open."""


def through(first: Bitext, second: Bitext) -> tuple[Bead, ...]:
    """Beads of two translations by way of the text that both were aligned to.

    Beads that share a segment of the pivot become one; what has a partner in one
    translation only is left out.

    Args:
        first: the pivot with the one translation.
        second: the pivot with the other.

    Returns:
        Beads with a segment on both sides, in source order; a score is the product of the
        scores of all beads that it was made of.
    """
    group: dict[int, int] = {}

    def root(segment: int) -> int:
        while group.setdefault(segment, segment) != segment:
            segment = group[segment]
        return segment

    for bitext in (first, second):
        for bead in bitext.beads:
            for segment in bead.source[1:]:
                group[root(segment)] = root(bead.source[0])
    sides: dict[int, tuple[list[int], list[int]]] = {}
    scores: dict[int, float] = {}
    for number, bitext in enumerate((first, second)):
        for bead in bitext.beads:
            if bead.source and bead.target:
                key = root(bead.source[0])
                sides.setdefault(key, ([], []))[number].extend(bead.target)
                scores[key] = scores.get(key, 1.0) * bead.score
    return tuple(
        sorted(
            (
                Bead(tuple(sorted(one)), tuple(sorted(other)), round(scores[key], 4))
                for key, (one, other) in sides.items()
                if one and other and _unbroken(one) and _unbroken(other)
            ),
            key=lambda bead: bead.source,
        )
    )


def agreed(direct: Bitext, indirect: tuple[Bead, ...]) -> Bitext:
    """The direct alignment, corrected where the way through the source is surer.

    The two are compared stretch by stretch between places at which both have the end of a
    bead. Where their beads are the same, the higher score counts; where they
    differ, those that are expected to have more right beads.

    Args:
        direct: two translations aligned to each other.
        indirect: their beads through the source, as `through` gives them.
    """
    paired = {(bead.source, bead.target): bead for bead in direct.beads}
    other = {(bead.source, bead.target): bead for bead in indirect}
    found: list[Bead] = []
    regions = list(_regions(direct, indirect))
    by_region = zip(_parted(direct.beads, regions), _parted(indirect, regions), strict=True)
    for region, (ours, theirs) in zip(regions, by_region, strict=True):
        chosen = ours
        if sum(map(_worth, theirs)) > sum(map(_worth, ours)):
            chosen = [*theirs, *_alone(region, theirs)]
        for bead in chosen:
            key = bead.source, bead.target
            scores = [known[key].score for known in (paired, other) if key in known]
            found.append(Bead(bead.source, bead.target, max(scores, default=bead.score)))
    return Bitext(
        direct.source, direct.target, direct.mode, tuple(ordered(found)), direct.signature
    )


def _unbroken(segments: list[int]) -> bool:
    return max(segments) - min(segments) + 1 == len(set(segments))


def _worth(bead: Bead) -> float:
    return bead.score if bead.source and bead.target else 0.0


def _inside(bead: Bead, region: Region) -> bool:
    a, b, c, d = region
    return (
        all(a <= segment < b for segment in bead.source)
        and all(c <= segment < d for segment in bead.target)
        and bool(bead.source or bead.target)
    )


def _parted(beads: Sequence[Bead], regions: Sequence[Region]) -> list[list[Bead]]:
    """The beads that lie inside each of the regions, which follow each other in both texts."""
    found: list[list[Bead]] = [[] for _ in regions]
    ends = [region[1] for region in regions], [region[3] for region in regions]
    for bead in beads:
        if bead.source:
            place = bisect_right(ends[0], bead.source[0])
        elif bead.target:
            place = bisect_right(ends[1], bead.target[0])
        else:
            continue
        if place < len(regions) and _inside(bead, regions[place]):
            found[place].append(bead)
    return found


def _regions(direct: Bitext, indirect: Sequence[Bead]) -> Iterator[Region]:
    """The finest stretches that no bead of either alignment crosses."""
    n = sum(len(bead.source) for bead in direct.beads)
    m = sum(len(bead.target) for bead in direct.beads)
    by_source = _reach([(bead.source[0], bead) for bead in indirect if bead.source], n)
    by_target = _reach([(bead.target[0], bead) for bead in indirect if bead.target], m)
    i = j = far = 0
    start = (0, 0)
    for bead in direct.beads:
        i, j = i + len(bead.source), j + len(bead.target)
        far = max(far, *(segment + 1 for segment in bead.target)) if bead.target else far
        # Beads of which a part is before this place end before it, on both sides.
        reach = (i, far), by_source[i], by_target[j]
        if all(source <= i and target <= j for source, target in reach):
            yield start[0], i, start[1], j
            start = i, j
    if start != (i, j):
        yield start[0], i, start[1], j


def _reach(beads: Sequence[tuple[int, Bead]], count: int) -> list[tuple[int, int]]:
    """How far the beads that begin before each place reach, on both sides."""
    ends = [(0, 0)] * (count + 1)
    for begin, bead in beads:
        before = ends[begin + 1]
        ends[begin + 1] = (
            max(before[0], bead.source[-1] + 1 if bead.source else 0),
            max(before[1], bead.target[-1] + 1 if bead.target else 0),
        )
    return list(accumulate(ends, lambda one, other: (max(one[0], other[0]), max(one[1], other[1]))))


def _alone(region: Region, beads: list[Bead]) -> Iterator[Bead]:
    a, b, c, d = region
    used = (
        {segment for bead in beads for segment in bead.source},
        {segment for bead in beads for segment in bead.target},
    )
    sure = min((bead.score for bead in beads), default=1.0)
    for segment in range(a, b):
        if segment not in used[0]:
            yield Bead((segment,), (), sure)
    for segment in range(c, d):
        if segment not in used[1]:
            yield Bead((), (segment,), sure)
