"""Many pairs of documents aligned: encoded together, aligned over the cores, given in order.

Encoding takes all cores by itself; what comes after it is Python and numpy, in a process a core.
A worker process (`aligner.worker`) reads documents and vectors from the workspace and has no
encoder: where it lacks vectors it says so, and its pairs are tried again once there are some. So
there is one encoder whatever the number of workers, and the beads are the same for any.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue

import msgspec
import numpy as np

from aligner.alignment import Background, align_pairs, shipped_background
from aligner.alignment.sides import Side
from aligner.model import Bitext, Document
from aligner.vectors import Cached
from aligner.workspace import Workspace
from glossary import programs

Pair = tuple[str, str]
"""Ids of a source and of a target document."""

WINDOW = 400
"""Segments from which on pairs are enough to be encoded together: it takes seconds, and then what
is done is told."""
KNOWN_WINDOW = 3_200
"""The same where all vectors are known: larger ones take less time."""
ENOUGH = 4_000
"""Segments on both sides from which workers, which take half a second to start, are worth it."""


class Answer(msgspec.Struct):
    """What a worker says of some pairs: their bitexts, or the texts that have no vector yet."""

    bitexts: list[Bitext] = []
    missing: list[str] = []


def bitexts(
    pairs: Sequence[Pair], store: Workspace, embedder: Cached, workers: int
) -> Iterator[Bitext]:
    """The alignments of pairs of documents, in their order.

    Args:
        pairs: ids of documents of the workspace.
        store: holds them, and the vectors.
        embedder: keeps its vectors in `store`.
        workers: processes to use; 1 uses none but this one, and so does little work.

    Raises:
        KeyError: there is no such document.
    """
    sizes = {entry.id: entry.segments for entry in store.catalogue()}
    if workers > 1 and sum(sizes[each] for pair in pairs for each in pair) >= ENOUGH:
        yield from _spread(pairs, sizes, store, embedder, workers)
        return
    background = _background(store, embedder)
    for window in _windows(pairs, sizes, embedder):
        sides = _encoded(window, store, embedder)
        for bitext, _ in align_pairs(
            [(sides[source], sides[target]) for source, target in window],
            embedder.embed,
            background=background,
            encoder=embedder.signature,
            sketches=embedder.sketches,
        ):
            yield bitext


def side_of(store: Workspace, document: Document | str) -> Side:
    """A document of the workspace as one side of an alignment."""
    page = store.document(document) if isinstance(document, str) else document
    return Side(page.text, store.segments(page.id), page.lang, page.id)


def _windows(
    pairs: Sequence[Pair], sizes: Mapping[str, int], embedder: Cached
) -> Iterator[Sequence[Pair]]:
    """The pairs in stretches, which grow as long as nothing has to be encoded.

    Args:
        pairs: what is to be aligned.
        sizes: segments of each document.
        embedder: has seen to each stretch when the next one is asked for.
    """
    window: list[Pair] = []
    ids: set[str] = set()
    enough, encoded = WINDOW, embedder.encoded
    for pair in pairs:
        window.append(pair)
        ids.update(pair)
        if sum(sizes[id_] for id_ in ids) >= enough:
            yield window
            window, ids = [], set()
            enough = min(KNOWN_WINDOW, 2 * enough) if embedder.encoded == encoded else WINDOW
            encoded = embedder.encoded
    if window:
        yield window


def _encoded(window: Iterable[Pair], store: Workspace, embedder: Cached) -> dict[str, Side]:
    """The documents of some pairs, once the vectors of their content are in the store."""
    sides = {id_: side_of(store, id_) for pair in window for id_ in pair}
    texts = [side.meant(index) for side in sides.values() for index in side.content]
    if embedder.sketches(texts) is None:
        embedder.embed(texts)
    return sides


def _spread(
    pairs: Sequence[Pair],
    sizes: Mapping[str, int],
    store: Workspace,
    embedder: Cached,
    workers: int,
) -> Iterator[Bitext]:
    _background(store, embedder)
    with _crew(store, embedder.signature, workers) as crew:
        waiting: list[Future[Answer]] = []
        for window in _windows(pairs, sizes, embedder):
            _encoded(window, store, embedder)
            # They work on these while those before are seen to.
            following = [crew.submit(share) for share in _shares(window, sizes, workers)]
            yield from _seen_to(waiting, embedder, crew)
            waiting = following
        yield from _seen_to(waiting, embedder, crew)


def _background(store: Workspace, embedder: Cached) -> Background:
    """That of all languages of the workspace, which has its vectors and sketches from then on."""
    langs = sorted({entry.lang for entry in store.catalogue()})
    return shipped_background(embedder.embed, langs, embedder.sketches)


def _shares(
    window: Sequence[Pair], sizes: Mapping[str, int], workers: int
) -> Iterator[Sequence[Pair]]:
    """The pairs of a window in order, in one stretch for each worker, of about equal work."""
    work = [sizes[source] + sizes[target] for source, target in window]
    ends = np.cumsum(work) - np.array(work) / 2
    owners = (ends * workers / max(1, sum(work))).astype(int)
    for worker in range(workers):
        share = [pair for pair, owner in zip(window, owners, strict=True) if owner == worker]
        if share:
            yield share


def _seen_to(waiting: Sequence[Future[Answer]], embedder: Cached, crew: _Crew) -> Iterator[Bitext]:
    """The bitexts of pairs, after what they lacked was encoded together."""
    answers = [future.result() for future in waiting]
    while lacking := [place for place, answer in enumerate(answers) if answer.missing]:
        embedder.embed([text for place in lacking for text in answers[place].missing])
        again = {place: crew.again(waiting[place]) for place in lacking}
        for place, future in again.items():
            answers[place] = future.result()
    for answer in answers:
        yield from answer.bitexts


class _Crew:
    """Worker processes, each with a thread that speaks to it."""

    def __init__(self, command: Sequence[str], workers: int) -> None:
        # Each worker has one core; more threads of its libraries would only be in the way.
        single = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        self._workers = [
            subprocess.Popen(  # noqa: S603, our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | single
            )
            for _ in range(workers)
        ]
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for worker in self._workers:
            self._free.put(worker)
        self._threads = ThreadPoolExecutor(workers)
        self._asked: dict[Future[Answer], Sequence[Pair]] = {}

    def submit(self, pairs: Sequence[Pair]) -> Future[Answer]:
        future = self._threads.submit(self._ask, pairs)
        self._asked[future] = pairs
        return future

    def again(self, done: Future[Answer]) -> Future[Answer]:
        return self._threads.submit(self._ask, self._asked[done])

    def _ask(self, pairs: Sequence[Pair]) -> Answer:
        worker = self._free.get()
        try:
            if worker.stdin is None or worker.stdout is None:
                raise RuntimeError("a worker has no pipes")
            worker.stdin.write(msgspec.json.encode(pairs) + b"\n")
            worker.stdin.flush()
            line = worker.stdout.readline()
        finally:
            self._free.put(worker)
        if not line.endswith(b"\n"):
            raise RuntimeError(f"a worker process ended while it aligned {pairs}")
        return msgspec.json.decode(line, type=Answer)

    def close(self) -> None:
        """Ends the workers, whatever they are doing: they write nothing."""
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            with worker:
                pass


@contextmanager
def _crew(store: Workspace, signature: str, workers: int) -> Iterator[_Crew]:
    crew = _Crew(programs.ours("aligner.worker", str(store.path), signature), workers)
    try:
        yield crew
    finally:
        crew.close()
