"""What a decision does to the rest of the rows: `python -m bench.reranking [--articles FOLDER]`.

A reviewer accepts the first row that is right, then the next, until one variant is left; or
rejects the first three that are not. After each such step the average precision of the variants
still to be found is measured in the first order and in the order ranked again, in both without
the rows that were decided. Each rendering of a concept in turn is the one known at first, so that
there are poor starts too. Corpora: the labelled articles and the development half of the example
corpus (`bench.variants`), where the other listed terms count as variants.

Better and worse: steps. A poor start: under 1/3 before.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from aligner import mining
from aligner.encoder import load as load_encoder
from aligner.mining.ranker import Ranker
from aligner.model import Embed, Rendering
from aligner.traces import Traced, traces
from aligner.vectors import Cached
from bench.variants import ROOT, Rows, Task, articles, examples, folded, one_each, plain
from glossary.model import Termbase
from glossary.termfile import load

Variant = tuple[str, ...]
Step = tuple[float, float]
"""Average precision in the first order, and in the order ranked again."""

REJECTED = 3
"""Rows rejected at once."""


def precision(rows: Rows, variants: Sequence[Variant]) -> float:
    """Average precision: of a variant counts the first row that has it."""
    found = (next((i for i, row in enumerate(rows) if has(row, v)), None) for v in variants)
    ranks = sorted(rank for rank in found if rank is not None)
    return sum(min(1.0, (n + 1) / (rank + 1)) for n, rank in enumerate(ranks)) / len(variants)


def has(row: Sequence[str], variant: Variant) -> bool:
    """Whether a row or one of its alternatives is a variant."""
    return not {*map(plain, row)}.isdisjoint(map(plain, variant))


def new(rows: Sequence[Rendering]) -> list[tuple[str, ...]]:
    """Text and other boundaries of the new rows."""
    return [(row.text, *row.alternatives) for row in rows if row.status == "new"]


def starts(
    termbase: Termbase, task: Task, embed: Embed, traced: Traced
) -> Iterator[tuple[Ranker, list[Variant]]]:
    """Rankers that know one rendering, and the others."""
    for lang in sorted({label.lang for label in task.labels}):
        every = {
            label.concept: [(label.known,), *label.variants]
            for label in task.labels
            if label.lang == lang
        }
        for turn in range(max(map(len, every.values()))):
            known = {(id_, lang): all_[turn % len(all_)] for id_, all_ in every.items()}
            field = mining.surveyed(termbase, task.corpus, langs=[lang], known=known, traced=traced)
            for id_, all_ in every.items():
                if turn < len(all_) > 1:
                    target = mining.ranker(field, embed, id_, lang, least=0.0)
                    yield target, [v for v in all_ if v is not all_[turn]]


def accepting(ranked: Ranker, variants: Sequence[Variant]) -> Iterator[Step]:
    """Steps of a reviewer who accepts."""
    first = now = new(ranked.rows())
    left = list(variants)
    while True:
        row = next((row for row in now if any(has(row, v) for v in left)), None)
        if row is None:
            return
        text = next(text for text in row if any(has([text], v) for v in left))
        left = [v for v in left if not has(row, v)]
        if not left:
            return
        now = new(ranked.accept(text))
        first = [other for other in first if text not in other]
        yield precision(first, left), precision(now, left)


def rejecting(ranked: Ranker, variants: Sequence[Variant]) -> Iterator[Step]:
    """The step of a reviewer who rejects."""
    first = new(ranked.rows())
    wrong = [row for row in first if not any(has(row, v) for v in variants)][:REJECTED]
    now = first
    for row in wrong:
        now = new(ranked.reject(row[0]))
    yield precision([row for row in first if row not in wrong], variants), precision(now, variants)


def told(name: str, steps: Sequence[Step]) -> None:
    """Prints what steps came to."""
    table = np.array(steps).reshape(-1, 2)
    poor = table[table[:, 0] < 1 / 3]
    better, worse = (int((sign * (table[:, 1] - table[:, 0]) > 1e-9).sum()) for sign in (1, -1))
    print(
        f"  {name:10} {len(table):4} steps  {table[:, 0].mean():.3f} -> {table[:, 1].mean():.3f}"
        f"  better {better}, worse {worse}"
        + (
            f"  poor start ({len(poor)}): {poor[:, 0].mean():.3f} -> {poor[:, 1].mean():.3f}"
            if len(poor)
            else ""
        ),
        flush=True,
    )


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, help="folder of the labelled articles")
    given = parser.parse_args()
    termbase = load(ROOT / "terms.yaml")
    cached = Cached(load_encoder())
    embed: Embed = cached.embed
    traced: Traced = partial(traces, sketches=cached.sketches)
    tasks = [(termbase, task) for task in listed(termbase)]
    if given.articles:
        task = articles(termbase, given.articles)
        tasks.insert(0, (termbase, task))
        tasks.insert(0, (one_each(termbase), replace(task, name="articles, one term each")))
    for base, task in tasks:
        print(f"\n{task.name}")
        for name, walk in (("accepting", accepting), ("rejecting", rejecting)):
            told(
                name, [step for start in starts(base, task, embed, traced) for step in walk(*start)]
            )


def listed(termbase: Termbase) -> Iterator[Task]:
    """The development half of the example corpus, with the listed terms that it has."""
    for several, one in zip(examples(termbase), examples(termbase, single=True), strict=True):
        if "development" not in several.name:
            continue
        labels = []
        for label in (*several.labels, *one.labels):
            texts = sorted(
                text
                for text in {text for _, text in label.right} | {v[0] for v in label.variants}
                if any(
                    text in plain(d.text) for d in several.corpus.documents if d.lang == label.lang
                )
            )
            labels.append(replace(label, variants=folded(label.known, texts, label.lang)))
        yield replace(several, labels=tuple(labels))


if __name__ == "__main__":
    main()
