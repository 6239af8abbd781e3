"""A process that ranks the new renderings of a concept again, for a review that decides on them.

It surveys the corpus of a workspace once, then reads a question a line and answers a line; it has
no encoder and writes no file, so what has no vector in the workspace is not ranked. It ends when
its input does. In a process of its own it takes no time from whoever reads keys, and its memory
(up to 1.9 GB at 100,000 aligned segments) goes with it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from aligner.mining import Corpus, Field, Ranker, ranker, surveyed
from aligner.mining.ranker import NEW
from aligner.traces import Traced, traces
from aligner.vectors import normal
from aligner.versions import versions
from aligner.worker import Lacking, Stored
from aligner.workspace import Workspace
from glossary.model import SOURCE_LANG, Termbase
from glossary.termfile import load

KEPT = 4
"""Rankers kept at hand: the concept that is open and the one before, each in two languages."""


class Question(msgspec.Struct, frozen=True):
    """A concept and language, with what is decided of it by now."""

    number: int
    concept: str
    lang: str
    listed: tuple[str, ...]
    """Its terms and their forms."""
    rejected: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True):
    """The new renderings from the best on; none where something has no vector."""

    number: int
    texts: tuple[str, ...] = ()


class Answering:
    """Rankers that follow what is decided."""

    def __init__(self, field: Field, stored: Stored) -> None:
        self._field = field
        self._stored = stored
        self._rankers: OrderedDict[tuple[str, str], tuple[Ranker, set[tuple[bool, str]]]]
        self._rankers = OrderedDict()

    def answer(self, asked: Question) -> Answer:
        """Ranks by all that is decided; a decision that was taken back is as if never made."""
        key = asked.concept, asked.lang
        if asked.concept not in self._field.termbase.by_id or asked.lang not in self._field.grounds:
            return Answer(asked.number)
        decided = [(True, text) for text in asked.listed]
        decided += [(False, text) for text in asked.rejected]
        own, done = self._rankers.pop(key, (None, set()))
        if own is None or not done <= set(decided):
            try:
                own, done = ranker(self._field, self._stored.embed, *key, least=0.0), set()
            except Lacking:
                return Answer(asked.number)
        for accepted, text in decided:
            if (accepted, text) not in done and not (accepted and text in own.target.known):
                with suppress(KeyError):  # it was written by hand, or went with another
                    (own.accept if accepted else own.reject)(text)
            done.add((accepted, text))
        self._rankers[key] = own, done
        while len(self._rankers) > KEPT:
            self._rankers.popitem(last=False)
        return Answer(asked.number, tuple(row.text for row in own.rows() if row.status == NEW))


def with_vectors(termbase: Termbase, stored: Stored) -> Termbase:
    """The concepts with those of their terms that have a vector: one that was written by hand since
    mining has none, and only its own concept waits for it."""
    texts = [term.text for concept in termbase for term in concept.terms]
    try:
        stored.embed(texts)
    except Lacking as lacking:
        missing = frozenset(lacking.texts)
    else:
        return termbase
    concepts = [
        replace(
            c,
            terms=tuple(
                t
                for t in c.terms
                if normal(t.text) not in missing or t in c.in_lang(SOURCE_LANG)[:1]
            ),
        )
        for c in termbase
    ]
    return Termbase(tuple(concepts), termbase.extra)


def corpus_of(store: Workspace) -> Corpus:
    """What mining had: of nearly equal pages that with an address, else the first by id."""
    documents = {document.id: document for document in store.documents()}
    segments = {id_: store.segments(id_) for id_ in documents}
    for group in versions(tuple(documents.values()), segments):
        for other in sorted(group, key=lambda id_: (not documents[id_].slug, id_))[1:]:
            del documents[other], segments[other]
    bitexts = tuple(
        each for each in store.bitexts() if each.source in segments and each.target in segments
    )
    return Corpus(tuple(documents.values()), segments, bitexts)


def main() -> None:
    """Answers each line of stdin, after an empty line once the corpus is surveyed."""
    # An interrupt of the terminal reaches the whole group; who started us will end us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    terms, path, encoder = sys.argv[1:]
    os.nice(5)
    with Workspace.open(Path(path), create=False) as store:
        if not store.counts().vectors:
            return
        stored = Stored(store, encoder)
        traced: Traced = partial(traces, sketches=stored.sketches)
        field = surveyed(load(Path(terms)), corpus_of(store), traced=traced)
        field = replace(field, said=with_vectors(field.said, stored))
        for links in field.links.values():
            links.prepare()
        answering = Answering(field, stored)
        gc.freeze()  # to look for garbage in the survey took a decision a fifth of a second
        sys.stdout.buffer.write(b"\n")
        sys.stdout.buffer.flush()
        for line in sys.stdin.buffer:
            found = answering.answer(msgspec.json.decode(line, type=Question))
            sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
