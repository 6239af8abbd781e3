"""`review`: the reviewers' application; `doctor`: whether the terminal is up to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from glossary.errors import InputError
from thuatngu import reviewing
from thuatngu.console import counted, on_terminal, say, write
from thuatngu.options import OwnTerms, Workspace, add_command
from thuatngu.reviewing import Wishes


def review(
    reviewer: Annotated[
        str,
        typer.Option(
            envvar=list(reviewing.REVIEWERS),
            help="Who decides; kept with each decision.",
            show_default=False,
        ),
    ] = "",
    ascii_only: Annotated[
        bool, typer.Option("--ascii", help="Draw with ASCII characters only.")
    ] = False,
    screenshot: Annotated[
        Path | None,
        typer.Option(help="Write a picture (SVG) of the application instead of opening it."),
    ] = None,
    press: Annotated[
        list[str] | None,
        typer.Option(help="With --screenshot: a key to press first, such as enter; repeatable."),
    ] = None,
    size: Annotated[
        str, typer.Option(help="With --screenshot: columns x rows.", metavar="COLSxROWS")
    ] = "100x30",
    lang: Annotated[
        list[str] | None,
        typer.Option(
            "--lang",
            help="Language in review; may be repeated. Default: th and hi.",
            show_default=False,
        ),
    ] = None,
    filter_words: Annotated[
        str, typer.Option("--filter", help="Begin with this filter, as typed at F2.")
    ] = "",
    theme: Annotated[
        str,
        typer.Option(
            envvar=reviewing.THEME,
            help="Colours: thuatngu, thuatngu-day, thuatngu-contrast.",
        ),
    ] = "thuatngu",
    terms: OwnTerms = None,
    workspace: Workspace = None,
) -> None:
    """Approve the canonical entries of the glossary, concept by concept.

    Concepts come in the order of what a decision repairs. Every decision is on the disk before the
    screen says so, and reaches terms.yaml within seconds; '?' shows the keys.
    """
    wanted = Wishes(
        reviewer, ascii_only, tuple(lang or Wishes().langs), filter_words, theme, terms, workspace
    )
    if screenshot is None:
        if press:
            raise InputError("--press goes with --screenshot")
        reviewing.review(wanted)
        return
    from glossary.durable import write_atomically
    from tui.screenshot import take

    project = reviewing.found_project(wanted)
    drawn = take(
        project.terms,
        project.workspace,
        press or [],
        _columns_rows(size),
        reviewer=reviewer,
        langs=wanted.langs,
        words=filter_words,
        ascii_only=ascii_only,
        theme=theme,
    )
    write_atomically(screenshot, drawn.encode())
    say(f"{screenshot}: written, after {counted(len(press or []), 'key press')}")


def doctor() -> None:
    """Show how this terminal draws Thai and Hindi, and what to change where it does so badly."""
    from thuatngu.hanging import hung
    from tui.doctor import LABEL, card, examine

    cells = shutil.get_terminal_size().columns if on_terminal() else None
    for line in card(examine()):
        labelled = line[LABEL - 1 : LABEL] == " " and line[:1].strip()
        parts = hung(line[:LABEL], line[LABEL:], cells) if labelled else [line]
        write("".join(f"{part}\n" for part in parts))


def _columns_rows(size: str) -> tuple[int, int]:
    columns, cross, rows = size.partition("x")
    if not (cross and columns.isdecimal() and rows.isdecimal()):
        raise InputError(f"--size: '{size}' is not COLSxROWS, such as 100x30")
    return int(columns), int(rows)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    add_command(app, doctor, "Glossary", "thuatngu doctor")
    add_command(
        app,
        review,
        "Glossary",
        "thuatngu review",
        "thuatngu review --reviewer 'Lê Thị Mai'",
        "thuatngu review --press enter --press j --screenshot review.svg",
    )
