"""Features of all beads between two texts, computed for several shapes of bead at once.

What each feature is stands in `aligner.alignment.scoring`. Most are sums of what the two sides
say by themselves, or multiples of a table that other features have too: so a weighted sum of all
of them takes few passes over the beads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from aligner.alignment.beads import Shape
from aligner.alignment.endings import BREAKS
from aligner.alignment.evidence import LINE, SENTENCE, WEAK
from aligner.alignment.likely import Likely
from aligner.alignment.matches import Matches
from aligner.alignment.similarity import Sentences, Similarities, boxes

if TYPE_CHECKING:
    from aligner.alignment.scoring import Pair, Text

Floats = npt.NDArray[np.float32]
Counts = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

CELLS = 32_768
"""Beads that are computed at once: their tables stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of the beads of k shapes: the sum of its parts, of which most have one or two."""

    table: Floats | None = None
    """Broadcasts to (k, n, m), by last segments; as often as `scale` says."""
    scale: Floats | float = 1.0
    """One number, or shape (k, 1, 1)."""
    rows: Floats | None = None
    """Broadcasts to (k, n)."""
    columns: Floats | None = None
    """Broadcasts to (k, m)."""
    codes: Counts | None = None
    """What `meaning` gives a value; broadcasts to (k, n, m)."""
    meaning: Floats | None = None

    def value(self) -> Floats:
        """The feature; broadcasts to (k, n, m)."""
        total = Sum()
        total.add(1.0, self)
        return total.value()

    def at(self, k: Counts, i: Counts, j: Counts, size: tuple[int, int, int]) -> Floats:
        """The feature of some beads.

        Args:
            k: place of the shape of each.
            i: its last source segment.
            j: its last target segment.
            size: shapes, source segments and target segments that there are.
        """
        found = np.zeros(len(k), dtype=np.float32)
        if self.table is not None:
            scale = np.broadcast_to(self.scale, (size[0], 1, 1))[k, 0, 0]
            found += np.broadcast_to(self.table, size)[k, i, j] * scale
        if self.codes is not None and self.meaning is not None:
            found += self.meaning[np.broadcast_to(self.codes, size)[k, i, j]]
        if self.rows is not None:
            found += np.broadcast_to(self.rows, (size[0], size[1]))[k, i]
        if self.columns is not None:
            found += np.broadcast_to(self.columns, (size[0], size[2]))[k, j]
        return found


class Sum:
    """A weighted sum of features, with one pass over the beads for each of their tables."""

    def __init__(self) -> None:
        self._tables: dict[int, tuple[Floats, Floats]] = {}
        self._codes: dict[int, tuple[Counts, Floats]] = {}
        self._rows = self._columns = np.zeros((1, 1), dtype=np.float32)

    def add(self, weight: float, feature: Feature) -> None:
        """Add a feature as often as its weight says."""
        factor = np.float32(weight)
        if feature.table is not None:
            _, before = self._tables.get(id(feature.table), (None, 0.0))
            scale = np.asarray(before + factor * feature.scale, dtype=np.float32)
            self._tables[id(feature.table)] = feature.table, scale
        if feature.codes is not None and feature.meaning is not None:
            _, held = self._codes.get(id(feature.codes), (None, np.float32(0)))
            self._codes[id(feature.codes)] = feature.codes, held + factor * feature.meaning
        if feature.rows is not None:
            self._rows = self._rows + factor * feature.rows
        if feature.columns is not None:
            self._columns = self._columns + factor * feature.columns

    def parts(self) -> Iterator[Floats]:
        """What is to be added up; each broadcasts to (k, n, m)."""
        yield self._rows[:, :, None]
        yield self._columns[:, None, :]
        for codes, meaning in self._codes.values():
            yield meaning[codes]
        for table, scale in self._tables.values():
            yield np.multiply(table, scale, dtype=np.float32)

    def value(self) -> Floats:
        """The sum; broadcasts to (k, n, m)."""
        return np.asarray(sum(self.parts(), np.zeros((1, 1, 1), dtype=np.float32)))

    def write(self, out: Floats) -> None:
        """Put the sum into an array of shape (k, n, m)."""
        first, second, *rest = self.parts()
        np.add(first, second, out=out)
        for part in rest:
            out += part


class Beads:
    """Features of the beads between two texts.

    They are computed when they are asked for, for as many shapes at once as `chunks` says.
    """

    def __init__(self, both: Pair, shapes: Sequence[Shape]) -> None:
        """Compute what runs of segments have.

        Args:
            both: the two texts.
            shapes: of the beads.
        """
        source, target, tokens = both.source, both.target, both.tokens
        self.most = most = max(a for a, _ in shapes), max(b for _, b in shapes)
        self.both = both
        self.shapes = shapes
        self.rows = Runs(source, both.near_source[0], tokens.source, tokens.lone_source, most[0])
        self.columns = Runs(target, both.near_target[0], tokens.target, tokens.lone_target, most[1])
        self.similar = Similarities(
            Sentences(source.vectors, source.sizes, source.merged),
            Sentences(target.vectors, target.sizes, target.merged),
            most,
        )
        shared = tokens.shared()
        self.shared = boxes(shared, most) if shared.any() else None
        self.plain = all(bool((text.ends == LINE).all()) for text in (source, target))
        """Lines only, as where segments were given: one number stands for all beads of a shape."""

    def chunks(self) -> Iterator[slice]:
        """Which shapes are best computed together."""
        step = max(1, CELLS // max(1, len(self.both.source) * len(self.both.target)))
        for start in range(0, len(self.shapes), step):
            yield slice(start, start + step)

    def features(self, chunk: slice) -> Mapping[str, Callable[[], Feature]]:
        """What computes each feature of some of the shapes, by name."""
        return Chunk(self, self.shapes[chunk]).features()

    def at(self, beads: Likely, names: Sequence[str]) -> Floats:
        """The features of k beads that are named, among them some that only this gives.

        Those of breaks and of pieces.

        Returns:
            Shape (k, names).

        Raises:
            KeyError: there is no such feature, or it is one of pieces and a text has none.
        """
        close = self._breaks(beads)
        if self._matches is not None:
            close |= self._matches.at(beads)
        found = np.zeros((len(beads.kind), len(names)), dtype=np.float32)
        size = len(self.shapes), len(self.both.source), len(self.both.target)
        for chunk in self.chunks():
            here = slice(*np.searchsorted(beads.kind, [chunk.start, chunk.stop]))
            k, i, j = beads.kind[here] - chunk.start, beads.i[here], beads.j[here]
            shape = len(self.shapes[chunk]), *size[1:]
            made = self.features(chunk)
            for column, name in enumerate(names):
                if name not in close:
                    found[here, column] = made[name]().at(k, i, j, shape)
        for column, name in enumerate(names):
            if name in close:
                found[:, column] = close[name]
        return found

    def nulls(self, names: Sequence[str]) -> tuple[Floats, Floats]:
        """Features of leaving out each segment, that are named.

        Returns:
            Of the source, shape (2, n, names), and of the target, (2, m, names); first or next of
            a run.

        Raises:
            KeyError: there is no such feature, or it is one of pieces and a text has none.
        """
        alone = self._matches.alone() if self._matches is not None else ({}, {})
        found = []
        for known, own in zip((self.both.null_source, self.both.null_target), alone, strict=True):
            every = {**known, **{name: np.stack([row, row]) for name, row in own.items()}}
            found.append(np.stack([every[name] for name in names], axis=2))
        return found[0], found[1]

    @cached_property
    def _matches(self) -> Matches | None:
        """What pieces say; None where a text has none."""
        source, target = self.both.source.pieces, self.both.target.pieces
        if source is None or target is None:
            return None
        return Matches(source, target, self.most)

    def _breaks(self, beads: Likely) -> dict[str, Floats]:
        """Features of beads that tell apart how segments inside and at their ends end."""
        source, target = self.both.source.breaks, self.both.target.breaks
        rows, columns = (
            rolled(values, most) - values[:, None]
            for values, most in zip((source, target), self.most, strict=True)
        )
        found: dict[str, Floats] = {}
        for place, kind in enumerate(BREAKS):
            last = source[place, beads.i], target[place, beads.j]
            found[kind] = rows[place, beads.a - 1, beads.i] + columns[place, beads.b - 1, beads.j]
            found[f"{kind}-last"] = -(last[0] + last[1])
            found[f"{kind}-both"] = np.minimum(*last)
        return found

    @cached_property
    def everywhere(self) -> Mapping[str, Feature]:
        """Features that are the same for every shape."""
        source, target = self.both.source, self.both.target
        ends = source.ends[:, None], target.ends
        none = Feature()
        return {
            "one": Feature(rows=np.ones((1, 1), dtype=np.float32)),
            "severed": Feature(rows=-source.joints[None], columns=-target.joints[None]),
            "broken": Feature(rows=-source.opens[None], columns=-target.opens[None]),
            "even": Feature(np.minimum(source.opens[:, None], target.opens)[None]),
            "edges": none
            if self.plain
            else Feature(-_float((ends[0] >= SENTENCE) != (ends[1] >= SENTENCE))[None]),
            "line-edges": none
            if self.plain
            else Feature(-_float((ends[0] == LINE) != (ends[1] == LINE))[None]),
        }


class Chunk:
    """Some shapes of beads, and what their features share."""

    def __init__(self, beads: Beads, shapes: Sequence[Shape]) -> None:
        self._beads = beads
        self._shapes = shapes
        self._a = np.array([a for a, _ in shapes]) - 1
        self._b = np.array([b for _, b in shapes]) - 1
        segments = (self._a + self._b + 2).astype(np.float32)[:, None, None]
        self._bulk = segments - 2
        self._single = _float(segments == 2)

    def features(self) -> Mapping[str, Callable[[], Feature]]:
        """What computes each feature, by name."""
        found: dict[str, Callable[[], Feature]] = {
            "cosine": lambda: Feature(self._cosine),
            "single-cosine": lambda: Feature(self._cosine, self._single),
            "bulk": lambda: Feature(self._cosine, self._bulk),
            "margin": lambda: self._margins(np.ones_like(self._bulk)),
            "single-margin": lambda: self._margins(self._single),
            "bulk-margin": lambda: self._margins(self._bulk),
            "weak-cosine": lambda: Feature(np.minimum(self._cosine - np.float32(0.4), 0)),
            "weak-margin": lambda: Feature(np.minimum(self._margin - np.float32(0.15), 0)),
            "fair-margin": lambda: Feature(np.minimum(self._margin - np.float32(0.3), 0)),
            "ratio": lambda: Feature(np.minimum(self._ratio, np.float32(1.5)), -1.0),
            "far-ratio": lambda: Feature(np.clip(self._ratio - np.float32(0.35), 0, 1.5), -1.0),
            "length": self._length,
            "shared": self._shared,
            "missing": self._missing,
            "lone": self._lone,
            "thread": lambda: self._of_runs("joint"),
            "continued": lambda: self._of_runs("open"),
            "encoded": lambda: self._of_runs("known"),
            "strays": lambda: self._by_shape(self._beads.similar.strays),
            "gain": lambda: Feature(self._gain),
            "loss": lambda: Feature(np.minimum(self._gain, 0)),
        }
        for name in self._beads.everywhere:
            found[name] = partial(self._beads.everywhere.__getitem__, name)
        for name, kind in (("lines", LINE), ("sentences", SENTENCE), ("spaces", WEAK)):
            found[name] = partial(self._inner, kind)
        for name in MEANINGS:
            found[name] = partial(self._counted, name)
        return found

    @cached_property
    def _cosine(self) -> Floats:
        return self._beads.similar[self._a, self._b]

    @cached_property
    def _near(self) -> tuple[Floats, Floats]:
        rows, columns = self._beads.rows, self._beads.columns
        return rows["near"][self._a] / 2, columns["near"][self._b] / 2

    @cached_property
    def _margin(self) -> Floats:
        rows, columns = self._near
        margin = self._cosine - rows[:, :, None]
        margin -= columns[:, None, :]
        return margin

    def _margins(self, scale: Floats) -> Feature:
        rows, columns = self._near
        return Feature(
            self._cosine, scale, rows=-scale[:, :, 0] * rows, columns=-scale[:, 0] * columns
        )

    @cached_property
    def _ratio(self) -> Floats:
        """How far the log ratio of lengths is from the documents' own."""
        rows, columns = self._beads.rows, self._beads.columns
        whole = np.float32(np.log(self._beads.both.ratio))
        ratio = columns["logs"][self._b][:, None, :] - (rows["logs"] + whole)[self._a][:, :, None]
        return np.asarray(np.abs(ratio, out=ratio))

    def _length(self) -> Feature:
        rows, columns = self._beads.rows, self._beads.columns
        roots = (
            np.sqrt(rows["sizes"] * np.float32(self._beads.both.ratio)),
            np.sqrt(columns["sizes"]),
        )
        short = np.minimum(roots[0][self._a][:, :, None], roots[1][self._b][:, None, :])
        short *= self._ratio
        short *= self._ratio
        return Feature(np.minimum(short, 16, out=short), -0.25)

    def _common(self) -> Floats | None:
        shared = self._beads.shared
        return None if shared is None else shared[self._a, self._b]

    def _shared(self) -> Feature:
        common = self._common()
        return Feature() if common is None else Feature(np.minimum(common, 2))

    def _missing(self) -> Feature:
        rows, columns = self._beads.rows["own"], self._beads.columns["own"]
        if not rows.any() and not columns.any():
            return Feature()
        own = rows[self._a][:, :, None] + columns[self._b][:, None, :]
        common = self._common()
        if common is not None:
            own -= 2 * common
        return Feature(np.clip(own, 0, 3, out=own), -1.0)

    def _lone(self) -> Feature:
        rows, columns = self._beads.rows["lone"], self._beads.columns["lone"]
        if not rows.any() and not columns.any():
            return Feature()
        lone = rows[self._a][:, :, None] + columns[self._b][:, None, :]
        return Feature(np.minimum(lone, 2, out=lone), -1.0)

    def _of_runs(self, name: str) -> Feature:
        rows, columns = self._beads.rows, self._beads.columns
        return Feature(rows=rows[name][self._a], columns=columns[name][self._b])

    def _inner(self, kind: int) -> Feature:
        rows, columns = self._beads.rows, self._beads.columns
        return Feature(
            rows=-rows[f"inner-{kind}"][self._a], columns=-columns[f"inner-{kind}"][self._b]
        )

    @cached_property
    def _counts(self) -> tuple[Counts, Counts]:
        """Sentences or lines of both sides of a bead: shapes (k, n or 1, 1) and (k, 1, m or 1)."""
        if self._beads.plain:
            return (self._a + 1)[:, None, None], (self._b + 1)[:, None, None]
        rows, columns = self._beads.rows["sentences"], self._beads.columns["sentences"]
        return (
            rows[self._a].astype(np.intp)[:, :, None],
            columns[self._b].astype(np.intp)[:, None, :],
        )

    @cached_property
    def _codes(self) -> tuple[Counts, int]:
        """Both counts as one number, and what the first of them was multiplied by."""
        one, other = self._counts
        most = int(max(one.max(initial=0), other.max(initial=0))) + 1
        return one * most + other, most

    def _counted(self, name: str) -> Feature:
        codes, most = self._codes
        one, other = np.divmod(np.arange(most * most), most)
        holds = MEANINGS[name](np.minimum(one, other), np.maximum(one, other))
        return Feature(codes=codes, meaning=-_float(holds))

    def _by_shape(self, what: Callable[[int, int], Floats | None]) -> Feature:
        """A table that is computed shape by shape; None stands for zeros."""
        size = len(self._beads.both.source), len(self._beads.both.target)
        found = np.zeros((len(self._shapes), *size), dtype=np.float32)
        for place, (a, b) in enumerate(self._shapes):
            table = what(a, b)
            if table is not None:
                found[place] = table
        return Feature(found)

    @cached_property
    def _gain(self) -> Floats:
        table = self._by_shape(self._beads.similar.gain).table
        return table if table is not None else self._cosine


