"""What the runtime needs of the weights, converted once and kept in the user's cache."""

from __future__ import annotations

import io
import logging
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from aligner.e5 import graph, reference
from aligner.e5.tokenizer import Tokenizer, model_proto
from aligner.e5.weights import Floats, Weights
from glossary.durable import write_atomically
from glossary.errors import InputError

logger = logging.getLogger(__name__)

FORMAT = 1
"""Rises with each change of what is converted or how."""

PROBES = (
    "Đảng",
    "การระดมมวลชนในท้องถิ่น ๒๕๖๗",
    "जनता के बीच पार्टी का काम, mass mobilization, công tác dân vận của hệ thống chính trị, 2024",
)
"""Texts whose vectors are known: any runtime must find them again before it is trusted."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """All that is converted."""

    tokenizer: bytes
    """In sentencepiece's format."""
    structure: bytes
    """Of the 8-bit network, in the runtime's format."""
    network: bytes
    """Its weights."""
    states: Floats
    """Of the probes, by the plain network: shape (probes, hidden)."""


def converted(weights: Weights) -> Conversion:
    """Convert: about two seconds' work."""
    tokenizer = model_proto(weights.vocabulary(), weights.specials.unknown)
    structure, network = graph.written(graph.built(weights, eight_bits=True))
    cut = Tokenizer(tokenizer, weights.replacements(), weights.specials.unknown)
    begin, end = weights.specials.begin, weights.specials.end
    states = np.stack(
        [reference.mean_state(weights, [begin, *ids, end]) for ids in cut.ids(PROBES)]
    )
    return Conversion(tokenizer, structure, network, states)


def kept(weights: Weights, folder: Path | None = None) -> Conversion:
    """The conversion from the cache, or made now and kept there.

    It is one file, written whole or not at all, so that two processes may do this at once; each of
    its parts has a checksum, and a damaged file is made anew. Where the cache cannot be written,
    each run converts.

    Args:
        weights: what to convert.
        folder: of the cache; that of the user when None.
    """
    path = place(weights, folder or Path(platformdirs.user_cache_dir("thuatngu", appauthor=False)))
    try:
        return unpacked(path)
    except FileNotFoundError:
        pass
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        logger.warning("%s: converting the encoder again, as it cannot be read: %s", path, error)
    conversion = converted(weights)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, packed(conversion))
    except (OSError, InputError) as error:
        logger.warning("the converted encoder is not kept and each run converts it: %s", error)
    return conversion


def place(weights: Weights, folder: Path) -> Path:
    """Where the conversion of these weights by this version of the runtime is kept."""
    version = graph.runtime().__version__.partition("-")[0]
    return folder / f"e5-{FORMAT}-openvino-{version}-{weights.digest()}.npz"


def packed(conversion: Conversion) -> bytes:
    """The parts as one zip archive, which has their checksums."""
    file = io.BytesIO()
    np.savez(
        file,
        tokenizer=np.frombuffer(conversion.tokenizer, np.uint8),
        structure=np.frombuffer(conversion.structure, np.uint8),
        network=np.frombuffer(conversion.network, np.uint8),
        states=conversion.states,
    )
    return file.getvalue()


def unpacked(path: Path) -> Conversion:
    """The parts of an archive.

    Raises:
        OSError, KeyError, ValueError, zipfile.BadZipFile: it is missing or damaged.
    """
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise ValueError("it is no archive")  # numpy would take it for another of its formats
        file.seek(0)
        with np.load(file, allow_pickle=False) as archive:
            return Conversion(
                archive["tokenizer"].tobytes(),
                archive["structure"].tobytes(),
                archive["network"].tobytes(),
                archive["states"],
            )
