"""The embedded encoder, loaded with the first text: where all vectors are kept, it never is.

Which signature it will have is known from when it was last loaded here, for the runtime proves
itself only then. What can change that names the file that says so: the weights, the runtime's
version and the processor.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import platform
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from aligner.e5 import VECTORS
from aligner.e5.weights import Weights, bundled, user_folder
from aligner.encoder import DEFAULT, Encoder, load
from aligner.model import Sketch, Vectors
from glossary.durable import write_atomically
from glossary.errors import InputError

logger = logging.getLogger(__name__)

FORMAT = 1
"""Of the file."""


class Proof(msgspec.Struct):
    """What the encoder was when it was last loaded."""

    signature: str
    dim: int


class Deferred:
    """The embedded encoder, which loads when it is first asked for a vector."""

    def __init__(self, proof: Proof, load: Callable[[], Encoder]) -> None:
        """Take the word of what it will be.

        Args:
            proof: that word.
            load: loads it.
        """
        self.signature = proof.signature
        self.dim = proof.dim
        self._load = load

    @cached_property
    def _encoder(self) -> Encoder:
        encoder = self._load()
        if encoder.signature != self.signature:
            raise InputError(
                f"encoder: its vectors are no longer those of {self.signature} but of "
                f"{encoder.signature}, and the two are never mixed; run the command again"
            )
        return encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, in order: shape (n, dim), rows of unit length.

        Raises:
            InputError: it cannot be loaded, or is not what it was.
        """
        return self._encoder.encode(texts)

    def sketched(self, texts: Sequence[str]) -> tuple[Vectors, list[Sketch]]:
        """As `encode`, with the sketches of each text's pieces."""
        from aligner.e5.fast import FastE5

        assert isinstance(self._encoder, FastE5)  # no other is deferred
        return self._encoder.sketched(texts)


def deferred(
    name: str = DEFAULT, threads: int | None = None, folder: Path | None = None
) -> Encoder:
    """As `aligner.encoder.load`, but the embedded encoder may load only when it is needed.

    Args:
        name: of the encoder.
        threads: as in `aligner.encoder.load`.
        folder: keeps what the encoder was; the user's cache when None.

    Raises:
        InputError: there is no such encoder, or it is not installed.
    """
    if name != DEFAULT or importlib.util.find_spec("openvino") is None:
        return load(name, threads)
    path = place(Weights(bundled()), folder or user_folder())

    def proved() -> Encoder:
        encoder = load(name, threads)
        _keep(path, encoder)
        return encoder

    try:
        proof = msgspec.json.decode(path.read_bytes(), type=Proof)
    except (OSError, msgspec.MsgspecError):
        return proved()
    return Deferred(proof, proved)


def place(weights: Weights, folder: Path) -> Path:
    """Where it is kept what these weights and the runtime gave on this processor."""
    found = importlib.util.find_spec("openvino")
    packages = Path(found.origin).parent.parent if found and found.origin else Path()
    facts = [
        f"{FORMAT} {VECTORS}",
        weights.digest(),
        *sorted(each.name for each in packages.glob("openvino-*")),
        platform.machine(),
        *_processor(),
        os.environ.get("ONEDNN_MAX_CPU_ISA", ""),
    ]
    key = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]
    return folder / f"e5-proof-{key}.json"


def _processor() -> list[str]:
    """What kind of processor this is, without the runtime."""
    try:
        lines = (
            Path("/proc/cpuinfo").read_text("utf-8", "replace").partition("\n\n")[0].splitlines()
        )
    except OSError:
        return [platform.processor()]
    return [line for line in lines if line.startswith(("model name", "flags", "Features", "CPU "))]


def _keep(path: Path, encoder: Encoder) -> None:
    """Keep what the encoder is; of one that is not to be deferred, that nothing is known."""
    from aligner.e5.fast import FastE5

    try:
        if not isinstance(encoder, FastE5):
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, msgspec.json.encode(Proof(encoder.signature, encoder.dim)))
    except (OSError, InputError) as error:
        logger.warning("each run loads the encoder, as this cannot be kept: %s", error)
