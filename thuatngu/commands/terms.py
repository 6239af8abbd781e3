"""`init`, `validate`, `migrate`, `export`, `import`: the termbase as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from glossary.errors import InputError
from glossary.model import SOURCE_LANG, Termbase
from glossary.visible import visible
from thuatngu.console import columns, counted, on_terminal, say, write, write_json
from thuatngu.exit import ExitCode
from thuatngu.options import (
    Format,
    Output,
    OwnTerms,
    Terms,
    UnusedWorkspace,
    Workspace,
    add_command,
)
from thuatngu.project import TERMS_NAME, Project, find, find_own, shipped

_PANEL = "Glossary"


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write terms.yaml.")] = Path(),
    terms: Annotated[
        Path | None,
        typer.Option("--terms", help="The file to write, under any name.", show_default=False),
    ] = None,
    workspace: UnusedWorkspace = None,
) -> None:
    """Copy the shipped terms.yaml here, to start a glossary of your own."""
    from glossary.durable import write_atomically

    target = terms or folder / TERMS_NAME
    if target.exists():
        raise InputError(f"{target}: is there already; 'thuatngu status' shows what is in use")
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, shipped(TERMS_NAME).read_bytes())
    say(f"{target}: written; next: thuatngu add ARTICLES")


def migrate(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the file as it would be; change nothing.")
    ] = False,
    terms: OwnTerms = None,
    workspace: UnusedWorkspace = None,
) -> None:
    """Rewrite a termbase of an older schema in today's, with its comments."""
    from glossary.record import SCHEMA
    from glossary.termfile import TermFile

    path = find_own(terms, None).terms
    file = TermFile.read(path)
    migrated = file.migrated()
    if migrated is file:
        say(f"{path}: is of schema {SCHEMA} already, the newest")
    elif dry_run:
        write(migrated.text)
    else:
        migrated.save()
        say(f"{path}: {counted(len(migrated.termbase), 'concept')}, now of schema {SCHEMA}")


def import_(
    file: Annotated[Path, typer.Argument(help="A glossary that another tool has worked on.")],
    kind: Annotated[
        str, typer.Option("--from", help="Its format. Default: from the file's name.")
    ] = "",
    lang: Annotated[str, typer.Option(help="Target language, where the file does not say.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; change nothing.")
    ] = False,
    output: Format = Output.TEXT,
    terms: OwnTerms = None,
    workspace: UnusedWorkspace = None,
) -> None:
    """Bring new translations, notes and statuses of a file into the termbase.

    Nothing is overwritten or taken away: what both say differently is listed as a conflict, ours
    stays, and the exit code is 1.
    """
    from glossary import formats
    from glossary.proposals import proposals
    from glossary.termfile import TermFile, read_bytes

    path = find_own(terms, None).terms
    ours = TermFile.read(path)
    data = read_bytes(file)
    incoming = formats.read(data, kind or formats.guess(file), lang, str(file))
    changes = proposals(ours.termbase, incoming)
    rows = [
        {
            "kind": change.kind.value,
            "concept": change.concept,
            "lang": change.lang,
            "text": change.text,
            "field": change.field,
            "ours": change.ours,
            "theirs": change.theirs,
            "reason": change.reason,
        }
        for change in changes.items
    ]
    if output is Output.JSON:
        write_json(rows)
    else:
        from thuatngu.changes_table import table

        cells = columns() if on_terminal() else None
        for line in table(changes, ours.termbase, cells):
            write(f"{line}\n")
    if not dry_run and changes.termbase != ours.termbase:
        ours.updated(changes.termbase).save()
    taken = len(rows) - len(changes.conflicts)
    say(
        f"{path}: {counted(taken, 'change')} {'would be made' if dry_run else 'made'}, "
        f"{counted(len(changes.conflicts), 'conflict')}"
    )
    if changes.conflicts:
        raise typer.Exit(ExitCode.FINDINGS)


def validate(
    output: Format = Output.TEXT, terms: Terms = None, workspace: UnusedWorkspace = None
) -> None:
    """Report every rule that the termbase breaks, with its line and how to mend it."""
    from glossary.finding import Severity
    from glossary.reports.jsonlines import render
    from glossary.validate import validate as findings_of

    path = find(terms, None).terms
    found = findings_of(path)
    if output is Output.JSON:
        write(render(found))
    else:
        for finding in found:
            write(
                visible(
                    f"{finding.file}:{finding.line}: {finding.severity} {finding.code} "
                    f"{finding.message}"
                )
                + "\n"
            )
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    say(f"{path}: {counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}")
    if found:
        raise typer.Exit(ExitCode.FINDINGS)


