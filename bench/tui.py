"""How fast the review is, how many keys it takes, and whether it loses anything when killed.

    python -m bench.tui [--candidates 100000] [--kills 200] [--folder DIR]

The application runs as a process of its own behind a pseudo-terminal. Renderings are
drawn with a fixed seed for the concepts of the shipped termbase; no corpus is needed. Times
are milliseconds.
"""
# ruff: noqa: E402 -- the terminal is that of the tests, whose folder is no package.

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from pseudoterminal import Terminal
from test_session import acknowledge

from aligner.model import Document, Occurrence, Reason, Rendering, document_id
from aligner.workspace import Workspace
from glossary.normalize import normalize
from glossary.termfile import load
from tui.app import Review, measured
from tui.cells import Habits
from tui.session import Session
from tui.widgets.choices import numbered

LANGS = ("th", "hi")
LETTERS = {"th": "กขคงจชตถทนบปพมยรลวสหอ", "hi": "कखगघचजटडतदनपबमयरलवसह"}


def workspace(path: Path, terms: Path, candidates: int) -> None:
    """A workspace with so many renderings, some of them listed, in one article a language."""
    draw = random.Random(20_241)
    termbase = load(terms)
    with Workspace.open(path) as store:
        documents = {}
        for lang in LANGS:
            words = ["".join(draw.choices(LETTERS[lang], k=6)) for _ in range(4000)]
            text = "\n".join(" ".join(words[n : n + 12]) for n in range(0, len(words), 12))
            documents[lang] = Document(document_id(lang, "", text), f"{lang}.txt", lang, text)
        store.add(documents.values())

        def rows() -> Iterator[Rendering]:
            each = candidates // (len(termbase) * len(LANGS)) + 1
            for concept in termbase:
                for lang in LANGS:
                    known = [term.text for term in concept.in_lang(lang)]
                    for rank in range(1, each + 1):
                        listed = rank <= len(known)
                        page = documents[lang]
                        start = draw.randrange(len(page.text) - 8)
                        yield Rendering(
                            concept.id,
                            lang,
                            known[rank - 1]
                            if listed
                            else "".join(draw.choices(LETTERS[lang], k=8)) + str(rank),
                            "proposed" if listed else "new",
                            draw.randint(1, 300),
                            2,
                            draw.random(),
                            rank,
                            (Reason("frame", 0.7, "same head"),),
                            evidence=(Occurrence(page.id, start, start + 6),),
                        )

        store.save_renderings("bench", rows())


def spread(name: str, times: Sequence[float], goal: str) -> None:
    """Prints one row of figures."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name:<34} p50 {statistics.median(ordered):7.1f}  p95 {p95:7.1f}  "
        f"max {ordered[-1]:7.1f}  n {len(ordered):<5} goal {goal}"
    )


def command(folder: Path) -> list[str]:
    """The application, without the command line around it."""
    code = (
        "import sys; from pathlib import Path; from tui.app import run; "
        "run(Path(sys.argv[1]), Path(sys.argv[2]), 'bench')"
    )
    return [sys.executable, "-c", code, str(folder / "terms.yaml"), str(folder / "w.sqlite")]


def key(terminal: Terminal, pressed: str) -> float:
    """Milliseconds from a key to the last of what it repaints."""
    terminal.settle(0.06)
    begin = time.perf_counter()
    terminal.press(pressed)
    if not terminal.read(5.0):
        raise AssertionError(f"nothing happened at {pressed!r}")
    last = time.perf_counter()
    while terminal.read(0.04):
        last = time.perf_counter()
    return (last - begin) * 1000


def behind_a_terminal(folder: Path, starts: int, keys: int) -> None:
    """Start, moving, approving, memory."""
    name = load(folder / "terms.yaml")
    with Workspace.open(folder / "w.sqlite") as store:
        first = Session(folder / "terms.yaml", store, "bench").queue()[0]
    gloss = name.by_id[first.concept].gloss[:24]
    times = []
    for _ in range(starts):
        with Terminal(command(folder), columns=120, rows=40) as terminal:
            terminal.wait_for(gloss)
            times.append((time.perf_counter() - terminal.started) * 1000)
    spread("first concept on screen", times[1:], "400")
    with Terminal(command(folder), columns=120, rows=40) as terminal:
        terminal.wait_for(gloss)
        terminal.settle(0.5)
        spread("move to the next concept", [key(terminal, "down") for _ in range(keys)], "p95 10")
        terminal.press("\x1b[C")
        steps = ["down", "up"] * (keys // 2)
        spread("move to the next choice", [key(terminal, step) for step in steps], "p95 10")
        terminal.press("\x1b[D")
        spread(
            "approve, durable and painted", [key(terminal, "\r") for _ in range(keys)], "20 / 40"
        )
        spread(
            "undo, durable and painted", [key(terminal, "u") for _ in range(keys // 2)], "20 / 40"
        )
        print(f"{'most memory':<34} {terminal.memory() / 2**20:.0f} MB  goal 150")


async def stalls(folder: Path, keys: int) -> list[float]:
    """How late the event loop is, every millisecond, while keys are pressed and files saved."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append((time.perf_counter() - begin - 0.001) * 1000)

    with Workspace.open(folder / "w.sqlite") as store, measured(Habits()):
        app = Review(Session(folder / "terms.yaml", store, "stalls"), save_after=0.2)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(0.5)
            task = asyncio.create_task(watch())
            for number in range(keys):
                await pilot.press("enter" if number % 3 else "n", *[] if number % 3 else ["escape"])
            await pilot.pause(1.0)
            task.cancel()
    return late


