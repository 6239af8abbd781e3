"""Parallel lines made into documents that differ as real translations do, and their gold beads."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

Pair = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Rates:
    """How often each thing happens to a line of a side."""

    drop: tuple[float, float]
    """Lowest and highest share of lines that are left out; drawn for each side."""
    merge: float
    split: float
    shift: float
    run: float = 1.0
    """Lines that are left out at once, on average."""
    move: float = 0.0
    """Segments of the target that are put up to four places later."""


NORMAL = Rates(drop=(0.05, 0.15), merge=0.08, split=0.08, shift=0.03)
HARD = Rates(drop=(0.12, 0.25), merge=0.12, split=0.12, shift=0.03, run=2.5)
MOVED = replace(NORMAL, move=0.04)


@dataclass(frozen=True)
class Segmented:
    """A side after the changes: each segment with the numbers of the lines that it holds."""

    texts: tuple[str, ...]
    lines: tuple[frozenset[int], ...]


def perturbed(lines: Sequence[str], rates: Rates, draw: random.Random) -> Segmented:
    """A side with lines left out, joined, cut in two, or cut elsewhere than they were."""
    share = draw.uniform(*rates.drop)
    kept: list[int] = []
    at = 0
    while at < len(lines):
        if draw.random() < share / rates.run:
            at += round(draw.uniform(1, 2 * rates.run - 1))
        else:
            kept.append(at)
            at += 1
    found: list[tuple[str, frozenset[int]]] = []
    place = 0
    while place < len(kept):
        line = kept[place]
        after = kept[place + 1] if place + 1 < len(kept) else None
        text, held = lines[line], frozenset([line])
        chance = draw.random()
        if chance < rates.merge and after == line + 1:
            found.append((f"{text} {lines[after]}", held | {after}))
            place += 2
        elif rates.merge <= chance < rates.merge + rates.split and (cut := _cut(text, draw)):
            found += [(part, held) for part in cut]
            place += 1
        elif (
            rates.merge + rates.split <= chance < rates.merge + rates.split + rates.shift
            and after == line + 1
            and (cut := _cut(lines[after], draw))
        ):
            found += [(f"{text} {cut[0]}", held | {after}), (cut[1], frozenset([after]))]
            place += 2
        else:
            found.append((text, held))
            place += 1
    return Segmented(tuple(text for text, _ in found), tuple(held for _, held in found))


def displaced(of: Segmented, rates: Rates, draw: random.Random) -> Segmented:
    """A side of which some segments are put elsewhere; the next one is the likeliest place."""
    if not rates.move:
        return of
    order = list(range(len(of.texts)))
    at = 0
    while at < len(order) - 1:
        if draw.random() < rates.move:
            to = min(at + draw.choice((1, 1, 1, 2, 3, 4)), len(order) - 1)
            order.insert(to, order.pop(at))
            at = to
        at += 1
    return Segmented(tuple(of.texts[k] for k in order), tuple(of.lines[k] for k in order))


def _cut(text: str, draw: random.Random) -> tuple[str, str] | None:
    """A line cut at a space in its middle half; None where it has none."""
    spaces = [
        found.start()
        for found in re.finditer(r"\s", text)
        if len(text) / 4 < found.start() < len(text) * 3 / 4
    ]
    if not spaces:
        return None
    place = draw.choice(spaces)
    return text[:place].strip(), text[place:].strip()


def gold(source: Segmented, target: Segmented) -> list[Pair]:
    """The finest beads that keep the lines together, and one for each segment without a partner."""
    sides = (source, target)
    holders: list[dict[int, list[int]]] = [{}, {}]
    for number, side in enumerate(sides):
        for segment, held in enumerate(side.lines):
            for line in held:
                holders[number].setdefault(line, []).append(segment)
    group = {
        (number, segment): (number, segment)
        for number, side in enumerate(sides)
        for segment in range(len(side.texts))
    }

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while group[node] != node:
            node = group[node]
        return node

    for line in sorted(holders[0].keys() & holders[1].keys()):
        nodes = [(number, segment) for number in (0, 1) for segment in holders[number][line]]
        for node in nodes[1:]:
            group[root(node)] = root(nodes[0])
    beads: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    for number, segment in sorted(group):
        beads.setdefault(root((number, segment)), ([], []))[number].append(segment)
    return sorted((tuple(a), tuple(b)) for a, b in beads.values())


@dataclass(frozen=True)
class Score:
    """Counts from which strict and lax F1 follow, over any number of documents."""

    strict: tuple[int, int, int, int]
    """Right and all beads found, found and all gold beads."""
    lax: tuple[int, int, int, int]

    def __add__(self, other: Score) -> Score:
        return Score(
            tuple(map(sum, zip(self.strict, other.strict, strict=True))),  # type: ignore[arg-type]
            tuple(map(sum, zip(self.lax, other.lax, strict=True))),  # type: ignore[arg-type]
        )

    @property
    def f1(self) -> tuple[float, float]:
        """Strict and lax."""
        return _f1(self.strict), _f1(self.lax)


NOTHING = Score((0,) * 4, (0,) * 4)


def interval(scores: Sequence[Score], resamples: int = 500) -> tuple[float, float]:
    """Between what the strict F1 of documents like these lies in 95 of 100 cases.

    A bootstrap over documents with a fixed seed (Koehn 2004), since the beads of one document are
    right or wrong together.
    """
    draw = random.Random(1)
    found = sorted(
        sum(draw.choices(scores, k=len(scores)), start=NOTHING).f1[0] for _ in range(resamples)
    )
    return found[resamples // 40], found[-1 - resamples // 40]


def _f1(counts: tuple[int, int, int, int]) -> float:
    right, found, recalled, wanted = counts
    precision, recall = right / max(1, found), recalled / max(1, wanted)
    return 2 * precision * recall / (precision + recall) if right and recalled else 0.0


def score(found: Iterable[Pair], wanted: Iterable[Pair]) -> Score:
    """Strict and lax as Thompson & Koehn (2019, "Vecalign") define them.

    Strict counts beads that are the same; lax those that share a pair of segments with the
    other side. Precision counts deletions and insertions, recall does not.
    """
    found, wanted = set(found), set(wanted)
    paired = {bead for bead in found if all(bead)}, {bead for bead in wanted if all(bead)}
    precision = _hits(found, wanted)
    recall = _hits(paired[1], paired[0])
    return Score(
        (precision[0], len(found), recall[0], len(paired[1])),
        (precision[1], len(found), recall[1], len(paired[1])),
    )


class Miss(StrEnum):
    """What is wrong with a gold bead that was not found."""

    CUT_ALIKE = "cut on both sides, and the halves paired"
    UNPAIRED = "left out"
    TOO_LITTLE = "a part left out"
    TOO_MUCH = "something without a partner taken in"
    PAIRED = "without a partner, and paired"
    ELSEWHERE = "another edge"


def misses(found: Iterable[Pair], wanted: Iterable[Pair]) -> Counter[Miss]:
    """Why gold beads were not found, insertions and deletions among them."""
    found, wanted = set(found), set(wanted)
    of = {
        (side, segment): bead
        for bead in found
        for side, held in enumerate(bead)
        for segment in held
    }
    alone = {
        (side, segment)
        for bead in wanted
        if not all(bead)
        for side in (0, 1)
        for segment in bead[side]
    }
    counts: Counter[Miss] = Counter()
    for bead in sorted(wanted - found):
        cells = {(side, segment) for side, held in enumerate(bead) for segment in held}
        there = {of[cell] for cell in cells if cell in of}
        reached = {(side, k) for each in there for side, held in enumerate(each) for k in held}
        paired = [each for each in there if all(each)]
        if not all(bead):
            counts[Miss.PAIRED] += 1
        elif not paired:
            counts[Miss.UNPAIRED] += 1
        elif reached == cells:
            counts[Miss.CUT_ALIKE if len(paired) == len(there) else Miss.TOO_LITTLE] += 1
        elif reached - cells <= alone:
            counts[Miss.TOO_MUCH] += 1
        else:
            counts[Miss.ELSEWHERE] += 1
    return counts


def _hits(beads: set[Pair], among: set[Pair]) -> tuple[int, int]:
    linked: dict[int, set[int]] = {}
    for source, target in among:
        for segment in source:
            linked.setdefault(segment, set()).update(target)
    strict = len(beads & among)
    lax = strict + sum(
        any(linked.get(segment, set()) & set(target) for segment in source)
        for source, target in beads - among
    )
    return strict, lax
