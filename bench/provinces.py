"""The same news of many provinces: lines and articles that differ in their province alone.

Our own sentences (`bench/labels/provinces.tsv`) with names out of the gazetteer, one of the first
four spellings of each: it shows what it is worth to know a place, and not how many spellings are
known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from aligner.model import Document
from aligner.reading import page
from bench.variants import ROOT
from glossary.gazetteer import Place, gazetteer

LANGS = ("vi", "th", "hi")
SPELLINGS = 4
Cell = tuple[int, str]
"""Which sentence, and the id of its province."""


@cache
def sentences() -> tuple[tuple[str, ...], ...]:
    """In the order of `LANGS`, with braces for the name."""
    table = (ROOT / "bench/labels/provinces.tsv").read_text("utf-8")
    return tuple(tuple(row.split("\t")) for row in table.splitlines()[1:])


@cache
def provinces() -> tuple[Place, ...]:
    """Those of today and those of before, by id."""
    return tuple(p for p in gazetteer().values() if p.kind in ("province", "former"))


def line(cell: Cell, lang: str, draw: random.Random) -> str:
    """A sentence about a province."""
    names = gazetteer()[cell[1]].names[lang]
    name = names[0] if lang == "vi" else draw.choice(names[:SPELLINGS])
    return sentences()[cell[0]][LANGS.index(lang)].replace("{}", name)


def cells(draw: random.Random, count: int) -> list[Cell]:
    """Some sentences about some provinces, no two the same."""
    every = [(n, place.id) for n in range(len(sentences())) for place in provinces()]
    return draw.sample(every, count)


def articles(seed: int) -> Iterator[Document]:
    """Five sentences about each province in three languages, named by the province."""
    draw = random.Random(seed)
    for place in provinces():
        chosen = draw.sample(range(len(sentences())), 5)
        for lang in LANGS:
            text = "\n".join(line((n, place.id), lang, draw) for n in chosen)
            yield page(text, place.id, lang=lang)
