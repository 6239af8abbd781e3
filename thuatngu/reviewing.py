"""`review`, from what was wished to how it ends; and the quick way to it.

Loading Typer takes a tenth of the time until the first concept is seen, so `wishes` reads the
usual options itself. What it does not know, it leaves to Typer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary.errors import InputError
from glossary.languages import TAG
from thuatngu.arguments import read
from thuatngu.console import counted, say
from thuatngu.project import Project, find_own, make_room

REVIEWERS = ("THUATNGU_REVIEWER", "USER", "USERNAME")
"""Environment variables that name who decides, the first that does."""
THEME = "THUATNGU_THEME"
"""Environment variable with the theme."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a review is to be opened; the fields are the options of the command."""

    reviewer: str = ""
    ascii_only: bool = False
    langs: tuple[str, ...] = ("th", "hi")
    words: str = ""
    theme: str = "thuatngu"
    terms: Path | None = None
    workspace: Path | None = None


_FLAGS = frozenset(["--ascii"])
_OPTIONS = frozenset(["--reviewer", "--filter", "--theme", "--terms", "--workspace", "--lang"])
"""Those with a value."""


def wishes(arguments: Sequence[str], environ: Mapping[str, str]) -> Wishes | None:
    """What a plain ``review`` asks for, as Typer would read it.

    Args:
        arguments: of the program, without its name.
        environ: variables of the environment.

    Returns:
        None where something stands there that this does not know: another command or option, a
        fault, ``--help``, or a shell that wants completions.
    """
    given = read("review", arguments, environ, flags=_FLAGS, options=_OPTIONS)
    if given is None or given.plain:
        return None
    named = next((who for name in REVIEWERS if (who := environ.get(name))), "")
    plain = Wishes()
    return Wishes(
        reviewer=given.last("--reviewer", named),
        ascii_only="--ascii" in given.flags,
        langs=tuple(given.values.get("--lang", plain.langs)),
        words=given.last("--filter", plain.words),
        theme=given.last("--theme", environ.get(THEME) or plain.theme),
        terms=Path(given.last("--terms")) if "--terms" in given.values else None,
        workspace=Path(given.last("--workspace")) if "--workspace" in given.values else None,
    )


def found_project(wanted: Wishes) -> Project:
    """The termbase and the workspace to review.

    A clone in which two people's decisions were merged may have no workspace: what they did not
    agree on is settled in an empty one.

    Raises:
        InputError: one is not there, or nobody is named who decides.
    """
    project = find_own(wanted.terms, wanted.workspace)
    there = project.workspace.is_file()
    if not there and not _is_in_conflict(project.terms):
        raise InputError(
            f"{project.workspace}: no workspace; 'thuatngu add ARTICLES' then 'thuatngu mine'"
        )
    for lang in wanted.langs:
        if not TAG.fullmatch(lang):
            raise InputError(
                f"--lang: '{lang}' is no language tag; name each, as in --lang th --lang hi"
            )
    if not wanted.reviewer:
        raise InputError("a decision needs a name; give yours with --reviewer NAME")
    if not there:
        from aligner.workspace import Workspace

        make_room(project)
        Workspace.open(project.workspace).close()
    return project


def _is_in_conflict(terms: Path) -> bool:
    from glossary.merge import conflicts
    from glossary.termfile import load

    return bool(conflicts(load(terms)))


def review(wanted: Wishes) -> None:
    """Opens the review, and says what came of it once it is left.

    Raises:
        InputError: a file cannot be used, there is no terminal, or no theme of that name.
    """
    project = found_project(wanted)
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise InputError("review needs a terminal; --screenshot FILE draws a picture without one")
    if os.environ.get("TERM") == "dumb":
        raise InputError("review needs a terminal that places text, and TERM=dumb is none")
    from tui.opening import run
    from tui.sheets import farewell

    summary = run(
        project.terms,
        project.workspace,
        wanted.reviewer,
        ascii=wanted.ascii_only,
        langs=wanted.langs,
        words=wanted.words,
        theme=wanted.theme,
    )
    say(farewell(summary))
    if summary.unsaved:
        say(
            f"not in {project.terms} yet, but in the log: "
            f"{counted(summary.unsaved, 'decision')}; the next review writes them"
        )
