"""The term file in git: what it said at a revision, and its merge driver."""

from __future__ import annotations

import subprocess
from pathlib import Path

from glossary import termfile
from glossary.durable import write_atomically
from glossary.errors import InputError
from glossary.model import Termbase

DRIVER = "thuatngu"
_COMMAND = "thuatngu merge %O %A %B --name %P"
"""Git gives the files other names than the one that people know, which is the last."""
_OUTSIDE = "is in no git repository; run 'git init' first"


def at(path: Path, revision: str) -> Termbase:
    """The termbase of a file as a revision of git has it.

    Raises:
        InputError: there is no such revision, or no such file in it.
    """
    if revision.startswith("-"):
        raise InputError(f"{revision!r} is no revision; name a commit, a branch or a tag")
    folder = path.resolve().parent
    run = _git(folder, "show", f"{revision}:./{path.name}")
    if run.returncode:
        if _git(folder, "rev-parse", "--git-dir").returncode:
            raise InputError(f"{path}: {_OUTSIDE}")
        said = run.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        raise InputError(
            f"{path}: git has no {revision!r} of it ({said[0].removeprefix('fatal: ')}); "
            "'git log' shows the revisions"
        )
    name = f"{path}@{revision}"
    return termfile.parse(termfile.decoded(run.stdout, name), name)


def install_driver(path: Path) -> tuple[str, ...]:
    """Let git merge a term file by concept and term; what was already there stays.

    Returns:
        What was written, for people: a line of ``.gitattributes`` and a setting.

    Raises:
        InputError: the file is in no repository.
    """
    folder = path.resolve().parent
    attributes = folder / ".gitattributes"
    line = f"{path.name} merge={DRIVER}"
    settings = {
        f"merge.{DRIVER}.name": "terms by concept and term",
        f"merge.{DRIVER}.driver": _COMMAND,
    }
    for name, value in settings.items():
        if _git(folder, "config", name, value).returncode:
            raise InputError(f"{path}: {_OUTSIDE}")
    text = attributes.read_text(encoding="utf-8") if attributes.exists() else ""
    if line not in text.splitlines():
        start = f"{text}\n" if text and not text.endswith("\n") else text
        write_atomically(attributes, f"{start}{line}\n".encode())
    return (
        f"{attributes}: {line}; commit it",
        f"merge.{DRIVER}.driver = {_COMMAND}; each clone needs it, so run this in each",
    )


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - no shell, and what is not ours can be no option
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git of the user's path
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise InputError("git is not installed; install it to compare or merge") from error
