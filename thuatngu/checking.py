"""`check`, from what was wished to its exit code; and the quick way to it.

Loading Typer takes a fifth of the time of checking a small file, so `wishes` reads the
options itself. What it does not know, it leaves to Typer.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.errors import InputError
from glossary.visible import visible
from thuatngu.arguments import read
from thuatngu.console import counted, on_terminal, say, write
from thuatngu.exit import ExitCode
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


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be checked, and how; the fields are the arguments and options of the command."""

    files: tuple[Path, ...]
    source: Path | None = None
    pairing: Pairing = Pairing.ALIGN
    lang: str = ""
    output: FindingFormat = FindingFormat.TEXT
    config: Path | None = None
    across: bool = False
    diff: str = ""
    baseline: Path | None = None
    update_baseline: bool = False
    fix: bool = False
    yes: bool = False
    encoder: str = ""
    """Empty for the default."""
    threads: int | None = None
    terms: Path | None = None
    workspace: Path | None = None


_FLAGS = frozenset(["--across", "--update-baseline", "--fix", "--yes"])
_PATHS = frozenset(["--source", "--config", "--baseline", "--terms", "--workspace"])
_TEXTS = frozenset(["--lang", "--diff", "--encoder", "--format", "--pairing", "--threads"])
_COUNT = re.compile(r"[1-9][0-9]{0,5}")


def wishes(arguments: Sequence[str], environ: Mapping[str, str]) -> Wishes | None:
    """What a ``check`` asks for, as Typer would read it.

    Args:
        arguments: of the program, without its name.
        environ: variables of the environment.

    Returns:
        None where something stands there that this does not know: another command or option, a
        fault, ``--help``, or a shell that wants completions.
    """
    given = read("check", arguments, environ, flags=_FLAGS, options=_PATHS | _TEXTS)
    if given is None or not given.plain or any("" in each for each in given.values.values()):
        return None
    if not _COUNT.fullmatch(given.last("--threads", "1")):
        return None
    try:
        output = FindingFormat(given.last("--format", "text"))
        pairing = Pairing(given.last("--pairing", "align"))
    except ValueError:
        return None
    paths = {name: Path(given.last(name)) for name in _PATHS & given.values.keys()}
    return Wishes(
        files=tuple(map(Path, given.plain)),
        source=paths.get("--source"),
        pairing=pairing,
        lang=given.last("--lang"),
        output=output,
        config=paths.get("--config"),
        across="--across" in given.flags,
        diff=given.last("--diff"),
        baseline=paths.get("--baseline"),
        update_baseline="--update-baseline" in given.flags,
        fix="--fix" in given.flags,
        yes="--yes" in given.flags,
        encoder=given.last("--encoder"),
        threads=int(given.last("--threads")) if "--threads" in given.values else None,
        terms=paths.get("--terms"),
        workspace=paths.get("--workspace"),
    )


def check(wanted: Wishes) -> ExitCode:
    """Writes the findings, and says how many there are.

    Raises:
        InputError: a file cannot be used, or two options do not go together.
    """
    from glossary.checks import Checker
    from glossary.termfile import load, read_text

    _require_fitting(wanted)
    termbase = load(find(wanted.terms, wanted.workspace).terms)
    checker = Checker(termbase, _config(wanted.config))
    targets = list(dict.fromkeys(_files(wanted.files)))  # a file is often named beside its folder
    texts, found, refused = _check_all(checker, targets, wanted)
    if wanted.across:
        found = sorted([*found, *checker.across(list(texts.items()), lang=wanted.lang)])
    if wanted.diff:
        from glossary.checks import changes

        found = changes.touched(found, changes.since(wanted.diff, targets), texts)
    if wanted.baseline is not None:
        from glossary.checks import baseline

        if wanted.update_baseline:
            _write(wanted.baseline, baseline.write(found, texts.__getitem__))
            say(f"{wanted.baseline}: knows {counted(len(found), 'finding')}")
            return ExitCode.CLEAN
        known = read_text(wanted.baseline)
        found = baseline.new(found, known, str(wanted.baseline), texts.__getitem__)
    if wanted.fix:
        found = _fix(found, texts, termbase, wanted.lang, yes=wanted.yes)
    _report(found, texts, wanted.output)
    wrong = {finding.file for finding in found}
    say(
        f"{counted(len(found), 'finding')} in {len(wrong)} of {counted(len(targets), 'file')}"
        + (f"; {refused} could not be read" if refused else "")
    )
    if refused:
        return ExitCode.INPUT
    if any(finding.severity.fails for finding in found):
        return ExitCode.FINDINGS
    return ExitCode.CLEAN


