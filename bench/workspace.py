# ruff: noqa: SIM905 -- words of a language read better in one string than as a list.
"""How fast the workspace is at a size nobody has yet, and whether it keeps its word when killed.

    python bench/workspace.py [--renderings 1000000] [--kills 200] [--folder DIR]

Prints a table of medians and 95th percentiles in milliseconds. Text and vectors
are drawn with a fixed seed; no corpus is needed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from aligner.model import Document, Occurrence, Reason, Rendering, document_id
from aligner.workspace import Workspace
from glossary.decision import Action, Decision

WORDS = "คณะกรรมการ พรรค จังหวัด งาน ระดมมวลชน ประชุม นโยบาย ประชาชน รัฐบาล พัฒนา เศรษฐกิจ สังคม".split()


def main() -> None:
    """Build, measure, kill, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--renderings", type=int, default=1_000_000)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    print(f"SQLite {sqlite3.sqlite_version}, {options.renderings} renderings, ", end="")
    print(f"{options.documents} documents of 30 lines")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        measure(Path(folder) / "workspace", options.documents, options.renderings)
        kill(Path(folder) / "killed", options.kills)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory':40} {peak:9.0f} MB")


def documents(count: int) -> Iterator[Document]:
    """Thai pages of 30 lines."""
    draw = random.Random(1)
    for number in range(count):
        lines = (" ".join(draw.choices(WORDS, k=12)) for _ in range(30))
        text = f"{number}\n" + "\n".join(lines)
        yield Document(document_id("th", "", text), f"{number}.txt", "th", text)


def renderings(count: int, ids: list[str]) -> Iterator[Rendering]:
    """Rows of 200 concepts in two languages, three occurrences each."""
    draw = random.Random(2)
    for number in range(count):
        concept, rank = divmod(number, max(1, count // 400))
        yield Rendering(
            f"concept-{concept // 2:03}",
            ("hi", "th")[concept % 2],
            "".join(draw.choices(WORDS, k=3)),
            "new",
            3,
            3,
            draw.random(),
            rank + 1,
            (Reason("gloss-similarity", draw.random(), "near its gloss"), Reason("slug", 1.0)),
            tuple(draw.choices(WORDS, k=3)),
            "gloss",
            tuple(Occurrence(id_, 5, 20) for id_ in sorted(draw.sample(ids, 3))),
        )


def measure(path: Path, pages: int, rows: int) -> None:
    """Time what the commands and the application do."""
    with Workspace.open(path) as workspace:
        made = list(documents(pages))
        once("add documents", lambda: workspace.add(made))
        once("add them again", lambda: workspace.add(made))
        ids = [page.id for page in made]
        once("save renderings", lambda: workspace.save_renderings("bench", renderings(rows, ids)))
        vectors = [(f"{number:064x}", bytes(1536)) for number in range(50_000)]
        once("save 50,000 vectors", lambda: workspace.save_vectors(vectors, "e5"))
        keys = [key for key, _ in vectors]
        once("look 50,000 vectors up", lambda: workspace.vectors(keys, "e5"))
        draw = random.Random(3)

        def page(evidence: int | None) -> None:
            workspace.renderings(
                f"concept-{draw.randrange(200):03}",
                draw.choice(["hi", "th"]),
                limit=50,
                offset=50 * draw.randrange(rows // 400 // 50 or 1),
                evidence=evidence,
            )

        def decide() -> None:
            id_ = f"{draw.getrandbits(128):032x}/1"
            workspace.append(
                Decision(id_, "2025-01-01T00:00:00Z", "An", Action.PREFER, "dan-van", "th", "ก")
            )

        many("page of 50 renderings, no evidence", lambda: page(0))
        many("page of 50 renderings, all evidence", lambda: page(None))
        many("page at a random place of all", lambda: deep(workspace, draw.randrange(rows)))
        many("tallies of all concepts", workspace.tallies)
        many("append a decision, durable", decide)
        many("decisions of a concept", lambda: workspace.decisions("dan-van"))
        many("one document", lambda: workspace.document(draw.choice(ids)))
        many("counts", workspace.counts, 5)
    many("open and close", lambda: Workspace.open(path).close())
    print(f"{'size of the file':40} {path.stat().st_size / 1e6:9.0f} MB")


def deep(workspace: Workspace, offset: int) -> None:
    """A page that only an offset names."""
    workspace.renderings(limit=50, offset=offset, evidence=0)


def once(name: str, run: Callable[[], object]) -> None:
    """Print how long one run takes."""
    begun = time.perf_counter()
    run()
    print(f"{name:40} {time.perf_counter() - begun:9.2f} s", flush=True)


def many(name: str, run: Callable[[], object], times: int = 200) -> None:
    """Print median and 95th percentile of many runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append((time.perf_counter() - begun) * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"{name:40} {statistics.median(taken):9.2f} ms, p95 {p95:.2f} ms", flush=True)


def append_for_ever(path: Path, name: str, acknowledged: Connection) -> None:
    """Append decisions and say so after each."""
    with Workspace.open(path, timeout=60) as workspace:
        number = 0
        while True:
            made = Decision(f"{name}-{number}", "", name, Action.SKIP, "a")
            workspace.append(made)
            acknowledged.send(made.id)
            number += 1


def kill(path: Path, times: int) -> None:
    """Kill a process that appends, at random moments, and look for what it acknowledged."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["aligner.workspace"])
    draw = random.Random(4)
    acknowledged: set[str] = set()
    for run in range(times):
        ours, theirs = processes.Pipe(duplex=False)
        process = processes.Process(target=append_for_ever, args=(path, str(run), theirs))
        process.start()
        theirs.close()
        acknowledged.add(ours.recv())
        time.sleep(draw.uniform(0, 0.05))
        process.kill()
        try:
            while True:
                acknowledged.add(ours.recv())
        except (EOFError, OSError):
            ours.close()
        process.join()
    with Workspace.open(path) as workspace:
        workspace.verify()
        kept = {made.id for made in workspace.decisions()}
    lost = len(acknowledged - kept)
    print(f"{'killed':40} {times:9} times, {len(acknowledged)} acknowledged, {lost} lost")


if __name__ == "__main__":
    main()
