"""Many pairs aligned, in one process or several, and again after an end that nobody chose."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from aligner import pairing
from aligner.alignment.sides import Side
from aligner.model import Bitext, Sketch, Vectors
from aligner.reading import page
from aligner.vectors import Cached
from aligner.workspace import Workspace

STORIES = 6


class Toy:
    """An encoder to which a text and its upper case are nearly one."""

    signature = "toy"
    dim = 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in [*text.casefold().split(), "-"]:
                seed = int.from_bytes(word.encode()[:32], "little")
                row += np.random.default_rng(seed).normal(size=self.dim)
            row /= np.linalg.norm(row)
        return rows

    def sketched(self, texts: Sequence[str]) -> tuple[Vectors, list[Sketch]]:
        words = [text.casefold().split() for text in texts]
        return self.encode(texts), [
            np.array([[len(word) - 4, ord(word[0]) % 60 - 30] for word in held], dtype=np.int8)
            for held in words
        ]


def text(story: int) -> str:
    return "\n".join(f"Câu {story} số {n} nói về chuyện {story * n + n}." for n in range(8))


def filled(path: Path) -> list[pairing.Pair]:
    """A workspace with pairs of documents, and the pairs."""
    pairs = []
    with Workspace.open(path) as store:
        for story in range(STORIES):
            one = page(text(story), f"{story}.vi", lang="vi")
            other = page(text(story).upper(), f"{story}.en", lang="en")
            store.add([one, other])
            pairs.append((one.id, other.id))
    return pairs


@pytest.mark.parametrize("window", [800, 20])
def test_any_number_of_workers_gives_the_same_beads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    monkeypatch.setattr(pairing, "ENOUGH", 1)
    monkeypatch.setattr(pairing, "WINDOW", window)
    found: list[list[Bitext]] = []
    for workers in (1, 2):
        path = tmp_path / f"{workers}.sqlite"
        pairs = filled(path)
        with Workspace.open(path) as store:
            cached = Cached(Toy(), store)
            found.append(list(pairing.bitexts(pairs, store, cached, workers)))
    assert found[0] == found[1]
    assert [(each.source, each.target) for each in found[0]] == pairs
    assert all(each.mode == "parallel" for each in found[0])


def test_workers_know_the_pieces_of_the_background(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparable documents are compared with them; a worker has only what is in the store."""
    monkeypatch.setattr(pairing, "ENOUGH", 1)
    found: list[list[Bitext]] = []
    for workers in (1, 2):
        pairs = []
        with Workspace.open(tmp_path / f"{workers}.sqlite") as store:
            for story in range(STORIES):
                one = page(text(story), f"{story}.vi", lang="vi")
                turned = "\n".join(reversed(text(story).upper().splitlines()))
                other = page(turned, f"{story}.en", lang="en")
                store.add([one, other])
                pairs.append((one.id, other.id))
            cached = Cached(Toy(), store)
            found.append(list(pairing.bitexts(pairs, store, cached, workers)))
    assert all(each.mode == "comparable" for each in found[0])
    assert any(bead.source and bead.target for each in found[0] for bead in each.beads)
    assert found[0] == found[1]


def test_pairs_together_give_what_each_gives_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = filled(tmp_path / "w.sqlite")
    found: list[list[Bitext]] = []
    for window in (1, 40, 800):
        monkeypatch.setattr(pairing, "WINDOW", window)
        with Workspace.open(tmp_path / "w.sqlite") as store:
            found.append(list(pairing.bitexts(pairs, store, Cached(Toy(), store), 1)))
    assert found[0] == found[1] == found[2]


def test_pairs_are_told_soon_where_they_are_encoded_and_together_where_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = filled(tmp_path / "w.sqlite")
    monkeypatch.setattr(pairing, "WINDOW", 16)
    monkeypatch.setattr(pairing, "KNOWN_WINDOW", 48)
    counts: list[list[int]] = []
    real = pairing.align_pairs

    def counted(pairs: Sequence[tuple[Side, Side]], *args: object, **options: object) -> object:
        counts[-1].append(len(pairs))
        return real(pairs, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pairing, "align_pairs", counted)
    with Workspace.open(tmp_path / "w.sqlite") as store:
        for _ in range(2):
            counts.append([])
            list(pairing.bitexts(pairs, store, Cached(Toy(), store), 1))
    assert counts == [[1, 1, 1, 1, 1, 1], [1, 2, 3]]


def test_workers_end_with_who_stops_listening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairing, "ENOUGH", 1)
    monkeypatch.setattr(pairing, "WINDOW", 1)
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def noted(*args: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(real(*args, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(pairing.subprocess, "Popen", noted)
    pairs = filled(tmp_path / "w.sqlite")
    with Workspace.open(tmp_path / "w.sqlite") as store:
        found = pairing.bitexts(pairs, store, Cached(Toy(), store), 2)
        next(found)
        found.close()  # type: ignore[attr-defined]
    assert len(started) == 2
    assert all(worker.poll() is not None for worker in started)


KILLED = """
import sys, time
from pathlib import Path
from tests.test_pairing import Toy, filled
from aligner.pairing import bitexts
from aligner.vectors import Cached
from aligner.workspace import Workspace

class Slow(Toy):
    def encode(self, texts):
        for each in texts:
            print(each[:10].replace(chr(10), " "), flush=True)
        time.sleep(0.05)
        return super().encode(texts)

path = Path(sys.argv[1])
pairs = filled(path)
with Workspace.open(path) as store:
    import aligner.vectors
    aligner.vectors.BATCH = 8
    for bitext in bitexts(pairs, store, Cached(Slow(), store), 1):
        store.save_bitext(bitext)
"""


def test_a_killed_run_encodes_only_what_it_had_not(tmp_path: Path) -> None:
    """Killed in the middle of encoding: what was encoded is kept, and the beads are the same."""
    path = tmp_path / "w.sqlite"
    root = Path(__file__).parent.parent
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)],
        stdout=subprocess.PIPE,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    assert child.stdout is not None
    for _ in range(40):
        assert child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.stdout.close()
    child.wait()
    with Workspace.open(path) as store:
        kept = store.counts().vectors
        assert kept > 0
        pairs = filled(path)
        cached = Cached(Toy(), store)
        found = list(pairing.bitexts(pairs, store, cached, 1))
        assert cached.encoded + kept == store.counts().vectors
    with Workspace.open(tmp_path / "fresh.sqlite") as store:
        pairs = filled(tmp_path / "fresh.sqlite")
        assert found == list(pairing.bitexts(pairs, store, Cached(Toy(), store), 1))


def test_a_worker_says_what_it_lacks(tmp_path: Path) -> None:
    (first, *_) = filled(tmp_path / "w.sqlite")
    done = subprocess.run(
        [sys.executable, "-m", "aligner.worker", str(tmp_path / "w.sqlite"), "toy"],
        input=json.dumps([first]).encode() + b"\n",
        capture_output=True,
        check=True,
        timeout=60,
    )
    answer = json.loads(done.stdout)
    assert answer["bitexts"] == []
    assert answer["missing"]