def _require_fitting(wanted: Wishes) -> None:
    """Options that go together, before anything is read."""
    if wanted.source is not None and len(wanted.files) != 1:
        raise InputError("--source goes with one file; check the others one by one")
    if wanted.yes and not wanted.fix:
        raise InputError("--yes goes with --fix, which it answers")
    if wanted.update_baseline:
        if wanted.baseline is None:
            raise InputError("--update-baseline needs --baseline FILE to write to")
    elif wanted.baseline is not None and not wanted.baseline.exists():
        raise InputError(f"{wanted.baseline}: does not exist; --update-baseline makes it")


def _report(found: Sequence[Finding], texts: Mapping[str, str], output: FindingFormat) -> None:
    from glossary.reports import FORMATS

    if output is FindingFormat.TEXT and on_terminal():
        from glossary.reports.text import render

        write(render(found, texts.__getitem__, on_terminal=True))
    else:
        write(FORMATS[output.value](found, texts.__getitem__))


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
    checker: Checker, targets: Sequence[Path], wanted: Wishes
) -> tuple[dict[str, str], list[Finding], int]:
    """Texts by name, findings in order, and how many files could not be read."""
    texts: dict[str, str] = {}
    found: list[Finding] = []
    refused = 0
    for path in targets:
        try:
            name, text = _read(path)
            texts[name] = text
            found += _findings(checker, path, name, text, wanted)
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


def _findings(checker: Checker, path: Path, name: str, text: str, wanted: Wishes) -> list[Finding]:
    lang, source = wanted.lang, wanted.source
    if source is None:
        return checker.content(name, text, lang=lang)
    beads = None
    if wanted.pairing is Pairing.ALIGN:
        beads = _beads(path, text, source, wanted)
    if path != STDIN:
        return checker.file(path, lang=lang, source=source, beads=beads)
    from glossary.checks.checker import read_text

    return checker.beside(name, text, read_text(source), lang=lang, beads=beads)


def _beads(path: Path, text: str, source: Path, wanted: Wishes) -> Beads:
    """What aligns a text with its source; that of standard input is put in a file to be read."""
    from thuatngu.commands.align import beads_between
    from thuatngu.options import DEFAULT_ENCODER

    encoder = wanted.encoder or DEFAULT_ENCODER
    if path != STDIN:
        return beads_between(source, path, wanted.lang, encoder, wanted.threads)
    from tempfile import TemporaryDirectory

    from glossary.languages import detect

    if not text.strip("\ufeff \t\r\n"):
        raise InputError(f"{STDIN}: is empty; there is nothing to check")
    lang = wanted.lang or detect(text) or ""
    if not lang:
        raise InputError(f"{STDIN}: its language cannot be told; name it with --lang")
    with TemporaryDirectory() as folder:
        copy = Path(folder, "stdin.txt")
        copy.write_bytes(text.encode())
        return beads_between(source, copy, lang, encoder, wanted.threads)


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
        if not (yes or (sys.stdin.isatty() and _agreed(f"Apply to {name}?"))):
            left += own
            continue
        _write(Path(name), new.after)
        say(f"{name}: {len(new.fixed)} replaced")
        left += [finding for finding in own if finding not in new.fixed]
    if left and not mendable:
        say(f"nothing to fix: no finding has one right answer; {_advice(left, termbase)}")
    return sorted(left)


def _agreed(question: str) -> bool:
    import typer  # nobody who is asked waits for its loading

    return typer.confirm(question, err=True)


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