MEANINGS: Mapping[str, Callable[[Counts, Counts], Flags]] = {
    "three": lambda low, high: (low == 1) & (high == 2),
    "one-three": lambda low, high: (low == 1) & (high == 3),
    "one-four": lambda low, high: (low == 1) & (high == 4),
    "one-more": lambda low, high: (low == 1) & (high > 4),
    "two-two": lambda low, high: (low == 2) & (high == 2),
    "two-three": lambda low, high: (low == 2) & (high == 3),
    "two-more": lambda low, high: (low == 2) & (high > 3),
    "three-more": lambda low, high: low > 2,
}
"""Whether a bead of so many sentences or lines, the fewer first, has a feature."""


class Runs(dict[str, Floats]):
    """What is true of runs of 1 to `most` segments of one side, by last: shape (most, n) each."""

    def __init__(self, text: Text, near: Floats, own: Floats, lone: Floats, most: int) -> None:
        singly = {
            "sizes": text.sizes,
            "near": near * text.sizes,
            "own": own,
            "lone": lone,
            "joint": text.joints,
            "open": text.opens,
            **{f"inner-{kind}": _float(text.ends == kind) for kind in (WEAK, SENTENCE, LINE)},
        }
        super().__init__(zip(singly, rolled(np.stack(list(singly.values())), most), strict=True))
        for name in ("joint", "open", *(f"inner-{kind}" for kind in (WEAK, SENTENCE, LINE))):
            self[name] -= singly[name]  # the last is no inner one
        self["near"] /= self["sizes"]
        self["logs"] = np.log(self["sizes"])
        self["sentences"] = 1 + self[f"inner-{SENTENCE}"] + self[f"inner-{LINE}"]
        self["known"] = np.zeros((most, len(text)), dtype=np.float32)
        for start, end in text.merged:
            if end - start <= most:
                self["known"][end - start - 1, end - 1] = 1.0


def rolled(values: Floats, most: int) -> Floats:
    """Sums over runs of 1 to `most`, by their last; runs that would start before 0 are partial.

    Args:
        values: shape (k, n).
        most: the longest run.

    Returns:
        Shape (k, most, n).
    """
    k, n = values.shape
    total = np.zeros((k, n + 1))
    np.cumsum(values, axis=1, dtype=np.float64, out=total[:, 1:])
    starts = np.maximum(np.arange(1, n + 1) - np.arange(1, most + 1)[:, None], 0)
    return np.asarray(total[:, None, 1:] - total[:, starts], dtype=np.float32)


def _float(flags: Flags) -> Floats:
    return flags.astype(np.float32)
