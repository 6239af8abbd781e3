"""Cuts texts into the model's pieces with sentencepiece, as the original tokenizer does."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence

import sentencepiece

from aligner.e5.weights import Vocabulary

PREFIX = "query: "
"""What stands before each text, as the model card asks for symmetric tasks."""

SPACES = re.compile(" {2,}")

NORMAL, UNKNOWN = 1, 2
"""Types of a piece in sentencepiece's model format."""
UNIGRAM = 1
"""The model type."""


class Tokenizer:
    """Texts to ids of pieces, without those of begin and end."""

    def __init__(self, proto: bytes, replacements: dict[int, str], unknown: int) -> None:
        self._processor = sentencepiece.SentencePieceProcessor(model_proto=proto)
        self._replacements = replacements
        self._unknown = unknown

    def ids(self, texts: Sequence[str], threads: int = 1) -> list[list[int]]:
        """Ids of the texts, each behind the prefix. The texts have no NUL and no surrogates."""
        plain = [SPACES.sub(" ", (PREFIX + text).translate(self._replacements)) for text in texts]
        rows: list[list[int]] = self._processor.encode(plain, out_type=int, num_threads=threads)
        for number, row in enumerate(rows):
            if self._unknown in row:
                rows[number] = list(self._one_by_one(plain[number], row))
        return rows

    def _one_by_one(self, text: str, row: list[int]) -> Iterator[int]:
        """The ids with one unknown for each character; sentencepiece joins a run of them."""
        pieces: list[str] = self._processor.encode(text, out_type=str)
        for piece, number in zip(pieces, row, strict=True):
            yield from [number] * (len(piece) if number == self._unknown else 1)


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
