"""Other aligners: Gale-Church by its package, and two recurrences written from their papers.

The two take segments and an `Embed`, encode all the overlaps that their paper asks for, and
return beads. Departures are named where they are.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Sequence
from importlib import metadata

import numpy as np

from aligner.model import Embed, Vectors
from bench.perturbation import Pair

Cost = Callable[[int, int, int, int], float]
"""Cost of the bead from source segment i to k and from target segment j to l."""


def shortest(n: int, m: int, shapes: Sequence[tuple[int, int]], cost: Cost) -> list[Pair]:
    """Beads of the path of least cost; a shape with a 0 is a deletion or an insertion."""
    best = np.full((n + 1, m + 1), np.inf)
    step: dict[tuple[int, int], tuple[int, int]] = {}
    best[0, 0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            for a, b in shapes:
                if a > i or b > j or not np.isfinite(best[i - a, j - b]):
                    continue
                value = best[i - a, j - b] + cost(i - a, i, j - b, j)
                if value < best[i, j]:
                    best[i, j] = value
                    step[i, j] = (a, b)
    beads: list[Pair] = []
    i, j = n, m
    while i or j:
        a, b = step[i, j]
        beads.append((tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return beads[::-1]


def gale_church(source: Sequence[str], target: Sequence[str]) -> list[Pair]:
    """Gale & Church (1993) by the galechurch package, with its priors and the texts' own ratio.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    package = importlib.import_module("galechurch")  # a peer that need not be there
    lengths = [max(1, sum(map(len, segments))) for segments in (source, target)]
    found = package.align(source, target, mean_xy=lengths[1] / lengths[0])
    return [
        (
            tuple(range(bead.source_start, bead.source_end)),
            tuple(range(bead.target_start, bead.target_end)),
        )
        for bead in found.beads
    ]


def gale_church_version() -> str | None:
    """Which galechurch is installed; None for none."""
    try:
        return metadata.version("galechurch")
    except metadata.PackageNotFoundError:
        return None


def overlaps(side: Sequence[str], most: int, embed: Embed) -> dict[tuple[int, int], Vectors]:
    """Vectors of all runs of 1 to `most` segments, by start and end."""
    runs = [
        (start, start + count)
        for count in range(1, most + 1)
        for start in range(len(side) - count + 1)
    ]
    rows = embed([" ".join(side[start:end]) for start, end in runs])
    return dict(zip(runs, rows, strict=True))


def vecalign(
    source: Sequence[str],
    target: Sequence[str],
    embed: Embed,
    *,
    most: int = 4,
    percentile: float = 0.2,
    centred: bool = False,
) -> list[Pair]:
    """Thompson & Koehn (2019): normalised cosine distance, deletions at a percentile of it.

    Exact instead of coarse-to-fine, with all segments instead of 100 samples. As their programme
    does, it asks for the vectors of runs of `most` segments too, though a bead of as many has
    none on the other side.
    """
    if not source or not target:
        return _nothing(source, target)
    ours, theirs = (overlaps(side, most, embed) for side in (source, target))
    if centred:
        ours, theirs = _centred(ours), _centred(theirs)
    means = [np.mean(list(side.values()), axis=0) for side in (ours, theirs)]
    far = [
        {run: 1 - float(row @ mean) for run, row in side.items()}
        for side, mean in ((ours, means[1]), (theirs, means[0]))
    ]

    def pair_cost(i: int, k: int, j: int, last: int) -> float:
        distance = 1 - float(ours[i, k] @ theirs[j, last])
        norm = far[0][i, k] + far[1][j, last]
        return 2 * distance * (k - i) * (last - j) / max(norm, 1e-6)

    sample = sorted(
        pair_cost(i, i + 1, j, j + 1) for i in range(len(source)) for j in range(len(target))
    )
    skip = sample[min(len(sample) - 1, int(percentile * len(sample)))]

    def cost(i: int, k: int, j: int, last: int) -> float:
        return pair_cost(i, k, j, last) if k > i and last > j else skip

    shapes = [(1, 0), (0, 1)] + [
        (a, b) for a in range(1, most) for b in range(1, most) if a + b <= most
    ]
    return shortest(len(source), len(target), shapes, cost)


def bertalign(
    source: Sequence[str],
    target: Sequence[str],
    embed: Embed,
    *,
    most: int = 5,
    skip: float = -0.1,
    centred: bool = False,
) -> list[Pair]:
    """Liu & Zhu (2022): similarity less that of the neighbours, times a length factor.

    One exact pass: their first pass only narrows the search of the second.
    """
    if not source or not target:
        return _nothing(source, target)
    ours, theirs = (overlaps(side, most - 1, embed) for side in (source, target))
    if centred:
        ours, theirs = _centred(ours), _centred(theirs)
    n, m = len(source), len(target)
    lengths = [
        np.concatenate([[0], np.cumsum([len(x) for x in side])]) for side in (source, target)
    ]
    ratio = lengths[1][-1] / max(1, lengths[0][-1])

    def near(row: Vectors, side: dict[tuple[int, int], Vectors], start: int, end: int) -> float:
        found = [float(row @ side[k, k + 1]) for k in (start - 1, end) if (k, k + 1) in side]
        return sum(found) / len(found) if found else 0.0

    def cost(i: int, k: int, j: int, last: int) -> float:
        if k == i or last == j:
            return -skip
        one, other = ours[i, k], theirs[j, last]
        margin = float(one @ other)
        margin -= (near(one, theirs, j, last) + near(other, ours, i, k)) / 2
        a, b = (lengths[0][k] - lengths[0][i]) * ratio, lengths[1][last] - lengths[1][j]
        return -margin * math.log2(1 + min(a, b) / max(a, b, 1))

    shapes = [(1, 0), (0, 1)] + [
        (a, b) for a in range(1, most) for b in range(1, most) if a + b <= most
    ]
    return shortest(n, m, shapes, cost)


def _centred(rows: dict[tuple[int, int], Vectors]) -> dict[tuple[int, int], Vectors]:
    middle = np.mean([row for run, row in rows.items() if run[1] - run[0] == 1], axis=0)
    return {
        run: (row - middle) / max(float(np.linalg.norm(row - middle)), 1e-9)
        for run, row in rows.items()
    }


def _nothing(source: Sequence[str], target: Sequence[str]) -> list[Pair]:
    return [((k,), ()) for k in range(len(source))] + [((), (k,)) for k in range(len(target))]
