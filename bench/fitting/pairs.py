"""Weights of pairs in comparable documents: `python -m bench.fitting.pairs FOLDER`.

Documents are made as `bench.comparable` makes them, of seven kinds of lines: XQuAD's questions and
the sentences of its paragraphs in FOLDER, the stories of `bench/labels/training`, the articles of
`bench/labels/published` and `dispatches`, the beads of `examples/corpus`, and stories with lines
out of `bench.formulas`, which names and numbers alone tell apart. Of the lines of the one document
none, 5, 10, 20 or 50 % have a partner in the other, whose rest are lines of other articles, or of
the same one. What is maximised is the mean log-likelihood that a pair of which each is the other's
best is right, less a penalty on the weights of the first judgement. The second is fitted to what
first judgements say of articles that they were not fitted on.

Printed are the weights, how likely they make what a fit to the one half of the articles says of
the other, how well calibrated that is, and precision and recall as `bench.comparable` has them.
With `--write` they are fitted to all and written to `aligner/alignment/pair_weights.py`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aligner.alignment import shipped_background, side
from aligner.alignment.comparable import chance, company, found
from aligner.alignment.configuration import FROZEN
from aligner.alignment.halves import Halves
from aligner.encoder import DEFAULT, load
from aligner.vectors import Cached
from aligner.workspace import Workspace
from bench import formulas, news, published
from bench.comparable import (
    LANGS,
    Case,
    Judged,
    Outcome,
    Pairs,
    among_neighbours,
    among_others,
    calibrated,
    described,
    linked,
    questions,
    sentences,
)
from bench.fitting.columns import written
from bench.fitting.descent import descended
from bench.fitting.development import Sources, parallel
from bench.variants import ROOT

Exact = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Langs = tuple[str, str]

PATH = ROOT / "aligner/alignment/pair_weights.py"
SHARES = (0.0, 0.05, 0.1, 0.2, 0.5)
UNITS = 8
PULL = 1e-3
"""What a weight of 1 adds to the loss, half of it, where the feature is spread by 1."""
STEPS = 300
SEED = 0
HEAD = '''"""Weights of pairs in comparable documents whose pieces the encoder tells.