def keys_needed(folder: Path) -> float:
    """Keys a concept when each language is given what the gold names of the examples call good."""
    gold: dict[tuple[str, str], Counter[str]] = {}
    for line in (ROOT / "examples/corpus/gold/renderings.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        lang = Path(row["document"]).name[:2]
        if row["quality"] == "good" and row["concept"] and lang in LANGS:
            gold.setdefault((row["concept"], lang), Counter())[row["text"]] += 1
    with Workspace.open(folder / "w.sqlite") as store:
        session = Session(folder / "terms.yaml", store, "bench")
        total: list[int] = []
        for concept in sorted({concept for concept, _ in gold}):
            if concept not in session.termbase.by_id:
                continue
            page = session.page(concept)
            pressed = 1  # Enter
            for row in numbered(page, session.langs, 16):
                wanted = gold.get((concept, row.choice.lang))
                if wanted and row.number and not row.starred:
                    best = normalize(wanted.most_common(1)[0][0], row.choice.lang).key
                    texts = (row.choice.text, *(row.choice.term.forms if row.choice.term else ()))
                    pressed += best in {normalize(t, row.choice.lang).key for t in texts}
            total.append(pressed)
    return statistics.mean(total)


def kills(folder: Path, number: int) -> None:
    """A session is killed as it decides and saves; all that it told of must be there."""
    (folder / "workspace.sqlite").unlink(missing_ok=True)
    Workspace.open(folder / "workspace.sqlite").close()
    context = get_context("forkserver")
    context.set_forkserver_preload(["tui.session"])
    draw = random.Random(7)
    told: set[str] = set()
    for _ in range(number):
        mine, theirs = context.Pipe(duplex=False)
        worker = context.Process(target=acknowledge, args=(folder, theirs))
        worker.start()
        theirs.close()
        told.add(mine.recv()[0])
        time.sleep(draw.random() * 0.1)
        worker.kill()
        worker.join()
        while mine.poll():
            try:
                told.add(mine.recv()[0])
            except EOFError:
                break
        load(folder / "terms.yaml")
    with Workspace.open(folder / "workspace.sqlite") as store:
        store.verify()
        lost = len(told - {made.id for made in store.decisions()})
    print(f"{'killed':<34} {number} times, {lost} of {len(told)} decisions lost  goal 0")


def kills_on_screen(folder: Path, number: int) -> None:
    """The application is killed after Enter; what the screen said must be in the log."""
    draw = random.Random(7)
    lost = said = 0
    for _ in range(number):
        with Workspace.open(folder / "w.sqlite") as store:
            before = len({made.id.partition("/")[0] for made in store.decisions()})
        with Terminal(command(folder)) as terminal:
            terminal.wait_for("open")
            terminal.settle(0.15)
            mark = len(terminal.raw)
            terminal.press("\r")
            told = False
            until = time.perf_counter() + draw.random() * 0.1
            while time.perf_counter() < until:
                terminal.read(0.005)
                told = ": th " in terminal.text(mark) or ": hi " in terminal.text(mark)
        with Workspace.open(folder / "w.sqlite") as store:
            store.verify()
            after = len({made.id.partition("/")[0] for made in store.decisions()})
        said += told
        lost += told and after == before
    print(
        f"{'killed after Enter':<34} {number} times, {lost} of {said} that it told of lost  goal 0"
    )


def main() -> None:
    """Runs everything and prints a row for each figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--starts", type=int, default=6)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "terms.yaml", folder / "terms.yaml")
        if not (folder / "w.sqlite").exists():
            workspace(folder / "w.sqlite", folder / "terms.yaml", options.candidates)
        print(f"{options.candidates:,} candidates, {len(load(folder / 'terms.yaml'))} concepts")
        print(f"{'keys a concept, examples':<34} {keys_needed(folder):.2f}  goal 1.5")
        behind_a_terminal(folder, options.starts, options.keys)
        spread("event loop late by", asyncio.run(stalls(folder, options.keys)), "max 20")
        if options.kills:
            kills(folder, options.kills)
            kills_on_screen(folder, options.kills // 4)


if __name__ == "__main__":
    main()
