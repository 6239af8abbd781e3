"""Vectors that are kept: nothing is encoded twice, in one run or the next."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from aligner.encoder import Encoder, Sketching
from aligner.model import Progress, Sketch, Vectors
from glossary.errors import InputError
from glossary.normalize import without_invisible

logger = logging.getLogger(__name__)

BATCH = 256
"""Texts that are encoded and then written at once: a few seconds' work to lose at most."""


SKETCH_FORMAT = 2
"""Of the sketches; rises with each change that makes others of the same weights."""


class VectorStore(Protocol):
    """Keeps vectors by the key of their text, apart for each encoder signature."""

    def vectors(self, hashes: Sequence[str], signature: str) -> dict[str, bytes]:
        """Those of the keys that are known, with their rows as little-endian float32."""

    def save_vectors(self, rows: Iterable[tuple[str, bytes]], signature: str) -> None:
        """Keep the rows; all of them or, when it fails, none."""


class Memory:
    """A store that lasts as long as the process, before one that is only read if there is one."""

    def __init__(self, beyond: VectorStore | None = None) -> None:
        self._rows: dict[tuple[str, str], bytes] = {}
        self._beyond = beyond

    def vectors(self, hashes: Sequence[str], signature: str) -> dict[str, bytes]:
        """Those of the keys that are known, with their rows as little-endian float32."""
        known = ((key, self._rows.get((signature, key))) for key in hashes)
        found = {key: row for key, row in known if row is not None}
        if self._beyond is not None:
            others = [key for key in hashes if key not in found]
            found.update(self._beyond.vectors(others, signature))
        return found

    def save_vectors(self, rows: Iterable[tuple[str, bytes]], signature: str) -> None:
        """Keep the rows."""
        self._rows.update({(signature, key): row for key, row in rows})


class Sparing:
    """A store that nobody must have: where it fails, its work is done in memory, and said so."""

    def __init__(self, store: VectorStore) -> None:
        self._store: VectorStore | None = store
        self._memory = Memory()

    def vectors(self, hashes: Sequence[str], signature: str) -> dict[str, bytes]:
        """Those of the keys that are known, with their rows as little-endian float32."""
        found = self._memory.vectors(hashes, signature)
        if self._store is not None:
            others = [key for key in hashes if key not in found]
            try:
                found.update(self._store.vectors(others, signature))
            except InputError as error:
                self._give_up(error)
        return found

    def save_vectors(self, rows: Iterable[tuple[str, bytes]], signature: str) -> None:
        """Keep the rows."""
        given = list(rows)
        if self._store is not None:
            try:
                self._store.save_vectors(given, signature)
                return
            except InputError as error:
                self._give_up(error)
        self._memory.save_vectors(given, signature)

    def _give_up(self, error: InputError) -> None:
        self._store = None
        logger.warning("vectors are not kept for another run: %s", error)


class Cached:
    """An encoder with a store before it: `embed` is the aligner's `Embed`."""

    def __init__(self, encoder: Encoder, store: VectorStore | None = None) -> None:
        self.encoder = encoder
        self.encoded = 0
        """How many texts the encoder has had to encode so far."""
        self._store: VectorStore = Memory() if store is None else store

    @property
    def signature(self) -> str:
        """The encoder's."""
        return self.encoder.signature

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of the texts, in order: shape (n, dim), rows of unit length.

        Texts of one normal form (`normal`) are one text. Those that the store
        does not have are encoded in order of length, so that the texts of a batch are about
        equally long, and written batch by batch: what an interrupted run has encoded is kept.

        Args:
            texts: any number, empty ones too.
            progress: told how many different texts are to be encoded and how many are; not called
                when the store has them all.
        """
        keys, text_of = keyed(texts)
        place_of = {each: place for place, each in enumerate(text_of)}
        rows = np.empty((len(text_of), self.encoder.dim), dtype=np.float32)
        missing: list[str] = []
        ordered = list(text_of)
        for start in range(0, len(ordered), BATCH):
            part = ordered[start : start + BATCH]
            known = self._store.vectors(part, self.signature)
            for each in part:
                if each in known:
                    rows[place_of[each]] = np.frombuffer(known[each], dtype="<f4")
                else:
                    missing.append(each)
        missing.sort(key=lambda each: (len(text_of[each]), each))
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            vectors = self.encoder.encode([text_of[each] for each in part])
            new = list(zip(part, map(packed, vectors), strict=True))
            self._store.save_vectors(new, self.signature)
            rows[[place_of[each] for each in part]] = vectors
            self.encoded += len(part)
            if progress is not None:
                progress(start + len(part), len(missing))
        if len(rows) == len(keys):
            return rows  # they are in order, and a copy of many takes long
        return rows[[place_of[each] for each in keys]]

    def sketches(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> list[Sketch] | None:
        """Sketches of the pieces of each text; None where the encoder makes none.

        Texts whose sketch the store does not have are encoded, and their vectors kept too: asked
        for first, sketches cost no more than vectors alone.

        Args:
            texts: as in `embed`.
            progress: as in `embed`.
        """
        encoder = self.encoder
        if not isinstance(encoder, Sketching):
            return None
        keys, text_of = keyed(texts)
        signature = sketch_signature(self.signature)
        found = dict(self._store.vectors(list(text_of), signature))
        missing = sorted(text_of.keys() - found.keys(), key=lambda each: (len(text_of[each]), each))
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            vectors, sketches = encoder.sketched([text_of[each] for each in part])
            new = list(zip(part, map(packed_sketch, sketches), strict=True))
            self._store.save_vectors(new, signature)
            rows = list(zip(part, map(packed, vectors), strict=True))
            self._store.save_vectors(rows, self.signature)
            found.update(new)
            self.encoded += len(part)
            if progress is not None:
                progress(start + len(part), len(missing))
        return [unpacked_sketch(found[each]) for each in keys]


def normal(text: str) -> str:
    """The form of a text that is encoded: NFC, without what nobody sees and outer white space.

    Thai pages mark where words end by U+200B, which an encoder takes for a space.
    """
    return without_invisible(unicodedata.normalize("NFC", text)).strip()


def key(text: str) -> str:
    """The SHA-256 of a text in its normal form, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def keyed(texts: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The key of each text, and the texts in their normal form by key."""
    plain = [normal(text) for text in texts]
    keys = [key(text) for text in plain]
    return keys, dict(zip(keys, plain, strict=True))


def sketch_signature(signature: str) -> str:
    """Under what a store keeps the sketches of an encoder of this signature."""
    return f"{signature}/sketch-{SKETCH_FORMAT}"


def packed_sketch(sketch: Sketch) -> bytes:
    """A sketch as a store keeps it: its dimensions, fewer than 256, and its rows."""
    return bytes([sketch.shape[1]]) + sketch.tobytes()


def unpacked_sketch(data: bytes) -> Sketch:
    """The sketch that a store has kept: shape (pieces, dimensions)."""
    return np.frombuffer(data, dtype=np.int8, offset=1).reshape(-1, data[0])


def packed(vector: Vectors) -> bytes:
    """A row as a store keeps it."""
    return vector.astype("<f4").tobytes()
