"""How probable rows are: `python -m bench.fitting.chances --xquad FOLDER --articles FOLDER ...`.

The first 10 rows of each concept of the development labels (`bench.fitting.ranking`), shown or not,
are right or wrong; a logistic regression on how they stand (`ranking.Standing`) gives the numbers
of `ranking.PROBABLE`, and where the words of aligned beads were looked at those of `FACED`,
`LINKED` and `SAYING`. A task with n right rows counts as √n. With XQuAD the latter are fitted once
more with made-up variants that stand once to three times, of which nothing tells but their place.

Printed are the numbers, the loss by those that ship and by those fitted with concepts left out (of
five parts, by hash), and recall and precision of the rows shown by the latter.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from aligner import mining
from aligner.encoder import DEFAULT
from aligner.encoder import load as load_encoder
from aligner.mining import ranking
from aligner.mining.ground import Floats
from aligner.model import Embed
from aligner.traces import Traced, traces
from aligner.vectors import Cached
from bench.fitting.ranking import PARTS, development, made_up, part_of
from bench.mining import known_of
from bench.variants import ROOT, Task, plain
from glossary.model import Termbase
from glossary.termfile import load

ROWS = 10
DRAWN = 0.0002
"""What a number of one adds to the loss, once the facts are of mean 0 and deviation 1."""
STEPS = 40

NAMES = ("score", "share", "before", "linked", "linked-back", "says")


@dataclass(frozen=True)
class Judged:
    """A row and whether it is right."""

    task: str
    concept: str
    faced: bool
    right: bool
    facts: tuple[float, ...]
    """As `NAMES`."""
    prior: float
    """Log odds from what is known of the concept, which are given."""
    chance: float
    """By the numbers that ship."""
    found: frozenset[tuple[str, str, int]]
    """Concept, language and number of each variant that it holds."""


def judged(termbase: Termbase, task: Task, embed: Embed, traced: Traced) -> Iterator[Judged]:
    """The first rows of each label of a task."""
    for lang in sorted({label.lang for label in task.labels}):
        own = [label for label in task.labels if label.lang == lang]
        known = known_of(own)
        field = mining.surveyed(termbase, task.corpus, langs=[lang], known=known, traced=traced)
        for label in own:
            ranker = mining.ranker(field, embed, label.concept, lang, limit=ROWS)
            faced = ranker.target.faced
            for texts, row in ranker.standings():
                held = {plain(text) for text in texts}
                yield Judged(
                    task=task.name,
                    concept=label.concept,
                    faced=faced,
                    right=any(map(label.is_right, texts)),
                    facts=(
                        row.score,
                        row.share,
                        float(np.log1p(row.before)),
                        row.linked,
                        row.back,
                        float(row.says),
                    ),
                    prior=ranker.prior,
                    chance=ranking.probability(row, ranker.prior, faced=faced),
                    found=frozenset(
                        (label.concept, lang, number)
                        for number, forms in enumerate(label.variants)
                        if held & set(map(plain, forms))
                    ),
                )


def fitted(rows: Sequence[Judged], columns: int) -> Floats:
    """Numbers of the first facts, and the constant, by Newton's method."""
    facts = np.array([row.facts[:columns] for row in rows])
    middle, spread = facts.mean(axis=0), facts.std(axis=0) + 1e-9
    given = np.column_stack([(facts - middle) / spread, np.ones(len(rows))])
    right = np.array([row.right for row in rows], dtype=np.float64)
    many = Counter(row.task for row in rows if row.right)
    counts = np.array([max(many[row.task], 1) ** -0.5 for row in rows])
    counts /= counts.sum()
    prior = np.array([row.prior for row in rows])
    at = np.zeros(columns + 1)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-given @ at - prior))
        slope = given.T @ (counts * (chance - right)) + DRAWN * at
        bent = (given * (counts * chance * (1 - chance))[:, None]).T @ given
        at -= np.linalg.solve(bent + DRAWN * np.eye(columns + 1), slope)
    found: Floats = np.append(at[:-1] / spread, at[-1] - (at[:-1] / spread) @ middle)
    return found


def chances(rows: Sequence[Judged], numbers: Floats) -> Floats:
    """The probability of each row."""
    facts = np.array([row.facts[: len(numbers) - 1] for row in rows])
    prior = np.array([row.prior for row in rows])
    found: Floats = 1 / (1 + np.exp(-(facts @ numbers[:-1] + numbers[-1] + prior)))
    return found


def loss(rows: Sequence[Judged], chance: Floats) -> float:
    """Mean negative log-likelihood, by what each task counts."""
    right = np.array([row.right for row in rows])
    many = Counter(row.task for row in rows if row.right)
    counts = np.array([max(many[row.task], 1) ** -0.5 for row in rows])
    return float(-(counts @ np.log(np.where(right, chance, 1 - chance))) / counts.sum())


def show(name: str, rows: Sequence[Judged], columns: int, variants: Counter[str]) -> None:
    """Fits and prints."""
    held = np.zeros(len(rows))
    parts = np.array([part_of(row.concept) for row in rows])
    for part in range(PARTS):
        rest = [row for row, own in zip(rows, parts, strict=True) if own != part]
        out = np.flatnonzero(parts == part)
        if len(out):
            held[out] = chances([rows[i] for i in out], fitted(rest, columns))
    numbers = fitted(rows, columns)
    now = loss(rows, np.array([row.chance for row in rows]))
    print(f"\n{name}: {len(rows)} rows, loss {now:.4f} now, {loss(rows, held):.4f} left out")
    told = zip((*NAMES[:columns], "constant"), numbers.tolist(), strict=True)
    print("  " + "  ".join(f"{each} {value:.3f}" for each, value in told))
    for task in dict.fromkeys(row.task for row in rows):
        shown = [
            row
            for row, chance in zip(rows, held, strict=True)
            if row.task == task and chance >= ranking.LEAST
        ]
        found = frozenset[tuple[str, str, int]]().union(*(row.found for row in shown))
        precision = sum(row.right for row in shown) / max(len(shown), 1)
        print(f"  {task:42} {len(found) / variants[task]:.3f} and {precision:.3f}", flush=True)


def main() -> None:
    """Fits and prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, help="folder of the labelled articles")
    parser.add_argument("--labels", type=Path, help="labelled occurrences of those articles")
    parser.add_argument("--xquad", type=Path, help="folder of xquad.LANG.json")
    parser.add_argument("--encoder", default=DEFAULT)
    options = parser.parse_args()
    termbase = load(ROOT / "terms.yaml")
    cached = Cached(load_encoder(options.encoder))
    traced: Traced = partial(traces, sketches=cached.sketches)
    labelled = [*development(options.articles, options.labels, termbase)]
    invented = (
        [made_up(options.xquad, lang, times) for lang in ("th", "hi") for times in (1, 2, 3)]
        if options.xquad
        else []
    )
    variants = Counter[str]()
    for _, task in (*labelled, *invented):
        variants[task.name] += sum(len(label.variants) for label in task.labels)
    rows = [row for base, task in labelled for row in judged(base, task, cached.embed, traced)]
    show("no beads looked at", [row for row in rows if not row.faced], 3, variants)
    faced = [row for row in rows if row.faced]
    show("beads looked at", faced, len(NAMES), variants)
    if invented:
        more = [row for base, task in invented for row in judged(base, task, cached.embed, traced)]
        both = [*faced, *(row for row in more if row.faced)]
        show("beads looked at, with made-up variants", both, len(NAMES), variants)


if __name__ == "__main__":
    main()
