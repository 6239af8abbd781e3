"""Arguments of a command read without Typer, whose loading takes as long as small work does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field


@dataclass(slots=True)
class Arguments:
    """What stands after the name of a command."""

    plain: list[str] = field(default_factory=list)
    """Neither options nor values of them."""
    flags: set[str] = field(default_factory=set)
    values: dict[str, list[str]] = field(default_factory=dict)
    """By option, in order."""

    def last(self, option: str, default: str = "") -> str:
        """The value that counts of an option that stands once."""
        return self.values.get(option, [default])[-1]


def read(
    command: str,
    arguments: Sequence[str],
    environ: Mapping[str, str],
    *,
    flags: Set[str],
    options: Set[str],
) -> Arguments | None:
    """What is asked of a command, as Typer would read it.

    Args:
        command: its name.
        arguments: of the program, without its own name.
        environ: variables of the environment.
        flags: options without a value.
        options: options with a value.

    Returns:
        None where something stands there that this does not know: another command or option, a
        fault, ``--help``, or a shell that wants completions.
    """
    if arguments[:1] != [command] or any(name.endswith("_COMPLETE") for name in environ):
        return None
    found = Arguments()
    rest = iter(arguments[1:])
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument in flags:
            found.flags.add(argument)
        elif name in options:
            value = value if equals else next(rest, "-")
            if value.startswith("-") and not equals:
                return None
            found.values.setdefault(name, []).append(value)
        elif argument == "-" or (argument and not argument.startswith("-")):
            found.plain.append(argument)
        else:
            return None
    return found
