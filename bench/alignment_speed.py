"""How long alignment takes beside its encoder: `python -m bench.alignment_speed FOLDER`.

FOLDER holds parallel lines as for `bench.alignment`; a few documents of each language pair are
aligned in one go. Times are seconds of the processor, of all its cores together, so that other
work on the machine counts little; numpy has one thread, as in `thuatngu align`, for waiting threads
would count too. Memory is the highest that a process of its own reached.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is imported

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aligner.alignment import Background, align_pairs, align_segments, shipped_background, side
from aligner.alignment.beads import Lattice, best_paths, posteriors
from aligner.alignment.configuration import FROZEN, LINES
from aligner.e5.fast import FastE5
from aligner.encoder import load
from aligner.model import Mode, Sketch, Vectors
from aligner.vectors import Cached
from aligner.workspace import Workspace
from bench import peers
from bench.alignment import Lines, read_folder


class Timed:
    """The embedded encoder, with a count of what it is asked for and of its processor time."""

    def __init__(self, encoder: FastE5) -> None:
        self._encoder = encoder
        self.signature = encoder.signature
        self.dim = encoder.dim
        self.clear()

    def clear(self) -> None:
        """Count from here."""
        self.spent = 0.0
        self.characters = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        start = time.process_time()
        rows = self._encoder.encode(texts)
        self.spent += time.process_time() - start
        self.characters += sum(map(len, texts))
        return rows

    def sketched(self, texts: Sequence[str]) -> tuple[Vectors, list[Sketch]]:
        start = time.process_time()
        found = self._encoder.sketched(texts)
        self.spent += time.process_time() - start
        self.characters += sum(map(len, texts))
        return found


def programme_speed(n: int = FROZEN.piece, count: int = 24) -> float:
    """Lines a second of one core through both passes of the programme and the choice of the path.

    The best of several times.
    """
    draw = np.random.default_rng(0)
    nulls = draw.normal(-1, 1, size=(2, n)).astype(np.float32)
    lattices = [
        Lattice(LINES, draw.normal(-3, 1, (len(LINES), n, n)).astype(np.float32), nulls, nulls)
        for _ in range(count)
    ]
    best = np.inf
    for _ in range(9):
        start = time.process_time()
        best_paths(posteriors(lattices), FROZEN.lines.toll, FROZEN.lines.null_toll)
        best = min(best, time.process_time() - start)
    return 2 * n * count / best


def aligned(documents: Sequence[Lines], cached: Cached, background: Background) -> float:
    """Seconds to align documents, from their lines to their beads."""
    start = time.process_time()
    align_pairs(
        [
            (side(each.source, each.langs[0]), side(each.target, each.langs[1]))
            for each in documents
        ],
        cached.embed,
        mode=Mode.PARALLEL,
        background=background,
        sketches=cached.sketches,
    )
    return time.process_time() - start


def long_document(count: int) -> None:
    """Align `count` lines with as many, of vectors that lie as those of translations do."""
    draw = np.random.default_rng(0)
    meant = draw.normal(size=(count, 384)).astype(np.float32)

    def embed(texts: Sequence[str]) -> Vectors:
        rows = np.empty((len(texts), 384), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            named = [int(word) for word in text.lower().split() if word.isdigit()]
            noise = np.random.default_rng(len(text) + sum(named)).normal(size=384)
            row[:] = meant[named].sum(axis=0) / max(1, len(named)) + 0.5 * noise
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    draws = np.random.default_rng(1)
    source = [f"line {k}" for k in range(count)]
    target = [f"LINE {k}" for k in range(count) if draws.random() > 0.05]
    background = Background({"en": draw.normal(size=(40, 384)).astype(np.float32)})
    start = time.process_time()
    align_segments(
        side(source, "en"), side(target, "en"), embed, mode=Mode.PARALLEL, background=background
    )
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} x {count:,} lines: {spent:.1f} s without an encoder, peak {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=60, help="lines a document")
    parser.add_argument("--documents", type=int, default=4, help="of each language pair")
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    loaded = load(threads=options.threads)
    if not isinstance(loaded, FastE5):
        raise SystemExit("these figures are of the embedded encoder on OpenVINO")
    encoder = Timed(loaded)
    print(f"signature {FROZEN.signature(encoder.signature)}")
    print(f"dynamic programme: {programme_speed():.0f} lines/s of one core")
    pairs: dict[tuple[str, str], list[Lines]] = {}
    for lines in read_folder(options.folder, options.size):
        pairs.setdefault(lines.langs, []).append(lines)
    for documents in pairs.values():
        report(documents[: options.documents], encoder, peers_too=not options.no_peers)
    big = multiprocessing.get_context("spawn").Process(target=long_document, args=(10_000,))
    big.start()
    big.join()


def report(documents: Sequence[Lines], encoder: Timed, *, peers_too: bool) -> None:
    """Times of some documents: all of it, the encoder's part, and the second run."""
    langs = documents[0].langs
    texts = [text for each in documents for text in (*each.source, *each.target)]
    background = shipped_background(Cached(encoder).embed, langs)
    encoder.encode(texts[:8])  # the first call sets the runtime up
    encoder.clear()
    encoder.encode(texts)
    once, characters = encoder.spent, encoder.characters
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder) / "w.sqlite") as kept:
        encoder.clear()
        first = aligned(documents, Cached(encoder, kept), background)
        inside, asked = encoder.spent, encoder.characters
        again = min(aligned(documents, Cached(encoder, kept), background) for _ in range(5))
    print(
        f"{'-'.join(langs)}, {len(documents)} documents, {len(texts)} lines: {first:.2f} s, "
        f"{first / inside:.2f} x its encoding, {first / once:.2f} x each line's once; "
        f"second run {len(texts) / again:.0f} lines/s"
    )
    if peers_too:
        encoder.clear()
        start = time.process_time()
        for each in documents:
            peers.vecalign(each.source, each.target, Cached(encoder).embed)
        whole = time.process_time() - start
        print(
            f"  Vecalign's recurrence: {whole / first:.1f} times as long, "
            f"{encoder.spent / inside:.1f} times in the encoder, which it asks for "
            f"{encoder.characters / characters:.2f} characters for each of the text, "
            f"and ours for {asked / characters:.2f}"
        )


if __name__ == "__main__":
    main()
