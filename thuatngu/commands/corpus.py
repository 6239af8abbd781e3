"""`add`, `status`: articles into the workspace, and what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thuatngu.console import progress, say, table, write_json
from thuatngu.exit import ExitCode
from thuatngu.options import Format, Output, Terms, Workspace, examples
from thuatngu.project import find

_PANEL = "Corpus"


def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files and folders: .txt .jsonl .html .po .tmx .xlf .tsv", metavar="PATH…"
        ),
    ],
    lang: Annotated[
        str | None,
        typer.Option(
            help="Language of all the files (vi, th, hi, en). Default: found from the text."
        ),
    ] = None,
    output: Format = Output.TEXT,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Read articles and bitexts into the workspace.

    Adding the same article twice changes nothing. A file that cannot be read is named with its
    reason, the rest goes on, and the exit code is 2.
    """
    from aligner.reading import Unreadable, read
    from aligner.slugs import tie
    from aligner.workspace import Workspace as Store

    project = find(terms, workspace)
    unreadable: list[Unreadable] = []
    new = known = 0
    with Store.open(project.workspace) as store, progress("Reading") as update:
        for done, item in enumerate(read(paths, lang=lang), start=1):
            if isinstance(item, Unreadable):
                unreadable.append(item)
                say(f"{item.path}: {item.reason}")
            else:
                added = store.add([item])
                new += added.new
                known += added.known
            update(done, done)
        documents = store.documents()
        groups = tie(documents)
    langs = {lang: sum(d.lang == lang for d in documents) for lang in {d.lang for d in documents}}
    tied = [group for group in groups if len({document.lang for document in group}) > 1]
    if output is Output.JSON:
        write_json(
            [
                {
                    "new": new,
                    "known": known,
                    "unreadable": [{"path": str(u.path), "reason": u.reason} for u in unreadable],
                    "documents": dict(sorted(langs.items())),
                    "tied": len(tied),
                }
            ]
        )
    else:
        say(
            f"{new} new, {known} known, {len(unreadable)} unreadable; the workspace now holds "
            + ", ".join(f"{count} {tag}" for tag, count in sorted(langs.items()))
            + f"; {len(tied)} stories in several languages"
        )
    if unreadable:
        raise typer.Exit(ExitCode.INPUT)


def status(output: Format = Output.TEXT, terms: Terms = None, workspace: Workspace = None) -> None:
    """Show what the workspace holds and what is left to do."""
    from aligner.workspace import Workspace as Store
    from glossary.termfile import load

    project = find(terms, workspace)
    termbase = load(project.terms)
    counts: dict[str, int] = {}
    if project.workspace.is_file():
        with Store.open(project.workspace) as store:
            counts = dict(store.counts())
    rows = [
        ("termbase", str(project.terms) + ("" if project.own else " (shipped, read only)")),
        ("workspace", str(project.workspace) + ("" if counts else " (not there yet)")),
        ("concepts", str(len(termbase))),
        *((name, str(count)) for name, count in counts.items()),
    ]
    if output is Output.JSON:
        write_json(
            [
                {
                    "termbase": str(project.terms),
                    "own": project.own,
                    "workspace": str(project.workspace),
                    "concepts": len(termbase),
                    **counts,
                }
            ]
        )
    else:
        table(("", ""), rows)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command(
        rich_help_panel=_PANEL,
        epilog=examples(
            "thuatngu add articles/",
            "thuatngu add dump.jsonl page.html",
            "thuatngu add --lang th translation.txt",
        ),
    )(add)
    app.command(
        rich_help_panel=_PANEL,
        epilog=examples("thuatngu status", "thuatngu status --format json"),
    )(status)
