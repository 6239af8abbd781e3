"""Cuts texts into the model's pieces with sentencepiece, as the original tokenizer does."""

from __future__ import annotations

import re
import struct
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import sentencepiece

from aligner.e5.weights import Vocabulary

PREFIX = "query: "
"""What stands before each text, as the model card asks for symmetric tasks."""

SPACES = re.compile(" {2,}")

EVERYDAY = re.compile("[\0-\u036f\u0900-\u097f\u0e00-\u0e7f\u1e00-\u1eff\u2000-\u206f]*")
"""Text of the Latin, Devanagari and Thai scripts, which half of the pieces are enough for."""

SPACE = "\u2581"
"""What stands for a space in a piece."""

Spans = npt.NDArray[np.int32]
"""Shape (pieces, 2), where each begins and ends."""

NORMAL, UNKNOWN = 1, 2
"""Types of a piece in sentencepiece's model format."""
UNIGRAM = 1
"""The model type."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of the vocabulary, all or some, as sentencepiece loads them."""

    proto: bytes
    """In the order of their bytes: sentencepiece sorts them so, which takes less time then."""
    ids: npt.NDArray[np.int32]
    """What each of them is in the vocabulary."""


class Loaded(NamedTuple):
    """Pieces that are ready to use."""

    processor: sentencepiece.SentencePieceProcessor
    ids: list[int]
    """What each piece is in the vocabulary."""
    whole: bool
    """Whether these are all pieces."""


class Tokenizer:
    """Texts to ids of pieces, without those of begin and end; several threads may ask at once.

    All pieces take .3 s to load, so those of everyday text are loaded first and the others with
    the first text that has another character. A text can be made of no other pieces than those
    whose characters it has, so its ids are the same by either.
    """

    def __init__(
        self, everyday: Pieces, whole: Pieces, replacements: dict[int, str], unknown: int
    ) -> None:
        """Load the pieces of everyday text.

        Args:
            everyday: of `everyday`.
            whole: of `all_pieces`.
            replacements: what stands for a code point before a text is cut.
            unknown: id of the piece for what no other stands for.
        """
        self._loaded = Loaded(*loaded(everyday), whole=False)
        self._whole = whole
        self._lock = threading.Lock()
        self._replacements = replacements
        self._unknown = unknown

    def ids(self, texts: Sequence[str], threads: int = 1) -> list[list[int]]:
        """Ids of the texts, each behind the prefix. The texts have no NUL and no surrogates."""
        plain = [SPACES.sub(" ", (PREFIX + text).translate(self._replacements)) for text in texts]
        processor, names, _ = self._suited(plain)
        cut: list[list[int]] = processor.encode(plain, out_type=int, num_threads=threads)
        rows = [[names[number] for number in row] for row in cut]
        for number, row in enumerate(rows):
            if self._unknown in row:
                pieces: list[str] = processor.encode(plain[number], out_type=str)
                rows[number] = list(self._one_by_one(pieces, row))
        return rows

    @cached_property
    def prefix(self) -> int:
        """How many pieces the prefix has before a text.

        The space behind it is a piece of its own only where no text follows; else it is part of the
        text's first.
        """
        return len(self.ids([""])[0]) - 1

    def spans(self, texts: Sequence[str]) -> list[Spans]:
        """Where the pieces of the texts stand that come after the first `prefix`.

        A piece stands without the space before it; a space alone, and what stands for no character
        of the text, has an empty span. In order, spans overlap only where one character was
        replaced by several, and cover all but spaces and characters that are left out.

        Returns:
            For each text shape (pieces, 2), code points of the text, half-open.
        """
        made = [self._placed(text) for text in texts]
        processor, names, _ = self._suited([plain for plain, _ in made])
        found = []
        for plain, place in made:
            pieces: list[str] = processor.encode(plain, out_type=str)
            numbers: list[int] = processor.encode(plain, out_type=int)
            row = [names[number] for number in numbers]
            sizes = [
                size
                for piece, number in zip(pieces, row, strict=True)
                for size in ([1] * len(piece) if number == self._unknown else [len(piece)])
            ]
            ends = np.cumsum(sizes) - 1  # the first piece begins with a space that no text has
            starts = np.append(0, ends)[:-1]
            spaced = np.array([plain[at : at + 1] == " " for at in starts.tolist()])
            starts = np.minimum(starts + spaced, ends)
            before = np.append(place, len(plain) and place[-1] + 1)
            first = before[starts]
            last = np.where(starts < ends, before[np.maximum(ends - 1, 0)] + 1, first)
            rows = np.stack([first, last], axis=1)[self.prefix :]
            found.append(np.maximum(rows, 0).astype(np.int32))
        return found

    def _placed(self, text: str) -> tuple[str, npt.NDArray[np.int32]]:
        """What is cut, and where in the text each of its characters stands, the prefix before 0."""
        characters: list[str] = []
        place: list[int] = []
        for at, character in enumerate(PREFIX + text, -len(PREFIX)):
            for each in self._replacements.get(ord(character), character):
                if each != " " or characters[-1:] != [" "]:
                    characters.append(each)
                    place.append(at)
        return "".join(characters), np.array(place, dtype=np.int32)

    def _suited(self, plain: Sequence[str]) -> Loaded:
        """Pieces that are enough for the texts."""
        found = self._loaded
        if found.whole or all(map(EVERYDAY.fullmatch, plain)):
            return found
        with self._lock:
            if not self._loaded.whole:
                self._loaded = Loaded(*loaded(self._whole), whole=True)
            return self._loaded

    def _one_by_one(self, pieces: Sequence[str], row: Sequence[int]) -> Iterator[int]:
        """The ids with one unknown for each character; sentencepiece joins a run of them."""
        for piece, number in zip(pieces, row, strict=True):
            yield from [number] * (len(piece) if number == self._unknown else 1)


