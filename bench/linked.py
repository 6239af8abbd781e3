"""What the words of aligned beads tell of a rendering: `python -m bench.linked XQUAD [--many N]`.

Concepts are Vietnamese answers of XQuAD's, of letters and at most six syllables; of each nothing
is known but that term. Mining should find the Thai or Hindi answer, which mostly stands once, in
paragraphs that our aligner has aligned. Recall, precision and reciprocal rank in the first 10 rows
are printed with the words of beads and without, and how often the answer is the phrase that is
linked best. By hash, half 0 is what the boundaries of rows were set on; of half 1 nothing was
looked at, but that `aligner.mining.links.SHARP` was chosen on all answers.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from aligner import mining
from aligner.alignment import shipped_background
from aligner.alignment.sides import Side
from aligner.encoder import load
from aligner.mining.ground import Corpus
from aligner.model import Bitext, Document, Segment
from aligner.segment import segment
from aligner.traces import Traced, traces
from aligner.vectors import Cached
from bench import public, translations
from bench.variants import Label, Rows, plain, scored
from glossary.model import Concept, Term, Termbase

SYLLABLES = 6
"""Of the longest answer."""


def answers(folder: Path, lang: str) -> dict[str, str]:
    """The answers by the ids of their questions."""
    every = public.paragraphs(folder, lang)
    return {qa["id"]: qa["answers"][0]["text"] for each in every for qa in each["qas"]}


def aligned(folder: Path, lang: str, cached: Cached) -> Corpus:
    """The paragraphs in Vietnamese and in another language, a document each, aligned in pairs."""
    documents: list[Document] = []
    segments: dict[str, tuple[Segment, ...]] = {}
    bitexts: list[Bitext] = []
    texts = {of: [each["context"] for each in public.paragraphs(folder, of)] for of in ("vi", lang)}
    background = shipped_background(cached.embed, ["vi", lang])
    for number in range(len(texts["vi"])):
        sides = []
        for of, every in texts.items():
            key = f"{of}{number:03}"
            documents.append(Document(key, key, of, every[number]))
            segments[key] = segment(every[number], of, ())
            sides.append(Side(every[number], segments[key], of, key))
        made = translations.aligned(*sides, cached.embed, cached.sketches, background)
        bitexts.append(replace(made, source=sides[0].id, target=sides[1].id))
    return Corpus(tuple(documents), segments, tuple(bitexts))


def labels(folder: Path, lang: str, half: int) -> Iterator[tuple[Concept, Label]]:
    """Vietnamese answers and what they are in the other language, in the order of their ids."""
    source, target = (answers(folder, of) for of in ("vi", lang))
    seen: set[str] = set()
    for key in sorted(source):
        term, other = (" ".join(of[key].split()) for of in (source, target))
        short = all(len(each.split()) <= SYLLABLES for each in (term, other))
        if not short or not re.search(r"[^\W\d]{2}", term) or re.search(r"\d|[a-zA-Z]", other):
            continue
        named = int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2
        if named != half or re.search(r"\d", term) or len(other) < 2 or term.lower() in seen:
            continue
        seen.add(term.lower())
        concept = Concept(f"x{key}", (Term("vi", term),), gloss=term)
        yield concept, Label(concept.id, lang, "", ((other,),))


def best_linked(field: mining.Field, lang: str, label: Label) -> bool | None:
    """Whether the answer is the phrase that is linked best; None where it is no phrase."""
    found = field.grounds[lang].candidates
    share = field.links[lang].said(label.concept, np.zeros(0, dtype=np.int64)).share
    near = np.flatnonzero(share > 0)
    texts = [plain(found.text(i)) for i in near.tolist()]
    own = [
        i
        for i, text in zip(near.tolist(), texts, strict=True)
        if text == plain(label.variants[0][0])
    ]
    return bool(share[own].max() >= share.max() - 1e-9) if own else None


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("xquad", type=Path, help="folder of xquad.LANG.json")
    parser.add_argument("--many", type=int, default=120, help="concepts of each half")
    given = parser.parse_args()
    cached = Cached(load())
    traced: Traced = partial(traces, sketches=cached.sketches)
    for lang in ("th", "hi"):
        corpus = aligned(given.xquad, lang, cached)
        for half in (0, 1):
            chosen = list(labels(given.xquad, lang, half))
            random.Random(3).shuffle(chosen)
            termbase = Termbase(tuple(concept for concept, _ in chosen[: given.many]))
            own = [label for _, label in chosen[: given.many]]
            for name, by in (("with", traced), ("without", None)):
                rows = mining.mine(
                    termbase, corpus, cached.embed, langs=[lang], limit=10, traced=by
                )
                found: dict[Label, Rows] = {
                    label: [
                        (row.text, *row.alternatives)
                        for row in rows
                        if row.concept == label.concept and row.status == "new"
                    ]
                    for label in own
                }
                recall, precision, mrr, many = scored(found)
                print(
                    f"{lang} half {half} {name:8} recall@10 {recall:.3f}  precision@10"
                    f" {precision:.3f}  MRR {mrr:.3f}  ({many} answers)",
                    flush=True,
                )
            field = mining.surveyed(termbase, corpus, langs=[lang], traced=traced)
            best = [each for label in own if (each := best_linked(field, lang, label)) is not None]
            print(f"{lang} half {half} linked best {np.mean(best):.3f} of {len(best)} phrases")


if __name__ == "__main__":
    main()
