"""How fast the review is, and whether its session loses anything when killed.

`bench.keys` counts the keys of a review, `bench.kills` kills it behind its terminal.

    python -m bench.tui [--candidates 100000] [--kills 200] [--folder DIR]

The application is ``thuatngu review``, as a process of its own behind a pseudo-terminal of
120 columns and 40 rows. Renderings, their places and articles in three languages are drawn with
a fixed seed for the concepts of the shipped termbase; no corpus is needed. What each
figure counts, in milliseconds:

- first concept on screen: from the start of the process until its gloss and the bar of keys
  have come out of the terminal; the first start, which compiles modules, is left out. Then until
  the answer to a key that was pressed at that moment is painted.
- a key: from the press to the last byte of what it repaints.
- alone: without the time in which its main thread was ready to run and others had the processor.
- CPU: what all threads of the process took of the processor meanwhile, user and system.
- event loop late by: how much later than asked a task wakes that sleeps two milliseconds
  again and again, in the process behind the terminal, as the keys are pressed and files saved;
  and again without waiting for the processor. The same of a loop with nothing to do, in a process
  beside it: a virtual machine that stands still is late too.
- busy at once: processor time that the loop's own thread takes between two such wakings, which
  other programs do not lengthen as much.
"""
# ruff: noqa: E402 -- the terminal is that of the tests, whose folder is no package.

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from pseudoterminal import Terminal
from test_working_copy import acknowledge

import thuatngu.cli
import tui.app
from aligner.model import (
    Bead,
    Bitext,
    Document,
    Mode,
    Occurrence,
    Reason,
    Rendering,
    Segment,
    document_id,
)
from aligner.workspace import Workspace
from glossary.termfile import load
from tui.desk import Desk
from tui.session import Session

LANGS = ("th", "hi")
WORDS = {
    "vi": ("bcdđghklmnpqrstvx", ("a", "ô", "ế", "ự", "iề", "ạ")),
    "th": ("กขคงจชตถทนบปพมยรลวสหอ", ("", "า", "ี", "้", "ำ", "ื่")),
    "hi": ("कखगघचजटडतदनपबमयरलवसह", ("", "ा", "ि", "ी", "्", "ों")),
}
"""Letters, and what may follow each."""
ARTICLES = 300
LINES = 40


def article(draw: random.Random, lang: str, slug: str) -> Document:
    """An article of words that are none, a sentence a line."""
    letters, signs = WORDS[lang]
    blank = "" if lang == "th" else " "
    lines = [
        blank.join(
            "".join(draw.choice(letters) + draw.choice(signs) for _ in range(4)) for _ in range(12)
        )
        for _ in range(LINES)
    ]
    units, start = [], 0
    for line in lines:
        units.append(Segment(start, start + len(line)))
        start += len(line) + 1
    text = "\n".join(lines)
    name = f"{slug}.{lang}.txt"
    return Document(document_id(lang, name, text), name, lang, text, units=tuple(units))


def workspace(path: Path, terms: Path, candidates: int) -> None:
    """A workspace with so many renderings, some of them listed, and aligned articles."""
    draw = random.Random(20_241)
    termbase = load(terms)
    with Workspace.open(path) as store:
        documents: dict[str, list[Document]] = {lang: [] for lang in WORDS}
        beads = tuple(Bead((n,), (n,), 0.9) for n in range(LINES))
        for number in range(ARTICLES):
            pages = {lang: article(draw, lang, f"a{number}") for lang in WORDS}
            for lang, page in pages.items():
                documents[lang].append(page)
            store.add(
                [
                    *pages.values(),
                    *(
                        Bitext(pages["vi"].id, pages[lang].id, Mode.PARALLEL, beads, "bench")
                        for lang in LANGS
                    ),
                ]
            )

        def places(lang: str, count: int) -> tuple[Occurrence, ...]:
            found = set()
            for page in draw.choices(documents[lang], k=count):
                line = draw.choice(page.units)
                start = draw.randrange(line.start, line.end - 8)
                found.add((page.id, start))
            return tuple(Occurrence(id_, start, start + 6) for id_, start in sorted(found))

        def rows() -> Iterator[Rendering]:
            each = candidates // (len(termbase) * len(LANGS)) + 1
            for concept in termbase:
                for lang in LANGS:
                    known = [term.text for term in concept.in_lang(lang)]
                    for rank in range(1, each + 1):
                        listed = rank <= len(known)
                        count = draw.randint(1, 300) if listed else draw.randint(1, 3)
                        evidence = places(lang, count)
                        letters, signs = WORDS[lang]
                        yield Rendering(
                            concept.id,
                            lang,
                            known[rank - 1]
                            if listed
                            else "".join(draw.choice(letters) + draw.choice(signs) for _ in "12345")
                            + str(rank),
                            "proposed" if listed else "new",
                            len(evidence),
                            len({at.document for at in evidence}),
                            draw.random(),
                            rank,
                            (Reason("frame", 0.7, "same head"),),
                            evidence=evidence,
                        )

        store.save_renderings("bench", rows())


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one key or start, in milliseconds."""

    wall: float
    alone: float
    """Without waiting for the processor."""
    cpu: float


def spread(name: str, times: Sequence[float], goal: str) -> None:
    """Prints one row of figures."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name:<34} min {ordered[0]:6.1f}  p50 {statistics.median(ordered):6.1f}  "
        f"p95 {p95:6.1f}  max {ordered[-1]:6.1f}  n {len(ordered):<5} {goal}"
    )