def loaded(pieces: Pieces) -> tuple[sentencepiece.SentencePieceProcessor, list[int]]:
    """What cuts a text into the pieces, and their ids."""
    return sentencepiece.SentencePieceProcessor(model_proto=pieces.proto), pieces.ids.tolist()


def all_pieces(vocabulary: Vocabulary, unknown: int) -> Pieces:
    """The whole vocabulary."""
    return ordered(vocabulary, range(len(vocabulary.pieces)), unknown)


def everyday(vocabulary: Vocabulary, unknown: int) -> Pieces:
    """The pieces that everyday text can be made of.

    The least probable of all is among them, as an unknown piece costs 10 more than that one.
    """
    known = [number for number in range(len(vocabulary.pieces)) if number != unknown]
    kept = {unknown, min(known, key=vocabulary.scores.__getitem__)}
    for number, piece in enumerate(vocabulary.pieces):
        if EVERYDAY.fullmatch(piece.decode().replace(SPACE, " ")):
            kept.add(number)
    return ordered(vocabulary, kept, unknown)


def ordered(vocabulary: Vocabulary, numbers: Iterable[int], unknown: int) -> Pieces:
    """Those pieces of the vocabulary, in the order of their bytes."""
    ids = sorted(numbers, key=vocabulary.pieces.__getitem__)
    some = Vocabulary(
        tuple(vocabulary.pieces[number] for number in ids),
        tuple(vocabulary.scores[number] for number in ids),
    )
    return Pieces(model_proto(some, ids.index(unknown)), np.array(ids, dtype=np.int32))


def model_proto(vocabulary: Vocabulary, unknown: int) -> bytes:
    """The vocabulary in the format that sentencepiece loads.

    All pieces but the unknown one are ordinary: where a text says ``<s>``, the original tokenizer
    finds the piece of that name, so this one must too. The text comes with its characters already
    replaced; only the space before the first word and the mark for spaces are left to
    sentencepiece.
    """
    message = bytearray()
    for number, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True)):
        kind = UNKNOWN if number == unknown else NORMAL
        body = field(1, piece) + b"\x15" + struct.pack("<f", score) + number_field(3, kind)
        message += field(1, body)
    trainer = number_field(3, UNIGRAM)
    trainer += number_field(40, unknown)
    trainer += b"".join(number_field(key, -1) for key in (41, 42, 43))  # begin, end, pad: none
    normalizer = field(1, b"identity") + number_field(3, 1) + number_field(4, 0)
    normalizer += number_field(5, 1)  # dummy prefix, no removal of spaces, their escaping
    return bytes(message + field(2, trainer) + field(3, normalizer))


def field(key: int, value: bytes) -> bytes:
    """A protocol buffer field of bytes."""
    return varint(key << 3 | 2) + varint(len(value)) + value


def number_field(key: int, value: int) -> bytes:
    """A protocol buffer field of an integer."""
    return varint(key << 3) + varint(value & 0xFFFF_FFFF_FFFF_FFFF)


def varint(value: int) -> bytes:
    """An integer in groups of seven bits, the lowest first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
