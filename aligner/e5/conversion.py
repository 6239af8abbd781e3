"""What the runtime needs of the weights, converted once and kept in the user's cache."""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aligner.e5 import graph, reference
from aligner.e5.tokenizer import Pieces, Tokenizer, all_pieces, everyday
from aligner.e5.weights import Floats, Weights, user_folder
from glossary.durable import write_atomically
from glossary.errors import InputError

logger = logging.getLogger(__name__)

FORMAT = 3
"""Of the files; rises with each change of what is in them or how."""

PROBES = (
    "Đảng",
    "การระดมมวลชนในท้องถิ่น ๒๕๖๗",
    "जनता के बीच पार्टी का काम, mass mobilization, công tác dân vận của hệ thống chính trị, 2024",
)
"""Texts whose vectors are known: any runtime must find them again before it is trusted."""

CHECKSUM = 4
"""Bytes at the beginning of a file that are the CRC-32 of all that follows."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What any runtime needs: the pieces of texts, and the known vectors."""

    everyday: Pieces
    whole: Pieces
    states: Floats
    """Of the probes, by the plain network: shape (probes, hidden)."""

    def tokenizer(self, weights: Weights) -> Tokenizer:
        """Ready to use, with what the weights say of single characters."""
        return Tokenizer(
            self.everyday, self.whole, weights.replacements(), weights.specials.unknown
        )


def converted(weights: Weights) -> Conversion:
    """Convert: about two seconds' work."""
    vocabulary, unknown = weights.vocabulary(), weights.specials.unknown
    few, whole = everyday(vocabulary, unknown), all_pieces(vocabulary, unknown)
    cut = Tokenizer(few, whole, weights.replacements(), unknown)
    begin, end = weights.specials.begin, weights.specials.end
    states = np.stack(
        [reference.mean_state(weights, [begin, *ids, end]) for ids in cut.ids(PROBES)]
    )
    return Conversion(few, whole, states)


def kept(weights: Weights, folder: Path | None = None) -> Conversion:
    """The conversion from the cache, or made now and kept there.

    It is one file, written whole or not at all, so that two processes may do this at once; it has
    a checksum, and a damaged file is made anew. Where the cache cannot be written,
    each run converts.

    Args:
        weights: what to convert.
        folder: of the cache; that of the user when None.
    """
    path = place(weights, folder)
    try:
        return restored(unpacked(path))
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        logger.warning("%s: converting the encoder again, as it cannot be read: %s", path, error)
    conversion = converted(weights)
    keep(path, parts(conversion))
    return conversion


def network(
    weights: Weights, threads: int, folder: Path | None = None, *, eight_bits: bool
) -> graph.Compiled:
    """The network that the runtime compiled for this processor, from the cache or compiled now.

    The file is as safe as that of `kept`. It is of one version of the runtime and one kind of
    processor, which its name says and the runtime checks once more.

    Raises:
        RuntimeError: the runtime cannot compile it on this machine.
    """
    path = network_place(weights, folder, eight_bits=eight_bits)
    try:
        (exported,) = unpacked(path)
        return graph.imported(exported, threads, eight_bits=eight_bits)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).strip().rpartition("\n")[2]
        logger.warning("%s: compiling the encoder again, as it cannot be read: %s", path, reason)
    model = graph.built(weights, eight_bits=eight_bits)
    compiled = graph.compiled(model, threads, eight_bits=eight_bits)
    keep(path, [compiled.exported()])
    return compiled


def place(weights: Weights, folder: Path | None) -> Path:
    """Where the conversion of these weights is kept."""
    return (folder or user_folder()) / f"e5-{FORMAT}-{weights.digest()}.bin"


def network_place(weights: Weights, folder: Path | None, *, eight_bits: bool) -> Path:
    """Where the network that was compiled for this processor is kept."""
    made = f"{graph.version()}-{graph.precision(eight_bits=eight_bits)}-{graph.processor()}"
    return (folder or user_folder()) / f"e5-{FORMAT}-{weights.digest()}-openvino-{made}.bin"


def keep(path: Path, parts: Sequence[bytes]) -> None:
    """Write the parts, or say in the log that this cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, packed(parts))
    except (OSError, InputError) as error:
        logger.warning("the converted encoder is not kept and each run converts it: %s", error)


def parts(conversion: Conversion) -> list[bytes]:
    """What a file has of a conversion."""
    few, whole = conversion.everyday, conversion.whole
    arrays = (few.ids.astype("<i4"), whole.ids.astype("<i4"), conversion.states.astype("<f4"))
    return [few.proto, whole.proto, *(array.tobytes() for array in arrays)]


def restored(parts: Sequence[bytes]) -> Conversion:
    """The conversion of which a file has these parts; ValueError when they are not five."""
    few, whole, few_ids, whole_ids, states = parts
    return Conversion(
        Pieces(few, np.frombuffer(few_ids, "<i4")),
        Pieces(whole, np.frombuffer(whole_ids, "<i4")),
        np.frombuffer(states, "<f4").reshape(len(PROBES), -1),
    )


def packed(parts: Sequence[bytes]) -> bytes:
    """The parts as the content of a file: a head, their lengths, and one after another.

    An archive of numpy's would do, but for reading its heads in two threads at once: those are
    parsed as Python, for which Python 3.11 counts its recursion in one place for all threads.
    """
    rest = b"".join([struct.pack(f"<B{len(parts)}Q", len(parts), *map(len, parts)), *parts])
    return zlib.crc32(rest).to_bytes(CHECKSUM, "little") + rest


def unpacked(path: Path) -> list[bytes]:
    """The parts in a file.

    Raises:
        OSError, ValueError: it is missing or damaged.
    """
    data = memoryview(path.read_bytes())
    if len(data) <= CHECKSUM or zlib.crc32(data[CHECKSUM:]) != int.from_bytes(
        data[:CHECKSUM], "little"
    ):
        raise ValueError("its checksum is another")
    count = data[CHECKSUM]
    at = CHECKSUM + 1 + 8 * count
    found = []
    for length in struct.unpack_from(f"<{count}Q", data, CHECKSUM + 1):
        found.append(bytes(data[at : at + length]))
        at += length
    return found
