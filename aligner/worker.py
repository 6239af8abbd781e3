"""A process that aligns pairs of documents of a workspace for `aligner.pairing`.

It reads pairs of ids, some a line, and answers a line; it has no encoder and writes no file. It
ends when its input does, so it outlives no one that started it.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np

from aligner.alignment import Background, align_pairs, shipped_background
from aligner.model import Sketch, Vectors
from aligner.pairing import Answer, Pair, side_of
from aligner.vectors import key, normal, sketch_signature, unpacked_sketch
from aligner.workspace import Workspace


class Lacking(Exception):
    """Texts have no vector in the store yet."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(f"{len(texts)} texts without a vector")
        self.texts = texts


class Stored:
    """The vectors that a workspace keeps, in place of an encoder."""

    def __init__(self, store: Workspace, signature: str) -> None:
        self._store = store
        self._signature = signature

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, in order: shape (n, dim), rows of unit length.

        Raises:
            Lacking: the store does not have them all.
        """
        plain = [normal(text) for text in texts]
        keys = [key(text) for text in plain]
        rows = self._store.vectors(keys, self._signature)
        if lacking := sorted(
            {text for text, each in zip(plain, keys, strict=True) if each not in rows}
        ):
            raise Lacking(lacking)
        joined = b"".join(rows[each] for each in keys)
        return np.frombuffer(joined, dtype="<f4").reshape(len(keys), -1)

    def sketches(self, texts: Sequence[str]) -> list[Sketch] | None:
        """Sketches of the texts, in order; None unless the store has them all."""
        keys = [key(normal(text)) for text in texts]
        found = self._store.vectors(keys, sketch_signature(self._signature))
        if found.keys() != set(keys):
            return None
        return [unpacked_sketch(found[each]) for each in keys]

    @cached_property
    def background(self) -> Background:
        """The sentences that ship, of all languages of the workspace."""
        langs = sorted({entry.lang for entry in self._store.catalogue()})
        return shipped_background(self.embed, langs)


def answer(store: Workspace, stored: Stored, signature: str, pairs: Sequence[Pair]) -> Answer:
    """The bitexts of pairs of documents, or what they lack."""
    sides = {id_: side_of(store, id_) for pair in pairs for id_ in pair}
    try:
        found = align_pairs(
            [(sides[source], sides[target]) for source, target in pairs],
            stored.embed,
            background=stored.background,
            encoder=signature,
            sketches=stored.sketches,
        )
    except Lacking as lacking:
        return Answer(missing=lacking.texts)
    return Answer([bitext for bitext, _ in found])


def main() -> None:
    """Answers each line of stdin."""
    # An interrupt of the terminal reaches the whole group; who started us will end us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    path, signature = sys.argv[1:]
    with Workspace.open(Path(path), create=False) as store:
        stored = Stored(store, signature)
        for line in sys.stdin.buffer:
            pairs = msgspec.json.decode(line, type=list[Pair])
            found = answer(store, stored, signature, pairs)
            sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
