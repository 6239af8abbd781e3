"""A process that aligns pairs of documents of a workspace for `aligner.pairing`.

It reads a pair of ids a line and answers a line; it has no encoder and writes no file. It
ends when its input does, so it outlives no one that started it.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np

from aligner.alignment import Background, align_segments, shipped_background
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

    @lru_cache(maxsize=16)  # noqa: B019, there is one for the life of the process
    def background(self, langs: tuple[str, ...]) -> Background:
        """Vectors of the sentences that ship for these languages."""
        return shipped_background(self.embed, langs)


def answer(store: Workspace, stored: Stored, signature: str, pair: Pair) -> Answer:
    """The bitext of two documents, or what it lacks."""
    source, target = (side_of(store, each) for each in pair)
    try:
        return Answer(
            align_segments(
                source,
                target,
                stored.embed,
                background=stored.background((source.lang, target.lang)),
                encoder=signature,
                sketches=stored.sketches,
            )
        )
    except Lacking as lacking:
        return Answer(missing=lacking.texts)


def main() -> None:
    """Answers each line of stdin."""
    # An interrupt of the terminal reaches the whole group; who started us will end us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    path, signature = sys.argv[1:]
    with Workspace.open(Path(path), create=False) as store:
        stored = Stored(store, signature)
        for line in sys.stdin.buffer:
            found = answer(store, stored, signature, msgspec.json.decode(line, type=Pair))
            sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