def export(
    kind: Annotated[
        str,
        typer.Option(
            "--format",
            help="yaml json po tbx tbx2 csv tsv deepl google google-sets aws omegat skos; "
            "tmx and xliff: the aligned texts of the workspace.",
        ),
    ] = "yaml",
    lang: Annotated[
        str, typer.Option(help="Target language, for a format that has one a file.")
    ] = "",
    profile: Annotated[str, typer.Option(help="Of PO: plain or weblate. Of TBX: dca or dct.")] = "",
    source_lang: Annotated[
        str, typer.Option("--source-lang", help="Of aligned texts: the other language.")
    ] = SOURCE_LANG,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write. Default: stdout.")
    ] = None,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Write the glossary for other tools, or the aligned texts.

    The same termbase gives the same bytes. XLIFF has in each unit the terms of the concepts that
    its source names.
    """
    from glossary import formats
    from glossary.termfile import load

    known = (*formats.FORMATS, *_ALIGNED)
    if kind not in known:
        raise InputError(f"'{kind}' is no format; give one of {', '.join(known)}")
    project = find(terms, workspace)
    termbase = load(project.terms)
    if kind in _ALIGNED:
        _export_aligned(project, termbase, kind, (source_lang, lang), out)
        return
    if lang and not formats.FORMATS[kind].per_lang:
        raise InputError(f"{kind} holds every language; leave --lang out")
    _hand_over(formats.export(termbase, kind, lang, profile), out)
    written = formats.kept(termbase, kind, lang, profile)
    targets = sum(term.lang != SOURCE_LANG for concept in written for term in concept.terms)
    say(
        f"{out or 'stdout'}: {counted(len(written), 'concept')}, "
        f"{counted(targets, 'term')}, as {kind}"
    )
    if lang and lang not in termbase.langs:
        say(f"the termbase has no term in '{lang}' yet; see that it is the language you mean")
    elif termbase.concepts and not targets:
        say(f"{kind} takes only preferred terms, and there is none; 'thuatngu review' decides some")


_ALIGNED = ("tmx", "xliff")


def _hand_over(data: bytes, out: Path | None) -> None:
    from glossary.durable import write_atomically

    if out is None:
        sys.stdout.buffer.write(data)
    else:
        write_atomically(out, data)


def _export_aligned(
    project: Project, termbase: Termbase, kind: str, langs: tuple[str, str], out: Path | None
) -> None:
    from glossary.formats.bitext import write_tmx, write_xliff
    from thuatngu.aligned_texts import aligned
    from thuatngu.engine import corpus_store

    if not langs[1]:
        raise InputError(f"{kind} holds one target language a file; give it, as in --lang th")
    with corpus_store(project) as store:
        texts, signature = aligned(store, *langs)
    _hand_over(
        write_tmx(texts, *langs, signature)
        if kind == "tmx"
        else write_xliff(texts, *langs, termbase),
        out,
    )
    pairs = sum(bool(pair[0] and pair[1]) for text in texts for pair in text.pairs)
    say(
        f"{out or 'stdout'}: {counted(len(texts), 'aligned text')}, "
        f"{counted(pairs, 'pair')}, as {kind}"
    )


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    add_command(app, init, "Start here", "thuatngu init", "thuatngu init glossary/")
    add_command(
        app,
        validate,
        _PANEL,
        "thuatngu validate",
        "thuatngu validate --terms other.yaml --format json",
    )
    add_command(app, migrate, _PANEL, "thuatngu migrate --dry-run", "thuatngu migrate")
    add_command(
        app,
        export,
        _PANEL,
        "thuatngu export --format po --lang th --out th.po",
        "thuatngu export --format yaml --out glossary.yaml",
        "thuatngu export --format po --lang hi --profile weblate --out hi.po",
        "thuatngu export --format xliff --lang th --out th.xlf",
    )
    add_command(
        app,
        import_,
        _PANEL,
        "thuatngu import th.po --dry-run",
        "thuatngu import th.po",
        "thuatngu import glossary.txt --from po --lang th",
        name="import",
    )
