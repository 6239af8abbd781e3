"""What subword pieces bring to mining: `python -m bench.pieces [--articles FOLDER]`.

A model of pieces is learnt from the corpus that is mined, and the share of pieces that a phrase
has in common with a known rendering takes the place of the share of words (`shared-words`), or
the mean of both does. The labels are those of `bench.variants`, the development half.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from aligner import mining
from aligner.encoder import load as load_encoder
from aligner.mining.ground import Floats
from aligner.mining.ranker import Ranker
from aligner.mining.space import Space
from aligner.mining.target import Target
from aligner.model import Embed
from aligner.pieces import Pieces, train
from aligner.traces import Traced, traces
from aligner.vectors import Cached
from bench.variants import ROOT, Label, Rows, Task, articles, examples, scored
from glossary.model import Termbase
from glossary.termfile import load

BOUNDARY = "▁"
WAYS = ("words", "pieces", "both", "neither")


def common(pieces: Pieces, known: str, texts: list[str]) -> Floats:
    """Share of the pieces of each text and of the known rendering that both have, 0 to 1."""
    own = set(pieces.cut(known)) - {BOUNDARY}
    cut = [set(pieces.cut(text)) - {BOUNDARY} for text in texts]
    return np.array([len(of & own) / max(len(of | own), 1) for of in cut])


def shared(way: str, target: Target, other: Floats) -> Floats:
    """The signal `shared-words` of one way."""
    words = target.signals["shared-words"]
    if way == "neither":
        return np.zeros(len(words))
    return {"words": words, "pieces": other, "both": (words + other) / 2}[way]


def by_way(
    termbase: Termbase, task: Task, embed: Embed, traced: Traced, models: Mapping[str, Pieces]
) -> dict[str, dict[Label, Rows]]:
    """The rows of each way."""
    found: dict[str, dict[Label, Rows]] = {way: {} for way in WAYS}
    for lang in sorted({label.lang for label in task.labels}):
        own = [label for label in task.labels if label.lang == lang]
        known = {(label.concept, lang): (label.known,) for label in own}
        field = mining.surveyed(termbase, task.corpus, langs=[lang], known=known, traced=traced)
        ground = field.grounds[lang]
        for label in own:
            target = field.target(field.termbase.by_id[label.concept], lang, embed)
            space = Space(field.termbase, field.grounds, [target], embed)
            texts = [ground.candidates.text(i) for i in target.shortlist.tolist()]
            other = common(models[lang], label.known, texts)
            for way in WAYS:
                signals = {**target.signals, "shared-words": shared(way, target, other)}
                rows = Ranker(ground, replace(target, signals=signals), space, 10).rows()
                found[way][label] = [
                    (row.text, *row.alternatives) for row in rows if row.status == "new"
                ]
    return found


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, help="folder of the labelled articles")
    given = parser.parse_args()
    termbase = load(ROOT / "terms.yaml")
    cached = Cached(load_encoder())
    embed: Embed = cached.embed
    traced: Traced = partial(traces, sketches=cached.sketches)
    tasks = [task for task in examples(termbase) if "development" in task.name]
    if given.articles:
        tasks.insert(0, articles(termbase, given.articles))
    for task in tasks:
        langs = sorted({label.lang for label in task.labels})
        models = {
            lang: Pieces(train(d.text for d in task.corpus.documents if d.lang == lang))
            for lang in langs
        }
        sizes = ", ".join(f"{lang} {len(models[lang])}" for lang in langs)
        print(f"\n{task.name} (pieces: {sizes})")
        for way, rows in by_way(termbase, task, embed, traced, models).items():
            recall, precision, mrr, many = scored(rows)
            print(
                f"  {way:8} recall@10 {recall:.3f}  precision@10 {precision:.3f}"
                f"  MRR {mrr:.3f}  ({many} variants)",
                flush=True,
            )


if __name__ == "__main__":
    main()
