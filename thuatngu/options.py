"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

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
Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        help="The workspace file. Default: .thuatngu/workspace.sqlite beside the termbase.",
        show_default=False,
    ),
]
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
        help="The sentence encoder: the embedded one, or sentence-transformers:MODEL.",
    ),
]


class Output(StrEnum):
    """What most commands can write."""

    TEXT = "text"
    JSON = "json"


Format = Annotated[
    Output, typer.Option("--format", help="json: one JSON object a line, for programs.")
]


def examples(*lines: str) -> str:
    """An epilog with one example a line."""
    return "\n\n".join(["Examples:", *lines])
