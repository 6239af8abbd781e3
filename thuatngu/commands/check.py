"""`check`: findings in new translations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thuatngu import checking
from thuatngu.checking import FindingFormat, Pairing, Wishes
from thuatngu.options import DEFAULT_ENCODER, EncoderName, Terms, Threads, Workspace, add_command


def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Translations: .txt .jsonl .html .po .xlf .tmx .tsv, folders, or - for stdin.",
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
    config: Annotated[
        Path | None,
        typer.Option(
            help="Default: thuatngu.toml or pyproject.toml here or in a folder above.",
            show_default=False,
        ),
    ] = None,
    across: Annotated[
        bool,
        typer.Option(
            "--across", help="Also report what several files render or spell differently."
        ),
    ] = False,
    diff: Annotated[
        str,
        typer.Option(help="Only lines changed since this git revision.", metavar="REVISION"),
    ] = "",
    baseline: Annotated[
        Path | None,
        typer.Option(help="Only findings that this file does not know.", show_default=False),
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write the findings of now to --baseline.")
    ] = False,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Show a diff of what has one right answer, and ask."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --fix: apply without asking.")] = False,
    encoder: EncoderName = DEFAULT_ENCODER,
    threads: Threads = None,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Check translations against the glossary; exit code 1 says that there are findings.

    PO, XLIFF, TMX and TSV files bring their source along. A plain text is checked alone, or
    against the text given with --source, with which it is aligned. Findings of severity info are
    shown and do not count for the exit code.
    """
    code = checking.check(
        Wishes(
            files=tuple(files),
            source=source,
            pairing=pairing,
            lang=lang,
            output=output,
            config=config,
            across=across,
            diff=diff,
            baseline=baseline,
            update_baseline=update_baseline,
            fix=fix,
            yes=yes,
            encoder=encoder,
            threads=threads,
            terms=terms,
            workspace=workspace,
        )
    )
    if code:
        raise typer.Exit(code)


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    add_command(
        app,
        check,
        "Glossary",
        "thuatngu check th.txt",
        "thuatngu check th.txt --source vi.txt",
        "thuatngu check translations/ --format sarif > findings.sarif",
        "thuatngu check translations/ --diff origin/main",
        "thuatngu check th.txt --fix",
        "cat th.txt | thuatngu check - --lang th",
    )
