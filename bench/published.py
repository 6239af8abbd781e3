"""Articles of our own as a translation site publishes them, aligned and labelled by hand.

What each folder of `FOLDERS` holds and how it was labelled is told in its README. `published` and
`dispatches` are text to develop on. `bulletins` is the blind one, by which nothing is to be set;
beside its articles it has stories, told in Thai and in Hindi by different hands.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from aligner.mining.ground import Corpus
from aligner.model import Bead, Bitext, Document, Mode, Segment
from aligner.reading import page
from aligner.segment import segment_lines
from bench.variants import ROOT, Label, Task, plain
from glossary.model import Concept, Status, Term, Termbase

FOLDERS = ("published", "dispatches", "bulletins")
DEVELOPMENT = FOLDERS[:2]
LANGS = ("vi", "th", "hi")
PAIRS = (("th", "vi"), ("hi", "vi"), ("th", "hi"))
APART = ("th", "hi")
"""The languages of a story that has no source."""
_MARK = re.compile(r"\{([^|{}]+)\|([^|{}]+)(?:\|([^|{}]+))?\}")


@dataclass(frozen=True)
class Mark:
    """A stretch of a line that renders a concept."""

    concept: str
    line: int
    """Index into the lines of its language."""
    start: int
    end: int
    """Code points of the line, half-open."""
    text: str
    name: str
    """As it would stand alone, where the text shares its head with another name."""


@dataclass(frozen=True)
class Link:
    """Lines of two languages that belong together."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    """Indices of lines, ascending; empty where the other side has nothing for them."""
    moved: bool
    """Whether it crosses the others: a translation put a line elsewhere."""


@dataclass(frozen=True)
class Equals:
    """Lines of a story, found in both languages, that say the same."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    """Indices of lines, ascending, one at least: of Thai, and of Hindi."""
    partial: bool
    """Whether they say the same but in part, so that to pair them is neither right nor wrong."""


@dataclass(frozen=True)
class Text:
    """What is written under one name in several languages."""

    name: str
    lines: dict[str, tuple[str, ...]]
    """By language, a sentence each, in Thai what a reader would take for one."""
    paragraphs: dict[str, tuple[range, ...]]
    """By language, the indices of the lines of each paragraph."""
    marks: dict[str, tuple[Mark, ...]]

    def text(self, lang: str) -> str:
        """As it stands on a page: a paragraph a line, so that sentences are not given."""
        return "\n".join(
            " ".join(self.lines[lang][i] for i in rows) for rows in self.paragraphs[lang]
        )

    def spans(self, lang: str) -> tuple[tuple[int, int], ...]:
        """Where each line stands in `text`; code points, half-open."""
        found, start = [], 0
        for line in self.lines[lang]:  # one character parts two lines, whatever it is
            found.append((start, start + len(line)))
            start += len(line) + 1
        return tuple(found)


@dataclass(frozen=True)
class Article(Text):
    """One article and its translations, in each of `LANGS`."""

    links: dict[tuple[str, str], tuple[Link, ...]]
    """By pair of languages, in order of the source; a line that only the target has stands behind
    the lines of the target before it."""


@dataclass(frozen=True)
class Story(Text):
    """Two reports, one in each language of `APART`, of which neither translates the other."""

    equals: tuple[Equals, ...]
    """In order of the source; in any order of the target. No line is in two."""


@dataclass(frozen=True)
class Renderings:
    """What a concept is called in one language of the articles."""

    concept: str
    lang: str
    known: tuple[str, ...]
    """Forms of what the termbase lists; for a concept that it lacks, of the best rendering."""
    variants: tuple[tuple[str, ...], ...]
    """The other renderings, each with its forms and the boundaries that count as it."""


def home(folder: str) -> Path:
    """Where the files of one of `FOLDERS` stand."""
    return ROOT / "bench/labels" / folder


@cache
def articles(folder: str = "published") -> tuple[Article, ...]:
    """In order of name."""
    return tuple(_article(home(folder), name) for name in _names(folder, ".beads.tsv"))


@cache
def stories(folder: str = "bulletins") -> tuple[Story, ...]:
    """In order of name; none, where a folder has articles alone."""
    return tuple(_story(home(folder), name) for name in _names(folder, ".pairs.tsv"))


def texts(folder: str = "published") -> tuple[Text, ...]:
    """Articles, and then stories."""
    return (*articles(folder), *stories(folder))


def _names(folder: str, suffix: str) -> list[str]:
    return sorted(path.name.removesuffix(suffix) for path in home(folder).glob(f"*{suffix}"))


@cache
def renderings(folder: str = "published") -> tuple[Renderings, ...]:
    """Of every concept and language that is marked, Vietnamese left out."""
    rows = map(json.loads, (home(folder) / "renderings.jsonl").read_text("utf-8").splitlines())
    return tuple(
        Renderings(x["concept"], x["lang"], tuple(x["known"]), tuple(map(tuple, x["variants"])))
        for x in rows
    )


def counts(folder: str = "published") -> dict[tuple[str, str], Counter[str]]:
    """How often each name is marked, by concept and language."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for text in texts(folder):
        for lang, marks in text.marks.items():
            for mark in marks:
                found.setdefault((mark.concept, lang), Counter())[mark.name] += 1
    return found


def extended(termbase: Termbase, folder: str = "published") -> Termbase:
    """The termbase with the concepts of the articles that it lacks, in Vietnamese only."""
    _, *rows = (home(folder) / "concepts.tsv").read_text("utf-8").splitlines()
    split = [row.split("\t") for row in rows]
    added = [Concept(id_, (Term("vi", name),), gloss=gloss) for id_, name, gloss in split]
    return Termbase((*termbase.concepts, *added), termbase.extra)


