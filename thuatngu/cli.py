"""The `thuatngu` command: its sub-commands, and how any of them ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from glossary.errors import InputError
from thuatngu import __version__
from thuatngu.commands import (
    align,
    check,
    corpus,
    demo,
    evidence,
    history,
    mine,
    review,
    score,
    terms,
)
from thuatngu.console import say
from thuatngu.exit import ExitCode


class Guarded(TyperGroup):
    """Turns what went wrong into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            say(f"thuatngu: {error}")
            raise typer.Exit(ExitCode.INPUT) from error
        except KeyboardInterrupt as stop:
            say("thuatngu: interrupted; what was finished is kept, and the same command goes on")
            raise typer.Exit(ExitCode.INTERRUPTED) from stop
        except BrokenPipeError as closed:
            # The reader of our output has gone (`| head`): that is no fault of ours.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.CLEAN) from closed
        except OSError as error:
            if os.environ.get("THUATNGU_DEBUG"):
                raise
            place = f"{error.filename}: " if error.filename else ""
            say(f"thuatngu: {place}{error.strerror or error}; make room or change the permissions")
            raise typer.Exit(ExitCode.INPUT) from error
        except Exception as error:
            if hasattr(error, "exit_code") or os.environ.get("THUATNGU_DEBUG"):
                raise  # Typer's own exceptions carry their exit code.
            say(
                f"thuatngu: internal error: {type(error).__name__}: {error} "
                "(THUATNGU_DEBUG=1 shows where; your files are as they were)"
            )
            raise typer.Exit(ExitCode.INTERNAL) from error


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"thuatngu {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Guarded,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(
    epilog="\n".join(
        [
            "The usual order:",
            "thuatngu init               copy the shipped terms.yaml here",
            "thuatngu add articles/      read the corpus",
            "thuatngu align              match sentences across translations",
            "thuatngu mine               find every rendering of every term",
            "thuatngu review             settle them",
            "thuatngu export --format po --lang th --out th.po",
            "thuatngu check new.txt      exit code 1 when something is wrong",
        ]
    )
)
def thuatngu(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Find, settle and check how Vietnamese political terms are rendered in Thai and Hindi."""


for commands in (demo, terms, corpus, align, mine, evidence, review, check, score, history):
    commands.register(app)


def main() -> None:
    """Entry point of the `thuatngu` command."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller, as `>&-` does
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115, to the end
            setattr(sys, name, nowhere)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="thuatngu")
