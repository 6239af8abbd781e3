"""The `thuatngu` command: its sub-commands, and how any of them ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from glossary.errors import InputError
from thuatngu import __version__
from thuatngu.console import say
from thuatngu.exit import ExitCode

MODULES = (
    *("demo", "terms", "corpus", "align", "mine", "evidence", "review", "check"),
    *("score", "history"),
)
"""Modules of `thuatngu.commands`, in the order in which ``--help`` lists their commands."""


class Commands(TyperGroup):
    """The sub-commands; what goes wrong in any becomes one line and an exit code.

    A command is loaded when it is asked for, so that none pays for the others.
    """

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command, out of the module of its name or, where there is none, out of any."""
        if cmd_name not in self.commands:
            self._load((cmd_name,) if cmd_name in MODULES else MODULES)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands in the order of `MODULES`."""
        self._load(MODULES)
        return super().list_commands(ctx)

    def _load(self, modules: tuple[str, ...]) -> None:
        for module in modules:
            part = typer.Typer(rich_markup_mode="rich")
            import_module(f"thuatngu.commands.{module}").register(part)
            self.commands.update(get_group(part).commands)

    def make_context(self, *args: Any, **keywords: Any) -> Any:
        """Reads the arguments, or prints the help."""
        with _guarded():
            return super().make_context(*args, **keywords)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        with _guarded():
            return super().invoke(ctx)


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        say(f"thuatngu: {error}")
        raise typer.Exit(ExitCode.INPUT) from error
    except KeyboardInterrupt as stop:
        say("thuatngu: interrupted; what was finished is kept, and the same command goes on")
        raise typer.Exit(ExitCode.INTERRUPTED) from stop
    except BrokenPipeError as closed:
        raise typer.Exit(_unread()) from closed
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # as Rich ends at a closed pipe
            raise typer.Exit(_unread()) from stop
        raise
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


def _unread() -> ExitCode:
    """The reader of our output has gone (`| head`): what is left to write goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.UNREAD


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"thuatngu {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
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


def main() -> None:
    """Entry point of the `thuatngu` command."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller, as `>&-` does
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115, to the end
            setattr(sys, name, nowhere)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="thuatngu")
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            sys.exit(_unread())
