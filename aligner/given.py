"""Bitexts that a file gives, such as a translation memory: a document a language, and beads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from aligner.model import Bead, Bitext, Document, Mode, Segment, document_id
from glossary.bitexts import Pair

SIGNATURE = "given|1"
"""What stands in place of an aligner's signature: the pairs are the file's own."""

_ORDER = ("vi", "th", "hi", "en")

Row = dict[str, str]
"""One unit of the file: its text by language."""


def documents(pairs: Iterable[Pair], name: str) -> Iterator[Document | Bitext]:
    """The texts of a file of pairs, and how they belong together.

    Args:
        pairs: in the order of the file; those of one unit and several languages follow each
            other with the same source.
        name: of the file; the document of a language is named ``name#lang``.

    Yields:
        A document for each language, in whose text each unit begins a line, then a
        bitext for each two languages.
    """
    rows = list(_rows(pairs))
    langs = sorted(
        {lang for row in rows for lang in row},
        key=lambda lang: (_ORDER.index(lang) if lang in _ORDER else len(_ORDER), lang),
    )
    made = {lang: _document(rows, lang, name) for lang in langs}
    yield from made.values()
    for source, target in combinations(langs, 2):
        yield Bitext(
            made[source].id,
            made[target].id,
            Mode.PARALLEL,
            tuple(_beads(rows, source, target)),
            SIGNATURE,
        )


def _rows(pairs: Iterable[Pair]) -> Iterator[Row]:
    last: Pair | None = None
    row: Row = {}
    for pair in pairs:
        source, target = pair.source.text.strip(), pair.target.text.strip()
        if last is None or pair.source is not last.source or pair.target_lang in row:
            if row:
                yield row
            row = {}
        last = pair
        if source:
            row[pair.source_lang] = source
        if target and pair.target_lang != pair.source_lang:
            row[pair.target_lang] = target
    if row:
        yield row


def _document(rows: Iterable[Row], lang: str, name: str) -> Document:
    texts = [row[lang] for row in rows if lang in row]
    units: list[Segment] = []
    start = 0
    for text in texts:
        units.append(Segment(start, start + len(text)))
        start += len(text) + 1
    joined = "\n".join(texts)
    return Document(
        document_id(lang, "", joined), f"{name}#{lang}", lang, joined, units=tuple(units)
    )


def _beads(rows: Iterable[Row], source: str, target: str) -> Iterator[Bead]:
    counts = [0, 0]
    for row in rows:
        sides: list[tuple[int, ...]] = [(), ()]
        for side, lang in enumerate((source, target)):
            if lang in row:
                sides[side] = (counts[side],)
                counts[side] += 1
        if any(sides):
            yield Bead(sides[0], sides[1], 1.0)
