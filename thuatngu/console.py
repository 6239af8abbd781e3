"""What people see: stdout is data, stderr is for people, colour only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from glossary.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console


PIPED = 120
"""Cells of a table that goes into a pipe or a file."""
WIDE = 110
"""Cells from which renderings stand beside the figures of their concept, else below them."""


def say(message: str) -> None:
    """One line for people, on stderr."""
    print(visible(message, keep_lines=True), file=sys.stderr)  # noqa: T201


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as "1 finding", "2,114 findings" and "3 key presses"."""
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{ending}"


def write(text: str) -> None:
    """Data, on stdout, as it is."""
    sys.stdout.write(text)


def write_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """JSON Lines on stdout: UTF-8, keys in the order given."""
    import msgspec

    encoder = msgspec.json.Encoder()
    for row in rows:
        sys.stdout.write(encoder.encode(row).decode() + "\n")


def on_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def columns() -> int:
    """Cells of a line on stdout: those of the terminal, or of a table in a pipe."""
    return stdout_console().width if on_terminal() else PIPED


def as_terminals_draw() -> None:
    """Makes Rich measure text as terminals draw it; alone, it takes a vowel sign of Hindi for
    no cell."""
    from tui.cells import HABITS, install

    install(HABITS)


def stdout_console() -> Console:
    """A Rich console on stdout that never reads markup in what it is given."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False, soft_wrap=not on_terminal())


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
    firm: Sequence[int] = (),
    beside: tuple[Sequence[str], Sequence[Sequence[str]]] = ((), ()),
    below: Sequence[str] | None = None,
) -> None:
    """A table on stdout.

    Args:
        headings: of the columns.
        rows: as many cells each.
        right: indices of right-aligned columns.
        whole: indices of columns that go on below where there is no room, and are not cut.
        firm: indices of columns that keep their width, whatever becomes of the others.
        beside: headings and rows of further columns, left out where there are fewer cells than
            `WIDE`.
        below: what they say, as one text for each row, set under it from the second column on
            in their stead; rows take one line each then.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if below is not None and columns() >= WIDE:
        headings = (*headings, *beside[0])
        rows = [(*row, *more) for row, more in zip(rows, beside[1], strict=True)]
        below = None
    as_terminals_draw()
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, heading in enumerate(headings):
        drawn.add_column(
            Text(heading),
            justify="right" if index in right else "left",
            overflow="fold" if index in whole else "ellipsis",
            no_wrap=index in firm or below is not None,
        )
    for row in rows:
        drawn.add_row(*(Text(visible(cell)) for cell in row))
    console = stdout_console()
    console.width = columns()
    with console.capture() as captured:
        console.print(drawn)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    if below is not None:
        from thuatngu.hanging import hung

        indent = " " * (max(map(len, (headings[0], *(row[0] for row in rows)))) + 3)
        lines, ruled = lines[:2], lines[2:]
        for line, text in zip(ruled, below, strict=True):
            lines += [line, *hung(indent, text, console.width)]
    write("".join(f"{line}\n" for line in lines))


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr with rate and remaining time; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from datetime import timedelta

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Items a second and remaining time, by all that was done: items come in bursts."""

        def render(self, task: Task) -> Text:
            if not (task.total and task.completed and task.elapsed):
                return Text("")
            left = round((task.total - task.completed) * task.elapsed / task.completed)
            rate = task.completed / task.elapsed
            shown = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
            return Text(f"{shown}/s, {timedelta(seconds=left)} left", style="dim")

    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(label, total=None)

        def update(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield update