def spreads(name: str, costs: Sequence[Cost], goal: str) -> None:
    """Prints a row of what passed and a row of what the processor did."""
    spread(name, [cost.wall for cost in costs], f"goal {goal}")
    spread("    alone", [cost.alone for cost in costs], "")
    spread("    of it CPU", [cost.cpu for cost in costs], "")


def command(folder: Path, *before: str) -> list[str]:
    """The application, as people start it."""
    return [
        sys.executable,
        *(before or ("-m", "thuatngu")),
        "review",
        "--reviewer=bench",
        f"--terms={folder / 'terms.yaml'}",
        f"--workspace={folder / 'w.sqlite'}",
    ]


def warm(folder: Path) -> dict[str, str]:
    """The environment of a program whose modules are compiled, wherever we run."""
    return {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}


def key(terminal: Terminal, pressed: str) -> Cost:
    """What a key takes to the last of what it repaints."""
    terminal.settle(0.06)
    cpu, delayed = terminal.busy(), terminal.delayed()
    begin = time.perf_counter()
    terminal.press(pressed)
    if not terminal.read(5.0):
        raise AssertionError(f"nothing happened at {pressed!r}")
    last, waited = time.perf_counter(), terminal.delayed() - delayed
    while terminal.read(0.04):
        last, waited = time.perf_counter(), terminal.delayed() - delayed
    wall = last - begin
    return Cost(wall * 1000, max(0.0, wall - waited) * 1000, (terminal.busy() - cpu) * 1000)


def since_start(terminal: Terminal) -> Cost:
    """What has passed since a program was started."""
    wall = time.perf_counter() - terminal.started
    return Cost(wall * 1000, (wall - terminal.delayed()) * 1000, terminal.busy() * 1000)


