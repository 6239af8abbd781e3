"""Killing the review behind a terminal, and holding it to what its screen had said by then."""

from __future__ import annotations

import random
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from pseudoterminal import Terminal

from aligner.workspace import Workspace
from glossary.decision import Action
from glossary.termfile import load
from tui.ledger import Ledger
from tui.session import Session

REVIEWER = "Mai"
_UNDO = re.compile(r"undo (\d+)")
_APPROVED = re.compile(r"approved ([^:\r\n]+): (?:th|hi) ")
_RUN = (
    "import sys; from pathlib import Path; from tui.opening import run; "
    f"run(Path(sys.argv[1]), Path(sys.argv[2]), {REVIEWER!r})"
)
_SAVE = "\x1bOS"


@dataclass(frozen=True)
class Killed:
    """What one killed review had said, and what is left of it."""

    pressed: int
    """Keys that decide."""
    said: int
    """Key presses whose decisions the screen had told of."""
    lost: int
    """Of these, those that are not in the log."""
    waited: float
    """Seconds from the last key to the end."""


def kill(folder: Path, draw: random.Random, *, most: int = 6, wait: float = 0.12) -> Killed:
    """Opens the review, decides, and kills it at a random moment after the last key.

    Each key but the last two is seen on the screen before the next is pressed, as a
    person would; a save of the termbase begins now and then, so that some are killed too.

    Args:
        folder: of ``terms.yaml`` and ``workspace.sqlite``.
        draw: where chance comes from.
        most: decisions at most.
        wait: seconds at most between the last key and the end.

    Raises:
        InputError: what is left cannot be read.
        AssertionError: the application does not start or does not react.
    """
    paths = folder / "terms.yaml", folder / "workspace.sqlite"
    start = _depth(folder)
    number = draw.randint(1, most)
    with Terminal([sys.executable, "-c", _RUN, *map(str, paths)], columns=120) as terminal:
        terminal.wait_for(f"undo {start}")
        terminal.settle(0.1)
        mark = len(terminal.raw)
        for n in range(1, number + 1):
            terminal.press(draw.choice("\r\r\r "))
            if n < number - 1:
                terminal.wait_for(f"undo {start + n}", after=mark)
            if draw.random() < 0.3:
                terminal.press(_SAVE)
        waited = draw.random() * wait
        until = time.perf_counter() + waited
        while (left := until - time.perf_counter()) > 0:
            terminal.read(left)
        terminal.process.kill()
        terminal.process.wait()
        # What it had written before it was killed may be unread yet.
        terminal.settle(0.01)
        text = terminal.text(mark)
    told = max((int(found) for found in _UNDO.findall(text)), default=start)
    load(paths[0])  # old or new, never half
    with Workspace.open(paths[1], create=False) as store:
        store.verify()
        session = Session(paths[0], store, REVIEWER)
        kept = session.undoable
        approved = {d.concept for d in store.decisions() if d.action is Action.PREFER}
        names = {session.termbase.by_id[concept].name for concept in approved}
        lost = len(set(_APPROVED.findall(text)) - names)
    return Killed(number, told - start, max(lost, told - kept), waited)


def _depth(folder: Path) -> int:
    with Workspace.open(folder / "workspace.sqlite", create=False) as store:
        ledger = Ledger(REVIEWER)
        ledger.add(store.decisions())
        return ledger.depth