`python -m bench.fitting.pairs FOLDER --write` writes this module; `aligner.alignment.configuration`
says what they were fitted on, `aligner.alignment.comparable` what each feature is.
"""

from __future__ import annotations

from aligner.alignment.weights import columns

'''
FIRST = '''"""Of the first judgement: weights of the features in the score and in each hidden unit,
and last what each unit weighs in it."""
'''
SECOND = '''"""Of the second: a constant, what the first came to, how many other pairs there are."""
'''
COUNTED = {
    ("questions", "others"): 0.5,
    ("questions", "neighbours"): 0.05,  # many ask the same in other words, and pass for wrong
    ("formulas", "others"): 0.3,
    ("formulas", "neighbours"): 0.3,
}
"""What a pair counts for by the lines and the rest of its documents, if not 1."""
TIMES = {
    **{"questions": 1, "sentences": 3, "stories": 4},
    **{"published": 6, "dispatches": 6, "formulas": 3, "examples": 6},
}
"""Documents of each article, share and rest: the fewer lines, the more."""
OF_STORY, OF_FORMULAS = 10, 10
"""Lines of a document of formulas."""
WAYS: Mapping[str, Callable[[Sequence[Pairs], float, random.Random], Iterator[Case]]] = {
    "others": among_others,
    "neighbours": among_neighbours,
}
FEATURES = (
    *("one", "cosine", "gap", "lead", "crowd", "length", "size", "shared", "missing"),
    *("differing", "match", "cover", "cover-gap", "lack", "least-lack"),
    *("links", "spread", "steady", "order", "beyond", "sound", "unsaid", "names"),
    "others",
)
"""What is weighed, of `aligner.alignment.comparable.matched`."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """Two documents and the pairs that may be right."""

    lines: str
    way: str
    share: float
    fold: int
    """Of the articles; -1 for lines that are always fitted on."""
    values: Exact
    """Shape (pairs, features)."""
    right: Flags
    wanted: int
    count: int
    """Lines of both documents."""
    article: int
    """Of those of its languages and fold."""
    names: tuple[tuple[object, ...], ...]
    """Of the pairs, equal for the same two lines."""

    @property
    def counted(self) -> float:
        """What each pair counts for."""
        return COUNTED.get((self.lines, self.way), 1.0)


def articles(folder: Path, cached: Cached) -> Iterator[tuple[str, Langs, int, list[Pairs]]]:
    """What lines there are: a name, the languages, the fold and its articles."""
    for langs in combinations(LANGS, 2):
        one, other = langs
        stories = [
            list(zip(story.lines[one], story.lines[other], strict=True))
            for story in news.stories("training")
        ]
        for name, every in (
            ("questions", list(questions(folder, langs))),
            ("sentences", list(sentences(folder, langs, cached))),
            ("stories", stories),
            *(
                (folder, [linked(article, langs) for article in published.articles(folder)])
                for folder in published.DEVELOPMENT
            ),
        ):
            for fold in (0, 1):
                yield name, langs, fold, every[fold::2]
        for fold in (0, 1):
            yield "formulas", langs, fold, list(formulaic(stories[fold::2], langs, fold))
    beads: dict[Langs, list[Pairs]] = {}
    for each in parallel(Sources(), cached):
        if each.kind == "examples":
            turned = each.langs not in set(combinations(LANGS, 2))
            one, other = each.texts[::-1] if turned else each.texts
            of = (each.langs[1], each.langs[0]) if turned else each.langs
            beads.setdefault(of, []).append(list(zip(one, other, strict=True)))
    for langs, held in sorted(beads.items()):
        yield "examples", langs, -1, held


def formulaic(stories: Sequence[Pairs], langs: Langs, fold: int) -> Iterator[Pairs]:
    """The first lines of each story, and as many that every other has, too, but for the names."""
    kinds = range(fold, len(formulas.sentences()), 2)
    for number, story in enumerate(stories):
        draw = random.Random(f"{number} {langs} {fold}")
        added = formulas.drawn(langs, draw.choices(kinds, k=OF_FORMULAS), draw)
        yield [*story[:OF_STORY], *added]


def drawn(folder: Path, cached: Cached) -> Iterator[Drawn]:
    """All documents."""
    for name, langs, fold, every in articles(folder, cached):
        background = shipped_background(cached.embed, langs)
        for way, make in WAYS.items():
            for share in SHARES:
                for time in range(TIMES[name]):
                    draw = random.Random(f"{time} {name} {langs} {way} {share} {fold}")
                    for case in make(every, share, draw):
                        halves = Halves(cached.embed, background, FROZEN, cached.sketches)
                        yield from _drawn(case, langs, halves, (name, way, share, fold))


def _drawn(
    case: Case, langs: Langs, halves: Halves, kind: tuple[str, str, float, int]
) -> Iterator[Drawn]:
    """Of a case whose documents are cut into sentences, with the pairs there are."""
    sides = [
        side([text for _, text in lines], lang)
        for lines, lang in zip((case.source, case.target), langs, strict=True)
    ]
    held = halves.held(sides[0], langs[1]), halves.held(sides[1], langs[0])
    ground = halves.ground(langs[0]), halves.ground(langs[1])
    told = found(halves.of(sides[0]), halves.of(sides[1]), held, ground, FROZEN)
    if told.weights is not FROZEN.loose_matched or not len(told.pairs.source):
        return
    one, other = (np.array([number for number, _ in lines]) for lines in (case.source, case.target))
    pairs = told.pairs
    yield Drawn(
        *kind,
        np.stack([pairs.features[name] for name in FEATURES], axis=1).astype(np.float64),
        one[pairs.source] == other[pairs.target],
        len(set(one.tolist()) & set(other.tolist())),
        len(one) + len(other),
        2 * case.article + kind[3],
        tuple(
            (case.source[i], case.target[j])
            for i, j in zip(pairs.source.tolist(), pairs.target.tolist(), strict=True)
        ),
    )


@dataclass(frozen=True, eq=False)
class First:
    """The first judgement."""

    total: Exact
    """Weights in the sum, shape (features,)."""
    inner: Exact
    """In the units, shape (features, units)."""
    outer: Exact
    """Of the units, shape (units,)."""

    def logit(self, values: Exact) -> Exact:
        """Of some pairs."""
        return np.asarray(values @ self.total + np.tanh(values @ self.inner) @ self.outer)

    def columns(self) -> dict[str, dict[str, float]]:
        """As `aligner.alignment.configuration` reads them."""
        units = {
            f"u{k + 1}": dict(zip(FEATURES, self.inner[:, k], strict=True)) | {"unit": weight}
            for k, weight in enumerate(self.outer.tolist())
        }
        return {"sum": dict(zip(FEATURES, self.total, strict=True)), **units}


def _stacked(documents: Sequence[Drawn]) -> tuple[Exact, Exact, Exact]:
    """Values, whether right, and what counts, of all pairs; the last sums to 1."""
    counted = np.repeat([d.counted for d in documents], [len(d.right) for d in documents])
    return (
        np.concatenate([d.values for d in documents]),
        np.concatenate([d.right for d in documents]).astype(np.float64),
        counted / counted.sum(),
    )


def first(documents: Sequence[Drawn]) -> First:
    """Fit the first judgement: weights of a sum from 0, and of units from a seed."""
    values, right, counted = _stacked(documents)
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    middle[0], spread[0] = 0, 1  # what is always one
    even = (values - middle) / spread
    many = len(FEATURES)
    draw = np.random.default_rng(SEED)
    start = np.concatenate(
        [
            np.zeros(many),
            draw.normal(0, 0.9 / np.sqrt(many), many * UNITS),
            draw.normal(0, 0.3, UNITS),
        ]
    )
    pulls = np.full(len(start), PULL)
    pulls[0] = 0

    def loss(at: Exact) -> tuple[float, Exact]:
        total, inner, outer = np.split(at, [many, many * (UNITS + 1)])
        inner = inner.reshape(many, UNITS)
        units = np.tanh(even @ inner)
        logit = even @ total + units @ outer
        value = counted @ (np.logaddexp(0, logit) - right * logit)
        pull = counted * (chance(logit) - right)
        back = (pull[:, None] * outer) * (1 - units * units)
        slope = np.concatenate([pull @ even, (even.T @ back).ravel(), pull @ units])
        return float(value + pulls @ (at * at) / 2), slope + pulls * at

    at, _ = descended(loss, start, STEPS)
    total, inner, outer = np.split(at, [many, many * (UNITS + 1)])
    total, inner = total / spread, inner.reshape(many, UNITS) / spread[:, None]
    total[0] -= middle @ total
    inner[0] -= middle @ inner
    return First(total, inner, outer)


Logits = Sequence[tuple[Drawn, Exact]]
"""Documents with the logits of their pairs by a first judgement that had not seen them."""


def _known(logit: Exact) -> Exact:
    """What the second judgement knows: 1, the first, and the company; shape (pairs, 3)."""
    every = range(len(logit))
    return np.stack([np.ones(len(logit)), logit, company(chance(logit), every)], axis=1)


def second(judged: Logits) -> Exact:
    """Fit the weights of the second judgement."""
    values = np.concatenate([_known(logit) for _, logit in judged])
    _, right, counted = _stacked([document for document, _ in judged])

    def loss(at: Exact) -> tuple[float, Exact]:
        logit = values @ at
        pull = counted * (chance(logit) - right)
        return float(counted @ (np.logaddexp(0, logit) - right * logit)), pull @ values

    return descended(loss, np.array([0.0, 1.0, 1.0]), STEPS)[0]


def apart(documents: Sequence[Drawn]) -> Logits:
    """First judgements by fits to the other fold."""
    fits = [first([d for d in documents if d.fold != fold]) for fold in (0, 1)]
    return [(d, fits[d.fold].logit(d.values)) for d in documents if d.fold >= 0]


def judge(judged: Logits) -> None:
    """Print how good two-fold fits are."""
    fits = [second([(d, logit) for d, logit in judged if d.fold != fold]) for fold in (0, 1)]
    told = [(d, chance(_known(logit) @ fits[d.fold])) for d, logit in judged]
    kinds = sorted({(d.lines, d.way) for d, _ in judged})
    for lines, way in kinds:
        own = [(d, found) for d, found in told if (d.lines, d.way) == (lines, way)]
        right = np.concatenate([d.right for d, _ in own])
        given = np.concatenate([found for _, found in own])
        likely = np.log(np.where(right, given, 1 - given)).mean()
        print(f"{lines} among {way}: log-likelihood {likely:.4f}, {calibrated(given, right)}")
        for share in SHARES[:-1]:
            some = [(d, found) for d, found in own if d.share == share]
            parts = [
                Outcome(d.article, tuple(map(Judged, found, d.right, d.names)), d.wanted, d.count)
                for d, found in some
            ]
            print(f"  {share:3.0%}: {described(parts)}")


def write(fit: First, more: Exact) -> None:
    """Write the module of weights."""
    columns = written((*FEATURES, "unit"), fit.columns())
    known = dict(zip(("one", "first", "company"), more.tolist(), strict=True))
    after = written(tuple(known), {"second": known})
    PATH.write_text(
        f'{HEAD}LOOSE_MATCHED = {columns}\n{FIRST}\nLOOSE_SECOND = {after}["second"]\n{SECOND}',
        encoding="utf-8",
    )


def main() -> None:
    """Fits, judges and writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="with xquad.LANG.json")
    parser.add_argument("--write", action="store_true", help="fit to all, and write the weights")
    parser.add_argument("--store", type=Path, help="a workspace that keeps the vectors")
    parser.add_argument("--encoder", default=DEFAULT)
    options = parser.parse_args()
    with Workspace.open(options.store) if options.store else nullcontext() as store:
        documents = list(drawn(options.folder, Cached(load(options.encoder), store)))
    pairs = sum(len(document.right) for document in documents)
    print(f"{len(documents)} documents, {pairs} pairs that may be right", flush=True)
    judged = apart(documents)
    judge(judged)
    if options.write:
        write(first(documents), second(judged))


if __name__ == "__main__":
    main()
