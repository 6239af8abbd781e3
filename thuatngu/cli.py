"""The `thuatngu` command: its sub-commands, and how any of them ends."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from thuatngu import __version__
from thuatngu.ending import guarded, streams

MODULES = {
    "demo": ("demo",),
    "terms": ("init", "validate", "migrate", "export", "import"),
    "corpus": ("add", "status"),
    "align": ("align",),
    "mine": ("mine",),
    "evidence": ("kwic", "report"),
    "review": ("doctor", "review"),
    "check": ("check",),
    "score": ("score",),
    "history": ("log", "diff", "merge"),
}
"""Modules of `thuatngu.commands` and what each adds, in the order in which ``--help`` lists it."""


class Commands(TyperGroup):
    """The sub-commands; what goes wrong in any becomes one line and an exit code.

    A command is loaded when it is asked for, so that none pays for the others.
    """

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, or None: then all are loaded, among which Typer looks for like names."""
        if cmd_name not in self.commands:
            self._load(*([name for name in MODULES if cmd_name in MODULES[name]] or MODULES))
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, in the order of `MODULES`."""
        self._load(*MODULES)
        return super().list_commands(ctx)

    def _load(self, *modules: str) -> None:
        for module in modules:
            part = typer.Typer(rich_markup_mode="rich")
            import_module(f"thuatngu.commands.{module}").register(part)
            self.commands.update(get_group(part).commands)

    def make_context(self, *args: Any, **keywords: Any) -> Any:
        """Reads the arguments, or prints the help."""
        with guarded():
            return super().make_context(*args, **keywords)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        with guarded():
            return super().invoke(ctx)


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
    with streams():
        app(prog_name="thuatngu")
