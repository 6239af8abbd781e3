"""`check`: findings in new translations."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glossary.errors import InputError
from glossary.visible import visible
from thuatngu.console import counted, on_terminal, say, write
from thuatngu.exit import ExitCode
from thuatngu.options import DEFAULT_ENCODER, EncoderName, Terms, Threads, Workspace, add_command
from thuatngu.project import find

if TYPE_CHECKING:
    from glossary.checks import Checker, Config
    from glossary.checks.checker import Beads
    from glossary.finding import Finding
    from glossary.model import Termbase

STDIN = Path("-")
_SUFFIXES = frozenset(
    [".txt", ".jsonl", ".ndjson", ".html", ".htm", ".po", ".xlf", ".xliff", ".tmx", ".tsv"]
)


class FindingFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


class Pairing(StrEnum):
    """What pairs a plain file with its source."""

    ALIGN = "align"
    LINES = "lines"


@dataclass(frozen=True)
class _Source:
    """The text that a plain file translates, and how the two are paired."""

    path: Path
    pairing: Pairing
    encoder: str
    threads: int | None


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
    from glossary.checks import Checker
    from glossary.finding import Severity
    from glossary.reports import FORMATS
    from glossary.termfile import load

    if source is not None and len(files) != 1:
        raise InputError("--source goes with one file; check the others one by one")
    if update_baseline and baseline is None:
        raise InputError("--update-baseline needs --baseline FILE to write to")
    if baseline is not None and not update_baseline and not baseline.exists():
        raise InputError(f"{baseline}: does not exist; --update-baseline makes it")
    termbase = load(find(terms, workspace).terms)
    checker = Checker(termbase, _config(config))
    given = _Source(source, pairing, encoder, threads) if source is not None else None
    targets = list(dict.fromkeys(_files(files)))  # a file is often named beside its folder
    texts, found, refused = _check_all(checker, targets, lang, given)
    if across:
        found = sorted([*found, *checker.across(list(texts.items()), lang=lang)])
    if diff:
        from glossary.checks import changes

        found = changes.touched(found, changes.since(diff, targets), texts)
    if baseline is not None:
        from glossary.checks import baseline as known
        from glossary.termfile import read_text

        if update_baseline:
            _write(baseline, known.write(found, texts.__getitem__))
            say(f"{baseline}: knows {counted(len(found), 'finding')}")
            return
        found = known.new(found, read_text(baseline), str(baseline), texts.__getitem__)
    if fix:
        found = _fix(found, texts, termbase, lang, yes=yes)
    if output is FindingFormat.TEXT and on_terminal():
        from glossary.reports.text import render

        write(render(found, texts.__getitem__, on_terminal=True))
    else:
        write(FORMATS[output.value](found, texts.__getitem__))
    wrong = {finding.file for finding in found}
    say(
        f"{counted(len(found), 'finding')} in {len(wrong)} of {counted(len(targets), 'file')}"
        + (f"; {refused} could not be read" if refused else "")
    )
    if refused:
        raise typer.Exit(ExitCode.INPUT)
    if any(finding.severity is not Severity.INFO for finding in found):
        raise typer.Exit(ExitCode.FINDINGS)


def _config(given: Path | None) -> Config:
    from glossary.checks import Config, config

    path = given or config.find(Path.cwd())
    return config.load(path) if path else Config()


def _files(given: Sequence[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES)
            if not inside:
                raise InputError(f"{path}: holds no {' '.join(sorted(_SUFFIXES))} file")
            yield from inside
        else:
            yield path


def _check_all(
    checker: Checker, targets: Sequence[Path], lang: str, source: _Source | None
) -> tuple[dict[str, str], list[Finding], int]:
    """Texts by name, findings in order, and how many files could not be read."""
    texts: dict[str, str] = {}
    found: list[Finding] = []
    refused = 0
    for path in targets:
        try:
            name, text = _read(path)
            texts[name] = text
            found += _findings(checker, path, name, text, lang, source)
        except InputError as error:
            if len(targets) == 1:
                raise
            refused += 1
            say(f"thuatngu: {error}")
    return texts, sorted(found), refused


def _read(path: Path) -> tuple[str, str]:
    from glossary.checks.checker import decoded, read_text

    if path == STDIN:
        return str(STDIN), decoded(sys.stdin.buffer.read(), str(STDIN))
    return str(path), read_text(path)


def _findings(
    checker: Checker, path: Path, name: str, text: str, lang: str, source: _Source | None
) -> list[Finding]:
    if source is None:
        return checker.content(name, text, lang=lang)
    beads = None
    if source.pairing is Pairing.ALIGN:
        beads = _beads(path, text, lang, source)
    if path != STDIN:
        return checker.file(path, lang=lang, source=source.path, beads=beads)
    from glossary.checks.checker import read_text

    return checker.beside(name, text, read_text(source.path), lang=lang, beads=beads)


def _beads(path: Path, text: str, lang: str, source: _Source) -> Beads:
    """What aligns a text with its source; that of standard input is put in a file to be read."""
    from thuatngu.commands.align import beads_between

    if path != STDIN:
        return beads_between(source.path, path, lang, source.encoder, source.threads)
    from tempfile import TemporaryDirectory

    from glossary.languages import detect

    if not text.strip("\ufeff \t\r\n"):
        raise InputError(f"{STDIN}: is empty; there is nothing to check")
    lang = lang or detect(text) or ""
    if not lang:
        raise InputError(f"{STDIN}: its language cannot be told; name it with --lang")
    with TemporaryDirectory() as folder:
        copy = Path(folder, "stdin.txt")
        copy.write_bytes(text.encode())
        return beads_between(source.path, copy, lang, source.encoder, source.threads)


def _fix(
    found: Sequence[Finding], texts: dict[str, str], termbase: Termbase, lang: str, *, yes: bool
) -> list[Finding]:
    """Applies what has one right answer, after showing it, and gives the findings that are left."""
    from glossary.checks.mending import mended
    from glossary.languages import detect

    left: list[Finding] = []
    mendable = False
    for name, text in texts.items():
        own = [finding for finding in found if finding.file == name]
        new = mended(text, own, termbase, lang or detect(text) or "", name)
        mendable = mendable or bool(new.diff)
        if new.diff and name == str(STDIN):
            say(f"{name}: standard input is not changed; name a file")
        if not new.diff or name == str(STDIN):
            left += own
            continue
        write(visible(new.diff, keep_lines=True))
        if not (yes or (sys.stdin.isatty() and typer.confirm(f"Apply to {name}?", err=True))):
            left += own
            continue
        _write(Path(name), new.after)
        say(f"{name}: {len(new.fixed)} replaced")
        left += [finding for finding in own if finding not in new.fixed]
    if left and not mendable:
        say(f"nothing to fix: no finding has one right answer; {_advice(left, termbase)}")
    return sorted(left)


def _advice(left: Sequence[Finding], termbase: Termbase) -> str:
    named = [termbase.by_id[finding.concept] for finding in left if finding.code == "TG101"]
    if any(
        concept.preferred(term.lang) is None
        for concept in named
        for term in concept.terms
        if not term.status.usable
    ):
        return "no term is preferred; decide some in 'thuatngu review'"
    return "mend them by hand"


def _write(path: Path, text: str) -> None:
    from glossary.durable import write_atomically

    if path.exists() and not path.stat().st_mode & 0o222:
        raise InputError(f"{path}: is read-only; make it writable ('chmod u+w') and run it again")
    write_atomically(path, text.encode())


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