def behind_a_terminal(folder: Path, starts: int, keys: int) -> None:
    """Start, moving, approving, memory, stalls."""
    termbase = load(folder / "terms.yaml")
    with Workspace.open(folder / "w.sqlite") as store:
        first = Session(folder / "terms.yaml", store, "bench").queue()[0]
    gloss = termbase.by_id[first.concept].gloss[:24]
    environ = warm(folder)
    shown, answered = [], []
    for _ in range(starts + 1):
        with Terminal(command(folder), columns=120, rows=40, environ=environ) as terminal:
            terminal.wait_for(gloss)
            terminal.wait_for("approve")
            shown.append(since_start(terminal))
            terminal.press("down")
            terminal.wait_for(f" 2/{len(termbase)} ")
            answered.append(since_start(terminal))
    spreads("first concept on screen", shown[1:], "400")
    spreads("first key answered", answered[1:], "")
    report, bare = folder / "stalls.json", folder / "bare.json"
    watched = command(folder, "-m", "bench.tui", f"--watched={report}")
    with (
        Terminal(watched, columns=120, rows=40, environ=environ) as terminal,
        subprocess.Popen([sys.executable, "-m", "bench.tui", f"--bare={bare}"], cwd=ROOT) as beside,
    ):
        terminal.wait_for(gloss)
        terminal.settle(0.5)
        spreads("move to the next concept", [key(terminal, "down") for _ in range(keys)], "p95 10")
        terminal.press("\x1b[C")
        steps = ["down", "up"] * (keys // 2)
        spreads("move to the next choice", [key(terminal, step) for step in steps], "p95 10")
        terminal.press("\x1b[D")
        spreads(
            "approve, durable and painted", [key(terminal, "\r") for _ in range(keys)], "20 / 40"
        )
        for name, pressed in (("skip", " "), ("undo", "u"), ("redo", "r")):
            costs = [key(terminal, pressed) for _ in range(keys // 2)]
            spreads(f"{name}, durable and painted", costs, "20 / 40")
        for number in range(keys):  # as fast as one types, with files saved in between
            terminal.press("\r" if number % 3 else "down")
            terminal.settle(0.02)
            if number % 20 == 19:
                terminal.settle(2.5)
        print(f"{'most memory':<34} {terminal.memory() / 2**20:.0f} MB  goal 150")
        terminal.press("q")
        terminal.ended()
        beside.terminate()
    late, alone, busy = json.loads(report.read_text("utf-8"))
    empty, empty_alone, _ = json.loads(bare.read_text("utf-8"))
    rows = (
        ("event loop late by", late),
        ("    alone", alone),
        ("a loop with nothing to do, beside", empty),
        ("    alone", empty_alone),
        ("busy at once (CPU)", busy),
    )
    for name, times in rows:
        ordered = sorted(times)
        over = sum(time > 20 for time in ordered)
        print(
            f"{name:<34} worst {ordered[-1]:.1f}, then {ordered[-2]:.1f} and {ordered[-3]:.1f}; "
            f"over 20: {over} of {len(ordered)}  goal 0"
        )


def waited() -> float:
    """Seconds that this thread was ready to run and others had the processor (Linux)."""
    return int(Path("/proc/thread-self/schedstat").read_text("ascii").split()[1]) / 1e9


class Lateness:
    """How late the event loop was each time, in milliseconds, and how long at work."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.alone: list[float] = []
        """Without the time in which others had the processor."""
        self.busy: list[float] = []

    async def watch(self, is_over: Callable[[], bool]) -> None:
        """Sleeps for 2 ms again and again."""
        while True:
            begin, cpu, delayed = time.perf_counter(), time.thread_time(), waited()
            await asyncio.sleep(0.002)
            if is_over():
                break
            self.late.append((time.perf_counter() - begin - 0.002) * 1000)
            self.alone.append(max(0.0, self.late[-1] - (waited() - delayed) * 1000))
            self.busy.append((time.thread_time() - cpu) * 1000)

    def write(self, report: Path) -> None:
        """Keeps it as JSON."""
        report.write_text(json.dumps([self.late, self.alone, self.busy]), "utf-8")


def bare(report: Path) -> None:
    """A loop with nothing to do, until it is told to end: how late the machine itself is."""
    measured = Lateness()
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: ended.append(number))
    asyncio.run(measured.watch(lambda: bool(ended)))
    measured.write(report)


def watched(report: Path, arguments: Sequence[str]) -> None:
    """Runs the application and writes down how late its event loop was, and how long at work."""
    measured = Lateness()

    async def watch(app: tui.app.Review) -> None:
        while not (isinstance(app.screen, Desk) and app.screen.painted):
            await asyncio.sleep(0.01)  # the start is measured by itself
        # Until one leaves, which waits for the thread that reads keys.
        await measured.watch(lambda: app._exit)

    class Watched(tui.app.Review):
        async def on_ready(self) -> None:
            self._watching = asyncio.create_task(watch(self))

    tui.app.Review = Watched  # type: ignore[misc]
    sys.argv = ["thuatngu", *arguments]
    try:
        thuatngu.cli.main()
    finally:
        measured.write(report)


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


def main() -> None:
    """Runs everything and prints a row for each figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--starts", type=int, default=6)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--folder", type=Path, help="keep the workspace here, and use it again")
    parser.add_argument("--watched", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.bare:
        bare(options.bare)
        return
    if options.watched:
        watched(options.watched, rest)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        kept = (options.folder or folder) / f"{options.candidates}.sqlite"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "terms.yaml", folder / "terms.yaml")
        if not kept.exists():  # under its name only once it is whole
            begun = folder / "begun.sqlite"
            workspace(begun, folder / "terms.yaml", options.candidates)
            shutil.move(begun, kept)
        shutil.copy(kept, folder / "w.sqlite")
        print(f"{options.candidates:,} candidates, {len(load(folder / 'terms.yaml'))} concepts")
        behind_a_terminal(folder, options.starts, options.keys)
        if options.kills:
            kills(folder, options.kills)


if __name__ == "__main__":
    main()
