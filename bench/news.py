"""Stories of our own in three languages, line by line, with their renderings marked.

They read as machine-translated news does: in Thai and Hindi most of what the termbase lists has
several names. `{cu-tri|…}` marks a rendering of a concept.

`labels/news` has five of them. Weights and thresholds were set before they were written, and none
since was set by them: they say what to expect of text that is new. `labels/training` has nineteen
others, by the same hand, to set weights by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from aligner.mining.ground import Corpus
from aligner.model import Bead, Bitext, Document, Mode, Segment
from aligner.reading import page
from aligner.segment import segment_lines
from bench.variants import ROOT, Label, Task, folded, plain
from glossary.model import Termbase

LANGS = ("vi", "th", "hi")
_MARK = re.compile(r"\{([^|{}]+)\|([^{}]+)\}")


@dataclass(frozen=True)
class Story:
    """One article, in every language."""

    name: str
    lines: dict[str, tuple[str, ...]]
    """By language; equal places translate each other."""
    renderings: dict[tuple[str, str], Counter[str]]
    """By concept and language."""


@cache
def stories(folder: str = "news") -> tuple[Story, ...]:
    """Of a folder of labels, in order of name."""
    found = []
    for path in sorted((ROOT / "bench/labels" / folder).glob("*.tsv")):
        head, *rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        lines = {
            lang: tuple(_MARK.sub(r"\2", row[at]) for row in rows) for at, lang in enumerate(head)
        }
        marked: dict[tuple[str, str], Counter[str]] = {}
        for at, lang in enumerate(head):
            for row in rows:
                for concept, text in _MARK.findall(row[at]):
                    marked.setdefault((concept, lang), Counter())[text] += 1
        found.append(Story(path.stem, lines, marked))
    return tuple(found)


def all_lines() -> dict[str, tuple[str, ...]]:
    """The stories one after the other, by language."""
    return {lang: tuple(line for s in stories() for line in s.lines[lang]) for lang in LANGS}


def tasks(termbase: Termbase, folder: str = "news") -> Iterator[Task]:
    """What mining should find in the stories: with their Vietnamese source, and with none."""
    documents: dict[tuple[str, str], Document] = {}
    segments: dict[str, tuple[Segment, ...]] = {}
    bitexts = []
    for story in stories(folder):
        for lang in LANGS:
            text = "\n".join(story.lines[lang])
            url = f"https://bao.example/{lang}/{story.name}-post100001.html"
            made = page(text, f"{story.name}/{lang}.txt", lang=lang, url=url)
            documents[story.name, lang] = made
            segments[made.id] = segment_lines(text)
        beads = tuple(Bead((i,), (i,), 1.0) for i in range(len(story.lines["vi"])))
        for one, other in (("vi", "th"), ("vi", "hi"), ("th", "hi")):
            ids = (documents[story.name, lang].id for lang in (one, other))
            bitexts.append(Bitext(*ids, Mode.PARALLEL, beads, "gold"))
    corpus = Corpus(tuple(documents.values()), segments, bitexts=tuple(bitexts))
    translations = tuple(d for (_, lang), d in documents.items() if lang != "vi")
    labels = tuple(_labels(termbase, folder))
    yield Task(f"{folder}, aligned", corpus, labels)
    yield Task(
        f"{folder}, not aligned", replace(corpus, documents=translations, bitexts=()), labels
    )


def _labels(termbase: Termbase, folder: str) -> Iterator[Label]:
    """The concepts that have several renderings; the one known is listed, or else the commonest."""
    seen: dict[tuple[str, str], Counter[str]] = {}
    for story in stories(folder):
        for key, counts in story.renderings.items():
            seen.setdefault(key, Counter()).update(counts)
    for (concept, lang), counts in sorted(seen.items()):
        listed = [f for t in termbase.by_id[concept].in_lang(lang) for f in (t.text, *t.forms)]
        usual = {
            plain(f) for t in termbase.by_id[concept].in_lang(lang)[:1] for f in (t.text, *t.forms)
        }
        known = max(counts, key=lambda text: (plain(text) in usual, counts[text], text))
        if variants := folded(known, sorted(counts), lang):
            right = frozenset((f, f) for f in map(plain, (*counts, *listed)))
            yield Label(concept, lang, known, variants, right)
