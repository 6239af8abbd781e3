"""How any command ends: what goes wrong becomes one line and an exit code. Loads no Typer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glossary.errors import InputError
from thuatngu.console import say
from thuatngu.exit import ExitCode


@contextmanager
def guarded() -> Iterator[None]:
    """Says in a line what goes wrong inside.

    Raises:
        SystemExit: with the exit code, once it is said.
    """
    try:
        yield
    except InputError as error:
        say(f"thuatngu: {error}")
        raise SystemExit(ExitCode.INPUT) from error
    except KeyboardInterrupt as stop:
        say("thuatngu: interrupted; what was finished is kept, and the same command goes on")
        raise SystemExit(ExitCode.INTERRUPTED) from stop
    except BrokenPipeError as closed:
        raise SystemExit(_unread()) from closed
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # as Rich ends at a closed pipe
            raise SystemExit(_unread()) from stop
        raise
    except OSError as error:
        if os.environ.get("THUATNGU_DEBUG"):
            raise
        place = f"{error.filename}: " if error.filename else ""
        say(f"thuatngu: {place}{error.strerror or error}; make room or change the permissions")
        raise SystemExit(ExitCode.INPUT) from error
    except Exception as error:
        if hasattr(error, "exit_code") or os.environ.get("THUATNGU_DEBUG"):
            raise  # Typer's own exceptions carry their exit code.
        say(
            f"thuatngu: internal error: {type(error).__name__}: {error} "
            "(THUATNGU_DEBUG=1 shows where; your files are as they were)"
        )
        raise SystemExit(ExitCode.INTERNAL) from error


@contextmanager
def streams() -> Iterator[None]:
    """What is written inside goes out as UTF-8, also where a stream is closed or nobody reads."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller, as `>&-` does
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115, to the end
            setattr(sys, name, nowhere)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        yield
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            sys.exit(_unread())


def _unread() -> ExitCode:
    """The reader of our output has gone (`| head`): what is left to write goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.UNREAD
