"""`log`, `diff`, `merge`: what was decided, what changed, and two people's work joined."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from glossary.decision import Decision
from glossary.errors import InputError
from thuatngu.console import columns, counted, on_terminal, say, table, write, write_json
from thuatngu.engine import corpus_store
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
from thuatngu.project import find, find_own

_PANEL = "Glossary"


def log(
    concept: Annotated[str | None, typer.Argument(help="Concept id. Default: all.")] = None,
    output: Format = Output.TEXT,
    terms: Terms = None,
    workspace: Workspace = None,
) -> None:
    """Show what reviewers decided, oldest first, with what was taken back.

    It is read from the workspace, and from the termbase what others decided: their log stays with
    them, and who decided and when comes with the terms.
    """
    from glossary.history import spoken, standing
    from glossary.termfile import load

    project = find(terms, workspace)
    termbase = load(project.terms)
    if concept is not None and concept not in termbase.by_id:
        raise InputError(
            f"no concept '{concept}' in {project.terms}; 'thuatngu kwic' looks for words"
        )
    own: tuple[Decision, ...] = ()
    if workspace is not None or project.workspace.exists():
        with corpus_store(project) as store:
            own = store.decisions(concept)
    decisions = sorted([*own, *standing(termbase, own, concept)], key=lambda made: made.at)
    by_id = {each.id: each for each in decisions}
    if output is Output.JSON:
        write_json(
            {name: value for name, value in asdict(each).items() if name != "before"}
            | {"action": spoken(each, by_id)}
            for each in decisions
        )
        return
    if not decisions:
        say("no decisions yet; 'thuatngu review' makes some")
        return
    table(
        ("when", "who", "what", "concept", "lang", "text", "why"),
        [
            (
                d.at[:16].replace("T", " "),
                d.reviewer,
                spoken(d, by_id),
                d.concept,
                d.lang,
                d.text or d.into.partition(":")[0],
                d.reason,
            )
            for d in decisions
        ],
        whole=(3, 5, 6),
        firm=(0,),
    )


def diff(
    revision: Annotated[str, typer.Argument(help="Of git: a commit, a branch or a tag.")] = "HEAD",
    output: Format = Output.TEXT,
    terms: OwnTerms = None,
    workspace: UnusedWorkspace = None,
) -> None:
    """Show what changed in the termbase since a revision, in the words of the field."""
    from glossary.difference import differences
    from glossary.revisions import at
    from glossary.termfile import load

    path = find_own(terms, None).terms
    old, new = at(path, revision), load(path)
    found = differences(old, new)
    if output is Output.JSON:
        write_json(asdict(each) for each in found)
        return
    from thuatngu.differences_table import table as lines

    for line in lines(found, old, new, columns() if on_terminal() else None):
        write(f"{line}\n")
    concepts = {each.concept for each in found}
    say(f"{counted(len(found), 'change')} in {counted(len(concepts), 'concept')} since {revision}")


def merge(
    base: Annotated[Path | None, typer.Argument(help="What both sides began with.")] = None,
    ours: Annotated[Path | None, typer.Argument(help="Our file; the result goes here.")] = None,
    theirs: Annotated[Path | None, typer.Argument(help="Their file.")] = None,
    install: Annotated[
        bool, typer.Option("--install", help="Let git merge the termbase like this from now on.")
    ] = False,
    name: Annotated[
        str, typer.Option("--name", help="What to call our file in messages.", show_default=False)
    ] = "",
    terms: OwnTerms = None,
    workspace: UnusedWorkspace = None,
) -> None:
    """Join two people's changes to one termbase by concept and term.

    What only one side changed stands. What both changed differently stays ours, and the concept
    carries the conflict, which validate reports and review settles; the exit code is then 1.
    """
    if install:
        from glossary.revisions import install_driver

        for line in install_driver(find_own(terms, None).terms):
            say(line)
        return
    if base is None or ours is None or theirs is None:
        raise InputError("merge takes three files, BASE OURS THEIRS, or --install")
    from glossary.merge import merge_files

    file, conflicts = merge_files(base, ours, theirs)
    file.save()
    called = name or ours
    for conflict in conflicts:
        term = f" {conflict.lang} '{conflict.text}'" if conflict.text else ""
        say(f"{called}: conflict in '{conflict.concept}'{term}: {conflict.field}; ours stands")
    them = "it" if len(conflicts) == 1 else "them"
    settle = f"; 'thuatngu review' settles {them}" if conflicts else ""
    say(f"{called}: merged, {counted(len(conflicts), 'conflict')}{settle}")
    if conflicts:
        raise typer.Exit(ExitCode.FINDINGS)


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    add_command(
        app, log, _PANEL, "thuatngu log", "thuatngu log dan-van", "thuatngu log --format json"
    )
    add_command(app, diff, _PANEL, "thuatngu diff", "thuatngu diff v1.0 --format json")
    add_command(
        app,
        merge,
        _PANEL,
        "thuatngu merge --install",
        "thuatngu merge base.yaml ours.yaml theirs.yaml",
    )
