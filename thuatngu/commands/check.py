"""`check`: findings in new translations."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glossary.errors import InputError
from thuatngu.console import say, write
from thuatngu.exit import ExitCode
from thuatngu.options import DEFAULT_ENCODER, EncoderName, Terms, Threads, Workspace, add_command
from thuatngu.project import find

if TYPE_CHECKING:
    from glossary.checks.checker import Checker
    from glossary.finding import Finding

STDIN = Path("-")
_SUFFIXES = frozenset([".txt", ".jsonl", ".ndjson", ".po", ".xlf", ".xliff", ".tmx", ".tsv"])


class FindingFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"


class Pairing(StrEnum):
    """What pairs a plain file with its source."""

    ALIGN = "align"
    LINES = "lines"


def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Translations: .txt .jsonl .po .xlf .tmx .tsv, folders, or - for stdin.",
            metavar="FILE…",
        ),
    ],
    source: Annotated[
        Path | None,
        typer.Option(help="The text that a plain file translates.", show_default=False),
    ] = None,
    pairing: Annotated[
        Pairing,
        typer.Option(help="With --source: align finds the pairs; lines pairs line n with line n."),
    ] = Pairing.ALIGN,
    lang: Annotated[
        str, typer.Option(help="Language of the files. Default: found.", show_default=False)
    ] = "",
    output: Annotated[
        FindingFormat, typer.Option("--format", help="json: one finding a line, for programs.")
    ] = FindingFormat.TEXT,
    encoder: EncoderName = DEFAULT_ENCODER,
    threads: Threads = None,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Check translations against the glossary; exit code 1 says that there are findings.

    PO, XLIFF, TMX and TSV files bring their source along. A plain text is checked alone, or
    against the text given with --source, with which it is aligned.
    """
    from glossary.checks import Checker
    from glossary.reports import FORMATS
    from glossary.termfile import load

    if source is not None and len(files) != 1:
        raise InputError("--source goes with one file; check the others one by one")
    checker = Checker(load(find(terms, workspace).terms))
    texts: dict[str, str] = {}
    found: list[Finding] = []
    refused = 0
    targets = list(_files(files))
    for path in targets:
        try:
            name, text = _read(path)
            texts[name] = text
            found += _findings(checker, path, name, text, lang, source, pairing, encoder, threads)
        except InputError as error:
            if len(targets) == 1:
                raise
            refused += 1
            say(f"thuatngu: {error}")
    found.sort()
    write(FORMATS[output.value](found, texts.__getitem__))
    wrong = sorted({finding.file for finding in found})
    say(
        f"{len(found)} findings in {len(wrong)} of {len(targets)} files"
        + (f"; {refused} could not be read" if refused else "")
    )
    if refused:
        raise typer.Exit(ExitCode.INPUT)
    if found:
        raise typer.Exit(ExitCode.FINDINGS)


def _files(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES)
            if not inside:
                raise InputError(f"{path}: holds no {' '.join(sorted(_SUFFIXES))} file")
            yield from inside
        else:
            yield path


def _read(path: Path) -> tuple[str, str]:
    from glossary.checks.checker import decoded, read_text

    if path == STDIN:
        return "-", decoded(sys.stdin.buffer.read(), "-")
    return str(path), read_text(path)


def _findings(
    checker: Checker,
    path: Path,
    name: str,
    text: str,
    lang: str,
    source: Path | None,
    pairing: Pairing,
    encoder: str,
    threads: int | None,
) -> list[Finding]:
    if source is None:
        return checker.content(name, text, lang=lang)
    if pairing is Pairing.LINES:
        return checker.file(path, lang=lang, source=source)
    from thuatngu.commands.align import beads_between

    beads = beads_between(source, path, lang, encoder, threads)
    return checker.file(path, lang=lang, source=source, beads=beads)


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    add_command(
        app,
        check,
        "Glossary",
        "thuatngu check th.txt",
        "thuatngu check th.txt --source vi.txt",
        "thuatngu check translations/ --format json",
        "cat th.txt | thuatngu check - --lang th",
    )
