"""`init`, `validate`, `export`, `import`, `log`: the termbase as a file, and what was decided."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glossary.errors import InputError
from thuatngu.console import say, table, write_json
from thuatngu.options import Format, Output, Terms, Workspace, add_command
from thuatngu.project import TERMS_NAME, find, shipped

_PANEL = "Glossary"


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write terms.yaml.")] = Path(),
) -> None:
    """Copy the shipped terms.yaml here, to start a glossary of your own."""
    from glossary.durable import write_atomically

    target = folder / TERMS_NAME
    if target.exists():
        raise InputError(f"{target}: is there already; 'thuatngu status' shows what is in use")
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(target, shipped(TERMS_NAME).read_bytes())
    say(f"{target}: written; next: thuatngu add ARTICLES")


def log(
    concept: Annotated[str | None, typer.Argument(help="Concept id. Default: all.")] = None,
    output: Format = Output.TEXT,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Show what reviewers decided, oldest first."""
    from aligner.workspace import Workspace as Store
    from glossary.termfile import load

    project = find(terms, workspace)
    termbase = load(project.terms)
    if concept is not None and concept not in termbase.by_id:
        raise InputError(
            f"no concept '{concept}' in {project.terms}; 'thuatngu kwic' searches text"
        )
    with Store.open(project.workspace) as store:
        decisions = store.decisions(concept)
    if output is Output.JSON:
        write_json(
            {
                "id": d.id,
                "at": d.at,
                "reviewer": d.reviewer,
                "action": d.action.value,
                "concept": d.concept,
                "lang": d.lang,
                "text": d.text,
                "into": d.into,
                "reason": d.reason,
            }
            for d in decisions
        )
        return
    if not decisions:
        say("no decisions yet; 'thuatngu review' makes some")
        return
    table(
        ("when", "who", "what", "concept", "lang", "text", "why"),
        [
            (d.at, d.reviewer, d.action.value, d.concept, d.lang, d.text or d.into, d.reason)
            for d in decisions
        ],
    )


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    add_command(app, init, "Start here", "thuatngu init")
    add_command(app, log, _PANEL, "thuatngu log")
