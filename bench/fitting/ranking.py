"""Weights of the ranking: `python -m bench.fitting.ranking --xquad FOLDER --articles FOLDER ...`.

Each labelled variant of a concept is a choice: of all candidates of the concept and language, one
of its boundaries should come before all that are wrong. The loss is that of choosing by softmax of
the score (a conditional logit: McFadden 1974), over the development labels:

published   the articles of `bench.published.DEVELOPMENT`, aligned and not
articles    all of `renderings.jsonl` and of `further.jsonl`, and what `beyond.jsonl` has of them;
            the same with nothing known of the concept
examples    the development half of the example corpus, aligned and not
training    the stories of `labels/training`, aligned and not (`bench.news`)
injected    made-up variants in XQuAD's questions that stand once and twice, by another seed than
            `bench.mining` has

A set of n variants counts as √n. Weights are not below 0, and drawn to those that there are, so
that labels change what they can tell about. Printed are both losses, what they are for concepts
left out (of five parts, by hash), and the weights. Taken whole they lose recall where renderings
stand often; what was taken of them is said at `ranking.WEIGHTS`. Probabilities of rows are fitted
by `bench.fitting.chances`.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from bench import news, published
from bench.injected import inject, questions
from bench.mining import known_of
from bench.variants import (
    ROOT,
    Label,
    Task,
    articles,
    beyond,
    examples,
    nothing_known,
    one_each,
    plain,
)
from glossary.model import Termbase
from glossary.termfile import load

SCALE = 0.5
"""Of scores, at which the weights that there are choose best by softmax."""

PARTS = 5
STEPS = 400
PACE = 0.1


@dataclass(frozen=True)
class Choice:
    """One variant, and what must not come before it."""

    task: str
    concept: str
    right: Floats
    """Shape (boundaries, signals)."""
    wrong: Floats
    """Shape (others, signals)."""


def choices(
    termbase: Termbase, task: Task, embed: Embed, traced: Traced, names: Sequence[str]
) -> Iterator[Choice]:
    """The choices of a task; a variant that is in no shortlist is none."""
    for lang in sorted({label.lang for label in task.labels}):
        own = [label for label in task.labels if label.lang == lang]
        field = mining.surveyed(
            termbase, task.corpus, langs=[lang], known=known_of(own), traced=traced
        )
        for label in own:
            ranker = mining.ranker(field, embed, label.concept, lang)
            standard = ranking.standard(ranker.signals(), ranker.seen)
            values = np.stack([standard[name] for name in names], axis=1)
            texts = [plain(text) for text in ranker.texts]
            wrong = values[[_is_wrong(label, text) for text in texts]]
            for forms in label.variants:
                same = {plain(form) for form in forms}
                right = values[[text in same for text in texts]]
                if len(right):
                    yield Choice(task.name, label.concept, right, wrong)


def _is_wrong(label: Label, text: str) -> bool:
    """Whether a candidate, without blanks, has nothing to do with what is right."""
    near = [plain(form) for forms in label.variants for form in forms]
    if any(text in form or form in text for form in near) or label.is_right(text):
        return False
    return not label.known or plain(label.known) not in text


def made_up(folder: Path, lang: str, times: int) -> tuple[Termbase, Task]:
    """Concepts of XQuAD's questions with a made-up rendering that stands some times."""
    made = inject(questions(folder, "vi", lang), "vi", lang, times, many=60, seed=7)
    labels = tuple(
        Label(concept, lang, made.termbase.by_id[concept].in_lang(lang)[0].text, ((text,),))
        for concept, text in made.made_up.items()
    )
    return made.termbase, Task(f"injected, {lang}, {times}", made.corpus, labels)


