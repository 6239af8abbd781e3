# ruff: noqa: SIM905 -- words of a language read better in one string than as a list.
"""Variants put into aligned public text, to see whether mining finds them.

A concept is a pair of phrases, one of each side, that the text associates. In k of the
beads that have both, the target phrase is replaced by a made-up one of two words that the text
does not have. Mining knows the true phrase only, and should bring up the made-up one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aligner.mining import association, candidates, stream
from aligner.mining.ground import Corpus
from aligner.model import Bead, Bitext, Document, Mode, Segment
from glossary.match import Matcher
from glossary.model import Concept, Term, Termbase
from glossary.words import words

PARTS = {
    "th": "ระนาด ตะกร้า ทุเรียน มะม่วง ปลาหมึก สับปะรด แตงโม กระดุม จิ้งหรีด ตะไคร้ กะลา ระฆัง".split(),
    "hi": "ढकु खटर बिलप गुँथल टपरि झुमक डगर फुसर चटिल मुरक ठिठु लपट".split(),
    "vi": "khuơ ngoằng trườu khoắng quyềnh ngoẻo thuộp xoèm ruềnh goắt".split(),
}
"""Parts of made-up renderings: in Thai words that dictionaries have, so that what is measured is
mining and not how a word breaker cuts gibberish."""


@dataclass(frozen=True)
class Injected:
    """A corpus with made-up renderings."""

    corpus: Corpus
    termbase: Termbase
    made_up: Mapping[str, str]
    """By concept."""


def questions(folder: Path, source: str, target: str) -> list[tuple[str, str]]:
    """The questions of XQuAD in two languages, and the paragraphs where they have as many lines."""
    both = []
    for lang in (source, target):
        data = json.loads((folder / f"xquad.{lang}.json").read_text(encoding="utf-8-sig"))
        both.append(
            {
                qa["id"]: " ".join(qa["question"].split())
                for article in data["data"]
                for paragraph in article["paragraphs"]
                for qa in paragraph["qas"]
            }
        )
    return [(both[0][key], both[1][key]) for key in sorted(both[0].keys() & both[1].keys())]


def as_corpus(pairs: Sequence[tuple[str, str]], source: str, target: str) -> Corpus:
    """Two documents with a segment a line, aligned line by line."""
    documents, segments = [], {}
    for side, lang in enumerate((source, target)):
        text = "\n".join(pair[side] for pair in pairs)
        documents.append(Document(f"{lang}{side}", lang, lang, text))
        spans, start = [], 0
        for pair in pairs:
            spans.append(Segment(start, start + len(pair[side])))
            start += len(pair[side]) + 1
        segments[f"{lang}{side}"] = tuple(spans)
    beads = tuple(Bead((i,), (i,), 1.0) for i in range(len(pairs)))
    bitext = Bitext(f"{source}0", f"{target}1", Mode.PARALLEL, beads, "given")
    return Corpus(tuple(documents), segments, (bitext,))


def _lines_of(corpus: Corpus, lang: str) -> dict[str, list[int]]:
    """Lines in which each candidate of a language stands once, by its text."""
    read = stream.read(lang, corpus.documents, corpus.segments, {})
    found = candidates.find(read, longest=3)
    lines: dict[str, list[int]] = {}
    for i in np.flatnonzero(np.diff(found.bounds) >= 5).tolist():
        places = found.first[found.bounds[i] : found.bounds[i + 1]]
        lines[found.text(i)] = sorted(set(read.segment[places].tolist()))
    return lines


def associated(corpus: Corpus, source: str, target: str, many: int) -> list[tuple[str, str]]:
    """Pairs of phrases that stand in nearly the same beads, the closest first; no word twice."""
    of_source, of_target = _lines_of(corpus, source), _lines_of(corpus, target)
    total = float(len(corpus.segments[f"{target}1"]))
    holding: dict[int, list[str]] = {}
    for text, lines in of_target.items():
        for line in lines:
            holding.setdefault(line, []).append(text)
    scored = []
    for text, lines in of_source.items():
        if not 5 <= len(lines) <= 40:
            continue
        met: dict[str, int] = {}
        for line in lines:
            for other in holding.get(line, ()):
                met[other] = met.get(other, 0) + 1
        for other, both in met.items():
            dice = 2 * both / (len(lines) + len(of_target[other]))
            if dice >= 0.75 and both >= 5:
                ratio = association.llr(
                    *(
                        np.array([float(x)])
                        for x in (both, len(of_target[other]), len(lines), total)
                    )
                )
                scored.append((-dice, -float(ratio[0]), -len(other), text, other))
    used: set[str] = set()
    pairs = []
    for *_, text, other in sorted(scored):
        words = {*text.lower().split(), *other.split()}
        if words & used or text in other:
            continue
        used |= words
        pairs.append((text, other))
    return pairs[:many]


def _stands_apart(line: str, name: str, lang: str) -> bool:
    """Whether a word breaker parts a made-up name from what stands beside it.

    Where the true phrase was the end of a name (ลู|เทอร์), it does not.
    """
    start = line.find(name)
    spans = words(line, lang)
    return start in {a for a, _ in spans} and start + len(name) in {b for _, b in spans}


def inject(
    pairs: Sequence[tuple[str, str]], source: str, target: str, k: int, many: int, seed: int
) -> Injected:
    """Made-up renderings of `many` concepts, each in k beads."""
    rng = random.Random(seed)
    corpus = as_corpus(pairs, source, target)
    lines = [list(pair) for pair in pairs]
    touched: set[int] = set()
    concepts, made_up = [], {}
    names = sorted({f"{a}{b}" for a in PARTS[target] for b in PARTS[target] if a != b})
    rng.shuffle(names)
    for number, (text, other) in enumerate(associated(corpus, source, target, many)):
        named, known = Matcher.of({"": [text]}, source), Matcher.of({"": [other]}, target)
        where = [
            i
            for i, (a, b) in enumerate(lines)
            if i not in touched
            and named.find(a)
            and [b[h.start : h.end] for h in known.find(b)] == [other]
            and b.count(other) == 1
            and _stands_apart(b.replace(other, names[number]), names[number], target)
        ]  # an inflected form would keep its ending, and make two made-up words of one
        if len(where) < k + 2:
            continue
        concept = f"c{number:03}"
        chosen = rng.sample(where, k)
        touched.update(chosen)
        for i in chosen:
            lines[i][1] = lines[i][1].replace(other, names[number])
        made_up[concept] = names[number]
        concepts.append(Concept(concept, (Term(source, text), Term(target, other)), gloss=text))
    changed = as_corpus([(a, b) for a, b in lines], source, target)
    return Injected(changed, Termbase(tuple(concepts)), made_up)
