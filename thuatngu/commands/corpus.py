"""`add`, `status`: articles into the workspace, and what it holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thuatngu.console import progress, say, table, write_json
from thuatngu.exit import ExitCode
from thuatngu.options import Format, Lang, Output, Terms, Workspace, add_command
from thuatngu.project import find as project_of
from thuatngu.project import make_room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aligner.model import Bitext, Document, Progress

_PANEL = "Corpus"


def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files and folders: .txt .jsonl .html .po .tmx .xlf .tsv", metavar="PATH…"
        ),
    ],
    lang: Annotated[
        Lang | None,
        typer.Option(help="Language of all the files. Default: found from the text."),
    ] = None,
    output: Format = Output.TEXT,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Read articles and bitexts into the workspace.

    Adding the same article twice changes nothing. A file that cannot be read is named with its
    reason, the rest goes on, and the exit code is 2. Of a folder, files of other kinds are passed
    over and counted.
    """
    from aligner.reading import Unreadable, find, read
    from aligner.slugs import tie
    from aligner.workspace import Workspace as Store

    project = project_of(terms, workspace)
    make_room(project)
    unreadable: list[Unreadable] = []
    passed_over: Counter[str] = Counter()

    def readable(update: Progress) -> Iterator[Document | Bitext]:
        files = sum(1 for _ in find(paths, passed_over))
        for done, item in enumerate(read(paths, lang=lang), start=1):
            update(done, max(done, files))
            if isinstance(item, Unreadable):
                unreadable.append(item)
                say(str(item))
            else:
                yield item

    with Store.open(project.workspace) as store:
        with progress("Reading") as update:
            added = store.add(readable(update))
        counts = store.counts()
        tied = sum(len({each.lang for each in group}) > 1 for group in tie(store.catalogue()))
    if output is Output.JSON:
        write_json(
            [
                {
                    "new": len(added.new),
                    "known": len(added.known),
                    "replaced": len(added.dropped),
                    "unreadable": [
                        {"path": str(item.path), "reason": item.reason} for item in unreadable
                    ],
                    "passed_over": dict(sorted(passed_over.items())),
                    "documents": dict(counts.documents),
                    "tied": tied,
                }
            ]
        )
    else:
        say(
            f"{len(added.new)} new, {len(added.known)} known, {len(added.dropped)} replaced, "
            f"{len(unreadable)} unreadable"
        )
        if passed_over:
            kinds = ", ".join(
                f"{count} {kind or 'without one'}" for kind, count in sorted(passed_over.items())
            )
            say(f"passed over for their extensions: {kinds}; save them as .txt")
        held = ", ".join(f"{count} {tag}" for tag, count in counts.documents.items())
        say(f"the workspace holds {held or 'nothing'}; {tied} stories in several languages")
        if not tied and len(counts.documents) > 1:
            say("no address ties one text to another; 'thuatngu align' pairs them by their content")
    if unreadable:
        raise typer.Exit(ExitCode.INPUT)


def status(output: Format = Output.TEXT, terms: Terms = None, workspace: Workspace = None) -> None:
    """Show what the workspace holds and what is left to do."""
    from aligner.workspace import Workspace as Store
    from glossary.termfile import load
    from thuatngu.corpus_alignment import is_aligned

    project = project_of(terms, workspace)
    termbase = load(project.terms)
    rows: dict[str, object] = {
        "termbase": str(project.terms),
        "own": project.own,
        "concepts": len(termbase),
        "workspace": str(project.workspace),
    }
    if project.workspace.is_file():
        with Store.open(project.workspace) as store:
            counts = store.counts()
            aligned = is_aligned(store)
        rows |= {
            "documents": dict(counts.documents),
            "segments": counts.segments,
            "bitexts": counts.bitexts,
            "aligned": aligned,
            "vectors": counts.vectors,
            "renderings": counts.renderings,
            "stale": counts.stale,
            "decisions": counts.decisions,
        }
    if output is Output.JSON:
        write_json([rows])
        return
    table(("what", "now"), [(name, _told(value)) for name, value in rows.items()])
    say(_next_step(rows))


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items()) or "none"
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _next_step(rows: dict[str, object]) -> str:
    """What the user would do next, in the order of the job."""
    if not rows.get("documents"):
        return "next: thuatngu add ARTICLES"
    documents = rows["documents"]
    if not rows["aligned"] and isinstance(documents, dict) and len(documents) > 1:
        return "next: thuatngu align"
    if rows["stale"] or not rows["renderings"]:
        return "next: thuatngu mine"
    return "next: thuatngu review" if rows["own"] else "next: thuatngu init, then thuatngu review"


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    add_command(
        app,
        add,
        _PANEL,
        "thuatngu add articles/",
        "thuatngu add dump.jsonl page.html",
        "thuatngu add --lang th translation.txt",
    )
    add_command(app, status, _PANEL, "thuatngu status", "thuatngu status --format json")