def tasks(termbase: Termbase, folder: str = "published") -> Iterator[Task]:
    """What mining should find: with the Vietnamese source and the beads, and with neither.

    Stories are there in both, without an address.

    Args:
        termbase: as `extended` gives it for the folder.
        folder: one of `FOLDERS`.
    """
    documents: dict[tuple[str, str], Document] = {}
    segments: dict[str, tuple[Segment, ...]] = {}
    bitexts = []
    for article in articles(folder):
        for lang in LANGS:
            text = "\n".join(article.lines[lang])
            url = f"https://bao.example/{lang}/{article.name}-post100001.html"
            made = page(text, f"{article.name}/{lang}.txt", lang=lang, url=url)
            documents[article.name, lang] = made
            segments[made.id] = segment_lines(text)
        for (one, other), links in article.links.items():
            ids = [documents[article.name, lang].id for lang in (one, other)]
            beads = tuple(Bead(link.source, link.target, 1.0) for link in links)
            bitexts.append(Bitext(ids[0], ids[1], Mode.PARALLEL, beads, "gold"))
    for story in stories(folder):
        for lang, lines in story.lines.items():
            text = "\n".join(lines)
            made = page(text, f"{story.name}/{lang}.txt", lang=lang)
            documents[story.name, lang] = made
            segments[made.id] = segment_lines(text)
    corpus = Corpus(tuple(documents.values()), segments, bitexts=tuple(bitexts))
    translations = tuple(d for (_, lang), d in documents.items() if lang != "vi")
    labels = tuple(_labels(termbase, folder))
    yield Task(f"{folder}, aligned", corpus, labels)
    yield Task(
        f"{folder}, not aligned", replace(corpus, documents=translations, bitexts=()), labels
    )


def _labels(termbase: Termbase, folder: str) -> Iterator[Label]:
    """The concepts that have renderings beyond the known one, which the text need not have."""
    seen = counts(folder)
    for row in renderings(folder):
        if not row.variants:
            continue
        often = seen[row.concept, row.lang]
        terms = termbase.by_id[row.concept].in_lang(row.lang)
        listed = [form for term in terms for form in (term.text, *term.forms)]
        usable = [term.text for term in terms if term.status is not Status.DEPRECATED]
        known = max(row.known, key=lambda text: (often[text], text), default="") or usable[0]
        right = frozenset((text, text) for text in map(plain, (*listed, *row.known)))
        yield Label(row.concept, row.lang, known, row.variants, right)


def _article(folder: Path, name: str) -> Article:
    text, at = _text(folder, name, LANGS)
    links = _links(folder / f"{name}.beads.tsv", at)
    return Article(text.name, text.lines, text.paragraphs, text.marks, links)


def _story(folder: Path, name: str) -> Story:
    text, at = _text(folder, name, APART)
    _, *rows = (folder / f"{name}.pairs.tsv").read_text("utf-8").splitlines()
    equals = []
    for row in rows:
        *sides, kind = row.split("\t")
        one, other = (_indices(n, at[lang]) for n, lang in zip(sides, APART, strict=True))
        equals.append(Equals(one, other, partial={"equivalent": False, "partial": True}[kind]))
    return Story(text.name, text.lines, text.paragraphs, text.marks, tuple(equals))


def _text(
    folder: Path, name: str, langs: tuple[str, ...]
) -> tuple[Text, dict[str, dict[int, int]]]:
    """The text, and by language where the lines of the file stand among its lines."""
    lines: dict[str, tuple[str, ...]] = {}
    paragraphs: dict[str, tuple[range, ...]] = {}
    marks: dict[str, tuple[Mark, ...]] = {}
    at: dict[str, dict[int, int]] = {}
    for lang in langs:
        rows = (folder / f"{name}.{lang}.txt").read_text("utf-8").splitlines()
        at[lang] = {}
        starts, read, found = [0], [], []
        for number, row in enumerate(rows, start=1):
            if not row:
                starts.append(len(read))
                continue
            at[lang][number] = len(read)
            line, own = unmarked(row, len(read))
            read.append(line)
            found += own
        lines[lang], marks[lang] = tuple(read), tuple(found)
        ends = [*starts[1:], len(read)]
        paragraphs[lang] = tuple(map(range, starts, ends))
    return Text(name, lines, paragraphs, marks), at


def _indices(numbers: str, at: dict[int, int]) -> tuple[int, ...]:
    return tuple(at[int(number)] for number in numbers.split())


def unmarked(row: str, line: int) -> tuple[str, list[Mark]]:
    """A line as it is read, and what is marked in it."""
    text, marks, end = "", [], 0
    for found in _MARK.finditer(row):
        concept, inner, name = found.groups()
        text += row[end : found.start()]
        marks.append(Mark(concept, line, len(text), len(text) + len(inner), inner, name or inner))
        text += inner
        end = found.end()
    return text + row[end:], marks


def _links(path: Path, at: dict[str, dict[int, int]]) -> dict[tuple[str, str], tuple[Link, ...]]:
    """Beads of every pair of languages, from lines of files to indices of lines."""
    found: dict[tuple[str, str], list[Link]] = {pair: [] for pair in PAIRS}
    _, *rows = path.read_text("utf-8").splitlines()
    for row in rows:
        pair, source, target, note = row.split("\t")
        one, other = pair.split("-")
        sides = _indices(source, at[one]), _indices(target, at[other])
        found[one, other].append(Link(*sides, moved=note == "moved"))
    return {pair: tuple(links) for pair, links in found.items()}