class Fit:
    """Choices as arrays."""

    def __init__(self, given: Sequence[Choice]) -> None:
        self._right = np.concatenate([choice.right for choice in given])
        self._wrong = np.concatenate([choice.wrong for choice in given])
        self._of_right = np.repeat(np.arange(len(given)), [len(choice.right) for choice in given])
        self._of_wrong = np.repeat(np.arange(len(given)), [len(choice.wrong) for choice in given])
        many = Counter(choice.task for choice in given)
        counted = np.array([many[choice.task] ** -0.5 for choice in given])
        self._share = counted / counted.sum()

    def loss(self, weights: Floats) -> tuple[float, Floats]:
        """Mean loss of the choices, by what each counts, and its gradient."""
        good, bad = self._right @ weights, self._wrong @ weights
        top = np.full(len(self._share), -np.inf)
        np.maximum.at(top, self._of_right, good)
        np.maximum.at(top, self._of_wrong, bad)
        good, bad = np.exp(good - top[self._of_right]), np.exp(bad - top[self._of_wrong])
        chosen = np.bincount(self._of_right, good, len(top))
        every = chosen + np.bincount(self._of_wrong, bad, len(top))
        pull = good * (self._share * (1 / every - 1 / chosen))[self._of_right]
        push = bad * (self._share / every)[self._of_wrong]
        gradient: Floats = pull @ self._right + push @ self._wrong
        return float(self._share @ np.log(every / chosen)), gradient

    def best(self, start: Floats, spread: Floats, pull: float) -> Floats:
        """The weights of least loss, by Adam (Kingma & Ba 2015) kept at 0 and above."""
        at, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
        for step in range(1, STEPS + 1):
            _, gradient = self.loss(at)
            gradient += 2 * pull * (at - start) * spread**2
            mean = 0.9 * mean + 0.1 * gradient
            square = 0.999 * square + 0.001 * gradient**2
            pace = PACE * (1 - step / STEPS) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
            at = np.maximum(at - pace * mean / (1 - 0.9**step), 0)
        return at


def development(
    given: Path | None, labels: Path | None, termbase: Termbase
) -> Iterator[tuple[Termbase, Task]]:
    """The development labels with the termbase that each is mined by.

    Args:
        given: folder of the labelled articles, or none.
        labels: labelled occurrences of those articles.
        termbase: of the project.
    """
    for folder in published.DEVELOPMENT:
        named = published.extended(termbase, folder)
        yield from ((named, task) for task in published.tasks(named, folder))
    yield from ((termbase, task) for task in examples(termbase) if "development" in task.name)
    yield from ((termbase, task) for task in news.tasks(termbase, "training"))
    if given:
        first = articles(termbase, given, labels)
        further = articles(termbase, given, labels, "further")
        whole, others = beyond(termbase, given)
        yield one_each(termbase), replace(first, name="articles, one term each")
        for base, own in ((termbase, first), (termbase, further), (whole, others[0])):
            yield from ((base, task) for task in (own, nothing_known(own)))


def part_of(concept: str) -> int:
    """In which of the parts a concept is left out."""
    return int(hashlib.md5(concept.encode()).hexdigest(), 16) % PARTS


def main() -> None:
    """Fits and prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, help="folder of the labelled articles")
    parser.add_argument("--labels", type=Path, help="labelled occurrences of those articles")
    parser.add_argument("--xquad", type=Path, help="folder of xquad.LANG.json")
    parser.add_argument("--encoder", default=DEFAULT)
    parser.add_argument(
        "--pull", type=float, default=0.3, help="what moving a weight by one adds to the loss"
    )
    options = parser.parse_args()
    termbase = load(ROOT / "terms.yaml")
    cached = Cached(load_encoder(options.encoder))
    traced: Traced = partial(traces, sketches=cached.sketches)
    tasks = [*development(options.articles, options.labels, termbase)]
    if options.xquad:
        tasks += [made_up(options.xquad, lang, times) for lang in ("th", "hi") for times in (1, 2)]
    names = sorted(ranking.WEIGHTS)
    given: list[Choice] = []
    for base, task in tasks:
        found = list(choices(base, task, cached.embed, traced, names))
        print(f"{task.name}: {len(found)} variants of {len(task.labels)} concepts", flush=True)
        given += found
    start = SCALE * np.array([ranking.WEIGHTS[name] for name in names])
    spread = np.concatenate([np.concatenate([c.right, c.wrong]) for c in given]).std(axis=0)
    whole = Fit(given)
    print(f"\nloss as it is {whole.loss(start)[0]:.3f}", flush=True)
    held = []
    for part in range(PARTS):
        rest = Fit([c for c in given if part_of(c.concept) != part])
        out = Fit([c for c in given if part_of(c.concept) == part])
        held.append(out.loss(rest.best(start, spread, options.pull))[0])
    best = whole.best(start, spread, options.pull)
    print(f"fitted {whole.loss(best)[0]:.3f}, of parts left out {np.mean(held):.3f}")
    print("\nsignal               now   fitted")
    for name, old, new in zip(names, start / SCALE, best / SCALE, strict=True):
        print(f"{name:18} {old:6.2f}   {new:6.2f}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
