"""`demo`: the whole job on the example corpus, each step by the command that a user would type."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from glossary import programs
from glossary.errors import InputError
from thuatngu.console import say
from thuatngu.exit import ExitCode
from thuatngu.options import UnusedWorkspace, add_command
from thuatngu.project import TERMS_NAME, shipped

MARK = ".thuatngu-demo"
"""The file that tells a folder of ours, which a second demo may delete, from one of a user's."""

STEPS: tuple[tuple[str, str], ...] = (
    ("A termbase of your own, from the one that comes along:", "init"),
    ("Read the articles; translations of one story are tied by their addresses:", "add corpus"),
    ("Match sentences across the translations:", "align"),
    ("Find every rendering of every term:", "mine"),
    (
        "What dân vận, the Party's work among the people, became in Thai:",
        "mine --concept dan-van --lang th --limit 6",
    ),
    ("Where it stands:", "kwic dan-van corpus/so-ket-dan-van/th.txt"),
    ("How consistent are the translations?", "report --limit 8"),
    (
        "Settle three concepts, by real key presses in the real application:",
        "review --reviewer demo --press enter --press enter --press enter --screenshot review.svg",
    ),
    ("What was decided:", "log"),
    ("The glossary for translation tools:", "export --format po --lang th --out th.po"),
    ("", "export --format po --lang hi --out hi.po"),
    ("", "export --format yaml --out glossary.yaml"),
    (
        "Check a translation against its source; exit code 1 says that there are findings:",
        "check corpus/hop-nhat-ban-dang/th.txt --source corpus/hop-nhat-ban-dang/vi.txt",
    ),
    ("Where things stand:", "status"),
)
"""What is said, and the command line that is run."""


def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder to work in.")] = Path("demo"),
    terms: Annotated[
        Path | None,
        typer.Option("--terms", help="A termbase to copy. Default: the shipped one."),
    ] = None,
    workspace: UnusedWorkspace = None,
) -> None:
    """Do the whole job on the example corpus: add, align, mine, review, export, check."""
    if terms is not None and not terms.is_file():
        raise InputError(f"{terms}: no such file; leave --terms out for the shipped one")
    if folder.exists() and not (folder / MARK).is_file():
        raise InputError(f"{folder}: is there already and is no demo; name a new folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("Made by 'thuatngu demo', which may delete this folder.\n")
    shutil.copytree(shipped("corpus"), folder / "corpus", ignore=shutil.ignore_patterns("gold"))
    if terms is not None:
        shutil.copy(terms, folder / TERMS_NAME)
    for words, line in STEPS[terms is not None :]:
        if words:
            say(f"\n{words}")
        say(f"$ thuatngu {line}")
        ended = subprocess.run(  # noqa: S603, our own commands
            programs.ours("thuatngu", *shlex.split(line)), cwd=folder, check=False
        )
        if ended.returncode not in (ExitCode.CLEAN, ExitCode.FINDINGS):
            say(f"\nThe demo stops here: that command ended with {ended.returncode}.")
            raise typer.Exit(ended.returncode)
    program = "thuatngu" if shutil.which("thuatngu") else _beside_python()
    say(
        f"\nDone; everything is in {folder}. "
        f"Now you: cd {shlex.quote(str(folder))} && {program} review"
    )


def _beside_python() -> str:
    """The program where it is not on the path, as after `make demo`."""
    return shlex.quote(str(Path(sys.executable).with_name("thuatngu")))


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    add_command(app, demo, "Start here", "thuatngu demo", "thuatngu demo /tmp/try")
